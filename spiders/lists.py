"""Section lists: where discovery begins, and the articles that a list page names.

Which link is an article is decided by the address forms of the source's families alone. How a list goes on after a page
is the business of :mod:`spiders.paging`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

from spiders.addresses import absolute, host_key
from spiders.feeds import DiscoveryError, Entry, parse_feed, parse_sitemap
from spiders.markup import MAX_LINKS, base_of, link_nodes, parse_html, select, title_of
from spiders.paging import ListRequest, dig, next_json, next_requests, pick
from spiders.registry import ListStyle, Registry, Source
from spiders.times import read_times

MAX_LIST = 8 * 1024 * 1024
"""Bytes of a list page that are read; real ones have 50 to 400 KB."""

_SITEMAP_DEPTH = 4
"""How deep an index of sitemaps may lead to further ones."""
_ITEM_DEPTH = 6
"""How many boxes around a link may still be its item in the list."""
_DATE_TEXT = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_STAMP_WORDS = re.compile(
    r"\d+|[\s\-–/:.,|()\[\]'+]|(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|ngày|tháng|năm|lúc|giờ|phút|"
    r"cập nhật|đăng|xuất bản|gmt|utc|sa|ch|am|pm|lượt xem|xem)(?!\w)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"/(?:multimedia|infographics?|emagazines?|longform|megastory|e-?paper|podcasts?|videos?|short-video|media|tv|"
    r"photos?|photostory|anh|anh-dep|bao-anh|(?:xem-)?albumphoto|audio|truyen-hinh|phat-thanh|doc-bao-in|docbao|xem-bao|"
    r"bao-in|an-pham|rao-vat|quang-cao|quang-cao-rao-vat|thong-tin-quang-(?:ba|cao)|thong-tin-can-biet|ban-can-biet|"
    r"(?:thong-tin-)?doanh-nghiep-tu-gioi-thieu)(?:/|-\d+/|$)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"^/(?:en|fr|ru|cn|zh|lo|km|kh)/")


@dataclass(frozen=True, slots=True)
class ListPage:
    """What an answer to a :class:`ListRequest` holds."""

    entries: tuple[Entry, ...] = ()
    more: tuple[ListRequest, ...] = ()
    """The next page of the same list or, for an index, the sitemaps it names."""
    problem: str | None = None
    """Why nothing could be read, in words for the operator; None where the answer was what it should be."""


@dataclass
class _Links:
    """The article links of one page, by document key in the order of the page."""

    entries: dict[str, Entry] = field(default_factory=dict)
    nodes: dict[str, etree._Element] = field(default_factory=dict)

    def add(self, node: etree._Element, entry: Entry | None) -> None:
        """Keep the article once, with the longest title that its links have (a picture's link has none)."""
        if entry is None or entry.key is None:
            return
        known = self.entries.get(entry.key)
        if known is None:
            self.entries[entry.key] = entry
            self.nodes[entry.key] = node
        elif len(entry.title or "") > len(known.title or ""):
            self.entries[entry.key] = replace(known, title=entry.title)


def start_requests(source: Source, registry: Registry) -> list[ListRequest]:
    """Where discovery of a source begins: feeds, sitemaps, sections; the home page where nothing else is known."""
    feeds = [ListRequest(url, kind="feed", section=url) for url in source.feeds]
    sitemaps = [ListRequest(url, kind="sitemap", section=url) for url in source.sitemaps]
    sections = [_section_request(url, source, registry) for url in source.sections]
    found = [*feeds, *sitemaps, *sections]
    return found or [ListRequest(source.home, kind="home", section=source.home)]


def _section_request(url: str, source: Source, registry: Registry) -> ListRequest:
    style = next(iter(registry.lists_of(source)), None)
    return ListRequest(url, section=url, style=style, page=style.first_page if style else 1)


def read_answer(
    request: ListRequest,
    body: bytes,
    registry: Registry,
    source: Source,
    url: str = "",
    since: datetime | None = None,
) -> ListPage:
    """The entries of an answer and the requests that follow from it; never raises for what stands in the answer.

    ``url`` is the address that answered, where a redirect led away from the request's. With ``since``, sitemaps of an
    index that were not changed since then are left out.
    """
    at = url or request.url
    try:
        if request.kind == "feed":
            return ListPage(_owned(parse_feed(body, at), registry, source))
        if request.kind == "sitemap":
            return _read_sitemap(request, body, at, registry, source, since)
        return parse_list(body, at, source, registry, request)
    except DiscoveryError as error:
        return ListPage(problem=str(error))


def denied(path: str, source: Source | None = None) -> bool:
    """Whether a path leads to no article text: films, pictures, print editions, advertorials, translations."""
    own = source.deny if source else ()
    return bool(_DENIED.search(path) or _FOREIGN.match(path) or any(re.search(pattern, path) for pattern in own))


def _owned(entries: Iterable[Entry], registry: Registry, source: Source) -> tuple[Entry, ...]:
    """The entries that are articles of ``source``, each once, with what their addresses say."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        known = identified(entry, registry, source)
        if known is not None and known.key is not None:
            kept.setdefault(known.key, known)
    return tuple(kept.values())


def identified(entry: Entry, registry: Registry, source: Source) -> Entry | None:
    """The entry with its document key and date limit where it is an article of ``source`` to be read, else None."""
    use = source.host_keys.get(host_key(entry.url))
    if use is None or use.language != "vi" or denied(urlsplit(entry.url).path, source):
        return None
    found = registry.identify(entry.url)
    if found is None:
        return None
    key, stamp = found
    return replace(entry, key=key, not_after=stamp.latest if stamp else None)


def _read_sitemap(
    request: ListRequest, body: bytes, url: str, registry: Registry, source: Source, since: datetime | None
) -> ListPage:
    sitemap = parse_sitemap(body, url)
    newest = sorted(sitemap.children, key=lambda child: child.updated.timestamp() if child.updated else 0, reverse=True)
    children = [
        ListRequest(child.url, kind="sitemap", section=request.section, page=request.page + 1)
        for child in newest
        if source.owns(child.url) and request.page < _SITEMAP_DEPTH and not (since and child.older_than(since))
    ]
    problem = "more addresses than one sitemap may hold" if sitemap.truncated else None
    return ListPage(_owned(sitemap.entries, registry, source), tuple(children), problem)


def parse_list(
    body: bytes | str, url: str, source: Source, registry: Registry, request: ListRequest | None = None
) -> ListPage:
    """The articles that a list page (HTML or JSON) names, and the requests for the page after it.

    A source's ``hook`` (``module:function``) is asked first: it gets the same arguments and answers a
    :class:`ListPage`, or None to leave the page to this function.
    """
    asked = request or _section_request(url, source, registry)
    hook = source.hook_function()
    if hook is not None and isinstance(page := hook(body, url, source, registry, asked), ListPage):
        return page
    raw = body.encode("utf-8") if isinstance(body, str) else body[:MAX_LIST]
    if raw.lstrip()[:1] in (b"[", b"{"):
        return _parse_json(raw, url, source, registry, asked)
    tree = parse_html(raw)
    if tree is None:  # past its end some lists answer with nothing at all
        return ListPage(problem=None if asked.page > 1 else "an empty answer")
    entries = _list_entries(tree, url, source, registry, asked.style)
    if asked.kind == "home" or asked.style is None:
        return ListPage(entries)
    more = next_requests(raw, tree, url, source, registry, asked)
    if any(request.page == asked.page for request in more):  # the list starts anew, in JSON: this page is no measure
        entries = tuple(replace(entry, aside=True) for entry in entries)
    return ListPage(entries, more)


def _list_entries(
    tree: lxml_html.HtmlElement, url: str, source: Source, registry: Registry, style: ListStyle | None
) -> tuple[Entry, ...]:
    base = base_of(tree, url)
    found = _Links()
    for node in link_nodes(tree):
        found.add(node, _entry_at(node, base, registry, source))
    main = {
        entry.key
        for selector in (style.links if style else ())
        for node in select(tree, selector)[:MAX_LINKS]
        if (entry := _entry_at(node, base, registry, source))
    }
    times = _times(found)
    entries = [
        replace(entry, published=times.get(key), aside=bool(main) and key not in main)
        for key, entry in found.entries.items()
    ]
    return tuple(sorted(entries, key=lambda entry: entry.aside))


def _entry_at(node: etree._Element, base: str, registry: Registry, source: Source) -> Entry | None:
    link = absolute(base, node.get("href") or "")
    return identified(Entry(url=link, title=title_of(node)), registry, source) if link else None


def _times(found: _Links) -> dict[str, datetime]:
    """Times printed in the list, by key: of each article's own item, the largest box that names no other article."""
    owner: dict[etree._Element, str | None] = {}
    for key, node in found.nodes.items():
        for box in islice(node.iterancestors(), _ITEM_DEPTH):
            owner[box] = key if owner.get(box, key) == key else None
    texts: dict[str, str | None] = {}
    for key, node in found.nodes.items():
        item = node
        for box in islice(node.iterancestors(), _ITEM_DEPTH):
            if owner[box] != key:
                break
            item = box
        texts[key] = _time_text(item)
    times = read_times(list(texts.values()))
    return {
        key: time
        for key, time in zip(texts, times, strict=True)
        if time is not None and not _contradicted(time, found.entries[key])
    }


def _contradicted(time: datetime, entry: Entry) -> bool:
    """Whether the address says another month: then what stood in the list was not the time of publication."""
    if entry.not_after is None:
        return False
    return not timedelta(days=-1) <= entry.not_after - time <= timedelta(days=32)


def _time_text(item: etree._Element) -> str | None:
    stamp = next(item.iter("time"), None)
    if stamp is not None and stamp.get("datetime"):
        return stamp.get("datetime")
    return next((text for text in map(str, item.itertext()) if _is_stamp(text)), None)


def _is_stamp(text: str) -> bool:
    """Whether a text is a time stamp and nothing else: a date within a teaser is of what the article tells.

    An article taken for old is not fetched, so that a wrong time here would lose it.
    """
    return len(text) <= 90 and bool(_DATE_TEXT.search(text)) and not _STAMP_WORDS.sub("", text).strip()


def _parse_json(raw: bytes, url: str, source: Source, registry: Registry, asked: ListRequest) -> ListPage:
    style = asked.style
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return ListPage(problem=f"not JSON: {error}")
    if style is None or style.style not in ("json_pages", "max_id", "post_fragment"):
        return ListPage(problem="JSON where a page was expected")
    if style.style == "post_fragment":
        fragment = answer.get("d") if isinstance(answer, dict) else None
        if not isinstance(fragment, str) or fragment.lstrip()[:1] in ("[", "{"):
            return ListPage(problem="JSON without a fragment of HTML")
        return parse_list(fragment, url, source, registry, asked)
    items = dig(answer, style.items)
    if not isinstance(items, list):
        return ListPage(problem=f"no list of items at {style.items or 'the top'}")
    rows = [item for item in items[:MAX_LINKS] if isinstance(item, dict)]
    entries = _json_entries(rows, url, style)
    return ListPage(_owned(entries, registry, source), next_json(answer, rows, url, style, asked))


def _json_entries(rows: Sequence[dict[str, Any]], url: str, style: ListStyle) -> list[Entry]:
    times = read_times([pick(row, style, "published") for row in rows])
    found: list[Entry] = []
    for row, time in zip(rows, times, strict=True):
        link = absolute(url, pick(row, style, "url") or "")
        if link is not None:
            found.append(Entry(url=link, title=pick(row, style, "title"), published=time))
    return found
