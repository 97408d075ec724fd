"""Loading: once and only once, in any cut and order; what cannot be a figure goes to quarantine."""

from __future__ import annotations

import json
import math
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import warehouse
from etl.rows import TABLES
from tests.warehouse.invented_batches import House, Row, article, observation, stage

TEXT = "Chỉ số sản xuất công nghiệp quý I ước tăng 10,23% so với cùng kỳ; thu ngân sách tăng 93%."
COUNTED = """
    SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM observations) AS observations,
        (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM documents) AS documents,
        (SELECT count(*) FROM rejections) AS rejections, (SELECT count(*) FROM article_sightings) AS sightings,
        (SELECT count(*) FROM quarantine) AS quarantined
"""


def rows_of_every_table() -> dict[str, list[Row]]:
    story = article(TEXT)
    return {
        "articles": [story],
        "observations": [observation(story, "10,23", 10.23), observation(story, "93", 93.0, indicator=None)],
        "people": [_person(story)],
        "documents": [_document(story)],
        "rejections": [_rejection()],
    }


def _person(of: Row, **more: Any) -> Row:
    return {
        "version_id": of["version_id"],
        "name": "Trần Văn Bình",
        "positions": ["Chủ tịch"],
        "organisation": None,
        "area": "36",
        "elected_to": None,
        "start_offset": 0,
        "end_offset": 5,
        "rule_version": of["rule_version"],
    } | more


def _document(of: Row, **more: Any) -> Row:
    return {
        "version_id": of["version_id"],
        "number": "09-NQ/TU",
        "kind": "nghị quyết",
        "issuer": None,
        "issued_on": date(2016, 10, 20),
        "start_offset": 0,
        "end_offset": 5,
        "rule_version": of["rule_version"],
    } | more


def _rejection(**more: Any) -> Row:
    return {
        "record_id": "<urn:uuid:r>",
        "source_id": "bao-song",
        "url": "https://bao-song.example/",
        "verdict": "not_article",
        "reason": "a list",
        "fetched_at": datetime(2022, 4, 9, tzinfo=UTC),
        "segment": "seg-1",
        "record_offset": 50,
        "rule_version": "rules-1",
    } | more


def reasons(house: House) -> list[tuple[str, str]]:
    return [
        (row["table_name"], row["reason"])
        for row in house.ask("SELECT table_name, reason FROM quarantine ORDER BY table_name, reason")
    ]


def test_every_table_is_loaded_and_a_second_load_adds_nothing(house: House) -> None:
    house.stage(**rows_of_every_table())
    first = house.load()
    counted = house.ask(COUNTED)
    second = house.load()

    assert (first.articles, first.observations, first.people, first.documents, first.rejections) == (1, 2, 1, 1, 1)
    assert (second.batches, second.skipped, second.observations) == (0, 1, 0)
    assert house.ask(COUNTED) == counted
    (ledger,) = house.ask("FROM loads")
    assert (ledger["segment"], ledger["from_offset"], ledger["to_offset"], ledger["observations"]) == (
        "seg-1",
        0,
        100,
        2,
    )


def test_the_same_records_in_another_cut_are_known(house: House) -> None:
    rows = rows_of_every_table()
    house.stage(**rows)
    house.load()
    counted = house.ask(COUNTED)
    house.stage(**rows, span=(0, 250))

    report = house.load()

    assert (report.batches, report.observations, report.already_known, report.quarantined) == (1, 0, 2, 0)
    assert house.ask(COUNTED) == counted


def test_a_version_fetched_again_is_noted_and_not_counted_twice(house: House) -> None:
    early = article(TEXT, fetched="2022-04-09T02:00:00+00:00")
    late = article(TEXT, fetched="2022-04-20T02:00:00+00:00", offset=700)
    figure = observation(early, "10,23", 10.23)
    house.stage(articles=[late, early], observations=[figure, dict(figure)])

    report = house.load()

    assert (report.articles, report.observations, report.repeated) == (1, 1, 1)
    (kept,) = house.ask("SELECT record_id, (SELECT count(*) FROM article_sightings) AS n FROM articles")
    assert kept == {"record_id": early["record_id"], "n": 2}


