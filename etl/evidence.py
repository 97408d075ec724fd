"""The receipt of an observation: its numeral and its sentence as the article has them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from etl.model import Observation, Table

_STOP = re.compile(r"\n|[.!?…]+[”\"')\]]*(?=\s|[A-ZĐÀ-Ỹ]|$)")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|Tp|TX|TT|Tr|tr|GS|TS|PGS|ThS|BS|KS|St|Q|P)$")
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Receipt:
    """The numeral and the sentence around it; ``start`` and ``end`` are the sentence's offsets in the text."""

    numeral: str
    sentence: str
    start: int
    end: int


class Receipts:
    """Receipts for the observations of one article, whose text is split into sentences once."""

    def __init__(self, text: str, tables: Sequence[Table]) -> None:
        self._text = text
        self._tables = tables
        self._starts = sentence_starts(text)

    def of(self, observation: Observation) -> Receipt:
        """The sentence of the numeral, or for a table the row of its cell."""
        if observation.cell is not None:
            table, row, column = observation.cell
            cells = self._tables[table].rows[row]
            return Receipt(cells[column][observation.start : observation.end], " | ".join(cells), 0, 0)
        place = bisect_right(self._starts, observation.start)
        last = bisect_right(self._starts, max(observation.start, observation.end - 1))
        start = self._starts[place - 1]
        end = self._starts[last] if last < len(self._starts) else len(self._text)
        sentence = self._text[start:end].rstrip()
        return Receipt(self._text[observation.start : observation.end], sentence, start, start + len(sentence))


def sentence_starts(text: str) -> list[int]:
    """Offsets at which a sentence begins, 0 first.

    A line always ends one; a full stop does unless it stands inside a number or after a known abbreviation.
    """
    starts = [0]
    for stop in _STOP.finditer(text):
        if _inside_word(text, stop.start()):
            continue
        at = stop.end()
        while at < len(text) and text[at].isspace():
            at += 1
        if starts[-1] < at < len(text):
            starts.append(at)
    return starts


def _inside_word(text: str, stop: int) -> bool:
    if text[stop] != ".":
        return False
    return _ABBREVIATION.search(text, max(0, stop - _LONGEST_ABBREVIATION), stop) is not None
