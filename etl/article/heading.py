"""The title: the heading that readers see, checked against what the page calls itself elsewhere."""

from __future__ import annotations

import re

from etl.article.metadata import Metadata
from etl.article.tree import Element, class_id, text_of

_WORD = re.compile(r"\w+")
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
    for element in chosen:
        if text := text_of(element):
            return text, "family", element
    stated = [
        text for text in (data.headline, data.og_title, data.html_title and strip_site(data.html_title, sites)) if text
    ]
    headings = [(element, text) for element in _headings(root) if len(text := text_of(element)) >= 8]
    best = max(headings, key=lambda pair: max((overlap(pair[1], text) for text in stated), default=0.0), default=None)
    if best is not None:
        likeness = max((overlap(best[1], text) for text in stated), default=0.0)
        if likeness >= 0.5 or not stated:
            return best[1], "h1" if best[0].tag == "h1" else "heading", best[0]
        only = [pair for pair in headings if pair[0].tag == "h1"]
        if len(only) == 1 and len(_words(only[0][1])) >= 5 and likeness >= 0.25:
            return only[0][1], "h1", only[0][0]
    if data.headline:
        return data.headline, "json-ld", None
    if data.og_title:
        return strip_site(data.og_title, sites), "og:title", None
    if data.html_title:
        return strip_site(data.html_title, sites), "title element", None
    return None, "none", None


def _headings(root: Element) -> list[Element]:
    """h1 elements, then elements whose class says title: some systems set the title in a div."""
    first = list(root.iter("h1"))
    classed = [
        element
        for element in root.iter("div", "p", "span", "h2", "h3", "h4")
        if element.get("class") and _TITLE_CLASS.search(class_id(element)) and len(element) < 6
    ]
    return first + classed[:20]


def strip_site(title: str, sites: tuple[str, ...]) -> str:
    """A title without the site's name behind (or before) a bar or dash."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    separators = _SEPARATOR.findall(title)
    last = parts[-1]
    if _is_site(last, sites) or ("|" in separators[-1] and len(_words(last)) <= 6):
        return strip_site(title[: title.rindex(separators[-1])].strip(), sites)
    if _is_site(parts[0], sites) and len(parts) == 2:
        return parts[1].strip()
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