def test_the_receipt_is_the_first_fetch_whichever_batch_came_first(house: House) -> None:
    late = article(TEXT, fetched="2022-04-20T02:00:00+00:00", segment="seg-1")
    early = article(TEXT, fetched="2022-04-09T02:00:00+00:00", segment="seg-2", offset=40)
    for number, story in enumerate((late, early), 1):
        house.stage(articles=[story], observations=[observation(story, "10,23", 10.23)], segment=f"seg-{number}")
        house.load()

    (kept,) = house.ask("SELECT record_id, segment, record_offset FROM articles")
    assert kept == {"record_id": early["record_id"], "segment": "seg-2", "record_offset": 40}


def test_another_reading_of_a_known_version_is_refused(house: House) -> None:
    story = article(TEXT)
    house.stage(articles=[story], observations=[observation(story, "10,23", 10.23)])
    again = article(TEXT, fetched="2022-05-09T02:00:00+00:00")
    house.stage(
        articles=[again],
        observations=[observation(again, "10,23", 1023.0), observation(again, "93", 93.0)],
        span=(100, 200),
    )

    report = house.load()

    assert (report.observations, report.quarantined) == (1, 2)
    assert reasons(house) == [("observations", "reading_differs")] * 2


FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("value_not_a_number", {"value": math.nan}),
    ("value_not_a_number", {"high": math.nan}),
    ("value_infinite", {"value": math.inf}),
    ("value_infinite", {"low": -math.inf}),
    ("value_out_of_range", {"value": 1e19, "unit": "VND"}),
    ("value_out_of_range", {"value": -2e6}),
    ("missing_value", {"value": None}),
    ("range_reversed", {"low": 3.0, "high": 2.0}),
    ("unknown_measure", {"measure": "growth"}),
    ("unknown_measure", {"measure": None}),
    ("unknown_status", {"status": "X"}),
    ("unknown_bound", {"bound": None}),
    ("unknown_base", {"base": "last_week"}),
    ("unknown_indicator", {"indicator": "gdp_of_mars"}),
    ("unknown_area", {"area": "99", "area_unit_id": None}),
    ("unknown_area", {"area_unit_id": "atlantis@2025"}),
    ("area_is_another_unit", {"area": "37"}),
    ("period_without_end", {"period_end": None}),
    ("period_reversed", {"period_start": date(2022, 4, 1)}),
    ("period_before_1976", {"period_start": date(1975, 1, 1), "period_end": date(1975, 12, 31)}),
    ("period_in_future", {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}),
    ("period_in_future", {"status": "F", "period_end": date(2345, 12, 31)}),
    ("field_too_long", {"sentence": "số " * 3_500_000}),
    ("field_too_long", {"flags": ["x" * 200_000]}),
    ("missing_evidence", {"sentence": None}),
    ("missing_evidence", {"start_offset": None}),
    ("bad_offsets", {"end_offset": 2, "start_offset": 2}),
    ("numeral_not_at_offsets", {"numeral": "10,24"}),
    ("numeral_not_at_offsets", {"start_offset": 90_000, "end_offset": 90_005}),
    ("numeral_not_at_offsets", {"cell": "0,0,0"}),
    ("numeral_not_at_offsets", {"cell": "not a cell"}),
    ("no_article", {"version_id": "0" * 16}),
    ("missing_id", {"observation_id": None}),
    ("wrong_generation", {"rule_version": "rules-0"}),
]


@pytest.mark.parametrize(("reason", "fault"), FAULTS, ids=[f"{r}-{n}" for n, (r, _) in enumerate(FAULTS)])
def test_a_row_that_cannot_be_a_figure_is_kept_apart(house: House, reason: str, fault: dict[str, Any]) -> None:
    story = article(TEXT)
    house.stage(
        articles=[story], observations=[observation(story, "93", 93.0), observation(story, "10,23", 10.23) | fault]
    )

    report = house.load()

    assert (report.batches, report.observations, report.quarantined) == (1, 1, 1)
    (kept,) = house.ask("FROM quarantine")
    assert (kept["table_name"], kept["reason"]) == ("observations", reason)
    assert len(kept["content"]) < 40_000
    assert json.loads(kept["content"])["article_id"] == story["article_id"]


