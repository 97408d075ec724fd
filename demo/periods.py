"""Reporting periods of the invented press: months, cumulations, quarters, half-years, nine months and years."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

EPOCH_YEAR = 2018
"""First year of every invented series; publication starts later, so that each figure has a year before it."""

ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """Months ``first``..``last`` (1-12, inclusive) of one year."""

    year: int
    first: int
    last: int

    @property
    def start(self) -> date:
        return date(self.year, self.first, 1)

    @property
    def end(self) -> date:
        return date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def indices(self) -> range:
        """Positions of the period's months in a series that starts in January of ``EPOCH_YEAR``."""
        january = (self.year - EPOCH_YEAR) * 12
        return range(january + self.first - 1, january + self.last)

    @property
    def is_year(self) -> bool:
        return self.first == 1 and self.last == 12

    @property
    def is_month(self) -> bool:
        return self.first == self.last

    @property
    def is_quarter(self) -> bool:
        return self.last - self.first == 2 and self.first % 3 == 1

    @property
    def quarter(self) -> int:
        return (self.last + 2) // 3

    def year_before(self) -> Period:
        return Period(self.year - 1, self.first, self.last)

    def iso(self) -> tuple[str, str]:
        return self.start.isoformat(), self.end.isoformat()

    def as_of(self) -> tuple[None, str]:
        """The period of a stock at the end of this one."""
        return None, self.end.isoformat()

    def name(self, form: int = 0, *, with_year: bool = True) -> str:
        """The period as papers write it; ``form`` picks one of the customary spellings."""
        year = (f"/{self.year}", f" năm {self.year}", f"-{self.year}")[form % 3] if with_year else ""
        if self.is_year:
            return f"năm {self.year}"
        if self.is_month:
            return f"tháng {self.last}{year}"
        if self.is_quarter:
            return f"quý {ROMAN[self.quarter]}{year}"
        if not with_year:
            return f"{self.last} tháng"
        return (
            f"{self.last} tháng đầu năm {self.year}",
            f"{self.last} tháng năm {self.year}",
            f"{self.last} tháng đầu năm {self.year}",
        )[form % 3]


def month(year: int, number: int) -> Period:
    return Period(year, number, number)


def months(year: int, last: int) -> Period:
    """January to month ``last``; the whole year where that is December."""
    return Period(year, 1, last)


def quarter(year: int, number: int) -> Period:
    return Period(year, number * 3 - 2, number * 3)
