"""The content of a report, before it is written as HTML, XLSX or Markdown.

Everything that the three forms share is decided here once: which figure stands in which cell, which receipt it has,
what is missing and why.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from reports import core
from reports import format as fmt
from reports.periods import Period, from_days
from reports.query import Area, Evidence, Figure, Published, Rival, Snapshot, SourceShare, Verdict
from reports.slots import SLOTS, Slot, in_order, slot_of, span_of

COUNTRY = Area("VN", "VN", "Cả nước", "Whole country", "vn", None, None)
_NEAREST = 6
_PERCENTS: dict[Slot, str] = {
    "change": "PERCENT",
    "plan": "PERCENT",
    "share": "PERCENT",
    "contribution": "PERCENTAGE_POINT",
}
_HEADLINE = {"change": ("change", "ratio"), "plan_ratio": ("plan_ratio",)}
"""Measures that a headline column may show: a change is as often printed as a percent of the base."""


class UnknownArea(ValueError):
    """A place that was no province in the period; the message lists the accepted ones."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: one slot of the period or of its year to date, with the printing scale of its numbers."""

    slot: Slot
    to_date: bool
    scale: fmt.Scale | None

    @property
    def key(self) -> tuple[Slot, bool]:
        return self.slot, self.to_date


Cells = dict[tuple[Slot, bool], list[Figure]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: an area (and a part) under an indicator, or an indicator (and a part) under an area."""

    area: Area
    indicator: str
    name_vi: str
    name_en: str
    part: str | None
    cells: Cells

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_vi


@dataclass(frozen=True, slots=True)
class Table:
    """An indicator over areas."""

    indicator: core.Indicator
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    domain: core.Domain
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The headline indicators, one leading figure a cell; an empty cell holds the reason instead."""

    indicators: tuple[core.Indicator, ...]
    rows: tuple[tuple[Area, tuple[Figure | str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Figures of one other span inside the period; ``example`` is one of them, to name the span by."""

    example: Figure
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything that is known of one area in the period."""

    area: Area
    columns: tuple[Column, ...]
    core_rows: tuple[Row, ...]
    further_rows: tuple[Row, ...]
    asides: tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """What an area lacks of the core that is expected of it: (indicator, reason)."""

    area: Area
    expected: int
    items: tuple[tuple[core.Indicator, str], ...]

    @property
    def have(self) -> int:
        return self.expected - len(self.items)


@dataclass(slots=True)
class Receipts:
    """Numbers the receipts in the order in which a reader meets their figures, from 1."""

    figures: dict[str, Figure] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            if figure.observation_id not in self.numbers:
                self.numbers[figure.observation_id] = len(self.numbers) + 1
                self.figures[figure.observation_id] = figure


@dataclass(frozen=True, slots=True)
class Report:
    """A report's whole content."""

    period: Period
    lang: str
    snapshot: Snapshot
    chosen: tuple[Area, ...]
    overview: Overview
    chapters: tuple[Chapter, ...]
    portraits: tuple[Portrait, ...]
    receipts: Receipts
    evidence: dict[str, Evidence]
    areas: dict[str, Area]
    lacks: tuple[Lack, ...]
    silent: tuple[Area, ...]
    reporting: int
    sources: tuple[SourceShare, ...]
    verdicts: dict[str, Verdict]
    conflicts: frozenset[tuple[str, str]]
    nearest: tuple[tuple[Period, int], ...]

    @property
    def empty(self) -> bool:
        return not self.receipts.figures

    @property
    def failing(self) -> list[Verdict]:
        """Sources whose last run did not go well: what they published may be missing."""
        return [verdict for verdict in self.verdicts.values() if not verdict.well]

    @property
    def flagged(self) -> list[Figure]:
        return [figure for figure in self.receipts.figures.values() if figure.flags]

    @property
    def contradicted(self) -> list[Figure]:
        return [figure for figure in self.receipts.figures.values() if self.contradicts(figure)]

    def contradicts(self, figure: Figure) -> list[Rival]:
        """The rivals that differ by more than rounding, at the same status."""
        pairs = ((rival, (figure.observation_id, rival.observation_id)) for rival in figure.rivals)
        return [rival for rival, pair in pairs if pair in self.conflicts]

    @property
    def indicators_present(self) -> set[str]:
        return {figure.indicator for figure in self.receipts.figures.values()} & core.indicators().keys()

    def area_of(self, figure: Figure) -> Area:
        """The area of a figure; one that the reference does not know keeps the name that the figure carries."""
        return _area(figure, self.areas)


def build(published: Published, period: Period, places: Sequence[str] | None, lang: str) -> Report:
    """Compose the report of a period over all provinces, or in full over the places named.

    Raises:
        UnknownArea: a place names no unit that was a province in the period.
    """
    known = published.areas()
    chosen = resolve(places, known, period)
    areas = {area.unit_id: area for area in [COUNTRY, *known]}
    figures = published.figures(period)
    if chosen:
        wanted = {area.unit_id for area in chosen}
        figures = [figure for figure in figures if _unit(figure) in wanted]
    dated = [figure for figure in figures if span_of(figure, period) in {"period", "ytd"}]
    inside = [figure for figure in figures if span_of(figure, period) == "inside"]
    universe = _universe(chosen, known, dated, period)
    active = published.reporting_areas(period)
    lacks = _lacks(universe, figures, published.withdrawn(period), active, period)
    overview = _overview(universe, figures, lacks, period)
    chapters = () if chosen else _chapters(dated, areas, period)
    portraits = tuple(_portrait(area, dated, inside, areas, period) for area in chosen)
    receipts = _number(overview, chapters, portraits)
    speaking = {_unit(figure) for figure in dated}
    return Report(
        period=period,
        lang=lang,
        snapshot=published.snapshot,
        chosen=tuple(chosen),
        overview=overview,
        chapters=chapters,
        portraits=portraits,
        receipts=receipts,
        evidence=published.evidence(_observations(receipts)),
        areas=areas,
        lacks=tuple(lack for lack in lacks if lack.area.unit_id in speaking | active.keys()),
        silent=tuple(lack.area for lack in lacks if lack.area.unit_id not in speaking | active.keys()),
        reporting=sum(area.unit_id in speaking for area in universe if area is not COUNTRY),
        sources=tuple(published.shares(period, [area.unit_id for area in chosen])),
        verdicts=published.verdicts(),
        conflicts=frozenset(published.conflicts()),
        nearest=() if receipts.figures else _nearest(published, period, chosen),
    )


def resolve(places: Sequence[str] | None, known: Sequence[Area], period: Period) -> list[Area]:
    """The units that the places name (code, slug, name or unit id), among those that stood in the period.

    Raises:
        UnknownArea: with the accepted slugs.
    """
    standing = [COUNTRY, *(area for area in known if area.within(period))]
    chosen: dict[str, Area] = {}
    for place in places or ():
        found = [area for area in standing if fold(place) in _names(area)]
        if not found:
            accepted = ", ".join(dict.fromkeys(area.slug for area in standing))
            raise UnknownArea(f"{place!r} was no province or city in {period.code}; accepted: {accepted}")
        chosen |= {area.unit_id: area for area in found}
    return list(chosen.values())


def fold(name: str) -> str:
    """A name without accents, case and separators, for comparing what people type."""
    plain = unicodedata.normalize("NFD", name.strip().casefold().replace("đ", "d"))
    return "".join(char for char in plain if char.isalnum() or char == "@")


def _names(area: Area) -> set[str]:
    return {fold(name) for name in (area.unit_id, area.code, area.slug, area.name_vi, area.name_en)}


def _unit(figure: Figure) -> str:
    return figure.area_unit_id or figure.area


def _area(figure: Figure, areas: dict[str, Area]) -> Area:
    unit = _unit(figure)
    fallback = Area(unit, figure.area, figure.area_name, figure.area_name, unit.partition("@")[0], None, None)
    return areas.get(unit, fallback)


def _universe(chosen: list[Area], known: Sequence[Area], dated: Iterable[Figure], period: Period) -> list[Area]:
    """Units that the report speaks of: those that stood on its last day, and any other that has figures of it."""
    if chosen:
        return chosen
    speaking = {_unit(figure) for figure in dated}
    country = [COUNTRY] if "VN" in speaking else []
    return country + [
        area
        for area in known
        if area.unit_id in speaking
        or ((area.valid_from or date.min) <= period.end <= (area.valid_to or date.max) and area.within(period))
    ]


def _cells(figures: Iterable[Figure], period: Period) -> Cells:
    """Figures by column; of stocks as of several days only the latest stands in the cell."""
    gathered: defaultdict[tuple[Slot, bool], list[Figure]] = defaultdict(list)
    for figure in figures:
        gathered[slot_of(figure), span_of(figure, period) == "ytd"].append(figure)
    return {key: _latest(in_order(many)) for key, many in gathered.items()}


def _latest(figures: list[Figure]) -> list[Figure]:
    """Drop an older stock where the same measure has a newer one, or one of the whole period."""
    seen: set[tuple[str, str | None, str]] = set()
    kept = []
    for figure in figures:
        key = (figure.measure, figure.base, figure.unit)
        if figure.period_start is not None or key not in seen:
            kept.append(figure)
        seen.add(key)
    return kept


def _columns(rows: Iterable[Row], *, scaled: bool) -> tuple[Column, ...]:
    """The columns that hold anything, each in one scale where all rows are of one indicator."""
    filled: defaultdict[tuple[Slot, bool], list[Figure]] = defaultdict(list)
    for row in rows:
        for key, figures in row.cells.items():
            filled[key].append(figures[0])
    order = [(slot, to_date) for to_date in (False, True) for slot in SLOTS]
    return tuple(Column(*key, _scale(key[0], filled[key]) if scaled else None) for key in order if key in filled)


def _scale(slot: Slot, figures: list[Figure]) -> fmt.Scale | None:
    """One scale for a column: of percents where its head says so, else of the unit most of its figures are in.

    Columns that mix measures have none, and each of their numbers carries its unit.
    """
    if slot in {"other", "target"}:
        return None
    if slot in _PERCENTS:
        return fmt.scale_for(_PERCENTS[slot], [])
    unit = min(Counter(figure.unit for figure in figures).items(), key=lambda item: (-item[1], item[0]))[0]
    return fmt.scale_for(unit, [figure.value for figure in figures if figure.unit == unit])


def _chapters(dated: list[Figure], areas: dict[str, Area], period: Period) -> tuple[Chapter, ...]:
    by_indicator: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in dated:
        by_indicator[figure.indicator].append(figure)
    chapters = []
    for domain in core.domains():
        tables = [_table(indicator, by_indicator[indicator.code], areas, period) for indicator in domain.indicators]
        if filled := tuple(table for table in tables if table.rows):
            chapters.append(Chapter(domain, filled))
    return tuple(chapters)


def _table(indicator: core.Indicator, figures: list[Figure], areas: dict[str, Area], period: Period) -> Table:
    """One indicator over areas: totals only, or by part where it exists by part only."""
    shown = [figure for figure in figures if indicator.parts or figure.breakdown is None]
    rows = _rows(shown, areas, period)
    return Table(indicator, _columns(rows, scaled=True), tuple(rows))


def _rows(figures: Iterable[Figure], areas: dict[str, Area], period: Period) -> list[Row]:
    """Figures as lines, by area (the country first) and part."""
    lines: defaultdict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        lines[_unit(figure), figure.indicator, figure.breakdown or ""].append(figure)
    rows = []
    for (_, code, part), many in lines.items():
        row = Row(_area(many[0], areas), code, *indicator_names(many[0]), part or None, _cells(many, period))
        rows.append(row)
    return sorted(rows, key=lambda row: (*_place(row.area), _core_order(row.indicator), row.part or ""))


def _core_order(indicator: str) -> tuple[int, str]:
    """Core indicators in printing order, then the rest by code."""
    order = list(core.indicators())
    return (order.index(indicator), "") if indicator in order else (len(order), indicator)


def indicator_names(figure: Figure) -> tuple[str, str]:
    """Names of a figure's indicator in Vietnamese and English: the core list's, else the catalogue's, else its code."""
    if listed := core.indicators().get(figure.indicator):
        return listed.name_vi, listed.name_en
    name_vi = figure.indicator_name_vi or figure.indicator
    return name_vi, figure.indicator_name_en or name_vi


def _place(area: Area) -> tuple[bool, str, date, str]:
    return area.code != "VN", area.code, area.valid_from or date.min, area.unit_id


def _portrait(
    area: Area, dated: list[Figure], inside: list[Figure], areas: dict[str, Area], period: Period
) -> Portrait:
    own = [figure for figure in dated if _unit(figure) == area.unit_id]
    rows = _rows(own, areas, period)
    printed = {figure.observation_id for row in rows for figures in row.cells.values() for figure in figures}
    rest = [figure for figure in own if figure.observation_id not in printed]
    rest += [figure for figure in inside if _unit(figure) == area.unit_id]
    return Portrait(
        area,
        _columns(rows, scaled=False),
        tuple(row for row in rows if row.indicator in core.indicators()),
        tuple(row for row in rows if row.indicator not in core.indicators()),
        _asides(rest, areas, period),
    )


def _asides(figures: list[Figure], areas: dict[str, Area], period: Period) -> tuple[Aside, ...]:
    """Figures by span: longer before shorter where they end on one day, the latest first."""
    by_span: defaultdict[tuple[date, date], list[Figure]] = defaultdict(list)
    for figure in figures:
        by_span[figure.period_end, figure.period_start or date.max].append(figure)
    asides = []
    for end, start in sorted(by_span, key=lambda span: (-span[0].toordinal(), span[1])):
        rows = _rows(by_span[end, start], areas, period)
        asides.append(Aside(by_span[end, start][0], _columns(rows, scaled=False), tuple(rows)))
    return tuple(asides)


def _overview(universe: list[Area], figures: list[Figure], lacks: list[Lack], period: Period) -> Overview:
    """The headline indicators of every area that has any figure of the period."""
    shown = tuple(one for one in core.indicators().values() if one.headline and one.expected_in(period.kind))
    leading: dict[tuple[str, str], Figure] = {}
    for figure in figures:
        headline = core.indicators()[figure.indicator].headline if figure.indicator in core.indicators() else None
        if headline and figure.breakdown is None and _is_headline(figure, headline.measure, period):
            key = _unit(figure), figure.indicator
            leading[key] = in_order([figure, leading[key]])[0] if key in leading else figure
    reasons = {(lack.area.unit_id, one.code): reason for lack in lacks for one, reason in lack.items}
    speaking = {_unit(figure) for figure in figures if span_of(figure, period) in {"period", "ytd"}}
    rows = []
    for area in universe:
        if area.unit_id in speaking:
            keys = [(area.unit_id, one.code) for one in shown]
            rows.append((area, tuple(leading.get(key, reasons.get(key, "none")) for key in keys)))
    return Overview(shown, tuple(rows))


def _is_headline(figure: Figure, measure: str, period: Period) -> bool:
    if span_of(figure, period) != "period" or figure.status == "F" or figure.measure not in _HEADLINE[measure]:
        return False
    return slot_of(figure) in {"change", "plan"}


def _lacks(
    universe: list[Area],
    figures: list[Figure],
    withdrawn: set[tuple[str, str]],
    active: dict[str, int],
    period: Period,
) -> list[Lack]:
    expected = [one for one in core.indicators().values() if one.expected_in(period.kind)]
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for figure in figures:
        indicator = core.indicators().get(figure.indicator)
        if indicator and (indicator.parts or figure.breakdown is None):
            span = "target" if figure.status == "F" else span_of(figure, period)
            found[_unit(figure), figure.indicator].add(span)
    for key in withdrawn:
        found[key].add("withdrawn")
    lacks = []
    for area in universe:
        if area is COUNTRY:
            continue
        spans = {one.code: found[area.unit_id, one.code] for one in expected}
        items = [(one, _reason(spans[one.code])) for one in expected if "period" not in spans[one.code]]
        silent = area.unit_id not in active
        lacks.append(Lack(area, len(expected), tuple((one, "silent" if silent else why) for one, why in items)))
    return lacks


def _reason(spans: set[str]) -> str:
    told = (("withdrawn",) * 2, ("ytd", "ytd_only"), ("target", "target_only"), ("inside", "other_period"))
    for span, reason in told:
        if span in spans:
            return reason
    return "none"


def _number(overview: Overview, chapters: tuple[Chapter, ...], portraits: tuple[Portrait, ...]) -> Receipts:
    receipts = Receipts()
    for _, cells in overview.rows:
        receipts.add(cell for cell in cells if isinstance(cell, Figure))
    tables = [(table.columns, table.rows) for chapter in chapters for table in chapter.tables]
    for portrait in portraits:
        tables.append((portrait.columns, portrait.core_rows + portrait.further_rows))
        tables += [(aside.columns, aside.rows) for aside in portrait.asides]
    for columns, rows in tables:
        for row in rows:
            for column in columns:
                receipts.add(row.cells.get(column.key, ()))
    return receipts


def _observations(receipts: Receipts) -> list[str]:
    return [*receipts.figures, *(rival.observation_id for one in receipts.figures.values() for rival in one.rivals)]


def _nearest(published: Published, period: Period, chosen: list[Area]) -> tuple[tuple[Period, int], ...]:
    """Periods of whole months that have figures, nearest in time first."""
    counted = [(from_days(start, end), count) for start, end, count in published.spans(area.unit_id for area in chosen)]
    known = [(found, count) for found, count in counted if found is not None]
    known.sort(key=lambda item: (abs((item[0].end - period.end).days), -item[1], item[0].code))
    return tuple(known[:_NEAREST])
