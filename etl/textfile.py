"""Articles kept as plain text: a first line `` date YYYY-MM Title``, then a paragraph a line."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Literal

from etl import bylines, encodings
from etl.dates import VIETNAM
from etl.model import Article, Rejection

_HEADER = re.compile(r"^\s*date\s+(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?\s+(?P<title>\S.*)$")


def read_text_article(body: bytes, url: str, *, title: str | None = None) -> Article | Rejection:
    """The article in a text file.

    Without the header line the first line is the title (or ``title``, where given, and all lines are text) and the day
    of publication stays open. Byline lines at the end and stand-alone photo captions are kept apart from the text.
    """
    decoded, encoding = encodings.decode(body, None)
    lines = [line.strip() for line in unicodedata.normalize("NFC", decoded).splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        return Rejection("empty", "the file holds no text")
    published, precision = None, None
    if header := _HEADER.match(lines[0]):
        published, precision = _header_date(header)
        title, lines = title or header["title"].strip(), lines[1:]
        if published is None:
            return Rejection("unreadable", f"line 1: {header['year']}-{header['month']}-{header['day']} is no date")
    elif title is None:
        title, lines = lines[0], lines[1:]
    parts = bylines.split_byline(lines)
    if not parts.body:
        return Rejection("empty", "the file holds a title but no text")
    return Article(
        url=url,
        title=title,
        text="\n".join(parts.body),
        lead=parts.body[0],
        published=published,
        published_precision=precision,
        author=parts.author,
        photographer=parts.photographer,
        agency=parts.agency,
        captions=list(parts.captions),
        family="text",
        encoding=encoding,
        how={
            "title": "header" if header else "first line",
            "published": "header" if header else "none",
            "body": "lines",
        },
    )


def _header_date(header: re.Match[str]) -> tuple[datetime | None, Literal["day", "month"]]:
    precision: Literal["day", "month"] = "day" if header["day"] else "month"
    try:
        day = datetime(int(header["year"]), int(header["month"]), int(header["day"] or 1), tzinfo=VIETNAM)
    except ValueError:
        return None, precision
    return day, precision
