"""Places and their days of validity."""

from __future__ import annotations

from datetime import date

import pytest

from etl.places import MERGER, gazetteer, scan_places, unit_on

BEFORE, AFTER = date(2022, 4, 8), date(2025, 12, 1)


def areas(text: str, on: date) -> list[str | None]:
    return [place.area for place in scan_places(text, on)]


def test_there_are_63_units_before_the_merger_and_34_after() -> None:
    units = gazetteer().units
    assert sum(unit.valid_on(BEFORE) for unit in units) == 63
    assert sum(unit.valid_on(date(2025, 6, 30)) for unit in units) == 63
    assert sum(unit.valid_on(MERGER) for unit in units) == 34
    assert sum(unit.valid_on(date(2026, 12, 1)) for unit in units) == 34


@pytest.mark.parametrize(
    ("unit_or_code", "day", "code"),
    [
        ("36", BEFORE, "36"),
        ("36", AFTER, "37"),
        ("15", BEFORE, "15"),
        ("15", AFTER, "15"),
        ("nam-dinh@pre2025", AFTER, "37"),
        ("yen-bai@pre2025", AFTER, "15"),
        ("lao-cai@2025", BEFORE, "10"),
        ("dong-nai@2025", date(2026, 9, 1), "75"),
        ("nowhere@pre2025", AFTER, None),
        ("00", AFTER, None),
    ],
)
def test_a_unit_or_code_on_a_day(unit_or_code: str, day: date, code: str | None) -> None:
    assert gazetteer().code_on(unit_or_code, day) == code


def test_one_code_two_owners() -> None:
    assert unit_on("15", BEFORE) == "yen-bai@pre2025"
    assert unit_on("15", AFTER) == "lao-cai@2025"
    assert unit_on("huyện Hải Hậu", BEFORE) is None


@pytest.mark.parametrize(
    ("text", "on", "area"),
    [
        ("TP.HCM", BEFORE, "79"),
        ("thành phố Hồ Chí Minh", BEFORE, "79"),
        ("Hoà Bình", BEFORE, "17"),
        ("HÒA BÌNH", BEFORE, "17"),
        ("Ðiện Biên", BEFORE, "11"),
        ("Bà Rịa – Vũng Tàu", BEFORE, "77"),
        ("Bà Rịa-Vũng Tàu", BEFORE, "77"),
        ("BR-VT", BEFORE, "77"),
        ("Thừa Thiên-Huế", BEFORE, "46"),
        ("Huế", BEFORE, "46"),
        ("thành phố Huế", AFTER, "46"),
        ("Đăk Lăk", BEFORE, "66"),
        ("Nam Định", BEFORE, "36"),
        ("Nam Định", AFTER, "36"),
        ("Ninh Bình", AFTER, "37"),
        ("cả nước", BEFORE, "VN"),
        ("Đồng bằng sông Hồng", BEFORE, "Đồng bằng sông Hồng"),
        ("huyện Hải Hậu", BEFORE, "huyện Hải Hậu"),
        ("xã Phú Vinh Thượng", BEFORE, "xã Phú Vinh Thượng"),
        ("phường 7", BEFORE, "phường 7"),
        ("thành phố Nam Định", BEFORE, "thành phố Nam Định"),
    ],
)
def test_one_place(text: str, on: date, area: str) -> None:
    assert areas(text, on) == [area]


def test_names_that_are_no_places() -> None:
    assert areas("tư tưởng Hồ Chí Minh; Thái Bình Dương; hòa bình", BEFORE) == []


def test_a_former_territory_keeps_its_own_unit() -> None:
    former, also = scan_places("Ninh Bình cũ, Nam Định (cũ)", AFTER)
    assert former.unit is not None and former.unit.unit_id == "ninh-binh@pre2025" and former.former
    assert also.unit is not None and also.unit.unit_id == "nam-dinh@pre2025" and also.former
    (current,) = scan_places("Ninh Bình", AFTER)
    assert current.unit is not None and current.unit.unit_id == "ninh-binh@2025" and not current.former


def test_districts_in_a_list_and_their_parent() -> None:
    places = scan_places("các huyện Hải Hậu, Giao Thủy và Nghĩa Hưng; huyện Vụ Bản, tỉnh Nam Định", BEFORE)
    assert [place.name for place in places[:3]] == ["Hải Hậu", "Giao Thủy", "Nghĩa Hưng"]
    assert places[3].parent == "36"


def test_a_list_of_districts_with_a_number_each() -> None:
    places = scan_places("huyện Vụ Bản 23.800 ha, Hải Hậu 12.500 ha, Ý Yên đạt 493 ha và Nam Trực một ha", BEFORE)
    assert [place.name for place in places] == ["Vụ Bản", "Hải Hậu", "Ý Yên", "Nam Trực"]


def test_districts_named_bare_count_only_in_their_own_province() -> None:
    text = "Trong đó, Hải Hậu đạt 72,8 tạ/ha, Ý Yên 71 tạ/ha; ông Trần Hải Hậu; Quỳnh Phụ 70 tạ/ha"
    found = [place.name for place in scan_places(text, BEFORE, province="36") if place.bare]
    assert found == ["Hải Hậu", "Ý Yên"]
    assert [place.name for place in scan_places(text, BEFORE) if place.bare] == []
    merged = [place.name for place in scan_places(text, AFTER, province="37") if place.bare]
    assert merged == ["Hải Hậu", "Ý Yên"]


def test_every_province_has_its_districts() -> None:
    text = "Hạ Long, Nha Trang, Đà Lạt"
    assert [place.area for place in scan_places(text, BEFORE, province="68") if place.bare] == ["Đà Lạt"]
    assert [place.area for place in scan_places(text, BEFORE, province="22") if place.bare] == ["Hạ Long"]


def test_own_province_is_marked() -> None:
    assert [place.kind for place in scan_places("toàn tỉnh đạt 5%, cả nước 6%", BEFORE)] == ["own", "country"]
