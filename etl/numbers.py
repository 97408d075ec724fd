"""Numbers of Vietnamese prose: dot thousands, comma decimals, stacked magnitudes, ranges, multiples, number words.

``scan_numbers`` finds every run of digits and every worded number of a text in one linear pass, with the span of the
numeral itself (``8.634,8`` of ``8.634,8 tỷ đồng``) and the value with its magnitudes applied. Whether a numeral is a
figure, a date or a document number is for the caller to say; the flags tell what its shape leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from typing import Literal, NamedTuple

from etl.text import branched, fold

Kind = Literal["digits", "range", "words", "multiple"]

POWERS = {
    "chục": 1,
    "trăm": 2,
    "nghìn": 3,
    "ngàn": 3,
    "vạn": 4,
    "triệu": 6,
    "tr": 6,
    "tỷ": 9,
    "tỉ": 9,
    "k": 3,
}
"""Powers of ten of the magnitude words; they stack: ``nghìn tỷ``, ``triệu tỷ``."""

DIGIT_WORDS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_LAST_DIGITS = {**DIGIT_WORDS, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_HALVES = ("rưỡi", "rưởi")
MULTIPLE_WORDS = {"đôi": 2.0, "rưỡi": 1.5, "tư": 4.0, "mười": 10.0, **{w: float(v) for w, v in DIGIT_WORDS.items()}}

_NO_LETTER = r"(?![^\W\d_])"
# "tỷ" opens other words too: năm 2021 tỷ lệ hộ nghèo is no magnitude.
_BILLION = r"t[ỷỉ](?! (?:lệ|trọng|số|suất|giá|phú|phần)\b)"
_MAGNITUDE = rf" {{0,3}}(?:trăm|chục|nghìn|ngàn|vạn|triệu|{_BILLION}){_NO_LETTER}"
_SHORT_MILLION = r" ?tr(?:(?=\.? ?(?:đ|usd)|/)|\.(?=(?:người|lượt|hk|tấn|con|m3|kwh|sp)))"
# The first digit is [0-9], which the engine looks for four times faster than for \d; fold() leaves no other digits.
_NUMERAL = re.compile(
    r"(?P<digits>[0-9]\d*(?:[.,]\d+)*"
    r"(?:(?: \d{3})+(?!\d)(?:,\d+)?"  # 1 234
    r"| \.\d{3}(?!\d)"  # 9 .400
    rf"| ,\d{{1,2}}(?!\d)(?= ?%|{_MAGNITUDE})"  # 312 ,5 triệu
    r"|, \d{1,2}(?= ?%))?)"  # 12, 5%
    rf"(?:(?P<magnitude>(?:{_MAGNITUDE}){{1,3}}|{_SHORT_MILLION}|(?<=\d\d)k{_NO_LETTER})"
    rf"(?: (?P<tail>\d{{1,3}}(?:,\d+)?)(?P<tail_magnitude>(?:{_MAGNITUDE}){{1,3}})"  # 8 tỷ 913 triệu
    rf"(?: (?P<last>\d{{1,3}}(?:,\d+)?)(?P<last_magnitude>(?:{_MAGNITUDE}){{1,3}}))?"
    r"|(?:(?<=nghìn)|(?<=ngàn)) (?P<ones>\d{3})(?![\d%]|[.,/-]\d| ?%))?"  # 2 nghìn 500
    rf"(?P<half> rư[ỡở]i{_NO_LETTER})?)?"
)

_WORD = (
    r"một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|tư|lăm|nhăm|linh|lẻ|không|"
    r"trăm|chục|nghìn|ngàn|vạn|triệu|" + _BILLION + r"|rưỡi|rưởi|nửa|phần"
)
_NEXT_WORD = rf" (?:{_WORD}){_NO_LETTER}"
# Alone, "năm" is the year of a date.
_FIRST_WORDS = [word if word != "năm" else f"năm(?={_NEXT_WORD})" for word in DIGIT_WORDS] + ["mười", "nửa"]
_WORDED = re.compile(rf"{branched(_FIRST_WORDS)}{_NO_LETTER}(?:{_NEXT_WORD}){{0,12}}")
_MULTIPLE = re.compile(
    r"gấp (?:hơn |gần |khoảng |trên |tới |đến )?(?P<word>đôi|rưỡi|một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười)"
    rf"{_NO_LETTER}(?! (?:mươi|trăm|chục|nghìn))(?P<half> lần rưỡi)?"
)
# Words before a worded number that make it an ordinal, a name or a vague amount.
_NOT_AMOUNT = re.compile(
    r"(?:thứ|tháng|mùng|mồng|khóa|khoá|hạng|giải|quý|hàng|vài|mấy|nhiều|dăm|khu vực|lần|bậc|loại|cấp|gấp|"
    r"từng|cuối|đầu|mỗi|nhóm|tuyến|bên thứ|bà|ông|chị|anh|xã|thôn|tổ|ấp|bản) $"
)
_ARTICLE_NEXT = re.compile(
    r" (?:số|trong|cách|phần|vài|chút|bộ phận|loạt|mặt|khi|bên|mình|thời|lòng|chiều|lúc|thể|cửa|lần nữa)\b"
)
# Digits may be glued to these words by a slip (đạt41,2); after other letters they are part of a name (QL1A, m2).
_GLUING_WORD = re.compile(
    r"(?<![^\W\d_])(?:đạt|tăng|giảm|trên|hơn|gần|dưới|là|còn|lên|xuống|từ|đến|tới|lúc|ngày|tháng|năm|quý|khoảng|vượt|"
    r"bằng|gấp|"
    r"chiếm|ước|và|có|số|với|của)$"
)
_PERIOD_BEFORE = re.compile(r"(?:tháng|ngày|năm|quý|số|điều|khoản|khóa|khoá|thứ|lần|sáng|chiều|tối|trưa|hôm|đợt) $")
_DATE_BEFORE = re.compile(
    r"(?:tháng|ngày|năm|quý|khóa|khoá|sáng|chiều|tối|trưa|đêm|hôm|nay|mùng|mồng|nhiệm kỳ|giai đoạn|thời kỳ|số|học) $"
)
_LINK = re.compile(r" ?%? ?(?:-|~|÷|đến|tới) ?")
_LINK_WITH_UNIT = re.compile(r" ?[^\W\d_]+(?: [^\W\d_]+)?(?:/[^\W\d_]+)? (?:đến|tới) ")
_FROM_BEFORE = re.compile(r"\btừ (?:khoảng |trên |hơn |gần )?$")
_UNIT_AFTER = re.compile(r" ?(?:%|‰|[^\W\d_])")
_DIGIT_AFTER_SIGN = re.compile(r"[-/.]\d")


@dataclass(slots=True)
class Numeral:
    """One numeral of a text.

    ``start``/``end`` span the numeral itself, without sign, magnitude and unit (a range from its first numeral to its
    last, ``8 tỷ 913`` of ``8 tỷ 913 triệu``). ``after`` is the offset behind the magnitude, where a unit may follow.
    ``value`` is a plain number with ``multiplier`` applied: the middle of a range, None where the digits form no
    number (``8.4.2022``). Flags: ``dot3`` a dot before exactly three digits, read as thousands (before ``%`` as a
    decimal); ``dot_decimal``; ``comma_thousands``; ``spaced``; ``malformed``; ``minus`` (the value is negative);
    ``code`` glued to letters on the left (QL1, COVID-19); ``glued`` to letters on the right; ``slash`` beside ``/``;
    ``article`` for ``một`` that may be no number.
    """

    start: int
    end: int
    after: int
    value: float | None
    multiplier: int
    text: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    flags: tuple[str, ...] = ()


class _Digits(NamedTuple):
    """A decimal as an integer and its number of decimal places, so that magnitudes apply without rounding."""

    integer: int
    places: int
    flags: tuple[str, ...]

    def times(self, power: int) -> float:
        if power >= self.places:
            return self.integer * int(10 ** (power - self.places))
        return self.integer / int(10 ** (self.places - power))


@lru_cache(maxsize=16384)
def read_digits(written: str, percent: bool = False) -> _Digits | None:
    """Read ``12.345,6`` and its slips; None where the marks form no number. Rules N1 to N9 of the house.

    ``percent`` says that a percent sign follows: then a dot before three digits is a decimal dot (``1.125%``).
    """
    if len(written) > 40:  # no quantity; and a longer integer is slow to parse
        return None
    digits = written.replace(" ", "") if " " in written else written
    flags = ("spaced",) if len(digits) != len(written) else ()
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        return _Digits(int(digits), 0, flags)
    if dots and commas:
        return _mixed_marks(digits, dots, commas, flags)
    if commas == 1:
        return _decimal(digits, ",", flags)
    if commas:
        return _thousands(digits, ",", (*flags, "comma_thousands"))
    if dots > 1:
        return _thousands(digits, ".", flags)
    return _one_dot(digits, percent, flags)


def _one_dot(digits: str, percent: bool, flags: tuple[str, ...]) -> _Digits | None:
    head, tail = digits.split(".")
    if len(tail) != 3 or len(head) > 3 or head.startswith("0"):
        return _decimal(digits, ".", (*flags, "dot_decimal"))
    return _decimal(digits, ".", (*flags, "dot3")) if percent else _thousands(digits, ".", (*flags, "dot3"))


def _mixed_marks(digits: str, dots: int, commas: int, flags: tuple[str, ...]) -> _Digits | None:
    thousands, decimal = (".", ",") if digits.rfind(",") > digits.rfind(".") else (",", ".")
    if digits.count(decimal) > 1:
        return None
    whole, fraction = digits.split(decimal)
    read = _thousands(whole, thousands, flags)
    if read is None:
        return None
    return _Digits(int(f"{read.integer}{fraction}"), len(fraction), read.flags)


def _decimal(digits: str, mark: str, flags: tuple[str, ...]) -> _Digits:
    whole, fraction = digits.split(mark)
    return _Digits(int(whole + fraction), len(fraction), flags)


def _thousands(digits: str, mark: str, flags: tuple[str, ...]) -> _Digits | None:
    head, *groups = digits.split(mark)
    if len(head) > 3 or any(len(group) != 3 for group in groups):
        return None
    return _Digits(int(head + "".join(groups)), 0, flags)


@lru_cache(maxsize=1024)
def power_of(magnitude: str | None) -> int:
    """Power of ten of a run of magnitude words: ``nghìn tỷ`` is 12."""
    return sum(POWERS[word.rstrip(".")] for word in magnitude.split()) if magnitude else 0


def scan_numbers(text: str, *, folded: str | None = None) -> list[Numeral]:
    """All numerals of ``text`` in order, without overlaps. ``folded`` is ``fold(text)`` where the caller has it."""
    view = fold(text) if folded is None else folded
    digits = _join_ranges(view, _scan_digits(view))
    found = _merge(digits, list(_scan_words(view)))
    for numeral in found:
        numeral.text = text[numeral.start : numeral.end]
    return found


def _share_magnitude(view: str, first: Numeral, second: Numeral) -> None:
    """``16.548/22.856 tỷ đồng``: the magnitude behind the second number of a pair holds for the first."""
    if first.multiplier == 1 and first.value is not None and view[first.after] == "/":
        first.value, first.multiplier = first.value * second.multiplier, second.multiplier


_START = attrgetter("start")


def _merge(digits: list[Numeral], words: list[Numeral]) -> list[Numeral]:
    if not words:
        return digits
    ordered = sorted([*digits, *words], key=_START)
    kept: list[Numeral] = []
    for numeral in ordered:
        if not kept or numeral.start >= kept[-1].end:
            kept.append(numeral)
    return kept


def _scan_digits(view: str) -> list[Numeral]:
    found: list[Numeral] = []
    for match in _NUMERAL.finditer(view):
        written = match["digits"]
        if " " in written and not _may_be_spaced(view, match):
            found += _unjoined(view, match)
        elif match.lastgroup == "digits":
            found.append(_plain(view, match.start(), match.end(), written))
        else:
            found.append(_scaled(view, match))
    return found


def _may_be_spaced(view: str, match: re.Match[str]) -> bool:
    """``1 234 tỷ`` is one number, ``tháng 1 234 hộ`` two: groups join only where no period word owns the first."""
    start = match.start()
    if ", " in match["digits"]:
        return view[max(0, start - 2) : start] != ", "  # 3, 4, 5% is a list
    if not match["digits"].split(" ", 1)[0].isdigit() or match["digits"].index(" ") > 3:
        return False
    return not _PERIOD_BEFORE.search(view, max(0, start - 6), start) and view[start - 1 : start] not in ("/", "-", ".")


def _unjoined(view: str, match: re.Match[str]) -> Iterator[Numeral]:
    """The numerals of a run whose blanks are no thousands marks; magnitudes belong to the last."""
    last = match.start("digits") + match["digits"].rfind(" ") + 1
    for part in re.finditer(r"\d+(?:[.,]\d+)*", match["digits"]):
        start = match.start("digits") + part.start()
        if start < last:
            yield _plain(view, start, match.start("digits") + part.end(), part[0])
    rest = _NUMERAL.match(view, last)
    if rest is not None:
        yield _plain(view, last, rest.end(), rest[0]) if rest.lastgroup == "digits" else _scaled(view, rest)


def _scaled(view: str, match: re.Match[str]) -> Numeral:
    """A numeral with its magnitude words."""
    start, end = match.span("digits")
    after = match.end()
    if match.lastgroup == "magnitude":
        value, multiplier, flags = _scaled_value(match["digits"], match["magnitude"])
        numeral = Numeral(start, end, after, value, multiplier, "", "digits", None, None, flags)
        return numeral if value is None else _with_neighbours(view, numeral)
    written, magnitude, tail, tail_magnitude, last, last_magnitude, ones, half = match.groups()
    power = power_of(magnitude)
    read = read_digits(written)
    if read is None:
        return Numeral(start, end, after, None, 10**power, "", "digits", None, None, ("malformed",))
    value = read.times(power)
    if ones:
        end, power = after, 0
        value += int(ones)
    if tail:
        end, head, power = match.end("tail"), power, power_of(tail_magnitude)
        if power > head == 3:  # 1 nghìn 200 tỷ is 1,200 billion
            value *= 10**power
        value += _decimal_or_integer(tail).times(power)
    if last:
        end, power = match.end("last"), power_of(last_magnitude)
        value += _decimal_or_integer(last).times(power)
    if half:
        value, end = value + 10**power // 2, after
    return _with_neighbours(view, Numeral(start, end, after, value, 10**power, "", "digits", None, None, read.flags))


@lru_cache(maxsize=16384)
def _scaled_value(written: str, magnitude: str) -> tuple[float | None, int, tuple[str, ...]]:
    """Value with its magnitude, the multiplier of that, and flags."""
    power, read = power_of(magnitude), read_digits(written)
    return (None, 10**power, ("malformed",)) if read is None else (read.times(power), 10**power, read.flags)


def _plain(view: str, start: int, end: int, written: str) -> Numeral:
    """A numeral without magnitude words."""
    if written.isdecimal() and end - start <= 40:
        return _with_neighbours(view, Numeral(start, end, end, int(written), 1, "", "digits"))
    value, flags = _plain_value(written, view.startswith(("%", " %"), end))
    if value is None:
        return Numeral(start, end, end, None, 1, "", "digits", None, None, flags)
    return _with_neighbours(view, Numeral(start, end, end, value, 1, "", "digits", None, None, flags))


@lru_cache(maxsize=16384)
def _plain_value(written: str, percent: bool) -> tuple[float | None, tuple[str, ...]]:
    """Value and flags of digits without a magnitude."""
    read = read_digits(written, percent)
    return (None, ("malformed",)) if read is None else (read.times(0), read.flags)


_CALM_BEFORE = frozenset('(;:\n"[.,')
_CALM_AFTER = frozenset(' %,.;:)\n"]')


def _with_neighbours(view: str, numeral: Numeral) -> Numeral:
    """Add what touches the numeral: a sign, letters, a slash."""
    start, after = numeral.start, numeral.after
    before = view[start - 1] if start else "\n"
    following = view[after] if after < len(view) else "\n"
    if before == " ":
        if start > 2 and view[start - 2] == "m" and view[start - 3] == "â" and _is_negative(view, start):
            _negate(numeral)
    elif before not in _CALM_BEFORE:
        _read_before(view, numeral, before)
    if following not in _CALM_AFTER:
        if following.isalpha():
            numeral.flags += ("glued",)
        elif following == "/" and before != "/":
            numeral.flags += ("slash",)
    return numeral


def _read_before(view: str, numeral: Numeral, before: str) -> None:
    start = numeral.start
    if before == "-":
        if _is_negative(view, start):
            _negate(numeral)
        elif start > 1 and view[start - 2].isalpha():
            numeral.flags += ("code",)
    elif before == "/":
        numeral.flags += ("slash",)
    elif before.isalpha():
        glued = _GLUING_WORD.search(view, max(0, start - 9), start)
        numeral.flags += ("glued_left",) if glued else ("code",)


def _negate(numeral: Numeral) -> None:
    if numeral.value is not None:
        numeral.value = -numeral.value
        numeral.flags += ("minus",)


def _decimal_or_integer(written: str) -> _Digits:
    """The second part of a chained amount: at most three digits and perhaps decimals."""
    return _decimal(written, ",", ()) if "," in written else _Digits(int(written), 0, ())


def _is_negative(view: str, start: int) -> bool:
    """A minus sign glued to the digits after a blank or bracket, or the word âm."""
    before = view[max(0, start - 4) : start]
    if before.endswith("-"):
        return len(before) == 1 or (before[-2] in " (" and not (len(before) > 2 and before[-3].isdigit()))
    return before == " âm " or (before == "âm " and start == 3)


_LINK_ENDS = ("-", "- ", "~", "~ ", "÷", "÷ ", "đến ", "tới ")


def _join_ranges(view: str, numerals: list[Numeral]) -> list[Numeral]:
    joined: list[Numeral] = []
    last = None
    for numeral in numerals:
        gap = numeral.start - last.after if last is not None else 31
        if last is not None and gap <= 30:
            if gap == 1 and numeral.multiplier != 1:
                _share_magnitude(view, last, numeral)
            if view.endswith(_LINK_ENDS, last.after, numeral.start):
                both = _range(view, last, numeral)
                if both is not None:
                    joined[-1] = last = both
                    continue
        joined.append(numeral)
        last = numeral
    return joined


def _range(view: str, low: Numeral, high: Numeral) -> Numeral | None:
    """``7,5-8%``, ``từ 3 đến 5 triệu``: two numerals and a link that mean one range, else None."""
    if low.kind == "range" or low.value is None or high.value is None:
        return None
    linked = _LINK.fullmatch(view, low.after, high.start)
    if not linked and not _repeats_unit(view, low, high):
        return None
    if "code" in low.flags or view[low.start - 1 : low.start] == "/" or _is_date_like(view, low, high):
        return None
    first = low.value
    if low.multiplier == 1 and high.multiplier > 1 and first * high.multiplier < high.value:
        first *= high.multiplier
    second = abs(high.value)  # the hyphen of 5 -8% is the link
    if first >= second:
        return None
    flags = tuple(flag for flag in (*low.flags, *high.flags) if flag in ("dot3", "dot_decimal", "glued", "slash"))
    middle = (first + second) / 2
    return replace(high, start=low.start, value=middle, kind="range", low=first, high=second, flags=flags)


def _repeats_unit(view: str, low: Numeral, high: Numeral) -> bool:
    """``từ 15 ha đến 20 ha``: the unit stands at both ends."""
    link = _LINK_WITH_UNIT.fullmatch(view, low.after, high.start)
    if link is None or not _FROM_BEFORE.search(view, max(0, low.start - 12), low.start):
        return False
    unit = link[0].rsplit(" ", 2)[0].strip()
    return view.startswith((unit, " " + unit), high.after)


def _is_date_like(view: str, low: Numeral, high: Numeral) -> bool:
    """Hyphens of dates (sáng 4-8), of years (2021-2025), and ends of day spans (từ 1 đến 7/10) link no range."""
    if _DIGIT_AFTER_SIGN.match(view, high.after):
        return True
    if _is_year(view, low) or (_is_year(view, high) and high.multiplier == 1 and low.multiplier == 1):
        return not view.startswith(("%", " %"), high.after)
    if high.multiplier > 1 or view.startswith(("%", " %"), high.after):
        return False
    if _DATE_BEFORE.search(view, max(0, low.start - 11), low.start):
        return True
    if _FROM_BEFORE.search(view, max(0, low.start - 12), low.start):
        return view.startswith((" tháng", " giờ", "h"), high.after)
    return not _UNIT_AFTER.match(view, high.after)


def _is_year(view: str, numeral: Numeral) -> bool:
    return (
        numeral.end - numeral.start == 4
        and view[numeral.start : numeral.end].isdigit()
        and ("1900" <= view[numeral.start : numeral.end] <= "2100")
    )


def _scan_words(view: str) -> Iterator[Numeral]:
    for match in _MULTIPLE.finditer(view):
        value = MULTIPLE_WORDS[match["word"]] + (0.5 if match["half"] else 0.0)
        start, end = match.span("word")
        yield Numeral(start, end, end, value, 1, "", "multiple")
    for match in _WORDED.finditer(view):
        numeral = _worded(view, match)
        if numeral is not None:
            yield numeral


def _worded(view: str, match: re.Match[str]) -> Numeral | None:
    start = match.start()
    if (start and view[start - 1].isalnum()) or _NOT_AMOUNT.search(view, max(0, start - 9), start):
        return None
    words = match[0].split(" ")
    while words:
        value = parse_words(words)
        if value is not None:
            break
        words.pop()
    if not words or value is None or words == ["năm"]:
        return None
    end = start + len(" ".join(words))
    if words == ["một"] and _ARTICLE_NEXT.match(view, end):
        return None
    flags = ("article",) if words == ["một"] else ()
    return Numeral(start, end, end, value, 1, "", "words", flags=flags)


def parse_words(words: Sequence[str]) -> float | None:
    """The number that folded Vietnamese words spell (``hai mươi lăm``, ``hai tỷ rưỡi``, ``hai phần ba``), or None."""
    if not words:
        return None
    if list(words) in (["nửa"], ["một", "nửa"]):
        return 0.5
    if words[0] == "nửa":  # nửa tỷ
        return _SCALES[words[1]] / 2 if len(words) == 2 and words[1] in _SCALES else None
    if "phần" in words:
        return _fraction(words)
    total, index, last = 0.0, 0, 10**18
    while index < len(words):
        group, index = _below_thousand(words, index)
        scale = 1
        while index < len(words) and words[index] in _SCALES:
            scale *= _SCALES[words[index]]
            index += 1
        if (group is None and scale == 1) or scale >= last:
            return None
        group = 1 if group is None else group
        total, last = total + group * scale, scale
        if index < len(words) and words[index] in _HALVES:
            half = scale / 2 if scale > 1 else (50 if group >= 100 and group % 100 == 0 else 0.5)
            return total + half if index == len(words) - 1 else None
        if scale == 1 and index < len(words):
            return None
        if scale > 1 and index == len(words) - 1 and words[index] in _LAST_DIGITS:
            return total + _LAST_DIGITS[words[index]] * scale / 10  # một triệu hai: 1.2 million
    return int(total) if total == int(total) else total


def _fraction(words: Sequence[str]) -> float | None:
    """``hai phần ba``; one part of a hundred is a percent and read by its unit, never here."""
    at = list(words).index("phần")
    behind = list(words[at + 1 :])
    above, below = parse_words(words[:at]), 4 if behind == ["tư"] else parse_words(behind)
    if not above or not below or below not in (2, 3, 4, 5, 6, 7, 8, 9, 10) or above >= below:
        return None
    return float(Fraction(int(above), int(below)))


def _below_thousand(words: Sequence[str], index: int) -> tuple[int | None, int]:
    """The part below a thousand that starts at ``index``, and the index behind it."""
    rest = list(words[index : index + 2])
    if len(rest) == 2 and rest[1] == "trăm" and (rest[0] in DIGIT_WORDS or rest[0] == "không"):
        hundreds = DIGIT_WORDS.get(rest[0], 0) * 100
        index += 2
    elif rest[:1] == ["trăm"]:
        hundreds, index = 100, index + 1
    elif rest and rest[0] in ("linh", "lẻ") and index:  # một nghìn linh năm
        digit = _LAST_DIGITS.get(rest[1]) if len(rest) == 2 else None
        return (None, index) if digit is None else (digit, index + 2)
    else:
        return _below_hundred(words, index)
    if words[index : index + 1] and words[index] in ("linh", "lẻ"):
        digit = _LAST_DIGITS.get(words[index + 1]) if index + 1 < len(words) else None
        return (None, index) if digit is None else (hundreds + digit, index + 2)
    tens, after = _below_hundred(words, index)
    if tens is None:
        return hundreds, index
    if after == index + 1 and tens < 10:  # một trăm hai: 120
        tens *= 10
    return hundreds + tens, after


def _below_hundred(words: Sequence[str], index: int) -> tuple[int | None, int]:
    if index >= len(words):
        return None, index
    first, second = words[index], words[index + 1] if index + 1 < len(words) else ""
    if first == "mười":
        digit = _LAST_DIGITS.get(second)
        return (10, index + 1) if digit is None else (10 + digit, index + 2)
    if first not in DIGIT_WORDS:
        return (_LAST_DIGITS[first], index + 1) if first in ("tư",) and index else (None, index)
    tens = DIGIT_WORDS[first]
    if second in ("mươi", "chục"):
        digit = _LAST_DIGITS.get(words[index + 2]) if index + 2 < len(words) else None
        return (tens * 10, index + 2) if digit is None else (tens * 10 + digit, index + 3)
    if second in ("mốt", "lăm", "nhăm", "tư"):  # hai lăm
        return tens * 10 + _LAST_DIGITS[second], index + 2
    return tens, index + 1
