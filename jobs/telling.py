"""TELL as a stage of the run: the reports that are due, from the published file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jobs.asking import published_file
from jobs.errors import WrongUsage
from jobs.settings import Settings

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def render(
    settings: Settings, period: str, *, areas: list[str] | None = None, out_dir: Path | None = None
) -> list[Path]:
    """The report files of a period.

    Raises WrongUsage for an unknown period or area, NothingDone before a first publish.
    """
    import reports

    published = published_file(settings.published_path)
    try:
        return reports.render(
            published,
            period,
            areas=areas or settings.report.areas,
            out_dir=out_dir or settings.reports_dir,
        )
    except ValueError as error:
        raise WrongUsage(str(error)) from None


def due_periods(today: date, kinds: list[str]) -> list[str]:
    """The latest ended period of each kind, as SDMX codes: on 2022-04-08 these are 2022-03, 2022-Q1, 2021-S2, 2021."""
    return [_latest_ended(today, kind) for kind in kinds]


def _latest_ended(today: date, kind: str) -> str:
    length = _MONTHS[kind]
    ended = (today.year * 12 + today.month - 1) // length - 1
    year, number = divmod(ended, 12 // length)
    forms = {"month": f"{year}-{number + 1:02d}", "quarter": f"{year}-Q{number + 1}", "half": f"{year}-S{number + 1}"}
    return forms.get(kind, str(year))
