"""Near duplicates by SimHash: copies are linked, monthly reports are not."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.duplicates import CLOSE, bands, distance, link, pairs, simhash

WAYS = ("khẩn trương", "chủ động", "tích cực", "kịp thời", "quyết liệt", "đồng bộ", "thường xuyên")
SEASONS = ("đông xuân", "hè thu", "mùa", "chiêm", "thu đông", "xuân sớm", "xuân muộn")
STORY = "\n".join(
    f"Đoạn {n}: lãnh đạo tỉnh làm việc với {n + 3} doanh nghiệp về tiến độ dự án khu công nghiệp số {n}, yêu cầu sở "
    f"{way} tháo gỡ vướng mắc cho nhà đầu tư trong quý {n % 4 + 1}."
    for n, way in enumerate(WAYS, 1)
)
OTHER = "\n".join(
    f"Vụ lúa {season} năm nay bà con gieo cấy {n * 7} ha, năng suất bình quân {n + 50} tạ mỗi ha, giá ruộng ổn định."
    for n, season in enumerate(SEASONS, 1)
)


def test_a_copy_with_another_byline_is_near() -> None:
    copy = "(TTXVN) - " + STORY + "\nTheo TTXVN"
    assert distance(simhash(STORY), simhash(copy)) <= CLOSE
    assert distance(simhash(STORY), simhash(OTHER)) > 2 * CLOSE


def test_case_punctuation_and_composition_do_not_count() -> None:
    assert simhash(unicodedata.normalize("NFD", STORY.upper().replace(",", " ;"))) == simhash(STORY)


def test_short_texts_are_like_nothing() -> None:
    assert simhash("Tin ngắn.") == ""
    assert distance("", "") == 64
    assert list(pairs({"a": "", "b": ""})) == []


def test_copies_point_at_the_first_within_days() -> None:
    hashes = {"first": simhash(STORY), "other": simhash(OTHER), "copy": simhash(STORY), "late": simhash(STORY)}
    assert link(hashes) == {"copy": "first", "late": "first"}
    days = {"first": date(2026, 3, 1), "copy": date(2026, 3, 2), "late": date(2026, 5, 1)}
    assert link(hashes, days) == {"copy": "first"}


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=CLOSE))
def test_near_hashes_share_a_band(value: int, flips: set[int]) -> None:
    other = value
    for bit in flips:
        other ^= 1 << bit
    one, two = f"{value:016x}", f"{other:016x}"
    assert distance(one, two) == len(flips)
    assert set(bands(one)) & set(bands(two))
    assert list(pairs({"a": one, "b": two})) == [("a", "b")]


@pytest.mark.parametrize("close", [0, 3, 8])
def test_no_pair_is_farther_than_asked(close: int) -> None:
    hashes = {str(n): f"{(1 << n) - 1:016x}" for n in range(12)}
    found = set(pairs(hashes, close))
    assert found == {(str(a), str(b)) for b in range(12) for a in range(b) if b - a <= close}
