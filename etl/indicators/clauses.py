"""Sentences of a paragraph, and the lead of a figure: the words between the figure before it and itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from etl.indicators.match import Hit

# A run of marks is tried from its first one only: a digit behind half a million dots would else be met from each.
_BREAK = re.compile(r"[.!?…](?<![.!?…].)[.!?…]*+[\"”')]*+(?!\d)")
_ABBREVIATION = re.compile(r"(?:^|[\s(\"])(?:tp|tx|tt|ths|ts|pgs|gs|ks|bs|cn|mr|st|tr|p|q|[a-zđ])$")
_MOST = 64
"""Phrases of a lead that are looked at: the nearest ones; a bound that keeps the reader linear."""


def sentences(text: str, folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph. A full stop ends one before a capital, also where the blank was lost."""
    begin = start
    for match in _BREAK.finditer(folded, start, end):
        after = match.end()
        if after >= end:
            break
        if folded.startswith("km", after) and not text[after].isspace():
            continue  # 281,3 triệu người.Km
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
        if match[0] == "." and folded.startswith("km", after) and not folded.startswith(" ", after):
            continue  # 281,3 Tr.người.Km
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
    hits: list[Hit]
    skip: list[tuple[int, int]]
    """Periods and bases in it, which are no part of a noun phrase."""
    inner: int
    """Where what stands in the bracket that is open begins."""
    opened: int = 0
    closed: int = 0
    opener: Hit | None = None
    colon: bool = False
    cue: Hit | None = None
    figure_after: int = 0
    prior: bool | None = None
    """Whether its figure is of the period before, where ``Brackets.is_prior`` has been asked."""
    _roles: frozenset[str] | None = None
    compared: bool = False
    """Whether its figure is one that another is compared with (thấp hơn mục tiêu 4,5%)."""
    brackets: Sequence[tuple[int, int]] = ()
    items: dict[tuple[int, int], tuple[str, int, int]] = field(default_factory=dict)
    """What ``item_text`` has found."""

    def hits_before_cue(self) -> bool:
        """Whether any form stands in the lead."""
        return any(hit.phrase.senses for hit in self.hits)

    def roles(self) -> frozenset[str]:
        """All roles of its hits."""
        if self._roles is None:
            self._roles = frozenset().union(*[hit.phrase.said for hit in self.hits])
        return self._roles


