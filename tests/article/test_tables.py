# ruff: noqa: E501 (markup is written as pages have it)
"""Tables of figures become grids; tables that lay out pictures and quotations stay text."""

from __future__ import annotations

from etl.article import read_page, tables
from etl.article.tree import parse
from etl.model import Article, Table

FIGURES = """<table><caption>Bảng 1. Một số chỉ tiêu quý I</caption><thead>
<tr><th rowspan="2">Chỉ tiêu</th><th colspan="2">Quý I</th></tr><tr><th>2025</th><th>2026</th></tr></thead><tbody>
<tr><td>Thu ngân sách (tỷ đồng)</td><td>1.204</td><td>1.410,5</td></tr><tr><td>Xuất khẩu (triệu USD)</td><td>210</td><td>247</td></tr></tbody></table>"""


def table_of(markup: str) -> Table | None:
    root = parse(f"<html><body>{markup}</body></html>")
    assert root is not None
    return tables.read(next(root.iter("table")))


def test_merged_cells_are_repeated_where_they_span() -> None:
    table = table_of(FIGURES)
    assert table is not None
    assert table.rows == [
        ["Chỉ tiêu", "Quý I", "Quý I"],
        ["Chỉ tiêu", "2025", "2026"],
        ["Thu ngân sách (tỷ đồng)", "1.204", "1.410,5"],
        ["Xuất khẩu (triệu USD)", "210", "247"],
    ]
    assert table.header_rows == 2
    assert table.caption == "Bảng 1. Một số chỉ tiêu quý I"


def test_title_and_unit_before_the_table_or_across_its_first_rows() -> None:
    rows = "<tr><td><b>Chỉ tiêu</b></td><td><b>Ước quý I</b></td></tr><tr><td>Thu ngân sách</td><td>1.204</td></tr><tr><td>Chi ngân sách</td><td>980</td></tr>"
    before = table_of(f"<p>Bảng 2. Thu chi ngân sách</p><p>Đơn vị tính: tỷ đồng</p><table>{rows}</table>")
    across = table_of(
        f'<table><tr><td colspan="2">Bảng 2. Thu chi ngân sách</td></tr><tr><td colspan="2">(Đơn vị tính: tỷ đồng)</td></tr>{rows}</table>'
    )
    for table in (before, across):
        assert table is not None
        assert (table.caption, table.unit_note) == ("Bảng 2. Thu chi ngân sách", "tỷ đồng")
        assert table.rows[0] == ["Chỉ tiêu", "Ước quý I"]
        assert table.header_rows == 1


def test_layout_is_no_table() -> None:
    picture = '<table class="image center"><tr><td><img src="a.jpg"></td></tr><tr><td>Chú thích ảnh 3/4/2026</td></tr></table>'
    prose = (
        "<table><tr><td>"
        + "Một đoạn văn dài nằm trong ô bảng. " * 8
        + "</td><td>"
        + "Đoạn khác cũng dài. " * 12
        + "</td></tr><tr><td>a</td><td>b</td></tr></table>"
    )
    assert table_of(picture) is None
    assert table_of(prose) is None


def test_cells_are_no_paragraphs_and_notes_are_not_kept_twice() -> None:
    first = "Theo báo cáo, thu ngân sách quý I của tỉnh tăng 17,1% so với cùng kỳ năm trước."
    last = "Chi đầu tư phát triển đạt 22,5% dự toán, cao hơn bình quân chung cả nước."
    page = f"<html><head><title>Thu ngân sách quý I tăng khá</title></head><body><h1>Thu ngân sách quý I tăng khá</h1><div class='content'><p>{first}</p><p>Đơn vị tính: tỷ đồng</p>{FIGURES}<p>{last}</p></div></body></html>"
    article = read_page(page, "https://bao.example/thu-ngan-sach-quy-i-tang-kha-123456.html")
    assert isinstance(article, Article)
    assert article.text.split("\n") == [first, last]
    assert [table.unit_note for table in article.tables] == ["tỷ đồng"]
