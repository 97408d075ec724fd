"""Kills, full disks and locked files: the next start is clean and complete."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import warehouse
from tests.warehouse.invented_batches import RULES, House, article, observation, reference
from warehouse.schema import read_migrations

ROOT = Path(__file__).parents[2]
SPAWNED = """
import importlib, os, resource, signal, sys
from pathlib import Path
import warehouse
from tests.warehouse.invented_batches import reference
step, point, when, limit, file, staging, published = sys.argv[1:]
if point:
    module, name = point.rsplit(".", 1)
    owner = importlib.import_module(module)
    whole, calls = getattr(owner, name), []
    def dying(*arguments, **options):
        calls.append(1)
        if when == "before" and len(calls) == 2 or when == "first":
            os.kill(os.getpid(), signal.SIGKILL)
        result = whole(*arguments, **options)
        if when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, dying)
if int(limit):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
file, staging, published = Path(file), Path(staging), Path(published)
try:
    if step == "migrate":
        warehouse.migrate(file)
    if step == "reference":
        warehouse.load_reference(file, reference())
    if step == "load":
        on_batch = (lambda report: os.kill(os.getpid(), signal.SIGKILL)) if when == "on_batch" else None
        warehouse.load(file, staging, on_batch=on_batch)
    if step == "publish":
        warehouse.publish(file, published)
    if step == "hold":
        import duckdb
        with duckdb.connect(file) as connection:
            print("held", flush=True)
            sys.stdin.readline()
except warehouse.WarehouseError as error:
    print(type(error).__name__, error)
    sys.exit(9)
"""
SUMMARY = """
    SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(DISTINCT version_id) FROM articles) AS versions,
        (SELECT count(*) FROM observations) AS observations, (SELECT sum(value) FROM observations) AS total,
        (SELECT count(*) FROM loads) AS loads, (SELECT count(*) FROM article_sightings) AS sightings,
        (SELECT count(*) FROM generations) AS generations
