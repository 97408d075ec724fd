"""A run killed at any moment and started again ends in the same warehouse as an undisturbed one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.press import Press
from tests.e2e.press_run import DONE, configure, content, kill_when, pressed, run

Reached = Callable[[Path], bool]


def _size(pattern: str, at_least: int) -> Reached:
    return lambda data: sum(path.stat().st_size for path in _found(data, pattern)) >= at_least


def _count(pattern: str, at_least: int = 1) -> Reached:
    return lambda data: len(_found(data, pattern)) >= at_least


def _found(data: Path, pattern: str) -> list[Path]:
    return [path for path in data.glob(pattern) if path.exists()]


MOMENTS: dict[str, tuple[Reached, float]] = {
    "crawl: first bytes archived": (_size("archive/*.open", 1), 0.0),
    "crawl: many pages archived": (_size("archive/*.open", 60_000), 0.0),
    "crawl: segment just closed": (_count("archive/*.warc.gz"), 0.0),
    "refine: a draft of a batch": (_count("staging/*/.draft-*"), 0.0),
    "refine: some batches staged": (_count("staging/*/*@*", 2), 0.0),
    "load: the file is being made": (_count("warehouse/*.duckdb"), 0.0),
    "load: under way": (_count("warehouse/*.duckdb"), 0.4),
    "publish: the copy is being made": (_count("published/*building*"), 0.0),
    "publish: views are being built": (_count("published/*building*"), 0.15),
    "report: the first file": (_count("reports/*"), 0.0),
}


@pytest.fixture(scope="module")
def press(folder: Path) -> Iterator[Press]:
    """The press that all runs of this module read."""
    with pressed(folder, 28) as press:
        yield press


@pytest.fixture(scope="module")
def undisturbed(press: Press, folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a run gives that nobody kills."""
    done = run(folder, "run")
    assert done.returncode in DONE, done.stdout + done.stderr
    return content(folder / "data/published/solieu.duckdb")


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_started_again(
    moment: str, press: Press, undisturbed: dict[str, list[tuple[Any, ...]]], tmp_path: Path
) -> None:
    configure(press, tmp_path)
    reached, delay = MOMENTS[moment]
    assert kill_when(tmp_path, reached, "run", delay=delay), "the run ended before it could be killed"
    again = run(tmp_path, "run")
    assert again.returncode in DONE, again.stdout + again.stderr
    assert content(tmp_path / "data/published/solieu.duckdb") == undisturbed
    assert not _found(tmp_path / "data", "archive/*.open")
    assert not _found(tmp_path / "data", "staging/*/.draft-*")
    assert not _found(tmp_path / "data", "published/*building*")
