"""Drafts and checks of sources, against a small site of our own on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from spiders.addresses import VIETNAM
from spiders.asking import Asker, AskingError, is_local
from spiders.checking import (
    check_page,
    check_source,
    golden_faults,
    golden_of,
    read_article,
    record_verified,
    report_lines,
    source_lines,
    source_rows,
)
from spiders.contributing import ContributionError, check_golden, new_source
from spiders.draft import draft_source, guess_family, province_of_host
from spiders.paging import ListRequest
from spiders.registry import Registry, Source, load_registry, read_verified

ARTICLE = "<h1>Một bài</h1><div id=content>" + "<p>Chỉ số sản xuất tăng 5% so với cùng kỳ.</p>" * 10 + "</div>"
HOME = """<html><head><title>Báo Thử</title><meta property="og:site_name" content="Báo Thử nghiệm">
<link rel="alternate" type="application/rss+xml" href="/rss/home.rss"></head><body>
<a href="/kinh-te/">Kinh tế</a><a href="/kinh-te/202605/mot-bai-a000001/">Một</a>
<a href="/kinh-te/202605/hai-bai-b000002/">Hai</a>
<img src="/file/0123456789abcdef0123456789abcdef/052026/a_20260501101010.jpg">
</body></html>"""
PAGES = {
    "/": HOME,
    "/kinh-te/": HOME,
    "/rss/home.rss": "<rss><channel><item><link>/kinh-te/202605/mot-bai-a000001/</link></item></channel></rss>",
    "/kinh-te/202605/mot-bai-a000001/": ARTICLE,
    "/kinh-te/202605/hai-bai-b000002/": ARTICLE,
    "/robots.txt": "User-agent: *\nDisallow: /noi-bo/\nSitemap: /sitemap.xml\n",
}


class Site(BaseHTTPRequestHandler):
    """Answers from ``PAGES``; ``/away`` redirects to another host."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Site.asked.append(self.path)
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://localhost.example.org/")
            self.end_headers()
            return
        page = PAGES.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page or "không có").encode())

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@dataclass
class Read:
    """What a page reader answers: the part of an article that a check looks at."""

    title: str = "Một bài"
    text: str = "Chỉ số sản xuất tăng 5% so với cùng kỳ. " * 10
    published: datetime | None = datetime(2026, 5, 2, 8, 30, tzinfo=VIETNAM)
    how: dict[str, str] = field(default_factory=lambda: {"title": "family"})


@dataclass
class Refused:
    """What a page reader answers where there is no article."""

    verdict: str = "not_article"
    reason: str = "a list"


@pytest.fixture
def source(site: str, tmp_path: Path) -> tuple[Source, Registry]:
    facts = {
        "id": "bao-thu",
        "name": "Báo Thử",
        "kind": "other",
        "province": "37",
        "former_province": "36",
        "hosts": [site.removeprefix("http://")],
        "home": site + "/",
        "sections": [site + "/kinh-te/"],
        "feeds": [site + "/rss/home.rss"],
        "families": ["hexmonth"],
        "politeness": {"delay": 0, "timeout": 5},
    }
    (tmp_path / "bao-thu.yaml").write_text(yaml.safe_dump(facts))
    registry = load_registry([tmp_path])
    assert registry.problems == []
    return registry.sources["bao-thu"], registry


def test_a_check_that_passes_shows_every_field_and_its_origin(source: tuple[Source, Registry]) -> None:
    report = check_source(*source, Asker("solieu-test", source=source[0]), lambda body, url: Read())
    assert report.passed
    assert [(count, problem) for _, count, problem in report.lists] == [(1, ""), (2, "")]
    assert len(report.articles) == 2
    shown = {read.name: (read.value, read.how) for read in report.articles[0].fields}
    assert shown["title"] == ("Một bài", "family")
    assert shown["published"] == ("2026-05-02T08:30+07:00", "")
    assert shown["text"][0].startswith("400 characters, 1 paragraphs")
    printed = report_lines(report)
    assert "  title         Một bài  [family]" in printed
    assert printed[-1] == "bao-thu: ok"


