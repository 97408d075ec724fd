"""One line of ``solieu extract --jsonl``: a document to its observations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from etl.indicators.reader import read
from etl.model import Observation

_OPTIONAL = ("low", "high", "cell")
_FIELDS = tuple(field.name for field in fields(Observation))
_values = attrgetter(*_FIELDS)


def answer(obj: Mapping[str, Any]) -> dict[str, Any]:
    """The observations of ``{doc_id, province, published, title?, text}``; on bad input the id with ``error``."""
    doc_id = obj.get("doc_id")
    try:
        observations = read(
            _text(obj, "text"),
            province=_text(obj, "province"),
            published=_published(obj.get("published")),
            title=obj.get("title") or None,
        )
    except (TypeError, ValueError) as error:
        return {"doc_id": doc_id, "error": str(error)}
    return {"doc_id": doc_id, "observations": [row(one) for one in observations]}


def _text(obj: Mapping[str, Any], key: str) -> str:
    value = obj.get(key)
    if not isinstance(value, str):
        raise TypeError(f"{key} must be a string, not {type(value).__name__}")
    return value


def _published(value: object) -> date | datetime | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise TypeError(f"published must be an ISO date or time, not {type(value).__name__}")
    return datetime.fromisoformat(value)


def row(observation: Observation) -> dict[str, Any]:
    """An observation as plain JSON values; ``low``, ``high`` and ``cell`` only where it has them."""
    plain = dict(zip(_FIELDS, _values(observation), strict=True))
    for key in _OPTIONAL:
        if plain[key] is None:
            del plain[key]
    return plain
