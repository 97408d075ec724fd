"""One phrase, one amount: numbers, percents, money, quantities, multiples, ordinals and durations as news writes them.

Each reader answers None where the phrase holds no such amount, a vague one (``hàng nghìn``) or more than one. A range
is a pair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.numbers import DIGIT_WORDS, Numeral, parse_words, power_of, read_digits, scan_numbers
from etl.romans import ordinal_value
from etl.text import fold
from etl.units import UnitMatch, match_unit

Value = float | list[float]

_VAGUE = re.compile(
    r"(?<![^\W_])(?:hàng(?= (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|loạt|tá|đống))|vài|mấy|nhiều|dăm|vô số|"
    r"đôi ba|một vài|vài ba|cả (?=chục|trăm|nghìn|triệu|tỷ))(?![^\W_])"
)
_LEAD = re.compile(
    r"^(?:(?:khoảng|chừng|độ|tầm|hơn|trên|dưới|gần|xấp xỉ|ước|ước tính|ước đạt|đạt|ngót|ngót nghét|không dưới|"
    r"không quá|ít nhất|"
    r"tối thiểu|tối đa|chưa đến|chưa tới|có|là|lên|lên tới|tới|đến|bằng|còn|với|tổng cộng|cả thảy|vượt|quá|trên dưới|"
    r"từ|cỡ|"
    r"tăng|giảm|cao|thấp|gấp|mức|số|thêm|chỉ|trị giá|tổng|ước khoảng|mất|suốt|trong|trong vòng|trong suốt|kéo dài|"
    r"sau) )+"
)
_TAIL_WORDS = re.compile(r" (?:trở lên|trở xuống|có lẻ|đổ lên|tròn|chẵn|có dư)$")


@dataclass(slots=True)
class Amount:
    """A value and what it counts; ``unit`` is as the contract of ``solieu normalize`` names it."""

    value: Value
    unit: str | None = None


def plain(value: float) -> float:
    """An integer where the number is whole, so that 8634800000000.0 is written without a fraction."""
    return int(value) if value == int(value) else value


def _value(numeral: Numeral) -> Value | None:
    if numeral.low is not None and numeral.high is not None:
        return [plain(numeral.low), plain(numeral.high)]
    return None if numeral.value is None else plain(numeral.value)


def _only(numerals: Sequence[Numeral]) -> Numeral | None:
    """The one numeral of a phrase that is an amount; None where there are none or several."""
    amounts = [numeral for numeral in numerals if "code" not in numeral.flags and numeral.value is not None]
    return amounts[0] if len(amounts) == 1 else None


def read_number(phrase: str) -> Amount | None:
    """``12.345,6``, ``hai tỷ rưỡi``, ``3 nghìn 5``, ``hai phần ba``, ``1/3``, ``7 đến 7,5``."""
    view = fold(phrase).rstrip(" .;:").lstrip(" ;:")
    value = _worded(view) if not any(char.isdigit() for char in view) else _written(view)
    return None if value is None else Amount(value)


_YEAR_WORD = re.compile(r"năm (?:nay|này|ngoái|trước|tới|qua|sau|rồi|học|mới)(?![^\W_])")


_INDEFINITE = re.compile(
    r"(?:\w+ )??(?:một (?:số|ít|loạt|chút|mặt|bộ phận|thời|cách|khi|phần(?! (?:hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|"
    r"trăm|nghìn))|lần nữa)|hai con số)(?![^\W_])"
)


def _worded(view: str) -> Value | None:
    if _VAGUE.search(view) or _YEAR_WORD.match(view) or _INDEFINITE.match(view):
        return None
    negative = re.match(r"(?:.* )?(?:âm|trừ) (?=[^\W\d_])", view)
    bare = _TAIL_WORDS.sub("", _LEAD.sub("", view[negative.end() :] if negative else view))
    pair = _worded_range(bare)
    if pair is not None:
        return pair
    if " phẩy " in bare:
        return _worded_decimal(bare)
    words = bare.replace(",", " ").split()
    value = parse_words(words)
    while value is None and len(words) > 1 and words[-1] not in DIGIT_WORDS:
        words.pop()  # a unit behind the number
        value = parse_words(words)
    if value is None:
        return None
    return plain(-value if negative else value)


def _worded_decimal(view: str) -> float | None:
    """``mười hai phẩy năm``; behind the comma digits one by one, or tens (``phẩy hai mươi lăm``)."""
    whole, behind = view.split(" phẩy ", 1)
    head = 0 if whole == "không" else parse_words(whole.split(" "))
    digits = [{"không": 0, "tư": 4, "lăm": 5, "mốt": 1, **DIGIT_WORDS}.get(word) for word in behind.split(" ")]
    if None not in digits:
        places = "".join(map(str, digits))
    else:
        tens = parse_words(behind.split(" "))
        places = "" if tens is None or tens != int(tens) else str(int(tens))
    return None if head is None or head != int(head) or not places else float(f"{int(head)}.{places}")


_WORDED_RANGE = re.compile(
    r"(?:từ )?(?P<low>[^\W\d_]+(?: [^\W\d_]+)*?)(?:, ?| - |-| đến | tới | hay |"
    r" hoặc )(?P<high>[^\W\d_]+(?: [^\W\d_]+)*)"
)


def _worded_range(view: str) -> list[float] | None:
    """``hai, ba``; ``bảy tám trăm``; ``từ ba đến năm triệu``: the magnitude of the second holds for both."""
    match = _WORDED_RANGE.fullmatch(view)
    words = view.split(" ")
    if match is None and len(words) >= 2 and words[0] in DIGIT_WORDS and words[1] in DIGIT_WORDS:
        low_words, high_words = words[:1], words[1:]
    elif match is not None:
        low_words, high_words = match["low"].split(" "), match["high"].split(" ")
    else:
        return None
    low, high = parse_words(low_words), parse_words(high_words)
    if low is None or high is None:
        return None
    if low < 10 <= high and high_words[0] in DIGIT_WORDS:
        low *= high / DIGIT_WORDS[high_words[0]]
    return [plain(low), plain(high)] if low < high else None


_FRACTION = re.compile(r"(?<![\d.,/])(?P<above>\d{1,3}) ?(?:/|phần|trên) ?(?P<below>\d{1,3})(?![\d.,/])")
_COLLOQUIAL = re.compile(
    r"(?P<whole>\d+)(?: ?(?P<scale>trăm|nghìn|ngàn|triệu|tỷ|tỉ|vạn)) (?P<tenth>[1-9]|\d{3})(?![\d.,%])(?! (?:trăm|chục|"
    r"nghìn|ngàn|triệu|vạn|tỷ|tỉ))"
)
_HALF_MORE = re.compile(r"(?P<number>\d+(?:,\d+)?) rư[ỡở]i")


# 100 - 150.000: whether the first has lost its thousands is not to be seen.
_UNCLEAR_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2} ?(?:-|đến) ?\d{1,3}\.\d{3}(?![\d.])")


def _written(view: str) -> Value | None:
    if _VAGUE.search(view):
        return None
    if re.match(r"[.,]\d", view) or _UNCLEAR_THOUSANDS.search(view):
        return None
    if re.match(r"- \d", view):
        view = "-" + view[2:]  # a minus sign with a blank
    fraction = _FRACTION.search(view)
    if fraction is not None:
        above, below = int(fraction["above"]), int(fraction["below"])
        small = below <= 10 or (above == 1 and below <= 100)  # 118/97 and 12/14 are two numbers
        return above / below if 0 < above < below and small else None
    colloquial = _COLLOQUIAL.search(view)
    if colloquial is not None:
        power, behind = power_of(colloquial["scale"]), colloquial["tenth"]
        if power >= len(behind):  # 1 tỷ 2 is 1.2 billion, 1 triệu 200 is 1.2 million
            return int(colloquial["whole"] + behind) * int(10 ** (power - len(behind)))
    half = _HALF_MORE.search(view)
    if half is not None:
        read = read_digits(half["number"])
        return None if read is None else plain(read.times(0) + 0.5)
    numerals = scan_numbers(view)
    numeral = _only(numerals)
    if numeral is not None:
        return _value(numeral)
    return _pair(view, numerals)


_LINKED = re.compile(r" ?(?:[^\W\d_%]+ ?|% ?|[^\W\d_]+/[^\W\d_]+ ?){0,3}(?:-|~|÷|đến|tới) ?")


def _pair(view: str, numerals: Sequence[Numeral]) -> list[float] | None:
    """Two numerals that the scanner left apart, with a link between them and the second the greater."""
    if len(numerals) != 2:
        return None
    low, high = numerals
    if low.kind == "range" or high.kind == "range" or not _LINKED.fullmatch(view, low.after, high.start):
        return None
    if low.value is None or high.value is None:
        return None
    first, second = low.value, abs(high.value)
    if low.multiplier == 1 and high.multiplier > 1 and first * high.multiplier < second:
        first *= high.multiplier
    return [plain(first), plain(second)] if first < second else None


_POINTS = re.compile(r"điểm ?%|điểm (?:phần trăm|phầm trăm)|đpt|điểm$|điểm phần")
_PERCENT = re.compile(r"%|phần trăm|pct|‰|phần nghìn|phần ngàn")


def read_percent(phrase: str) -> Amount | None:
    """``âm 1,4%`` is -1.4; ``giảm 5%`` is 5; ``0,5 điểm phần trăm`` has the unit ``percentage_point``; ‰ is a tenth."""
    view = fold(phrase).strip(" .;:")
    points = _POINTS.search(view)
    sign = _PERCENT.search(view)
    if points is None and sign is None:
        return None
    bare = _POINTS.sub("", view) if points else _PERCENT.sub("%", view)
    if not any(char.isdigit() for char in bare):
        value = _worded(bare.replace("%", "").strip())
    else:
        value = _percent_value(bare)
    if value is None:
        return None
    if sign is not None and sign[0] in ("‰", "phần nghìn", "phần ngàn"):
        value = [item / 10 for item in value] if isinstance(value, list) else value / 10
    return Amount(value, "percentage_point" if points else "%")


def _percent_value(view: str) -> Value | None:
    if _VAGUE.search(view):
        return None
    view = re.sub(r"(?<=\d) , (?=\d{1,2} ?%)", ",", re.sub(r"^- (?=\d)", "-", view))
    numerals = scan_numbers(re.sub(r"%\s*/\s*(?:năm|tháng|quý)", "%", view))
    amounts = [numeral for numeral in numerals if "code" not in numeral.flags and numeral.value is not None]
    signed = [numeral for numeral in amounts if view.startswith(("%", " %"), numeral.after)] or amounts
    if len(signed) == 1:
        return _value(signed[0])
    return _pair(view, signed) if len(amounts) == 2 else None


_CURRENCY_FIRST = re.compile(r"(?P<currency>us\$|usd|vnđ|vnd|eur|jpy|cny|gbp|\$|€|£) ?(?=\d)")
_FIRST_CODES = {"us$": "USD", "$": "USD", "vnđ": "VND", "€": "EUR", "£": "GBP"}
_BRACKET = re.compile(r"(?<=[^\W_]) ?\(.*$")
_SHORT = re.compile(r"(?<=\d) ?tr(?![^\W\d_](?<!đ))\.? ?")
_MAGNITUDE_BEHIND = re.compile(
    r"(?<!phần )(?:tỷ|tỉ|triệu|nghìn|ngàn|trăm|vạn|k|tr)(?: rư[ỡở]i)?\.?(?= ?(?:/|$|\(|,|;|mỗi|một|[1-9]$))"
)


def names_currency(phrase: str) -> bool:
    """Whether a currency stands in the phrase, and not a magnitude alone (``4.120 tỷ``)."""
    view = fold(phrase)
    return bool(_CURRENCY_FIRST.search(view) or _SHORT.search(view) or _currency_units(view))


def read_money(phrase: str) -> Amount | None:
    """``8.634,8 tỷ đồng``, ``12 triệu/người``, ``1 tỷ 2``, ``hai tỷ rưỡi đồng``, ``$150``, ``3-5 triệu USD``."""
    view = _SHORT.sub(" triệu ", _BRACKET.sub("", fold(phrase)).strip(" .;:"))
    view = _ENGLISH_MAGNITUDE.sub(lambda match: _ENGLISH[match[0]], view)
    if _VAGUE.search(view):
        return None
    currency = _currency(view)
    if currency is None:
        return None
    value = _money_value(view)
    if value is None:
        return None
    return Amount(_sane_billions(view, value, currency), currency)


_ENGLISH = {"million": "triệu", "billion": "tỷ", "trillion": "nghìn tỷ"}
_ENGLISH_MAGNITUDE = re.compile(r"(?<=\d )(?:million|billion|trillion)(?![^\W_])")


def _currency(view: str) -> str | None:
    """The ISO code of the currency named, VND where only a magnitude stands (``4.120 tỷ``)."""
    first = _CURRENCY_FIRST.search(view)
    if first is not None:
        return _FIRST_CODES.get(first["currency"], first["currency"].upper())
    found = {unit.unit for unit in _currency_units(view)}
    if len(found) == 1:
        return found.pop()
    if not found and _MAGNITUDE_BEHIND.search(view):
        return "VND"
    return None


_UNIT_GAP = re.compile(r"(?<=[^\W_]) ?(?=[^\W\d_]|[$€£])")
_NEXT_WORD = re.compile(r" ?[^\W\d_]+| ?\S")


def _currency_units(view: str) -> list[UnitMatch]:
    """Units of money behind a number or magnitude; a denominator is left out (``đồng/USD`` is VND)."""
    matches = []
    position = 0
    while (blank := _UNIT_GAP.search(view, position)) is not None:
        unit = match_unit(view, blank.start(), folded=view)
        if unit is not None and unit.dimension.startswith("currency"):
            base = unit.code.split("_per_", 1)[0]
            matches.append(UnitMatch(unit.start, unit.end, base, base.upper(), "currency", 1.0, unit.written))
            position = unit.end
        else:
            word = _NEXT_WORD.match(view, blank.start())
            position = word.end() if word else blank.end() + 1
    return matches


def _money_value(view: str) -> Value | None:
    """The amount up to the last word of its currency: what follows (a period, a bracket, a growth) is another fact."""
    bare = _CURRENCY_FIRST.sub("", view)
    units = _currency_units(bare)
    bare = bare[: units[-1].end] if units else _MAGNITUDE_END.sub("", bare)
    bare = re.sub(r" ?/ ?[^\d]*$", "", bare)
    if any(char.isdigit() for char in bare):
        return _written(bare)
    return _worded(bare[: units[-1].start].strip()) if units else _worded(bare)


_MAGNITUDE_END = re.compile(r"(?<=[^\W_])(?:[,;](?!\d)| (?:mỗi|một)(?= (?:người|tháng|năm|ngày|hộ|ha))).*$")


def _sane_billions(view: str, value: Value, currency: str) -> Value:
    """``1.384 tỷ USD`` means 1.384 billion: no province trades a thousand billions of a foreign currency (rule N7)."""
    slip = re.search(r"(?<![\d.])\d{1,3}\.\d{3} ?(?:tỷ|tỉ)(?! ?(?:đồng|vn))", view)
    if currency in ("VND", "JPY", "KRW", "LAK") or slip is None or isinstance(value, list) or value < 10**12:
        return value
    return plain(value / 1000)


_UNIT_END = re.compile(
    r"[,;:()\"]|\.(?: |$)| (?:trở lên|trở xuống|so với|trong|tại|ở|đã|được|vào|trên địa bàn|của|với|mỗi năm|bị|có lẻ|"
    r"là|và|đạt)(?![^\W_])"
)
_COUNTS = ("count",)


def read_quantity(phrase: str) -> Amount | None:
    """A number with the unit as written: ``23 vạn tấn``, ``05 vụ``, ``640 nghìn lượt khách``, ``hai dự án``."""
    view = fold(phrase)
    if _VAGUE.search(view):
        return None
    worded = _worded_quantity(phrase, view)
    if worded is not None:
        return worded
    numerals = [numeral for numeral in scan_numbers(phrase, folded=view) if "code" not in numeral.flags]
    amounts = [numeral for numeral in numerals if numeral.value is not None]
    if not amounts:
        return _worded_five(phrase, view)
    each = _EACH_ONE.search(view, amounts[0].after) if len(amounts) == 2 else None
    if each is not None and amounts[1].start == each.start("one"):
        amounts.pop()
    behind = amounts[-1]
    value = _value(amounts[0]) if len(amounts) == 1 else _pair(view, amounts)
    if len(amounts) > 1 and value is None and _is_denominator(view, amounts):
        behind, value = amounts[0], _value(amounts[0])
    if value is None:
        return None
    unit = _unit_as_written(phrase, view, behind.after)
    if unit is None and _NAME_BEFORE.search(view, 0, amounts[0].start):
        return None  # gió cấp 8
    if unit is not None and unit.startswith("con số"):
        return None
    if len(amounts) == 1 and _COMMA_THOUSANDS.fullmatch(behind.text) and behind.multiplier == 1:
        counted = match_unit(phrase, behind.after, folded=view)
        if counted is None or counted.dimension in _COUNTS:
            return None if counted is None else Amount(int(behind.text.replace(",", "")), unit)
    return _with_half(value, unit)


_UNKNOWN_DIVISOR = re.compile(r" ?/ ?[^\W\d_]+")  # 8 tấn/chuyến
_EACH = re.compile(
    r" (?:một|mỗi|trên một|trên mỗi) (?P<per>ha|héc-ta|hecta|sào|công|mẫu|người|hộ|vụ|ngày|tháng|năm)(?![^\W_])"
)
_COMMA_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")  # 80,000 người: nobody counts thousandths of people
_EACH_ONE = re.compile(r" (?:trên )?(?P<one>một) (?=[^\W\d_])")
_BLANK_SLASH = re.compile(r" ?/ ?")
_NAME_BEFORE = re.compile(
    r"(?<![^\W_])(?:cấp|số|loại|khóa|khoá|lớp|nhóm|tổ|điều|khoản|thứ|hạng|bậc|độ|quý|tháng|ngày|năm|"
    r"phường|quận|khu|lô) $"
)
_HALF_BEHIND = re.compile(r" rư[ỡở]i$")


def _with_half(value: Value, unit: str | None) -> Amount:
    """``hai tấn rưỡi``: the half stands behind the unit."""
    half = _HALF_BEHIND.search(unit) if unit else None
    if unit is None or half is None or isinstance(value, list):
        return Amount(value, unit)
    return Amount(plain(value + 0.5), unit[: half.start()])


_NUMBER_WORDS = (
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|tư|lăm|trăm|chục|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?![^\W_])"
)
_RANGE_OF_WORDS = re.compile(
    rf"(?P<range>{_NUMBER_WORDS}(?: {_NUMBER_WORDS})*(?:, ?| ?- ?| đến | tới | hay | hoặc | ){_NUMBER_WORDS}"
    rf"(?: {_NUMBER_WORDS})*)(?= [^\W\d_])"
)


def _worded_quantity(phrase: str, view: str) -> Amount | None:
    """``từ ba đến năm tấn``, ``hai, ba nghìn lượt khách``: a range in words, and what it counts."""
    lead = _LEAD.match(view)
    match = _RANGE_OF_WORDS.match(view, lead.end() if lead else 0)
    value = _worded_range(match["range"]) if match else None
    if match is None or value is None:
        return None
    return Amount([*value], _unit_as_written(phrase, view, match.end()))


def _is_denominator(view: str, amounts: Sequence[Numeral]) -> bool:
    """``112,5 bé trai/100 bé gái``: the second number belongs to the unit."""
    return len(amounts) == 2 and view[amounts[1].start - 1] == "/" and view[amounts[0].after : amounts[1].start] != "/"


def _worded_five(phrase: str, view: str) -> Amount | None:
    """``năm dự án``: the word for five, which the scanner takes for a year."""
    match = re.match(r"(?:hơn |gần |có |khoảng )?năm (?=[^\W\d_])", view)
    if match is None or _YEAR_WORD.match(view):
        return None
    return Amount(5, _unit_as_written(phrase, view, match.end() - 1))


def _unit_as_written(phrase: str, view: str, after: int) -> str | None:
    unit = match_unit(phrase, after, folded=view)
    if unit is not None and unit.dimension not in _COUNTS:
        each = _EACH.match(view, unit.end)
        if each is not None:  # 9 tấn một ha
            return f"{unit.written}/{phrase[each.start('per') : each.end('per')]}"
        more = _HALF_BEHIND.match(view, unit.end) or _UNKNOWN_DIVISOR.match(view, unit.end)
        return _BLANK_SLASH.sub("/", phrase[unit.start : more.end() if more else unit.end])
    rest = phrase[after:]
    bracketed = re.match(r" ?\(([^()]{1,20})\)$", rest)
    if bracketed is not None:
        return bracketed[1].strip() or None
    end = _UNIT_END.search(view[after:])
    cut = end.start() if end else len(rest)
    if unit is not None:
        cut = max(cut, unit.end - after)
    return rest[:cut].strip(" .-") or None


_GAP = re.compile(r"gấp|lần|nửa|phần")


def read_multiple(phrase: str) -> Amount | None:
    """``gấp 7 lần``, ``gấp đôi``, ``gấp rưỡi``, ``tăng 11,5 lần``, ``gấp hai, ba lần``, ``giảm một nửa``."""
    view = fold(phrase)
    view = re.sub(r"nhiều (?=gấp|hơn)", "", view)
    if _VAGUE.search(view) or re.search(r"lần thứ|lần đầu|gấp bội|gấp rút|giảm \d+/\d+", view):
        return None
    if not _GAP.search(view) and not _FRACTION.search(view):
        return None
    numerals = scan_numbers(view)
    multiples = [numeral for numeral in numerals if numeral.kind == "multiple"]
    worded = multiples[0] if len(multiples) == 1 else None
    if len(multiples) > 1:
        return None
    pair = re.search(r"(?:gấp )?(?:hơn |gần |khoảng )?(?P<words>[^\W\d_]+(?:,| -| đến) [^\W\d_]+) lần", view)
    if pair is not None and (found := _worded_range(pair["words"])) is not None:
        return Amount(found)
    if worded is not None:
        return Amount(plain(worded.value or 0))
    half = re.search(r"(?P<number>\d+(?:,\d+)?|[^\W\d_]+) lần rư[ỡở]i", view)
    if half is not None:
        whole = parse_words([half["number"]]) if half["number"].isalpha() else float(half["number"].replace(",", "."))
        return None if whole is None else Amount(plain(whole + 0.5))
    if any(char.isdigit() for char in view):
        value = _written(re.sub(r"so với.*$", "", view))
        return None if value is None else Amount(value)
    words = re.search(
        r"(?:gấp |tăng |giảm |bằng |chỉ bằng |hơn |gần )*(?P<words>[^\W\d_]+(?: [^\W\d_]+){0,4}?)(?: lần|$)", view
    )
    number = _worded(words["words"]) if words else None
    return None if number is None else Amount(number)


_ORDINAL = re.compile(
    r"(?<![^\W_])(?:thứ hạng|lần thứ|kỳ thứ|vị trí thứ|thứ|lần|khóa|khoá|hạng|kỳ|đợt|vòng|giải|huy chương|số|điều|"
    r"khoản|loại|cấp|bậc|thế kỷ|"
    r"nhóm|khu vực|vị trí|tập|quý|phiên|đại hội|chương|mục|vùng|tốp|top|điểm|"
    r"lớp)(?: thứ)? (?P<ordinal>\d{1,4}(?![\d.,])|[ivxlc]+(?![^\W_])|[^\W\d_]+"
    r"(?: (?:mươi|mười|một|mốt|hai|ba|tư|bốn|lăm|năm|sáu|bảy|tám|chín)(?![^\W_])){0,2})"
)


def read_ordinal(phrase: str) -> Amount | None:
    """``lần thứ 14``, ``khoá XX``, ``thứ nhất``, ``hạng Nhì``, ``thứ 5/34``, ``đứng đầu``, ``lần đầu tiên``."""
    view = fold(phrase).strip(" .;:")
    for match in _ORDINAL.finditer(view):
        value = ordinal_value(match["ordinal"])
        if value is not None:
            return Amount(value)
    if re.search(r"(?<![^\W_])(?:đầu tiên|lần đầu|đứng đầu|dẫn đầu|thủ khoa|quán quân)(?![^\W_])", view):
        return Amount(1)
    bare = ordinal_value(view)
    return None if bare is None else Amount(bare)


_DURATION_UNITS = {
    "giây": ("second", 1), "phút": ("minute", 60), "'": ("minute", 60), "giờ": ("hour", 3600), "tiếng": ("hour", 3600),
    "h": ("hour", 3600), "g": ("hour", 3600),
    "p": ("minute", 60), "ngày": ("day", 86400), "hôm": ("day", 86400), "đêm": ("day", 86400),
    "tuần": ("week", 604800), "tháng": ("month", -1), "quý": ("quarter", -3), "năm": ("year", -12),
    "thập kỷ": ("year", -120), "thập niên": ("year", -120), "thế kỷ": ("year", -1200),
    "thiên niên kỷ": ("year", -12000),
}  # fmt: skip
_DURATION = re.compile(
    r"(?<!ngày )(?<!tháng )(?<!quý )(?<!thứ )(?<!mùng )(?<!\d)(?P<amount>(?:\d+(?:[.,]\d+)*(?: ?(?:-|đến|"
    r"tới) ?\d+(?:[.,]\d+)?)?)|(?:(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|"
    r"chín|mười|mươi|mốt|tư|lăm|"
    r"nửa|trăm|chục|linh|lẻ|nghìn)(?:,? |-| đến ))+) ?(?P<unit>thiên niên kỷ|thế kỷ|thập kỷ|thập niên|giây|phút|giờ|"
    r"tiếng|ngày|hôm|đêm|tuần|"
    r"tháng|quý|năm(?! (?:mươi|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|phần|chục)(?![^\W_]))|"
    r"(?:(?<=\d)g|h)(?! ?/|\d++(?! ?(?:phút|p\b|')))|(?<=\d)p|')(?![^\W\d_])"
    r"(?! (?:19|20)\d\d(?!\d))(?!(?<=tháng) \d{1,2}(?! ?(?:ngày|tuần|"
    r"giờ)))(?P<half> rư[ỡở]i)?"
)
_OF_DAY = re.compile(
    r"(?<![^\W_])(?:nửa đêm|(?:lúc|hồi) \d|(?<!\d )ngày \d|(?:sáng|trưa|chiều|tối|đêm) (?:\d|nay|qua|mai|ngày))|"
    r"\d(?:h|g| giờ)\d* (?:sáng|trưa|chiều|tối)"
)
# từ một năm đến năm năm
_TO_FIVE = re.compile(r"((?:năm|tháng|tuần|ngày|giờ) đến )năm (?=(?:năm|tháng|tuần|ngày|giờ)(?![^\W_])(?! \d))")
_CLOCK_LENGTH = re.compile(r"(?P<hours>\d{1,3}) ?[hg] ?(?P<minutes>[0-5]\d)(?!\d)")


def read_duration(phrase: str) -> Amount | None:
    """``3 ngày``, ``nửa năm``, ``một năm rưỡi``, ``1 giờ 30 phút`` (90 minutes), ``từ 3 đến 5 ngày``."""
    view = fold(phrase)
    if _VAGUE.search(view):
        return None
    if _OF_DAY.search(view):
        return None
    view = _TO_FIVE.sub(r"\g<1>5 ", view)
    clock = _CLOCK_LENGTH.fullmatch(_LEAD.sub("", view).strip(" '"))
    if clock is not None:
        return Amount(int(clock["hours"]) * 60 + int(clock["minutes"]), "minute")
    parts = [part for match in _DURATION.finditer(view) if (part := _duration_part(match)) is not None]
    link = _DURATION_LINK.search(view) if len(parts) > 1 else None
    if link is not None:
        return _duration_range(read_duration(view[: link.start() + 1]), read_duration(view[link.end() :]))
    if len(parts) == 2 and re.search(r"ngày,? (?:\d|[^\W\d_]+) ?đêm", view):
        parts.pop()  # 3 ngày 2 đêm
    if not parts:
        return None
    if len(parts) == 1:
        value, unit, factor = parts[0]
        return _in_years(value, unit, factor)
    return _summed(parts)


Part = tuple[Value, str, int]


def _duration_part(match: re.Match[str]) -> Part | None:
    amount = match["amount"].strip(" ,")
    if amount.endswith(("linh", "lẻ", "đến", "tới", "-")) and match["unit"] == "năm":
        return None  # một trăm linh năm: 105
    value = _written(amount) if amount[0].isdigit() else _worded(amount)
    if value is None:
        return None
    if match["half"] and not isinstance(value, list):
        value += 0.5
    if match["unit"] == "g" and not isinstance(value, list) and value > 24:
        return None  # 500g is a weight
    unit, factor = _DURATION_UNITS[match["unit"]]
    return value, unit, factor


def _in_years(value: Value, unit: str, factor: int) -> Amount:
    if factor < -12:
        scale = -factor // 12
        value = [plain(item * scale) for item in value] if isinstance(value, list) else plain(value * scale)
    return Amount(value, unit)


_DURATION_LINK = re.compile(r"[^\W_] ?(?:-| đến| tới) ?(?=[^\W_])(?<!\d-)(?<!\d - )")
_UNIT_FACTORS = {
    unit: abs(factor) for unit, factor in _DURATION_UNITS.values() if abs(factor) not in (120, 1200, 12000)
}
_CALENDAR_UNITS = ("month", "quarter", "year")


def _duration_range(low: Amount | None, high: Amount | None) -> Amount | None:
    """``từ 2 năm đến 3 năm 6 tháng``: both ends in the smaller of their units."""
    if low is None or high is None or low.unit is None or high.unit is None:
        return None
    if isinstance(low.value, list) or isinstance(high.value, list):
        return None
    if (low.unit in _CALENDAR_UNITS) != (high.unit in _CALENDAR_UNITS):
        return None
    unit = min(low.unit, high.unit, key=_UNIT_FACTORS.__getitem__)
    first, last = low.value * _UNIT_FACTORS[low.unit], high.value * _UNIT_FACTORS[high.unit]
    scale = _UNIT_FACTORS[unit]
    return Amount([plain(first / scale), plain(last / scale)], unit) if first < last else None


def _summed(parts: Sequence[Part]) -> Amount | None:
    """``2 năm 6 tháng`` in the smaller unit; months and days have no common one."""
    factors = [factor for _, _, factor in parts]
    if any(isinstance(value, list) for value, _, _ in parts) or len({factor > 0 for factor in factors}) > 1:
        return None
    if sorted(map(abs, factors), reverse=True) != [abs(factor) for factor in factors]:
        return None
    smallest = abs(factors[-1])
    total = sum(value * abs(factor) for value, _, factor in parts if not isinstance(value, list)) / smallest
    return Amount(plain(total), parts[-1][1])