# One set first, for which the engine runs ahead; a dash counts between blanks, of dots only three.
_MARKS = re.compile(r"[-,;:().…](?:(?<=-)(?<= -) |(?<=\.)\.\.|(?<![-.]))")
_VERB_NEXT = re.compile(r"(?:tăng|giảm|đạt|chiếm|bằng|vượt)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of punctuation of an article in order: where each starts and ends, and itself."""

    starts: list[int]
    ends: list[int]
    marks: list[str]

    @classmethod
    def of(cls, folded: str) -> Marks:
        """Scan an article."""
        found = [*_MARKS.finditer(folded)]
        return cls([one.start() for one in found], [one.end() for one in found], [one[0] for one in found])


def lead_of(
    folded: str,
    hits: list[Hit],
    starts: list[int],
    marks: Marks,
    start: int,
    end: int,
    first: bool,
    skip: list[tuple[int, int]],
) -> Lead:
    """The lead between ``start`` and ``end``; ``first`` where it opens the sentence."""
    low, high = bisect_left(starts, start), bisect_left(starts, end)
    inside = hits[max(low, high - _MOST) : high]
    while inside and inside[-1].end > end:
        inside.pop()
    lead = Lead(start, end, "." if first else "", start, start, inside, skip, start)
    _read_marks(folded, lead, marks)
    for hit in inside:
        phrase = hit.phrase
        if phrase.opens_parts:
            lead.opener = hit
        if phrase.is_cue and not (lead.brackets and _within(hit.start, lead.brackets)):
            lead.cue = hit
    if (
        lead.cue is not None
        and lead.cue.end < lead.chunk
        and folded[lead.cue.end : lead.end].strip() != ":"
        and (_colon_between(folded, lead) or not _only_filler(folded, lead))
    ):
        lead.cue = None
    return lead


def _read_marks(folded: str, lead: Lead, marks: Marks) -> None:
    """Separators of a lead. Marks inside a form, and a bracket that opens and closes in the lead, do not count."""
    first, last = bisect_left(marks.starts, lead.start), bisect_left(marks.starts, lead.end)
    while last > first and marks.ends[last - 1] > lead.end:
        last -= 1
    if first == last:
        return
    if ")" in marks.marks[first:last]:
        lead.brackets = _closed_brackets(marks, first, last)
    spans = [(hit.start, hit.end) for hit in lead.hits if hit.phrase.marked]
    spans += lead.brackets
    for index in range(first, last):
        start, end, mark = marks.starts[index], marks.ends[index], marks.marks[index]
        if spans and _within(start, spans):
            continue
        if mark == "- " and start > lead.start + 2 and not _VERB_NEXT.match(folded, end):
            continue
        if mark == "- ":
            mark = ","  # ước đạt 145 triệu USD - giảm 2,67%
        lead.chunk = end
        if mark == "(":
            lead.opened += 1
            lead.inner = end
        elif mark == ")":
            lead.closed += 1
            lead.clause = end
        elif mark == ":":
            lead.colon = True
        elif mark != ",":
            lead.clause = end
        if lead.separator != "." and _outranks(mark, lead.separator):
            lead.separator = mark if mark in ";:,()" else ";"


def _outranks(mark: str, known: str) -> bool:
    return mark == ";" or (mark == ":" and known != ";") or not known or (mark == "," and known == ")")


def _closed_brackets(marks: Marks, first: int, last: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for index in range(first, last):
        if marks.marks[index] == "(":
            opened.append(marks.starts[index])
        elif marks.marks[index] == ")" and opened:
            pairs.append((opened.pop(), marks.ends[index]))
    return pairs


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= position < stop for begin, stop in spans)


def _colon_between(folded: str, lead: Lead) -> bool:
    return lead.cue is not None and any(char in ":;(" for char in folded[lead.cue.end : lead.chunk])


def _only_filler(folded: str, lead: Lead) -> bool:
    """Whether nothing but words of function stands after the last mark of a lead."""
    return item_text(folded, lead, lead.chunk)[0] == ""


_EDGE = re.compile(r"[\s,.;:()\"'%/+*-]+")
_EDGE_BEHIND = " ,.;:()\"'%/+*-"


def item_text(folded: str, lead: Lead, start: int, *, stop: int | None = None) -> tuple[str, int, int]:
    """The noun phrase between ``start`` and the cue of a lead, without words of function at its edges."""
    end = stop if stop is not None else lead.end
    if stop is None and lead.cue is not None and lead.cue.start >= start:
        end = lead.cue.start
    known = lead.items.get((start, end))
    if known is None:
        known = lead.items[start, end] = _trimmed(folded, lead, start, end)
    return known


def _trimmed(folded: str, lead: Lead, begin: int, end: int) -> tuple[str, int, int]:
    """What is left of ``begin``..``end`` without words of function, periods and bases at its edges."""
    fillers = [hit for hit in lead.hits if hit.phrase.is_filler]
    moved = True
    while moved:
        moved = False
        match = _EDGE.match(folded, begin, end)
        if match:
            begin, moved = match.end(), True
        for span_start, span_end in lead.skip:
            if span_start <= begin < span_end <= end:
                begin, moved = span_end, True
        for hit in fillers:
            if hit.start == begin and hit.end <= end:
                begin, moved = hit.end, True
                break
    trimmed = True
    while trimmed and end > begin:
        trimmed = False
        if folded[end - 1] in _EDGE_BEHIND:
            end, trimmed = begin + len(folded[begin:end].rstrip(_EDGE_BEHIND)), True
        for span_start, span_end in lead.skip:
            if begin <= span_start < end <= span_end:
                end, trimmed = span_start, True
        for hit in fillers:
            if hit.end == end and hit.start >= begin:
                end, trimmed = hit.start, True
                break
    named = end > begin and any(map(str.isalpha, folded[begin:end]))
    return (folded[begin:end], begin, end) if named else ("", begin, begin)
