"""Kills at moments drawn by chance, and a disk that is really full: the next start is clean and complete.

``SOLIEU_KILLS=40 pytest tests/warehouse/test_kills.py`` kills each step forty times instead of twice.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from tests.warehouse.invented_batches import RULES, House, article, observation
from tests.warehouse.test_faults import fill
from tests.warehouse.test_housekeeping import content
from warehouse.schema import read_migrations

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("SOLIEU_KILLS", "2"))
ROWS = 120
"""Articles a batch."""
STEPS = """
import sys
from pathlib import Path
import warehouse
from tests.warehouse.invented_batches import reference
step, folder = sys.argv[1], Path(sys.argv[2])
file, staging, published = folder / "warehouse" / "solieu.duckdb", folder / "staging", folder / "published"
def refill(path):
    warehouse.load_reference(path, reference())
    warehouse.load(path, staging)
    warehouse.use_generation(path, "rules-1")
steps = {
    "migrate": lambda: warehouse.migrate(file),
    "load": lambda: warehouse.load(file, staging),
    "publish": lambda: warehouse.publish(file, published),
    "compact": lambda: warehouse.compact(file),
    "rebuild": lambda: warehouse.rebuild(file, refill),
    "backup": lambda: warehouse.backup(file, folder / "backups"),
    "restore": lambda: warehouse.restore(file, min((folder / "backups").glob("*.duckdb"))),
}
print("ready", flush=True)
steps[step]()
print("done", flush=True)
"""
NAMES = ("migrate", "load", "publish", "compact", "rebuild", "backup", "restore")


def prepare(step: str, folder: Path) -> House:
    """A warehouse as the step finds it."""
    if step == "migrate":
        house = House.__new__(House)
        house.file, house.published = folder / "warehouse" / "solieu.duckdb", folder / "published"
        return house
    house = House(folder)
    fill(house, batches=2, rows=ROWS)
    if step == "load":
        return house
    house.load()
    warehouse.use_generation(house.file, RULES)
    if step == "publish":
        warehouse.publish(house.file, house.published)
        _add_one(house)
    if step == "compact":
        with duckdb.connect(house.file) as connection:
            connection.execute("CREATE TABLE ballast AS SELECT hash(range)::VARCHAR AS t FROM range(300000)")
            connection.execute("CHECKPOINT; DROP TABLE ballast")
    if step == "restore":
        warehouse.backup(house.file, folder / "backups")
        _add_one(house)
    return house


def _add_one(house: House) -> None:
    story = article("Tin mới: IIP tăng 7,25%.", key="more")
    house.stage(articles=[story], observations=[observation(story, "7,25", 7.25)], span=(900, 950))
    house.load()


def seen(house: House) -> dict[str, Any]:
    """What the files hold for whoever opens them now."""
    if not house.file.exists():
        return {"versions": []}
    tables = {row["table_name"] for row in house.ask("SELECT table_name FROM duckdb_tables()")}
    if "story_links" not in tables:
        return {"versions": _versions(house) if "schema_migrations" in tables else []}
    found = {"versions": _versions(house), **content(house.file)}
    if (house.published / "solieu.duckdb").exists():
        counts = "SELECT (SELECT count(*) FROM observations_current) AS o, (SELECT count(*) FROM indicator_series) AS s"
        found["published"] = house.ask(counts, published=True)
    return found


def _versions(house: House) -> list[int]:
    return [row["version"] for row in house.ask("SELECT version FROM schema_migrations ORDER BY 1")]


def start(step: str, folder: Path) -> subprocess.Popen[str]:
    """A step in a process of its own, about to begin."""
    command = [sys.executable, "-c", STEPS, step, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def run(step: str, folder: Path) -> float:
    """Run a step to its end; the seconds it took."""
    process = start(step, folder)
    began = time.monotonic()
    out, err = process.communicate(timeout=120)
    assert out == "done\n", err
    return time.monotonic() - began


def left_over(folder: Path) -> list[str]:
    """Files that no finished step leaves."""
    files = (path.relative_to(folder) for path in folder.rglob("*"))
    return sorted(str(path) for path in files if path.name.startswith(".") or path.suffix in (".wal", ".tmp"))


def is_whole(step: str, found: dict[str, Any], before: dict[str, Any], after: dict[str, Any] | None) -> bool:
    """Whether a step that was cut off has done all or nothing: a load by batches, a migration by its numbers."""
    if step == "migrate" and after is not None:
        return bool(found["versions"] == after["versions"][: len(found["versions"])])
    if step == "load":
        return len(found["articles"]) == len(found["observations"]) == ROWS * len(found["loads"])
    return found in (before, after)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, Any, float]]:
    """What each step finds, what it leaves, and the seconds it takes."""
    found = {}
    for step in NAMES:
        folder = tmp_path_factory.mktemp(step)
        house = prepare(step, folder)
        before = seen(house)
        seconds = run(step, folder)
        found[step] = (before, seen(house), seconds)
        assert left_over(folder) == []
    return found


@pytest.mark.parametrize("step", NAMES)
@pytest.mark.parametrize("nth", range(KILLS))
def test_a_step_killed_at_any_moment_is_whole_and_the_next_start_completes_it(
    tmp_path: Path, undisturbed: dict[str, tuple[Any, Any, float]], step: str, nth: int
) -> None:
    before, after, seconds = undisturbed[step]
    house = prepare(step, tmp_path)
    process = start(step, tmp_path)
    time.sleep(random.Random(f"{step} {nth}").uniform(0, seconds))
    process.kill()
    process.communicate(timeout=120)

    assert is_whole(step, seen(house), before, after)

    run(step, tmp_path)

    assert seen(house) == after
    assert left_over(tmp_path) == []
    for copy in (tmp_path / "backups").glob("*.duckdb"):
        assert all(outcome.ok or outcome.severity == "warning" for outcome in warehouse.check(copy))


def test_what_a_killed_step_left_is_cleared_away_by_the_next_start(house: House) -> None:
    folder = house.file.parent
    for name in (".making-solieu.duckdb", ".making-solieu.duckdb.wal"):
        (folder / name).write_bytes(b"half")
    for name in ("solieu.duckdb.tmp", ".making-solieu.duckdb.tmp"):
        (folder / name).mkdir()
        (folder / name / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"spilled")
    assert warehouse.migrate(house.file) == []
    assert {file.name for file in folder.iterdir()} == {"solieu.duckdb"}


FULL = """
import subprocess, sys
from pathlib import Path
import warehouse
from tests.warehouse import test_kills
from tests.warehouse.test_faults import fill
step, disk = sys.argv[1], Path(sys.argv[2])
size = lambda room: subprocess.run(["mount", "-o", f"remount,size={room}", str(disk)], check=True)
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(disk)], check=True)
house = test_kills.prepare(step, disk)
before = test_kills.seen(house)
files = [file for file in disk.rglob("*") if file.is_file() and not file.is_symlink()]
used = sum(file.stat().st_blocks * 512 for file in files)
size(used + int(float(sys.argv[3]) * house.file.stat().st_size))
failed = subprocess.run([sys.executable, "-c", test_kills.STEPS, step, str(disk)], capture_output=True, text=True)
assert failed.returncode == 1 and "DiskFull" in failed.stderr, failed
assert test_kills.is_whole(step, test_kills.seen(house), before, None), "something was kept or lost"
log = ["warehouse/solieu.duckdb.wal"] if step == "load" else []  # whole batches that the file had no room for
assert set(test_kills.left_over(disk)) <= set(log), test_kills.left_over(disk)
size("200m")
test_kills.run(step, disk)
assert test_kills.left_over(disk) == []
if step == "load":
    assert len(test_kills.seen(house)["observations"]) == 2 * test_kills.ROWS
