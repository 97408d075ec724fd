"""Near duplicates: an agency story printed by ten papers, each with another headline, byline or last paragraph.

A 64-bit SimHash of the body's word shingles: texts that share most shingles differ in few bits (a dropped last
paragraph 1 to 3, an added first sentence 3 to 8, unrelated articles 20 and more). Two hashes at most ``CLOSE`` bits
apart have at least one of ``CLOSE + 1`` bands in common, so candidates are found by equal bands and the whole warehouse
never has to be compared pairwise.

A monthly report repeats last month's phrases with other figures, and must not be taken for its copy: give ``link`` the
days of publication.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b

import numpy as np

CLOSE = 8
"""Bits by which two hashes of the same story may differ."""
DAYS = 7
"""Days within which a copy follows its original."""
_SHINGLE = 3
_BITS = 64
_FEWEST_SHINGLES = 12
_WORD = re.compile(r"\w+")


def simhash(text: str) -> str:
    """The SimHash of a text's 3-word shingles as 16 hex digits; empty where the text is too short to tell.

    Case, punctuation and composition of letters do not count. A shingle counts once, however often it occurs.
    """
    shingles = _shingles(text)
    if len(shingles) < _FEWEST_SHINGLES:
        return ""
    digests = b"".join(blake2b(shingle.encode("utf-8"), digest_size=8).digest() for shingle in shingles)
    votes = np.unpackbits(np.frombuffer(digests, dtype=np.uint8).reshape(-1, 8), axis=1).sum(axis=0)
    return np.packbits(2 * votes > len(shingles)).tobytes().hex()


def _shingles(text: str) -> set[str]:
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return {" ".join(words[index : index + _SHINGLE]) for index in range(len(words) - _SHINGLE + 1)}


def distance(one: str, other: str) -> int:
    """Bits in which two hashes differ; 64 where either is empty, which is like nothing."""
    if not one or not other:
        return _BITS
    return (int(one, 16) ^ int(other, 16)).bit_count()


def bands(digest: str, close: int = CLOSE) -> list[str]:
    """The keys under which a hash is filed: two hashes that differ in at most ``close`` bits share at least one."""
    if not digest:
        return []
    value, count = int(digest, 16), close + 1
    edges = [_BITS * index // count for index in range(count + 1)]
    return [f"{index}:{value >> edges[index] & (1 << edges[index + 1] - edges[index]) - 1:x}" for index in range(count)]


def pairs(hashes: Mapping[str, str], close: int = CLOSE) -> Iterator[tuple[str, str]]:
    """Every pair of ids whose hashes differ in at most ``close`` bits, each pair once, the earlier id first."""
    filed: dict[str, list[str]] = defaultdict(list)
    for identity, digest in hashes.items():
        keys = bands(digest, close)
        candidates = dict.fromkeys(other for key in keys for other in filed[key])
        yield from ((other, identity) for other in candidates if distance(hashes[other], digest) <= close)
        for key in keys:
            filed[key].append(identity)


def link(
    hashes: Mapping[str, str], published: Mapping[str, date] | None = None, *, close: int = CLOSE, days: int = DAYS
) -> dict[str, str]:
    """For every id that repeats an earlier one, the id of the first of its story.

    ``hashes`` maps ids to hashes in order of publication: the first stays the original, the others point at it. With
    ``published``, two texts are one story only if they appeared at most ``days`` apart; an id without a day is linked
    to none. Chains are followed, so all copies of a story point at one original.
    """
    original: dict[str, str] = {}
    for first, second in pairs(hashes, close):
        if published is None or _near(published.get(first), published.get(second), days):
            original.setdefault(second, original.get(first, first))
    return original


def _near(one: date | None, other: date | None, days: int) -> bool:
    return one is not None and other is not None and abs((one - other).days) <= days