def test_targets_reach_far_and_estimates_to_the_end_of_the_running_period(house: House) -> None:
    story = article(TEXT, published="2022-03-10T00:00:00+00:00")
    house.stage(
        articles=[story],
        observations=[
            observation(story, "10,23", 10.23),
            observation(story, "93", 93.0, status="F", period_start=date(2021, 1, 1), period_end=date(2050, 12, 31)),
        ],
    )
    assert house.load().quarantined == 0


ARTICLE_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("missing_text", {"text": None}),
    ("missing_id", {"record_id": None}),
    ("missing_receipt", {"url": None}),
    ("text_too_long", {"text": TEXT + "x" * 10_000_000}),
    ("field_too_long", {"title": "x" * 10_000_000}),
    ("field_too_long", {"tags": ["x" * 10_000_000]}),
    ("published_before_1976", {"published_at": datetime(1970, 1, 1, tzinfo=UTC)}),
    ("published_in_future", {"published_at": datetime(2033, 1, 1, tzinfo=UTC)}),
    ("fetched_in_future", {"fetched_at": datetime.now(UTC) + timedelta(days=400)}),
]


@pytest.mark.parametrize(
    ("reason", "fault"), ARTICLE_FAULTS, ids=[f"{r}-{n}" for n, (r, _) in enumerate(ARTICLE_FAULTS)]
)
def test_an_article_that_cannot_be_takes_its_rows_along(house: House, reason: str, fault: dict[str, Any]) -> None:
    good, bad = article(TEXT, key="good"), article(TEXT, key="bad")
    rows = [observation(good, "10,23", 10.23), observation(bad, "10,23", 10.23)]
    house.stage(articles=[good, bad | fault], observations=rows, people=[_person(bad)], documents=[_document(bad)])

    report = house.load()

    assert (report.articles, report.observations, report.people) == (1, 1, 0)
    assert reasons(house) == [
        ("articles", reason),
        ("documents", "article_quarantined"),
        ("observations", "article_quarantined"),
        ("people", "article_quarantined"),
    ]


def test_contradictory_duplicates_are_all_refused(house: House) -> None:
    story = article(TEXT)
    one = observation(story, "10,23", 10.23)
    house.stage(articles=[story], observations=[one, one | {"value": 1023.0}, observation(story, "93", 93.0)])

    report = house.load()

    assert (report.observations, report.quarantined, report.repeated) == (1, 2, 0)
    assert reasons(house) == [("observations", "contradictory_duplicate")] * 2


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_count_code_points_as_python_does(house: House, form: Any) -> None:
    text = unicodedata.normalize(form, "😀 Ước đạt 8.634,8 tỷ đồng\u200b; e\u0301e\u0301 tăng 93%\u0000.")
    story = article(text)
    house.stage(articles=[story], observations=[observation(story, "8.634,8", 8634.8), observation(story, "93", 93.0)])

    assert (house.load().quarantined, house.ask("SELECT count(*) AS n FROM observations")) == (0, [{"n": 2}])


def test_a_cell_of_a_table_is_evidence_too(house: House) -> None:
    tables = json.dumps([{"caption": None, "rows": [["Chỉ tiêu", "Tăng"], ["IIP", "tăng 10,23"]], "header_rows": 1}])
    story = article(TEXT, tables=tables)
    figure = observation(
        story, "10,23", 10.23, cell="0,1,1", start_offset=5, end_offset=10, sentence="IIP | tăng 10,23"
    )
    house.stage(articles=[story], observations=[figure, figure | {"observation_id": "x", "cell": "0,9,9"}])

    report = house.load()

    assert (report.observations, reasons(house)) == (1, [("observations", "numeral_not_at_offsets")])


def test_broken_utf8_goes_to_quarantine_and_the_rest_is_loaded(house: House) -> None:
    story = article(TEXT)
    good, bad = observation(story, "10,23", 10.23), observation(story, "93", 93.0)
    batch = house.stage(articles=[story], observations=[good, bad])
    table = pa.Table.from_pylist([good, bad], schema=TABLES["observations"])
    broken = pa.array([good["subject"].encode(), b"thu ng\xc3\x28n s\xff"], pa.binary()).view(pa.string())
    place = table.schema.get_field_index("subject")
    pq.write_table(table.set_column(place, table.schema.field(place), broken), batch / "observations.parquet")

    report = house.load()

    assert (report.batches, report.observations, report.quarantined) == (1, 1, 1)
    (kept,) = house.ask("FROM quarantine")
    assert (kept["reason"], kept["row_id"]) == ("invalid_utf8", bad["observation_id"])
    assert "\ufffd" in json.loads(kept["content"])["subject"]


