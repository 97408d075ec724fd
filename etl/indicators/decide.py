"""The measure of a figure: what the words between the subject and the number, and behind the number, make of it."""

from __future__ import annotations

import re

from etl.comparisons import BaseMention
from etl.indicators.catalogue import Indicator
from etl.indicators.clauses import Lead
from etl.indicators.lexer import Figure
from etl.indicators.state import State

_PLAN_AFTER = re.compile(
    r" ?(?:(?:của |so (?:với )?|trên |tổng |mức |số |theo |đối với )?(?:kế hoạch|dự toán|chỉ tiêu|kịch bản|"
    r"nghị quyết|mục tiêu|quy hoạch|kh(?![^\W_])|tổng kế hoạch|tổng số vốn|tổng nguồn vốn|vốn|tổng vốn|số vốn|"
    r"kế hoạch vốn))(?! (?:vay|fdi))"
)
# Chỉ đạt 10,3% so với kế hoạch là 14-15%: both are growth, the second one planned.
_PLAN_IS = re.compile(r" (?:so với|trong khi) (?:kế hoạch|mục tiêu|chỉ tiêu)(?: [^\W\d_]+){0,4} (?:là|tăng|từ) \d")
# Vượt xa mục tiêu của nghị quyết đến năm 2025 là 1,7 tỷ USD: the amount is the target.
_AIM_IS = re.compile(
    r"(?:so với|vượt|cao hơn|thấp hơn)[^,;()]{0,40}(?<![^\W_])(?:mục tiêu|kế hoạch|chỉ tiêu|nghị quyết|dự toán)"
    r"(?!(?: [^\W_]+){0,3} (?:đạt|tăng) )[^;()]{0,60} là \Z"
)
_SAME_AFTER = re.compile(
    r" ?(?:so (?:với )?|của |mức )?(?:bình quân )?(?:cùng (?:kỳ|thời điểm|thời gian|kì)|năm (?:trước|ngoái|19|20)|"
    r"thực hiện năm|tháng trước|quý trước|so với|so |với (?:cùng|năm))"
)
# Đạt 25,8% so với lực lượng lao động: of a whole, not of what it was.
_OF_WHOLE = re.compile(r" ?so (?:với )?(?:lực lượng|dân số|tổng|số |lllđ|toàn)")
_POINT_EFFECT = re.compile(r"(?:đóng góp|(?<![^\W_])góp|tác động|góp phần|làm (?:cpi|chỉ số|giảm|tăng|cho)|kéo)")


_OTHERS_FIGURE = re.compile(
    r" (?:[^,;.()]* )?(?:mục tiêu|kế hoạch|chỉ tiêu|dự toán|mức|bình quân|cả nước|vùng|kịch bản)[^,;.()]*$"
)


# Tăng mạnh so với 67.500 đồng/kg cùng kỳ: the number is that of the base.
_SINCE = re.compile(r"(?:tăng|giảm) (?:từ|so với) (?:(?:mức|con số|khoảng|gần|hơn|trên|chỉ) )*")
_THAN = re.compile(r" so với (?:(?:mức|con số|khoảng|gần|hơn|trên|chỉ) )*")


def compares_with_figure(folded: str, fig: Figure, lead: Lead) -> bool:
    """``thấp hơn mục tiêu dưới 4,5%``: the number is what is compared with, not the difference."""
    if lead.cue is not None and _AIM_IS.search(folded, max(lead.chunk - 60, lead.start), fig.start):
        return True
    if lead.cue is not None and _THAN.fullmatch(folded, lead.cue.end, fig.start):
        return True
    if lead.cue is None or lead.cue.phrase.form not in ("cao hơn", "thấp hơn", "nhiều hơn", "ít hơn", "lớn hơn"):
        return False
    return _OTHERS_FIGURE.match(folded, lead.cue.end, fig.start) is not None


def is_level_before(folded: str, fig: Figure, lead: Lead, state: State) -> bool:
    """``60.000 đồng/kg, giảm từ 62.000 đồng``: the level before, behind the level now."""
    if lead.cue is None or fig.low is not None or _SINCE.fullmatch(folded, lead.cue.start, fig.start) is None:
        return False
    last = state.current[-1] if state.current else None
    if last is None or last.measure != "level" or folded.startswith("trở lên", fig.after + 1):
        return False
    return fig.unit in (last.figure.unit, last.unit) or (fig.unit == "VND" and last.unit.startswith("vnd_per_"))


