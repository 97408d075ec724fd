"""Discovery: from bytes to the addresses of articles, and when to stop asking.

Pure functions over what was fetched; the crawler does the fetching. In order of use:

- :func:`start_requests` says where to begin with a source;
- :func:`read_answer` turns an answer into entries and further requests, whatever kind of request it was;
- :class:`ListWalk`, one for each list, says after each page whether to go on;
- :func:`autodiscover` finds feeds, sitemaps and sections on a home page.

Only addresses on hosts of the source come back, and only those that have an article's address form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from lxml import html as lxml_html

from spiders.addresses import absolute, canonical, host_key
from spiders.feeds import (
    DiscoveryError,
    Entry,
    Sitemap,
    inflate,
    parse_feed,
    parse_sitemap,
    sitemaps_of_robots,
)
from spiders.lists import ListPage, denied, identified, parse_list, read_answer, start_requests
from spiders.markup import base_of, parse_html
from spiders.paging import ListRequest

__all__ = [
    "Autodiscovered",
    "DiscoveryError",
    "Entry",
    "ListPage",
    "ListRequest",
    "ListWalk",
    "Sitemap",
    "autodiscover",
    "denied",
    "identified",
    "inflate",
    "parse_feed",
    "parse_list",
    "parse_sitemap",
    "read_answer",
    "sitemaps_of_robots",
    "start_requests",
]

StopReason = Literal["empty", "repeated", "known", "older", "page_cap"]

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_FEED_PATH = re.compile(r"\.(?:rss|rdf|atom)$|/rss/[^/]+|/feed/?$|/rss\.xml$", re.IGNORECASE)
_FEED_PAGE = re.compile(r"/rss/?(?:\.html?)?$", re.IGNORECASE)
_SITEMAP_PATH = re.compile(r"sitemap[^/]*\.xml(?:\.gz)?$", re.IGNORECASE)
_NO_SECTION = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|mp[34]|css|js|ico|xml|rss)$|"
    r"/(?:rss|lien-he|contact|dang-nhap|login|dang-ky|register|tim-kiem|search|gioi-thieu|sitemap|user|account|tag|tags|"
    r"tac-gia|author|lich-|e?paper|toa-soan|dat-bao|privacy)(?:[/.-]|$)",
    re.IGNORECASE,
)
_WORTH = re.compile(r"kinh-?te|thoi-su|chinh-tri|xa-hoi|nong-nghiep|cong-nghiep|doanh-nghiep|tai-chinh|tin-tuc|dau-tu")


@dataclass(frozen=True, slots=True)
class Autodiscovered:
    """What a home page names: none of it is trusted before it has answered."""

    feeds: tuple[str, ...]
    feed_pages: tuple[str, ...]
    """Pages that list feeds (``/rss``)."""
    sitemaps: tuple[str, ...]
    sections: tuple[str, ...]
    """List pages by the look of their addresses, those on the economy and the news first."""


@dataclass
class ListWalk:
    """When to stop walking one list, page after page; ask :meth:`after` once a page.

    A list is newest first, but not strictly: pinned items lead it, and an article held back for days appears below
    newer ones. So the walk goes on until a run of known articles is long (``known_in_a_row``), and until two pages
    in succession lie wholly before ``since`` less ``lateness``. A page that names nothing new to the walk ends it
    whatever the server says (out-of-range numbers are answered with the first or the last page), and ``max_pages``
    ends what never ends.

    For back-fill give ``known_in_a_row=None``: the newest pages are known, and what is wanted lies behind them.
    """

    since: datetime | None = None
    known_in_a_row: int | None = 30
    max_pages: int = 50
    lateness: timedelta = timedelta(days=7)
    pages: int = 0
    _seen: set[str] = field(default_factory=set)
    _known_run: int = 0
    _old_pages: int = 0

    def after(self, entries: Sequence[Entry], is_known: Callable[[str], bool]) -> StopReason | None:
        """The reason to stop after a page that named ``entries``, or None to ask for the next.

        ``is_known`` tells of a document key whether an **earlier run** knew it.
        """
        self.pages += 1
        if not entries:
            return "empty"
        listed = [entry for entry in entries if not entry.aside]
        if not listed:  # a page that is no measure of where the list stands
            return "page_cap" if self.pages >= self.max_pages else None
        fresh = [entry for entry in listed if (entry.key or entry.url) not in self._seen]
        self._seen.update(entry.key or entry.url for entry in listed)
        if not fresh:
            return "repeated"
        if self._enough_known(fresh, is_known):
            return "known"
        if self._too_old(fresh):
            return "older"
        return "page_cap" if self.pages >= self.max_pages else None

    def _enough_known(self, fresh: Sequence[Entry], is_known: Callable[[str], bool]) -> bool:
        for entry in fresh:
            self._known_run = self._known_run + 1 if is_known(entry.key or entry.url) else 0
        return self.known_in_a_row is not None and self._known_run >= self.known_in_a_row

    def _too_old(self, fresh: Sequence[Entry]) -> bool:
        """Whether this page and the one before hold only articles that are surely older than asked for."""
        if self.since is None:
            return False
        limit = self.since - self.lateness
        old = all(entry.older_than(limit) for entry in fresh)
        self._old_pages = self._old_pages + 1 if old else 0
        return self._old_pages >= 2


def autodiscover(
    body: bytes | str, url: str, is_article: Callable[[str], bool] = lambda _: False, limit: int = 60
) -> Autodiscovered:
    """Feeds, sitemaps and sections that a home page at ``url`` names, on its own host.

    ``is_article`` tells article addresses, which are no sections.
    """
    tree = parse_html(body.encode("utf-8") if isinstance(body, str) else body)
    if tree is None:
        return Autodiscovered((), (), (), ())
    base = base_of(tree, url)
    declared = [
        link
        for node in tree.iter("link")
        if (node.get("type") or "").lower() in _FEED_TYPES and (link := absolute(base, node.get("href") or ""))
    ]
    links = [link for node in tree.iter("a") if (link := absolute(base, node.get("href") or ""))]
    own = [link for link in dict.fromkeys(links) if host_key(link) == host_key(url)]
    feeds = [*declared, *(link for link in own if _FEED_PATH.search(urlsplit(link).path))]
    return Autodiscovered(
        feeds=tuple(dict.fromkeys(feeds))[:limit],
        feed_pages=tuple(link for link in own if _FEED_PAGE.search(urlsplit(link).path))[:limit],
        sitemaps=_sitemaps(tree, base, own)[:limit],
        sections=_sections(own, url, is_article)[:limit],
    )


def _sitemaps(tree: lxml_html.HtmlElement, base: str, own: Sequence[str]) -> tuple[str, ...]:
    named = [
        link
        for node in tree.iter("link")
        if (node.get("rel") or "").lower() == "sitemap" and (link := absolute(base, node.get("href") or ""))
    ]
    return tuple(dict.fromkeys([*named, *(link for link in own if _SITEMAP_PATH.search(urlsplit(link).path))]))


def _sections(own: Sequence[str], home: str, is_article: Callable[[str], bool]) -> tuple[str, ...]:
    """Addresses of one or two short segments that are no article and hold none of the words of service pages."""
    found: dict[str, None] = {}
    for link in own:
        path = urlsplit(link).path
        segments = [segment for segment in path.split("/") if segment]
        if not 1 <= len(segments) <= 3 or any(len(segment) > 60 for segment in segments):
            continue
        if _NO_SECTION.search(path) or denied(path) or is_article(link):
            continue
        found.setdefault(canonical(link), None)
    found.pop(canonical(home), None)
    return tuple(sorted(found, key=lambda link: (not _WORTH.search(link), urlsplit(link).path.count("/"))))