def test_an_unreadable_batch_does_not_stop_the_others_and_is_tried_again(house: House) -> None:
    rows = rows_of_every_table()
    torn = house.stage(**rows)
    (torn / "people.parquet").write_bytes(b"PAR1 torn")
    other = article(TEXT, key="other")
    house.stage(articles=[other], observations=[observation(other, "10,23", 10.23)], span=(100, 200))

    report = house.load()

    assert (report.batches, report.failed, report.observations) == (1, 1, 1)
    assert reasons(house) == [("batch", "unreadable_batch")]
    pq.write_table(pa.Table.from_pylist(rows["people"], schema=TABLES["people"]), torn / "people.parquet")
    again = house.load()
    assert (again.batches, again.skipped, again.failed, again.observations, reasons(house)) == (1, 1, 0, 2, [])


def test_a_batch_whose_description_is_torn_does_not_stop_the_others_either(house: House) -> None:
    whole = article("IIP tăng 1,5%.", key="whole")
    torn = article("IIP tăng 2,5%.", key="torn")
    house.stage(articles=[whole], observations=[observation(whole, "1,5", 1.5)], span=(100, 200))
    description = house.stage(articles=[torn], observations=[observation(torn, "2,5", 2.5)]) / "batch.json"
    text = description.read_text("utf-8")
    description.write_text(text[:20], "utf-8")

    report = house.load()

    assert (report.failed, report.observations) == (1, 1)
    assert house.ask("SELECT row_id, segment, to_offset FROM quarantine") == [
        {"row_id": "seg-1@0-100", "segment": "seg-1", "to_offset": 100}
    ]
    description.write_text(text, "utf-8")
    assert house.load().observations == 1
    assert reasons(house) == []


def test_a_batch_with_fewer_rows_than_it_says_is_unreadable(house: House) -> None:
    batch = house.stage(**rows_of_every_table())
    pq.write_table(TABLES["people"].empty_table(), batch / "people.parquet")
    assert house.load().failed == 1


def test_a_folder_that_is_not_whole_yet_is_left_alone(house: House, tmp_path: Path) -> None:
    batch = house.stage(**rows_of_every_table())
    batch.rename(batch.with_name("." + batch.name))
    assert house.load() == warehouse.LoadReport()


def test_mentions_and_rejections_are_judged_too(house: House) -> None:
    story = article(TEXT)
    house.stage(
        articles=[story],
        people=[_person(story), _person(story, name=None), _person(story, end_offset=9_999)],
        documents=[_document(story, number=None), _document(story, issued_on=date(2031, 1, 1))],
        rejections=[_rejection(verdict=None), _rejection(), _rejection()],
    )
    report = house.load()
    assert (report.people, report.documents, report.rejections) == (1, 0, 1)
    assert reasons(house) == [
        ("documents", "issued_in_future"),
        ("documents", "missing_number"),
        ("people", "bad_offsets"),
        ("people", "missing_name"),
        ("rejections", "missing_verdict"),
    ]


def test_a_load_needs_a_schema_and_reference_tables(tmp_path: Path) -> None:
    with pytest.raises(warehouse.LoadError, match="migrate it first"):
        warehouse.load(tmp_path / "none.duckdb", tmp_path)
    warehouse.migrate(tmp_path / "empty.duckdb")
    with pytest.raises(warehouse.LoadError, match="reference"):
        warehouse.load(tmp_path / "empty.duckdb", tmp_path)


def test_the_columns_are_those_of_the_staged_rows(house: House) -> None:
    for name, schema in TABLES.items():
        columns = [row["column_name"] for row in house.ask(f"DESCRIBE {name}")]
        assert columns == schema.names


def test_on_batch_hears_of_every_batch_and_order_is_by_offset(house: House, tmp_path: Path) -> None:
    for n in (3, 1, 2):
        story = article(TEXT, key=str(n))
        stage(house.staging, articles=[story], span=(n * 100, n * 100 + 100))
    heard: list[int] = []
    warehouse.load(house.file, house.staging, on_batch=lambda report: heard.append(report.from_offset))
    assert heard == [100, 200, 300]
