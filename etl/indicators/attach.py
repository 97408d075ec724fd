"""Which indicator a figure is about: a form beside it, else what the text spoke of before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from etl.indicators.carried import Carried
from etl.indicators.cases import UNITS, is_cleared, is_handled, is_taught, names_drugs
from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead
from etl.indicators.forms import Forms
from etl.indicators.lexer import Figure
from etl.indicators.match import Lexicon
from etl.indicators.parts import CLEARED, Parts
from etl.indicators.senses import Senses
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import PER_10K, RATIOS

# Fields that a storm or a flood has damaged, behind their area or before it.
DAMAGED = {"hectare": "disaster_crop_area", "housing_unit": "disaster_houses_damaged"}
_HARM = r"bị (?:ngập|hư|thiệt hại|đổ|ngã|gãy|vùi|cuốn|mất trắng|dập|ảnh hưởng|xói|sạt)"
_DAMAGED = re.compile(
    rf" (?:lúa|mạ|hoa|rau|cây|ngô|sắn|mía|diện tích|ao|nuôi|thủy sản|đất|chuối|keo)[^.;:()\d]{{0,60}}{_HARM}"
)
_DAMAGED_BEFORE = re.compile(
    rf"(?:lúa|mạ|hoa màu|rau|cây|ngô|sắn|mía|ao|thủy sản|chuối) {_HARM}[^.;:()\d]{{0,30}}"
    r"(?: (?:là|lên tới|khoảng|hơn|trên|gần|tới))* ?:? ?\Z"
)
# Một trận lốc gây thiệt hại 13,5 ha; 69 căn nhà trên địa bàn huyện bị tốc mái.
_ADDED_UP = re.compile(
    r"[\s.]*(?:lũy|luỹ) kế (?:từ đầu năm|đến|\d+ tháng)[^.;:()]{0,50}(?:có|xảy ra|phát hiện|là|ghi nhận) ?"
)
_CAUSED = re.compile(r"(?:gây|làm) (?:thiệt hại|ngập|ngập úng)(?: (?:hơn|trên|gần|khoảng))? ?\Z")
_HOUSES_HIT = re.compile(
    r" (?:căn |ngôi )?nhà(?: ở| dân)?(?: (?:trên địa bàn|tại|ở|của) [^.;:()\d]{1,50})? "
    r"bị (?:tốc|sập|hư|đổ|ngập|thiệt hại)"
)
# Sản xuất công nghiệp phục hồi, giá trị sản xuất đạt 12.300 tỷ đồng.
_LEAST_VND, _LEAST_USD = 1e9, 1e5
_DISBURSED = re.compile(r"(?<![^\W_])(?:đã|được|ước|mới|chỉ)(?: (?:được|thực hiện|đã))? giải ngân(?![^\W_])")
_ALLOTTED = re.compile(r"(?<![^\W_])(?:được (?:giao|phân bổ|bố trí|phê duyệt)|bổ sung|phân bổ cho|giao cho)(?![^\W_])")
_TRADED = ("merchandise_exports", "merchandise_imports")
_WITH_TURNOVER = re.compile(r"(?: các loại)? (?:với|có|đạt|ước đạt) (?:tổng )?(?:kim ngạch|trị giá|giá trị)(?![^\W_])")
_TAKEN_BACK = re.compile(r"(?<![^\W_])(?:thu hồi|chấm dứt|hủy bỏ|bãi bỏ|rút giấy phép)(?![^\W_])")
_SECTOR = re.compile(r"(?:sản xuất|ngành|lĩnh vực) (công nghiệp|nông nghiệp|xây dựng)(?![^\W_])")

# Mỗi xã thành lập 2 doanh nghiệp, mỗi ngày đón 1.200 lượt khách: no total of a year or place.
_EACH = re.compile(
    r"(?<![^\W_])mỗi (?:ngày|tuần|tháng|quý|đêm|buổi|chuyến|đợt|vụ|xã|phường|thôn|xóm|bản|ấp|huyện|quận|tỉnh|"
    r"địa phương|đơn vị|sở|ngành|hộ|người|lượt|khách|du khách|doanh nghiệp|hợp tác xã|htx|dự án|trường|lớp|con|ha|"
    r"hecta|héc ta|km|chi bộ|đảng bộ|cơ sở)(?![^\W_])"
)
_PER_HEAD = re.compile(r"bình quân|đầu người|mỗi người")


@dataclass(slots=True)
class Attacher:
    """Attachment of subjects over one catalogue."""

    catalogue: Catalogue
    lexicon: Lexicon
    folded: str
    text: str
    senses: Senses
    forms: Forms
    carried: Carried

    @classmethod
    def of(
        cls, catalogue: Catalogue, lexicon: Lexicon, folded: str, text: str, is_place: Callable[[int, int], bool]
    ) -> Attacher:
        """The steps of attachment over one article."""
        senses = Senses(catalogue, lexicon, folded, text)
        parts = Parts(catalogue, lexicon, folded, text, senses)
        return cls(
            catalogue,
            lexicon,
            folded,
            text,
            senses,
            Forms(catalogue, folded, text, is_place, senses, parts),
            Carried(catalogue, folded, text, is_place, senses, parts),
        )

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
        settled = self._cleared(fig, lead, state) or self._taken_back(fig, lead, state)
        settled = settled or self._rate_of_count(fig, lead, state, plain_percent or share)
        if settled is not None:
            return settled
        own = self._named_or_carried(fig, lead, state, change, plain_percent, share)
        if self._is_of_each(fig, lead, state, own.code):
            return Subject(None, own.text, how="each")
        if fig.unit in DAMAGED and self._is_damaged(fig, lead, state):
            return Subject(DAMAGED[fig.unit], own.text, own.breakdown, own.how)
        if own.code == "party_members_admitted" and is_taught(self.folded, fig.start):
            return Subject(None, own.text, how="handled")
        if fig.unit not in UNITS or change:
            return own
        if own.code is None and own.how == "count" and (before := self._added_up(fig, lead, state)) is not None:
            own = before
        if own.code in (None, "criminal_cases") and names_drugs(self.folded, fig.after):
            own = Subject("drug_cases", self.text[fig.end : fig.stop].strip(), how="tail")
        last = state.current[-1] if state.current else None
        with_last = last is not None and last.subject.how == "handled" and self._is_beside(last, lead)
        cleared = is_cleared(self.folded, own.code, fig.after)
        if with_last or cleared or is_handled(self.folded, own.code, fig.start):
            return Subject(None, own.text, how="handled")
        return own

    def _added_up(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``Lũy kế từ đầu năm đến nay đã phát hiện 726 vụ``: a sentence that adds up what the one before counted."""
        if state.current or _ADDED_UP.fullmatch(self.folded[lead.start : lead.end]) is None:
            return None
        counted = (one.subject for one in state.previous if one.unit == fig.unit and one.measure == "level")
        subject = next((one for one in counted if one.code is not None), None)
        return Subject(subject.code, subject.text, subject.breakdown, "carried") if subject is not None else None

    def _is_of_each(self, fig: Figure, lead: Lead, state: State, code: str | None) -> bool:
        """Whether an amount is told of each place, day or person, and its indicator is a total."""
        if fig.unit in RATIOS or (code is not None and "_per_" in self.catalogue.indicators[code].units[0]):
            return False
        if self.folded.find("mỗi ", lead.clause, fig.start) >= 0:
            return _EACH.search(self.folded, lead.clause, fig.start) is not None
        last = state.current[-1] if state.current else None
        return last is not None and last.subject.how == "each" and lead.separator == ","

    def _is_beside(self, last: Reading, lead: Lead) -> bool:
        """``đã giải quyết 274 đơn khiếu nại và 105 đơn tố cáo``: nothing but a comma or và between two counts."""
        between = self.folded[last.figure.stop : lead.end].strip(" ,")
        return last.figure.counted and between in ("", "và")

    def _is_damaged(self, fig: Figure, lead: Lead, state: State) -> bool:
        """``2.377 ha lúa, hoa màu … bị ngập``, ``lúa bị ngã sập, ngập úng là 28 ha``, where a storm is told of."""
        if not state.event.startswith("disaster_") or "rừng" in self.folded[lead.chunk : fig.stop]:
            return False
        if fig.unit == "housing_unit":
            return _HOUSES_HIT.match(self.folded, fig.end) is not None
        if _DAMAGED.match(self.folded, fig.after) or _CAUSED.search(self.folded, lead.clause, lead.end):
            return True
        return _DAMAGED_BEFORE.search(self.folded, lead.clause, lead.end) is not None

    def _named_or_carried(
        self, fig: Figure, lead: Lead, state: State, change: bool, plain_percent: bool, share: bool
    ) -> Subject:
        own = self.forms.beside(fig, lead, state, change, plain_percent, share)
        if own is not None:
            if own.code == "grdp" and self._is_per_head(fig, lead):
                own.code = "grdp_per_capita"
            if own.code == "grdp_per_capita" and fig.unit == "PERCENT" and own.text.lower() == "grdp bình quân":
                own.code = "grdp"  # GRDP bình quân đạt 9,2%/năm
            if own.how == "weak lead" and own.breakdown is None and own.code in _TRADED:
                own.breakdown = self._traded(own.code or "", lead)
            own.code = self._public_investment(own, fig, lead)
            if own.code == "gva_growth_rate" and not change and fig.unit == "PERCENT" and self._speaks_of_shares(lead):
                own.code = "grdp_structure_share"
            if own.code == "grdp_growth_rate" and own.how == "weak lead" and fig.unit == "PERCENT":
                own = self._growing(own, fig, lead, state) or own
            sector = _SECTOR.search(self.folded, lead.start, fig.start) if own.code == "gross_output_total" else None
            if sector is not None and own.how == "weak lead" and own.breakdown is None:
                own.code = self.lexicon.parts["gross_output_total"].get(sector[1], own.code)
            return own
        return self.carried.subject(fig, lead, state, change, plain_percent)

    def _traded(self, code: str, lead: Lead) -> str | None:
        """``Dẫn đầu là giày dép với kim ngạch 225 triệu USD``: the good or market that the amount is of."""
        for hit in lead.hits:
            part = hit.start >= lead.clause and self.lexicon.parts[code].get(hit.phrase.form) == code
            if part and _WITH_TURNOVER.match(self.folded, hit.end):
                return self.text[hit.start : hit.end]
        return None

    def code_of_name(self, start: int, end: int, fig: Figure, code: str | None) -> str | None:
        """``xuất khẩu và nhập khẩu tăng tương ứng 9% và 7%``: the sibling that one name of a list is by itself."""
        head = self.catalogue.indicators.get(code or "")
        for hit in self.lexicon.find(self.folded[start:end]):
            for sense in hit.phrase.senses:
                one = self.catalogue.indicators[sense.code]
                if head is not None and sense.written and (one.domain, one.units) == (head.domain, head.units):
                    return self.senses.resolve(sense.code, fig, True, False)
        return code

    def _is_per_head(self, fig: Figure, lead: Lead) -> bool:
        """``GRDP theo giá hiện hành bình quân đạt 105 triệu đồng``: no province has produced so little."""
        most = {"VND": _LEAST_VND, "USD": _LEAST_USD}.get(fig.unit, 0.0)
        return fig.value < most and _PER_HEAD.search(self.folded, lead.clause, fig.start) is not None

    def _public_investment(self, own: Subject, fig: Figure, lead: Lead) -> str | None:
        """``tổng vốn đầu tư công đã giải ngân 952 tỷ đồng``, ``vốn đầu tư công được giao 5.000 tỷ đồng``: the verb
        says which of plan and disbursement the amount is.
        """
        if fig.unit != "VND" or own.how not in ("lead", "weak lead"):
            return own.code
        if own.code == "public_investment_plan" and _DISBURSED.search(self.folded, lead.clause, fig.start):
            return "public_investment_disbursement"
        allotted = _ALLOTTED.search(self.folded, lead.clause, fig.start)
        spent = "giải ngân" in self.folded[lead.clause : fig.start]
        if own.code == "public_investment_disbursement" and allotted and not spent:
            return "public_investment_plan"
        return own.code

    def _growing(self, own: Subject, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``ngành dịch vụ là động lực chính, với tốc độ tăng trưởng đạt 16%``: what grows stands before."""
        last = state.current[-1].subject if state.current else None
        if last is not None and last.code is not None and lead.separator in (",", "", "("):
            domain = self.catalogue.indicators[last.code].domain
            return replace(last, how="carried") if domain not in ("growth", "industry", "politics") else None
        for hit in reversed(self.forms.of_lead(lead)):
            if hit.phrase.decoy or hit.phrase.roles or self.text[hit.start : hit.end] == own.text:
                continue
            for sense in hit.phrase.senses:
                named = sense.strong or sense.code == "gva_growth_rate"
                if named and sense.code != "grdp_growth_rate":
                    code = self.senses.resolve(sense.code, fig, True, False)
                    return Subject(code, self.text[hit.start : hit.end], sense.breakdown, "weak lead")
        return None

    def _speaks_of_shares(self, lead: Lead) -> bool:
        """``cơ cấu chuyển dịch theo tỷ trọng …, công nghiệp đạt 74%``: no growth, though no chiếm stands before."""
        return self.folded.find("tỷ trọng", lead.clause, lead.end) >= 0

    def _taken_back(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``thu hồi 8 dự án với tổng vốn 1.230 tỷ đồng``: what is taken back is no new investment."""
        last = state.current[-1].subject if state.current else None
        if fig.unit in ("VND", "USD") and last is not None and last.how == "taken back":
            return replace(last) if lead.separator in (",", "", "(") else None
        if fig.unit != "project":
            return None
        for start, end in ((lead.clause, fig.start), (fig.after, fig.stop)):
            found = _TAKEN_BACK.search(self.folded, start, end)
            if found is not None:
                return Subject(None, f"{found[0]} {fig.noun}", how="taken back")
        return None

    def _counts_people(self, lead: Lead) -> bool:
        """``thu hút khách du lịch khoảng 8,3 triệu``: no money where what is counted has been named."""
        for hit in self.forms.of_lead(lead):
            for sense in () if hit.phrase.roles else hit.phrase.senses:
                return self.catalogue.indicators[sense.code].units[0] in ("visitor", "person")
        return False

    def _rate_of_count(self, fig: Figure, lead: Lead, state: State, plain: bool) -> Subject | None:
        """``có 402/761 học sinh đỗ tốt nghiệp, đạt tỷ lệ 52,8%``: the rate that the counted phrase names."""
        last = state.current[-1] if state.current else None
        if not plain or fig.unit != "PERCENT" or last is None or not last.figure.counted or last.measure != "level":
            return None
        if lead.cue is None or not lead.cue.phrase.form.startswith(("đạt", "tỷ lệ", "chiếm")):
            return None
        if self.folded[lead.start : lead.cue.start].strip(" ,(") != "":
            return None
        for hit in last.figure.right:
            for sense in hit.phrase.senses if hit.phrase.strong else ():
                one = self.catalogue.indicators[sense.code]
                if one.is_rate and one.level_is == "level":
                    return Subject(sense.code, self.text[hit.start : hit.end], sense.breakdown, "lead")
        return None

    def _cleared(self, fig: Figure, lead: Lead, state: State) -> Subject | None:
        """``khám phá 186 vụ, 477 đối tượng (đạt 87,3%)``: the rate of cases that were solved."""
        reached = lead.cue is not None and lead.cue.phrase.form.startswith(("đạt", "tỷ lệ", "chiếm", "bằng"))
        if fig.unit != "PERCENT" or not (reached or (lead.opened and lead.cue is None)):
            return None
        for reading in reversed(state.sentence()):
            if reading.figure.unit == "case":
                if reading.measure != "level":
                    return None
                found = CLEARED.search(self.folded, reading.lead, fig.start)
                return Subject("crime_clearance_rate", found[0], how="lead") if found else None
            if not reading.figure.counted:
                return None
        return None
