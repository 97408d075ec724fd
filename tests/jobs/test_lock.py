"""One run at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from jobs.lock import RunLocked, run_lock

_HOLD = """
import sys
from pathlib import Path
from jobs.lock import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "run.lock"
    with _holder(path) as process:
        with pytest.raises(RunLocked, match=str(process.pid)), run_lock(path):
            pass
        process.communicate()
    with run_lock(path):
        pass


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    with _holder(path) as process:
        process.kill()
        process.wait()
        with run_lock(path):
            assert path.read_text().strip().isdigit()


def _holder(path: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process
