"""Places: provinces with their days of validity, regions, the country, districts and communes as named.

Codes changed owner on 2025-07-01 and names outlived territories, so nothing here answers without a day. A name that
is not in force on that day (``Nam Định`` in 2026) means the former territory; so does ``(cũ)`` behind a name that is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import yaml

from etl.text import branched, fold, modern_tones

Kind = Literal["province", "district", "commune", "village", "region", "country", "own", "foreign"]
MERGER = date(2025, 7, 1)


class PlaceFileError(ValueError):
    """A place file is broken: which line, and why."""


@dataclass(frozen=True, slots=True)
class ProvinceUnit:
    """A province or centrally run city over the days that it stood in one shape."""

    code: str
    name: str
    kind: str
    slug: str
    unit_id: str
    valid_from: date | None
    valid_to: date | None
    successor_code: str | None
    merged_from: tuple[str, ...]

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(slots=True)
class PlaceMention:
    """A place named in a text.

    ``area`` is what an observation stores: a GSO code valid on the day asked for, ``VN``, or the place as written;
    ``name`` is its name without a kind word, of a region the usual one.
    ``unit`` is set for provinces; ``former`` where the name means the territory before a merger. ``parent`` is the GSO
    code of the province named behind a district or commune. ``bare`` marks a district named without its kind word.
    """

    start: int
    end: int
    kind: Kind
    area: str | None
    name: str
    unit: ProvinceUnit | None = None
    former: bool = False
    parent: str | None = None
    bare: bool = False


_UPPER = "A-ZĐÐÀ-ÖØ-ÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_PROPER_WORD = rf"[{_UPPER}][\w’'ơưăâêôđ]*"
_NAME = rf"{_PROPER_WORD}(?:[ -]{_PROPER_WORD}){{0,4}}"
_KIND_WORDS: dict[str, Kind] = {
    "huyện": "district", "huyện đảo": "district", "quận": "district", "thị xã": "district", "thành phố": "district",
    "tp": "district", "tx": "district", "xã": "commune", "phường": "commune", "thị trấn": "commune", "tt": "commune",
    "đặc khu": "commune", "thôn": "village", "bản": "village", "xóm": "village", "ấp": "village", "buôn": "village",
    "làng": "village",
}  # fmt: skip
_DASH = "\0"
_ONE_WORD = re.compile(r"(?!Vinh|Huế)[^\W\d_]+")
_MANY = re.compile(r"(?:các|hai|ba|bốn|năm|\d{1,2}) $")
_MORE_NAMES = re.compile(rf"(?:, | và |,? và )(?P<name>{_NAME})(?! \d)")
_COUNT = r"(?:đạt |là |có |tăng |giảm )?(?:\d[\d.,]*\d|\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín)(?![^\W_])"
_NUMBERED_NAME = re.compile(
    rf" {_COUNT}(?: ?%| [^\W\d_A-ZĐ][^\W\d_]*(?:/[^\W\d_]+)?){{0,3}}(?:, | và |; )(?P<name>{_NAME})(?= {_COUNT})"
)
_NAME_GOES_ON = re.compile(rf" (?=[{_UPPER}])(?!(?:[IVX]+|TP|UBND|HĐND)\b)")
_NAME_BEFORE = re.compile(rf"(?:^|[^.!?:;,(\n] |^.?)[{_UPPER}][^\W\d_]* $")
_FORMER = re.compile(r" ?\(?(?:cũ|trước đây|trước sáp nhập|trước khi sáp nhập|trước hợp nhất)\)?(?![^\W_])")
_PARENT = re.compile(r",? ?(?:\(|của |thuộc )?(?:tỉnh |thành phố |TP\.? ?)?")
_CITY_BEFORE = re.compile(
    r"(?:[Tt]hành phố|T[Pp]\.?|[Tt]hành (?:ủy|uỷ)|[Tt]hị xã|[Hh]uyện|[Xx]ã|[Pp]hường|[Tt]hị trấn) ?$"
)


class Gazetteer:
    """The provinces of ``provinces.csv`` and the other names of ``places.yaml``."""

    def __init__(
        self, units: list[ProvinceUnit], names: dict[str, Any], districts: dict[str, list[str]] | None = None
    ) -> None:
        self.units = units
        self._districts = districts or {}
        self._bare: dict[str, re.Pattern[str] | None] = {}
        self._by_code: dict[str, list[ProvinceUnit]] = {}
        self._by_id = {unit.unit_id: unit for unit in units}
        self._by_name: dict[str, list[ProvinceUnit]] = {}
        for unit in units:
            self._by_code.setdefault(unit.code, []).append(unit)
            self._by_name.setdefault(_key(unit.name), []).append(unit)
        self._not_before = {_key(name): tuple(words) for name, words in names["not_before"].items()}
        self._only_alias = {_key(name) for name, words in names["not_after"].items() if "*" in words}
        self._aliases = self._alias_keys(names["aliases"])
        self._foreign = frozenset(names["foreign"])
        self._named = self._named_pattern(names["aliases"])
        self._regions = {fold(form): region["name"] for region in names["regions"] for form in region["forms"]}
        self._country = frozenset(map(fold, names["countries"]["VN"]))
        self._own = frozenset(map(fold, names["own"]))
        self._worded = _alternation([*self._regions, *self._country, *self._own])

    def _alias_keys(self, aliases: dict[str, list[str]]) -> dict[str, str]:
        keys = {}
        for name, written in aliases.items():
            if _key(name) not in self._by_name:
                raise PlaceFileError(f"places.yaml: aliases of {name!r}, which provinces.csv does not name")
            keys.update({_key(alias): _key(name) for alias in written})
        return keys

    def _named_pattern(self, aliases: dict[str, list[str]]) -> re.Pattern[str]:
        """Provinces and foreign countries, in one walk over the text."""
        names = {unit.name for unit in self.units if _key(unit.name) not in self._only_alias}
        names.update(alias for written in aliases.values() for alias in written)
        forms: set[str] = set()
        for name in names:
            for form in (name, _old_tones(name)):
                forms.update((form, form.upper()))
        dashed = (form.replace(" - ", _DASH) for form in sorted(forms | self._foreign))
        return re.compile(rf"{branched(dashed).replace(_DASH, ' ?[-–—] ?')}(?![^\W_])")

    def unit_on(self, code: str, day: date) -> ProvinceUnit | None:
        """The unit that owns a GSO code on a day."""
        return next((unit for unit in self._by_code.get(code, ()) if unit.valid_on(day)), None)

    def names(self, name: str) -> bool:
        """Whether a province bears or bore this name."""
        key = _key(name)
        return self._aliases.get(key, key) in self._by_name

    def is_code(self, code: str) -> bool:
        """Whether a province bears or bore this GSO code."""
        return code in self._by_code

    def unit(self, unit_id: str) -> ProvinceUnit | None:
        """The unit of an identifier such as ``nam-dinh@pre2025``."""
        return self._by_id.get(unit_id)

    def unit_named(self, name: str, day: date) -> ProvinceUnit | None:
        """The unit that bears a name or alias on a day; the former one where no unit bears it any more."""
        key = _key(name)
        found = self._by_name.get(self._aliases.get(key, key), [])
        return next((unit for unit in found if unit.valid_on(day)), self._nearest(found, day))

    def _nearest(self, found: list[ProvinceUnit], day: date) -> ProvinceUnit | None:
        """The last of these units before a day; before any of them, the owner of the first one's code (Huế in 2022)."""
        ended = [unit for unit in found if unit.valid_to is not None and unit.valid_to < day]
        if ended:
            return max(ended, key=lambda unit: unit.valid_to or date.min)
        return self.unit_on(found[0].code, day) if found else None

    def former_named(self, name: str, day: date = MERGER) -> ProvinceUnit | None:
        """The unit that bore a name before the merger of a day: ``Ninh Bình cũ``."""
        key = _key(name)
        found = self._by_name.get(self._aliases.get(key, key), [])
        return self._nearest(found, day) if found else None

    def code_on(self, unit_or_code: str, day: date) -> str | None:
        """The GSO code that covers a unit (by identifier or by a code) on a day.

        A code that is in force that day stands for its owner of that day; else its last owner before is followed to
        the unit that took it in. Before its creation a merged unit has no single code: its own is returned where a
        unit bore it, else None.
        """
        if "@" not in unit_or_code:
            if self.unit_on(unit_or_code, day) is not None:
                return unit_or_code
            ended = self._nearest(self._by_code.get(unit_or_code, []), day)
            return ended.successor_code if ended else None
        unit = self._by_id.get(unit_or_code)
        if unit is None:
            return None
        if unit.valid_on(day):
            return unit.code
        if unit.valid_to is not None and unit.valid_to < day:
            return self.code_on(unit.successor_code, day) if unit.successor_code else None
        return next((old.code for old in self._by_name[_key(unit.name)] if old.valid_on(day)), None)

    def scan_places(
        self, text: str, on: date, *, folded: str | None = None, province: str | None = None
    ) -> list[PlaceMention]:
        """All places named in ``text``, in order, without overlaps; codes and validity are those of the day ``on``.

        With ``province``, a GSO code of that day, the districts of that province count also without a kind word
        (``Trong đó, Hải Hậu đạt …``); those of the provinces that it took in as well.
        """
        view = fold(text) if folded is None else folded
        printed = text.replace("Ð", "Đ") if "Ð" in text else text
        found = [*self._scan_local(printed, on), *self._scan_worded(view, text), *self._scan_named(printed, on)]
        if province is not None:
            found += self._scan_bare(printed, province, on)
        found.sort(key=lambda place: (place.start, -place.end))
        kept: list[PlaceMention] = []
        for place in found:
            if not kept or place.start >= kept[-1].end:
                self._add(kept, place, text)
        return kept

    def _add(self, kept: list[PlaceMention], place: PlaceMention, text: str) -> None:
        """Keep ``place``; a province right behind a district or commune is its parent."""
        if kept and place.kind == "province" and kept[-1].kind in ("district", "commune", "village"):
            child = kept[-1]
            if place.start - child.end <= 14 and _PARENT.fullmatch(text, child.end, place.start):
                child.parent = place.area
        kept.append(place)

    def _scan_named(self, printed: str, on: date) -> Iterator[PlaceMention]:
        for match in self._named.finditer(printed):
            start, end, written = match.start(), match.end(), match[0]
            if not _starts_word(printed, start):
                continue
            if written in self._foreign:
                yield PlaceMention(start, end, "foreign", written, written)
                continue
            following = printed[end : end + 12].lstrip()
            if following and following.startswith(self._not_before.get(_key(written), ("\0",))):
                continue
            unit = self.unit_named(written, on)
            if unit is None:
                continue
            if unit.kind == "tỉnh" and _CITY_BEFORE.search(printed, max(0, start - 11), start):
                continue  # thành phố Nam Định, Thành ủy Nam Định: within the province
            former = _FORMER.match(printed, end)
            if former is not None:
                unit, end = self.former_named(written) or unit, former.end()
            yield PlaceMention(start, end, "province", unit.code, unit.name, unit, not unit.valid_on(on))

    def _scan_bare(self, printed: str, province: str, on: date) -> Iterator[PlaceMention]:
        """Districts named bare; not where a capital before or behind makes the words part of another name."""
        unit = self.unit_on(province, on)
        pattern = self._bare_pattern(unit) if unit else None
        if pattern is None:
            return
        for match in pattern.finditer(printed):
            start, end = match.span()
            if not _starts_word(printed, start) or _NAME_GOES_ON.match(printed, end):
                continue
            if not _NAME_BEFORE.search(printed, max(0, start - 10), start):
                yield PlaceMention(start, end, "district", match[0], match[0], bare=True)

    def _bare_pattern(self, unit: ProvinceUnit) -> re.Pattern[str] | None:
        if unit.unit_id not in self._bare:
            codes = unit.merged_from or (unit.code,)
            names = {name for code in codes for name in self._districts.get(code, ()) if not self.names(name)}
            forms = {form for name in names for form in (name, _old_tones(name))}
            self._bare[unit.unit_id] = _alternation(list(forms)) if forms else None
        return self._bare[unit.unit_id]

    def _scan_local(self, printed: str, on: date) -> Iterator[PlaceMention]:
        for match in _LOCAL.finditer(printed):
            if not _starts_word(printed, match.start()):
                continue
            word, name = match["kind"].lower().rstrip("."), match["name"]
            if word in ("tp", "tx", "tt") and self._is_no_town(match, printed):
                continue
            kind = _KIND_WORDS[word]
            if word in ("thành phố", "tp") and self._is_centrally_run(match[0], name, on):
                continue
            start, end = match.start("kind"), match.end()
            yield PlaceMention(start, end, kind, printed[start:end], name)
            if name.isdigit():
                continue
            if _MANY.search(printed, max(0, start - 4), start):
                yield from self._listed(printed, end, kind)
            else:
                yield from self._counted(printed, end, kind)

    @staticmethod
    def _is_no_town(match: re.Match[str], printed: str) -> bool:
        """``cho TP. Người dân`` and ``CN - TTCN``: the next sentence, an acronym."""
        kind, name = match["kind"], match["name"]
        if match.end("kind") == match.start("name") and not kind.endswith("."):
            return name.isupper()
        goes_on = printed[match.end() : match.end() + 2].islower()
        return goes_on and kind.lower() == "tp." and _ONE_WORD.fullmatch(name) is not None

    def _listed(self, printed: str, position: int, kind: Kind) -> Iterator[PlaceMention]:
        """``các huyện Hải Hậu, Giao Thủy và Nghĩa Hưng``: the names behind the first, at most twenty."""
        for _ in range(20):
            match = _MORE_NAMES.match(printed, position)
            if match is None:
                return
            yield PlaceMention(match.start("name"), match.end(), kind, match["name"], match["name"])
            position = match.end()

    def _counted(self, printed: str, position: int, kind: Kind) -> Iterator[PlaceMention]:
        """``huyện Tư Nghĩa 23.800, Nghĩa Hành 12.500``: names that go on with a number each, at most thirty."""
        for _ in range(30):
            match = _NUMBERED_NAME.match(printed, position)
            if match is None or self.names(match["name"]):
                return
            yield PlaceMention(match.start("name"), match.end(), kind, match["name"], match["name"])
            position = match.end()

    def _is_centrally_run(self, written: str, name: str, on: date) -> bool:
        if _key(written) in self._aliases:
            return True
        found = self._by_name.get(self._aliases.get(_key(name), _key(name)), [])
        return any(unit.kind == "thành phố" and unit.valid_on(on) for unit in found)

    def _scan_worded(self, view: str, text: str) -> Iterator[PlaceMention]:
        for match in self._worded.finditer(view):
            written, start, end = match[0], match.start(), match.end()
            if not _starts_word(view, start):
                continue
            if written in self._own:
                yield PlaceMention(start, end, "own", None, written)
            elif written in self._country:
                if written == "việt nam" and not text[start].isupper():
                    continue
                yield PlaceMention(start, end, "country", "VN", "Việt Nam")
            else:
                if view.endswith("vùng ", 0, start):
                    start -= len("vùng ")
                yield PlaceMention(start, end, "region", text[start:end], self._regions[written])


