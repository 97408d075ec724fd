"""What a clause inherits: period, base and status, from the clause, the sentence, the paragraph, the title or the day.

Every slot keeps where it was found (``Reading.origins``). Nothing is invented: without a period in reach it stays null.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.comparisons import BaseMention, scan_bases
from etl.indicators.catalogue import Catalogue, Indicator
from etl.indicators.clauses import Lead
from etl.indicators.lexer import Figure
from etl.indicators.state import LOOKBACK, Heading, Period, Reading, Span, State
from etl.model import Slot
from etl.periods import PeriodMention, scan_periods

# Votes and turnouts are of a day, the day of the meeting or the election.
EVENTS = frozenset(
    {"vote_approval_rate", "votes_in_favour", "confidence_votes", "voter_turnout_rate", "resolutions_passed"}
)
# A crop season named once holds for these until another period is named.
_SEASONAL = frozenset({"paddy_planted_area", "paddy_yield", "paddy_production", "grain_production"})
YEARLY_STOCKS = frozenset({"PERCENT", "per_10k", "hectare", "criteria_per_commune"})
_INHERITED = frozenset({"list", "part", "weak lead"})
# Cases, accidents and crimes are also counted by the day.
_DAILY = frozenset({"security", "health", "politics"})
_GRAINS = frozenset({"month", "quarter", "half", "months", "year", "range", "season"})
_UNDATED = frozenset({"time", "lunar", "vague"})

# Words before a period that make it part of a name, a base or an event, not the time of the figures.
_NOT_GOVERNING = re.compile(
    r"(?:so|so với|với|bằng|hơn|như|giá so sánh|giá cố định|lũ|bão|nghị quyết|từ đầu|chuẩn|chuẩn nghèo|kỷ niệm|"
    r"(?:mức|kế hoạch|dự toán|mục tiêu|chỉ tiêu|nghị quyết|đại hội)[^,.;]{0,20} của|đại hội|thứ|festival|luật) $"
)
# A term that belongs to a body, a congress or a programme says nothing about the figures' time.
_TERM_OF = re.compile(
    r"(?:khóa|lần thứ|đại hội|đảng bộ|hđnd|hội đồng nhân dân|quốc hội|đề án|chương trình|kế hoạch|quy hoạch|"
    r"nghị quyết|chuẩn nghèo|mtqg|bch|"
    r"ban chấp hành|ủy ban|chiến lược|thời kỳ|bầu cử|đầu tư công trung hạn|ủy viên|đại biểu|nhiệm vụ|"
    r"tỉnh ủy)[^.;:\n]*\Z"
)
_SINCE = re.compile(r"(?:(?:lũy kế|luỹ kế|tính|cộng dồn|kể|chung|cộng)|(?:^|[\n.;] ?)) ?từ $")
_MONTHS_BEFORE = re.compile(r"(?:những|các|mấy) tháng $")
# What was done is told with the words of tasks too: kết quả thực hiện nhiệm vụ 9 tháng.
_RESULT = re.compile(
    r"(?:kết quả|tình hình|đánh giá|sơ kết|tổng kết|báo cáo)"
    r"(?:(?!(?:,|;| và)(?: một số| các)? (?:nhiệm vụ|phương hướng|giải pháp|mục tiêu|kế hoạch|dự kiến)).)*\Z"
)
_PLAN_BEFORE = re.compile(
    r"(?:kế hoạch|dự toán|mục tiêu|chỉ tiêu|nhiệm vụ)"
    r"(?: (?:cả|của|trong|vốn|đầu tư|công|thu|chi|ngân sách|nhà nước|giao|được))* $"
)
_CROP_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:vụ|niên vụ|mùa)(?: [^\W\d_]+){0,3}|đông xuân|hè thu|thu đông|chiêm xuân|xuân hè|lúa mùa) $"
)
_TASK = re.compile(
    r"nhiệm vụ|phương hướng|giải pháp|mục tiêu|kế hoạch|bàn |quy hoạch|tầm nhìn|triển khai|dự kiến|phấn đấu|"
    r"cuối năm|sẽ |"
    r"chuẩn bị|tiến tới|đại hội|khởi công|khánh thành|thành lập"
)
_PARTS_OPEN = re.compile(r"[\s\"“(+*-]*(?:trong đó|cụ thể|trong số đó|bao gồm|gồm)")
_CONTRAST_OPENS = re.compile(
    r"[\s\"“(+*-]*(?:ngược lại|ở chiều ngược lại|ở chiều giảm|tuy nhiên|trong khi đó|bên cạnh đó)(?![^\W_])"
)
_YEAR_BRACKET = re.compile(r"(?:/[^\W\d_]+)? ?\((?:năm )?((?:19|20)\d\d)\)")
_BULLET = re.compile(r"\s*(?:[-–+*•]|\(?\d{1,2}[).])\s*")
_PRIOR = re.compile(r"\(\s*cùng (?:kỳ|thời điểm|kì)")
_PLAN_BEHIND = re.compile(r" ?(?:so (?:với )?)?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu)")
_OF_PRIOR = re.compile(r" ?(?:của )?(?:cùng kỳ|năm (?:trước|ngoái)|giai đoạn trước)")
_PLAN_BRACKET = re.compile(r"\(\s*(?:kế hoạch|nghị quyết|mục tiêu|chỉ tiêu|kh|dự toán)(?![^\W_])(?! cùng)")
_BARE = re.compile(r"\( ?(?:(?:là|chỉ|khoảng|trên|hơn|gần|từ|đạt|[+-]) ?)*")
_OF_YEAR = re.compile(
    r"(?:hơn|so với|bằng) (?:mức )?(?:tăng )?(?:của )?(?:cùng kỳ )?năm (?:trước|ngoái|(?:19|20)\d\d) $"
)
_PRIOR_CLAUSE = re.compile(
    r"(?:trong khi|còn|mà) (?:con số )?(?:của )?cùng kỳ(?: năm (?:trước|ngoái|(?:19|20)\d\d))?"
    r"(?: (?:chỉ|là|đạt|có|mới|con số))* \Z"
)
_PLAN_GIVEN = re.compile(r"(?:so với (?:nghị quyết|kế hoạch|dự toán)|chỉ tiêu|mục tiêu|giao)[^.;,()%]{0,90} \Z")
_PLAN_NAMED = re.compile(r"so (?:với )?(?:kế hoạch|dự toán|quy hoạch|mục tiêu|chỉ tiêu|nghị quyết|kịch bản)")
_IS = re.compile(r"[^,.;:()\d]{0,40}(?<![^\W_])là [^\W\d_]{0,5} ?")
_REACHED = re.compile(
    r"(?<![^\W_])(?:đạt|vượt|hoàn thành|so với|hầu hết|chứng nhận|vốn|thực hiện|số)"
    r"(?: (?:được|các|mức|nhiều|so với|mục tiêu|chỉ tiêu|kế hoạch|kịch bản|nghị quyết|tăng trưởng))* \Z"
)
_PLAN_WORD = re.compile(r"mục tiêu|kế hoạch|chỉ tiêu|dự toán|kịch bản")
# Counted from the start of something that was not January.
_CAMPAIGN = re.compile(r"từ (?:đầu (?:mùa|đợt|vụ|nhiệm kỳ)|khi|lúc|ngày đầu)[^,.;]{0,24}\Z")
_TERM_BEHIND = re.compile(r" ?(?:so với )?(?:nhiệm kỳ|giai đoạn)")
_YEAR_BEHIND = re.compile(r" ?năm (?:ngoái|trước|(?:19|20)\d\d)")


def whole_year(span: Span) -> bool:
    """Whether a span is one calendar year."""
    start, end = span
    return start is not None and end is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def single_month(span: Span) -> bool:
    """Whether a span lies in one month."""
    start, end = span
    return start is not None and end is not None and (start.year, start.month) == (end.year, end.month)


def _over_a_year(span: Span) -> bool:
    return span[0] is not None and span[1] is not None and (span[1] - span[0]).days > 366


def _year_back(span: Span) -> Span:
    def back(day: date | None) -> date | None:
        if day is None:
            return None
        last = calendar.monthrange(day.year - 1, day.month)[1]
        at_end = day.day == calendar.monthrange(day.year, day.month)[1]
        return day.replace(year=day.year - 1, day=last if at_end else min(day.day, last))

    return back(span[0]), back(span[1])


def _first_months(mention: PeriodMention, folded: str, published: date | None) -> PeriodMention:
    """``những tháng đầu năm 2020``: the months that were over when the article appeared."""
    start, end = mention.period
    if mention.kind != "vague" or start is None or end is None or published is None:
        return mention
    if mention.unit in ("year", "edge") and _SINCE.search(folded, max(0, mention.start - 20), mention.start):
        return replace(mention, kind="range", period=(start, published)) if start.year == published.year else mention
    if mention.unit != "year" or not _MONTHS_BEFORE.search(folded, max(0, mention.start - 12), mention.start):
        return mention
    over = published.replace(day=1) - timedelta(days=1)
    last = over if over.year == start.year else date(start.year, 6, 30)
    return replace(mention, kind="months", period=(start, last))


def _last_part(word: str, end: date) -> date | None:
    """The first day of the month or quarter that a period ends with."""
    if word == "tháng":
        return end.replace(day=1)
    return date(end.year, (end.month - 1) // 3 * 3 + 1, 1) if word in ("quý", "quí") else None


def _family(code: str) -> str:
    """Indicators that one date serves: disbursement and its rate."""
    return code.removesuffix("_rate")


@dataclass(slots=True)
class Context:
    """Periods and bases of one article, and the rules by which figures inherit them."""

    folded: str
    published: date | None
    catalogue: Catalogue
    state: State
    periods: list[PeriodMention]
    period_starts: list[int]
    bases: list[BaseMention]
    base_starts: list[int]
    topic: Period | None = None
    plan_at: int = -1
    """Where the last figure stands that is a plan by its own words."""

    @classmethod
    def of(
        cls, text: str, folded: str, title: str | None, published: date | None, catalogue: Catalogue, state: State
    ) -> Context:
        """Scan an article and take the title's period as the first that governs."""
        periods = [_first_months(one, folded, published) for one in scan_periods(text, published, folded=folded)]
        bases = scan_bases(text, published, folded=folded, periods=periods)
        made = cls(
            folded,
            published,
            catalogue,
            state,
            periods,
            [one.start for one in periods],
            bases,
            [one.start for one in bases],
        )
        made._read_title(title)
        made.topic = made._topic()
        return made

    def _read_title(self, title: str | None) -> None:
        for mention in scan_periods(title or "", self.published):
            if mention.period[1] is not None and mention.unit != "day" and mention.kind in _GRAINS:
                self.state.carried = Period(mention.period, origin="title")
                return

    # ---- mentions ----------------------------------------------------------------------------------------------

    def mentions(self, start: int, end: int) -> list[PeriodMention]:
        """The periods named from ``start`` to ``end``."""
        low, high = bisect_left(self.period_starts, start), bisect_left(self.period_starts, end)
        return self.periods[low:high]

    def bases_between(self, start: int, end: int) -> list[BaseMention]:
        """The bases named from ``start`` to ``end``."""
        low, high = bisect_left(self.base_starts, start), bisect_left(self.base_starts, end)
        return self.bases[low:high]

    def in_base(self, position: int) -> bool:
        """Whether a position lies inside a phrase of comparison."""
        index = bisect_left(self.base_starts, position + 1) - 1
        return index >= 0 and position < self.bases[index].end

    def names_period(self, position: int) -> bool:
        """Whether the comparison at ``position`` names a day or period (so với 31/12), not an amount."""
        index = bisect_left(self.base_starts, position + 1) - 1
        return index >= 0 and (self.bases[index].form == "period" or self.bases[index].base == "end_of_previous_year")

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Periods and bases between two figures: no part of a noun phrase."""
        found = [(one.start, one.end) for one in self.mentions(start, end)]
        return found + [(one.start, one.end) for one in self.bases_between(start, end)]

    # ---- sentences ---------------------------------------------------------------------------------------------

    def open_sentence(self, begin: int) -> None:
        """Forget what a full stop ends; a sentence that opens with ``trong đó`` goes on with the last one."""
        state = self.state
        goes_on = _PARTS_OPEN.match(self.folded, begin) is not None
        directly = state.clock - state.previous_clock <= 2  # a caption may stand between
        state.listed_from = state.previous[-LOOKBACK:] if goes_on and directly else []
        kept = state.period if goes_on and directly and state.current and not state.stack else None
        state.current = []
        state.period, state.mentioned, state.base, state.more, state.area = state.carried, False, None, False, None
        if kept is not None and kept.origin == "sentence":
            state.period = replace(kept, origin="paragraph")
        state.stack.clear()
        heading = state.heading if _BULLET.match(self.folded, begin) else None
        if heading is not None and heading.period is not None:
            state.period = heading.period
            if not state.listed_from:
                state.listed_from = heading.readings
        state.pending = None
        if goes_on and state.list_open:
            state.status = state.parent_status
        elif state.list_open and _CONTRAST_OPENS.match(self.folded, begin):
            state.status = "A"
        elif not goes_on:
            state.status = heading.status if heading is not None else "A"
            state.list_open, state.parent = False, None

    def close_sentence(self, rest: int, end: int, begin: int) -> None:
        """Take the periods behind the last figure; remember the sentence for a list of its parts."""
        state = self.state
        for mention in self.mentions(rest, end):
            if self._governs_behind(mention, begin):
                self._take(mention)
        if state.current:
            state.parent_status = state.current[0].status
            state.previous, state.previous_clock = state.current, state.clock

    def _governs_behind(self, mention: PeriodMention, begin: int) -> bool:
        """Whether a period behind the last figure of a sentence, or in one without figures, governs what follows."""
        last, opens = mention.period[1], mention.start - begin < 12
        if mention.kind == "day":
            return True
        if mention.kind == "term":
            return opens and not self.state.current
        if mention.kind not in _GRAINS or last is None or self._is_task(mention, begin):
            return False
        known = self.state.carried
        known_start = known.span[0] if known is not None and not known.event else None
        if not opens and known_start is not None and last < known_start:
            return False  # vì Tết năm trước rơi vào tháng 1/2020
        return mention.kind == "season" or not self._is_ahead(last)

    def _is_task(self, mention: PeriodMention, begin: int) -> bool:
        """Whether the words before a period speak of what is to be done in it."""
        if not _TASK.search(self.folded, max(begin, mention.start - 60), mention.start):
            return False
        return _RESULT.search(self.folded, max(begin, mention.start - 160), mention.start) is None

    def close_paragraph(self, begin: int, end: int, roles: frozenset[str]) -> None:
        """A line that ends with a colon heads the bullets below it: its period and its target govern them."""
        state = self.state
        if _BULLET.match(self.folded, begin, end) and state.heading is not None:
            return
        state.heading = None
        if not self.folded.endswith(":", begin, end):
            return
        status = "F" if roles & {"target", "assign"} else "E" if "estimate" in roles else "A"
        named = [one for one in self.mentions(begin, end) if one.kind in _GRAINS and one.period[1] is not None]
        named = [one for one in named if one.kind != "day" and not self.in_base(one.start)]
        period = Period(named[-1].period, origin="heading") if named else state.carried
        state.heading = Heading(status, period, state.current[-LOOKBACK:])

    def _is_ahead(self, day: date) -> bool:
        return self.published is not None and day > self.published + timedelta(days=40)

    # ---- period ------------------------------------------------------------------------------------------------

    def _take(self, mention: PeriodMention, *, tail: bool = False) -> None:
        state = self.state
        before = self.folded[max(0, mention.start - 30) : mention.start]
        if (
            (mention.period[1] is None and mention.kind != "context")
            or mention.kind in _UNDATED
            or self.in_base(mention.start)
        ):
            return
        if mention.kind in ("term", "decade") and _TERM_OF.search(
            self.folded, max(0, mention.start - 70), mention.start
        ):
            return
        if _NOT_GOVERNING.search(before) or ((tail or state.status != "F") and self._of_plan(mention)):
            return
        if mention.kind == "context":
            self._take_part(mention)
            return
        from_now = mention.text.lower().startswith("từ nay")
        asof = from_now or mention.kind in ("asof", "now")
        taken = Period(self._in_time(mention), asof=asof, now=mention.kind == "now", origin="sentence")
        if from_now:
            taken.span = (None, taken.span[1])
        taken.moment = asof and mention.text.lower().startswith(("thời điểm", "tại thời điểm", "vào thời điểm"))
        taken.school = mention.kind == "school_year"
        taken.campaign = asof and _CAMPAIGN.search(before) is not None
        state.period, state.mentioned = taken, True
        carried = replace(taken, now=False, origin="paragraph")
        year_end = asof and mention.unit == "year" and "hết" in mention.text.lower() and self.state.status == "E"
        if asof and not taken.now:
            state.counted_to = carried
        if mention.kind == "season" or (mention.kind in ("year", "range", "term") and _CROP_BEFORE.search(before)):
            state.season = carried
        elif mention.kind == "day":
            state.event_day = state.event_day or mention.period[1]
            carried.event = True
            if state.carried is None or state.carried.event:
                state.carried = carried
        elif not asof or state.carried is None or state.carried.event or self._outdates(carried) or year_end:
            self._carry(carried, mention)

    def _of_plan(self, mention: PeriodMention) -> bool:
        """Whether a period is that of a plan (kế hoạch năm 2024), not of its results."""
        if not _PLAN_BEFORE.search(self.folded, max(0, mention.start - 40), mention.start):
            return False
        return _RESULT.search(self.folded, max(0, mention.start - 160), mention.start) is None

    def _outdates(self, named: Period) -> bool:
        """Whether the governing period ended in a year before this date, which has come."""
        known = self.state.carried
        end, later = known.span[1] if known else None, named.span[1]
        if end is None or later is None or (self.published is not None and later > self.published):
            return False
        return end.year < later.year

    def _take_part(self, mention: PeriodMention) -> None:
        """``trong tháng`` below a report of nine months: the last month of it."""
        current = self.state.period
        if current is None or current.span[1] is None or current.event:
            return
        start = _last_part(mention.text.rsplit(" ", 1)[-1].lower(), current.span[1])
        if start is not None and (current.span[0] is None or start >= current.span[0]):
            self.state.period = replace(current, span=(start, current.span[1]), asof=False, origin="sentence")
            self.state.mentioned = True

    def _carry(self, carried: Period, mention: PeriodMention) -> None:
        """The period governs what follows, except behind ``riêng`` and in a target."""
        state = self.state
        if not carried.asof:
            state.season = None
            state.asof.clear()
        apart = state.carried is not None and self.folded.endswith("riêng ", 0, mention.start)
        if state.status != "F" and not apart and not state.stack:
            state.carried = carried

    def _is_future(self, mention: PeriodMention) -> bool:
        start = mention.period[0]
        return start is not None and self.published is not None and start > self.published

    def _in_time(self, mention: PeriodMention) -> Span:
        """A target without a year lies ahead: ``hết tháng 6`` of a plan made in April is this June."""
        last = mention.period[1]
        known = self.state.carried
        if mention.text.lower().startswith("đầu năm") and last is not None and known is not None:
            end = known.span[1]  # lũy kế từ đầu năm: as far as the article counts
            return (
                (mention.period[0], end) if end is not None and end.year == last.year and end < last else mention.period
            )
        if self.state.status != "F" or mention.explicit_year or self.published is None or last is None:
            return mention.period
        return mention.in_year(last.year + 1) if last < self.published - timedelta(days=60) else mention.period

    def fill(self, reading: Reading, lead: Lead, base: BaseMention | None) -> None:
        """Fill period, status and base of a reading."""
        self.state.status = self._next_status(reading, lead, lead.roles())
        self.period(reading, lead)
        self.status(reading, lead)
        self.base(reading, base, lead)

    def period(self, reading: Reading, lead: Lead) -> None:
        """Fill the period of a reading."""
        state = self.state
        last = state.last
        for mention in self.mentions(lead.start, reading.figure.start):
            if reading.measure == "level" and self._is_plan_itself(mention, reading):
                self.plan_at = reading.figure.start
                state.period = Period(mention.period, origin="sentence")
                continue
            behind_times = last is not None and last.figure.unit == "times" and mention.start - lead.start < 4
            if not behind_times:  # gấp 3,1 lần năm 2022
                self._take(mention)
        self._year_in_bracket(reading)
        if reading.figure.unit != "times":
            for mention in self.mentions(reading.figure.end, reading.figure.stop):
                if mention.kind in _GRAINS and mention.kind != "season":
                    self._take(mention, tail=True)
        if (named := self._of_named(lead)) is not None:
            reading.period, reading.origins["period"] = named.period, "clause"
            return
        governing = self.topic if self._is_undated(reading) else self._aimed_at(reading)
        current = self._remembered(reading) or self._by_now(governing) or state.season
        if current is not None and current.moment and state.carried is not None and self._flows(reading):
            current = state.carried
        if current is None:
            reading.period, reading.origins["period"] = self._undated(reading)
            return
        if self.is_plan_bracket(lead) and current.span[1] is not None and not _over_a_year(current.span):
            year = current.span[1].year
            current = Period((date(year, 1, 1), date(year, 12, 31)), origin="clause")
        if self.is_prior(lead):
            current = Period(_year_back(current.span), current.asof, origin="clause")
            reading.flags.append("base_period_value")
        reading.origins["period"] = current.origin
        reading.period = self._span(reading, current)
        if current.asof and not current.now and reading.subject.code:
            state.asof[_family(reading.subject.code)] = current

    def _of_named(self, lead: Lead) -> PeriodMention | None:
        """``cao hơn mức tăng 4,84% của quý I/2024``: the figure is of that period, the article goes on with its own."""
        behind = lead.figure_after + len(" của ")
        if lead.cue is None or not lead.cue.phrase.form.startswith("mức"):
            return None
        if not self.folded.startswith(" của ", lead.figure_after):
            return None
        return next((mention for mention in self.mentions(behind, behind + 1) if mention.explicit_year), None)

    def _aimed_at(self, reading: Reading) -> Period | None:
        """A target without a period of its own is one for the year that is not over yet."""
        state, known = self.state, self.state.period
        if state.status != "F" or state.mentioned or known is None or self.published is None:
            return known
        start, end = known.span
        over = start is not None and end is not None and end < date(self.published.year, 12, 1)
        if not over or not self._flows(reading):
            return known
        return replace(known, span=(date(self.published.year, 1, 1), date(self.published.year, 12, 31)))

    def _is_plan_itself(self, mention: PeriodMention, reading: Reading) -> bool:
        """``kế hoạch thu ngân sách năm 2025 của tỉnh là 16.402 tỷ đồng``."""
        if mention.kind != "year" or not self._of_plan(mention):
            return False
        return _IS.fullmatch(self.folded, mention.end, reading.figure.start) is not None

    def _is_undated(self, reading: Reading) -> bool:
        """What was produced, earned or grew is of no day, but of the first period that the article reports on."""
        known = self.state.period
        if self.state.mentioned or (known is not None and not known.event):
            return False
        return self._reported(reading)

    def _reported(self, reading: Reading) -> bool:
        one = self.catalogue.indicators.get(reading.subject.code or "")
        return (
            one is not None and (one.kind in ("flow", "index") or one.level_is != "level") and one.domain not in _DAILY
        )

    def _topic(self) -> Period | None:
        """The first period of several months that the article reports on."""
        for mention in self.periods:
            last = mention.period[1]
            if mention.kind not in ("months", "half", "quarter", "year") or last is None or self._is_ahead(last):
                continue
            before = self.folded[max(0, mention.start - 30) : mention.start]
            if self.in_base(mention.start) or _NOT_GOVERNING.search(before) or self._of_plan(mention):
                continue
            recent = (
                self.published is None or (last - timedelta(days=40)).year >= (self.published - timedelta(days=90)).year
            )
            if recent and not self._is_task(mention, max(0, mention.start - 60)):
                return Period(mention.period, origin="paragraph")
        return None

    def _flows(self, reading: Reading) -> bool:
        """Whether a figure of a period, not of a point in time: ``tại thời điểm 1/4`` counts herds, no output."""
        one = self.catalogue.indicators.get(reading.subject.code or "")
        return one is not None and one.kind == "flow"

    def _year_in_bracket(self, reading: Reading) -> None:
        """``từ 5,1 triệu đồng (2010) lên 23,4 triệu đồng (2020)``: the year behind a figure is that figure's."""
        found = _YEAR_BRACKET.match(self.folded, reading.figure.after)
        if found is not None:
            year = int(found[1])
            self.state.period = Period((date(year, 1, 1), date(year, 12, 31)), origin="clause")
            self.state.mentioned = True

    def _by_now(self, current: Period | None) -> Period | None:
        """A year that is not over when the article appears holds results up to the last date that was counted to."""
        state = self.state
        known = state.counted_to
        if current is None or known is None or state.mentioned or state.status in ("F", "E"):
            return current
        end, counted = current.span[1], known.span[1]
        ahead = end is not None and self.published is not None and end > self.published
        if not ahead or counted is None or self.published is None or not whole_year(current.span):
            return current
        # A report of December is about the year.
        return known if counted <= self.published and self.published.month < 12 else current

    def _undated(self, reading: Reading) -> tuple[Span, Slot]:
        """Without any period in reach a stock is as of the publication; a flow has none."""
        one = self.catalogue.indicators.get(reading.subject.code or "")
        if one is not None and one.kind == "stock" and not self._is_increment(reading, one):
            return (None, self.published), "published"
        if one is not None and one.code in EVENTS:
            return (self.published, self.published), "published"
        return (None, None), "default"

    def _remembered(self, reading: Reading) -> Period | None:
        """A period that outlives its sentence for some indicators: seasons, months of price indices, dates as of."""
        state, code = self.state, reading.subject.code
        if state.mentioned or code is None:
            return None
        for other in reversed(state.listed_from):
            if other.subject.code == code and other.measure == reading.measure:
                return Period(other.period, origin="sentence")
        if code in state.monthly and reading.subject.how in _INHERITED:
            return Period(state.monthly[code].period, origin="paragraph")
        one = self.catalogue.indicators[code]
        sown = one.domain == "agriculture" and one.units[0] == "hectare" and one.kind == "flow"
        if state.season is not None and (code in _SEASONAL or sown):
            return state.season
        return state.asof.get(_family(code))

    def _span(self, reading: Reading, current: Period) -> Span:
        start, end = current.span
        one = self.catalogue.indicators.get(reading.subject.code or "")
        if end is None or one is None:
            return (start, end)
        if one.code in EVENTS:
            day = end if current.origin == "sentence" else self.state.event_day or self.published
            return (day, day)
        if one.kind == "stock" and not self._is_increment(reading, one):
            keeps_year = current.school or (
                whole_year(current.span)
                and (one.units[0] in YEARLY_STOCKS or one.status == "F" or self.state.status == "F")
            )
            return (start, end) if keeps_year else (None, end)
        if current.asof and start is None and not current.campaign:
            last_year = end.month == 1 and one.domain in ("investment", "budget") and not self._just_begun(reading)
            last = self.state.last
            same = last is not None and _family(last.subject.code or "") == _family(one.code) and last.period[1] == end
            if end.month == 1 and last is not None and same and self.state.current:
                if self._just_begun(reading):
                    last.period = (date(end.year, 1, 1), end)
                return (last.period[0], end)
            year = end.year - 1 if last_year else end.year
            return (date(year, 1, 1), end)
        return (start, end)

    @staticmethod
    def _just_begun(reading: Reading) -> bool:
        """A few percent of the plan by the end of January are of the new year; else last year's plan runs out."""
        return reading.measure == "plan_ratio" and reading.value < 30

    @staticmethod
    def _is_increment(reading: Reading, one: Indicator) -> bool:
        """``có thêm 10 xã``: what the period added to a stock."""
        return reading.measure == "change_abs" and one.units[0] in ("commune", "district_unit", "product")

    def _bracket(self, lead: Lead) -> int:
        return self.folded.rfind("(", lead.start, lead.end) if lead.opened else -1

    def is_prior(self, lead: Lead) -> bool:
        """``(cùng kỳ tăng 5,9%)``: the figure is that of the period before."""
        opening = self._bracket(lead)
        if opening >= 0 and (_PRIOR.match(self.folded, opening) or self._repeats_base(opening, lead)):
            return True
        if _PRIOR_CLAUSE.search(self.folded, lead.start, lead.end):
            return True
        named = lead.cue is not None and lead.cue.phrase.form.startswith("mức")
        return named and _OF_PRIOR.match(self.folded, lead.figure_after) is not None

    def _bare_bracket(self, opening: int, lead: Lead) -> bool:
        """Whether nothing but signs and words of degree stand between the bracket and the figure."""
        return _BARE.fullmatch(self.folded, opening, lead.end) is not None

    def _repeats_base(self, opening: int, lead: Lead) -> bool:
        """``tăng 60,7% so với cùng kỳ năm 2023 (37,37 triệu USD)``: the amount of the base itself."""
        if not self._bare_bracket(opening, lead) or _PLAN_BEHIND.match(self.folded, lead.figure_after):
            return False
        named = any(one.form in ("words", "period") for one in self.bases_between(opening - 60, opening))
        behind = named and self.bases_between(opening - 60, opening)[-1].end >= opening - 1
        if not behind and not _OF_YEAR.search(self.folded, max(0, opening - 40), opening):
            return False
        last = self.state.last
        written = self.folded[lead.figure_after - 1 : lead.figure_after] == "%"
        return last is not None and last.measure in ("change", "ratio", "level") if written else True

    def is_plan_bracket(self, lead: Lead) -> bool:
        """``(kế hoạch cả năm 7,0-7,5%)``: the figure is the target."""
        opening = self._bracket(lead)
        if opening < 0:
            return False
        if _PLAN_BRACKET.match(self.folded, opening):
            return True
        return (
            self._bare_bracket(opening, lead)
            and _PLAN_GIVEN.search(self.folded, max(0, opening - 110), opening) is not None
        )

    # ---- status ------------------------------------------------------------------------------------------------

    def status(self, reading: Reading, lead: Lead) -> None:
        """E reaches the changes and listed parts of an estimate, F the rest of a target's sentence."""
        state = self.state
        roles = lead.roles()
        if state.listed_from and not roles & {"target", "estimate"}:
            for other in reversed(state.listed_from):
                if other.subject.code == reading.subject.code:
                    state.status = other.status
                    break
        reading.status = state.status
        start = reading.period[0]
        one = self.catalogue.indicators.get(reading.subject.code or "")
        compared = lead.compared and _PLAN_WORD.search(self.folded, lead.start, reading.figure.start) is not None
        if (
            compared
            or self.plan_at == reading.figure.start
            or self.is_plan_bracket(lead)
            or (start is not None and self.published is not None and start > self.published)
        ):
            reading.status = "F"
        if one is not None and one.status:
            reading.status = one.status
        if reading.unit == "rank" or (self.is_prior(lead) and reading.status in ("E", "F")):
            reading.status = "A"

    def _next_status(self, reading: Reading, lead: Lead, roles: frozenset[str]) -> str:
        state = self.state
        if not roles.isdisjoint(("target", "assign")) and self._aims(lead):
            return "F"
        if state.status == "F":
            return "F"
        if "estimate" in roles:
            return "E"
        if "provisional" in roles:
            self._provisional(reading)
            return "P"
        if state.status == "A" and reading.subject.code in state.provisional:
            return "P"
        if state.status != "E" or (state.list_open and not self._leaves_list(reading, lead)):
            return state.status
        own = reading.subject.how in ("lead", "tail", "pattern", "part") and lead.opener is None
        return "A" if lead.separator in (";", ".") or own else "E"

    def _aims(self, lead: Lead) -> bool:
        """Whether a target governs the figure: none that was reached, none with an estimate behind it."""
        for hit in reversed(lead.hits):
            roles = hit.phrase.roles
            if not roles.isdisjoint(("target", "assign")):
                if not _REACHED.search(self.folded, max(0, hit.start - 40), hit.start):
                    return True
            elif "estimate" in roles and (
                hit.phrase.form != "ước" or self.folded.startswith((" đạt", " tính", " thực"), hit.end)
            ):
                return False
        return False

    def _provisional(self, reading: Reading) -> None:
        """``(sơ bộ)`` holds for what the article goes on to say about the same indicator and its rate or count."""
        one = self.catalogue.indicators.get(reading.subject.code or "")
        if one is not None:
            self.state.provisional.update((one.code, one.switch_rate, *one.switch_unit.values()))

    def _leaves_list(self, reading: Reading, lead: Lead) -> bool:
        """Behind a semicolon a form of another indicator ends the list of an estimate."""
        parent, subject = self.state.parent, reading.subject
        if parent is None or parent.code is None or subject.code is None or lead.opener is not None:
            return False
        known = self.catalogue.indicators
        other = known[subject.code].domain != known[parent.code].domain
        return other and lead.separator == ";" and subject.how == "lead"

    # ---- base --------------------------------------------------------------------------------------------------

    def base_of(self, lead: Lead, fig: Figure, next_start: int) -> BaseMention | None:
        """The base named before the figure since the last one, or in its own words behind it."""
        for base in self.bases_between(fig.after, min(next_start, max(fig.stop, fig.after + 4))):
            return base
        found = None
        for base in self.bases_between(lead.start, fig.start):
            found = base
        return found

    def base(self, reading: Reading, mention: BaseMention | None, lead: Lead) -> None:
        """Fill the base of a change or ratio."""
        if reading.measure in ("plan_ratio", "plan_excess"):
            reading.base = "plan"
            return
        if reading.measure not in ("change", "change_abs", "ratio"):
            return
        if self.is_plan_bracket(lead):
            one = self.catalogue.indicators.get(reading.subject.code or "")
            reading.base, reading.origins["base"] = self._usual_base(reading, one), "default"
            return
        reading.base, reading.origins["base"] = self._base(reading, mention, lead)

    def _base(self, reading: Reading, mention: BaseMention | None, lead: Lead) -> tuple[str, Slot]:
        state, code = self.state, reading.subject.code or ""
        if mention is not None and not self.is_prior(lead):
            state.base = mention.base_for(*reading.period)
            if state.base == "other" and self.folded.startswith(" năm học trước", mention.end):
                state.base = "previous_year"
            if state.base == "other" and _PLAN_NAMED.match(self.folded, mention.start):
                state.base = "plan"
            return state.base, "clause"
        first = state.monthly.get(code)
        if (
            first is not None
            and first.base
            and reading.subject.how in _INHERITED
            and not state.base
            and not state.mentioned
        ):
            return first.base, "paragraph"
        if lead.cue is not None and "short" in lead.cue.phrase.roles and self._fell_short(lead):
            return "plan", "sentence"
        if reading.measure == "ratio" and _YEAR_BEHIND.match(self.folded, reading.figure.after):
            return "previous_year", "clause"
        if reading.measure == "ratio" and _TERM_BEHIND.match(self.folded, reading.figure.after):
            return "other", "clause"
        if (listed := self._listed_base(reading)) is not None and state.base is None:
            return listed, "paragraph"
        if state.base == "same_period_last_year" and lead.separator == ";" and whole_year(reading.period):
            state.base = None  # quý IV tăng 7,2% so với cùng kỳ; cả năm tăng 6,9%
        if state.base is not None and state.base != "plan" and not self.is_prior(lead):
            return state.base, "sentence"
        one = self.catalogue.indicators.get(code)
        if one is not None and one.kind == "stock":
            for other in reversed(state.paragraph()[-6:]):
                near = self.catalogue.indicators.get(other.subject.code or "")
                if other.base and other.measure == reading.measure and near is not None and near.domain == one.domain:
                    return other.base, "paragraph"
        return self._usual_base(reading, one), "default"

    def _listed_base(self, reading: Reading) -> str | None:
        """``tăng 0,6% so với tháng trước. Trong đó, nội địa tăng 0,5%``: parts have the base of the whole."""
        for other in reversed(self.state.listed_from):
            if other.subject.code == reading.subject.code and other.measure in ("change", "change_abs"):
                return None if other.base in (None, "plan") or reading.measure == "ratio" else other.base
        return None

    def _fell_short(self, lead: Lead) -> bool:
        """``chỉ đạt 88,9%, hụt 641 tỷ đồng``: without a base of its own a shortfall is against the plan."""
        sentence = self.state.sentence()
        return bool(sentence) and sentence[-1].base == "plan" and lead.separator == ","

    def _usual_base(self, reading: Reading, one: Indicator | None) -> str:
        """Where no base is stated: the year before for years, the same period for shorter spans."""
        if one is not None and one.monthly and single_month(reading.period) and reading.measure == "change":
            return "previous_month"
        if one is not None and self._is_increment(reading, one) and reading.figure.counted:
            return "end_of_previous_year"
        start, end = reading.period
        if (
            one is not None
            and one.domain == "agriculture"
            and self.state.season
            and self.state.season.span == (start, end)
        ):
            return "same_period_last_year"
        years = start is not None and end is not None and (whole_year((start, end)) or (end - start).days > 366)
        return "previous_year" if years else "same_period_last_year"
