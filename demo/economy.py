"""An invented economy for each province: monthly series from which every figure of the demo press is computed.

Series are integers in the smallest unit that the press prints (0.1 billion VND, 0.1 million USD, one person, one
tonne), so that parts sum to totals, quarters are the sums of their months, and growth agrees with the level of the
year before. A province merged on 2025-07-01 is the sum of its former units over all years, as the statistics offices
recalculated it.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from demo.periods import EPOCH_YEAR, Period

YEARS = 9
MONTHS = YEARS * 12


@dataclass(frozen=True, slots=True)
class Province:
    """A province as it stood for some time: its GSO code then, and the invented units whose figures it sums."""

    code: str
    name: str
    units: tuple[str, ...]
    communes: int
    districts: tuple[str, ...]
    capital: str
    party_term: str
    people: int
    """Population in persons."""
    southern: bool = False
    kind: str = "tỉnh"


@dataclass(frozen=True, slots=True)
class Flow:
    """How a monthly series runs: its level in the first year, mean yearly growth, and unrest of year and month."""

    level: int
    growth: float
    unrest: float = 0.04
    ripple: float = 0.06
    season: tuple[float, ...] = (0.95, 0.88, 1.0, 1.0, 1.0, 1.02, 0.98, 0.99, 1.02, 1.03, 1.05, 1.08)


SPENDING = (0.35, 0.45, 0.7, 0.8, 0.9, 1.1, 1.0, 1.0, 1.15, 1.2, 1.35, 2.0)
TRAVEL = (1.1, 1.7, 1.4, 1.1, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8)

FLOWS: dict[str, Flow] = {
    "land_use_fee": Flow(1_350, 0.05, 0.15, 0.2),
    "domestic_tax": Flow(3_200, 0.08),
    "trade_tax": Flow(760, 0.05, 0.1),
    "development_expenditure": Flow(3_300, 0.07, 0.06, 0.08, SPENDING),
    "recurrent_expenditure": Flow(5_100, 0.06),
    "other_expenditure": Flow(210, 0.05),
    "exports": Flow(1_650, 0.14, 0.06),
    "imports": Flow(1_180, 0.12, 0.06),
    "retail_goods": Flow(24_000, 0.1),
    "lodging_catering": Flow(2_600, 0.12),
    "other_services": Flow(2_900, 0.09),
    "industrial_output": Flow(82_000, 0.13, 0.03),
    "iip_mining": Flow(30_000, -0.02, 0.04),
    "iip_manufacturing": Flow(820_000, 0.11, 0.03),
    "iip_power": Flow(90_000, 0.07, 0.03),
    "iip_water": Flow(28_000, 0.05, 0.03),
    "gva_agriculture": Flow(10_500, 0.03, 0.01, 0.05),
    "gva_industry": Flow(21_000, 0.11, 0.025),
    "gva_services": Flow(17_000, 0.07, 0.015),
    "gva_tax": Flow(2_300, 0.05, 0.02),
    "visitors_domestic": Flow(205_000, 0.13, 0.06, 0.08, TRAVEL),
    "visitors_international": Flow(6_400, 0.2, 0.1, 0.08, TRAVEL),
    "tourism_revenue": Flow(1_300, 0.16, 0.06, 0.06, TRAVEL),
    "disbursement": Flow(3_000, 0.09, 0.06, 0.08, SPENDING),
    "fdi_new_projects": Flow(3, 0.05, 0.2, 0.3),
    "fdi_new_capital": Flow(190, 0.1, 0.3, 0.3),
    "fdi_raised_projects": Flow(2, 0.06, 0.2, 0.3),
    "fdi_raised_capital": Flow(95, 0.08, 0.3, 0.3),
    "ddi_projects": Flow(6, 0.04, 0.2, 0.25),
    "ddi_capital": Flow(11_000, 0.08, 0.25, 0.25),
    "new_enterprises": Flow(88, 0.08, 0.08, 0.12),
    "new_enterprise_capital": Flow(7_600, 0.06, 0.15, 0.15),
    "enterprises_suspended": Flow(46, 0.07, 0.1, 0.15),
    "enterprises_dissolved": Flow(14, 0.06, 0.12, 0.2),
    "enterprises_resumed": Flow(31, 0.05, 0.12, 0.2),
    "jobs_at_home": Flow(2_350, 0.03),
    "jobs_abroad": Flow(230, 0.08, 0.1),
    "accidents": Flow(14, -0.05, 0.08, 0.15),
    "deaths": Flow(7, -0.04, 0.08, 0.15),
    "injuries": Flow(10, -0.05, 0.08, 0.15),
    "capture": Flow(4_600, 0.02, 0.02),
    "aquaculture": Flow(9_700, 0.05, 0.02),
    "meat": Flow(13_500, 0.04, 0.02),
    "poultry_meat": Flow(4_200, 0.05, 0.02),
    "passengers": Flow(1_350_000, 0.08),
    "freight": Flow(2_100_000, 0.09),
    "passenger_km": Flow(610, 0.08, 0.03),
    "freight_km": Flow(1_240, 0.09, 0.03),
    "transport_revenue": Flow(4_300, 0.1),
    "dengue": Flow(46, 0.02, 0.3, 0.3, (0.3, 0.2, 0.2, 0.3, 0.5, 0.9, 1.4, 1.8, 2.2, 2.3, 1.2, 0.6)),
    "measles": Flow(9, 0.05, 0.4, 0.4),
    "party_admitted": Flow(165, 0.01, 0.05, 0.1),
    "forest_planted": Flow(62, 0.02, 0.06, 0.1),
    "crime": Flow(44, -0.03, 0.06, 0.1),
    "power_sales": Flow(1_900, 0.08, 0.02, 0.05, (0.9, 0.8, 0.9, 1.0, 1.15, 1.25, 1.25, 1.15, 1.05, 0.95, 0.9, 0.95)),
    "fires": Flow(5, -0.02, 0.15, 0.2),
}

STOCKS: dict[str, Flow] = {
    "pigs": Flow(612_000, 0.02, 0.02, 0.004, (1.0,) * 12),
    "cattle": Flow(36_500, 0.01, 0.02, 0.004, (1.0,) * 12),
    "buffalo": Flow(7_300, -0.02, 0.015, 0.004, (1.0,) * 12),
    "poultry": Flow(8_400_000, 0.03, 0.02, 0.004, (1.0,) * 12),
    "credit": Flow(611_000, 0.11, 0.02, 0.003, (1.0,) * 12),
    "deposits": Flow(720_000, 0.1, 0.02, 0.003, (1.0,) * 12),
    "policy_credit": Flow(36_000, 0.09, 0.02, 0.003, (1.0,) * 12),
    "health_insured": Flow(1_480_000, 0.012, 0.004, 0.001, (1.0,) * 12),
    "social_insured": Flow(212_000, 0.05, 0.015, 0.002, (1.0,) * 12),
    "voluntary_insured": Flow(19_500, 0.09, 0.03, 0.004, (1.0,) * 12),
    "fdi_active": Flow(118, 0.09, 0.01, 0.002, (1.0,) * 12),
    "fdi_active_capital": Flow(34_000, 0.09, 0.02, 0.002, (1.0,) * 12),
    "enterprises": Flow(8_900, 0.08, 0.02, 0.002, (1.0,) * 12),
    "party_members": Flow(98_000, 0.008, 0.002, 0.0005, (1.0,) * 12),
}

TOTALS: dict[str, tuple[str, ...]] = {
    "domestic_revenue": ("land_use_fee", "domestic_tax"),
    "budget_revenue": ("land_use_fee", "domestic_tax", "trade_tax"),
    "budget_expenditure": ("development_expenditure", "recurrent_expenditure", "other_expenditure"),
    "trade": ("exports", "imports"),
    "retail": ("retail_goods", "lodging_catering", "other_services"),
    "iip": ("iip_mining", "iip_manufacturing", "iip_power", "iip_water"),
    "gva": ("gva_agriculture", "gva_industry", "gva_services", "gva_tax"),
    "visitors": ("visitors_domestic", "visitors_international"),
    "fdi_capital": ("fdi_new_capital", "fdi_raised_capital"),
    "fishery": ("capture", "aquaculture"),
    "jobs": ("jobs_at_home", "jobs_abroad"),
}

UNIT_SIZE = {
    "nam-dinh": 1.0, "ha-nam": 0.72, "ninh-binh": 0.9, "hai-duong": 1.25, "thai-binh": 0.95,
    "phu-tho": 0.86, "vinh-phuc": 1.3, "hoa-binh": 0.5, "tien-giang": 1.05, "dong-thap": 0.92,
    "bac-giang": 1.4, "bac-ninh": 1.8, "binh-dinh": 0.9, "gia-lai": 0.75,
}  # fmt: skip
"""Rough size of a unit against the first one."""

PROVINCES: dict[str, Province] = {
    "36": Province("36", "Nam Định", ("nam-dinh",), 226, ("Hải Hậu", "Giao Thủy", "Ý Yên", "Vụ Bản"), "Nam Định", "XX",
                   1_876_000),
    "35": Province("35", "Hà Nam", ("ha-nam",), 109, ("Bình Lục", "Lý Nhân", "Thanh Liêm"), "Phủ Lý", "XX", 885_000),
    "30": Province("30", "Hải Dương", ("hai-duong",), 235, ("Nam Sách", "Thanh Hà", "Gia Lộc", "Tứ Kỳ"), "Hải Dương",
                   "XVII", 1_956_000),
    "34": Province("34", "Thái Bình", ("thai-binh",), 260, ("Tiền Hải", "Quỳnh Phụ", "Đông Hưng"), "Thái Bình", "XX",
                   1_882_000),
    "37": Province("37", "Ninh Bình", ("nam-dinh", "ha-nam", "ninh-binh"), 129, (), "Hoa Lư", "I", 4_412_000),
    "25": Province("25", "Phú Thọ", ("phu-tho", "vinh-phuc", "hoa-binh"), 148, (), "Việt Trì", "I", 4_022_000),
    "82": Province("82", "Đồng Tháp", ("tien-giang", "dong-thap"), 102, (), "Mỹ Tho", "I", 4_370_000, southern=True),
    "52": Province("52", "Gia Lai", ("binh-dinh", "gia-lai"), 135, (), "Quy Nhơn", "I", 3_153_000),
    "24": Province("24", "Bắc Ninh", ("bac-giang", "bac-ninh"), 99, (), "Bắc Giang", "I", 3_619_000),
}  # fmt: skip
"""The provinces of the demo press by GSO code: 36, 35, 30, 34 as they stood before 2025-07-01, the others after it."""


def stable_rng(*parts: object) -> random.Random:
    """A generator that depends on its parts only, in every process and version."""
    return random.Random(stable_number(*parts))


def stable_number(*parts: object) -> int:
    """A 64-bit number that depends on its parts only."""
    return int.from_bytes(hashlib.blake2b(":".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


def percent_change(now: int | Decimal, before: int | Decimal, places: int) -> Decimal:
    """Growth in percent, rounded half up to ``places`` decimals."""
    return round_half_up(Decimal(now) * 100 / Decimal(before) - 100, places)


def round_half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


class Economy:
    """All series of one seed, each computed on first use and then kept (they do not grow with the number of pages)."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._series: dict[tuple[str, str], tuple[int, ...]] = {}
        self._prices: dict[tuple[str, str], tuple[Decimal, ...]] = {}
        self._sums: dict[tuple[str, str], tuple[int, ...]] = {}

    def total(self, province: Province, key: str, period: Period) -> int:
        """The sum of a flow over the months of a period."""
        sums = self._cumulated(province, key)
        months = period.indices
        return sums[months.stop] - sums[months.start]

    def stock(self, province: Province, key: str, period: Period) -> int:
        """A stock at the end of a period."""
        position = period.indices.stop - 1
        return sum(self._unit_series(unit, key)[position] for unit in province.units)

    def growth(self, province: Province, key: str, period: Period, places: int = 1) -> Decimal:
        """Percent change of a flow against the same months a year before."""
        return percent_change(
            self.total(province, key, period), self.total(province, key, period.year_before()), places
        )

    def plan(self, province: Province, key: str, year: int) -> int:
        """The year's plan of a flow, a round number near the outcome; that of a total is the sum of its parts'."""
        if key in TOTALS:
            return sum(self.plan(province, part, year) for part in TOTALS[key])
        outcome = self.total(province, key, Period(year, 1, 12))
        rng = stable_rng(self.seed, "plan", province.code, key, year)
        step: int = 10 ** max(0, len(str(outcome)) - 2)
        low, high = (1.02, 1.2) if key == "disbursement" else (0.88, 1.04)  # capital is seldom all spent
        return max(step, round(outcome * rng.uniform(low, high) / step) * step)

    def rate(self, province: Province, key: str, year: int, start: float, step: float, places: int = 2) -> Decimal:
        """A yearly rate that moves from ``start`` in the first year by about ``step`` a year, never below 0.1."""
        rng = stable_rng(self.seed, "rate", province.code, key)
        value = start * rng.uniform(0.9, 1.1)
        for _ in range(year - EPOCH_YEAR):
            value += step * rng.uniform(0.7, 1.3)
        return round_half_up(Decimal(str(max(value, 0.1))), places)

    def prices(self, province: Province, group: str = "") -> tuple[Decimal, ...]:
        """A chained consumer price index at each month's end, December of the year before the first month being 1."""
        found = self._prices.get((province.code, group))
        if found is None:
            rng = stable_rng(self.seed, "cpi", province.code, group)
            index, chain = Decimal(1), [Decimal(1)]
            for _ in range(MONTHS):
                index *= 1 + Decimal(rng.randint(-25, 75)) / 10_000
                chain.append(index)
            found = self._prices[province.code, group] = tuple(chain)
        return found

    def _cumulated(self, province: Province, key: str) -> tuple[int, ...]:
        found = self._sums.get((province.code, key))
        if found is None:
            parts = [self._unit_series(unit, part) for unit in province.units for part in TOTALS.get(key, (key,))]
            running, sums = 0, [0]
            for values in zip(*parts, strict=True):
                running += sum(values)
                sums.append(running)
            found = self._sums[province.code, key] = tuple(sums)
        return found

    def _unit_series(self, unit: str, key: str) -> tuple[int, ...]:
        found = self._series.get((unit, key))
        if found is None:
            found = self._series[unit, key] = self._run(unit, key)
        return found

    def _run(self, unit: str, key: str) -> tuple[int, ...]:
        flow = FLOWS.get(key) or STOCKS[key]
        rng = stable_rng(self.seed, unit, key)
        level = flow.level * UNIT_SIZE[unit] * rng.uniform(0.8, 1.25)
        values: list[int] = []
        for _ in range(YEARS):
            end_level = level * (1 + flow.growth + rng.gauss(0, flow.unrest))
            for place in range(12):
                trend = level + (end_level - level) * place / 12
                values.append(max(1, round(trend * flow.season[place] * rng.uniform(1 - flow.ripple, 1 + flow.ripple))))
            level = end_level
        return tuple(values)

    @cached_property
    def nation(self) -> dict[int, Decimal]:
        """Growth of the whole country's product by year, for comparisons and agency copy."""
        rng = stable_rng(self.seed, "nation")
        return {EPOCH_YEAR + n: Decimal(rng.randint(480, 820)) / 100 for n in range(YEARS)}
