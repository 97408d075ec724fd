"""What a glance at a page's head says, without parsing it: its own address and when it was published.

Hints for the crawl (revisits, staleness). The article's facts are read from the archive, by other rules, later.
"""

from __future__ import annotations

import html
import re
from datetime import datetime

from spiders.times import read_time

_HEAD = 65_536
_CANONICAL = re.compile(rb"<link\b[^>]{0,300}\brel=[\"']?canonical[\"']?[^>]{0,1000}>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']([^\"']{1,1000})", re.IGNORECASE)
_PUBLISHED = re.compile(
    rb"article:published_time[\"'][^>]{0,80}?content=[\"']([^\"']{10,40})"
    rb"|content=[\"']([^\"']{10,40})[\"'][^>]{0,80}?article:published_time"
    rb"|[\"']datePublished[\"']\s*:\s*[\"']([^\"']{10,40})",
    re.IGNORECASE,
)


def canonical_address(body: bytes) -> str | None:
    """The address in the page's ``<link rel=canonical>``, or None."""
    link = _CANONICAL.search(body, 0, _HEAD)
    href = _HREF.search(link[0]) if link else None
    return html.unescape(href[1].decode("utf-8", "replace")).strip() if href else None


def published_time(body: bytes) -> datetime | None:
    """The publication time in the page's metadata (Open Graph or JSON-LD), or None."""
    found = _PUBLISHED.search(body, 0, _HEAD)
    if found is None:
        return None
    return read_time(next(group for group in found.groups() if group).decode("ascii", "replace"))
