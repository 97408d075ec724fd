"""How each numeral of a text was read: an observation with its attachment and rule, or a named class of non-figure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from etl.indicators.reader import Article
from etl.model import Observation
from etl.text import Squeezed

_HOW = {
    "lead": "a form before the number",
    "weak lead": "a weak form before the number, carried by its context",
    "tail": "a form behind the number",
    "weak tail": "a weak form behind the number, carried by its context",
    "pattern": "words around the number",
    "part": "a part that the head of the list names",
    "list": "an item of the list that is open",
    "bracket": "an item of the list that is open, with its figure in brackets",
    "carried": "the subject of the figure before",
    "about": "the subject that the words behind the number name (về vốn)",
    "pending": "a form whose first number had another unit",
    "respective": "the name at the same place in the list before (lần lượt)",
    "shared": "the words behind the last number of the pair",
    "whole": "the whole that this is a share of",
    "decoy": "a phrase that the catalogue excludes",
    "phrase": "its own words; the catalogue has no name for them",
    "count": "its counted noun; the catalogue has no name for it",
    "actor": "a single firm, farm or household: nobody's indicator",
    "total": "the plan behind the stroke of a/b",
}


@dataclass(slots=True)
class NumeralReading:
    """One numeral: ``kind`` is ``observation`` or the class of a non-figure (date, document, ordinal, age ...).

    ``words`` are the ones that were read with it; ``attachment`` says how its subject was found.
    """

    start: int
    end: int
    text: str
    kind: str
    words: str
    attachment: str = ""
    rule: str = ""
    observation: Observation | None = None


@dataclass(slots=True)
class Explanation:
    """The readings of all numerals of a text, in order."""

    numerals: list[NumeralReading]

    def as_json(self) -> list[dict[str, Any]]:
        """One JSON object a numeral."""
        return [asdict(one) for one in self.numerals]

    def __str__(self) -> str:
        return "\n".join(_lines(self.numerals))


def explain(text: str, *, province: str, published: date | datetime | None, title: str | None = None) -> Explanation:
    """How every numeral of ``text`` was read."""
    squeezed = Squeezed.of(text)
    article = Article(squeezed.text, province, published, title)
    rows = article.observations()
    found = [
        NumeralReading(
            row.start,
            row.end,
            squeezed.text[row.start : row.end],
            "observation",
            _clean(squeezed.text[reading.lead : reading.figure.stop]),
            _HOW.get(reading.subject.how, reading.subject.how),
            row.rule,
            row,
        )
        for reading, row in zip(article.readings, rows, strict=True)
    ]
    for one in article.masked:
        around = squeezed.text[max(0, one.start - 20) : one.end + 12]
        written = squeezed.text[one.start : one.end]
        found.append(NumeralReading(one.start, one.end, written, one.kind, _clean(around)))
    for numeral in found if squeezed.cuts else ():
        numeral.start, numeral.end = squeezed.span(numeral.start, numeral.end)
        numeral.text = text[numeral.start : numeral.end]
        if numeral.observation is not None:
            numeral.observation.start, numeral.observation.end = numeral.start, numeral.end
    return Explanation(sorted(found, key=lambda one: (one.start, one.end)))


def _clean(words: str) -> str:
    return " ".join(words.split()).strip(" ,;:")


def _lines(numerals: list[NumeralReading]) -> list[str]:
    lines: list[str] = []
    for one in numerals:
        row = one.observation
        if row is None:
            lines.append(f"{one.text}: no figure ({one.kind}) in “{one.words}”")
            continue
        period = "..".join(day or "" for day in row.period)
        about = row.indicator or "no indicator"
        lines.append(f"{one.text}: {about} [{row.subject}] {row.measure} {row.value:.10g} {row.unit}")
        lines.append(
            f"    {period or 'no period'}, base {row.base or '-'}, status {row.status}, {row.bound}, area {row.area}, "
            f"confidence {row.confidence:.2f}{', flags ' + ', '.join(row.flags) if row.flags else ''}"
        )
        lines.append(f"    read in “{one.words}”; subject: {one.attachment}; rule {one.rule}")
        if row.origins:
            lines.append("    " + ", ".join(f"{slot} from the {where}" for slot, where in row.origins.items()))
    return lines
