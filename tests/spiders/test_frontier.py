"""The frontier: what is known survives, what is due comes up, and young articles are looked at again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, create_engine, event

from spiders.frontier import (
    CIRCUIT_AFTER,
    CIRCUIT_FIRST,
    CIRCUIT_LONGEST,
    DAY,
    HOUR,
    MAX_FAILURES,
    Capture,
    Frontier,
    FrontierError,
    Listing,
    Visit,
    Walk,
    next_visit,
    retry_visit,
)

NOW = 1_800_000_000


POSTGRES = "SOLIEU_TEST_POSTGRES"
"""SQLAlchemy URL of an empty PostgreSQL database: with it, all of this is tested there too."""


@pytest.fixture(params=["sqlite", "postgresql"])
def frontier(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Frontier]:
    place: str | Path = tmp_path / "state" / "frontier.sqlite"
    if request.param == "postgresql":
        if POSTGRES not in os.environ:
            pytest.skip(f"{POSTGRES} names no database")
        place = os.environ[POSTGRES]
        empty(place)
    with Frontier(place) as store:
        yield store


def empty(url: str) -> None:
    engine = create_engine(url)
    tables = MetaData()
    tables.reflect(engine)
    tables.drop_all(engine)
    engine.dispose()


def listing(n: int, source: str = "bao", published: int | None = None) -> Listing:
    return Listing(f"fck:{source}:{n}", source, f"https://{source}.example/bai-a{n}.html", published)


def visit(n: int, at: int = NOW, outcome: str = "captured", **facts: object) -> Visit:
    return Visit(f"fck:bao:{n}", "bao", f"https://bao.example/bai-a{n}.html", at, outcome, **facts)  # type: ignore[arg-type]


def test_what_is_listed_is_due_until_it_was_fetched(frontier: Frontier) -> None:
    frontier.store([listing(1), listing(2)], [], NOW)
    assert [known.document_key for known in frontier.due("bao", NOW, 10)] == ["fck:bao:1", "fck:bao:2"]
    frontier.store([], [visit(1, status=200, etag='"a"', content_hash="sha1:X")], NOW)
    assert [known.document_key for known in frontier.due("bao", NOW, 10)] == ["fck:bao:2"]
    known = frontier.look_up(["fck:bao:1"])["fck:bao:1"]
    assert (known.first_seen, known.last_fetched, known.etag, known.content_hash) == (NOW, NOW, '"a"', "sha1:X")


def test_a_second_listing_changes_nothing_but_an_unknown_publication_time(frontier: Frontier) -> None:
    frontier.store([listing(1)], [], NOW)
    frontier.store([], [visit(1)], NOW + 5)
    frontier.store([listing(1, published=NOW - 99)], [], NOW + 10)
    frontier.store([listing(1, published=NOW - 11)], [], NOW + 20)
    known = frontier.look_up(["fck:bao:1"])["fck:bao:1"]
    assert (known.first_seen, known.published, known.last_fetched) == (NOW, NOW - 99, NOW)


def test_sources_do_not_see_each_others_work(frontier: Frontier) -> None:
    frontier.store([listing(1), listing(2, source="dai")], [], NOW)
    assert len(frontier.due("bao", NOW, 10)) == 1
    assert frontier.count() == 2
    assert frontier.count("dai") == 1


def test_due_is_served_in_chunks_the_longest_due_first(frontier: Frontier) -> None:
    frontier.store([listing(n) for n in range(5)], [], NOW)
    frontier.store([listing(9)], [], NOW - 60)
    first = frontier.due("bao", NOW, 2)
    assert [known.document_key for known in first] == ["fck:bao:9", "fck:bao:0"]
    assert all(known.is_due(NOW) for known in first)


def test_new_articles_are_served_first_and_every_fourth_place_is_kept_for_known_ones(frontier: Frontier) -> None:
    frontier.store([], [visit(n, NOW - 90 * DAY) for n in range(100, 104)], NOW - 90 * DAY)
    frontier.store([], [visit(200, NOW - DAY, "failed", error="timeout")], NOW - DAY)
    frontier.store([listing(n) for n in range(8)], [], NOW)
    due = [int(known.document_key.rpartition(":")[2]) for known in frontier.due("bao", NOW, 100)]
    assert due == [0, 1, 2, 100, 3, 4, 5, 101, 6, 7, 102, 103, 200]
    assert [known.document_key for known in frontier.due("bao", NOW, 4)][-1] == "fck:bao:100"


def test_what_is_due_is_found_by_index(frontier: Frontier) -> None:
    if frontier._engine.dialect.name != "sqlite":
        pytest.skip("asks SQLite for its plan")
    plans: list[str] = []

    def explain(connection: Connection, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        rows = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plans.extend(str(row[3]) for row in rows)

    event.listen(frontier._engine, "before_cursor_execute", explain)
    frontier.due("bao", NOW, 10)
    assert [plan.split(" INDEX ")[1].split(" ")[0] for plan in plans] == ["documents_new", "documents_again"]


def test_what_was_given_up_can_be_revisited_and_what_waits_is_left_to_its_time(frontier: Frontier) -> None:
    frontier.store([listing(1), listing(2), listing(3)], [visit(3)], NOW)
    for n in range(MAX_FAILURES):
        frontier.store([], [visit(2, NOW + n, "failed", error="timeout")], NOW + n)
    assert [known.document_key for known in frontier.revisitable("bao", 10)] == ["fck:bao:2", "fck:bao:3"]
    assert frontier.revisitable("bao", 10, "fck:bao:3") == []


def test_a_listing_that_says_so_wakes_what_was_fetched_and_rests_only(frontier: Frontier) -> None:
    rested = NOW - 400 * DAY
    frontier.store([listing(1), listing(2, published=rested - 60 * DAY)], [], rested)
    frontier.store([], [visit(2, rested)], rested)
    frontier.store([listing(3)], [visit(3, NOW)], NOW)
    for n in range(MAX_FAILURES):
        frontier.store([], [visit(1, rested + n, "failed", error="timeout")], rested + n)
    before = frontier.look_up(["fck:bao:1", "fck:bao:3"])
    frontier.store([listing(n)._replace(changed=True) for n in (1, 2, 3)], [], NOW + 5)
    after = frontier.look_up(["fck:bao:1", "fck:bao:2", "fck:bao:3"])
    assert after.pop("fck:bao:2").next_visit == NOW + 5
    assert after == before


def test_the_capture_of_a_list_is_the_last_one_told(frontier: Frontier) -> None:
    assert frontier.list_capture("https://bao.example/") is None
    for payload in ("sha1:A", "sha1:B"):
        told = Capture("https://bao.example/", "https://bao.example/", "2026-01-01T00:00:00Z", payload)
        frontier.store([], [], NOW, [told])
        assert frontier.list_capture("https://bao.example/") == told


def test_tables_and_indexes_that_a_store_lacks_are_made(tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite"
    with Frontier(path) as first:
        first.store([listing(1)], [], NOW)
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP TABLE list_captures; DROP INDEX documents_new; DROP INDEX documents_again;")
    with Frontier(path) as second:
        assert second.count() == 1
        assert second.list_capture("") is None
    with sqlite3.connect(path) as connection:
        assert {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'documents_%'")}


def test_lookups_of_many_keys_go_in_chunks(frontier: Frontier) -> None:
    frontier.store([listing(n) for n in range(1300)], [], NOW)
    keys = [f"fck:bao:{n}" for n in range(0, 2600, 2)]
    assert len(frontier.look_up(keys)) == 650


@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, HOUR), (HOUR, DAY), (2 * HOUR, DAY), (3 * DAY, 7 * DAY), (8 * DAY, 30 * DAY), (30 * DAY, None)],
)
def test_revisits_follow_the_age_of_the_article(age: int, expected: int | None) -> None:
    due = next_visit(first_seen=NOW, published=None, now=NOW + age)
    assert due == (None if expected is None else NOW + expected)


def test_an_article_found_late_is_as_old_as_it_says(frontier: Frontier) -> None:
    assert next_visit(first_seen=NOW, published=NOW - 3 * DAY, now=NOW) == NOW + 4 * DAY
    assert next_visit(first_seen=NOW, published=NOW + 9 * DAY, now=NOW) == NOW + HOUR


def test_failures_are_retried_after_growing_pauses_and_then_rest(frontier: Frontier) -> None:
    at, pauses = NOW, []
    for _ in range(MAX_FAILURES):
        frontier.store([], [visit(1, at, "failed", error="timeout")], at)
        known = frontier.look_up(["fck:bao:1"])["fck:bao:1"]
        pauses.append(None if known.next_visit is None else known.next_visit - at)
        at += DAY
    assert pauses == [HOUR, 4 * HOUR, 16 * HOUR, 64 * HOUR, 256 * HOUR, None]
    frontier.store([], [visit(1, at)], at)
    assert frontier.look_up(["fck:bao:1"])["fck:bao:1"].failures == 0
    assert retry_visit(1, NOW) == NOW + HOUR


def test_a_failure_forgets_nothing_that_was_known(frontier: Frontier) -> None:
    facts = {"etag": '"a"', "content_hash": "sha1:X", "payload_digest": "sha1:Y", "captured_at": "2026-01-01T00:00:00Z"}
    frontier.store([], [visit(1, **facts)], NOW)
    frontier.store([], [visit(1, NOW + 10, "failed", error="dns")], NOW + 10)
    frontier.store([], [visit(1, NOW + 20, "unchanged", status=304)], NOW + 20)
    known = frontier.look_up(["fck:bao:1"])["fck:bao:1"]
    assert {name: getattr(known, name) for name in facts} == facts
    assert (known.last_fetched, known.last_error) == (NOW + 20, None)


def test_two_visits_in_one_batch_leave_the_later(frontier: Frontier) -> None:
    frontier.store([], [visit(1, NOW, content_hash="a"), visit(1, NOW + 9, content_hash="b")], NOW)
    assert frontier.look_up(["fck:bao:1"])["fck:bao:1"].content_hash == "b"


def test_a_deeper_walk_is_not_forgotten_by_a_shallow_one(frontier: Frontier) -> None:
    url = "https://bao.example/kinh-te/"
    assert frontier.walk(url) is None
    frontier.complete_walk(url, Walk(NOW, NOW - 90 * DAY))
    frontier.complete_walk(url, Walk(NOW + 5, NOW - DAY))
    assert frontier.walk(url) == Walk(NOW + 5, NOW - 90 * DAY)
    frontier.complete_walk(url, Walk(NOW + 9, None))
    assert frontier.walk(url) == Walk(NOW + 9, None)


def test_the_circuit_opens_after_several_failed_runs_and_closes_with_an_answer(frontier: Frontier) -> None:
    states = [frontier.host_failed("bao.example", "dns_error: gone", NOW) for _ in range(CIRCUIT_AFTER)]
    assert [state.is_open(NOW + 1) for state in states] == [False] * (CIRCUIT_AFTER - 1) + [True]
    assert not states[-1].is_open(NOW + CIRCUIT_FIRST)
    for _ in range(20):
        last = frontier.host_failed("bao.example", "dns_error: gone", NOW)
    assert (last.open_until or 0) - NOW == CIRCUIT_LONGEST
    frontier.host_answered("bao.example")
    assert frontier.host("bao.example").failed_runs == 0


def test_a_host_is_left_alone_for_as_long_as_it_asks(frontier: Frontier) -> None:
    assert frontier.host_failed("bao.example", "blocked", NOW, wait=900).is_open(NOW + 899)


def test_history_knows_the_last_good_run_and_the_newest_article(frontier: Frontier) -> None:
    assert not frontier.history("bao").known
    frontier.store([listing(1)], [visit(2)], NOW)
    good = {"new_pages": 2, "healthy": True}
    frontier.record_source_run("bao", "run-1", NOW, "ok", listed=12, newest_published=NOW - DAY, **good)
    frontier.record_source_run("bao", "run-2", NOW + 1, "ok", listed=11, newest_published=NOW - 3 * DAY, **good)
    frontier.record_source_run(
        "bao", "run-3", NOW + 9, "timeout", listed=0, new_pages=0, newest_published=None, healthy=False
    )
    history = frontier.history("bao")
    assert (history.known, history.newest_published, history.listed_before) == (True, NOW - DAY, 11)


def test_the_store_is_the_same_after_it_was_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite"
    with Frontier(path) as first:
        first.store([listing(1)], [], NOW)
    with Frontier(f"sqlite:///{path}") as second:
        assert second.count() == 1


def test_a_store_of_another_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite"
    Frontier(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    with pytest.raises(FrontierError, match=r"frontier\.sqlite: made by another version .*move it away"):
        Frontier(path)
