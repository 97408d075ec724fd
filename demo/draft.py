"""Prose and its truth in one motion: a figure enters a sentence only together with what it states.

``Draft.fact`` returns the numeral wrapped in private-use marks; closing a paragraph takes the marks out again and
turns them into offsets. A fact whose numeral did not reach a paragraph is therefore never part of the truth. The
vocabulary of a fact is that of the gold annotations (measure, base, status, bound; units as singular English nouns).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from demo.economy import Economy, Province, round_half_up
from demo.periods import Period

Span = tuple[str | None, str | None]

OPEN, CLOSE = "\ue000", "\ue001"
FIRST_MARK = 0xE100
MARKED = re.compile(f"{OPEN}(.)([^{CLOSE}]*){CLOSE}")

SAME = "same_period_last_year"
MONTH_BEFORE = "previous_month"
YEAR_BEFORE = "previous_year"
YEAR_END = "end_of_previous_year"


@dataclass(slots=True)
class Fact:
    """One quantity that a page states, in the words of the gold annotations."""

    indicator: str | None
    breakdown: str | None
    measure: str
    value: Decimal
    unit: str
    period: Span
    base: str | None
    status: str
    area: str
    bound: str = "exact"
    low: Decimal | None = None
    high: Decimal | None = None
    numeral: str = ""
    start: int = -1
    end: int = -1
    """Offsets of the numeral in the article's text (lead and paragraphs, one a line); -1 in a table."""


@dataclass(frozen=True, slots=True)
class House:
    """How an outlet writes: its spelling of large numbers, animals and tones, its dateline and its signatures."""

    dateline: str = ""
    billion: str = "tỷ"
    thousand: str = "nghìn"
    pig: str = "lợn"
    reporters: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    old_tones: bool = False
    southern: bool = False


@dataclass(slots=True)
class Picture:
    """A picture and its caption, placed after the paragraph of that number."""

    caption: str
    after: int
    credit: str | None = None


@dataclass(slots=True)
class Grid:
    """A table of indicators, placed after the paragraph of that number."""

    caption: str
    unit_note: str | None
    rows: list[list[str]]
    """Header and body; the header is ``head`` instead where that is given."""
    after: int
    head: list[list[tuple[str, int, int]]] | None = None
    """Header rows with spans: text, columns, rows."""


@dataclass(slots=True)
class Draft:
    """An article while it is being written."""

    rng: random.Random
    economy: Economy
    province: Province
    house: House
    published: datetime
    slip: bool = False
    """The first edition of the article that is later corrected: one figure is misprinted."""
    blunder: bool = False
    """The article in which a million was printed as a billion: the truth is what it says, absurd as it is."""
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    section: str = "kinh-te"
    byline: str | None = None
    agency: bool = False
    people: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    _pending: list[Fact] = field(default_factory=list)

    def one_of(self, *choices: str) -> str:
        return choices[int(self.rng.random() * len(choices))]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def fact(
        self,
        numeral: str,
        indicator: str | None,
        measure: str,
        value: Decimal | int,
        unit: str,
        period: Period | Span,
        *,
        base: str | None = None,
        status: str = "A",
        breakdown: str | None = None,
        area: str | None = None,
        bound: str = "exact",
        low: Decimal | None = None,
        high: Decimal | None = None,
    ) -> str:
        """The numeral as it goes into the sentence; what it states is noted with it."""
        span = period.iso() if isinstance(period, Period) else period
        where = self.province.code if area is None else area
        stated = Fact(
            indicator, breakdown, measure, Decimal(value), unit, span, base, status, where, bound, low, high, numeral
        )
        self._pending.append(stated)
        return f"{OPEN}{chr(FIRST_MARK + len(self._pending) - 1)}{numeral}{CLOSE}"

    def cell(self, numeral: str, *rest: object, **named: object) -> str:
        """A figure in a table: noted at once, without offsets in the prose."""
        self.fact(numeral, *rest, **named)  # type: ignore[arg-type]
        self.facts.append(self._pending.pop())
        return numeral

    def para(self, text: str) -> None:
        """Close a paragraph: marks become offsets into the article's text."""
        base = sum(len(paragraph) + 1 for paragraph in self.paragraphs)
        plain: list[str] = []
        length = cursor = 0
        for found in MARKED.finditer(text):
            before, numeral = text[cursor : found.start()], found[2]
            start = base + length + len(before)
            plain += (before, numeral)
            length += len(before) + len(numeral)
            cursor = found.end()
            place = ord(found[1]) - FIRST_MARK
            if place >= len(self._pending) or self._pending[place].numeral != numeral:
                raise ValueError(f"the figure {numeral} was written for an earlier paragraph")
            stated = self._pending[place]
            stated.start, stated.end = start, start + len(numeral)
            self.facts.append(stated)
        plain.append(text[cursor:])
        self._pending.clear()
        self.paragraphs.append("".join(plain))

    def picture(self, caption: str, credit: str | None = None) -> None:
        self.pictures.append(Picture(caption, len(self.paragraphs) - 1, credit))

    def picture_with_figures(self) -> None:
        """A picture whose caption repeats the first sentence of the paragraph above it."""
        sentence = re.split(r"(?<=[^\d])\. |; ", self.paragraphs[-1], maxsplit=1)[0].rstrip(".")
        self.picture(f"{sentence}.")

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def digits(value: Decimal | int, places: int | None = None) -> str:
    """A number in Vietnamese writing: dots for thousands, a decimal comma, no empty decimals."""
    number = Decimal(value) if places is None else round_half_up(Decimal(value), places)
    text = f"{abs(number):,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    if "," in text:
        text = text.rstrip("0").rstrip(",")
    return text


WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


def small(number: int, draft: Draft) -> str:
    """A small count in figures, padded figures or a word: ``5``, ``05``, ``năm``."""
    if number > 10:
        return digits(number)
    shape = draft.rng.random()
    if shape < 0.25 and number != 5:  # five is also the word for year
        return WORDS[number]
    return f"{number:02d}" if shape < 0.5 else str(number)


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: the numeral, the words after it, the value they state, and whether it was cut or raised."""

    numeral: str
    words: str
    value: Decimal
    bound: str = "exact"


BOUND_WORDS = {"above": ("trên", "hơn"), "below": ("gần",), "about": ("khoảng",), "exact": ("",)}


def scaled(exact: Decimal, scale: Decimal, places: int, words: str, rng: random.Random) -> Amount:
    """``exact`` printed in units of ``scale``; a coarse figure is cut (above) or raised (below) and says so."""
    in_scale = exact / scale
    printed = round_half_up(in_scale, places)
    if abs(printed - in_scale) * 2000 < in_scale:
        return Amount(digits(printed), words, printed * scale)
    if rng.random() < 0.5:
        printed = in_scale.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
        return Amount(digits(printed), words, printed * scale, "above")
    printed = in_scale.quantize(Decimal(1).scaleb(-places), ROUND_UP)
    return Amount(digits(printed), words, printed * scale, "below")


def dong(tenths: int, draft: Draft) -> Amount:
    """Money of the budget's size from units of 0.1 billion VND."""
    billions = Decimal(tenths) / 10
    exact = billions * 1_000_000_000
    house = draft.house
    if billions >= 10_000 and draft.chance(0.3):
        return scaled(exact, Decimal(10**12), 1, f"{house.thousand} {house.billion} đồng", draft.rng)
    if billions >= 100 and draft.chance(0.45):
        return Amount(digits(billions, 0), f"{house.billion} đồng", round_half_up(billions, 0) * 1_000_000_000)
    return Amount(digits(billions), f"{house.billion} đồng", exact)


def dollars(tenths: int, draft: Draft) -> Amount:
    """Money of the trade's size from units of 0.1 million USD."""
    millions = Decimal(tenths) / 10
    if millions >= 1_000 and draft.chance(0.5):
        return scaled(millions * 1_000_000, Decimal(10**9), 2, f"{draft.house.billion} USD", draft.rng)
    return Amount(digits(millions), "triệu USD", millions * 1_000_000)


def count(number: int, noun: str, draft: Draft, *, coarse: bool = True) -> Amount:
    """A count with its noun, large ones sometimes in thousands or millions."""
    exact = Decimal(number)
    if coarse and number >= 1_000_000 and draft.chance(0.6):
        return scaled(exact, Decimal(10**6), 2, f"triệu {noun}", draft.rng)
    if coarse and number >= 10_000 and not draft.house.southern and noun == "lao động" and draft.chance(0.2):
        return scaled(exact, Decimal(10_000), 2, f"vạn {noun}", draft.rng)
    if coarse and number >= 20_000 and draft.chance(0.4):
        return scaled(exact, Decimal(1000), 1, f"{draft.house.thousand} {noun}", draft.rng)
    return Amount(digits(exact), noun, exact)
