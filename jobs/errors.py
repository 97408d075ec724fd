"""Which known error leaves the command with which exit code."""

from __future__ import annotations

OK, SOME_FAILED, USAGE, NOTHING_DONE, LOCKED = range(5)


class NothingDone(Exception):
    """A job could do nothing at all; the message says why."""


class WrongUsage(Exception):
    """The command was asked for something that is not there; the message says what is accepted."""


def exit_code(error: Exception) -> int | None:
    """The exit code of a known error; None for one that is a defect and should show its traceback."""
    import warehouse
    from jobs.lock import RunLocked
    from jobs.settings import ConfigurationError

    if isinstance(error, RunLocked | warehouse.WarehouseLocked):
        return LOCKED
    if isinstance(error, ConfigurationError | WrongUsage | warehouse.QueryError | warehouse.CorrectionsError):
        return USAGE
    if isinstance(error, NothingDone | OSError | warehouse.WarehouseError):
        return NOTHING_DONE
    return None
