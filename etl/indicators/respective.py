"""Figures that are paired with subjects by position: ``khu vực I, II và III tăng lần lượt 3,1%, 9,4% và 7,0%``.

The counts must agree; where they do not, nothing is paired and the figures are read as they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from etl.indicators.lexer import Figure
from etl.indicators.match import Hit
from etl.indicators.state import Reading, Subject
from etl.text import CAPITALS

_BETWEEN = re.compile(r" ?(?:,|;|và|, và|; và) ?")
_SPLIT = re.compile(r", | và |; ")
_WHEN = re.compile(r"(?:trong |cả )?(?:\d+ )?(?:quý|tháng|năm)(?: (?:đầu|\d+(?:/\d+)?|[ivx]+|nay|năm|của))*\Z")
_PROPER = re.compile(rf"[{CAPITALS}][^\s]*(?: [{CAPITALS}][^\s]*)+")


@dataclass(slots=True)
class Group:
    """Figures that stand for the names before them, in order; ``names`` are spans of the text, empty where the
    subjects are those of earlier figures."""

    figures: list[Figure]
    names: list[tuple[int, int]]


def find_groups(folded: str, hits: list[Hit], starts: list[int], figures: list[Figure], begin: int) -> list[Group]:
    """The groups of one sentence."""
    groups: list[Group] = []
    if not figures or _mark(hits, starts, begin, figures[-1].start) is None:
        return groups
    previous = begin
    index = 0
    while index < len(figures):
        first = figures[index]
        mark = _mark(hits, starts, previous, first.start)
        size = _run(folded, figures, index) if mark is not None else 1
        if mark is not None and size > 1:
            members = figures[index : index + size]
            names = _names(folded, previous, mark.start)
            groups.append(Group(members, names if len(names) == size else []))
        previous = figures[index + size - 1].stop
        index += size
    return groups


def _mark(hits: list[Hit], starts: list[int], start: int, end: int) -> Hit | None:
    for hit in hits[bisect_left(starts, start) : bisect_left(starts, end)]:
        if "respectively" in hit.phrase.roles:
            return hit
    return None


def _run(folded: str, figures: list[Figure], index: int) -> int:
    """How many figures follow each other with nothing but their unit and a comma or và between."""
    size = 1
    while index + size < len(figures):
        one, other = figures[index + size - 1], figures[index + size]
        if not _BETWEEN.fullmatch(folded[one.after : other.start]):
            break
        size += 1
    unit = figures[index + size - 1].unit
    for figure in figures[index : index + size - 1]:
        if not figure.unit and not figure.noun:  # 70,6 và 69,9 tạ/ha
            figure.unit, figure.noun = unit, figures[index + size - 1].noun
    return size if all(figure.unit == unit for figure in figures[index : index + size]) else 1


def _names(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a list of names in front of the mark."""
    begin = max(folded.rfind(mark, start, end) + 1 for mark in ".;:(")
    begin = max(begin, start)
    spans: list[tuple[int, int]] = []
    position = begin
    for match in (*_SPLIT.finditer(folded, begin, end), None):
        stop = match.start() if match else end
        if folded[position:stop].strip(" ,") and not _WHEN.match(folded[position:stop].strip()):
            spans.append((position, stop))
        position = match.end() if match else end
    return spans


def subjects(group: Group, text: str, resolved: Subject, earlier: list[Reading]) -> list[Subject] | None:
    """The subjects of a group in order; ``resolved`` is what the first figure would be about by itself."""
    if group.names:
        found = []
        for start, end in group.names:
            name = text[start:end].strip(" ,")
            place = _PROPER.search(name)
            area = place[0] if place and resolved.code and place.end() >= len(name) - 8 else None
            found.append(Subject(resolved.code, name, resolved.breakdown if area else name, "respective", area))
        return found
    size = len(group.figures)
    levels = [reading for reading in earlier if reading.measure == "level" and reading.unit != "rank"]
    if len(levels) < size:
        return None
    return [Subject(one.subject.code, one.subject.text, one.subject.breakdown, "respective") for one in levels[-size:]]
