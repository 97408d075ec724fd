"""What a change or ratio is against: the base beside it, that of its sentence or list, or the usual one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.comparisons import BaseMention
from etl.indicators.brackets import Brackets
from etl.indicators.catalogue import Catalogue, Indicator
from etl.indicators.clauses import Lead
from etl.indicators.dating import INHERITED, is_increment
from etl.indicators.lexer import Figure
from etl.indicators.mentions import Mentions
from etl.indicators.spans import over_a_year, single_month, whole_year
from etl.indicators.state import Reading, State
from etl.model import Slot

_PLAN_NAMED = re.compile(r"so (?:với )?(?:kế hoạch|dự toán|quy hoạch|mục tiêu|chỉ tiêu|nghị quyết|kịch bản)")
_TERM_BEHIND = re.compile(r" ?(?:so với )?(?:nhiệm kỳ|giai đoạn)")
_MEAN_BEHIND = re.compile(
    r" ?(?:so với )?(?:mức )?(?:trung bình|bình quân|chung) (?:chung )?(?:của )?(?:cả nước|vùng|khu vực|tỉnh)"
)
_MEAN = re.compile(r"(?<![^\W_])(?:bình quân|tính chung) (?!mỗi )")
_CHANGES = re.compile(r",? (?:tăng|giảm) \d")
_YEAR_BEHIND = re.compile(r" ?năm (?:ngoái|trước|(?:19|20)\d\d)")


@dataclass(slots=True)
class Bases:
    """The bases of the changes of one article."""

    folded: str
    catalogue: Catalogue
    state: State
    mentions: Mentions
    brackets: Brackets
    left: BaseMention | None = None
    """A base behind the last figure that is the next one's."""

    def named(self, lead: Lead, fig: Figure, next_start: int) -> BaseMention | None:
        """The base named before the figure since the last one, or in its own words behind it."""
        left, self.left = self.left, None
        before = [
            base
            for base in self.mentions.bases_between(lead.start, fig.start)
            if base.form != "place" or not self.folded.endswith("nhất ", 0, base.start)  # tăng cao nhất so với cả nước
        ]
        for base in self.mentions.bases_between(fig.after, min(next_start, max(fig.stop, fig.after + 4))):
            # so với tháng trước tăng 15,4%, so với cùng kỳ tăng 38,4%: the second is the next figure's.
            if base.form == "place" and self.folded.endswith("nhất ", 0, base.start):
                continue
            gap = self.folded[fig.after : base.start].strip()
            pairs = before and (gap == "," or (gap == "" and _CHANGES.match(self.folded, base.end)))
            if gap != ";" and not pairs:
                return base
            self.left = base if pairs and not gap else None
            break
        return before[-1] if before else left

    def fill(self, reading: Reading, mention: BaseMention | None, lead: Lead) -> None:
        """Fill the base of a change or ratio."""
        if reading.measure in ("plan_ratio", "plan_excess"):
            reading.base = "plan"
            return
        if reading.measure not in ("change", "change_abs", "ratio"):
            return
        if self.brackets.is_plan(lead):
            one = self.catalogue.indicators.get(reading.subject.code or "")
            named = mention.base_for(*reading.period) if mention is not None else "plan"
            reading.base, reading.origins["base"] = self._usual_base(reading, one), "default"
            if mention is not None and named not in ("plan", "other"):
                reading.base, reading.origins["base"] = named, "clause"  # (kế hoạch tăng 14% so với cuối năm trước)
            return
        reading.base, reading.origins["base"] = self._base(reading, mention, lead)

    def _base(self, reading: Reading, mention: BaseMention | None, lead: Lead) -> tuple[str, Slot]:
        state, code = self.state, reading.subject.code or ""
        if mention is not None and not self.brackets.is_prior(lead):
            state.base = mention.base_for(*reading.period)
            if state.base == "other" and self.folded.startswith(" năm học trước", mention.end):
                state.base = "previous_year"
            if state.base == "other" and _PLAN_NAMED.match(self.folded, mention.start):
                state.base = "plan"
            return state.base, "clause"
        if (listed := self._listed_base(reading)) is not None and state.base is None:
            return listed, "paragraph"
        first = state.monthly.get(code)
        if (
            first is not None
            and first.base
            and reading.subject.how in INHERITED
            and not state.base
            and not state.mentioned
        ):
            return first.base, "paragraph"
        if lead.cue is not None and "short" in lead.cue.phrase.roles and self._fell_short(lead):
            return "plan", "sentence"
        if reading.measure == "ratio" and _YEAR_BEHIND.match(self.folded, reading.figure.after):
            return "previous_year", "clause"
        if reading.measure == "ratio" and _MEAN_BEHIND.match(self.folded, reading.figure.after):
            return "other", "clause"
        if self._is_second_change(reading, lead):
            return "same_period_last_year", "sentence"
        if reading.measure == "ratio" and _TERM_BEHIND.match(self.folded, reading.figure.after):
            return "other", "clause"
        if state.base == "same_period_last_year" and lead.separator == ";" and whole_year(reading.period):
            state.base = None  # quý IV tăng 7,2% so với cùng kỳ; cả năm tăng 6,9%
        one = self.catalogue.indicators.get(code)
        if one is not None and one.monthly and _MEAN.search(self.folded, lead.start, lead.end):
            state.base = None  # tăng 1,2% so với tháng 12 năm trước; bình quân 5 tháng tăng 3,1%
        if state.base == "previous_month" and reading.period[0] and not single_month(reading.period):
            state.base = None  # tháng 7 tăng 2% so với tháng trước; lũy kế 7 tháng tăng 13%
        if state.base is not None and state.base != "plan" and not self.brackets.is_prior(lead):
            return state.base, "sentence"
        if one is not None and one.kind == "stock":
            for other in reversed(state.paragraph()[-6:]):
                near = self.catalogue.indicators.get(other.subject.code or "")
                if other.base and other.measure == reading.measure and near is not None and near.domain == one.domain:
                    return other.base, "paragraph"
        return self._usual_base(reading, one), "default"

    def _is_second_change(self, reading: Reading, lead: Lead) -> bool:
        """``tăng 6,8% so với tháng trước và tăng 5,4%``: nothing changes twice against the same time.

        Where an earlier pair of changes said against what, ``giảm 1,6% và tăng 12,2%`` goes on in its order.
        """
        last = self.state.current[-1] if self.state.current else None
        if last is None or reading.measure != "change" or last.measure != "change" or lead.separator not in (",", ""):
            return False
        if last.subject.code is None or last.subject.code != reading.subject.code or last.period != reading.period:
            return False
        if last.subject.breakdown != reading.subject.breakdown or reading.subject.how != "carried":
            return False
        if lead.cue is None or not self.folded.endswith((" và ", ", "), lead.start, lead.cue.start):
            return False  # cả nước tăng 0,5% so với tháng trước, riêng Đà Nẵng tăng 0,6%
        if last.base == "previous_month" and last.origins.get("base") == "clause":
            return True
        if not self.folded.startswith(" và ", last.figure.after) or last.origins.get("base") == "clause":
            return False
        pairs = self.state.paragraph()[:-1]
        said = [one.base for one in pairs if one.measure == "change" and one.origins.get("base") == "clause"]
        if said[-2:] != ["previous_month", "same_period_last_year"]:
            return False
        last.base, last.origins["base"] = "previous_month", "paragraph"
        return True

    def _listed_base(self, reading: Reading) -> str | None:
        """``tăng 0,6% so với tháng trước. Trong đó, nội địa tăng 0,5%``: parts have the base of the whole."""
        one = self.catalogue.indicators.get(reading.subject.code or "")
        if one is not None and one.monthly and not self._is_beside(self.state.listed_from):
            return None  # price indices have a base for each paragraph
        for other in reversed(self.state.listed_from):
            whole = self.catalogue.indicators.get(other.subject.code or "")
            same = whole is one or (whole is not None and one is not None and whole.domain == one.domain)
            if same and other.measure in ("change", "change_abs"):
                return None if other.base in (None, "plan") or reading.measure == "ratio" else other.base
        return None

    def _is_beside(self, readings: list[Reading]) -> bool:
        """Whether readings are of this paragraph."""
        paragraph = self.state.readings[self.state.paragraph_first :]
        return bool(readings) and any(readings[-1] is one for one in paragraph)

    def _fell_short(self, lead: Lead) -> bool:
        """``chỉ đạt 88,9%, hụt 641 tỷ đồng``: without a base of its own a shortfall is against the plan."""
        sentence = self.state.sentence()
        return bool(sentence) and sentence[-1].base == "plan" and lead.separator == ","

    def _usual_base(self, reading: Reading, one: Indicator | None) -> str:
        """Where no base is stated: the year before for years, the same period for shorter spans."""
        if one is not None and one.monthly and single_month(reading.period) and reading.measure == "change":
            return "previous_month"
        if one is not None and is_increment(reading, one) and reading.figure.counted:
            return "end_of_previous_year"
        start, end = reading.period
        if (
            one is not None
            and one.domain == "agriculture"
            and self.state.season
            and self.state.season.span == (start, end)
        ):
            return "same_period_last_year"
        known = self.state.period
        if start is None and known is not None and not known.asof and whole_year(known.span) and known.span[1] == end:
            return "previous_year"  # năm 2017, đàn lợn giảm 6,6%
        if one is not None and one.kind == "price" and start is not None and start == end:
            return "other"  # sáng 7/1, hồ tiêu tăng 1.000 đồng/kg
        years = whole_year(reading.period) or over_a_year(reading.period)
        return "previous_year" if years else "same_period_last_year"
