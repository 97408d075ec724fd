"""Pages invented in the manner of Vietnamese papers, read without and with a family."""

# ruff: noqa: E501 (markup is written as pages have it)

from __future__ import annotations

import unicodedata
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


def test_legacy_letters_in_a_unicode_page_are_read() -> None:
    """The menu is Unicode, the article was pasted in TCVN3: no word about the page as a whole is true."""
    pasted = (
        "Theo b¸o c¸o cña Côc Thèng kª tØnh, thu ng©n s¸ch nhµ n­íc trªn ®Þa bµn t¨ng 12,5% so víi cïng kú n¨m tr­íc."
    )
    article = read(article_page(after=f"<p>{pasted}</p>"))
    assert article.text.endswith(
        "Theo báo cáo của Cục Thống kê tỉnh, thu ngân sách nhà nước trên địa bàn tăng 12,5% so với cùng kỳ năm trước."
    )
    assert article.text.startswith(LEAD)


def test_decomposed_text_comes_out_composed() -> None:
    article = read(unicodedata.normalize("NFD", article_page()))
    assert article.text.split("\n") == [LEAD, FIRST, SECOND, THIRD]
    assert article.title == "Công nghiệp Hòa Vang tăng tốc"


def test_lines_broken_by_br_are_paragraphs() -> None:
    page = article_page().replace(f"<p>{FIRST}</p>", "").replace(f"<p>{SECOND}</p>", f"{FIRST}<br><br>{SECOND}<br>")
    assert read(page).text.split("\n") == [LEAD, FIRST, SECOND, THIRD]


def test_a_place_set_before_the_lead_is_a_word_of_its_own() -> None:
    lead = '<p class="sapo"><span class="location-stamp">TP HCM</span>Quý I năm nay, thu ngân sách của thành phố ước tăng 12,5%.</p>'
    text = "".join(
        f"<p>Theo báo cáo, thu nội địa lần {n} ước đạt 1.905 tỷ đồng, tăng 11,2% so với cùng kỳ.</p>" for n in range(4)
    )
    article = read_page(
        f"<h1>Thu ngân sách quý I đạt khá</h1>{lead}<article>{text}</article>",
        "https://bao.example/tin-mot-hai-ba-123456.html",
    )
    assert isinstance(article, Article)
    assert article.lead is not None
    assert article.lead.startswith("TP HCM Quý I năm nay,")
    assert article.text.startswith("TP HCM Quý I năm nay,")


def test_an_article_about_captchas_is_no_block_page() -> None:
    page = article_page().replace("Công nghiệp Hòa Vang tăng tốc", "Cảnh báo trang giả CAPTCHA lừa người dân")
    page = page.replace(f"<p>{THIRD}</p>", f"<p>{THIRD}</p>" + "".join(f"<p>{SECOND} Lần {n}.</p>" for n in range(10)))
    assert read(page).title == "Cảnh báo trang giả CAPTCHA lừa người dân"


def test_a_short_notice_beside_long_lists_is_still_an_article() -> None:
    lists = "".join(
        f'<li><a href="/tin-{n}.html">Tiêu đề của một bài khác trong ngày số {n}</a></li>' for n in range(20)
    )
    page = (
        "<html><head><title>Thông báo lịch tiếp công dân tháng 4</title></head><body><h1>Thông báo lịch tiếp công dân tháng 4</h1>"
        f"<div class='noi-dung'><p>{SECOND}</p></div><ul>{lists}</ul></body></html>"
    )
    url = "https://hoavang.example/thong-bao-lich-tiep-cong-dan-thang-4-123456.html"
    assert read(page, url).text == SECOND


def test_a_body_that_advertisements_break_into_parts_is_joined() -> None:
    parts = "".join(
        f"<div class='phan'><p>{text}</p><p>Đoạn nối tiếp thứ {n} nói về việc khác của tỉnh trong quý.</p></div><div class='ads'>QC</div>"
        for n, text in enumerate((FIRST, SECOND, THIRD))
    )
    page = f"<html><head><title>Công nghiệp Hòa Vang tăng tốc</title></head><body><h1>Công nghiệp Hòa Vang tăng tốc</h1><div>{parts}</div></body></html>"
    lines = read(page).text.split("\n")
    assert lines[::2] == [FIRST, SECOND, THIRD]
    assert len(lines) == 6


def test_dates_in_the_text_in_menus_and_beside_other_articles_are_no_publication() -> None:
    others = "".join(
        f'<li><a href="/b-{n}.html">Bài khác</a> <span class="date">0{n}/02/2026</span></li>' for n in range(1, 6)
    )
    page = article_page(after="<p>Hội nghị họp ngày 05/03/2026 tại tỉnh.</p>").replace(
        "<footer>", f"<ul>{others}</ul><footer>"
    )
    page = page.replace('id="today"', 'class="ngay-dau-trang"')
    assert read(page).published is None


def test_a_stamp_above_the_title_or_below_the_text_is_found() -> None:
    stamp = '<div class="thoi-gian-dang date">05/03/2026 07:45</div>'
    above = article_page().replace("<h1>", f"{stamp}<h1>")
    below = article_page(after=stamp)
    for page in (above, below):
        assert read(page).published == datetime(2026, 3, 5, 7, 45, tzinfo=VIETNAM)
