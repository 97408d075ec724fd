"""A figure's period: named beside it, governing, remembered for its indicator, or of the publication."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from etl.indicators.brackets import Brackets
from etl.indicators.catalogue import Catalogue, Indicator
from etl.indicators.clauses import Lead
from etl.indicators.governing import GRAINS, Governing
from etl.indicators.mentions import Mentions
from etl.indicators.sown import Sown
from etl.indicators.spans import over_a_year, whole_year, whole_years, year_back
from etl.indicators.state import Period, Reading, Span, State
from etl.indicators.terms import Terms
from etl.model import Slot
from etl.periods import PeriodMention

# Votes and turnouts are of a day, the day of the meeting or the election.
EVENTS = frozenset(
    {"vote_approval_rate", "votes_in_favour", "confidence_votes", "voter_turnout_rate", "resolutions_passed"}
)
# A crop season named once holds for these until another period is named.
_SEASONAL = frozenset({"paddy_planted_area", "paddy_yield", "paddy_production", "grain_production"})
YEARLY_STOCKS = frozenset({"PERCENT", "per_10k", "hectare", "criteria_per_commune"})
INHERITED = frozenset({"list", "part", "weak lead"})
# Cases, accidents and crimes are also counted by the day.
_DAILY = frozenset({"security", "health", "politics"})
# Losses, crimes and cases go on being counted until an article appears.
_COUNTED_ON = frozenset({"security", "health"})
_FOUNDED = re.compile(
    r"thành lập(?: mới|(?: được)? \d)|mới thành lập|đăng ký mới|được thành lập|có thêm|phát triển mới"
)
_COMPARED = re.compile(r"(?:cao|thấp|nhiều|ít|nhanh|chậm|lớn|kém|tốt) hơn [^,;.()]*\Z")
_PLAN_VALUE = re.compile(
    r"(?<![^\W_])so (?:với )?(?:chỉ tiêu|kế hoạch|mục tiêu)(?: (?:là|giao|đề ra|được giao|đặt ra|năm|hơn|trên|đạt))* \Z"
)
# 25.700 doanh nghiệp được thành lập mới trên địa bàn tỉnh tính đến ngày 26-12-2013.
# 60.000 đồng/kg, giảm từ 62.000 đồng: the level before, of a time that nothing says.
_BEFORE = re.compile(r"(?:tăng|giảm) (?:từ|so với) (?:[^\W\d_]+ )*\Z")
_COUNTED_TO = re.compile(r"[^,.;:()\n\d]{0,100}(?:\.hcm)?,? (?=tính (?:đến|tới) )")
_YEAR_BRACKET = re.compile(r"(?:/[^\W\d_]+)? ?\((?:năm )?((?:19|20)\d\d)\)")
_IS = re.compile(r"[^,.;:()\d]{0,40}(?<![^\W_])là [^\W\d_]{0,5} ?")


def _family(code: str) -> str:
    """Indicators that one date serves: disbursement and its rate."""
    return code.removesuffix("_rate")


_BEHIND = GRAINS - {"season"} | {"asof"}
"""Kinds of periods that are of the figure before them."""


@dataclass(slots=True)
class Dating:
    """The periods of the figures of one article."""

    folded: str
    published: date | None
    catalogue: Catalogue
    state: State
    mentions: Mentions
    governing: Governing
    brackets: Brackets
    topic: Period | None
    terms: Terms
    areas: Sown
    plan_at: int = -1
    """Where the last figure stands that is a plan by its own words."""
    sown: bool = False
    """Whether the figure being dated is an area of a period, not one that stands at its end."""

    def fill(self, reading: Reading, lead: Lead) -> None:
        """Fill the period of a reading."""
        state = self.state
        last = state.last
        for mention in self.mentions.between(lead.start, reading.figure.start):
            if reading.measure == "level" and self._is_plan_itself(mention, reading):
                self.plan_at = reading.figure.start
                state.period = Period(mention.period, origin="sentence")
                continue
            times = last is not None and last.figure.unit == "times" and bool(state.current)
            if not times or mention.start - lead.start >= len(" của"):  # gấp 3,1 lần năm 2022
                self.governing.take(mention)
        self._take_years(lead, reading)
        self._year_in_bracket(reading)
        if reading.figure.unit != "times":
            for mention in self.mentions.between(reading.figure.end, reading.figure.stop):
                if mention.kind in _BEHIND:
                    self.governing.take(mention, tail=True)
            if not state.mentioned and (day := _COUNTED_TO.match(self.folded, reading.figure.after)):
                for mention in self.mentions.between(day.end(), day.end() + len("tính đến ") + 1):
                    if mention.kind != "asof" or mention.period[1] is None:
                        continue
                    self.governing.take(mention, tail=True)
        if (named := self._of_named(lead)) is not None:
            reading.period, reading.origins["period"] = named.period, "clause"
            return
        if (years := self._mean_of_years(reading, lead)) is not None:
            reading.period, reading.origins["period"] = years, "paragraph"
            return
        if lead.compared and not state.mentioned and _BEFORE.search(self.folded, lead.start, reading.figure.start):
            reading.period, reading.origins["period"] = (None, None), "default"
            return
        self.sown = self.areas.of_period(reading, lead)
        governing = self.topic if self._is_undated(reading) else self._aimed_at(reading)
        current = self._remembered(reading) or self._by_now(governing, reading) or state.season
        if current is not None and current.moment and state.carried is not None and self._flows(reading):
            current = state.carried
        if current is not None and state.carried is not None and self._is_mere_day(reading, current):
            current = state.carried
        if current is None or (self._is_now(current) and self._is_of_day(reading)):
            reading.period, reading.origins["period"] = self._undated(reading)
            return
        plan = self.brackets.is_plan(lead) or self._is_plan_value(reading)
        if plan and current.span[1] is not None and not over_a_year(current.span):
            year = current.span[1].year
            current = Period((date(year, 1, 1), date(year, 12, 31)), origin="clause")
        if self.brackets.is_prior(lead):
            current = Period(year_back(current.span), current.asof, origin="clause")
            reading.flags.append("base_period_value")
        reading.origins["period"] = current.origin
        reading.period = self._span(reading, current)
        if current.asof and not current.now and reading.subject.code:
            state.asof[_family(reading.subject.code)] = current

    def _is_plan_value(self, reading: Reading) -> bool:
        """``đạt 130% so với chỉ tiêu 20.000 người``: a plan is of its year."""
        fig = reading.figure
        if reading.measure != "level" or not self.state.current or not self._flows(reading):
            return False
        if _PLAN_VALUE.search(self.folded, max(0, fig.start - 40), fig.start) is None:
            return False
        self.plan_at = fig.start
        return True

    def _of_named(self, lead: Lead) -> PeriodMention | None:
        """``cao hơn mức tăng 4,84% của quý I/2024``: the figure is of that period, the article goes on with its own."""
        behind = lead.figure_after + len(" của ")
        if lead.opened and (compared := self._compared_with(lead)) is not None:
            return compared
        if lead.cue is None or not lead.cue.phrase.form.startswith("mức"):
            return None
        if not self.folded.startswith(" của ", lead.figure_after):
            return None
        return next((mention for mention in self.mentions.between(behind, behind + 1) if mention.explicit_year), None)

    def _mean_of_years(self, reading: Reading, lead: Lead) -> Span | None:
        """``tăng bình quân hàng năm 15,6%``: of the term or the years named before, unless other years are beside."""
        known = self.state.period or self.state.carried
        if known is not None and over_a_year(known.span):
            return None
        span = self.terms.mean_of(lead.start, reading.figure.start)
        if span is None or any(one.explicit_year for one in self.mentions.between(lead.start, reading.figure.start)):
            return None
        return span

    def _compared_with(self, lead: Lead) -> PeriodMention | None:
        """``cao hơn mức tăng của quý II (2,09%)``: the bracket holds the figure of the period compared with."""
        opening = self.brackets.bare_opening(lead)
        for mention in self.mentions.between(opening - 24, opening) if opening >= 0 else ():
            beside = mention.end >= opening - 1 and mention.kind in GRAINS
            if beside and _COMPARED.search(self.folded, max(0, mention.start - 50), mention.start):
                return mention
        return None

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
        if mention.kind != "year" or not self.governing.is_of_plan(mention):
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

    def _is_mere_day(self, reading: Reading, current: Period) -> bool:
        """Whether a day is named beside an index, which is of a month: giá xăng giảm từ ngày 21/12."""
        one = self.catalogue.indicators.get(reading.subject.code or "")
        known = self.state.carried
        return (
            one is not None
            and one.kind == "index"
            and current.span[0] is not None
            and current.span[0] == current.span[1]
            and known is not None
            and not known.event
        )

    def _flows(self, reading: Reading) -> bool:
        """Whether a figure of a period, not of a point in time: ``tại thời điểm 1/4`` counts herds, no output."""
        one = self.catalogue.indicators.get(reading.subject.code or "")
        return one is not None and one.kind == "flow"

    def _take_years(self, lead: Lead, reading: Reading) -> None:
        """``Trong 5 năm qua, …`` opens what follows; ``vốn đầu tư 5 năm đạt`` is of that figure and its changes."""
        years = self.terms.behind(reading.figure.after) or self.terms.between(lead.start, reading.figure.start)
        if years is None:
            return
        self.state.period, self.state.mentioned = years, True
        if lead.separator == "." and self.state.status != "F" and years.origin == "sentence":
            self.state.carried = replace(years, origin="paragraph")

    def _year_in_bracket(self, reading: Reading) -> None:
        """``từ 5,1 triệu đồng (2010) lên 23,4 triệu đồng (2020)``: the year behind a figure is that figure's."""
        if not self.folded.startswith(("/", "(", " ("), reading.figure.after):
            return
        found = _YEAR_BRACKET.match(self.folded, reading.figure.after)
        if found is not None:
            year = int(found[1])
            self.state.period = Period((date(year, 1, 1), date(year, 12, 31)), origin="clause")
            self.state.mentioned = True

    def _by_now(self, current: Period | None, reading: Reading) -> Period | None:
        """A year that is not over when the article appears holds results up to the last date that was counted to."""
        state = self.state
        known = state.counted_to
        if current is None or known is None or state.mentioned or state.status in ("F", "E"):
            return current
        end, counted = current.span[1], known.span[1]
        ahead = end is not None and self.published is not None and end > self.published
        if not ahead or counted is None or self.published is None:
            return current
        # Several years hold what they brought about; of what exists only the last count says how much.
        if not (whole_years(current.span) if not self._flows(reading) else whole_year(current.span)):
            return current
        # A report of December is about the year.
        return known if counted <= self.published and self.published.month < 12 else current

    def _undated(self, reading: Reading) -> tuple[Span, Slot]:
        """Without any period in reach a stock is as of the publication, and so are the losses, cases and crimes that an
        article counts; another flow has none.
        """
        if self._is_of_day(reading):
            day = self.state.event_day or self.published
            return (day, day), "published"
        one = self.catalogue.indicators.get(reading.subject.code or "")
        if one is not None and one.kind == "stock" and not is_increment(reading, one):
            return (None, self.published), "published"
        if one is not None and one.code in EVENTS:
            return (self.published, self.published), "published"
        if one is not None and one.domain in _COUNTED_ON:
            return (None, self.published), "published"
        return (None, None), "default"

    def _is_now(self, current: Period) -> bool:
        return current.now or (current.asof and current.span[1] == self.published)

    def _is_of_day(self, reading: Reading) -> bool:
        """Whether a figure is told the day it is of: a price of today (hiện giá hồ tiêu 150.000 đồng/kg)."""
        one = self.catalogue.indicators.get(reading.subject.code or "")
        return one is not None and one.kind == "price"

    def _remembered(self, reading: Reading) -> Period | None:
        """A period that outlives its sentence for some indicators: seasons, months of price indices, dates as of."""
        state, code = self.state, reading.subject.code
        if state.mentioned or code is None:
            return None
        for other in reversed(state.listed_from):
            if other.subject.code == code and other.measure == reading.measure:
                return Period(other.period, origin="sentence")
        if code in state.monthly and reading.subject.how in INHERITED:
            return Period(state.monthly[code].period, origin="paragraph")
        one = self.catalogue.indicators[code]
        sown = one.domain == "agriculture" and one.units[0] == "hectare" and one.kind == "flow"
        sown = sown or (self.sown and self.areas.follows_season())
        if state.season is not None and (code in _SEASONAL or sown):
            return state.season
        return state.asof.get(_family(code))

    def _is_founded(self, reading: Reading) -> bool:
        """``Từ đầu năm đến nay có 11 HTX được thành lập mới``: what was founded in a period is no stock."""
        if reading.subject.code != "cooperatives" or reading.measure != "level":
            return False
        begin = self.state.current[0].lead if self.state.current else reading.lead
        return _FOUNDED.search(self.folded, begin, reading.figure.stop) is not None

    def _span(self, reading: Reading, current: Period) -> Span:
        start, end = current.span
        one = self.catalogue.indicators.get(reading.subject.code or "")
        if end is None or one is None:
            return (start, end)
        if one.code in EVENTS:
            day = end if current.origin == "sentence" else self.state.event_day or self.published
            return (day, day)
        if one.kind == "stock" and not is_increment(reading, one) and not self.sown and not self._is_founded(reading):
            keeps_year = current.school or (
                whole_years(current.span)
                and (one.units[0] in YEARLY_STOCKS or one.status == "F" or self.state.status == "F")
            )
            return (start, end) if keeps_year else (None, end)
        if current.asof and start is None and not current.campaign and not one.code.startswith("disaster_"):
            last_year = end.month == 1 and one.domain in ("investment", "budget") and not _just_begun(reading)
            last = self.state.last
            same = last is not None and _family(last.subject.code or "") == _family(one.code) and last.period[1] == end
            if end.month == 1 and last is not None and same and self.state.current:
                if _just_begun(reading):
                    last.period = (date(end.year, 1, 1), end)
                return (last.period[0], end)
            year = end.year - 1 if last_year else end.year
            return (date(year, 1, 1), end)
        return (start, end)


def _just_begun(reading: Reading) -> bool:
    """A few percent of the plan by the end of January are of the new year; else last year's plan runs out."""
    return reading.measure == "plan_ratio" and reading.value < 30


def is_increment(reading: Reading, one: Indicator) -> bool:
    """``có thêm 10 xã``: what the period added to a stock."""
    return reading.measure == "change_abs" and one.units[0] in ("commune", "district_unit", "product", "school")
