"""The registry of sources and CMS families: YAML files, checked at load, asked by address.

``load_registry()`` reads the packaged ``spiders/sources/*.yaml`` and ``spiders/families/*.yaml`` and any directories of
further source files. A broken file never stops the others: it becomes a :class:`Problem` with file, line and reason.

    registry = load_registry()
    match = registry.family_for("https://baothainguyen.vn/kinh-te/202605/mot-bai-93449ee/")
    match.key            # 'hexmonth:baothainguyen-vn:93449ee'
    match.canonical_url
    match.stamp          # the month, from the address
    match.candidates     # generations of the markup to try, the likeliest first
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import ValidationError

from spiders.addresses import Stamp, canonical, host_key, stamp_of
from spiders.source_model import (
    REORGANISATION,
    AddressForm,
    ArticleSelectors,
    Facts,
    Family,
    FamilyUse,
    FamilyVersion,
    Floors,
    HostUse,
    ListStyle,
    Politeness,
    SelectorOverride,
    Source,
    Tls,
)

__all__ = [
    "AddressForm",
    "ArticleSelectors",
    "Family",
    "FamilyMatch",
    "FamilyUse",
    "FamilyVersion",
    "Floors",
    "HostUse",
    "ListStyle",
    "Politeness",
    "Problem",
    "Registry",
    "SelectorOverride",
    "Source",
    "Tls",
    "load_registry",
    "read_verified",
    "unit_of",
]

_HERE = Path(__file__).resolve().parent
SOURCES_DIR = _HERE / "sources"
FAMILIES_DIR = _HERE / "families"
_PROVINCES = _HERE.parent / "etl" / "data" / "provinces.csv"
_MAX_FILE = 256 * 1024

FactsT = TypeVar("FactsT", bound=Facts)


@dataclass(frozen=True, slots=True)
class Problem:
    """A source or family file, or a part of it, that is refused."""

    file: Path
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class FamilyMatch:
    """What an address says: whose article it is, in which family and form, and which one."""

    source: Source
    family: Family
    form: AddressForm
    groups: dict[str, str]
    """Named groups of the address form: ``id``, ``ym``, ``slug``, ``cat`` …"""
    key: str
    """Document key ``family:publisher:id``: the same for every address of one article."""
    canonical_url: str
    candidates: tuple[FamilyVersion, ...]
    """Generations of the markup, the likeliest for the day of fetch first. Never empty. Try the next where the first
    finds no body: the day on which a site changed is seldom known."""

    @property
    def version(self) -> FamilyVersion:
        return self.candidates[0]

    @property
    def selectors(self) -> ArticleSelectors:
        return self.candidates[0].selectors

    @property
    def stamp(self) -> Stamp | None:
        """The time that the address states, if any (month only in ``channel`` and ``hexmonth``)."""
        return stamp_of(self.groups)


class _Address(NamedTuple):
    source: Source
    family: Family
    form: AddressForm
    groups: dict[str, str]


@dataclass
class Registry:
    """Sources and families by id, with the addresses they own."""

    sources: dict[str, Source] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    """Source id -> the file it was read from."""

    @cached_property
    def _by_host(self) -> dict[str, Source]:
        return {key: source for source in self.sources.values() for key in source.host_keys}

    def source_for(self, url: str) -> Source | None:
        """The source that owns the host of ``url`` (with its port, where it is not a default one), or None."""
        return self._by_host.get(host_key(url))

    def family_for(self, url: str, fetched_at: datetime | date | None = None) -> FamilyMatch | None:
        """What ``url`` says where it has an article's address form of the source that owns its host, else None.

        ``fetched_at`` is when the page was fetched: it puts the generation of the markup of that time first.
        """
        found = self._address(url)
        if found is None:
            return None
        day = fetched_at.date() if isinstance(fetched_at, datetime) else fetched_at
        return FamilyMatch(
            source=found.source,
            family=found.family,
            form=found.form,
            groups=found.groups,
            key=_document_key(found, url),
            canonical_url=_canonical_article(found, url),
            candidates=_candidates(found.source, found.family, found.form.id, day),
        )

    def is_article(self, url: str) -> bool:
        """Whether ``url`` has an article's address form of the source that owns its host."""
        return self._address(url) is not None

    def document_key(self, url: str) -> str | None:
        """The document key of an article's address, or None where no source knows it for one."""
        found = self._address(url)
        return None if found is None else _document_key(found, url)

    def identify(self, url: str) -> tuple[str, Stamp | None] | None:
        """Document key and stamp of an article's address: the cheap part of :meth:`family_for`, for every link."""
        found = self._address(url)
        return None if found is None else (_document_key(found, url), stamp_of(found.groups))

    def canonical_url(self, url: str) -> str:
        """The canonical spelling of ``url``: an article's by its family, another page's without tracking parameters."""
        found = self._address(url)
        if found is not None:
            return _canonical_article(found, url)
        source = self.source_for(url)
        return (
            canonical(url)
            if source is None
            else canonical(url, host=_canonical_host(source, url), scheme=_scheme(source))
        )

    def _address(self, url: str) -> _Address | None:
        source = self.source_for(url)
        if source is None:
            return None
        spelt = canonical(url)
        if canonical(url, host=host_key(url), scheme="https", slash="drop") in source.section_addresses:
            return None
        for use in source.families:
            family = self.families[use.family]
            for form in use.forms or family.forms:
                if (groups := form.match(spelt)) is not None:
                    return _Address(source, family, form, groups)
        return None

    def families_of(self, source: Source) -> tuple[Family, ...]:
        """The families of a source, today's first."""
        return tuple(self.families[use.family] for use in source.families)

    def lists_of(self, source: Source) -> tuple[ListStyle, ...]:
        """How the source's lists page: its own styles, else those of its family of today."""
        return source.lists or self.families_of(source)[0].lists

    def enabled(self, verified: Iterable[str] = ()) -> list[Source]:
        """Sources that a run crawls without being told: on in their file, or checked on this machine (``verified``).

        Files of the project say ``enabled: false`` until somebody saw the source working; ``solieu source check``
        writes its passes to ``state/verified.json`` of the data directory (:func:`read_verified`).
        """
        passed = set(verified)
        return [source for source in self.sources.values() if source.enabled or source.id in passed]


