"""Lists in every style: which links are articles, what the next page is, and when a walk ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.addresses import VIETNAM
from spiders.discovery import (
    Entry,
    ListPage,
    ListRequest,
    ListWalk,
    autodiscover,
    denied,
    parse_list,
    read_answer,
    start_requests,
)
from spiders.registry import Registry, Source, load_registry

REGISTRY = load_registry()


def section(source: Source, registry: Registry) -> ListRequest:
    return next(request for request in start_requests(source, registry) if request.kind == "list")


def read(source_id: str, body: str, registry: Registry, request: ListRequest | None = None) -> ListPage:
    source = registry.sources[source_id]
    return read_answer(request or section(source, registry), body.encode(), registry, source)


def urls(page: ListPage) -> list[str]:
    return [entry.url for entry in page.entries]


# --- which links are articles ---


def test_only_articles_of_the_source_come_back(packaged: Registry) -> None:
    page = read(
        "baothainguyen-vn",
        """<a class="title1" href="/kinh-te/202605/mot-bai-viet-93449ee/">Một</a>
        <a href="//www.baothainguyen.vn/kinh-te/202605/hai-bai-viet-a3449ee">Hai</a>
        <a href="http://example.org/kinh-te/202605/ba-bai-viet-b3449ee/">quảng cáo</a>
        <a href="/multimedia/202605/bon-bai-viet-c3449ee/">phim</a>
        <a href="/rao-vat/202605/nam-bai-viet-d3449ee/">rao vặt</a>
        <a href="/chinh-tri/">Chính trị</a> <a href="javascript:void(0)">x</a> <a href="http://[">x</a> <a>x</a>""",
        packaged,
    )
    assert [entry.key for entry in page.entries] == [
        "hexmonth:baothainguyen-vn:93449ee",
        "hexmonth:baothainguyen-vn:a3449ee",
    ]
    assert [entry.aside for entry in page.entries] == [False, True]


def test_an_article_is_named_once_with_its_title_and_time(packaged: Registry) -> None:
    page = read(
        "baothainguyen-vn",
        """<ul><li><a href="/kinh-te/202605/mot-93449ee/"><img src="x.jpg"></a>
        <a href="/kinh-te/202605/mot-93449ee/?utm_source=fb">Kinh tế   quý I</a><p>06:00, 24/05/2026</p></li>
        <li><a href="/kinh-te/202605/hai-a3449ee/">Hai</a><time datetime="2026-05-23T07:00:00+07:00">hôm qua</time></li>
        <li><a href="/kinh-te/202605/ba-b3449ee/">Ba</a></li></ul><p>Hôm nay 30/05/2026</p>""",
        packaged,
    )
    assert [entry.title for entry in page.entries] == ["Kinh tế quý I", "Hai", "Ba"]
    assert [entry.published for entry in page.entries] == [
        datetime(2026, 5, 24, 6, tzinfo=VIETNAM),
        datetime(2026, 5, 23, 7, tzinfo=VIETNAM),
        None,
    ]
    assert {entry.not_after for entry in page.entries} == {datetime(2026, 5, 31, 23, 59, 59, tzinfo=VIETNAM)}


@pytest.mark.parametrize(
    "text",
    [
        "24/05/2026",
        "(24/05/2026)",
        "Thứ Bảy, 24/05/2026 - 06:00",
        "Cập nhật lúc 06:00 24/05/2026 (GMT+7)",
        "Đăng ngày 24/05/2026 | lượt xem: 1312",
        "Chủ nhật, ngày 24-5-2026 lúc 6:00 SA",
    ],
)
def test_a_stamp_is_a_time_of_publication(packaged: Registry, text: str) -> None:
    page = read("baocantho-com-vn", f'<li><a href="/mot-bai-a12345.html">Một</a><span>{text}</span></li>', packaged)
    assert page.entries[0].published is not None
    assert page.entries[0].published.date() == datetime(2026, 5, 24).date()


@pytest.mark.parametrize(
    "text",
    [
        "Sáng 1/1/2020, tỉnh tổ chức kỷ niệm",
        "Quyết định ban hành ngày 01/01/2020 của tỉnh",
        "Tính đến 31/12/2019, toàn tỉnh có 120 xã",
        "Bài 3: 01/01/2020 và những bài học",
    ],
)
def test_a_date_in_a_teaser_is_none(packaged: Registry, text: str) -> None:
    """An article taken for old is never fetched: a date that is told must not become the article's own."""
    page = read("baocantho-com-vn", f'<li><a href="/mot-bai-a12345.html">Một</a><p>{text}</p></li>', packaged)
    assert page.entries[0].published is None


