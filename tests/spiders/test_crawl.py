"""Runs after runs: what is known is not fetched again, what a killed run had begun is finished, nothing is lost."""

from __future__ import annotations

import gzip
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from fastwarc import ArchiveIterator

from spiders.archive import captures, segments, verify
from spiders.frontier import CIRCUIT_AFTER, MAX_FAILURES, Frontier
from tests.spiders.crawling import ROOT, Place
from tests.spiders.trouble import HTML, Site, Sites, Visitor, always, dribble


def slow(site: Site, seconds: float) -> Callable[[Visitor], Any]:
    def route(visitor: Visitor) -> Any:
        time.sleep(seconds)
        return site.article(visitor)

    return route


def revisits(place: Place, role: str = "article") -> list[str]:
    """The profiles of the revisit records of a role in the archive."""
    archive = place.data / "archive"
    return [
        record.headers["WARC-Profile"].rpartition("/")[2]
        for info in segments(archive)
        for record in ArchiveIterator(str(info.path))
        if record.headers["WARC-Type"] == "revisit" and record.headers["Solieu-Role"] == role
    ]


def test_a_second_run_fetches_lists_but_no_article_that_is_not_due(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=5)
    sites.write_sources(place.sources)
    first = place.crawl()["bao"]
    assert (first["verdict"], first["new_pages"], first["listed"]) == ("ok", 5, 5)
    site.hits.clear()
    second = place.crawl()["bao"]
    assert (second["verdict"], second["new_pages"], second["unchanged"]) == ("ok", 0, 0)
    assert set(site.hits) == {"/robots.txt", "/kinh-te/", "/kinh-te/?page=2"}


def test_a_forced_revisit_costs_a_revisit_record_and_finds_the_correction(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=4)
    sites.write_sources(place.sources)
    place.crawl()
    site.bodies[site.path(2)] = "Đính chính: công nghiệp tăng 10,23%, không phải 12,03%."
    result = place.crawl(force_revisit=True)["bao"]
    assert (result["verdict"], result["unchanged"], result["changed"], result["new_pages"]) == ("ok", 3, 1, 0)
    assert revisits(place) == ["server-not-modified"] * 3
    versions = captures(place.data / "archive", site.url(site.path(2)))
    assert [entry.kind for entry in versions] == ["response", "response"]
    assert len({entry.digest for entry in versions}) == 2


def test_an_unchanged_body_without_validators_is_a_revisit_too(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=1)
    site.routes[site.path(1)] = always(200, HTML, "<p>Bài không có ETag, dài vừa đủ để là một bài.</p>".encode())
    sites.write_sources(place.sources)
    place.crawl()
    assert place.crawl(force_revisit=True)["bao"]["unchanged"] == 1
    assert revisits(place) == ["identical-payload-digest"]


def test_a_list_that_did_not_change_is_not_stored_again(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=3)
    sites.write_sources(place.sources)
    place.crawl()
    assert (len(place.pages({"list"})), revisits(place, "list")) == (2, [])
    place.crawl()
    assert (len(place.pages({"list"})), revisits(place, "list")) == (2, ["identical-payload-digest"] * 2)
    site.articles = 4
    assert place.crawl()["bao"]["new_pages"] == 1
    assert (len(place.pages({"list"})), len(revisits(place, "list"))) == (3, 3)
    assert all(report.ok for report in verify(place.data / "archive"))


def put_to_rest(place: Place) -> None:
    """As if all had been fetched a year ago."""
    with sqlite3.connect(place.data / "state" / "frontier.sqlite") as connection:
        connection.execute("UPDATE documents SET next_visit = NULL, last_fetched = last_fetched - 31536000")


