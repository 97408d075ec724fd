"""The person in the byline, weighed from the body's last lines, the page's author elements and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.article import byline, furniture
from etl.article.blocks import Block
from etl.article.byline import Credits
from etl.article.tree import Element, class_id, last_of, select, text_of

_LONGEST = 80
_MOST = 8
_BELOW = 200
"""Elements below the text among which the byline can still stand."""
_AUTHOR_PAGE = re.compile(r"/(?:tac-gia|author|tacgia)/")
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


def author_texts(title: Element | None, container: Element) -> list[str]:
    """Texts of elements that say they name the author, after the title, outside menus and related items.

    They are sought in the part of the page that holds both the title and the body's container.
    """
    texts: list[str] = []
    passed = title is None
    last, below = last_of(container), 0
    for element in _around(title, container).iter():
        passed = passed or element is title
        below += below > 0 or element is last
        if below > _BELOW:
            break
        if not passed or not isinstance(element.tag, str) or element.tag in _NEVER:
            continue
        if _names_author(element) and not _in_furniture(element) and 0 < len(text := text_of(element)) <= _LONGEST:
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


def _names_author(element: Element) -> bool:
    if "author" in (element.get("rel"), element.get("itemprop"), element.get("data-role")):
        return True
    if element.tag == "a" and _AUTHOR_PAGE.search(element.get("href") or ""):
        return True
    return furniture.is_author(class_id(element))


def _in_furniture(element: Element) -> bool:
    return any(
        ancestor.tag in ("aside", "nav", "footer")
        or (ancestor.tag == "li" and select(ancestor, "h2, h3, h4"))
        or furniture.is_related(class_id(ancestor))
        for ancestor in element.iterancestors()
    )
