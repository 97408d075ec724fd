"""One crawl in a process of its own: ``python -m spiders.crawl --config FILE.json``.

Every source runs in its own Scrapy crawler, so that its settings are its own and its end concerns nobody else. Progress
goes to standard output as JSON lines; the result, ``state/runs/<run_id>/crawl.json``, appears whole or not at all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.utils.reactor import install_reactor

from spiders.addresses import host_key
from spiders.config import ConfigurationError, CrawlConfig, read_config
from spiders.cost import cpu_seconds, peak_mb
from spiders.frontier import Frontier, HostState, now_seconds
from spiders.registry import Registry, Source, load_registry, read_verified
from spiders.settings import settings_for
from spiders.spider import SourceSpider
from spiders.store import Store
from spiders.storing import Setup
from spiders.verdicts import HEALTHY, OUT_OF_ORDER, Judgement, Tally, Verdict, judge
from spiders.walking import Task

REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
SOURCES_AT_ONCE = 12
PROGRESS_SECONDS = 2.0
STOP_GRACE_SECONDS = 5.0
"""After a signal, what is under way has so long to end before the segment is closed without it."""

DONE, COULD_NOT_RUN, WRONG_CONFIG = 0, 1, 2

log = logging.getLogger("solieu.crawl")


@dataclass(slots=True)
class SourceResult:
    """One source's line in ``crawl.json``."""

    source_id: str
    judgement: Judgement
    tally: Tally
    started: datetime
    finished: datetime

    def as_json(self) -> dict[str, Any]:
        tally = self.tally
        return {
            "source_id": self.source_id,
            "verdict": self.judgement.verdict.value,
            "reason": self.judgement.reason,
            "requests": tally.requests,
            "listed": tally.listed,
            "pages": tally.pages,
            "new_pages": tally.new_pages,
            "changed": tally.changed,
            "unchanged": tally.unchanged,
            "bytes": tally.bytes,
            "errors": dict(tally.errors),
            "started": self.started.isoformat(timespec="seconds"),
            "finished": self.finished.isoformat(timespec="seconds"),
        }


