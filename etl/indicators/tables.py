"""HTML tables to observations: rows or columns may be indicators, places or periods; headers and captions say the rest.

Every numeral of the body becomes at most one observation. Its row label, column header and caption are read with the
same catalogue, units, periods and bases as sentences are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from etl.comparisons import scan_bases
from etl.indicators.catalogue import Indicator, load_catalogue
from etl.indicators.confidence import of_table
from etl.indicators.dating import YEARLY_STOCKS
from etl.indicators.lexer import Figure, add_tail, figure
from etl.indicators.match import load_lexicon
from etl.indicators.spans import whole_year
from etl.indicators.state import Span
from etl.indicators.units import unit_of
from etl.model import Base, Measure, Observation, Status, Table
from etl.numbers import Numeral, scan_numbers
from etl.periods import PeriodMention, scan_periods
from etl.places import scan_places
from etl.text import match_fold

_INDEX = re.compile(r"(?:s?tt|số tt|số thứ tự|#|mã số)?")
_UNIT_COLUMN = re.compile(r"(?:đvt|đơn vị|đơn vị tính|đ\.v\.t|unit)\.?")
_ROMAN = re.compile(r"[ivxl]+|[a-z]|\d+(?:\.\d+)*\.?")
_CELL = re.compile(r"[-+–−(]?\s*\d[\d.,\s]*\)?\s*%?")
_NEGATIVE = re.compile(r"\s*[-–−(]")
_BRACKET = re.compile(r"\(([^()]*)\)")
_NOTE_LEAD = re.compile(r"(?:đvt|đơn vị(?: tính)?) ?:? ?")
_LABEL_LEAD = re.compile(
    r"[-+*•\s]*(?:trong đó|bao gồm|gồm|chia ra)?[:\s]*(?:[-+*•]\s*)?(?:[ivxl]+\.|\d+(?:\.\d+)*\.)?\s*"
)
_PART_MARK = re.compile(r"\s*(?:[-+*•]|trong đó)")
_PLAN = re.compile(r"kế hoạch|dự toán|chỉ tiêu giao|mục tiêu|(?<![^\W_])(?:kh|dt)(?![^\W_])")
_SHARE = re.compile(r"tỷ trọng|cơ cấu|tỉ trọng")
_AGAINST = re.compile(r"cùng kỳ|cùng kì|so với|so sánh|năm trước|tháng trước|quý trước|/năm|so cùng")
_GROWTH = re.compile(r"tăng|giảm|tốc độ|\+")
_ESTIMATE = re.compile(r"(?<![^\W_])ước|dự ước")
_PROVISIONAL = re.compile(r"sơ bộ")
_TOTAL = re.compile(r"(?:tổng (?:số|cộng)|toàn tỉnh|cộng|chung)\b")
_GRAINS = frozenset({"month", "quarter", "half", "months", "year", "range", "season", "asof", "day"})


def read_tables(
    tables: Sequence[Table], *, province: str, published: date | datetime | None, title: str | None, context: str = ""
) -> list[Observation]:
    """The observations of an article's tables. ``context`` is the article's text, asked for a period last."""
    day = published.date() if isinstance(published, datetime) else published
    found: list[Observation] = []
    for number, table in enumerate(tables):
        found += _TableReader(number, table, province, day, title, context).observations()
    return found


@dataclass(slots=True)
class _Words:
    """What a label, header or caption says: its text, indicators (strong first), period, place and unit."""

    text: str
    folded: str
    codes: list[tuple[str, str | None]] = field(default_factory=list)
    weak: list[tuple[str, str | None]] = field(default_factory=list)
    period: PeriodMention | None = None
    area: str | None = None
    unit: str = ""


@dataclass(slots=True)
class _Scale:
    """A unit with its magnitude: ``Tỷ đồng`` is VND times 10**9."""

    unit: str = ""
    factor: float = 1.0


@dataclass(slots=True)
class _TableReader:
    number: int
    table: Table
    province: str
    day: date | None
    title: str | None
    context: str
    parent: tuple[str, str | None] | None = None

    def observations(self) -> list[Observation]:
        rows, header = self.table.rows, self.table.header_rows or 1
        width = max((len(row) for row in rows), default=0)
        heads = [
            self._words(_joined(row[column] for row in rows[:header] if column < len(row))) for column in range(width)
        ]
        roles = [self._role(column, heads[column], rows[header:]) for column in range(width)]
        caption = self._words(self.table.caption or "")
        general = self._general_period(caption, heads, roles)
        found: list[Observation] = []
        for index, row in enumerate(rows[header:], header):
            label = self._words(_joined(cell for cell, role in zip(row, roles, strict=False) if role == "label"))
            unit = next((cell for cell, role in zip(row, roles, strict=False) if role == "unit"), "")
            for column, cell in enumerate(row):
                if roles[column] == "value":
                    one = self._cell(cell, (index, column), label, heads[column], caption, unit, general)
                    found += [one] if one is not None else []
        return found

    # ---- words -------------------------------------------------------------------------------------------------

    def _words(self, text: str) -> _Words:
        folded = match_fold(text)
        made = _Words(text, folded)
        for hit in load_lexicon().find(folded):
            for sense in hit.phrase.senses:
                (made.codes if sense.strong else made.weak).append((sense.code, sense.breakdown))
        bases = scan_bases(text, self.day, folded=folded)
        for mention in scan_periods(text, self.day, folded=folded):
            inside = any(base.start <= mention.start < base.end for base in bases)
            if mention.kind in _GRAINS and mention.period[1] is not None and not inside:
                made.period = mention
                break
        places = [one for one in scan_places(text, self.day or date(2024, 1, 1), folded=folded) if one.area]
        if places and places[0].start <= len(_LABEL_LEAD.match(folded)[0]) + 3:  # type: ignore[index]
            made.area = places[0].area
        bracket = _BRACKET.search(folded)
        made.unit = _NOTE_LEAD.sub("", bracket[1]) if bracket else ""
        return made

    def _role(self, column: int, head: _Words, body: Sequence[Sequence[str]]) -> str:
        cells = [row[column].strip() for row in body if column < len(row) and row[column].strip()]
        name = head.folded.strip()
        if _UNIT_COLUMN.fullmatch(name):
            return "unit"
        if _INDEX.fullmatch(name) and all(_ROMAN.fullmatch(match_fold(cell)) for cell in cells):
            return "index"
        figures = sum(1 for cell in cells if _CELL.fullmatch(cell))
        return "value" if cells and figures * 2 >= len(cells) else "label"

    def _general_period(self, caption: _Words, heads: list[_Words], roles: list[str]) -> Span:
        """The period of the table: of its caption, its columns, the title, the article."""
        columns = [head for head, role in zip(heads, roles, strict=True) if role == "value"]
        levels = [head for head in columns if not _PLAN.search(head.folded) and not _AGAINST.search(head.folded)]
        for words in (caption, *levels, self._words(self.title or ""), self._words(self.context[:600])):
            if words.period is not None:
                return words.period.period
        return (None, self.day)

    # ---- one cell ----------------------------------------------------------------------------------------------

    def _cell(
        self, cell: str, place: tuple[int, int], label: _Words, head: _Words, caption: _Words, unit: str, general: Span
    ) -> Observation | None:
        numeral = _only_numeral(cell)
        if numeral is None or numeral.value is None:
            return None
        percent = cell.rstrip().endswith("%") or "%" in head.folded or "%" in unit
        scale = self._scale(numeral, cell, label, head, caption, unit, percent=percent)
        value = _scaled(numeral.value, 1.0 if scale.unit == "PERCENT" else scale.factor)
        if _NEGATIVE.match(cell) and value > 0:
            value = -value
        measure, status = _measure(head.folded, scale.unit, value)
        subject = self._subject(label, head, caption, _figure(numeral, scale, value), measure)
        code, part = subject if subject is not None else (None, None)
        one = load_catalogue().indicators.get(code or "")
        if one is not None and measure == "level" and scale.unit != "PERCENT":
            scale.unit = unit_of(one, scale.unit) or scale.unit
        if one is not None and measure == "level" and scale.unit == "PERCENT" and not one.is_rate:
            measure = cast(Measure, one.level_is if one.level_is != "level" else "share")
        span = self._period(label, head, measure, status, general)
        base = self._base(head, measure, span)
        return Observation(
            start=numeral.start, end=numeral.end, subject=_LABEL_LEAD.sub("", label.text, count=1) or head.text,
            indicator=code, breakdown=part, measure=measure, value=value, unit=scale.unit,
            period=_iso(_kept_span(one, span, measure)), base=base, status=status, bound="exact",
            area=label.area or head.area or self.province, low=None, high=None,
            confidence=of_table(code), rule="table", origins={"period": "heading"}, cell=(self.number, *place),
        )  # fmt: skip

    def _scale(
        self, numeral: Numeral, cell: str, label: _Words, head: _Words, caption: _Words, unit: str, *, percent: bool
    ) -> _Scale:
        """The unit of a cell: its own, its row's, its column's, the table's."""
        if percent:
            return _Scale("PERCENT")
        own = figure(match_fold(cell), numeral)
        if own.unit:
            return _Scale(own.unit)
        note = _NOTE_LEAD.sub("", match_fold(self.table.unit_note or ""))
        for written in (unit, head.unit, label.unit, note, caption.unit):
            scale = _read_unit(written)
            if scale.unit:
                return scale
        return _Scale()

    def _subject(
        self, label: _Words, head: _Words, caption: _Words, fig: Figure, measure: Measure
    ) -> tuple[str, str | None] | None:
        """The indicator of a cell: the row names it, or the column, or the caption with the row as its part."""
        is_part = _PART_MARK.match(label.folded) is not None
        part = self._named_part(label, fig) if not label.codes else None
        if part is not None:
            return part
        for words in (label, head):
            for code, breakdown in (*words.codes, *words.weak):
                if self._fits(code, fig, measure):
                    if words is label and not is_part:
                        self.parent = (code, breakdown)
                    return code, breakdown
        for code, breakdown in caption.codes:
            one = load_catalogue().indicators[code]
            if self._fits(code, fig, measure) and not one.closed:
                named = breakdown or (None if label.area or _TOTAL.match(label.folded) else label.text.strip() or None)
                return code, named
        return None

    def _named_part(self, label: _Words, fig: Figure) -> tuple[str, str | None] | None:
        if self.parent is None:
            return None
        table = load_lexicon().parts.get(self.parent[0], {})
        name = _LABEL_LEAD.sub("", label.folded, count=1).strip()
        for form, code in sorted(table.items(), key=lambda item: -len(item[0])):
            if form in name and not any(own == code for own, _ in label.codes):
                return code, name
        return None

    def _fits(self, code: str, fig: Figure, measure: Measure) -> bool:
        one = load_catalogue().indicators[code]
        if measure != "level":
            return True
        if fig.unit == "PERCENT":
            return one.is_rate or one.level_is != "level" or one.kind == "index"
        return unit_of(one, fig.unit) is not None or (not fig.unit and one.kind == "index")

    # ---- slots -------------------------------------------------------------------------------------------------

    def _period(self, label: _Words, head: _Words, measure: Measure, status: Status, general: Span) -> Span:
        if label.period is not None:
            return label.period.period
        compared = measure == "plan_ratio" or (measure != "level" and _AGAINST.search(head.folded))
        if head.period is not None and not compared:
            return head.period.period
        if status == "F" and general[1] is not None:
            return date(general[1].year, 1, 1), date(general[1].year, 12, 31)
        return general

    def _base(self, head: _Words, measure: Measure, span: Span) -> Base | None:
        if measure == "plan_ratio":
            return "plan"
        if measure not in ("change", "ratio", "change_abs"):
            return None
        for mention in scan_bases(head.text, self.day, folded=head.folded):
            found = mention.base_for(*span)
            if found != "other":
                return found
        if re.search(r"tháng trước|tháng liền kề", head.folded):
            return "previous_month"
        return "previous_year" if whole_year(span) else "same_period_last_year"