@pytest.mark.parametrize("text", ["24/11/2026", "24/11/2025"])
def test_a_stamp_of_another_month_than_the_address_is_not_believed(packaged: Registry, text: str) -> None:
    body = f'<li><a href="/kinh-te/202605/mot-93449ee/">Một</a><span>{text}</span></li>'
    assert read("baothainguyen-vn", body, packaged).entries[0].published is None


def test_base_href_decides_what_links_mean(packaged: Registry) -> None:
    page = read(
        "baothainguyen-vn",
        '<head><base href="https://baothainguyen.vn/kinh-te/"></head><a href="202605/mot-93449ee/">Một</a>',
        packaged,
    )
    assert urls(page) == ["https://baothainguyen.vn/kinh-te/202605/mot-93449ee/"]


def test_links_behind_an_early_closing_tag_are_found(packaged: Registry) -> None:
    page = read(
        "baotayninh-vn", '<html lang="vi"></html><head></head><body><a href="/mot-a12345.html">Một</a>', packaged
    )
    assert [entry.key for entry in page.entries] == ["fck:baotayninh-vn:12345"]


def test_hosts_of_other_languages_are_left_out(packaged: Registry) -> None:
    page = read("sggp-org-vn", '<a href="https://en.sggp.org.vn/mot-post1.html">One</a>', packaged)
    assert page.entries == ()


@pytest.mark.parametrize(
    "path", ["/multimedia/a", "/infographic/x", "/video-1/", "/tv/", "/en/news", "/doc-bao-in/202605/x"]
)
def test_denied(path: str) -> None:
    assert denied(path)


@pytest.mark.parametrize(
    "path", ["/kinh-te/a", "/media-va-cuoc-song/a", "/tin-anh-huong/a", "/an-pham-moi-ra-mat/a", "/tvu/"]
)
def test_not_denied(path: str) -> None:
    assert not denied(path)


# --- the page after this one ---


def articles(*ids: str) -> str:
    return "".join(f'<a href="/kinh-te/202605/mot-bai-viet-{number}/">Bài {number}</a>' for number in ids)


def test_query_page(packaged: Registry) -> None:
    page = read("baothainguyen-vn", articles("93449ee"), packaged)
    (following,) = page.more
    assert (following.url, following.page, following.section) == (
        "https://baothainguyen.vn/kinh-te/?paged=2",
        2,
        "https://baothainguyen.vn/kinh-te/",
    )
    (third,) = read("baothainguyen-vn", articles("a3449ee"), packaged, following).more
    assert third.url == "https://baothainguyen.vn/kinh-te/?paged=3"


def test_drupal_counts_pages_from_zero(packaged: Registry) -> None:
    page = read("phutho-gov-vn", '<a href="/vi/le-hoi-den-hung-nam-nay-co-gi">x</a>', packaged)
    assert [request.url for request in page.more] == ["https://phutho.gov.vn/vi/thanhpholehoi/cac-le-hoi?page=1"]


def test_sharepoint_page(packaged: Registry) -> None:
    page = read("dienbien-gov-vn", '<a href="/portal/Pages/2024-4-25/Mot-bai.aspx">x</a>', packaged)
    assert page.more[0].url.endswith("/Hoat-dong-lanh-dao-UBND-tinh.aspx?PageIndex=2")


