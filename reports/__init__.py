"""TELL: periodic reports from the published views.

``render`` writes a period's report as HTML, XLSX and Markdown; nothing but the published file decides their bytes.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from reports import frames, html, labels, markdown, xlsx
from reports.frames import UnknownArea
from reports.labels import UnknownLanguage
from reports.periods import UnknownPeriod, parse
from reports.query import NotPublished, open_published

__all__ = ["NotPublished", "UnknownArea", "UnknownLanguage", "UnknownPeriod", "period", "render"]

_NAMED_AREAS = 3


def render(
    published: Path, period: str, *, areas: Sequence[str] | None = None, out_dir: Path, lang: str = "vi"
) -> list[Path]:
    """Write the report of a period and return its files: HTML, XLSX, Markdown.

    Args:
        published: the published DuckDB file, or the link to the newest.
        period: ``2022``, ``2022-S1``, ``2022-Q1``, ``2022-03``, ``2022-9M`` or ``2022-01..2022-09``.
        areas: provinces by GSO code, name, slug or unit id, or ``VN``; each gets a full page. None: all, core only.
        out_dir: made where it does not exist.
        lang: ``vi`` or ``en``.

    Raises:
        UnknownPeriod, UnknownArea, UnknownLanguage: with what is accepted.
        NotPublished: the file is not a published warehouse.
    """
    span = parse(period)
    labels.words(lang)
    with open_published(published) as warehouse:
        report = frames.build(warehouse, span, areas, lang)
    out_dir.mkdir(parents=True, exist_ok=True)
    stem = out_dir / _stem(report)
    return [
        _write(stem.with_name(stem.name + ".html"), html.render(report).encode()),
        _write(stem.with_name(stem.name + ".xlsx"), xlsx.render(report)),
        _write(stem.with_name(stem.name + ".md"), markdown.render(report).encode()),
    ]


def period(code: str) -> tuple[date, date]:
    """First and last day of a period code.

    Raises:
        UnknownPeriod: no accepted form fits.
    """
    span = parse(code)
    return span.start, span.end


def _stem(report: frames.Report) -> str:
    """``solieu-2022-Q1``, with the provinces chosen (or how many) and the language where it is not Vietnamese."""
    standing = Counter(area.slug for area in report.areas.values() if area.within(report.period))
    units = [area.slug if standing[area.slug] == 1 else area.unit_id.replace("@", "-") for area in report.chosen]
    places = "+".join(units) if len(units) <= _NAMED_AREAS else f"{units[0]}+{len(units) - 1}"
    language = "" if report.lang == "vi" else report.lang
    return "-".join(part for part in ("solieu", report.period.code, places, language) if part)


def _write(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all: a reader never opens half a report."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
    return path
