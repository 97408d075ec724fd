"""Hold a warehouse's figures against a truth that was written down beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Level = Callable[[Row], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many of the stated figures were found, and how many of the found ones are stated."""

    right: int
    stated: int
    found: int

    @property
    def precision(self) -> float:
        """Share of the found figures that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the stated figures that were found."""
        return self.right / self.stated if self.stated else 0.0


def _figure(row: Row) -> tuple[Any, ...]:
    return (row["url"], row["indicator"], row["measure"], f"{row['value']:.9g}", row["unit"])


def _dated(row: Row) -> tuple[Any, ...]:
    start, end = row["period"]
    return (*_figure(row), start, end)


def _full(row: Row) -> tuple[Any, ...]:
    return (*_dated(row), row["base"], row["status"], row["area"])


LEVELS: dict[str, Level] = {"figure": _figure, "dated": _dated, "full": _full}
"""What must agree: indicator, measure, value and unit; also the period; also base, status and area."""


def agreement(truth: Iterable[Row], found: Iterable[Row], level: str) -> Agreement:
    """Compare the figures of each page as bags, so that one found figure answers one stated figure."""
    stated, offered = (Counter(map(LEVELS[level], rows)) for rows in (truth, found))
    return Agreement((stated & offered).total(), stated.total(), offered.total())