def _joined(cells: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))


def _only_numeral(cell: str) -> Numeral | None:
    """The one numeral that makes up a cell."""
    if not _CELL.fullmatch(cell.strip()):
        return None
    numerals = scan_numbers(cell)
    return numerals[0] if len(numerals) == 1 else None


def _read_unit(written: str) -> _Scale:
    folded = match_fold(f"1 {written.strip().lower()}")
    numerals = scan_numbers(folded)
    if not written.strip() or not numerals or numerals[0].value is None:
        return _Scale()
    made = figure(folded, numerals[0])
    if not made.unit:
        add_tail(folded, made, [], [], len(folded))
    return _Scale(made.unit, made.value)


def _scaled(value: float, factor: float) -> float:
    """The product without the binary dust of 4162.4 times 10**9."""
    return float(Decimal(str(value)) * Decimal(str(factor)))


def _figure(numeral: Numeral, scale: _Scale, value: float) -> Figure:
    return Figure(numeral.start, numeral.end, value, scale.unit, numeral.after, numeral.after)


def _measure(head: str, unit: str, value: float) -> tuple[Measure, Status]:
    """What the column holds: levels, plans, ratios to plan, changes, shares."""
    status: Status = "E" if _ESTIMATE.search(head) else "P" if _PROVISIONAL.search(head) else "A"
    if unit != "PERCENT":
        planned = _PLAN.search(head) and not _AGAINST.search(head)
        return "level", "F" if planned else status
    if _PLAN.search(head):
        return "plan_ratio", status
    if _SHARE.search(head):
        return "share", status
    if _AGAINST.search(head):
        return ("change" if _GROWTH.search(head) or value < 0 else "ratio"), status
    return "level", status


def _kept_span(one: Indicator | None, span: Span, measure: Measure) -> Span:
    """A stock is as of the end of its period."""
    if one is None or one.kind != "stock" or span[1] is None:
        return span
    return span if whole_year(span) and one.units[0] in YEARLY_STOCKS else (None, span[1])


def _iso(span: Span) -> tuple[str | None, str | None]:
    return (span[0].isoformat() if span[0] else None, span[1].isoformat() if span[1] else None)
