"""Areas that were sown, harvested or stocked in a period, and not those that stand at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.indicators.catalogue import load_catalogue
from etl.indicators.clauses import Lead
from etl.indicators.state import Reading, State
from etl.text import match_fold

_AREAS = frozenset({"crop_area", "aquaculture_area"})
_DONE = re.compile(
    r"(?<![^\W_])(?:gieo|xuống giống|trồng (?:mới|được|tái canh)|tái canh|thu hoạch(?! được cấp)|thả (?:nuôi|giống)|"
    r"vụ (?:đông|xuân|hè|thu|mùa|màu)|đã trồng|cải tạo|nuôi thả)(?![^\W_])"
)
_STANDS = re.compile(
    r"(?<![^\W_])(?:(?<!thực )hiện (?:có|còn|nay|toàn|tỉnh|huyện|xã|đã|đang|trên|cả)|đang|cho (?:thu hoạch|sản phẩm))"
    r"(?![^\W_])"
)


@lru_cache(maxsize=1)
def _annual() -> re.Pattern[str]:
    crops = load_catalogue().breakdowns["annual_crop"].values()
    words = sorted((form for forms in crops for form in forms), key=len, reverse=True)
    names = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?<![^\W_])(?:{names})(?![^\W_])")


@dataclass(slots=True)
class Sown:
    """The areas of one article."""

    folded: str
    state: State

    def of_period(self, reading: Reading, lead: Lead) -> bool:
        """``gieo trồng 12.500 ha ngô``: an area of its season or months; ``diện tích cà phê`` stands as of a day."""
        code = reading.subject.code
        if code not in _AREAS:
            return False
        last = self.state.last
        if reading.subject.how == "carried" and last is not None and last.subject.code == code:
            return last.period[0] is not None
        words = self.folded[lead.clause : reading.figure.stop]
        if _STANDS.search(words):
            return False
        return code == "aquaculture_area" or _DONE.search(words) is not None or self._is_annual(reading)

    def follows_season(self) -> bool:
        """Whether an area before this one is of the season that was named (lúa 31.000 ha; ngô 12.500 ha)."""
        season = self.state.season
        near = self.state.paragraph()[-4:]
        return season is not None and any(one.unit == "hectare" and one.period == season.span for one in near)

    def _is_annual(self, reading: Reading) -> bool:
        named = match_fold(reading.subject.breakdown or reading.subject.text)
        return _annual().search(named) is not None
