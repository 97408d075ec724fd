"""A small press with a configuration that points at it, for the runs of the end-to-end tests."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from demo.press import Press

ROOT = Path(__file__).parents[2]
DONE = (0, 1)
"""Exit codes of a run that published: the press is too small for its troubles not to show as partial sources."""
_NOT_COMPARED = {"fetched_at", "segment", "record_offset", "record_id", "first_seen", "last_seen"}


@contextmanager
def pressed(folder: Path, articles: int) -> Iterator[Press]:
    """Serve a press; ``folder`` gets a solieu.toml that crawls it."""
    with Press(articles=articles) as press:
        configure(press, folder)
        yield press


def configure(press: Press, folder: Path) -> None:
    """Write the source files and the configuration of a press."""
    press.write_sources(folder / "sources")
    names = ", ".join(json.dumps(outlet.source_id) for outlet in press.outlets)
    (folder / "solieu.toml").write_text(
        f"""
[crawl]
contact = "tests@localhost"
sources = [{names}]
extra_source_dirs = ["sources"]
since_days = 7320
allow_loopback = true
[refine]
batch_pages = 8
workers = 2
[report]
kinds = ["year"]
""",
        encoding="utf-8",
    )


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start ``solieu`` in a folder, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "solieu", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``solieu`` in a folder to its end; waits out the children of a run that was killed just before."""
    for _ in range(120):
        process = start(folder, *arguments)
        out, err = process.communicate(timeout=280)
        if process.returncode != 4:
            return subprocess.CompletedProcess(arguments, process.returncode, out, err)
        time.sleep(0.25)
    raise AssertionError(f"the lock was never free: {err}")


def kill_when(folder: Path, reached: Callable[[Path], bool], *arguments: str, delay: float = 0.0) -> bool:
    """Start a run and SIGKILL it once ``reached`` holds in its data folder; whether it was still running then."""
    process = start(folder, *arguments)
    deadline = time.monotonic() + 120
    while process.poll() is None and not reached(folder / "data"):
        assert time.monotonic() < deadline, "the run never came to the point"
        time.sleep(0.005)
    time.sleep(delay)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return running


def content(published: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a published file says, without the times and places of the fetches."""
    with duckdb.connect(str(published), read_only=True) as connection:
        return {
            table: sorted(_rows(connection, table), key=repr)
            for table in ("articles", "observations", "people", "documents", "indicator_series")
        }


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    columns = [row[0] for row in connection.execute(f"describe {table}").fetchall() if row[0] not in _NOT_COMPARED]
    return connection.execute(f"select {', '.join(columns)} from {table}").fetchall()
