"""The page after this one: how each style of list is asked to go on.

A list's requests are plain data (:class:`ListRequest`), so that the crawler, a test and ``solieu source check`` all
ask alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml import html as lxml_html

from spiders.addresses import absolute
from spiders.markup import base_of, link_nodes
from spiders.registry import ListStyle, Registry, Source

RequestKind = Literal["feed", "sitemap", "list", "home"]

_FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
_POSTBACK = re.compile(r"__doPostBack\(['\"]([^'\"]{1,300})['\"],\s*['\"]([^'\"]{0,300})['\"]\)")
_NEXT_WORDS = frozenset(("trang sau", "tiếp", "tiếp theo", "sau", "xem thêm", "next", ">", "›", "»", "→", "&gt;"))


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


def next_requests(
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
        case "postback":
            return _postback(tree, url, following)
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
    for node in link_nodes(tree):
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
    links = [link for node in link_nodes(tree) if (link := absolute(base, node.get("href") or "")) and suffix in link]
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
        headers=(_FORM, *_ajax(following.section)),
        fields=tuple(sorted(known.items())),
    )


def _postback(tree: lxml_html.HtmlElement, url: str, following: ListRequest) -> ListRequest | None:
    """The form that a link ``javascript:__doPostBack('target','argument')`` with the next number would send."""
    for node in link_nodes(tree):
        text = "".join(map(str, node.itertext())).strip()
        found = _POSTBACK.search(node.get("href") or "") if text == str(following.page) else None
        if found is None:
            continue
        hidden = [field for field in tree.iter("input") if (field.get("type") or "").lower() == "hidden"]
        values = {name: field.get("value") or "" for field in hidden if (name := field.get("name"))}
        values |= {"__EVENTTARGET": found[1], "__EVENTARGUMENT": found[2]}
        body = urlencode(values).encode()
        return replace(following, url=url, method="POST", body=body, headers=(_FORM, ("Referer", url)))
    return None


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


def next_json(
    answer: Any, rows: Sequence[dict[str, Any]], url: str, style: ListStyle, asked: ListRequest
) -> tuple[ListRequest, ...]:
    following = replace(asked, page=asked.page + 1)
    if not rows:
        return ()
    if style.style == "max_id":
        ids = [number for row in rows if (number := _whole(pick(row, style, "id"))) is not None]
        return (_max_id_request(style, min(ids), url, following),) if ids else ()
    total = _whole(str(dig(answer, style.total)))
    if total is not None and asked.page >= total:
        return ()
    return (_json_page(style, asked.url, asked.page + 1, following),)


def dig(value: Any, path: str | None) -> Any:
    for step in (path or "").split(".") if path else ():
        value = value.get(step) if isinstance(value, dict) else None
    return value


def pick(row: dict[str, Any], style: ListStyle, name: str) -> str | None:
    """The first of the field's names that the row has, in any case, as text."""
    folded = {key.lower(): value for key, value in row.items()}
    for written in style.fields.get(name, ()):
        value = folded.get(written.lower())
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return None
