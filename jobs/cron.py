"""Cron expressions as cron means them, for the scheduler and for what is due."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jobs.settings import ConfigurationError, Settings

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def upcoming(settings: Settings) -> list[str]:
    """The next moment of each cron expression, as lines."""
    schedule = settings.schedule
    now = datetime.now(ZoneInfo(schedule.timezone))
    moments = [trigger(expression, schedule.timezone).get_next_fire_time(None, now) for expression in schedule.run]
    return [f"{moment:%Y-%m-%d %H:%M %Z}  {cron}" for cron, moment in zip(schedule.run, moments, strict=True)]


def trigger(expression: str, timezone: str) -> CronTrigger:
    """When a five-field expression fires. Raises ConfigurationError for an expression or time zone that is none."""
    from apscheduler.triggers.cron import CronTrigger

    try:
        return CronTrigger.from_crontab(named_weekdays(expression), timezone=timezone)
    except (ValueError, KeyError) as error:
        raise ConfigurationError(f"schedule.run: {expression!r}: {error}") from None


def named_weekdays(expression: str) -> str:
    """Cron numbers weekdays from Sunday, APScheduler from Monday: numbers and ranges of them become lists of names."""
    fields = expression.split()
    if len(fields) != 5:
        return expression
    return " ".join([*fields[:4], ",".join(_weekday_names(part) for part in fields[4].split(","))])


def _weekday_names(part: str) -> str:
    """``1-5`` as ``mon,tue,wed,thu,fri``; what is no number or range of numbers stays as written."""
    found = re.fullmatch(r"([0-7])(?:-([0-7]))?(?:/(\d))?", part)
    if found is None:
        return part
    first, last = int(found[1]), int(found[2] or found[1])
    return ",".join(_WEEKDAYS[day] for day in range(first, last + 1, int(found[3] or 1)))
