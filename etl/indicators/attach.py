"""Which indicator a figure is about: forms in its lead or behind it, list heads, and carried subjects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from etl.indicators.catalogue import Catalogue, Indicator, Sense
from etl.indicators.clauses import Lead, item_text
from etl.indicators.lexer import Figure
from etl.indicators.match import Hit, Lexicon
from etl.indicators.state import Reading, State, Subject
from etl.text import match_fold

RATIOS = frozenset({"PERCENT", "PERCENTAGE_POINT", "times", "rank", "per_mille"})
# Units that one unit of the catalogue accepts besides itself.
_ALSO = {
    "visitor": {"person", "passenger", "occasion", "visit"},
    "passenger": {"visitor", "person"},
    "person": {"visitor", "case", "household"},
    "ballot": {"person"},
    "commune": {"unit"},
    "district_unit": {"unit", "commune"},
    "case": {"visit"},
    "index_point": {"PERCENT"},
    "vnd_per_person": {"VND"},
    "usd_per_person": {"USD"},
    "vnd_per_kg": {"VND"},
    "vnd_per_hectare": {"VND"},
    "housing_unit": {"household"},
    "per_10k": {"bed", "person"},
    "item": {"vehicle"},
    "petition": {"visitor", "case", "visit"},
    "product": {"target"},
    "tonne": {"quintal", "kg"},
    "year_of_age": {"year"},
    "criteria_per_commune": {"target"},
    "resolution": set(),
}
_CLAUSE_VERBS = frozenset({"up", "down", "exceed", "share", "times", "parts", "contrast"})
# Units that stand for one indicator whatever the words around them are.
_DECISIVE = frozenset(
    {
        "quintal_per_hectare",
        "tonne_per_hectare",
        "passenger_km",
        "tonne_km",
        "per_10k",
        "criteria_per_commune",
        "vnd_per_kg",
    }
)


_NOUN_NEXT = re.compile(
    r" (?!(?:kế|dự|so|cùng|chỉ|tổng|của|trong|và|trở|năm|grdp|gdp|tỷ|là|còn|với|theo|do|nhờ|nhưng|để|vào|mục|"
    r"nghị)\b)[^\W\d_]"
)
# Weak forms that say nothing where more words follow (61/99 xã, phường có 100% cử tri đi bầu).
_ONLY_BARE = frozenset({"xã, phường", "xã", "vụ", "lượt", "ca", "trường hợp"})
# Deaths, injuries and losses belong to the kind of event that the passage is about.
_EVENT_GROUP = {
    **dict.fromkeys(("fires", "criminal_cases", "drug_cases"), "other"),
    **dict.fromkeys(("traffic_accidents", "traffic_deaths", "traffic_injuries"), "traffic"),
    **dict.fromkeys(
        ("disaster_casualties", "disaster_damage_value", "disaster_houses_damaged", "disaster_crop_area"), "disaster"
    ),
}
GRDP_NEXT = re.compile(r" (?:của |so với |trong )?(?:grdp|gdp|tổng sản phẩm)")
CASUALTIES = frozenset({"traffic_deaths", "traffic_injuries"})
_WORD_START = re.compile(r" ([^\W_]+)")
_PROPER = re.compile(r"(?:[^\W\d_a-zà-ỹ][^\W\d_]*)(?: [^\W\d_a-zà-ỹ][^\W\d_]*){1,3}")
_COUNTS = frozenset(
    {
        "person",
        "enterprise",
        "project",
        "household",
        "case",
        "commune",
        "cooperative",
        "head",
        "school",
        "product",
        "visitor",
        "district_unit",
        "housing_unit",
        "ballot",
    }
)


# No kilogram, litre or tael costs more (giá sản xuất … đạt 17.211 tỷ đồng).
_DEAREST = 1e9
# Sản xuất công nghiệp phục hồi, giá trị sản xuất đạt 12.300 tỷ đồng.
_SECTOR = re.compile(r"(?:sản xuất|ngành|lĩnh vực) (công nghiệp|nông nghiệp|xây dựng)(?![^\W_])")
_SEASON = re.compile(r"(?:còn )?vụ (?:[^\W\d_]+[ -]*){1,3}")
_CLEARED = re.compile(r"(?<![^\W_])(?:khám phá|làm rõ)(?![^\W_])")
_NUMBER_OF_CASES = re.compile(r"(?<![^\W_])số vụ(?: [^\W\d_]+){0,3} (?:tăng|giảm)(?: [^\W\d_]+)? ?")
# Words of a name that is no item of a price index.
_TOTALS = ("chỉ số", "giá trị", "kim ngạch", "tổng", "sản lượng", "doanh thu", "diện tích", "số ")
# What is counted for 10.000 people names the indicator (14,3 bác sỹ/1 vạn dân).
PER_10K = (("giường", "hospital_beds_per_10k"), ("bác s", "doctors_per_10k"))
# Units that the indicator's own name holds (số bác sĩ/vạn dân: 9,6).
_UNNAMED = frozenset({"per_10k", "index_point", "point", "children_per_woman", "criteria_per_commune"})


def unit_of(indicator: Indicator, unit: str) -> str | None:
    """The indicator's own name for this unit, None where it has no such level."""
    if not unit and (indicator.units[0] in _COUNTS or indicator.units[0] in _UNNAMED):
        return indicator.units[0]
    if unit in indicator.units:
        return unit
    for own in indicator.units:
        if unit in _ALSO.get(own, ()):
            return own
    return None


