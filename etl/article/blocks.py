"""A container's text as a sequence of blocks: one paragraph, heading, list item or caption each, in document order.

Everything after this works on the sequence, so the page is walked once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import Literal

from etl.article import furniture, tables
from etl.article.tree import Element, class_id, is_stamp_of_place, text_of, tidy
from etl.model import Table

Kind = Literal["paragraph", "heading", "item", "caption", "quote", "title", "cell"]

_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "svg", "canvas", "object", "embed", "applet", "audio",
    "video", "source", "track", "map", "area", "button", "select", "textarea", "input", "option", "datalist",
    "dialog", "head", "meta", "link", "img", "picture", "hr", "math", "nav", "footer",
))  # fmt: skip
_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "li", "main", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
))  # fmt: skip
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_ITALIC = frozenset(("i", "em", "cite"))
_PLAIN = frozenset(("p", "div"))
_MARKING = _BOLD | _ITALIC | {"a"}
_MOST_FRAME_ROWS = 6
_LONGEST_CAPTION = 300
_ALIGN = re.compile(r"text-align\s*:\s*(right|center)", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)


@dataclass(slots=True)
class Block:
    """One run of text between two block borders. ``linked`` and ``bold`` count characters."""

    text: str
    kind: Kind
    element: Element
    linked: int = 0
    bold: int = 0
    italic: int = 0
    align: str | None = None
    line: int = 0
    """Which line of its element this is, where <br> breaks it."""
    after_picture: bool = False
    picture_text: str = ""
    """The description (``alt``) of that picture."""

    @property
    def link_density(self) -> float:
        """Share of the characters that stand inside links."""
        return self.linked / len(self.text) if self.text else 0.0

    @property
    def is_bold(self) -> bool:
        """Whether nearly all of the text is bold."""
        return self.bold >= 0.9 * len(self.text)


@dataclass(slots=True)
class Reading:
    """What a walk found: the blocks, and the data tables kept apart from them."""

    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class _Style:
    link: bool = False
    bold: bool = False
    italic: bool = False
    align: str | None = None
    kind: Kind = "paragraph"


class _Walker:
    """Collects inline text and cuts a block at each block border."""

    def __init__(self, unwanted: Callable[[Element], bool], captions: Set[Element]) -> None:
        self.reading = Reading()
        self.unwanted = unwanted
        self.captions = captions
        self.pieces: list[str] = []
        self.linked = self.bold = self.italic = 0
        self.line = 0
        self.tables_seen = 0
        self.picture: str | None = None

    def text(self, text: str | None, style: _Style) -> None:
        if not text:
            return
        blank = text.isspace()
        if blank and not self.pieces:
            return
        self.pieces.append(text)
        size = 0 if blank else len(text)
        if style.link:
            self.linked += size
        if style.bold:
            self.bold += size
        if style.italic:
            self.italic += size

    def cut(self, element: Element, style: _Style, kind: Kind | None = None) -> None:
        if not self.pieces:
            return
        text = tidy("".join(self.pieces))
        if text and not furniture.is_cipher(text):
            size = len(text)
            self.reading.blocks.append(
                Block(
                    text,
                    kind or style.kind,
                    element,
                    min(self.linked, size),
                    min(self.bold, size),
                    min(self.italic, size),
                    style.align,
                    self.line,
                    self.picture is not None,
                    self.picture or "",
                )
            )
            self.line += 1
            self.picture = None
        self.pieces.clear()
        self.linked = self.bold = self.italic = 0

    def walk(self, element: Element, style: _Style) -> None:
        """Walk an element that is a block. Depth is bounded by the parser's 255 levels."""
        self.line = 0
        self.text(element.text, style)
        for child in element:
            self.child(child, element, style)
            self.text(child.tail, style)
        self.cut(element, style)

    def child(self, child: Element, parent: Element, style: _Style) -> None:
        tag = child.tag
        if not isinstance(tag, str):
            return
        if tag in ("img", "picture"):
            self.picture = child.get("alt") or ""
        if tag in _SKIPPED:
            return
        if tag == "br":
            self.cut(parent, style)
            return
        if self.unwanted(child):
            if tag in _BLOCK:
                self.cut(parent, style)
            return
        if tag in _BLOCK:
            self.cut(parent, style)
            line = self.line
            if tag != "table" or not self.took_table(child):
                self.walk(child, self.block_style(child, tag, style))
            self.line = line
            return
        # A block inside an inline element (a <span> or <a> around paragraphs) is walked as the block it is.
        inner = _inline_style(child, tag, style)
        self.text(child.text, inner)
        for grandchild in child:
            self.child(grandchild, parent, inner)
            self.text(grandchild.tail, inner)
        if tag == "span" and is_stamp_of_place(child):
            self.text(" ", inner)

    def took_table(self, child: Element) -> bool:
        """Whether the element is a table of figures (or one too large to be of use), which is no part of the text."""
        if tables.is_oversized(child):
            return True
        self.tables_seen += 1
        table = tables.read(child) if self.tables_seen <= tables.MAX_TABLES else None
        if table is not None:
            self.reading.tables.append(table)
        return table is not None

    def block_style(self, child: Element, tag: str, style: _Style) -> _Style:
        stated = child.keys()
        if not stated and tag in _PLAIN and child not in self.captions:
            return _plain_style(style)
        inline = child.get("style") if "style" in stated else None
        return _Style(
            style.link,
            style.bold or tag in _BOLD or bool(inline and _BOLD_STYLE.search(inline)),
            style.italic,
            (_alignment(child, inline) if stated else None) or style.align,
            "caption" if child in self.captions or _frames_picture(child, tag) else _kind(child, tag, style.kind),
        )


