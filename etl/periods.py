"""Periods of Vietnamese prose: months, quarters, halves, spans, dates as of, seasons, terms, relative phrases.

Two steps, both linear. One compiled expression finds the *atoms* (``quý I-2022``, ``6 tháng đầu năm``, ``ngày 30/6``);
then neighbours are put together (``từ … đến …``, ``quý I và quý II``) and the words before an atom are read
(``tính đến hết``, ``cuối``). A year that is not written is taken from the reference, the clock of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from etl.dates import day_of, full_year, month_length
from etl.period_terms import Term, find_terms
from etl.text import fold
from etl.units import match_unit

Kind = Literal[
    "day", "week", "month", "quarter", "half", "months", "year", "range", "asof", "season", "school_year", "term",
    "decade", "now", "vague", "context", "edge", "lunar", "time",
]  # fmt: skip
Span = tuple[date | None, date | None]


@dataclass(slots=True)
class PeriodMention:
    """A period as a text names it.

    ``start``/``end`` are offsets of the whole phrase with its ``tính đến`` or ``từ``. ``period`` holds the first and
    last day, both inclusive; the first is None as of a date; both are None where the phrase or the clock does not
    decide. Kinds beyond the plain ones: ``asof`` (``đến hết tháng 5``), ``now`` (``đến nay``, ``hiện nay``: as of the
    clock), ``vague`` (``giữa tháng 5``: period of the whole unit), ``context`` (``trong tháng``, ``trong kỳ``: the
    governing period), ``lunar`` (no solar day is given), ``time`` (a clock time, only to be masked).
    ``explicit_year`` says whether the year is written; ``in_year`` moves a mention whose year was not.
    """

    start: int
    end: int
    period: Span
    kind: Kind
    explicit_year: bool
    cumulative: bool
    text: str
    unit: Kind = "day"
    """Kind of the atom that the phrase rests on (``month`` in ``đến hết tháng 5``)."""

    def in_year(self, year: int) -> Span:
        """The period in another year, for a mention without one: the governing year of an article."""
        first, last = self.period
        if self.explicit_year or last is None:
            return self.period
        shift = year - last.year
        return (_shifted(first, shift) if first else None, _shifted(last, shift))


def _shifted(day: date, years: int) -> date:
    month_end = day.day == month_length(day.year, day.month)
    last = month_length(day.year + years, day.month)
    return date(day.year + years, day.month, last if month_end else min(day.day, last))


def month_span(year: int, first: int, last: int) -> tuple[date, date]:
    """First day of month ``first`` to last day of month ``last`` of one year."""
    return date(year, first, 1), date(year, last, month_length(year, last))


def time_period_code(start: date | None, end: date | None) -> str:
    """SDMX time period: 2022, 2022-S1, 2022-Q1, 2022-03, 2022-03-31 (also as of a day); other spans ``start/end``."""
    if end is None:
        return "" if start is None else f"{start.isoformat()}/"
    if start is None or start == end:
        return end.isoformat()
    if start.day == 1 and end == month_span(end.year, end.month, end.month)[1] and start.year == end.year:
        whole = _whole_months(start.month, end.month)
        if whole is not None:
            return f"{start.year}{whole}"
    return f"{start.isoformat()}/{end.isoformat()}"


def _whole_months(first: int, last: int) -> str | None:
    length = last - first + 1
    if length == 1:
        return f"-{first:02d}"
    if length == 3 and first % 3 == 1:
        return f"-Q{last // 3}"
    if length == 6 and first in (1, 7):
        return f"-S{last // 6}"
    return "" if length == 12 else None


_LINK = re.compile(r"(?:,| \))?(?: ?- ?| (?:cho )?(?:đến|tới) )(?P<edge>(?:hết|cuối|đầu|giữa|trước) )?(?:ngày )?")
_AND = re.compile(r" và (?:cả )?|, ")
_FROM = re.compile(r"(?<![^\W_])(?:kể )?từ (?:(?P<edge>đầu|giữa|cuối) )?(?:ngày )?$")
_FROM_ENDS = ("từ ", "đầu ", "giữa ", "cuối ", "ngày ")
_TO = re.compile(
    r"(?:(?P<from>(?:lũy kế |luỹ kế |tính )?(?:từ|kể từ) đầu (?P<since>năm|tháng|quý)(?: (?P<year>(?:19|20)\d\d)|"
    r" nay| này)?,? )?"
    r"(?P<now>từ nay )?(?:tính |kể |chốt |lũy kế |luỹ kế |cộng dồn |cho )?(?:đến|tới)(?: thời điểm)?(?: ngày)?|"
    r"(?P<at>(?:tại |vào )?thời điểm(?: ngày)?)) $"
)
_EDGE = re.compile(r"(?<![^\W_])(?P<edge>hết(?: ngày)?|cuối|đầu|giữa|trước(?: ngày)?|kết thúc) $")
_EDGE_ENDS = ("hết ", "hết ngày ", "cuối ", "đầu ", "giữa ", "trước ", "trước ngày ", "thúc ")
_TO_ENDS = ("đến ", "tới ", "điểm ", "đến ngày ", "tới ngày ", "điểm ngày ")
_CUMULATIVE = re.compile(r"(?:lũy kế|luỹ kế|tích lũy|tích luỹ|cộng dồn|tính chung|lũy kế cả|qua)(?: [^\W_]{1,6})?,? $")
_BRACKET = re.compile(r" ?[(,]? ?(?:tức )?(?:ngày )?")
_DATE_COMPANY = re.compile(
    r"(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|từ|đến|tới|hết|dịp|lễ|trước|sau|mùng|mồng|khánh|lao động|phụ nữ|vào|lúc|"
    r"điểm|\() ?$"
)
_NOUN_BEHIND = re.compile(
    r" (?!(?:đến|tới|nay|tại|toàn|tỉnh|trên|theo|sẽ|bắt|các|cả|đã|trở|năm|cho|và|khi|thì|là|áp|giá)(?![^\W_]))[^\W\d_]"
)
_AMOUNT_BEHIND = re.compile(r" ?(?:%|‰|triệu|tỷ|tỉ|nghìn|ngàn|trăm|vạn|chục|điểm|số)")
_WINDOW = 48


def scan_periods(
    text: str, reference: date | datetime | None, *, folded: str | None = None, joined: bool = False
) -> list[PeriodMention]:
    """All periods named in ``text``, in order, without overlaps.

    ``reference`` is the clock of the page, None where it is not known: then periods without a written year have no
    days. ``joined`` puts ``quý I và quý II/2022`` together, for a phrase that is one period. ``folded`` is
    ``etl.text.fold(text)`` where the caller has it.
    """
    view = fold(text) if folded is None else folded
    today = day_of(reference)
    terms = list(find_terms(view, today))
    mentions: list[PeriodMention] = []
    index = 0
    while index < len(terms):
        mention, index = _mention(view, terms, index, today, joined)
        if mention is not None:
            while mentions and mention.start < mentions[-1].end:
                mentions.pop()  # đầu năm, of từ đầu năm đến ngày 15/6
            mention.text = text[mention.start : mention.end]
            mentions.append(mention)
    return mentions


def _mention(
    view: str, terms: list[Term], index: int, today: date | None, joined: bool
) -> tuple[PeriodMention | None, int]:
    """The mention that starts with ``terms[index]``, and the index of the next unread term."""
    term = terms[index]
    following = terms[index + 1] if index + 1 < len(terms) else None
    if following is not None and following.start - term.end <= 24:
        both = _from_to(view, term, following, today) or _day_and_date(view, term, following, today)
        if both is None and joined:
            both = _and(view, term, following, today)
        if both is not None:
            return both, index + 2
    if term.bare and term.unit in ("day", "range") and not _in_date_company(view, term, joined):
        return None, index + 1
    return _single(view, term, today), index + 1


def _in_date_company(view: str, term: Term, joined: bool) -> bool:
    """Whether bare digits are a date: a word of dates before them; ``từ 8 - 12 triệu`` is a range of amounts."""
    company = _DATE_COMPANY.search(view, max(0, term.start - 9), term.start)
    if company is not None and company[0].strip() == "từ" and _is_rising(term) and _NOUN_BEHIND.match(view, term.end):
        return False  # từ 5 - 7 nhiệm vụ
    if company is None or company[0].strip() in ("từ", "đến", "tới", "(", "hết", "điểm"):
        amount = _AMOUNT_BEHIND.match(view, term.end) or match_unit(view, term.end, folded=view)
        return amount is None and (joined or company is not None)
    return True


def _is_rising(term: Term) -> bool:
    """Whether the digits of a day also make a range: 5-7, not 28-4."""
    return term.unit == "day" and term.first_day is not None and term.first_day < term.first_month


def _from_to(view: str, first: Term, last: Term, today: date | None) -> PeriodMention | None:
    """``từ quý I đến hết quý III/2022``, ``từ năm 2020 đến nay``; a plain hyphen links terms of one kind."""
    since = _since(view, first)
    if last.unit == "now":
        return _until_now(view, first, last, since, today)
    link = _LINK.fullmatch(view, first.end, last.start)
    if link is None or "time" in (first.unit, last.unit) or not _may_link(first, last, since is not None):
        return None
    begin, end = _ends(first, last, today)
    edge = link["edge"] or ""
    if begin is None or end is None or begin > end:
        return None
    vague = edge.startswith(("đầu", "giữa", "trước")) or (since is not None and since["edge"] in ("giữa", "cuối"))
    start = since.start() if since else first.start
    explicit = first.explicit_year or last.explicit_year
    cumulative = since is not None and begin.month == 1 and begin.day == 1 and begin.year == end.year
    kind: Kind = "vague" if vague else "range"
    return PeriodMention(start, last.end, (begin, end), kind, explicit, cumulative, "", last.unit)


def _since(view: str, term: Term) -> re.Match[str] | None:
    """The ``từ`` right before a term, with ``đầu``, ``giữa`` or ``cuối``."""
    if not view.endswith(_FROM_ENDS, 0, term.start):
        return None
    return _FROM.search(view, max(0, term.start - 16), term.start)


def _may_link(first: Term, last: Term, since: bool) -> bool:
    if first.unit in ("now", "context", "lunar", "edge") or last.unit in ("context", "lunar", "edge", "months", "half"):
        return False
    if first.unit in ("months", "half") and first.bare:
        return False
    return since or (first.unit == last.unit and first.unit in ("day", "month", "quarter", "year") and not last.bare)


def _ends(first: Term, last: Term, today: date | None) -> Span:
    """First day of ``first`` and last day of ``last``; each takes from the other the year that it does not name."""
    if first.explicit_year and not last.explicit_year:
        begin = first.span(today)[0]
        end = last.span(today, begin.year)[1] if begin else None
        if begin and end and end < begin:
            end = last.span(today, begin.year + 1)[1]
        return begin, end
    end = last.span(today)[1]
    begin = first.span(today, end.year)[0] if end and not first.explicit_year else first.span(today)[0]
    if begin and end and begin > end and not first.explicit_year:
        begin = first.span(today, end.year - 1)[0]
    return begin, end


def _until_now(
    view: str, first: Term, now: Term, since: re.Match[str] | None, today: date | None
) -> PeriodMention | None:
    if (
        since is None
        or view[first.end : now.start].strip(" ,)")
        or not view.startswith(("đến", "tới", "cho đến", "tính đến"), now.start)
    ):
        return None
    begin = first.span(today)[0]
    if since["edge"] in ("giữa", "cuối") or begin is None or today is None or begin > today:
        return None
    cumulative = begin == date(today.year, 1, 1)
    return PeriodMention(
        since.start(), now.end, (begin, today), "range", first.explicit_year, cumulative, "", first.unit
    )


def _day_and_date(view: str, first: Term, last: Term, today: date | None) -> PeriodMention | None:
    """``sáng nay (8/4)``: the written date decides."""
    relative = first.unit == "now" or (first.unit == "day" and first.first_day is None)
    if (
        not relative
        or last.unit != "day"
        or last.first_day is None
        or not _BRACKET.fullmatch(view, first.end, last.start)
    ):
        return None
    span = last.span(today)
    if first.unit == "now":
        return PeriodMention(first.start, last.end, (None, span[1]), "asof", last.explicit_year, False, "")
    return PeriodMention(first.start, last.end, span, "day", last.explicit_year, False, "")


def _and(view: str, first: Term, last: Term, today: date | None) -> PeriodMention | None:
    """``quý I và quý II/2022``, ``năm 2021 và 6 tháng đầu năm 2022``: one period where the second follows at once."""
    if not _AND.fullmatch(view, first.end, last.start) or first.unit in ("now", "context", "lunar", "edge", "time"):
        return None
    begin, end = _ends(first, last, today)
    middle = first.span(today)[1] if first.explicit_year or end is None else first.span(today, end.year)[1]
    if begin is None or end is None or middle is None or begin > end:
        return None
    next_begin = last.span(today, None if last.explicit_year else end.year)[0]
    if next_begin is None or (first.unit != "day" and next_begin != middle + timedelta(days=1)):
        return None
    explicit = first.explicit_year or last.explicit_year
    return PeriodMention(first.start, last.end, (begin, end), "range", explicit, False, "", last.unit)


def _single(view: str, term: Term, today: date | None) -> PeriodMention | None:
    begin, end = term.span(today)
    mention = PeriodMention(term.start, term.end, (begin, end), "day", term.explicit_year, term.cumulative, "", "day")
    mention.kind = mention.unit = term.unit
    if term.unit in ("time", "lunar", "context"):
        return mention
    if term.unit == "now":
        return _since_start(view, term, mention, today)
    if term.unit == "edge":
        return _edge(view, term, mention, today)
    edge = _before(_EDGE, _EDGE_ENDS, view, term.start) if term.unit != "range" else None
    to = _before(_TO, _TO_ENDS, view, edge.start() if edge else term.start)
    if edge is None and to is None:
        return _plain(view, term, mention)
    if term.unit == "range" and to is not None and to["from"] is None:
        return mention
    return _as_of(mention, edge, to, today)


def _before(pattern: re.Pattern[str], ends: tuple[str, ...], view: str, start: int) -> re.Match[str] | None:
    """What ``pattern`` finds right before ``start``; ``ends`` are the ways its matches end, cheap to test."""
    if not view.endswith(ends, 0, start):
        return None
    return pattern.search(view, max(0, start - _WINDOW), start)


def _plain(view: str, term: Term, mention: PeriodMention) -> PeriodMention:
    if term.unit == "range":
        since = _since(view, term)
        mention.start = since.start() if since else term.start
    if term.unit in ("months", "half"):
        # luỹ kế toàn tỉnh 5 tháng, tính chung 5 tháng
        together = _CUMULATIVE.search(view, max(0, term.start - 20), term.start)
        mention.cumulative = mention.cumulative or together is not None
    return mention


def _as_of(
    mention: PeriodMention, edge: re.Match[str] | None, to: re.Match[str] | None, today: date | None
) -> PeriodMention:
    """Read the words before a term: until its end, from the start of the year until its end, or somewhere in it."""
    end = mention.period[1]
    word = edge["edge"] if edge else ""
    mention.start = to.start() if to else edge.start() if edge else mention.start
    if word in ("đầu", "giữa"):
        mention.kind = "vague"
        return mention
    if word.startswith("trước"):
        mention.kind = "vague"
        return mention
    mention.kind, mention.cumulative = "asof", False
    if to is not None and to["now"] and today is not None and end is not None and today <= end:
        mention.period, mention.kind = (today, end), "range"
        return mention
    if to is None or to["from"] is None or end is None:
        mention.period = (None, end)
        return mention
    year = full_year(to["year"]) if to["year"] else end.year
    begin = {"năm": date(year, 1, 1), "tháng": end.replace(day=1)}.get(to["since"])
    mention.period = (begin, end)
    mention.kind, mention.cumulative = "range", True
    mention.explicit_year = mention.explicit_year or to["year"] is not None
    return mention


_SINCE_START = re.compile(r"(?:kể )?từ (?:đầu (?P<since>năm|tháng|quý)(?: (?P<year>(?:19|20)\d\d)| nay| này)?),? $")


def _since_start(view: str, term: Term, mention: PeriodMention, today: date | None) -> PeriodMention:
    """``đến nay`` alone is as of the clock; after ``từ đầu năm`` it closes a span."""
    mention.kind = mention.unit = "now"
    since = _SINCE_START.search(view, max(0, term.start - 32), term.start)
    if since is None:
        return mention
    mention.start = since.start()
    if today is None:
        return mention
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    year = full_year(since["year"]) if since["year"] else today.year
    begin = {"năm": date(year, 1, 1), "tháng": today.replace(day=1)}.get(since["since"], quarter)
    mention.period, mention.kind, mention.unit, mention.cumulative = (begin, today), "range", "year", True
    mention.explicit_year = since["year"] is not None
    return mention


def _edge(view: str, term: Term, mention: PeriodMention, today: date | None) -> PeriodMention | None:
    """``cuối năm`` without a number is as of the end of the clock's own; ``đầu`` and ``giữa`` are vague."""
    mention.unit = "year" if view.startswith("năm", term.end - 3) else "month"
    if view.startswith(("đầu", "giữa"), term.start):
        mention.kind = "vague"
        return mention
    to = _TO.search(view, max(0, term.start - _WINDOW), term.start)
    mention.kind, mention.period = "asof", (None, mention.period[1])
    if to is not None:
        mention.start = to.start()
        if to["now"] and today is not None:
            mention.kind, mention.period = "range", (today, mention.period[1])
    return mention