def _canonical_host(source: Source, url: str) -> str:
    """The publisher's host of today where ids are the same there, else the host of the address as it is canonical."""
    use = source.host_keys[host_key(url)]
    return source.hosts[0].host if use.same_ids else use.host


def _scheme(source: Source) -> str:
    return source.home.partition(":")[0]


def _canonical_article(found: _Address, url: str) -> str:
    names = [*found.family.query_keep, *(name for name in found.form.query if name not in found.family.query_keep)]
    return canonical(
        url,
        host=_canonical_host(found.source, url),
        scheme=_scheme(found.source),
        keep_query=names,
        slash=found.family.slash,
    )


def _document_key(found: _Address, url: str) -> str:
    """``family:publisher:id``, with the host or the language before the id where ids there are counted apart."""
    parts = [found.family.id, found.source.shares_ids_with or found.source.id]
    use = found.source.host_keys[host_key(url)]
    if use is not found.source.hosts[0] and not use.same_ids:
        parts.append(f"@{use.host.removeprefix('www.')}")
    if language := found.groups.get("lang"):
        parts.append(language.strip("/"))
    parts.append(found.form.identity(canonical(url, slash="drop"), found.groups))
    return ":".join(parts)


def _candidates(source: Source, family: Family, form: str, day: date | None) -> tuple[FamilyVersion, ...]:
    """Generations that serve the form, those of the day of fetch first, the site's own before the family's.

    Without a day the newest come first.
    """
    day = day or date.max
    own_form = form not in {known.id for known in family.forms}
    versions = [version for version in family.versions if own_form or version.serves(form)]
    overrides = [o for o in source.selectors if not o.families or family.id in o.families]
    ranked = sorted(versions, key=lambda version: version.days_off(day)) or [FamilyVersion(id="none")]
    ranked_overrides = sorted(overrides, key=lambda override: override.days_off(day))
    merged = [_overlaid(override, ranked) for override in ranked_overrides]
    both: list[FamilyVersion] = sorted([*merged, *ranked], key=lambda version: version.days_off(day))
    return tuple(both)


