"""The scheduler: cron expressions as cron means them, in Vietnam time, late runs made up for."""

import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import scheduler
from jobs import cron
from jobs.settings import ConfigurationError, Settings

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def _settings(*expressions: str) -> Settings:
    return Settings(schedule={"run": list(expressions)})


def test_each_expression_becomes_a_job_with_hours_of_grace() -> None:
    built = scheduler.build(_settings("15 6 * * *", "0 21 * * *"), ["true"])
    built_jobs = built.get_jobs()
    assert [job.id for job in built_jobs] == ["run-0", "run-1"]
    assert str(built.timezone) == "Asia/Ho_Chi_Minh"
    defaults = built._job_defaults
    assert defaults["misfire_grace_time"] == 12 * 3600
    assert defaults["coalesce"]
    assert defaults["max_instances"] == 1


@pytest.mark.parametrize(("field", "weekday"), [("0", 6), ("7", 6), ("1", 0), ("5", 4), ("sun", 6), ("mon", 0)])
def test_weekday_numbers_mean_what_cron_means(field: str, weekday: int) -> None:
    trigger = cron.trigger(f"30 6 * * {field}", "Asia/Ho_Chi_Minh")
    fired = trigger.get_next_fire_time(None, datetime(2022, 4, 1, tzinfo=VIETNAM))
    assert fired.weekday() == weekday
    assert (fired.hour, fired.minute) == (6, 30)


def test_weekday_ranges_and_lists_are_shifted_too() -> None:
    trigger = cron.trigger("0 6 * * 1-5", "Asia/Ho_Chi_Minh")
    moment = datetime(2022, 4, 1, 7, tzinfo=VIETNAM)  # a Friday, after the hour
    assert trigger.get_next_fire_time(None, moment).date().isoformat() == "2022-04-04"


@pytest.mark.parametrize(
    ("field", "names"), [("0-2", "sun,mon,tue"), ("1-5/2", "mon,wed,fri"), ("0,6", "sun,sat"), ("mon-fri", "mon-fri")]
)
def test_weekdays_are_written_as_names(field: str, names: str) -> None:
    assert cron.named_weekdays(f"0 6 * * {field}") == f"0 6 * * {names}"


@pytest.mark.parametrize("expression", ["61 * * * *", "* * *", "every day"])
def test_a_bad_expression_is_a_configuration_error(expression: str) -> None:
    with pytest.raises(ConfigurationError, match=r"schedule\.run"):
        scheduler.build(_settings(expression), ["true"])


def test_a_run_is_a_process_of_its_own_and_its_code_comes_back() -> None:
    assert scheduler.start_run([sys.executable, "-c", "raise SystemExit(4)"]) == 4


def test_the_command_carries_the_configuration() -> None:
    command = scheduler.run_command(Settings(data_dir="d"), Path("c.toml"))
    assert command[1:] == ["-m", "solieu", "--data", "d", "--config", "c.toml", "run"]


def test_upcoming_names_the_zone() -> None:
    (line,) = cron.upcoming(_settings("15 6 * * *"))
    assert "06:15 +07" in line


def test_the_scheduler_starts_runs_and_a_signal_ends_it_with_its_run(tmp_path: Path) -> None:
    """The real process: a run that is due starts, and SIGTERM ends scheduler and run in seconds."""
    script = """
import sys, scheduler
from jobs.settings import Settings
scheduler.run_command = lambda *_: [sys.executable, "-c", "import time; open('started', 'w'); time.sleep(600)"]
build = scheduler.build
def due_now(settings, command):
    built = build(settings, command)
    built.add_job(scheduler.start_run, args=[command])
    return built
scheduler.build = due_now
scheduler.serve(Settings())
"""
    environment = os.environ | {"PYTHONPATH": str(Path(scheduler.__file__).parent)}
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, env=environment, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not (tmp_path / "started").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.terminate()
    _, log = process.communicate(timeout=30)
    assert process.returncode == 0, log
    assert b"starting" in log
    assert b"stopped" in log
