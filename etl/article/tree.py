"""The page as a tree: parsed once, with libxml2's own limits left on.

``huge_tree`` stays off, so that nesting deeper than 255 levels or an absurd text node ends the tree instead of the
process; what was read up to there is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any, Literal, cast

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from etl.encodings import repair, without_controls

Element = Any
"""An lxml element; lxml-stubs type its members too loosely to help here."""

Axis = Literal["descendant", "child", "self"]

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\u2060\ufeff\u00ad]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LONGEST_TAG = 30_000
_TAG_NAME = re.compile(r"<\w+")
_INLINE_TAG = re.compile(r"</?(?:font|b|i|u|em|strong|span|big|small|center|o:p)\b[^<>]*>", re.I)
"""What editors leave open by the hundred, each nested in the one before: a page too deep is read without them."""
_ESCAPED_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,6}|[aeiouyAEIOUY](?:grave|acute|circ|tilde|uml));")
_LONGEST_NAME = 600
_TELLING = 30
_UNICODE_VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")
MAX_CHARACTERS = 12_000_000
"""Longer pages are not articles; what scripts and pictures written into it make of a page still is read."""
MAX_MARKUP = 4_000_000
"""The same without scripts, styles and comments: the tree takes a hundred times its markup at worst."""


def parse(html: str) -> Element | None:
    """The root element, or None where there is no markup at all. Never raises on any string."""
    html = _without_huge_tags(_XML_DECLARATION.sub("", html.replace("\x00", ""), count=1))
    if not html or html.isspace():
        return None
    root, whole = _parsed(html)
    if not whole:
        root, _ = _parsed(_INLINE_TAG.sub("", html))
    # Some houses close <html> at once and write the page behind it (Báo Tây Ninh): the parser makes a second root.
    if root is not None:
        for rest in list(root.itersiblings()):
            root.append(rest)
    return root


def _without_huge_tags(html: str) -> str:
    """The page with the attributes of absurdly long tags left out.

    A tag with a hundred thousand attributes costs libxml2 half a minute; a picture written into its tag is no loss.
    """
    # A tag that long covers a whole window of half its length, in which there is no ">".
    window = _LONGEST_TAG // 2
    if all(html.find(">", start, start + window) >= 0 for start in range(0, len(html) - window, window)):
        return html
    return ">".join(_shortened(piece) if len(piece) > _LONGEST_TAG else piece for piece in html.split(">"))


def _shortened(piece: str) -> str:
    """Text between two ``>``, without the attributes of the tag at its end where that is too long."""
    start = piece.rfind("<")
    if start < 0 or len(piece) - start <= _LONGEST_TAG:
        return piece
    name = _TAG_NAME.match(piece, start)
    return piece[: name.end()] if name else piece


def _parsed(html: str) -> tuple[Element | None, bool]:
    """The tree, and whether all of the page is in it: the parser stops at its limit of depth."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, True
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in list(parser.error_log)[-3:])


def tidy(text: str) -> str:
    """One line of NFC text: blanks folded, controls and zero-width marks gone, doubly escaped entities resolved."""
    if "&" in text and _ESCAPED_ENTITY.search(text):
        text = unescape(text)
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    # In old pages the menu is Unicode and the article TCVN3 or VNI: the page as a whole gave no sign of it. TCVN3 has
    # its ư where Latin-1 has the soft hyphen, so this comes before such marks are taken out.
    if len(text) > _TELLING and not _UNICODE_VIETNAMESE.search(text):
        text, _ = repair(text)
    if not text.isprintable():
        text = " ".join(_UNPRINTABLE.sub("", without_controls(text)).split())
    return unicodedata.normalize("NFC", text)


def text_of(element: Element) -> str:
    """The element's text on one tidy line, scripts and styles left out."""
    return tidy("".join(_texts(element)))


def is_stamp_of_place(span: Element) -> bool:
    """Whether a styled span ends in a capital and the sentence begins right behind it: ``<span …>TP HCM</span>Nếu``."""
    text, tail = span.text, span.tail
    if not text or not tail or len(text) < 3 or not span.get("class"):
        return False
    return text[-1].isalpha() and tail[0].isupper() and tail[1:2].islower() and len(span) == 0


def _texts(element: Element) -> Iterator[str]:
    for node in element.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            if node is not element and node.tail:
                yield node.tail
            continue
        if node.tag in ("br", "p", "div", "li", "tr", "td"):
            yield " "
        if node.text:
            yield node.text
        if node.tag == "span" and is_stamp_of_place(node):
            yield " "
        if node is not element and node.tail:
            yield node.tail


SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:\.(?P<name>[\w-]+)|#(?P<id>[\w-]+))?")
"""The selectors ``tag``, ``.class``, ``#id``, ``tag.class`` and ``tag#id``."""


@lru_cache(maxsize=2048)
def _compiled(selector: str, axis: Axis = "descendant") -> etree.XPath:
    simple = _simple_path(selector) if axis == "descendant" else None
    return etree.XPath(simple or HTMLTranslator().css_to_xpath(selector, prefix=f"{axis}::"))


def _simple_path(selector: str) -> str | None:
    """The path of ``tag``, ``.class``, ``#id`` and ``tag.class``, several times as fast as the general translation."""
    match = SIMPLE.fullmatch(selector)
    if not selector or match is None:
        return None
    path = f"descendant::{match['tag'] or '*'}"
    if match["id"]:
        return f"{path}[@id='{match['id']}']"
    if name := match["name"]:
        return f"{path}[contains(@class,'{name}')][contains(concat(' ',normalize-space(@class),' '),' {name} ')]"
    return path


@lru_cache(maxsize=2048)
def is_selector(selector: str) -> bool:
    """Whether the text is a CSS selector that can be compiled."""
    try:
        _compiled(selector)
    except (SelectorError, etree.XPathSyntaxError):
        return False
    return True


def select(element: Element, selector: str, axis: Axis = "descendant") -> list[Element]:
    """The elements that a CSS selector matches below ``element``, in document order; none for a broken selector.

    Its first part matches on the ``axis`` from there: anything below, children only, or the element itself.
    """
    if not is_selector(selector):
        return []
    return cast("list[Element]", _compiled(selector, axis)(element))


def select_any(element: Element, selectors: tuple[str, ...]) -> list[Element]:
    """The elements that any of the selectors matches, each once, in document order; broken selectors match none."""
    path = _union(selectors)
    return cast("list[Element]", path(element)) if path is not None else []


@lru_cache(maxsize=512)
def _union(selectors: tuple[str, ...]) -> etree.XPath | None:
    paths = [_compiled(selector).path for selector in selectors if is_selector(selector)]
    return etree.XPath(" | ".join(paths)) if paths else None


def last_of(element: Element) -> Element:
    """The last element inside an element in document order, or itself."""
    while len(element):
        element = element[-1]
    return element


def class_id(element: Element) -> str:
    """Class and id of an element as one string, as written."""
    return f"{(element.get('class') or '')[:_LONGEST_NAME]} {(element.get('id') or '')[:_LONGEST_NAME]}"
