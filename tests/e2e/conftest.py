"""What the end-to-end tests share: the command as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory of the module's own."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def solieu(folder: Path) -> Command:
    """Run ``solieu`` in the module's folder; its data go to ``data/`` there."""

    def run(*arguments: str | Path, text: str = "", code: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "solieu", *map(str, arguments)],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONWARNINGS": "ignore"},
            input=text,
            capture_output=True,
            text=True,
            timeout=280,
        )
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    return run
