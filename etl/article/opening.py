"""From what a server sent to a parsed page, or the reason why it is none."""

from __future__ import annotations

import re

from etl import encodings
from etl.article import document, markup, tree
from etl.article.document import Document
from etl.model import Rejection

_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
    b"\x00\x00\x01\x00",
)
MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|p|article|table|meta|span|h1|section|main|title|br)\b", re.I)
_NOT_HTML = re.compile(
    r"^(?:image|audio|video|font)/|^application/(?!xhtml|xml|octet-stream|x-httpd)|^text/(?:css|javascript|csv)", re.I
)


def open_page(body: bytes | str, content_type: str | None) -> tuple[Document, str | None] | Rejection:
    """The parsed page and its encoding (None for sound text that came decoded), or the rejection of what is not HTML,
    empty, or too large for an article."""
    if content_type and _NOT_HTML.search(content_type.strip()):
        return Rejection("not_html", f"the content type is {content_type[:80]}")
    encoding: str | None = None
    if isinstance(body, bytes):
        if body.startswith(_BINARY):
            return Rejection("not_html", "the bytes are those of a binary file")
        if len(body) > 2 * tree.MAX_CHARACTERS:
            return Rejection("unreadable", f"{len(body)} bytes: too large for an article")
        html, encoding = encodings.decode(body, content_type, mend=False)
    else:
        html = body
    if not html or html.isspace():
        return Rejection("empty", "the page is empty")
    if len(html) > tree.MAX_CHARACTERS:
        return Rejection("unreadable", f"{len(html)} characters: too large for an article")
    if not MARKUP.search(html):
        return Rejection("not_html", "the page holds no HTML elements")
    return _parsed(html, encoding)


def _parsed(html: str, encoding: str | None) -> tuple[Document, str | None] | Rejection:
    stripped = markup.strip(html)
    if len(stripped.text) > tree.MAX_MARKUP:
        return Rejection("unreadable", f"{len(stripped.text)} characters of markup: too large for an article")
    parsed = document.parse(stripped)
    if parsed is None:
        return Rejection("empty", "the page holds no markup")
    return parsed, encodings.repaired_name(encoding, parsed.mended) if encoding else parsed.mended
