"""When: runs on the configuration's cron expressions. ``python scheduler.py`` and ``solieu schedule`` are the same.

APScheduler decides the moments; every run is a process of its own (``solieu run``), since a Twisted reactor starts
once in a process, and the run lock keeps two schedulers or a cron line from running at once.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jobs import cron

if TYPE_CHECKING:
    from apscheduler.schedulers.blocking import BlockingScheduler

    from jobs.settings import Settings

LOG = logging.getLogger("solieu.scheduler")
_under_way: set[subprocess.Popen[bytes]] = set()


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
        when = cron.trigger(expression, schedule.timezone)
        scheduler.add_job(start_run, when, [command], id=f"run-{number}", name=expression, replace_existing=True)
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
    for line in cron.upcoming(settings):
        LOG.info("next run %s", line)
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        for process in list(_under_way):
            process.terminate()
        LOG.info("stopped")


def _stop(*_: object) -> None:
    raise SystemExit(0)


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
