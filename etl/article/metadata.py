"""What a page states about itself for machines: JSON-LD in its broken forms, OpenGraph and other metas, microdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, cast

from lxml import etree

from etl.article.document import Document
from etl.article.tree import Element, text_of, tidy

ARTICLE_TYPES = frozenset((
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "reviewnewsarticle", "blogposting", "report", "socialmediaposting", "liveblogposting",
    "techarticle", "scholarlyarticle", "advertisercontentarticle", "satiricalarticle", "webcontent",
))  # fmt: skip
LIST_TYPES = frozenset(["itemlist", "collectionpage", "searchresultspage"])
_MAX_JSON = 2_000_000
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_RAW_CONTROL = re.compile(r"[\x00-\x1f]+")
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/|<!\[CDATA\[)|(?:-->|//\]\]>|/\*\]\]>\*/|\]\]>)\s*;?\s*$"
)
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|description|articleSection|articleBody)"\s*:\s*"((?:[^"\\]|\\.)*)"'
)
_TYPE = re.compile(r'"@type"\s*:\s*"([A-Za-z]+)"')
_AUTHOR = re.compile(r'"author"\s*:\s*\[?\s*\{[^{}]*?"name"\s*:\s*"((?:[^"\\]|\\.)*)"')


@dataclass(slots=True)
class Metadata:
    """The page's statements, by field; ``how`` remembers which form said it."""

    types: set[str] = field(default_factory=set)
    og_type: str | None = None
    headline: str | None = None
    og_title: str | None = None
    html_title: str | None = None
    description: str | None = None
    published: list[tuple[str, str]] = field(default_factory=list)
    """(how, text) in order of trust."""
    updated: list[tuple[str, str]] = field(default_factory=list)
    authors: list[tuple[str, str]] = field(default_factory=list)
    section: str | None = None
    trail: list[str] = field(default_factory=list)
    """The names of the breadcrumb, from the front page down."""
    tags: list[str] = field(default_factory=list)
    canonical: str | None = None
    site_name: str | None = None
    publisher: str | None = None
    body: str | None = None
    articles: int = 0
    """How many articles the JSON-LD describes: a list's page describes many."""

    @property
    def is_article(self) -> bool:
        """Whether the page's structured data describe one article, which is this page.

        A list's page may describe its first story; then the headline is not what the page is called.
        """
        if not self.types & ARTICLE_TYPES or self.articles > 2:
            return False
        names = [name for name in (self.og_title, self.html_title) if name]
        return not self.headline or not names or any(_alike(self.headline, name) for name in names)


def _alike(one: str, other: str) -> bool:
    """Whether two titles share at least two fifths of the shorter one's words."""
    first, second = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(first & second) >= 0.4 * min(len(first), len(second))


def read_metadata(document: Document) -> Metadata:
    """Everything a page says about itself in its head, its JSON-LD and its microdata."""
    data = Metadata()
    root = document.root
    for statement in _statements(document):
        _read_json(statement, data)
    _read_metas(root, data)
    _read_microdata(document, data)
    title = next(root.iter("title"), None)
    data.html_title = text_of(title) or None if title is not None else None
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            data.canonical = link.get("href").strip()
            break
    return data


def _statements(document: Document) -> Iterator[str]:
    """The page's JSON-LD blocks, those too that could not be told from their surroundings before it was parsed."""
    yield from document.statements
    for script in document.root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield script.text


def _read_json(text: str, data: Metadata) -> None:
    parsed = _loads(text)
    if parsed is None:
        _read_torn_json(text, data)
        return
    for node in _nodes(parsed):
        _read_node(node, data)


def _loads(text: str) -> Any:
    """The value of a JSON-LD block, repaired where it is broken in one of the usual ways, or None."""
    if len(text) > _MAX_JSON:
        return None
    text = _WRAPPER.sub("", text).strip().rstrip(";")
    for attempt in _repairs(text):
        try:
            value = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        # Escaped twice: the block is a JSON string that holds JSON.
        if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
            return _loads(value)
        return value
    return None


def _repairs(text: str) -> Iterator[str]:
    """The text as it is, then as it may have been meant, each repair on top of the one before."""
    yield text
    text = _RAW_CONTROL.sub(" ", text)
    yield text
    text = _TRAILING_COMMA.sub(r"\1", text)
    yield text
    yield _TRAILING_COMMA.sub(r"\1", unescape(text))
    yield text.replace('\\"', '"')


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if isinstance(value.get(key), dict | list):
                yield from _nodes(value[key], depth + 1)


def _types(node: dict[str, Any]) -> set[str]:
    value = node.get("@type") or node.get("type")
    values = value if isinstance(value, list) else [value]
    return {item.rsplit("/", 1)[-1].lower() for item in values if isinstance(item, str)}


def _read_node(node: dict[str, Any], data: Metadata) -> None:
    types = _types(node)
    data.types |= types
    if "breadcrumblist" in types and not data.trail:
        data.trail = _trail(node.get("itemListElement"))
    if not types & ARTICLE_TYPES:
        if types & {"webpage"}:
            data.published += [("json-ld webpage", text) for text in _strings(node.get("datePublished"))]
        return
    data.articles += 1
    data.headline = data.headline or _first(node.get("headline")) or _first(node.get("name"))
    data.description = data.description or _first(node.get("description"))
    data.published[:0] = [("json-ld", text) for text in _strings(node.get("datePublished"))]
    data.updated += [("json-ld", text) for text in _strings(node.get("dateModified"))]
    data.authors += [("json-ld", name) for name in _names(node.get("author"))]
    data.authors += [("json-ld", name) for name in _names(node.get("creator")) if not node.get("author")]
    data.section = data.section or _first(node.get("articleSection"))
    data.publisher = data.publisher or next(iter(_names(node.get("publisher"))), None)
    data.body = data.body or _raw(node.get("articleBody"))
    keywords = node.get("keywords")
    for text in _strings(keywords):
        _add_tags(data, text)


