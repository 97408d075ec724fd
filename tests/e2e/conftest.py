"""What the end-to-end tests share: the command as a user runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def rows(ask: Command, query: str) -> list[dict[str, Any]]:
    """The answer to a query on the published file."""
    answer: list[dict[str, Any]] = json.loads(ask("sql", "--format", "json", query).stdout)
    return answer


def figures(ask: Command) -> dict[str, dict[str, Any]]:
    """The observations by indicator, for an article that states each once."""
    found = rows(
        ask,
        "select indicator, measure, value, unit, period_start::varchar period_start, period_end::varchar period_end,"
        " base, status, bound, area, area_unit_id, numeral, sentence, observation_id from observations_current",
    )
    assert len({row["indicator"] for row in found}) == len(found)
    return {row["indicator"]: row for row in found}
