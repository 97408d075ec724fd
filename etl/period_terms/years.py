"""Years and what is counted in them: ``năm 2022``, ``giai đoạn 2021-2025``, ``vụ đông xuân 2022``, ``đến nay``."""

from __future__ import annotations

import re
from datetime import date

from etl.period_terms.term import (
    ANY_YEAR,
    COUNTED,
    NOWHERE,
    RELATIVE_YEAR,
    RELATIVE_YEARS,
    YEAR,
    Reader,
    Term,
    Unit,
)
from etl.units import match_unit

_YEARS = re.compile(
    rf"(?:cả |các |trọn |toàn )?năm (?:tài chính |ngân sách |kế hoạch )?(?P<first>{ANY_YEAR})(?P<more>(?:(?:, ?| và |"
    rf" ?- ?| đến | tới |/|"
    rf", và )(?:năm )?{ANY_YEAR}){{0,8}})"
)
_YEAR_RELATIVE = re.compile(
    rf"(?:cả |trong )?năm (?P<which>{RELATIVE_YEAR}|qua(?![^\W_])|vừa qua|vừa rồi|kia(?![^\W_]))"
)
_WHOLE_YEAR = re.compile(r"cả năm(?! học)(?![^\W_])")
_TERM_YEARS = re.compile(
    rf"(?P<word>giai đoạn|nhiệm kỳ|thời kỳ|thời kì|chu kỳ|năm học|niên học|niên khóa|niên khoá)(?: \(| từ|"
    rf" \d{{1,2}} năm| các| 5 năm)*"
    rf"(?: năm)? ?(?P<first>{YEAR})(?: ?(?:-|/|đến|tới|và)(?: năm)? ?(?P<last>{YEAR}|\d\d(?!\d)))?"
)
_SEASON = re.compile(
    r"(?:niên vụ|mùa vụ|vụ|mùa)(?: sản xuất)?(?: lúa)?(?: (?:chiêm xuân|đông xuân|xuân hè|hè thu|thu đông|thu mùa|"
    r"xuân|hè|thu|đông|mùa|chiêm))?"
    rf"(?: (?:mía|cà phê|ép mía|muối|lúa))?,?(?: năm)? (?P<first>{YEAR}|{RELATIVE_YEAR})(?: ?[-/] ?(?P<last>{YEAR}|"
    rf"\d\d(?!\d)))?"
)
_CROP_YEAR = re.compile(
    rf"(?:niên vụ|mùa vụ)(?: (?!năm|từ|của)[^\W\d_]+){{1,6}} (?P<first>{YEAR}) ?[-/] ?(?P<last>{YEAR}|\d\d(?!\d))"
)
_UNTIL_YEAR = re.compile(rf"(?:đến|tới|hết|cuối) (?P<year>{YEAR})(?= ?(?:[,.;:)]|và |$))")
_BARE_YEARS = re.compile(rf"(?P<first>{YEAR}) ?(?:-|đến(?: năm)?|tới(?: năm)?) ?(?P<last>{YEAR})(?![-/]\w)")
_DECADE = re.compile(
    r"(?:thập niên|thập kỷ|những năm) (?:(?P<year>(?:19|20)\d0)|(?P<yy>\d0))(?![\d-])(?: (?:của )?(?:thế kỷ|"
    r"tk) (?:xx|20|trước))?"
)
_NOW = re.compile(
    r"(?:(?:tính |cho )?(?:đến|tới) (?:nay|hôm nay|hiện nay|hiện tại|giờ|(?:ngày |thời điểm |lúc )(?:này|hôm nay|"
    r"hiện tại|hiện nay))"
    r"|hiện nay|hiện tại|tại thời điểm này|thời điểm (?:này|hiện tại)|hiện(?= (?:có|còn|toàn|đang|đã|tỉnh|huyện|xã|"
    r"thành phố|thị xã|phường|trên địa bàn|cả)))(?![^\W_])"
)
_EDGE = re.compile(
    r"(?P<edge>đầu|giữa|cuối|hết) (?P<unit>năm|tháng|qu[ýí])(?! ?(?:\d|[ivx]+\b|nay\b|này\b|ngoái|trước|một|hai|ba|"
    r"tư))(?![^\W_])"
)
_CONTEXT = re.compile(
    r"(?:trong |cả |toàn )(?:tháng|qu[ýí]|năm|kỳ|tuần)(?![^\W_])(?! ?(?:\d|[ivxl]+(?![^\W_])|(?:một|nhất|hai|ba|bốn|"
    r"tư|năm|sáu|bảy|tám|"
    r"chín|mười|giêng|chạp|này|nay|trước|qua|vừa|tới|sau|ngoái|học|rồi|đầu|cuối|tài chính|ngân sách|"
    r"kế hoạch)(?![^\W_])))"
)
_NOT_NOW = re.compile(r"(?:thực|thể|biểu|xuất|phát|tái) $")


