"""RSS, Atom, RDF and sitemaps: bytes in, entries out, with every bound that a stranger's file needs.

Feeds of provincial papers are often not XML: bare ampersands, HTML entities, text before the declaration, prefixes
never declared. They are mended, not refused. Entities of a DTD are never expanded and gzip is never trusted.
"""

from __future__ import annotations

import html
import html.entities
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from spiders.addresses import absolute
from spiders.times import read_time, read_times

MAX_FEED = 16 * 1024 * 1024
MAX_SITEMAP = 64 * 1024 * 1024
"""Bytes after decompression; the protocol allows 50 MB and 50,000 addresses a sitemap."""
MAX_ENTRIES = 100_000

_ENTITY = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));|&")
_DOCTYPE = r"<!DOCTYPE[^\[>]{0,1000}(?:\[.{0,65536}?\]\s*)?>"
_ROOT = re.compile(r"<(?:\?xml|!--|(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex)\b)", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TAG = re.compile(r"<[^>]{0,2000}>")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))


class DiscoveryError(ValueError):
    """What came back is not what was asked for (no feed, no sitemap, too large); the message says what it was."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a feed, sitemap or list names."""

    url: str
    """Absolute, without fragment."""
    title: str | None = None
    published: datetime | None = None
    """Aware; a hint, not the article's own time."""
    updated: datetime | None = None
    """``lastmod`` of a sitemap, ``updated`` of Atom."""
    key: str | None = None
    """Document key, where the registry was asked."""
    not_after: datetime | None = None
    """The latest moment at which it can have been published, as its address says; None: the address says nothing."""
    aside: bool = False
    """Named beside the list itself (most read, related): to be fetched, but no measure of where the list stands."""

    def older_than(self, since: datetime) -> bool | None:
        """Whether it was published before ``since``; None where nothing says when.

        An article is not younger than its last change, nor than the month in its address.
        """
        limits = [moment for moment in (self.published, self.not_after, self.updated) if moment is not None]
        return min(limits) < since if limits else None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap: addresses of pages, or (an index) of further sitemaps."""

    entries: tuple[Entry, ...]
    children: tuple[Entry, ...]
    truncated: bool = False
    """There was more than ``MAX_ENTRIES``."""


def inflate(body: bytes, limit: int) -> bytes:
    """``body``, decompressed where it is gzip (of any number of members), never to more than ``limit`` bytes.

    :raises DiscoveryError: larger than ``limit``, or broken before anything came out.
    """
    if len(body) > limit:
        raise DiscoveryError(f"larger than {limit} bytes")
    if not body.startswith(b"\x1f\x8b"):
        return body
    out = bytearray()
    rest = body
    try:
        while rest.startswith(b"\x1f\x8b"):
            member = zlib.decompressobj(wbits=31)
            out += member.decompress(rest, limit + 1 - len(out))
            if len(out) > limit:
                raise DiscoveryError(f"gzip that opens to more than {limit} bytes")
            rest = member.unused_data
    except zlib.error as error:
        if not out:
            raise DiscoveryError(f"broken gzip: {error}") from None
    return bytes(out)


def parse_feed(body: bytes, url: str) -> list[Entry]:
    """The entries of an RSS, RDF or Atom feed fetched from ``url``, in its order.

    :raises DiscoveryError: it is no feed.
    """
    root = _root(_mended(inflate(body, MAX_FEED)))
    if root is None or _name(root) not in ("rss", "feed", "RDF", "rdf"):
        raise DiscoveryError(f"no feed: {_what(body)}")
    items = [node for node in root.iter() if _name(node) in ("item", "entry")][:MAX_ENTRIES]
    found = [(node, link) for node in items if (link := _feed_link(node, url))]
    published = read_times([_child(node, "pubDate", "published", "date", "issued", "created") for node, _ in found])
    updated = read_times([_child(node, "updated", "modified", "lastBuildDate") for node, _ in found])
    return [
        Entry(url=link, title=_plain(_child(node, "title")), published=at or changed, updated=changed)
        for (node, link), at, changed in zip(found, published, updated, strict=True)
    ]


def parse_sitemap(body: bytes, url: str) -> Sitemap:
    """A sitemap, news sitemap, sitemap index or plain list of addresses; gzip is opened.

    :raises DiscoveryError: it is none of these, or too large.
    """
    opened = inflate(body, MAX_SITEMAP)
    head = opened[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        return _text_sitemap(opened, url)
    entries: list[Entry] = []
    children: list[Entry] = []
    for node in _sitemap_nodes(opened, url):
        entry = _sitemap_entry(node, url)
        if entry is not None:
            (children if _name(node) == "sitemap" else entries).append(entry)
        if len(entries) + len(children) >= MAX_ENTRIES:
            return Sitemap(tuple(entries), tuple(children), truncated=True)
    if not entries and not children and not re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", opened):
        raise DiscoveryError(f"no sitemap: {_what(body)}")
    return Sitemap(tuple(entries), tuple(children))


def sitemaps_of_robots(text: str, url: str) -> list[str]:
    """The addresses after ``Sitemap:`` in a robots.txt fetched from ``url``."""
    lines = re.findall(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", text[:512_000], re.IGNORECASE | re.MULTILINE)
    return list(dict.fromkeys(found for line in lines if (found := absolute(url, line))))


def _sitemap_nodes(opened: bytes, url: str) -> Iterator[etree._Element]:
    """The ``url`` and ``sitemap`` elements one by one, each forgotten after use: memory stays flat."""
    source = io.BytesIO(_BARE_AMPERSAND.sub(b"&amp;", _without_doctype(opened)))
    tags = ("{*}url", "{*}sitemap")
    events = etree.iterparse(source, events=("end",), tag=tags, recover=True, resolve_entities=False, no_network=True)
    try:
        for _, node in events:
            yield node
            node.clear()
            while node.getprevious() is not None:
                parent = node.getparent()
                if parent is None:
                    break
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise DiscoveryError(f"no sitemap at {url}: {error}") from None


def _without_doctype(opened: bytes) -> bytes:
    head = opened[:100_000]
    if b"<!DOCTYPE" not in head.upper():
        return opened
    return re.sub(_DOCTYPE.encode(), b"", head, count=1, flags=re.DOTALL | re.IGNORECASE) + opened[100_000:]


def _sitemap_entry(node: etree._Element, url: str) -> Entry | None:
    link = absolute(url, html.unescape(_child(node, "loc") or ""))
    if link is None:
        return None
    return Entry(
        url=link,
        title=_plain(_descendant(node, "title")),
        published=read_time(_descendant(node, "publication_date")),
        updated=read_time(_child(node, "lastmod")),
    )


def _text_sitemap(opened: bytes, url: str) -> Sitemap:
    lines = opened.decode("utf-8", "replace").split()[: MAX_ENTRIES + 1]
    links = [line for line in lines if re.match(r"https?://", line)]
    if not links or len(links) < len(lines) / 2:
        raise DiscoveryError(f"no sitemap: {_what(opened)}")
    found = [Entry(url=link) for line in links[:MAX_ENTRIES] if (link := absolute(url, line))]
    return Sitemap(tuple(found), (), truncated=len(links) > MAX_ENTRIES)


def _mended(body: bytes) -> str:
    """The text of a feed, its encoding settled, junk before the root gone, bare ampersands and entities repaired."""
    text = _CONTROL.sub("", _decoded(body))
    root = _ROOT.search(text)
    text = _DECLARATION.sub("", text[root.start() :] if root else text)
    text = re.sub(_DOCTYPE, "", text[:100_000], count=1, flags=re.DOTALL | re.IGNORECASE) + text[100_000:]
    return "".join(part if raw else _ENTITY.sub(_mend_entity, part) for part, raw in _cdata_apart(text))


def _cdata_apart(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a CDATA section (whose ampersands are meant)."""
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        yield text[at:start], False
        yield text[start : end + 3], True
        at = end + 3
    yield text[at:], False


