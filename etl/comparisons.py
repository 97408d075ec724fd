"""What a change or ratio compares with: ``so với cùng kỳ năm trước``, ``so với quý IV/2021``, ``bằng 52% dự toán``.

A base that names a period is only resolved against the period of the figure: ``so với tháng 12/2022`` is the same
month of the year before for a figure of December 2023, and the end of the previous year for one of June 2023.
``BaseMention.base`` holds what the words alone say, ``base_for`` decides with the figure's period.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from etl.dates import day_of
from etl.model import Base
from etl.periods import PeriodMention, month_span, scan_periods
from etl.text import BEFORE_WORD, branched, fold

Form = Literal["words", "period", "plan", "place", "state"]


@dataclass(slots=True)
class BaseMention:
    """A base named in a text.

    ``base`` is what the words say by themselves; ``form`` how: by fixed words, by naming a period (kept in
    ``period``; then ``base`` is ``other`` until ``base_for`` decides), as a plan, as another place (``bình quân cả
    nước``: a comparison, no change) or as an earlier state (``trước dịch``). ``same_period`` marks ``cùng kỳ``.
    """

    start: int
    end: int
    base: Base
    form: Form
    text: str
    period: PeriodMention | None = None
    same_period: bool = False
    year: int | None = None
    """The year that ``cùng kỳ`` names."""

    def base_for(self, begin: date | None, end: date | None) -> Base:
        """The base of a figure whose period is ``begin``..``end`` (begin None as of a day)."""
        if end is None:
            return self.base
        if self.year is not None:  # cùng kỳ of the same year is a slip
            return "same_period_last_year" if self.year in (end.year - 1, end.year) else "other"
        named_begin, named_end = self.period.period if self.period else (None, None)
        if self.period is None or named_end is None:
            return self.base
        found = _relation(self.period, named_begin, named_end, begin, end)
        return found or "other"


def _relation(
    named: PeriodMention, named_begin: date | None, named_end: date, begin: date | None, end: date
) -> Base | None:
    """How the named period lies to the figure's, None where no standard base fits."""
    if named.unit == "year":
        is_start = named.kind in ("vague", "asof") or named_begin is None
        if is_start:
            year = named_end.year if named.kind != "vague" else named_end.year - 1
            return "end_of_previous_year" if year == end.year - 1 else None
        return "previous_year" if named_end.year == end.year - 1 else None
    if named.unit == "season":  # so với vụ xuân 2015: the same season of the year before
        return "same_period_last_year" if named_end.year == end.year - 1 else None
    if named.unit == "day":
        if (named_end.month, named_end.day) in ((12, 31), (1, 1)):
            year = named_end.year if named_end.month == 12 else named_end.year - 1
            return "end_of_previous_year" if year == end.year - 1 else None
        return "same_period_last_year" if named_end == _year_before(end) else None
    if named_end.year == end.year - 1 and named_end.month == end.month:
        return "same_period_last_year"
    if begin is None:
        begin = end.replace(day=1)
    just_before = named_end == begin - timedelta(days=1)
    if named.unit == "month":
        if named_end.month == 12 and not named.explicit_year and end.month not in (1, 12):
            return "end_of_previous_year"  # in November, so với tháng 12
        month_before = named_end == end.replace(day=1) - timedelta(days=1)
        if (just_before or month_before) and not (named_end.month == 12 and begin.month != end.month):
            return "previous_month"
        return "end_of_previous_year" if named_end.month == 12 and named_end.year == end.year - 1 else None
    if named.unit == "quarter" and just_before:
        return "previous_quarter"
    return None


def _year_before(day: date) -> date | None:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return None


