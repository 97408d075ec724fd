"""What a change is about where ``về`` names the measure: ``tăng 18% về số dự án và 22,8% về vốn``."""

from __future__ import annotations

from dataclasses import replace

from etl.indicators.catalogue import Catalogue
from etl.indicators.lexer import Figure
from etl.indicators.state import State, Subject

_PASSENGERS = ("hành khách", "hk", "khách", "người", "lượt khách", "lượt người", "lượt hành khách", "lượt hk")
# What ``về`` behind a figure may name, and the units of the subjects it may mean.
_ABOUT: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    (("tấn.km", "tấn km", "tấn/km", "tấn. km", "t.km", "luân chuyển hàng hóa"), frozenset({"tonne_km"})),
    (
        (*(f"{what}{mark}km" for what in _PASSENGERS for mark in (".", " ", ". ", "/")), "luân chuyển hành khách"),
        frozenset({"passenger_km"}),
    ),
    (("luân chuyển",), frozenset({"passenger_km", "tonne_km"})),
    (("vận chuyển",), frozenset({"passenger", "tonne"})),
    (("tấn", "lượng", "sản lượng", "khối lượng", "số lượng hàng"), frozenset({"tonne"})),
    (("hành khách", "lượt khách", "khách", "lượt hành khách", "lượt người"), frozenset({"passenger", "visitor"})),
    (("giấy phép", "số giấy phép"), frozenset({"enterprise", "project"})),
    (
        (
            "vốn",
            "số vốn",
            "giá trị",
            "kim ngạch",
            "trị giá",
            "doanh thu",
            "tổng vốn",
            "số tiền",
            "tiền",
            "tổng mức",
            "mức đầu tư",
            "tổng số vốn",
            "mức vốn",
            "quy mô vốn",
        ),
        frozenset({"VND", "USD"}),
    ),
    (("số dự án", "dự án", "lượt dự án"), frozenset({"project"})),
    (("số doanh nghiệp", "số lượng doanh nghiệp", "doanh nghiệp", "số lượng dn", "số dn"), frozenset({"enterprise"})),
    (("diện tích",), frozenset({"hectare"})),
    (("số vụ", "vụ"), frozenset({"case"})),
    (("số người", "người", "số lao động"), frozenset({"person", "passenger"})),
    (("số lượng", "số"), frozenset({"enterprise", "project", "case", "person", "household", "cooperative"})),
)
# Units that no other indicator has: they name theirs, also in a sentence without an amount.
_TURNOVER = {"tonne_km": "freight_tonne_km", "passenger_km": "passenger_km"}


def about(fig: Figure, state: State, folded: str, catalogue: Catalogue) -> Subject | None:
    """``22,8% về vốn``: the measure names which of the sentence's subjects the figure is about, else None."""
    rest = folded[fig.after : fig.after + 24]
    if not rest.startswith((" về ", " số ")):  # tăng 6,9% số doanh nghiệp, tăng 23,1% số vốn
        return None
    word = rest.removeprefix(" về ").lstrip()
    for names, units in _ABOUT:
        if word.startswith(names):
            near = [one for one in reversed(state.sentence() or state.readings[-8:]) if one.measure == "level"]
            for reading in sorted(near, key=lambda one: one.subject.code is None):
                if reading.unit in units:
                    return Subject(reading.subject.code, reading.subject.text, reading.subject.breakdown, "about")
            return _by_unit(units, word, state, catalogue)
    return None


def _by_unit(units: frozenset[str], word: str, state: State, catalogue: Catalogue) -> Subject | None:
    """``Vận tải hàng hóa tăng 5,4% về tấn và giảm 0,4% về tấn.km``: no level, but what the unit makes of it."""
    last = state.current[-1].subject if state.current else None
    if last is None or last.code is None:
        unit = next(iter(units))
        return Subject(_TURNOVER[unit], word.split(",")[0], how="about") if unit in _TURNOVER else None
    one = catalogue.indicators[last.code]
    if units & set(one.units):
        return replace(last, how="about")
    for unit in units:
        if (code := one.switch_unit.get(unit)) is not None:
            return Subject(code, last.text, last.breakdown, "about")
    return None