def _starts_word(text: str, start: int) -> bool:
    return start == 0 or not text[start - 1].isalnum()


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return re.sub(r"[\s.\-–—]+", " ", modern_tones(fold(name))).strip()


_NEW_TO_OLD = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ"}


def _old_tones(name: str) -> str:
    for new, old in _NEW_TO_OLD.items():
        if name.endswith(new) or f"{new} " in name:
            name = name.replace(new, old)
    return name


def _alternation(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"{branched(forms)}(?![^\W_])")


def _local_pattern() -> re.Pattern[str]:
    """A kind word and a name in capitals, or the number of a ward."""
    words = [word + (r"(?:\.?)" if word in ("tp", "tx", "tt") else "") for word in _KIND_WORDS]
    cased = [form for word in words for form in (word, word[0].upper() + word[1:])]
    cased += [r"TP(?:\.?)", r"TX(?:\.?)", r"TT(?:\.?)"]
    return re.compile(rf"(?P<kind>{branched(cased)}) ?(?P<name>{_NAME}|\d{{1,2}}(?![\d/%]|[.,]\d))")


_LOCAL = _local_pattern()


def _read_unit(row: dict[str, str], line: int) -> ProvinceUnit:
    try:
        return ProvinceUnit(
            code=row["gso_code"],
            name=row["name_vi"],
            kind=row["kind"],
            slug=row["slug"],
            unit_id=row["unit_id"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successor_code=row["successor_gso_code"] or None,
            merged_from=tuple(row["merged_from_gso"].split()),
        )
    except (KeyError, ValueError) as error:
        raise PlaceFileError(f"provinces.csv, line {line}: {error!r}") from error


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The packaged gazetteer; ``PlaceFileError`` names the line that is wrong."""
    data = resources.files("etl").joinpath("data")
    rows = csv.DictReader(io.StringIO(data.joinpath("provinces.csv").read_text("utf-8")))
    units = [_read_unit(row, line) for line, row in enumerate(rows, 2)]
    names = yaml.load(data.joinpath("places.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    districts = yaml.load(data.joinpath("districts.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return Gazetteer(units, names, districts)


def scan_places(text: str, on: date, *, folded: str | None = None, province: str | None = None) -> list[PlaceMention]:
    """All places named in ``text``; see ``Gazetteer.scan_places``."""
    return gazetteer().scan_places(text, on, folded=folded, province=province)


def unit_on(code: str, day: date) -> str | None:
    """The unit identifier of a GSO code on a day; None for anything that is no code in force."""
    unit = gazetteer().unit_on(code, day)
    return unit.unit_id if unit else None