if step == "publish":
    assert test_kills.seen(house)["published"][0]["o"] == 2 * test_kills.ROWS + 1
print("complete")
"""
IN_A_SPACE_OF_ITS_OWN = ["unshare", "--mount", "--propagation", "private"]


def can_mount(folder: Path) -> bool:
    """Whether this user may mount a small disk that nobody else sees."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    tried = [*IN_A_SPACE_OF_ITS_OWN, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(("step", "room"), [
    ("load", 0.03), ("publish", 0.1), ("publish", 0.7), ("compact", 0.1), ("rebuild", 0.2), ("backup", 0.1),
    ("restore", 0.2),
])  # fmt: skip
def test_on_a_full_disk_a_step_fails_whole_and_later_completes(tmp_path: Path, step: str, room: float) -> None:
    if not can_mount(tmp_path):
        pytest.skip("mounting a small disk takes root on Linux")
    command = [*IN_A_SPACE_OF_ITS_OWN, sys.executable, "-c", FULL, step, str(tmp_path), str(room)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.stdout == "complete\n", ended.stderr


def test_every_migration_is_seen_by_these_tests(undisturbed: dict[str, tuple[Any, Any, float]]) -> None:
    assert undisturbed["migrate"][1]["versions"] == [migration.version for migration in read_migrations()]
