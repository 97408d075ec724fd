"""The title: the heading that readers see, checked against what the page calls itself elsewhere."""

from __future__ import annotations

import re

from etl.article.metadata import Metadata
from etl.article.tree import Element, class_id, text_of, tidy

_WORD = re.compile(r"\w+")
_SHORTEST = 8
_SEPARATOR = re.compile(r"\s+[|\-–—»:·•]{1,2}\s+")
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:article|detail|news|post|entry|content|story)[-_]*(?:title|headline)|title[-_]*(?:detail|news|page|post|article)|headline|cms-title|titledetail)(?=$|[\s_-])",
    re.I,
)


def read_title(
    root: Element, data: Metadata, chosen: list[Element], sites: tuple[str, ...]
) -> tuple[str | None, str, Element | None]:
    """Title, its origin, and the heading element where there is one.

    ``chosen`` are the elements that the family names. A heading is taken when it shares most of its words with a title
    stated in the head of the page; a page with one h1 may differ (editors shorten the title for search engines).
    """
    stated = [
        text for text in (data.headline, data.og_title, data.html_title and strip_site(data.html_title, sites)) if text
    ]
    if chosen and (of_family := _best(chosen, stated) or _first(chosen)):
        return of_family[0], "family", of_family[2]
    if found := _best(list(root.iter("h1")), stated) or _best(_classed(root), stated) or _said(root, stated):
        return found
    if data.headline:
        return data.headline, "json-ld", None
    if data.og_title:
        return strip_site(data.og_title, sites), "og:title", None
    if data.html_title:
        return strip_site(data.html_title, sites), "title element", None
    return None, "none", None


def _best(elements: list[Element], stated: list[str]) -> tuple[str, str, Element] | None:
    """The heading most like a stated title, if it is like it, or the only one of the page."""
    headings = [(element, text) for element in elements if len(text := text_of(element)) >= _SHORTEST]
    best = max(headings, key=lambda pair: _likeness(pair[1], stated), default=None)
    if best is None:
        return None
    element, text = best
    likeness = _likeness(text, stated)
    alone = len(headings) == 1 and element.tag == "h1" and len(_words(text)) >= 5 and likeness >= 0.25
    if likeness >= 0.5 or not stated or alone:
        return _without_kicker(text, stated), "h1" if element.tag == "h1" else "heading", element
    return None


def _without_kicker(text: str, stated: list[str]) -> str:
    """A heading without the section's name that some pages set inside it, before the title that the head states."""
    for title in stated:
        kicker = text.removesuffix(title)
        if kicker != text and len(_words(title)) >= 4 and 0 < len(_words(kicker)) <= 3:
            return title
    return text


def _first(elements: list[Element]) -> tuple[str, str, Element] | None:
    return next(((text, "", element) for element in elements if (text := text_of(element))), None)


def _likeness(text: str, stated: list[str]) -> float:
    return max((overlap(text, other) for other in stated), default=0.0)


def _classed(root: Element) -> list[Element]:
    """Elements whose class says title: some systems set the title in a div."""
    elements = root.iter("div", "p", "span", "h2", "h3", "h4")
    return [e for e in elements if e.get("class") and len(e) < 6 and _TITLE_CLASS.search(class_id(e))][:20]


def _said(root: Element, stated: list[str]) -> tuple[str, str, Element] | None:
    """The innermost element that says a stated title and no more: old pages set it in a cell, in bold or in large."""
    titles = {text for text in stated if len(_words(text)) >= 4}
    for element in root.iter("b", "strong", "font", "td", "span", "div", "p", "big", "h2", "h3") if titles else ():
        own = element.text
        if own and len(own) >= _SHORTEST and (text := tidy(own)) in titles and text_of(element) == text:
            return text, "heading", element
    return None


def strip_site(title: str, sites: tuple[str, ...]) -> str:
    """A title without the site's name behind (or before) a bar or dash."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    separators = _SEPARATOR.findall(title)
    last = parts[-1]
    if _is_site(last, sites) or ("|" in separators[-1] and len(_words(last)) <= 6):
        return strip_site(tidy(title[: title.rindex(separators[-1])]), sites)
    if _is_site(parts[0], sites) and len(parts) == 2:
        return tidy(parts[1])
    return title


def _is_site(text: str, sites: tuple[str, ...]) -> bool:
    from etl.article.byline import squeeze

    name = squeeze(text)
    return any(len(site) >= 4 and (site in name or name in site) for site in sites) and len(_words(text)) <= 8


def overlap(one: str, other: str) -> float:
    """Share of common words, of the shorter text's words."""
    first, second = set(_words(one)), set(_words(other))
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller >= 2 else float(first == second)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
