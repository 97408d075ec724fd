"""The indicator that a measure makes of its subject: growth and shares, rates of investment, what is in force."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from etl.indicators.brackets import Brackets
from etl.indicators.catalogue import Catalogue, Indicator
from etl.indicators.clauses import Lead
from etl.indicators.lexer import Figure
from etl.indicators.settings import meant_within, setting_of
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import GRDP_NEXT

_IN_FORCE = re.compile(r"còn hiệu lực|đang hoạt động|lũy kế đến (?:nay|hết|ngày|cuối)|tính đến nay")
_NEW = re.compile(
    r"cấp mới|thành lập mới|điều chỉnh|tăng thêm|thu hút|có thêm|đăng ký mới|mới thành lập|cấp phép|mới được cấp"
)
_OVER_TIME = re.compile(r"(?:lũy kế|tính chung) (?:\d|từ đầu)")
_TO_GROWTH = re.compile(r" (?:vào |trong |của |cho )?(?:mức |tốc độ )tăng(?: trưởng)?(?: chung| grdp| của)")
_ACTIVE = frozenset({"fdi_active_projects", "fdi_active_capital"})


@dataclass(slots=True)
class Meaning:
    """Indicators by measure, over the readings of one article."""

    folded: str
    catalogue: Catalogue
    state: State
    brackets: Brackets
    setting: str | None = field(init=False, default=None)
    """The setting of ``within`` that holds for the whole article."""

    def __post_init__(self) -> None:
        self.setting = setting_of(self.folded)

    def settle(self, reading: Reading, lead: Lead, begin: int) -> None:
        """Give a reading the indicator that its measure means."""
        subject = reading.subject = self._among(reading.subject, reading, lead, begin)
        if subject.code is None:
            return
        one = self.catalogue.indicators[subject.code]
        code: str | None = self._of_investment(self._by_measure(one, reading, lead), reading, lead)
        if one.within:
            code = meant_within(one, code or one.code, self.folded, begin, reading.figure.start, self.setting)
        if code is None:
            reading.subject = Subject(None, subject.text, how=subject.how)
            return
        if one.cumulative_is and reading.measure == "level" and self._is_cumulative(lead, reading.figure, begin):
            code = one.cumulative_is
        reading.subject = replace(subject, code=code)

    def _among(self, subject: Subject, reading: Reading, lead: Lead, begin: int) -> Subject:
        """The sector that just grew is the one that contributed; beside gross outputs a sector's amount is one too;
        what is registered for projects of any kind is no capital of enterprises.
        """
        if subject.code == "new_enterprise_registered_capital" and subject.how == "weak lead":
            said = self.folded[begin : lead.end]
            of_projects = "dự án" in said and "doanh nghiệp" not in said
            return Subject(None, subject.text, how=subject.how) if of_projects else subject
        last = self.state.last if self.state.current else None
        if last is None or last.subject.code is None:
            return subject
        bare = subject.code == "grdp_growth_contribution" and subject.breakdown is None
        if bare and lead.separator in (",", "") and last.subject.code in ("gva_growth_rate", subject.code):
            return replace(subject, breakdown=last.subject.breakdown)
        of_sector = subject.code == "grdp" and subject.breakdown is not None and subject.how == "lead"
        if of_sector and reading.unit == "VND" and last.subject.code.endswith("_gross_output"):
            return replace(subject, code="gross_output_total")
        return subject

    def _by_measure(self, one: Indicator, reading: Reading, lead: Lead) -> str:
        """Growth, structure and contribution by what was measured, of a part or of the whole."""
        measure = reading.measure
        part = reading.subject.breakdown and not self.brackets.is_plan(lead)
        if part and measure in one.switch_part:
            return one.switch_part[measure]
        if one.switch_share and reading.unit == "PERCENT" and GRDP_NEXT.match(self.folded, reading.figure.after):
            reading.measure = "level"
            return one.switch_share
        growing = one.switch_measure.get("contribution") == "grdp_growth_contribution"
        if growing and reading.unit == "PERCENT" and _TO_GROWTH.match(self.folded, reading.figure.after):
            reading.measure = "contribution"  # tăng 11,8%, chiếm 34,36% trong mức tăng trưởng chung
            return "grdp_growth_contribution"
        if measure not in one.switch_measure or reading.unit == "rank":
            return one.code
        return one.code if self._aims_at_growth(one, reading) else one.switch_measure[measure]

    def _aims_at_growth(self, one: Indicator, reading: Reading) -> bool:
        """``GRDP tăng 9,2%/năm, đạt 102% so với mục tiêu``: the ratio is of the growth that was aimed at."""
        last = self.state.last if self.state.current else None
        goes_on = one.code == "grdp_growth_rate" and reading.subject.how == "carried"
        return goes_on and reading.measure == "plan_ratio" and last is not None and last.measure == "change"

    def _of_investment(self, code: str, reading: Reading, lead: Lead) -> str:
        """Disbursement is a plan in the bracket of one, and a rate where only a percent is said."""
        if code == "public_investment_disbursement" and reading.unit == "VND" and self.brackets.is_plan(lead):
            return "public_investment_plan"  # giải ngân đạt 54,9% kế hoạch (kế hoạch giao 3.827 tỷ đồng)
        if code == "public_investment_disbursement" and reading.unit in ("PERCENT", "PERCENTAGE_POINT"):
            if reading.measure in ("share", "level"):
                reading.measure = "plan_ratio"
            own = any(r.subject.code == code and r.unit == "VND" for r in self.state.sentence()[-3:])
            if reading.measure == "change_abs" or (reading.measure == "plan_ratio" and not own):
                code = "public_investment_disbursement_rate"
        is_rate = code == "public_investment_disbursement_rate" and reading.unit != "rank"
        if is_rate and reading.measure in ("level", "share"):
            reading.measure = "plan_ratio"
        return code

    def _is_cumulative(self, lead: Lead, fig: Figure, begin: int) -> bool:
        """``đến nay có 853 dự án FDI``: all that are in force, not those of the period."""
        clause = self.folded[lead.clause : fig.stop]
        if _OVER_TIME.search(clause):
            return False
        said = "cumulative" in lead.roles() or "còn hiệu lực" in clause or "đang hoạt động" in clause
        if not said and self.state.sentence():
            said = self.state.sentence()[-1].subject.code in _ACTIVE and lead.separator in (",", "")
        if not said and _IN_FORCE.search(self.folded, begin, lead.start):
            # 1.200 dự án còn hiệu lực, trong đó 200 dự án FDI
            return not _NEW.search(self.folded, begin, fig.stop)
        return said and not _NEW.search(self.folded, lead.start, fig.stop)