def _trail(items: Any) -> list[str]:
    """The names of a breadcrumb's items, which stand in the item or in the thing it points at."""
    named: list[str] = []
    for item in items[:10] if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        thing = item.get("item")
        name = _first(item.get("name")) or (_first(thing.get("name")) if isinstance(thing, dict) else None)
        if name:
            named.append(name)
    return named


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    return [tidy(unescape(value))] if isinstance(value, str) and value.strip() else []


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [tidy(unescape(item)) for item in values if isinstance(item, str) and item.strip()]


def _raw(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) and value.strip() else None


def _first(value: Any) -> str | None:
    return next(iter(_strings(value)), None)


def _read_torn_json(text: str, data: Metadata) -> None:
    """Fields picked out of a block that no repair makes JSON (a raw quotation mark in the headline, mostly)."""
    text = text[:_MAX_JSON]
    types = {name.lower() for name in _TYPE.findall(text)}
    data.types |= types
    if not types & ARTICLE_TYPES:
        return
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(text):
        fields.setdefault(name, _unquoted(value))
    if date := fields.get("datePublished"):
        data.published.insert(0, ("json-ld", date))
    if date := fields.get("dateModified"):
        data.updated.append(("json-ld", date))
    data.headline = data.headline or fields.get("headline")
    data.description = data.description or fields.get("description")
    if match := _AUTHOR.search(text):
        data.authors.append(("json-ld", _unquoted(match.group(1))))


def _unquoted(value: str) -> str:
    try:
        return tidy(unescape(json.loads(f'"{_RAW_CONTROL.sub(" ", value)}"')))
    except ValueError:
        return tidy(unescape(value))


_PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "pubdate",
    "publishdate", "publish-date", "publish_date", "published_time", "date_published", "article.published",
    "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "dc.date.created", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "article:create_at", "article_date_original",
    "its_publication", "date", "created",
)  # fmt: skip
_UPDATED_METAS = (
    "article:modified_time", "og:updated_time", "article:updated_time", "datemodified", "lastmod", "last-modified",
    "dc.date.modified", "dcterms.modified", "its_update",
)  # fmt: skip
_AUTHOR_METAS = (
    "article:author",
    "author",
    "dc.creator",
    "dc.author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author_name",
)


def _read_metas(root: Element, data: Metadata) -> None:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (
            (meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or "")
            .strip()
            .lower()
        )
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name, []).append(content)
    data.og_type = _meta(found, "og:type")
    if data.og_type:
        data.og_type = data.og_type.lower()
    data.og_title = _meta(found, "og:title", "twitter:title", "dc.title", "title")
    data.headline = data.headline or _meta(found, "headline")
    data.description = data.description or _meta(
        found, "og:description", "description", "twitter:description", "dc.description"
    )
    data.site_name = _meta(found, "og:site_name", "application-name", "twitter:site")
    data.canonical = _meta(found, "og:url")
    data.section = data.section or _meta(found, "article:section", "articlesection")
    data.published += [(f"meta {name}", tidy(text)) for name in _PUBLISHED_METAS for text in found.get(name, ())]
    data.updated += [(f"meta {name}", tidy(text)) for name in _UPDATED_METAS for text in found.get(name, ())]
    data.authors += [(f"meta {name}", tidy(text)) for name in _AUTHOR_METAS for text in found.get(name, ())]
    for text in found.get("article:tag", ()):
        _add_tags(data, text)
    if not data.tags:
        for text in found.get("news_keywords", []) or found.get("keywords", []):
            _add_tags(data, text)


def _meta(found: dict[str, list[str]], *names: str) -> str | None:
    for name in names:
        for text in found.get(name, ()):
            if cleaned := tidy(unescape(text)):
                return cleaned
    return None


def _add_tags(data: Metadata, text: str) -> None:
    for tag in re.split(r"[,;|]", unescape(text)):
        cleaned = tidy(tag)
        if cleaned and cleaned not in data.tags and len(cleaned) <= 80 and len(data.tags) < 40:
            data.tags.append(cleaned)


_ITEM_TYPE = re.compile(r"itemtype\s*=\s*[\"']?[^\"'>]{0,200}?/([A-Za-z]+)[\"'\s>]")
_ITEM_DATE = re.compile(r"itemprop\s*=\s*[\"']?(?i:date(?:Published|Modified))")
_CLOCK = re.compile(r"\d:\d\d")
_DATES = etree.XPath("descendant::*[starts-with(@itemprop, 'date')]")


def _read_microdata(document: Document, data: Metadata) -> None:
    """Types and dates of microdata, unless JSON-LD has said both; the tree is searched only where there are dates."""
    if data.types & ARTICLE_TYPES and data.published and _CLOCK.search(data.published[0][1]):
        return
    if "itemtype" in document.text:
        kinds = {kind.lower() for kind in _ITEM_TYPE.findall(document.text)}
        data.types |= kinds & ARTICLE_TYPES - {"webcontent"}
    if "itemprop" not in document.text or not _ITEM_DATE.search(document.text):
        return
    for element in cast("list[Element]", _DATES(document.root)):
        name = (element.get("itemprop") or "").strip().lower()
        if name not in ("datepublished", "datemodified") or element.tag == "meta":
            continue
        if text := element.get("content") or element.get("datetime") or text_of(element):
            (data.published if name == "datepublished" else data.updated).append(("microdata", tidy(text)))
