"""The demo press over HTTP: lists reach every article, validators work, and each trouble is the trouble it says."""

from __future__ import annotations

import contextlib
import gzip
import html
import http.client
import json
import re
import socket
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from demo.families import EpiOutlet, FckOutlet, HexOutlet, LiferayOutlet, OneCmsOutlet, PortalOutlet, SharePointOutlet
from demo.http import Request
from demo.outlets import SECRET, Outlet
from demo.press import Press
from demo.trouble import Appetite, TroubleOutlet

ARTICLES = 230
"""Enough for lists of several pages in every outlet."""


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press(seed=2, articles=ARTICLES) as served:
        yield served


@pytest.fixture
def stormy() -> Iterator[TroubleOutlet]:
    appetite = Appetite(large_bytes=200_000, bomb_bytes=2_000_000, slow_seconds=0.05, stall_seconds=30, depth=500)
    with Press(seed=2, articles=14, trouble=True, appetite=appetite) as served:
        outlet = served.outlets[-1]
        assert isinstance(outlet, TroubleOutlet)
        yield outlet


def outlet_of(press: Press, family: type[Outlet]) -> Outlet:
    return next(outlet for outlet in press.outlets if type(outlet) is family)


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()


def get(outlet: Outlet, target: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", outlet.port, timeout=10)
    try:
        connection.request(
            method, target, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        return Answer(connection.getresponse())
    finally:
        connection.close()


def links(outlet: Outlet, page: str) -> set[int]:
    """Numbers of the articles that a page's links lead to."""
    found = {outlet.number(link) for link in re.findall(r'href="([^"]+)"', page)}
    return {number for number in found if number is not None and 0 <= number < outlet.articles}


def everything(outlet: Outlet) -> set[int]:
    return set(range(outlet.articles))


@pytest.mark.parametrize("place", [0, 3, 4])
def test_sitemap_reaches_every_article(press: Press, place: int) -> None:
    outlet = press.outlets[place]
    robots = get(outlet, "/robots.txt").text
    assert "Disallow: /noi-bo/" in robots and "Crawl-delay:" in robots
    index_url = re.search(r"Sitemap: (\S+)", robots)
    assert index_url is not None
    index = ET.fromstring(get(outlet, urllib.parse.urlsplit(index_url[1]).path).body)
    numbers: set[int] = set()
    for place_of_map in (element.text or "" for element in index.iter() if element.tag.endswith("}loc")):
        urls = ET.fromstring(get(outlet, urllib.parse.urlsplit(place_of_map).path).body)
        for element in urls.iter():
            if element.tag.endswith("}loc"):
                target = urllib.parse.urlsplit(element.text or "")
                number = outlet.number(f"{target.path}?{target.query}" if target.query else target.path)
                assert number is not None
                numbers.add(number)
    assert numbers == everything(outlet)


def test_outlets_without_a_sitemap_say_so_until_they_are_large(press: Press) -> None:
    for outlet in press.outlets:
        named = b"Sitemap:" in get(outlet, "/robots.txt").body
        assert named == (get(outlet, "/sitemap.xml").status == 200) == outlet.maps_always
    large = Press(articles=8 * 2_001)
    assert all(b"Sitemap:" in outlet.respond(Request("GET", "/robots.txt", {})).body for outlet in large.outlets)
    index = large.outlets[1].respond(Request("GET", "/sitemap.xml", {})).body
    assert index.count(b"<sitemap>") == 2
    assert large.outlets[1].respond(Request("GET", "/sitemap-2.xml", {})).body.count(b"<url>") == 1
    assert large.outlets[1].respond(Request("GET", "/sitemap-3.xml", {})).status == 404


@pytest.mark.parametrize("place", range(8))
def test_home_and_sections_list_the_newest(press: Press, place: int) -> None:
    outlet = press.outlets[place]
    for target in ("/", *(outlet.section_path(key) for key in outlet.sections)):
        assert outlet.articles - 1 in links(outlet, get(outlet, target).text)


def test_feeds_are_well_formed(press: Press) -> None:
    outlets = [outlet for outlet in press.outlets if outlet.feed_paths()]
    assert outlets
    for outlet in outlets:
        answer = get(outlet, outlet.feed_paths()[0])
        items = ET.fromstring(answer.body).findall("./channel/item")
        assert len(items) == 20
        assert outlet.number(urllib.parse.urlsplit(items[0].findtext("link") or "").path) == outlet.articles - 1


def test_paged_query_reaches_all_and_never_ends(press: Press) -> None:
    outlet = outlet_of(press, HexOutlet)
    section = outlet.section_path("kinh-te")
    pages = [get(outlet, f"{section}?paged={page}").text for page in range(1, outlet.last_page + 3)]
    assert set().union(*(links(outlet, page) for page in pages)) == everything(outlet)
    assert links(outlet, pages[-1]) == links(outlet, pages[-2]) == links(outlet, pages[outlet.last_page - 1])
    assert f"?paged={outlet.last_page + 3}" in pages[-1]


def test_page_index_reaches_all_and_ends(press: Press) -> None:
    outlet = outlet_of(press, SharePointOutlet)
    section = outlet.section_path("kinh-te")
    pages = [get(outlet, f"{section}?PageIndex={page}").text for page in range(1, outlet.last_page + 1)]
    assert set().union(*(links(outlet, page) for page in pages)) == everything(outlet)
    assert "PageIndex=" not in pages[-1]


def test_portlet_links_reach_all_and_end(press: Press) -> None:
    outlet = outlet_of(press, LiferayOutlet)
    target: str | None = outlet.section_path("kinh-te")
    seen: set[int] = set()
    while target is not None:
        page = get(outlet, target).text
        seen |= links(outlet, page)
        following = re.search(r'href="([^"]+_cur=\d+)"', page)
        target = html.unescape(following[1]) if following else None
    assert seen == everything(outlet)
    assert outlet.number("/vi/w/mot-dia-chi-khac-1") is None  # the slug counts
    assert any("-ang-bo-" in outlet.path(number) for number in range(outlet.articles))


def test_json_list_goes_on_by_smallest_id(press: Press) -> None:
    outlet = outlet_of(press, OneCmsOutlet)
    first = get(outlet, outlet.section_path("kinh-te")).text
    seen = links(outlet, first)
    smallest = min(int(pid) for pid in re.findall(r'li pid="(\d+)"', first))
    while items := json.loads(get(outlet, f"/api/getMoreArticle/kinhte_empty_{smallest}_0_0").body):
        assert all(item["id"] < smallest for item in items)
        smallest = min(item["id"] for item in items)
        seen |= {number for item in items if (number := outlet.number(item["url"])) is not None}
    assert seen == everything(outlet)


@pytest.mark.parametrize("as_json", [True, False])
def test_posted_list_goes_on(press: Press, as_json: bool) -> None:
    outlet = outlet_of(press, PortalOutlet)
    first = get(outlet, outlet.section_path("kinh-te")).text
    fields = dict(re.findall(r'name="(\w+)" value="(\w+)"', first))
    seen, page = links(outlet, first), 2
    kind = "application/json" if as_json else "application/x-www-form-urlencoded"
    loader = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
    while True:
        asked = {**fields, "page": str(page)}
        body = json.dumps(asked) if as_json else urllib.parse.urlencode(asked)
        found = links(outlet, get(outlet, loader, "POST", body, content_type=kind).text)
        if not found:
            break
        seen |= found
        page += 1
    assert seen == everything(outlet)
    assert get(outlet, loader).status == 405


@pytest.mark.parametrize("place", range(8))
def test_validators(press: Press, place: int) -> None:
    outlet = press.outlets[place]
    target = outlet.path(0)
    first = get(outlet, target)
    assert first.status == 200
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in ({"if_none_match": tag}, {"if_modified_since": modified}, {"if_none_match": f'W/{tag}, "x"'}):
        again = get(outlet, target, **headers)
        assert (again.status, again.body) == (304, b"")
    assert get(outlet, target, if_none_match='"other"').status == 200
    assert get(outlet, target, if_modified_since="Thu, 01 Jan 2015 00:00:00 GMT").status == 200
    assert get(outlet, target, "HEAD").body == b""


def test_correction_has_new_validators() -> None:
    with Press(seed=2, articles=70) as press:
        outlet = press.outlets[0]
        number = outlet.correction
        assert number is not None
        before = get(outlet, outlet.path(number))
        press.correct()
        tag = before.headers["ETag"]
        after = get(outlet, outlet.path(number), if_none_match=tag, if_modified_since=before.headers["Last-Modified"])
        assert after.status == 200
        assert after.headers["ETag"] != tag
        assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
        assert "đính chính" in after.text
        changed = f"{outlet.updated(number).isoformat(timespec='minutes')}+07:00"
        assert changed in get(outlet, "/sitemap-1.xml").text


def test_truth_values_stand_on_the_pages_served(press: Press) -> None:
    for outlet in press.outlets:
        for number in range(0, outlet.articles, 5):
            if isinstance(outlet, OneCmsOutlet) and number == outlet.shaky:
                continue
            answer = get(outlet, outlet.path(number))
            charset = answer.headers.get_content_charset() or "utf-8"
            page = unicodedata.normalize("NFC", answer.body.decode({"windows-1258": "cp1258"}.get(charset, charset)))
            for fact in outlet.article(number).facts:
                assert fact.numeral in page


def test_keep_alive_and_pipelining(press: Press) -> None:
    outlet = press.outlets[0]
    asked = f"GET {outlet.path(0)} HTTP/1.1\r\nHost: a\r\n\r\n"
    asked += "GET /robots.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", outlet.port), timeout=10) as client:
        client.sendall(asked.encode())
        received = b"".join(iter(lambda: client.recv(65536), b""))
    assert received.count(b"HTTP/1.1 200 OK") == 2
    assert b"Crawl-delay" in received


