"""Children that do not outlive their run: a killed run must not leave a crawler or a reader working."""

from __future__ import annotations

import os
import signal
import threading
import time

_POLL_SECONDS = 0.5
_GRACE_SECONDS = 10


def stop_with_parent() -> None:
    """Watch the parent from a daemon thread: when it is gone, end in order, and after a grace by force."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True, name="parent-watch").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
