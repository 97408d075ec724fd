"""The analysts' file: whole, frozen, swapped in one step, and kept when a gate fails."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from tests.warehouse.invented_batches import House, article, observation

READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print(connection.execute("SELECT count(*) FROM indicator_series").fetchone()[0], flush=True)
for line in sys.stdin:
    print(connection.execute("SELECT count(*) FROM observations_current").fetchone()[0], flush=True)
"""


def add(house: House, number: int, count: int = 1) -> None:
    """Load a batch of articles with one figure each."""
    stories = [
        article(f"Bản tin {number}-{n}: IIP tăng {n + 1},5% so với cùng kỳ.", key=f"{number}-{n}") for n in range(count)
    ]
    rows = [observation(story, f"{n + 1},5", n + 1.5) for n, story in enumerate(stories)]
    house.stage(articles=stories, observations=rows, span=(number * 100, number * 100 + 100))
    house.load()


def reader_of(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", READER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def ask(process: subprocess.Popen[str]) -> int:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def test_a_publication_is_frozen_under_a_name_of_its_own(house: House) -> None:
    add(house, 0)
    first = house.publish()
    add(house, 1)
    second = house.publish()

    assert first.path != second.path and first.path.exists()
    assert stat.S_IMODE(second.path.stat().st_mode) == 0o444
    assert (second.symlink.is_symlink(), second.symlink.readlink()) == (True, Path(second.path.name))
    assert (first.counts["observations_current"], second.counts["observations_current"]) == (1, 2)
    left = {file.name for file in house.published.iterdir()}
    assert left == {first.path.name, second.path.name, "solieu.duckdb"}
    assert not list(house.file.parent.glob("*.wal"))


def test_readers_keep_the_file_they_opened_and_new_ones_get_the_new(house: House) -> None:
    add(house, 0)
    link = house.publish().symlink
    readers = [reader_of(link) for _ in range(3)]
    try:
        for process in readers:
            assert process.stdout is not None
            process.stdout.readline()
        for number in (1, 2, 3):
            add(house, number)
            house.publish(keep=1)
        assert [ask(process) for process in readers] == [1, 1, 1]
        late = reader_of(link)
        readers.append(late)
        assert late.stdout is not None
        late.stdout.readline()
        assert ask(late) == 4
    finally:
        for process in readers:
            process.kill()
            process.wait()


def test_one_process_sees_the_new_file_on_a_second_connection(house: House) -> None:
    add(house, 0)
    house.publish()
    with duckdb.connect(house.published / "solieu.duckdb", read_only=True) as first:
        add(house, 1)
        house.publish()
        assert first.execute("SELECT count(*) FROM observations_current").fetchone() == (1,)
        assert house.ask("SELECT count(*) AS n FROM observations_current", published=True) == [{"n": 2}]


def test_the_newest_few_are_kept(house: House) -> None:
    add(house, 0)
    made = [house.publish(keep=2).path for _ in range(4)]
    assert [path.exists() for path in made] == [False, False, True, True]


def last_good(house: House) -> Path:
    add(house, 0, count=20)
    return house.publish().path


def damage(house: House, sql: str) -> None:
    with duckdb.connect(house.file) as connection:
        connection.execute(sql)


DAMAGE = [
    ("every observation has its article", "DELETE FROM articles WHERE document_key = '0-0'"),
    ("every offset points at its numeral", "UPDATE observations SET start_offset = start_offset + 1"),
    ("every offset points at its numeral", "UPDATE observations SET end_offset = 99999, start_offset = 99990"),
    ("one row an observation", "INSERT INTO observations SELECT * FROM observations LIMIT 1"),
    ("one row an article version", "INSERT INTO articles SELECT * FROM articles LIMIT 1"),
    ("one row a batch", "INSERT INTO loads SELECT * FROM loads"),
    ("every article has its fetch", "DELETE FROM article_sightings"),
    ("every indicator is in the catalogue", "DELETE FROM indicators WHERE indicator = 'iip'"),
    ("every province is a known unit", "DELETE FROM reference_areas WHERE gso_code = '36'"),
    ("every value is a number", "UPDATE observations SET value = 'nan' WHERE value < 2"),
    ("a generation is current", "DELETE FROM generation_switches"),
    ("observations_current: ", "DELETE FROM observations WHERE value > 10"),
]  # fmt: skip


@pytest.mark.parametrize(("gate", "sql"), DAMAGE, ids=[f"{n}-{gate}" for n, (gate, _) in enumerate(DAMAGE)])
def test_a_gate_that_fails_keeps_the_last_good_file_and_says_why(house: House, gate: str, sql: str) -> None:
    good = last_good(house)
    damage(house, sql)

    with pytest.raises(warehouse.PublishBlocked) as blocked:
        warehouse.publish(house.file, house.published)

    assert any(failed.startswith(gate) for failed in blocked.value.failed)
    assert {file.name for file in house.published.iterdir()} == {good.name, "solieu.duckdb"}
    assert house.ask("SELECT count(*) AS n FROM observations_current", published=True) == [{"n": 20}]


def test_a_drop_may_be_explained_and_the_reason_is_kept(house: House) -> None:
    last_good(house)
    damage(house, "DELETE FROM observations WHERE value > 10")
    warehouse.publish(house.file, house.published, explain_drop="a source was withdrawn")
    (row,) = house.ask("FROM publication", published=True)
    assert (row["number"], row["explained_drop"]) == (2, "a source was withdrawn")


def test_a_minimum_is_asked_for(house: House) -> None:
    with pytest.raises(warehouse.PublishBlocked, match="articles: 0 rows, at least 1 wanted"):
        warehouse.publish(house.file, house.published)
    add(house, 0)
    with pytest.raises(warehouse.PublishBlocked, match="indicator_series: 1 rows, at least 5 wanted"):
        house.publish(minimum={"indicator_series": 5})


def test_check_tells_of_the_writer_and_of_the_published_file(house: House) -> None:
    add(house, 0)
    link = house.publish().symlink
    for path in (house.file, link):
        outcomes = warehouse.check(path)
        assert [outcome.name for outcome in outcomes if not outcome.ok] == []
        assert [outcome.severity for outcome in outcomes] == sorted(outcome.severity for outcome in outcomes)
    damage(house, "INSERT INTO loads SELECT * FROM loads")
    (failed,) = (outcome for outcome in warehouse.check(house.file) if not outcome.ok)
    assert (failed.name, failed.severity) == ("one row a batch", "error")
    assert "1 against it" in failed.detail


def test_dropping_an_old_generation_is_no_drop(house: House) -> None:
    add(house, 0, count=20)
    house.publish()
    story = article("IIP tăng 7%.", key="0-0", rules="rules-2")
    house.stage(articles=[story], observations=[observation(story, "7", 7.0)], rules="rules-2")
    house.load()
    assert warehouse.drop_generation(house.file, "rules-2") == 1
    assert house.publish().counts["articles"] == 20


def test_a_sentence_without_its_numeral_is_told(house: House) -> None:
    story = article("IIP tăng 7%. Thu ngân sách tăng 93%.", key="z")
    house.stage(articles=[story], observations=[observation(story, "7", 7.0, sentence="Thu ngân sách tăng 93%.")])
    house.load()
    assert any("every sentence holds its numeral: 1" in warning for warning in house.publish().warnings)


def test_quarantine_and_unlisted_publishers_are_warnings(house: House) -> None:
    add(house, 0)
    story = article("IIP tăng 7%.", key="z", source="unlisted")
    house.stage(articles=[story], observations=[observation(story, "7", float("nan"))], span=(900, 901))
    house.load()
    warnings = house.publish().warnings
    assert any("unlisted" in warning for warning in warnings)
    assert any("value_not_a_number 1" in warning for warning in warnings)


def test_queries_reach_nothing_else_and_change_nothing(house: House, tmp_path: Path) -> None:
    add(house, 0)
    link = house.publish().symlink
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n", "utf-8")
    for sql in (
        f"FROM read_csv('{other}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        f"ATTACH '{house.file}' AS w",
        "DELETE FROM observations",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "SELECT no_such_column FROM indicator_series",
        "not sql",
    ):
        with pytest.raises(warehouse.QueryError):
            warehouse.query(link, sql)
    assert not (tmp_path / "out.csv").exists()
    assert warehouse.query(link, "SELECT ?::INTEGER + 1 AS n", [2]).to_pylist() == [{"n": 3}]
    assert warehouse.query(link, "SELECT * FROM range(100000)", limit=7).num_rows == 7


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(warehouse.WarehouseUnreadable, match="no such file"):
        warehouse.query(tmp_path / "none.duckdb", "SELECT 1")
    (tmp_path / "noise.duckdb").write_bytes(os.urandom(9000))
    with pytest.raises(warehouse.WarehouseUnreadable):
        warehouse.check(tmp_path / "noise.duckdb")


LISTENING: list[tuple[str, dict[str, Any], int]] = [
    ("nghi quyet", {}, 1),
    ("NGHỊ QUYẾT", {"fold": "false"}, 1),
    ("nghi quyet", {"fold": "false"}, 0),
    ("nghi", {}, 1),
    ("quy", {}, 0),
    ("dau tu cong", {}, 1),
    ("đầu tư", {"fold": "false"}, 1),
    ("'); DROP TABLE x; --", {}, 0),
    ("", {}, 0),
]


@pytest.mark.parametrize(("words", "options", "found"), LISTENING)
def test_articles_are_found_by_their_words_with_and_without_accents(
    house: House, words: str, options: dict[str, str], found: int
) -> None:
    story = article("Thực hiện nghị quyết (đầu tư công), IIP tăng 10,23%.", title="Phiên họp thường kỳ")
    other = article("Chuyện vui cuối tuần.", key="b")
    house.stage(articles=[story, other], observations=[observation(story, "10,23", 10.23)])
    house.load()
    house.publish()
    more = "".join(f", {name} := {value}" for name, value in options.items())
    for macro, column in (("search_articles", "title"), ("search_evidence", "sentence")):
        quoted = words.replace("'", "''")
        rows = house.ask(f"SELECT {column} FROM {macro}('{quoted}'{more})", published=True)
        assert len(rows) == found
