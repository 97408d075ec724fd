"""One run at a time on one data directory, whoever starts it: cron, the scheduler or a person."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RunLocked(Exception):
    """Another run holds the lock; the message names its process."""


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the lock file for the duration of the block.

    The lock is the kernel's (``flock``), so a killed run leaves none behind. Raises RunLocked when it is taken.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise RunLocked(f"{path}: another run holds the lock (process {holder})") from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