def _mend_entity(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    name = found[2]
    if name in _XML_ENTITIES:
        return found[0]
    letter = html.entities.html5.get(f"{name};") if name else None
    if letter is None:
        return "&amp;" + found[0][1:]
    return html.escape(letter)


def _decoded(body: bytes) -> str:
    """By byte-order mark, else UTF-8 where it is valid UTF-8 (declarations lie), else as declared."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(body[:200])
        try:
            return body.decode(declared[1].decode() if declared else "utf-8", "replace")
        except LookupError:
            return body.decode("utf-8", "replace")


def _root(text: str) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(node: etree._Element) -> str:
    """Local name; comments have none. Undeclared prefixes (``media:``) are part of lxml's tag and cut off."""
    tag = node.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _child(node: etree._Element, *names: str) -> str | None:
    """Text of the first child of one of these names, in the order of the names."""
    texts: dict[str, etree._Element] = {}
    for child in node:
        texts.setdefault(_name(child), child)
    for name in names:
        if name in texts and (text := "".join(map(str, texts[name].itertext())).strip()):
            return text
    return None


def _descendant(node: etree._Element, name: str) -> str | None:
    found = next((child for child in node.iter() if _name(child) == name), None)
    return None if found is None else "".join(map(str, found.itertext())).strip() or None


def _feed_link(node: etree._Element, url: str) -> str | None:
    """Atom's alternate link, RSS's link, or a guid that is an address."""
    for child in node:
        if _name(child) == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return absolute(url, child.get("href") or "")
    if text := _child(node, "origLink", "link"):
        return absolute(url, text)
    guid = _child(node, "guid", "id") or ""
    return absolute(url, guid) if guid.startswith(("http://", "https://", "/")) else None


def _plain(text: str | None) -> str | None:
    """A title without tags and entities, which feeds escape once or twice."""
    if text is None:
        return None
    for _ in range(2):
        text = html.unescape(text)
    return " ".join(_TAG.sub(" ", text).split())[:500] or None


def _what(body: bytes) -> str:
    head = body[:300].decode("utf-8", "replace").strip().lower()
    if "<html" in head or "<!doctype html" in head:
        return "an HTML page"
    return "an empty answer" if not head else f"it begins {head[:40]!r}"
