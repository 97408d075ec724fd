"""Hostile sizes: the reader stays linear, so these end within the suite's timeout by a wide margin."""

from __future__ import annotations

from datetime import date

import pytest

from etl.indicators import read

_SIZE = 10_000
_HOSTILE = {
    "numbers in one sentence": "GRDP tăng " + ", ".join(f"{number % 90},{number % 10}%" for number in range(_SIZE)),
    "amounts in one sentence": "Thu ngân sách đạt " + ", ".join(f"{number} tỷ đồng" for number in range(_SIZE)),
    "nested brackets": "GRDP tăng " + "(5% " * _SIZE + ")" * _SIZE,
    "repeated keywords": "tổng sản phẩm trên địa bàn " * 100_000 + "tăng 5%",
    "repeated marks": ("lần lượt " * _SIZE) + "5%, 6% và 7%",
    "repeated bases": "so với cùng kỳ năm 2023 " * _SIZE + "tăng 5%",
    "dots": "." * 300_000 + "5%",
    "dashes": "GRDP" + " - " * 100_000 + "5%",
    "slashes": "đạt " + "/".join(str(number) for number in range(_SIZE)) + " xã",
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_text(name: str) -> None:
    text = _HOSTILE[name]
    found = read(text, province="40", published=date(2024, 7, 1))
    assert all(text[one.start : one.end].strip() for one in found)


@pytest.mark.slow
def test_long_article() -> None:
    sentence = "Thu ngân sách 6 tháng đạt 3.200 tỷ đồng, bằng 52% dự toán, tăng 7,1% so với cùng kỳ.\n"
    text = sentence * (5_000_000 // len(sentence))
    assert len(read(text, province="40", published=date(2024, 7, 1))) == 3 * text.count("\n")
