"""Migrations and reference tables."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import warehouse
from tests.warehouse.invented_batches import INDICATORS, SOURCES, House, areas, article, observation, reference
from warehouse.schema import MIGRATIONS, read_migrations


def copied(folder: Path, upto: int) -> Path:
    """A folder with the first migrations only."""
    folder.mkdir(exist_ok=True)
    for file in sorted(MIGRATIONS.glob("*.sql"))[:upto]:
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return folder


def schema_of(file: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(file, read_only=True) as connection:
        return connection.execute(
            "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal"
            " ORDER BY ALL"
        ).fetchall()


@pytest.mark.parametrize("upto", range(len(read_migrations())))
def test_every_earlier_version_comes_to_the_same_schema_and_keeps_its_rows(tmp_path: Path, upto: int) -> None:
    fresh, old = tmp_path / "fresh.duckdb", tmp_path / "old.duckdb"
    all_versions = [migration.version for migration in read_migrations()]
    assert warehouse.migrate(fresh) == all_versions
    assert warehouse.migrate(old, directory=copied(tmp_path / "old", upto)) == all_versions[:upto]
    if upto:
        with duckdb.connect(old) as connection:
            connection.execute("INSERT INTO sources (source_id, name, kind) VALUES ('kept', 'Kept', 'department')")

    assert warehouse.migrate(old) == all_versions[upto:]

    assert schema_of(old) == schema_of(fresh)
    if upto:
        assert warehouse.query(old, "SELECT name FROM sources").to_pylist() == [{"name": "Kept"}]
    assert warehouse.migrate(old) == []


def test_a_migration_that_was_altered_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path / "sql", 2)
    warehouse.migrate(tmp_path / "w.duckdb", directory=folder)
    first = next(iter(sorted(folder.iterdir())))
    first.write_text(first.read_text("utf-8") + "-- later thought\n", "utf-8")
    with pytest.raises(warehouse.MigrationError, match=r"migration 1 \(reference\) was altered"):
        warehouse.migrate(tmp_path / "w.duckdb", directory=folder)


def test_a_file_newer_than_the_program_is_refused(tmp_path: Path) -> None:
    warehouse.migrate(tmp_path / "w.duckdb")
    with pytest.raises(warehouse.MigrationError, match="newer than this program"):
        warehouse.migrate(tmp_path / "w.duckdb", directory=copied(tmp_path / "sql", 3))


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = copied(tmp_path / "sql", 1)
    (folder / "0002_half.sql").write_text("CREATE TABLE half (a INTEGER); SELECT * FROM nowhere;", "utf-8")
    with pytest.raises(warehouse.MigrationError, match=r"migration 2 \(half\)"):
        warehouse.migrate(tmp_path / "w.duckdb", directory=folder)
    tables = warehouse.query(tmp_path / "w.duckdb", "SELECT table_name FROM duckdb_tables()").to_pylist()
    assert {"table_name": "half"} not in tables
    assert {"table_name": "sources"} in tables
    assert warehouse.migrate(tmp_path / "w.duckdb") == [m.version for m in read_migrations()][1:]


@pytest.mark.parametrize("names", [["0001_a.sql", "0003_b.sql"], ["first.sql"], ["0001_a.sql", "0001_b.sql"]])
def test_migrations_are_numbered_without_gaps(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("SELECT 1", "utf-8")
    with pytest.raises(warehouse.MigrationError):
        read_migrations(tmp_path)


def test_every_table_view_and_column_explains_itself(house: House) -> None:
    story = article("Chỉ số sản xuất công nghiệp tăng 10,23%.")
    house.stage(articles=[story], observations=[observation(story, "10,23", 10.23)])
    house.load()
    house.publish()
    for kind in ("tables", "views"):
        bare = house.ask(
            f"SELECT {kind[:-1]}_name AS name FROM duckdb_{kind}() WHERE NOT internal AND comment IS NULL",
            published=True,
        )
        assert bare == []
    bare = house.ask(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL", published=True
    )
    assert bare == []
    (told,) = house.ask("FROM columns_of('indicator_series') WHERE column_name = 'n_sources'", published=True)
    assert told["comment"].startswith("Publishers that state this value")


def test_the_file_opens_in_every_release_of_its_series(house: House) -> None:
    (row,) = house.ask("SELECT tags['storage_version'] AS v FROM duckdb_databases() WHERE path IS NOT NULL")
    assert row["v"].startswith("v1.5.0")


def test_reference_tables_are_replaced_and_what_has_no_column_is_kept(house: House) -> None:
    assert house.ask("SELECT count(*) AS n FROM reference_areas") == [{"n": 90}]
    assert house.ask("SELECT details->>'delay' AS d FROM sources WHERE source_id = 'cuc-thong-ke'") == [{"d": "2.0"}]
    (row,) = house.ask("FROM reference_areas WHERE unit_id = 'nam-dinh@pre2025'")
    assert (row["valid_from"], str(row["valid_to"]), row["successor_slug"]) == (None, "2025-06-30", "ninh-binh")

    warehouse.load_reference(house.file, {"indicators": INDICATORS.slice(0, 2)})

    assert house.ask("SELECT count(*) AS n FROM indicators") == [{"n": 2}]
    assert house.ask("SELECT count(*) AS n FROM reference_areas") == [{"n": 90}]


def test_a_source_with_articles_stays_known(house: House) -> None:
    house.stage(articles=[article("Một bài.", source="bao-song")])
    house.load()
    warehouse.load_reference(house.file, {"sources": SOURCES.slice(1)})
    assert house.ask("SELECT count(*) AS n FROM sources") == [{"n": 4}]
    warehouse.load_reference(house.file, {"sources": SOURCES.slice(2)})
    assert {row["source_id"] for row in house.ask("FROM sources")} == {"bao-song", "cuc-thong-ke", "cong-tinh"}


@pytest.mark.parametrize(("tables", "told"), [
    ({"planets": INDICATORS}, "planets"),
    ({"indicators": INDICATORS.drop_columns(["name_vi"])}, "name_vi"),
    ({"indicators": pa.concat_tables([INDICATORS, INDICATORS.slice(0, 1)])}, "iip"),
    ({"reference_areas": areas().set_column(6, "valid_from", pa.array(["x"] * 90))}, "x"),
])  # fmt: skip
def test_reference_tables_that_cannot_be_kept_change_nothing(
    house: House, tables: dict[str, pa.Table], told: str
) -> None:
    with pytest.raises(warehouse.ReferenceInvalid, match=told):
        warehouse.load_reference(house.file, tables)
    assert house.ask("SELECT count(*) AS n FROM indicators") == [{"n": reference()["indicators"].num_rows}]


def test_a_run_is_recorded_once(house: House) -> None:
    run = {
        "run_id": "r1",
        "started": "2026-01-01T00:00:00+00:00",
        "finished": "2026-01-01T01:00:00Z",
        "exit_code": 1,
        "pages_seen": 7,
        "sources": [
            {
                "source_id": "bao-song",
                "verdict": "ok",
                "requests": 3,
                "errors": {},
                "started": "2026-01-01T00:00:01+00:00",
            },
            {"source_id": "bao-bien", "verdict": "blocked", "reason": "403", "errors": {"http": 2}},
        ],
    }
    warehouse.record_run(house.file, run)
    warehouse.record_run(house.file, run | {"exit_code": 0})
    (row,) = house.ask("FROM runs")
    assert (row["run_id"], row["exit_code"], row["details"]) == ("r1", 0, '{"pages_seen": 7}')
    assert len(house.ask("FROM source_runs")) == 2
    with pytest.raises(warehouse.LoadError):
        warehouse.record_run(house.file, {"sources": []})
    with pytest.raises(warehouse.LoadError, match="verdict"):
        warehouse.record_run(house.file, {"run_id": "r2", "sources": [{"source_id": "a"}]})


def test_the_status_of_a_source_counts_its_failures_in_a_row(house: House) -> None:
    for number, verdict in enumerate(["ok", "blocked", "timeout"]):
        source = {"source_id": "bao-song", "verdict": verdict, "started": f"2026-01-0{number + 1}T00:00:00+00:00"}
        warehouse.record_run(house.file, {"run_id": f"r{number}", "sources": [source]})
    house.stage(articles=[article("Một bài.")])
    house.load()
    house.publish()
    status = {row["source_id"]: row for row in house.ask("FROM source_status", published=True)}
    assert (status["bao-song"]["last_verdict"], status["bao-song"]["failures_in_a_row"]) == ("timeout", 2)
    assert (status["cong-tinh"]["last_verdict"], status["cong-tinh"]["n_runs"]) == (None, 0)
