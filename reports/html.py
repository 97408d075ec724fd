"""A report as one self-contained HTML page: no outside assets, no script, every number a link to its receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import jinja2

from reports import core, labels, wording
from reports import format as fmt
from reports.frames import Column, Overview, Report, Row, Table, indicator_names
from reports.query import Area, Evidence, Figure, Rival, Verdict
from reports.slots import slot_of

_FIGURE_SPACE = "\N{FIGURE SPACE}"
_PUNCTUATION_SPACE = "\N{PUNCTUATION SPACE}"
_LINKED = {"http", "https"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it stands in a cell: digits, the words around them, its marks and its receipt's number."""

    receipt: int
    digits: str
    decimals: int
    pad: str
    before: str
    unit: str
    status: str
    notes: tuple[str, ...]
    title: str
    flagged: bool
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """The evidence entry of a figure."""

    number: int
    figure: Figure
    evidence: Evidence | None
    sentence: tuple[str, str, str]
    href: str | None
    rivals: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The highest and the lowest of a headline column."""

    name: str
    highest: tuple[str, Shown]
    lowest: tuple[str, Shown]


def render(report: Report) -> str:
    """The page as text; the same report gives the same text."""
    page = _Page(report)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("reports"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["capfirst"] = capfirst
    return environment.get_template("report.html.j2").render(page=page, report=report, t=labels.words(report.lang))


def capfirst(text: str) -> str:
    """First letter up, the rest as it is (``quý I`` keeps its numeral)."""
    return text[:1].upper() + text[1:]


def mark_numeral(evidence: Evidence) -> tuple[str, str, str]:
    """The sentence around its numeral: before, the numeral, after.

    The stored offsets decide; where they do not fit (a table's cell has its own) the numeral is marked only if it
    stands in the sentence once, so that no other number is ever marked for it.
    """
    sentence, numeral = evidence.sentence, evidence.numeral
    start = evidence.start_offset - (evidence.sentence_start or 0)
    end = start + evidence.end_offset - evidence.start_offset
    if evidence.cell is None and 0 <= start < end and sentence[start:end] == numeral:
        return sentence[:start], numeral, sentence[end:]
    if numeral and sentence.count(numeral) == 1:
        before, _, after = sentence.partition(numeral)
        return before, numeral, after
    return sentence, "", ""


def safe_link(url: str | None) -> str | None:
    """The address if it is one of the web; anything else (``javascript:``) is printed but never linked."""
    try:
        return url if url and urlsplit(url).scheme.lower() in _LINKED else None
    except ValueError:
        return None


class _Page:
    """What the template asks for."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._words = labels.words(report.lang)

    def show(self, figure: Figure, scale: fmt.Scale | None = None) -> Shown:
        """A figure in a column's scale; one in another unit, or in no column, carries its own unit."""
        lang = self._report.lang
        own = scale if scale and scale.unit == figure.unit else fmt.scale_for(figure.unit, [figure.value])
        digits = wording.digits(figure, own, lang)
        return Shown(
            receipt=self._report.receipts.numbers[figure.observation_id],
            digits=digits,
            decimals=len(digits.partition("." if lang == "en" else ",")[2]),
            pad="",
            before=wording.before(figure, lang),
            unit=own.name(lang) if wording.needs_unit(figure, scale) else "",
            status=self._words.get(f"mark_{figure.status}", ""),
            notes=self._notes(figure),
            title=self._title(figure),
            flagged=bool(figure.flags),
            contradicted=bool(self._report.contradicts(figure)),
        )

    def lines(self, rows: Sequence[Row], columns: Sequence[Column]) -> list[tuple[Row, bool, list[list[Shown]]]]:
        """Rows with their cells, and whether a row goes on with the area and indicator of the row above."""
        by_column = [
            _aligned([[self.show(figure, column.scale) for figure in row.cells.get(column.key, ())] for row in rows])
            for column in columns
        ]
        before = [None, *rows]
        again = [
            last is not None and (last.area, last.indicator) == (row.area, row.indicator)
            for last, row in zip(before, rows, strict=False)
        ]
        return list(zip(rows, again, ([cells[at] for cells in by_column] for at in range(len(rows))), strict=True))

    def overview(self) -> list[tuple[Area, list[list[Shown] | str]]]:
        """Rows of the overview: a figure, or the reason for none."""
        overview, percent = self._report.overview, fmt.scale_for("PERCENT", [])
        by_column = []
        for at in range(len(overview.indicators)):
            cells = [row[at] for _, row in overview.rows]
            shown = _aligned([[self.show(one, percent)] if isinstance(one, Figure) else [] for one in cells])
            by_column.append([many or str(one) for many, one in zip(shown, cells, strict=True)])
        return [(area, [column[at] for column in by_column]) for at, (area, _) in enumerate(overview.rows)]

    def _notes(self, figure: Figure) -> tuple[str, ...]:
        notes = []
        if slot_of(figure) == "other":
            notes.append(self.base(figure))
        if figure.period_start is None:
            notes.append(self.span(figure))
        return tuple(notes)

    def _title(self, figure: Figure) -> str:
        parts = [self.exactly(figure), self.measure(figure)]
        if figure.base:
            parts.append(self.base(figure))
        parts += [self.status(figure), self.span(figure)]
        return "; ".join(parts)

    def measure(self, figure: Figure) -> str:
        return labels.word(self._report.lang, "measure", figure.measure)

    def base(self, figure: Figure) -> str:
        return labels.word(self._report.lang, "base", figure.base)

    def status(self, figure: Figure) -> str:
        return labels.word(self._report.lang, "status", figure.status)

    def bound(self, figure: Figure) -> str:
        return "" if figure.bound == "exact" else labels.word(self._report.lang, "bound", figure.bound)

    def date(self, value: datetime | None) -> str:
        return fmt.day(value, self._report.lang)

    def core_count(self) -> int:
        return len(core.indicators())

    def flag(self, flag: str) -> str:
        return labels.word(self._report.lang, "flag", flag)

    def span(self, figure: Figure) -> str:
        return wording.span(figure, self._report.lang)

    def indicator(self, figure: Figure) -> str:
        name_vi, name_en = indicator_names(figure)
        return name_en if self._report.lang == "en" else name_vi

    def place(self, area: Area) -> str:
        """Name of an area; a unit that ended within the period says until when, since its successor may share it."""
        name = area.name(self._report.lang)
        if area.valid_to and area.valid_to < self._report.period.end:
            return f"{name} ({self._words['as_of'].format(day=fmt.day(area.valid_to, self._report.lang))})"
        return name

    def head(self, column: Column) -> tuple[str, str]:
        """Title and unit of a column."""
        return self._words[column.slot], column.scale.name(self._report.lang) if column.scale else ""

    def to_date_label(self) -> str:
        to_date = self._report.period.year_to_date
        return to_date.label(self._report.lang) if to_date else ""

    def exactly(self, figure: Figure) -> str:
        return wording.exactly(figure, self._report.lang)

    def receipts(self) -> list[Receipt]:
        numbered = sorted(self._report.receipts.numbers.items(), key=lambda item: item[1])
        return [self._receipt(number, self._report.receipts.figures[key]) for key, number in numbered]

    def _receipt(self, number: int, figure: Figure) -> Receipt:
        evidence = self._report.evidence.get(figure.observation_id)
        sentence = mark_numeral(evidence) if evidence else ("", "", "")
        href = safe_link(evidence.url) if evidence else None
        return Receipt(number, figure, evidence, sentence, href, tuple(self._rivals(figure, figure.rivals)))

    def conflicting(self, figure: Figure) -> list[tuple[str, str, str, str]]:
        return self._rivals(figure, self._report.contradicts(figure))

    def _rivals(self, figure: Figure, rivals: Iterable[Rival]) -> list[tuple[str, str, str, str]]:
        """Rival values: value, status, source name, observation id."""
        told = []
        for rival in rivals:
            evidence = self._report.evidence.get(rival.observation_id)
            name = evidence.source_name if evidence else rival.source_id
            status = labels.word(self._report.lang, "status", rival.status)
            told.append((fmt.exactly(rival.value, figure.unit, self._report.lang), status, name, rival.observation_id))
        return told

    def moment(self, evidence: Evidence) -> tuple[str, str]:
        return fmt.moment(evidence.published_at, self._report.lang), fmt.moment(evidence.fetched_at, self._report.lang)

    def stated(self, figure: Figure) -> str:
        """What the article states where a reviewed correction overrules it."""
        if figure.correction_reason is None or figure.value_as_stated is None:
            return ""
        return fmt.exactly(figure.value_as_stated, figure.unit, self._report.lang)

    def number(self, value: float) -> str:
        return fmt.number(value, self._report.lang)

    def verdict(self, source_id: str) -> tuple[str, str]:
        found = self._report.verdicts.get(source_id)
        return (labels.word(self._report.lang, "verdict", found.word), found.reason or "") if found else ("–", "")

    def verdict_word(self, verdict: Verdict) -> str:
        return labels.word(self._report.lang, "verdict", verdict.word)

    def stamp(self) -> str:
        stamp = self._report.snapshot.stamp
        if stamp is None:
            return self._words["stamp_unknown"]
        return f"{self._words['stamped']} {fmt.moment(stamp, self._report.lang)} UTC"

    def extremes(self) -> list[Extreme]:
        """Highest and lowest province of each headline indicator that at least two provinces state in one measure."""
        return [found for index in range(len(self._report.overview.indicators)) if (found := self._extreme(index))]

    def _extreme(self, index: int) -> Extreme | None:
        overview: Overview = self._report.overview
        rows = [(area, cells[index]) for area, cells in overview.rows if area.code != "VN"]
        headline = overview.indicators[index].headline
        comparable = [(area, cell) for area, cell in rows if isinstance(cell, Figure) and not cell.flags]
        stated = [(area, cell) for area, cell in comparable if headline and cell.measure == headline.measure]
        if headline is None or len(stated) < 2:
            return None
        stated.sort(key=lambda item: item[1].value)
        (low_area, low), (high_area, high) = stated[0], stated[-1]
        if low.value == high.value:
            return None
        return Extreme(
            headline.name(self._report.lang),
            (self.place(high_area), self.show(high)),
            (self.place(low_area), self.show(low)),
        )

    def to_date_split(self, table: Table) -> tuple[int, int]:
        """How many columns are of the period and of the year to date."""
        to_date = sum(column.to_date for column in table.columns)
        return len(table.columns) - to_date, to_date


def _aligned(cells: list[list[Shown]]) -> list[list[Shown]]:
    """Leading figures of a column padded with blank digits, so that their decimal marks stand under one another."""
    longest = max((shown.decimals for many in cells for shown in many[:1] if not shown.unit), default=0)
    return [[replace(shown, pad=_pad(shown, longest)) for shown in many[:1]] + many[1:] for many in cells]


def _pad(shown: Shown, longest: int) -> str:
    if shown.unit or shown.decimals >= longest:
        return ""
    mark = "" if shown.decimals else _PUNCTUATION_SPACE
    return mark + _FIGURE_SPACE * (longest - shown.decimals)
