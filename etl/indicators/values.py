"""Measure, value and unit of a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.comparisons import BaseMention
from etl.indicators import decide
from etl.indicators.catalogue import Catalogue, Indicator
from etl.indicators.clauses import Lead, item_text
from etl.indicators.lexer import Figure
from etl.indicators.match import Hit
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import GRDP_NEXT, unit_of
from etl.occurrences import Occurrences
from etl.text import match_fold

# The part of a count, not the rate of a population.
_IN_WHOLE = re.compile(r"trong (?:tổng )?số ")
_REACHED = frozenset({"đạt", "mới đạt", "chỉ đạt", "ước đạt", "thực hiện đạt", "thực hiện"})
_MOVED = re.compile(r"(?<![^\W_])(giảm|tăng) (?:được )?(?:thêm )?tỷ lệ (?!.*(?:còn|xuống|lên|đạt|là))[^,;()]*\Z")
RATES = (
    "tỷ lệ", "tỉ lệ", "tỷ suất", "tỉ suất", "độ ẩm", "lãi suất", "nợ quá hạn", "thuế suất", "hệ số", "công suất",
)  # fmt: skip
_RATE_WORD = re.compile(rf"(?<![^\W_])(?:{'|'.join(RATES)})(?![^\W_])")
_RISE_OR_FALL = re.compile(r"(?<![^\W_])(tăng|giảm)(?![^\W_])")
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
class Valuer:
    """Values of the figures of one article."""

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
            sibling = None if self._names_rate(lead) else self._sibling(fig, lead)
            measure, sign = decide.percent_measure(self.folded, fig, lead, base, sibling, self._signed(fig, lead))
            if measure in ("level", "equal") and _GROWTH_OF.search(self.folded, lead.clause, fig.start):
                measure, sign = "change", 1
            if measure == "level" and _GRDP_REACHED.search(self.folded[max(0, lead.clause - 2) : fig.start]):
                measure, sign = "change", 1
            if measure == "level" and lead.cue is not None and (grown := self._leads_growth(lead)):
                measure, sign = "change", grown
            if measure in ("change", "ratio") and self._starts_span(fig):
                measure, sign = "level", 1
            if measure in ("change", "level") and lead.cue is not None and lead.cue.phrase.form == "là":
                against = _AGAINST.search(self.folded, lead.chunk, lead.cue.start)
                if against:
                    measure, sign = (
                        "change",
                        -1 if "thấp" in against.groups() or "giảm" in against.groups() else 1,
                    )  # thấp hơn cùng kỳ là 11,7%
            if measure == "equal" and lead.opened and (again := self._signed(fig, lead)):
                measure, sign = "change", again  # giảm 657 ha (bằng 0,85%)
            if measure == "level" and lead.cue is not None and "level" in lead.cue.phrase.roles:
                grew = _GREW.search(self.folded, lead.chunk, lead.cue.start)
                if grew:
                    measure, sign = "change", -1 if grew[1] == "giảm" else 1
            plus = self.folded.endswith("+", 0, fig.start)
            if plus and measure in ("level", "share") and _PLUS.search(self.folded, max(0, fig.start - 2), fig.start):
                measure, sign = "change", 1  # Sóc Trăng dẫn đầu với +40%, Hậu Giang +24,6%
            if measure in ("equal", "level") and GRDP_NEXT.match(self.folded, fig.after):
                measure = "share"
            if measure == "equal" and self.state.last is not None and self.state.last.figure.total is not None:
                measure = "share"  # 22/96 xã, bằng 22,9%
            return measure, sign
        if fig.unit == "PERCENTAGE_POINT" and (share := self._share_of_growth(lead)):
            return "contribution", share
        if fig.unit == "PERCENTAGE_POINT":
            measure, sign = decide.points_measure(self.folded, fig, lead)
            return measure, sign
        if fig.unit == "times" and (lead.cue is not None or self.folded[fig.start : fig.end].isalpha()):
            return "ratio", 1
        if fig.unit == "times":
            fig.unit, fig.noun = "occasion", "lần"  # đi bầu cử 11 lần
        if fig.noun in ("bậc", "hạng"):
            fig.unit, fig.noun = "rank", ""
            moved = _PLACES.search(self.folded, lead.start, fig.start)
            if moved is not None:  # vươn lên 2 bậc
                return "change_abs", -1 if moved[1] in _BACKWARD else 1
            return decide.amount_measure(self.folded, fig, lead, base)
        if (
            lead.cue is not None
            and "rank" in lead.cue.phrase.roles
            and not fig.currency_implied
            and self._ranks(fig, lead)
        ):
            fig.unit, fig.noun = "rank", ""
            return "level", 1
        last = self.state.readings[-1] if self.state.current else None
        if (
            last is not None
            and last.unit == "rank"
            and fig.total is not None
            and lead.cue is None
            and not lead.opened
            and float(fig.value).is_integer()
            and fig.unit in ("", "province", "commune", "district_unit", "unit", fig.noun)
            and not any(hit.phrase.strong for hit in lead.hits)
        ):
            fig.unit, fig.noun = "rank", ""  # xếp thứ 3/5 thành phố, 6/8 tỉnh của vùng
            return "level", 1
        measure, sign = decide.amount_measure(self.folded, fig, lead, base)
        if lead.cue is None and self._tops_change(fig, lead):
            return "level", 1
        if (
            measure == "level"
            and lead.opened
            and lead.cue is None
            and last is not None
            and last.measure == "change"
            and (written := _WRITTEN.search(self.folded, max(0, fig.start - 4), fig.start))
        ):
            return "change_abs", -1 if written[1] == "-" else 1  # giảm 1,6% (-673 ha)
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
        if (
            lead.cue is None
            and fig.counted
            and self.state.last is not None
            and self.state.last.measure == "change_abs"
            and lead.separator in (",", "")
        ) and (
            any(r.unit == fig.unit and r.measure == "level" for r in self.state.sentence())
            or "lần lượt" in self.folded[self.state.current[-3:][0].lead : self.state.last.figure.start]
            or self._shares_verb(lead)
        ):
            return "change_abs", -1 if self.state.last.value < 0 else 1
        return measure, sign

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
        last = self.state.last
        if last is None or last.measure != "change" or self.folded[last.figure.after : lead.end].strip() != "(":
            return 0
        level = next((one for one in reversed(self.state.sentence()) if one.measure == "level"), None)
        if level is None or level.figure.unit != fig.unit or not last.value or last.value <= -100:
            return 0
        grown = level.figure.value * last.value / (100 + last.value)
        close = abs(abs(grown) - fig.value) <= 0.1 * fig.value + 1
        return (-1 if last.value < 0 else 1) if close else 0

    def _falls(self, fig: Figure) -> bool:
        """``3 nhóm giảm giá là bưu chính 1%; giáo dục 0,2%``: the verb of the list is said once, at its head."""
        begin = max(fig.start - 300, self.folded.rfind("\n", 0, fig.start), self.folded.rfind(". ", 0, fig.start))
        verbs = _RISE_OR_FALL.findall(self.folded, begin + 1, fig.start)
        return bool(verbs) and verbs[-1] == "giảm"

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
        return self._says_rate(lead.chunk, lead.end)

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
                or _RATE_WORD.search(self.folded, lead.start, stop)
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

    def value(self, fig: Figure, subject: Subject, measure: str, sign: int, lead: Lead) -> Reading:
        indicator = self.catalogue.indicators.get(subject.code or "")
        unit, value, low, high = fig.unit, fig.value, fig.low, fig.high
        if measure == "change_abs" and indicator is not None and indicator.kind == "flow" and self._adds(lead):
            measure = "level"
        if fig.unit == "PERCENT":
            before = self.state.sentence() or (self.state.listed_from if subject.how == "list" else [])
            previous = next((r.measure for r in reversed(before) if r.unit == "PERCENT"), None)
            if measure == "share" and indicator is not None:
                measure = self._rate_of(fig, subject, indicator, lead)
                indicator = self.catalogue.indicators.get(subject.code or "")
            moved = self._moves_rate(indicator, lead)
            if measure == "level" and (moved or self._is_fall(subject, indicator)):
                measure, sign = "change", moved or -1
            if measure == "ratio" and indicator is not None and indicator.is_rate and self._says_level(lead):
                measure = "level"
            reached = lead.cue is not None and lead.cue.phrase.form in _REACHED
            if measure == "level" and indicator is None and self._is_unnamed_rate(lead, previous):
                previous = "level"
            if measure == "level" and reached and subject.how == "carried" and self._reaches_plan(indicator):
                measure = "plan_ratio"
            listed = measure == "level" and indicator is not None and indicator.level_is == "ratio"
            measure = decide.settle_percent(measure, indicator, previous, fig, reached=reached)
            if measure == "change" and previous == "share" and subject.how == "carried" and self._is_share(indicator):
                measure, unit = "change_abs", "PERCENTAGE_POINT"  # dịch vụ chiếm 32,2%, tăng 0,1%
            if listed and measure == "change" and self._falls(fig):
                sign = -1
            if (
                measure == "change"
                and indicator is not None
                and indicator.is_rate
                and indicator.level_is == "level"
                and indicator.kind in ("stock", "ratio")
                and not self._of_amount(indicator)
            ):
                measure, unit = "change_abs", "PERCENTAGE_POINT"
        elif fig.unit == "times":
            value, unit = value * 100, "PERCENT"
            low, high = (low * 100 if low is not None else None), (high * 100 if high is not None else None)
            if decide._PLAN_AFTER.match(self.folded, fig.after):
                measure = "plan_ratio"
        elif indicator is not None and fig.unit != "rank":
            unit = unit_of(indicator, fig.unit) or unit
            if unit == "tonne" and fig.unit in ("quintal", "kg"):
                value *= 0.1 if fig.unit == "quintal" else 0.001
        if sign < 0 and value > 0 and measure in ("change", "change_abs", "contribution", "plan_excess"):
            value = -value
            low, high = (-high if high is not None else None, -low if low is not None else None)
        return Reading(fig, subject, measure, value, unit, low, high)

    def _adds(self, lead: Lead) -> bool:
        """``có thêm 8.967 doanh nghiệp thành lập mới``: what a period brought is its level, not a difference."""
        return lead.cue is not None and "thêm" in lead.cue.phrase.roles

    def _is_share(self, one: Indicator | None) -> bool:
        last = self.state.last
        return one is not None and one.level_is == "share" and last is not None and last.measure == "share"

    def _reaches_plan(self, one: Indicator | None) -> bool:
        """``sản lượng ước 56.300 tấn, đạt 54%``: of what was planned."""
        last = self.state.last
        if one is None or last is None or last.measure != "level" or last.figure.counted or one.is_rate:
            return False
        return one.kind == "flow" and last.unit in one.units and last.unit != "PERCENT"

    @staticmethod
    def _is_fall(subject: Subject, one: Indicator | None) -> bool:
        """``tỷ lệ giảm nghèo đạt 5%``, ``mức giảm tỷ lệ hộ nghèo: 1,2%``: how far the rate fell."""
        fell = subject.text.lower().startswith(("tỷ lệ giảm", "tỉ lệ giảm", "mức giảm", "tốc độ giảm"))
        return fell and one is not None and one.is_rate

    @staticmethod
    def _says_level(lead: Lead) -> bool:
        """``tỷ lệ hộ nghèo còn 8,2% năm 2021``: the year is that of the rate."""
        return lead.cue is not None and "level" in lead.cue.phrase.roles

    def _moves_rate(self, one: Indicator | None, lead: Lead) -> int:
        """``phấn đấu giảm tỷ lệ hộ nghèo trên 4%``: how far the rate is to move, not where it is to be."""
        if one is None or not one.is_rate:
            return 0
        found = _MOVED.search(self.folded, lead.clause, lead.end)
        return 0 if found is None else -1 if found[1] == "giảm" else 1

    def _is_unnamed_rate(self, lead: Lead, previous: str | None) -> bool:
        """``tỷ lệ huy động trẻ ra lớp đạt 99,7%``: a rate without a name, and what is listed with it."""
        if previous == "level" and lead.separator in (",", ";") and self.state.last is not None:
            return self.state.last.subject.code is None
        return self._says_rate(lead.clause, lead.end)

    def _says_rate(self, start: int, end: int) -> bool:
        return self.rates.between(start, end) and _RATE_WORD.search(self.folded, start, end) is not None

    def _of_amount(self, one: Indicator) -> bool:
        """``nợ xấu tăng 208 tỷ đồng (+136%)``: growth of the amount that stands for the rate."""
        last = self.state.last
        return last is not None and last.subject.code == one.code and last.unit in one.units[1:]

    def _rate_of(self, fig: Figure, subject: Subject, one: Indicator, lead: Lead) -> str:
        """``9.604 hộ nghèo, chiếm 3,14%``: a share that the catalogue knows as a rate is that rate's level."""
        name = match_fold(subject.text)
        if name and self.folded.startswith((f" {name}", f" tổng {name}", f" tổng số {name}", f" số {name}"), fig.after):
            return "share"  # nợ xấu của nhóm này chiếm 50% tổng nợ xấu
        if _IN_WHOLE.search(self.folded, lead.clause, lead.end):
            subject.code = next(
                (other.code for other in self.catalogue.indicators.values() if other.switch_rate == one.code), one.code
            )
            return "share"
        if one.is_rate and one.level_is == "level" and subject.how in ("tail", "lead", "weak lead"):
            return "level"
        if subject.how == "carried" and one.is_rate and len(one.units) > 1:
            return "level"
        if one.switch_rate and subject.how == "carried":
            rate = self.catalogue.indicators[one.switch_rate]
            if rate.level_is == "level":
                subject.code = rate.code
                return "level"
        return "share"
