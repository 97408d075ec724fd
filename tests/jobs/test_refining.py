"""The refine stage: ranges that cover the archive, pages that fail alone, nothing read twice."""

from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from jobs import refining
from jobs.progress import Silent
from jobs.settings import Settings
from spiders import archive
from tests.jobs import poison

PLAIN = " date 2022-04 Tin {number}\n\nQuý I-2022, chỉ số sản xuất công nghiệp của tỉnh ước tăng {number},5%.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", refine={"workers": 2, "batch_pages": 3})


def _archive(settings: Settings, bodies: list[bytes]) -> None:
    with archive.ArchiveWriter(settings.archive_dir, run_id="test") as writer:
        for number, body in enumerate(bodies):
            url = f"file:///articles/{number}.txt"
            writer.write_resource(url, body, "text/plain; charset=utf-8", hints={"province": "36"}, source_id="import")


def _pages(count: int) -> list[bytes]:
    return [PLAIN.format(number=number).encode() for number in range(1, count + 1)]


def _rows(settings: Settings, table: str) -> list[dict[str, Any]]:
    files = sorted(settings.staging_dir.glob(f"*/*@*/{table}.parquet"))
    return [row for file in files for row in parquet.read_table(file).to_pylist()]


def test_ranges_cover_a_segment_without_gap_or_overlap(settings: Settings) -> None:
    _archive(settings, _pages(8))
    batches = list(refining.plan(settings.archive_dir, settings.staging_dir / "none", 3, []))
    assert [batch.pages for batch in batches] == [3, 3, 2]
    assert batches[0].from_offset == 0
    assert [batch.to_offset for batch in batches[:-1]] == [batch.from_offset for batch in batches[1:]]
    assert batches[-1].to_offset == archive.segments(settings.archive_dir)[0].length


def test_every_page_is_read_once(settings: Settings) -> None:
    _archive(settings, _pages(7))
    first = refining.refine_archive(settings, Silent())
    assert (first["pages"], first["articles"], first["problems"]) == (7, 7, [])
    assert sorted(row["value"] for row in _rows(settings, "observations")) == [number + 0.5 for number in range(1, 8)]
    again = refining.refine_archive(settings, Silent())
    assert (again["batches"], again["pages"]) == (0, 0)


def test_what_a_killed_run_left_is_swept_and_read_again(settings: Settings) -> None:
    _archive(settings, _pages(4))
    result = refining.refine_archive(settings, Silent())
    staging = settings.staging_dir / result["rule_version"]
    folders = sorted(staging.glob("*@*"))
    folders[0].rename(staging / ".draft-123-half")
    assert refining.refine_archive(settings, Silent())["batches"] == 1
    assert sorted(staging.iterdir()) == folders


def test_a_page_that_kills_its_reader_is_found_and_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    _archive(settings, [*_pages(4), b"POISON", *_pages(9)[5:]])
    monkeypatch.setattr(refining, "stage", poison.stage)
    result = refining.refine_archive(settings, Silent())
    assert result["articles"] == 8
    (rejection,) = _rows(settings, "rejections")
    assert rejection["url"] == "file:///articles/4.txt"
    assert "ended the process" in rejection["reason"]
    assert any("1 pages could not be read" in problem for problem in result["problems"])


def test_a_page_that_raises_or_takes_too_long_is_rejected_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    import etl.refine

    def fail(page: Any, registry: Any) -> None:
        if page.url.endswith("/1.txt"):
            raise ZeroDivisionError("a defect")
        time.sleep(30)

    _archive(settings, _pages(2))
    monkeypatch.setattr(etl.refine, "refine", fail)
    staging = settings.staging_dir / etl.refine.rule_version()
    staging.mkdir(parents=True)
    (batch,) = refining.plan(settings.archive_dir, staging, 3, [])
    refining.stage(refining.Task(batch, settings.archive_dir, staging, (), page_seconds=1))
    reasons = {row["url"][-5:]: row["reason"] for row in _rows(settings, "rejections")}
    assert "not read within 1 seconds" in reasons["0.txt"]
    assert "ZeroDivisionError: a defect" in reasons["1.txt"]


def test_rules_that_changed_meanwhile_are_not_mixed(settings: Settings) -> None:
    _archive(settings, _pages(1))
    (batch,) = refining.plan(settings.archive_dir, settings.staging_dir / "older", 3, [])
    task = refining.Task(batch, settings.archive_dir, settings.staging_dir / "older", (), page_seconds=1)
    with pytest.raises(refining.RulesChangedError):
        refining.stage(task)
    assert not _rows(settings, "articles")


def test_a_damaged_segment_is_named_and_the_others_are_read(settings: Settings) -> None:
    _archive(settings, _pages(3))
    (info,) = archive.segments(settings.archive_dir)
    damaged = settings.archive_dir / "solieu-20200101T000000Z-00000000-00000.warc.gz"
    data = bytearray(info.path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = bytes(40)
    damaged.write_bytes(data)
    result = refining.refine_archive(settings, Silent())
    assert result["articles"] >= 3
    assert any(damaged.name in problem for problem in result["problems"])
