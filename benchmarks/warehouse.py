"""Measures the warehouse on invented rows: load, publish and series, beside DuckDB's own insert of the same tables.

    python benchmarks/warehouse.py [--sizes 10000 100000 1000000] [--analysts 4] [--folder DIR]

Each size runs in a process of its own, so that its peak of memory is its own. Figures are printed as one JSON line a
size, and as a table at the end.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

import warehouse
from etl.rows import TABLES

RULES = "bench-1"
OBSERVATIONS_AN_ARTICLE = 10
INDICATORS = 170
BATCH = 250_000
"""Observations a staged batch."""
_LONG_QUERY = "SELECT area, avg(value), median(length(sentence)) FROM observations_current GROUP BY 1"
SERIES = "FROM indicator_series WHERE indicator = 'ind_42' ORDER BY area_unit_id, period_end"

_LEAD = "Tình hình kinh tế - xã hội của tỉnh tiếp tục chuyển biến tích cực, nhiều chỉ tiêu đạt và vượt kế hoạch đề ra. "
_SENTENCE = "Trong kỳ, chỉ tiêu thứ # của tỉnh ước đạt {numeral} tỷ đồng, tăng so với cùng kỳ năm trước. "
_MONTH = "(DATE '2015-01-01' + to_months(((31 * {n}) % 120)::INTEGER))"
"""Month that an article reports: ten years, each month as dense as the others."""
_FILLING = 12
"""Repetitions of the lead, for articles of a usual length."""


def _articles_sql(first: int, count: int) -> str:
    """Articles numbered from ``first``: every numeral has eight characters, so that its place is known."""
    before, after = (part.replace("'", "''") for part in _SENTENCE.split("{numeral}"))
    filling = (_LEAD * _FILLING).replace("'", "''")
    return f"""
        SELECT printf('%016x', n) AS version_id, printf('a%015x', n) AS article_id, 'bench:' || n AS document_key,
            'src_' || (n % 100) AS source_id, '36' AS province_code, 'https://bench.example/' || n AS url,
            'Bài số ' || n AS title, '{filling}' || list_aggregate(list_transform(range({OBSERVATIONS_AN_ARTICLE}),
                lambda k: '{before}' || (100000 + (n * 7919 + k * 104729) % 900000)
                || ',' || k || '{after}'), 'string_agg', '') AS text,
            ({_MONTH.format(n="n")} + to_days((35 + n % 20)::INTEGER))::TIMESTAMPTZ AS published_at,
            'minute' AS published_precision, printf('%016x', hash(n)) AS simhash, printf('%016x', n) AS content_hash,
            TIMESTAMPTZ '2026-01-20 00:00:00+00' AS fetched_at, 'bench' AS segment, n * 1000 AS record_offset,
            '<urn:uuid:' || n || '>' AS record_id, 'sha1:' || n AS payload_digest, '{RULES}' AS rule_version
        FROM range({first}, {first + count}) t(n)
    """


def _observations_sql(first: int, count: int) -> str:
    start = len(_LEAD) * _FILLING + len(_SENTENCE.split("{numeral}")[0])
    step = len(_SENTENCE) - len("{numeral}") + 8
    return f"""
        WITH o AS (SELECT n, k, n * {OBSERVATIONS_AN_ARTICLE} + k AS i,
                {start} + k * {step} AS place, 100000 + (n * 7919 + k * 104729) % 900000 AS whole,
                {_MONTH.format(n="n")} - to_months((k % 3)::INTEGER) AS month
            FROM range({first}, {first + count}) t(n), range({OBSERVATIONS_AN_ARTICLE}) u(k))
        SELECT printf('%016x', i) AS observation_id, printf('%016x', n) AS version_id,
            printf('a%015x', n) AS article_id,
            CAST(place AS INTEGER) AS start_offset, CAST(place + 8 AS INTEGER) AS end_offset,
            whole || ',' || k AS numeral,
            CAST(place - 30 AS INTEGER) AS sentence_start, CAST(place + 60 AS INTEGER) AS sentence_end,
            replace('{_SENTENCE.replace("'", "''")}', '{{numeral}}', whole || ',' || k) AS sentence,
            'chỉ tiêu' AS subject, 'ind_' || (hash(i) % {INDICATORS}) AS indicator, 'level' AS measure,
            (whole + k / 10.0)::DOUBLE AS value, 'VND' AS unit, CAST(month AS DATE) AS period_start,
            last_day(month) AS period_end, strftime(month, '%Y-%m') AS time_period, 'A' AS status, 'exact' AS bound,
            area[1] AS area, area[2] AS area_unit_id, 0.9::DOUBLE AS confidence, 'bench' AS rule,
            []::VARCHAR[] AS flags, '{{}}' AS origins, '{RULES}' AS rule_version
        FROM o, LATERAL (SELECT ['36', 'nam-dinh@pre2025'] AS area) a
    """


def stage(folder: Path, observations: int) -> None:
    """Write batches of invented rows below ``folder``."""
    articles = observations // OBSERVATIONS_AN_ARTICLE
    a_batch = BATCH // OBSERVATIONS_AN_ARTICLE
    areas = duckdb.sql(
        f"SELECT gso_code, unit_id FROM read_csv('{_areas_file()}', all_varchar = true) WHERE valid_from IS NULL"
        " AND gso_code IS NOT NULL ORDER BY unit_id"
    ).fetchall()
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("CREATE TABLE areas AS SELECT unnest(?) AS area", [[list(area) for area in areas]])
        for first in range(0, articles, a_batch):
            _stage_batch(connection, folder, first, min(a_batch, articles - first), len(areas))


def _stage_batch(connection: duckdb.DuckDBPyConnection, folder: Path, first: int, count: int, n_areas: int) -> None:
    batch = folder / RULES / f"bench@{first}-{first + count}"
    batch.mkdir(parents=True)
    observations = _observations_sql(first, count).replace(
        "LATERAL (SELECT ['36', 'nam-dinh@pre2025'] AS area) a",
        f"(SELECT area, row_number() OVER (ORDER BY area) - 1 AS nth FROM areas) a WHERE nth = hash(n + k) % {n_areas}",
    )
    for name, schema in TABLES.items():
        sql = {"articles": _articles_sql(first, count), "observations": observations}.get(name)
        given = connection.execute(sql).to_arrow_table() if sql else schema.empty_table()
        pq.write_table(_conform(given, schema), batch / f"{name}.parquet")
    facts = {"segment": "bench", "from_offset": first, "to_offset": first + count, "rule_version": RULES}
    (batch / "batch.json").write_text(json.dumps(facts), "utf-8")


def _conform(given: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = [
        given.column(field.name).cast(field.type)
        if field.name in given.column_names
        else pa.nulls(given.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _areas_file() -> Path:
    return Path(__file__).parents[1] / "etl" / "data" / "provinces.csv"


def _reference() -> dict[str, pa.Table]:
    codes = [f"ind_{n}" for n in range(INDICATORS)]
    sources = [f"src_{n}" for n in range(100)]
    kinds = ["statistics_office" if n % 20 == 0 else "party_newspaper" for n in range(100)]
    return {
        "reference_areas": duckdb.sql(f"FROM read_csv('{_areas_file()}', all_varchar = true)").to_arrow_table(),
        "indicators": pa.table({"code": codes, "name_vi": codes, "stock_or_flow": ["flow"] * INDICATORS}),
        "sources": pa.table({"source_id": sources, "name": sources, "kind": kinds}),
    }


def own_insert(folder: Path, file: Path) -> float:
    """Seconds that DuckDB itself takes to insert the same Arrow tables into tables without constraints."""
    batches = sorted((folder / RULES).iterdir())
    seconds = 0.0
    with duckdb.connect(file, config={"storage_compatibility_version": "v1.5.0"}) as connection:
        connection.execute("SET enable_progress_bar = false")
        for batch in batches:
            for name in ("articles", "observations"):
                connection.register("given", pq.read_table(batch / f"{name}.parquet"))
                started = time.perf_counter()
                connection.execute(f"CREATE TABLE IF NOT EXISTS {name} AS FROM given LIMIT 0")
                connection.execute(f"INSERT INTO {name} FROM given")
                seconds += time.perf_counter() - started
        started = time.perf_counter()
        connection.execute("CHECKPOINT")
    return seconds + time.perf_counter() - started


def measure(observations: int, folder: Path) -> dict[str, Any]:
    """All figures of one size."""
    staging, file, published = folder / "staging", folder / "solieu.duckdb", folder / "published"
    stage(staging, observations)
    warehouse.migrate(file)
    warehouse.load_reference(file, _reference())
    load_s, report = _timed(lambda: warehouse.load(file, staging))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert report.observations == observations, warehouse.query(
        file, "SELECT reason, count(*) FROM quarantine GROUP BY 1"
    ).to_pylist()
    again_s, _ = _timed(lambda: warehouse.load(file, staging))
    warehouse.use_generation(file, RULES)
    cpu = time.process_time()
    publish_s, done = _timed(lambda: warehouse.publish(file, published))
    publish_cpu_s = time.process_time() - cpu
    publish_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    own_s = own_insert(staging, folder / "own.duckdb")
    series_ms = [_timed(lambda: warehouse.query(done.symlink, SERIES))[0] * 1000 for _ in range(5)]
    with duckdb.connect(done.path, read_only=True) as connection:
        open_ms = [_timed(lambda: connection.execute(SERIES).to_arrow_table())[0] * 1000 for _ in range(5)]
    return {
        "observations": observations,
        "load_s": round(load_s, 2),
        "rows_per_s": round(observations / load_s),
        "own_insert_s": round(own_s, 2),
        "own_to_load": round(own_s / load_s, 2),
        "load_peak_mb": round(peak),
        "load_again_s": round(again_s, 2),
        "publish_s": round(publish_s, 2),
        "publish_cpu_s": round(publish_cpu_s, 2),
        "publish_peak_mb": round(publish_peak),
        "series_rows": warehouse.query(done.symlink, f"SELECT count(*) AS n FROM ({SERIES})").to_pylist()[0]["n"],
        "series_points": done.counts["indicator_series"],
        "series_ms": round(sorted(series_ms)[2], 1),
        "series_open_ms": round(sorted(open_ms)[2], 1),
        "writer_mb": file.stat().st_size >> 20,
        "published_mb": done.path.stat().st_size >> 20,
    }


def analysts(count: int, observations: int, folder: Path) -> dict[str, Any]:
    """Time of a load and publish with analysts querying the published file meanwhile, against the same undisturbed."""
    staging, published = folder / "staging", folder / "published"
    stage(staging, observations)
    first = folder / "first.duckdb"
    _run(first, staging, published)
    quiet_s, _ = _timed(lambda: _run(folder / "quiet.duckdb", staging, published))
    spawn = multiprocessing.get_context("spawn")
    stop, answers = spawn.Event(), spawn.Queue()
    readers = [spawn.Process(target=_read_on, args=(published, stop, answers)) for _ in range(count)]
    for process in readers:
        process.start()
    for _ in readers:
        answers.get(timeout=120)
    disturbed_s, _ = _timed(lambda: _run(folder / "disturbed.duckdb", staging, published))
    stop.set()
    told = [answers.get(timeout=120) for _ in readers]
    for process in readers:
        process.join()
    return {
        "analysts": count,
        "observations": observations,
        "quiet_s": round(quiet_s, 2),
        "disturbed_s": round(disturbed_s, 2),
        "ratio": round(disturbed_s / quiet_s, 2),
        "queries": sum(queries for queries, _ in told),
        "errors": [error for _, errors in told for error in errors][:3],
    }


def _run(file: Path, staging: Path, published: Path) -> None:
    warehouse.migrate(file)
    warehouse.load_reference(file, _reference())
    warehouse.load(file, staging)
    warehouse.use_generation(file, RULES)
    warehouse.publish(file, published)


def _read_on(published: Path, stop: Event, answers: multiprocessing.Queue[Any]) -> None:
    """An analyst: long queries on the published file, a new connection each, one thread, until told to stop."""
    queries, errors = 0, []
    answers.put(None)
    while not stop.is_set():
        try:
            with duckdb.connect(published / "solieu.duckdb", read_only=True, config={"threads": 1}) as connection:
                connection.execute(_LONG_QUERY)
                connection.fetchall()
            queries += 1
        except duckdb.Error as error:
            errors.append(str(error))
        time.sleep(0.2)
    answers.put((queries, errors))


def _timed(action: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    result = action()
    return time.perf_counter() - started, result


def main() -> None:
    """Run the sizes asked for, each in its own process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--analysts", type=int, default=0)
    parser.add_argument("--analyst-size", type=int, default=300_000)
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    measured = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder, spawn.Pool(1, maxtasksperchild=1) as pool:
            measured.append(pool.apply(measure, (size, Path(folder))))
            print(json.dumps(measured[-1]), flush=True)
    if options.analysts:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            print(json.dumps(analysts(options.analysts, options.analyst_size, Path(folder))), flush=True)
    if measured:
        print(_table(measured))


_SHOWN = {
    "observations": "observations", "load s": "load_s", "of own rate": "own_to_load", "load MB": "load_peak_mb",
    "publish s": "publish_s", "its CPU s": "publish_cpu_s", "publish MB": "publish_peak_mb",
    "series points": "series_points", "series ms": "series_ms", "open ms": "series_open_ms",
}  # fmt: skip


def _table(measured: list[dict[str, Any]]) -> str:
    rows = [list(_SHOWN), *([f"{row[name]:,}" for name in _SHOWN.values()] for row in measured)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_SHOWN))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


if __name__ == "__main__":
    main()
