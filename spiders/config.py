"""What a crawl is told: the JSON file of ``--config``, checked before anything is asked."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from spiders.addresses import VIETNAM


class Limits(BaseModel):
    """Bounds of a crawl; None is no bound."""

    model_config = ConfigDict(extra="forbid")

    pages_per_source: int | None = None
    pages_per_list: int = 200
    seconds: float | None = None
    segment_bytes: int = 1 << 30


class CrawlConfig(BaseModel):
    """What a crawl is told, from the JSON file of ``--config``."""

    model_config = ConfigDict(extra="forbid")

    run_id: str
    data_dir: Path
    source_ids: list[str] | None = None
    """None: every source that is enabled, in its file or by a check on this machine."""
    extra_source_dirs: list[Path] = []
    since: datetime | None = None
    """A plain date is the start of that day in Vietnam."""
    until: datetime | None = None
    user_agent: str = "solieu"
    contact: str | None = None
    limits: Limits = Limits()
    obey_robots: bool = True
    allow_loopback: bool = False
    progress: bool = True
    force_revisit: bool = False
    frontier_url: str | None = None
    """SQLAlchemy URL of a shared frontier; None: SQLite in the data directory."""

    @field_validator("since", mode="before")
    @classmethod
    def _start_of_day(cls, value: Any) -> Any:
        return _moment(value, time.min)

    @field_validator("until", mode="before")
    @classmethod
    def _end_of_day(cls, value: Any) -> Any:
        return _moment(value, time.max)

    @property
    def agent(self) -> str:
        """The user agent sent: the product and how to reach its operator."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent


class ConfigurationError(Exception):
    """The crawl may not start; the message says what to change."""


def read_config(path: Path) -> CrawlConfig:
    """The configuration in a JSON file.

    :raise ConfigurationError: the file cannot be read, or what it says is not a configuration
    """
    try:
        return CrawlConfig.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from error
    except (ValidationError, ValueError) as error:
        raise ConfigurationError(f"{path}: {error}") from error


def _moment(value: Any, clock: time) -> Any:
    """A plain date as a moment in Vietnam's time; other values are left to the model."""
    if isinstance(value, str) and len(value) == 10:
        value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, clock, VIETNAM)
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=VIETNAM)
    return value
