from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from reports.periods import UnknownPeriod, from_days, from_months, parse

LABELS = [
    ("2022", "2022", "2022-01-01", "2022-12-31", "year", "năm 2022"),
    ("2022-S2", "2022-S2", "2022-07-01", "2022-12-31", "half", "6 tháng cuối năm 2022"),
    ("2022-q1", "2022-Q1", "2022-01-01", "2022-03-31", "quarter", "quý I năm 2022"),
    ("2024-02", "2024-02", "2024-02-01", "2024-02-29", "month", "tháng 2 năm 2024"),
    ("2022-9M", "2022-9M", "2022-01-01", "2022-09-30", "nine_months", "9 tháng đầu năm 2022"),
    ("2022-01..2022-09", "2022-9M", "2022-01-01", "2022-09-30", "nine_months", "9 tháng đầu năm 2022"),
    ("2022-01-01/2022-09-30", "2022-9M", "2022-01-01", "2022-09-30", "nine_months", "9 tháng đầu năm 2022"),
    ("2022-6M", "2022-S1", "2022-01-01", "2022-06-30", "half", "6 tháng đầu năm 2022"),
    ("2022-01..2022-12", "2022", "2022-01-01", "2022-12-31", "year", "năm 2022"),
    ("2022-11M", "2022-01..2022-11", "2022-01-01", "2022-11-30", "span", "11 tháng đầu năm 2022"),
    ("2022-05..2022-07", "2022-05..2022-07", "2022-05-01", "2022-07-31", "span", "từ tháng 5/2022 đến tháng 7/2022"),
    ("2021-11..2022-02", "2021-11..2022-02", "2021-11-01", "2022-02-28", "span", "từ tháng 11/2021 đến tháng 2/2022"),
]


@pytest.mark.parametrize(("written", "code", "start", "end", "kind", "label"), LABELS)
def test_a_code_names_its_days_kind_and_words(
    written: str, code: str, start: str, end: str, kind: str, label: str
) -> None:
    period = parse(written)
    assert (period.code, period.start.isoformat(), period.end.isoformat()) == (code, start, end)
    assert (period.kind, period.label("vi")) == (kind, label)
    assert reports.period(written) == (period.start, period.end)


REFUSED = """
22-Q1 2022-Q5 2022-13 2022-00 2022-3 2022-M9 2022-M09 2022-13M 2022-03..2022-01 1899 ٢٠٢٢ 2022-Q1;DROP
2022-01-01/2022-09-29 2022-02-30/2022-09-30 2022Q1 2022-S3
"""


@pytest.mark.parametrize("written", ["", "2022-Q1\n2023", *REFUSED.split()])
def test_what_is_no_period_is_refused_with_the_accepted_forms(written: str) -> None:
    with pytest.raises(UnknownPeriod, match="2022-Q1 \\(quarter\\)"):
        parse(written)


def test_the_refusal_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="'2022-M9'"):
        reports.period("2022-M9")


@given(st.integers(1900, 2999), st.integers(1, 12), st.integers(1, 12))
def test_a_code_reads_back_as_the_same_period(year: int, one: int, other: int) -> None:
    period = from_months(year, min(one, other), max(one, other))
    assert parse(period.code) == period
    assert from_days(period.start, period.end) == period


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 800))
def test_only_whole_months_make_a_period_of_days(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    assert (from_days(start, end) is not None) == whole


@pytest.mark.parametrize(
    ("code", "to_date"),
    [("2022-03", "2022-Q1"), ("2022-Q3", "2022-9M"), ("2022-S2", "2022"), ("2022-08", "2022-01..2022-08")],
)
def test_year_to_date_ends_with_the_period(code: str, to_date: str) -> None:
    found = parse(code).year_to_date
    assert found is not None
    assert found.code == to_date


@pytest.mark.parametrize("code", ["2022", "2022-Q1", "2022-01", "2022-9M", "2021-11..2022-02"])
def test_a_period_from_january_has_no_other_year_to_date(code: str) -> None:
    assert parse(code).year_to_date is None
