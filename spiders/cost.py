"""What a process has cost so far."""

from __future__ import annotations

import resource
from pathlib import Path


def cpu_seconds() -> float:
    """CPU time of this process, its own and the kernel's for it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return round(usage.ru_utime + usage.ru_stime, 2)


def peak_mb() -> float:
    """Peak resident memory of this process in MB.

    From ``VmHWM`` where there is one: ``ru_maxrss`` starts with the peak of whoever started the process.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(kilobytes / 1024, 1)
