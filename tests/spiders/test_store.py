"""The store's process: what it acknowledged is in the archive and in the frontier, whichever process dies and when."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.archive import verify
from spiders.frontier import Frontier
from spiders.line import Unpacker, pack
from tests.spiders.crawling import Place
from tests.spiders.test_crawl import slow, wait_for
from tests.spiders.trouble import Site, Sites


@given(st.lists(st.binary(max_size=60) | st.tuples(st.integers(), st.text(max_size=9))), st.data())
def test_messages_come_out_whole_however_they_are_cut(messages: list[Any], data: st.DataObject) -> None:
    stream = b"".join(map(pack, messages))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    unpacker = Unpacker()
    pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert [message for piece in pieces for message in unpacker.feed(piece)] == messages


def test_a_message_cut_off_is_not_offered() -> None:
    assert list(Unpacker().feed(pack(b"whole") + pack(b"cut off")[:-1])) == [b"whole"]


def busy_site(sites: Sites, place: Place, articles: int = 80) -> Site:
    site = sites.add("bao", articles=articles)
    site.facts = {"politeness": {"delay": 0, "concurrency": 4, "timeout": 5, "retries": 1}}
    for n in range(1, articles + 1):
        site.routes[site.path(n)] = slow(site, 0.01)
    sites.write_sources(place.sources)
    return site


def served(site: Site) -> int:
    return sum(site.hits[site.path(n)] for n in range(1, site.articles + 1))


def store_of(process: subprocess.Popen[bytes]) -> int:
    """The process id of a crawl's store."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if lines.get("PPid") == str(process.pid):
            return int(status.parent.name)
    raise AssertionError("the crawl has no store")


def believed(place: Place) -> set[tuple[str, str]]:
    """Address and payload of every capture that the frontier knows of."""
    with sqlite3.connect(place.data / "state" / "frontier.sqlite") as connection:
        return set(connection.execute("SELECT url, payload_digest FROM documents WHERE payload_digest IS NOT NULL"))


def finish(site: Site, place: Place) -> None:
    """The next crawl ends what was begun, and nothing is lost, spoilt or left open."""
    place.crawl()
    assert {url for url, _ in place.captures()} == {site.url(site.path(n)) for n in range(1, site.articles + 1)}
    assert believed(place) <= set(place.captures())
    assert len(believed(place)) == site.articles
    assert all(report.ok for report in verify(place.data / "archive"))
    assert not list((place.data / "archive").glob("*.open"))


@pytest.mark.parametrize("after", [1, 30])
def test_a_store_that_dies_ends_the_crawl_with_its_reason(sites: Sites, place: Place, after: int) -> None:
    site = busy_site(sites, place)
    process = place.start()
    wait_for(lambda: served(site) >= after, process)
    os.kill(store_of(process), signal.SIGKILL)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert b"the store's process ended unexpectedly (exit -9)" in err
    assert b"Traceback" not in err
    assert served(site) < site.articles
    result = place.results()["bao"]
    assert result["verdict"] == "partial"
    assert "could not be stored" in result["reason"]
    assert believed(place) <= set(place.captures())
    finish(site, place)


def test_a_store_whose_crawl_is_killed_closes_the_segment_by_itself(sites: Sites, place: Place) -> None:
    site = busy_site(sites, place)
    process = place.start()
    wait_for(lambda: served(site) >= 30, process)
    store = store_of(process)
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{store}").exists():
        assert time.monotonic() < deadline, "the store outlives its crawl"
        time.sleep(0.02)
    assert not list((place.data / "archive").glob("*.open"))
    assert believed(place) == set(place.captures())
    finish(site, place)


def test_the_store_is_not_ended_by_what_a_terminal_sends_to_everyone(sites: Sites, place: Place) -> None:
    site = busy_site(sites, place)
    process = place.start()
    wait_for(lambda: served(site) >= 10, process)
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(store_of(process), number)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err.decode()
    assert len(place.pages()) == place.results()["bao"]["pages"] > 0


def test_a_frontier_of_another_version_stops_the_crawl_before_anything_is_asked(sites: Sites, place: Place) -> None:
    site = sites.add("bao")
    sites.write_sources(place.sources)
    path = place.data / "state" / "frontier.sqlite"
    Frontier(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    process = place.start()
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert b"made by another version" in err
    assert not site.hits
