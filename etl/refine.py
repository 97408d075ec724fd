"""One archived page to its rows: the whole of REFINE as a pure function."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from etl import article, documents, duplicates, events, indicators, people, periods, places, textfile, titles
from etl.dates import VIETNAM
from etl.evidence import Receipt, Receipts
from etl.model import Article, Document, Event, Observation, Person, RawPage, Rejection
from etl.rows import TABLES
from etl.version import rule_version
from spiders.registry import Registry

Row = dict[str, Any]


@dataclass(slots=True)
class Refined:
    """The rows of one or more pages, by table."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def add(self, other: Refined) -> None:
        """Append another page's rows."""
        for name, rows in other.rows.items():
            self.rows[name].extend(rows)

    def tables(self) -> dict[str, pa.Table]:
        """The rows as Arrow tables in the schemas of ``etl.rows``."""
        return {name: pa.Table.from_pylist(self.rows[name], schema=schema) for name, schema in TABLES.items()}


def refine(page: RawPage, registry: Registry) -> Refined:
    """What a page states: an article with its observations, people and documents, or the reason for none."""
    reading = _read(page, registry)
    if isinstance(reading, Rejection):
        return rejected(page, reading)
    return _article_rows(page, reading, registry)


def rejected(page: RawPage, rejection: Rejection) -> Refined:
    """The single row of a page that gives no article."""
    refined = Refined()
    refined.rows["rejections"].append(
        {
            "record_id": page.record_id,
            "source_id": page.source_id,
            "url": page.url,
            "verdict": rejection.verdict,
            "reason": rejection.reason,
            "fetched_at": page.fetched_at,
            "segment": page.segment,
            "record_offset": page.offset,
            "rule_version": rule_version(),
        }
    )
    return refined


def _read(page: RawPage, registry: Registry) -> Article | Rejection:
    if (page.content_type or "").startswith("text/plain"):
        reading = textfile.read_text_article(page.body, page.url, title=page.hints.get("title"))
    else:
        reading = article.read_page(
            page.body, page.url, registry=registry, content_type=page.content_type, fetched_at=page.fetched_at
        )
    if isinstance(reading, Article) and (hint := page.hints.get("published")):
        reading.published, reading.published_precision = _hinted(hint)
        reading.how["published"] = "import"
    return reading


def _hinted(published: str) -> tuple[datetime, Any]:
    moment = datetime.fromisoformat(published)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    return moment, "day" if len(published) == len("2022-04-08") else "minute"


def _article_rows(page: RawPage, reading: Article, registry: Registry) -> Refined:
    published = reading.published.astimezone(VIETNAM) if reading.published else None
    event = events.read_event(reading.title, reading.text, published)
    day = _reporting_day(published, reading.published_precision, event)
    province = _province(page, registry, day)
    facts: dict[str, Any] = {"province": province or "", "published": day, "title": reading.title}
    found = indicators.read(reading.text, **facts)
    if reading.tables:
        found += indicators.read_tables(reading.tables, context=reading.text, **facts)
    row = _article_row(page, reading, registry, event, province)
    refined = Refined()
    refined.rows["articles"].append(row)
    refined.rows["observations"] += _observation_rows(found, reading, row)
    refined.rows["people"] += [
        _person_row(person, row) for person in people.read_people(reading.text, province, on=day)
    ]
    refined.rows["documents"] += [_document_row(document, row) for document in documents.read_documents(reading.text)]
    return refined


def _reporting_day(published: datetime | None, precision: str | None, event: Event | None) -> date | None:
    """The day that relative dates count from: the publication's, or the event's where only the month is known."""
    if precision == "month" and event is not None and event.held_on is not None and event.precision == "day":
        return event.held_on
    return published.date() if published else None


def _province(page: RawPage, registry: Registry, day: date | None) -> str | None:
    if hint := page.hints.get("province"):
        return hint
    source = registry.sources.get(page.source_id)
    return source.province_on(day or page.fetched_at.date()) if source else None


