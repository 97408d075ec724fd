"""A report as a workbook: exact values as numbers, one sheet for figures and one for their receipts.

What pages say reaches cells as text only: nothing is written as a formula, and text that a spreadsheet would read as
one after an export to CSV carries Excel's own text prefix.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from reports import format as fmt
from reports import labels, wording
from reports.frames import Report, indicator_names
from reports.html import safe_link
from reports.query import Figure
from reports.slots import slot_of

_TEXT_LIMIT = 32_767
_LINK_LIMIT = 60_000
_URL_LIMIT = 2_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_EPOCH = datetime(2000, 1, 1)
_NUMBER = "#,##0.###############"
_SHORT = "#,##0.###"
_WIDTHS = {"indicator": 44, "sentence": 90, "title": 48, "source": 26, "why": 60, "area": 18, "page": 48}

Row = dict[str, object]


def render(report: Report) -> bytes:
    """The workbook's bytes; the same report gives the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    ) as book:
        writer = _Writer(book, report)
        writer.summary()
        writer.sheet("figures", figures_frame(report))
        writer.sheet("evidence", evidence_frame(report))
        writer.sheet("missing", missing_frame(report))
        writer.sheet("warnings", warnings_frame(report))
    return buffer.getvalue()


COLUMNS = (
    *("level", "change", "ratio", "change_abs", "plan_ratio", "plan_excess"),
    *("share", "contribution", "rank", "target", "other"),
)
"""Columns of numbers. Each holds one measure on one base, so that a column can be sorted and charted; what differs from
line to line (targets, other bases) has its measure and base beside it."""
_MIXED = ("target", "other")
_ALWAYS = ("area_code", "area", "code", "indicator", "part", "period", "level", "level_unit", "change", "plan_ratio")


def figures_frame(report: Report) -> pd.DataFrame:
    """One line an area, indicator, part and span: exact values in stored units, and the numbers of their receipts."""
    lines: dict[tuple[object, ...], Row] = {}
    for figure in report.receipts.figures.values():
        column, key = _column_of(figure), _line_key(figure)
        line = lines.setdefault(key, _figure_line(report, figure))
        if f"{column}_no" in line:  # a second number for one column has a line of its own
            line = lines[*key, figure.observation_id] = _figure_line(report, figure)
        line |= _number_facts(report, figure, column)
    frame = pd.DataFrame(list(lines.values()), columns=_figure_columns())
    kept = [name for name in frame.columns if name in _ALWAYS or frame[name].notna().any()]
    order = frame["code"].map({code: place for place, code in enumerate(dict.fromkeys(frame["code"]))})
    return frame.assign(order=order).sort_values(["area_code", "order"], kind="stable")[kept]


def _column_of(figure: Figure) -> str:
    slot = slot_of(figure)
    if slot in {"change", "plan"}:
        return figure.measure if figure.measure in COLUMNS and (slot, figure.measure) != ("plan", "change") else "other"
    return slot


def _line_key(figure: Figure) -> tuple[object, ...]:
    place = figure.area_unit_id or figure.area
    return place, figure.indicator, figure.breakdown, figure.period_start, figure.period_end


def _figure_columns() -> list[str]:
    columns = ["area_code", "area", "code", "indicator", "part", "period", "period_start", "period_end"]
    for name in COLUMNS:
        mixed = [f"{name}_measure", f"{name}_base"] if name in _MIXED else []
        columns += [name, *mixed, f"{name}_unit", f"{name}_bound", f"{name}_status", f"{name}_no"]
    at = columns.index("level_unit") + 1
    return [*columns[:at], "display_value", "display_unit", *columns[at:]]


def _figure_line(report: Report, figure: Figure) -> Row:
    return {
        "area_code": figure.area,
        "area": report.area_of(figure).name(report.lang),
        "code": figure.indicator,
        "indicator": indicator_names(figure)[report.lang == "en"],
        "part": figure.breakdown,
        "period": wording.span(figure, report.lang),
        "period_start": figure.period_start,
        "period_end": figure.period_end,
    }


