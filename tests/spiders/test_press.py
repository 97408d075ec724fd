"""The crawl on the demo press: every article of every family is archived, and the corrected one again."""

from __future__ import annotations

from pathlib import Path

from demo.press import Press
from demo.trouble import Appetite
from tests.spiders.crawling import Place

QUICK = Appetite(slow_seconds=0.3, stall_seconds=1.0)


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
