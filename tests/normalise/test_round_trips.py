"""What is written by rule is read back: days, periods, numbers in digits and words, money, percents."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from etl.normalize import answer
from etl.numbers import parse_words, read_digits, scan_numbers
from etl.periods import month_span

DAYS = st.dates(date(1950, 1, 1), date(2069, 12, 31))
YEARS = st.integers(2000, 2049)
UNDER_TEN = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def grouped(number: int) -> str:
    """An integer with dots for thousands."""
    return f"{number:,}".replace(",", ".")


def tens_in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    last = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, UNDER_TEN[ones])
    return f"{'mười' if tens == 1 else UNDER_TEN[tens] + ' mươi'} {last}".strip()


def group_in_words(number: int, full: bool) -> str:
    """A group of three digits; ``full`` also says its missing hundreds (không trăm linh hai)."""
    hundreds, rest = divmod(number, 100)
    words = f"{UNDER_TEN[hundreds]} trăm" if hundreds or full else ""
    if rest == 0:
        return words
    if rest < 10:
        return f"{words} linh {UNDER_TEN[rest]}" if words else UNDER_TEN[rest]
    return f"{words} {tens_in_words(rest)}".strip()


def in_words(number: int) -> str:
    parts = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, scale)
        if group:
            parts.append(f"{group_in_words(group, bool(parts))} {name}".strip())
    return " ".join(parts)


def start(phrase: str, kind: str, reference: str | None = None) -> str | None:
    found: str | None = answer({"id": 1, "phrase": phrase, "kind": kind, "reference": reference})["start"]
    return found


def span(phrase: str, reference: str | None = None) -> tuple[str | None, str | None]:
    found = answer({"id": 1, "phrase": phrase, "kind": "interval", "reference": reference})
    return found["start"], found["end"]


@given(DAYS)
def test_a_day_in_every_form(day: date) -> None:
    forms = (
        f"{day.day}/{day.month}/{day.year}",
        f"ngày {day.day}-{day.month}-{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"sáng {day.day}/{day.month}/{day.year}",
        f"Chủ nhật, {day:%d/%m/%Y}",
        f"ngày {day.day} - {day.month} - {day.year}",
        day.isoformat(),
    )
    assert {start(form, "instant") for form in forms} == {day.isoformat()}


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_a_stamp_in_every_form(day: date, hour: int, minute: int) -> None:
    written = f"{day:%d/%m/%Y}"
    forms = (
        f"Cập nhật lúc{hour:02}:{minute:02}, Thứ Năm, {written} (GMT+7)",
        f"Thứ Bảy, {written}, {hour:02}:{minute:02} [GMT+7]",
        f"Thứ hai - {written} {hour:02}:{minute:02}",
        f"{hour}h{minute:02} ngày {day.day}-{day.month}-{day.year}",
        f"{hour} giờ {minute} phút, ngày {written}",
        f"{written} {hour:02}:{minute:02}'",
    )
    assert {start(form, "instant") for form in forms} == {f"{day.isoformat()}T{hour:02}:{minute:02}"}


@given(DAYS, st.integers(-50, 50))
def test_a_day_without_its_year_is_read_near_the_clock(clock: date, shift: int) -> None:
    day = clock + timedelta(days=shift)
    if (day.month, day.day) != (2, 29):
        assert start(f"ngày {day.day}/{day.month}", "instant", clock.isoformat()) == day.isoformat()


@given(DAYS, st.integers(1, 400))
def test_a_span_of_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    wanted = (first.isoformat(), last.isoformat())
    assert (
        span(f"từ ngày {first.day}/{first.month}/{first.year} đến ngày {last.day}/{last.month}/{last.year}") == wanted
    )
    if length < 300:
        assert span(f"từ {first.day}/{first.month} đến {last.day}/{last.month}/{last.year}") == wanted


@given(YEARS, st.integers(1, 4))
def test_quarters(year: int, quarter: int) -> None:
    roman = ("I", "II", "III", "IV")[quarter - 1]
    first, last = month_span(year, 3 * quarter - 2, 3 * quarter)
    forms = (f"quý {roman}-{year}", f"Quý {roman} năm {year}", f"quý {quarter}/{year}", f"quý {roman} – {year}")
    assert {span(form) for form in forms} == {(first.isoformat(), last.isoformat())}


@given(YEARS, st.integers(2, 11))
def test_months_from_january_and_to_december(year: int, count: int) -> None:
    first, last = month_span(year, 1, count)
    assert span(f"{count} tháng đầu năm {year}") == (first.isoformat(), last.isoformat())
    assert span(f"{count} tháng năm {year}") == (first.isoformat(), last.isoformat())
    first, last = month_span(year, 13 - count, 12)
    assert span(f"{count} tháng cuối năm {year}") == (first.isoformat(), last.isoformat())


@given(YEARS, st.integers(1, 12))
def test_months(year: int, month: int) -> None:
    first, last = month_span(year, month, month)
    forms = (f"tháng {month}-{year}", f"tháng {month:02}/{year}", f"tháng {month} năm {year}", f"tháng {month}.{year}")
    assert {span(form) for form in forms} == {(first.isoformat(), last.isoformat())}
    as_of = answer({"id": 1, "phrase": f"đến hết tháng {month}-{year}", "kind": "asof", "reference": None})
    assert as_of["end"] == last.isoformat()


@given(st.integers(0, 10**15 - 1))
def test_integers_in_digits(number: int) -> None:
    read = read_digits(grouped(number))
    assert read is not None
    assert read.times(0) == number


@given(
    st.integers(0, 999_999), st.integers(1, 999), st.sampled_from([("tỷ", 9), ("triệu", 6), ("nghìn", 3), ("vạn", 4)])
)
def test_decimals_with_a_magnitude_lose_nothing(whole: int, thousandths: int, magnitude: tuple[str, int]) -> None:
    word, power = magnitude
    (numeral,) = scan_numbers(f"{grouped(whole)},{thousandths:03} {word} đồng")
    assert numeral.value == (whole * 1000 + thousandths) * 10 ** (power - 3)


@given(st.integers(1, 10**12 - 1))
def test_numbers_in_words(number: int) -> None:
    assert parse_words(in_words(number).split()) == number


@given(st.integers(1, 10**12 - 1))
def test_money_in_words(number: int) -> None:
    found = answer({"id": 1, "phrase": f"{in_words(number)} đồng", "kind": "money", "reference": None})
    assert (found["value"], found["unit"]) == (number, "VND")


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_percents(whole: int, hundredths: int) -> None:
    found = answer({"id": 1, "phrase": f"tăng {grouped(whole)},{hundredths:02}%", "kind": "percent", "reference": None})
    assert found["value"] == (whole * 100 + hundredths) / 100
    assert found["unit"] == "%"


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_ranges(low: int, extra: int) -> None:
    high = low + extra
    for phrase in (f"từ {grouped(low)} đến {grouped(high)} ha", f"từ {grouped(low)} ha đến {grouped(high)} ha"):
        found = answer({"id": 1, "phrase": phrase, "kind": "quantity", "reference": None})
        assert found["value"] in ([low, high], None)
        assert found["value"] is None or found["unit"] == "ha"
