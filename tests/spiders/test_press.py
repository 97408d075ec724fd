"""The crawl on the demo press: every article of every family is archived, and the corrected one again."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from demo.press import Press
from demo.trouble import Appetite
from tests.spiders.crawling import Place

QUICK = Appetite(slow_seconds=0.3, stall_seconds=1.0)
WORST = Appetite(
    large_bytes=100 << 20, bomb_bytes=500 << 20, slow_seconds=2.0, stall_seconds=30.0, depth=200_000, refusals=1
)


def test_every_article_of_the_press_is_archived_and_its_correction_too(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with Press(seed=1, articles=70) as press:
        press.write_sources(place.sources)
        results = place.crawl(limits={})
        assert {result["verdict"] for result in results.values()} == {"ok"}
        assert {page.url for page in place.pages()} == {outlet.url(one.path) for outlet, one in press.articles()}
        assert not any("/noi-bo/" in page.url for page in place.pages(roles={"article", "list", "stub"}))
        press.correct()
        again = place.crawl(limits={}, force_revisit=True)
    assert sum(result["changed"] for result in again.values()) == 1
    assert sum(result["unchanged"] for result in again.values()) == 69
    assert sum(result["new_pages"] for result in again.values()) == 0


def test_an_outlet_on_a_bad_day_gives_what_it_has_and_spoils_nothing_else(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with Press(seed=2, articles=100, trouble=True, appetite=QUICK) as press:
        press.write_sources(place.sources)
        results = place.crawl(limits={"seconds": 90})
        articles = {outlet.url(one.path) for outlet, one in press.articles()}
        assert articles <= {page.url for page in place.pages()}
        bad_day = press.outlets[-1].source_id
    assert results.pop(bad_day)["verdict"] == "partial"
    assert {result["verdict"] for result in results.values()} == {"ok"}


@pytest.mark.slow
def test_an_outlet_at_its_worst_costs_bounded_time_and_memory(tmp_path: Path) -> None:
    """A hundred megabytes, a bomb of five hundred, endless nesting, silence, torn and mislabelled answers at once."""
    place = Place(tmp_path)
    with Press(seed=3, articles=60, trouble=True, appetite=WORST) as press:
        press.write_sources(place.sources)
        worst = press.outlets[-1]
        started = time.monotonic()
        result = place.crawl(source_ids=[worst.source_id], limits={"seconds": 100, "pages_per_list": 5})
        seconds = time.monotonic() - started
        articles = {outlet.url(one.path) for outlet, one in press.articles() if outlet is worst}
    (bad,) = result.values()
    assert bad["verdict"] == "partial"
    assert articles <= {page.url for page in place.pages()}, "what does arrive in the end is archived"
    named = {"too_large", "timeout", "torn", "redirect_loop", "offsite"}
    assert named <= set(bad["errors"]) <= named | {"robots", "empty_page", "no_feed"}
    assert bad["errors"]["too_large"] == 2
    cost = json.loads((place.run_dir / "crawl.json").read_text("utf-8"))["cost"]
    assert cost["fetch_peak_mb"] + cost["store_peak_mb"] < 400
    assert seconds < 100
