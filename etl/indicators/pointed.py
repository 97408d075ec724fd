"""What a noun of measure alone speaks of: ``doanh thu`` behind ``doanh thu vận tải``, ``con số`` behind any figure."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.indicators.lexer import Figure
from etl.indicators.state import Reading, State, Subject
from etl.indicators.units import RATIOS
from etl.text import match_fold

_MEASURE = re.compile(
    r"(?:tổng )?(?P<noun>doanh thu|sản lượng|kim ngạch|diện tích|giá trị|số thu|thu nhập|dư nợ|khối lượng)(?: chung)?"
)
_NUMBER = re.compile(r"(?:những |các )?con(?: số)?(?: này)?(?: tương ứng)?")


def pointed_at(fig: Figure, state: State, named: str) -> Subject | None:
    """The subject of an amount whose only words are a noun that points back, else None.

    ``named`` are the folded words between the last mark and the verb, without periods.
    """
    if fig.unit in RATIOS or not fig.unit:
        return None
    if _NUMBER.fullmatch(named) is not None:
        return _same(fig, state.current or (state.previous if state.clock - state.previous_clock <= 1 else []))
    found = _MEASURE.fullmatch(named)
    if found is None:
        return None
    noun = found["noun"]
    return _same(fig, [one for one in state.paragraph() if noun in match_fold(one.subject.text)])


def _same(fig: Figure, readings: list[Reading]) -> Subject | None:
    """What the last level with the same unit was about."""
    for one in reversed(readings):
        if one.measure == "level" and one.unit == fig.unit and not one.aside:
            return replace(one.subject, how="carried") if one.subject.code is not None else None
    return None