def test_large_pages_are_zipped_for_those_who_ask() -> None:
    with Press(seed=2, articles=1_600) as press:
        outlet = press.outlets[0]
        plain = get(outlet, "/sitemap-1.xml")
        zipped = get(outlet, "/sitemap-1.xml", accept_encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body


def test_page_gone(press: Press) -> None:
    outlet = outlet_of(press, HexOutlet)
    assert isinstance(outlet, HexOutlet)
    assert outlet.removed in get(outlet, "/").text
    assert get(outlet, outlet.removed).status == 404


def test_page_that_fails_once() -> None:
    with Press(seed=2, articles=70) as press:
        outlet = outlet_of(press, OneCmsOutlet)
        assert isinstance(outlet, OneCmsOutlet)
        target = outlet.path(outlet.shaky)
        assert [get(outlet, target).status for _ in range(3)] == [500, 200, 200]


def test_block_page_has_status_200(press: Press) -> None:
    outlet = outlet_of(press, PortalOutlet)
    assert isinstance(outlet, PortalOutlet)
    assert outlet.blocked in get(outlet, outlet.section_path("kinh-te")).text
    answer = get(outlet, outlet.blocked)
    assert answer.status == 200
    assert "từ chối truy cập" in answer.text


def test_empty_page_and_legacy_bytes(press: Press) -> None:
    outlet = outlet_of(press, FckOutlet)
    assert isinstance(outlet, FckOutlet)
    assert outlet.empty in get(outlet, "/").text
    assert (get(outlet, outlet.empty).status, get(outlet, outlet.empty).body) == (200, b"")
    old = get(outlet, outlet.path(outlet.old_bytes))
    assert old.headers.get_content_charset() == "windows-1258"
    with pytest.raises(UnicodeDecodeError):
        old.body.decode()
    assert outlet.article(outlet.old_bytes).title in unicodedata.normalize("NFC", old.body.decode("cp1258"))


def test_decomposed_page(press: Press) -> None:
    outlet = outlet_of(press, HexOutlet)
    assert isinstance(outlet, HexOutlet)
    text = get(outlet, outlet.path(outlet.decomposed)).text
    assert text == unicodedata.normalize("NFD", text) != unicodedata.normalize("NFC", text)


def test_redirect_loop(press: Press) -> None:
    outlet = outlet_of(press, EpiOutlet)
    assert isinstance(outlet, EpiOutlet)
    assert outlet.loop[0] in get(outlet, "/").text
    here, there = (get(outlet, path) for path in outlet.loop)
    assert (here.status, here.headers["Location"]) == (302, outlet.loop[1])
    assert (there.status, there.headers["Location"]) == (302, outlet.loop[0])


def test_visits_to_the_forbidden_page_are_counted() -> None:
    with Press(seed=2, articles=70) as press:
        outlet = outlet_of(press, HexOutlet)
        assert SECRET in get(outlet, "/").text
        assert outlet.hits == {}
        get(outlet, SECRET)
        assert outlet.hits == {SECRET: 1}


def test_only_the_id_counts(press: Press) -> None:
    outlet = outlet_of(press, FckOutlet)
    body = get(outlet, outlet.path(3)).body
    assert get(outlet, f"/mot-dia-chi-khac-han-a{outlet.first_number + 3}.html").body == body


# --- the outlet where everything goes wrong ---


def test_trouble_leaves_the_others_alone() -> None:
    calm, stormy = Press(seed=2, articles=14), Press(seed=2, articles=14, trouble=True)
    assert [o.source_id for o in stormy.outlets[:-1]] == [o.source_id for o in calm.outlets]
    assert calm.outlets[0].article(0).text == stormy.outlets[0].article(0).text


def test_refused_twice_then_served(stormy: TroubleOutlet) -> None:
    answers = [get(stormy, stormy.path(2)) for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "1"
    assert [get(stormy, stormy.path(4)).status for _ in range(3)] == [503, 503, 200]


def test_slow_page_arrives_whole(stormy: TroubleOutlet) -> None:
    assert stormy.article(3).title in get(stormy, stormy.path(3)).text


def test_wrong_charset_in_the_header(stormy: TroubleOutlet) -> None:
    answer = get(stormy, stormy.path(0))
    assert answer.headers.get_content_charset() == "iso-8859-1"
    assert stormy.article(0).title in answer.text


def test_font_encoded_page(stormy: TroubleOutlet) -> None:
    answer = get(stormy, stormy.path(1))
    assert answer.headers.get_content_charset() is None
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode()
    for fact in stormy.article(1).facts:
        assert fact.numeral.encode() in answer.body


def trouble(stormy: TroubleOutlet, word: str) -> str:
    return next(path for path in stormy.troubles if word in path)


def test_every_trouble_is_listed(stormy: TroubleOutlet) -> None:
    home = get(stormy, "/").text
    assert all(path in home for path in stormy.troubles)


def test_large_page(stormy: TroubleOutlet) -> None:
    answer = get(stormy, trouble(stormy, "qua-lon"))
    assert len(answer.body) == 200_000 == int(answer.headers["Content-Length"])


def test_gzip_bomb(stormy: TroubleOutlet) -> None:
    answer = get(stormy, trouble(stormy, "bom-nen"))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 10_000
    assert len(gzip.decompress(answer.body)) == 2_000_000


def test_broken_gzip(stormy: TroubleOutlet) -> None:
    with pytest.raises(EOFError):
        gzip.decompress(get(stormy, trouble(stormy, "bi-hong")).body)


def test_deep_nesting(stormy: TroubleOutlet) -> None:
    assert get(stormy, trouble(stormy, "long-nhau")).body.count(b"<div>") == 500


def test_torn_connection(stormy: TroubleOutlet) -> None:
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        get(stormy, trouble(stormy, "bi-ngat"))


def test_stalled_connection(stormy: TroubleOutlet) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", stormy.port, timeout=0.3)
    connection.request("GET", trouble(stormy, "im-lang"))
    with pytest.raises(TimeoutError):
        connection.getresponse().read()
    connection.close()


def test_redirects_to_places_not_to_go(stormy: TroubleOutlet) -> None:
    assert get(stormy, trouble(stormy, "vung-bi-cam")).headers["Location"].startswith("/noi-bo/")
    assert get(stormy, trouble(stormy, "cong-dong-kin")).headers["Location"].startswith("http://127.0.0.1:9/")


def test_calendar_without_end(stormy: TroubleOutlet) -> None:
    pages = {get(stormy, f"/lich/?ngay={page}").text for page in range(5)}
    assert len(pages) == 5
    assert '/lich/?ngay=9"' in get(stormy, "/lich/?ngay=4").text


def test_entities_of_the_sitemap_multiply(stormy: TroubleOutlet) -> None:
    text = get(stormy, "/sitemap-bom.xml").text
    assert text.count("<!ENTITY") == 9
    assert len(text) < 2_000


def test_stopping_closes_ports_and_connections() -> None:
    press = Press(articles=7).serve()
    outlet = press.outlets[0]
    with socket.create_connection(("127.0.0.1", outlet.port), timeout=10) as client:
        client.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n")
        assert client.recv(65536).startswith(b"HTTP/1.1 200")
        press.stop()
        with contextlib.suppress(ConnectionResetError):
            assert client.recv(65536) == b""
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", outlet.port), timeout=1).close()
    press.stop()


def test_a_slow_reader_does_not_swell_the_server() -> None:
    """A hundred megabytes to a client that reads a little and goes away: the server's buffer stays small."""
    with Press(articles=7, trouble=True, appetite=Appetite(large_bytes=100_000_000)) as press:
        outlet = press.outlets[-1]
        assert isinstance(outlet, TroubleOutlet)
        asked = f"GET {trouble(outlet, 'qua-lon')} HTTP/1.1\r\nHost: a\r\n\r\n"
        with socket.create_connection(("127.0.0.1", outlet.port), timeout=10) as client:
            client.sendall(asked.encode())
            received = 0
            while received < 3_000_000:
                received += len(client.recv(65_536))
            assert press.server is not None
            waiting = [one.transport.get_write_buffer_size() for one in press.server.connections if one.transport]
            assert waiting and max(waiting) < 1_000_000
