"""What a long run shows: a bar on a terminal, plain lines under cron, nothing with ``--quiet``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Reporter(Protocol):
    """Where a stage says what it is doing."""

    def line(self, message: str) -> None:
        """One finished thing, worth a line in a log."""

    def step(self, stage: str, done: int, total: int | None) -> None:
        """How far a stage has come, in its own unit."""


class Silent:
    """Says nothing."""

    def line(self, message: str) -> None:
        """Drop the message."""

    def step(self, stage: str, done: int, total: int | None) -> None:
        """Drop the step."""


class PlainLines:
    """One line a finished thing on standard error; steps are not shown, so that a cron mail stays short."""

    def line(self, message: str) -> None:
        """Print the message."""
        print(message, file=sys.stderr, flush=True)

    def step(self, stage: str, done: int, total: int | None) -> None:
        """Drop the step."""


class TerminalBar:
    """Bars of rich, one a stage."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description:10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._tasks: dict[str, int] = {}

    def line(self, message: str) -> None:
        """Print the message above the bars."""
        self._progress.console.print(message, markup=False, highlight=False)

    def step(self, stage: str, done: int, total: int | None) -> None:
        """Move the stage's bar."""
        from rich.progress import TaskID

        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(TaskID(self._tasks[stage]), completed=done, total=total)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Draw the bars for the duration of the block."""
        with self._progress:
            yield


@contextmanager
def reporter(quiet: bool = False) -> Iterator[Reporter]:
    """The reporter that fits where standard error goes."""
    if quiet:
        yield Silent()
    elif sys.stderr.isatty():
        bar = TerminalBar()
        with bar.shown():
            yield bar
    else:
        yield PlainLines()