def test_path_page(packaged: Registry) -> None:
    page = read("caobang-gov-vn", '<a href="/kinh-te/mot-bai-viet-12345">x</a>', packaged)
    assert page.more[0].url == "https://caobang.gov.vn/kinh-te/page/2"


def test_suffix_page(packaged: Registry) -> None:
    page = read("hungyen-gov-vn", '<a href="/tong-ket-kinh-te-xa-hoi-nam-nay">x</a>', packaged)
    assert page.more[0].url == "https://hungyen.gov.vn/chuyen-muc-tin-chung-toan-tinh-c217-2.html"
    later = read("hungyen-gov-vn", '<a href="/tong-ket-kinh-te-xa-hoi-nam-kia">x</a>', packaged, page.more[0])
    assert later.more[0].url == "https://hungyen.gov.vn/chuyen-muc-tin-chung-toan-tinh-c217-3.html"


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="next" href="/kinh-te/trang-2.html">',
        '<a href="/kinh-te/trang-2.html">2</a>',
        '<a href="trang-2.html">Trang sau</a>',
        '<a href="/kinh-te/trang-2.html"> » </a>',
    ],
)
def test_next_link(packaged: Registry, link: str) -> None:
    page = read("baocantho-com-vn", '<a href="/mot-bai-a12345.html">x</a><a href="/xa-hoi/">2</a>' + link, packaged)
    assert [request.url for request in page.more] == ["https://baocantho.com.vn/kinh-te/trang-2.html"]


def test_a_list_without_a_next_link_ends(packaged: Registry) -> None:
    page = read(
        "baocantho-com-vn",
        '<a href="/mot-bai-a12345.html">2</a><a href="https://example.org/kinh-te/2">2</a>',
        packaged,
    )
    assert page.more == ()


def test_liferay_portlet_page(packaged: Registry) -> None:
    name = "_101_INSTANCE_x1_cur"
    body = f"""<a href="/-/mot-bai-viet-moi">x</a>
    <a href="/tin?p_p_id=101&amp;{name}=3">3</a><a href="/tin?p_p_id=101&amp;{name}=2">2</a>"""
    page = read("hoabinh-gov-vn", body, packaged)
    query = parse_qs(urlsplit(page.more[0].url).query)
    assert (query[name], query["p_p_id"]) == (["2"], ["101"])


def test_liferay_json(packaged: Registry) -> None:
    endpoint = "https:\\/\\/bacninh.gov.vn/kinh-te?p_p_id=news&amp;p_p_resource_id=loadPage&amp;x=1"
    page = read(
        "bacninh-gov-vn", f"<a href='/-/details/1/mot-bai'>x</a><script>loadPageURL = '{endpoint}'</script>", packaged
    )
    (first,) = page.more
    query = parse_qs(urlsplit(first.url).query)
    assert (query["pageNum"], query["recordPerPage"], query["x"]) == (["1"], ["20"], ["1"])
    assert all(entry.aside for entry in page.entries), "the JSON begins the list anew"
    answer = {
        "items": [
            {"urlDetail": "/-/details/1/hai-bai", "title": "Hai", "createdDate": "24/05/2026"},
            {"title": "không"},
        ],
        "totalPageNum": 2,
    }
    listed = read("bacninh-gov-vn", json.dumps(answer), packaged, first)
    assert urls(listed) == ["https://bacninh.gov.vn/-/details/1/hai-bai"]
    assert listed.entries[0].published == datetime(2026, 5, 24, tzinfo=VIETNAM)
    (second,) = listed.more
    assert parse_qs(urlsplit(second.url).query)["pageNum"] == ["2"]
    assert read("bacninh-gov-vn", json.dumps(answer), packaged, second).more == ()


