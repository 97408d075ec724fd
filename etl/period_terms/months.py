"""Weeks, months, quarters and halves: ``tháng 4/2022``, ``6 tháng đầu năm``, ``quý I-2022``, ``nửa cuối năm``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from etl.period_terms.term import (
    COUNTED,
    MONTH,
    MONTH_WORDS,
    NOWHERE,
    RELATIVE_YEAR,
    YEAR,
    YEAR_OF,
    Reader,
    Term,
    Unit,
    dated,
    month_number,
)

_COUNT = r"(?P<count>mười một|mười|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|0?[1-9]|1[0-2])"
# A small L stands for the Roman one by a slip of the papers.
_QUARTERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4,
    "một": 1, "nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4,
}  # fmt: skip
_QUARTER = r"(?:[il]v|[il]{1,3}|0?[1-4]|một|nhất|hai|ba|bốn|tư)(?![^\W_])"
_MONTH_YEAR = re.compile(rf"(?P<month>0?[1-9]|1[0-2]) ?[/.-] ?(?P<year>{YEAR})(?![-/]\w)")
_MONTHS = re.compile(
    rf"{_COUNT} tháng(?P<side> đầu(?: tiên)?| cuối| còn lại)?(?: (?:của|trong))?(?P<whose>(?: ?[-/] ?| năm | )"
    rf"(?P<year>{YEAR})| năm (?P<relative>{RELATIVE_YEAR})| năm(?! học)(?![^\W_])|"
    rf" nay(?![^\W_]))?(?P<past> (?:vừa )?qua)?"
)
_QUARTER_COUNT = re.compile(
    rf"(?P<count>hai|ba|2|3) qu[ýí] (?P<side>đầu|cuối)(?: của)? năm(?: (?P<year>{YEAR})|"
    rf" (?P<relative>{RELATIVE_YEAR}))?"
)
_QUARTER_TERM = re.compile(
    rf"qu[ýí] ?(?P<quarter>{_QUARTER})(?P<more>(?:(?:, ?| và | ?\+ ?| ?- ?|, và )(?:qu[ýí] )?{_QUARTER}(?!\d|"
    rf"[.,]\d)){{0,3}})"
    rf"{YEAR_OF}?"
)
_QUARTER_RELATIVE = re.compile(r"qu[ýí] (?P<which>này|trước|qua|vừa qua|tới|sau)(?![^\W_])(?! đó)")
_QUARTER_EDGE = re.compile(
    rf"qu[ýí] (?P<side>đầu|cuối)(?: tiên)?(?: của)? năm(?: (?P<year>{YEAR})| (?P<relative>{RELATIVE_YEAR}))?"
)
_MONTH_TERM = re.compile(
    rf"tháng ?(?P<month>{MONTH}|giêng|chạp)(?P<more>(?:(?:, ?| và | ?- ?)(?:tháng )?(?:0?[1-9]|"
    rf"1[0-2])(?!\d|[.,]\d|%)){{0,5}}"
    rf"(?= ?[-/.] ?(?:19|20)\d\d| năm))?(?:{YEAR_OF})?(?P<lunar> ?\(?(?:âm lịch|al\b))?"
    r"(?P<ahead> (?:tới|sắp tới)(?![^\W_]))?"
)
_MONTH_RELATIVE = re.compile(r"tháng (?P<which>này|trước|qua|vừa qua|tới|sau)(?![^\W_])(?! đó)")
_HALF = re.compile(
    rf"nửa (?:năm )?(?P<side>đầu|cuối|sau)(?: của)?(?: năm(?! học)(?:(?: ?[-/] ?| )(?P<year>{YEAR})|"
    rf" (?P<relative>{RELATIVE_YEAR}))?"
    rf"| (?P<only>{YEAR})| tháng(?: (?P<month>{MONTH})(?:(?: ?[-/.] ?|,? năm )(?P<month_year>{YEAR}))?)?)(?![^\W_])"
)
_DAYS_OF_MONTH = re.compile(
    rf"(?P<count>[12]?\d) ngày (?P<side>đầu|cuối) tháng (?P<month>{MONTH})(?:(?: ?[-/.] ?|,? năm )(?P<year>{YEAR}))?"
)
_TEN_DAYS = re.compile(
    rf"(?P<part>thượng|trung|hạ) tuần tháng (?P<month>{MONTH})(?:(?: ?[-/.] ?|,? năm )(?P<year>{YEAR}))?"
)
_LISTED_MONTHS = re.compile(
    r"(?P<count>[2-6]) tháng (?P<months>(?:0?[1-9]|1[0-2])"
    r"(?:(?:, ?| và ?| ?- ?)(?:0?[1-9]|1[0-2])(?!\d|[.,]\d|%)){1,5})"
    rf"{YEAR_OF}"
)
_SHORT_QUARTER = re.compile(rf"q\.?(?P<quarter>i{{1,3}}|iv|[1-4]) ?[-/.] ?(?P<year>{YEAR})")
_SHORT_MONTH = re.compile(rf"t(?P<month>0?[1-9]|1[0-2])[-/.](?P<year>{YEAR})")
_SHORT_MONTHS = re.compile(rf"(?P<count>[2-9]|1[0-2])t[-/ ]?(?P<year>{YEAR})")
_WEEK = re.compile(r"tuần (?P<which>này|trước|qua|vừa qua|rồi|tới|sau)(?![^\W_])(?! đó)")
_WEEK_NUMBER = re.compile(
    rf"tuần (?:thứ )?(?P<number>[1-5]?\d)(?![\d.,%])(?: ?/ ?(?P<year>{YEAR})|,? (?:của )?năm "
    rf"(?P<of_year>{YEAR}|nay(?![^\W_]))"
    r"|(?= (?:cả nước|toàn|tỉnh|thành phố|tp|hà nội|số ca|ghi nhận|đã|có|trên)(?![^\W_])| ?[(,]))"
)
_DIGITS_GO_ON = re.compile(r"[-/]\d")
_OF_DOCUMENT = re.compile(r"(?:số|điều|khoản|luật) $")
_NOT_MONTHS_AFTER = re.compile(
    r" (?:tuổi|tù|liên tiếp|sau|trước|kể từ|liền|liên tục|rưỡi|nữa|lương|tiền|một lần|mỗi|giam|kỳ|bảo hành|nghỉ|học|"
    r"trở lên)\b|/"
)
_MONTH_BEHIND = re.compile(rf" (?:\d{{1,2}}(?![\d.,])|{MONTH})(?! (?:ngày|tuần|năm))")
_NOT_MONTHS_BEFORE = re.compile(
    r"(?:(?<!\d)\d{1,2} năm|(?<![^\W_])(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười) năm|"
    r"sau|trong vòng|thời hạn|thời gian|mỗi|hạn|ít nhất|tối thiểu|tạm giam|kéo dài|hơn|gần|-|đến|tới|suốt|từ) $"
)


# After the months that a report is about (Sau 11 tháng, …).
_AFTER = re.compile(r"(?:^|[.\n] ?)sau \Z")
_OF_WEEK = re.compile(r"(?<![^\W_])tuần(?: thứ)? \Z")


def _week_of_year(match: re.Match[str]) -> Term | None:
    """``tuần 8/2023``, of epidemic reports: the ISO week."""
    try:
        monday = date.fromisocalendar(int(match["year"]), int(match["month"]), 1)
    except ValueError:
        return None
    term = Term(match.start(), match.end(), "week", explicit_year=True)
    term.fixed = (monday, monday + timedelta(days=6))
    return term


def _read_month_year(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if _OF_WEEK.search(view, max(0, match.start() - 9), match.start()):
        return _week_of_year(match)
    if _OF_DOCUMENT.search(view, max(0, match.start() - 6), match.start()):
        return None
    month = int(match["month"])
    return dated(Term(match.start(), match.end(), "month", None, month, month), match, reference, "year")


def _read_months(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    written, side, whose = match["count"], (match["side"] or "").strip(), match["whose"]
    count = int(written) if written.isdigit() else MONTH_WORDS[written]
    end = match.end()
    if whose and whose.strip() == "năm" and not side:
        end, whose = match.end("side") if match["side"] else match.start("whose"), None
    if view.startswith((" nhiệm kỳ", " năm học", " mùa"), end):
        return None
    bare = not side and not whose
    if bare and count == 1:
        return None  # một tháng is a length
    if bare and _MONTH_BEHIND.match(view, end):
        return None  # 08 tháng 4
    if (
        bare
        and not _are_over(view, match, count, reference)
        and (
            _NOT_MONTHS_AFTER.match(view, end)
            or _NOT_MONTHS_BEFORE.search(view, max(0, match.start() - 10), match.start())
        )
    ):
        return None
    unit: Unit = "half" if count == 6 and side and side != "còn lại" else "months"
    late = side in ("cuối", "còn lại")
    first, last = (13 - count, 12) if late else (1, count)
    term = Term(match.start(), end, unit, None, first, last, bare=bare, cumulative=not late)
    if count == 12 and not bare:
        term.unit = "year"
    if whose == " nay" or (match["past"] and reference and reference.month - count not in (0, 1)):
        return None
    return dated(term, match, reference, "year", "relative")


def _are_over(view: str, match: re.Match[str], count: int, reference: date | None) -> bool:
    """``Sau 11 tháng, tỉnh thu hút …`` in December: the months of the year so far, not a length of time."""
    if (
        reference is None
        or not view.startswith(",", match.end())
        or not _AFTER.search(view, max(0, match.start() - 6), match.start())
    ):
        return False
    return reference.month - count in (0, 1) or (count == 12 and reference.month == 1)


def _read_listed_months(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``3 tháng 7, 8, 9-2021``: as many months as counted, one after another."""
    months = [int(number) for number in re.findall(r"\d+", match["months"])]
    if len(months) != int(match["count"]) or months != list(range(months[0], months[0] + len(months))):
        return None
    term = Term(match.start(), match.end(), "months", None, months[0], months[-1])
    return dated(term, match, reference, "year", "yy", "relative")


