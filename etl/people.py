"""People named with positions, their abbreviations expanded, their organisation and province attached.

Names are capitalised words behind a known surname; positions are the comma parts behind a name that open with a known
word (``Bí thư``, ``Chủ tịch``), or the title right before it. The vocabulary is ``etl/data/people.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources

import yaml

from etl.model import Person
from etl.places import MERGER, gazetteer
from etl.text import modern_tones

_UPPER = "A-ZĐÐÀ-ÖØ-ÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_GIVEN = rf"[{_UPPER}][^\W\d_]*(?<![{_UPPER}]{{2}})"


_HONORIFIC = "đồng chí|ông|bà|anh|chị|đ/c"


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    surnames: frozenset[str]
    abbreviations: dict[str, str]
    heads: tuple[str, ...]
    abbreviation: re.Pattern[str]
    name: re.Pattern[str]
    other: re.Pattern[str]
    """``và`` and the name of the next person."""
    position: re.Pattern[str]
    verb: re.Pattern[str]


@dataclass(slots=True)
class _Found:
    name: str
    start: int
    end: int
    positions: list[str] = field(default_factory=list)
    elected_to: str | None = None


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    raw = yaml.load(resources.files("etl").joinpath("data/people.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    surnames = sorted(set(raw["surnames"]), key=len, reverse=True)
    abbreviations = raw["abbreviations"]
    longest = sorted(abbreviations, key=len, reverse=True)
    positions = sorted(
        {form for word in raw["positions"] for form in (word, modern_tones(word))}, key=len, reverse=True
    )
    verbs = sorted(raw["verbs"], key=len, reverse=True)
    name = rf"(?:{'|'.join(map(re.escape, surnames))})(?: {_GIVEN}){{1,4}}(?!\w)"
    return _Vocabulary(
        surnames=frozenset(surnames),
        abbreviations=abbreviations,
        heads=tuple(sorted(raw["heads"], key=len, reverse=True)),
        abbreviation=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"),
        name=re.compile(rf"(?<!\w){name}"),
        other=re.compile(rf" (?:và|cùng)(?: (?:các )?(?:{_HONORIFIC}))? {name}"),
        position=re.compile(rf"(?:[Nn]guyên )?(?:{'|'.join(map(re.escape, positions))})(?!\w)"),
        verb=re.compile(rf"(?<!\w)(?!dự khuyết)(?:{'|'.join(map(re.escape, verbs))})(?!\w)"),
    )


def expand(written: str) -> str:
    """A position or organisation with its abbreviations written out and modern tone marks."""
    vocabulary = _vocabulary()
    expanded = vocabulary.abbreviation.sub(lambda match: vocabulary.abbreviations[match[0]], written.replace("Ð", "Đ"))
    return " ".join(modern_tones(expanded).split())


_SHORT_NAME_BEFORE = re.compile(r"(?:đồng chí|ông|bà|anh|chị|đ/c|Ông|Bà|Anh|Chị|Đồng chí|và|;|:) $")
_ANOTHER_PERSON = re.compile(rf" (?:và|cùng)(?: (?:{_HONORIFIC}))? $")
_TERM = re.compile(r",? (?:khóa|nhiệm kỳ)(?!\w).*$")
_SEGMENT = re.compile(r"(?:, | - | – |\(|,? kiêm | và (?=[A-ZĐỦ]))(?P<part>(?:T\.Ư|[^,;.:()\n]){3,110})")
_ELECTED = re.compile(
    r"[^.;\n]{0,120}?(?:(?<!\w)(?:là|làm|giữ chức vụ|giữ chức|giữ cương vị|vào chức vụ|đảm nhiệm chức vụ) )"
    r"(?P<office>[^.;,\n]{6,140})"
)
_ELECTION = re.compile(r"(?:bầu|chỉ định|bổ nhiệm|điều động|phê chuẩn|chuẩn y|kiện toàn|phân công)[^.;\n]{0,90}$")
_OFFICE_END = re.compile(r" (?:với|nhiệm kỳ|khóa|khoá|tại|từ ngày|thay|kể từ|đạt|trong|sau khi)(?!\w).*$")
_TAIL = re.compile(r"[\s./“”\"]+$")


def read_people(text: str, province: str | None, *, on: date | None = None) -> list[Person]:
    """The people of ``text`` who are named with a position, one each, in order of first mention.

    ``province`` is the GSO code of the article's province: the area of everyone whose organisation names no other.
    ``on`` is the day of the article, by which names of other provinces get their codes.
    """
    found: dict[str, _Found] = {}
    for person in _mentions(text):
        known = found.setdefault(person.name, person)
        if known is not person:
            known.positions += [position for position in person.positions if position not in known.positions]
            known.elected_to = known.elected_to or person.elected_to
    named = [person for person in found.values() if person.positions or person.elected_to]
    return [_person(person, province, on) for person in named]


def _mentions(text: str) -> Iterator[_Found]:
    vocabulary = _vocabulary()
    for match in vocabulary.name.finditer(text):
        start = match.start()
        words = match[0].split(" ")
        if gazetteer().names(" ".join(words[:2])):  # Bí thư Tỉnh ủy Hà Nam Lê Văn Tám
            start += len(" ".join(words[:2])) + 1
            if not vocabulary.name.fullmatch(text, start, match.end()):
                continue
        name = text[start : match.end()]
        if name.count(" ") == 1 and not _SHORT_NAME_BEFORE.search(text, max(0, start - 10), start):
            continue  # two capitals are as often no name: Đoàn Chủ tịch
        person = _Found(modern_tones(name.replace("Ð", "Đ")), start, match.end())
        before = _title_before(text, start)
        after, end = _positions_after(text, match.end())
        person.positions = list(dict.fromkeys([*before, *after]))
        person.elected_to = _elected_to(text, start, end)
        yield person


def _title_before(text: str, start: int) -> list[str]:
    """``đồng chí Bí thư Tỉnh uỷ`` before a name: the position that opens last and runs up to the name."""
    window = text[max(0, start - 100) : start]
    line = window[window.rfind("\n") + 1 :]
    cut = max(line.rfind(mark) for mark in ',;.:()“”"')
    line = line[cut + 1 :]
    opening = _vocabulary().position.search(line)
    if opening is None or not line.endswith(" ") or _ANOTHER_PERSON.search(line):
        return []
    title = line[opening.start() :].strip()
    if _vocabulary().verb.search(title):
        return []
    return [expand(title)]


def _positions_after(text: str, end: int) -> tuple[list[str], int]:
    vocabulary = _vocabulary()
    positions: list[str] = []
    while len(positions) < 8:
        segment = _SEGMENT.match(text, end)
        if segment is None or not vocabulary.position.match(segment["part"].lstrip()):
            break
        part = segment["part"]
        verb = vocabulary.verb.search(part)
        other = vocabulary.other.search(part)
        cut = min([len(part), *(found.start() for found in (verb, other) if found)])
        position = _TAIL.sub("", part[:cut])
        if len(position) < 5:
            break
        positions.append(expand(position))
        end = segment.start("part") + cut
        if cut < len(part):
            break
    return positions, end


def _elected_to(text: str, start: int, end: int) -> str | None:
    """The office that an election or appointment around the name gives."""
    if not _ELECTION.search(text, max(0, start - 120), start):
        return None
    match = _ELECTED.match(text, end)
    if match is None:
        return None
    office = _TAIL.sub("", _OFFICE_END.sub("", match["office"]))
    return expand(office) if _vocabulary().position.match(office) else None


def _person(found: _Found, province: str | None, on: date | None) -> Person:
    organisations = [organisation for position in found.positions if (organisation := _organisation(position))]
    local = [organisation for organisation in organisations if not _is_national(organisation)]
    organisation = next(iter(local or organisations), None)
    area = _area(organisation, province, on) if organisation or found.elected_to else None
    positions = tuple(found.positions)
    return Person(found.name, positions, organisation, area, found.start, found.end, found.elected_to)


def _organisation(position: str) -> str | None:
    """What a position is held in: ``Tỉnh ủy`` of ``Phó Bí thư Thường trực Tỉnh ủy``."""
    bare = position.removeprefix("nguyên ").removeprefix("Nguyên ").removeprefix("Quyền ")
    for head in _vocabulary().heads:
        if bare.startswith(head + " "):
            return _TERM.sub("", bare[len(head) + 1 :]) or None
    return None


def _is_national(organisation: str) -> bool:
    return bool(
        re.search(r"Trung ương|Bộ Chính trị|Quốc hội$|^Chính phủ|^Bộ (?!Chỉ huy|CHQS)|^nước|Quân khu", organisation)
    )


def _area(organisation: str | None, province: str | None, on: date | None) -> str | None:
    if organisation and _is_national(organisation):
        return "VN"
    day = on or date.fromordinal(MERGER.toordinal() - 1)
    named = [place for place in gazetteer().scan_places(organisation or "", day) if place.kind == "province"]
    return named[-1].area if named else province
