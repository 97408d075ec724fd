"""The indicator whose form stands beside a figure: behind it, in a pattern around it, or in the words before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead, item_text
from etl.indicators.lexer import Figure
from etl.indicators.match import Hit
from etl.indicators.parts import Parts
from etl.indicators.senses import Senses
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import GRDP_NEXT, RATIOS

_TOTALS = ("giá trị", "tổng", "kim ngạch", "doanh thu", "sản lượng")
_OWNED = re.compile(r"trong nước|ddi|ngoài ngân sách|ngoài nsnn|nước ngoài|fdi")
_CLAUSE_VERBS = frozenset({"up", "down", "exceed", "share", "times", "parts", "contrast"})


# Nouns of measure that many things have.
_BARE_NOUNS = frozenset({"sản lượng", "diện tích", "năng suất", "doanh thu", "tổng sản lượng", "tổng diện tích"})
_NONE_OF = re.compile(r"không (?:còn|có|ghi nhận|phát sinh|xảy ra)(?: (?:trường hợp|ca|vụ|hộ))? \Z")
_DEGREES = ("khoảng ", "chừng ", "tầm ", "vào khoảng ", "đạt", "ước", "bình quân", "trung bình", "ngót ")


@dataclass(slots=True)
class Forms:
    """Indicators by the forms around a figure."""

    catalogue: Catalogue
    folded: str
    text: str
    is_place: Callable[[int, int], bool]
    senses: Senses
    parts: Parts

    def beside(self, fig: Figure, lead: Lead, state: State, change: bool, pct: bool, share: bool) -> Subject | None:
        """The subject by the words around the figure, None where they name none; without a code if they forbid it."""
        part = self._part_of_head(fig, lead, state)
        if part is not None:
            return part
        tail = [hit for hit in fig.right if hit.phrase.named]
        leads = self.of_lead(lead)
        found = self._whole(tail, leads, fig, lead, state) if share else None
        if found is None and fig.unit not in RATIOS:
            found = self.senses.pick(tail, fig, state, change, pct, strong=True, how="tail")
            found = found or self.senses.pattern(fig, lead, state)
        if found is not None and found.how == "tail" and (other := self._forbidden(leads, fig)) is not None:
            return other
        if found is not None:
            if found.code in ("domestic_investment_projects", "fdi_new_projects") and not _OWNED.search(
                found.text.lower()
            ):
                found.code = self.senses.investors(found.code, fig, lead, state)
            return found
        own = self._crop_behind(tail, fig) or self._from_lead(leads, fig, lead, state, change, pct)
        if own is not None and self._names_item(own, fig, lead, state, change):
            return self.parts.listed(fig, lead, state, self.parts.item(fig, lead) or own.text, change)
        if fig.unit in RATIOS:
            own = self._or_behind(own, tail, fig, state, change, pct)
        return own if own is not None else self._weak(tail, leads, fig, lead, state, change, pct)

    def _forbidden(self, leads: list[Hit], fig: Figure) -> Subject | None:
        """``hành khách thông qua cảng hàng không đạt 2.000 lượt hành khách``: what the catalogue excludes."""
        noun = fig.noun.rsplit(" ", 1)[-1]
        for hit in leads:
            if (
                noun
                and hit.phrase.decoy
                and noun in hit.phrase.form.split(" ")
                and not self.is_place(hit.start, hit.end)
            ):
                return Subject(None, self._phrase(hit.start, fig.start), how="decoy")
        return None

    def _crop_behind(self, tail: list[Hit], fig: Figure) -> Subject | None:
        """``xuống giống 1.400 ha hoa màu``: what was sown stands right behind the hectares."""
        if fig.unit != "hectare" or not tail or tail[0].start > fig.after + 1:
            return None
        for sense in tail[0].phrase.senses:
            if sense.code == "crop_area" and sense.breakdown is not None:
                return Subject(sense.code, self.text[tail[0].start : tail[0].end], sense.breakdown, "weak tail")
        return None

    def _part_of_head(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """A part by the vocabulary of the list's head, of the last subject, or of a sentence before."""
        heads = (
            state.parent,
            state.last.subject if state.last is not None and lead.separator in (",", ";", "") else None,
            self._head_before(fig, lead, state),
            self._part_before(lead, state),
        )
        asked = None
        for head in heads:
            if head is None or head.code is None or head.code == asked:
                continue
            part = self.parts.named(fig, lead, head, state)
            if part is not None:
                return part
            asked = head.code
        return None

    def _part_before(self, lead: Lead, state: State) -> Subject | None:
        """``hộ nghèo 130 tỷ đồng; khác 19 tỷ đồng; nước sạch 22 tỷ đồng``: the list goes on behind an unknown item."""
        if lead.separator not in (",", ";"):
            return None
        return next((one.subject for one in reversed(state.sentence()) if one.subject.how == "part"), None)

    def _names_item(self, own: Subject, fig: Figure, lead: Lead, state: State, change: bool) -> bool:
        """Whether the form before the figure is an item of the open list, not the list's end."""
        goes_on = lead.separator != "." or lead.opener is not None
        in_list = state.list_open and state.parent is not None and goes_on
        return in_list and own.how in ("lead", "weak lead") and self.parts.is_item(own, fig, state, change)

    def _or_behind(
        self, own: Subject | None, tail: list[Hit], fig: Figure, state: State, change: bool, pct: bool
    ) -> Subject | None:
        """The form before a percent, else a strong one behind it that the percent is not only compared with."""
        if own is not None and own.how != "decoy":
            return own
        behind = self.senses.pick(tail, fig, state, change, pct, strong=True, how="tail")
        if own is not None or behind is None or not change:
            return behind or own
        of_plan = behind.code == "public_investment_plan"  # bằng 47% kế hoạch vốn
        return None if of_plan or self.folded.startswith((" so", " với"), fig.after) else behind

    def _weak(
        self, tail: list[Hit], leads: list[Hit], fig: Figure, lead: Lead, state: State, change: bool, pct: bool
    ) -> Subject | None:
        """A weak form behind the figure, where neither a list nor a figure of the same kind goes on."""
        in_list = state.list_open and state.parent is not None and lead.separator != "."
        if in_list and self.parts.blocked(fig, state):
            return Subject(None, self.parts.item(fig, lead), how="list")
        self._keep_pending(leads, fig, state)
        counts_on = fig.counted and self.parts.is_bare(fig)
        if counts_on and any(one.figure.unit == fig.unit and one.subject.code for one in state.sentence()):
            return None
        if fig.unit in RATIOS and (lead.cue is not None or fig.unit == "times"):
            return self._counted_behind(tail, fig, state)
        return self.senses.pick(tail, fig, state, change, pct, strong=False, how="weak tail")

    def _head_before(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``… tổng vốn 31,8 tỷ USD từ 42 nước. Hàn Quốc dẫn đầu với 13,1 tỷ USD``: a sentence opens with a part."""
        if lead.separator != "." or not state.previous or (fig.unit in RATIOS and fig.unit != "rank"):
            return None
        last = state.previous[-1] if state.readings and state.previous[-1] is state.readings[-1] else None
        if last is None or any(hit.phrase.strong or hit.phrase.form.startswith(_TOTALS) for hit in lead.hits):
            return None
        levels = [
            one
            for one in state.previous
            if fig.unit in (one.unit, "rank") and one.measure == "level" and one.subject.code
        ]
        return levels[-1].subject if levels else None

    def _counted_behind(self, tail: list[Hit], fig: Figure, state: State) -> Subject | None:
        """``giảm 16% số người chết``: the count that a percent is of stands right behind it."""
        if fig.unit != "PERCENT" or not tail or tail[0].start > fig.after + 4:
            return None
        found = self.senses.pick(tail[:1], fig, state, True, False, strong=False, how="weak tail")
        known = found is not None and self.catalogue.indicators[found.code or ""].domain == "security"
        return found if known else None

    def of_lead(self, lead: Lead) -> list[Hit]:
        """Forms of the last clause of the lead; those before a bracket that opens here only where it holds none."""
        forms = [hit for hit in lead.hits if hit.phrase.named and hit.start >= lead.clause]
        forms = [hit for hit in forms if not self._is_none(hit, lead)]
        if lead.brackets:
            forms = [hit for hit in forms if not any(begin <= hit.start < stop for begin, stop in lead.brackets)]
        if lead.inner <= lead.clause:
            return forms
        return [hit for hit in forms if hit.start >= lead.inner] or forms

    def _is_none(self, hit: Hit, lead: Lead) -> bool:
        """``không có trường hợp tử vong, giảm 21%``: what there is none of has no figure behind the comma."""
        if "," not in self.folded[hit.end : lead.end]:
            return False
        return _NONE_OF.search(self.folded, max(0, hit.start - 40), hit.start) is not None

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
        if last is not None and last.subject.how == "decoy" and lead.separator == "," and not leads:
            return Subject(None, last.subject.text, how="carried")  # nợ quá hạn 3,2 tỷ đồng, chiếm 0,09% tổng dư nợ
        whole = self.senses.pick(tail, fig, state, True, False, strong=True, how="whole")
        if whole is not None and whole.code == "population":
            return Subject(None, self.parts.item(fig, lead), how="whole")  # thuê bao chiếm 79% dân số
        if whole is not None or not tail or tail[0].start != fig.after + 1:
            return whole
        if (
            last is not None
            and last.subject.code
            and last.subject.how in ("part", "list")
            and lead.separator in (",", "")
        ):
            return replace(last.subject, how="carried")  # vốn nhà nước đạt 7 tỷ đồng, chiếm 18% tổng vốn đầu tư
        return self.senses.pick(tail[:1], fig, state, True, False, strong=False, how="whole")

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
        opens = lead.separator != "." or lead.opener is not None or lead.colon
        in_list = state.list_open and state.parent is not None and opens
        for chunk in reversed(chunks):
            live = [hit for hit in chunk if not hit.phrase.decoy]
            subject = self.senses.pick(live, fig, state, change, pct, strong=True, how="lead")
            if subject is not None:
                return subject
            nouns = [hit for hit in live if not hit.phrase.roles and not chunk[0].phrase.decoy]
            if any(self._names_another(hit, lead) for hit in nouns):
                return Subject(None, self._phrase(chunk[0].start, fig.start), how="decoy")
            spoken = self._behind_count(nouns, fig, lead, state, change)
            if spoken is not None:
                return spoken
            subject = self.senses.pick(nouns, fig, state, change, pct, strong=False, how="weak lead")
            if subject is not None:
                counted = self._amount_of_last(fig, lead, state, subject)
                if counted is not None:
                    return counted
                if subject.breakdown is None:
                    subject.breakdown = self._group_of_prices(subject.code, nouns)
                goes_on = state.last is not None and state.last.subject.code == subject.code
                of_list = state.parent is not None and state.parent.code == "total_social_investment"
                part = subject.breakdown or (of_list and fig.unit == "VND")
                other_crop = fig.unit not in RATIOS and self._of_paddy(state.parent)
                if in_list and part and not goes_on and not other_crop:
                    return self.parts.listed(fig, lead, state, subject.text, change) or subject
                return subject
            if any(hit.phrase.decoy or hit.phrase.strong for hit in chunk):
                harvested = self._harvested(chunk, fig, state)
                if harvested is not None:
                    return harvested
                if any(hit.phrase.decoy and not self.is_place(hit.start, hit.end) for hit in chunk):
                    return Subject(None, self._phrase(chunk[0].start, fig.start), how="decoy")
                if not change and fig.counted:
                    return None
        if change and self._only_verb(lead, state):
            return None
        verbs = [hit for hit in leads if hit.phrase.roles and hit.phrase.senses]
        subject = self.senses.pick(verbs, fig, state, change, pct, strong=False, how="weak lead")
        return subject if subject is not None and self.senses.has_unit(subject, fig) else None

    def _only_verb(self, lead: Lead, state: State) -> bool:
        """``sản lượng đạt 30 triệu tấn, tăng trưởng gần 15%``: the verb goes on about what stands before it."""
        goes_on = bool(state.current) and lead.separator in (",", "", "(")
        return goes_on and item_text(self.folded, lead, lead.clause)[0] == ""

    def _behind_count(self, nouns: list[Hit], fig: Figure, lead: Lead, state: State, change: bool) -> Subject | None:
        """``11 huyện đã gieo cấy lúa chiêm xuân với diện tích 50.000 ha``: what the counted ones did."""
        last = state.current[-1].figure if state.current else None
        if last is None or not last.counted or lead.separator not in (",", "") or not nouns:
            return None
        if nouns[-1].phrase.form not in _BARE_NOUNS or fig.unit not in ("hectare", "tonne"):
            return None
        return self.senses.pick(last.right, fig, state, change, False, strong=True, how="lead")

    def _names_another(self, hit: Hit, lead: Lead) -> bool:
        """``sản lượng kén tằm``: a bare noun of measure before a name that the catalogue does not have."""
        if hit.phrase.form not in _BARE_NOUNS or not self.folded.startswith(" ", hit.end):
            return False
        begin = hit.end + 1
        if not self.text[begin : begin + 1].islower() or begin >= lead.end:
            return False
        if self.folded.startswith(_DEGREES, begin):
            return False
        known = any(other.start <= begin < other.end for other in lead.hits)
        return not known and not any(start <= begin < stop for start, stop in lead.skip)

    def _group_of_prices(self, code: str | None, nouns: list[Hit]) -> str | None:
        """``nhóm giảm giá là bưu chính viễn thông 0,1%``: the group that the words behind the form name."""
        if code is None or self.catalogue.indicators[code].domain != "prices":
            return None
        senses = (sense for hit in nouns for sense in hit.phrase.senses)
        return next((sense.breakdown for sense in senses if sense.code == code and sense.breakdown), None)

    @staticmethod
    def _of_paddy(head: Subject | None) -> bool:
        """Whether a list is headed by what is told of paddy: other crops are no parts of it."""
        return head is not None and head.code is not None and head.code.startswith("paddy_")

    def _harvested(self, chunk: list[Hit], fig: Figure, state: State) -> Subject | None:
        """``gieo cấy lúa đạt 121.000 ha, thu hoạch 79.600 ha``: of the crop that was sown."""
        if fig.unit != "hectare" or not any(hit.phrase.form == "thu hoạch" for hit in chunk):
            return None
        for one in reversed(state.sentence()):
            if one.unit == "hectare" and one.subject.code in ("paddy_planted_area", "crop_area", "planted_area_total"):
                return Subject(one.subject.code, chunk[-1].phrase.form, "thu hoạch", "carried")
        return None

    def _amount_of_last(self, fig: Figure, lead: Lead, state: State, weak: Subject) -> Subject | None:
        """``31 dự án trong nước với tổng số vốn 2.388 tỷ đồng``: the amount that belongs to the count before."""
        last = state.current[-1].subject if state.current else None
        if last is None or lead.separator not in (",", "") or "vốn" not in weak.text.lower():
            return None
        if last.code is None:
            counted = next((one for one in reversed(state.sentence()) if one.subject.code), None)
            last = counted.subject if counted is not None and counted.figure.counted else None
        if last is None or last.code is None:
            return None
        meant = self.catalogue.indicators[last.code].switch_unit
        return Subject(meant[fig.unit], weak.text, last.breakdown, "weak lead") if fig.unit in meant else None

    def _verb_between(self, lead: Lead, start: int, end: int) -> bool:
        """Whether a clause ends between two forms: a verb of change, or a word of contrast."""
        for hit in lead.hits:
            if start <= hit.start < end and not hit.phrase.senses and hit.phrase.roles & _CLAUSE_VERBS:
                return True
        between = self.folded[start:end]
        return any(word in between for word in (" nhưng ", " song ", " còn ", " khi ", " thì "))

    def _mark_between(self, start: int, end: int) -> bool:
        return any(char in ",;:()" for char in self.folded[start:end])

    def _phrase(self, start: int, end: int) -> str:
        return self.text[start:end].strip(" ,;:()")
