"""The Arrow schemas that stand between REFINE and KEEP: one Parquet file a table in every staged batch.

``warehouse/migrations`` declares the same columns; ``tests`` hold the two together.
"""

from __future__ import annotations

import pyarrow as pa

_UTC = pa.timestamp("us", tz="UTC")
_TEXTS = pa.list_(pa.string())

ARTICLES = pa.schema(
    [
        ("version_id", pa.string()),  # hash of article_id and content_hash
        ("article_id", pa.string()),  # hash of document_key
        ("document_key", pa.string()),  # family:publisher:id, or the canonical address where a page has no id
        ("source_id", pa.string()),
        ("province_code", pa.string()),  # GSO code valid on the publication date
        ("url", pa.string()),
        ("canonical_url", pa.string()),
        ("title", pa.string()),
        ("title_match", pa.string()),
        ("lead", pa.string()),
        ("text", pa.string()),
        ("author", pa.string()),
        ("photographer", pa.string()),
        ("agency", pa.string()),
        ("section", pa.string()),
        ("published_at", _UTC),
        ("published_precision", pa.string()),
        ("updated_at", _UTC),
        ("event_kind", pa.string()),
        ("event_ordinal", pa.int32()),
        ("event_body", pa.string()),
        ("event_term", pa.string()),
        ("event_date", pa.date32()),
        ("event_precision", pa.string()),
        ("captions", _TEXTS),
        ("tags", _TEXTS),
        ("tables", pa.string()),  # JSON
        ("family", pa.string()),
        ("family_version", pa.string()),
        ("encoding", pa.string()),
        ("how", pa.string()),  # JSON: origin of each field
        ("content_hash", pa.string()),  # of title and text, never of the page's clocks
        ("simhash", pa.string()),  # 16 hex digits, of the body's shingles
        ("fetched_at", _UTC),
        ("segment", pa.string()),
        ("record_offset", pa.int64()),
        ("record_id", pa.string()),
        ("payload_digest", pa.string()),
        ("rule_version", pa.string()),
    ]
)

OBSERVATIONS = pa.schema(
    [
        ("observation_id", pa.string()),  # hash of version_id, offsets (or cell), indicator, measure and period
        ("version_id", pa.string()),
        ("article_id", pa.string()),
        ("start_offset", pa.int32()),
        ("end_offset", pa.int32()),
        ("numeral", pa.string()),
        ("sentence_start", pa.int32()),
        ("sentence_end", pa.int32()),
        ("sentence", pa.string()),
        ("subject", pa.string()),
        ("indicator", pa.string()),
        ("breakdown", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("time_period", pa.string()),  # SDMX: 2022, 2022-S1, 2022-Q1, 2022-03, 2022-03-31; other spans as start/end
        ("base", pa.string()),
        ("status", pa.string()),
        ("bound", pa.string()),
        ("area", pa.string()),  # GSO code valid for the period, VN, or the place as named
        ("area_unit_id", pa.string()),  # provinces.csv unit_id (nam-dinh@pre2025) where area is a province, else null
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("confidence", pa.float64()),
        ("rule", pa.string()),
        ("flags", _TEXTS),
        ("origins", pa.string()),  # JSON: slot -> where it was found
        ("cell", pa.string()),  # "table,row,column" or null
        ("rule_version", pa.string()),
    ]
)

PEOPLE = pa.schema(
    [
        ("version_id", pa.string()),
        ("name", pa.string()),
        ("positions", _TEXTS),
        ("organisation", pa.string()),
        ("area", pa.string()),
        ("elected_to", pa.string()),
        ("start_offset", pa.int32()),
        ("end_offset", pa.int32()),
        ("rule_version", pa.string()),
    ]
)

DOCUMENTS = pa.schema(
    [
        ("version_id", pa.string()),
        ("number", pa.string()),
        ("kind", pa.string()),
        ("issuer", pa.string()),
        ("issued_on", pa.date32()),
        ("start_offset", pa.int32()),
        ("end_offset", pa.int32()),
        ("rule_version", pa.string()),
    ]
)

REJECTIONS = pa.schema(
    [
        ("record_id", pa.string()),
        ("source_id", pa.string()),
        ("url", pa.string()),
        ("verdict", pa.string()),
        ("reason", pa.string()),
        ("fetched_at", _UTC),
        ("segment", pa.string()),
        ("record_offset", pa.int64()),
        ("rule_version", pa.string()),
    ]
)

TABLES: dict[str, pa.Schema] = {
    "articles": ARTICLES,
    "observations": OBSERVATIONS,
    "people": PEOPLE,
    "documents": DOCUMENTS,
    "rejections": REJECTIONS,
}
