"""Section lists: the articles that a list page names, and how to ask for the page after it.

A list's requests are plain data (:class:`ListRequest`), so that the crawler, a test and ``solieu source check`` all
ask alike. Which link is an article is decided by the address forms of the source's families alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from spiders.addresses import absolute, host_key
from spiders.feeds import DiscoveryError, Entry, parse_feed, parse_sitemap
from spiders.registry import ListStyle, Registry, Source
from spiders.times import read_times

MAX_LIST = 8 * 1024 * 1024
"""Bytes of a list page that are read; real ones have 50 to 400 KB."""
MAX_LINKS = 3_000

RequestKind = Literal["feed", "sitemap", "list", "home"]

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
_NEXT_WORDS = frozenset(("trang sau", "tiếp", "tiếp theo", "sau", "xem thêm", "next", ">", "›", "»", "→", "&gt;"))
_DENIED = re.compile(
    r"/(?:multimedia|infographics?|emagazines?|longform|megastory|e-?paper|podcasts?|videos?|short-video|media|tv|"
    r"photos?|photostory|anh|anh-dep|bao-anh|(?:xem-)?albumphoto|audio|truyen-hinh|phat-thanh|doc-bao-in|docbao|xem-bao|"
    r"bao-in|an-pham|rao-vat|quang-cao|quang-cao-rao-vat|thong-tin-quang-(?:ba|cao)|thong-tin-can-biet|ban-can-biet|"
    r"(?:thong-tin-)?doanh-nghiep-tu-gioi-thieu)(?:/|-\d+/|$)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"^/(?:en|fr|ru|cn|zh|lo|km|kh)/")


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A request that discovery asks for, as plain data."""

    url: str
    kind: RequestKind = "list"
    method: Literal["GET", "POST"] = "GET"
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    style: ListStyle | None = None
    """How the list pages; None for a feed, a sitemap, the home page, or before the first page is seen."""
    section: str = ""
    """Address of the section's first page: with it, one list walk is told from another."""
    page: int = 1
    fields: tuple[tuple[str, str], ...] = ()
    """What the first page said and later requests need (category and site ids, size of a page)."""


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
    more = _next_requests(raw, tree, url, source, registry, asked)
    if any(request.page == asked.page for request in more):  # the list starts anew, in JSON: this page is no measure
        entries = tuple(replace(entry, aside=True) for entry in entries)
    return ListPage(entries, more)


def parse_html(raw: bytes) -> lxml_html.HtmlElement | None:
    """The tree of a page, or None where there is nothing to parse. UTF-8 where the bytes are valid UTF-8."""
    if not raw.strip():
        return None
    try:
        raw.decode("utf-8")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        encoding = None
    parser = lxml_html.HTMLParser(encoding=encoding, huge_tree=False, recover=True)
    try:
        tree = lxml_html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    # Some houses close <html> at once and write the page behind it (Báo Tây Ninh): the parser makes a second root.
    for rest in list(tree.itersiblings()):
        tree.append(rest)
    return tree


def base_of(tree: lxml_html.HtmlElement, url: str) -> str:
    """The address that a page's links are relative to: ``<base href>``, else its own."""
    node = next(tree.iter("base"), None)
    return (node is not None and absolute(url, node.get("href") or "")) or url


def _list_entries(
    tree: lxml_html.HtmlElement, url: str, source: Source, registry: Registry, style: ListStyle | None
) -> tuple[Entry, ...]:
    base = base_of(tree, url)
    found = _Links()
    for node in _link_nodes(tree):
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


