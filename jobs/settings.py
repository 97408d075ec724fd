"""What a run is told: ``solieu.toml`` in the working directory (or ``--config``), overruled by ``SOLIEU_*`` variables.

A nested key is written with two underscores: ``SOLIEU_CRAWL__CONTACT=me@example.org``.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

CONFIG_NAME = "solieu.toml"
OWN_SOURCES = Path("sources")


class ConfigurationError(Exception):
    """The configuration cannot be used; the message says which file, key and why."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CrawlSettings(_Section):
    """COLLECT: who asks, which sources, how far."""

    contact: str | None = None
    """E-mail or web address of the operator, sent in the user agent; real hosts are not asked without one."""
    user_agent: str = "solieu/0.1"
    sources: list[str] | None = None
    """Source ids to run; all enabled ones when absent."""
    extra_source_dirs: list[Path] = []
    since_days: Annotated[int, Field(ge=1)] = 40
    """How far back discovery walks when ``--since`` is not given, in days."""
    pages_per_source: Annotated[int, Field(ge=1)] | None = None
    seconds: Annotated[int, Field(ge=1)] = 3 * 3600
    """A crawl that lasts longer is stopped in order; what it archived is kept."""
    obey_robots: bool = True
    allow_loopback: bool = False


class RefineSettings(_Section):
    """REFINE: how the archive is read."""

    workers: Annotated[int, Field(ge=1)] | None = None
    """Processes; one a core when absent."""
    batch_pages: Annotated[int, Field(ge=1)] = 200
    page_seconds: Annotated[int, Field(ge=1)] = 60
    """A page that takes longer is rejected and named."""


class PublishSettings(_Section):
    """KEEP: the analysts' file."""

    keep: Annotated[int, Field(ge=1)] = 3


class ReportSettings(_Section):
    """TELL: which reports a run renders."""

    kinds: list[str] = ["month", "quarter", "half", "year"]
    areas: list[str] | None = None

    @field_validator("kinds")
    @classmethod
    def _known(cls, kinds: list[str]) -> list[str]:
        if unknown := set(kinds) - {"month", "quarter", "half", "year"}:
            raise ValueError(f"unknown report kind {sorted(unknown)}; month, quarter, half and year are known")
        return kinds


class ScheduleSettings(_Section):
    """When the scheduler runs, as five-field cron expressions in Vietnam time."""

    timezone: str = "Asia/Ho_Chi_Minh"
    run: list[str] = ["15 6,11,16,21 * * *"]
    grace_hours: Annotated[float, Field(gt=0)] = 12
    """A run that could not start on time still starts within so many hours."""


class Settings(BaseSettings):
    """All settings of a run. Paths are relative to the working directory."""

    model_config = SettingsConfigDict(env_prefix="SOLIEU_", env_nested_delimiter="__", extra="forbid")

    data_dir: Path = Path("data")
    corrections: Path | None = None
    """A CSV of reviewed corrections, each with reason, author and guard."""
    crawl: CrawlSettings = CrawlSettings()
    refine: RefineSettings = RefineSettings()
    publish: PublishSettings = PublishSettings()
    report: ReportSettings = ReportSettings()
    schedule: ScheduleSettings = ScheduleSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment overrules the file (which arrives as the initial values)."""
        return env_settings, init_settings

    @property
    def source_dirs(self) -> list[Path]:
        """Folders with the operator's own source files: those configured, ``sources`` here and in the data folder."""
        found = [path for path in (OWN_SOURCES, self.data_dir / OWN_SOURCES) if path.is_dir()]
        return list(dict.fromkeys([*self.crawl.extra_source_dirs, *found]))

    @property
    def verified_path(self) -> Path:
        """Which sources passed their check on this machine."""
        return self.state_dir / "verified.json"

    @property
    def archive_dir(self) -> Path:
        """WARC segments."""
        return self.data_dir / "archive"

    @property
    def state_dir(self) -> Path:
        """Frontier, run records and the run lock."""
        return self.data_dir / "state"

    @property
    def lock_path(self) -> Path:
        """The lock of whoever writes in this data folder."""
        return self.state_dir / "run.lock"

    @property
    def runs_dir(self) -> Path:
        """One folder a run: ``run.json`` and ``crawl.json``."""
        return self.state_dir / "runs"

    @property
    def staging_dir(self) -> Path:
        """Refined batches as Parquet, a folder a rule version."""
        return self.data_dir / "staging"

    @property
    def warehouse_path(self) -> Path:
        """The writer's DuckDB file; analysts open the published one."""
        return self.data_dir / "warehouse" / "solieu.duckdb"

    @property
    def published_dir(self) -> Path:
        """Immutable snapshots and the link to the newest."""
        return self.data_dir / "published"

    @property
    def published_path(self) -> Path:
        """The link that analysts open."""
        return self.published_dir / "solieu.duckdb"

    @property
    def reports_dir(self) -> Path:
        """Rendered reports."""
        return self.data_dir / "reports"


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """Settings from ``path``, or from ``solieu.toml`` here if there is one, else the defaults.

    Raises ConfigurationError for a named file that is missing, for broken TOML, unknown keys and bad values.
    """
    if path is None and Path(CONFIG_NAME).is_file():
        path = Path(CONFIG_NAME)
    values: dict[str, Any] = _read_toml(path) if path is not None else {}
    values.update(overrides)
    try:
        return Settings(**values)
    except ValidationError as error:
        raise ConfigurationError(_explain(error, path)) from None


def example_config() -> str:
    """The commented ``solieu.toml`` that ``solieu init`` writes."""
    return resources.files("jobs").joinpath("solieu.example.toml").read_text(encoding="utf-8")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(f"{path}: no such configuration file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not readable as TOML: {error}") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from None


def _explain(error: ValidationError, path: Path | None) -> str:
    where = str(path) if path is not None else "SOLIEU_* variables"
    rows = [f"{where}: {'.'.join(str(part) for part in row['loc'])}: {row['msg']}" for row in error.errors()]
    return "\n".join(rows)
