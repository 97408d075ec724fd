"""A sweep over every packaged source and family: each holds to the rules of its kind."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from spiders.addresses import host_key
from spiders.discovery import denied, start_requests
from spiders.markup import select
from spiders.registry import FAMILIES_DIR, SOURCES_DIR, Family, Source, load_registry, unit_of

REGISTRY = load_registry()
SHARED = Path(__file__).parents[2].parent / "shared" / "reference"
FILES = sorted([*SOURCES_DIR.glob("*.yaml"), *FAMILIES_DIR.glob("*.yaml")])

sources = pytest.mark.parametrize("source", REGISTRY.sources.values(), ids=lambda source: source.id)
families = pytest.mark.parametrize("family", REGISTRY.families.values(), ids=lambda family: family.id)


def test_every_file_loads() -> None:
    assert [str(problem) for problem in REGISTRY.problems] == []
    assert len(REGISTRY.sources) + len(REGISTRY.families) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_after_its_id_and_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"id: {path.stem}\n")
    assert len(text.splitlines()) <= 90
    assert text.endswith("\n")


@sources
def test_examples_are_articles_of_their_source(source: Source) -> None:
    for url in source.examples:
        match = REGISTRY.family_for(url)
        assert match is not None, f"{url} has no address form of {source.id}"
        assert match.source.id == source.id
        assert match.family.id in {use.family for use in source.families}
        assert match.candidates


@sources
def test_what_nobody_saw_working_is_off(source: Source) -> None:
    assert source.verified == "never"
    assert not source.enabled
    assert source.unknown, "something is always unknown before the first check"


@sources
def test_start_addresses_are_lists_and_owned(source: Source) -> None:
    requests = start_requests(source, REGISTRY)
    assert requests
    for request in requests:
        assert source.owns(request.url)
        assert not denied(urlsplit(request.url).path, source)


@sources
def test_sections_are_no_articles(source: Source) -> None:
    assert [url for url in source.sections if REGISTRY.is_article(url)] == []


@sources
def test_the_province_is_a_unit_before_and_after_the_reorganisation(source: Source) -> None:
    for day in (date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1), date(2026, 10, 1)):
        assert unit_of(source.province_on(day), day) is not None, (source.id, day)


@sources
def test_a_merged_source_leads_to_an_open_one(source: Source) -> None:
    if source.merged_into is None:
        return
    successor = REGISTRY.sources[source.merged_into]
    assert successor.status == "active"
    assert successor.province == source.province
    assert source.health_floors.listed == 0


def test_hosts_belong_to_one_source_each() -> None:
    owners = Counter(host_key(use.host) for source in REGISTRY.sources.values() for use in source.hosts)
    assert [host for host, count in owners.items() if count > 1] == []


def test_every_current_unit_has_an_open_newspaper_and_a_portal() -> None:
    with (Path(__file__).parents[2] / "etl/data/provinces.csv").open(encoding="utf-8", newline="") as lines:
        today = {row["gso_code"] for row in csv.DictReader(lines) if not row["valid_to"]}
    for kind in ("party_newspaper", "provincial_portal"):
        served = {s.province for s in REGISTRY.sources.values() if s.kind == kind and s.status == "active"}
        assert today - served == set(), kind


@families
def test_every_family_is_used_or_the_fallback(family: Family) -> None:
    assert any(use.family == family.id for source in REGISTRY.sources.values() for use in source.families)


@families
def test_selectors_are_css_that_finds_nothing_in_an_empty_page(family: Family) -> None:
    page = html.document_fromstring("<p></p>")
    for version in family.versions:
        for _, selectors in version.selectors:
            for selector in selectors:
                assert select(page, selector) == []


@families
def test_address_forms_match_no_home_page(family: Family) -> None:
    for url in (
        "https://baothu.vn/",
        "https://baothu.vn",
        "https://baothu.vn/kinh-te/",
        "https://baothu.vn/rss/home.rss",
    ):
        assert family.form_of(url) is None


@families
def test_address_forms_take_linear_time(family: Family) -> None:
    """A hostile path of a hundred thousand characters is answered; a pattern that backtracks would never be."""
    for tail in ("-" * 100_000, "a-" * 50_000, "/a" * 50_000, "a-1" * 30_000 + ".html", "/2" * 50_000):
        family.form_of("https://baothu.vn/" + tail)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not beside the checkout")
def test_the_files_agree_with_the_list_they_came_from() -> None:
    with (SHARED / "sources.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["source_id"] for row in rows} == set(REGISTRY.sources)
    for row in rows:
        source = REGISTRY.sources[row["source_id"]]
        assert source.name == row["name_vi"]
        assert source.kind == row["kind"]
        assert source.province == row["province_gso_code"]
        assert (source.former_province or source.province) == row["former_gso_code"]
        assert source.owns(f"https://{row['domain']}/")
        for url in (row["example_url_1"], row["example_url_2"]):
            if url:
                assert url in source.examples
                assert re.match(row["article_url_regex"], url) is None or REGISTRY.document_key(url) is not None
        if row["cms_family"]:
            assert row["cms_family"] in {use.family for use in source.families}


def test_provinces_of_the_registry_are_those_of_the_reading_stage() -> None:
    assert unit_of("36", date(2025, 6, 30)) == "nam-dinh@pre2025"
    assert unit_of("36", date(2025, 7, 1)) is None
    assert unit_of("44", date(2025, 6, 30)) == "quang-binh@pre2025"
    assert unit_of("44", date(2025, 7, 1)) == "quang-tri@2025"


def test_the_registry_is_light() -> None:
    """Reading pages needs the registry, and must not drag a crawler in."""
    heavy = ("scrapy", "twisted", "sqlalchemy", "duckdb")
    code = f"import sys, spiders.registry; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
