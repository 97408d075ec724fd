"""The catalogue of indicators: what the reader knows by name, with the forms by which articles name it.

The files under ``data/catalogue`` hold one domain each; ``data/breakdowns.yaml`` holds the vocabularies of their parts.
``docs/reader.md`` describes every key. A file that breaks a rule stops the start with its name, line and reason.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from etl.text import match_fold

DATA = Path(__file__).parent / "data"
KINDS = ("stock", "flow", "ratio", "index", "price")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_SLOT = re.compile(r"\{([a-z_]+)\}")
CASUALTIES = frozenset({"traffic_deaths", "traffic_injuries"})
"""Of whatever event the passage is about."""


class CatalogueError(ValueError):
    """A catalogue file that cannot be used; the message names file, line and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(slots=True)
class Indicator:
    """One indicator. ``units`` are the units its level may have, the first one its own.

    ``switch_unit`` and ``switch_measure`` name the indicator that the same words mean with another unit or measure
    (``giải ngân`` with a bare percent); None there means that no indicator has it. ``parts`` names the indicator of a
    part of this one. ``level_is`` is the measure that a plain percent of this indicator is.
    """

    code: str
    domain: str
    name_vi: str
    name_en: str
    tier: int
    kind: Literal["stock", "flow", "ratio", "index", "price"]
    units: tuple[str, ...]
    forms: tuple[str, ...]
    weak: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    decoys: Mapping[str, str] = field(default_factory=dict)
    breakdowns: tuple[str, ...] = ()
    better: str | None = None
    level_range: tuple[float, float, str] | None = None
    growth_range: tuple[float, float] | None = None
    level_is: str = "level"
    switch_unit: Mapping[str, str | None] = field(default_factory=dict)
    switch_measure: Mapping[str, str] = field(default_factory=dict)
    switch_rate: str | None = None
    switch_share: str | None = None
    switch_part: Mapping[str, str] = field(default_factory=dict)
    cumulative_is: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    header: bool = False
    monthly: bool = False
    within: Mapping[str, str] = field(default_factory=dict)
    status: str | None = None
    note: str | None = None

    @property
    def is_rate(self) -> bool:
        """Whether its level is a percent."""
        return self.units[0] == "PERCENT" and self.kind != "index"


class Sense(NamedTuple):
    """One meaning of a form: the indicator and the part of it that the form names."""

    code: str
    strong: bool
    breakdown: str | None = None
    written: bool = True
    """Whether the catalogue writes the form out, not by a vocabulary of parts."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators by code, and the senses of every folded form; an empty tuple of senses is a decoy."""

    indicators: Mapping[str, Indicator]
    senses: Mapping[str, tuple[Sense, ...]]
    patterns: Mapping[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]
    """First word behind the number -> (words behind it, (words before it, code) ...)."""
    breakdowns: Mapping[str, Mapping[str, tuple[str, ...]]]


_KEYS = {
    "code": str,
    "name_vi": str,
    "name_en": str,
    "tier": int,
    "kind": str,
    "units": list,
    "better": str,
    "level_range": list,
    "growth_range": list,
    "forms": list,
    "weak": list,
    "patterns": list,
    "not": dict,
    "breakdowns": list,
    "level_is": str,
    "switch_unit": dict,
    "switch_measure": dict,
    "switch_rate": str,
    "switch_share": str,
    "switch_part": dict,
    "cumulative_is": str,
    "parts": dict,
    "closed": bool,
    "header": bool,
    "monthly": bool,
    "within": dict,
    "status": str,
    "note": str,
}
_REQUIRED = ("code", "name_vi", "name_en", "tier", "kind", "units", "forms")


