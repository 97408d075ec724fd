"""One longest-match pass over a text for every form of the catalogue and every word of the clause grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import ahocorasick

from etl.indicators.catalogue import (
    CASUALTIES,
    DATA,
    Catalogue,
    CatalogueError,
    Sense,
    expand,
    load_catalogue,
    load_yaml,
    uncollected,
)
from etl.text import match_fold

# Names that begin with a word of which the grammar knows ``ước`` with it.
_FLOWS = ("thu ", "chi ", "đón ", "thực hiện ", "tổng ")
_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+) \Z")
_CUES = ("up", "down", "level", "equal", "times", "exceed", "share", "contribute", "short", "rank", "thêm")
_EVENTS = {
    "event_disaster": "disaster_casualties",
    "event_traffic": "traffic_accidents",
    "event_drugs": "drug_cases",
}


@dataclass(slots=True)
class Phrase:
    """What a matched phrase may be: senses of the catalogue, roles of the grammar, a word of a part's vocabulary."""

    form: str
    senses: tuple[Sense, ...] = ()
    roles: frozenset[str] = frozenset()
    decoy: bool = False
    strong: bool = field(init=False, default=False)
    header: str = ""
    """The indicator whose list this phrase heads (một số sản phẩm:)."""
    marked: bool = field(init=False, default=False)
    estimated: bool = field(init=False, default=False)
    """Whether a form has swallowed the ``ước`` behind it."""
    homograph: bool = field(init=False, default=False)
    """Whether it is a word only where the one before it allows (``hồi`` in ``phục hồi`` is none)."""
    is_cue: bool = field(init=False, default=False)
    """Whether it says what the number behind it does: tăng, đạt, chiếm."""
    opens_parts: bool = field(init=False, default=False)
    said: frozenset[str] = field(init=False, default=frozenset())
    """What it says of the figures behind it: its roles, and the estimate of a swallowed ``ước``."""
    named: bool = field(init=False, default=False)
    """Whether it names something: an indicator, or what is none."""
    is_filler: bool = field(init=False, default=False)
    """Whether it is a word of the grammar and of nothing else."""
    topics: tuple[str, ...] = field(init=False, default=())
    event: str = field(init=False, default="")
    domains: tuple[str, ...] = field(init=False, default=())
    """The domains that the text speaks of where it says this: those of strong senses, and its topics."""
    names_event: str = field(init=False, default="")
    """The kind of event that it tells of: an indicator of cases, or that of its role."""

    def __post_init__(self) -> None:
        self.strong = bool(self.senses) and self.senses[0].strong
        self.estimated = bool(self.senses) and " ước " in f" {self.form} "
        self.marked = "," in self.form or ";" in self.form or "(" in self.form or " - " in self.form
        if self.roles:
            self.is_cue = not self.strong and not self.roles.isdisjoint(_CUES)
            self.opens_parts = "parts" in self.roles
            self.topics = tuple(role[6:] for role in self.roles if role.startswith("topic:"))
            self.event = next((_EVENTS[role] for role in self.roles if role in _EVENTS), "")
            self.roles = frozenset(role for role in self.roles if not role.startswith("topic:")) - _EVENTS.keys()
            self.is_filler = bool(self.roles) and not self.senses
        self.said = self.roles | {"estimate"} if self.estimated else self.roles
        self.named = bool(self.senses) or self.decoy

    def spelled(self, form: str) -> Phrase:
        """The same phrase in another spelling."""
        roles = self.roles | {f"topic:{name}" for name in self.topics}
        roles |= {role for role, code in _EVENTS.items() if code == self.event}
        return Phrase(form, self.senses, roles, self.decoy)


