"""Scrapy's settings for one source: its politeness, its TLS exceptions, and bounds for whatever it may answer."""

from __future__ import annotations

from typing import Any

from spiders.registry import Source

MAX_RESPONSE = 16 << 20
"""Bytes, before and after decompression: more is no news page."""
REDIRECTS = 8
MAX_THROTTLE = 60.0
RETRY_STATUS = [408, 429, 500, 502, 503, 504, 520, 521, 522, 524]

_HERE = "spiders.middlewares"


def settings_for(source: Source, user_agent: str, *, obey_robots: bool = True) -> dict[str, Any]:
    """Settings of the crawler of one source."""
    own = {"USER_AGENT": user_agent, "SOLIEU_OBEY_ROBOTS": obey_robots}
    return {**_FOR_ALL, **COMPONENTS, **_politeness(source), **_tls(source), **own}


_FOR_ALL: dict[str, Any] = {
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "vi",
        "Accept-Encoding": "gzip, deflate",
    },
    "CONCURRENT_ITEMS": 2,  # Scrapy starts so many tasks for each response, and here come no items at all
    "COOKIES_ENABLED": False,
    "LOG_LEVEL": "WARNING",
    "METAREFRESH_ENABLED": False,
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "REDIRECT_MAX_TIMES": REDIRECTS,
    "RETRY_HTTP_CODES": RETRY_STATUS,
    "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
    "DOWNLOAD_MAXSIZE": MAX_RESPONSE,
    "DOWNLOAD_WARNSIZE": 0,
    "DNS_TIMEOUT": 20,
    "ROBOTSTXT_OBEY": False,
}
"""robots.txt is obeyed by our own middleware, which also knows crawl-delay and what an error there means."""


def _politeness(source: Source) -> dict[str, Any]:
    polite = source.politeness
    return {
        # Scrapy checks the slot's limit before, not when, it starts what waits there: more waiting would exceed it.
        "CONCURRENT_REQUESTS": polite.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency,
        "DOWNLOAD_DELAY": polite.delay,
        "DOWNLOAD_TIMEOUT": polite.timeout,
        "RETRY_TIMES": polite.retries,
        "AUTOTHROTTLE_ENABLED": polite.delay > 0,
        "AUTOTHROTTLE_START_DELAY": polite.delay,
        "AUTOTHROTTLE_MAX_DELAY": max(MAX_THROTTLE, polite.delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(polite.concurrency),
    }


def _tls(source: Source) -> dict[str, Any]:
    """Certificates are verified and old ciphers refused, but for what the source's file makes an exception of."""
    settings: dict[str, Any] = {"DOWNLOAD_VERIFY_CERTIFICATES": source.tls.verify}
    if source.tls.legacy:
        settings["DOWNLOADER_CLIENT_TLS_CIPHERS"] = "DEFAULT:@SECLEVEL=0"
        settings["DOWNLOAD_TLS_MIN_VERSION"] = "TLSv1.0"
    return settings


_DOWNLOADER = "scrapy.downloadermiddlewares"
_SPIDER = "scrapy.spidermiddlewares"
_EXTENSION = "scrapy.extensions"

COMPONENTS: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": {
        f"{_DOWNLOADER}.offsite.OffsiteMiddleware": None,
        f"{_DOWNLOADER}.robotstxt.RobotsTxtMiddleware": None,
        f"{_DOWNLOADER}.httpauth.HttpAuthMiddleware": None,
        f"{_DOWNLOADER}.downloadtimeout.DownloadTimeoutMiddleware": None,
        f"{_DOWNLOADER}.defaultheaders.DefaultHeadersMiddleware": None,
        f"{_DOWNLOADER}.useragent.UserAgentMiddleware": None,
        f"{_DOWNLOADER}.retry.RetryMiddleware": None,
        f"{_DOWNLOADER}.cookies.CookiesMiddleware": None,
        f"{_DOWNLOADER}.stats.DownloaderStats": None,
        f"{_HERE}.Admission": 50,
        f"{_HERE}.PoliteRetry": 550,
        f"{_HERE}.Capture": 595,
    },
    "SPIDER_MIDDLEWARES": {
        f"{_SPIDER}.start.StartSpiderMiddleware": None,
        f"{_SPIDER}.httperror.HttpErrorMiddleware": None,
        f"{_SPIDER}.referer.RefererMiddleware": None,
        f"{_SPIDER}.urllength.UrlLengthMiddleware": None,
        f"{_SPIDER}.depth.DepthMiddleware": None,
        f"{_SPIDER}.metacopy.MetaCopyDetectionMiddleware": None,
    },
    "EXTENSIONS": {
        f"{_EXTENSION}.{name}": None
        for name in (
            "corestats.CoreStats",
            "logcount.LogCount",
            "telnet.TelnetConsole",
            "memusage.MemoryUsage",
            "memdebug.MemoryDebugger",
            "closespider.CloseSpider",
            "feedexport.FeedExporter",
            "logstats.LogStats",
            "spiderstate.SpiderState",
            "remote_control.RemoteControl",
        )
    },
    "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
    "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
}
"""Scrapy without what this crawl does itself (robots.txt, hosts, headers, counts) or has no use for: each part costs
every page. A source has one download slot, so the queue need not look for the least busy."""
