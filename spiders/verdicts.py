"""One word for each source's run, and the reason: breakage is an answer, and zero items is always judged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from spiders.frontier import DAY, SourceHistory, epoch, now_seconds
from spiders.registry import Floors


class Verdict(StrEnum):
    """How a source's run ended."""

    OK = "ok"
    EMPTY_AS_EXPECTED = "empty_as_expected"
    EMPTY_UNEXPECTEDLY = "empty_unexpectedly"
    BLOCKED = "blocked"
    TLS_ERROR = "tls_error"
    DNS_ERROR = "dns_error"
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    PARSE_DRIFT = "parse_drift"
    STALE = "stale"
    PARTIAL = "partial"
    ROBOTS_DENIED = "robots_denied"
    CONFIG_ERROR = "config_error"


HEALTHY = frozenset({Verdict.OK, Verdict.EMPTY_AS_EXPECTED})
OUT_OF_ORDER = frozenset({Verdict.BLOCKED, Verdict.TLS_ERROR, Verdict.DNS_ERROR, Verdict.HTTP_ERROR, Verdict.TIMEOUT})
"""Verdicts that speak of the host, not of what it published: they count towards its circuit."""

TOLERATED_FAILURES = 0.1
"""Share of article fetches that may fail (404 and 410 apart) before a run is partial."""

_FAULTS = {
    "block_page": Verdict.BLOCKED,
    "blocked": Verdict.BLOCKED,
    "tls": Verdict.TLS_ERROR,
    "dns": Verdict.DNS_ERROR,
    "timeout": Verdict.TIMEOUT,
    "robots": Verdict.ROBOTS_DENIED,
    "no_feed": Verdict.PARSE_DRIFT,
    "unreadable": Verdict.PARSE_DRIFT,
    "config": Verdict.CONFIG_ERROR,
}
_BLOCKING_STATUS = frozenset({401, 403, 429, 451})


