"""Which of an indicator's own units a figure's unit is."""

from __future__ import annotations

import re

from etl.indicators.catalogue import Indicator

RATIOS = frozenset({"PERCENT", "PERCENTAGE_POINT", "times", "rank", "per_mille"})
# Units that one unit of the catalogue accepts besides itself.
_ALSO = {
    "visitor": {"person", "passenger", "occasion", "visit"},
    "passenger": {"visitor", "person"},
    "person": {"visitor", "case", "household"},
    "ballot": {"person"},
    "commune": {"unit"},
    "district_unit": {"unit", "commune"},
    "case": {"visit"},
    "index_point": {"PERCENT"},
    "vnd_per_person": {"VND"},
    "usd_per_person": {"USD"},
    "vnd_per_kg": {"VND"},
    "vnd_per_hectare": {"VND"},
    "housing_unit": {"household"},
    "per_10k": {"bed", "person"},
    "item": {"vehicle"},
    "petition": {"visitor", "case", "visit"},
    "product": {"target"},
    "tonne": {"quintal", "kg"},
    "year_of_age": {"year"},
    "criteria_per_commune": {"target"},
    "resolution": set(),
}
_COUNTS = frozenset(
    {
        "person",
        "enterprise",
        "project",
        "household",
        "case",
        "commune",
        "cooperative",
        "head",
        "school",
        "product",
        "visitor",
        "district_unit",
        "housing_unit",
        "ballot",
    }
)
# Units that the indicator's own name holds (số bác sĩ/vạn dân: 9,6).
_UNNAMED = frozenset({"per_10k", "index_point", "point", "children_per_woman", "criteria_per_commune"})
# What is counted for 10.000 people names the indicator (14,3 bác sỹ/1 vạn dân).
PER_10K = (("giường", "hospital_beds_per_10k"), ("bác s", "doctors_per_10k"))
GRDP_NEXT = re.compile(r" (?:của |so với |trong )?(?:grdp|gdp|tổng sản phẩm)")


def is_unnamed(indicator: Indicator) -> bool:
    """Whether a number without a unit may be a level of the indicator: things are counted, or its name says what."""
    return indicator.units[0] in _COUNTS or indicator.units[0] in _UNNAMED


def unit_of(indicator: Indicator, unit: str) -> str | None:
    """The indicator's own name for this unit, None where it has no such level."""
    if not unit and is_unnamed(indicator):
        return indicator.units[0]
    if unit in indicator.units:
        return unit
    for own in indicator.units:
        if unit in _ALSO.get(own, ()):
            return own
    return None
