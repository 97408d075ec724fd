"""Every run of a source ends in one word, and an empty run is always judged."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from spiders.frontier import DAY, SourceHistory
from spiders.registry import Floors
from spiders.verdicts import Tally, Verdict, judge, verdict_of_fault

NOW = 1_800_000_000
NEW = SourceHistory(known=False, newest_published=None, listed_before=0)
OLD = SourceHistory(known=True, newest_published=NOW - 40 * DAY, listed_before=25)


def healthy(**changes: Any) -> Tally:
    facts = {"lists_ok": 2, "listed": 20, "attempted": 5, "pages": 5, "new_pages": 5, "newest_published": NOW - DAY}
    return Tally(**{**facts, **changes})


@pytest.mark.parametrize(
    ("tally", "verdict", "word"),
    [
        (healthy(), "ok", "5 new"),
        (healthy(attempted=0, pages=0, new_pages=0), "ok", "0 new"),
        (healthy(errors=Counter(http_404=1), gone=1), "ok", "http_404"),
        (Tally(lists_failed=Counter(dns=2)), "dns_error", "dns ×2"),
        (Tally(lists_failed=Counter(tls=1)), "tls_error", "tls"),
        (Tally(lists_failed=Counter(timeout=1)), "timeout", "timeout"),
        (Tally(lists_failed=Counter(http_503=1)), "http_error", "http_503"),
        (Tally(lists_failed=Counter(http_403=1)), "blocked", "http_403"),
        (Tally(lists_failed=Counter(block_page=3, timeout=1)), "blocked", "block_page ×3"),
        (Tally(lists_failed=Counter(robots=1)), "robots_denied", "robots"),
        (Tally(lists_failed=Counter(no_feed=1)), "parse_drift", "no_feed"),
        (Tally(lists_failed=Counter(connection=1)), "http_error", "connection"),
        (healthy(listed=0, pages=0, new_pages=0), "empty_unexpectedly", "name no article"),
        (
            healthy(pages=0, new_pages=0, errors=Counter(block_page=5), articles_failed=Counter(block_page=5)),
            "blocked",
            "5",
        ),
        (healthy(pages=0, new_pages=0, articles_failed=Counter(timeout=5)), "timeout", "all 5"),
        (healthy(pages=4, articles_failed=Counter(http_500=1)), "partial", "1 of 5"),
        (healthy(pages=19, articles_failed=Counter(http_500=1)), "ok", "new"),
        (healthy(lists_failed=Counter(timeout=1)), "partial", "timeout"),
        (healthy(unfinished=["stopped after 5 s"]), "partial", "stopped after 5 s"),
        (healthy(sampled=10, unlike_articles=6), "parse_drift", "6 of 10"),
        (healthy(sampled=10, unlike_articles=5), "ok", ""),
        (healthy(newest_published=NOW - 30 * DAY), "stale", "21 days"),
        (healthy(newest_published=None), "ok", ""),
        (healthy(broken="internal error: X"), "partial", "internal error"),
        (Tally(broken="internal error: X"), "config_error", "internal error"),
    ],
)
def test_the_verdict_and_its_reason(tally: Tally, verdict: str, word: str) -> None:
    judgement = judge(tally, Floors(), NEW, NOW)
    assert judgement.verdict == verdict
    assert word in judgement.reason


def test_an_empty_run_is_judged_by_floors_and_history() -> None:
    empty = Tally(lists_ok=3)
    assert judge(empty, Floors(listed=0), OLD, NOW).verdict is Verdict.EMPTY_AS_EXPECTED
    judgement = judge(empty, Floors(), OLD, NOW)
    assert judgement.verdict is Verdict.EMPTY_UNEXPECTEDLY
    assert "the last good run found 25" in judgement.reason


def test_fewer_than_the_floor_is_partial() -> None:
    assert judge(healthy(listed=3), Floors(listed=10), NEW, NOW).verdict is Verdict.PARTIAL


def test_a_source_that_publishes_no_more_is_not_stale() -> None:
    tally = healthy(newest_published=None, pages=0, new_pages=0)
    assert judge(tally, Floors(), OLD, NOW).verdict is Verdict.STALE
    assert judge(tally, Floors(stale_after_days=None), OLD, NOW).verdict is Verdict.OK


@pytest.mark.parametrize("fault", ["dns", "tls", "torn", "too_large", "redirect_loop", "error", "http_429", "http_599"])
def test_every_class_of_error_speaks_for_some_verdict(fault: str) -> None:
    assert verdict_of_fault(fault) in set(Verdict)
