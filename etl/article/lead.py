"""The lead (sapo), which on most Vietnamese pages stands outside the body's container and holds the most figures."""

from __future__ import annotations

import re

from etl.article import furniture
from etl.article.blocks import Block
from etl.article.document import Document
from etl.article.tree import Element, class_id, text_of

_WORD = re.compile(r"\w+")
_SHORTEST, _LONGEST = 35, 1_500
_INLINE_TEXT = frozenset(
    ["a", "b", "strong", "i", "em", "span", "br", "u", "font", "sup", "sub", "img", "small", "abbr"]
)
_TEXT_TAGS = frozenset(("p", "div", "h2", "h3", "h4", "span", "strong", "section", "td", "article", "header"))


def find_lead(
    document: Document, heading: Element | None, container: Element, description: str | None
) -> Element | None:
    """The element of the lead between the title and the body, or None.

    Known by its class (``sapo``, ``summary``, ``desc`` …), by being an h2 of a sentence's length right after the title,
    or by saying what the page's description says; without a title's element to start from, only by the last.
    """
    end = document.position(container)
    start = document.position(heading) + 1 if heading is not None else end
    around = set(container.iterancestors())
    fallback: Element | None = None
    for position in [*_named_leads(document, start, description), *range(start, end)]:
        element = document.elements[position]
        if element.tag not in _TEXT_TAGS or element in around:
            continue
        match _kind_of(element, description, after=position >= start):
            case "sure":
                return element
            case "likely" if fallback is None:
                fallback = element
    return fallback


def _named_leads(document: Document, before: int, description: str | None) -> list[int]:
    """The positions of elements above the title whose class says lead: only one that says the description is it."""
    if not description:
        return []
    names = (name for name, places in document.by_class.items() if places[0] < before and furniture.is_lead(name))
    return sorted(place for name in names for place in document.by_class[name] if place < before)


def _kind_of(element: Element, description: str | None, *, after: bool) -> str | None:
    named = furniture.is_lead(class_id(element)) or (element.get("data-role") or "") == "sapo"
    heading = element.tag in ("h2", "h3")
    simple = all(child.tag in _INLINE_TEXT for child in element)
    if not (named or heading or simple):
        return None
    text = text_of(element)
    if not _SHORTEST <= len(text) <= _LONGEST or _linked(element) > 0.4 * len(text):
        return None
    if description and says(description, text) and (named or heading or simple):
        return "sure" if after or named else None
    if not after or furniture.is_junk(class_id(element)) or _in_list(element):
        return None
    if named and len(text) >= 60:
        return "sure"
    return "likely" if element.tag == "h2" and len(text) >= 80 else None


def _linked(element: Element) -> int:
    return sum(len(text_of(link)) for link in element.iter("a"))


def _in_list(element: Element) -> bool:
    return any(
        ancestor.tag in ("li", "aside", "nav", "footer") or furniture.is_junk(class_id(ancestor))
        for ancestor in element.iterancestors()
    )


def says(description: str, text: str) -> bool:
    """Whether ``text`` begins as the description does, or holds most of it (descriptions are cut short)."""
    wanted, words = _WORD.findall(description.casefold()), _WORD.findall(text.casefold())
    if len(wanted) < 6 or len(words) < 6:
        return False
    triples = {tuple(words[index : index + 3]) for index in range(len(words) - 2)}
    asked = [tuple(wanted[index : index + 3]) for index in range(len(wanted) - 2)]
    return sum(1 for triple in asked if triple in triples) >= 0.75 * len(asked) and len(words) <= 2.5 * len(wanted) + 12


def holds(paragraphs: list[Block], lead: str) -> int | None:
    """The index of the paragraph among the first three that is the lead or begins with it, or None."""
    wanted = _WORD.findall(lead.casefold())
    for index, block in enumerate(paragraphs[:3]):
        words = _WORD.findall(block.text.casefold())
        if words == wanted or (len(wanted) >= 8 and words[: len(wanted)] == wanted):
            return index
    return None