def _number_facts(report: Report, figure: Figure, column: str) -> Row:
    lang = report.lang
    facts: Row = {
        column: figure.value,
        f"{column}_unit": figure.unit,
        f"{column}_bound": None if figure.bound == "exact" else labels.word(lang, "bound", figure.bound),
        f"{column}_status": labels.word(lang, "status", figure.status),
        f"{column}_no": report.receipts.numbers[figure.observation_id],
    }
    if column in _MIXED:
        facts[f"{column}_measure"] = labels.word(lang, "measure", figure.measure)
        facts[f"{column}_base"] = labels.word(lang, "base", figure.base) if figure.base else None
    if column == "level":
        scale = fmt.scale_for(figure.unit, [figure.value])
        facts |= {"display_value": float(scale.apply(figure.value)), "display_unit": scale.name(lang)}
    return facts


def evidence_frame(report: Report) -> pd.DataFrame:
    """One line a printed figure: everything that the published file knows of it."""
    rows = []
    for key, number in sorted(report.receipts.numbers.items(), key=lambda item: item[1]):
        figure = report.receipts.figures[key]
        rows.append({"evidence_no": number, **_figure_facts(report, figure), **_receipt_facts(report, key)})
    return pd.DataFrame(rows, columns=_EVIDENCE)


_EVIDENCE = [
    "evidence_no", "area", "code", "indicator", "part", "measure", "base", "value", "low", "high", "unit", "bound",
    "status", "period_start", "period_end", "sentence", "numeral", "subject", "title", "source", "published", "page",
    "segment", "record_offset", "digest", "fetched_at", "rule", "confidence", "agreeing_sources", "other_values",
    "flags", "observation",
]  # fmt: skip


def _figure_facts(report: Report, figure: Figure) -> Row:
    lang = report.lang
    rivals = "; ".join(
        f"{fmt.exactly(rival.value, figure.unit, lang)} ({rival.source_id}, {rival.observation_id})"
        for rival in figure.rivals
    )
    return {
        "area": report.area_of(figure).name(lang),
        "code": figure.indicator,
        "indicator": indicator_names(figure)[lang == "en"],
        "part": figure.breakdown,
        "measure": labels.word(lang, "measure", figure.measure),
        "base": labels.word(lang, "base", figure.base) if figure.base else None,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "bound": labels.word(lang, "bound", figure.bound),
        "status": labels.word(lang, "status", figure.status),
        "period_start": figure.period_start,
        "period_end": figure.period_end,
        "confidence": figure.confidence,
        "agreeing_sources": figure.n_sources,
        "other_values": rivals or None,
        "flags": "; ".join(labels.word(lang, "flag", flag) for flag in figure.flags) or None,
        "observation": figure.observation_id,
    }


def _receipt_facts(report: Report, observation_id: str) -> Row:
    evidence = report.evidence.get(observation_id)
    if evidence is None:
        return {"sentence": labels.words(report.lang)["no_evidence"]}
    return {
        "sentence": evidence.sentence,
        "numeral": evidence.numeral,
        "subject": evidence.subject,
        "title": evidence.title,
        "source": evidence.source_name or evidence.source_id,
        "published": evidence.published_at,
        "page": evidence.url,
        "segment": evidence.segment,
        "record_offset": evidence.record_offset,
        "digest": evidence.payload_digest,
        "fetched_at": evidence.fetched_at,
        "rule": " ".join(part for part in (evidence.rule_version, evidence.rule) if part),
    }


def missing_frame(report: Report) -> pd.DataFrame:
    """One line an area and indicator that is expected of it and has no figure, with the reason."""
    words = labels.words(report.lang)
    rows = [
        {
            "area_code": lack.area.code,
            "area": lack.area.name(report.lang),
            "code": indicator.code,
            "indicator": indicator.name(report.lang),
            "why": words[f"reason_{reason}"],
        }
        for lack in report.lacks
        for indicator, reason in lack.items
    ]
    rows += [
        {"area_code": area.code, "area": area.name(report.lang), "why": words["reason_silent"]}
        for area in report.silent
    ]
    return pd.DataFrame(rows, columns=["area_code", "area", "code", "indicator", "why"])


