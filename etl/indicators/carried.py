"""The subject of a figure without a form of its own: what the text spoke of before, or the words around the figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from etl.indicators.about import about
from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead, item_text
from etl.indicators.lexer import Figure
from etl.indicators.parts import CLEARED, PROPER, Parts, counted_of
from etl.indicators.pointed import pointed_at
from etl.indicators.senses import Senses
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import RATIOS, unit_of
from etl.text import CAPITALS, match_fold

_RANKED = re.compile(
    r"(?<![^\W_])(?:dẫn đầu|đứng đầu|đứng thứ|xếp thứ|giữ hạng|giữ vị trí|tiếp đến|tiếp theo|kế đến|theo sau|cao nhất|"
    r"thấp nhất|lớn nhất|nhiều nhất|ít nhất|vị trí)(?![^\W_])"
)
_ORDINAL = re.compile(r"(?:nhất|nhì|hai|ba|tư|bốn|năm|\d{1,2}) (?:là|thuộc về) ")  # đứng thứ hai là …
_NOUN_NEXT = re.compile(
    r" (?!(?:kế|dự|so|cùng|chỉ|tổng|của|trong|và|trở|năm|grdp|gdp|tỷ|là|còn|với|theo|do|nhờ|nhưng|để|vào|mục|"
    r"nghị)\b)[^\W\d_]"
)
_SEASON = re.compile(r"(?:còn )?vụ (?:[^\W\d_]+[ -]*){1,3}")
_NUMBER_OF_CASES = re.compile(r"(?<![^\W_])số vụ(?: [^\W\d_]+){0,3} (?:tăng|giảm)(?: [^\W\d_]+)? ?")
_THIS_FIGURE = re.compile(r"[ \"“]*(?:so với [^,.;]{0,40}, )?(?:con số|kết quả|mức|tỷ lệ|giá trị|số) này(?![^\W_])")
_FOREIGN = re.compile(r"fdi|nước ngoài")
_STANDING = re.compile(r"(?<![^\W_])(?:lũy kế|hiện (?:nay )?(?:toàn |tỉnh |có)|đến nay|tính đến)")
_ENTERPRISES = re.compile(r" ?(?:$|[,.;(]|trong nước|với tổng|với số vốn|đăng ký|đang|hoạt động|và )")
# The name of a district, town or commune with its kind, and nothing else but a word of being.
_PLACE_ITEM = re.compile(
    r"(?:và |tại |ở |riêng )*(?:[Hh]uyện|[Tt]hị xã|[Tt]hành phố|TP\.?|"
    r"TX\.?|H\.|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Qq]uận|TT\.?) ?"
    rf"(?:[{CAPITALS}][^\W\d_]*[ -]?){{1,4}}(?: ?(?:có|là|với|ghi nhận|đón|thu hút|đạt|:|(?:ước )?đón được))?"
)
_PLAN_ENDS = ("so với chỉ tiêu ", "so với kế hoạch ", "so với mục tiêu ", "so chỉ tiêu ", "so kế hoạch ")
_AND_PERCENT = re.compile(r" (?:và|, )(?: (?:tăng|giảm))? ?\d[\d.,]* ?%")
_AND = re.compile(r" *(?:và|,)(?: (?:tăng|giảm))? *")
_BETWEEN = re.compile(r" ?(?:và|,)(?: (?:luân|vận) chuyển)?(?: (?:ước )?đạt)? ?")
_PAIRS = (("tonne", "tonne_km"), ("passenger", "passenger_km"))


@dataclass(slots=True)
class Carried:
    """Subjects that figures without a form of their own go on with."""

    catalogue: Catalogue
    folded: str
    text: str
    is_place: Callable[[int, int], bool]
    senses: Senses
    parts: Parts

    def subject(self, fig: Figure, lead: Lead, state: State, change: bool, plain: bool) -> Subject:
        """The subject that the figure goes on with, else its own words without an indicator."""
        item = self.parts.item(fig, lead)
        named, begin, end = item_text(self.folded, lead, lead.chunk)
        place = self._next_place(fig, lead, state, self.text[begin:end])
        if place is not None:
            return place
        ordinal = _ORDINAL.match(self.folded, begin, end) if named else None
        if named and self.is_place(ordinal.end() if ordinal else begin, end):
            named = ""
            if state.last is not None and state.last.subject.code is not None and fig.unit in RATIOS:
                return replace(state.last.subject, how="carried")
            whole = self._whole_of_places(fig, lead, state)
            if whole is not None:
                return whole
            if (ranked := self._of_place(fig, lead, state)) is not None:
                return ranked
            if fig.unit == "PERCENT" and state.last is not None and lead.separator in (",", ""):
                common = counted_of(state.last, self.text, self.folded, self.catalogue)
                if common is not None:
                    return replace(common, how="carried")
        pointed = (
            self._compared(fig, lead, state)
            or pointed_at(fig, state, named)
            or self._pointed_back(fig, lead, state)
            or self._named_before_bracket(fig, lead, state, change)
            or about(fig, state, self.folded, self.catalogue)
            or self._cases(fig, lead, state)
            or (self._next_season(fig, lead, state, item) if item else self._resumed(fig, lead, state))
        )
        if pointed is not None:
            return pointed
        if fig.unit == "PERCENT" and lead.cue is None and not named and self._opens_phrase(fig, lead):
            return Subject(None, self.text[fig.after : fig.stop].strip(), how="phrase")
        if fig.counted or not fig.unit:
            return self._count(fig, lead, state, change, item)
        if named and len(named.split()) <= 14:
            listed = self.parts.listed(fig, lead, state, self.text[begin:end], change)
            if listed is not None:
                return listed
            if not self._continues(fig, lead, state, change) and not self._other_unit(fig, lead, state, begin):
                return Subject(None, self.text[begin:end], how="phrase")
        last = self._last_that_fits(fig, lead, state, change, plain)
        last = last or self._other_currency(fig, lead, state)
        if last is not None:
            return last
        return Subject(None, item or named, how="phrase")

    def _other_currency(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``thu hút đầu tư đạt 1,2 tỷ USD và 25.300 tỷ đồng``: foreign capital in dollars, domestic in dong."""
        last = state.current[-1] if state.current else None
        joined = self.folded[lead.start : lead.end].strip(" ,") in (
            "",
            "và",
            "và trên",
            "và hơn",
            "và gần",
            "và khoảng",
        )
        if last is None or not joined or last.subject.code not in ("fdi_registered_capital", "fdi_active_capital"):
            return None
        if (last.unit, fig.unit) != ("USD", "VND") or _FOREIGN.search(last.subject.text.lower()):
            return None
        code = "domestic_investment_registered_capital" if last.subject.code == "fdi_registered_capital" else None
        return Subject(code, last.subject.text, last.subject.breakdown, "carried")

    def _compared(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``kim ngạch đạt 2 tỷ USD, vượt mục tiêu của nghị quyết là 1,7 tỷ USD``: the target of the same thing."""
        last = state.current[-1] if state.current and lead.compared else None
        same = last is not None and (last.figure.unit == fig.unit or fig.unit in RATIOS)
        return replace(last.subject, how="carried") if last is not None and same else None

    def _pointed_back(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``… chỉ đạt 121 triệu USD. Con số này giảm 40,5%``: what the last sentence was about."""
        if lead.separator != "." or fig.unit not in RATIOS or not state.previous:
            return None
        if _THIS_FIGURE.match(self.folded, lead.start) is None or state.clock - state.previous_clock > 1:
            return None
        return replace(state.previous[-1].subject, how="carried")

    def _of_place(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``Long An dẫn đầu với 659 triệu USD; tiếp đến là Đồng Tháp với 214 triệu USD``: a place in a comparison has
        the amount of what the text was about.
        """
        if fig.counted or not fig.unit or state.clock - state.previous_clock > 2:
            return None
        if lead.separator == "." and not _RANKED.search(self.folded, lead.start, lead.end):
            return None
        for reading in reversed(state.readings[-12:]):
            same = (
                reading.figure.unit == fig.unit and reading.measure == "level" and reading.bracket <= len(state.stack)
            )
            if same:
                return replace(reading.subject, how="carried") if reading.subject.code is not None else None
        return None

    def _whole_of_places(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``toàn vùng có 551.669 ha cà phê. Trong đó, Đắk Lắk có 201.341 ha, Lâm Đồng 145.700 ha``."""
        parent = state.parent
        if not state.list_open or parent is None or parent.code is None or fig.counted or not fig.unit:
            return None
        code = self.senses.resolve(parent.code, fig, False, False)
        return Subject(code, parent.text, parent.breakdown, "list") if code is not None else None

    def _next_season(self, fig: Figure, lead: Lead, state: State, item: str) -> Subject | None:
        """``vụ Đông Xuân đạt 126 ha; vụ Mùa đạt 90 ha``: the same indicator for the next season."""
        if not _SEASON.fullmatch(item) or lead.separator not in (",", ";"):
            return None
        for last in reversed(state.sentence()):
            if last.measure == "level":
                same = last.figure.unit == fig.unit and last.subject.code is not None
                return Subject(last.subject.code, item, item, "carried") if same else None
        return None

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
        listed = self.parts.listed(fig, lead, state, self.text[start:end], change)
        return replace(listed, how="bracket") if listed is not None else None

    def _next_place(self, fig: Figure, lead: Lead, state: State, item: str) -> Subject | None:
        """``tỷ lệ hộ nghèo của Bảo Lạc là 50,9%, Bảo Lâm 52,3%``: the same indicator for the next place."""
        last = state.last
        if last is None or last.subject.code is None or lead.separator not in (",", ";") or lead.cue is not None:
            return None
        if last.unit != fig.unit or last.measure != "level" or state.list_open:
            return None
        if not (PROPER.fullmatch(item) or item == "Thành phố") or match_fold(item) in self.parts.lexicon.part_words:
            return None
        return Subject(last.subject.code, last.subject.text, last.subject.breakdown, "carried", item)

    def _opens_phrase(self, fig: Figure, lead: Lead) -> bool:
        """``100% trạm y tế có bác sĩ``: the percent of a noun phrase of its own, behind a full stop or semicolon."""
        return lead.separator in (".", ";") and _NOUN_NEXT.match(self.folded, fig.after) is not None

    def _continues(self, fig: Figure, lead: Lead, state: State, change: bool) -> bool:
        """A change or ratio whose lead has a cue goes on about the last subject, whatever words stand between but the
        name of another rate (tỷ lệ lao động có việc làm đạt 99%).
        """
        if lead.cue is not None and self.folded.startswith(("tỷ lệ ", "tỉ lệ "), self._chunk_of(lead)):
            return False
        if lead.cue is None and fig.unit == "PERCENT" and self.folded.endswith(" và ", lead.start, fig.start):
            return bool(state.current) and state.current[-1].unit == "PERCENT"  # 33,6% kế hoạch và 26,4% dự toán
        return bool(lead.cue) and fig.unit in RATIOS and lead.separator in (",", "") and state.last is not None

    def _chunk_of(self, lead: Lead) -> int:
        """Where the words behind the last mark of a lead begin."""
        begin = lead.chunk
        while self.folded.startswith(" ", begin):
            begin += 1
        return begin

    def _other_unit(self, fig: Figure, lead: Lead, state: State, begin: int) -> bool:
        """``853 dự án FDI với tổng vốn đăng ký 15,7 tỷ USD``: a form that fits nothing, after a count."""
        last = state.last.subject.code if state.last is not None else None
        if last is None or lead.separator not in (",", ""):
            return False
        named = any(hit.start <= begin < hit.end and hit.phrase.senses for hit in lead.hits)
        return named and bool(self.catalogue.indicators[last].switch_unit.get(fig.unit))

    def _count(self, fig: Figure, lead: Lead, state: State, change: bool, item: str) -> Subject:
        """A bare counted noun goes on about the last subject that counts the same (``giảm 9 doanh nghiệp``)."""
        if fig.unit == "case" and not change and CLEARED.search(self.folded, lead.clause, fig.start):
            return Subject(None, item or fig.noun, how="count")  # xảy ra 86 vụ; khám phá 68 vụ
        if any(hit.phrase.decoy and hit.start <= fig.after + 1 for hit in fig.right):
            return Subject(None, item or fig.noun, how="count")
        known = self._counts_place(fig, lead, state) or self._of_level(fig, state, item)
        if known is not None:
            return known
        if self.parts.is_bare(fig) or (fig.right and not any(hit.phrase.senses for hit in fig.right)):
            goes_on = change or state.list_open or self._names_another_time(lead) or "cumulative" in lead.roles()
            goes_on = goes_on or self.folded.endswith(_PLAN_ENDS, 0, fig.start)  # so với chỉ tiêu 20.000 người
            for reading in reversed(state.sentence()):
                if goes_on and reading.subject.code is None and reading.unit == fig.unit == "case":
                    break  # phát hiện 20 vụ; khởi tố 15 vụ, tăng 3 vụ
                if reading.subject.code and goes_on and self._counts_alike(reading, fig):
                    return Subject(reading.subject.code, reading.subject.text, reading.subject.breakdown, "carried")
        in_force = self._in_force(fig, lead, state)
        if in_force is not None:
            return in_force
        last = state.current[-1] if state.current else None
        if last is not None and last.unit == "rank" and last.subject.code is not None and lead.separator in (",", ""):
            code = self.catalogue.indicators[last.subject.code].switch_unit.get(fig.unit)
            if code is not None:  # Trung Quốc đứng thứ 2 với 13 dự án
                return Subject(code, last.subject.text, last.subject.breakdown, "carried")
        if state.list_open and state.parent is not None and state.parent.code:
            one = self.catalogue.indicators[state.parent.code]
            own = unit_of(one, fig.unit)
            if own is not None and not one.closed:
                return Subject(state.parent.code, item, item, "list")
            meant = one.switch_unit.get(fig.unit)
            if own is None and meant is not None and (meant.startswith("fdi") or one.is_rate):
                return Subject(meant, item, item, "list")
        return Subject(None, item or fig.noun, how="count")

    def _in_force(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``Thu hút FDI đạt 2 tỷ USD. Lũy kế, toàn tỉnh có 4.082 dự án``, ``Đến nay, tỉnh có 5.000 doanh nghiệp``."""
        if fig.unit not in ("project", "enterprise"):
            return None
        begin = state.current[0].lead if state.current else lead.start
        if not _STANDING.search(self.folded, begin, fig.start):
            return None
        behind = self.folded[fig.after : fig.stop]
        if fig.unit == "enterprise":
            known = "enterprises_active" if _ENTERPRISES.match(behind) else None
            return Subject(known, fig.noun, how="count") if known else None
        spoken = [one.subject.code for one in (state.sentence() or state.previous) if one.subject.code]
        foreign = bool(spoken) and (spoken[-1] or "").startswith("fdi_") and state.clock - state.previous_clock <= 1
        return Subject("fdi_active_projects", fig.noun, how="count") if foreign and not behind.strip(" ,.;") else None

    def _of_level(self, fig: Figure, state: State, item: str) -> Subject | None:
        """``tiểu học có 152/152 trường; mầm non có 151/155 trường``: schools of each level below their rate."""
        if fig.total is None or fig.unit != "school" or not self.parts.is_bare(fig):
            return None
        for reading in reversed(state.sentence()):
            one = self.catalogue.indicators.get(reading.subject.code or "")
            counted = None if one is None else one.code if fig.unit in one.units else one.switch_unit.get(fig.unit)
            if counted is not None:
                return Subject(counted, item, item, "carried")
        return None

    def _counts_place(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``12 ca mắc sởi; huyện Nghi Lộc 8 ca, thị xã Cửa Lò 3 ca``: the same count of the next place."""
        if lead.separator not in (",", ";", ")") or not self.parts.is_bare(fig):
            return None
        if _PLACE_ITEM.fullmatch(self.text[lead.chunk : lead.end].strip()) is None:
            return None
        for reading in reversed(state.sentence()):
            if reading.measure == "level" and reading.figure.unit == fig.unit:
                return replace(reading.subject, how="carried", area=None) if reading.subject.code else None
        return None

    def _counts_alike(self, reading: Reading, fig: Figure) -> bool:
        """Whether a figure counts what a reading does (đạt 17,2 tiêu chí/xã, tăng 0,4 tiêu chí)."""
        if fig.unit in (reading.figure.unit, reading.unit):
            return True
        one = self.catalogue.indicators.get(reading.subject.code or "")
        return reading.unit == "criteria_per_commune" and one is not None and unit_of(one, fig.unit) == reading.unit

    def _names_another_time(self, lead: Lead) -> bool:
        """``5 tháng đón 640 nghìn lượt; cả năm phấn đấu 1,6 triệu lượt``: only a period and a verb between."""
        return bool(lead.skip) and item_text(self.folded, lead, lead.clause)[0] == ""

    def _of_pair(self, fig: Figure, lead: Lead, state: State) -> Reading | None:
        """``đạt 2,3 triệu tấn và 145 triệu tấn.km, tăng 9,2% và 8,8%``: two changes for two levels, in their order."""
        if fig.unit != "PERCENT":
            return None
        before = state.sentence()
        said = _AND.fullmatch(self.folded, lead.start, lead.end)
        second = bool(before) and before[-1].figure.unit == "PERCENT" and said is not None
        if not second and _AND_PERCENT.match(self.folded, fig.after) is None:
            return None
        levels = before[-3:-1] if second else before[-2:]
        if len(levels) < 2 or (levels[0].unit, levels[1].unit) not in _PAIRS:
            return None
        paired = _BETWEEN.fullmatch(self.folded, levels[0].figure.after, levels[1].figure.start)
        return levels[second] if paired else None

    def _last_that_fits(self, fig: Figure, lead: Lead, state: State, change: bool, plain: bool) -> Subject | None:
        """A subject that waits for its unit, else the last of this sentence or paragraph that the unit fits."""
        if state.pending is not None and state.pending.code and fig.unit not in RATIOS:
            code = self.senses.resolve(state.pending.code, fig, change, False)
            if code is not None:
                return Subject(code, state.pending.text, state.pending.breakdown, "pending")
        spoken = state.spoken_of
        if lead.separator == "." and spoken is not None and spoken.code and self._names_another_time(lead):
            code = self.senses.resolve(spoken.code, fig, change, False) if fig.unit not in RATIOS else None
            if code is not None:
                return Subject(code, spoken.text, spoken.breakdown, "carried")
        if lead.separator == "." and not lead.opener and state.last is None:
            return None
        paired = self._of_pair(fig, lead, state)
        if paired is not None:
            return replace(paired.subject, how="carried")
        paragraph = state.paragraph()
        candidates = reversed(state.sentence()) if lead.separator != "." else reversed(paragraph[-1:])
        for reading in candidates:
            if reading.bracket > len(state.stack):
                continue  # tăng 13 vụ (51/38), tức 34,2%: what a closed bracket says is aside
            subject = reading.subject
            ratio = subject.code == "investment_to_grdp_ratio" and subject.how == "carried"
            if fig.unit in RATIOS and change and ratio and len(state.sentence()) > 1:
                continue  # đạt 10.000 tỷ đồng, chiếm 34% GRDP, tăng 4%
            if fig.unit in RATIOS and reading.aside and subject.code == "public_investment_plan":
                continue  # bằng 13,1% kế hoạch (35.749 tỷ đồng), cao hơn cùng kỳ (10,8%)
            if fig.unit in RATIOS and reading.bracket > len(state.stack) and reading.unit not in RATIOS:
                continue  # đạt 99% (tương đương 1.749 người), tăng 5%
            if fig.unit in RATIOS:
                code = subject.code
                if code is not None and plain:
                    code = self.catalogue.indicators[code].switch_rate or code
                return Subject(code, subject.text, subject.breakdown, "carried", subject.area)
            if subject.code is None:
                if reading.unit == fig.unit and (change or lead.opened):
                    return Subject(None, subject.text, subject.breakdown, "carried", subject.area)
                continue
            code = self.senses.resolve(subject.code, fig, change, False)
            if code is not None:
                return Subject(code, subject.text, subject.breakdown, "carried", subject.area)
        return None
