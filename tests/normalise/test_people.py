"""People with positions, documents cited, events, bylines, titles. All names and texts are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.bylines import split_byline
from etl.documents import read_documents
from etl.events import read_event
from etl.people import expand, read_people
from etl.text import nfc
from etl.titles import match_form, printed_form

LEAD = (
    "Sáng 5-4, BCH Đảng bộ tỉnh khoá XXI họp hội nghị lần thứ mười. Các đồng chí: Trần Văn Sông, Uỷ viên BCH Trung "
    "ương Đảng, Bí thư Tỉnh uỷ; Lê Thị Núi, Phó Bí thư Thường trực Tỉnh uỷ, Chủ tịch HĐND tỉnh, Trưởng Đoàn ĐBQH tỉnh; "
    "Đỗ Văn Đồi, Phó Bí thư Tỉnh uỷ, Chủ tịch UBND tỉnh, chủ trì hội nghị."
)


def test_a_list_of_comrades() -> None:
    people = {person.name: person for person in read_people(LEAD, "36")}
    assert list(people) == ["Trần Văn Sông", "Lê Thị Núi", "Đỗ Văn Đồi"]
    assert people["Trần Văn Sông"].positions == ("Ủy viên Ban Chấp hành Trung ương Đảng", "Bí thư Tỉnh ủy")
    assert people["Lê Thị Núi"].positions == (
        "Phó Bí thư Thường trực Tỉnh ủy",
        "Chủ tịch Hội đồng nhân dân tỉnh",
        "Trưởng Đoàn đại biểu Quốc hội tỉnh",
    )
    assert people["Đỗ Văn Đồi"].positions == ("Phó Bí thư Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh")
    assert {person.organisation for person in people.values()} == {"Tỉnh ủy"}
    assert {person.area for person in people.values()} == {"36"}
    assert all(LEAD[person.start : person.end] == person.name for person in people.values())


@pytest.mark.parametrize(
    ("text", "name", "positions", "organisation"),
    [
        ("đồng chí Bí thư Tỉnh uỷ Trần Văn Sông nhấn mạnh", "Trần Văn Sông", ("Bí thư Tỉnh ủy",), "Tỉnh ủy"),
        (
            "Chủ tịch UBND tỉnh Lê Văn Suối yêu cầu",
            "Lê Văn Suối",
            ("Chủ tịch Ủy ban nhân dân tỉnh",),
            "Ủy ban nhân dân tỉnh",
        ),
        ("ông Lê Văn Suối, Giám đốc Sở Y tế, cho biết", "Lê Văn Suối", ("Giám đốc Sở Y tế",), "Sở Y tế"),
        ("Lê Văn Suối - Phó Giám đốc Sở GTVT chủ trì", "Lê Văn Suối", ("Phó Giám đốc Sở Giao thông vận tải",), None),
        (
            "đồng chí Hồ Văn Bãi, Uỷ viên dự khuyết BCH Trung ương Đảng, Bí thư Tỉnh uỷ khoá X dự hội nghị",
            "Hồ Văn Bãi",
            ("Ủy viên dự khuyết Ban Chấp hành Trung ương Đảng", "Bí thư Tỉnh ủy khóa X"),
            "Tỉnh ủy",
        ),
        (
            "đồng chí Hồ Văn Bãi, UVT.Ư Đảng, Bí thư Tỉnh uỷ dự",
            "Hồ Văn Bãi",
            ("Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy"),
            "Tỉnh ủy",
        ),
        (
            "Hồ Văn Bãi, Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh",
            "Hồ Văn Bãi",
            ("Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh",),
            "Bộ Chỉ huy Quân sự tỉnh",
        ),
        ("bà Vũ Thị Đê, nguyên Chủ tịch HĐND tỉnh", "Vũ Thị Đê", ("nguyên Chủ tịch Hội đồng nhân dân tỉnh",), None),
    ],
)
def test_one_person(text: str, name: str, positions: tuple[str, ...], organisation: str | None) -> None:
    (person,) = read_people(text, "36")
    assert (person.name, person.positions) == (name, positions)
    assert organisation is None or person.organisation == organisation


def test_a_person_without_position_is_not_recorded() -> None:
    assert read_people("Bà Trần Thị Bưởi (62 tuổi) ở xã Cao Bằng, tỉnh Lâm Đồng.", "36") == []


def test_two_people_joined_by_and() -> None:
    people = read_people("ông Lê Văn Suối, Giám đốc Sở Nội vụ và ông Hoàng Văn Vũng, Giám đốc Công an tỉnh", "36")
    assert [(person.name, person.positions) for person in people] == [
        ("Lê Văn Suối", ("Giám đốc Sở Nội vụ",)),
        ("Hoàng Văn Vũng", ("Giám đốc Công an tỉnh",)),
    ]


def test_two_capitals_are_no_name() -> None:
    assert read_people("Chủ tịch Đoàn Chủ tịch khai mạc đại hội", "36") == []


def test_an_election() -> None:
    (person,) = read_people(
        "Hội nghị bầu bổ sung đồng chí Ngô Văn Bến, Chủ nhiệm UBKT Thành uỷ Nam Định "
        "là Uỷ viên UBKT Tỉnh uỷ với 98% phiếu.",
        "36",
    )
    assert person.positions == ("Chủ nhiệm Ủy ban Kiểm tra Thành ủy Nam Định",)
    assert person.elected_to == "Ủy viên Ủy ban Kiểm tra Tỉnh ủy"
    assert (person.organisation, person.area) == ("Ủy ban Kiểm tra Thành ủy Nam Định", "36")


def test_another_province() -> None:
    (person,) = read_people("Bí thư Tỉnh ủy Hà Nam Lê Văn Suối dự hội nghị", "36")
    assert (person.name, person.area) == ("Lê Văn Suối", "35")


def test_abbreviations_are_written_out() -> None:
    assert expand("Uỷ viên BTV Tỉnh uỷ") == "Ủy viên Ban Thường vụ Tỉnh ủy"


def test_a_document_gets_its_day_from_a_later_mention() -> None:
    text = (
        "thực hiện Nghị quyết số 07-NQ/TU của BCH Đảng bộ tỉnh khoá XX về cán bộ. Nghị quyết số 07-NQ/TU ngày 3-2-2017 "
        "được triển khai; Quyết định 12/QĐ-UBND; thông qua 18 nghị quyết; 12/14 xã."
    )
    first, second = read_documents(text)
    assert (first.number, first.kind, first.issued_on) == ("07-NQ/TU", "Nghị quyết", date(2017, 2, 3))
    assert first.issuer == "Ban Chấp hành Đảng bộ tỉnh khóa XX"
    assert (second.number, second.kind, second.issuer) == ("12/QĐ-UBND", "Quyết định", "Ủy ban nhân dân")


def test_an_event() -> None:
    event = read_event("Hội nghị lần thứ mười Ban Chấp hành Đảng bộ tỉnh khoá XXI", LEAD, date(2022, 4, 6))
    assert event is not None
    assert (event.kind, event.ordinal, event.term) == ("hội nghị", 10, "XXI")
    assert (event.body, event.held_on, event.precision) == ("Ban Chấp hành Đảng bộ tỉnh", date(2022, 4, 5), "day")


def test_an_article_about_no_meeting() -> None:
    assert read_event("Thu ngân sách tăng 18%", "Quý I, thu ngân sách đạt 900 tỷ đồng.", date(2022, 4, 6)) is None


def test_lines_of_a_text_file() -> None:
    figures = "Quý I, thu ngân sách tăng 12,5% so với cùng kỳ."
    parts = split_byline([LEAD, "Quang cảnh hội nghị.", figures, "Tin: Thu Sông", "Ảnh: Văn Núi"])
    assert (parts.author, parts.photographer) == ("Thu Sông", "Văn Núi")
    assert parts.captions == ["Quang cảnh hội nghị."]
    assert len(parts.body) == 2


@pytest.mark.parametrize(
    ("line", "author", "photographer", "agency"),
    [
        ("Bài và ảnh: Thu Sông", "Thu Sông", "Thu Sông", None),
        ("Tin, ảnh: Thu Sông", "Thu Sông", "Thu Sông", None),
        ("Thu Sông - Văn Núi", "Thu Sông - Văn Núi", None, None),
        ("P.V", None, None, None),
        ("Theo TTXVN", None, None, "TTXVN"),
    ],
)
def test_byline_forms(line: str, author: str | None, photographer: str | None, agency: str | None) -> None:
    parts = split_byline(["Một đoạn văn.", line])
    assert (parts.author, parts.photographer, parts.agency) == (author, photographer, agency)
    assert parts.body == ["Một đoạn văn."]


@pytest.mark.parametrize(
    "line",
    [
        "Theo Cục Thống kê, thu ngân sách đạt 900 tỷ đồng.",
        "Thu ngân sách đạt khá.",
        "Đồng chí Bí thư Tỉnh uỷ phát biểu: GRDP tăng 8,5%.",
        "Các đồng chí lãnh đạo tỉnh đã thảo luận. Hội nghị kết thúc.",
    ],
)
def test_sentences_stay_in_the_body(line: str) -> None:
    assert split_byline(["Một đoạn văn.", line]).body == ["Một đoạn văn.", line]


def test_titles() -> None:
    assert match_form("HỘI NGHỊ lần thứ 14 BCH Ðảng bộ tỉnh khoá XX.") == "hội nghị lần thứ 14 bch đảng bộ tỉnh khóa xx"
    assert printed_form("Thu ngân sách tăng 18% - Báo Hòa Phú điện tử") == "Thu ngân sách tăng 18%"
    assert match_form("Quý I - 2022: “Bứt phá”") == match_form("QUÝ I-2022: Bứt phá")


@pytest.mark.shared
def test_the_seed_comes_out_right() -> None:
    folder = Path(__file__).parents[2].parent / "shared" / "seed"
    if not folder.exists():
        pytest.skip("needs ../shared")
    lines = [line.strip() for line in nfc(next(folder.glob("*.txt")).read_text("utf-8")).splitlines() if line.strip()]
    parts = split_byline(lines[1:])
    text = "\n".join(parts.body)
    assert (parts.author, parts.photographer, len(parts.captions)) == ("Thu Thuỷ", "Văn Trọng", 3)
    people = {person.name: person for person in read_people(text, "36")}
    assert len(people) == 4
    assert people["Nguyễn Tiến Dũng"].elected_to == "Ủy viên Ủy ban Kiểm tra Tỉnh ủy"
    assert people["Lê Quốc Chỉnh"].positions[2] == "Trưởng Đoàn đại biểu Quốc hội tỉnh"
    (document,) = read_documents(text)
    assert (document.number, document.issued_on) == ("09-NQ/TU", date(2016, 10, 20))
    assert document.issuer == "Ban Chấp hành Đảng bộ tỉnh khóa XIX"
    event = read_event(lines[0].split(" ", 2)[2], text, date(2022, 4, 1))
    assert event is not None
    assert (event.kind, event.ordinal, event.term, event.held_on) == ("hội nghị", 14, "XX", date(2022, 4, 8))
