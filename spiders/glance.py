"""What a glance at a page's head says, without parsing it: its own address and when it was published.

Hints for the crawl (revisits, staleness). The article's facts are read from the archive, by other rules, later.
"""

from __future__ import annotations

import html
import re
from datetime import datetime

from spiders.times import read_time

_HEAD = 65_536
_NEAR = 300
"""Bytes around a name within which its element stands."""
_LINK = re.compile(rb"<link\b[^>]*\brel=[\"']?canonical[\"']?[^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']([^\"']+)", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent=[\"']([^\"']{10,40})", re.IGNORECASE)
_VALUE = re.compile(rb"datePublished[\"']\s*:\s*[\"']([^\"']{10,40})")


def canonical_address(body: bytes) -> str | None:
    """The address in the page's ``<link rel=canonical>``, or None."""
    element = _element(body, b"canonical")
    link = _LINK.search(element) if element else None
    href = _HREF.search(link[0]) if link else None
    return html.unescape(href[1].decode("utf-8", "replace")).strip() if href else None


def published_time(body: bytes) -> datetime | None:
    """The publication time in the page's metadata (Open Graph or JSON-LD), or None."""
    element = _element(body, b"article:published_time")
    found = _CONTENT.search(element) if element else None
    if found is None:
        at = body.find(b"datePublished", 0, _HEAD)
        found = _VALUE.search(body, at, at + _NEAR) if at >= 0 else None
    return read_time(found[1].decode("ascii", "replace")) if found else None


def _element(body: bytes, name: bytes) -> bytes | None:
    """The markup of the element in which ``name`` first stands."""
    at = body.find(name, 0, _HEAD)
    if at < 0:
        return None
    start = body.rfind(b"<", max(0, at - _NEAR), at)
    end = body.find(b">", at, at + 4 * _NEAR)
    return body[start : end + 1] if start >= 0 and end >= 0 else None
