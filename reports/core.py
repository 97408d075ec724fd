"""The core list of a report (``core.yaml``): which indicators it prints, in which order, and when they are expected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from reports.periods import Kind


@dataclass(frozen=True, slots=True)
class Headline:
    """A column of the overview table: the measure it shows under a short name."""

    measure: str
    name_vi: str
    name_en: str

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_vi


@dataclass(frozen=True, slots=True)
class Indicator:
    """A core indicator; ``parts`` where it exists only by part (sector, crop, disease), never as one total."""

    code: str
    name_vi: str
    name_en: str
    expected: tuple[Kind, ...]
    parts: bool = False
    headline: Headline | None = None

    def expected_in(self, kind: Kind) -> bool:
        """Is it customarily published for this kind of period? A free run of months is served by monthly figures."""
        return ("month" if kind == "span" else kind) in self.expected

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_vi


@dataclass(frozen=True, slots=True)
class Domain:
    """A chapter of the report."""

    code: str
    name_vi: str
    name_en: str
    indicators: tuple[Indicator, ...]

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_vi


@cache
def domains() -> tuple[Domain, ...]:
    """The chapters in printing order."""
    text = resources.files("reports").joinpath("core.yaml").read_text(encoding="utf-8")
    listed: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)["domains"]
    return tuple(
        Domain(one["code"], one["name_vi"], one["name_en"], tuple(_indicator(entry) for entry in one["indicators"]))
        for one in listed
    )


@cache
def indicators() -> dict[str, Indicator]:
    """Core indicators by code, in printing order."""
    return {indicator.code: indicator for domain in domains() for indicator in domain.indicators}


def _indicator(entry: dict[str, Any]) -> Indicator:
    headline = Headline(**entry["headline"]) if "headline" in entry else None
    return Indicator(
        entry["code"],
        entry["name_vi"],
        entry["name_en"],
        tuple(entry["expected"]),
        entry.get("parts", False),
        headline,
    )