@dataclass(slots=True)
class Hit:
    """A phrase at its place in the text."""

    start: int
    end: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The automaton of all phrases, and the part vocabularies of the indicators by folded form."""

    automaton: ahocorasick.Automaton
    parts: Mapping[str, Mapping[str, str]]
    part_words: frozenset[str]
    before_homographs: frozenset[str]
    """Words behind which a homograph stands for what it names."""

    def phrase(self, form: str) -> Phrase:
        """The phrase of a folded form that has been found."""
        found: tuple[int, Phrase] = self.automaton.get(form)
        return found[1]

    def find(self, folded: str) -> list[Hit]:
        """The leftmost longest phrases of ``folded`` (``match_fold`` of a text), whole words only, in order."""
        hits: list[Hit] = []
        end_of_last = -1
        size = len(folded)
        for last, (length, phrase) in self.automaton.iter(folded):
            end = last + 1
            if end < size and folded[end].isalnum():
                continue
            start = end - length
            if start and folded[start - 1].isalnum():
                continue
            if phrase.homograph and self._is_syllable(folded, start):
                continue
            if start >= end_of_last:
                hits.append(Hit(start, end, phrase))
                end_of_last = end
                continue
            while hits and hits[-1].start >= start:
                hits.pop()
            if not hits or hits[-1].end <= start:
                hits.append(Hit(start, end, phrase))
                end_of_last = end
            else:
                end_of_last = hits[-1].end
        return hits

    def _is_syllable(self, folded: str, start: int) -> bool:
        """Whether the form at ``start`` is no word of its own but the last syllable of one, or of a name."""
        before = _WORD_BEFORE.search(folded, max(0, start - 16), start)
        return before is not None and before[1] not in self.before_homographs


_SPELLINGS = (
    ("tỷ", "tỉ"),
    ("kỳ", "kì"),
    ("lý", "lí"),
    ("bác sĩ", "bác sỹ"),
    ("hằng", "hàng"),
    ("quý", "quí"),
    ("nghìn", "ngàn"),
    ("vắc xin", "vắc-xin"),
    ("lũy kế", "luỹ kế"),
)
_VARYING = re.compile("|".join([" - ", *(old for old, _ in _SPELLINGS)]))


def _variants(form: str) -> set[str]:
    """Spellings of a form that differ in nothing but commas, hyphens and word variants."""
    found = {form}
    if _VARYING.search(form) is None:
        return found
    if " - " in form:
        found |= {form.replace(" - ", "-"), form.replace(" - ", ", "), form.replace(" - ", " ")}
    for old, new in _SPELLINGS:
        if old in form:
            found |= {one.replace(old, new) for one in found}
    return found


@lru_cache(maxsize=4)
@uncollected()
def load_lexicon(folder: Path = DATA) -> Lexicon:
    """The compiled phrases of the data files in ``folder``. Raises CatalogueError."""
    catalogue = load_catalogue(folder)
    phrases: dict[str, Phrase] = {}
    for form, senses in catalogue.senses.items():
        phrases[form] = Phrase(form, senses, decoy=not senses)
    for form, senses in catalogue.senses.items():
        if senses and form.startswith(_FLOWS):  # ước thu ngân sách: the estimate is no other word
            phrases.setdefault(f"ước {form}", Phrase(f"ước {form}", senses))
        # Tốc độ tăng giá trị sản xuất nông nghiệp; but giá trị sản xuất bình quân is of a hectare.
        if senses and form.startswith("giá trị sản xuất ") and "bình quân" not in form:
            for grown in (f"tốc độ tăng {form}", f"tốc độ tăng trưởng {form}"):
                phrases.setdefault(grown, Phrase(grown, senses))
    parts: dict[str, dict[str, str]] = {}
    for one in catalogue.indicators.values():
        table = parts.setdefault(one.code, {})
        for form, child in one.parts.items():
            for folded, _ in expand(form, catalogue.breakdowns):
                table.setdefault(folded, child)
                phrases.setdefault(folded, Phrase(folded))
    topics = {f"topic:{domain}": words for domain, words in _roles(folder / "topics.yaml").items()}
    for role, words in (*_roles(folder / "phrases.yaml").items(), *topics.items()):
        for word in words:
            folded = match_fold(word)
            old = phrases.get(folded)
            before = old.spelled(folded) if old else Phrase(folded)
            roles = before.roles | {f"topic:{name}" for name in before.topics} | ({role} - {"opaque"})
            roles |= {name for name, code in _EVENTS.items() if code == before.event}
            phrases[folded] = Phrase(folded, before.senses, roles, before.decoy)
    automaton = ahocorasick.Automaton()
    for form, phrase in phrases.items():
        automaton.add_word(form, (len(form), phrase))
        for variant in _variants(form):
            if variant not in phrases:
                automaton.add_word(variant, (len(variant), phrase))
    automaton.make_automaton()
    _note_domains(phrases.values(), catalogue)
    named = frozenset(form for values in catalogue.breakdowns.values() for forms in values.values() for form in forms)
    for one in catalogue.indicators.values():
        if one.header:
            for form in (*one.forms, *one.weak):
                if "{" not in form:
                    phrases[match_fold(form)].header = one.code
    homographs = _roles(folder / "homographs.yaml")
    for name in homographs["names"]:
        if (found := phrases.get(match_fold(name))) is not None and not found.strong:
            found.homograph = True
    return Lexicon(automaton, parts, named, frozenset(map(match_fold, homographs["after"])))


def _note_domains(phrases: Iterable[Phrase], catalogue: Catalogue) -> None:
    """Fill what a text speaks of where it says a phrase; many thousands name the parts of one indicator."""
    known: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {}
    for phrase in phrases:
        strong = tuple([sense.code for sense in phrase.senses if sense.strong]) if phrase.strong else ()
        spoken = known.get(strong)
        if spoken is None:
            domains = tuple(dict.fromkeys(catalogue.indicators[code].domain for code in strong))
            events = [code for code in strong if _is_event(code, catalogue)]
            spoken = known[strong] = domains, events[-1] if events else ""
        phrase.domains, phrase.names_event = spoken
        if phrase.topics:
            phrase.domains = tuple(dict.fromkeys((*phrase.domains, *phrase.topics)))
        if phrase.event:
            phrase.names_event = phrase.event


def _is_event(code: str, catalogue: Catalogue) -> bool:
    cases = catalogue.indicators[code].domain == "security" or code == "infectious_disease_cases"
    return cases and code not in CASUALTIES


def _roles(path: Path) -> dict[str, list[str]]:
    raw = load_yaml(path)
    if not isinstance(raw, dict):
        raise CatalogueError(path, 1, "a mapping of roles is expected")
    for role, words in raw.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise CatalogueError(path, 1, f"role {role} needs a list of phrases")
    return raw