_MEAN = (
    r"(?:(?:mức|sản lượng|diện tích|năng suất|"
    r"con số|số|kết quả|của|thực hiện|ước thực hiện|th|đạt được|ước tính|số liệu|giá trị|thời điểm|cả|tổng|"
    r"bình quân(?= cùng)|"
    r"bình quân(?= (?:\d|năm|tháng|quý))) ){0,3}"
)
_MEAN_WORDS = re.compile(_MEAN)
_SAME = (
    r"cùng k[ỳì]|cùng giai đoạn|cùng thời điểm|cùng thời k[ỳì]|cùng thời gian|cùng tháng|cùng quý|cùng vụ|cùng dịp|ck"
)
_BEFORE = r"(?: (?:trước đó|trước liền kề|liền trước|liền kề|ngay trước|kề trước|trước|ngoái|rồi))"
_PLAN = (
    r"kế hoạch|dự toán|chỉ tiêu|kịch bản|mục tiêu|nghị quyết|định mức|kh|pháp lệnh|phương án|tiến độ|số giao|dự kiến"
)
_LAST_YEAR = r"(?:các )?năm (?:trước(?: đó)?|ngoái|rồi)"
_AFTER_SO = re.compile(
    rf"{_MEAN}(?:(?P<same>{_SAME})"
    rf"|(?P<december>tháng (?:12|mười hai|chạp),? (?:của )?{_LAST_YEAR})"
    rf"|(?P<month>tháng{_BEFORE}(?! khi))"
    rf"|(?P<quarter>quý{_BEFORE}(?! khi))"
    r"|(?P<year_start>(?:ngày )?(?:31[/-]12|0?1[/-]0?1)(?! ?[-/.]\d| năm \d)(?: (?:của )?năm (?:trước|ngoái|nay))?"
    rf"|đầu năm(?: nay)?(?! ?\d| học)|cuối {_LAST_YEAR}|cuối năm(?! ?\d))"
    rf"|(?P<year>(?:các )?năm{_BEFORE}(?! khi))"
    rf"|(?P<like>(?:thời điểm|thời gian|giờ|ngày|tuần|tháng|quý) này {_LAST_YEAR}|"
    rf"(?:niên |mùa )?vụ (?:[^\W\d_]+ ){{0,3}}(?:{_LAST_YEAR}|trước)|(?:dịp|kỳ|mùa|đợt|tết|lễ|"
    rf"kỳ nghỉ) (?:[^\W_]+ ){{0,4}}{_LAST_YEAR}"
    rf"|(?:\d{{1,2}}|[^\W\d_]+) tháng(?: đầu| cuối)? {_LAST_YEAR}|(?:quý|tháng) [^\W_]{{1,4}},? (?:của )?{_LAST_YEAR})"
    r"|(?P<event>(?:dịp|kỳ|đợt|tết|lễ|kỳ nghỉ) (?:[^\W\d_]+ ){0,4}(?:năm )?(?P<event_year>(?:19|20)\d\d))"
    r"|(?P<bare_year>(?:19|20)\d\d(?![.,]\d|[-/]))"
    rf"|(?P<plan>{_PLAN}))(?![^\W_])"
)
_NOT_COMPARED = re.compile(r"so (?:sánh|đo|kè|tài|bì|găng|le|đọ)(?! với)")
_SAME_TAIL = re.compile(
    rf"(?: nghỉ lễ| báo cáo)?(?:,? (?:của )?(?:{_LAST_YEAR}|năm (?P<year>(?:19|20)\d\d)|\(?(?P<bare>(?:19|"
    rf"20)\d\d)(?![\d.,]\d)\)?|trước)"
    r"|[-/](?P<slash>(?:19|20)\d\d)| (?:của )?tháng \d\d?(?![\d/]))?"
)
# Without "so với", a plan is a base only behind a percent or a verb of fulfilment, a period before (năm trước) only
# behind a word of comparison.
_PLAN_BEFORE = re.compile(
    r"(?:%|phần trăm|(?<![^\W_])(?:vượt|đạt|hoàn thành|hụt|lần))(?: so)?(?: với)? (?:mức |tổng |cả )?$"
)
_PLAN_ENDS = ("% ", "trăm ", "vượt ", "đạt ", "thành ", "hụt ", "lần ", "so ", "với ", "mức ", "tổng ", "cả ")
"""How what ``_PLAN_BEFORE`` finds may end, cheap to test."""
_NO_PLAN_AFTER = re.compile(r" (?:số|của|sản xuất|lần thứ)(?![^\W_])")
_UNIT_BEHIND = re.compile(
    r"(?: này| của| vào)*(?: (?P<month>tháng trước)| (?P<quarter>quý trước)| (?P<other>tuần (?:trước|qua|rồi)|"
    r"hôm (?:qua|trước|kia)|ngày (?:hôm )?(?:qua|trước)|năm (?:trước )?kia|các năm|mọi năm))(?![^\W_])"
)
_MANY_YEARS = re.compile(r" (?:(?:của )?(?:\d{1,2}|hai|ba|bốn|năm|nhiều|những) năm(?! ngoái)|qua các năm)(?![^\W_])")
_COMPARED_BEFORE = re.compile(
    r"(?<![^\W_])(?:cao hơn|gấp đôi|gấp rưỡi|gấp ba|lần|thấp hơn|hơn|kém|bằng|tương đương)(?: với)? (?:mức )?(?:của )?$"
)
_COMPARED_ENDS = ("hơn ", "đôi ", "rưỡi ", "ba ", "lần ", "kém ", "bằng ", "đương ", "với ", "mức ", "của ")
_TRIGGER_FORMS = branched(
    [
        "so (?=[^\\W_])",
        *(f"{form}(?![^\\W_])" for form in _SAME.replace("k[ỳì]", "kỳ").split("|")),
        *(f"{form}(?![^\\W_])" for form in ("cùng kì", "cùng thời kì", *_PLAN.split("|"))),
        *(f"{unit}{_BEFORE}(?! khi)(?![^\\W_])" for unit in ("tháng", "quý", "năm")),
    ]
)
_FIRST_TRIGGER = re.compile(f"(?P<word>{_TRIGGER_FORMS})")
_TRIGGER = re.compile(f"{BEFORE_WORD}(?P<word>{_TRIGGER_FORMS})")
_SO = re.compile(r"so(?: sánh)?(?: với)? (?=[^\W_])")
_COMPARED: dict[str, Base] = {"tháng": "previous_month", "quý": "previous_quarter", "năm": "previous_year"}
_SAME_BEHIND = re.compile(rf" cùng k[ỳì](?: {_LAST_YEAR})?(?![^\W_])")
_PLACE = re.compile(
    rf"{_MEAN}(?:cả nước|toàn quốc|bình quân|mặt bằng|mức chung|trung bình|vùng|khu vực|các (?:tỉnh|địa phương)|tỉnh|"
    rf"thành phố)"
)
_WORDS: dict[str, Base] = {
    "same": "same_period_last_year",
    "december": "end_of_previous_year",
    "month": "previous_month",
    "quarter": "previous_quarter",
    "year_start": "end_of_previous_year",
    "year": "previous_year",
    "like": "same_period_last_year",
    "plan": "plan",
}


