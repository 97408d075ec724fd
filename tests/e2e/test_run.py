"""Whole runs on the demo press: what one gives, what a second changes, and how runs keep out of each other's way."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from demo.press import Press
from jobs.lock import run_lock
from jobs.progress import Silent
from jobs.run import complete_run
from jobs.settings import load_settings
from tests.e2e.press_run import DONE, content, pressed, run, start

ARTICLES = 42


@pytest.fixture(scope="module")
def press(folder: Path) -> Iterator[Press]:
    """A press that one run has read."""
    with pressed(folder, ARTICLES) as press:
        first = run(folder, "run", "--json")
        assert first.returncode in DONE, first.stdout + first.stderr
        outcome = json.loads(first.stdout)
        assert outcome["stages"]["crawl"]["new_pages"] == outcome["stages"]["refine"]["pages"] >= ARTICLES - 7
        yield press


def test_a_second_run_changes_nothing(press: Press, folder: Path) -> None:
    before = content(folder / "data/published/solieu.duckdb")
    again = run(folder, "run", "--json")
    assert again.returncode in DONE, again.stderr
    assert json.loads(again.stdout)["stages"]["load"]["observations"] == 0
    assert content(folder / "data/published/solieu.duckdb") == before


def test_stages_run_alone_and_twice(press: Press, folder: Path) -> None:
    before = content(folder / "data/published/solieu.duckdb")
    for stage in ("refine", "load", "publish"):
        done = run(folder, stage, "--json")
        assert done.returncode == 0, done.stderr
    assert content(folder / "data/published/solieu.duckdb") == before


def test_most_figures_agree_with_the_truth(press: Press, folder: Path) -> None:
    truth = {(row["url"], row["indicator"], row["measure"], row["value"]) for row in press.truth() if row["indicator"]}
    with duckdb.connect(str(folder / "data/published/solieu.duckdb"), read_only=True) as connection:
        query = "select url, indicator, measure, value from observations_current where indicator is not null"
        found = set(connection.execute(query).fetchall())
    assert len(truth & found) > 0.85 * len(truth)
    assert len(truth & found) > 0.9 * len(found)


def test_every_numeral_stands_at_its_offsets(press: Press, folder: Path) -> None:
    with duckdb.connect(str(folder / "data/published/solieu.duckdb"), read_only=True) as connection:
        query = """select text, start_offset, end_offset, numeral, sentence, sentence_start
                   from observations join articles using (version_id, rule_version) where cell is null"""
        rows = connection.execute(query).fetchall()
    assert rows
    for text, begin, end, numeral, sentence, sentence_start in rows:
        assert text[begin:end] == numeral
        assert text[sentence_start : sentence_start + len(sentence)] == sentence
        assert sentence_start <= begin


def test_status_names_runs_sources_and_what_is_due(press: Press, folder: Path) -> None:
    found = json.loads(run(folder, "status", "--json").stdout)
    assert found["runs"][0]["exit_code"] in DONE
    assert {row["source_id"] for row in found["sources"]} == {outlet.source_id for outlet in press.outlets}
    assert found["counts"]["articles"] >= ARTICLES - 7
    assert found["due"]
    assert "last runs" in run(folder, "status").stdout


def test_a_run_waits_for_nobody(press: Press, folder: Path) -> None:
    with run_lock(folder / "data/state/run.lock"):
        process = start(folder, "run")
        _, err = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "another run holds the lock" in err


def test_a_reader_with_an_open_file_disturbs_no_run(press: Press, folder: Path) -> None:
    with duckdb.connect(str(folder / "data/published/solieu.duckdb"), read_only=True) as connection:
        done = run(folder, "publish", "--json")
        assert done.returncode == 0, done.stderr
        assert connection.execute("select count(*) from articles").fetchone()


def test_wrong_configuration_is_exit_2_and_names_the_key(tmp_path: Path) -> None:
    (tmp_path / "solieu.toml").write_text("[crawl]\nsince_day = 3\n", encoding="utf-8")
    done = run(tmp_path, "run")
    assert done.returncode == 2
    assert "crawl.since_day" in done.stderr
    assert "Traceback" not in done.stderr


def test_real_hosts_are_not_asked_without_a_contact(tmp_path: Path) -> None:
    (tmp_path / "solieu.toml").write_text('[crawl]\nsources = ["baonamdinh-vn"]\n', encoding="utf-8")
    done = run(tmp_path, "run")
    assert done.returncode == 3
    assert "contact" in done.stderr


def test_an_unknown_source_is_named(press: Press, folder: Path) -> None:
    done = run(folder, "crawl", "--source", "no-such-paper")
    assert done.returncode in (2, 3)
    assert "no-such-paper" in done.stderr + done.stdout


def test_a_corrected_article_becomes_a_new_version(press: Press, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of the module: it changes the press. Old articles rest, so the second look is forced."""
    press.correct()
    monkeypatch.chdir(folder)
    settings = load_settings(Path("solieu.toml"), data_dir=Path("data"))
    outcome = complete_run(settings, Silent(), force_revisit=True)
    assert outcome["stages"]["refine"]["pages"] == 1
    with duckdb.connect(str(folder / "data/published/solieu.duckdb"), read_only=True) as connection:
        query = """select article_id, count(*) from articles join current_generation using (rule_version)
                   group by all having count(*) > 1"""
        ((article, versions),) = connection.execute(query).fetchall()
        assert versions == 2
        current = "select count(distinct version_id) from observations_current where article_id = ?"
        assert connection.execute(current, [article]).fetchone() == (1,)
        assert connection.execute("select count(*) from revisions").fetchone() != (0,)
