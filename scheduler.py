"""When: runs on the configuration's cron expressions. ``python scheduler.py`` and ``solieu schedule`` are the same.

APScheduler decides the moments; every run is a process of its own (``solieu run``), since a Twisted reactor starts
once in a process, and the run lock keeps two schedulers or a cron line from running at once.
"""

from __future__ import annotations

import logging
import re
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from apscheduler.schedulers.blocking import BlockingScheduler

    from jobs.settings import Settings

LOG = logging.getLogger("solieu.scheduler")
_under_way: set[subprocess.Popen[bytes]] = set()
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def build(settings: Settings, command: list[str]) -> BlockingScheduler:
    """A scheduler with one job for each cron expression of the configuration.

    A late run still starts within the grace time, missed ones are made up for once, and one runs at a time.
    Raises ConfigurationError for an expression or time zone that is none.
    """
    from apscheduler.schedulers.blocking import BlockingScheduler

    schedule = settings.schedule
    scheduler = BlockingScheduler(
        timezone=schedule.timezone,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": int(schedule.grace_hours * 3600)},
    )
    for number, expression in enumerate(schedule.run):
        trigger = _trigger(expression, schedule.timezone)
        scheduler.add_job(start_run, trigger, [command], id=f"run-{number}", name=expression, replace_existing=True)
    return scheduler


def start_run(command: list[str]) -> int:
    """Start one run and wait for it; its exit code is logged and given back."""
    LOG.info("starting %s", " ".join(command))
    with subprocess.Popen(command) as process:
        _under_way.add(process)
        code = process.wait()
        _under_way.discard(process)
    LOG.log(logging.INFO if code == 0 else logging.WARNING, "run ended with exit code %d", code)
    return code


def upcoming(settings: Settings) -> list[str]:
    """The next moment of each cron expression, as lines."""
    now = datetime.now(ZoneInfo(settings.schedule.timezone))
    triggers = [(expression, _trigger(expression, settings.schedule.timezone)) for expression in settings.schedule.run]
    return [
        f"{trigger.get_next_fire_time(None, now):%Y-%m-%d %H:%M %Z}  {expression}" for expression, trigger in triggers
    ]


def run_command(settings: Settings, config: Path | None) -> list[str]:
    """The command of one run with the same configuration."""
    command = [sys.executable, "-m", "solieu", "--data", str(settings.data_dir)]
    return [*command, *(["--config", str(config)] if config else []), "run"]


def serve(settings: Settings, config: Path | None = None) -> None:
    """Run on schedule until SIGINT or SIGTERM, which also ends a run under way; the next one makes up for it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = build(settings, run_command(settings, config))
    signal.signal(signal.SIGTERM, _stop)
    for line in upcoming(settings):
        LOG.info("next run %s", line)
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        for process in list(_under_way):
            process.terminate()
        LOG.info("stopped")


def _stop(*_: object) -> None:
    raise SystemExit(0)


def _trigger(expression: str, timezone: str) -> Any:
    from apscheduler.triggers.cron import CronTrigger

    from jobs.settings import ConfigurationError

    try:
        return CronTrigger.from_crontab(_named_weekdays(expression), timezone=timezone)
    except (ValueError, KeyError) as error:
        raise ConfigurationError(f"schedule.run: {expression!r}: {error}") from None


def _named_weekdays(expression: str) -> str:
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


def main() -> None:
    """``python scheduler.py``: schedule with the configuration found here."""
    from jobs.errors import exit_code
    from jobs.settings import load_settings

    try:
        serve(load_settings())
    except Exception as error:
        code = exit_code(error)
        if code is None:
            raise
        print(f"scheduler: {error}", file=sys.stderr)
        sys.exit(code)


if __name__ == "__main__":
    main()