def scan_bases(
    text: str,
    reference: date | datetime | None = None,
    *,
    folded: str | None = None,
    periods: list[PeriodMention] | None = None,
) -> list[BaseMention]:
    """All bases named in ``text``, in order, without overlaps.

    ``periods`` are the text's period mentions where the caller has them; they are only asked for where a base names a
    period. ``folded`` is ``etl.text.fold(text)``.
    """
    view = fold(text) if folded is None else folded
    found: list[BaseMention] = []
    match = _FIRST_TRIGGER.match(view) or _TRIGGER.search(view)
    while match is not None:
        position = match.end()
        start = match.start("word")
        if not (start and view[start - 1].isalnum()):
            base = _base(view, match, text, reference, periods)
            if base is not None:
                base.text = text[base.start : base.end]
                found.append(base)
            position = start + 1 if base is None else base.end
        match = _TRIGGER.search(view, position - 1)
    return _with_beside(view, text, found, periods) if periods else found


_BESIDE = re.compile(
    r"(?<![^\W_])(?:(?:cao|thấp|nhiều|ít|lớn|nhỉnh|đông) hơn|kém|vượt|đặt cạnh|đối chiếu với|so sánh với)"
    r"(?: (?:mức|con số|cả|của|thực hiện|hồi)){0,2} \Z"
)
_BESIDE_ENDS = ("hơn ", "kém ", "vượt ", "cạnh ", "với ", "mức ", "số ", "cả ", "của ", "hiện ", "hồi ")