def _read_short_months(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``6T/2022``."""
    last = int(match["count"])
    return dated(Term(match.start(), match.end(), "months", None, 1, last, cumulative=True), match, reference, "year")


def _read_month(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    word = match["month"]
    if word in ("giêng", "chạp") or match["lunar"]:
        return Term(match.start(), match.end(), "lunar", NOWHERE)
    first = month_number(word)
    later = [int(number) for number in re.findall(r"\d+", match["more"] or "")]
    last = later[-1] if later else first
    if last < first or _DIGITS_GO_ON.match(view, match.end()):
        return None
    unit: Unit = "month" if first == last else "months"
    term = Term(match.start(), match.end(), unit, None, first, last, ahead=bool(match["ahead"]))
    return dated(term, match, reference, "year", "yy", "relative")


def _read_month_relative(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if COUNTED.search(view, max(0, match.start() - 12), match.start()):
        return None
    shift = {"này": 0, "tới": 1, "sau": 1}.get(match["which"], -1)
    if reference is None:
        return Term(match.start(), match.end(), "month", NOWHERE, explicit_year=True)
    index = reference.year * 12 + reference.month - 1 + shift
    month = index % 12 + 1
    term = Term(match.start(), match.end(), "month", None, month, month, explicit_year=True)
    term.fixed = term.in_year(index // 12)
    return term


def _quarter_number(written: str) -> int:
    return _QUARTERS[written.replace("l", "i")]


def _read_quarter(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    first = _quarter_number(match["quarter"])
    last = first
    for written in re.findall(_QUARTER, match["more"]):
        last = _quarter_number(written)
    if last < first:
        return None
    term = Term(match.start(), match.end(), "quarter" if first == last else "months", None, 3 * first - 2, 3 * last)
    return dated(term, match, reference, "year", "yy", "relative")


def _read_quarter_count(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    months = 3 * (3 if match["count"] in ("ba", "3") else 2)
    late = match["side"] == "cuối"
    first, last = (13 - months, 12) if late else (1, months)
    term = Term(match.start(), match.end(), "months", None, first, last, cumulative=not late)
    return dated(term, match, reference, "year", "relative")


def _read_quarter_relative(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    shift = {"này": 0, "tới": 1, "sau": 1}.get(match["which"], -1)
    if reference is None:
        return Term(match.start(), match.end(), "quarter", NOWHERE, explicit_year=True)
    index = reference.year * 4 + (reference.month - 1) // 3 + shift
    term = Term(match.start(), match.end(), "quarter", None, index % 4 * 3 + 1, index % 4 * 3 + 3, explicit_year=True)
    term.fixed = term.in_year(index // 4)
    return term


def _read_quarter_edge(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    first = 1 if match["side"] == "đầu" else 10
    return dated(
        Term(match.start(), match.end(), "quarter", None, first, first + 2), match, reference, "year", "relative"
    )


def _read_short_quarter(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``Q1/2022``, of tables and headings."""
    last = 3 * _quarter_number(match["quarter"])
    return dated(Term(match.start(), match.end(), "quarter", None, last - 2, last), match, reference, "year")


def _read_half(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    late = match["side"] != "đầu"
    if " tháng" in match[0]:
        return _half_month(match, reference, late)
    first, last = (7, 12) if late else (1, 6)
    term = Term(match.start(), match.end(), "half", None, first, last, cumulative=not late)
    return dated(term, match, reference, "year", "only", "relative")


def _half_month(match: re.Match[str], reference: date | None, late: bool) -> Term | None:
    if not match["month"]:
        return None
    month = month_number(match["month"])
    term = Term(match.start(), match.end(), "range", None, month, month, 16 if late else 1, None if late else 15)
    return dated(term, match, reference, "month_year")


def _read_days_of_month(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    month, count = month_number(match["month"]), int(match["count"])
    if match["side"] == "cuối" or not 1 <= count <= 28:
        return None
    term = Term(match.start(), match.end(), "range", None, month, month, 1, count)
    return dated(term, match, reference, "year")


def _read_ten_days(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """The thirds of a month: days 1 to 10, 11 to 20, 21 to the last."""
    month = month_number(match["month"])
    first, last = {"thượng": (1, 10), "trung": (11, 20), "hạ": (21, None)}[match["part"]]
    term = Term(match.start(), match.end(), "range", None, month, month, first, last)
    return dated(term, match, reference, "year")


def _read_week(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if COUNTED.search(view, max(0, match.start() - 8), match.start()):
        return None
    if reference is None:
        return Term(match.start(), match.end(), "week", NOWHERE, explicit_year=True)
    shift = {"này": 0, "tới": 7, "sau": 7}.get(match["which"], -7)
    monday = reference + timedelta(days=shift - reference.weekday())
    return Term(match.start(), match.end(), "week", (monday, monday + timedelta(days=6)), explicit_year=True)


def _read_week_number(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``tuần 8/2023``: Monday to Sunday of the week as epidemics are counted (ISO 8601)."""
    if COUNTED.search(view, max(0, match.start() - 8), match.start()):
        return None
    number, written = int(match["number"]), match["year"] or match["of_year"]
    explicit = written is not None and written != "nay"
    if not explicit and reference is None:
        return None
    year = int(written) if explicit else reference.year if reference else 0
    monday = _monday(year, number)
    if not explicit and reference is not None and monday is not None and monday > reference:
        monday = _monday(year - 1, number)
    if monday is None:
        return None
    return Term(match.start(), match.end(), "week", (monday, monday + timedelta(days=6)), explicit_year=explicit)


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


MONTH_YEAR: Reader = (_MONTH_YEAR, _read_month_year)
SHORT_MONTH: Reader = (_SHORT_MONTH, _read_month_year)
MONTHS: Reader = (_MONTHS, _read_months)
LISTED_MONTHS: Reader = (_LISTED_MONTHS, _read_listed_months)
SHORT_MONTHS: Reader = (_SHORT_MONTHS, _read_short_months)
MONTH_TERM: Reader = (_MONTH_TERM, _read_month)
MONTH_RELATIVE: Reader = (_MONTH_RELATIVE, _read_month_relative)
QUARTER_TERM: Reader = (_QUARTER_TERM, _read_quarter)
QUARTER_COUNT: Reader = (_QUARTER_COUNT, _read_quarter_count)
QUARTER_RELATIVE: Reader = (_QUARTER_RELATIVE, _read_quarter_relative)
QUARTER_EDGE: Reader = (_QUARTER_EDGE, _read_quarter_edge)
SHORT_QUARTER: Reader = (_SHORT_QUARTER, _read_short_quarter)
HALF: Reader = (_HALF, _read_half)
DAYS_OF_MONTH: Reader = (_DAYS_OF_MONTH, _read_days_of_month)
TEN_DAYS: Reader = (_TEN_DAYS, _read_ten_days)
WEEK: Reader = (_WEEK, _read_week)
WEEK_NUMBER: Reader = (_WEEK_NUMBER, _read_week_number)
