from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.invented_batches import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An empty warehouse with its reference tables."""
    return House(tmp_path)