@pytest.mark.parametrize(
    "said",
    [
        "<script>var p = {article_category_id: 117, site_id: 22, page_size: 15}; maxPage = parseInt(3)</script>",
        """<input type="hidden" name="article_category_id" value="117"><input name="site_id" id="site_id" value="22">
        <input name="page_size" value="15"><script>maxPage = 3</script>""",
        '<div data-article-category-id="117" data-site-id="22" data-page-size="15"></div><script>maxPage="3"</script>',
    ],
)
def test_post_fragment(packaged: Registry, said: str) -> None:
    page = read("ninhbinh-gov-vn", '<a href="/kinh-te/mot-bai-viet-231000">x</a>' + said, packaged)
    (second,) = page.more
    assert second.method == "POST"
    assert (
        second.url == "https://ninhbinh.gov.vn/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
    )
    fields = parse_qs((second.body or b"").decode(), keep_blank_values=True)
    assert {name: fields[name][0] for name in ("article_category_id", "site_id", "page", "page_size", "no")} == {
        "article_category_id": "117",
        "site_id": "22",
        "page": "2",
        "page_size": "15",
        "no": "-15",
    }
    listed = read("ninhbinh-gov-vn", '<div><a href="/kinh-te/hai-bai-viet-231001">x</a></div>', packaged, second)
    assert urls(listed) == ["https://ninhbinh.gov.vn/kinh-te/hai-bai-viet-231001"]
    (third,) = listed.more
    assert parse_qs((third.body or b"").decode())["page"] == ["3"]
    wrapped = json.dumps({"d": '<a href="/kinh-te/ba-bai-viet-231002">x</a>'})
    last = read("ninhbinh-gov-vn", wrapped, packaged, third)
    assert urls(last) == ["https://ninhbinh.gov.vn/kinh-te/ba-bai-viet-231002"]
    assert last.more == (), "the first page said that there are three"


def test_postback(packaged: Registry) -> None:
    body = """<form><input type="hidden" name="__VIEWSTATE" value="a/b+c=">
    <input type="hidden" name="__EVENTVALIDATION">
    <input type="text" name="q" value="x"><a href="/vi/mot-bai-viet-moi-cua-tinh">Một</a><a href="#">2</a>
    <a href="javascript:__doPostBack(&#39;ctl00$pager$p3&#39;,&#39;&#39;)">3</a>
    <a href="javascript:__doPostBack('ctl00$pager$p2','go')">2</a></form>"""
    (second,) = read("khanhhoa-gov-vn", body, packaged).more
    assert (second.method, second.url) == ("POST", "https://khanhhoa.gov.vn/vi/tin-hoat-dong-cua-lanh-dao-tinh")
    assert parse_qs((second.body or b"").decode(), keep_blank_values=True) == {
        "__VIEWSTATE": ["a/b+c="],
        "__EVENTVALIDATION": [""],
        "__EVENTTARGET": ["ctl00$pager$p2"],
        "__EVENTARGUMENT": ["go"],
    }
    (third,) = read("khanhhoa-gov-vn", body, packaged, second).more
    assert parse_qs((third.body or b"").decode())["__EVENTTARGET"] == ["ctl00$pager$p3"]


def test_portal_without_the_posted_fields_pages_by_path(packaged: Registry) -> None:
    page = read("ninhbinh-gov-vn", '<a href="/kinh-te/mot-bai-viet-231000">x</a>', packaged)
    assert page.more[0].url == "https://ninhbinh.gov.vn/kinh-te/page/2"


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("", "24h_empty_410_0_0"),
        ("<script>return {publisherId: x, channelId: 270, eventId: 0}</script>", "channel_empty_410_270_0"),
        ('<button data-api-url="/api/getMoreArticle/channel_empty_999_434_0">', "channel_empty_410_434_0"),
    ],
)
def test_onecms_asks_below_the_smallest_id(packaged: Registry, said: str, path: str) -> None:
    body = f"""<ul><li pid="412"><h3 class="b-grid__title"><a href="/mot-bai-viet-41200.html">x</a></h3></li>
    <li pid="410"></li><li pid="²"></li></ul>{said}"""
    page = read("hanoimoi-vn", body, packaged)
    assert [request.url for request in page.more] == [f"https://hanoimoi.vn/api/getMoreArticle/{path}"]


