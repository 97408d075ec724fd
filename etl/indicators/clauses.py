"""Sentences of a paragraph, and the lead of a figure: the words between the figure before it and itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.indicators.match import Hit

_BREAK = re.compile(r"[.!?…]+[\"”')]*")
_ABBREVIATION = re.compile(r"(?:^|[\s(\"])(?:tp|tx|tt|ths|ts|pgs|gs|ks|bs|cn|mr|st|tr|p|q|[a-zđ])$")
CUES = ("up", "down", "level", "equal", "times", "exceed", "share", "contribute", "short", "rank", "thêm")


def sentences(text: str, folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph. A full stop ends one before a capital, also where the blank was lost."""
    begin = start
    for match in _BREAK.finditer(folded, start, end):
        after = match.end()
        if after >= end:
            break
        following = text[after]
        if following.isspace():
            rest = text[after:end].lstrip()
            following = rest[0] if rest else ""
            if following.islower():
                continue
        elif not (
            (following.isupper()
            and folded[match.start() - 1].isalpha())
            or (folded[match.start() - 1] in "%)"
            and following.isupper())
        ):
            continue
        if match[0] == "." and _ABBREVIATION.search(folded, max(begin, match.start() - 5), match.start()):
            continue
        if following and not (following.isupper() or following.isdigit() or following in "\"“'(-–+*"):
            continue
        yield begin, after
        begin = after
    if begin < end:
        yield begin, end


@dataclass(slots=True)
class Lead:
    """What stands between the last figure and this one.

    ``separator`` is the strongest mark in it (``.`` the start of the sentence, then ``;``, ``:``, ``,``, empty).
    ``chunk`` is where the last part between marks begins, ``clause`` the last clause (after ``;`` or the start).
    """

    start: int
    end: int
    separator: str
    chunk: int
    clause: int
    opened: int = 0
    closed: int = 0
    opener: Hit | None = None
    colon: bool = False
    cue: Hit | None = None
    hits: list[Hit] = field(default_factory=list)
    item: str = ""
    item_span: tuple[int, int] = (0, 0)

    def roles(self) -> set[str]:
        """All roles of its hits."""
        return {role for hit in self.hits for role in hit.phrase.roles}


_MARKS = re.compile(r"[,;:()]| - |\.\.\.|…")


def lead_of(folded: str, hits: list[Hit], starts: list[int], start: int, end: int, first: bool) -> Lead:
    """The lead between ``start`` and ``end``; ``first`` where it opens the sentence."""
    low, high = bisect_left(starts, start), bisect_left(starts, end)
    inside = hits[low:high]
    while inside and inside[-1].end > end:
        inside = inside[:-1]
    lead = Lead(start, end, "." if first else "", start, start, hits=inside)
    _read_marks(folded, lead)
    for hit in inside:
        roles = hit.phrase.roles
        if "parts" in roles:
            lead.opener = hit
        if not roles.isdisjoint(CUES) and not hit.phrase.senses:
            lead.cue = hit
    if lead.cue is not None and lead.cue.end < lead.chunk and lead.separator != ".":
        lead.cue = lead.cue if _only_filler(folded, lead) else None
    return lead


def _read_marks(folded: str, lead: Lead) -> None:
    spans = [
        (hit.start, hit.end)
        for hit in lead.hits
        if "," in hit.phrase.form or ";" in hit.phrase.form or "(" in hit.phrase.form or " - " in hit.phrase.form
    ]
    for match in _MARKS.finditer(folded, lead.start, lead.end):
        mark = match[0]
        if any(begin <= match.start() < stop for begin, stop in spans):
            continue
        if mark == "(":
            lead.opened += 1
        elif mark == ")":
            if lead.opened:
                lead.opened -= 1
            else:
                lead.closed += 1
        elif mark == ":":
            lead.colon = True
        lead.chunk = match.end()
        if mark in ";)" or (mark in "…" or mark == "..."):
            lead.clause = match.end()
        rank = ";:.," if lead.separator != "." else ""
        if mark == ";" or (mark == ":" and lead.separator != ";") or (mark == "," and not lead.separator):
            if lead.separator != ".":
                lead.separator = mark
        del rank


def _only_filler(folded: str, lead: Lead) -> bool:
    """Whether nothing but words of function stands after the last mark of a lead."""
    return item_text(folded, lead, lead.chunk)[0] == ""


_EDGE = re.compile(r"[\s,.;:()\"'%/+*-]+")


def item_text(folded: str, lead: Lead, start: int, *, stop: int | None = None) -> tuple[str, int, int]:
    """The noun phrase between ``start`` and the cue of a lead, without words of function at its edges."""
    end = stop if stop is not None else lead.end
    if stop is None and lead.cue is not None and lead.cue.start >= start:
        end = lead.cue.start
    begin = start
    moved = True
    while moved:
        moved = False
        match = _EDGE.match(folded, begin, end)
        if match:
            begin, moved = match.end(), True
        for hit in lead.hits:
            if hit.start == begin and hit.end <= end and not hit.phrase.senses and (hit.phrase.roles):
                begin, moved = hit.end, True
                break
    trimmed = True
    while trimmed and end > begin:
        trimmed = False
        stripped = folded[begin:end].rstrip(" ,.;:()\"'%/+*-")
        if len(stripped) != end - begin:
            end, trimmed = begin + len(stripped), True
        for hit in lead.hits:
            if hit.end == end and hit.start >= begin and not hit.phrase.senses and hit.phrase.roles:
                end, trimmed = hit.start, True
                break
    return (folded[begin:end], begin, end) if end > begin else ("", begin, begin)
