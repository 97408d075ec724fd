"""Readings of invented sentences and articles: indicator, measure, value, unit, period, base, status and area."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.indicators import read
from etl.model import Observation

GOLDEN: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "golden.yaml").read_text(encoding="utf-8"))


def as_row(text: str, one: Observation) -> str:
    period = f"{one.period[0] or ''}..{one.period[1] or ''}"
    about = f"{one.indicator or '-'} | {one.measure} | {one.value:.10g} {one.unit}"
    return f"{text[one.start : one.end]} | {about} | {period} | {one.base or '-'} | {one.status} | {one.area}"


@pytest.mark.parametrize("entry", GOLDEN, ids=[entry["text"][:40] for entry in GOLDEN])
def test_readings(entry: dict[str, Any]) -> None:
    text = entry["text"].rstrip("\n")
    found = read(text, province=entry["province"], published=entry["published"])
    assert [as_row(text, one) for one in found] == entry["rows"]