def sitemap_of(site: Site, changed: dict[int, str]) -> bytes:
    stamps = {n: changed.get(n, "2025-01-05T08:00:00+07:00") for n in range(1, site.articles + 1)}
    urls = "".join(
        f"<url><loc>{site.url(site.path(n))}</loc><lastmod>{stamp}</lastmod></url>" for n, stamp in stamps.items()
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def test_a_sitemap_wakes_the_article_that_it_says_was_changed(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=30)
    site.facts = {"sitemaps": [site.url("/sitemap.xml")], "sections": [], "floors": {"stale_after_days": None}}
    site.routes["/sitemap.xml"] = lambda visitor: (200, {}, sitemap_of(site, {}))
    sites.write_sources(place.sources)
    assert place.crawl()["bao"]["new_pages"] == 30
    put_to_rest(place)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    site.routes["/sitemap.xml"] = lambda visitor: (200, {}, sitemap_of(site, {7: yesterday.isoformat()}))
    site.bodies[site.path(7)] = "Đính chính: công nghiệp tăng 10,23%, không phải 12,03%."
    result = place.crawl()["bao"]
    assert (result["changed"], result["unchanged"]) == (1, 0)
    assert place.crawl()["bao"]["unchanged"] == 0, "it was fetched after its change, and rests"
    everything = dict.fromkeys(range(1, 31), datetime.now(UTC).isoformat())
    put_to_rest(place)
    site.routes["/sitemap.xml"] = lambda visitor: (200, {}, sitemap_of(site, everything))
    assert place.crawl()["bao"]["unchanged"] == 0, "a sitemap stamped as a whole says nothing of its articles"


def test_a_forced_revisit_tries_what_was_given_up(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=3)
    site.routes[site.path(2)] = always(404)
    sites.write_sources(place.sources)
    assert place.crawl()["bao"]["new_pages"] == 2
    with sqlite3.connect(place.data / "state" / "frontier.sqlite") as connection:
        connection.execute(f"UPDATE documents SET next_visit = NULL, failures = {MAX_FAILURES} WHERE failures > 0")
    del site.routes[site.path(2)]
    assert place.crawl()["bao"]["new_pages"] == 0
    result = place.crawl(force_revisit=True)["bao"]
    assert (result["new_pages"], result["unchanged"]) == (1, 2)


def test_a_limited_run_serves_new_articles_first_and_corrections_too(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=8)
    sites.write_sources(place.sources)
    assert place.crawl()["bao"]["new_pages"] == 8
    with sqlite3.connect(place.data / "state" / "frontier.sqlite") as connection:
        connection.execute("UPDATE documents SET next_visit = 1")
    site.articles = 30
    result = place.crawl(limits={"pages_per_source": 12})["bao"]
    assert (result["new_pages"], result["unchanged"]) == (9, 3)


def test_a_failed_article_is_tried_again_when_due_without_its_list(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=3)
    site.routes[site.path(3)] = always(500)
    sites.write_sources(place.sources)
    assert place.crawl()["bao"]["verdict"] == "partial"
    del site.routes[site.path(3)]
    site.routes["/kinh-te/"] = lambda visitor: site.list_page([1] if visitor.page == 1 else [])
    assert place.crawl()["bao"]["new_pages"] == 0
    make_due(place, f"fck:t-bao:{3}")
    assert place.crawl()["bao"]["new_pages"] == 1


def make_due(place: Place, key: str) -> None:
    with sqlite3.connect(place.data / "state" / "frontier.sqlite") as connection:
        connection.execute("UPDATE documents SET next_visit = 1 WHERE document_key = ?", (key,))


def test_a_walk_that_broke_off_does_not_hide_what_lies_behind_it(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=80)

    def pages(visitor: Visitor) -> Any:
        if visitor.page == 2 and site.hits["/kinh-te/?page=2"] <= 2:
            return 500, {}, b""
        return site.list_page(range(visitor.page * 40 - 39, visitor.page * 40 + 1) if visitor.page <= 2 else [])

    site.routes["/kinh-te/"] = pages
    sites.write_sources(place.sources)
    first = place.crawl()["bao"]
    assert (first["verdict"], first["new_pages"]) == ("partial", 40)
    second = place.crawl()["bao"]
    assert (second["verdict"], second["new_pages"]) == ("ok", 40)
    site.hits.clear()
    place.crawl()
    assert "/kinh-te/?page=2" not in site.hits, "forty known articles in a row end the walk now"


def test_the_crawl_delay_of_robots_txt_is_kept(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=3)
    site.routes["/robots.txt"] = always(200, {}, b"User-agent: *\nCrawl-delay: 0.4\nDisallow: /rieng/")
    sites.write_sources(place.sources)
    assert place.crawl()["bao"]["new_pages"] == 3
    times = [at for _, at in site.times]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(gaps) == 5
    assert min(gaps) >= 0.35


def test_a_gzipped_sitemap_index_is_walked(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=6)

    def sitemap(element: str, paths: list[str]) -> bytes:
        kind = "sitemapindex" if element == "sitemap" else "urlset"
        entries = "".join(f"<{element}><loc>{site.url(path)}</loc></{element}>" for path in paths)
        return f'<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{kind}>'.encode()

    site.routes["/sitemap.xml"] = always(200, {}, sitemap("sitemap", ["/s1.xml.gz", "/s2.xml.gz", "/s3.xml.gz"]))
    for part in (1, 2):
        packed = gzip.compress(sitemap("url", [site.path(n) for n in range(part * 3 - 2, part * 3 + 1)]))
        site.routes[f"/s{part}.xml.gz"] = always(200, {"Content-Type": "application/gzip"}, packed)
    site.facts = {"sitemaps": [site.url("/sitemap.xml")], "sections": []}
    sites.write_sources(place.sources)
    result = place.crawl()["bao"]
    assert (result["verdict"], result["new_pages"]) == ("partial", 6)
    assert "http_404" in result["reason"], "the third sitemap is not there, and that is said"


def test_a_home_page_leads_to_its_sections_when_nothing_else_is_known(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=4)
    links = '<a href="/kinh-te/">Kinh tế</a><a href="/khong-co/">Không có</a>' + "lời " * 60
    site.routes["/"] = always(200, HTML, f"<html><title>Báo</title><body>{links}</body></html>".encode())
    site.facts = {"sections": []}
    sites.write_sources(place.sources)
    result = place.crawl()["bao"]
    assert (result["verdict"], result["new_pages"]) == ("ok", 4), "a guess that fails is no fault of the source"


def test_since_keeps_old_articles_out(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=4)
    items = "".join(
        f"<item><title>Tin {n}</title><link>{site.url(site.path(n))}</link>"
        f"<pubDate>{day} Nov 2026 08:00:00 +0700</pubDate></item>"
        for n, day in ((1, 24), (2, 20), (3, 2), (4, 1))
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()
    site.routes["/rss/home.rss"] = always(200, {"Content-Type": "application/rss+xml"}, feed)
    site.facts = {"feeds": [site.url("/rss/home.rss")], "sections": [], "floors": {"stale_after_days": None}}
    sites.write_sources(place.sources)
    result = place.crawl(since="2026-11-10")["bao"]
    assert (result["verdict"], result["listed"], result["new_pages"]) == ("ok", 4, 2)


def test_the_page_limit_is_kept_and_said(sites: Sites, place: Place) -> None:
    sites.add("bao", articles=30)
    sites.write_sources(place.sources)
    first = place.crawl(limits={"pages_per_source": 10})["bao"]
    assert (first["verdict"], first["new_pages"]) == ("partial", 10)
    assert "limit of 10" in first["reason"]
    assert place.crawl()["bao"]["new_pages"] == 20


@pytest.mark.parametrize("after", [1, 25, 70])
def test_a_killed_crawl_is_finished_by_the_next(sites: Sites, place: Place, after: int) -> None:
    site = sites.add("bao", articles=80)
    site.facts = {"politeness": {"delay": 0, "concurrency": 4, "timeout": 5, "retries": 1}}
    for n in range(1, 81):
        site.routes[site.path(n)] = slow(site, 0.01)
    sites.write_sources(place.sources)
    process = place.start(progress=False)
    wait_for(lambda: sum(site.hits[site.path(n)] for n in range(1, 81)) >= after, process)
    process.kill()
    process.communicate()
    place.crawl()
    archived = place.captures()
    assert {url for url, _ in archived} == {site.url(site.path(n)) for n in range(1, 81)}
    twice = [key for key, times in archived.items() if times > 1]
    assert len(twice) <= 8, "only what was under way at the kill may have been fetched again"
    assert all(report.ok for report in verify(place.data / "archive"))
    assert not list((place.data / "archive").glob("*.open"))
    with Frontier(place.data / "state" / "frontier.sqlite") as frontier:
        assert frontier.count("t-bao") == 80
        assert frontier.due("t-bao", int(time.time()), 100) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_crawl_in_order(sites: Sites, place: Place, number: signal.Signals) -> None:
    site = sites.add("bao", articles=200)
    for n in range(1, 201):
        site.routes[site.path(n)] = slow(site, 0.05)
    sites.write_sources(place.sources)
    process = place.start()
    wait_for(lambda: site.hits[site.path(5)] > 0, process)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 0, err.decode()
    result = place.results()["bao"]
    assert result["verdict"] == "partial"
    assert number.name in result["reason"]
    assert not list((place.data / "archive").glob("*.open"))
    assert len(place.pages()) == result["pages"] > 0


def test_an_answer_that_never_ends_does_not_keep_a_stopped_crawl(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=3)
    site.routes[site.path(2)] = dribble
    site.facts = {"politeness": {"delay": 0, "concurrency": 4, "timeout": 200, "retries": 0}}
    sites.write_sources(place.sources)
    process = place.start()
    wait_for(lambda: site.hits[site.path(2)] > 0 and site.hits[site.path(3)] > 0, process)
    process.terminate()
    _, err = process.communicate(timeout=12)
    assert process.returncode == 0, err.decode()
    assert place.results()["bao"]["verdict"] == "partial"
    assert len(place.pages()) == 2
    assert not list((place.data / "archive").glob("*.open"))


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_host_that_fails_run_after_run_is_left_alone(sites: Sites, place: Place) -> None:
    site = sites.add("bao")
    site.routes["/kinh-te/"] = always(503)
    sites.write_sources(place.sources)
    for _ in range(CIRCUIT_AFTER):
        assert place.crawl()["bao"]["verdict"] == "http_error"
    site.hits.clear()
    result = place.crawl()["bao"]
    assert result["verdict"] == "http_error"
    assert "not asked again before" in result["reason"]
    assert not site.hits


def test_an_archive_that_cannot_be_written_stops_the_crawl_with_its_reason(sites: Sites, place: Place) -> None:
    sites.add("bao")
    sites.write_sources(place.sources)
    (place.data / "archive").parent.mkdir(parents=True)
    (place.data / "archive").write_text("in the way")
    process = place.start()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert b"archive" in err


def test_a_full_disk_stops_the_crawl_and_spoils_nothing(sites: Sites, place: Place) -> None:
    site = sites.add("bao", articles=40)
    noise = random.Random(1)
    for n in range(1, 41):
        body = f"<p>Bài {n}: {noise.randbytes(40_000).hex()}</p>".encode()
        site.routes[site.path(n)] = always(200, HTML, body)
    sites.write_sources(place.sources)
    process = place.start(max_file=400_000)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1, err.decode()
    assert b"could not be stored" in err
    assert place.results()["bao"]["verdict"] == "partial"
    assert all(report.ok for report in verify(place.data / "archive"))
    stored = {page.url for page in place.pages()}
    assert 0 < len(stored) < 40
    place.crawl()
    assert {page.url for page in place.pages()} == {site.url(site.path(n)) for n in range(1, 41)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"allow_loopback": False}, "t-bao is on this machine: set allow_loopback"),
        ({"source_ids": ["hanoimoi-vn"], "contact": " "}, "hanoimoi-vn is a real site: set contact"),
        ({"limits": {"pagse": 3}}, "pagse"),
        ({"since": "yesterday"}, "since"),
        ({"extra_source_dirs": []}, "no source is enabled"),
    ],
)
def test_a_wrong_configuration_is_refused_with_its_reason(
    sites: Sites, place: Place, changes: dict[str, Any], message: str
) -> None:
    sites.add("bao")
    sites.write_sources(place.sources)
    process = place.start(**changes)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 2, err.decode()
    assert message in err.decode()
    assert out == b""


def test_an_unknown_source_is_a_config_error_and_the_others_run(sites: Sites, place: Place) -> None:
    sites.add("bao")
    sites.write_sources(place.sources)
    results = place.crawl(source_ids=["t-bao", "t-khong-co"])
    assert results["bao"]["verdict"] == "ok"
    assert results["khong-co"]["verdict"] == "config_error"


def test_a_source_is_off_until_it_was_seen_working(sites: Sites, place: Place) -> None:
    sites.add("bao")
    sites.add("moi", enabled=False, verified="never")
    sites.write_sources(place.sources)
    assert set(place.crawl()) == {"bao"}
    (place.data / "state" / "verified.json").write_text(json.dumps({"t-moi": {"verified": "2026-11-24"}}))
    assert set(place.crawl()) == {"bao", "moi"}


def test_the_command_explains_itself() -> None:
    command = [sys.executable, "-m", "spiders.crawl", "--help"]
    assert "--config" in subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
