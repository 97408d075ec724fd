"""Pages that are no pages: blocks, challenges, notices and empty answers that come with status 200.

A stub or block stored as an article would be read as one. Such pages are archived under their own role and reported,
never evaded.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

_TEXTS = Path(__file__).parent / "obstacles.yaml"

_SHORT_PAGE = 40_000
"""Bytes: a notice is a small page; only in these is the visible text looked at."""
_SHORT_TEXT = 1_200
"""Characters of visible text: an article that mentions a blocked address says more."""
_EMPTY_TEXT = 30

_TITLE = re.compile(rb"<title[^>]{0,200}>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SETS_COOKIE = re.compile(rb"document\.cookie\s*=", re.IGNORECASE)
_RELOADS = re.compile(rb"location\.(?:reload|replace|href)|window\.location\s*=", re.IGNORECASE)
_HEAD = 65_536

Kind = Literal["block", "stub", "empty"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands where a page was asked for, and the sign by which it was recognised."""

    kind: Kind
    reason: str


def find_obstacle(body: bytes, content_type: str | None = None) -> Obstacle | None:
    """The obstacle that ``body`` (content decoded) is, or None where it looks like a page of the site."""
    if not body.strip():
        return Obstacle("empty", "the answer is empty")
    if content_type and not _is_markup(content_type):
        return None
    title = _title(body)
    if found := _sign(title):
        return Obstacle(found[0], f"its title says {found[1]!r}")
    if len(body) > _SHORT_PAGE:
        return None
    text = visible_text(body)
    if _SETS_COOKIE.search(body) and _RELOADS.search(body) and len(text) < _SHORT_TEXT:
        return Obstacle("block", "it sets a cookie by script and reloads: a challenge to browsers")
    if len(text) > _SHORT_TEXT:
        return None
    if found := _sign(text):
        return Obstacle(found[0], f"its text says {found[1]!r}")
    if len(text) < _EMPTY_TEXT and b"<frame" not in body.lower():
        return Obstacle("empty", f"its visible text is {len(text)} characters long")
    return None


def visible_text(body: bytes) -> str:
    """The text of a small page without markup and scripts, in NFC with blanks folded."""
    bare = _TAG.sub(" ", _HIDDEN.sub(" ", _without_title(body.decode("utf-8", "replace"))))
    return " ".join(unicodedata.normalize("NFC", html.unescape(bare)).split())


def _without_title(markup: str) -> str:
    return re.sub(r"<title\b.*?</title\s*>", " ", markup, count=1, flags=re.IGNORECASE | re.DOTALL)


def _title(body: bytes) -> str:
    found = _TITLE.search(body, 0, _HEAD)
    if found is None:
        return ""
    return " ".join(unicodedata.normalize("NFC", html.unescape(found[1].decode("utf-8", "replace"))).split())


def _sign(text: str) -> tuple[Kind, str] | None:
    """The first known text that ``text`` holds, with its kind."""
    if not text:
        return None
    found = _signs().search(text.lower())
    return None if found is None else (_kinds()[found[0]], found[0])


@cache
def _kinds() -> dict[str, Kind]:
    texts: dict[Kind, list[str]] = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return {unicodedata.normalize("NFC", text).lower(): kind for kind, known in texts.items() for text in known}


@cache
def _signs() -> re.Pattern[str]:
    longest_first = sorted(_kinds(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def _is_markup(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind in ("", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml")
