"""Bylines as the last lines of Vietnamese articles print them. All names are invented."""

from __future__ import annotations

import pytest
from lxml import etree

from etl.article.blocks import Block
from etl.article.byline import house_names, person, read_line, read_signature, take_credits

ELEMENT = etree.Element("p")


def block(text: str, *, bold: bool = False, italic: bool = False, align: str | None = None) -> Block:
    size = len(text)
    return Block(text, "paragraph", ELEMENT, bold=size if bold else 0, italic=size if italic else 0, align=align)


@pytest.mark.parametrize(
    ("line", "author", "photographer", "agency"),
    [
        ("Tin: Thu Thử", "Thu Thử", None, None),
        ("Ảnh: Văn Mẫu", None, "Văn Mẫu", None),
        ("Tin, ảnh: Trần Thử", "Trần Thử", "Trần Thử", None),
        ("Bài và ảnh: LÊ THỬ", "LÊ THỬ", "LÊ THỬ", None),
        ("Bài, ảnh: Lê Thử - Hà Mẫu", "Lê Thử, Hà Mẫu", "Lê Thử, Hà Mẫu", None),
        ("Tin: Lê Thử; Ảnh: Hà Mẫu", "Lê Thử", "Hà Mẫu", None),
        ("Tác giả: Lê Thử", "Lê Thử", None, None),
        ("Người viết: Lê Thử", "Lê Thử", None, None),
        ("Thực hiện: Lê Thử và Hà Mẫu", "Lê Thử, Hà Mẫu", None, None),
        ("Theo TTXVN", None, None, "TTXVN"),
        ("(Theo Vietnam+)", None, None, "Vietnam+"),
        ("(TTXVN/Vietnam+)", None, None, "TTXVN/Vietnam+"),
        ("Nguồn: Cục Thống kê tỉnh", None, None, "Cục Thống kê tỉnh"),
        ("Tin: P.V", None, None, None),
        ("Bài, ảnh: Minh Thử/Vietnam+", "Minh Thử", "Minh Thử", "Vietnam+"),
        ("Tin, ảnh: Lê Thử (TTXVN)", "Lê Thử", "Lê Thử", "TTXVN"),
        ("Bài: Lê Thử - Ảnh: P.V", "Lê Thử", None, None),
    ],
)
def test_labelled_lines(line: str, author: str | None, photographer: str | None, agency: str | None) -> None:
    credits = read_line(line)
    assert credits is not None
    assert (credits.author, credits.photographer, credits.agency) == (author, photographer, agency)


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo Cục Thống kê tỉnh, chỉ số sản xuất công nghiệp tăng 10,23%.",
        "Theo kế hoạch, tỉnh sẽ hoàn thành trong năm nay.",
        "Theo đó, thu ngân sách đạt 1.204 tỷ đồng.",
        "Tin vui đến với bà con trong tỉnh.",
        "Ảnh hưởng của bão làm 31 nhà tốc mái.",
        "Theo Sở Công Thương, cả năm tỉnh phấn đấu tăng 10,5%",
    ],
)
def test_sentences_are_no_labels(sentence: str) -> None:
    assert read_line(sentence) is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        (block("Nguyễn Thị Mẫu"), "Nguyễn Thị Mẫu"),
        (block("NGUYỄN THỊ MẪU", bold=True), "NGUYỄN THỊ MẪU"),
        (block("Hải Thử - Minh Mẫu", align="right"), "Hải Thử, Minh Mẫu"),
        (block("Hải Thử – Minh Mẫu"), "Hải Thử, Minh Mẫu"),
        (block("T.H", bold=True), "T.H"),
        (block("B.NG"), "B.NG"),
        (block("Hoài Thử-BBL"), "Hoài Thử"),
        (block("Hà Thử (tổng hợp)"), "Hà Thử"),
        (block("Hà Thử (Theo TTXVN)"), "Hà Thử"),
        (block("Mẫu", align="right"), "Mẫu"),
        (block("Nguyễn Mẫu (TTXVN)"), "Nguyễn Mẫu"),
        (block("Nguyễn Mẫu (mau@bao.example)"), "Nguyễn Mẫu"),
        (block("Minh Thử/VOV"), "Minh Thử"),
        (block("BBT", bold=True), None),
        (block("PV"), None),
    ],
)
def test_signatures(line: Block, author: str | None) -> None:
    credits = read_signature(line, "Câu cuối của bài.")
    assert credits is not None
    assert credits.author == author


@pytest.mark.parametrize(
    "text", ["Kết luận", "Hội nghị thành công tốt đẹp", "Một số hình ảnh:", "Năm 2023", "Đạt 27,1% dự toán", "Hết"]
)
def test_other_last_lines_are_kept(text: str) -> None:
    assert read_signature(block(text), "Câu cuối của bài.") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyễn Văn Thử", "Nguyễn Văn Thử"),
        ("NHẬT THỬ", "NHẬT THỬ"),
        ("Theo Hồ Thử", "Hồ Thử"),
        ("Tác giả: Lê Thử", "Lê Thử"),
        ("By John Sample", "John Sample"),
        ("Thu Thử/TTXVN", "Thu Thử"),
        ("Thu Thử (TTXVN)", "Thu Thử"),
        ("Thu Thử (Theo Tuổi Trẻ)", "Thu Thử"),
        ("Thu Thử, Hà Mẫu và nhóm PV", "Thu Thử, Hà Mẫu"),
        ("Minh Thử (minhthu@bao.example)", "Minh Thử"),
        ("Báo Hòa Vang", None),
        ("Hòa Vang", None),
        ("baohoavang.vn", None),
        ("NLD.COM.VN", None),
        ("VnPress", None),
        ("Theo Tuổi Trẻ", None),
        ("admin", None),
        ("Ban biên tập", None),
        ("Phóng viên", None),
        ("Twitter Facebook", None),
        ("By", None),
        ("TTXVN", None),
        ("Sở Tài chính", None),
        ("https://www.facebook.com/bao", None),
        ("", None),
    ],
)
def test_only_persons_are_authors(text: str, expected: str | None) -> None:
    sites = house_names("https://baohoavang.vn/a-1.html", "Báo Hòa Vang điện tử", None)
    assert person(text, sites) == expected


def test_credits_are_taken_from_the_end_and_the_label_from_the_start() -> None:
    lines = ["Bài và ảnh: Lê Thử", "Câu đầu của bài viết này.", "Câu cuối của bài viết này./."]
    credits, signed, rest = take_credits([block(line) for line in lines])
    assert (credits.author, credits.photographer, signed) == ("Lê Thử", "Lê Thử", None)
    assert [kept.text for kept in rest] == lines[1:]


def test_a_body_of_one_line_keeps_it() -> None:
    _, signed, rest = take_credits([block("Nguyễn Thị Mẫu")])
    assert signed is None
    assert len(rest) == 1