def _with_beside(view: str, text: str, found: list[BaseMention], periods: list[PeriodMention]) -> list[BaseMention]:
    """Add the periods that a word of comparison stands before: ``cao hơn tháng 3/2019 9,1%``."""
    added = []
    for named in periods:
        if named.unit in ("time", "context", "now") or not view.endswith(_BESIDE_ENDS, 0, named.start):
            continue
        before = _BESIDE.search(view, max(0, named.start - 40), named.start)
        if before is not None and not any(base.start <= named.start < base.end for base in found):
            mention = BaseMention(before.start(), named.end, "other", "period", text[before.start() : named.end], named)
            added.append(mention)
    return sorted(found + added, key=lambda base: base.start) if added else found


def _base(
    view: str,
    match: re.Match[str],
    text: str,
    reference: date | datetime | None,
    periods: list[PeriodMention] | None,
) -> BaseMention | None:
    """The base that a trigger opens: ``so với …``, a bare ``cùng kỳ``, a plan behind a percent, ``hơn năm trước``."""
    (start, end), word = match.span("word"), match["word"]
    if word.startswith("so"):
        so = _SO.match(view, start)
        return _after_so(view, so, text, reference, periods) if so else None
    if word.startswith("c") and word != "chỉ tiêu":
        return _worded(view, start, match, "same")
    if (group := _COMPARED.get(word.split(" ", 1)[0])) is not None:
        if not view.endswith(_COMPARED_ENDS, 0, start):
            return None
        compared = _COMPARED_BEFORE.search(view, max(0, start - 32), start)
        return BaseMention(compared.start(), end, group, "words", "") if compared else None
    if not view.endswith(_PLAN_ENDS, 0, start):
        return None
    if not _PLAN_BEFORE.search(view, max(0, start - 32), start) or _NO_PLAN_AFTER.match(view, end):
        return None
    return BaseMention(start, end, "plan", "plan", "")


def _after_so(
    view: str,
    so: re.Match[str],
    text: str,
    reference: date | datetime | None,
    periods: list[PeriodMention] | None,
) -> BaseMention | None:
    if _NOT_COMPARED.match(view, so.start()):
        return None
    words = _AFTER_SO.match(view, so.end())
    if words is not None and words.lastgroup is not None:
        base = _of_year(so.start(), words) or _worded(view, so.start(), words, words.lastgroup)
        if words["like"] and words["like"].startswith(("quý ", "tháng ")):
            base.period = _period_after(text, view, so.end(), reference, periods)
        return base
    mention = _period_after(text, view, so.end(), reference, periods)
    if mention is not None:
        same = _SAME_BEHIND.match(view, mention.end)  # so với quý I cùng kỳ năm trước
        if same is not None:
            return BaseMention(so.start(), same.end(), "same_period_last_year", "words", "", same_period=True)
        return BaseMention(so.start(), mention.end, "other", "period", "", mention)
    place = _PLACE.match(view, so.end())
    if place is not None:
        return BaseMention(so.start(), place.end(), "other", "place", "")
    if not view.startswith("so với", so.start()):
        return None
    return BaseMention(so.start(), so.end() - 1, "other", "state", "")


