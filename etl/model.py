"""The rows of REFINE: what a page states, with its receipts.

The vocabulary is SDMX's (indicator, reference area, time period, observation status). Offsets are Python string
indices into ``Article.text``, the stored text: lead and body paragraphs in NFC, one a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Measure = Literal["level", "change", "change_abs", "ratio", "plan_ratio", "plan_excess", "share", "contribution"]
Base = Literal[
    "same_period_last_year",
    "previous_month",
    "previous_quarter",
    "previous_year",
    "end_of_previous_year",
    "plan",
    "other",
]
Status = Literal["A", "E", "P", "F"]
Bound = Literal["exact", "above", "below", "about"]
Slot = Literal["clause", "sentence", "paragraph", "heading", "title", "published", "default", "cell"]
"""Where an inherited field was found."""


@dataclass(slots=True)
class Observation:
    """One quantity that an article asserts, with its evidence.

    ``value`` is in ``unit`` with multipliers and sign applied; ``period`` is inclusive ISO dates, its start None for a
    stock as of a date. ``area`` is a GSO province code valid for the period, ``VN``, or the place as the article
    names it.
    ``origins`` says for each inherited slot (period, base, status, area, subject) where it was found.
    """

    start: int
    end: int
    subject: str
    indicator: str | None
    breakdown: str | None
    measure: Measure
    value: float
    unit: str
    period: tuple[str | None, str | None]
    base: Base | None
    status: Status
    bound: Bound
    area: str | None
    low: float | None = None
    high: float | None = None
    confidence: float = 0.5
    rule: str = ""
    flags: tuple[str, ...] = ()
    origins: dict[str, Slot] = field(default_factory=dict)
    cell: tuple[int, int, int] | None = None
    """Evidence in a table: (table, row, column), zero-based; offsets then refer to the cell's text."""


@dataclass(slots=True)
class Person:
    """A person named with positions; abbreviations are expanded (UBND -> Ủy ban nhân dân)."""

    name: str
    positions: tuple[str, ...]
    organisation: str | None
    area: str | None
    start: int
    end: int
    elected_to: str | None = None


@dataclass(slots=True)
class Document:
    """A document cited: ``09-NQ/TU`` of a day, by its issuer."""

    number: str
    kind: str | None
    issuer: str | None
    issued_on: date | None
    start: int
    end: int


@dataclass(slots=True)
class Event:
    """The meeting an article reports: kind (``hội nghị``), ordinal (14), body and term (``XX``), day."""

    kind: str
    ordinal: int | None
    body: str | None
    term: str | None
    held_on: date | None
    precision: Literal["day", "month", "year"] | None
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Table:
    """An HTML table as a grid: merged cells are repeated into every place they cover."""

    caption: str | None
    rows: list[list[str]]
    header_rows: int = 0
    unit_note: str | None = None


@dataclass(slots=True)
class Article:
    """One version of one article as read from its page. ``how`` names the origin of each field."""

    url: str
    title: str
    text: str
    lead: str | None = None
    published: datetime | None = None
    published_precision: Literal["minute", "day", "month"] | None = None
    updated: datetime | None = None
    author: str | None = None
    photographer: str | None = None
    agency: str | None = None
    section: str | None = None
    canonical_url: str | None = None
    captions: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    family: str | None = None
    family_version: str | None = None
    encoding: str | None = None
    how: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Rejection:
    """A page that gives no article, and why: ``verdict`` is one word, ``reason`` a sentence for the operator."""

    verdict: Literal["not_article", "block_page", "empty", "not_html", "unreadable", "error"]
    reason: str


@dataclass(slots=True)
class RawPage:
    """An archived page with the facts that came with it: what REFINE reads."""

    url: str
    body: bytes
    content_type: str | None
    status: int
    fetched_at: datetime
    source_id: str
    segment: str
    offset: int
    record_id: str
    payload_digest: str
    hints: dict[str, str] = field(default_factory=dict)
    """Facts given by whoever archived it: province (GSO code), published (ISO), title."""
