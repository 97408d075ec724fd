"""What several tests of this part share."""

from __future__ import annotations

import pytest

from spiders.registry import Registry, Source, load_registry


@pytest.fixture(scope="session")
def packaged() -> Registry:
    return load_registry()


@pytest.fixture(scope="session")
def thai_nguyen(packaged: Registry) -> Source:
    """A newspaper of the family hexmonth."""
    return packaged.sources["baothainguyen-vn"]
