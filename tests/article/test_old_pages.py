# ruff: noqa: E501 (markup is written as pages have it)
"""Pages as they were built before there were families: tables in tables, line breaks, titles in cells; and pages drawn in the browser."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

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


LEAD = "Quý I năm nay, tổng thu ngân sách nhà nước trên địa bàn tỉnh ước đạt 2.410 tỷ đồng, bằng 28,4% dự toán."
FIRST = "Theo Cục Thống kê tỉnh, thu nội địa ước đạt 1.905 tỷ đồng, tăng 11,2% so với cùng kỳ năm trước."
SECOND = "Chi ngân sách địa phương ước 2.020 tỷ đồng, trong đó chi đầu tư phát triển 610 tỷ đồng, đạt 22,5% dự toán."
CAPTION = "Cán bộ thuế hướng dẫn doanh nghiệp kê khai"
MOMENT = datetime(2007, 4, 3, 9, 5, tzinfo=VIETNAM)
TCVN3 = {
    "TITLE": "Thu ng©n s¸ch quý I cña tØnh ®¹t kh¸ so víi dù to¸n",
    "LEAD": "Quý I n¨m nay, tæng thu ng©n s¸ch nhµ n\xadíc trªn ®Þa bµn tØnh \xadíc ®¹t 2.410 tû ®ång, b»ng 28,4% dù to¸n.",
    "FIRST": "Theo Côc Thèng kª tØnh, thu néi ®Þa \xadíc ®¹t 1.905 tû ®ång, t¨ng 11,2% so víi cïng kú n¨m tr\xadíc.",
    "SECOND": "Chi ng©n s¸ch ®Þa ph\xad¬ng \xadíc 2.020 tû ®ång, trong ®ã chi ®Çu t\xad ph¸t triÓn 610 tû ®ång, ®¹t 22,5% dù to¸n.",
    "AUTHOR": "Lª Thö",
}
"""The same sentences, as the letters that .VnTime fonts show right."""


def old_page(inner: str, title: str = "Thu ngân sách quý I của tỉnh đạt khá so với dự toán") -> str:
    """A page of its time: a menu in a row of cells, a column of teasers with their days, the article in a cell."""
    menu = "".join(
        f"<td><a href=/muc{n}.aspx class=menu><font size=2>Chuyên mục số {n}</font></a></td>" for n in range(8)
    )
    side = "".join(
        f"<table><tr><td><a href=/tin{n}.aspx>Tiêu đề một tin khác trong tuần số {n}</a><br><font size=1>(12/0{n + 1}/2007)</font></td></tr></table>"
        for n in range(6)
    )
    others = "".join(
        f"<li><a href=/t{n}.aspx>Thu ngân sách tháng 2 giảm 7,9% so với tháng trước {n}</a> <i>(0{n + 1}/03/2007)</i></li>"
        for n in range(5)
    )
    return (
        f"<html><head><title>Báo Hòa Vang điện tử - {title}</title></head><body bgcolor=#ffffff><table width=100%><tr>{menu}</tr></table>"
        f"<table width=1000><tr><td width=200 valign=top>{side}</td><td valign=top>{inner}<p><b>Các tin khác</b></p><ul>{others}</ul></td></tr></table>"
        "<table><tr><td align=center>Giấy phép số 12/GP-BC. Tòa soạn: 1 Trần Thử. Điện thoại: 0511.123456</td></tr></table></body></html>"
    )


NAME = "Thu ngân sách quý I của tỉnh đạt khá so với dự toán"
OLD_PAGES = {
    "classes of paragraphs": old_page(
        f"<P class=Title>{NAME}</P><P class=Time>Thứ ba, 3/4/2007, 09:05 GMT+7</P><P class=Lead>{LEAD}</P><TABLE class=Image align=right><TR><TD><IMG src=a.jpg></TD></TR><TR><TD class=Image>{CAPTION}</TD></TR></TABLE>"
        f"<P class=Normal>{FIRST}</P><P class=Normal>{SECOND}</P><P class=Normal align=right><STRONG>Lê Thử</STRONG></P>"
    ),
    "fonts and line breaks": old_page(
        f"<font size=4 color=blue><b>{NAME}</b></font><br><font size=1>Cập nhật: 03/04/2007 09:05</font><br><br><b>{LEAD}</b><br><br>&nbsp;&nbsp;&nbsp;{FIRST}<br><br>{SECOND}<br><br><div align=right><b>Lê Thử</b></div><br>"
    ),
    "labels of a server's controls": old_page(
        f'<span id="ctl00_Main_lblTitle" class="TieuDe">{NAME}</span><br/><span id="ctl00_Main_lblDate">(Ngày đăng: 03/04/2007, 09:05)</span><br/><span id="ctl00_Main_lblSapo" style="font-weight:bold">{LEAD}</span>'
        f'<div id="ctl00_Main_divContent"><div>{FIRST}</div><div>&nbsp;</div><div>{SECOND}</div><div style="text-align:right">Lê Thử</div></div>'
    ),
    "cells with headings": old_page(
        f'<table class="contentpaneopen"><tr><td class="contentheading" width="100%">{NAME}</td></tr></table><table class="contentpaneopen"><tr><td valign=top class="createdate">Thứ ba, 03 Tháng 4 2007 09:05</td></tr>'
        f"<tr><td valign=top><p><b>{LEAD}</b></p><p>{FIRST}</p><p>{SECOND}</p><p align=right>Lê Thử</p></td></tr></table>"
    ),
    "paragraphs of a word processor": old_page(
        f'<h1>{NAME}</h1><div class=date>03/04/2007 09:05</div><div class=WordSection1><p class=MsoNormal><b><span style="font-size:14.0pt">{LEAD}<o:p></o:p></span></b></p><p class=MsoNormal style="text-align:justify"><span>{FIRST}<o:p></o:p></span></p>'
        f"<p class=MsoNormal><span>{SECOND}<o:p></o:p></span></p><p class=MsoNormal align=right><b>Lê Thử<o:p></o:p></b></p></div>"
    ),
    "a body in TCVN3 under a menu in Unicode": old_page(
        f"<font face=.VnTimeH size=4><b>{TCVN3['TITLE']}</b></font><br><font face=.VnTime><i>03/04/2007 09:05</i><br><b>{TCVN3['LEAD']}</b><br><br>{TCVN3['FIRST']}<br><br>{TCVN3['SECOND']}</font><br>"
        f"<div align=right><font face=.VnTime><b>{TCVN3['AUTHOR']}</b></font></div>",
        TCVN3["TITLE"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OLD_PAGES)
def test_layouts_of_2005_to_2014(name: str) -> None:
    article = read_page(OLD_PAGES[name], "http://www.baohoavang.example/Tin.aspx?id=1234")
    assert isinstance(article, Article)
    assert article.title == NAME
    assert article.text.split("\n") == [LEAD, FIRST, SECOND]
    assert article.lead == LEAD
    assert article.author == "Lê Thử"
    assert (article.published, article.published_precision) == (MOMENT, "minute")
    assert article.captions == ([CAPTION] if name == "classes of paragraphs" else [])


def test_the_day_of_another_article_is_not_taken_for_this_one_s() -> None:
    page = old_page(
        f"<P class=Title>{NAME}</P><P class=Lead>{LEAD}</P><P class=Normal>{FIRST}</P><P class=Normal>{SECOND}</P>"
    )
    article = read_page(page, "http://www.baohoavang.example/Tin.aspx?id=1234")
    assert isinstance(article, Article)
    assert article.published is None
