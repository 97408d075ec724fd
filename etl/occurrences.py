"""Where a text has the words that rules turn on, found for all rules in one pass.

Many rules are expressions that need one of a few words. The engine tries an expression with lookbehinds, or without a
common first letter, at every character; the automaton passes over a text once for the words of all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ahocorasick


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a text has any of a group of words: to ask before an expression that needs one of them is tried."""

    starts: list[int]

    def between(self, start: int, end: int) -> bool:
        """Whether one of the words begins from ``start`` to ``end``."""
        if not self.starts:
            return False
        at = bisect_left(self.starts, start)
        return at < len(self.starts) and self.starts[at] < end

    def matches(self, pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
        """What ``pattern.finditer(text)`` finds, where every match of it begins with one of the words."""
        found: list[re.Match[str]] = []
        for at in self.starts:
            match = pattern.match(text, at) if not found or at >= found[-1].end() else None
            if match is not None:
                found.append(match)
        return found


@dataclass(frozen=True, slots=True)
class WordGroups:
    """Named groups of words, compiled to be looked for together, also inside of longer words."""

    names: tuple[str, ...]
    automaton: ahocorasick.Automaton

    @classmethod
    def of(cls, groups: Mapping[str, Iterable[str]]) -> WordGroups:
        """Compile the groups; a word may be in several."""
        members: dict[str, list[str]] = {}
        for name, words in groups.items():
            for word in words:
                members.setdefault(word, []).append(name)
        automaton = ahocorasick.Automaton()
        for word, names in members.items():
            automaton.add_word(word, (len(word), tuple(names)))
        automaton.make_automaton()
        return cls(tuple(groups), automaton)

    def find(self, text: str) -> dict[str, Occurrences]:
        """The occurrences of every group."""
        starts: dict[str, list[int]] = {name: [] for name in self.names}
        for last, (length, names) in self.automaton.iter(text):
            for name in names:
                starts[name].append(last + 1 - length)
        return {name: Occurrences(sorted(set(found)) if len(found) > 1 else found) for name, found in starts.items()}