@dataclass(slots=True)
class Tally:
    """What happened at one source during a run. ``errors`` counts by class: ``http_404``, ``timeout``, ``tls`` …"""

    requests: int = 0
    bytes: int = 0
    lists_ok: int = 0
    lists_failed: Counter[str] = field(default_factory=Counter)
    first_fault: str | None = None
    """What was said of the first list that could not be read."""
    listed: int = 0
    attempted: int = 0
    pages: int = 0
    new_pages: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    sampled: int = 0
    """New pages that were held against the family's selectors, and those of them that have no body there."""
    unlike_articles: int = 0
    articles_failed: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    newest_published: int | None = None
    unfinished: list[str] = field(default_factory=list)
    """Why the run did not see everything: a limit, the clock, a signal, a list without end."""
    broken: str | None = None
    """An error of ours or of the source's file."""

    def note_published(self, published: datetime | None) -> int | None:
        """A publication time as the frontier counts, and the newest kept; one more than a day ahead is none."""
        moment = epoch(published)
        if moment is None or moment > now_seconds() + DAY:
            return None
        self.newest_published = max(self.newest_published or 0, moment)
        return moment


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict and its reason in one sentence."""

    verdict: Verdict
    reason: str


def judge(tally: Tally, floors: Floors, history: SourceHistory, now: int) -> Judgement:
    """The verdict on a run. The first rule that speaks decides; the gravest come first."""
    if tally.broken is not None:
        seen = tally.lists_ok or tally.pages
        return Judgement(Verdict.PARTIAL if seen else Verdict.CONFIG_ERROR, tally.broken)
    return (
        _unreachable(tally)
        or _blocked(tally)
        or _empty(tally, floors, history)
        or _nothing_fetched(tally)
        or _drifted(tally, floors)
        or _incomplete(tally)
        or _stale(tally, floors, history, now)
        or Judgement(Verdict.OK, _summary(tally))
    )


def verdict_of_fault(fault: str) -> Verdict:
    """The verdict that a class of error speaks for."""
    if fault in _FAULTS:
        return _FAULTS[fault]
    if fault.startswith("http_") and int(fault.removeprefix("http_")) in _BLOCKING_STATUS:
        return Verdict.BLOCKED
    return Verdict.HTTP_ERROR


def _unreachable(tally: Tally) -> Judgement | None:
    """No feed, sitemap or list could be read at all."""
    if tally.lists_ok or not tally.lists_failed:
        return None
    fault = _commonest(tally.lists_failed)
    quoted = f" ({tally.first_fault})" if tally.first_fault else ""
    return Judgement(verdict_of_fault(fault), f"no list could be read: {_faults(tally.lists_failed)}{quoted}")


def _blocked(tally: Tally) -> Judgement | None:
    blocks = sum(n for fault, n in tally.errors.items() if verdict_of_fault(fault) is Verdict.BLOCKED)
    if blocks == 0 or blocks <= tally.pages + tally.unchanged:
        return None
    return Judgement(Verdict.BLOCKED, f"{blocks} answers were blocks: {_faults(tally.errors)}")


def _empty(tally: Tally, floors: Floors, history: SourceHistory) -> Judgement | None:
    if tally.listed == 0 and tally.lists_ok:
        if floors.listed == 0:
            return Judgement(Verdict.EMPTY_AS_EXPECTED, "the lists name no article, as is expected here")
        before = f"; the last good run found {history.listed_before}" if history.listed_before else ""
        return Judgement(Verdict.EMPTY_UNEXPECTEDLY, f"{tally.lists_ok} lists were read and name no article{before}")
    if tally.lists_ok and tally.listed < floors.listed:
        return Judgement(Verdict.PARTIAL, f"the lists name {tally.listed} articles, at least {floors.listed} expected")
    return None


def _nothing_fetched(tally: Tally) -> Judgement | None:
    """Articles were asked for, and not one could be had."""
    failed = sum(tally.articles_failed.values())
    if failed == 0 or tally.pages or tally.unchanged:
        return None
    verdict = verdict_of_fault(_commonest(tally.articles_failed))
    return Judgement(verdict, f"all {failed} article fetches failed: {_faults(tally.articles_failed)}")


def _drifted(tally: Tally, floors: Floors) -> Judgement | None:
    readable = tally.sampled - tally.unlike_articles
    if readable >= floors.readable_share * tally.sampled:
        return None
    reason = f"{tally.unlike_articles} of {tally.sampled} new pages looked at have no body where the family keeps it"
    return Judgement(Verdict.PARSE_DRIFT, reason)


def _incomplete(tally: Tally) -> Judgement | None:
    """Something was had, but not everything that was there to be had."""
    reasons = list(dict.fromkeys(tally.unfinished))
    if tally.lists_failed:
        reasons.append(f"some lists could not be read: {_faults(tally.lists_failed)}")
    failed = sum(tally.articles_failed.values())
    tried = failed + tally.pages + tally.unchanged
    if failed > TOLERATED_FAILURES * tried:
        reasons.append(f"{failed} of {tried} articles could not be had: {_faults(tally.articles_failed)}")
    return Judgement(Verdict.PARTIAL, "; ".join(reasons)) if reasons else None


def _stale(tally: Tally, floors: Floors, history: SourceHistory, now: int) -> Judgement | None:
    stated = [moment for moment in (tally.newest_published, history.newest_published) if moment is not None]
    if floors.stale_after_days is None or not stated:
        return None
    newest = max(stated)
    if now - newest <= floors.stale_after_days * DAY:
        return None
    day = datetime.fromtimestamp(newest, UTC).date().isoformat()
    return Judgement(Verdict.STALE, f"its newest article is of {day}, more than {floors.stale_after_days} days ago")


def _summary(tally: Tally) -> str:
    return (
        f"{tally.listed} articles listed, {tally.new_pages} new, {tally.changed} changed, {tally.unchanged} unchanged"
        + (f"; {_faults(tally.errors)}" if tally.errors else "")
    )


def _commonest(faults: Counter[str]) -> str:
    return faults.most_common(1)[0][0]


def _faults(faults: Counter[str]) -> str:
    return ", ".join(f"{fault} ×{count}" if count > 1 else fault for fault, count in faults.most_common(5))
