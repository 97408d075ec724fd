# ruff: noqa: E501 (markup is written as pages have it)
"""Pages as they were built before there were families: tables in tables, line breaks, titles in cells; and pages drawn in the browser."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from etl.article import read_page
from etl.model import Article, Rejection

VIETNAM = timezone(timedelta(hours=7))
TITLE = "Hội nghị Ban Chấp hành Đảng bộ tỉnh lần thứ 14"
SENTENCES = [
    "Sáng 8-4, Ban Chấp hành Đảng bộ tỉnh họp hội nghị mở rộng lần thứ 14 thảo luận, đánh giá tình hình quý I.",
    "Thu ngân sách nhà nước trên địa bàn ước tăng 93% so với cùng kỳ; tổng giá trị xuất khẩu tăng 20%.",
    "Theo Cục Thống kê tỉnh, chỉ số sản xuất công nghiệp tăng 10,23%.",
    "Hội nghị đã bầu bổ sung một ủy viên Ban Thường vụ với 100% số phiếu tán thành./.",
]


def page_of_tables() -> str:
    menu = "".join(f'<tr><td><a href="/m{n}">Chuyên mục số {n}</a></td></tr>' for n in range(15))
    others = "".join(
        f'<tr><td><a href="/viewer.aspx?mabb={n}">Tin khác trong ngày số {n} của báo</a> (0{n % 9 + 1}/04/2022)</td></tr>'
        for n in range(10)
    )
    return (
        f"<html><head><title>Báo Đồng Bằng - {TITLE}</title></head><body><table><tr><td>Thứ Ba, 24/11/2026</td></tr></table>"
        f"<table><tr><td width=150><table>{menu}</table></td><td width=600><table><tr><td class='tieude'><font size=4><b>{TITLE}</b></font></td></tr>"
        "<tr><td class='ngay'>Cập nhật: Thứ Sáu, 08/04/2022 | 15:30 [GMT+7]</td></tr>"
        f"<tr><td><p align=justify><b>{SENTENCES[0]}</b></p><table align=center><tr><td><img src=a.jpg></td></tr><tr><td align=center><i>Quang cảnh hội nghị.</i></td></tr></table>"
        f"{SENTENCES[1]}<br><br>{SENTENCES[2]}<br>&nbsp;&nbsp;{SENTENCES[3]}<p align=right><b>Tin: Thu Thử<br>Ảnh: Văn Mẫu</b></p></td></tr>"
        f"<tr><td>In bài này | Gửi bài này</td></tr><tr><td><b>Các tin khác</b><table>{others}</table></td></tr></table></td></tr></table></body></html>"
    )


def test_a_page_of_tables_and_line_breaks() -> None:
    article = read_page(page_of_tables(), "http://baodongbang.example/viewer.aspx?macm=1&mabb=222823")
    assert isinstance(article, Article)
    assert article.title == TITLE
    assert article.text.split("\n") == SENTENCES
    assert article.lead == SENTENCES[0]
    assert article.captions == ["Quang cảnh hội nghị."]
    assert (article.author, article.photographer) == ("Thu Thử", "Văn Mẫu")
    assert article.published == datetime(2022, 4, 8, 15, 30, tzinfo=VIETNAM)
    assert article.tables == []


def drawn_in_the_browser(body: str) -> str:
    data = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2022-04-08T15:30:00+07:00",
        "articleBody": body,
    }
    return f'<html><head><title>{TITLE}</title><script type="application/ld+json">{json.dumps(data)}</script></head><body><div id="app"></div></body></html>'


def test_a_page_drawn_in_the_browser_is_read_from_its_structured_data() -> None:
    plain = read_page(drawn_in_the_browser("\n".join(SENTENCES)), "https://bao.example/hoi-nghi-lan-thu-14-123456.html")
    marked = read_page(
        drawn_in_the_browser("".join(f"<p>{s}</p>" for s in SENTENCES)),
        "https://bao.example/hoi-nghi-lan-thu-14-123456.html",
    )
    for article in (plain, marked):
        assert isinstance(article, Article)
        assert article.how["body"] == "json-ld"
        assert [line for line in article.text.split("\n") if line] == SENTENCES


def test_a_teaser_in_structured_data_is_no_body() -> None:
    assert isinstance(
        read_page(drawn_in_the_browser(SENTENCES[2]), "https://bao.example/hoi-nghi-123456.html"), Rejection
    )
