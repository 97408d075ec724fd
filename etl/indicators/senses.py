"""Which indicator a form means beside a figure: by its unit, by what the text spoke of, and by patterns around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from etl.indicators.catalogue import CASUALTIES, Catalogue, Sense
from etl.indicators.clauses import Lead
from etl.indicators.lexer import Figure
from etl.indicators.match import Hit, Lexicon
from etl.indicators.state import State, Subject
from etl.indicators.units import RATIOS, is_unnamed, unit_of
from etl.text import match_fold

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
        "vnd_per_hectare",
    }
)
# Deaths, injuries and losses belong to the kind of event that the passage is about.
_EVENT_GROUP = {
    **dict.fromkeys(("fires", "criminal_cases", "drug_cases"), "other"),
    **dict.fromkeys(("traffic_accidents", "traffic_deaths", "traffic_injuries"), "traffic"),
    **dict.fromkeys(
        ("disaster_casualties", "disaster_damage_value", "disaster_houses_damaged", "disaster_crop_area"), "disaster"
    ),
}
_SINCE_NUMBER = re.compile(r"[^\d.;\n]*\Z")
_PROJECTS = {"fdi": "fdi_new_projects", "domestic": "domestic_investment_projects"}
_CAPITAL = re.compile(
    r"[^.;:\d]{0,60}(?:vốn|giá trị)[^.;:\d]{0,40} \d[\d.,]* ?(?:nghìn |ngàn |triệu |tỷ |tỉ )*(usd|đô la|đồng)(?![^\W_])"
)
_WORD_START = re.compile(r"(?: |\A)([^\W_]+)")
# What is told of one crop after another.
_OF_CROPS = frozenset({"crop_area", "crop_yield", "crop_production", "aquaculture_area", "aquaculture_output"})
# No kilogram, litre or tael costs more (giá sản xuất … đạt 17.211 tỷ đồng).
_DEAREST = 1e9
# Nor is so much earned or produced a head or a hectare.
_MOST_PER_UNIT = 1e11


@dataclass(slots=True)
class Senses:
    """The choice among the indicators of a form, for the figures of one article."""

    catalogue: Catalogue
    lexicon: Lexicon
    folded: str
    text: str

    def pick(
        self, hits: Iterable[Hit], fig: Figure, state: State, change: bool, pct: bool, *, strong: bool, how: str
    ) -> Subject | None:
        """The subject by the first of ``hits`` that has a sense, strong or weak as asked for, that fits the figure."""
        for hit in hits:
            fits: list[tuple[Sense, str]] = []
            for sense in hit.phrase.senses:
                if sense.strong != strong:
                    continue
                if not strong and fig.counted and "vốn" in hit.phrase.form:
                    continue  # số vốn được phân bổ cho 16 dự án
                if not strong and fig.unit in RATIOS and sense.code == "agri_output_value_per_ha":
                    continue  # giá trị sản xuất tăng 6,7% is of the whole branch
                code = self.resolve(sense.code, fig, change, pct)
                if code in CASUALTIES and _EVENT_GROUP.get(state.event, "traffic") != "traffic":
                    continue
                if code is None:
                    continue
                if strong or self._says_enough(hit, code, fig) or self._supported(sense, code, fig, state, change):
                    fits.append((sense, code))
            if fits:
                sense, code = self._best(fits, fig, state)
                part = sense.breakdown or self._part_of_last(code, fig, state)
                return Subject(code, self.text[hit.start : hit.end], part, how)
        return None

    def _part_of_last(self, code: str, fig: Figure, state: State) -> str | None:
        """``ngô năng suất 45,1 tạ/ha, sản lượng 56.557 tấn``: area, yield and output of the same crop."""
        last = state.last if state.current else None
        if last is None or last.subject.code is None or code not in _OF_CROPS or code == last.subject.code:
            return None
        return last.subject.breakdown if last.subject.code in _OF_CROPS else None

    def _says_enough(self, hit: Hit, code: str, fig: Figure) -> bool:
        """``42 xã vùng đồng bào dân tộc được công nhận đạt chuẩn nông thôn mới``: a long form behind its own unit."""
        one = self.catalogue.indicators[code]
        own = fig.counted and fig.unit == one.units[0] and one.domain == "rural_development"
        return own and hit.phrase.form.count(" ") >= 3

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
            return code if is_unnamed(one) else None
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
        if fig.value > _MOST_PER_UNIT and unit == "VND" and one.units[0].startswith("vnd_per_"):
            return None
        if unit_of(one, unit) is not None and (unit in one.units or unit not in one.switch_unit):
            return code
        if unit in one.switch_unit:
            return one.switch_unit[unit]
        return None

    def _supported(self, sense: Sense, code: str, fig: Figure, state: State, change: bool) -> bool:
        """Whether the context carries a weak form: its domain was named, or the unit decides."""
        one = self.catalogue.indicators[code]
        if fig.counted and not change and one.level_range is not None and fig.value < one.level_range[0] / 20:
            return False  # trao quà cho 120 học sinh
        if fig.unit in _DECISIVE and fig.unit in one.units:
            return True
        if one.domain == "security":
            return bool(state.event) and _EVENT_GROUP.get(code, code) == _EVENT_GROUP.get(state.event, state.event)
        if one.domain == "growth" and (
            "growth" in state.domains or (code == "gross_output_total" and fig.value > 1e12)
        ):
            return True
        return (
            one.domain == state.titled
            or (one.code == "consumer_services_revenue" and state.domains.get("tourism", -99) >= state.clock - 2)
            or state.domains.get(one.domain, -99) >= state.clock - 2
            or (one.domain in ("agriculture", "fisheries") and fig.unit == "hectare")
        )

    def has_unit(self, subject: Subject, fig: Figure) -> bool:
        """A verb alone names an indicator only with its own unit (thu hút 15 tỷ USD, not thu hút 31 dự án)."""
        hit = any(
            fig.unit in self.catalogue.indicators[sense.code].units
            for sense in self.lexicon.phrase(match_fold(subject.text)).senses
        )
        return hit or fig.unit in RATIOS

    def pattern(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """Patterns with the number inside: ``thành lập mới {n} doanh nghiệp``."""
        before = ""
        for after, pairs in self._patterns_at(fig):
            before = before or self._before(lead, fig)
            for words, code in pairs:
                if not words or words not in before:
                    continue
                if code == "planted_area_total" and self._names_crop(lead):
                    continue
                if not any(hit.phrase.strong and words in hit.phrase.form for hit in lead.hits):
                    resolved = self.resolve(code, fig, False, False)
                    if resolved and not self._is_named(resolved, fig, lead):
                        part = self._part_behind(resolved, fig)
                        return Subject(self.investors(resolved, fig, lead, state), f"{words} {after}", part, "pattern")
        return None

    def _is_named(self, code: str, fig: Figure, lead: Lead) -> bool:
        """``du khách quốc tế ước đón 540.000 lượt khách``: the words before say better what is counted."""
        one = self.catalogue.indicators[code]
        for hit in lead.hits:
            if hit.start < lead.chunk or not hit.phrase.strong or hit.phrase.decoy:
                continue
            other = self.catalogue.indicators[hit.phrase.senses[0].code]
            if other.code != code and other.domain == one.domain == "tourism" and other.units == one.units:
                return True
        return False

    def _names_crop(self, lead: Lead) -> bool:
        """``diện tích ngô gieo trồng đạt 12.300 ha``: one crop, not all that was sown (cây hàng năm)."""
        all_sown = self.catalogue.breakdowns["annual_crop"]["other"]
        senses = (sense for hit in lead.hits if hit.start >= lead.clause for sense in hit.phrase.senses)
        named = (sense.breakdown for sense in senses if sense.code == "crop_area")
        return any(part is not None and part not in all_sown for part in named)

    def _part_behind(self, code: str, fig: Figure) -> str | None:
        """``trồng mới 320 ha cà phê``: the part that the counted words name."""
        for hit in fig.right:
            for sense in hit.phrase.senses:
                if sense.code == code and sense.breakdown is not None:
                    return sense.breakdown
        return None

    def _before(self, lead: Lead, fig: Figure) -> str:
        """The words before a number, also those that the count before it has taken (155 đại biểu đại diện cho 432)."""
        if lead.start < fig.start:
            return self.folded[lead.start : fig.start]
        found = _SINCE_NUMBER.search(self.folded, max(0, fig.start - 40), fig.start)
        return found[0] if found is not None else ""

    def _patterns_at(self, fig: Figure) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
        """The patterns whose words stand behind the number, after at most two words (22 lượt dự án FDI)."""
        found = self.folded[fig.end : fig.end + 60]
        for match in _WORD_START.finditer(found, 0, 15):
            for after, pairs in self.catalogue.patterns.get(match[1], ()):
                if found.startswith(after, match.start(1)):
                    yield after, pairs

    def investors(self, code: str, fig: Figure, lead: Lead, state: State) -> str:
        """Whose projects a count of new projects is: by the currency of their capital, the words before, the list."""
        if code not in _PROJECTS.values():
            return self.family(code, fig, state)
        capital = _CAPITAL.match(self.folded, fig.after)
        if capital is not None:
            return "fdi_new_projects" if capital[1] in ("usd", "đô la") else "domestic_investment_projects"
        for hit in reversed(lead.hits):
            for sense in hit.phrase.senses if hit.phrase.strong else ():
                owner = _PROJECTS.get(sense.code.split("_")[0])
                if owner is not None and sense.code != code:
                    return owner
        return self.family(code, fig, state)

    def family(self, code: str, fig: Figure, state: State) -> str:
        """In a list about FDI, cấp mới 71 dự án counts FDI projects."""
        last = state.sentence()[-1].subject if state.sentence() else None
        before = state.previous[-1].subject if state.previous and state.clock - state.previous_clock == 1 else None
        for head in (state.parent, last, before if last is None else None):
            if head is not None and head.code is not None:
                switched = self.catalogue.indicators[head.code].switch_unit.get(fig.unit)
                if switched:
                    return switched
        return code
