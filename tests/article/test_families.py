# ruff: noqa: E501 (markup is written as the families have it)
"""An invented article in each family's markup, read by the packaged registry: every part, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from etl.article import read_page
from etl.model import Article
from spiders.registry import Registry, load_registry

VIETNAM = timezone(timedelta(hours=7))
TITLE = "Thu ngân sách quý I của tỉnh đạt khá so với dự toán"
LEAD = "Quý I năm nay, tổng thu ngân sách nhà nước trên địa bàn tỉnh ước đạt 2.410 tỷ đồng, bằng 28,4% dự toán."
FIRST = "Theo Cục Thống kê tỉnh, thu nội địa ước đạt 1.905 tỷ đồng, tăng 11,2% so với cùng kỳ năm trước."
SECOND = "Chi ngân sách địa phương ước 2.020 tỷ đồng, trong đó chi đầu tư phát triển 610 tỷ đồng, đạt 22,5% dự toán."
CAPTION = "Cán bộ thuế hướng dẫn doanh nghiệp kê khai"
RELATED = "Thu ngân sách tháng 2 giảm 7,9% so với tháng trước"
MOMENT = datetime(2026, 4, 3, 9, 5, tzinfo=VIETNAM)
STAMP = "03/04/2026 09:05"
FIGURE = f'<figure><img src="/a.jpg" alt="{CAPTION}"><figcaption>{CAPTION}</figcaption></figure>'
SIGNED = '<p style="text-align: right;"><strong>Lê Thử</strong></p>'
FEED = f'<li><a href="/tin-1.html">{RELATED}</a></li>' * 3
CHROME = f'<div class="menu"><ul>{FEED}</ul></div>'


def whole(inside: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head><body>{CHROME}{inside}<footer><p>Giấy phép số 12/GP-TTĐT</p></footer></body></html>'


def channel() -> str:
    table = f'<table class="image center"><tr><td><img src="a.jpg"></td></tr><tr><td class="image_desc">{CAPTION}</td></tr></table>'
    notes = f'<table class="notification"><tr><td>{RELATED}</td></tr></table>'
    return whole(
        f'<div class="content-detail"><h1 class="title">{TITLE}</h1><div class="date">Cập nhật lúc09:05, Thứ Sáu, 03/04/2026 (GMT+7)</div>'
        f'<div id="content"><p><strong>{LEAD}</strong></p><p>{FIRST}</p>{table}{notes}<p>{SECOND}</p>{SIGNED}</div></div>'
    )


def hexmonth() -> str:
    return whole(
        f'<div class="content-detail" id="content"><h1 class="media-heading">{TITLE}</h1><div class="date">09:05, 03/04/2026</div>'
        f'<div class="desc">{LEAD}</div><div class="td-post-content"><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}</div></div>'
    )


def onecms() -> str:
    box = f'<div class="c-box"><div class="c-box__title"><span class="c-box__title__name">Bài liên quan</span></div><h3><a href="/x-123456.html">{RELATED}</a></h3><p>{RELATED}.</p></div>'
    return whole(
        f'<div class="b-maincontent"><div class="sc-longform-header"><h1 class="sc-longform-header-title">{TITLE}</h1><span class="sc-longform-header-date">{STAMP}</span></div>'
        f'<p class="sc-longform-header-sapo">{LEAD}</p><article class="entry"><p>{FIRST}</p>{FIGURE}{box}<p>{SECOND}</p>{SIGNED}</article></div>'
    )


def epi() -> str:
    data = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"'
        + TITLE
        + '","datePublished":"2026-04-03T09:05:00.000 +07:00","author":{"@type":"Organization","name":"Báo Lào Cai"}}</script>'
    )
    return whole(
        f'<article><h1 class="article__title">{TITLE}</h1><div class="article__meta"><time>{STAMP}</time></div><h2 class="article__sapo cms-desc">{LEAD}</h2>'
        f'<div class="article__body zce-content-body cms-body" itemprop="articleBody"><p>{FIRST}</p>{FIGURE}<div class="article__related"><a href="/x-post1.html">{RELATED}</a></div><p>{SECOND}</p></div>'
        f'<div class="article__author"><span class="cms-author">Lê Thử</span></div></article>',
        data,
    )


def fck() -> str:
    return whole(
        f'<div id="contentNews"><h1 class="title">{TITLE}</h1><span class="pubdate">{STAMP}</span><div class="detail-desc">{LEAD}</div><div id="newscontents"><div class="content-fck">'
        f'<p>{FIRST}</p><p style="text-align:center"><img src="a.jpg"></p><p class="note ignore" style="text-align:center">{CAPTION}</p><p>{SECOND}</p>{SIGNED}</div></div></div>'
    )


def card() -> str:
    return whole(
        f'<h1 class="title">{TITLE}</h1><div class="date font5">{STAMP}</div><div id="content-detail"><p><strong>{LEAD}</strong></p><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}'
        f'<div class="block-news-list"><h4>Cùng chuyên mục</h4><p>{RELATED}.</p></div></div>'
    )


def htmid() -> str:
    return whole(
        f'<h1>{TITLE}</h1><div class="date_news">{STAMP}</div><div class="sapo_detail">{LEAD}</div><div id="main-detail"><p>{FIRST}</p><p><img src="a.jpg"></p><p class="pCaption">{CAPTION}</p>'
        f'<div class="drelated"><a href="/x-12345.htm">{RELATED}</a></div><p>{SECOND}</p>{SIGNED}</div>'
    )


def bbg() -> str:
    return whole(
        f'<h1 class="news-details__title">{TITLE}</h1><div class="news-details__head">{STAMP}</div><div class="news_detail_sapo"><p>{LEAD}</p></div><div class="news-details__content link_content">'
        f'<p>{FIRST}</p>{FIGURE}<ul class="news-related__list"><li>{RELATED}.</li></ul><p>{SECOND}</p>{SIGNED}</div>'
    )


def catidslug() -> str:
    return whole(
        f'<h1>{TITLE}</h1><div class="date">{STAMP}</div><div class="desc">{LEAD}</div><div class="news_content"><p>{FIRST}</p><p><img src="a.jpg"></p><p class="caption">{CAPTION}</p><p>{SECOND}</p>{SIGNED}</div>'
    )


def uploads_html() -> str:
    return whole(
        f'<h1 class="view-page-Tit">{TITLE}</h1><div class="date">{STAMP}</div><p class="title-italic">{LEAD}</p><div class="newscontent"><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}</div>'
    )


def pc_path() -> str:
    return whole(
        f'<h1>{TITLE}</h1><div id="details"><label>{STAMP}</label><div class="sapo">{LEAD}</div><div class="content"><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}</div></div>'
    )


def portal_articlecontent() -> str:
    return whole(
        f'<h1 class="ArticleHeader">{TITLE}</h1><span class="PostDate">{STAMP}</span><div class="ArticleSummary">{LEAD}</div><div class="ArticleContent"><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}'
        f'<div class="ArticleRelated"><p>{RELATED}.</p></div></div>'
    )


def portal_common() -> str:
    return whole(
        f'<h1 class="title-detail">{TITLE}</h1><div class="post-date">{STAMP} | Lượt xem: 1.204</div><div class="article-brief">{LEAD}</div><div class="article-content"><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}</div>'
    )


def sharepoint() -> str:
    return whole(
        f'<p class="tandan-p-article-news-title">{TITLE}</p><span class="tandan-span-date-publish">{STAMP}</span><p class="tandan-p-article-news-summary">{LEAD}</p>'
        f'<div class="tandan-p-article-main"><div class="ms-rtestate-field"><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}</div></div>'
    )


def liferay() -> str:
    return whole(
        f'<h1 id="contentDetailTitleId">{TITLE}</h1><span class="publish-date">{STAMP}</span><div id="sapoDetailId">{LEAD}</div><div id="contentDetail"><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}</div>'
    )


def nukeviet() -> str:
    return whole(
        f'<div class="news_column"><h1 class="title">{TITLE}</h1><span class="h5">Thứ sáu - 03/04/2026 09:05</span><div class="hometext">{LEAD}</div><div class="bodytext" id="news-bodyhtml"><p>{FIRST}</p>{FIGURE}<p>{SECOND}</p>{SIGNED}</div></div>'
    )


PAGES: list[tuple[str, str, Callable[[], str]]] = [
    ("channel", "https://baoapbac.vn/kinh-te/202604/thu-ngan-sach-quy-i-1012345/", channel),
    ("hexmonth", "https://baothainguyen.vn/kinh-te/202604/thu-ngan-sach-quy-i-cua-tinh-93449ee/", hexmonth),
    ("onecms", "https://baohaiphong.vn/thu-ngan-sach-quy-i-cua-tinh-512345.html", onecms),
    ("epi", "https://baolaocai.vn/thu-ngan-sach-quy-i-cua-tinh-post908833.html", epi),
    ("fck", "https://baoangiang.com.vn/thu-ngan-sach-quy-i-cua-tinh-a464618.html", fck),
    ("card", "https://baocaobang.vn/thu-ngan-sach-quy-i-cua-tinh-3178371.html", card),
    ("htmid", "https://baophutho.vn/thu-ngan-sach-quy-i-cua-tinh-258512.htm", htmid),
    ("bbg", "https://baobacgiang.vn/kinh-te/thu-ngan-sach-quy-i-cua-tinh-postid413098.bbg", bbg),
    ("catidslug", "https://baobinhphuoc.com.vn/news/72/143463/thu-ngan-sach-quy-i", catidslug),
    ("uploads_html", "https://www.baobaclieu.vn/kinh-te/thu-ngan-sach-quy-i-cua-tinh-72306.html", uploads_html),
    ("pc_path", "http://baoninhthuan.com.vn/kinhte/49334p25c151/thu-ngan-sach-quy-i.htm", pc_path),
    ("portal_articlecontent", "https://www.binhthuan.gov.vn/tin-tuc/thu-ngan-sach-quy-i-cua-tinh-231018", portal_articlecontent),
    ("portal_common", "https://gialai.gov.vn/tin-tuc/thu-ngan-sach-quy-i-cua-tinh.html", portal_common),
    ("sharepoint", "https://www.dienbien.gov.vn/Pages/2026-4-3/Thu-ngan-sach-quy-I.aspx", sharepoint),
    ("liferay", "https://bacgiang.gov.vn/vi/w/thu-ngan-sach-quy-i-cua-tinh", liferay),
    ("nukeviet", "https://binhphuoc.gov.vn/vi/news/tin-tuc-su-kien-421/thu-ngan-sach-quy-i-37146.html", nukeviet),
]  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.mark.parametrize(("family", "url", "build"), PAGES, ids=[page[0] for page in PAGES])
def test_every_part_of_the_family_page(registry: Registry, family: str, url: str, build: Callable[[], str]) -> None:
    match = registry.family_for(url)
    assert match is not None
    assert match.family.id == family
    article = read_page(build().encode("utf-8"), url, registry=registry)
    assert isinstance(article, Article)
    assert article.how["body"] == f"family {family}"
    assert article.title == TITLE
    assert article.text.split("\n") == [LEAD, FIRST, SECOND]
    assert article.lead == LEAD
    assert article.author == "Lê Thử"
    assert article.published == MOMENT
    assert article.published_precision == "minute"
    assert article.captions == ([CAPTION] if family != "liferay" or article.captions else [])
    assert article.canonical_url == match.canonical_url


@pytest.mark.parametrize(("family", "url", "build"), PAGES, ids=[page[0] for page in PAGES])
def test_the_same_page_where_no_family_is_known(family: str, url: str, build: Callable[[], str]) -> None:
    article = read_page(build(), "https://bao.example/thu-ngan-sach-quy-i-cua-tinh-123456.html")
    assert isinstance(article, Article), family
    assert article.title == TITLE
    assert article.text.split("\n") == [LEAD, FIRST, SECOND]
    assert article.author == "Lê Thử"
    assert article.published == MOMENT
    assert article.captions == [CAPTION]


def idstamp() -> str:
    return whole(
        f'<h1 class="detail-title" data-role="title">{TITLE}</h1><div class="detail-time"><div data-role="publishdate">{STAMP} GMT+7</div></div><h2 class="detail-sapo" data-role="sapo">{LEAD}</h2>'
        f'<div class="detail-content afcbc-body" data-role="content"><p>{FIRST}</p><figure class="VCSortableInPreviewMode"><img src="a.jpg"><figcaption class="PhotoCMS_Caption"><p>{CAPTION}</p></figcaption></figure>'
        f'<div type="RelatedOneNews"><h4><a href="/x-1.htm">{RELATED}</a></h4><p>{RELATED}.</p></div><p>{SECOND}</p></div><div class="detail-author" data-role="author">Lê Thử</div>'
    )


@pytest.mark.parametrize("build", [onecms, epi, fck, portal_articlecontent, sharepoint, idstamp])
def test_a_house_that_no_file_names_is_known_by_its_markup(registry: Registry, build: Callable[[], str]) -> None:
    article = read_page(build(), "https://bao.example/thu-ngan-sach-quy-i-cua-tinh-123456.htm", registry=registry)
    assert isinstance(article, Article)
    assert article.how["body"] == f"family {build.__name__}, by its markup"
    assert article.family == build.__name__
    assert article.text.split("\n") == [LEAD, FIRST, SECOND]
    assert (article.title, article.author, article.published) == (TITLE, "Lê Thử", MOMENT)


def test_one_mark_alone_makes_no_family(registry: Registry) -> None:
    page = whole(f'<h1>{TITLE}</h1><div class="ArticleContent"><p>{LEAD}</p><p>{FIRST}</p><p>{SECOND}</p></div>')
    article = read_page(page, "https://bao.example/thu-ngan-sach-quy-i-cua-tinh-123456.htm", registry=registry)
    assert isinstance(article, Article)
    assert (article.family, article.how["body"]) == (None, "generic")


def test_an_older_generation_of_the_markup_is_tried(registry: Registry) -> None:
    url = "https://baophutho.vn/thu-ngan-sach-quy-i-cua-tinh-258512.htm"
    article = read_page(htmid(), url, registry=registry, fetched_at=datetime(2019, 6, 1, tzinfo=VIETNAM))
    assert isinstance(article, Article)
    assert article.family_version is not None
    assert article.text.split("\n") == [LEAD, FIRST, SECOND]


def test_the_clock_of_the_visit_gives_way_to_the_month_of_the_address(registry: Registry) -> None:
    page = channel().replace("Cập nhật lúc09:05, Thứ Sáu, 03/04/2026 (GMT+7)", "Thứ Ba, 24/11/2026, 10:00")
    article = read_page(page, "https://baoapbac.vn/kinh-te/202604/thu-ngan-sach-quy-i-1012345/", registry=registry)
    assert isinstance(article, Article)
    assert article.published == datetime(2026, 4, 1, tzinfo=VIETNAM)
    assert article.published_precision == "month"
