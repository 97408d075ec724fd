"""Scrapy downloader middlewares: whose hosts may be asked, what robots.txt allows, when to wait, what to keep.

From the engine's side to the network's: :class:`Admission`, :class:`PoliteRetry`, :class:`Capture`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self

from protego import Protego
from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.archive import Exchange
from spiders.faults import Offsite, RobotsDenied, RobotsUnreachable, Stopping, fault_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

    from spiders.spider import SourceSpider

ROBOT_NAME = "solieu"
"""The product token by which robots.txt may address this crawler."""

MAX_ROBOTS = 512 * 1024
LONGEST_WAIT = 120
"""Seconds: a site that asks for a longer pause is left alone until the next run."""
LONGEST_BACKOFF = 60

_WAITING_STATUS = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Captured:
    """An answer as it came over the wire, before its content coding is undone."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    request_headers: tuple[tuple[bytes, bytes], ...]
    fetched_at: datetime


class _SourceMiddleware:
    """Base: knows its crawler's one spider, and so its source."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def spider(self) -> SourceSpider:
        spider: Any = self.crawler.spider
        return spider  # type: ignore[no-any-return]


class Admission(_SourceMiddleware):
    """Lets through requests to hosts of the source that robots.txt allows, in the source's download slot.

    Redirected requests and retries come by here too. While the source has asked for a pause, requests wait. The honest
    headers are put on here as well: one middleware for what Scrapy has five for, since each costs every page.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._robots = Robots(crawler) if settings.getbool("SOLIEU_OBEY_ROBOTS") else None
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._headers = {**settings.getdict("DEFAULT_REQUEST_HEADERS"), "User-Agent": settings["USER_AGENT"]}

    def process_request(self, request: Request) -> Awaitable[None] | None:
        spider = self.spider
        if not spider.source.owns(request.url):
            raise Offsite(f"{urlparse_cached(request).netloc} is no host of {spider.source.id}")
        request.meta["download_slot"] = spider.source.id
        request.meta.setdefault("download_timeout", self._timeout)
        for name, value in self._headers.items():
            request.headers.setdefault(name, value)
        if spider.paused or spider.stopping.is_set():
            return self._wait(request)
        if self._robots is not None:
            return self._robots.check(request)
        return None

    async def _wait(self, request: Request) -> None:
        await self.spider.pause_over()
        if self.spider.stopping.is_set():
            raise Stopping("the crawl is being stopped")
        if self._robots is not None and (checking := self._robots.check(request)) is not None:
            await checking


class Robots(_SourceMiddleware):
    """Knows robots.txt: its rules, and its crawl-delay where that is longer than the source's own."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Future[Protego]] = {}

    def check(self, request: Request) -> Awaitable[None] | None:
        """Raise for a request that is forbidden, now or when the rules are there.

        :raise RobotsDenied: the rules forbid it
        :raise RobotsUnreachable: the rules could not be had
        """
        if request.meta.get("robots"):
            return None
        rules = self._rules_for(request)
        if not rules.done():
            return self._check_when_known(rules, request)
        _check(rules.result(), request)
        return None

    async def _check_when_known(self, rules: asyncio.Future[Protego], request: Request) -> None:
        _check(await asyncio.shield(rules), request)

    def _rules_for(self, request: Request) -> asyncio.Future[Protego]:
        """The rules of the request's host, fetched once a crawl; all who ask meanwhile wait for the one fetch."""
        parts = urlparse_cached(request)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = asyncio.ensure_future(self._fetch(f"{site}/robots.txt"))
        return self._rules[site]

    async def _fetch(self, url: str) -> Protego:
        request = Request(url, callback=NO_CALLBACK, meta={"robots": True}, dont_filter=True, priority=1000)
        try:
            response = await self.crawler.engine.download_async(request)
        except (RobotsUnreachable, Stopping):
            raise
        except IgnoreRequest:
            return Protego.parse("")
        except Exception as error:
            raise RobotsUnreachable(f"robots.txt could not be fetched: {error}", fault_of(error)) from error
        if response.status == 429 or response.status >= 500:
            raise RobotsUnreachable(f"robots.txt was answered with {response.status}", f"http_{response.status}")
        if response.status >= 400:
            return Protego.parse("")
        rules = Protego.parse(response.body[:MAX_ROBOTS].decode("utf-8", "replace"))
        self._slow_down(rules.crawl_delay(ROBOT_NAME))
        return rules

    def _slow_down(self, delay: float | None) -> None:
        """Take over the site's crawl-delay: exact, for this slot and any that replaces it, and AutoThrottle's least."""
        polite = self.spider.source.politeness
        if delay is None or delay <= polite.delay:
            return
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = delay
            throttle.maxdelay = max(throttle.maxdelay, delay)
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[self.spider.source.id] = {
            "concurrency": polite.concurrency,
            "delay": delay,
            "jitter": 0,
        }
        slot = downloader.slots.get(self.spider.source.id)
        if slot is not None:
            slot.delay = max(slot.delay, delay)
            slot.jitter = 0.0


def _check(rules: Protego, request: Request) -> None:
    if not rules.can_fetch(request.url, ROBOT_NAME):
        raise RobotsDenied(f"robots.txt forbids {request.url}")


class PoliteRetry(RetryMiddleware):
    """Retries with growing pauses for the whole source, or with the pause that ``Retry-After`` asks for."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        spider: Any = self.crawler.spider
        if response.status not in self.retry_http_codes:
            return response
        asked = retry_after(response) if response.status in _WAITING_STATUS else None
        if asked is not None and asked > LONGEST_WAIT:
            spider.told_to_wait(asked)
            return response
        retry = super().process_response(request, response)
        if isinstance(retry, Request):
            spider.pause(asked if asked is not None else self._backoff(request))
        return retry

    def _backoff(self, request: Request) -> float:
        spider: Any = self.crawler.spider
        times = int(request.meta.get("retry_times", 0))
        return min(float(spider.source.politeness.delay * 2 ** (times + 1)), float(LONGEST_BACKOFF))


class Capture(_SourceMiddleware):
    """Keeps each answer as received beside the response, and counts what went over the wire."""

    def process_request(self, request: Request) -> None:
        self.spider.tally.requests += 1

    def process_response(self, request: Request, response: Response) -> Response:
        self.spider.tally.bytes += len(response.body)
        request.meta["captured"] = Captured(
            status=response.status,
            headers=_lines(response.headers),
            body=response.body,
            request_headers=_lines(request.headers),
            fetched_at=datetime.now(UTC),
        )
        return response


def exchange_of(response: Response, source_id: str, role: str) -> Exchange:
    """The answer as it came over the wire, for the archive."""
    captured: Captured = response.meta["captured"]
    request = response.request
    assert request is not None
    return Exchange(
        url=response.url,
        status=captured.status,
        headers=captured.headers,
        body=captured.body,
        fetched_at=captured.fetched_at,
        source_id=source_id,
        role=role,
        method=request.method,
        request_headers=captured.request_headers,
        request_body=request.body,
    )


def content_type(response: Response) -> str | None:
    """The ``Content-Type`` as the server stated it."""
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None


def retry_after(response: Response) -> float | None:
    """Seconds that the answer asks to wait, from a number or an HTTP date; None where it asks for nothing sensible."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdigit():
        return float(min(int(value), 10**7))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _lines(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    """The lines as they came; read from the underlying dictionary, since ``Headers`` joins and copies on every look."""
    return tuple([(name, value) for name, values in dict.items(headers) for value in values])