@pytest.mark.parametrize(
    ("read", "fault"),
    [
        (Refused(), "not_article: a list"),
        (Read(title=""), "no title"),
        (Read(text="ngắn"), "only 4 characters"),
        (Read(published=None), "no time of publication"),
        (
            Read(published=datetime(2026, 11, 24, 8, tzinfo=VIETNAM)),
            "published 2026-11-24, but the address says 2026-05",
        ),
    ],
)
def test_a_check_that_fails_says_why(source: tuple[Source, Registry], read: object, fault: str) -> None:
    report = check_source(*source, Asker("solieu-test", source=source[0]), lambda body, url: read)
    assert report.verdict == "parse_drift"
    assert fault in report.articles[0].faults[0]


def test_an_index_of_sitemaps_is_followed_to_its_newest(
    source: tuple[Source, Registry], site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>"
    monkeypatch.setitem(PAGES, "/sitemap.xml", index)
    monkeypatch.setitem(PAGES, "/s1.xml", "<urlset><url><loc>/kinh-te/202605/mot-bai-a000001/</loc></url></urlset>")
    mapped = source[0].model_copy(update={"feeds": (), "sections": (), "sitemaps": (site + "/sitemap.xml",)})
    report = check_source(mapped, source[1], Asker("solieu-test", source=mapped), lambda body, url: Read())
    assert report.lists == [(site + "/sitemap.xml", 1, "")]


def test_a_site_without_articles_is_empty_unexpectedly(
    source: tuple[Source, Registry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PAGES, "/kinh-te/", "<p>bảo trì</p>")
    monkeypatch.setitem(PAGES, "/rss/home.rss", "<rss><channel></channel></rss>")
    report = check_source(*source, Asker("solieu-test", source=source[0]), lambda body, url: Read())
    assert (report.verdict, report.articles) == ("empty_unexpectedly", [])


def test_a_site_that_does_not_answer_is_an_http_error(
    source: tuple[Source, Registry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(PAGES, "/kinh-te/")
    monkeypatch.delitem(PAGES, "/rss/home.rss")
    report = check_source(*source, Asker("solieu-test", source=source[0]), lambda body, url: Read())
    assert report.verdict == "http_error"
    assert report.lists[0][2] == "status 404"


def test_a_saved_page_is_checked_without_the_network(packaged: Registry) -> None:
    url = "https://baothainguyen.vn/kinh-te/202605/mot-bai-a000001/"
    assert check_page(url, b"x", packaged, lambda body, url: Read()).passed
    assert not check_page(url, b"x", packaged, lambda body, url: Refused()).passed
    stranger = check_page("https://example.org/a", b"x", packaged, lambda body, url: Read())
    assert stranger.passed
    assert "no article's form" in stranger.reasons[0]


def test_a_golden_fails_until_somebody_looked(packaged: Registry) -> None:
    article = read_article("https://baothu.vn/a", b"", packaged, lambda body, url: Read())
    golden = json.loads(json.dumps(golden_of(article)))
    assert golden_faults(golden, article) == [
        "nobody has looked at it: compare it with the page, then set looked_at to true"
    ]
    golden["looked_at"] = True
    assert golden_faults(golden, article) == []
    other = read_article("https://baothu.vn/a", b"", packaged, lambda body, url: Read(title="Khác"))
    assert golden_faults(golden, other) == ["title: was 'Một bài', is 'Khác'"]


def test_a_passed_check_turns_a_source_on(packaged: Registry, tmp_path: Path) -> None:
    state = tmp_path / "state" / "verified.json"
    assert read_verified(state) == {}
    record_verified(state, "baothainguyen-vn", date(2026, 11, 24))
    record_verified(state, "baocantho-com-vn", date(2026, 11, 25))
    verified = read_verified(state)
    assert verified == {"baothainguyen-vn": date(2026, 11, 24), "baocantho-com-vn": date(2026, 11, 25)}
    assert packaged.enabled() == []
    assert [source.id for source in packaged.enabled(verified)] == ["baocantho-com-vn", "baothainguyen-vn"]
    row = next(row for row in source_rows(packaged, verified) if row["id"] == "baothainguyen-vn")
    assert (row["on"], row["verified"]) == ("yes", "2026-11-24")


def test_what_show_prints(packaged: Registry) -> None:
    lines = source_lines(packaged.sources["baonamdinh-vn"], packaged)
    assert lines[0] == "baonamdinh-vn: Báo Nam Định"
    assert "province  37, 36 before 2025-07-01" in lines
    assert any(line.startswith("families  channel, hexmonth") for line in lines)


# --- manners ---


def test_real_sites_are_not_asked_without_a_contact() -> None:
    with pytest.raises(AskingError, match="set contact"):
        Asker("solieu-test")(ListRequest("https://baothainguyen.vn/"))


def test_robots_txt_is_obeyed(site: str) -> None:
    Site.asked.clear()
    with pytest.raises(AskingError, match=r"robots\.txt forbids"):
        Asker("solieu-test")(ListRequest(site + "/noi-bo/a"))
    assert Site.asked == ["/robots.txt"]


def test_redirects_to_other_hosts_are_not_followed(source: tuple[Source, Registry], site: str) -> None:
    for asker in (Asker("solieu-test", source=source[0]), Asker("solieu-test")):
        with pytest.raises(AskingError, match="another host"):
            asker(ListRequest(site + "/away"))


def test_a_dead_host_is_named() -> None:
    with pytest.raises(AskingError, match=r"127\.0\.0\.1:1/"):
        Asker("solieu-test")(ListRequest("http://127.0.0.1:1/"))


def test_the_pause_is_kept_between_requests(source: tuple[Source, Registry], site: str) -> None:
    slow = source[0].model_copy(update={"politeness": source[0].politeness.model_copy(update={"delay": 7.0})})
    pauses: list[float] = []
    ask = Asker("solieu-test", source=slow, sleep=pauses.append)
    ask(ListRequest(site + "/"))
    ask(ListRequest(site + "/kinh-te/"))
    assert pauses == [7.0, 7.0], "after robots.txt and between the two"


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8/", True),
        ("http://[::1]/", True),
        ("http://localhost/", True),
        ("https://baothu.vn/", False),
    ],
)
def test_is_local(url: str, local: bool) -> None:
    assert is_local(url) is local


# --- drafts ---


def test_a_draft_says_what_was_seen_and_what_is_unknown(site: str, packaged: Registry, tmp_path: Path) -> None:
    ask = Asker("solieu-test")
    draft = draft_source(site + "/", HOME.encode(), packaged, lambda url: ask(ListRequest(url)).body, "Sitemap: /s.xml")
    facts = yaml.safe_load(draft.text)
    assert draft.guesses[0].family == "hexmonth"
    assert facts["families"] == ["hexmonth"]
    assert facts["name"] == "Báo Thử nghiệm"
    assert facts["sections"] == [site + "/kinh-te/"]
    assert facts["feeds"] == [site + "/rss/home.rss"]
    assert facts["sitemaps"] == [site + "/s.xml"]
    assert len(facts["examples"]) == 2
    assert (facts["verified"], facts["enabled"]) == ("never", False)
    assert any("province" in unknown for unknown in facts["unknown"])
    (tmp_path / "draft.yaml").write_text(draft.text, encoding="utf-8")
    problems = load_registry([tmp_path]).problems
    assert ["province" in problem.reason for problem in problems] == [True], "a person has to fill the province in"
    (tmp_path / "draft.yaml").write_text(draft.text.replace("??", "'37'"), encoding="utf-8")
    assert load_registry([tmp_path]).problems == []


def test_a_page_of_feeds_is_looked_at(site: str, packaged: Registry) -> None:
    home = HOME.replace("<link rel", "<a href='/rss'>RSS</a><link hidden")
    pages = {"/rss": '<a href="/rss/home.rss">Home</a>', "/rss/home.rss": PAGES["/rss/home.rss"]}
    found = {site + path: page.encode() for path, page in pages.items()}
    draft = draft_source(site + "/", home.replace("application/rss+xml", "").encode(), packaged, found.get)
    assert yaml.safe_load(draft.text)["feeds"] == [site + "/rss/home.rss"]


def test_feeds_that_are_usual_in_the_family_are_tried(packaged: Registry) -> None:
    home = '<a href="/kinh-te">x</a><li pid="1"><a href="/mot-bai-viet-moi-731520.html">x</a></li>'
    asked: list[str] = []
    draft_source("https://baothu.vn/", home.encode(), packaged, lambda url: asked.append(url))
    assert {"https://baothu.vn/rss/home.rss", "https://baothu.vn/rss/kinh-te.rss"} <= set(asked)


def test_a_feed_that_does_not_answer_is_not_believed(site: str, packaged: Registry) -> None:
    draft = draft_source(site + "/", HOME.encode(), packaged)
    assert "feeds" not in yaml.safe_load(draft.text)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\xff\xfe"])
def test_an_empty_home_page_makes_a_draft_too(site: str, packaged: Registry, body: bytes) -> None:
    facts = yaml.safe_load(draft_source(site + "/", body, packaged).text)
    assert facts["families"] == ["generic"]
    assert "CMS family" in facts["unknown"]


def test_generator_markup_and_media_tell_a_family(packaged: Registry) -> None:
    page = b'<meta name="generator" content="NukeViet v4.5"><img src="/uploads/thu/news/a.jpg">'
    assert guess_family(page, "https://baothu.vn/", [], packaged)[0].family == "nukeviet"
    page = b"<ul><li pid=1></li></ul><img src=https://thu.1cdn.vn/2026/05/02/a.jpg>"
    guess = guess_family(page, "https://baothu.vn/", [], packaged)[0]
    assert (guess.family, len(guess.signs)) == ("onecms", 2)


@pytest.mark.parametrize(
    ("host", "codes"),
    [
        ("baothanhhoa.vn", ("38", None)),
        ("www.laocai.gov.vn", ("15", "10")),
        ("baoyenbai.com.vn", ("15", None)),
        ("baoquangnam.vn", ("48", "49")),
        ("baobariavungtau.com.vn", ("79", "77")),
        ("hue.gov.vn", ("46", None)),
        ("baohungyen.vn", ("33", None)),
        ("baoxala.vn", None),
        ("sggp.org.vn", None),
    ],
)
def test_province_of_host(host: str, codes: tuple[str, str | None] | None) -> None:
    assert province_of_host(host) == codes


# --- new sources ---


def read_plainly(body: bytes, url: str, registry: Registry) -> Read:
    match = registry.family_for(url)
    return Read(how={"title": match.family.id if match else "generic"})


def test_new_writes_a_draft_and_a_golden_that_fails(site: str, packaged: Registry, tmp_path: Path) -> None:
    made = new_source(site + "/", packaged, Asker("solieu-test"), read_plainly, tmp_path)
    assert made.file.read_text(encoding="utf-8") == made.draft.text
    assert made.golden is not None
    golden = json.loads(made.golden.read_text(encoding="utf-8"))
    assert golden["looked_at"] is False
    assert golden["fields"]["title"] == {"value": "Một bài", "how": "hexmonth"}, "read with the drafted family"
    assert check_golden(made.golden, packaged, read_plainly) == [
        "nobody has looked at it: compare it with the page, then set looked_at to true"
    ]
    made.golden.write_text(json.dumps(golden | {"looked_at": True}), encoding="utf-8")
    assert check_golden(made.golden, packaged, read_plainly) == []


def test_new_overwrites_nothing_and_knows_what_is_described(site: str, packaged: Registry, tmp_path: Path) -> None:
    new_source(site + "/", packaged, Asker("solieu-test"), read_plainly, tmp_path)
    with pytest.raises(ContributionError, match="is there already"):
        new_source(site + "/", packaged, Asker("solieu-test"), read_plainly, tmp_path)
    with pytest.raises(ContributionError, match="belongs to baothainguyen-vn"):
        new_source("https://www.baothainguyen.vn/", packaged, Asker("solieu-test"), read_plainly, tmp_path)
    with pytest.raises(ContributionError, match="status 404"):
        new_source(site + "/khong-co", packaged, Asker("solieu-test"), read_plainly, tmp_path)
    with pytest.raises(ContributionError, match=r"127\.0\.0\.1:1"):
        new_source("http://127.0.0.1:1/", packaged, Asker("solieu-test"), read_plainly, tmp_path)


def test_new_without_an_article_says_so(
    site: str, packaged: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PAGES, "/", "<p>đang xây dựng</p>")
    made = new_source(site + "/", packaged, Asker("solieu-test"), read_plainly, tmp_path)
    assert (made.golden, made.trouble) == (None, "no address of an article was found")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"page": "no.html", "url": "u", "fields": {}}'])
def test_a_broken_golden_is_named(packaged: Registry, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.golden.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContributionError, match=r"a\.golden\.json"):
        check_golden(path, packaged, read_plainly)
