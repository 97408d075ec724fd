"""The measure and sign of a figure, as far as they do not depend on its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.comparisons import BaseMention
from etl.indicators import decide
from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead, item_text
from etl.indicators.lexer import Figure
from etl.indicators.match import Hit
from etl.indicators.state import Reading, State
from etl.indicators.units import GRDP_NEXT
from etl.occurrences import Occurrences

RATES = (
    "tỷ lệ", "tỉ lệ", "tỷ suất", "tỉ suất", "độ ẩm", "lãi suất", "nợ quá hạn", "thuế suất", "hệ số", "công suất",
)  # fmt: skip
RATE_WORD = re.compile(rf"(?<![^\W_])(?:{'|'.join(RATES)})(?![^\W_])")
# Thiếu 614 giáo viên; phát triển được 371 trang trại.
_COUNTS_WHAT_IS = frozenset({"thiếu", "thiếu hụt", "phát triển"})
_WRITTEN = re.compile(r"\( ?([-–+]) ?\Z")
_ADJUSTED = re.compile(
    r"(?:điều chỉnh[^.;]{0,70}|vốn (?:đầu tư |đăng ký |cấp |mới |bổ sung |điều chỉnh |và |, )*"
    r"tăng thêm(?: hơn| gần| khoảng| là| đạt| trên)?)\Z"
)
_FROM = re.compile(r"(?<![^\W_])từ (?:(?:mức|chỗ|con số|hơn|gần|trên|dưới|khoảng) ){0,2}\Z")
# GRDP tăng bình quân 5 năm đạt 7%: the verb of change stands before the time.
_GREW = re.compile(
    r"(?<![^\W_])(tăng|giảm)(?: trưởng)?(?: (?:bình quân|trung bình))? [^,;:()]{0,12}(?:năm|tháng|quý)"
    r"(?: (?:qua|này|nay|đầu năm|năm \d{4}|\d{4}))?(?: ước)? \Z"
)
_PLUS = re.compile(r"(?:^|[\s(])\+\Z")
# Words that say a change once more: giảm 13 vụ = 5,2%; tăng 13 vụ, tức 34,2%.
_AGAIN = ("=", "= ", " tức ", " tức là ", " nghĩa là ", " hay ")
_LEADS = re.compile(r"(?<![^\W_])(?:dẫn đầu|đứng đầu|cao nhất|mạnh nhất|nhiều nhất|đứng thứ [^\W_]+)(?: cả nước)? \Z")
_GROWTH = ("gva_growth_rate", "grdp_growth_rate")
# How far from a list a verb may stand and still tell what its items did, in characters.
_BESIDE = 16
# Tốc độ tăng thu ngân sách bình quân đạt 12%.
_GROWTH_OF = re.compile(
    r"(?<![^\W_])(?:tốc độ|t[ỷỉ] lệ|nhịp độ) tăng (?:trưởng )?(?:bình quân |giá trị )?(?:về |của )?(?:tổng )?"
    r"(?:thu|chi|doanh thu|kim ngạch|xuất khẩu|nhập khẩu|giá trị sản xuất|gtsx|sản xuất công nghiệp|lượng khách|khách|"
    r"tổng mức|vốn đầu tư|dư nợ|huy động|sản lượng|năng suất lao động|điện)(?![^\W_])"
    r"(?:[^,;:.%]|, (?=(?:lâm|ngư|thủy|thuỷ) )){0,80}"
    r"(?:là|đạt|ước đạt|ở mức|từ|trên|khoảng|:|hơn|hằng năm|hàng năm|/năm)[ :]*\Z"
)
# GRDP quý III ước đạt 9,45%: a percent that GRDP reached is its growth.
_GRDP_REACHED = re.compile(
    r"(?:\A|[,;.:|\n(] ?|trong đó )(?:tổng sản phẩm (?:trên địa bàn |trong )?(?:tỉnh |thành phố )?)?\(?grdp\)?"
    r"(?!.*(?:đầu người|cơ cấu|kế hoạch))[^,;:%]{0,60}(?<![^\W_])đạt(?: khoảng| hơn| trên| gần)* \Z"
)
_PLACES = re.compile(
    r"(?<![^\W_])(lên|vượt|cải thiện|nhảy|thăng|xuống|tụt|lùi|mất|rớt)(?: (?:được|thêm|tới|đến|hơn))* \Z"
)
_BACKWARD = ("xuống", "tụt", "lùi", "mất", "rớt")
_AGAINST = re.compile(r"(?<![^\W_])(?:(thấp|cao) hơn|(giảm|tăng) so (?:với)?) [^,;.()]*\Z")


@dataclass(slots=True)
class Measures:
    """Measures of the figures of one article."""

    folded: str
    catalogue: Catalogue
    state: State
    rates: Occurrences
    """Where the article names a rate."""

    def measure(self, fig: Figure, lead: Lead, base: BaseMention | None) -> tuple[str, int]:
        """Measure and sign of a figure, before its subject is known."""
        before = not self._starts_span(fig) and decide.is_level_before(self.folded, fig, lead, self.state)
        if before or decide.compares_with_figure(self.folded, fig, lead):
            lead.cue, lead.compared = None, True
        if fig.counted and lead.cue is not None and lead.cue.end < lead.chunk and not lead.colon:
            lead.cue = None  # tăng trưởng mạnh, dự kiến cả 17/17 chỉ tiêu đạt
        if self._lost_percent(fig, lead):
            fig.unit = "PERCENT"
        if fig.unit == "PERCENT":
            return self._percent(fig, lead, base)
        if fig.unit == "PERCENTAGE_POINT":
            share = self._share_of_growth(lead)
            return ("contribution", share) if share else decide.points_measure(self.folded, fig, lead)
        if fig.unit == "times" and (lead.cue is not None or self.folded[fig.start : fig.end].isalpha()):
            return "ratio", 1
        if fig.unit == "times":
            fig.unit, fig.noun = "occasion", "lần"  # đi bầu cử 11 lần
        return self._rank(fig, lead, base) or self._amount(fig, lead, base)

    def _percent(self, fig: Figure, lead: Lead, base: BaseMention | None) -> tuple[str, int]:
        sibling = None if self._names_rate(lead) else self._sibling(fig, lead)
        measure, sign = decide.percent_measure(self.folded, fig, lead, base, sibling, self._signed(fig, lead))
        if grown := self._growth_told(measure, fig, lead):
            measure, sign = "change", grown
        if measure in ("change", "ratio") and self._starts_span(fig):
            measure, sign = "level", 1
        if moved := self._change_told(measure, fig, lead):
            measure, sign = "change", moved
        if measure in ("equal", "level") and GRDP_NEXT.match(self.folded, fig.after):
            measure = "share"
        if measure == "equal" and self.state.last is not None and self.state.last.figure.total is not None:
            measure = "share"  # 22/96 xã, bằng 22,9%
        return measure, sign

    def _growth_told(self, measure: str, fig: Figure, lead: Lead) -> int:
        """The sign of what looks like a level, and is the growth that was reached; 0 where it is none."""
        if measure not in ("level", "equal"):
            return 0
        if _GROWTH_OF.search(self.folded, lead.clause, fig.start):
            return 1
        if measure == "equal":
            return 0
        if _GRDP_REACHED.search(self.folded[max(0, lead.clause - 2) : fig.start]):
            return 1
        return self._leads_growth(lead) if lead.cue is not None else 0

    def _change_told(self, measure: str, fig: Figure, lead: Lead) -> int:
        """The sign of a change that is told apart from its number; 0 where none is."""
        cue = lead.cue
        if measure in ("change", "level") and cue is not None and cue.phrase.form == "là":
            against = _AGAINST.search(self.folded, lead.chunk, cue.start)
            if against:  # thấp hơn cùng kỳ là 11,7%
                return -1 if "thấp" in against.groups() or "giảm" in against.groups() else 1
        if measure == "equal" and lead.opened and (again := self._signed(fig, lead)):
            return again  # giảm 657 ha (bằng 0,85%)
        if measure == "level" and cue is not None and "level" in cue.phrase.roles:
            grew = _GREW.search(self.folded, lead.chunk, cue.start)
            if grew:
                return -1 if grew[1] == "giảm" else 1
        plus = measure in ("level", "share") and self.folded.endswith("+", 0, fig.start)
        if plus and _PLUS.search(self.folded, max(0, fig.start - 2), fig.start):
            return 1  # Sóc Trăng dẫn đầu với +40%, Hậu Giang +24,6%
        return 0

    def _rank(self, fig: Figure, lead: Lead, base: BaseMention | None) -> tuple[str, int] | None:
        """Measure and sign of a rank or of the ranks that were gained; None for any other number."""
        if fig.noun in ("bậc", "hạng"):
            fig.unit, fig.noun = "rank", ""
            moved = _PLACES.search(self.folded, lead.start, fig.start)
            if moved is not None:  # vươn lên 2 bậc
                return "change_abs", -1 if moved[1] in _BACKWARD else 1
            return decide.amount_measure(self.folded, fig, lead, base)
        said = lead.cue is not None and "rank" in lead.cue.phrase.roles and not fig.currency_implied
        if (said and self._ranks(fig, lead)) or self._next_rank(fig, lead):
            fig.unit, fig.noun = "rank", ""
            return "level", 1
        return None

    def _next_rank(self, fig: Figure, lead: Lead) -> bool:
        """``xếp thứ 3/5 thành phố, 6/8 tỉnh của vùng``: another rank behind one."""
        last = self.state.readings[-1] if self.state.current else None
        if last is None or last.unit != "rank" or fig.total is None or lead.cue is not None or lead.opened:
            return False
        if not float(fig.value).is_integer() or any(hit.phrase.strong for hit in lead.hits):
            return False
        return fig.unit in ("", "province", "commune", "district_unit", "unit", fig.noun)

    def _amount(self, fig: Figure, lead: Lead, base: BaseMention | None) -> tuple[str, int]:
        measure, sign = decide.amount_measure(self.folded, fig, lead, base)
        if lead.cue is None and self._tops_change(fig, lead):
            return "level", 1
        if measure == "level" and lead.opened and (again := self._change_in_bracket(fig, lead)):
            return "change_abs", again
        if measure == "change_abs" and self._lacks(fig, lead, base):
            measure, sign = "level", 1
        if measure == "level" and self._says_change_again(fig, lead):
            assert self.state.last is not None
            return "change_abs", -1 if self.state.last.value < 0 else 1
        if measure == "change_abs" and (self._starts_span(fig) or self._adjusts_capital(fig, lead)):
            measure, sign = "level", 1
        goes_on = lead.separator == ";" and lead.cue is None and self.folded[lead.start : lead.end].strip() == ";"
        if lead.cue is not None or (lead.separator in (";", ".") and not goes_on):
            self.state.more = lead.cue is not None and "thêm" in lead.cue.phrase.roles
        elif self.state.more and fig.counted and item_text(self.folded, lead, lead.chunk)[0] == "":
            return "change_abs", 1
        return self._second_of_changes(fig, lead) or (measure, sign)

    def _second_of_changes(self, fig: Figure, lead: Lead) -> tuple[str, int] | None:
        """``20 vụ, 8 người chết, giảm 3 vụ, 2 người``: a count beside a change of another changes with it."""
        last = self.state.last
        if last is None or last.measure != "change_abs":
            return None
        if lead.cue is not None or not fig.counted or lead.separator not in (",", ""):
            return None
        known = any(one.unit == fig.unit and one.measure == "level" for one in self.state.sentence())
        if (
            known
            or "lần lượt" in self.folded[self.state.current[-3:][0].lead : last.figure.start]
            or self._shares_verb(lead)
        ):
            return "change_abs", -1 if last.value < 0 else 1
        return None

    def _tops_change(self, fig: Figure, lead: Lead) -> bool:
        """``tăng 435 việc, trong đó 5.422 việc có điều kiện``: what is more than a change is no part of it."""
        if "trong đó" not in self.folded[lead.start : lead.end]:
            return False
        changes = (r for r in reversed(self.state.sentence()) if r.unit == fig.unit and r.measure == "change_abs")
        change = next(changes, None)
        return change is not None and fig.value > abs(change.value)

    def _shares_verb(self, lead: Lead) -> bool:
        """``So với cùng kỳ, giảm 3 vụ, 2 người chết``: one verb, said after its base, for two counts."""
        last = self.state.last
        if last is None or not last.figure.counted or last.origins.get("base") not in ("clause", "sentence"):
            return False
        between = self.folded[last.figure.after : lead.end].strip()
        return between in (",", "và") and last.base != "plan"

    def _lost_percent(self, fig: Figure, lead: Lead) -> bool:
        """``tăng 6,73% so với tháng trước và tăng 6,71 so với cùng kỳ``: the sign was left out."""
        last = self.state.current[-1] if self.state.current else None
        if fig.unit or fig.counted:
            return False
        within = lead.separator in (";", ":", ",") or lead.colon or lead.opener is not None
        listed = self.state.list_open and within and not float(fig.value).is_integer()
        if listed and lead.cue is not None and lead.cue.phrase.roles & {"up", "down"}:
            return self.folded[fig.after : fig.after + 1] in (";", ",")
        if last is None or last.measure != "change" or lead.separator not in (",", ""):
            return False
        moved = lead.cue is not None and bool(lead.cue.phrase.roles & {"up", "down"})
        return moved and self.folded.startswith((" so với", " so cùng"), fig.after)

    def _change_in_bracket(self, fig: Figure, lead: Lead) -> int:
        """``386,4 nghìn tấn, tăng 5,4% (20,0 nghìn tấn)``: the amount that the percent makes of the level before it."""
        last = self.state.readings[-1] if self.state.current else None
        written = _WRITTEN.search(self.folded, max(0, fig.start - 4), fig.start) if lead.cue is None else None
        if written and last is not None and last.measure == "change":
            return -1 if written[1] == "-" else 1  # giảm 1,6% (-673 ha)
        last = self.state.last
        if last is None or last.measure != "change" or self.folded[last.figure.after : lead.end].strip() != "(":
            return 0
        level = next((one for one in reversed(self.state.sentence()) if one.measure == "level"), None)
        if level is None or level.figure.unit != fig.unit or not last.value or last.value <= -100:
            return 0
        grown = level.figure.value * last.value / (100 + last.value)
        close = abs(abs(grown) - fig.value) <= 0.1 * fig.value + 1
        return (-1 if last.value < 0 else 1) if close else 0

    def _names_rate(self, lead: Lead) -> bool:
        """``BHYT 798.600 người, tỷ lệ bao phủ 92,1%``: a rate named here starts afresh."""
        rates = (
            self.catalogue.indicators[sense.code]
            for hit in lead.hits
            if hit.start >= lead.chunk
            for sense in hit.phrase.senses
        )
        if any(one.is_rate and one.level_is == "level" for one in rates):
            return True
        if lead.colon and any(self._is_structure(hit) for hit in lead.hits if hit.start >= lead.clause):
            return True
        return says_rate(self.rates, self.folded, lead.chunk, lead.end)

    def _is_structure(self, hit: Hit) -> bool:
        """``GRDP tăng 8,5%; cơ cấu kinh tế: nông nghiệp 15%``: a list of shares begins."""
        return any(
            sense.strong and self.catalogue.indicators[sense.code].level_is == "share" for sense in hit.phrase.senses
        )

    _TO = re.compile(
        r"(?:/[^\W\d_]+)*(?: [^\W\d_]+){0,4}(?: năm \d{4}| ?\((?:năm )?\d{4}\))?"
        r"(?:,? (?<!trở )(?:lên|xuống|còn|giảm còn|giảm xuống|tăng lên)(?![^\W_]))"
    )

    def _starts_span(self, fig: Figure) -> bool:
        """``tăng từ 62 xã năm 2020 lên 81 xã``: the first of two levels."""
        begin = max(0, fig.start - 16)
        opens = self.folded.find("từ ", begin, fig.start) >= 0 and _FROM.search(self.folded, begin, fig.start)
        return bool(opens) and self._TO.match(self.folded, fig.after) is not None

    @staticmethod
    def _lacks(fig: Figure, lead: Lead, base: BaseMention | None) -> bool:
        """``thiếu 614 giáo viên``: what is missing is counted, not compared."""
        return lead.cue is not None and fig.counted and base is None and lead.cue.phrase.form in _COUNTS_WHAT_IS

    def _says_change_again(self, fig: Figure, lead: Lead) -> bool:
        """``tăng 2,6%, bằng 7.300 con``: the change once more as an amount."""
        last = self.state.last
        if last is None or lead.cue is None or "equal" not in lead.cue.phrase.roles or not self.state.current:
            return False
        level = next((one for one in reversed(self.state.sentence()) if one.measure == "level"), None)
        beside = lead.separator in ("", ",", "(") and self.folded[lead.start : lead.cue.start].strip(" ,(") == ""
        return last.measure == "change" and level is not None and level.figure.unit == fig.unit and beside

    def _adjusts_capital(self, fig: Figure, lead: Lead) -> bool:
        """``58 dự án điều chỉnh tăng 2,2 tỷ USD``: registered capital of the period, not a comparison."""
        assert lead.cue is not None
        adjusted = _ADJUSTED.search(self.folded, max(0, lead.cue.start - 80), lead.cue.end) is not None
        return adjusted and "up" in lead.cue.phrase.roles and fig.unit in ("USD", "VND") and fig.value >= 1e6

    def _signed(self, fig: Figure, lead: Lead) -> int:
        """``giảm 12 vụ (9,68%)`` and ``(+6,2%)``: a bare percent in brackets says the same change once more."""
        if lead.opened and (written := _WRITTEN.search(self.folded, max(0, fig.start - 4), fig.start)):
            return -1 if written[1] == "-" else 1
        last = self.state.last
        if lead.cue is None and (lead.colon or lead.opener is not None) and (headed := self._heads_change(lead)):
            return headed
        equals = last is not None and self.folded.endswith(_AGAIN, last.figure.end, fig.start)
        if equals and last is not None and last.measure == "change_abs":
            return -1 if last.value < 0 else 1  # giảm 13 vụ = 5,2%
        if not lead.opened or last is None or last.measure != "change_abs":
            return 0
        until = lead.cue.start if lead.cue is not None else fig.start
        beside = "(" in (
            self.folded[last.figure.after : until].strip(),
            self.folded[last.figure.stop if last.figure.counted else until : until].strip(),
        )
        return (-1 if last.value < 0 else 1) if beside else 0

    def _leads_growth(self, lead: Lead) -> int:
        """``Trong 59 địa phương có GRDP tăng, Bắc Giang dẫn đầu với 13,2%``: the first of what rose has risen."""
        if lead.cue is None or lead.cue.phrase.form not in ("với", "đạt"):
            return 0
        if not _LEADS.search(self.folded, max(lead.start, lead.cue.start - 24), lead.cue.start):
            return 0
        moved = [hit.phrase.roles for hit in lead.hits if hit.end <= lead.cue.start and hit.phrase.is_cue]
        return next((-1 if "down" in roles else 1 for roles in moved if not roles.isdisjoint(("up", "down"))), 0)

    def _share_of_growth(self, lead: Lead) -> int:
        """``công nghiệp tăng 20,1% (4,93 điểm phần trăm)``: what a sector's growth gave to that of the whole."""
        last = self.state.last
        if last is None or last.measure != "change" or last.subject.code not in _GROWTH:
            return 0
        between = self.folded[last.figure.after : lead.end].strip()
        bare = between == "(" if lead.opened else between == ", thêm"
        return (-1 if last.value < 0 else 1) if bare else 0

    def _heads_change(self, lead: Lead) -> int:
        """``Hai nhóm giảm gồm lương thực 0,4%``, ``sản phẩm tăng mạnh: bia 26%``: the head says what the items did."""
        stop = lead.opener.start if lead.opener is not None else self.folded.rfind(":", lead.start, lead.end)
        for hit in reversed(lead.hits):
            if hit.end > stop or not hit.phrase.is_cue:
                continue
            roles = hit.phrase.roles
            if (
                stop - hit.end > _BESIDE
                or roles.isdisjoint(("up", "down"))
                or RATE_WORD.search(self.folded, lead.start, stop)
            ):
                return 0
            return -1 if "down" in roles else 1
        return 0

    def _ranks(self, fig: Figure, lead: Lead) -> bool:
        assert lead.cue is not None
        if lead.cue.phrase.form == "thứ" and not (self.state.readings and self.state.readings[-1].unit == "rank"):
            return False  # huyện thứ 2 của tỉnh is an ordinal
        return self.folded[lead.cue.end : fig.start].strip(" :") in ("", "thứ", "thứ hạng", "trong", "vị trí", "hạng")

    def _sibling(self, fig: Figure, lead: Lead) -> tuple[str, int] | None:
        """A percent without a cue goes on with the measure of the percent before it, or of the first of the item before
        (EU chiếm 4,3%, tăng 15%; Nhật Bản 3,1%, tăng 8%); not one of a thing of its own (xóa 100% nhà tạm).
        """
        own = bool(fig.right) and fig.right[0].start == fig.after + 1 and fig.right[0].phrase.strong
        if lead.separator == ";" and (opening := self._first_of_item()) is not None:
            return opening.measure, -1 if opening.measure == "change" and opening.value < 0 else 1
        for reading in reversed(self.state.sentence()):
            if reading.unit == "PERCENT" and reading.figure.unit == "PERCENT":
                if lead.opened and not reading.bracket:
                    continue
                if own and reading.measure == "change":
                    return None
                return reading.measure, -1 if reading.measure == "change" and reading.value < 0 else 1
            if lead.separator not in (",", ";", "") and not lead.opened:
                return None
        return None

    def _first_of_item(self) -> Reading | None:
        """The first percent behind the last semicolon, where another measure follows it."""
        sentence = self.state.sentence()
        item = [one for one in sentence if one.clause == sentence[-1].clause and not one.bracket] if sentence else []
        percents = [one for one in item if one.unit == "PERCENT" and one.figure.unit == "PERCENT"]
        return percents[0] if len(percents) > 1 and percents[0].measure != percents[-1].measure else None


def says_rate(rates: Occurrences, folded: str, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` name a rate."""
    return rates.between(start, end) and RATE_WORD.search(folded, start, end) is not None