def select(tree: etree._Element, selector: str) -> list[etree._Element]:
    """The elements that a CSS selector finds, in document order."""
    found = _compiled(selector)(tree)
    return [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _entry_at(node: etree._Element, base: str, registry: Registry, source: Source) -> Entry | None:
    link = absolute(base, node.get("href") or "")
    return identified(Entry(url=link, title=_title_of(node)), registry, source) if link else None


def _link_nodes(tree: lxml_html.HtmlElement) -> Iterator[etree._Element]:
    for count, node in enumerate(tree.iter("a")):
        if count >= MAX_LINKS:
            return
        if node.get("href"):
            yield node


def _title_of(node: etree._Element) -> str | None:
    text = " ".join("".join(map(str, node.itertext())).split()) or " ".join((node.get("title") or "").split())
    return text[:500] or None


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


def _next_requests(
    raw: bytes, tree: lxml_html.HtmlElement, url: str, source: Source, registry: Registry, asked: ListRequest
) -> tuple[ListRequest, ...]:
    """The next page by the request's style; on a first page the other styles are tried where that has no answer."""
    styles = [asked.style, *(style for style in registry.lists_of(source) if style != asked.style)]
    first = asked.style is not None and asked.page == asked.style.first_page
    for style in styles if first else styles[:1]:
        found = _next_of(style, raw, tree, url, asked) if style else None
        if found is not None and source.owns(found.url) and not registry.is_article(found.url):
            return (found,)
    return ()


def _next_of(
    style: ListStyle, raw: bytes, tree: lxml_html.HtmlElement, url: str, asked: ListRequest
) -> ListRequest | None:
    page = asked.page + 1
    section = asked.section or asked.url
    following = replace(asked, style=style, page=page, section=section)
    match style.style:
        case "query_page":
            return replace(following, url=with_query(section, {style.parameter or "page": str(page)}))
        case "path_page":
            stem = section.partition("?")[0].rstrip("/") + "/"
            return replace(following, url=(style.template or "").format(section=stem, page=page))
        case "suffix_page":
            return _suffix_page(style, section, page, following)
        case "next_link":
            return _next_link(tree, url, following)
        case "portlet_page":
            return _portlet_page(style, tree, url, following)
        case "json_pages":
            return _first_json_page(style, raw, url, following)
        case "post_fragment":
            return _post_fragment(style, raw, url, asked, following)
        case "max_id":
            return _max_id_page(style, raw, tree, url, following)
    return None


def with_query(url: str, values: dict[str, str]) -> str:
    """``url`` with these parameters set and its others kept."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in values]
    return urlunsplit(parts._replace(query=urlencode([*kept, *values.items()]), fragment=""))


def _suffix_page(style: ListStyle, section: str, page: int, following: ListRequest) -> ListRequest | None:
    path = urlsplit(section).path
    found = re.search(style.page_in or "", path)
    if found is None or found.lastindex is None:
        return None
    start, end = found.span(found.lastindex)
    new = urlunsplit(urlsplit(section)._replace(path=f"{path[:start]}{page}{path[end:]}"))
    return replace(following, url=new)


def _next_link(tree: lxml_html.HtmlElement, url: str, following: ListRequest) -> ListRequest | None:
    """The page's own link to the next: ``rel=next``, or the next number or a word for it, below the section's path."""
    base = base_of(tree, url)
    for node in tree.iter("link", "a"):
        if (node.get("rel") or "").lower() == "next" and (link := absolute(base, node.get("href") or "")):
            return replace(following, url=link)
    stem = urlsplit(following.section).path.rstrip("/").removesuffix(".html")
    for node in _link_nodes(tree):
        text = " ".join("".join(map(str, node.itertext())).split()).lower()
        if text != str(following.page) and text not in _NEXT_WORDS:
            continue
        link = absolute(base, node.get("href") or "")
        if link and link != following.section and urlsplit(link).path.startswith(stem):
            return replace(following, url=link)
    return None


def _portlet_page(
    style: ListStyle, tree: lxml_html.HtmlElement, url: str, following: ListRequest
) -> ListRequest | None:
    """The page's own link to the next one: the parameter carries the portlet's instance name, which only it knows."""
    suffix = style.parameter or "_cur"
    base = base_of(tree, url)
    links = [link for node in _link_nodes(tree) if (link := absolute(base, node.get("href") or "")) and suffix in link]
    further = [
        (number, name, link)
        for link in links
        for name, value in parse_qsl(urlsplit(link).query)
        if name.endswith(suffix) and (number := _whole(value)) is not None and number >= following.page
    ]
    if not further:
        return None
    _, name, link = min(further)
    return replace(following, url=with_query(link, {name: str(following.page)}))


def _whole(text: str | None) -> int | None:
    """A whole number of at most 18 digits, or None: what stands in a page can be anything."""
    return int(text) if text and len(text) <= 18 and text.isascii() and text.isdigit() else None


def _first_json_page(style: ListStyle, raw: bytes, url: str, following: ListRequest) -> ListRequest | None:
    found = re.search(style.endpoint or "", raw.decode("utf-8", "replace"))
    if found is None:
        return None
    written = found["url"].replace("&amp;", "&").replace("\\/", "/").replace("\\u0026", "&").replace("\\x26", "&")
    endpoint = absolute(url, written)
    return None if endpoint is None else _json_page(style, endpoint, style.first_page, following)


def _json_page(style: ListStyle, endpoint: str, page: int, following: ListRequest) -> ListRequest:
    values = {style.parameter or "page": str(page)}
    if style.size_parameter and style.page_size:
        values[style.size_parameter] = str(style.page_size)
    return replace(following, url=with_query(endpoint, values), page=page, headers=_ajax(following.section))


def _ajax(referer: str) -> tuple[tuple[str, str], ...]:
    return (("X-Requested-With", "XMLHttpRequest"), ("Referer", referer))


def _post_fragment(
    style: ListStyle, raw: bytes, url: str, asked: ListRequest, following: ListRequest
) -> ListRequest | None:
    """The POST for the next fragment: fields that the first page wrote into its script, and the style's fixed ones."""
    known = dict(asked.fields) or _script_fields(raw.decode("utf-8", "replace"), style)
    if any(name not in known for name in style.read):
        return None
    last = _whole(known.get("max_page"))
    if last is not None and following.page > last:
        return None
    size = known.get("page_size") or str(style.page_size or 10)
    values = {name: value.format(page_size=size) for name, value in style.send.items()}
    values |= {name: known[name] for name in (*style.read, *style.read_if) if name in known}
    values |= {"page": str(following.page), "page_size": size}
    return replace(
        following,
        url=urljoin(asked.section or url, style.template or ""),
        method="POST",
        body=urlencode(values).encode(),
        headers=(("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"), *_ajax(following.section)),
        fields=tuple(sorted(known.items())),
    )


def _script_fields(text: str, style: ListStyle) -> dict[str, str]:
    """``name: 12``, ``name = "12"``, ``value`` of a field or data attribute of that name, in the page's text."""
    found: dict[str, str] = {}
    for name in (*style.read, *style.read_if, "page_size"):
        written = re.escape(name)
        patterns = (
            rf"\b{written}[\"']?\s*[:=]\s*(?:[\"']([\w,-]+)[\"']|([\w-]+))",
            rf"name=[\"']{written}[\"'][^>]{{0,200}}?value=[\"']([\w,-]+)",
            rf"data-{written.replace('_', '-')}=[\"']([\w,-]+)",
        )
        match = next((match for pattern in patterns if (match := re.search(pattern, text))), None)
        if match is not None:
            found[name] = next(value for value in match.groups() if value)
    if last := re.search(r"maxPage\s*=\s*(?:parseInt\()?[\"']?(\d+)", text):
        found["max_page"] = last[1]
    return found


def _max_id_page(
    style: ListStyle, raw: bytes, tree: lxml_html.HtmlElement, url: str, following: ListRequest
) -> ListRequest | None:
    ids = [number for node in tree.iter("li") if (number := _whole(node.get("pid"))) is not None]
    if not ids:
        return None
    fields = _zone_fields(raw.decode("utf-8", "replace"), style)
    return _max_id_request(style, min(ids), url, replace(following, fields=tuple(sorted(fields.items()))))


def _zone_fields(text: str, style: ListStyle) -> dict[str, str]:
    """The section's own address for more items where the page holds it, else its channel number, else all the news."""
    if style.endpoint and (found := re.search(style.endpoint, text)):
        return {name: value for name, value in found.groupdict().items() if value is not None}
    channels = [number for number in re.findall(r"channelId[\"']?\s*[:=]\s*[\"']?(\d+)", text) if number != "0"]
    return {"zone": "channel", "channel": channels[-1]} if channels else {"zone": "24h", "channel": "0"}


def _max_id_request(style: ListStyle, smallest: int, url: str, following: ListRequest) -> ListRequest:
    fields = {"zone": "24h", "channel": "0", **dict(following.fields)}
    path = (style.template or "").format(max_id=smallest, **fields)
    return replace(following, url=urljoin(url, path), headers=_ajax(following.section))


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
    items = _dig(answer, style.items)
    if not isinstance(items, list):
        return ListPage(problem=f"no list of items at {style.items or 'the top'}")
    rows = [item for item in items[:MAX_LINKS] if isinstance(item, dict)]
    entries = _json_entries(rows, url, style)
    return ListPage(_owned(entries, registry, source), _next_json(answer, rows, url, style, asked))


def _json_entries(rows: Sequence[dict[str, Any]], url: str, style: ListStyle) -> list[Entry]:
    times = read_times([_pick(row, style, "published") for row in rows])
    found: list[Entry] = []
    for row, time in zip(rows, times, strict=True):
        link = absolute(url, _pick(row, style, "url") or "")
        if link is not None:
            found.append(Entry(url=link, title=_pick(row, style, "title"), published=time))
    return found


def _next_json(
    answer: Any, rows: Sequence[dict[str, Any]], url: str, style: ListStyle, asked: ListRequest
) -> tuple[ListRequest, ...]:
    following = replace(asked, page=asked.page + 1)
    if not rows:
        return ()
    if style.style == "max_id":
        ids = [number for row in rows if (number := _whole(_pick(row, style, "id"))) is not None]
        return (_max_id_request(style, min(ids), url, following),) if ids else ()
    total = _whole(str(_dig(answer, style.total)))
    if total is not None and asked.page >= total:
        return ()
    return (_json_page(style, asked.url, asked.page + 1, following),)


def _dig(value: Any, path: str | None) -> Any:
    for step in (path or "").split(".") if path else ():
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _pick(row: dict[str, Any], style: ListStyle, name: str) -> str | None:
    """The first of the field's names that the row has, in any case, as text."""
    folded = {key.lower(): value for key, value in row.items()}
    for written in style.fields.get(name, ()):
        value = folded.get(written.lower())
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return None
