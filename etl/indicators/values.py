"""The value and unit of a figure, and what its subject makes of its measure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.indicators import decide
from etl.indicators.catalogue import Catalogue, Indicator
from etl.indicators.clauses import Lead
from etl.indicators.lexer import Figure
from etl.indicators.measures import says_rate
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import unit_of
from etl.occurrences import Occurrences
from etl.text import match_fold

# The part of a count, not the rate of a population.
_IN_WHOLE = re.compile(r"trong (?:tổng )?số ")
_REACHED = frozenset({"đạt", "mới đạt", "chỉ đạt", "ước đạt", "thực hiện đạt", "thực hiện"})
_MOVED = re.compile(r"(?<![^\W_])(giảm|tăng) (?:được )?(?:thêm )?tỷ lệ (?!.*(?:còn|xuống|lên|đạt|là))[^,;()]*\Z")
_RISE_OR_FALL = re.compile(r"(?<![^\W_])(tăng|giảm)(?![^\W_])")


@dataclass(slots=True)
class Valuer:
    """Values of the figures of one article."""

    folded: str
    catalogue: Catalogue
    state: State
    rates: Occurrences
    """Where the article names a rate."""

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

    def _falls(self, fig: Figure) -> bool:
        """``3 nhóm giảm giá là bưu chính 1%; giáo dục 0,2%``: the verb of the list is said once, at its head."""
        begin = max(fig.start - 300, self.folded.rfind("\n", 0, fig.start), self.folded.rfind(". ", 0, fig.start))
        verbs = _RISE_OR_FALL.findall(self.folded, begin + 1, fig.start)
        return bool(verbs) and verbs[-1] == "giảm"

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
        return says_rate(self.rates, self.folded, lead.clause, lead.end)

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
