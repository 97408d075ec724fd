"""Numerals of an article as figures: value, unit, counted noun, and the words that belong to them on the right.

A figure that is no quantity (a date, a document number, an age) is *masked*: it keeps a named class.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

from etl.indicators.catalogue import DATA, load_yaml
from etl.indicators.match import Hit
from etl.numbers import Numeral
from etl.text import match_fold
from etl.units import match_unit

TIME_UNITS = frozenset({"day", "hour", "minute", "week", "month", "year"})
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_STOP = re.compile(r",(?!\d)| thì |[;:()\n]|(?<!\btp)(?<!\btx)(?<!\btt)\.(?!\d)| - |\.{3}|…")
_STOP_COUNT = re.compile(_STOP.pattern + r"|(?<!so) với | so (?=với|cùng|năm|sánh)")
_STOP_AMOUNT = re.compile(_STOP.pattern + r"| và | với (?=mức |tốc độ|tổng |số vốn|giá trị)")
_BRACKET = re.compile(r"\([^()\d.;:]{1,60}\)(?= (?:đạt|được|tham gia|hoàn thành|bị|đã|có|mới)(?![^\W_]))")
_AND = re.compile(r" và (?:[^\W\d_]+ ){0,2}\Z")
_BEFORE_NEXT = re.compile(r"(?: (?:được |mới )?(?:cho|là|đạt))?(?: (?:hơn|trên|gần|khoảng))? \Z")
_OF_NEXT = re.compile(r"[^,;.()]{0,40}(?<![^\W_])(?:đạt|ước|là|tăng|giảm)(?: (?:khoảng|gần|trên|hơn|được|đạt))* ")
_CAUSE = re.compile(r" (?:do|nhờ|bởi|vì) ")
_BOUNDS = {
    **dict.fromkeys(("hơn", "trên", "vượt", "ít nhất", "tối thiểu", "không dưới"), "above"),
    **dict.fromkeys(("gần", "dưới", "chưa đến", "không quá", "tối đa", "ngót", "chưa tới"), "below"),
    **dict.fromkeys(("khoảng", "xấp xỉ", "chừng", "tầm", "trên dưới", "vào khoảng", "ước khoảng"), "about"),
}
_BOUND_ENDS = frozenset(words.rsplit(" ", 1)[-1] for words in _BOUNDS)
_AT_LEAST = re.compile(r" ?(?:%|[^\W\d_/]+)?(?: [^\W\d_]+)? trở lên")


@dataclass(slots=True)
class Figure:
    """One numeral with what stands to its right. Offsets are of the article's text.

    ``after`` is behind the unit, ``stop`` behind the words that belong to the figure (noun phrase of a count, ``dự toán
    năm`` of a percent); ``total`` is the b of ``a/b``.
    """

    start: int
    end: int
    value: float
    unit: str
    after: int
    stop: int
    low: float | None = None
    high: float | None = None
    noun: str = ""
    bound: str = "exact"
    currency_implied: bool = False
    total: Figure | None = None
    right: list[Hit] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        """Whether the unit is a counted noun."""
        return bool(self.noun)


@lru_cache(maxsize=1)
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {match_fold(noun): unit for unit, nouns in load_yaml(DATA / "nouns.yaml").items() for noun in nouns}
    names = "|".join(re.escape(noun) for noun in sorted(table, key=len, reverse=True))
    return re.compile(rf" ?({names})(?![^\W_])"), table


def bound_of(folded: str, numeral_start: int, after: int) -> str:
    """The bound that the words before a numeral state, or ``trở lên`` behind it."""
    words = folded[max(0, numeral_start - 16) : numeral_start].rstrip(" ").rsplit(" ", 3)
    if words[-1] == "gấp":
        words.pop()
    if words and words[-1] in _BOUND_ENDS:
        found = _BOUNDS.get(" ".join(words[-2:])) or _BOUNDS.get(words[-1])
        if found:
            return found
    return "above" if folded.find(" trở lên", after, after + 40) >= 0 and _AT_LEAST.match(folded, after) else "exact"


_COUNTED = frozenset({"count", "rank", "age", "calendar", "duration"})
_KWH = {"mwh": 1000, "gwh": 1000000}


def figure(folded: str, numeral: Numeral) -> Figure:
    """The figure of one numeral with its unit; nouns and tails are added by ``add_tail``."""
    value = numeral.value if numeral.value is not None else 0.0
    made = Figure(numeral.start, numeral.end, value, "", numeral.after, numeral.after, numeral.low, numeral.high)
    if folded.startswith("%", numeral.after) and not folded.startswith(
        ("/", " /", "o ", "o,", "o.", "o;", "o)", "0 "), numeral.after + 1
    ):
        made.unit, made.after = "PERCENT", numeral.after + 1  # half of all figures; the file of units says the same
    elif (unit := match_unit(folded, numeral.after, folded=folded)) is not None and unit.dimension not in _COUNTED:
        made.unit, made.after = unit.unit, unit.end
        if unit.code == "per_mille":
            made.unit = "per_mille"
        if unit.code in _KWH:
            made.unit, made.value = "kwh", made.value * _KWH[unit.code]
    elif folded.endswith("usd ", 0, numeral.start):
        made.unit = "USD"
    elif numeral.multiplier >= 10**6 and numeral.kind != "words" and _bare_money(folded, numeral):
        made.unit, made.currency_implied = "VND", True
    made.stop = made.after
    made.bound = bound_of(folded, made.start, made.after)
    return made


_AFTER_MONEY = re.compile(
    r" ?(?:[,;.()\n]|$|vốn|thuế|so |trong |cho |của |từ |và |với |bằng |là |tiền|đạt |tăng |giảm |ước |chiếm |/)"
)


def _bare_money(folded: str, numeral: Numeral) -> bool:
    """``thu 4.120 tỷ``: the currency word is dropped after tỷ or triệu where no counted noun follows."""
    return bool(_AFTER_MONEY.match(folded, numeral.after))


_NO_NOUN = re.compile(
    r"(?:và|với|là|so|ở|tại|của|trong|cho|tăng|giảm|đạt|bằng|chiếm|từ|đến|lên|còn|thì|do|vào|theo|đã|được|có|vượt|"
    r"nhưng|trên|dưới)(?![^\W_])"
)


def add_tail(folded: str, fig: Figure, hits: list[Hit], starts: list[int], limit: int) -> None:
    """Read the words right of a figure up to ``limit``: its counted noun and where its own words stop."""
    if not fig.unit:
        pattern, table = _nouns()
        match = pattern.match(folded, fig.after)
        if match:
            fig.noun, fig.unit, fig.after = match[1], table[match[1]], match.end()
        else:
            word = (
                _WORD.match(folded, fig.after + 1)
                if folded[fig.after : fig.after + 1] == " "
                else _WORD.match(folded, fig.after)
            )
            if word and word.end() <= limit and not _NO_NOUN.match(folded, word.start()):
                fig.noun, fig.unit, fig.after = word[0], word[0], word.end()
    stop = (_STOP_COUNT if fig.noun or not fig.unit else _STOP_AMOUNT).search(folded, fig.after, limit)
    end = stop.start() if stop else limit
    beyond = _BRACKET.match(folded, end, limit) if fig.noun else None
    if beyond is not None:  # 604 trường (cả công lập và tư thục) đạt chuẩn quốc gia
        stop = _STOP_COUNT.search(folded, beyond.end(), limit)
        end = stop.start() if stop else limit
    cause = None if fig.noun else _CAUSE.search(folded, fig.after, end)
    first = bisect_left(starts, fig.end)
    last = bisect_left(starts, cause.start() if cause else end)
    for hit in hits[first:last]:
        if hit.end > end:
            # A form with inner commas (lúa bị ngập, đổ) carries the tail on.
            if hit.phrase.senses and hit.end <= limit and hit.start <= fig.after + 12:
                end = max(end, hit.end)
            else:
                continue
        if fig.unit == "PERCENT" and hit.phrase.strong and _OF_NEXT.fullmatch(folded, hit.end, limit):
            end = hit.start
            break  # tăng 11,06% kim ngạch nhập khẩu ước đạt 1.484 triệu USD: a comma was left out
        if (
            hit.phrase.senses
            and _BEFORE_NEXT.match(folded, hit.end, limit)
            and _AND.search(folded, fig.after, hit.start)
        ):
            end = folded.rfind(" và ", fig.after, hit.start)
            break  # 822 người và giới thiệu việc làm cho 876 người
        if beyond is not None and beyond.start() <= hit.start < beyond.end():
            continue
        if hit.start >= fig.after and _ends_tail(hit):
            end = hit.start
            break
        fig.right.append(hit)
    fig.stop = max(fig.after, end)


_TAIL_ENDERS = frozenset(
    {
        "up",
        "down",
        "exceed",
        "equal",
        "share",
        "times",
        "contribute",
        "short",
        "parts",
        "contrast",
        "rank",
        "respectively",
    }
)


def _ends_tail(hit: Hit) -> bool:
    return bool(hit.phrase.roles & _TAIL_ENDERS) and not hit.phrase.strong
