"""A figure's status: A done, E estimated, P provisional, F aimed at; and how far each word of it reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from etl.indicators.brackets import Brackets
from etl.indicators.catalogue import Catalogue
from etl.indicators.clauses import Lead
from etl.indicators.dating import Dating
from etl.indicators.state import Reading, State

_REACHED = re.compile(
    r"(?<![^\W_])(?:đạt|vượt|hoàn thành|so với|hầu hết|chứng nhận|vốn|thực hiện|số)"
    r"(?: (?:được|các|mức|nhiều|so với|mục tiêu|chỉ tiêu|kế hoạch|kịch bản|nghị quyết|tăng trưởng|do|ubnd|hđnd|"
    r"trung ương|năm))* \Z"
)
_REGISTERED = re.compile(r"(?:đầu tư|vốn|mức|dự án|doanh nghiệp|đã|mới|giá trị|số|cấp|được|phép) \Z")
_REGISTERS = re.compile(
    r" (?:đầu tư|kinh doanh|doanh nghiệp|thành lập|mới|hoạt động|tạm|vốn|bổ sung|giải thể|còn|cấp)(?![^\W_])"
)
# 2,3 triệu lượt khách (ước), gấp 7 lần: the bracket behind an amount.
_ESTIMATED = re.compile(r" ?\((?:số |số liệu )?ước(?: tính| đạt| thực hiện)?\)")
_FAR = timedelta(days=600)
_PLAN_WORD = re.compile(r"mục tiêu|kế hoạch|chỉ tiêu|dự toán|kịch bản")


@dataclass(slots=True)
class Statuses:
    """The statuses of the figures of one article."""

    folded: str
    published: date | None
    catalogue: Catalogue
    state: State
    brackets: Brackets
    dating: Dating

    def fill(self, reading: Reading, lead: Lead) -> None:
        """E reaches the changes and listed parts of an estimate, F the rest of a target's sentence."""
        state = self.state
        roles = lead.roles()
        if state.listed_from and reading.subject.how != "carried" and not roles & {"target", "estimate"}:
            for other in reversed(state.listed_from):
                if other.subject.code == reading.subject.code and not other.aside:
                    state.status = other.status
                    break
        reading.status = state.status
        one = self.catalogue.indicators.get(reading.subject.code or "")
        compared = lead.compared and _PLAN_WORD.search(self.folded, lead.start, reading.figure.start) is not None
        reading.aside = compared or self.brackets.is_plan(lead) or self.brackets.is_prior(lead)
        if (
            compared
            or self.dating.plan_at == reading.figure.start
            or self.brackets.is_plan(lead)
            or self._is_ahead(reading)
        ):
            reading.status = "F"
        if reading.status == "E" and self._is_over(reading):
            reading.status = "A"
        if one is not None and one.status:
            reading.status = one.status
        if reading.unit == "rank" or (self.brackets.is_prior(lead) and reading.status in ("E", "F")):
            reading.status = "A"

    def _registers(self, start: int, end: int) -> bool:
        """``cấp đăng ký đầu tư cho 36 dự án``: what is on a register is no target."""
        before = _REGISTERED.search(self.folded, max(0, start - 12), start) is not None
        return before or _REGISTERS.match(self.folded, end) is not None

    def _is_ahead(self, reading: Reading) -> bool:
        """Whether a period has not begun, or ends long after the article; a school year or a crop season that runs into
        the next year has begun.
        """
        (start, end), published = reading.period, self.published
        if published is None or end is None:
            return False
        if (start is not None and start > published) or end > published + _FAR:
            return True
        if end.year <= published.year:
            return False
        return start is None or (start.year >= published.year and end.year > start.year + 1)

    def _is_over(self, reading: Reading) -> bool:
        """``ước đạt 17.800 tỷ đồng, tăng 7,9% (năm 2019 đạt 16.500 tỷ đồng)``: of a time before the estimate."""
        last, end = self.state.last, reading.period[1]
        if last is None or not self.state.current or end is None or last.status != "E":
            return False
        return last.period[0] is not None and end < last.period[0]

    def following(self, reading: Reading, lead: Lead, roles: frozenset[str]) -> str:
        """The status from this figure on."""
        state = self.state
        if not roles.isdisjoint(("target", "assign")) and self._aims(lead):
            return "F"
        if state.status == "F":
            return "F"
        if "estimate" in roles or _ESTIMATED.match(self.folded, reading.figure.stop):
            return "E"
        if "provisional" in roles:
            self._provisional(reading)
            return "P"
        if state.status == "A" and reading.subject.code in state.provisional:
            return "P"
        if state.status != "E" or (state.list_open and not self._leaves_list(reading, lead)):
            return state.status
        if lead.separator == "." and lead.opener is not None:
            return "E"  # ước đến hết năm có …. Trong đó, …
        own = reading.subject.how in ("lead", "tail", "pattern", "part") and lead.opener is None
        if lead.separator == ";" and reading.subject.how == "carried" and reading.measure in ("change", "ratio"):
            return "E"  # ước 405 tỷ đồng, bằng 6% kế hoạch; so với tháng trước tăng 15%
        return "A" if lead.separator in (";", ".") or own else "E"

    def _aims(self, lead: Lead) -> bool:
        """Whether a target governs the figure: none that was reached, none with an estimate behind it."""
        for hit in reversed(lead.hits):
            roles = hit.phrase.roles
            if any(opening <= hit.start < stop for opening, stop in lead.brackets):
                continue  # (đã gồm các khoản dự kiến chi chuyển nguồn)
            if not roles.isdisjoint(("target", "assign")):
                if hit.phrase.form == "đăng ký" and self._registers(hit.start, hit.end):
                    continue
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
            named = (one.code, one.switch_rate, *one.switch_unit.values())
            self.state.provisional.update(code for code in named if code is not None)

    def _leaves_list(self, reading: Reading, lead: Lead) -> bool:
        """Behind a semicolon a form of another indicator ends the list of an estimate."""
        parent, subject = self.state.parent, reading.subject
        if parent is None or parent.code is None or subject.code is None or lead.opener is not None:
            return False
        known = self.catalogue.indicators
        other = known[subject.code].domain != known[parent.code].domain
        return other and lead.separator == ";" and subject.how == "lead"
