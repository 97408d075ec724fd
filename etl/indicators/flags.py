"""Doubts about readings that look wrong beside the catalogue or beside each other. Nothing is ever deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from etl.indicators.catalogue import Catalogue, Indicator
from etl.indicators.lexer import figure
from etl.indicators.state import Reading
from etl.numbers import scan_numbers
from etl.text import match_fold

RANGE, UNIT, PARTS, PLAN, CONFLICT = "out_of_range", "unit", "parts_exceed_total", "plan_mismatch", "conflict"
_PARTS_OF = frozenset({"list", "part"})
_TOLERANCE = 0.02


def flag(readings: list[Reading], catalogue: Catalogue) -> None:
    """Add flags to the readings of one article."""
    for reading in readings:
        one = catalogue.indicators.get(reading.subject.code or "")
        if one is not None:
            _check_unit(reading, one)
            _check_range(reading, one)
    _check_parts(readings)
    _check_plans(readings)
    _check_conflicts(readings)


def _check_unit(reading: Reading, one: Indicator) -> None:
    if reading.measure == "level" and reading.unit not in one.units and reading.unit != "rank":
        reading.flags.append(UNIT)


@lru_cache(maxsize=512)
def _scale(written: str) -> tuple[str, float]:
    """The unit of ``triệu đồng/người/tháng`` and what one of it is worth."""
    folded = match_fold(f"1 {written}")
    numerals = scan_numbers(folded)
    made = figure(folded, numerals[0]) if numerals else None
    return (made.unit, made.value) if made is not None else ("", 1.0)


def _check_range(reading: Reading, one: Indicator) -> None:
    if reading.measure == "level" and one.level_range is not None:
        low, high, written = one.level_range
        unit, factor = _scale(written)
        partial = reading.subject.breakdown is not None or not (reading.area or "0").isdigit()
        if unit == reading.unit and (reading.value > high * factor or (reading.value < low * factor and not partial)):
            reading.flags.append(RANGE)
    elif reading.measure == "change" and one.growth_range is not None:
        low, high = one.growth_range
        if not low <= reading.value <= high:
            reading.flags.append(RANGE)


def _check_parts(readings: list[Reading]) -> None:
    """The parts of a list are not more than its head, in the same unit and period."""
    head: Reading | None = None
    parts: list[Reading] = []
    for reading in [*readings, None]:
        is_part = (
            reading is not None
            and head is not None
            and reading.subject.how in _PARTS_OF
            and _same_amount(reading, head)
        )
        if reading is not None and is_part:
            parts.append(reading)
            continue
        if head is not None and len(parts) > 1 and sum(one.value for one in parts) > head.value * (1 + _TOLERANCE):
            for one in parts:
                one.flags.append(PARTS)
        if reading is not None and reading.measure == "level" and reading.subject.how not in _PARTS_OF:
            head, parts = reading, []


def _same_amount(part: Reading, head: Reading) -> bool:
    return (
        part.measure == "level"
        and part.subject.code is not None
        and part.subject.code == head.subject.code
        and (part.unit, part.period) == (head.unit, head.period)
    )


def _check_plans(readings: list[Reading]) -> None:
    """``11,4/80 tỷ đồng, đạt 14,3%``: level, plan and ratio agree."""
    for level, plan, ratio in zip(readings, readings[1:], readings[2:], strict=False):
        if plan.rule != "total" or ratio.measure != "plan_ratio" or level.unit != plan.unit or not plan.value:
            continue
        if abs(level.value / plan.value * 100 - ratio.value) > 1.5:
            for one in (level, plan, ratio):
                one.flags.append(PLAN)


def _check_conflicts(readings: Iterable[Reading]) -> None:
    """The same quantity twice in an article with different values."""
    known: dict[tuple[object, ...], list[Reading]] = defaultdict(list)
    for one in readings:
        if one.subject.code is not None and one.measure in ("level", "change", "ratio", "plan_ratio"):
            known[one.subject.code, one.measure, one.unit, one.period, one.base, one.status, one.area].append(one)
    for alike in known.values():
        if len(alike) == 1 or not _differ([one.value for one in alike]):
            continue
        named: dict[str, list[Reading]] = defaultdict(list)
        for one in alike:
            named[match_fold(one.subject.breakdown or one.subject.text)].append(one)
        for same in named.values():
            if len(same) > 1 and _differ([one.value for one in same]):
                for one in same:
                    one.flags.append(CONFLICT)


def _differ(values: list[float]) -> bool:
    top = max(abs(value) for value in values)
    return top > 0 and (max(values) - min(values)) / top > 0.005
