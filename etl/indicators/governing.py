"""Which of the periods that an article names govern the figures behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.indicators.mentions import Mentions
from etl.indicators.spans import is_ahead
from etl.indicators.state import Period, Span, State
from etl.periods import PeriodMention, scan_periods
from etl.text import match_fold

GRAINS = frozenset({"month", "quarter", "half", "months", "year", "range", "season"})
_UNDATED = frozenset({"time", "lunar", "vague"})
# Words before a period that make it part of a name, a base or an event, not the time of the figures.
_NOT_GOVERNING = re.compile(
    r"(?:so|so với|với|bằng|hơn|(?<!nếu )như|giá so sánh|giá cố định|lũ|bão|nghị quyết|từ đầu|chuẩn|chuẩn nghèo|"
    r"kỷ niệm|(?:mức|kế hoạch|dự toán|mục tiêu|chỉ tiêu|nghị quyết|đại hội)(?:[^,.;]|[,.]\d){0,20} của|đại hội|thứ|"
    r"festival|(?:cao|thấp|lớn|nhanh|nhiều|tốt) nhất(?: (?:trong|của|kể từ|tính từ|từ|so với|ở|vào))?|luật) $"
)
# A term that belongs to a body, a congress or a programme says nothing about the figures' time.
_TERM_OF = re.compile(
    r"(?:khóa|lần thứ|đại hội|đảng bộ|hđnd|hội đồng nhân dân|quốc hội|đề án|chương trình|kế hoạch|quy hoạch|"
    r"nghị quyết|chuẩn nghèo|mtqg|bch|"
    r"ban chấp hành|ủy ban|chiến lược|thời kỳ|bầu cử|đầu tư công trung hạn|ủy viên|đại biểu|nhiệm vụ|"
    r"tỉnh ủy)[^.;:\n]*\Z"
)
# What was done is told with the words of tasks too: kết quả thực hiện nhiệm vụ 9 tháng.
_RESULT = re.compile(
    r"(?:kết quả|tình hình|đánh giá|sơ kết|tổng kết|báo cáo)"
    r"(?:(?!(?:,|;| và)(?: một số| các| triển khai| đề ra| bàn| thống nhất| xác định)*"
    r" (?:nhiệm vụ|phương hướng|giải pháp|mục tiêu|kế hoạch|dự kiến)).)*\Z"
)
_PLAN_BEFORE = re.compile(
    r"(?:kế hoạch|quy hoạch|dự toán|mục tiêu|chỉ tiêu|nhiệm vụ|(?<!giải ngân )vốn đầu tư công)"
    r"(?: (?:cả|của|trong|vốn|đầu tư|công|thu|chi|ngân sách|nhà nước|giao|được|đã|đề ra|đặt ra))* $"
)
_CROP_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:vụ|niên vụ|mùa)(?: [^\W\d_]+){0,3}|đông xuân|hè thu|thu đông|chiêm xuân|xuân hè|lúa mùa) $"
)
_TASK = re.compile(
    r"nhiệm vụ|phương hướng|giải pháp|mục tiêu|kế hoạch(?! (?:và|-|&) đầu tư)|bàn |quy hoạch|tầm nhìn|"
    r"triển khai|dự kiến|phấn đấu|cuối năm|sẽ |"
    r"chuẩn bị|tiến tới|đại hội|khởi công|khánh thành|thành lập"
)
# A noun phrase before a period makes it that phrase's own (chỉ số giá tiêu dùng bình quân quý II).
_NAMED_BEFORE = re.compile(r"(?:[^\W\d_]+ ){3}\Z")
# Riêng quý III, … opens a sentence: the rest of the paragraph is about the quarter.
_SET_APART = re.compile(r"(?:^|[.\n] ?)riêng (?:trong )?\Z")
_UP_TO = re.compile(r"(?:đến|hết) tuần(?: thứ)? \Z")
# Counted from the start of something that was not January.
_CAMPAIGN = re.compile(r"từ (?:đầu (?:mùa|đợt|vụ|nhiệm kỳ)|khi|lúc|ngày đầu)[^,.;]{0,24}\Z")


def _last_part(word: str, end: date) -> date | None:
    """The first day of the month or quarter that a period ends with."""
    if word == "tháng":
        return end.replace(day=1)
    return date(end.year, (end.month - 1) // 3 * 3 + 1, 1) if word in ("quý", "quí") else None


@dataclass(slots=True)
class Governing:
    """The periods of one article that govern what follows them."""

    folded: str
    published: date | None
    state: State
    mentions: Mentions
    carried_at: int = -1
    """Where the period that governs was named."""

    def read_title(self, title: str | None) -> None:
        """Let the title's period govern first, but not a year ahead of months that the article reports on."""
        folded = match_fold(title or "")
        for mention in scan_periods(title or "", self.published):
            if _NOT_GOVERNING.search(folded, max(0, mention.start - 30), mention.start):
                continue  # tăng 17,7% so với năm 2017
            last = mention.period[1]
            if last is None or mention.unit == "day" or mention.kind not in GRAINS:
                continue
            topic = self.topic() if is_ahead(last, self.published) else None
            if topic is None or topic.span[1] is None or topic.span[1] >= last:
                self.state.carried = Period(mention.period, origin="title")
            return

    def topic(self) -> Period | None:
        """The first period of several months that the article reports on."""
        for mention in self.mentions.periods:
            last = mention.period[1]
            if (
                mention.kind not in ("months", "half", "quarter", "year")
                or last is None
                or is_ahead(last, self.published)
            ):
                continue
            before = self.folded[max(0, mention.start - 30) : mention.start]
            if before.endswith("("):
                continue  # (năm 2023 là 1.600.000 lượt): of a base
            if self.mentions.in_base(mention.start) or _NOT_GOVERNING.search(before) or self.is_of_plan(mention):
                continue
            recent = (
                self.published is None or (last - timedelta(days=40)).year >= (self.published - timedelta(days=90)).year
            )
            if recent and not self._is_task(mention, max(0, mention.start - 60)):
                return Period(mention.period, origin="paragraph")
        return None

    def take(self, mention: PeriodMention, *, tail: bool = False) -> None:
        """Let a period govern what follows it, if it is one of results and not of a name, base or plan."""
        if self._is_of_other(mention, tail):
            return
        if mention.kind == "context":
            self._take_part(mention)
            return
        state = self.state
        if mention.text.lower().endswith("năm này") and state.carried is not None:
            return  # the year that the text is about
        taken = self._taken(mention)
        state.period, state.mentioned = taken, True
        carried = Period(taken.span, taken.asof, False, "paragraph", taken.school, taken.campaign, taken.moment)
        if taken.asof and not taken.now:
            state.counted_to = carried
        if self._is_season(mention):
            state.season = carried
        elif mention.kind == "day":
            state.event_day = state.event_day or mention.period[1]
            carried.event = True
            if state.carried is None or state.carried.event:
                state.carried = carried
        elif self._replaces(carried, mention):
            self._carry(carried, mention)

    def _is_of_other(self, mention: PeriodMention, tail: bool) -> bool:
        """Whether a period is no time of figures: without an end, or part of a base, a body, a name or a plan."""
        if (mention.period[1] is None and mention.kind != "context") or mention.kind in _UNDATED:
            return True
        if self.mentions.in_base(mention.start):
            return True
        start = mention.start
        if mention.kind in ("term", "decade") and _TERM_OF.search(self.folded, max(0, start - 70), start):
            return True
        if _NOT_GOVERNING.search(self.folded[max(0, start - 30) : start]):
            return True
        return (tail or self.state.status != "F") and self.is_of_plan(mention)

    def _taken(self, mention: PeriodMention) -> Period:
        said = mention.text.lower()
        from_now = said.startswith("từ nay")
        asof = from_now or mention.kind in ("asof", "now")
        taken = Period(self._in_time(mention), asof=asof, now=mention.kind == "now", origin="sentence")
        if mention.kind == "week" and _UP_TO.search(self.folded, max(0, mention.start - 16), mention.start):
            taken.span, taken.asof = (None, taken.span[1]), True  # đến tuần 8/2023
        if from_now:
            taken.span = (None, taken.span[1])
        taken.moment = asof and said.startswith(("thời điểm", "tại thời điểm", "vào thời điểm"))
        taken.school = mention.kind == "school_year"
        before = self.folded[max(0, mention.start - 30) : mention.start]
        taken.campaign = asof and _CAMPAIGN.search(before) is not None
        return taken

    def _is_season(self, mention: PeriodMention) -> bool:
        if mention.kind == "season":
            return True
        if mention.kind not in ("year", "range", "term"):
            return False
        return _CROP_BEFORE.search(self.folded[max(0, mention.start - 30) : mention.start]) is not None

    def _replaces(self, carried: Period, mention: PeriodMention) -> bool:
        """Whether a period takes the place of the one that governs: a mere date does so for a reason only."""
        known = self.state.carried
        if not carried.asof or known is None or known.event or self._outdates(carried):
            return True
        if mention.kind != "now" and self._goes_past(carried, known):
            return True
        return mention.unit == "year" and "hết" in mention.text.lower() and self.state.status == "E"

    def _goes_past(self, named: Period, known: Period) -> bool:
        """Whether a date is later than the period that governs, and has come (6 tháng …; đến 18/9, thu ngân sách …)."""
        (start, end), later = known.span, named.span[1]
        if start is None or end is None or later is None or self.published is None:
            return False
        return end < later <= self.published

    def _take_part(self, mention: PeriodMention) -> None:
        """``trong tháng`` below a report of nine months: the last month of it."""
        current = self.state.period
        if mention.text.lower() == "trong tuần" and self.published is not None:
            self._take_week(self.published)
            return
        if current is None or current.span[1] is None or current.event:
            return
        start = _last_part(mention.text.rsplit(" ", 1)[-1].lower(), current.span[1])
        if start is not None and (current.span[0] is None or start >= current.span[0]):
            self.state.period = replace(current, span=(start, current.span[1]), asof=False, origin="sentence")
            self.state.mentioned = True

    def _take_week(self, published: date) -> None:
        """``Trong tuần xảy ra 3 vụ``: the seven days up to the article, which is of that week as a whole."""
        state = self.state
        state.period = Period((published - timedelta(days=6), published), origin="sentence")
        state.mentioned = True
        if state.carried is None or state.carried.event:
            state.carried = replace(state.period, origin="paragraph")

    def _carry(self, carried: Period, mention: PeriodMention) -> None:
        """The period governs what follows, except behind ``riêng`` and in a target."""
        state = self.state
        if not carried.asof:
            state.season = None
            state.asof.clear()
        apart = state.carried is not None and self.folded.endswith("riêng ", 0, mention.start)
        alone = self.folded.endswith(("riêng ", "trong "), 0, mention.start)
        alone = alone and _SET_APART.search(self.folded, max(0, mention.start - 16), mention.start) is not None
        state.apart = carried if alone else None
        if self._is_local(carried, mention):
            return
        if state.status != "F" and not apart and not state.stack:
            state.carried = carried
            self.carried_at = mention.start

    def _is_local(self, named: Period, mention: PeriodMention) -> bool:
        """``CPI quý II tăng 3%`` in a paragraph that speaks of six months: the quarter is that figure's alone."""
        known = self.state.carried
        if known is None or known.event or self.carried_at <= self.folded.rfind("\n", 0, mention.start):
            return False
        (start, end), (since, until) = known.span, named.span
        if start is None or since is None or end is None or until is None or is_ahead(end, self.published):
            return False
        if not (start <= since and until <= end and (start, end) != (since, until)):
            return False
        return _NAMED_BEFORE.search(self.folded, max(0, mention.start - 60), mention.start) is not None

    def _in_time(self, mention: PeriodMention) -> Span:
        """A target without a year lies ahead: ``hết tháng 6`` of a plan made in April is this June."""
        last = mention.period[1]
        known = self.state.carried
        if mention.text.lower().startswith("đầu năm") and last is not None and known is not None:
            end = known.span[1]  # lũy kế từ đầu năm: as far as the article counts
            return (
                (mention.period[0], end) if end is not None and end.year == last.year and end < last else mention.period
            )
        if mention.text.lower() == "cả năm" and self.state.status != "F" and known is not None and not known.event:
            year = known.span[1].year if known.span[1] is not None else None
            return mention.in_year(year) if year is not None else mention.period  # sản lượng lúa cả năm, of that year
        if self.state.status != "F" or mention.explicit_year or self.published is None or last is None:
            return mention.period
        return mention.in_year(last.year + 1) if last < self.published - timedelta(days=60) else mention.period

    def _outdates(self, named: Period) -> bool:
        """Whether the governing period ended in a year before this date, which has come."""
        known = self.state.carried
        end, later = known.span[1] if known else None, named.span[1]
        if end is None or later is None or (self.published is not None and later > self.published):
            return False
        return end.year < later.year

    def is_of_plan(self, mention: PeriodMention) -> bool:
        """Whether a period is that of a plan (kế hoạch năm 2024), not of its results."""
        found = _PLAN_BEFORE.search(self.folded, max(0, mention.start - 40), mention.start)
        if found is None:
            return False
        if self.folded.endswith("%", 0, found.start()) or self.folded.endswith("% ", 0, found.start()):
            return True  # đạt 35,3% chỉ tiêu năm 2022
        return _RESULT.search(self.folded, max(0, mention.start - 160), mention.start) is None

    def governs_behind(self, mention: PeriodMention, begin: int) -> bool:
        """Whether a period behind the last figure of a sentence, or in one without figures, governs what follows."""
        last, opens = mention.period[1], mention.start - begin < 12
        if mention.kind == "day":
            return True
        if mention.kind == "term":
            return opens and not self.state.current
        if mention.kind not in GRAINS or last is None or self._is_task(mention, begin):
            return False
        known = self.state.carried
        known_start = known.span[0] if known is not None and not known.event else None
        if not opens and known_start is not None and last < known_start:
            return False  # vì Tết năm trước rơi vào tháng 1/2020
        return mention.kind == "season" or not is_ahead(last, self.published)

    def _is_task(self, mention: PeriodMention, begin: int) -> bool:
        """Whether the words before a period speak of what is to be done in it."""
        if not _TASK.search(self.folded, max(begin, mention.start - 60), mention.start):
            return False
        return _RESULT.search(self.folded, max(begin, mention.start - 160), mention.start) is None