def test_onecms_json(packaged: Registry) -> None:
    first = read("hanoimoi-vn", '<li pid="41200"></li><a href="/mot-41200.html">x</a>', packaged).more[0]
    answer = [
        {
            "PublisherId": 41100,
            "Title": "Hai",
            "LinktoMe2": "/hai-bai-41100.html",
            "PublishedTime": "/Date(1764000000000)/",
        },
        {"PublisherId": 41000, "Title": "Ba", "LinktoMe2": "https://hanoimoi.vn/ba-bai-41000.html"},
    ]
    page = read("hanoimoi-vn", json.dumps(answer), packaged, first)
    assert [entry.key for entry in page.entries] == ["onecms:hanoimoi-vn:41100", "onecms:hanoimoi-vn:41000"]
    assert page.entries[0].published is not None
    assert page.more[0].url == "https://hanoimoi.vn/api/getMoreArticle/24h_empty_41000_0_0"
    assert read("hanoimoi-vn", "[]", packaged, page.more[0]).more == ()


@pytest.mark.parametrize(
    "body", ["", "   ", "{}", "[", "[1, null]", '{"items": 3}', "\x00", "<", "<html></html>", "[[" * 5000]
)
@pytest.mark.parametrize("source_id", ["baothainguyen-vn", "hanoimoi-vn", "bacninh-gov-vn", "ninhbinh-gov-vn"])
def test_odd_answers_are_named_or_empty(packaged: Registry, source_id: str, body: str) -> None:
    page = read(source_id, body, packaged)
    assert page.entries == ()


@given(st.text(max_size=200))
def test_any_text_is_a_page(text: str) -> None:
    read("baothainguyen-vn", text, REGISTRY)
    read("hanoimoi-vn", text, REGISTRY)


def test_deep_nesting_and_many_links_are_bounded(packaged: Registry) -> None:
    deep = "<div>" * 20_000 + '<a href="/kinh-te/202605/mot-93449ee/">x</a>'
    read("baothainguyen-vn", deep, packaged)
    many = "".join(f'<a href="/kinh-te/202605/bai-{n:07x}/">x</a>' for n in range(5_000))
    assert len(read("baothainguyen-vn", many, packaged).entries) == 3_000


# --- feeds, sitemaps and where to begin ---


def test_where_discovery_begins(packaged: Registry) -> None:
    kinds = [request.kind for request in start_requests(packaged.sources["baothanhhoa-vn"], packaged)]
    assert kinds[:3] == ["feed", "feed", "list"]
    assert [r.kind for r in start_requests(packaged.sources["baolangson-vn"], packaged)] == ["home"]


def test_a_feed_yields_the_sources_articles_only(packaged: Registry) -> None:
    source = packaged.sources["baohatinh-vn"]
    body = b"""<rss><channel><item><link>https://baohatinh.vn/a-post1.html</link></item>
    <item><link>https://baohatinh.vn/a-post1.html?utm_source=rss</link></item>
    <item><link>https://example.org/a-post2.html</link></item></channel></rss>"""
    page = read_answer(start_requests(source, packaged)[0], body, packaged, source)
    assert [entry.key for entry in page.entries] == ["epi:baohatinh-vn:1"]


def test_a_sitemap_index_asks_for_its_own_children_newest_first(packaged: Registry, thai_nguyen: Source) -> None:
    request = ListRequest("https://baothainguyen.vn/sitemap.xml", kind="sitemap")
    body = b"""<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2026-01-01</lastmod></sitemap>
    <sitemap><loc>/s2.xml</loc><lastmod>2026-02-01</lastmod></sitemap>
    <sitemap><loc>https://example.org/s3.xml</loc></sitemap></sitemapindex>"""
    page = read_answer(request, body, packaged, thai_nguyen)
    assert [more.url for more in page.more] == ["https://baothainguyen.vn/s2.xml", "https://baothainguyen.vn/s1.xml"]
    recent = read_answer(request, body, packaged, thai_nguyen, since=datetime(2026, 1, 15, tzinfo=VIETNAM))
    assert [more.url for more in recent.more] == ["https://baothainguyen.vn/s2.xml"]
    deeper = page.more[0]
    for _ in range(5):
        nested = read_answer(deeper, body, packaged, thai_nguyen)
        if not nested.more:
            break
        deeper = nested.more[0]
    else:
        pytest.fail("an index that names itself is followed for ever")


