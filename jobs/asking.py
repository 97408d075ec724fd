"""`solieu sql` and `solieu show`: questions to the published file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.dates import VIETNAM
from jobs.errors import NothingDone, WrongUsage

if TYPE_CHECKING:
    import pandas

    from jobs.settings import Settings

_CONTEXT = 300
_SUGGESTIONS = """
select lower(subject) as subject, count(*) as observations, count(distinct article_id) as articles,
       mode(unit) as unit, min_by(sentence, length(sentence)) as example
from observations_current where indicator is null and duplicate_of is null
group by all order by articles desc, observations desc, subject limit $limit
"""

_ARTICLES_SAYING = """
select left(published_at::varchar, 10) as published, source_id, title, url, score
from search_articles($words, fold := $fold) limit $limit
"""
_FIGURES_SAYING = """
select observation_id, indicator, area_name, time_period, measure, value, unit, sentence
from search_evidence($words, fold := $fold) limit $limit
"""


def answer_sql(published: Path, query: str, form: str) -> str:
    """The rows of a query as a table, CSV or JSON.

    Raises QueryError with DuckDB's message for a query that fails, NothingDone before a first publish.
    """
    frame = _ask(published, query)
    if form == "csv":
        return str(frame.to_csv(index=False))
    if form == "json":
        return frame.to_json(orient="records", force_ascii=False, date_format="iso", indent=1) + "\n"
    import pandas

    with pandas.option_context("display.max_rows", None, "display.max_columns", None, "display.width", 200):
        return frame.to_string(index=False) + f"\n({len(frame)} rows)\n"


def search(published: Path, words: str, figures: bool, exact: bool, limit: int) -> list[dict[str, Any]]:
    """Articles, or figures by their sentences, that say all of the words; with ``exact`` accents are told apart.

    Raises NothingDone before a first publish.
    """
    question = _FIGURES_SAYING if figures else _ARTICLES_SAYING
    return _records(_ask(published, question, {"words": words, "fold": not exact, "limit": limit}))


def receipt(settings: Settings, observation: str) -> dict[str, Any]:
    """All that is known of one observation: its sentence in context, its article, page, archive record and rules.

    ``observation`` may be the beginning of an id. Raises WrongUsage where none or several begin so.
    """
    rows = _ask(
        settings.published_path,
        "select * from observations_current where starts_with(observation_id, $id) limit 2",
        {"id": observation},
    )
    if rows.empty:
        raise WrongUsage(f"no observation {observation} is published")
    if len(rows) > 1:
        raise WrongUsage(f"several observations begin with {observation}")
    (found,) = _records(rows)
    text = _ask(
        settings.published_path, "select text from articles where version_id = $id limit 1", {"id": found["version_id"]}
    )
    found["context"] = _context(str(text["text"][0]), found) if not text.empty else None
    return found


def suggestions(published: Path, limit: int) -> list[dict[str, Any]]:
    """The most frequent subjects that the catalogue has no indicator for, with an example each.

    Spellings that differ in case only count as one. Raises NothingDone before a first publish.
    """
    return _records(_ask(published, _SUGGESTIONS, {"limit": limit}))


def receipt_text(found: dict[str, Any]) -> str:
    """A receipt for a person to read."""
    start, end = found["period_start"], found["period_end"]
    low_high = f" ({found['low']:,} to {found['high']:,})" if found.get("low") is not None else ""
    rows = [
        ("observation", found["observation_id"]),
        ("indicator", f"{found['indicator'] or '(not in the catalogue)'}  {found.get('indicator_name_vi') or ''}"),
        ("subject", found["subject"] + (f" / {found['breakdown']}" if found["breakdown"] else "")),
        ("measure", f"{found['measure']}" + (f", base {found['base']}" if found["base"] else "")),
        ("value", f"{found['value']:,} {found['unit']}{low_high}, {found['bound']}, status {found['status']}"),
        ("period", f"{(start or 'open')[:10]} to {(end or 'open')[:10]}  ({found['time_period'] or 'no code'})"),
        ("area", f"{found['area']}  {found.get('area_name') or ''}"),
        ("found in", found["origins"]),
        ("confidence", f"{found['confidence']:.2f}  rule {found['rule']}  flags {', '.join(found['flags']) or 'none'}"),
        ("sentence", found["sentence"]),
        ("context", found["context"] or ""),
        ("article", found["title"]),
        ("page", found["url"]),
        ("source", f"{found['source_id']}  {found.get('source_name') or ''}"),
        ("published", _local(found["published_at"])),
        ("fetched", _local(found["fetched_at"])),
        ("archived", f"{found['segment']} at byte {found['record_offset']}, {found['record_id']}"),
        ("digest", found["payload_digest"]),
        ("rules", found["rule_version"]),
    ]
    return "\n".join(f"{name:12} {value}" for name, value in rows)


def _local(moment: str | None) -> str:
    """A moment as the page's readers have it, in Vietnam time."""
    if moment is None:
        return "unknown"
    return f"{datetime.fromisoformat(moment).astimezone(VIETNAM):%Y-%m-%d %H:%M %z}"


def _context(text: str, found: dict[str, Any]) -> str | None:
    if found["cell"] is not None:
        return None
    start, end = found["start_offset"], found["end_offset"]
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return f"…{before}[{text[start:end]}]{after}…"


def _records(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain values; times as ISO text."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", force_ascii=False, date_format="iso"))
    return rows


def published_file(published: Path) -> Path:
    """The published file, if there is one. Raises NothingDone before a first publish."""
    if not published.exists():
        raise NothingDone(f"{published}: nothing is published yet; `solieu run` does it")
    return published


def _ask(published: Path, query: str, parameters: dict[str, Any] | None = None) -> pandas.DataFrame:
    import warehouse

    frame: pandas.DataFrame = warehouse.query(published_file(published), query, parameters).to_pandas()
    return frame
