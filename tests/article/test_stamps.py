"""Time stamps in the forms that Vietnamese pages print (and their metadata state)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.article import moments, stamps
from etl.article.moments import Seen
from etl.article.stamps import VIETNAM, Stamp, find, parse_machine


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("Cập nhật lúc20:10, Thứ Năm, 24/12/2020 (GMT+7)", at(2020, 12, 24, 20, 10), "minute"),
        ("Cập nhật lúc 10:24 01/04/2025 (GMT+7)", at(2025, 4, 1, 10, 24), "minute"),
        ("Cập nhật lúc: 18:18 |31/03/2020", at(2020, 3, 31, 18, 18), "minute"),
        ("Thứ Bảy, 18/12/2021, 21:07 [GMT+7]", at(2021, 12, 18, 21, 7), "minute"),
        ("Thứ Sáu, 08/04/2022 | 15:30 [GMT+7]", at(2022, 4, 8, 15, 30), "minute"),
        ("Cập nhật: Thứ hai, 22/11/2010 | 9:07:25 AM", at(2010, 11, 22, 9, 7, 25), "minute"),
        ("Cập nhật: Thứ hai, 22/11/2010 | 9:07:25 PM", at(2010, 11, 22, 21, 7, 25), "minute"),
        ("Thứ hai - 24/08/2015 11:43", at(2015, 8, 24, 11, 43), "minute"),
        ("06:00, 24/05/2026", at(2026, 5, 24, 6, 0), "minute"),
        ("24/05/2026 - 06:05", at(2026, 5, 24, 6, 5), "minute"),
        ("(28/11/2024)", at(2024, 11, 28), "day"),
        ("1/2/2019 23:46'", at(2019, 2, 1, 23, 46), "minute"),
        ("Đăng ngày 05/03/2023 | lượt xem: 120", at(2023, 3, 5), "day"),
        ("Thứ Ba, 07/08/2018 | 17:23", at(2018, 8, 7, 17, 23), "minute"),
        ("Thứ 3, 07-08-2018 17h23", at(2018, 8, 7, 17, 23), "minute"),
        ("05/03/2023 08:15 chiều", at(2023, 3, 5, 20, 15), "minute"),
        ("08:15 tối, ngày 05/03/2023", at(2023, 3, 5, 20, 15), "minute"),
        ("05/03/2023 8:15:00 SA", at(2023, 3, 5, 8, 15), "minute"),
        ("05/03/2023 12:15:00 SA", at(2023, 3, 5, 0, 15), "minute"),
        ("05/03/2023 12:15 CH", at(2023, 3, 5, 12, 15), "minute"),
        ("05/03/2023 11:15 trưa", at(2023, 3, 5, 11, 15), "minute"),
        ("05/03/2023 1:15 trưa", at(2023, 3, 5, 13, 15), "minute"),
        ("10:30 ngày 5 tháng 3 năm 2023", at(2023, 3, 5, 10, 30), "minute"),
        ("Thứ Hai, ngày 5 tháng 3 năm 2023, 10:30", at(2023, 3, 5, 10, 30), "minute"),
        ("15-01-2024 13:04", at(2024, 1, 15, 13, 4), "minute"),
        ("07/03/2026 08:52 (GMT+07:00)", at(2026, 3, 7, 8, 52), "minute"),
    ],
)
def test_visible_forms(text: str, moment: datetime, precision: str) -> None:
    stamp = find(text)
    assert stamp is not None
    assert (stamp.moment, stamp.precision) == (moment, precision)


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2026-03-07T08:52:11.000 +07:00", at(2026, 3, 7, 8, 52, 11), "minute"),
        ("2026-03-07T08:52:11+07:00", at(2026, 3, 7, 8, 52, 11), "minute"),
        ("2026-03-07T08:52:11+0700", at(2026, 3, 7, 8, 52, 11), "minute"),
        ("2026-03-07 08:52", at(2026, 3, 7, 8, 52), "minute"),
        ("2026-03-06T17:05:00Z", datetime(2026, 3, 6, 17, 5, tzinfo=UTC), "minute"),
        ("2026-03-07T08:52:11-05:00", datetime(2026, 3, 7, 8, 52, 11, tzinfo=timezone(-timedelta(hours=5))), "minute"),
        ("20260307085211", at(2026, 3, 7, 8, 52, 11), "minute"),
        ("3/24/2021 9:05:00 PM", at(2021, 3, 24, 21, 5), "minute"),
        ("3/4/2021 9:05:00 PM", at(2021, 3, 4, 21, 5), "minute"),
        ("04/03/2021 21:05", at(2021, 3, 4, 21, 5), "minute"),
        ("2026-03-07", at(2026, 3, 7), "day"),
        ("March 7, 2026 8:52 AM", at(2026, 3, 7, 8, 52), "minute"),
    ],
)
def test_machine_forms(text: str, moment: datetime, precision: str) -> None:
    stamp = parse_machine(text)
    assert stamp is not None
    assert (stamp.moment, stamp.precision) == (moment, precision)


@pytest.mark.parametrize("text", ["", "Hà Nội", "31/02/2020", "45/13/2020 10:00", "1816", "9/2020", "2020-13-40"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert find(text) is None


def test_numbers_are_not_clocks() -> None:
    stamp = find("ngày 05/03/2023, đạt 25 tỷ đồng")
    assert stamp is not None
    assert stamp.precision == "day"


@given(st.datetimes(datetime(2000, 1, 1), datetime(2035, 12, 31)))
def test_printed_and_read_again(moment: datetime) -> None:
    aware = moment.replace(second=0, microsecond=0, tzinfo=VIETNAM)
    assert find(f"{aware:%d/%m/%Y %H:%M}").moment == aware  # type: ignore[union-attr]
    assert parse_machine(aware.isoformat()).moment == aware  # type: ignore[union-attr]
    assert parse_machine(aware.astimezone(UTC).isoformat()).moment == aware  # type: ignore[union-attr]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    find(text)
    parse_machine(text)


def visible(text: str, how: str = "visible date") -> Seen:
    stamp = find(text)
    assert stamp is not None
    return Seen(stamp, how)


def machine(text: str) -> list[tuple[str, Stamp]]:
    return moments.read_machine([("json-ld", text)])


def test_wall_clock_called_utc_is_corrected_by_the_shown_stamp() -> None:
    decided = moments.decide(machine("2026-03-07T08:52:00Z"), [visible("07/03/2026 08:52 GMT+7")])
    assert decided is not None
    assert decided.moment == at(2026, 3, 7, 8, 52)


def test_true_utc_is_kept_and_shown_in_local_time() -> None:
    decided = moments.decide(machine("2026-03-06T17:05:00Z"), [visible("07/03/2026 00:05")])
    assert decided is not None
    assert moments.local(decided.moment).isoformat() == "2026-03-07T00:05:00+07:00"


def test_bare_day_takes_the_shown_clock_of_the_same_day_only() -> None:
    same = moments.decide(machine("2026-03-07"), [visible("07/03/2026 08:52")])
    other = moments.decide(machine("2026-03-07"), [visible("09/03/2026 08:52")])
    assert same is not None
    assert other is not None
    assert (same.moment, same.precision) == (at(2026, 3, 7, 8, 52), "minute")
    assert (other.moment, other.precision) == (at(2026, 3, 7), "day")


def test_month_first_is_settled_by_the_shown_day() -> None:
    decided = moments.decide(machine("3/7/2026 8:52:00 AM"), [visible("07/03/2026 08:52")])
    assert decided is not None
    assert decided.moment == at(2026, 3, 7, 8, 52)
    swapped = moments.decide(machine("07/03/2026 8:52:00 AM"), [visible("07/03/2026 08:52")])
    assert swapped is not None
    assert swapped.moment == at(2026, 3, 7, 8, 52)


def test_clock_of_another_month_than_the_address_is_no_publication() -> None:
    month = at(2020, 12, 1)
    address = Stamp(month, "month")
    decided = moments.decide([], [visible("24/11/2026 09:15", "text")], address, month)
    assert decided is not None
    assert (decided.moment, decided.precision) == (month, "month")
    fitting = moments.decide([], [visible("24/12/2020 20:10"), visible("24/11/2026 09:15")], address, month)
    assert fitting is not None
    assert fitting.moment == at(2020, 12, 24, 20, 10)


def test_stamp_in_the_address_beats_the_shown_one() -> None:
    address = stamps.Stamp(at(2024, 5, 6, 7, 8, 9), "minute")
    decided = moments.decide([], [visible("07/05/2024 10:00")], address)
    assert decided is not None
    assert decided.moment == at(2024, 5, 6, 7, 8, 9)
