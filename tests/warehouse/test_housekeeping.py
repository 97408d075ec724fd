"""Compaction, backups, restoring and rebuilding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from tests.warehouse.invented_batches import RULES, House, article, observation, reference
from tests.warehouse.test_faults import fill


def content(file: Path) -> dict[str, Any]:
    """All rows of the tables that a load writes, without the clocks of the loads."""
    tables = {
        "articles": "*",
        "observations": "*",
        "article_sightings": "*",
        "rejections": "*",
        "reference_areas": "*",
        "quarantine": "* EXCLUDE (quarantined_at)",
        "loads": "* EXCLUDE (loaded_at)",
        "generations": "* EXCLUDE (created_at)",
    }
    return {
        name: warehouse.query(file, f"SELECT {columns} FROM {name} ORDER BY ALL").to_pylist()
        for name, columns in tables.items()
    }


def test_compaction_gives_space_back_and_keeps_every_row(house: House) -> None:
    with duckdb.connect(house.file) as connection:
        connection.execute("CREATE TABLE ballast AS SELECT range AS n, hash(range)::VARCHAR AS t FROM range(900000)")
    fill(house, batches=2, rows=300)
    house.load()
    warehouse.use_generation(house.file, RULES)
    with duckdb.connect(house.file) as connection:
        connection.execute("DROP TABLE ballast")
    before = content(house.file)

    old, new = warehouse.compact(house.file)

    assert new < old / 2
    assert new == house.file.stat().st_size
    assert content(house.file) == before
    assert warehouse.migrate(house.file) == []
    assert {file.name for file in house.file.parent.iterdir()} == {"solieu.duckdb"}
    assert house.publish().counts["observations_current"] == 600


def test_a_file_that_would_not_get_smaller_is_left_as_it_is(house: House) -> None:
    fill(house, batches=1)
    house.load()
    warehouse.compact(house.file)
    before = house.file.stat()

    old, new = warehouse.compact(house.file)

    assert old == new == before.st_size
    assert house.file.stat().st_ino == before.st_ino
    assert {file.name for file in house.file.parent.iterdir()} == {"solieu.duckdb"}


def test_a_backup_can_be_restored(house: House, tmp_path: Path) -> None:
    fill(house, batches=1)
    house.load()
    kept = warehouse.backup(house.file, tmp_path / "backups")
    before = content(house.file)
    fill_more = article("IIP tăng 7%.", key="z")
    house.stage(articles=[fill_more], observations=[observation(fill_more, "7", 7.0)], span=(900, 901))
    house.load()
    after = content(house.file)

    replaced = warehouse.restore(house.file, kept)

    assert content(house.file) == before
    assert replaced is not None
    assert content(replaced) == after
    assert house.load().observations == 1
    assert content(house.file) == after


def test_the_published_file_is_a_backup_too(house: House) -> None:
    fill(house, batches=1)
    house.load()
    link = house.publish().symlink
    before = content(house.file)
    house.file.unlink()

    assert warehouse.restore(house.file, link) is None

    assert content(house.file) == before
    assert house.publish().counts["observations_current"] == 40


def test_a_backup_that_is_not_whole_is_refused(house: House, tmp_path: Path) -> None:
    fill(house, batches=1)
    house.load()
    before = content(house.file)
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(house.file.read_bytes())
    with duckdb.connect(broken) as connection:
        connection.execute("DELETE FROM articles")
    with pytest.raises(warehouse.RestoreError, match="every observation has its article"):
        warehouse.restore(house.file, broken)
    (tmp_path / "noise.duckdb").write_bytes(b"noise" * 5000)
    with pytest.raises(warehouse.WarehouseUnreadable):
        warehouse.restore(house.file, tmp_path / "noise.duckdb")
    assert content(house.file) == before


def test_backups_made_in_one_second_have_names_of_their_own(house: House, tmp_path: Path) -> None:
    assert len({warehouse.backup(house.file, tmp_path / "backups") for _ in range(3)}) == 3


def test_a_rebuild_gives_the_same_rows_and_keeps_the_old_file(house: House) -> None:
    fill(house)
    house.load()
    before = content(house.file)

    def fill_again(file: Path) -> None:
        warehouse.load_reference(file, reference())
        warehouse.load(file, house.staging)

    kept = warehouse.rebuild(house.file, fill_again)

    assert content(house.file) == before
    assert kept is not None
    assert content(kept) == before


def test_a_rebuild_that_fails_changes_nothing(house: House) -> None:
    fill(house, batches=1)
    house.load()
    before = content(house.file)

    def failing(_: Path) -> None:
        raise RuntimeError("the archive is unreadable")

    with pytest.raises(RuntimeError, match="unreadable"):
        warehouse.rebuild(house.file, failing)
    assert content(house.file) == before
    assert {file.name for file in house.file.parent.iterdir()} == {"solieu.duckdb"}