def _overlaid(override: SelectorOverride, versions: Sequence[FamilyVersion]) -> FamilyVersion:
    """The override with the family's selectors of its time where it has none of its own."""
    base = min(versions, key=lambda version: version.days_off(override.fetched_to or override.fetched_from))
    own = override.selectors.model_dump(exclude_defaults=True)
    return FamilyVersion(
        id=f"{base.id}+{override.id}",
        fetched_from=override.fetched_from,
        fetched_to=override.fetched_to,
        selectors=base.selectors.model_copy(update=own),
        lead_in_body=override.lead_in_body if "lead_in_body" in override.model_fields_set else base.lead_in_body,
        stamp_is_update=override.stamp_is_update or base.stamp_is_update,
        stamp_may_be_clock=override.stamp_may_be_clock or base.stamp_may_be_clock,
    )


def load_registry(extra_dirs: Sequence[Path] = ()) -> Registry:
    """The packaged registry plus the ``*.yaml`` source files of ``extra_dirs``.

    A directory may also hold ``families/*.yaml``. Raises nothing for what stands in a file: see ``problems``.
    """
    registry = Registry()
    own = {Path(extra).resolve(): Path(extra) for extra in extra_dirs if Path(extra).resolve() != SOURCES_DIR}
    for directory in (FAMILIES_DIR, *(extra / "families" for extra in own.values())):
        _load_families(registry, directory)
    for directory in (SOURCES_DIR, *own.values()):
        if not directory.is_dir():
            registry.problems.append(Problem(directory, None, "no such directory of source files"))
        _load_sources(registry, directory)
    _check_successors(registry)
    return registry


def _load_families(registry: Registry, directory: Path) -> None:
    for path in sorted(directory.glob("*.yaml")):
        family = _read(Family, path, registry.problems)
        if family is None:
            continue
        if family.id in registry.families:
            registry.problems.append(Problem(path, _line_of(path, ("id",)), f"family {family.id} is there already"))
            continue
        registry.families[family.id] = family


def _load_sources(registry: Registry, directory: Path) -> None:
    replaceable = set(registry.sources)
    owners = {key: source.id for source in registry.sources.values() for key in source.host_keys}
    for path in sorted(directory.glob("*.yaml")):
        source = _read(Source, path, registry.problems)
        if source is None:
            continue
        found = list(_conflicts(registry, owners, replaceable, source))
        registry.problems += [Problem(path, _line_of(path, loc), reason) for loc, reason in found]
        if found:
            continue
        registry.sources[source.id] = source
        registry.files[source.id] = path
        replaceable.discard(source.id)
        owners = {key: owner for key, owner in owners.items() if owner != source.id}
        owners.update(dict.fromkeys(source.host_keys, source.id))


def _conflicts(
    registry: Registry, owners: dict[str, str], replaceable: set[str], source: Source
) -> Iterator[tuple[tuple[Any, ...], str]]:
    """What is wrong with a source beside the others: (place in the file, reason).

    ``replaceable`` are the sources of the directories before this one.
    """
    if source.replaces and source.id not in registry.sources:
        yield ("replaces",), f"there is no source {source.id} to replace"
    elif source.id in registry.sources and not (source.replaces and source.id in replaceable):
        hint = "" if source.replaces else "; replaces: true puts a file of your own in its place"
        yield ("id",), f"source {source.id} is there already, in {registry.files[source.id]}{hint}"
        return
    for index, use in enumerate(source.hosts):
        owner = owners.get(host_key(use.host), source.id)
        if owner != source.id:
            yield ("hosts", index), f"host {use.host} belongs to {owner} already"
    for index, family_use in enumerate(source.families):
        if family_use.family not in registry.families:
            yield ("families", index), f"unknown family {family_use.family}"
    if source.province not in _codes(today=True):
        yield ("province",), f"unknown province code {source.province}: no unit has it today"
    if source.former_province and source.former_province not in _codes(today=False):
        yield ("former_province",), f"unknown province code {source.former_province}: no unit had it on 2025-06-30"


