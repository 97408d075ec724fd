"""The demo press: the same seed prints the same press, and its truth is what its pages say."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from demo.__main__ import main
from demo.article import Printed, ascii_slug
from demo.draft import WORDS, Draft, Fact, House, digits
from demo.economy import PROVINCES, TOTALS, Economy, percent_change, stable_rng
from demo.faults import FAULTS
from demo.legacy import to_tcvn3, to_windows_1258
from demo.outlets import SLUGS, Outlet
from demo.periods import Period, months, quarter
from demo.press import Press

ARTICLES = 150
WHOLE_YEARS = ("paddy_planted_area", "paddy_yield", "paddy_production", "pupils_total")
"""Dated by whole years though the season or the school year is not over (gold guidelines, rule 11)."""
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(seed=1, articles=ARTICLES)


@pytest.fixture(scope="module")
def printed(press: Press) -> list[tuple[Outlet, Printed]]:
    return list(press.articles())


def pages(press: Press) -> list[bytes]:
    return [outlet.article_response(number).body for outlet in press.outlets for number in range(outlet.articles)]


def test_same_seed_same_bytes() -> None:
    first, second = Press(seed=7, articles=40), Press(seed=7, articles=40)
    assert pages(first) == pages(second)
    assert first.truth() == second.truth()


def test_same_bytes_in_another_process() -> None:
    """Neither the order of sets nor the salt of hashes reaches a page."""
    code = "import hashlib, demo.press as p; press = p.Press(seed=7, articles=40); print(hashlib.sha256(b''.join("
    code += "o.article_response(n).body for o in press.outlets for n in range(o.articles))).hexdigest())"
    here = hashlib.sha256(b"".join(pages(Press(seed=7, articles=40)))).hexdigest()
    salted = {**os.environ, "PYTHONHASHSEED": "12345"}
    run = subprocess.run([sys.executable, "-c", code], env=salted, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == here


def test_other_seed_other_figures() -> None:
    assert pages(Press(seed=7, articles=40)) != pages(Press(seed=8, articles=40))


def test_six_outlets_five_families_old_and_new_provinces(press: Press) -> None:
    assert len(press.outlets) >= 6
    assert len({outlet.family for outlet in press.outlets}) >= 5
    former = [outlet for outlet in press.outlets if outlet.identity.province.code != outlet.identity.today]
    assert 2 <= len(former) < len(press.outlets)


def test_number_and_kinds_of_articles(printed: list[tuple[Outlet, Printed]]) -> None:
    kinds = Counter(article.kind for _, article in printed)
    assert sum(kinds.values()) == ARTICLES
    assert {"review", "conference", "council", "topic", "table", "soft", "agency"} <= kinds.keys()
    assert all(not article.facts for _, article in printed if article.kind == "soft")
    assert all(article.facts for _, article in printed if article.kind != "soft")


def test_addresses_and_texts_are_unique(printed: list[tuple[Outlet, Printed]]) -> None:
    assert len({(outlet.source_id, article.path) for outlet, article in printed}) == ARTICLES
    texts = Counter(article.text for _, article in printed)
    assert max(texts.values()) == 1


def test_numbers_lead_back_from_addresses(press: Press) -> None:
    for outlet in press.outlets:
        assert [outlet.number(outlet.path(number)) for number in range(outlet.articles)] == list(range(outlet.articles))


def test_days_lie_in_the_outlets_time(printed: list[tuple[Outlet, Printed]]) -> None:
    for outlet, article in printed:
        assert outlet.identity.first <= article.published.date() <= outlet.identity.last
        for fact in article.facts:
            if fact.status != "F" and fact.indicator not in WHOLE_YEARS:
                assert fact.period[1] is not None
                month_end = Period(article.published.year, article.published.month, article.published.month).end
                assert fact.period[1] <= month_end.isoformat()


def test_truth_is_what_the_text_says(printed: list[tuple[Outlet, Printed]]) -> None:
    stated = 0
    for _, article in printed:
        for fact in article.facts:
            if fact.start < 0:
                assert any(fact.numeral in row for grid in article.grids for row in grid.rows)
                continue
            assert article.text[fact.start : fact.end] == fact.numeral
            assert value_of(fact, article.text[fact.end :]) == fact.value
            stated += 1
    assert stated > 1_500


MULTIPLIERS = (
    (r"(?:nghìn|ngàn) (?:tỷ|tỉ)", 10**12), (r"tỷ|tỉ", 10**9), (r"triệu", 10**6), (r"vạn", 10**4), (r"nghìn|ngàn", 1000),
)  # fmt: skip


def value_of(fact: Fact, after: str) -> Decimal:
    """Read the numeral and its multiplier again, independently of how they were written."""
    if fact.numeral in WORDS:
        return Decimal(WORDS.index(fact.numeral))
    if composite := re.fullmatch(r"([\d.]+) (?:tỷ|tỉ) (\d+)", fact.numeral):
        return Decimal(composite[1].replace(".", "")) * 10**9 + Decimal(composite[2]) * 10**6
    ends = [Decimal(part.replace(".", "").replace(",", ".")) for part in re.split(r" đến | - |-", fact.numeral)]
    value = sum(ends, Decimal(0)) / len(ends)
    for pattern, factor in MULTIPLIERS:
        if re.match(rf" (?:{pattern})\b", after):
            value *= factor
            break
    if re.match(r" lần\b", after):
        value *= 100
    return -value if fact.value < 0 else value


def test_signs_agree_with_their_words(printed: list[tuple[Outlet, Printed]]) -> None:
    for _, article in printed:
        for fact in article.facts:
            if (
                fact.start < 0
                or fact.measure not in ("change", "change_abs")
                or fact.area == "VN"
                or fact.status == "F"
            ):
                continue
            before = article.text[max(0, fact.start - 40) : fact.start]
            word = max(("tăng", before.rfind("tăng")), ("giảm", before.rfind("giảm")), key=lambda pair: pair[1])
            if word[1] >= 0:
                assert (fact.value > 0) == (word[0] == "tăng"), before


def test_every_code_is_of_the_catalogue(printed: list[tuple[Outlet, Printed]]) -> None:
    catalogue = Path(__file__).parents[2].parent / "shared" / "reference" / "indicators.yaml"
    if not catalogue.exists():
        pytest.skip("the shared reference is absent")
    codes = set(re.findall(r"^- code: (\w+)$|^  - code: (\w+)$", catalogue.read_text(encoding="utf-8"), re.MULTILINE))
    known = {code for pair in codes for code in pair if code}
    assert {fact.indicator for _, article in printed for fact in article.facts} <= known


def test_vocabulary_of_the_gold_annotations(press: Press) -> None:
    rows = press.truth()
    assert {row["measure"] for row in rows} <= {
        "level", "change", "change_abs", "ratio", "plan_ratio", "plan_excess", "share", "contribution",
    }  # fmt: skip
    assert {row["base"] for row in rows} <= {
        None, "same_period_last_year", "previous_month", "previous_year", "end_of_previous_year", "plan", "other",
    }  # fmt: skip
    assert {row["status"] for row in rows} <= {"A", "E", "P", "F"}
    for row in rows:
        assert (row["base"] is None) == (row["measure"] in ("level", "share", "contribution"))
        assert (row["base"] == "plan") == row["measure"].startswith("plan")


def test_parts_sum_to_totals() -> None:
    economy = Economy(1)
    for province in PROVINCES.values():
        for whole, parts in TOTALS.items():
            period = months(2023, 9)
            assert economy.total(province, whole, period) == sum(
                economy.total(province, part, period) for part in parts
            )


def test_quarters_sum_to_the_year_and_growth_meets_last_years_level() -> None:
    economy, province = Economy(3), PROVINCES["36"]
    year = sum(economy.total(province, "exports", quarter(2024, number)) for number in (1, 2, 3, 4))
    assert year == economy.total(province, "exports", months(2024, 12))
    before = economy.total(province, "exports", months(2023, 12))
    assert economy.growth(province, "exports", months(2024, 12)) == percent_change(year, before, 1)


def test_merged_province_is_the_sum_of_its_units() -> None:
    economy, period = Economy(1), months(2024, 6)
    merged = economy.total(PROVINCES["37"], "budget_revenue", period)
    named = sum(economy.total(PROVINCES[code], "budget_revenue", period) for code in ("36", "35"))
    assert named < merged


def stated(rows: list[dict[str, object]], **wanted: object) -> list[dict[str, object]]:
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def test_printed_change_agrees_with_printed_levels() -> None:
    """A growth rate must fit the levels that the press itself prints for both years, wherever both are printed."""
    rows = Press(seed=1, articles=ARTICLES, corrected=True).truth()  # without the misprint
    levels = {
        (row["area"], row["indicator"], row["breakdown"], tuple(row["period"])): row["value"]
        for row in rows
        if row["measure"] == "level"
        and row["unit"] in ("VND", "USD")
        and row["bound"] == "exact"
        and row["status"] != "F"
    }
    compared = 0
    for row in rows:
        if row["measure"] != "change" or row["base"] not in ("same_period_last_year", "previous_year"):
            continue
        start, end = row["period"]
        if start is None:
            continue
        key = (row["area"], row["indicator"], row["breakdown"])
        before = levels.get((*key, (f"{int(start[:4]) - 1}{start[4:]}", f"{int(end[:4]) - 1}{end[4:]}")))
        now = levels.get((*key, (start, end)))
        if before and now:
            assert (now / before - 1) * 100 == pytest.approx(row["value"], abs=0.25)
            compared += 1
    assert compared > 0


def test_agency_story_is_printed_by_three_outlets(printed: list[tuple[Outlet, Printed]]) -> None:
    copies = [article for _, article in printed if article.kind == "agency"]
    assert len(copies) == 3
    first, second, third = (set(copy.paragraphs) for copy in copies)
    assert len(first & second & third) >= 2  # near-identical: one is cut, one has a paragraph of its own
    assert not first == second == third
    assert {fact.area for copy in copies for fact in copy.facts} == {"VN"}


def test_correction_changes_one_article_only() -> None:
    press = Press(seed=1, articles=ARTICLES)
    before = {(outlet.source_id, page.path): page for outlet, page in press.articles()}
    press.correct()
    after = {(outlet.source_id, page.path): page for outlet, page in press.articles()}
    changed = [key for key in before if before[key].text != after[key].text]
    assert len(changed) == 1
    old, new = before[changed[0]], after[changed[0]]
    assert new.updated > old.updated == old.published == new.published
    differing = [(a, b) for a, b in zip(old.facts, new.facts, strict=True) if a.value != b.value]
    assert differing and {a.indicator for a, _ in differing} == {"merchandise_exports"}
    assert Press(seed=1, articles=ARTICLES, corrected=True).truth() == press.truth()


def test_related_teasers_are_not_part_of_the_truth(printed: list[tuple[Outlet, Printed]]) -> None:
    for outlet, article in printed[:20]:
        page = outlet.article_html(article)
        for box in article.related:
            assert box.sapo in page
            assert box.sapo not in article.text


def test_scale_is_lazy_and_stable() -> None:
    """A press of any size writes a page when it is asked for it, and keeps nothing of it but a small cache."""
    press = Press(seed=1, articles=700_000)
    outlet = press.outlets[0]
    number = outlet.articles - 1
    assert outlet.article(number).text == outlet.article(number).text
    for place in range(0, outlet.articles, outlet.articles // 400):
        outlet.article_response(place)
    assert outlet._pages.cache_info().currsize <= 256
    rows = press.truth_rows()
    assert next(rows)["source_id"] == outlet.source_id


def test_written_truth_and_sources(tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    assert main(["--articles", "30", "--write-truth", str(truth), "--write-sources", str(tmp_path / "sources")]) == 0
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 100
    assert {"url", "indicator", "breakdown", "measure", "value", "unit", "period", "base", "status", "area"} <= rows[
        0
    ].keys()
    sources = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((tmp_path / "sources").glob("*.yaml"))
    ]
    assert {row["source_id"] for row in rows} == {source["id"] for source in sources}


def test_annotated_documents(tmp_path: Path) -> None:
    assert main(["--articles", "20", "--write-gold", str(tmp_path)]) == 0
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.json")]
    assert len(documents) == 20
    rows = [(document, row) for document in documents for row in document["observations"]]
    assert len(rows) > 100
    for document, row in rows:
        numeral = document["text"][row["start"] : row["end"]]
        assert numeral in WORDS or re.fullmatch(r"[\d.,]+(?:(?: đến | - |-| tỷ | tỉ )[\d.,]+)?", numeral)


def test_sources_need_ports(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="not serving"):
        Press(articles=10).write_sources(tmp_path)


def test_registry_accepts_the_source_files(tmp_path: Path) -> None:
    from spiders.registry import load_registry

    with Press(articles=30, trouble=True) as press:
        press.write_sources(tmp_path)
        registry = load_registry([tmp_path])
        assert not [problem for problem in registry.problems if problem.file.parent == tmp_path]
        for outlet in press.outlets:
            for number in range(outlet.articles):
                match = registry.family_for(outlet.url(outlet.path(number)))
                assert match is not None
                assert (match.source.id, match.family.id) == (outlet.source_id, outlet.family)
                day = outlet.moment(number).date()
                if outlet.identity.province.code != "24":
                    assert match.source.province_on(day) == outlet.identity.province.code


def test_a_fact_that_is_not_printed_is_not_true() -> None:
    draft = Draft(stable_rng(1), Economy(1), PROVINCES["36"], House(), Press(articles=7).outlets[0].moment(0))
    draft.fact("5", "cpi", "change", 5, "PERCENT", months(2022, 3))
    kept = draft.fact("6,5", "iip", "change", Decimal("6.5"), "PERCENT", months(2022, 3))
    draft.para(f"Chỉ số tăng {kept}%.")
    assert [(fact.indicator, fact.start, fact.end) for fact in draft.facts] == [("iip", 12, 15)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("8634.8"), "8.634,8"),
        (Decimal("20.0"), "20"),
        (Decimal("1234567.50"), "1.234.567,5"),
        (7, "7"),
        (100, "100"),
    ],
)
def test_numbers_in_vietnamese_writing(value: Decimal | int, text: str) -> None:
    assert digits(value) == text


def test_legacy_encodings_hold_vietnamese() -> None:
    text = "Thu ngân sách nhà nước ước đạt 8.634,8 tỷ đồng, tăng 10,23% ở Nghĩa Hưng, phường Trữ"
    assert unicodedata.normalize("NFC", to_windows_1258(text).decode("cp1258")) == text
    assert to_tcvn3("ước Đồng 8,5%") == b"\xad\xedc \xa7\xe5ng 8,5%"


@pytest.mark.parametrize("family", sorted(FAULTS))
def test_every_fifth_article_is_worn_in_its_familys_way(press: Press, family: str) -> None:
    outlet = next(outlet for outlet in press.outlets if outlet.family == family)
    wear = FAULTS[family]
    worn = [number for number in range(2, outlet.articles, 5) if number not in special(outlet)]
    changed = 0
    for number in worn:
        clean = outlet.article_html(outlet.article(number))
        served = outlet.article_response(number).body.decode()
        assert served == wear(clean)
        changed += served != clean
    assert changed > 0
    assert outlet.article_response(1).body.decode() == outlet.article_html(outlet.article(1))


def special(outlet: Outlet) -> set[int]:
    """Numbers whose bytes are in another encoding."""
    return {getattr(outlet, name) for name in ("old_bytes", "decomposed") if hasattr(outlet, name)}


def test_all_lengths_of_period_are_reviewed(printed: list[tuple[Outlet, Printed]]) -> None:
    """Months and their sums, quarters, half-years, nine months and years all occur among the reviewed periods."""
    reviewed = [fact for _, article in printed if article.kind in ("review", "conference") for fact in article.facts]
    spans = {tuple(part[5:] for part in fact.period if part) for fact in reviewed}
    for span in (("01-01", "03-31"), ("01-01", "06-30"), ("01-01", "09-30"), ("01-01", "12-31")):
        assert span in spans
    assert spans & {("04-01", "06-30"), ("07-01", "09-30")}
    assert any(first[:2] == last[:2] for first, last in (span for span in spans if len(span) == 2))


def test_one_review_prints_a_million_as_a_billion(printed: list[tuple[Outlet, Printed]]) -> None:
    absurd = [fact for _, article in printed for fact in article.facts if fact.unit == "USD" and fact.value > 10**11]
    national = [fact for fact in absurd if fact.area == "VN"]
    assert {fact.indicator for fact in absurd if fact not in national} == {"merchandise_imports"}
    assert len(absurd) > len(national)


def test_pull_quotes_repeat_the_text(press: Press) -> None:
    for outlet in press.outlets:
        pages = [outlet.article_html(outlet.article(number)) for number in range(1, outlet.articles, 4)]
        quoted = [page for page in pages if 'class="quote' in page]
        assert bool(quoted) == (outlet.family in ("channel", "hexmonth", "onecms", "epi"))


def test_some_captions_repeat_figures(printed: list[tuple[Outlet, Printed]]) -> None:
    captions = [picture.caption for _, article in printed for picture in article.pictures]
    assert any(re.search(r"\d,\d", caption) for caption in captions)


def test_people_of_the_pages(press: Press) -> None:
    rows = list(press.people_rows())
    texts = {outlet.url(article.path): article.text for outlet, article in press.articles()}
    assert len(rows) > 20
    assert all(row["name"] in texts[row["url"]] and row["positions"] for row in rows)
    assert not any("UBND" in position or "HĐND" in position for row in rows for position in row["positions"])


def test_text_files_in_the_form_of_dumps(tmp_path: Path) -> None:
    assert main(["--articles", "21", "--write-texts", str(tmp_path)]) == 0
    texts = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("*.txt"))]
    assert len(texts) == 21
    assert all(re.match(r" date 20\d\d-\d\d \S.+\n\n\S", text) for text in texts)


def test_tables_of_three_layouts_whose_parts_sum() -> None:
    """Revenue of the table is the sum of its two parts, and a two-row header spans the columns of its body."""
    grids = [
        grid
        for seed in (1, 2, 3)
        for _, article in Press(seed=seed, articles=ARTICLES).articles()
        for grid in article.grids
    ]
    assert {len(grid.rows[0]) for grid in grids} == {4, 5, 6}
    for grid in grids:
        if grid.head is None:
            continue
        assert sum(columns for _, columns, _ in grid.head[0]) == len(grid.rows[0])
        cells = {
            row[1].lower(): [Decimal(cell.replace(".", "").replace(",", ".")) for cell in row[2:4]] for row in grid.rows
        }
        for column in (0, 1):
            parts = cells["thu nội địa"][column] + cells["thu từ hoạt động xuất nhập khẩu"][column]
            assert cells["thu ngân sách nhà nước trên địa bàn"][column] == parts


def test_every_topic_occurs_in_the_default_press(press: Press) -> None:
    slugs = {outlet.slug(number) for outlet in press.outlets for number in range(outlet.articles)}
    for words in SLUGS.values():
        start, without_d = ascii_slug(words), ascii_slug(words, loses_d=True)
        assert any(slug.startswith((start, without_d)) for slug in slugs), words
