"""Scrapy's settings for one source: its politeness, its TLS exceptions, and bounds for whatever it may answer."""

from __future__ import annotations

from typing import Any

from spiders.registry import Source

MAX_RESPONSE = 32 << 20
"""Bytes, before and after decompression: more is no news page."""
REDIRECTS = 8
MAX_THROTTLE = 60.0
RETRY_STATUS = [408, 429, 500, 502, 503, 504, 520, 521, 522, 524]

_HERE = "spiders.middlewares"


def settings_for(source: Source, user_agent: str, *, obey_robots: bool = True) -> dict[str, Any]:
    """Settings of the crawler of one source."""
    return {**_FOR_ALL, **_politeness(source), **_tls(source), "USER_AGENT": user_agent, **_middlewares(obey_robots)}


_FOR_ALL: dict[str, Any] = {
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "vi",
        "Accept-Encoding": "gzip, deflate",
    },
    "CONCURRENT_ITEMS": 2,  # Scrapy starts so many tasks for each response, and here come no items at all
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "MEMUSAGE_ENABLED": False,
    "LOGSTATS_INTERVAL": 0,
    "STATS_DUMP": False,
    "LOG_LEVEL": "WARNING",
    "METAREFRESH_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,
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
        "CONCURRENT_REQUESTS": max(16, polite.concurrency * 4),
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


def _middlewares(obey_robots: bool) -> dict[str, Any]:
    return {
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            f"{_HERE}.OwnHosts": 50,
            f"{_HERE}.Robots": 100 if obey_robots else None,
            f"{_HERE}.PoliteRetry": 550,
            f"{_HERE}.Capture": 595,
        }
    }
