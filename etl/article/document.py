"""A page as it is read: its tree, what its scripts state, and its elements by class."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from etl.article import markup, tree
from etl.article.markup import Markup
from etl.article.tree import Element
from etl.encodings import repair

_NOT = re.compile(r":not\([^)]*\)")
_ATTRIBUTE = re.compile(r"\[([\w-]+)(?:[~|^$*]?=[\"']?([\w -]*))?[^\]]*\]")
_MORE = re.compile(r"(?P<name>[a-z0-9]*[.#][\w-]+)(?:\.[\w-]+|\[[^\]\s]*\]|:[a-z-]+)+")
_BELOW = re.compile(r"(?P<outer>[a-z0-9]*[.#][\w-]+)\s*(?P<step>[> ])\s*(?P<inner>[\w.#][^,]*)")
_CLASS_NAME = re.compile(r"\.([\w-]+)")


@dataclass
class Document:
    """A parsed page whose elements are found without a walk of the tree for each question.

    A family asks for a dozen selectors, most of which a page does not have: the elements are listed once under the
    value of their class attribute, of which a page has a few hundred.
    """

    root: Element
    text: str = ""
    """The markup that was parsed."""
    statements: list[str] = field(default_factory=list)
    """The texts of the page's JSON-LD blocks."""
    mended: str | None = None
    """What had become of the text on its way, where it had to be repaired (``tcvn3``, ``utf-8 as cp1252``)."""

    @cached_property
    def elements(self) -> list[Element]:
        """Every element in document order."""
        return list(self.root.iter("*"))

    def position(self, element: Element) -> int:
        """Where an element of the page stands in ``elements``."""
        return self.elements.index(element)

    @cached_property
    def by_class(self) -> dict[str, list[int]]:
        """The positions of the elements under each value that a class attribute has on the page."""
        return self._index[0]

    @cached_property
    def by_id(self) -> dict[str, list[int]]:
        """The positions of the elements under each id."""
        return self._index[1]

    @cached_property
    def _index(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        classes: dict[str, list[int]] = defaultdict(list)
        ids: dict[str, list[int]] = defaultdict(list)
        for position, element in enumerate(self.elements):
            if value := element.get("class"):
                classes[value].append(position)
            if value := element.get("id"):
                ids[value].append(position)
        return classes, ids

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        """For each class, the values of class attributes that hold it."""
        found: dict[str, list[str]] = defaultdict(list)
        for value in self.by_class:
            for name in value.split():
                found[name].append(value)
        return found

    def select(self, selector: str) -> list[Element]:
        """The elements that a CSS selector matches, in document order; none for a broken selector."""
        simple = tree.SIMPLE.fullmatch(selector)
        if simple is None or not (simple["name"] or simple["id"]):
            return self._search(selector)
        places = self._of_class(simple["name"]) if simple["name"] else self.by_id.get(simple["id"], [])
        elements = [self.elements[place] for place in places]
        return [element for element in elements if not simple["tag"] or element.tag == simple["tag"]]

    def _search(self, selector: str) -> list[Element]:
        """A selector that is more than a name: sought among the elements of that name, or below the only one."""
        if not self.may_hold(selector):
            return []
        if more := _MORE.fullmatch(selector):
            return [element for element in self.select(more["name"]) if tree.select(element, selector, "self")]
        below = _BELOW.fullmatch(selector)
        outer = self.select(below["outer"]) if below else []
        if below is None or len(outer) > 1:
            return tree.select(self.root, selector)
        axis: tree.Axis = "child" if below["step"] == ">" else "descendant"
        return tree.select(outer[0], below["inner"], axis) if outer else []

    def may_hold(self, selector: str) -> bool:
        """Whether the page has the names that a selector needs: what it answers at no cost, without a search."""
        classes, attributes = _needed(selector)
        return all(name in self._values for name in classes) and all(sign in self.text for sign in attributes)

    def _of_class(self, name: str) -> list[int]:
        values = self._values.get(name, ())
        return sorted({place for value in values for place in self.by_class[value]})


def read(html: str) -> Document | None:
    """The page's document, or None where there is no markup at all. Never raises on any string."""
    return parse(markup.strip(html))


def parse(stripped: Markup) -> Document | None:
    """The document of markup that was stripped, or None where nothing is left of it."""
    text, mended = repair(stripped.text)
    root = tree.parse(text)
    if root is None:
        return None
    statements = [repair(statement)[0] for statement in stripped.statements] if mended else stripped.statements
    return Document(root, text, statements, mended)


@lru_cache(maxsize=2048)
def _needed(selector: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The classes, and the names and values of attributes, without which nothing on a page matches a selector.

    Of alternatives none is needed.
    """
    if "," in selector:
        return (), ()
    selector = _NOT.sub("", selector)
    attributes = tuple(sign for name, value in _ATTRIBUTE.findall(selector) for sign in (name, value) if sign)
    return tuple(_CLASS_NAME.findall(_ATTRIBUTE.sub("", selector))), attributes
