"""Any text is read without an error; offsets are the numeral's; no figure comes from a text without one."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.indicators import explain, read

_WORDS = st.sampled_from(
    [
        *(
            "GRDP",
            "tăng",
            "giảm",
            "đạt",
            "5,2%",
            "3.120 tỷ đồng",
            "so với cùng kỳ",
            ";",
            ",",
            ".",
            "(",
            ")",
            "trong đó",
        ),
        *(":", "lần lượt", "và", "năm 2023", "6 tháng đầu năm", "kế hoạch", "dự toán", "12/15 xã", "vụ tai nạn"),
        *("đạt chuẩn nông thôn mới", "người chết", "USD", "\n", "-", "huyện Hòa Vang", "bằng", "chiếm", "gấp đôi"),
        *("một nửa", "lúa", "năng suất", "tạ/ha", "ước", "phấn đấu", "30/6", "-13,5", "+4%", "1.5"),
    ]
)
_PROSE = st.lists(_WORDS, max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(_PROSE, st.text(max_size=200)), st.sampled_from([date(2024, 7, 1), date(2012, 2, 29), None]))
def test_any_text(text: str, day: date | None) -> None:
    for one in read(text, province="40", published=day):
        assert 0 <= one.start < one.end <= len(text)
        assert any(char.isdigit() for char in text[one.start : one.end]) or text[one.start : one.end].isprintable()
        assert 0 <= one.confidence <= 1
        begin, end = one.period
        assert begin is None or end is None or begin <= end


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcdeghiklmnopqrstuvxyđâăêôơư ,.;:()\n", max_size=200))
def test_no_figure_without_a_numeral(text: str) -> None:
    assert read(text, province="40", published=date(2024, 7, 1)) == []


@settings(max_examples=60, deadline=None)
@given(_PROSE)
def test_every_numeral_is_accounted_for_once(text: str) -> None:
    spans = [(one.start, one.end) for one in explain(text, province="40", published=date(2024, 7, 1)).numerals]
    assert len(spans) == len(set(spans))
    assert spans == sorted(spans)
