"""Exports: the same figures in every format, and the same bytes for the same data."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

import warehouse
from tests.warehouse.invented_batches import House, article, observation
from warehouse.sdmx import frequency, time_period


@pytest.fixture
def published(house: House) -> Path:
    """A published file with figures of several spans, areas and kinds."""
    story = article("=IIP tăng 10,23%; xuất khẩu 95 triệu USD; dân số 1.780.000 người; mục tiêu 12%; huyện 7%.")
    level = {"measure": "level", "base": None}
    nine = {"period_end": date(2022, 9, 30), "time_period": "2022-01-01/2022-09-30"}
    stock = {"period_start": None, "period_end": date(2022, 3, 31), "time_period": "2022-03-31"}
    house.stage(
        articles=[story],
        observations=[
            observation(story, "10,23", 10.23, breakdown="khai khoáng, \"quặng\""),
            observation(story, "95", 95e6, indicator="export_value", unit="USD", **level),
            observation(story, "1.780.000", 1780000.0, indicator="population", unit="person", **level, **stock),
            observation(story, "12", 12.0, status="F", **nine),
            observation(story, "7", 7.0, area="huyện Ý Yên", area_unit_id=None),
        ],
    )  # fmt: skip
    house.load()
    return house.publish().symlink


def hashes(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_the_same_data_give_the_same_bytes(published: Path, tmp_path: Path, house: House) -> None:
    warehouse.export(published, tmp_path / "one")
    house.publish()
    warehouse.export(published, tmp_path / "two")
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    assert "parquet/indicator_series/indicator=iip/data.parquet" in hashes(tmp_path / "one")


def test_another_process_in_another_zone_gives_the_same_bytes(published: Path, tmp_path: Path) -> None:
    warehouse.export(published, tmp_path / "one")
    code = "import sys, pathlib, warehouse; warehouse.export(*map(pathlib.Path, sys.argv[1:]))"
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima", "LC_ALL": "C"}
    command = [sys.executable, "-c", code, str(published), str(tmp_path / "two")]
    subprocess.run(command, env=elsewhere, cwd=Path(__file__).parents[2], check=True, timeout=120)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_another_program_reads_the_package_and_finds_it_sound(published: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    out = tmp_path / "out"
    warehouse.export(published, out)

    report = frictionless.validate(str(out / "datapackage.json"))

    assert report.valid, report.flatten(["message"])
    rows = {task.place: task.stats.get("rows") for task in report.tasks if task.place.startswith("csv/")}
    (counts,) = warehouse.query(published, "SELECT (SELECT count(*) FROM indicator_series) AS s, "
                                           "(SELECT count(*) FROM observations_current) AS o").to_pylist()  # fmt: skip
    assert (rows["csv/indicator_series.csv"], rows["csv/observations_current.csv"]) == (counts["s"], counts["o"])
    file = out / "csv" / "indicator_series.csv"
    file.write_text(file.read_text("utf-8").replace("2022-03-31", "last March"), "utf-8")
    assert not frictionless.validate(str(out / "datapackage.json")).valid


def test_every_format_has_every_figure(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    warehouse.export(published, out)
    wanted = sorted(
        row["value"] for row in warehouse.query(published, "SELECT value FROM indicator_series").to_pylist()
    )
    partitioned = pq.read_table(out / "parquet" / "indicator_series", partitioning="hive")
    assert sorted(partitioned["value"].to_pylist()) == wanted
    with (out / "csv" / "indicator_series.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert sorted(float(row["value"]) for row in rows) == wanted
    assert [row["breakdown"] for row in rows if row["breakdown"]] == ['khai khoáng, "quặng"']
    assert {row["published_at"] for row in rows} == {"2022-04-08T02:00:00Z"}
    workbook = openpyxl.load_workbook(out / "solieu.xlsx")
    header, *cells = workbook["indicator_series"].iter_rows(values_only=True)
    assert sorted(row[header.index("value")] for row in cells) == wanted
    assert all(row[header.index("sentence")].startswith("=IIP") for row in cells)


def test_sdmx_is_read_back_by_another_program(published: Path, tmp_path: Path) -> None:
    sdmx = pytest.importorskip("sdmx")
    out = tmp_path / "out"
    warehouse.export(published, out, formats=["sdmx"])

    message = sdmx.read_sdmx(out / "sdmx" / "structure.xml")
    (definition,) = message.structure.values()
    data = sdmx.read_sdmx(out / "sdmx" / "series.csv", structure=definition)

    names = ["FREQ", "INDICATOR", "BREAKDOWN", "MEASURE", "BASE", "UNIT_MEASURE", "REF_AREA", "ACTUAL_OR_TARGET"]
    assert [dimension.id for dimension in definition.dimensions] == [*names, "TIME_PERIOD"]
    assert len(message.codelist["CL_REF_AREA"]) == 91
    read = {
        (
            str(obs.dimension["INDICATOR"].value),
            str(obs.dimension["FREQ"].value),
            str(obs.dimension["TIME_PERIOD"].value),
            str(obs.dimension["ACTUAL_OR_TARGET"].value),
            float(obs.value),
        )
        for obs in data.data[0].obs
    }
    assert read == {
        ("iip", "Q", "2022-Q1", "A", 10.23),
        ("export_value", "Q", "2022-Q1", "A", 95e6),
        ("population", "X", "2022-03-31", "A", 1780000.0),
        ("iip", "I", "2022-01-01/P9M", "T", 12.0),
    }
    codes = {name: set(message.codelist[f"CL_{name}"].items) for name in ("FREQ", "MEASURE", "BASE", "UNIT_MEASURE")}
    with (out / "sdmx" / "series.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert (row["STRUCTURE"], row["STRUCTURE_ID"]) == ("dataflow", "SOLIEU:DF_SERIES(1.0.0)")
            assert all(row[name] in known for name, known in codes.items())


@pytest.mark.parametrize(("span", "code", "wanted"), [
    ((date(2022, 1, 1), date(2022, 12, 31)), "2022", ("A", "2022")),
    ((date(2022, 7, 1), date(2022, 12, 31)), "2022-S2", ("S", "2022-S2")),
    ((date(2022, 2, 1), date(2022, 4, 30)), "2022-02-01/2022-04-30", ("I", "2022-02-01/P3M")),
    ((date(2022, 2, 1), date(2022, 2, 28)), "2022-02", ("M", "2022-02")),
    ((date(2022, 1, 1), date(2022, 6, 15)), "2022-01-01/2022-06-15", ("I", "2022-01-01/P166D")),
    ((date(2022, 6, 15), date(2022, 6, 15)), "2022-06-15", ("D", "2022-06-15")),
    ((None, date(2022, 3, 31)), "2022-03-31", ("X", "2022-03-31")),
    ((date(2021, 1, 1), date(2025, 12, 31)), "2021-01-01/2025-12-31", ("I", "2021-01-01/P60M")),
])  # fmt: skip
def test_periods_in_sdmx(span: tuple[date | None, date], code: str, wanted: tuple[str, str]) -> None:
    assert (frequency(*span), time_period(code, *span)) == wanted


def test_the_data_package_describes_its_files(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    warehouse.export(published, out)
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    described = {resource["path"]: resource for resource in package["resources"]}
    assert set(described) == set(hashes(out)) - {"datapackage.json"}
    for path, digest in hashes(out).items():
        if path != "datapackage.json":
            assert described[path]["hash"] == f"sha256:{digest}"
            assert described[path]["bytes"] == (out / path).stat().st_size
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    with (out / "csv" / "indicator_series.csv").open(encoding="utf-8") as lines:
        header = next(csv.reader(lines))
    fields = described["csv/indicator_series.csv"]["schema"]["fields"]
    assert [field["name"] for field in fields] == header
    assert all(field["description"] for field in fields)


def test_an_export_replaces_an_export_and_nothing_else(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    warehouse.export(published, out)
    warehouse.export(published, out, formats=["csv"])
    assert not (out / "parquet").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("dear", "utf-8")
    with pytest.raises(warehouse.ExportError, match="something else"):
        warehouse.export(published, tmp_path / "mine")
    with pytest.raises(warehouse.ExportError, match="no such format: word"):
        warehouse.export(published, tmp_path / "new", formats=["word"])
    assert (tmp_path / "mine" / "thesis.txt").read_text("utf-8") == "dear"