def percent_measure(
    folded: str, fig: Figure, lead: Lead, base: BaseMention | None, sibling: tuple[str, int] | None, signed: int = 0
) -> tuple[str, int]:
    """Measure and sign of a percent, before the subject is known; ``level`` stands for undecided."""
    roles = lead.cue.phrase.roles if lead.cue else frozenset()
    plan = bool(_PLAN_AFTER.match(folded, fig.after)) and not _PLAN_IS.match(folded, fig.after)
    if "exceed" in roles:
        return "plan_excess", 1
    if "share" in roles:
        return ("plan_ratio", 1) if plan and "chiếm" not in folded[lead.start : fig.start] else ("share", 1)
    if "contribute" in roles:
        return "contribution", -1 if "giảm" in (lead.cue.phrase.form if lead.cue else "") else 1
    if "up" in roles or "down" in roles or "short" in roles:
        sign = -1 if roles & {"down", "short"} else 1
        if (
            plan
            and folded.startswith((" kế", " dự toán", " so với kế", " so với dự", " so kế"), fig.after)
            and "short" not in roles
        ):
            return "plan_excess", sign
        return "change", sign
    if plan and lead.cue is None and sibling == ("plan_excess", 1):
        return sibling  # vượt 12% dự toán Trung ương và 7% dự toán tỉnh giao
    if plan:
        return "plan_ratio", 1
    if folded.startswith((" tỷ trọng", " thị phần"), fig.after):
        return "share", 1
    if "level" in roles and (
        (lead.cue is not None and lead.cue.phrase.form.endswith("hoàn thành"))
        or (base is not None and base.base == "plan" and lead.clause <= base.start < fig.start)
    ):
        return "plan_ratio", 1  # so với kế hoạch, đã hoàn thành 81,6% về xuất khẩu
    if "equal" in roles:
        if _SAME_AFTER.match(folded, fig.after) or (base is not None and base.start < fig.start):
            return "ratio", 1
        return ("equal", 1)
    same = "level" in roles and fig.value > 20 and _SAME_AFTER.match(folded, fig.after)
    if same and not _OF_WHOLE.match(folded, fig.after):
        return "ratio", 1
    if lead.cue is None and signed:
        return "change", signed
    if lead.cue is None and sibling and sibling[0] == "plan_ratio" and _SAME_AFTER.match(folded, fig.after):
        return ("ratio", 1)  # đạt 51,2% dự toán và 92,6% so với cùng kỳ
    if lead.cue is None and sibling:
        return sibling
    return "level", 1


def settle_percent(
    measure: str, one: Indicator | None, previous: str | None, fig: Figure, *, reached: bool = False
) -> str:
    """The measure of an undecided percent, once its indicator is known; ``reached`` where it stands behind đạt."""
    if measure == "equal":
        if one is not None and one.level_is == "ratio":
            return "ratio"
        return previous if previous in ("plan_ratio", "ratio") else "plan_ratio"
    if measure != "level":
        return measure
    if one is None:
        return previous if previous in ("share", "plan_ratio", "level") else "share"
    if one.level_is == "ratio":
        return "ratio" if fig.value > 45 else "change"
    if one.level_is != "level":
        return one.level_is
    if one.is_rate or one.units[0] in ("PERCENT", "index_point"):
        return "level"
    if previous in ("plan_ratio", "share", "ratio") or (previous == "change" and not reached):
        return previous
    return "plan_ratio" if one.domain == "budget" and fig.value > 20 else "share"


def points_measure(folded: str, fig: Figure, lead: Lead) -> tuple[str, int]:
    """A figure in percentage points is a contribution after such verbs, else a difference."""
    before = folded[lead.start : fig.start]
    sign = -1 if re.search(r"giảm|thấp hơn|kém|hụt|lùi", before) else 1
    if _POINT_EFFECT.search(before) and not re.search(r"(?:cao|thấp) hơn", before):
        return "contribution", sign
    return "change_abs", sign


def amount_measure(folded: str, fig: Figure, lead: Lead, base: BaseMention | None) -> tuple[str, int]:
    """An amount is a level, or a difference after tăng, giảm, hụt, thêm."""
    roles = lead.cue.phrase.roles if lead.cue else frozenset()
    if "short" in roles or "down" in roles:
        return "change_abs", -1
    if lead.cue is not None and lead.cue.phrase.form == "phát triển" and fig.counted:
        return "level", 1  # phát triển 1.990 thuê bao
    if "up" in roles:
        return "change_abs", 1
    if "thêm" in roles:
        return "change_abs", 1
    if "exceed" in roles and base is not None and base.end > fig.after:
        return "change_abs", 1
    return "level", 1
