"""Numbers and dates as Vietnamese and English readers write them; nothing here rounds without saying so.

Vietnamese style follows the press and the statistics offices: a point between thousands, a comma before decimals
(``8.634,8 tỷ đồng``, ``10,23%``).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

MINUS = "\N{MINUS SIGN}"
_DECIMALS = 2
_MANY = 10**15  # beyond this a float no longer holds its units, so more digits would be invented


@dataclass(frozen=True, slots=True)
class Scale:
    """A printing unit: ``factor`` stored units to one printed unit, and its name in both languages."""

    unit: str
    factor: int
    threshold: int
    name_vi: str
    name_en: str

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_vi

    def apply(self, value: float) -> Decimal:
        """The value in printing units, exactly as the shortest decimal that names the stored float."""
        return exact(value) / self.factor


def exact(value: float) -> Decimal:
    """The shortest decimal that reads back as this float: ``10.23``, never ``10.2300000000000004``."""
    return Decimal(repr(float(value)))


@cache
def scales() -> dict[str, tuple[Scale, ...]]:
    """Printing scales by unit code, largest first (``units.yaml``)."""
    text = resources.files("reports").joinpath("units.yaml").read_text(encoding="utf-8")
    listed: dict[str, list[dict[str, Any]]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {
        unit: tuple(Scale(unit, one["factor"], one.get("from", one["factor"]), one["vi"], one["en"]) for one in many)
        for unit, many in listed.items()
    }


def scales_of(unit: str) -> tuple[Scale, ...]:
    """The scales of a unit, largest first; a unit per another is composed of both, an unknown one keeps its code."""
    listed = scales()
    if unit in listed:
        return listed[unit]
    above, per, below = unit.partition("_per_")
    parts = [listed.get(part, listed.get(part.upper())) for part in (above, below)]
    if per and parts[0] and parts[1]:
        over, under = parts[0][-1], parts[1][-1]
        return (Scale(unit, 1, 1, f"{over.name_vi}/{under.name_vi}", f"{over.name_en}/{under.name_en}"),)
    return (Scale(unit, 1, 1, unit, unit),)


def scale_for(unit: str, values: Iterable[float]) -> Scale:
    """The largest scale that the typical (median) magnitude of ``values`` reaches; one scale serves a whole column."""
    sizes = [abs(value) for value in values if value]
    known = scales_of(unit)
    typical = statistics.median(sizes) if sizes else 0.0
    return next((scale for scale in known if typical >= scale.threshold), known[-1])


def number(value: Decimal | float, lang: str = "vi", *, signed: bool = False, decimals: int | None = None) -> str:
    """A decimal with thousands and decimal marks of the language.

    ``decimals`` None keeps every digit; else the value is rounded half up, trailing zeros dropped. ``signed`` puts a
    plus before what is above zero.
    """
    amount = value if isinstance(value, Decimal) else exact(value)
    if not amount.is_finite():
        return "…"
    if decimals is not None:
        amount = (
            amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) if abs(amount) < _MANY else amount
        )
    plain = f"{abs(amount):,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if lang == "vi":
        plain = plain.translate(str.maketrans(",.", ".,"))
    if amount < 0 and plain != "0":
        return MINUS + plain
    return f"+{plain}" if signed and amount > 0 and plain != "0" else plain


def rounded(value: float, scale: Scale) -> int:
    """How many decimals a cell shows: all where three suffice, so that it reads as printed; else two, or as many as
    keep two significant digits of a small amount."""
    amount = abs(scale.apply(value))
    if not amount.is_finite() or amount == 0:
        return _DECIMALS
    if amount == round(amount, _DECIMALS + 1):
        return _DECIMALS + 1
    return max(_DECIMALS, 1 - amount.adjusted())


def cell(value: float, scale: Scale, lang: str = "vi", *, signed: bool = False) -> str:
    """The number of a table cell in the column's scale, without the unit."""
    return number(scale.apply(value), lang, signed=signed, decimals=rounded(value, scale))


def amount(value: float, unit: str, lang: str = "vi", *, signed: bool = False) -> str:
    """One amount on its own, humanised: ``8.634,8 tỷ đồng``, ``10,23%``."""
    scale = scale_for(unit, [value])
    return join(cell(value, scale, lang, signed=signed), scale.name(lang))


def exactly(value: float, unit: str, lang: str = "vi") -> str:
    """Every digit in the stored unit: ``8.634.800.000.000 đồng``; what a title or a receipt shows."""
    base = scales_of(unit)[-1]
    return join(number(value, lang), base.name(lang))


def join(digits: str, unit: str) -> str:
    """Digits and unit with a no-break space between, none before a percent sign."""
    if not unit or unit in {"%", "‰"}:
        return digits + unit
    return f"{digits}\N{NO-BREAK SPACE}{unit}"


def day(value: date | datetime | None, lang: str = "vi") -> str:
    """``8/4/2022`` as Vietnamese papers print it, ``8 Apr 2022`` in English, a dash for none."""
    if value is None:
        return "–"
    if lang == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.day}/{value.month}/{value.year}"


def moment(value: datetime | None, lang: str = "vi") -> str:
    """A day with its time to the minute; the caller gives local time of Vietnam."""
    return "–" if value is None else f"{day(value, lang)} {value:%H:%M}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
