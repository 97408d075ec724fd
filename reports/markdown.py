"""A report as a short Markdown text for a mail or a chat: the counts, the overview and what is missing."""

from __future__ import annotations

import re

from reports import format as fmt
from reports import labels, wording
from reports.frames import Report
from reports.html import capfirst
from reports.query import Area, Figure

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!&~])")


def render(report: Report) -> str:
    """The text; figures carry their status mark, and the page holds the receipts."""
    words, lang = labels.words(report.lang), report.lang
    heading = escape(", ".join([*(area.name(lang) for area in report.chosen), capfirst(report.period.label(lang))]))
    lines = [f"# {words['masthead']}: {heading}", "", f"{words['made_from']} `{report.snapshot.name}`.", ""]
    if report.empty:
        lines += [words["empty_period"].format(period=report.period.label(lang)), ""]
        lines += [f"- `{near.code}` {near.label(lang)} ({count})" for near, count in report.nearest]
        return "\n".join(lines).rstrip() + "\n"
    lines += [
        f"- {words['figures_printed']}: {fmt.number(len(report.receipts.numbers), lang)}",
        f"- {words['indicators_with_data']}: {len(report.indicators_present)}",
        f"- {words['sources_used']}: {len(report.sources)}",
        f"- {words['flagged_count']}: {len(report.flagged)}",
        f"- {words['conflict_count']}: {len(report.contradicted)}",
        "",
    ]
    lines += _overview(report)
    if report.silent:
        lines += [f"**{words['silent']}** ({len(report.silent)}): {_names(report.silent, lang)}.", ""]
    lines.append(words["generated_by"])
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text that Markdown prints as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _names(areas: tuple[Area, ...], lang: str) -> str:
    return ", ".join(escape(area.name(lang)) for area in areas)


def _overview(report: Report) -> list[str]:
    words, lang, overview = labels.words(report.lang), report.lang, report.overview
    if not overview.rows or not overview.indicators:
        return []
    names = [escape(one.headline.name(lang)) for one in overview.indicators if one.headline]
    table = [f"| {' | '.join([words['area'], *names])} |", f"|---{'|---:' * len(names)}|"]
    for area, cells in overview.rows:
        told = [_told(cell, lang) if isinstance(cell, Figure) else "…" for cell in cells]
        table.append(f"| {' | '.join([escape(area.name(lang)), *told])} |")
    return [words["overview_note"], "", *table, ""]


def _told(figure: Figure, lang: str) -> str:
    told, mark = escape(wording.phrase(figure, lang)), labels.words(lang).get(f"mark_{figure.status}", "")
    return f"{told} ({mark})" if mark else told
