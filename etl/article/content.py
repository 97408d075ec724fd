"""Where the article stands on a page that no family describes.

The page is walked once into blocks. Each block of prose gives its weight to its ancestors, less with every level; each
link list takes weight away. The element with the best score is the container; its blocks are one stretch of the
sequence, since blocks are in document order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from lxml import etree

from etl.article import furniture
from etl.article.blocks import Block, Reading, read_blocks
from etl.article.tree import Element, class_id

_DECAY = 0.8
_LEVELS = 12
_LONG_RUN = 80
_LONG_RUNS = etree.XPath(f"descendant::text()[string-length(.) >= {_LONG_RUN}]")
_TEXT_TAGS = ("p", "div", "td", "span", "section", "article", "br", "font", "li", "b", "strong", "em")
_MOST_PEERS = 30
_LITTLE = 600
_MUCH = 0.35
"""The share of the page's prose from which on an element is no furniture, whatever its name."""
_BODY_CLASS = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|news|detail|content|singular|main|page)[-_]*(?:detail)?[-_]*(?:body|content|text|copy|entry|main|fck)s?(?=$|[\s_-])"
    r"|articlebody|fck[-_]?detail|cms-body|detail-?(?:cmain|content)|content-?fck|maincontent|journal-content-article"
)
_SENTENCE_END = re.compile(r"[.!?…:;”\"')»]$")
_GUARDED_TAGS = frozenset(("aside", "form"))
_JUNK_ROLES = frozenset(
    ("navigation", "complementary", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alert")
)


@dataclass(slots=True)
class Content:
    """A container (the first part of it, where the text is broken up), its blocks, and the reading of the page."""

    element: Element
    reading: Reading
    blocks: list[Block]
    score: float


def body_of(root: Element) -> Element:
    """The body element, or the root where the markup has none."""
    body = root.find("body")
    return root if body is None else body


def unwanted_on(root: Element) -> Callable[[Element], bool]:
    """The test for furniture on this page; an element that holds much of the page's prose never fails it.

    Where the prose stands is measured when the first suspect turns up: most bodies hold none.
    """
    return _unwanted(cache(lambda: _prose_mass(root)))


def _unwanted(measured: Callable[[], tuple[dict[Element, int], int]]) -> Callable[[Element], bool]:
    def holds_less(element: Element, share: float) -> bool:
        mass, total = measured()
        return not total or mass.get(element, 0) < share * total

    def unwanted(element: Element) -> bool:
        stated = element.keys()
        if not stated:
            return element.tag in _GUARDED_TAGS and holds_less(element, _MUCH)
        if "hidden" in stated or ("style" in stated and furniture.is_hidden(element.get("style"))):
            return holds_less(element, _MUCH)
        if "aria-hidden" in stated and element.get("aria-hidden") == "true" and element.tag != "p":
            return holds_less(element, _MUCH)
        name = class_id(element) if "class" in stated or "id" in stated else ""
        junk = (
            element.tag in _GUARDED_TAGS
            or ("role" in stated and element.get("role").lower() in _JUNK_ROLES)
            or furniture.is_junk(name)
            or ("type" in stated and element.get("type").lower().startswith("related"))
        )
        return junk and holds_less(element, 2 * _MUCH if furniture.is_related(name) else _MUCH)

    return unwanted


def _prose_mass(root: Element) -> tuple[dict[Element, int], int]:
    """Characters of long runs of text below each element; old pages hold their text in divs and line breaks."""
    own: dict[Element, int] = {}
    for text in cast("list[Any]", _LONG_RUNS(root)):
        element = text.getparent()
        if text.is_tail:
            element = element.getparent()
        elif element.tag in ("script", "style", "noscript", "textarea") or furniture.is_cipher(text.strip()):
            continue
        if element is not None:
            own[element] = own.get(element, 0) + len(text)
    mass = dict(own)
    for element, size in own.items():
        for ancestor in element.iterancestors():
            mass[ancestor] = mass.get(ancestor, 0) + size
    return mass, sum(own.values())


def long_text(root: Element) -> int:
    """Characters of the page's long runs of text, whatever they are."""
    return sum(size for text in root.itertext(*_TEXT_TAGS) if (size := len(text)) >= _LONG_RUN)


def find_content(root: Element) -> Content | None:
    """The container of the article's body, or None where the page holds no prose.

    Where nearly all of the page's text was passed over as furniture, the names of its elements mislead and the page is
    read again without regard to them.
    """
    body = body_of(root)
    mass, total = _prose_mass(root)
    chosen = choose(read_blocks(body, _unwanted(lambda: (mass, total))))
    if total < _LITTLE or (chosen is not None and _prose(chosen) >= min(0.1 * total, _LITTLE)):
        return chosen
    again = choose(read_blocks(body, lambda element: furniture.is_hidden(element.get("style"))))
    return again if again is not None and (chosen is None or _prose(again) > 2 * _prose(chosen)) else chosen


def _prose(content: Content) -> float:
    return sum(max(prose_weight(block), 0.0) for block in content.blocks)


def choose(reading: Reading) -> Content | None:
    """The best container for the blocks of a page."""
    scores: dict[Element, float] = {}
    for block in reading.blocks:
        weight = prose_weight(block)
        if not weight:
            continue
        share = 1.0
        element = block.element
        for _ in range(_LEVELS):
            if element is None or element.tag in ("html", "head"):
                break
            scores[element] = scores.get(element, 0.0) + weight * share
            share *= _DECAY
            element = element.getparent()
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element] * _prior(element))
    if scores[best] <= 0:
        return None
    return _with_peers(best, reading, scores[best])


