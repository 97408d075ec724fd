"""The views as the warehouse really builds them: the same statements must give the same report."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import reports
import warehouse
from etl.rows import TABLES
from reports import core, frames
from reports.periods import parse
from reports.query import Figure, open_published
from tests.reports.invented_published import PROVINCES, Press
from tests.reports.invented_quarter import YOY, press

RULES = "r1"
_FILLER = "Sáng 8-4, tỉnh họp báo thường kỳ.".ljust(39) + "\n"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    told = press()
    told.says("cpi", "change", 3.5, "PERCENT", base=YOY, numeral="3,5", area="31", unit_id="hai-phong@pre2025")
    return publish(told, tmp_path_factory.mktemp("house"))


def publish(told: Press, folder: Path, corrections: str = "") -> Path:
    """Stage, load and publish the statements through the warehouse itself."""
    file = folder / "warehouse" / "solieu.duckdb"
    warehouse.migrate(file)
    warehouse.load_reference(file, _reference(told))
    _stage(told, folder / "staging")
    loaded = warehouse.load(file, folder / "staging")
    assert loaded.quarantined == 0
    if corrections:
        reviewed = folder / "corrections.csv"
        reviewed.write_text(corrections, encoding="utf-8")
        warehouse.load_corrections(file, reviewed)
    warehouse.use_generation(file, RULES)
    run = {"run_id": "run-1", "exit_code": 1, "sources": [{"source_id": "bao-vi-du", "verdict": "ok"}]}
    warehouse.record_run(file, run)
    return warehouse.publish(file, folder / "published").symlink


def _reference(told: Press) -> dict[str, pa.Table]:
    with PROVINCES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    codes = [*core.indicators(), "broadband_subscribers"]
    sources = sorted({(row["source_id"], row["source_name"]) for row in told.statements})
    return {
        "reference_areas": pa.table({name: [row[name] for row in rows] for name in rows[0]}),
        "indicators": pa.table(
            {
                "code": codes,
                "name_vi": [f"Tên của {code}" for code in codes],
                "name_en": [f"Name of {code}" for code in codes],
                "domain": ["x"] * len(codes),
                "tier": [1] * len(codes),
                "unit": ["PERCENT"] * len(codes),
                "stock_or_flow": ["flow"] * len(codes),
            }
        ),
        "sources": pa.table(
            {
                "source_id": [source for source, _ in sources],
                "name": [name for _, name in sources],
                "kind": ["party_newspaper"] * len(sources),
                "province_code": ["37"] * len(sources),
                "home": pa.array([None] * len(sources), pa.string()),
            }
        ),
    }


def _stage(told: Press, folder: Path) -> None:
    articles = [_article(row) for row in told.statements]
    observations = [{name: row.get(name) for name in TABLES["observations"].names} for row in told.statements]
    batch = folder / RULES / "seg-1@0-100"
    batch.mkdir(parents=True)
    for name, schema in TABLES.items():
        rows = {"articles": articles, "observations": observations}.get(name, [])
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), batch / f"{name}.parquet")
    facts = {"segment": "seg-1", "from_offset": 0, "to_offset": 100, "rule_version": RULES, "counts": {}}
    (batch / "batch.json").write_text(json.dumps({**facts, "created": "2022-04-10T02:00:00+00:00"}), "utf-8")


def _article(row: dict[str, Any]) -> dict[str, Any]:
    shared = {name: row.get(name) for name in TABLES["articles"].names}
    identity = hashlib.blake2b(row["version_id"].encode(), digest_size=8).hexdigest()
    return shared | {
        "document_key": row["article_id"],
        "text": _FILLER + row["sentence"],
        "published_precision": "minute",
        "captions": [],
        "tags": [],
        "content_hash": identity,
        "simhash": identity,
    }


def _figures(published: Path) -> list[Figure]:
    with open_published(published) as opened:
        return opened.figures(parse("2022-Q1"))


def _told(figures: list[Figure]) -> set[tuple[object, ...]]:
    return {
        (f.indicator, f.breakdown, f.measure, f.base, f.unit, f.area, f.area_unit_id, f.period_end, f.value, f.status)
        for f in figures
    }


def test_the_real_views_give_the_statements_back(real: Path) -> None:
    stated = [row for row in press().statements if row["indicator"] and row["area"] != "huyện Hải Hậu"]
    found = _told(_figures(real))
    missing = [
        row["indicator"]
        for row in stated
        if (*_key(row), row["value"], row["status"]) not in found and row["indicator"] != "visitor_arrivals"
    ]
    assert missing == []


def _key(row: dict[str, Any]) -> tuple[object, ...]:
    columns = ("indicator", "breakdown", "measure", "base", "unit", "area", "area_unit_id", "period_end")
    return tuple(row[column] for column in columns)


def test_a_report_of_the_real_file_has_a_receipt_for_every_number(real: Path, tmp_path: Path) -> None:
    files = reports.render(real, "2022-Q1", out_dir=tmp_path)
    page = lxml.html.fromstring(files[0].read_text(encoding="utf-8"))
    links = {href[1:] for href in page.xpath("//a[@class='n']/@href")}
    assert len(links) > 70
    assert links <= set(page.xpath("//article[@class='receipt'][.//mark][.//a]/@id"))
    assert page.xpath("string(//section[@id='nguon']//tr[th='Báo Ví Dụ']/td[last()])") == "ổn"


def test_a_revised_status_is_a_rival_but_no_contradiction(real: Path) -> None:
    with open_published(real) as opened:
        report = frames.build(opened, parse("2022-Q1"), None, "vi")
    (figure,) = [one for one in report.receipts.figures.values() if one.indicator == "visitor_arrivals"]
    assert [rival.value for rival in figure.rivals] == [262_500], "an estimate beside the figure stated as fact"
    assert report.contradicts(figure) == []


def test_a_corrected_value_tells_what_the_article_states_and_why(tmp_path: Path) -> None:
    told = Press()
    told.says("iip", "change", 102.3, "PERCENT", base=YOY, numeral="102,3", time_period="2022-Q1")
    told.says("cpi", "change", 2.0, "PERCENT", base=YOY, numeral="2,0", time_period="2022-Q1")
    told.says("grdp_growth_rate", "change", 7.0, "PERCENT", base=YOY, numeral="7,0", time_period="2022-Q1")
    key = "nam-dinh@pre2025,2022-Q1"
    corrections = (
        "indicator,breakdown,measure,base,unit,area,time_period,expect,value,reason,author,reviewed_on\n"
        f"iip,,change,{YOY},PERCENT,{key},102.3,10.23,dấu phẩy đặt sai,Lan,2022-05-01\n"
        f"cpi,,change,{YOY},PERCENT,{key},2.0,,bài đã gỡ,Lan,2022-05-01\n"
    )
    published = publish(told, tmp_path, corrections)
    page = lxml.html.fromstring(reports.render(published, "2022-Q1", out_dir=tmp_path)[0].read_text(encoding="utf-8"))
    (warning,) = page.xpath("//article[.//mark[.='102,3']]/p[contains(., 'dấu phẩy đặt sai')]")
    assert warning.text_content() == "Bài viết nêu: 102,3%. Đã hiệu chỉnh, lý do: dấu phẩy đặt sai"
    assert "+10,23" in [link.text_content().strip() for link in page.xpath("//table//a[@class='n']")]
    assert "Chỉ số giá tiêu dùng (CPI) (số đã nêu bị rút lại)" in page.xpath("string(//section[@id='con-thieu'])")
    assert date(2022, 3, 31) in {figure.period_end for figure in _figures(published)}
