"""What a page carries beside its article: class names and words of menus, related items, shares, advertisements.

The lists stand in ``vocabulary.yaml``, where they can be reviewed and extended without reading code.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from etl.article import vocabulary

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CIPHER = re.compile(r"[A-Za-z0-9+/=]{60,}(?:\s+[A-Za-z0-9+/=]{20,})*")
"""Text enciphered for a script to decipher (a part of Báo Thanh Hóa and Báo Phú Thọ, 2026): nothing to read."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_COLON = r"\s*[:：….]*"
_ARROWS = r"(?:[>»•\-–—*▪■►+]+\s*)?"


@cache
def _words() -> frozenset[str]:
    return frozenset(vocabulary.entries("junk_words").split())


@cache
def _has_or_lacks() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{vocabulary.entries('not_junk')})")


@cache
def _related() -> re.Pattern[str]:
    return re.compile(vocabulary.entries("related_parts"))


def _spaced(class_and_id: str) -> str:
    return _CAMEL.sub("-", class_and_id).lower()


@lru_cache(maxsize=16384)
def is_junk(class_and_id: str) -> bool:
    """Whether a class and id speak of furniture: ``box-tin-lien-quan``, ``social-share``, ``ads_middle``."""
    if not class_and_id.strip():
        return False
    spaced = _spaced(class_and_id)
    if _has_or_lacks().search(spaced):
        return False
    return bool(vocabulary.names("junk_parts").search(spaced)) or not _words().isdisjoint(
        re.split(r"[\s_\-:/]+", spaced)
    )


@lru_cache(maxsize=16384)
def is_caption(class_and_id: str) -> bool:
    """Whether a class and id name a picture's caption."""
    return bool(class_and_id.strip()) and bool(vocabulary.names("captions").search(_spaced(class_and_id)))


@lru_cache(maxsize=16384)
def is_lead(class_and_id: str) -> bool:
    """Whether a class and id name the lead paragraph: ``detail-sapo``, ``article__summary``."""
    return bool(class_and_id.strip()) and bool(vocabulary.names("leads").search(_spaced(class_and_id)))


@lru_cache(maxsize=16384)
def is_author(class_and_id: str) -> bool:
    """Whether a class and id name the author: ``author``, ``detail__author``, ``tac-gia``."""
    return bool(class_and_id.strip()) and bool(vocabulary.names("author_parts").search(_spaced(class_and_id)))


@lru_cache(maxsize=16384)
def is_related(class_and_id: str) -> bool:
    """Whether a class and id stand around items of other articles."""
    return bool(class_and_id.strip()) and bool(_related().search(_spaced(class_and_id)))


def heads_related(line: str) -> bool:
    """Whether a whole line is the heading of related items: ``Tin liên quan``, ``Bài đọc tiếp:``."""
    return len(line) < 80 and vocabulary.phrases("related_headings", _ARROWS, _COLON).fullmatch(line) is not None


def is_chrome(line: str) -> bool:
    """Whether a whole line is a button, a counter or a notice: ``In bài này``, ``Cỡ chữ``, a lone ``.``."""
    return len(line) < 260 and vocabulary.phrases("chrome").fullmatch(line) is not None


def is_cipher(text: str) -> bool:
    """Whether a run of text is enciphered: base64 and nothing else."""
    return _CIPHER.fullmatch(text) is not None


def is_hidden(style: str | None) -> bool:
    """Whether an inline style hides the element."""
    return bool(style and _HIDDEN.search(style))
