from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reports import format as fmt

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (8_634_800_000_000, "VND", "8.634,8 tỷ đồng"),
        (913_000_000, "VND", "913 triệu đồng"),
        (87_500, "VND", "87.500 đồng"),
        (1_020_000_000, "USD", "1.020 triệu USD"),
        (10.23, "PERCENT", "10,23%"),
        (-0.5, "PERCENTAGE_POINT", "−0,5 điểm %"),
        (1_234_500, "tonne", "1.234,5 nghìn tấn"),
        (41_234.5, "tonne", "41.234,5 tấn"),
        (68.25, "quintal_per_hectare", "68,25 tạ/ha"),
        (62_500_000, "vnd_per_person", "62,5 triệu đồng/người"),
        (12, "no_such_unit", "12 no_such_unit"),
        (12, "tonne_per_no_such_unit", "12 tonne_per_no_such_unit"),
        (3.5, "tonne_per_household", "3,5 tấn/hộ"),
        (85_000, "vnd_per_tree", "85.000 đồng/cây"),
        (0, "VND", "0 đồng"),
    ],
)
def test_an_amount_is_printed_as_the_press_prints_it(value: float, unit: str, printed: str) -> None:
    assert fmt.amount(value, unit).replace("\N{NO-BREAK SPACE}", " ") == printed


@pytest.mark.parametrize(
    ("value", "lang", "signed", "printed"),
    [
        (1234567.891, "vi", False, "1.234.567,891"),
        (1234567.891, "en", False, "1,234,567.891"),
        (10.23, "vi", True, "+10,23"),
        (-5.0, "vi", True, "−5"),
        (0.0, "vi", True, "0"),
        (-0.0, "vi", True, "0"),
        (1e22, "vi", False, "10.000.000.000.000.000.000.000"),
        (0.1 + 0.2, "vi", False, "0,30000000000000004"),
    ],
)
def test_a_number_keeps_every_digit(value: float, lang: str, signed: bool, printed: str) -> None:
    assert fmt.number(value, lang, signed=signed) == printed


def _read(printed: str, lang: str) -> float:
    plain = printed.replace(fmt.MINUS, "-").replace("+", "")
    marks = (".", ",") if lang == "vi" else (",", ".")
    return float(plain.replace(marks[0], "").replace(marks[1], "."))


@given(FINITE, st.sampled_from(["vi", "en"]), st.booleans())
def test_a_printed_number_reads_back_as_the_same_float(value: float, lang: str, signed: bool) -> None:
    assert _read(fmt.number(value, lang, signed=signed), lang) == value


@given(st.floats(-1e17, 1e17, allow_nan=False), st.sampled_from(sorted(fmt.scales())))
def test_a_cell_is_rounded_by_half_a_hundredth_at_most_and_a_twentieth_of_a_small_value(
    value: float, unit: str
) -> None:
    scale = fmt.scale_for(unit, [value])
    amount = scale.apply(value)
    shown = Decimal(fmt.cell(value, scale).replace(fmt.MINUS, "-").replace(".", "").replace(",", "."))
    assert abs(shown - amount) <= min(Decimal("0.005"), abs(amount) / 20)


@given(st.integers(0, 10**15), st.sampled_from([1, 10, 100, 1000]))
def test_up_to_three_decimals_stand_as_they_were_printed(thousandths: int, step: int) -> None:
    value = float(Decimal(thousandths * step) / 1000)
    if value < 10**12:
        assert _read(fmt.cell(value, fmt.scale_for("PERCENT", [value])), "vi") == value


def test_a_column_takes_the_scale_of_its_typical_value() -> None:
    amounts = [8.6e12, 9.1e12, 5e8]
    assert fmt.scale_for("VND", amounts).name_vi == "tỷ đồng"
    assert fmt.scale_for("VND", [0.0]).name_vi == "đồng"
    assert fmt.scale_for("VND", []).name_vi == "đồng"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_printed_as_one(value: float) -> None:
    assert fmt.number(value) == "…"


def test_every_unit_ends_in_its_own_stored_scale() -> None:
    for unit, scales in fmt.scales().items():
        factors = [scale.factor for scale in scales]
        assert factors == sorted(factors, reverse=True), unit
        assert factors[-1] == 1, unit


def test_every_unit_that_the_reader_knows_has_a_name() -> None:
    """ISO codes of other currencies are printed as they are."""
    listed = yaml.safe_load((Path(__file__).parents[2] / "etl" / "data" / "units.yaml").read_text(encoding="utf-8"))
    codes = {entry["unit"] for entry in listed["units"]}
    assert {code for code in codes if not (code.isupper() and len(code) == 3)} <= fmt.scales().keys()