def _plain_style(style: _Style) -> _Style:
    """The style inside a paragraph or division without attributes: the one around it, unless that is a heading's."""
    if style.kind in ("paragraph", "caption", "quote", "item"):
        return style
    return _Style(style.link, style.bold, style.italic, style.align, "paragraph")


def _inline_style(child: Element, tag: str, style: _Style) -> _Style:
    inline = child.get("style")
    if not inline and tag not in _MARKING:
        return style
    return _Style(
        style.link or tag == "a",
        style.bold or tag in _BOLD or bool(inline and _BOLD_STYLE.search(inline)),
        style.italic or tag in _ITALIC,
        style.align,
        style.kind,
    )


def _alignment(element: Element, style: str | None) -> str | None:
    if align := element.get("align"):
        return str(align).lower()
    if style and (match := _ALIGN.search(style)):
        return match.group(1).lower()
    classes = element.get("class")
    if classes and "right" in classes and re.search(r"(?:text-?right|align-?right|pright)", classes, re.I):
        return "right"
    return None


def _frames_picture(element: Element, tag: str) -> bool:
    """Whether an element is a table that holds a picture in one row and a few words about it in another."""
    if tag != "table" or element.find(".//img") is None or element.find(".//table") is not None:
        return False
    rows = [(row.find(".//img") is not None, text_of(row)) for row in element.iter("tr")]
    words = [text for pictured, text in rows if text]
    return (
        1 < len(rows) <= _MOST_FRAME_ROWS
        and len(words) == 1
        and len(words[0]) <= _LONGEST_CAPTION
        and not any(pictured and text for pictured, text in rows)
    )


def _kind(element: Element, tag: str, outer: Kind) -> Kind:
    if outer == "caption" or tag in ("figcaption", "figure", "caption") or furniture.is_caption(class_id(element)):
        return "caption"
    if tag == "h1":
        return "title"
    if tag in _HEADINGS:
        return "heading"
    if tag == "li":
        return "item"
    if tag == "blockquote" or outer == "quote":
        return "quote"
    if tag in ("td", "th"):
        return "cell"
    return "item" if outer == "item" else "paragraph"


def read_blocks(element: Element, unwanted: Callable[[Element], bool], captions: Set[Element] = frozenset()) -> Reading:
    """The blocks and data tables below ``element``; subtrees that ``unwanted`` says are skipped.

    ``captions`` are block elements known to be captions, beyond those that their tag or class betrays.
    """
    walker = _Walker(unwanted, captions)
    walker.walk(element, _Style())
    return walker.reading