@dataclass(slots=True)
class Crawl:
    """A crawl under way: its sources, what they have come to, and how to stop it."""

    config: CrawlConfig
    registry: Registry
    sources: list[Source]
    refused: dict[str, str] = field(default_factory=dict)
    """Sources asked for that cannot be crawled, with the reason."""
    results: list[SourceResult] = field(default_factory=list)
    crawlers: dict[str, Crawler] = field(default_factory=dict)
    stop_reason: str | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def run_dir(self) -> Path:
        return self.config.data_dir / "state" / "runs" / self.config.run_id

    def stop(self, reason: str) -> None:
        """Let every source end in order."""
        if self.stop_reason is None:
            self.stop_reason = reason
            log.warning("stopping: %s", reason)
        self.stopping.set()
        for spider in self._spiders():
            spider.stop(reason)

    def add(self, result: SourceResult) -> None:
        """Take a source's result and report it."""
        self.results.append(result)
        self.say("source_done", **result.as_json())

    def say(self, event: str, **facts: Any) -> None:
        """One progress line. ``pages`` is the run's total so far."""
        if not self.config.progress:
            return
        under_way = sum(spider.tally.pages for spider in self._spiders())
        pages = sum(result.tally.pages for result in self.results) + under_way
        line = {**facts, "event": event, "pages": pages, "sources_done": len(self.results), "sources": self.total}
        with suppress(BrokenPipeError):
            print(json.dumps(line, ensure_ascii=False), flush=True)

    @property
    def total(self) -> int:
        """Sources that this crawl answers for."""
        return len(self.sources) + len(self.refused)

    def _spiders(self) -> list[SourceSpider]:
        return [crawler.spider for crawler in self.crawlers.values() if isinstance(crawler.spider, SourceSpider)]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one crawl: 0 even when sources fail (verdicts say it), 1 if it could not run, 2 on wrong configuration."""
    parser = argparse.ArgumentParser(prog="python -m spiders.crawl", description="Crawl the configured sources once.")
    parser.add_argument("--config", required=True, type=Path, help="JSON file that says what to crawl")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    logging.captureWarnings(True)
    try:
        crawl = prepare(read_config(parser.parse_args(argv).config))
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return WRONG_CONFIG
    return _run_reactor(crawl)


def prepare(config: CrawlConfig) -> Crawl:
    """Choose the sources and check that they may be asked.

    :raise ConfigurationError: an unknown source, no source at all, or real hosts without the operator's contact
    """
    registry = load_registry(config.extra_source_dirs)
    for problem in registry.problems:
        log.warning("refused: %s", problem)
    sources = _chosen(config, registry)
    crawl = Crawl(config, registry, sources, _refused(config, registry))
    if not crawl.total:
        raise ConfigurationError(
            "no source is enabled: name some (source_ids), or let `solieu source check` pass on them first"
        )
    _may_ask(crawl)
    return crawl


def _chosen(config: CrawlConfig, registry: Registry) -> list[Source]:
    if config.source_ids is None:
        return registry.enabled(read_verified(config.data_dir / "state" / "verified.json"))
    wanted = dict.fromkeys(config.source_ids)
    return [registry.sources[source_id] for source_id in wanted if source_id in registry.sources]


def _refused(config: CrawlConfig, registry: Registry) -> dict[str, str]:
    """Sources that were asked for, or whose file is there, but that the registry refuses."""
    broken = {problem.file.stem: str(problem) for problem in registry.problems if problem.file.suffix == ".yaml"}
    wanted = broken if config.source_ids is None else config.source_ids
    missing = [source_id for source_id in wanted if source_id not in registry.sources]
    return {source_id: broken.get(source_id, f"no source has the id {source_id}") for source_id in missing}


def _may_ask(crawl: Crawl) -> None:
    config = crawl.config
    for source in crawl.sources:
        local = all(_is_loopback(use.host) for use in source.hosts)
        if local and not config.allow_loopback:
            raise ConfigurationError(f"{source.id} is on this machine: set allow_loopback to crawl it")
        if not local and not (config.contact or "").strip():
            raise ConfigurationError(
                f"{source.id} is a real site: set contact (an e-mail or web address) first, so that it can reach you"
            )


def _is_loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _run_reactor(crawl: Crawl) -> int:
    install_reactor(REACTOR)
    from twisted.internet import reactor as installed

    reactor: Any = installed
    loop = asyncio.get_event_loop()
    outcome: list[int] = []

    async def work() -> None:
        try:
            outcome.append(await run(crawl))
        except Exception:
            log.exception("the crawl broke off")
            outcome.append(COULD_NOT_RUN)
        finally:
            reactor.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, crawl.stop, f"stopped by {number.name}")
    task = loop.create_task(work())
    reactor.run(installSignalHandlers=False)
    task.cancel()
    return outcome[0] if outcome else COULD_NOT_RUN


async def run(crawl: Crawl) -> int:
    """Crawl every source, then write the result. The exit code of :func:`main`."""
    config = crawl.config
    store = await Store.open(_setup(config), crawl.stop)
    try:
        await _crawl_all(crawl, store)
    finally:
        await store.close()
    _write_result(crawl, store)
    if store.failure is not None:
        log.error("%s", store.failure)
        return COULD_NOT_RUN
    return DONE


def _setup(config: CrawlConfig) -> Setup:
    info = {
        "operator": config.contact or "",
        "http-header-user-agent": config.agent,
        "robots": "obey" if config.obey_robots else "ignore",
    }
    frontier = config.frontier_url or str(config.data_dir / "state" / "frontier.sqlite")
    return Setup(config.data_dir / "archive", frontier, config.run_id, config.limits.segment_bytes, info)


async def _crawl_all(crawl: Crawl, store: Store) -> None:
    """Several sources at a time; after a stop, those under way have a grace to end in."""
    waiting = list(crawl.sources)
    for source_id, reason in crawl.refused.items():
        now = datetime.now(UTC)
        crawl.add(SourceResult(source_id, Judgement(Verdict.CONFIG_ERROR, reason), Tally(), now, now))
    workers = [asyncio.ensure_future(_crawl_in_turn(crawl, store, waiting)) for _ in range(SOURCES_AT_ONCE)]
    watcher = asyncio.ensure_future(_watch(crawl))
    everything = asyncio.ensure_future(_all_of(workers))
    stopped = asyncio.ensure_future(crawl.stopping.wait())
    await asyncio.wait({everything, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if not everything.done():
        await asyncio.wait({everything}, timeout=STOP_GRACE_SECONDS)
    for task in (*workers, watcher, stopped):
        task.cancel()
    await everything


async def _all_of(tasks: Sequence[asyncio.Future[None]]) -> bool:
    """Whether all of them ended by themselves."""
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            log.error("a source's crawl broke off: %r", end)
    return not any(ends)


async def _crawl_in_turn(crawl: Crawl, store: Store, waiting: list[Source]) -> None:
    while waiting and not crawl.stopping.is_set():
        await _crawl_source(crawl, store, waiting.pop(0))


async def _watch(crawl: Crawl) -> None:
    """Report progress and mind the clock."""
    deadline = crawl.config.limits.seconds
    while True:
        await asyncio.sleep(PROGRESS_SECONDS)
        crawl.say("progress")
        if deadline is not None and (datetime.now(UTC) - crawl.started).total_seconds() >= deadline:
            crawl.stop(f"stopped after {deadline:.0f} s")


async def _crawl_source(crawl: Crawl, store: Store, source: Source) -> None:
    """Crawl one source and judge it; whatever happens inside it ends as its verdict."""
    started = datetime.now(UTC)
    host = host_key(source.home)
    history = await store.ask(Frontier.history, source.id)
    circuit = await store.ask(Frontier.host, host)
    if circuit.is_open(now_seconds()):
        crawl.add(SourceResult(source.id, _left_alone(circuit), Tally(), started, datetime.now(UTC)))
        return
    task = _task(crawl, source)
    settings = settings_for(source, crawl.config.agent, obey_robots=crawl.config.obey_robots)
    crawler = Crawler(SourceSpider, settings)
    crawl.crawlers[source.id] = crawler
    broken: str | None = None
    try:
        await crawler.crawl_async(task=task, store=store)
    except asyncio.CancelledError:
        broken = f"{crawl.stop_reason}, before it had ended"
    except Exception as error:  # noqa: BLE001  the edge of one source: the others go on, and this one says why
        broken = f"internal error: {type(error).__name__}: {error}"
    if store.failure is not None:
        broken = str(store.failure)
    del crawl.crawlers[source.id]
    tally = _tally_of(crawler, broken)
    judgement = judge(tally, source.health_floors, history, now_seconds())
    crawl.add(SourceResult(source.id, judgement, tally, started, datetime.now(UTC)))
    await _remember(crawl, store, source, tally, judgement, crawler)


def _task(crawl: Crawl, source: Source) -> Task:
    config = crawl.config
    return Task(
        source,
        crawl.registry,
        since=config.since,
        until=config.until,
        max_pages=config.limits.pages_per_source,
        max_list_pages=config.limits.pages_per_list,
        force_revisit=config.force_revisit,
    )


def _tally_of(crawler: Crawler, broken: str | None) -> Tally:
    spider = crawler.spider
    tally = spider.tally if isinstance(spider, SourceSpider) else Tally()
    if broken is not None:
        tally.broken = broken
    return tally


def _left_alone(circuit: HostState) -> Judgement:
    """The verdict on a source whose host was out of order too often: that of the last try."""
    word, _, reason = (circuit.last_error or "").partition(": ")
    until = datetime.fromtimestamp(circuit.open_until or 0, UTC).isoformat(timespec="minutes")
    verdict = Verdict(word) if word in set(Verdict) else Verdict.HTTP_ERROR
    return Judgement(verdict, f"not asked again before {until}, after {circuit.failed_runs} failed runs: {reason}")


async def _remember(
    crawl: Crawl, store: Store, source: Source, tally: Tally, judgement: Judgement, crawler: Crawler
) -> None:
    """Keep the verdict for later runs to judge by, and open or close the host's circuit."""
    now = now_seconds()
    await store.ask(
        Frontier.record_source_run,
        source.id,
        crawl.config.run_id,
        now,
        judgement.verdict.value,
        listed=tally.listed,
        new_pages=tally.new_pages,
        newest_published=tally.newest_published,
        healthy=judgement.verdict in HEALTHY,
    )
    host = host_key(source.home)
    spider = crawler.spider
    wait = spider.wait_asked if isinstance(spider, SourceSpider) else None
    answered = tally.lists_ok or tally.pages or tally.unchanged
    if wait is not None or (judgement.verdict in OUT_OF_ORDER and not answered):
        error = f"{judgement.verdict.value}: {judgement.reason}"
        await store.ask(Frontier.host_failed, host, error, now, None if wait is None else int(wait))
    elif answered:
        await store.ask(Frontier.host_answered, host)


def _write_result(crawl: Crawl, store: Store) -> None:
    """``crawl.json``, whole or not at all."""
    crawl.run_dir.mkdir(parents=True, exist_ok=True)
    result = {
        "run_id": crawl.config.run_id,
        "started": crawl.started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "stopped": crawl.stop_reason,
        "cost": _cost(store),
        "sources": [one.as_json() for one in sorted(crawl.results, key=lambda one: one.source_id)],
    }
    draft = crawl.run_dir / "crawl.json.new"
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(result, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(crawl.run_dir / "crawl.json")


def _cost(store: Store) -> dict[str, float | None]:
    """CPU seconds and peak memory (MB) of the crawl's two processes: this one, which fetches, and the store's."""
    return {
        "fetch_cpu_seconds": cpu_seconds(),
        "fetch_peak_mb": peak_mb(),
        "store_cpu_seconds": store.cost.cpu_seconds if store.cost else None,
        "store_peak_mb": store.cost.peak_mb if store.cost else None,
    }


if __name__ == "__main__":
    sys.exit(main())