def test_what_is_no_feed_is_a_problem_not_an_error(packaged: Registry) -> None:
    source = packaged.sources["baohatinh-vn"]
    page = read_answer(start_requests(source, packaged)[0], b"<html>404</html>", packaged, source)
    assert "no feed: an HTML page" in (page.problem or "")


def test_autodiscovery() -> None:
    body = """<head><link rel="alternate" type="application/rss+xml" href="/rss/home.rss">
    <link rel="sitemap" href="/sitemap.xml"></head>
    <nav><a href="/the-thao/">Thể thao</a><a href="/kinh-te/">Kinh tế</a><a href="/KINH-TE/nong-nghiep/">NN</a></nav>
    <a href="/mot-bai-viet-post1.html">bài</a><a href="/lien-he/">Liên hệ</a><a href="/rss/">RSS</a>
    <a href="https://example.org/kinh-te/">x</a><a href="/tag/abc">tag</a><a href="/x.pdf">pdf</a>
    <a href="/video/">v</a>"""
    found = autodiscover(body, "https://baothu.vn/", lambda url: "-post" in url)
    assert found.feeds == ("https://baothu.vn/rss/home.rss",)
    assert found.feed_pages == ("https://baothu.vn/rss/",)
    assert found.sitemaps == ("https://baothu.vn/sitemap.xml",)
    assert found.sections == (
        "https://baothu.vn/kinh-te/",
        "https://baothu.vn/KINH-TE/nong-nghiep/",
        "https://baothu.vn/the-thao/",
    ), "those on the economy first"


# --- a source's own hook ---


def test_a_hook_reads_what_no_style_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hooks_thu.py").write_text(
        "from spiders.discovery import Entry, ListPage\n"
        "def lists(body, url, source, registry, request):\n"
        "    return ListPage((Entry('http://127.0.0.1:9/a'),)) if b'odd' in body else None\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "bao-thu.yaml").write_text(
        "id: bao-thu\nname: Thử\nkind: other\nprovince: '01'\nhosts: [127.0.0.1:9]\nhome: http://127.0.0.1:9/\n"
        "families: [hexmonth]\nhook: hooks_thu:lists\n"
    )
    registry = load_registry([tmp_path])
    assert registry.problems == []
    source = registry.sources["bao-thu"]
    assert urls(parse_list(b"odd", "http://127.0.0.1:9/", source, registry)) == ["http://127.0.0.1:9/a"]
    assert parse_list(b"plain", "http://127.0.0.1:9/", source, registry).entries == ()


# --- when to stop ---


def never(_: str) -> bool:
    return False


def always(_: str) -> bool:
    return True


def page_of(*numbers: int, day: datetime | None = None) -> list[Entry]:
    return [Entry(f"https://baothu.vn/{n}", key=str(n), published=day) for n in numbers]


def walk(pages: Iterator[list[Entry]], rules: ListWalk, is_known: Callable[[str], bool]) -> str:
    for page in pages:
        reason = rules.after(page, is_known)
        if reason:
            return reason
    raise AssertionError("the walk outlived its pages")


def test_an_endless_list_of_the_same_page_ends() -> None:
    rules = ListWalk()
    assert walk((page_of(1, 2, 3) for _ in range(1000)), rules, never) == "repeated"
    assert rules.pages == 2


def test_an_endless_list_of_new_addresses_ends_at_the_cap() -> None:
    rules = ListWalk(max_pages=20)
    assert walk((page_of(n) for n in range(1000)), rules, never) == "page_cap"
    assert rules.pages == 20


