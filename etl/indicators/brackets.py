"""Figures that a bracket or clause gives beside the main one: the value of the base period, and the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.indicators.clauses import Lead
from etl.indicators.mentions import Mentions
from etl.indicators.state import State

_PRIOR = re.compile(r"\(\s*(?:mức (?:tăng |giảm )?(?:của )?)?cùng (?:kỳ|thời điểm|kì)")
_PLAN_BEHIND = re.compile(r" ?(?:so (?:với )?)?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu)")
_OF_PRIOR = re.compile(r" ?(?:của |trong )?(?:cùng kỳ|năm (?:trước|ngoái|cũ)|giai đoạn trước)")
_AGAINST = ("so với ", "so với mức ", "so với mức tăng ", "so với con số ")
_PLAN_BRACKET = re.compile(r"\(\s*(?:kế hoạch|nghị quyết|mục tiêu|chỉ tiêu|kh|dự toán)(?![^\W_])(?! cùng)")
_BARE = re.compile(r"\( ?(?:(?:là|chỉ|khoảng|trên|hơn|gần|từ|đạt|[+-]) ?)*")
_OF_YEAR = re.compile(
    r"(?:hơn|so với|bằng|lần)(?: so với)? (?:mức )?(?:tăng )?(?:của )?(?:cùng kỳ )?năm (?:trước|ngoái|(?:19|20)\d\d) $"
)
_PRIOR_CLAUSE = re.compile(
    r"(?:trong khi|còn|mà) (?:con số )?(?:của )?cùng kỳ(?: năm (?:trước|ngoái|(?:19|20)\d\d))?"
    r"(?: (?:chỉ|là|đạt|có|mới|con số|tăng|giảm|ước))* \Z"
)
_PLAN_GIVEN = re.compile(
    r"(?:so với (?:nghị quyết|kế hoạch|dự toán)|chỉ tiêu|mục tiêu|mức phấn đấu|giao)[^.;,()%]{0,90} \Z"
)


@dataclass(slots=True)
class Brackets:
    """What the brackets of one article say of the figures in them."""

    folded: str
    state: State
    mentions: Mentions

    def is_prior(self, lead: Lead) -> bool:
        """``(cùng kỳ tăng 5,9%)``: the figure is that of the period before."""
        if lead.prior is None:
            lead.prior = self._is_prior(lead)
        return lead.prior

    def _is_prior(self, lead: Lead) -> bool:
        opening = self._opening(lead)
        if opening >= 0 and (_PRIOR.match(self.folded, opening) or self._repeats_base(opening, lead)):
            return True
        said = self.folded.find("cùng kỳ", lead.start, lead.end) >= 0
        if said and _PRIOR_CLAUSE.search(self.folded, lead.start, lead.end):
            return True
        if self.folded.endswith(_AGAINST, lead.start, lead.end) and _OF_PRIOR.match(self.folded, lead.figure_after):
            return True  # tăng 13% so với 4,3% năm cũ
        named = lead.cue is not None and lead.cue.phrase.form.startswith("mức")
        return named and _OF_PRIOR.match(self.folded, lead.figure_after) is not None

    def is_plan(self, lead: Lead) -> bool:
        """``(kế hoạch cả năm 7,0-7,5%)``: the figure is the target."""
        opening = self._opening(lead) if lead.opened else -1
        if opening < 0:
            return False
        if _PLAN_BRACKET.match(self.folded, opening):
            return True
        return (
            self._is_bare(opening, lead) and _PLAN_GIVEN.search(self.folded, max(0, opening - 110), opening) is not None
        )

    def bare_opening(self, lead: Lead) -> int:
        """Where the bracket opens that holds nothing but the figure, -1 without one."""
        opening = self._opening(lead)
        return opening if opening >= 0 and self._is_bare(opening, lead) else -1

    def _opening(self, lead: Lead) -> int:
        return self.folded.rfind("(", lead.start, lead.end) if lead.opened else -1

    def _is_bare(self, opening: int, lead: Lead) -> bool:
        """Whether nothing but signs and words of degree stand between the bracket and the figure."""
        return _BARE.fullmatch(self.folded, opening, lead.end) is not None

    def _repeats_base(self, opening: int, lead: Lead) -> bool:
        """``tăng 60,7% so với cùng kỳ năm 2023 (37,37 triệu USD)``: the amount of the base itself."""
        if not self._is_bare(opening, lead) or _PLAN_BEHIND.match(self.folded, lead.figure_after):
            return False
        named = any(one.form in ("words", "period") for one in self.mentions.bases_between(opening - 60, opening))
        behind = named and self.mentions.bases_between(opening - 60, opening)[-1].end >= opening - 1
        if not behind and not _OF_YEAR.search(self.folded, max(0, opening - 40), opening):
            return False
        last = self.state.last
        written = self.folded[lead.figure_after - 1 : lead.figure_after] == "%"
        return last is not None and last.measure in ("change", "ratio", "level") if written else True
