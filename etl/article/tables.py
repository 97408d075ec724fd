"""HTML tables of figures to grids. Layout tables (a picture over its caption, a boxed quotation) are not tables.

Beautiful Soup reads the fragment: tables are where editors' markup is at its worst (cells outside rows, rows outside
the table, paragraphs in header cells), and a fragment is small enough for its price.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from etl.article.tree import Element, tidy
from etl.model import Table

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MAX_TABLES = 200
"""Tables of one page that are looked into; those behind them are taken for layout."""
MAX_CELLS = 20_000
"""A grid larger than this (after spans are expanded) is refused; no statistical table in an article comes near."""
_MAX_SPAN = 200
_NUMBER = re.compile(r"^[-+–−]?\s*\d[\d.,\s]*\s*%?$")
_UNIT_NOTE = re.compile(r"^\(?\s*(?:đơn\s*vị(?:\s*tính)?|đvt|unit)\s*[:：]?\s*(.+?)\)?$", re.I)
_CAPTION = re.compile(r"^(?:bảng|biểu|phụ\s+lục)\b", re.I)


def is_oversized(element: Element) -> bool:
    """Whether a table has more cells than any in an article: such a table is passed over whole."""
    return sum(1 for _ in element.iter("td", "th")) > MAX_CELLS


def read(element: Element) -> Table | None:
    """The grid of a table of figures, or None where the table only lays out text or pictures."""
    if not _may_hold_data(element):
        return None
    table = fragment(etree.tostring(element, encoding="unicode", with_tail=False)).table
    if table is None:
        return None
    rows, header_rows = _grid(table)
    if not _is_data(rows):
        return None
    return _with_notes(table, rows, header_rows, _text_before(element))


def fragment(markup: str) -> BeautifulSoup:
    """A piece of markup as Beautiful Soup reads it; imported here, as few pages need it and it slows the start."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(markup, "lxml")


def _may_hold_data(element: Element) -> bool:
    """The cheap questions first: several rows, several cells a row, no table inside, and some digit."""
    if element.find(".//table") is not None:
        return False
    rows = element.findall(".//tr")
    if len(rows) < 2:
        return False
    return max(sum(1 for cell in row if cell.tag in ("td", "th")) for row in rows) >= 2


def _grid(table: Tag) -> tuple[list[list[str]], int]:
    """Rows of equal length with every merged cell repeated where it spans, and how many of them are header rows."""
    filled: dict[tuple[int, int], str] = {}
    header_rows = 0
    rows = table.find_all("tr")
    for index, row in enumerate(rows):
        cells = row.find_all(["td", "th"], recursive=False)
        if cells and header_rows == index and ((row.parent and row.parent.name == "thead") or _all_header(cells)):
            header_rows = index + 1
        column = 0
        for cell in cells:
            while (index, column) in filled:
                column += 1
            text = tidy(cell.get_text(" "))
            for down in range(min(_span(cell, "rowspan"), len(rows) - index)):
                for across in range(_span(cell, "colspan")):
                    filled.setdefault((index + down, column + across), text)
            if len(filled) > MAX_CELLS:
                return [], 0
    width = max((column for _, column in filled), default=-1) + 1
    if width * len(rows) > MAX_CELLS:
        return [], 0
    grid = [[filled.get((row, column), "") for column in range(width)] for row in range(len(rows))]
    spanned = [any(grid[row]) for row in range(len(rows))]
    header_rows = sum(spanned[:header_rows])
    return [line for line in grid if any(line)], header_rows or _guess_header([line for line in grid if any(line)])


def _all_header(cells: list[Tag]) -> bool:
    return all(cell.name == "th" for cell in cells) and len(cells) > 1


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 7 else 1


def _guess_header(rows: list[list[str]]) -> int:
    """Leading rows without a figure, where figures follow: bold cells serve as headers in editors' tables."""
    for index, row in enumerate(rows):
        if any(_NUMBER.match(cell) and not _looks_like_year(cell) for cell in row):
            return index if index < len(rows) else 0
    return 0


def _looks_like_year(cell: str) -> bool:
    return len(cell) == 4 and cell.isdigit() and cell[:2] in ("19", "20")


def _is_data(rows: list[list[str]]) -> bool:
    """Figures in at least a fifth of the cells below the first row and short cells; prose in cells is layout."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    cells = [cell for row in rows[1:] for cell in row if cell]
    if not cells:
        return False
    long = sum(1 for cell in cells if len(cell) > 160)
    numbers = sum(1 for cell in cells if _NUMBER.match(cell))
    return long * 10 <= len(cells) and (
        numbers * 5 >= len(cells) or (numbers >= 1 and len(cells) >= 6) or len(cells) >= 12
    )


def _with_notes(table: Tag, rows: list[list[str]], header_rows: int, before: list[str]) -> Table:
    """Caption and unit note: the caption element, full-width first rows, and the lines just before the table."""
    caption = None
    if table.caption is not None:
        caption = tidy(table.caption.get_text(" ")) or None
    notes: list[str] = list(before)
    while len(rows) > 2 and len(set(rows[0])) == 1 and len(rows[0]) > 1:
        notes.append(rows.pop(0)[0])
        header_rows = max(header_rows - 1, 0)
    unit_note = next((match.group(1).strip() for note in notes if (match := _UNIT_NOTE.match(note))), None)
    if caption is None:
        caption = next((note for note in notes if _CAPTION.match(note) and not _UNIT_NOTE.match(note)), None)
    if caption is None:
        caption = next((note for note in notes[len(before) :] if not _UNIT_NOTE.match(note)), None)
    return Table(caption, rows, header_rows or _guess_header(rows), unit_note)


def _text_before(element: Element) -> list[str]:
    """The nearest two short lines before the table, nearest last: where a title and a unit note stand."""
    lines: list[str] = []
    sibling = element.getprevious()
    while sibling is not None and len(lines) < 2:
        text = tidy("".join(sibling.itertext())) if isinstance(sibling.tag, str) else ""
        if text:
            if len(text) > 200:
                break
            lines.insert(0, text)
        sibling = sibling.getprevious()
    return lines


def repeated_titles(blocks: list[str], found: list[Table]) -> set[str]:
    """Lines of the text that are a table's caption or unit note, so that they are not kept twice."""
    if not found:
        return set()
    notes = {table.caption for table in found if table.caption}
    units = {table.unit_note for table in found if table.unit_note}
    return {
        text
        for text in blocks
        if text in notes or ((match := _UNIT_NOTE.match(text)) and match.group(1).strip() in units)
    }