def _with_peers(best: Element, reading: Reading, score: float) -> Content:
    """The container, or the common ancestor where the article goes on in containers of the same class.

    Systems that break the text for advertisements close the container and open another like it. A heading of the first
    rank between two of them begins another article, which is left out.
    """
    blocks = reading.blocks
    start, stop = span_of(best, blocks)
    name = best.get("class")
    if not name or best.tag in ("li", "p", "td"):
        return Content(best, reading, blocks[start:stop], score)
    peers = [best]
    for ancestor in best.iterancestors():
        if ancestor.tag in ("body", "html") or len(peers) > 1:
            break
        peers = [e for e in ancestor.iter(best.tag) if e.get("class") == name and _story_of(e) is _story_of(best)]
    if not 1 < len(peers) <= _MOST_PEERS:
        return Content(best, reading, blocks[start:stop], score)
    joined: list[Block] = []
    last = None
    for index, block in enumerate(blocks):
        if not any(within(block.element, peer) for peer in peers):
            continue
        if last is not None and any(between.kind == "title" for between in blocks[last:index]):
            if index > start:
                break
            joined = []
        joined.append(block)
        last = index
    if sum(map(prose_weight, joined)) < 1.1 * sum(map(prose_weight, blocks[start:stop])):
        joined = blocks[start:stop]
    return Content(best, reading, joined, score)


def _story_of(element: Element) -> Element | None:
    """The nearest <article> above: on pages that scroll on to the next story each has its own."""
    return next(element.iterancestors("article"), None)


def prose_weight(block: Block) -> float:
    """How much a block speaks for its container: its unlinked characters, negative for link lists."""
    size = len(block.text)
    if block.kind in ("caption", "title"):
        return 0.0
    if block.link_density > 0.5:
        return -0.4 * size
    prose = float(size - block.linked)
    if block.kind == "heading":
        return 0.0
    if size < 30:
        return 0.0
    if size < 80 and not _SENTENCE_END.search(block.text):
        return 0.2 * prose
    return prose * (0.7 if block.kind in ("item", "cell") else 1.0)


def span_of(element: Element, blocks: list[Block]) -> tuple[int, int]:
    """First and last-plus-one index of the blocks inside ``element``."""
    inside = [index for index, block in enumerate(blocks) if within(block.element, element)]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def within(element: Element, container: Element) -> bool:
    """Whether ``element`` is ``container`` or stands below it."""
    return element is container or any(ancestor is container for ancestor in element.iterancestors())


def _prior(element: Element) -> float:
    prior = 1.0
    if (element.get("itemprop") or "").lower() == "articlebody":
        prior *= 1.6
    name = class_id(element)
    if is_body_class(name):
        prior *= 1.25
    elif furniture.is_lead(name):
        prior *= 0.6
    if element.tag == "article":
        prior *= 1.15
    if furniture.is_junk(name):
        prior *= 0.6
    return prior


@lru_cache(maxsize=8192)
def is_body_class(name: str) -> bool:
    """Whether class and id are those that content systems give the body of an article."""
    return bool(_BODY_CLASS.search(name.lower()))
