"""Every trouble ends in a named verdict, in bounded time, and stops no other source: one crawl over all of them."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.spiders.crawling import Place
from tests.spiders.trouble import (
    HTML,
    Site,
    Sites,
    Visitor,
    all_headers,
    always,
    at_first,
    dribble,
    endless,
    hangs_up,
    huge,
    no_http,
    self_signed,
    silent,
    torn,
)

GOOD = '<div id="newscontents"><div class="content-fck"><p>Công nghiệp của tỉnh tăng 10,23%.</p></div></div>'.encode()
BLOCK = "<title>Thông báo từ chối truy cập</title><p>Yêu cầu bị từ chối</p>".encode()


@dataclass
class Outcome:
    """What the one crawl over all troubles left."""

    place: Place
    sites: dict[str, Site]
    results: dict[str, dict[str, Any]]
    seconds: float


def build(sites: Sites, directory: Path) -> None:
    sites.add("lanh")
    recovering = sites.add("phuc-hoi")
    recovering.routes["/tin-kinh-te-a1.html"] = at_first((500, {}, b"oops"), recovering)
    sites.add("thieu").routes["/tin-kinh-te-a1.html"] = always(404)
    loop = sites.add("vong")
    loop.routes["/tin-kinh-te-a1.html"] = always(302, {"Location": "/tin-kinh-te-a1.html?x=1"})
    busy = sites.add("ban-ron")
    busy.routes["/tin-kinh-te-a1.html"] = at_first((429, {"Retry-After": "1"}, b""), busy)
    closed = sites.add("dong-cua")
    closed.routes["/tin-kinh-te-a1.html"] = always(503, {"Retry-After": "86400"})
    endless = sites.add("vo-tan", articles=1000)
    endless.routes["/kinh-te/"] = lambda v: endless.list_page(range(v.page * 5, v.page * 5 + 5))
    repeating = sites.add("lap-lai")
    repeating.routes["/kinh-te/"] = lambda v: repeating.list_page([1, 2, 3])
    bomb = sites.add("bom")
    bomb_body = gzip.compress(b"\0" * (64 << 20))
    bomb.routes["/tin-kinh-te-a1.html"] = always(200, {**HTML, "Content-Encoding": "gzip"}, bomb_body)
    sites.add("rach").routes["/tin-kinh-te-a1.html"] = torn  # type: ignore[assignment]
    sites.add("cham").routes["/tin-kinh-te-a1.html"] = dribble  # type: ignore[assignment]
    sites.add("to").routes["/tin-kinh-te-a1.html"] = huge  # type: ignore[assignment]
    blocked = sites.add("chan")
    blocked.routes.update({blocked.path(n): always(200, HTML, BLOCK) for n in (1, 2, 3)})
    sites.add("chan-muc").routes["/kinh-te/"] = always(200, HTML, BLOCK)
    sites.add("cam").routes["/robots.txt"] = always(200, {}, b"User-agent: *\nDisallow: /")
    sites.add("cam-mot").routes["/robots.txt"] = always(200, {}, b"User-agent: solieu\nDisallow: /tin-kinh-te-a1.html")
    sites.add("robots-hong").routes["/robots.txt"] = always(503)
    sites.add("rong").routes["/kinh-te/"] = always(200, HTML, b"<p>" + "Chưa có bài. ".encode() * 20)
    sites.add("rong-dung", floors={"listed": 0}).routes["/kinh-te/"] = always(200, HTML, b"<p>none</p>" * 9)
    away = sites.add("ra-ngoai")
    stranger = sites.add("nguoi-la", enabled=False)
    away.routes["/tin-kinh-te-a1.html"] = always(301, {"Location": stranger.url("/tin-kinh-te-a1.html")})
    swapped = sites.add("nham-bai", articles=4)
    swapped.routes["/kinh-te/"] = lambda v: swapped.list_page([1, 2] if v.page == 1 else [])
    swapped.routes["/tin-kinh-te-a2.html"] = always(301, {"Location": "/tin-kinh-te-a4.html"})
    sites.add("tep").routes["/tin-kinh-te-a1.html"] = always(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 x")
    moved = sites.add("doi-nha")
    moved.routes["/kinh-te/"] = always(301, {"Location": stranger.url("/kinh-te/")})
    home = sites.add("ve-nha")
    home.routes["/tin-kinh-te-a1.html"] = always(302, {"Location": "/"})
    home.routes["/"] = home.routes["/kinh-te/"] = lambda v: home.list_page([1, 2, 3] if v.page == 1 else [])
    drifted = sites.add("doi-mau")
    drifted.routes.update({drifted.path(n): always(200, HTML, b"<main>" + b"new markup " * 30) for n in (1, 2, 3)})
    deep = sites.add("sau")
    deep.routes["/tin-kinh-te-a1.html"] = always(200, HTML, b"<div>" * 50_000 + b"sau")
    build_bad_answers(sites)
    sites.add("gia-mao", tls=self_signed(directory))
    accepted = sites.add("gia-mao-duoc-nhan", tls=self_signed(directory))
    accepted.facts = {"tls": {"verify": False, "reason": "no chain, seen 2026-11"}}
    sites.add("moc-hong", hook="hooks_broken:read")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    down = {"hosts": [f"127.0.0.1:{port}"], "home": f"http://127.0.0.1:{port}/", "sections": []}
    sites.add("tat").facts = down
    nowhere = {"hosts": ["khong-co.invalid"], "home": "http://khong-co.invalid/", "sections": []}
    sites.add("khong-ten").facts = nowhere
    slow_site = sites.add("lang")
    slow_site.routes["/kinh-te/"] = dribble  # type: ignore[assignment]


def build_bad_answers(sites: Sites) -> None:
    """Answers that are broken, endless or far too large, where an article, a list or robots.txt was asked for."""
    article = "/tin-kinh-te-a1.html"
    packed = {**HTML, "Content-Encoding": "gzip"}
    for name, answer in (
        ("vo-han", endless),
        ("im-lang", silent),
        ("cup-may", hangs_up),
        ("khong-phai-http", no_http),
        ("toan-dau-de", all_headers),
    ):
        sites.add(name).routes[article] = answer
    chain = sites.add("chuyen-mai")
    chain.routes[article] = lambda v: (302, {"Location": f"{article}?x={v.path.count('1') * '1'}1"}, b"")
    sites.add("hen-vu-vo").routes[article] = always(429, {"Retry-After": "soon"})
    misnamed = sites.add("sai-bang-ma")
    misnamed.routes[article] = always(200, {"Content-Type": "text/html; charset=x-khong-co"}, GOOD)
    sites.add("gzip-hong").routes[article] = always(200, packed, gzip.compress(GOOD * 50, mtime=0)[:-100])
    sites.add("gzip-gia").routes[article] = always(200, packed, GOOD)
    long = sites.add("dia-chi-dai", articles=1)
    path = f"/{'tin-kinh-te-' * 400}a1.html"
    long.routes[path] = always(200, HTML, GOOD)
    links = f'<h1>Kinh tế</h1><a class="title" href="{path}">Tin</a>{"lời " * 40}'
    long.routes["/kinh-te/"] = always(200, HTML, links.encode())
    sites.add("danh-sach-to").routes["/kinh-te/"] = huge
    sites.add("danh-sach-bom").routes["/kinh-te/"] = always(200, packed, gzip.compress(b"<p>" * (32 << 20)))
    sites.add("robots-to").routes["/robots.txt"] = huge
    sitemap = sites.add("sitemap-bom")
    sitemap.routes["/sitemap.xml.gz"] = always(200, {}, gzip.compress(b"<urlset>" + b" " * (256 << 20)))
    sitemap.facts = {"sitemaps": [sitemap.url("/sitemap.xml.gz")], "sections": []}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    directory = tmp_path_factory.mktemp("troubles")
    place, sites = Place(directory), Sites()
    build(sites, directory)
    sites.write_sources(place.sources)
    (place.sources / "t-hong.yaml").write_text("id: t-hong\nname: [", "utf-8")
    started = time.monotonic()
    results = place.crawl()
    yield Outcome(place, sites.by_name, results, time.monotonic() - started)
    sites.close()


@pytest.mark.parametrize(
    ("site", "verdict", "error", "new"),
    [
        ("lanh", "ok", None, 3),
        ("phuc-hoi", "ok", None, 3),
        ("thieu", "ok", "http_404", 2),
        ("vong", "partial", "redirect_loop", 2),
        ("ban-ron", "ok", None, 3),
        ("dong-cua", "partial", "http_503", None),
        ("vo-tan", "partial", None, 25),
        ("lap-lai", "ok", None, 3),
        ("bom", "partial", "too_large", 2),
        ("rach", "partial", "torn", 2),
        ("cham", "partial", "timeout", 2),
        ("to", "partial", "too_large", 2),
        ("chan", "blocked", "block_page", 0),
        ("chan-muc", "blocked", "block_page", 0),
        ("cam", "robots_denied", "robots", 0),
        ("cam-mot", "ok", "robots", 2),
        ("robots-hong", "http_error", "http_503", 0),
        ("rong", "empty_unexpectedly", None, 0),
        ("rong-dung", "empty_as_expected", None, 0),
        ("ra-ngoai", "partial", "offsite", 2),
        ("nham-bai", "ok", "other_article", 2),
        ("tep", "ok", None, 3),
        ("doi-nha", "http_error", "offsite", 0),
        ("ve-nha", "ok", "stub", 2),
        ("doi-mau", "parse_drift", None, 3),
        ("sau", "ok", None, 3),
        ("vo-han", "partial", "too_large", 2),
        ("im-lang", "partial", "timeout", 2),
        ("cup-may", "partial", "connection", 2),
        ("khong-phai-http", "partial", "torn", 2),
        ("toan-dau-de", "partial", "timeout", 2),
        ("chuyen-mai", "partial", "redirect_loop", 2),
        ("hen-vu-vo", "partial", "http_429", 2),
        ("sai-bang-ma", "ok", None, 3),
        ("gzip-hong", "partial", "bad_coding", 2),
        ("gzip-gia", "partial", "bad_coding", 2),
        ("dia-chi-dai", "ok", None, 1),
        ("danh-sach-to", "http_error", "too_large", 0),
        ("danh-sach-bom", "http_error", "too_large", 0),
        ("robots-to", "http_error", "too_large", 0),
        ("sitemap-bom", "parse_drift", "no_feed", 0),
        ("gia-mao", "tls_error", "tls", 0),
        ("gia-mao-duoc-nhan", "ok", None, 3),
        ("moc-hong", "config_error", None, 0),
        ("tat", "http_error", "connection", 0),
        ("khong-ten", "dns_error", "dns", 0),
        ("lang", "timeout", "timeout", 0),
        ("hong", "config_error", None, 0),
    ],
)
def test_each_trouble_has_its_verdict(
    outcome: Outcome, site: str, verdict: str, error: str | None, new: int | None
) -> None:
    result = outcome.results[site]
    assert result["verdict"] == verdict, result
    assert result["reason"]
    if error is not None:
        assert result["errors"].get(error), result
    if new is not None:
        assert result["new_pages"] == new, result


def test_all_of_it_takes_bounded_time_and_memory(outcome: Outcome) -> None:
    assert set(outcome.results) >= {name for name in outcome.sites if name != "nguoi-la"}
    assert outcome.seconds < 60
    cost = json.loads((outcome.place.run_dir / "crawl.json").read_text("utf-8"))["cost"]
    assert cost["fetch_peak_mb"] + cost["store_peak_mb"] < 700, "a dozen sources at their worst at the same time"


def test_no_request_goes_to_a_host_that_the_source_does_not_own(outcome: Outcome) -> None:
    assert outcome.sites["nguoi-la"].hits == {}


def test_the_reason_quotes_what_was_said_of_the_first_list(outcome: Outcome) -> None:
    assert f"127.0.0.1:{outcome.sites['nguoi-la'].port} is no host of t-doi-nha" in outcome.results["doi-nha"]["reason"]
    assert "khong-co.invalid" in outcome.results["khong-ten"]["reason"]


def test_an_article_come_upon_by_chance_is_fetched_under_its_own_key(outcome: Outcome) -> None:
    site = outcome.sites["nham-bai"]
    archived = {page.url for page in outcome.place.pages() if page.source_id == "t-nham-bai"}
    assert archived == {site.url("/tin-kinh-te-a1.html"), site.url("/tin-kinh-te-a4.html")}


def test_robots_txt_is_obeyed(outcome: Outcome) -> None:
    assert set(outcome.sites["cam"].hits) == {"/robots.txt"}
    assert "/tin-kinh-te-a1.html" not in outcome.sites["cam-mot"].hits
    assert set(outcome.sites["robots-hong"].hits) == {"/robots.txt"}


def test_retry_after_is_honoured(outcome: Outcome) -> None:
    times = [at for path, at in outcome.sites["ban-ron"].times if path == "/tin-kinh-te-a1.html"]
    assert len(times) == 2
    assert times[1] - times[0] >= 1.0


def test_a_site_that_asks_for_a_day_is_asked_no_more(outcome: Outcome) -> None:
    assert outcome.sites["dong-cua"].hits["/tin-kinh-te-a1.html"] == 1
    assert "left alone for 86400 s" in outcome.results["dong-cua"]["reason"]


def test_blocks_and_stubs_are_archived_but_are_no_articles(outcome: Outcome) -> None:
    articles = {page.url for page in outcome.place.pages()}
    for name, number in (("chan", 1), ("chan", 2), ("ve-nha", 1), ("bom", 1), ("rach", 1)):
        assert outcome.sites[name].url(f"/tin-kinh-te-a{number}.html") not in articles
    blocks = outcome.place.pages({"block"})
    assert {page.url for page in blocks} >= {outcome.sites["chan"].url(f"/tin-kinh-te-a{n}.html") for n in (1, 2, 3)}
    assert outcome.sites["ve-nha"].url("/") in {page.url for page in outcome.place.pages({"stub"})}


def test_every_new_page_is_archived_once_with_its_source(outcome: Outcome) -> None:
    captures = outcome.place.captures()
    assert set(captures.values()) == {1}
    expected = sum(result["new_pages"] for result in outcome.results.values())
    assert len(captures) == expected
    assert {page.source_id.removeprefix("t-") for page in outcome.place.pages()} <= set(outcome.sites)


def test_progress_is_told_in_json_lines(outcome: Outcome) -> None:
    lines = [json.loads(line) for line in outcome.place.out.splitlines()]
    done = [line["source_id"] for line in lines if line["event"] == "source_done"]
    assert len(done) == len(set(done)) == len(outcome.results)
    assert lines[-1]["pages"] == sum(result["pages"] for result in outcome.results.values())


def test_a_broken_source_file_is_refused_with_file_and_reason(outcome: Outcome) -> None:
    assert "t-hong.yaml" in outcome.results["hong"]["reason"]


def test_an_error_in_a_hook_is_named(outcome: Outcome) -> None:
    assert "the hook of this site is broken" in outcome.results["moc-hong"]["reason"]


def test_visitors_are_told_who_asks(outcome: Outcome) -> None:
    seen: list[str] = []
    sites = Sites()
    site = sites.add("chao", articles=1)

    def greet(visitor: Visitor) -> tuple[int, dict[str, str], bytes]:
        seen.append(visitor.headers["User-Agent"])
        return site.article(visitor)

    site.routes[site.path(1)] = greet
    place = Place(outcome.place.directory / "chao")
    place.directory.mkdir()
    sites.write_sources(place.sources)
    place.crawl(user_agent="solieu/0.1")
    sites.close()
    assert seen == ["solieu/0.1 (+test@example.org)"]