def load_yaml(path: Path) -> Any:
    """The content of a data file. Raises CatalogueError with the line of a syntax error."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CatalogueError(path, line, error.problem or "not YAML") from error


def load_catalogue(folder: Path = DATA) -> Catalogue:
    """The catalogue in ``folder`` (``catalogue/*.yaml`` and ``breakdowns.yaml``). Raises CatalogueError."""
    return _loaded(folder)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector while many objects are built that all stay: it would walk them again and again in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@lru_cache(maxsize=4)
@uncollected()
def _loaded(folder: Path) -> Catalogue:
    breakdowns = _read_breakdowns(folder / "breakdowns.yaml")
    indicators: dict[str, Indicator] = {}
    for path in sorted((folder / "catalogue").glob("*.yaml")):
        for indicator in _read_domain(path, breakdowns):
            if indicator.code in indicators:
                raise _at(path, f"code: {indicator.code}", f"code {indicator.code} is defined twice")
            indicators[indicator.code] = indicator
    _check_references(indicators, folder)
    return Catalogue(indicators, _senses(indicators, breakdowns), _patterns(indicators), breakdowns)


def _at(path: Path, needle: str, reason: str) -> CatalogueError:
    """An error at the first line of ``path`` that holds ``needle``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if needle in text), 1)
    return CatalogueError(path, line, reason)


def _read_breakdowns(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    raw = load_yaml(path)
    if not isinstance(raw, dict):
        raise CatalogueError(path, 1, "a mapping of dimensions is expected")
    read: dict[str, dict[str, tuple[str, ...]]] = {}
    for dimension, entry in raw.items():
        values = entry.get("values") if isinstance(entry, dict) else None
        if not isinstance(values, dict) or not all(isinstance(forms, list) for forms in values.values()):
            raise _at(path, f"{dimension}:", f"dimension {dimension} needs values: code -> list of forms")
        read[dimension] = {str(code): tuple(match_fold(form) for form in forms) for code, forms in values.items()}
    return read


def _read_domain(path: Path, breakdowns: Mapping[str, object]) -> Iterator[Indicator]:
    raw = load_yaml(path)
    if not isinstance(raw, dict) or not isinstance(raw.get("indicators"), list) or not raw.get("domain"):
        raise CatalogueError(path, 1, "the keys domain and indicators are expected")
    for entry in raw["indicators"]:
        yield _indicator(path, str(raw["domain"]), entry, breakdowns)


def _indicator(path: Path, domain: str, entry: Any, breakdowns: Mapping[str, object]) -> Indicator:
    if not isinstance(entry, dict) or not isinstance(entry.get("code"), str):
        raise CatalogueError(path, 1, f"an indicator is a mapping with a code, not {entry!r:.60}")
    code = entry["code"]
    for key, value in entry.items():
        if key not in _KEYS:
            raise _at(path, f"code: {code}", f"{code}: unknown key {key}")
        if not isinstance(value, _KEYS[key]):
            raise _at(path, f"code: {code}", f"{code}: {key} must be a {_KEYS[key].__name__}, not {value!r:.40}")
    missing = [key for key in _REQUIRED if key not in entry]
    if missing:
        raise _at(path, f"code: {code}", f"{code}: {', '.join(missing)} missing")
    if not _CODE.fullmatch(code):
        raise _at(path, f"code: {code}", f"{code} is no code: lower case, digits and _ only")
    if entry["kind"] not in KINDS:
        raise _at(path, f"code: {code}", f"{code}: kind must be one of {', '.join(KINDS)}, not {entry['kind']}")
    unknown = [name for name in entry.get("breakdowns", []) if name not in breakdowns]
    unknown += [
        slot for form in _texts(entry) for slot in _SLOT.findall(form) if slot not in breakdowns and slot != "n"
    ]
    if unknown:
        raise _at(path, f"code: {code}", f"{code}: no breakdown vocabulary named {unknown[0]}")
    return _built(domain, entry)


def _texts(entry: Mapping[str, Any]) -> Iterable[str]:
    return [*entry["forms"], *entry.get("weak", []), *entry.get("parts", {})]


def _built(domain: str, entry: Mapping[str, Any]) -> Indicator:
    plain = {key: value for key, value in entry.items() if key not in ("not",)}
    for key in ("units", "forms", "weak", "patterns", "breakdowns", "level_range", "growth_range"):
        if key in plain:
            plain[key] = tuple(plain[key])
    return Indicator(domain=domain, decoys=entry.get("not", {}), **plain)


def _check_references(indicators: Mapping[str, Indicator], folder: Path) -> None:
    for one in indicators.values():
        named = [*one.decoys.values(), *one.switch_unit.values(), *one.switch_measure.values(), *one.parts.values()]
        named += [*one.switch_part.values(), *one.within.values()]
        for code in (*named, one.switch_rate, one.switch_share, one.cumulative_is):
            if code is not None and not code.startswith("_") and code not in indicators:
                path = folder / "catalogue" / f"{one.domain}.yaml"
                raise _at(path, f"code: {one.code}", f"{one.code} names the unknown indicator {code}")


def expand(form: str, breakdowns: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Iterator[tuple[str, str | None]]:
    """The folded forms of ``diện tích {crop}`` with the part that each names; a plain form names none."""
    slot = _SLOT.search(form)
    if slot is None:
        yield match_fold(form), None
        return
    folded = match_fold(form)
    for values in breakdowns[slot[1]].values():
        for value in values:
            yield folded.replace(slot[0], value), value


def _senses(
    indicators: Mapping[str, Indicator], breakdowns: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> dict[str, tuple[Sense, ...]]:
    found: dict[str, dict[str, Sense]] = {}
    plain: set[str] = set()
    for slotted in (False, True):
        for one in indicators.values():
            for strong, forms in ((True, one.forms), (False, one.weak)):
                for form in forms:
                    if ("{" in form) == slotted:
                        for folded, part in expand(form, breakdowns):
                            if not slotted:
                                plain.add(folded)
                            sense = Sense(one.code, strong, part, not slotted)
                            _add_sense(found.setdefault(folded, {}), sense, slotted)
    for one in indicators.values():
        for phrase, owner in one.decoys.items():
            folded = match_fold(phrase)
            if owner in indicators:
                found.setdefault(folded, {}).setdefault(owner, Sense(owner, True))
            elif folded not in plain:
                found[folded] = {}
    return {
        form: tuple(senses.values() if len(senses) == 1 else sorted(senses.values(), key=lambda one: not one.strong))
        for form, senses in found.items()
    }


def _add_sense(senses: dict[str, Sense], sense: Sense, slotted: bool) -> None:
    """A form written out for one indicator is not taken as the expanded form of another; its part it takes from it."""
    own = senses.get(sense.code)
    if own is not None and own.breakdown is None and sense.breakdown is not None:
        senses[sense.code] = own._replace(breakdown=sense.breakdown)
        return
    if slotted and any(other.strong and other.written for other in senses.values()):
        return
    senses.setdefault(sense.code, sense)


def _patterns(
    indicators: Mapping[str, Indicator],
) -> dict[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for one in indicators.values():
        for pattern in one.patterns:
            before, _, after = match_fold(pattern).partition("{n}")
            found.setdefault(after.strip(), []).append((before.strip(), one.code))
    by_word: dict[str, list[tuple[str, tuple[tuple[str, str], ...]]]] = {}
    for after, pairs in sorted(found.items(), key=lambda item: -len(item[0])):
        if after:
            by_word.setdefault(after.split(" ")[0], []).append((after, tuple(pairs)))
    return {word: tuple(entries) for word, entries in by_word.items()}


def catalogue_rows(folder: Path = DATA) -> list[dict[str, object]]:
    """One row an indicator for the warehouse's table of indicators."""
    return [
        {
            "code": one.code,
            "name_vi": one.name_vi,
            "name_en": one.name_en,
            "domain": one.domain,
            "tier": one.tier,
            "unit": one.units[0],
            "stock_or_flow": one.kind,
            "better": one.better,
            "level_min": one.level_range[0] if one.level_range else None,
            "level_max": one.level_range[1] if one.level_range else None,
            "level_unit": one.level_range[2] if one.level_range else None,
            "growth_min": one.growth_range[0] if one.growth_range else None,
            "growth_max": one.growth_range[1] if one.growth_range else None,
            "note": one.note,
        }
        for one in load_catalogue(folder).indicators.values()
    ]
