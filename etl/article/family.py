"""The family of a page whose address tells none: a paper that no source file names runs one of the known systems."""

from __future__ import annotations

from etl.article.document import Document
from spiders.registry import Family, Registry

_FEWEST_MARKS = 2
"""Elements of a family that a page must hold: one name alone is borrowed by other systems."""


def recognise(document: Document, registry: Registry) -> Family | None:
    """The family with the most of its marks on the page, at least two of them, or None."""
    families = [family for family in registry.families.values() if len(family.markup) >= _FEWEST_MARKS]
    marks = {family.id: _marks(document, family) for family in families}
    likeliest = max(families, key=lambda family: marks[family.id], default=None)
    return likeliest if likeliest is not None and marks[likeliest.id] >= _FEWEST_MARKS else None


def _marks(document: Document, family: Family) -> int:
    """How many of a family's marks the page has; marks by an attribute, which cost more, only beside one by a class."""
    attributes = [mark for mark in family.markup if "[" in mark]
    found = sum(1 for mark in family.markup if mark not in attributes and document.select(mark))
    return found + (sum(map(document.may_hold, attributes)) if found else 0)
