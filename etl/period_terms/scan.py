"""The scanner: from trigger word to trigger word of a folded text, a few anchored expressions are tried at each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from etl.period_terms import days, months, years
from etl.period_terms.term import Reader, Term
from etl.text import BEFORE_WORD, branched

_OF_UNIT = "(?=năm|tháng|qu[ýí])"
_OF_DAY = "(?= ?(?:[\\d(,-]|nay|qua|mai|ngày|hôm|thứ|chủ))"
_TRIGGER_WORDS = (
    "quý", "quí", "tháng", "năm", "ngày", "hôm", "nửa ", "giai đoạn", "nhiệm kỳ", "thời kỳ", "thời kì", "chu kỳ",
    "niên", "thập ", "những năm", "tuần ", "thượng tuần", "trung tuần", "hạ tuần", "hiện", "tính đến", "cho đến",
    "tại thời", "thời điểm", "các năm", "chủ nhật", "mùng", "mồng",
    "q(?=\\.?(?:[ivx]+|[1-4]) ?[-/.])", "t(?=\\d{1,2}[-/.](?:19|20))", "rằm", "giêng", "chạp", "tết ng", "dịp tết",
    "vụ (?=[cđxhtml\\d])", "mùa (?=[v\\d])",
    *(f"{until} (?=nay|hôm|hiện|giờ|ngày n|thời|lúc|19|20)" for until in ("đến", "tới")),
    *(part + _OF_DAY for part in ("rạng sáng", "sáng sớm", "chiều tối")),
    *(part + _OF_DAY for part in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya")),
    *(f"{whole} (?=năm|tháng|qu[ýí]|kỳ|tuần)" for whole in ("cả", "trong", "trọn", "toàn")),
    *(f"{edge} (?=năm|tháng|qu[ýí]|19|20)" for edge in ("đầu", "giữa", "cuối", "hết")),
    *(f"{count} {_OF_UNIT}" for count in ("một", "hai", "ba", "bốn", "sáu", "bảy", "bẩy", "tám", "chín", "mười")),
    "mười một tháng", "mười hai tháng",
    "thứ (?=hai|ba|tư|năm|sáu|bảy|[2-7])",
)  # fmt: skip
_TRIGGER_FORMS = (
    # Digits, but not the second part of a number or date (12.345, 5/2022, 3-5).
    r"[0-9](?<![.,/].)(?<!\d-.)\d{0,3}(?= ?(?:[-/:]|tháng|qu[ýí]|ngày đ|giờ|h|g\d|t[-/ ]?(?:19|20)|đến|tới|và )|"
    r", \d|\.\d{1,2}\b)|" + branched(_TRIGGER_WORDS)
)
_FIRST_TRIGGER = re.compile(f"(?P<word>{_TRIGGER_FORMS})")
_TRIGGER = re.compile(f"{BEFORE_WORD}(?P<word>{_TRIGGER_FORMS})")

_DAY_READERS: tuple[Reader, ...] = (days.RELATIVE_DAY, days.DAY_SPAN, days.DAY)
_WRITTEN_DAY: tuple[Reader, ...] = (months.MONTH_YEAR, days.DAY_SPAN, days.DAY)
_CLOCK_AND_DAY: tuple[Reader, ...] = (*_DAY_READERS, days.TIME)
_DIGIT_READERS: dict[str, tuple[Reader, ...]] = {
    "t": (  # 3 tháng, 6T/2022, 2021 tới 2025
        months.LISTED_MONTHS,
        months.SHORT_MONTHS,
        months.MONTHS,
        years.BARE_YEARS,
        days.DAY_SPAN,
        days.DAY,
    ),
    "q": (months.QUARTER_COUNT,),
    "n": (months.DAYS_OF_MONTH,),
    "-": (months.MONTH_YEAR, years.BARE_YEARS, days.DAY_SPAN, days.DAY),
    "đ": (years.BARE_YEARS, days.DAY_SPAN),
    "/": _WRITTEN_DAY,
    ".": _WRITTEN_DAY,
    ",": (days.DAY_SPAN,),
    "v": (days.DAY_SPAN,),
    "h": _CLOCK_AND_DAY,
    "g": _CLOCK_AND_DAY,
    ":": (days.TIME,),
}
"""Readers of a number by what follows it, as the trigger asks for it."""
_COUNT_READERS: tuple[Reader, ...] = (months.MONTHS, months.QUARTER_COUNT)
_NOW_READERS: tuple[Reader, ...] = (years.NOW, years.UNTIL_YEAR)
_YEAR_READERS: tuple[Reader, ...] = (years.TERM_YEARS, years.YEARS, years.YEAR_RELATIVE, months.MONTHS)
_WHOLE_READERS: tuple[Reader, ...] = (years.YEARS, years.YEAR_RELATIVE, years.WHOLE_YEAR, years.CONTEXT)
_QUARTER_READERS: tuple[Reader, ...] = (months.QUARTER_TERM, months.QUARTER_RELATIVE, months.QUARTER_EDGE)
_TERM_READERS: tuple[Reader, ...] = (years.TERM_YEARS, years.SEASON, years.CROP_YEAR)
_READERS: dict[str, tuple[Reader, ...]] = {
    "quý": _QUARTER_READERS,
    "quí": _QUARTER_READERS,
    "q": (months.SHORT_QUARTER,),
    "t": (months.SHORT_MONTH,),
    "tháng": (months.MONTH_TERM, months.MONTH_RELATIVE, days.LUNAR),
    "năm": _YEAR_READERS,
    "nửa": (months.HALF,),
    "vụ": _TERM_READERS,
    "mùa": _TERM_READERS,
    "niên": _TERM_READERS,
    "giai đoạn": _TERM_READERS,
    "nhiệm kỳ": _TERM_READERS,
    "thời kỳ": _TERM_READERS,
    "thời kì": _TERM_READERS,
    "chu kỳ": _TERM_READERS,
    "thập": (years.DECADE,),
    "những năm": (years.DECADE,),
    "tuần": (months.WEEK, months.WEEK_NUMBER),
    "cả": _WHOLE_READERS,
    "trong": _WHOLE_READERS,
    "trọn": _WHOLE_READERS,
    "toàn": _WHOLE_READERS,
    "các năm": _WHOLE_READERS,
    **dict.fromkeys(("thượng tuần", "trung tuần", "hạ tuần"), (months.TEN_DAYS,)),
    "đêm": (days.NIGHT, *_DAY_READERS),
    "rằm": (days.LUNAR,),
    "giêng": (days.LUNAR,),
    "chạp": (days.LUNAR,),
    "tết ng": (days.LUNAR,),
    "dịp tết": (days.LUNAR,),
    "hiện": _NOW_READERS,
    "đến": _NOW_READERS,
    "tới": _NOW_READERS,
    "tính đến": _NOW_READERS,
    "cho đến": _NOW_READERS,
    "tại thời": _NOW_READERS,
    "thời điểm": _NOW_READERS,
    **dict.fromkeys(("đầu", "giữa", "cuối", "hết"), (years.EDGE, years.UNTIL_YEAR)),
    **dict.fromkeys(("một", "hai", "ba", "bốn", "sáu", "bảy", "bẩy", "tám", "chín", "mười"), _COUNT_READERS),
    **dict.fromkeys(("mười một tháng", "mười hai tháng"), _COUNT_READERS),
}
_OTHER_READERS: tuple[Reader, ...] = _DAY_READERS


def find_terms(view: str, reference: date | None) -> Iterator[Term]:
    """All terms of a folded text, from left to right, without overlaps."""
    position, size = 0, len(view)
    trigger = _FIRST_TRIGGER.match(view)
    while position < size:
        if trigger is None:
            trigger = _TRIGGER.search(view, max(0, position - 1))
            if trigger is None:
                return
        (start, position), word = trigger.span("word"), trigger["word"]
        trigger = None
        if start and view[start - 1].isalnum():
            continue
        term = _term_at(view, start, word, reference)
        if term is None:
            position = start + len(word.split(" ", 1)[0])  # a longer trigger may hide another: cả năm, trong quý
            continue
        yield term
        position = term.end


def _term_at(view: str, start: int, word: str, reference: date | None) -> Term | None:
    if "0" <= word[0] <= "9":
        behind = view[start + len(word)]
        readers = _DIGIT_READERS[view[start + len(word) + 1] if behind == " " else behind]
    else:
        readers = _READERS.get(word.strip(), _OTHER_READERS)
    for pattern, read in readers:
        match = pattern.match(view, start)
        if match is not None:
            term = read(view, match, reference)
            if term is not None:
                return term
    return None