def _article_row(page: RawPage, reading: Article, registry: Registry, event: Event | None, province: str | None) -> Row:
    key = _document_key(page, reading, registry)
    article_id = _hash(key)
    cells = json.dumps([table.rows for table in reading.tables])
    content_hash = _hash(reading.title, reading.text, cells, province or "", str(reading.published))
    return {
        "version_id": _hash(article_id, content_hash),
        "article_id": article_id,
        "document_key": key,
        "source_id": page.source_id,
        "province_code": province,
        "url": page.url,
        "canonical_url": reading.canonical_url,
        "title": reading.title,
        "title_match": titles.match_form(reading.title),
        "lead": reading.lead,
        "text": reading.text,
        "author": reading.author,
        "photographer": reading.photographer,
        "agency": reading.agency,
        "section": reading.section,
        "published_at": reading.published,
        "published_precision": reading.published_precision,
        "updated_at": reading.updated,
        "event_kind": event.kind if event else None,
        "event_ordinal": event.ordinal if event else None,
        "event_body": event.body if event else None,
        "event_term": event.term if event else None,
        "event_date": event.held_on if event else None,
        "event_precision": event.precision if event else None,
        "captions": reading.captions,
        "tags": reading.tags,
        "tables": json.dumps([asdict(table) for table in reading.tables], ensure_ascii=False)
        if reading.tables
        else None,
        "family": reading.family,
        "family_version": reading.family_version,
        "encoding": reading.encoding,
        "how": json.dumps(reading.how, ensure_ascii=False, sort_keys=True),
        "content_hash": content_hash,
        "simhash": duplicates.simhash(reading.text),
        "fetched_at": page.fetched_at,
        "segment": page.segment,
        "record_offset": page.offset,
        "record_id": page.record_id,
        "payload_digest": page.payload_digest,
        "rule_version": rule_version(),
    }


def _document_key(page: RawPage, reading: Article, registry: Registry) -> str:
    """The article's identity: its family's id where the address has one, else its address; a file's is its bytes."""
    if page.url.startswith("file:"):
        return f"file:{page.source_id}:{page.payload_digest}"
    key = registry.document_key(page.url)
    return key or f"url:{page.source_id}:{registry.canonical_url(reading.canonical_url or page.url)}"


def _observation_rows(found: Iterable[Observation], reading: Article, row: Row) -> list[Row]:
    receipts = Receipts(reading.text, reading.tables)
    rows = [_observation_row(observation, receipts.of(observation), row) for observation in found]
    return list({row["observation_id"]: row for row in rows}.values())


def _observation_row(observation: Observation, receipt: Receipt, row: Row) -> Row:
    start, end = (date.fromisoformat(day) if day else None for day in observation.period)
    area = observation.area or None
    reported = end or start
    unit = places.unit_on(area, reported) if area and reported else None
    cell = ",".join(map(str, observation.cell)) if observation.cell else None
    return {
        "observation_id": _hash(
            row["version_id"],
            cell or f"{observation.start}-{observation.end}",
            observation.indicator or "",
            observation.breakdown or "",
            observation.measure,
            str(observation.period),
            observation.area or "",
        ),
        "version_id": row["version_id"],
        "article_id": row["article_id"],
        "start_offset": observation.start,
        "end_offset": observation.end,
        "numeral": receipt.numeral,
        "sentence_start": receipt.start,
        "sentence_end": receipt.end,
        "sentence": receipt.sentence,
        "subject": observation.subject,
        "indicator": observation.indicator,
        "breakdown": observation.breakdown,
        "measure": observation.measure,
        "value": float(observation.value),
        "unit": observation.unit,
        "period_start": start,
        "period_end": end,
        "time_period": periods.time_period_code(start, end) if end else None,
        "base": observation.base,
        "status": observation.status,
        "bound": observation.bound,
        "area": area,
        "area_unit_id": unit,
        "low": observation.low,
        "high": observation.high,
        "confidence": observation.confidence,
        "rule": observation.rule,
        "flags": list(observation.flags),
        "origins": json.dumps(observation.origins, sort_keys=True),
        "cell": cell,
        "rule_version": row["rule_version"],
    }


def _person_row(person: Person, row: Row) -> Row:
    return {
        "version_id": row["version_id"],
        "name": person.name,
        "positions": list(person.positions),
        "organisation": person.organisation,
        "area": person.area,
        "elected_to": person.elected_to,
        "start_offset": person.start,
        "end_offset": person.end,
        "rule_version": row["rule_version"],
    }


def _document_row(document: Document, row: Row) -> Row:
    return {
        "version_id": row["version_id"],
        "number": document.number,
        "kind": document.kind,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
        "start_offset": document.start,
        "end_offset": document.end,
        "rule_version": row["rule_version"],
    }


def _hash(*parts: str) -> str:
    """Sixteen hex digits over the parts, each closed by a zero byte."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()