def warnings_frame(report: Report) -> pd.DataFrame:
    """One line a flag or rival value of a printed figure."""
    rows: list[Row] = []
    for key, figure in report.receipts.figures.items():
        facts = _figure_facts(report, figure)
        common = {name: facts[name] for name in ("area", "code", "indicator", "part", "measure", "value", "unit")}
        common["evidence_no"] = report.receipts.numbers[key]
        rows += [{**common, "why": labels.word(report.lang, "flag", flag)} for flag in figure.flags]
        if report.contradicts(figure):
            why = labels.words(report.lang)["legend_rival"]
            rows.append({**common, "why": why, "other_values": facts["other_values"]})
    columns = ["evidence_no", "area", "code", "indicator", "part", "measure", "value", "unit", "why", "other_values"]
    return pd.DataFrame(rows, columns=columns)


class _Writer:
    """Writes frames to sheets, cell by cell, with a type for each."""

    def __init__(self, book: Any, report: Report) -> None:
        self._book = book
        self._report = report
        self._words = labels.words(report.lang)
        stamp = report.snapshot.stamp
        book.set_properties(
            {
                "title": self._words["document_title"].format(period=report.period.label(report.lang)),
                "comments": report.snapshot.name,
                "created": stamp.replace(tzinfo=None) if stamp else _EPOCH,
            }
        )
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._text = book.add_format({"valign": "top"})
        self._wrapped = book.add_format({"valign": "top", "text_wrap": True})
        self._literal = book.add_format({"valign": "top", "quote_prefix": True})
        self._number = book.add_format({"num_format": _NUMBER, "valign": "top"})
        self._short = book.add_format({"num_format": _SHORT, "valign": "top"})
        self._whole = book.add_format({"num_format": "General", "valign": "top"})
        self._linked = book.add_format({"num_format": "0", "font_color": "#7a1f1f", "underline": 1, "valign": "top"})
        self._day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"})
        self._moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left", "valign": "top"})
        self._links = 0

    def summary(self) -> None:
        """Title, origin, counts, and either the overview or what the nearest periods with figures are."""
        report, words = self._report, self._words
        sheet = self._book.add_worksheet(words["sheet_summary"])
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 20, 18)
        sheet.write_string(0, 0, words["document_title"].format(period=report.period.label(report.lang)), self._title)
        facts: list[tuple[str, object]] = [
            (words["period"], report.period.code),
            (words["scope"], ", ".join(area.name(report.lang) for area in report.chosen) or words["scope_all"]),
            (words["made_from"], report.snapshot.name),
            (words["stamped"] + " (UTC)", report.snapshot.stamp or words["stamp_unknown"]),
            (words["provinces_with_data"], report.reporting),
            (words["indicators_with_data"], len(report.indicators_present)),
            (words["figures_printed"], len(report.receipts.numbers)),
            (words["sources_used"], len(report.sources)),
            (words["flagged_count"], len(report.flagged)),
            (words["conflict_count"], len(report.contradicted)),
        ]
        if report.empty:
            facts.append((words["no_figures"], ", ".join(period.code for period, _ in report.nearest) or None))
        for at, (name, value) in enumerate(facts, start=2):
            sheet.write_string(at, 0, name, self._text)
            self._cell(sheet, at, 1, "fact", value)
        after = self._overview(sheet, len(facts) + 4)
        sheet.write_string(after, 0, words["method_period"], self._text)
        sheet.write_string(after + 1, 0, words["generated_by"], self._text)

    def _overview(self, sheet: Any, top: int) -> int:
        overview, lang = self._report.overview, self._report.lang
        if not overview.rows or not overview.indicators:
            return top
        sheet.write_string(top - 1, 0, self._words["overview_note"], self._text)
        names = [one.headline.name(lang) for one in overview.indicators if one.headline]
        for column, name in enumerate([self._words["area"], *names]):
            sheet.write_string(top, column, name, self._head)
        for at, (area, cells) in enumerate(overview.rows, start=top + 1):
            self._cell(sheet, at, 0, "area", area.name(lang))
            for column, cell in enumerate(cells, start=1):
                self._cell(sheet, at, column, "figure", self._overview_cell(cell))
        return top + len(overview.rows) + 2

    def _overview_cell(self, cell: Figure | str) -> object:
        """A change or share of plan as a number; what is told otherwise (percent of a base, a bound) as it is told."""
        if isinstance(cell, str):
            return self._words[f"reason_{cell}"]
        told_apart = wording.before(cell, self._report.lang) or cell.low is not None
        return wording.phrase(cell, self._report.lang) if told_apart else cell.value

    def sheet(self, name: str, frame: pd.DataFrame) -> None:
        """A frame as a sheet with a frozen, filtered head; an empty one says so."""
        sheet = self._book.add_worksheet(self._words[f"sheet_{name}"])
        columns = [str(column) for column in frame.columns]
        for at, column in enumerate(columns):
            sheet.write_string(0, at, self._column_title(column), self._head)
            sheet.set_column(at, at, _width(column))
        sheet.freeze_panes(1, 2)
        if frame.empty:
            empty = {"missing": "nothing_missing", "warnings": "no_warnings"}.get(name, "no_figures")
            sheet.write_string(1, 0, self._words[empty], self._text)
            return
        sheet.autofilter(0, 0, len(frame), len(columns) - 1)
        for at, row in enumerate(frame.itertuples(index=False, name=None), start=1):
            for place, value in enumerate(row):
                self._cell(sheet, at, place, columns[place], value)

    def _column_title(self, column: str) -> str:
        for fact in ("unit", "measure", "base", "bound", "status", "evidence_no"):
            name = column.removesuffix(f"_{fact}" if fact != "evidence_no" else "_no")
            if name != column and name in COLUMNS:
                return f"{self._words[f'column_{name}']}: {self._words[fact].lower()}"
        if column == "area_code":
            return f"{self._words['code']} ({self._words['area'].lower()})"
        return self._words[f"column_{column}" if column in COLUMNS else column]

    def _cell(self, sheet: Any, row: int, column: int, name: str, value: object) -> None:
        """One cell by the type of its value; a missing one stays empty."""
        if value is None or value is pd.NaT or value != value:  # NaN
            sheet.write_blank(row, column, None, self._text)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value.replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self._day)
        elif isinstance(value, int | float):
            self._write_number(sheet, row, column, name, value)
        else:
            self._write_text(sheet, row, column, name, str(value))

    def _write_number(self, sheet: Any, row: int, column: int, name: str, value: int | float) -> None:
        if name.endswith("_no"):
            self._link(sheet, row, column, int(value))
        elif isinstance(value, int) or name == "record_offset":
            sheet.write_number(row, column, value, self._whole)
        else:
            sheet.write_number(row, column, value, self._short if round(value, 3) == value else self._number)

    def _link(self, sheet: Any, row: int, column: int, number: int) -> None:
        """The number of a receipt, leading to its line; beyond what Excel allows in links, a plain number."""
        self._links += 1
        if self._links <= _LINK_LIMIT:
            target = f"internal:'{self._words['sheet_evidence']}'!A{number + 1}"
            sheet.write_url(row, column, target, self._linked, string=str(number))
        sheet.write_number(row, column, number, self._linked)

    def _write_text(self, sheet: Any, row: int, column: int, name: str, text: str) -> None:
        if len(text) > _TEXT_LIMIT:
            text = text[: _TEXT_LIMIT - len(self._words["cut"])] + self._words["cut"]
        form = self._literal if text.startswith(_FORMULA_STARTS) else self._text
        if name in {"sentence", "why"} and form is self._text:
            form = self._wrapped
        href = safe_link(text) if name == "page" else None
        if href and len(href) <= _URL_LIMIT and self._links < _LINK_LIMIT:
            self._links += 1
            sheet.write_url(row, column, href, form, string=text)
        sheet.write_string(row, column, text, form)


def _width(column: str) -> int:
    if column in _WIDTHS:
        return _WIDTHS[column]
    return 12 if column.endswith(("_no", "_status", "code")) else 16
