"""Pages invented in the manner of Vietnamese papers, read without and with a family."""

# ruff: noqa: E501 (markup is written as pages have it)

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from etl.article import answer, read_page
from etl.model import Article, Rejection

VIETNAM = timezone(timedelta(hours=7))
LEAD = "Quý I năm nay, giá trị sản xuất công nghiệp của tỉnh Hòa Vang ước tăng 9,4% so với cùng kỳ năm trước."
FIRST = "Theo Cục Thống kê tỉnh Hòa Vang, toàn tỉnh có 312 doanh nghiệp thành lập mới, tăng 12,5% so với cùng kỳ."
SECOND = "Thu ngân sách nhà nước trên địa bàn ước đạt 1.204 tỷ đồng, bằng 27,1% dự toán năm được giao."
THIRD = "Ông Lê Văn Thử, Giám đốc Sở Tài chính, cho biết các ngành đã tập trung tháo gỡ khó khăn cho doanh nghiệp."


def article_page(head: str = "", after: str = "", before: str = "") -> str:
    """A page with the lead outside the body's container, a caption and related items inside it."""
    return f"""<!doctype html><html lang="vi"><head><title>Công nghiệp Hòa Vang tăng tốc - Báo Hòa Vang</title>
    <meta property="og:title" content="Công nghiệp Hòa Vang tăng tốc"><meta property="og:site_name" content="Báo Hòa Vang">{head}
    </head><body><nav><a href="/">Trang chủ</a><a href="/kinh-te">Kinh tế</a></nav>
    <div class="header-date" id="today">Thứ Ba, 24/11/2026 | 09:15</div>
    <main><h1>Công nghiệp Hòa Vang tăng tốc</h1>{before}<h2 class="bai-sapo-mo">{LEAD}</h2>
    <div class="khung-noi-dung"><p>{FIRST}</p>
    <figure><img src="a.jpg"><figcaption>Công nhân may trong ca sáng. Ảnh: TUẤN LINH</figcaption></figure>
    <p>{SECOND}</p>
    <div class="box-tin-lien-quan"><h3>Tin liên quan</h3><ul><li><a href="/b-1.html">Xuất khẩu tháng 2 giảm 3,1%</a></li></ul></div>
    <p>{THIRD}</p>{after}</div></main>
    <footer>Giấy phép số 12/GP</footer></body></html>"""


def read(page: str, url: str = "https://baohoavang.example/cong-nghiep-hoa-vang-tang-toc-123456.html") -> Article:
    reading = read_page(page, url)
    assert isinstance(reading, Article), reading
    return reading


def test_body_holds_the_lead_and_every_paragraph_and_nothing_else() -> None:
    article = read(article_page())
    assert article.text.split("\n") == [LEAD, FIRST, SECOND, THIRD]
    assert article.lead == LEAD
    assert article.title == "Công nghiệp Hòa Vang tăng tốc"
    assert article.captions == ["Công nhân may trong ca sáng. Ảnh: TUẤN LINH"]
    assert article.how["body"] == "generic"


def test_a_lead_that_opens_the_body_is_not_counted_twice() -> None:
    article = read(article_page().replace(f"<p>{FIRST}", f"<p><strong>{LEAD}</strong></p><p>{FIRST}"))
    assert article.text.count(LEAD) == 1


@pytest.mark.parametrize(
    ("line", "author", "photographer", "agency"),
    [
        ('<p style="text-align:right"><strong>Nguyễn Thị Mẫu</strong></p>', "Nguyễn Thị Mẫu", None, None),
        ("<p>Tin, ảnh: Trần Thử</p>", "Trần Thử", "Trần Thử", None),
        ("<p>Tin: Thu Thử</p><p>Ảnh: Văn Mẫu</p>", "Thu Thử", "Văn Mẫu", None),
        ("<p><b>HẢI THỬ - MINH MẪU</b></p>", "HẢI THỬ, MINH MẪU", None, None),
        ("<p>Theo TTXVN</p>", None, None, "TTXVN"),
    ],
)
def test_byline_leaves_the_body(line: str, author: str | None, photographer: str | None, agency: str | None) -> None:
    article = read(article_page(after=line))
    assert (article.author, article.photographer, article.agency) == (author, photographer, agency)
    assert article.text.split("\n")[-1] == THIRD


def test_a_sentence_that_opens_with_theo_is_text() -> None:
    last = "Theo Sở Công Thương, cả năm tỉnh phấn đấu tăng 10,5%."
    assert read(article_page(after=f"<p>{last}</p>")).text.endswith(last)


@pytest.mark.parametrize(
    "stated",
    [
        "2026-03-07T08:52:11.000 +07:00",
        "2026-03-07T08:52:11+07:00",
        "2026-03-07T01:52:11Z",
        "2026-03-07T08:52:11",
        "3/7/2026 8:52:11 AM",
    ],
)
def test_machine_stamps_in_all_their_forms(stated: str) -> None:
    page = article_page(
        head=f'<meta property="article:published_time" content="{stated}">',
        before="<span class='date'>07/03/2026 08:52</span>",
    )
    assert read(page).published == datetime(2026, 3, 7, 8, 52, 11, tzinfo=VIETNAM) or read(page).published == datetime(
        2026, 3, 7, 8, 52, tzinfo=VIETNAM
    )


def test_visible_stamp_and_not_the_clock_of_the_visit() -> None:
    article = read(article_page(before='<div class="meta">Cập nhật lúc20:10, Thứ Năm, 24/12/2020 (GMT+7)</div>'))
    assert article.published == datetime(2020, 12, 24, 20, 10, tzinfo=VIETNAM)
    assert article.published_precision == "minute"


def test_site_name_is_never_the_author() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Công nghiệp Hòa Vang tăng tốc","author":{"name":"Báo Hòa Vang"}}</script>'
    assert read(article_page(head=head)).author is None


def test_list_and_home_pages_are_refused() -> None:
    items = "".join(
        f'<div class="item"><h3><a href="/bai-{n}.html">Tiêu đề của bài viết thứ {n} trong chuyên mục</a></h3><p>{SECOND}</p></div>'
        for n in range(12)
    )
    page = f"<html><head><title>Kinh tế</title></head><body><h1>Kinh tế</h1><div>{items}</div></body></html>"
    assert isinstance(read_page(page, "https://baohoavang.example/kinh-te"), Rejection)
    assert isinstance(read_page(article_page(), "https://baohoavang.example/"), Rejection)


def test_block_page_is_named() -> None:
    page = "<html><head><title>Thông báo</title></head><body><p>Thông báo từ chối truy cập. Mã hỗ trợ 123.</p></body></html>"
    reading = read_page(page, "https://hoavang.example/tin-1")
    assert isinstance(reading, Rejection)
    assert reading.verdict == "block_page"


def test_answer_follows_the_contract() -> None:
    reply = answer({"url": "https://baohoavang.example/a-1234.html", "html": article_page()})
    assert {"url", "title", "published", "author", "body", "lead", "captions", "how"} <= reply.keys()
    assert answer({"url": "u", "html": "<html></html>"})["body"] is None
    with pytest.raises(ValueError, match="html"):
        answer({"url": "u"})
