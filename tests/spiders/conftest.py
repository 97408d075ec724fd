"""A press of sites that behave as told, and a place for a crawl of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spiders.crawling import Place
from tests.spiders.trouble import Sites


@pytest.fixture
def sites() -> Iterator[Sites]:
    made = Sites()
    yield made
    made.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)
