"""One pass over a text finds what looking for each word finds, and what an expression that opens with them finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from etl.occurrences import WordGroups

_GROUPS = {"aims": ("mục tiêu", "tiêu", "chỉ tiêu"), "places": ("xã ", "xã của", "tỉnh"), "none": ()}
_WORDS = WordGroups.of(_GROUPS)
_TEXTS = st.lists(st.sampled_from(["mục ", "tiêu", " chỉ ", "xã ", "của", "tỉnh", " ", "x", "á"])).map("".join)


@given(_TEXTS)
def test_occurrences_are_those_of_each_word(text: str) -> None:
    found = _WORDS.find(text)
    for name, words in _GROUPS.items():
        alone = {at for word in words for at in range(len(text)) if text.startswith(word, at)}
        assert found[name].starts == sorted(alone)


@given(_TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_between_asks_for_the_beginning_of_a_word(text: str, start: int, end: int) -> None:
    places = _WORDS.find(text)["places"]
    assert places.between(start, end) == any(start <= at < end for at in places.starts)


@given(_TEXTS)
def test_matches_are_those_of_finditer(text: str) -> None:
    pattern = re.compile(r"xã (?:của)?(?! xã)|(?<!chỉ )tỉnh(?:tỉnh)?")
    plain = [match.span() for match in pattern.finditer(text)]
    assert [match.span() for match in _WORDS.find(text)["places"].matches(pattern, text)] == plain
