"""One published file for the tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.invented_quarter import press


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return press().publish(tmp_path_factory.mktemp("published"))