def test_pinned_items_do_not_hide_a_repeated_page() -> None:
    pages = iter([page_of(1, 2, 3), page_of(1, 4, 5), page_of(1, 4, 5)])
    assert walk(pages, ListWalk(), never) == "repeated"


def test_an_empty_page_ends() -> None:
    assert ListWalk().after([], never) == "empty"


def test_known_articles_in_a_row_end_an_incremental_walk() -> None:
    rules = ListWalk(known_in_a_row=30)
    assert walk((page_of(*range(n * 12, n * 12 + 12)) for n in range(100)), rules, always) == "known"
    assert rules.pages == 3


def test_a_late_article_among_known_ones_is_not_missed() -> None:
    """One unknown article on page two, below fifteen known ones, keeps the walk going."""
    rules = ListWalk(known_in_a_row=20)
    pages = [page_of(*range(n * 12, n * 12 + 12)) for n in range(10)]
    seen: list[str] = []
    for page in pages:
        seen += [entry.key or "" for entry in page]
        if rules.after(page, lambda key: key != "15"):
            break
    assert "15" in seen
    assert rules.pages == 3


def test_back_fill_walks_through_what_is_known() -> None:
    rules = ListWalk(known_in_a_row=None, max_pages=10)
    assert walk((page_of(*range(n * 12, n * 12 + 12)) for n in range(100)), rules, always) == "page_cap"


def test_since_ends_a_walk_after_two_old_pages() -> None:
    since = datetime(2026, 5, 1, tzinfo=VIETNAM)
    rules = ListWalk(since=since)
    pages = (page_of(n, day=since + timedelta(days=10 - 10 * n)) for n in range(100))
    assert walk(pages, rules, never) == "older"
    assert rules.pages == 4  # days +10, 0, -10 and -20: the last two lie before since less a week


def test_one_old_pinned_page_does_not_end_a_walk() -> None:
    since = datetime(2026, 5, 1, tzinfo=VIETNAM)
    rules = ListWalk(since=since)
    old, new = since - timedelta(days=300), since + timedelta(days=3)
    pages = iter([page_of(1, day=old), page_of(2, day=new), page_of(3, day=old), page_of(4, day=old)])
    assert walk(pages, rules, never) == "older"
    assert rules.pages == 4


def test_undated_entries_are_never_old() -> None:
    rules = ListWalk(since=datetime(2026, 5, 1, tzinfo=VIETNAM), max_pages=5)
    assert walk((page_of(n) for n in range(100)), rules, never) == "page_cap"


def test_the_month_in_an_address_is_old_only_when_it_is_over() -> None:
    entry = Entry("https://baothu.vn/1", not_after=datetime(2026, 4, 30, 23, 59, 59, tzinfo=VIETNAM))
    assert entry.older_than(datetime(2026, 5, 1, tzinfo=VIETNAM))
    assert not entry.older_than(datetime(2026, 4, 15, tzinfo=VIETNAM))


def test_an_article_is_no_younger_than_its_last_change() -> None:
    changed = datetime(2026, 3, 1, tzinfo=VIETNAM)
    entry = Entry("https://baothu.vn/1", updated=changed)
    assert entry.older_than(changed + timedelta(days=1))
    assert not entry.older_than(changed - timedelta(days=1))
    assert Entry("https://baothu.vn/1").older_than(changed) is None


def test_articles_beside_the_list_are_no_measure() -> None:
    rules = ListWalk(known_in_a_row=5)
    aside = [Entry(f"https://baothu.vn/s{n}", key=f"s{n}", aside=True) for n in range(40)]
    assert rules.after([*page_of(1), *aside], lambda key: key != "1") is None


@given(st.lists(st.lists(st.integers(0, 50), max_size=5), max_size=80))
def test_no_walk_outlives_its_cap(pages: list[list[int]]) -> None:
    rules = ListWalk(max_pages=10)
    asked = 0
    for numbers in pages:
        asked += 1
        if rules.after(page_of(*numbers), never):
            break
    assert asked <= 10
