"""Near-duplicates among different articles of one generation: a story that several papers print.

Two texts are one story where their 64-bit similarity hashes differ in at most eight bits and they were published within
seven days of one another. The days matter: a monthly report repeats the phrases of the last one with other figures, and
is no copy of it. Of five bands of the hash, eight differing bits leave at least one with no more than one of them. So
every such pair is found by looking a band up as it is and with each of its bits flipped, and so few texts share a band
and a week that the work grows with the articles, not with their pairs.

Article versions are compared once, when they are loaded: ``story_signatures`` tells which were, ``story_links`` keeps
what was found. The work of a load is therefore that of its new articles, each against those of the weeks around it.
"""

from __future__ import annotations

import duckdb

from warehouse.connection import transaction

AT_ONCE = 100_000
"""Article versions compared in one transaction, so that the bands fit into memory however many are new."""

_PENDING = """
CREATE OR REPLACE TEMP TABLE pending_stories AS
SELECT rule_version, version_id, article_id, ('0x' || simhash)::UBIGINT AS hash, epoch_us(published_at) AS told_us,
    row_number() OVER (ORDER BY published_at, article_id, version_id) AS place
FROM articles a
WHERE rule_version = $rule_version AND published_at IS NOT NULL
    AND regexp_full_match(simhash, '[0-9a-f]{16}')
    AND NOT EXISTS (FROM story_signatures s WHERE s.version_id = a.version_id AND s.rule_version = a.rule_version)
"""

_NEAR = """
CREATE OR REPLACE TEMP TABLE near_stories AS
WITH fresh AS (
    SELECT * EXCLUDE (place), true AS is_fresh FROM pending_stories WHERE place BETWEEN $first AND $last
), known AS (
    SELECT *, false AS is_fresh FROM story_signatures
    WHERE rule_version = $rule_version AND told_us // 604800000000 IN (
        SELECT told_us // 604800000000 + step FROM fresh, (VALUES (-1), (0), (1)) weeks(step))
)
SELECT *, row_number() OVER (ORDER BY told_us, article_id, version_id) AS nth,
    dense_rank() OVER (ORDER BY article_id) AS article
FROM (FROM fresh UNION ALL FROM known)
"""

# What two stories are compared by travels with the bands: a comparison of the stories themselves would tempt the
# planner to join each with each.
_FOUND = """
CREATE OR REPLACE TEMP TABLE found_links AS
WITH bands AS (
    SELECT * FROM (VALUES (0, 0, 13), (1, 13, 13), (2, 26, 13), (3, 39, 13), (4, 52, 12)) band(number, place, width)
), flips AS (
    SELECT number, place, width, flip FROM bands, (SELECT 0 AS flip UNION ALL SELECT 1 << n FROM range(13) bits(n))
    WHERE flip < 1 << width
), filed AS (
    SELECT nth, article, hash, told_us, is_fresh, (told_us // 604800000000 + week) * 65536 + number * 8192
        + ((hash >> place::UBIGINT) & ((1::UBIGINT << width::UBIGINT) - 1))::BIGINT AS key
    FROM near_stories, bands, (VALUES (0), (1)) weeks(week)
), asked AS (
    SELECT nth, article, hash, told_us, is_fresh, told_us // 604800000000 * 65536 + number * 8192
        + xor(((hash >> place::UBIGINT) & ((1::UBIGINT << width::UBIGINT) - 1))::BIGINT, flip) AS key
    FROM near_stories, flips
)
SELECT later.nth AS later, min(earlier.nth) AS earlier,
    arg_min(bit_count(xor(later.hash, earlier.hash)), earlier.nth) AS distance
FROM asked later JOIN filed earlier ON earlier.key = later.key
WHERE bit_count(xor(later.hash, earlier.hash)) <= 8 AND earlier.nth < later.nth AND earlier.article <> later.article
    AND later.told_us - earlier.told_us <= 604800000000 AND (later.is_fresh OR earlier.is_fresh)
GROUP BY later.nth
"""

# A new story may be older than the one that a known copy is linked with, and then takes its place.
_BETTER = """
CREATE OR REPLACE TEMP TABLE better_links AS
SELECT l.rule_version, l.version_id, l.article_id, e.version_id AS duplicate_of, e.article_id AS duplicate_of_article,
    distance
FROM found_links f
JOIN near_stories l ON l.nth = f.later
JOIN near_stories e ON e.nth = f.earlier
LEFT JOIN (
    SELECT k.version_id, n.nth FROM story_links k JOIN near_stories n ON n.version_id = k.duplicate_of
    WHERE k.rule_version = $rule_version
) known ON known.version_id = l.version_id
WHERE known.nth IS NULL OR f.earlier < known.nth
"""

_REPLACED = """
DELETE FROM story_links WHERE rule_version = $rule_version
    AND version_id IN (SELECT version_id FROM better_links)
"""

_LINKED = """
INSERT INTO story_links BY NAME SELECT * FROM better_links ORDER BY version_id
"""

_COMPARED = """
INSERT INTO story_signatures BY NAME
    SELECT * EXCLUDE (is_fresh, nth, article) FROM near_stories WHERE is_fresh ORDER BY nth
"""
_IN_TURN = (_FOUND, _BETTER, _REPLACED, _LINKED, _COMPARED)


def link(connection: duckdb.DuckDBPyConnection, rule_version: str) -> int:
    """Compare the article versions of a generation that are new with those of the weeks around them.

    Every step is a transaction, so that a kill loses one step at most and the next call goes on. Gives how many were
    new. Raises duckdb.Error.
    """
    generation = {"rule_version": rule_version}
    connection.execute(_PENDING, generation)
    (new,) = connection.execute("SELECT count(*) FROM pending_stories").fetchone() or (0,)
    for first in range(1, new + 1, AT_ONCE):
        with transaction(connection):
            connection.execute(_NEAR, generation | {"first": first, "last": first + AT_ONCE - 1})
            for statement in _IN_TURN:
                connection.execute(statement, generation if "$rule_version" in statement else {})
    for table in ("pending_stories", "near_stories", "found_links", "better_links"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    return int(new)
