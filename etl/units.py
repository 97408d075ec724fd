"""Units and currencies as written behind a number: ``tạ/ha``, ``triệu đồng/người/năm``, ``lượt khách``.

The forms are data, ``etl/data/units.yaml``. A magnitude word belongs to the number (``etl.numbers``), not to the unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from etl.text import fold

_FIRST_WORD = re.compile(r" {0,3}(?P<word>[^\W\d_]+|[%‰$€£°º])")
_SECOND_UNIT = re.compile(r" ?/ ?(?:mỗi )?(?P<unit>[^\s,;()/]+(?: [^\s,;()/]+){0,2})")


_DIVIDED = ("/", " /")


class UnitFileError(ValueError):
    """The unit file is broken: which entry, and why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of measure: ``unit`` is its name in observations, ``factor`` leads to the base of its dimension."""

    code: str
    unit: str
    dimension: str
    factor: float


@dataclass(slots=True)
class UnitMatch:
    """A unit found in a text; not frozen, which would double the time of making one.

    ``unit`` and ``code`` include the denominator (``vnd_per_person``); ``per`` keeps the denominators as written, with
    the period that ``unit`` drops (``("người", "năm")``); ``period`` is that period.
    """

    start: int
    end: int
    code: str
    unit: str
    dimension: str
    factor: float
    written: str
    per: tuple[str, ...] = ()
    period: str | None = None


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    unit: Unit
    not_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """The unit file, indexed for matching: forms by their first word, longest first."""

    forms: dict[str, tuple[_Form, ...]]
    per: dict[str, str]
    periods: frozenset[str]

    def match(self, text: str, position: int, *, folded: str | None = None) -> UnitMatch | None:
        """The longest unit at ``position``, after at most three blanks (a slip of the papers)."""
        view = fold(text) if folded is None else folded
        first = _FIRST_WORD.match(view, position)
        if first is None:
            return None
        start = first.start("word")
        for form in self.forms.get(first["word"], ()):
            end = start + len(form.text)
            if view.startswith(form.text, start) and _ends_word(view, end) and not _continues(view, end, form):
                if view.startswith(_DIVIDED, end):
                    return self._with_denominators(text, view, start, end, form.unit)
                unit = form.unit
                return UnitMatch(start, end, unit.code, unit.unit, unit.dimension, unit.factor, text[start:end])
        return None

    def _with_denominators(self, text: str, view: str, start: int, end: int, unit: Unit) -> UnitMatch:
        per: list[str] = []
        period, name, code = None, unit.unit, unit.code
        while len(per) < 3:
            divided = _SECOND_UNIT.match(view, end)
            found = self._denominator(divided["unit"]) if divided else None
            if divided is None or found is None:
                break
            per.append(found)
            end = divided.start("unit") + len(found)
            if found in self.periods:
                period = found
            elif unit.unit not in ("PERCENT", "PERCENTAGE_POINT"):
                name, code = f"{name.lower()}_per_{self.per[found]}", f"{code}_per_{self.per[found]}"
        dimension = f"{unit.dimension}_rate" if name != unit.unit else unit.dimension
        return UnitMatch(start, end, code, name, dimension, unit.factor, text[start:end], tuple(per), period)

    def _denominator(self, written: str) -> str | None:
        """The longest known denominator that ``written`` starts with."""
        words = written.split(" ")
        for size in range(len(words), 0, -1):
            candidate = " ".join(words[:size]).rstrip(".")
            if candidate in self.per or candidate in self.periods:
                return candidate
        return None


def _ends_word(view: str, end: int) -> bool:
    return end >= len(view) or not (view[end].isalnum() and view[end - 1].isalnum())


def _continues(view: str, end: int, form: _Form) -> bool:
    """Whether the next word makes the form another thing (``điểm cầu``)."""
    if not form.not_before or not view.startswith(" ", end):
        return False
    following = _FIRST_WORD.match(view, end)
    return following is not None and following["word"] in form.not_before


@lru_cache(maxsize=1)
def load_units() -> Units:
    """The packaged unit file; ``UnitFileError`` names the entry that is wrong."""
    raw = yaml.load(resources.files("etl").joinpath("data/units.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return read_units(raw)


def read_units(raw: Any) -> Units:
    """Build the index from the parsed file."""
    if not isinstance(raw, dict) or not isinstance(raw.get("units"), list):
        raise UnitFileError("units.yaml: a list `units` is missing")
    forms: dict[str, list[_Form]] = {}
    seen: dict[str, str] = {}
    for number, entry in enumerate(raw["units"], 1):
        try:
            unit = Unit(entry["code"], entry["unit"], entry["dimension"], float(entry.get("factor", 1)))
            written, not_before = entry["forms"], tuple(entry.get("not_before", ()))
        except (KeyError, TypeError, ValueError) as error:
            raise UnitFileError(f"units.yaml: entry {number} ({entry!r}): {error!r}") from error
        for text in map(fold, written):
            if text in seen:
                raise UnitFileError(f"units.yaml: form {text!r} stands under {seen[text]} and {unit.code}")
            seen[text] = unit.code
            first = _FIRST_WORD.match(text)
            if first is None:
                raise UnitFileError(f"units.yaml: form {text!r} of {unit.code} starts with no word")
            forms.setdefault(first["word"], []).append(_Form(text, unit, not_before))
    ordered = {word: tuple(sorted(found, key=lambda form: -len(form.text))) for word, found in forms.items()}
    per = {fold(written): str(name) for written, name in raw.get("per", {}).items()}
    return Units(ordered, per, frozenset(raw.get("periods", ())))


def match_unit(text: str, position: int, *, folded: str | None = None) -> UnitMatch | None:
    """The unit at ``position``, after at most three blanks, or None. ``folded`` is ``etl.text.fold(text)``."""
    return load_units().match(text, position, folded=folded)
