"""The configuration: file, environment, and errors that say what and where."""

from pathlib import Path

import pytest

from jobs.settings import ConfigurationError, example_config, load_settings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults_without_a_file() -> None:
    settings = load_settings()
    assert settings.data_dir == Path("data")
    assert settings.schedule.timezone == "Asia/Ho_Chi_Minh"
    assert settings.crawl.obey_robots


def test_file_in_the_working_directory_is_read() -> None:
    Path("solieu.toml").write_text('data_dir = "elsewhere"\n[crawl]\ncontact = "a@example.org"\n', encoding="utf-8")
    settings = load_settings()
    assert settings.data_dir == Path("elsewhere")
    assert settings.crawl.contact == "a@example.org"


def test_environment_overrules_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("solieu.toml").write_text('[crawl]\ncontact = "a@example.org"\nsince_days = 5\n', encoding="utf-8")
    monkeypatch.setenv("SOLIEU_CRAWL__CONTACT", "b@example.org")
    settings = load_settings()
    assert settings.crawl.contact == "b@example.org"
    assert settings.crawl.since_days == 5


def test_the_example_says_the_defaults() -> None:
    """Every commented value of the example is the default: uncommented, it changes nothing but the samples."""
    lines = example_config().splitlines()
    samples = ("corrections", "contact", "sources", "pages_per_source", "workers", "areas")
    live = [line.removeprefix("# ") for line in lines if line.startswith("# ") and " = " in line]
    kept = [line for line in lines if line.startswith("[")]
    text, section = [], iter(lines)
    for line in section:
        if line.startswith("["):
            text.append(line)
        elif line.startswith("# ") and " = " in line and not line.removeprefix("# ").startswith(samples):
            text.append(line.removeprefix("# "))
    assert live
    assert kept
    Path("example.toml").write_text("\n".join(text), encoding="utf-8")
    assert load_settings(Path("example.toml")) == load_settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("data_dir = ", "not readable as TOML"),
        ("[crawl]\nsince_day = 4", "crawl.since_day"),
        ("[crawl]\nsince_days = 0", "crawl.since_days"),
        ('[report]\nkinds = ["week"]', "report.kinds"),
        ("colour = 1", "colour"),
    ],
)
def test_a_bad_file_is_named_with_its_key(text: str, said: str) -> None:
    Path("solieu.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"solieu\.toml") as caught:
        load_settings()
    assert said in str(caught.value)


def test_a_missing_named_file_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="no such configuration file"):
        load_settings(Path("absent.toml"))