"""


def spawn(
    house: House, step: str, point: str = "", when: str = "first", limit: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run one step in a process of its own, which may be told to die at a function or to have little room."""
    command = [sys.executable, "-c", SPAWNED, step, point, when, str(limit)]
    paths = [str(house.file), str(house.staging), str(house.published)]
    return subprocess.run(command + paths, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def fill(house: House, batches: int = 3, rows: int = 40) -> None:
    for number in range(batches):
        stories = [article(f"Tin {number}-{n}: IIP tăng {n + 1},5%.", key=f"{number}-{n}") for n in range(rows)]
        figures = [observation(story, f"{n + 1},5", n + 1.5) for n, story in enumerate(stories)]
        house.stage(articles=stories, observations=figures, span=(number * 100, number * 100 + 100))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    house = House(tmp_path_factory.mktemp("undisturbed"))
    fill(house)
    house.load()
    return house.ask(SUMMARY)[0]


LOAD_DEATHS = [
    ("warehouse.loading._stage_articles", "before"),
    ("warehouse.loading._insert_articles", "after"),
    ("warehouse.loading._insert_observations", "before"),
    ("warehouse.loading._insert_observations", "after"),
    ("warehouse.loading._enter_ledger", "before"),
    ("warehouse.loading._enter_ledger", "after"),
    ("warehouse.loading._load_readable", "after"),
    ("", "on_batch"),
]


@pytest.mark.parametrize(("point", "when"), LOAD_DEATHS)
def test_a_load_killed_at_any_point_ends_as_if_undisturbed(
    house: House, undisturbed: dict[str, Any], point: str, when: str
) -> None:
    fill(house)
    assert spawn(house, "load", point, when).returncode == -signal.SIGKILL

    house.load()

    assert house.ask(SUMMARY)[0] == undisturbed
    house.publish()
    assert not list(house.file.parent.glob("*.wal"))


MIGRATE_DEATHS = [
    ("warehouse.schema._apply", "first"),
    ("warehouse.schema._apply", "before"),
    ("warehouse.schema._apply", "after"),
    ("warehouse.schema._pending", "after"),
]


@pytest.mark.parametrize(("point", "when"), MIGRATE_DEATHS)
def test_a_migration_killed_at_any_point_is_carried_on(tmp_path: Path, point: str, when: str) -> None:
    house = House.__new__(House)
    house.file, house.staging, house.published = tmp_path / "w.duckdb", tmp_path / "s", tmp_path / "p"
    assert spawn(house, "migrate", point, when).returncode == -signal.SIGKILL

    warehouse.migrate(house.file)

    versions = [row["version"] for row in house.ask("SELECT version FROM schema_migrations ORDER BY 1")]
    assert versions == [migration.version for migration in read_migrations()]
    warehouse.load_reference(house.file, reference())


PUBLISH_DEATHS = [
    ("warehouse.publishing.copy_closed", "after"),
    ("warehouse.marts.build", "first"),
    ("warehouse.marts.build", "after"),
    ("warehouse.checks.run", "after"),
    ("warehouse.publishing._record", "after"),
    ("warehouse.publishing._freeze", "first"),
    ("warehouse.publishing._freeze", "after"),
    ("warehouse.publishing._swap", "after"),
]


@pytest.mark.parametrize(("point", "when"), PUBLISH_DEATHS)
def test_a_publication_killed_at_any_point_leaves_a_whole_file_and_the_next_is_complete(
    house: House, point: str, when: str
) -> None:
    fill(house, batches=1)
    house.load()
    house.publish()
    fill_more = article("Tin mới: IIP tăng 7,25%.", key="more")
    house.stage(articles=[fill_more], observations=[observation(fill_more, "7,25", 7.25)], span=(900, 950))
    house.load()

    assert spawn(house, "publish", point, when).returncode == -signal.SIGKILL

    seen = house.ask("SELECT count(*) AS n FROM observations_current", published=True)
    assert seen == ([{"n": 41}] if point.endswith("_swap") else [{"n": 40}])
    house.publish()
    assert house.ask("SELECT count(*) AS n FROM observations_current", published=True) == [{"n": 41}]
    assert [check.name for check in warehouse.check(house.published / "solieu.duckdb") if not check.ok] == []
    assert not [file.name for file in house.published.iterdir() if file.name.startswith(".")]


def test_a_load_without_room_loses_nothing_and_is_complete_later(house: House) -> None:
    fill(house)
    house.load()
    before = house.ask(SUMMARY)
    stories = [article(f"Bài {n}: " + f"IIP tăng 10,23% {n * 7919} " * 500, key=f"long {n}") for n in range(400)]
    house.stage(articles=stories, observations=[observation(s, "10,23", 10.23) for s in stories], span=(500, 600))

    ended = spawn(house, "load", limit=house.file.stat().st_size + 300_000)

    assert (ended.returncode, ended.stdout.split()[0]) == (9, "DiskFull"), ended.stderr
    assert house.ask(SUMMARY) == before
    assert house.load().observations == 400
    assert house.publish().counts["observations_current"] == 520


@pytest.mark.parametrize("room", [0.3, 1.02])
def test_a_publication_without_room_keeps_the_last_good_file(house: House, room: float) -> None:
    fill(house, rows=200)
    house.load()
    good = house.publish().path

    ended = spawn(house, "publish", limit=int(house.file.stat().st_size * room))

    assert (ended.returncode, ended.stdout.split()[0]) == (9, "DiskFull"), ended.stdout + ended.stderr
    assert {file.name for file in house.published.iterdir()} == {good.name, "solieu.duckdb"}
    assert house.publish().counts["observations_current"] == 600


def test_a_migration_without_room_is_carried_on(tmp_path: Path) -> None:
    house = House.__new__(House)
    house.file, house.staging, house.published = tmp_path / "w.duckdb", tmp_path / "s", tmp_path / "p"
    ended = spawn(house, "migrate", limit=20_000)
    assert (ended.returncode, ended.stdout.split()[0]) == (9, "DiskFull"), ended.stderr
    warehouse.migrate(house.file)
    warehouse.load_reference(house.file, reference())


def test_a_file_in_use_is_said_to_be_in_use_and_waited_for(house: House) -> None:
    fill(house, batches=1)
    command = [sys.executable, "-c", SPAWNED, "hold", "", "first", "0", str(house.file), "x", "y"]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin is not None and holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        for action in (
            lambda: house.load(),
            lambda: warehouse.migrate(house.file),
            lambda: warehouse.check(house.file),
            lambda: warehouse.load(house.file, house.staging, wait=0.2),
        ):
            with pytest.raises(warehouse.WarehouseLocked, match=f"in use.*{holder.pid}"):
                action()
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert warehouse.load(house.file, house.staging, wait=20).observations == 40
    finally:
        holder.kill()
        holder.wait()


def test_a_writer_beside_a_reader_of_one_process_is_said_to_be_in_use(house: House) -> None:
    fill(house, batches=1)
    with warehouse.connection.reader(house.file), pytest.raises(warehouse.WarehouseLocked):
        house.load()


def test_a_file_written_to_while_it_is_copied_is_not_published(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(house, batches=1)
    house.load()
    warehouse.use_generation(house.file, RULES)
    run = subprocess.run

    def meddling(*arguments: Any, **options: Any) -> Any:
        done = run(*arguments, **options)
        house.file.touch()
        return done

    monkeypatch.setattr("warehouse.publishing.subprocess.run", meddling)
    with pytest.raises(warehouse.WarehouseError, match="two runs at once"):
        warehouse.publish(house.file, house.published)
    assert list(house.published.iterdir()) == []


def test_the_file_does_not_grow_by_loading_again(house: House) -> None:
    fill(house)
    house.load()
    size = house.file.stat().st_size
    for _ in range(5):
        house.load()
        warehouse.load_reference(house.file, reference())
    assert house.file.stat().st_size <= size * 3
