"""The tree of a page: its links, what they are relative to, and what a selector finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from spiders.addresses import absolute

MAX_LINKS = 3_000


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


def select(tree: etree._Element, selector: str) -> list[etree._Element]:
    """The elements that a CSS selector finds, in document order."""
    found = _compiled(selector)(tree)
    return [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def link_nodes(tree: lxml_html.HtmlElement) -> Iterator[etree._Element]:
    for count, node in enumerate(tree.iter("a")):
        if count >= MAX_LINKS:
            return
        if node.get("href"):
            yield node


def title_of(node: etree._Element) -> str | None:
    text = " ".join("".join(map(str, node.itertext())).split()) or " ".join((node.get("title") or "").split())
    return text[:500] or None
