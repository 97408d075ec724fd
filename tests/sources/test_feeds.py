"""Feeds and sitemaps: whole, broken and hostile."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.addresses import VIETNAM
from spiders.feeds import DiscoveryError, inflate, parse_feed, parse_sitemap, sitemaps_of_robots
from spiders.times import read_time, read_times

AT = "https://baothu.vn/rss/home.rss"


def rss(*items: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()
    )


def item(title: str = "Một bài", link: str = "https://baothu.vn/a-post1.html", date: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def test_rss() -> None:
    (entry,) = parse_feed(rss(item(date="Tue, 24 Nov 2026 10:00:00 +0700")), AT)
    assert (entry.url, entry.title) == ("https://baothu.vn/a-post1.html", "Một bài")
    assert entry.published == datetime(2026, 11, 24, 10, tzinfo=VIETNAM)


def test_atom_takes_the_alternate_link_and_both_times() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &amp;amp; B</title>
    <link rel="self" href="/self"/><link rel="alternate" href="/a-post2.html"/>
    <updated>2026-11-24T03:00:00Z</updated><published>2026-11-23T03:00:00Z</published></entry></feed>"""
    (entry,) = parse_feed(body.encode(), AT)
    assert (entry.url, entry.title) == ("https://baothu.vn/a-post2.html", "A & B")
    assert entry.published == datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_rdf_and_dublin_core() -> None:
    body = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="x"><title>T</title><link>/a-post3.html</link>
    <dc:date>2026-11-24</dc:date></item></rdf:RDF>"""
    (entry,) = parse_feed(body.encode(), AT)
    assert entry.url == "https://baothu.vn/a-post3.html"
    assert entry.published == datetime(2026, 11, 24, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "body",
    [
        b"\n\n  " + rss(item("Thu & chi")),
        b"\xef\xbb\xbf" + rss(item("Thu & chi")),
        b"Warning: mysql in /var/www/x.php\n" + rss(item("Thu &amp; chi")),
        rss(item("<![CDATA[Thu & chi]]>")),
        rss(item("Thu &amp;amp; chi")),
        rss(item("Thu & chi") + "<media:content url='x'/><item><title>"),
        rss(item("Thu & chi")).replace(b"</channel></rss>", b""),
        rss(item("Thu & chi")).replace(b"utf-8", b"utf-16"),
        rss(item("Thu & chi\x0b\x00")),
        gzip.compress(rss(item("Thu & chi"))),
        rss(item("Thu & chi")).decode().encode("utf-16"),
    ],
    ids=["blanks", "bom", "warning", "cdata", "twice", "torn", "open", "wrong-encoding", "control", "gzip", "utf-16"],
)
def test_broken_feeds_are_mended(body: bytes) -> None:
    entries = parse_feed(body, AT)
    assert [entry.title for entry in entries] == ["Thu & chi"]


def test_html_entities_and_ampersands_in_links() -> None:
    (entry,) = parse_feed(rss(item("Ng&acirc;n s&aacute;ch &nbsp;x", "/v.aspx?macm=1&mabb=2&copy=3")), AT)
    assert entry.title == "Ngân sách x"
    assert entry.url == "https://baothu.vn/v.aspx?macm=1&mabb=2&copy=3"


def test_legacy_bytes_as_declared() -> None:
    body = rss(item("café")).decode().replace("utf-8", "windows-1252").encode("cp1252")
    (entry,) = parse_feed(body, AT)
    assert entry.title == "café"


def test_a_guid_that_is_an_address_serves_as_link() -> None:
    (entry,) = parse_feed(rss("<item><title>T</title><guid>https://baothu.vn/b-post9.html</guid></item>"), AT)
    assert entry.url == "https://baothu.vn/b-post9.html"


def test_items_without_address_are_left_out() -> None:
    assert parse_feed(rss(item(link=""), item(link="javascript:void(0)"), item(link="mailto:a@b.vn")), AT) == []


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"<html><body>404</body></html>", b"{}", b"\x89PNG\r\n", b"<a><b></b></a>"]
)
def test_what_is_no_feed_says_so(body: bytes) -> None:
    with pytest.raises(DiscoveryError, match="no feed"):
        parse_feed(body, AT)


def test_entities_of_a_dtd_are_not_expanded() -> None:
    lol = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{lol}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body += "<rss><channel><item><title>&l9;&x;</title><link>/a</link></item></channel></rss>"
    (entry,) = parse_feed(body.encode(), AT)
    assert len(entry.title or "") < 20
    assert "root:" not in (entry.title or "")


def test_a_gzip_bomb_is_refused_before_it_opens() -> None:
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb", compresslevel=9) as file:
        for _ in range(200):
            file.write(b"\0" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(DiscoveryError, match="opens to more"):
        inflate(bomb.getvalue(), 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_gzip_of_several_members_and_torn() -> None:
    assert inflate(gzip.compress(b"a") + gzip.compress(b"b"), 100) == b"ab"
    body = gzip.compress(b"so lieu " * 5000)
    assert b"so lieu".startswith(inflate(body[: len(body) // 2], 100_000)[:7])
    with pytest.raises(DiscoveryError, match="broken gzip"):
        inflate(b"\x1f\x8b" + b"\xff" * 30, 10_000)


def urlset(*urls: str) -> bytes:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{"".join(urls)}</urlset>'.encode()


def test_sitemap_with_news() -> None:
    body = urlset(
        "<url><loc> /a-post1.html </loc><lastmod>2026-11-24T10:00:00+07:00</lastmod></url>",
        "<url><loc>https://baothu.vn/v?a=1&b=2</loc><news:news><news:publication_date>2026-11-24</news:publication_date>"
        "<news:title>Một &amp; hai</news:title></news:news></url>",
    )
    sitemap = parse_sitemap(gzip.compress(body), "https://baothu.vn/sitemap.xml.gz")
    first, second = sitemap.entries
    assert (first.url, first.updated) == ("https://baothu.vn/a-post1.html", datetime(2026, 11, 24, 10, tzinfo=VIETNAM))
    assert (second.url, second.title) == ("https://baothu.vn/v?a=1&b=2", "Một & hai")
    assert second.published == datetime(2026, 11, 24, tzinfo=VIETNAM)
    assert sitemap.children == ()


def test_sitemap_index_and_text_and_no_namespace() -> None:
    index = b"<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2026-11-01</lastmod></sitemap></sitemapindex>"
    assert [child.url for child in parse_sitemap(index, AT).children] == ["https://baothu.vn/s1.xml"]
    text = b"https://baothu.vn/a\nhttps://baothu.vn/b\n"
    assert [entry.url for entry in parse_sitemap(text, AT).entries] == ["https://baothu.vn/a", "https://baothu.vn/b"]
    assert parse_sitemap(urlset(), AT).entries == ()


def test_a_torn_sitemap_gives_what_is_whole() -> None:
    body = urlset("<url><loc>https://baothu.vn/a</loc></url>", "<url><loc>https://baothu.vn/b</loc></url>")[:-30]
    assert [entry.url for entry in parse_sitemap(body, AT).entries][:1] == ["https://baothu.vn/a"]


@pytest.mark.parametrize("body", [b"", b"<html><p>Not found</p></html>", b"plain words", b"{}"])
def test_what_is_no_sitemap_says_so(body: bytes) -> None:
    with pytest.raises(DiscoveryError, match="no sitemap"):
        parse_sitemap(body, AT)


def test_a_large_sitemap_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.feeds.MAX_ENTRIES", 10)
    body = urlset(*(f"<url><loc>https://baothu.vn/{n}</loc></url>" for n in range(20)))
    sitemap = parse_sitemap(body, AT)
    assert sitemap.truncated
    assert len(sitemap.entries) == 10


def test_sitemaps_of_robots() -> None:
    text = "User-agent: *\nDisallow: /x\nSitemap: /sitemap.xml\n SITEMAP : https://baothu.vn/news.xml # new\nsitemap:\n"
    assert sitemaps_of_robots(text, "https://baothu.vn/robots.txt") == [
        "https://baothu.vn/sitemap.xml",
        "https://baothu.vn/news.xml",
    ]


@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer_or_a_named_error(body: bytes) -> None:
    for parse in (parse_feed, parse_sitemap):
        for prefix in (b"", b"<rss><channel><item>", b"<urlset><url><loc>"):
            try:
                parse(prefix + body, AT)
            except DiscoveryError as error:
                assert str(error)


SEVEN = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 24 Nov 2026 10:00:00 GMT", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 10:00:00 GMT+7", datetime(2026, 11, 24, 10, tzinfo=SEVEN)),
        ("Tue, 24 Nov 2026 10:00:00", datetime(2026, 11, 24, 10, tzinfo=SEVEN)),
        ("Tue, 24 Nov 2026 10:00:00 ICT", datetime(2026, 11, 24, 10, tzinfo=SEVEN)),
        ("24 Nov 2026 10:00 EST", datetime(2026, 11, 24, 15, tzinfo=UTC)),
        ("2026-11-24T10:00:00", datetime(2026, 11, 24, 10, tzinfo=SEVEN)),
        ("2026-11-24T10:00:00.000 +07:00", datetime(2026, 11, 24, 10, tzinfo=SEVEN)),
        ("2026-11-24T03:00:00Z", datetime(2026, 11, 24, 3, tzinfo=UTC)),
        ("2026-11-24 10:00:00.123456", datetime(2026, 11, 24, 10, tzinfo=SEVEN)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=SEVEN)),
        ("24/11/2026 10:05", datetime(2026, 11, 24, 10, 5, tzinfo=SEVEN)),
        ("04/05/2026", datetime(2026, 5, 4, tzinfo=SEVEN)),
        ("06:00, 24/05/2026", datetime(2026, 5, 24, 6, tzinfo=SEVEN)),
        ("Thứ Bảy, 18/12/2021, 21:07 [GMT+7]", datetime(2021, 12, 18, 21, 7, tzinfo=SEVEN)),
        ("Cập nhật lúc20:10, Thứ Năm, 24/12/2020 (GMT+7)", datetime(2020, 12, 24, 20, 10, tzinfo=SEVEN)),
        ("Cập nhật: Thứ hai, 22/11/2010 | 9:07:25 PM", datetime(2010, 11, 22, 21, 7, tzinfo=SEVEN)),
        ("Thứ hai - 24/08/2015 11:43", datetime(2015, 8, 24, 11, 43, tzinfo=SEVEN)),
        ("1/2/2019 23:46'", datetime(2019, 2, 1, 23, 46, tzinfo=SEVEN)),
        ("(28/11/2024)", datetime(2024, 11, 28, tzinfo=SEVEN)),
        ("14/09/2026 12:30:00 SA", datetime(2026, 9, 14, 0, 30, tzinfo=SEVEN)),
        ("/Date(1764000000000)/", datetime.fromtimestamp(1764000000, UTC)),
        ("11/24/2026 10:00:00 AM", datetime(2026, 11, 24, 10, tzinfo=SEVEN)),
    ],
)
def test_times(text: str, moment: datetime) -> None:
    assert read_time(text) == moment


@pytest.mark.parametrize(
    "text", [None, "", "hôm qua", "31/02/2026", "0001-01-01T00:00:00", "1970-01-01", "99/99/2026", "3/4"]
)
def test_no_time(text: str | None) -> None:
    assert read_time(text) is None


def test_one_list_has_one_order_of_day_and_month() -> None:
    month_first = read_times(["11/24/2026", "11/05/2026"])
    assert month_first[1] == datetime(2026, 11, 5, tzinfo=SEVEN)
    day_first = read_times(["24/11/2026", "11/05/2026"])
    assert day_first[1] == datetime(2026, 5, 11, tzinfo=SEVEN)
    contradictory = read_times(["24/11/2026", "11/24/2026", "11/05/2026"])
    assert contradictory[2] is None


@given(st.text(max_size=120))
def test_any_text_has_a_time_or_none(text: str) -> None:
    found = read_time(text)
    assert found is None or found.tzinfo is not None
