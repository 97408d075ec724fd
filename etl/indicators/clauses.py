"""Sentences of a paragraph, and the lead of a figure: the words between the figure before it and itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.indicators.match import Hit

_BREAK = re.compile(r"[.!?…]+[\"”')]*")
_ABBREVIATION = re.compile(r"(?:^|[\s(\"])(?:tp|tx|tt|ths|ts|pgs|gs|ks|bs|cn|mr|st|tr|p|q|[a-zđ])$")
_MOST = 64
"""Phrases of a lead that are looked at: the nearest ones; a bound that keeps the reader linear."""
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
            (following.isupper() and folded[match.start() - 1].isalpha())
            or (folded[match.start() - 1] in "%)" and following.isupper())
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
    inner: int = 0
    figure_after: int = 0
    _roles: frozenset[str] | None = None
    compared: bool = False
    """Whether its figure is one that another is compared with (thấp hơn mục tiêu 4,5%)."""
    skip: list[tuple[int, int]] = field(default_factory=list)
    brackets: list[tuple[int, int]] = field(default_factory=list)

    def hits_before_cue(self) -> bool:
        """Whether any form stands in the lead."""
        return any(hit.phrase.senses for hit in self.hits)

    def roles(self) -> frozenset[str]:
        """All roles of its hits."""
        if self._roles is None:
            self._roles = frozenset().union(*[hit.phrase.roles for hit in self.hits])
            if any(hit.phrase.estimated for hit in self.hits):
                self._roles |= {"estimate"}
        return self._roles


_MARKS = re.compile(r"[,;:()]| - |\.\.\.|…")
_VERB_NEXT = re.compile(r"(?:tăng|giảm|đạt|chiếm|bằng|vượt)(?![^\W_])")
_BRACKETS = re.compile(r"[()]")


def lead_of(
    folded: str, hits: list[Hit], starts: list[int], start: int, end: int, first: bool, skip: list[tuple[int, int]]
) -> Lead:
    """The lead between ``start`` and ``end``; ``first`` where it opens the sentence."""
    low, high = bisect_left(starts, start), bisect_left(starts, end)
    inside = hits[max(low, high - _MOST) : high]
    while inside and inside[-1].end > end:
        inside = inside[:-1]
    lead = Lead(start, end, "." if first else "", start, start, hits=inside, inner=start, skip=skip)
    _read_marks(folded, lead)
    for hit in inside:
        roles = hit.phrase.roles
        if "parts" in roles:
            lead.opener = hit
        if not roles.isdisjoint(CUES) and not hit.phrase.strong and not _within(hit.start, lead.brackets):
            lead.cue = hit
    if (
        lead.cue is not None
        and lead.cue.end < lead.chunk
        and folded[lead.cue.end : lead.end].strip() != ":"
        and (_colon_between(folded, lead) or not _only_filler(folded, lead))
    ):
        lead.cue = None
    return lead


def _read_marks(folded: str, lead: Lead) -> None:
    """Separators of a lead. Marks inside a form, and a bracket that opens and closes in the lead, do not count."""
    spans = [(hit.start, hit.end) for hit in lead.hits if hit.phrase.marked]
    lead.brackets = _closed_brackets(folded, lead)
    spans += lead.brackets
    for match in _MARKS.finditer(folded, lead.start, lead.end):
        if any(begin <= match.start() < stop for begin, stop in spans):
            continue
        mark = match[0]
        if mark == " - " and match.start() > lead.start + 1 and not _VERB_NEXT.match(folded, match.end()):
            continue
        if mark == " - ":
            mark = ","  # ước đạt 145 triệu USD - giảm 2,67%
        lead.chunk = match.end()
        if mark == "(":
            lead.opened += 1
            lead.inner = match.end()
        elif mark == ")":
            lead.closed += 1
            lead.clause = match.end()
        elif mark == ":":
            lead.colon = True
        elif mark != ",":
            lead.clause = match.end()
        if lead.separator != "." and _outranks(mark, lead.separator):
            lead.separator = mark if mark in ";:,()" else ";"


def _outranks(mark: str, known: str) -> bool:
    return mark == ";" or (mark == ":" and known != ";") or not known or (mark == "," and known == ")")


def _closed_brackets(folded: str, lead: Lead) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _BRACKETS.finditer(folded, lead.start, lead.end):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            pairs.append((opened.pop(), match.end()))
    return pairs


def _within(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(begin <= position < stop for begin, stop in spans)


def _colon_between(folded: str, lead: Lead) -> bool:
    return lead.cue is not None and any(char in ":;(" for char in folded[lead.cue.end : lead.chunk])


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
        for span_start, span_end in lead.skip:
            if span_start <= begin < span_end <= end:
                begin, moved = span_end, True
        for hit in lead.hits:
            if hit.start == begin and hit.end <= end and not hit.phrase.senses and hit.phrase.roles:
                begin, moved = hit.end, True
                break
    trimmed = True
    while trimmed and end > begin:
        trimmed = False
        stripped = folded[begin:end].rstrip(" ,.;:()\"'%/+*-")
        if len(stripped) != end - begin:
            end, trimmed = begin + len(stripped), True
        for span_start, span_end in lead.skip:
            if begin <= span_start < end <= span_end:
                end, trimmed = span_start, True
        for hit in lead.hits:
            if hit.end == end and hit.start >= begin and not hit.phrase.senses and hit.phrase.roles:
                end, trimmed = hit.start, True
                break
    named = end > begin and any(char.isalpha() for char in folded[begin:end])
    return (folded[begin:end], begin, end) if named else ("", begin, begin)
