"""The person in the byline, weighed from the body's last lines, the page's author elements and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from lxml import etree

from etl.article import byline, furniture
from etl.article.blocks import Block
from etl.article.byline import Credits
from etl.article.document import Document
from etl.article.furniture import is_author
from etl.article.tree import Element, class_id, last_of, select, text_of

_LONGEST = 80
_MOST = 8
_BELOW = 200
"""Elements below the text among which the byline can still stand."""
_AUTHOR_PAGE = re.compile(r"/(?:tac-gia|author|tacgia)/")
_AUTHORS = etree.XPath("descendant::*[@rel='author' or @itemprop='author' or @data-role='author']")
_MOST_SAID = 200
_NEVER = frozenset(("script", "style", "meta", "link", "body", "html"))


def decide(
    paragraphs: list[Block], shown: Iterable[tuple[str, str]], stated: Iterable[tuple[str, str]], sites: tuple[str, ...]
) -> tuple[Credits, str | None, list[Block]]:
    """Credits, the origin of the author, and the paragraphs without the byline.

    A labelled line of the body comes first, then ``shown`` (origin and text of the page's author elements), a bare
    signature, and what the page ``stated`` to machines. Where a shown author is one of several in JSON-LD, all of them
    are meant: pages print «A và 1 tác giả khác».
    """
    printed, signed, rest = byline.take_credits(paragraphs)
    in_json = _persons((text for how, text in stated if how == "json-ld"), sites)
    if printed.author:
        return printed, "byline", rest
    for how, text in shown:
        if name := byline.person(text, sites):
            printed.author = _all_of(name, in_json)
            return printed, how, rest
    if signed:
        printed.author = signed
        return printed, "signature", rest
    names = in_json or _persons((text for _, text in stated), sites)
    printed.author = ", ".join(names) or None
    return printed, "metadata" if names else None, rest


def _persons(texts: Iterable[str], sites: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(name for text in texts if (name := byline.person(text, sites))))


def _all_of(name: str, in_json: list[str]) -> str:
    return ", ".join(in_json) if byline.fold(name) in map(byline.fold, in_json) else name


def author_texts(document: Document, title: Element | None, container: Element) -> list[str]:
    """Texts of elements that say they name the author, after the title, outside menus and related items.

    They are sought in the part of the page that holds both the title and the body's container.
    """
    around = _around(title, container)
    place = document.position
    start = place(around)
    first = max(start, place(title)) if title is not None else start
    last = min(place(last_of(container)) + _BELOW, place(last_of(around)))
    texts: list[str] = []
    for position in sorted(_named(document, first, last) | _said(around, document)):
        element = document.elements[position]
        if not first <= position <= last or element.tag in _NEVER or _in_furniture(element):
            continue
        if 0 < len(text := text_of(element)) <= _LONGEST:
            texts.append(text)
            if len(texts) >= _MOST:
                break
    return texts


def _around(title: Element | None, container: Element) -> Element:
    """The nearest element around the container that holds the title too, and one level more."""
    above = {*title.iterancestors(), title} if title is not None else set()
    around = container
    for ancestor in container.iterancestors():
        around = ancestor
        if not above or ancestor in above:
            break
    parent = around.getparent()
    return parent if parent is not None and parent.tag != "html" else around


def _named(document: Document, first: int, last: int) -> set[int]:
    """The positions of the elements in a part of the page whose class or id names the author."""
    return {
        place
        for names in (document.by_class, document.by_id)
        for name, places in names.items()
        if places[-1] >= first and places[0] <= last and is_author(name)
        for place in places
    }


def _said(around: Element, document: Document) -> set[int]:
    """The positions of the elements whose role is the author's, and of the links to an author's page."""
    said = cast("list[Element]", _AUTHORS(around))
    said += [link for link in around.iter("a") if _AUTHOR_PAGE.search(link.get("href") or "")]
    return {document.position(element) for element in said[:_MOST_SAID]}


def _in_furniture(element: Element) -> bool:
    return any(
        ancestor.tag in ("aside", "nav", "footer")
        or (ancestor.tag == "li" and select(ancestor, "h2, h3, h4"))
        or furniture.is_related(class_id(ancestor))
        for ancestor in element.iterancestors()
    )