def _read_years(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    first = int(match["first"])
    later = [int(year) for year in re.findall(r"\d{4}", match["more"])]
    last = later[-1] if later else first
    if last < first or (first < 1900 and match_unit(view, match.end(), folded=view)):
        return None
    unit: Unit = "year" if first == last else "range"
    return Term(match.start(), match.end(), unit, (date(first, 1, 1), date(last, 12, 31)), explicit_year=True)


def _read_until_year(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    """``tầm nhìn đến 2050``: a year without its word, where nothing counted follows."""
    year = int(match["year"])
    span = (date(year, 1, 1), date(year, 12, 31))
    return Term(match.start("year"), match.end(), "year", span, explicit_year=True)


def _read_year_relative(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if COUNTED.search(view, max(0, match.start() - 8), match.start()):
        return None
    which = match["which"]
    if which in ("qua", "vừa qua", "vừa rồi"):
        if reference is not None and reference.month > 3:
            return None
        which = "trước"
    if reference is None:
        return Term(match.start(), match.end(), "year", NOWHERE, explicit_year=True)
    year = reference.year + RELATIVE_YEARS[which]
    return Term(match.start(), match.end(), "year", (date(year, 1, 1), date(year, 12, 31)), explicit_year=True)


def _read_whole_year(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return Term(match.start(), match.end(), "year")


def _read_term_years(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    unit: Unit = "school_year" if match["word"].startswith(("năm học", "niên")) else "term"
    return _years_between(match, unit, reference)


def _years_between(match: re.Match[str], unit: Unit, reference: date | None) -> Term | None:
    written = match["first"]
    if not written[0].isdigit():
        if reference is None:
            return Term(match.start(), match.end(), unit, NOWHERE, explicit_year=True)
        first = reference.year + RELATIVE_YEARS[written]
    else:
        first = int(written)
    last = first
    if match["last"]:
        last = int(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
    elif unit == "term":
        return None
    if not first <= last <= first + 60:
        return None
    return Term(match.start(), match.end(), unit, (date(first, 1, 1), date(last, 12, 31)), explicit_year=True)


def _read_season(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if match[0].startswith(("mùa 2", "mùa 1", "vụ 2", "vụ 1", "mùa năm", "vụ năm")) and not match["last"]:
        return None
    return _years_between(match, "season", reference)


def _read_bare_years(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return _years_between(match, "range", reference)


def _read_decade(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    first = int(match["year"]) if match["year"] else 1900 + int(match["yy"])
    if match["yy"] and int(match["yy"]) < 30 and match[0].startswith("thập"):
        return None  # thập niên 20: of which century?
    return Term(match.start(), match.end(), "decade", (date(first, 1, 1), date(first + 9, 12, 31)), explicit_year=True)


def _read_now(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if match[0] == "hiện" and _NOT_NOW.search(view, max(0, match.start() - 5), match.start()):
        return None
    if view.endswith("trước ", 0, match.start()):
        return None  # lớn nhất từ trước đến nay
    return Term(match.start(), match.end(), "now", (None, reference), explicit_year=True)


def _read_edge(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    if reference is None:
        return Term(match.start(), match.end(), "edge", NOWHERE)
    unit = match["unit"]
    if unit == "năm":
        first, last = 1, 12
    elif unit in ("quý", "quí"):
        first = (reference.month - 1) // 3 * 3 + 1
        last = first + 2
    else:
        first = last = reference.month
    term = Term(match.start(), match.end(), "edge", None, first, last)
    term.fixed = term.in_year(reference.year)
    return term


def _read_context(view: str, match: re.Match[str], reference: date | None) -> Term | None:
    return Term(match.start(), match.end(), "context", NOWHERE)


YEARS: Reader = (_YEARS, _read_years)
YEAR_RELATIVE: Reader = (_YEAR_RELATIVE, _read_year_relative)
WHOLE_YEAR: Reader = (_WHOLE_YEAR, _read_whole_year)
TERM_YEARS: Reader = (_TERM_YEARS, _read_term_years)
SEASON: Reader = (_SEASON, _read_season)
CROP_YEAR: Reader = (_CROP_YEAR, _read_season)
UNTIL_YEAR: Reader = (_UNTIL_YEAR, _read_until_year)
BARE_YEARS: Reader = (_BARE_YEARS, _read_bare_years)
DECADE: Reader = (_DECADE, _read_decade)
NOW: Reader = (_NOW, _read_now)
EDGE: Reader = (_EDGE, _read_edge)
CONTEXT: Reader = (_CONTEXT, _read_context)