def _of_year(start: int, match: re.Match[str]) -> BaseMention | None:
    """An event or a year by its number: ``so với Tết 2022``, ``so với 2022``."""
    if match["event_year"]:
        base = BaseMention(start, match.end(), "same_period_last_year", "words", "", same_period=True)
        base.year = int(match["event_year"])
        return base
    if not match["bare_year"]:
        return None
    year = int(match["bare_year"])
    span = (date(year, 1, 1), date(year, 12, 31))
    written = match["bare_year"]
    named = PeriodMention(match.start("bare_year"), match.end(), span, "year", True, False, written, "year")
    return BaseMention(start, match.end(), "other", "period", "", named)


def _worded(view: str, start: int, match: re.Match[str], group: str) -> BaseMention:
    end = match.end()
    base = BaseMention(start, end, _WORDS[group], "plan" if group == "plan" else "words", "")
    if group == "same" and _MANY_YEARS.match(view, end):
        return BaseMention(start, end, "other", "state", "")  # trung bình cùng kỳ 5 năm
    behind = _UNIT_BEHIND.match(view, end) if group == "same" else None
    if behind is not None:  # cùng thời điểm tháng trước, cùng kỳ năm kia
        unit = behind.lastgroup or "other"
        return BaseMention(start, behind.end(), _WORDS.get(unit, "other"), "words" if unit != "other" else "state", "")
    if group == "same":
        base.same_period = True
        tail = _SAME_TAIL.match(view, end)
        if tail is not None:
            base.end = tail.end()
            written = tail["year"] or tail["bare"] or tail["slash"]
            base.year = int(written) if written else None
    return base


def _period_after(
    text: str, view: str, position: int, reference: date | datetime | None, periods: list[PeriodMention] | None
) -> PeriodMention | None:
    """The period that the base names: it starts at ``position`` or behind a few words like ``mức`` and ``của``."""
    prefix = _MEAN_WORDS.match(view, position)
    first = prefix.end() if prefix else position
    if periods is None:
        window = text[position : position + 60]
        found = scan_periods(window, reference)
        if found and found[0].start <= first - position + 1:
            found[0].start, found[0].end = found[0].start + position, found[0].end + position
            return found[0]
        return None
    at = bisect_left(periods, position, key=lambda mention: mention.start)
    return periods[at] if at < len(periods) and periods[at].start <= first + 1 else None


def base_at(mention: BaseMention, reference: date | datetime | None) -> Base:
    """The base meant in an article of that day, where the figure's period is not known.

    Articles report the month, quarter or half that is ending or has just ended, and from January to March the year
    before: a named period is compared with those.
    """
    today = day_of(reference)
    if today is None and mention.period is not None and mention.period.unit == "month":
        return mention.base if mention.period.explicit_year else "previous_month"
    if today is None or (mention.period is None and mention.year is None):
        return mention.base
    years = (today.year - 1, today.year - 2) if today.month <= 3 else (today.year - 1,)
    if mention.year is not None:
        return "same_period_last_year" if mention.year in years else "other"
    named = mention.period
    if named is None or named.period[1] is None:
        return mention.base
    if named.unit in ("months", "half", "season"):
        return "same_period_last_year" if named.period[1].year in years else "other"
    for begin, end in _reported(today, named.unit):
        base = mention.base_for(begin, end)
        if base != "other":
            return base
    return "other"


def _reported(today: date, unit: str) -> list[tuple[date, date]]:
    """The periods that an article of that day is likely to report, in the grain of the named one."""
    last_month = today.replace(day=1) - timedelta(days=1)
    if unit == "month":
        return [month_span(day.year, day.month, day.month) for day in (last_month, today)]
    if unit == "quarter":
        return [
            month_span(day.year, (day.month - 1) // 3 * 3 + 1, (day.month + 2) // 3 * 3) for day in (last_month, today)
        ]
    years = [today.year, today.year - 1] if today.month <= 3 else [today.year]
    return [(date(year, 1, 1), date(year, 12, 31)) for year in years]
