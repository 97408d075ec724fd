"""An article as it is printed: what every family's markup is filled with."""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from demo.draft import Fact, Grid, Picture

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@dataclass(frozen=True, slots=True)
class Related:
    """A teaser of another article inside the body: its figures belong to another month."""

    title: str
    sapo: str
    path: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One article: its number in the outlet, its address, its text (lead first) and the facts stated in it."""

    number: int
    path: str
    kind: str
    title: str
    published: datetime
    updated: datetime
    paragraphs: tuple[str, ...]
    pictures: tuple[Picture, ...]
    grids: tuple[Grid, ...]
    byline: str | None
    section: str
    related: tuple[Related, ...]
    facts: tuple[Fact, ...]
    people: tuple[tuple[str, tuple[str, ...]], ...]
    documents: tuple[str, ...]
    corrected: bool = False

    @property
    def text(self) -> str:
        """The article's text, one paragraph a line: offsets of its facts point into it."""
        return "\n".join(self.paragraphs)


@functools.lru_cache(maxsize=4096)
def ascii_slug(text: str, *, loses_d: bool = False) -> str:
    """``Thu ngân sách`` -> ``thu-ngan-sach``. Liferay's slugs lose đ altogether."""
    plain = text.lower().replace("đ", "" if loses_d else "d")
    letters = unicodedata.normalize("NFD", plain).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def escape(text: str) -> str:
    return html.escape(text, quote=False)


def weekday(moment: datetime) -> str:
    return WEEKDAYS[moment.weekday()]


def grid_html(grid: Grid, css: str = "") -> str:
    """A table of indicators with its caption and unit note, headers in the first row."""
    head, *rows = grid.rows
    if grid.head is not None:
        rows = grid.rows
    note = f"<p><em>{escape(grid.unit_note)}</em></p>" if grid.unit_note else ""
    top = head_html(grid.head or [[(cell, 1, 1) for cell in head]])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    head_row = f"<thead>{top}</thead>"
    return (
        f'{note}<table border="1"{css}><caption>{escape(grid.caption)}</caption>{head_row}<tbody>{body}</tbody></table>'
    )


def head_html(rows: list[list[tuple[str, int, int]]]) -> str:
    """Header rows whose cells span columns and rows."""
    return "".join("<tr>" + "".join(map(head_cell, row)) + "</tr>" for row in rows)


def head_cell(cell: tuple[str, int, int]) -> str:
    text, columns, down = cell
    spans = (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
    return f"<th{spans}>{escape(text)}</th>"