def _check_successors(registry: Registry) -> None:
    for source in registry.sources.values():
        for name in ("merged_into", "shares_ids_with"):
            other = getattr(source, name)
            if other and other not in registry.sources:
                path = registry.files[source.id]
                registry.problems.append(Problem(path, _line_of(path, (name,)), f"{name}: no file describes {other}"))


def unit_of(code: str, day: date) -> str | None:
    """The unit (``nam-dinh@pre2025``) that holds a GSO code on ``day``, or None: codes changed owner on 2025-07-01."""
    stamp = day.isoformat()
    for row in _provinces():
        if row["gso_code"] == code and (row["valid_from"] or "") <= stamp <= (row["valid_to"] or "9999"):
            return row["unit_id"]
    return None


@cache
def _provinces() -> tuple[dict[str, str], ...]:
    with _PROVINCES.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def _codes(*, today: bool) -> frozenset[str]:
    """Province codes valid today, or on the eve of 2025-07-01; ``VN`` always."""
    if today:
        return frozenset(row["gso_code"] for row in _provinces() if not row["valid_to"]) | {"VN"}
    eve = REORGANISATION - timedelta(days=1)
    return frozenset(row["gso_code"] for row in _provinces() if unit_of(row["gso_code"], eve)) | {"VN"}


def _read(model: type[FactsT], path: Path, problems: list[Problem]) -> FactsT | None:
    """One file as a model, or None and a problem for each thing that is wrong in it."""
    try:
        node = _compose(path)
        return model.model_validate(_construct(node))
    except ValidationError as error:
        problems += [
            Problem(path, _line_at(node, detail["loc"]), _reason(detail["loc"], detail["msg"], detail["type"]))
            for detail in error.errors(include_url=False, include_context=False)
        ]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.append(Problem(path, mark.line + 1 if mark else None, f"not YAML: {error.problem or error.context}"))
    except (yaml.YAMLError, OSError, UnicodeError, ValueError, TypeError, RecursionError) as error:
        problems.append(Problem(path, None, f"cannot be read: {error}"))
    return None


def _reason(loc: tuple[int | str, ...], message: str, kind: str) -> str:
    where = ".".join(map(str, loc))
    text = "unknown key" if kind == "extra_forbidden" else message.removeprefix("Value error, ")
    return f"{where}: {text}" if where else text


def _compose(path: Path) -> yaml.Node:
    if path.stat().st_size > _MAX_FILE:
        raise ValueError(f"larger than {_MAX_FILE} bytes, which no source file is")
    loader = yaml.CSafeLoader(path.read_bytes())
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("a mapping of keys is expected")
    return node


def _construct(node: yaml.Node) -> Any:
    """The node's value; a key given twice is an error (YAML loaders keep the last in silence)."""
    constructor = yaml.constructor.SafeConstructor()
    for mapping in _mappings(node):
        seen: set[str] = set()
        for key, _ in mapping.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key.value} stands here twice", problem_mark=key.start_mark)
            seen.add(key.value)
    return constructor.construct_document(node)


def _mappings(root: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Every mapping below ``root``, each once: aliases may lead to one node by a million ways, or in a circle."""
    waiting, seen = [root], {id(root)}
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            yield node
        children = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
        for child in children if isinstance(node, yaml.CollectionNode) else ():
            if id(child) not in seen:
                seen.add(id(child))
                waiting.append(child)


def _line_of(path: Path, loc: tuple[int | str, ...]) -> int | None:
    return _line_at(_compose(path), loc)


def _line_at(node: yaml.Node, loc: tuple[int | str, ...]) -> int:
    """The line of the deepest node that the location names."""
    line = node.start_mark.line
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        else:
            break
    return line + 1


def read_verified(path: Path) -> dict[str, date]:
    """Source id -> day of its last passed check on this machine, from ``state/verified.json``.

    :raises ValueError: the file is there and not of this form.
    """
    if not path.exists():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {str(source_id): date.fromisoformat(entry["verified"]) for source_id, entry in entries.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} does not hold the days of checks: {error}") from None
