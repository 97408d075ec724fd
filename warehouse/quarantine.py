"""The rules that a staged row must meet to be let in; a row that breaks one goes to quarantine with its reason.

They refuse what cannot be a figure or has no evidence. What is merely implausible is the reader's to flag, and is kept.
Each rule is a reason and the SQL condition that holds where it is broken; the first that holds gives the reason.
"""

from __future__ import annotations

LONGEST_TEXT = 5_000_000
"""Bytes of an article's text; the longest real page is a hundredth of it."""
LONGEST_FIELD = 100_000
"""Bytes of any other field."""
FIRST_DAY = "DATE '1976-01-01'"
LAST_TARGET_DAY = "DATE '2100-12-31'"
LARGEST_VALUE = 1e18
LARGEST_PERCENT = 1e6

MEASURES = ("level", "change", "change_abs", "ratio", "plan_ratio", "plan_excess", "share", "contribution")
BASES = [
    "same_period_last_year",
    "previous_month",
    "previous_quarter",
    "previous_year",
    "end_of_previous_year",
    "plan",
    "other",
]
STATUSES = ("A", "P", "E", "F")
BOUNDS = ("exact", "above", "below", "about")

Rule = tuple[str, str]


def _among(values: tuple[str, ...] | list[str]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def _any_longer(columns: list[str]) -> str:
    return " OR ".join(f"strlen({column}) > {LONGEST_FIELD}" for column in columns)


ARTICLES: list[Rule] = [
    ("missing_id", "version_id IS NULL OR article_id IS NULL OR record_id IS NULL"),
    ("missing_receipt", "url IS NULL OR fetched_at IS NULL OR segment IS NULL OR record_offset IS NULL"),
    ("missing_text", "text IS NULL"),
    ("wrong_generation", "rule_version IS DISTINCT FROM $rule_version"),
    ("text_too_long", f"strlen(text) > {LONGEST_TEXT} OR strlen(tables) > {LONGEST_TEXT}"),
    ("field_too_long", _any_longer(
        ["title", "title_match", "lead", "author", "photographer", "agency", "section", "url", "canonical_url", "how",
         "array_to_string(captions, '')", "array_to_string(tags, '')"])),
    ("fetched_in_future", "fetched_at > now() + INTERVAL 1 DAY"),
    ("published_before_1976", f"published_at < {FIRST_DAY}"),
    ("published_in_future", "published_at > fetched_at + INTERVAL 2 DAY"),
]  # fmt: skip

_EVIDENCE_TEXT = "CASE WHEN o.cell IS NULL THEN a.text ELSE cell_text(a.tables, o.cell) END"

OBSERVATIONS: list[Rule] = [
    ("missing_id", "o.observation_id IS NULL OR o.version_id IS NULL OR o.article_id IS NULL"),
    ("wrong_generation", "o.rule_version IS DISTINCT FROM $rule_version"),
    ("article_quarantined", "a.reason IS NOT NULL"),
    ("no_article", "a.version_id IS NULL OR a.article_id <> o.article_id"),
    ("missing_value", "o.value IS NULL"),
    ("value_not_a_number", "isnan(o.value) OR isnan(o.low) OR isnan(o.high)"),
    ("value_infinite", "isinf(o.value) OR isinf(o.low) OR isinf(o.high)"),
    ("value_out_of_range",
     f"greatest(abs(o.value), abs(coalesce(o.low, 0)), abs(coalesce(o.high, 0))) > {LARGEST_VALUE!r}"
     f" OR (o.unit IN ('PERCENT', 'PERCENTAGE_POINT') AND abs(o.value) > {LARGEST_PERCENT!r})"),
    ("range_reversed", "o.low > o.high"),
    ("unknown_measure", f"o.measure IS NULL OR o.measure NOT IN {_among(MEASURES)}"),
    ("unknown_status", f"o.status IS NULL OR o.status NOT IN {_among(STATUSES)}"),
    ("unknown_bound", f"o.bound IS NULL OR o.bound NOT IN {_among(BOUNDS)}"),
    ("unknown_base", f"o.base NOT IN {_among(BASES)}"),
    ("unknown_indicator", "o.indicator IS NOT NULL AND i.indicator IS NULL"),
    ("unknown_area",
     "(regexp_full_match(o.area, '[0-9]{2}') AND c.gso_code IS NULL)"
     " OR (o.area_unit_id IS NOT NULL AND u.unit_id IS NULL)"),
    ("area_is_another_unit", "u.gso_code IS DISTINCT FROM o.area AND o.area_unit_id IS NOT NULL"),
    ("period_without_end", "o.period_start IS NOT NULL AND o.period_end IS NULL"),
    ("period_reversed", "o.period_start > o.period_end"),
    ("period_before_1976", f"coalesce(o.period_start, o.period_end) < {FIRST_DAY}"),
    ("period_in_future",
     f"o.period_end > {LAST_TARGET_DAY}"
     " OR (o.status <> 'F' AND coalesce(o.period_start, o.period_end) > a.known_on + 31)"),
    ("field_too_long", _any_longer(
        ["o.numeral", "o.sentence", "o.subject", "o.breakdown", "o.unit", "o.time_period", "o.area", "o.rule",
         "o.origins", "o.cell", "array_to_string(o.flags, '')"])),
    ("missing_evidence",
     "o.start_offset IS NULL OR o.end_offset IS NULL OR o.numeral IS NULL OR o.sentence IS NULL"),
    ("bad_offsets", "o.start_offset < 0 OR o.end_offset <= o.start_offset"),
    ("numeral_not_at_offsets",
     f"coalesce(substr({_EVIDENCE_TEXT}, o.start_offset + 1, o.end_offset - o.start_offset) <> o.numeral, true)"),
]  # fmt: skip
"""``o`` is the staged row, ``a`` its article (``known_on``: day of publication, else of the fetch), ``i`` its
indicator, ``c`` any unit with its code, ``u`` its unit. ``substr`` counts code points from 1, Python's indices from 0.
"""

PEOPLE: list[Rule] = [
    ("missing_id", "o.version_id IS NULL"),
    ("wrong_generation", "o.rule_version IS DISTINCT FROM $rule_version"),
    ("article_quarantined", "a.reason IS NOT NULL"),
    ("no_article", "a.version_id IS NULL"),
    ("missing_name", "o.name IS NULL"),
    ("field_too_long", _any_longer(["o.name", "o.organisation", "o.area", "o.elected_to"])
     + f" OR length(array_to_string(o.positions, '')) > {LONGEST_FIELD}"),
    ("bad_offsets", "o.start_offset < 0 OR o.end_offset <= o.start_offset OR o.end_offset > length(a.text)"),
]  # fmt: skip

DOCUMENTS: list[Rule] = [
    ("missing_id", "o.version_id IS NULL"),
    ("wrong_generation", "o.rule_version IS DISTINCT FROM $rule_version"),
    ("article_quarantined", "a.reason IS NOT NULL"),
    ("no_article", "a.version_id IS NULL"),
    ("missing_number", "o.number IS NULL"),
    ("field_too_long", _any_longer(["o.number", "o.kind", "o.issuer"])),
    ("issued_in_future", "o.issued_on > a.known_on + 31"),
    ("bad_offsets", "o.start_offset < 0 OR o.end_offset <= o.start_offset OR o.end_offset > length(a.text)"),
]  # fmt: skip

REJECTIONS: list[Rule] = [
    ("missing_id", "record_id IS NULL"),
    ("wrong_generation", "rule_version IS DISTINCT FROM $rule_version"),
    ("missing_verdict", "verdict IS NULL"),
    ("field_too_long", _any_longer(["url", "reason", "verdict"])),
]

CELL_TEXT = """
    CREATE OR REPLACE TEMP MACRO cell_text(tables, cell) AS
        CASE WHEN regexp_full_match(cell, '[0-9]{1,6},[0-9]{1,6},[0-9]{1,6}') AND json_valid(tables) THEN
            json_extract_string(tables, '$[' || split_part(cell, ',', 1) || '].rows[' || split_part(cell, ',', 2)
                || '][' || split_part(cell, ',', 3) || ']')
        END
"""


def reason(rules: list[Rule], rule_version: str) -> str:
    """The SQL expression that gives a row's reason, null where it may enter."""
    quoted = "'" + rule_version.replace("'", "''") + "'"
    cases = " ".join(f"WHEN {condition} THEN '{name}'" for name, condition in rules)
    return f"CASE {cases.replace('$rule_version', quoted)} END"
