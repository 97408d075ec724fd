"""Any text: no exception, offsets that hold, order without overlaps, linear time on hostile input."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import bylines, documents, events, people, titles
from etl.comparisons import scan_bases
from etl.normalize import _READERS, FIELDS, answer
from etl.numbers import scan_numbers
from etl.periods import scan_periods, time_period_code
from etl.places import scan_places
from etl.text import clean, fold, match_fold, nfc
from etl.units import match_unit

DAY = date(2022, 4, 8)
WORDS = (
    "quý", "tháng", "năm", "ngày", "từ", "đến", "hết", "cuối", "đầu", "tỷ", "triệu", "nghìn", "đồng", "%", "so với",
    "cùng kỳ", "I", "II-2022", "8/4", "31/12/2021", "12.345,6", "1.384", "7,5-8", "6 tháng", "giai đoạn 2021-2025",
    "gấp", "đôi", "rưỡi", "hai", "mươi", "lăm", "Nam Định", "huyện Hải Hậu", "Bí thư Tỉnh uỷ", "Phạm Gia Túc", "16h40’",
    "Nghị quyết số 09-NQ/TU", "(", ")", ",", ";", ".", "-", "–", "\n", "\u00a0", "USD", "tấn", "nay", "sáng", "lần thứ",
    "kế hoạch", "dự toán", "âm",
)  # fmt: skip
NEWS = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
GLUED = st.lists(st.sampled_from(WORDS), max_size=20).map("".join)
TEXT = st.one_of(st.text(max_size=200), NEWS, GLUED)


@given(TEXT)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(match_fold(text)) == len(text)
    assert nfc(clean(text)) == clean(text)


@given(TEXT)
def test_numerals_lie_where_they_say(text: str) -> None:
    numerals = scan_numbers(text)
    for numeral in numerals:
        assert 0 <= numeral.start < numeral.end <= numeral.after <= len(text)
        assert text[numeral.start : numeral.end] == numeral.text
        if numeral.kind == "range":
            assert numeral.low is not None and numeral.high is not None and numeral.low < numeral.high
    assert all(first.end <= second.start for first, second in pairwise(numerals))


@given(TEXT)
def test_every_digit_run_is_a_numeral(text: str) -> None:
    covered = {at for numeral in scan_numbers(text) for at in range(numeral.start, numeral.end)}
    assert {at for at, char in enumerate(fold(text)) if char in "0123456789"} <= covered


@given(TEXT, st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2060, 1, 1))))
def test_periods_lie_where_they_say(text: str, reference: date | None) -> None:
    for joined in (False, True):
        mentions = scan_periods(text, reference, joined=joined)
        for mention in mentions:
            first, last = mention.period
            assert text[mention.start : mention.end] == mention.text != ""
            assert first is None or (last is not None and first <= last)
            time_period_code(first, last)
            mention.in_year(2024)
        assert all(first.end <= second.start for first, second in pairwise(mentions))


@given(TEXT)
def test_bases_and_places_lie_where_they_say(text: str) -> None:
    for base in scan_bases(text, DAY):
        assert text[base.start : base.end] == base.text != ""
    for place in scan_places(text, DAY):
        assert 0 <= place.start < place.end <= len(text)


@given(TEXT, st.integers(-5, 250))
def test_units_lie_where_they_say(text: str, position: int) -> None:
    unit = match_unit(text, max(0, position))
    assert unit is None or text[unit.start : unit.end] == unit.written != ""


@given(TEXT)
def test_fields_of_an_article_never_fail(text: str) -> None:
    titles.match_form(text)
    events.read_event(text[:80], text, DAY)
    lines = text.split("\n")
    parts = bylines.split_byline(lines)
    assert set(parts.body) <= {line.strip() for line in lines}
    for person in people.read_people(text, "36"):
        assert text[person.start : person.end]
    for document in documents.read_documents(text):
        assert document.start < document.end <= len(text)


@given(TEXT, st.sampled_from([None, *_READERS]), st.sampled_from([None, "2022-04-08", "2022-04-08T15:30:00Z"]))
def test_any_phrase_is_answered(phrase: str, kind: str | None, reference: str | None) -> None:
    found = answer({"id": "a", "phrase": phrase, "reference": reference, "kind": kind})
    assert list(found) == ["id", *FIELDS]


HOSTILE = {
    "numbers": "1.234,5 " * 10_000,
    "chained": "8 tỷ 913 triệu " * 8_000,
    "spaced": "1 234 567 " * 8_000,
    "words": "hai mươi lăm nghìn " * 8_000,
    "dates": "từ ngày 1/2/2022 đến " * 8_000,
    "quarters": "quý I, II, III, " * 8_000,
    "bases": "so với cùng kỳ năm trước " * 8_000,
    "brackets": "(" * 100_000,
    "digits": "1" * 100_000,
    "commas": "1," * 50_000,
    "months": "tháng 1, 2, 3, " * 8_000,
    "names": "Nguyễn Văn " * 8_000,
    "places": "các huyện Hải Hậu, " * 8_000,
    "years": "năm 2021, 2022, " * 8_000,
    "documents": "Nghị quyết số 09-NQ/TU " * 5_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_does_not_hang(text: str) -> None:
    """Each takes well under a second read in linear time, and many minutes where an expression backtracks."""
    assert all(numeral.end <= len(text) for numeral in scan_numbers(text))
    assert all(mention.end <= len(text) for mention in scan_periods(text, DAY))
    assert all(base.end <= len(text) for base in scan_bases(text, DAY))
    assert all(place.end <= len(text) for place in scan_places(text, DAY))
    people.read_people(text, "36")
    documents.read_documents(text)