@dataclass(slots=True)
class Attacher:
    """Attachment of subjects over one catalogue."""

    catalogue: Catalogue
    lexicon: Lexicon
    folded: str
    text: str
    is_place: Callable[[int, int], bool]
    parts_named: frozenset[str]
    """All words of the part vocabularies: a capital does not make Hoa Kỳ a district."""

    def attach(
        self, fig: Figure, lead: Lead, state: State, change: bool, plain_percent: bool, share: bool = False
    ) -> Subject:
        """The subject of a figure."""
        if fig.unit == "per_10k":
            for word, code in PER_10K:
                if word in self.folded[fig.end : fig.after]:
                    return Subject(code, self.text[fig.end : fig.after].strip(), how="tail")
        if fig.currency_implied and fig.value < 1e9 and self._counts_people(lead):
            fig.unit, fig.currency_implied = "", False
        cleared = self._cleared(fig, lead, state)
        if cleared is not None:
            return cleared
        own = self._own_form(fig, lead, state, change, plain_percent, share)
        if own is not None:
            per_head = own.code == "grdp" and fig.unit in ("VND", "USD")
            if per_head and "bình quân đầu người" in self.folded[lead.clause : fig.start]:
                own.code = "grdp_per_capita"
            sector = _SECTOR.search(self.folded, lead.start, fig.start) if own.code == "gross_output_total" else None
            if sector is not None and own.how == "weak lead" and own.breakdown is None:
                own.code = self.lexicon.parts["gross_output_total"].get(sector[1], own.code)
            return own
        return self._carried(fig, lead, state, change, plain_percent)

    def code_of_name(self, start: int, end: int, fig: Figure, code: str | None) -> str | None:
        """``xuất khẩu và nhập khẩu tăng tương ứng 9% và 7%``: the sibling that one name of a list is by itself."""
        head = self.catalogue.indicators.get(code or "")
        for hit in self.lexicon.find(self.folded[start:end]):
            for sense in hit.phrase.senses:
                one = self.catalogue.indicators[sense.code]
                if (
                    head is not None
                    and sense.breakdown is None
                    and (one.domain, one.units) == (head.domain, head.units)
                ):
                    return self.resolve(sense.code, fig, True, False)
        return code

    def _counts_people(self, lead: Lead) -> bool:
        """``thu hút khách du lịch khoảng 8,3 triệu``: no money where what is counted has been named."""
        for hit in self._lead_forms(lead):
            for sense in () if hit.phrase.roles else hit.phrase.senses:
                return self.catalogue.indicators[sense.code].units[0] in ("visitor", "person")
        return False

    def _cleared(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``khám phá 186 vụ, 477 đối tượng (đạt 87,3%)``: the rate of cases that were solved."""
        if fig.unit != "PERCENT" or lead.cue is None or not lead.cue.phrase.form.startswith("đạt"):
            return None
        for reading in reversed(state.sentence()):
            if reading.figure.unit == "case":
                found = _CLEARED.search(self.folded, reading.lead, fig.start)
                return Subject("crime_clearance_rate", found[0], how="lead") if found else None
            if not reading.figure.counted:
                return None
        return None

    # ---- forms beside the figure -------------------------------------------------------------------------------

    def _own_form(self, fig: Figure, lead: Lead, state: State, change: bool, pct: bool, share: bool) -> Subject | None:
        in_list = state.list_open and state.parent is not None and lead.separator != "."
        for head in (
            state.parent,
            state.last.subject if state.last is not None and lead.separator in (",", ";", "") else None,
            self._head_before(fig, lead, state),
        ):
            if head is not None:
                part = self._named_part(fig, lead, head, state)
                if part is not None:
                    return part
        tail = [hit for hit in fig.right if hit.phrase.senses or hit.phrase.decoy]
        leads = self._lead_forms(lead)
        if share:
            whole = self._whole(tail, leads, fig, lead, state)
            if whole is not None:
                return whole
        if fig.unit not in RATIOS:
            subject = self._pick(tail, fig, state, change, pct, strong=True, how="tail")
            if subject is not None:
                return subject
            subject = self._pattern(fig, lead, state)
            if subject is not None:
                return subject
        subject = self._from_lead(leads, fig, lead, state, change, pct)
        if (
            subject is not None
            and subject.how in ("lead", "weak lead")
            and in_list
            and self._is_item(subject, fig, state, change)
        ):
            return self._listed(fig, lead, state, self._item(fig, lead) or subject.text, change)
        if subject is not None and subject.how == "decoy" and fig.unit in RATIOS:
            subject = self._pick(tail, fig, state, change, pct, strong=True, how="tail") or subject
        if subject is not None:
            return subject
        if fig.unit in RATIOS:
            subject = self._pick(tail, fig, state, change, pct, strong=True, how="tail")
            of_plan = (
                subject is not None and change and subject.code == "public_investment_plan"
            )  # bằng 47% kế hoạch vốn
            if subject is not None and not of_plan and not (change and self.folded.startswith(" so", fig.after)):
                return subject
        if in_list and self._blocked(fig, state):
            return Subject(None, self._item(fig, lead), how="list")
        self._keep_pending(leads, fig, state)
        if (
            fig.counted
            and self._is_bare(fig)
            and any(r.figure.unit == fig.unit and r.subject.code for r in state.sentence())
        ):
            return None
        if fig.unit in RATIOS and (lead.cue is not None or fig.unit == "times"):
            return self._counted_behind(tail, fig, state)
        return self._pick(tail, fig, state, change, pct, strong=False, how="weak tail")

    def _is_item(self, subject: Subject, fig: Figure, state: State, change: bool) -> bool:
        """``Nhóm thực phẩm tăng 0,1%; trong đó thủy sản tươi sống tăng 0,6%``: goods of a price index; the sources of
        public investment.
        """
        assert state.parent is not None
        head, one = (self.catalogue.indicators.get(code or "") for code in (state.parent.code, subject.code))
        if (
            head is not None
            and one is not None
            and head.code.startswith("public_investment")
            and one.domain == "budget"
        ):
            return fig.unit == "PERCENT" and not subject.text.lower().startswith("thu ")
        if head is None or one is None or head.domain != "prices" or head.kind != "index" or fig.unit != "PERCENT":
            return False
        if not change:
            return False
        return one.kind != "index" and not subject.text.lower().startswith(_TOTALS)

    def _head_before(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``… tổng vốn 31,8 tỷ USD từ 42 nước. Hàn Quốc dẫn đầu với 13,1 tỷ USD``: a sentence opens with a part."""
        if lead.separator != "." or not state.previous or fig.unit in RATIOS:
            return None
        last = state.previous[-1] if state.readings and state.previous[-1] is state.readings[-1] else None
        if last is None or any(hit.phrase.strong for hit in lead.hits):
            return None
        levels = [one for one in state.previous if one.unit == fig.unit and one.measure == "level" and one.subject.code]
        return levels[-1].subject if levels else None

    def _counted_behind(self, tail: list[Hit], fig: Figure, state: State) -> Subject | None:
        """``giảm 16% số người chết``: the count that a percent is of stands right behind it."""
        if fig.unit != "PERCENT" or not tail or tail[0].start > fig.after + 4:
            return None
        found = self._pick(tail[:1], fig, state, True, False, strong=False, how="weak tail")
        known = found is not None and self.catalogue.indicators[found.code or ""].domain == "security"
        return found if known else None

    def _is_bare(self, fig: Figure) -> bool:
        """A count with nothing but its unit noun."""
        return self.folded[fig.after : fig.stop].strip(' "”') == ""

    def _lead_forms(self, lead: Lead) -> list[Hit]:
        """Forms of the last clause of the lead; those before a bracket that opens here only where it holds none."""
        forms = [
            hit
            for hit in lead.hits
            if (hit.phrase.senses or hit.phrase.decoy)
            and hit.start >= lead.clause
            and not any(begin <= hit.start < stop for begin, stop in lead.brackets)
        ]
        inner = [hit for hit in forms if hit.start >= lead.inner]
        return inner or forms

    def _whole(self, tail: list[Hit], leads: list[Hit], fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``chiếm 98,7% kim ngạch xuất khẩu``: without a form of its own a part has the whole's indicator."""
        if any(hit.phrase.strong for hit in leads):
            return None
        last = state.last
        if lead.opened and last is not None and last.subject.code and self._directly(last.figure, lead):
            return replace(last.subject, how="carried")
        if last is not None and (self._shares_grdp(last.subject, fig, lead) or self._is_own_rate(last, fig, lead)):
            return replace(last.subject, how="carried")
        if last is not None and self._has_rate(last, lead):
            return replace(last.subject, how="carried")
        whole = self._pick(tail, fig, state, True, False, strong=True, how="whole")
        if whole is not None or not tail or tail[0].start != fig.after + 1:
            return whole
        return self._pick(tail[:1], fig, state, True, False, strong=False, how="whole")

    def _shares_grdp(self, subject: Subject, fig: Figure, lead: Lead) -> bool:
        """``vốn đầu tư toàn xã hội 22.500 tỷ đồng, chiếm 37% GRDP``: the catalogue has an indicator for it."""
        if subject.code is None or lead.separator not in (",", "") or not GRDP_NEXT.match(self.folded, fig.after):
            return False
        return self.catalogue.indicators[subject.code].switch_share is not None

    def _is_own_rate(self, last: Reading, fig: Figure, lead: Lead) -> bool:
        """``nợ xấu 812 tỷ đồng, chiếm 1,27% tổng dư nợ``: a rate that was given as an amount first."""
        one = self.catalogue.indicators.get(last.subject.code or "")
        return one is not None and one.is_rate and last.unit in one.units[1:] and lead.separator in (",", "", "(")

    def _has_rate(self, last: Reading, lead: Lead) -> bool:
        """``100.000 người tham gia BHXH, chiếm tỷ lệ 35% lực lượng lao động``: the rate of what was counted."""
        one = self.catalogue.indicators.get(last.subject.code or "")
        if one is None or one.switch_rate is None or last.measure != "level" or last.figure.unit in RATIOS:
            return False
        rate = lead.cue is not None and lead.cue.phrase.form in ("chiếm tỷ lệ", "chiếm tỉ lệ")
        return rate and lead.separator in (",", "") and item_text(self.folded, lead, lead.clause)[0] == ""

    def _directly(self, fig: Figure, lead: Lead) -> bool:
        """Whether the bracket of a lead says something about the figure right before it (219 ca tử vong (chiếm …))."""
        return fig.counted and self.folded[fig.stop : lead.end].lstrip().startswith("(chiếm")

    def _keep_pending(self, leads: list[Hit], fig: Figure, state: State) -> None:
        """A strong form that this figure's unit contradicts may be the subject of the next one."""
        for hit in leads:
            if hit.phrase.strong and fig.counted:
                sense = hit.phrase.senses[0]
                state.pending = Subject(sense.code, self.text[hit.start : hit.end], sense.breakdown, "pending")
                return

    def _blocked(self, fig: Figure, state: State) -> bool:
        parent = self.catalogue.indicators.get(state.parent.code or "") if state.parent else None
        return parent is not None and fig.unit in parent.switch_unit and parent.switch_unit[fig.unit] is None

    def _from_lead(
        self, leads: list[Hit], fig: Figure, lead: Lead, state: State, change: bool, pct: bool
    ) -> Subject | None:
        """The head of the last part of the lead that holds a form: its leftmost form that fits."""
        chunks: list[list[Hit]] = []
        for hit in leads:
            if (
                chunks
                and not self._mark_between(chunks[-1][-1].end, hit.start)
                and not self._verb_between(lead, chunks[-1][-1].end, hit.start)
            ):
                chunks[-1].append(hit)
            else:
                chunks.append([hit])
        in_list = state.list_open and state.parent is not None and lead.separator != "."
        for chunk in reversed(chunks):
            live = [hit for hit in chunk if not hit.phrase.decoy]
            subject = self._pick(live, fig, state, change, pct, strong=True, how="lead")
            if subject is not None:
                return subject
            nouns = [hit for hit in live if not hit.phrase.roles]
            subject = self._pick(nouns, fig, state, change, pct, strong=False, how="weak lead")
            if subject is not None:
                counted = self._amount_of_last(fig, lead, state, subject)
                if counted is not None:
                    return counted
                goes_on = state.last is not None and state.last.subject.code == subject.code
                if in_list and subject.breakdown and not goes_on:
                    return self._listed(fig, lead, state, subject.text, change) or subject
                return subject
            if any(hit.phrase.decoy or hit.phrase.strong for hit in chunk):
                if any(hit.phrase.decoy and not self.is_place(hit.start, hit.end) for hit in chunk):
                    return Subject(None, self._phrase(chunk[0].start, fig.start), how="decoy")
                if not change and fig.counted:
                    return None
        verbs = [hit for hit in leads if hit.phrase.roles and hit.phrase.senses]
        subject = self._pick(verbs, fig, state, change, pct, strong=False, how="weak lead")
        return subject if subject is not None and self._has_unit(subject, fig) else None

    def _has_unit(self, subject: Subject, fig: Figure) -> bool:
        """A verb alone names an indicator only with its own unit (thu hút 15 tỷ USD, not thu hút 31 dự án)."""
        hit = any(
            fig.unit in self.catalogue.indicators[sense.code].units
            for sense in self.lexicon.phrase(match_fold(subject.text)).senses
        )
        return hit or fig.unit in RATIOS

    def _amount_of_last(self, fig: Figure, lead: Lead, state: State, weak: Subject) -> Subject | None:
        """``31 dự án trong nước với tổng số vốn 2.388 tỷ đồng``: the amount that belongs to the count before."""
        last = state.current[-1].subject if state.current else None
        if last is None or last.code is None or lead.separator not in (",", "") or "vốn" not in weak.text.lower():
            return None
        code = self.catalogue.indicators[last.code].switch_unit.get(fig.unit)
        return Subject(code, weak.text, last.breakdown, "weak lead") if code is not None else None

    def _verb_between(self, lead: Lead, start: int, end: int) -> bool:
        """Whether a clause ends between two forms: a verb of change, or a word of contrast."""
        for hit in lead.hits:
            if start <= hit.start < end and not hit.phrase.senses and hit.phrase.roles & _CLAUSE_VERBS:
                return True
        between = self.folded[start:end]
        return any(word in between for word in (" nhưng ", " song ", " còn ", " khi "))

    def _mark_between(self, start: int, end: int) -> bool:
        return any(char in ",;:()" for char in self.folded[start:end])

    def _phrase(self, start: int, end: int) -> str:
        return self.text[start:end].strip(" ,;:()")

    def _pick(
        self, hits: Iterable[Hit], fig: Figure, state: State, change: bool, pct: bool, *, strong: bool, how: str
    ) -> Subject | None:
        for hit in hits:
            fits: list[tuple[Sense, str]] = []
            for sense in hit.phrase.senses:
                if sense.strong != strong:
                    continue
                code = self.resolve(sense.code, fig, change, pct)
                if code in CASUALTIES and _EVENT_GROUP.get(state.event, "traffic") != "traffic":
                    continue
                if code is not None and (strong or self._supported(sense, code, fig, state, change)):
                    fits.append((sense, code))
            if fits:
                sense, code = self._best(fits, fig, state)
                return Subject(code, self.text[hit.start : hit.end], sense.breakdown, how)
        return None

    def _best(self, fits: list[tuple[Sense, str]], fig: Figure, state: State) -> tuple[Sense, str]:
        """Of several indicators that share the form, the one that the context names."""
        if len(fits) == 1:
            return fits[0]
        codes = {code: (sense, code) for sense, code in fits}
        for reading in reversed(state.readings[-6:]):
            last = reading.subject.code
            if last is None:
                continue
            indicator = self.catalogue.indicators[last]
            switched = indicator.switch_rate if fig.unit == "PERCENT" else indicator.switch_unit.get(fig.unit)
            if switched in codes:
                return codes[switched]
            if last in codes:
                return codes[last]
        if state.event in codes:
            return codes[state.event]
        return max(fits, key=lambda pair: state.domains.get(self.catalogue.indicators[pair[1]].domain, -1))

    def resolve(self, code: str, fig: Figure, change: bool, plain_percent: bool) -> str | None:
        """The indicator that this form means with this figure, None where its unit contradicts."""
        one = self.catalogue.indicators[code]
        unit = fig.unit
        if not unit:
            return code if one.units[0] in _COUNTS or one.units[0] in _UNNAMED else None
        if unit in RATIOS:
            if unit == "PERCENT" and plain_percent:
                if one.is_rate or one.level_is != "level" or one.kind == "index":
                    return code
                if one.switch_rate:
                    return one.switch_rate
                return code if "PERCENT" in one.units else None
            return code
        if one.kind == "price" and fig.unit == "VND" and fig.value > _DEAREST:
            return None
        if unit_of(one, unit) is not None and (unit in one.units or unit not in one.switch_unit):
            return code
        if unit in one.switch_unit:
            return one.switch_unit[unit]
        return None

    def _supported(self, sense: Sense, code: str, fig: Figure, state: State, change: bool) -> bool:
        """Whether the context carries a weak form: its domain was named, or the unit decides."""
        one = self.catalogue.indicators[code]
        if fig.unit in _DECISIVE and fig.unit in one.units:
            return True
        if one.domain == "security":
            return bool(state.event) and _EVENT_GROUP.get(code, code) == _EVENT_GROUP.get(state.event, state.event)
        if one.domain == "growth" and (
            "growth" in state.domains or (code == "gross_output_total" and fig.value > 1e12)
        ):
            return True
        return state.domains.get(one.domain, -99) >= state.clock - 2 or (
            one.domain == "agriculture" and fig.unit in ("hectare",)
        )

    def _pattern(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """Patterns with the number inside: ``thành lập mới {n} doanh nghiệp``."""
        before = ""
        for after, pairs in self._patterns_at(fig):
            before = before or self.folded[lead.start : fig.start]
            for words, code in pairs:
                named = any(hit.phrase.strong and words in hit.phrase.form for hit in lead.hits)
                if words and words in before and not named:
                    resolved = self.resolve(code, fig, False, False)
                    if resolved:
                        return Subject(self._family(resolved, fig, state), f"{words} {after}", how="pattern")
        return None

    def _patterns_at(self, fig: Figure) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
        """The patterns whose words stand behind the number, after at most two words (22 lượt dự án FDI)."""
        found = self.folded[fig.end : fig.end + 60]
        for match in _WORD_START.finditer(found, 0, 15):
            for after, pairs in self.catalogue.patterns.get(match[1], ()):
                if found.startswith(after, match.start(1)):
                    yield after, pairs

    def _family(self, code: str, fig: Figure, state: State) -> str:
        """In a list about FDI, cấp mới 71 dự án counts FDI projects."""
        last = state.sentence()[-1].subject if state.sentence() else None
        before = state.previous[-1].subject if state.previous and state.clock - state.previous_clock == 1 else None
        for head in (state.parent, last, before if last is None else None):
            if head is not None and head.code is not None:
                switched = self.catalogue.indicators[head.code].switch_unit.get(fig.unit)
                if switched:
                    return switched
        return code

    # ---- parts of a list head ----------------------------------------------------------------------------------

    def _sector_of(self, own: list[Sense], fig: Figure, lead: Lead, head: Subject, state: State) -> bool:
        """``Cơ cấu GRDP: khu vực dịch vụ 42%``: the name is that of the sector's growth, the list is of shares."""
        one = self.catalogue.indicators[head.code or ""]
        if fig.unit != "PERCENT" or not state.list_open or one.level_is != "share" or head is not state.parent:
            return False
        moved = lead.cue is not None and lead.cue.phrase.roles & {"up", "down"}
        return not moved and one.switch_measure.get("change") in [sense.code for sense in own]

    def _named_part(self, fig: Figure, lead: Lead, head: Subject, state: State) -> Subject | None:
        """A part that the head's own vocabulary names: ``khai thác`` below fishery output."""
        table = self.lexicon.parts.get(head.code or "")
        if not table:
            return None
        hits = [hit for hit in lead.hits if hit.start >= lead.clause] + (
            list(fig.right) if fig.counted or fig.unit not in RATIOS else []
        )
        chunk = [hit for hit in hits if hit.start >= lead.chunk] or hits
        for hit in chunk:
            own = [sense for sense in hit.phrase.senses if sense.strong and sense.breakdown is None]
            if own and self._sector_of(own, fig, lead, head, state):
                named = self.text[hit.start : hit.end]
                return Subject(head.code, named, named, "part")
            if own and table.get(hit.phrase.form) not in [sense.code for sense in own]:
                return None
        for hit in chunk:
            child = table.get(hit.phrase.form)
            if child is None:
                continue
            code = self.resolve(child, fig, True, False)
            if code is not None:
                return Subject(code, self.text[hit.start : hit.end], self.text[hit.start : hit.end], "part")
        return None

    def _item(self, fig: Figure, lead: Lead) -> str:
        item, begin, end = item_text(self.folded, lead, lead.chunk)
        if not item and lead.clause < lead.chunk:
            item, begin, end = item_text(self.folded, lead, lead.clause)
        if item:
            return self.text[begin:end]
        if fig.counted:
            return self.text[fig.end : fig.stop].strip()
        return ""

    # ---- carried subjects --------------------------------------------------------------------------------------

    def _carried(self, fig: Figure, lead: Lead, state: State, change: bool, plain: bool) -> Subject:
        item = self._item(fig, lead)
        named, begin, end = item_text(self.folded, lead, lead.chunk)
        place = self._next_place(fig, lead, state, self.text[begin:end])
        if place is not None:
            return place
        if named and self.is_place(begin, end):
            named = ""
            if state.last is not None and state.last.subject.code is not None and fig.unit in RATIOS:
                return replace(state.last.subject, how="carried")
        bracketed = self._named_before_bracket(fig, lead, state, change)
        if bracketed is not None:
            return bracketed
        about = self._about(fig, state)
        if about is not None:
            return about
        cases = self._cases(fig, lead, state)
        if cases is not None:
            return cases
        resumed = self._resumed(fig, lead, state) if not item else self._next_season(fig, lead, state, item)
        if resumed is not None:
            return resumed
        if fig.unit == "PERCENT" and lead.cue is None and not named and self._opens_phrase(fig, lead):
            return Subject(None, self.text[fig.after : fig.stop].strip(), how="phrase")
        if fig.counted or not fig.unit:
            return self._carried_count(fig, lead, state, change, item)
        if named and len(named.split()) <= 14:
            listed = self._listed(fig, lead, state, self.text[begin:end], change)
            if listed is not None:
                return listed
            if not self._continues(fig, lead, state, change) and not self._other_unit(fig, lead, state, begin):
                return Subject(None, self.text[begin:end], how="phrase")
        last = self._last_that_fits(fig, lead, state, change, plain)
        if last is not None:
            return last
        return Subject(None, item or named, how="phrase")

    def _next_season(self, fig: Figure, lead: Lead, state: State, item: str) -> Subject | None:
        """``vụ Đông Xuân đạt 126 ha; vụ Mùa đạt 90 ha``: the same indicator for the next season."""
        last = state.last
        if last is None or last.subject.code is None or not _SEASON.fullmatch(item) or lead.separator not in (",", ";"):
            return None
        same = last.figure.unit == fig.unit and last.measure == "level"
        return Subject(last.subject.code, item, item, "carried") if same else None

    def _resumed(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``Lũy kế 9 tháng đạt 168 tỷ đồng`` opens a paragraph: what the last sentence with figures began with."""
        opens = bool(lead.skip) and lead.separator == "." and state.clock - state.previous_clock <= 3
        if not opens or state.paragraph() or fig.unit not in ("VND", "USD", "tonne"):
            return None
        for one in state.previous:
            if one.subject.code is not None and one.measure == "level" and one.figure.unit == fig.unit:
                return replace(one.subject, how="carried")
        return None

    def _cases(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``So với cùng kỳ, số vụ vi phạm tăng 5 vụ``: the cases that the passage is about."""
        if fig.unit not in ("case", "PERCENT") or not _NUMBER_OF_CASES.search(self.folded, lead.chunk, fig.start):
            return None
        for reading in reversed(state.readings[-8:]):
            if reading.unit == "case" and reading.subject.code is not None:
                return replace(reading.subject, how="carried")
        return None

    def _named_before_bracket(self, fig: Figure, lead: Lead, state: State, change: bool) -> Subject | None:
        """``gồm: Bắc Giang (13,9%), Thanh Hóa (12,5%)``: items with their figure in brackets."""
        if not lead.opened or lead.cue is not None or fig.unit not in RATIOS or not state.list_open:
            return None
        last = state.last.subject if state.last is not None else None
        if state.parent is None or (last is not None and last.code is not None and last.how != "bracket"):
            return None
        begin = max(lead.clause, self.folded.rfind(":", lead.start, lead.end) + 1)
        item, start, end = item_text(self.folded, lead, begin, stop=lead.inner - 1)
        if not item:
            return None
        listed = self._listed(fig, lead, state, self.text[start:end], change)
        return replace(listed, how="bracket") if listed is not None else None

    def _next_place(self, fig: Figure, lead: Lead, state: State, item: str) -> Subject | None:
        """``tỷ lệ hộ nghèo của Bảo Lạc là 50,9%, Bảo Lâm 52,3%``: the same indicator for the next place."""
        last = state.last
        if last is None or last.subject.code is None or lead.separator not in (",", ";") or lead.cue is not None:
            return None
        if last.unit != fig.unit or last.measure != "level" or state.list_open:
            return None
        if not (_PROPER.fullmatch(item) or item == "Thành phố") or match_fold(item) in self.parts_named:
            return None
        return Subject(last.subject.code, last.subject.text, last.subject.breakdown, "carried", item)

    def _opens_phrase(self, fig: Figure, lead: Lead) -> bool:
        """``100% trạm y tế có bác sĩ``: the percent of a noun phrase of its own, behind a full stop or semicolon."""
        return lead.separator in (".", ";") and _NOUN_NEXT.match(self.folded, fig.after) is not None

    def _continues(self, fig: Figure, lead: Lead, state: State, change: bool) -> bool:
        """A change or ratio whose lead has a cue goes on about the last subject, whatever words stand between."""
        return bool(lead.cue) and fig.unit in RATIOS and lead.separator in (",", "") and state.last is not None

    def _other_unit(self, fig: Figure, lead: Lead, state: State, begin: int) -> bool:
        """``853 dự án FDI với tổng vốn đăng ký 15,7 tỷ USD``: a form that fits nothing, after a count."""
        last = state.last.subject.code if state.last is not None else None
        if last is None or lead.separator not in (",", ""):
            return False
        named = any(hit.start <= begin < hit.end and hit.phrase.senses for hit in lead.hits)
        return named and bool(self.catalogue.indicators[last].switch_unit.get(fig.unit))

    def _listed(self, fig: Figure, lead: Lead, state: State, item: str, change: bool) -> Subject | None:
        """An item of an open list has the head's indicator, with the item as its part."""
        parent = state.parent
        if parent is None or parent.code is None or not state.list_open:
            return None
        one = self.catalogue.indicators[parent.code]
        if one.closed:
            return None
        if fig.unit in one.switch_unit and one.switch_unit[fig.unit] is None:
            return Subject(None, item, item, "list")
        code = self.resolve(parent.code, fig, change, False)
        if code is None:
            return None
        if _PROPER.fullmatch(item) and match_fold(item) not in self.parts_named:
            return Subject(code, parent.text, parent.breakdown, "list", item)
        return Subject(code, item, item, "list")

    def _carried_count(self, fig: Figure, lead: Lead, state: State, change: bool, item: str) -> Subject:
        """A bare counted noun goes on about the last subject that counts the same (``giảm 9 doanh nghiệp``)."""
        if fig.unit == "case" and not change and _CLEARED.search(self.folded, lead.clause, fig.start):
            return Subject(None, item or fig.noun, how="count")  # xảy ra 86 vụ; khám phá 68 vụ
        if self._is_bare(fig) or (fig.right and not any(hit.phrase.senses for hit in fig.right)):
            goes_on = change or state.list_open or self._names_another_time(lead) or "cumulative" in lead.roles()
            for reading in reversed(state.sentence()):
                if reading.subject.code and goes_on and (reading.figure.unit == fig.unit or reading.unit == fig.unit):
                    return Subject(reading.subject.code, reading.subject.text, reading.subject.breakdown, "carried")
        if state.list_open and state.parent is not None and state.parent.code:
            one = self.catalogue.indicators[state.parent.code]
            own = unit_of(one, fig.unit)
            if own is not None and not one.closed:
                return Subject(state.parent.code, item, item, "list")
            meant = one.switch_unit.get(fig.unit)
            if own is None and meant is not None and meant.startswith("fdi"):
                return Subject(meant, item, item, "list")
        return Subject(None, item or fig.noun, how="count")

    def _names_another_time(self, lead: Lead) -> bool:
        """``5 tháng đón 640 nghìn lượt; cả năm phấn đấu 1,6 triệu lượt``: only a period and a verb between."""
        return bool(lead.skip) and item_text(self.folded, lead, lead.clause)[0] == ""

    def _about(self, fig: Figure, state: State) -> Subject | None:
        """``22,8% về vốn``: the measure names which of the sentence's subjects it is about."""
        rest = self.folded[fig.after : fig.after + 24]
        if not rest.startswith(" về "):
            return None
        word = rest[4:]
        for names, units in _ABOUT:
            if word.startswith(names):
                for reading in reversed(state.sentence()):
                    if reading.unit in units and reading.measure == "level":
                        return Subject(reading.subject.code, reading.subject.text, reading.subject.breakdown, "about")
        return None

    def _last_that_fits(self, fig: Figure, lead: Lead, state: State, change: bool, plain: bool) -> Subject | None:
        if state.pending is not None and state.pending.code and fig.unit not in RATIOS:
            code = self.resolve(state.pending.code, fig, change, False)
            if code is not None:
                return Subject(code, state.pending.text, state.pending.breakdown, "pending")
        spoken = state.spoken_of
        if lead.separator == "." and spoken is not None and spoken.code and self._names_another_time(lead):
            code = self.resolve(spoken.code, fig, change, False) if fig.unit not in RATIOS else None
            if code is not None:
                return Subject(code, spoken.text, spoken.breakdown, "carried")
        if lead.separator == "." and not lead.opener and state.last is None:
            return None
        paragraph = state.paragraph()
        candidates = reversed(state.sentence()) if lead.separator != "." else reversed(paragraph[-1:])
        for reading in candidates:
            subject = reading.subject
            if fig.unit in RATIOS:
                code = subject.code
                if code is not None and plain:
                    code = self.catalogue.indicators[code].switch_rate or code
                return Subject(code, subject.text, subject.breakdown, "carried", subject.area)
            if subject.code is None:
                if reading.unit == fig.unit and change:
                    return Subject(None, subject.text, subject.breakdown, "carried", subject.area)
                continue
            code = self.resolve(subject.code, fig, change, False)
            if code is not None:
                return Subject(code, subject.text, subject.breakdown, "carried", subject.area)
        return None


_ABOUT: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    (("tấn.km", "tấn km", "tấn/km"), frozenset({"tonne_km"})),
    (
        ("hành khách.km", "hk.km", "khách.km", "người.km", "lượt khách.km", "luân chuyển hành khách"),
        frozenset({"passenger_km"}),
    ),
    (("tấn", "lượng", "sản lượng", "khối lượng", "số lượng hàng"), frozenset({"tonne"})),
    (("hành khách", "lượt khách", "khách", "lượt hành khách"), frozenset({"passenger", "visitor"})),
    (
        ("vốn", "số vốn", "giá trị", "kim ngạch", "trị giá", "doanh thu", "tổng vốn", "số tiền", "tiền"),
        frozenset({"VND", "USD"}),
    ),
    (("số dự án", "dự án", "lượt dự án"), frozenset({"project"})),
    (("số doanh nghiệp", "số lượng doanh nghiệp", "doanh nghiệp", "số lượng dn", "số dn"), frozenset({"enterprise"})),
    (("diện tích",), frozenset({"hectare"})),
    (("số vụ", "vụ"), frozenset({"case"})),
    (("số người", "người", "số lao động"), frozenset({"person"})),
    (("số lượng", "số"), frozenset({"enterprise", "project", "case", "person", "household", "cooperative"})),
)
