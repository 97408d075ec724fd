"""Numerals that are no figures, by the words and marks around them: each gets a named class.

The words are data (``data/labels.yaml``); here are the shapes: document numbers, telephone numbers, scores, exponents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from etl.indicators.catalogue import DATA, load_yaml
from etl.occurrences import Occurrences
from etl.text import match_fold

_DOCUMENT = re.compile(
    r"(?:-|/)(?:\d+/){0,3}[a-zđ]+(?:-|/|\d|(?<=[a-z])(?![^\W_]))|/\d{4}/|-(?:nq|kl|ct|qđ|tb|hd|ctr|kh|bc|nđ|"
    r"tt)(?![^\W_])"
)
_CLOCK = re.compile(r" ?(?:h\d{0,2}|g\d\d)(?![^\W_])")
_PHONE = re.compile(
    r"0\d{1,4}\)?[ .]?\d{3,4}[ .]\d{3,4}(?![\d%]|[.,]\d)|"
    r"0\d{2,4}[ .]?\d{3}[ .]?\d{3,4}|0\d{9,10}|1[89]00[ .]?\d{4,6}|0\d{3}\.\d{3,7}"
)
_PHONE_WORD = re.compile(r"(?:điện thoại|hotline|số máy|liên hệ|tổng đài|đường dây nóng|zalo)[^.;\n]{0,40}\Z")
_PHONE_LIKE = re.compile(r"0\d|1\d{3}(?![\d.,])|\d{6,}")
_EXPONENT = re.compile(r"(?<![^\W\d_])(?:m|km|dm|cm)\Z")
_NTH = re.compile(r"(?<!đứng )(?<!xếp )(?<!hạng )(?<!trí )(?<!vị )(?<!và )(?<!, )(?<!; )thứ \Z")
_SCORE = re.compile(r"(?<![\d.,])\d{1,3}[-+]\Z")
_NUMBERED = re.compile(r" ?[-–:.] ?[^\W\d_]")
_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)] ?[^\d\s]")
# 1. GRDP tăng 8%. 2. Thu ngân sách …: targets numbered within one paragraph.
_ENUMERATED = re.compile(r"(?:[.;:!?…”\")\]]|\d) \Z")
_ENUMERATOR = re.compile(r"\d{1,2}\. [^\W\d_]")
_UNIT_FOLLOWS = re.compile(
    r" ?(?:%|‰|đồng|usd|tấn|tạ|ha(?![^\W_])|kwh|triệu|tỷ|nghìn|ngàn|vạn|m3|km2|lượt|đô la|điểm phần|điểm %)"
)
# Names with a number in them: the one million hectares project, two doses as a stage.
_PROGRAMME = re.compile(r"(?:đề án|mô hình|chương trình|phong trào|cuộc vận động|phát triển bền vững) \Z")
_PROGRAMME_ENDS = ("án ", "hình ", "trình ", "trào ", "động ", "vững ")
_PROGRAMME_NAME = re.compile(r" ?(?:ha|héc|hecta|cây xanh|vụ|cây)(?![^\W_])")
_EACH = re.compile(r"(?:(?<!hơn )trên|mỗi|/) ?\Z")
_EACH_UNIT = re.compile(r" ?(?:ha|héc ?ta|hecta|m2|người|kg|sào|lao động)(?![^\W_])")
# Bình quân 100 hộ dân sử dụng 311 thuê bao; 12 giường/10.000 dân.
_PER_MANY = re.compile(r"(?:/|(?<![^\W_])(?:cứ|bình quân|mỗi|trên)) ?\Z")
_MANY_PEOPLE = re.compile(r"1(?:00|\.?000|0\.?000|00\.?000) (?:dân|hộ|người|trẻ|bé|phụ nữ)(?![^\W_])")
_STAGE = re.compile(r"(?:đủ|cả|từ|ít nhất|tối thiểu|đầy đủ) \Z")
_STAGE_ENDS = ("đủ ", "cả ", "từ ", "nhất ", "thiểu ")
_STAGE_NAME = re.compile(r" (?:mũi|liều)(?![^\W_])")
_DAY_MONTH = re.compile(r"/(?:1[0-2]|0?[1-9])(?= ?(?:[.,;)\n]|\Z))")
_AGE = re.compile(r"(?:độ tuổi|nhóm tuổi|lứa tuổi|tuổi)(?: là)?(?: từ)? (?:\d+ (?:đến|-|–) )?\Z")
_AGES = re.compile(r" ?(?:đến|tới|-|–) ?(?:dưới )?\d{1,2} tuổi")
_BADGE = re.compile(r"(?:(?:, | và )\d0)+ năm tuổi đảng")  # Huy hiệu 40, 30 năm tuổi Đảng
_LONGEST_AGE = len("12 đến 17")
# Targets that are listed, not those that were reached (13 chỉ tiêu đạt và vượt kế hoạch).
_AIMS = re.compile(r" (?:nhóm )?chỉ tiêu(?![^,.;:]{0,60}(?:đạt|vượt|hoàn thành|không|thấp|chưa))")
_AIMS_OF = re.compile(
    r"(?:\(|(?<![^\W_])(?:với|gồm|đề ra|thông qua|trong|tổng số|của|về|xây dựng|giao|số|là|có tổng số) )\Z"
)
# Of how many a density counts (bình quân 100 hộ dân sử dụng 311,9 thuê bao).
_PER_MANY = re.compile(r"(?:/ ?|bình quân |trung bình |trên |mỗi |cứ )\Z")
_MANY = re.compile(r" (?:hộ|dân|người|trẻ|máy|thuê bao|phụ nữ)(?![^\W_])")
_IN_ONE = re.compile(r"\d trong \Z")
_POINTS = re.compile(r"(?:điểm (?:chuẩn|nhận hồ sơ|trúng tuyển|sàn|xét tuyển)|: chuyên [^\W\d_]+ |lớp 10 )[^.\n]*\Z")
POINTS_WORDS = ("điểm ", ": chuyên ", "lớp 10 ")
_DOTTED_DAY = re.compile(r"(?:[12]?\d|3[01])\.(?:1[0-2]|[1-9])")
_TODAY = re.compile(r"(?<![^\W_])(?:sáng|trưa|chiều|tối|đêm|hôm)(?: nay| qua)?,? \(?\Z")
_DAY_BEFORE = re.compile(r"(?<!\d)(?:[12]?\d|3[01])/\Z")
_OF_DOCUMENT = re.compile(
    r" (?:của|về|ngày|năm|và|khóa|\(|ban hành|nêu|quy định|do|thì|là|được)(?![^\W_])|[/,.;)]|\Z|\n"
)
_CUT = " ,.;:()\"'“”-/+"


@dataclass(frozen=True, slots=True)
class _Labels:
    """The words beside numbers that say their class; ``words`` are those that stand next to the number."""

    kinds: Mapping[str, str]
    words: frozenset[str]

    @classmethod
    def of(cls, table: Mapping[str, list[str]], *, behind: bool) -> _Labels:
        kinds = {match_fold(word): kind for kind, words in table.items() for word in words}
        return cls(kinds, frozenset(phrase.split(" ")[0 if behind else -1] for phrase in kinds))

    def longest(self, words: list[str], *, behind: bool) -> tuple[str, str]:
        """The class of the longest phrase next to the number, and the phrase."""
        if words[0 if behind else -1] not in self.words:
            return "", ""
        for size in range(min(4, len(words)), 0, -1):
            phrase = " ".join(words[:size] if behind else words[-size:])
            kind = self.kinds.get(phrase)
            if kind is not None:
                return kind, phrase
        return "", ""


@lru_cache(maxsize=1)
def _labels() -> tuple[_Labels, _Labels]:
    raw = load_yaml(DATA / "labels.yaml")
    return _Labels.of(raw["before"], behind=False), _Labels.of(raw["after"], behind=True)


def class_of(folded: str, points: Occurrences, start: int, end: int, after: int, line_start: int) -> str:
    """The class of a numeral that is no figure by its surroundings, else an empty string.

    ``points`` are the words of ``POINTS_WORDS`` in the article.
    """
    left = folded[max(line_start, start - 34) : start]
    plain = folded[start] not in "01" and end - start < 6
    if plain and folded.startswith("%", after) and left.endswith(" ") and not left.endswith("thứ "):
        return ""  # nothing below can be true of such a percent
    shape = _shape(folded, left, start, end, after, line_start)
    if shape is None and points.between(line_start, start):
        shape = _score(folded, start, after, line_start)
    if shape is None:
        shape = _day_or_document(folded, left, start, end, after)
    if shape is not None:
        return shape
    before, behind = _labels()
    if folded.startswith(" ", after):
        right = folded[after + 1 : after + 40].split("\n", 1)[0]
        words = [word.rstrip(_CUT) for word in right.split(" ", 4)[:4]]
        kind, phrase = behind.longest(words, behind=True)
        if kind == "agenda" and ("," in folded[start:end] or folded[start - 1 : start] == "/"):
            return ""
        if kind and kind != "figure" and not (kind == "age" and "tuổi thọ" in folded[max(0, start - 60) : start]):
            return kind
    words = left.rstrip(" :").replace("(", "").rsplit(" ", 4)[-4:]
    kind, phrase = before.longest(words, behind=False)
    if not kind or kind == "figure" or _UNIT_FOLLOWS.match(folded, after):
        return ""
    return kind if _labels_number(folded, kind, phrase, after, end - start) else ""


def end_of_phone(folded: str, start: int) -> int:
    """Where the telephone number that begins at ``start`` ends."""
    match = _PHONE.match(folded, start)
    return match.end() if match else start


def _shape(folded: str, left: str, start: int, end: int, after: int, line_start: int) -> str | None:
    """What the marks around the number say: a class, an empty string for a rank, None where they say nothing."""
    if start == line_start and _HEADING.match(folded, start):
        return "ordinal"
    if end - start <= 2 and folded.startswith((" tết", " âm lịch", " tháng chạp", " tháng giêng"), after):
        return "date"  # (26 Tết - Mùng 5 Tết)
    if left in ("chỉ số ", "chỉ tiêu ") and line_start + len(left) == start and _NUMBERED.match(folded, after):
        return "ordinal"  # Chỉ số 3 - Tỷ lệ hộ nghèo …
    written, length = folded[start:end], end - start
    if length <= 2 and folded.startswith(". ", after) and _ENUMERATED.search(left) and _ENUMERATOR.match(folded, start):
        return "ordinal"
    if left.endswith(("[", "% (", "%(")) and length <= 2 and folded.startswith(("]", ")"), end):
        return "label"  # a footnote
    if _is_phone(folded, written, start, line_start):
        return "phone"
    if left and not left.endswith(" "):
        if (length == 1 and _EXPONENT.search(left)) or (left.endswith(("-", "+")) and _SCORE.search(left)):
            return "label"
    elif left.endswith("thứ "):
        return "ordinal" if _NTH.search(left) else ""
    if written in ("100", "1.000", "10.000") and _PER_MANY.search(left) and _MANY.match(folded, after):
        return "unit"
    if left.endswith(_PROGRAMME_ENDS) and _PROGRAMME.search(left) and _PROGRAMME_NAME.match(folded, after):
        return "label"
    if length <= _LONGEST_AGE and "tuổi" in left and _AGE.search(left) and not _UNIT_FOLLOWS.match(folded, after):
        return "age"
    if length == 2 and _BADGE.match(folded, after):
        return "age"
    if length <= 2 and (kind := _small_number(folded, written, left, after)):
        return kind
    if length == 1 and (kind := _single_digit(folded, written, left, after)):
        return kind
    if written.startswith("1") and _MANY_PEOPLE.match(folded, start) and _PER_MANY.search(left):
        return "unit"
    return None


def _is_phone(folded: str, written: str, start: int, line_start: int) -> bool:
    if written[0] in "01":
        if _PHONE.match(folded, start):
            return True
    elif len(written) < 6:
        return False
    if not _PHONE_LIKE.match(folded, start):
        return False
    return _PHONE_WORD.search(folded, max(line_start, start - 60), start) is not None


def _small_number(folded: str, written: str, left: str, after: int) -> str:
    """What one or two digits are that count nothing: ``1 số hàng``, ``ít nhất 01 mũi``, ``với 14 chỉ tiêu``."""
    if written in ("1", "01") and folded.startswith(" số ", after):
        return "word"
    if left.endswith(_STAGE_ENDS) and _STAGE.search(left) and _STAGE_NAME.match(folded, after):
        return "label"
    if _AGES.match(folded, after):
        return "age"  # trẻ từ 5 đến dưới 12 tuổi
    aimed = folded.startswith((" chỉ tiêu", " nhóm chỉ tiêu"), after) and _AIMS.match(folded, after) is not None
    if aimed and _AIMS_OF.search(left):
        return "agenda"
    return ""


def _single_digit(folded: str, written: str, left: str, after: int) -> str:
    """What one digit is that counts nothing: ``mỗi 1 ha``, ``2 trong 1``, ``4G``."""
    if written == "1" and _EACH.search(left) and _EACH_UNIT.match(folded, after):
        return "unit"
    if written == "1" and left.endswith(" trong ") and _IN_ONE.search(left):
        return "label"
    if folded.startswith("g", after) and not folded[after + 1 : after + 2].isalnum():
        return "label"
    return ""


def _score(folded: str, start: int, after: int, line_start: int) -> str | None:
    found = _POINTS.search(folded, max(line_start, start - 90), start)
    return "score" if found and not _UNIT_FOLLOWS.match(folded, after) else None


def _day_or_document(folded: str, left: str, start: int, end: int, after: int) -> str | None:
    """What the mark behind the number, or a stroke before it, makes of it."""
    written = folded[start:end]
    dotted = "." in written and _DOTTED_DAY.fullmatch(written) and not _UNIT_FOLLOWS.match(folded, after)
    if dotted and ("ngày" in left or _TODAY.search(left)):
        return "date"
    mark = folded[after : after + 1]
    short = end - start <= 2
    if mark == "-" and short and folded[after + 1 : after + 2].isdigit():
        return "score"
    if left.endswith("/") and _DAY_BEFORE.search(left) and _DAY_MONTH.match(folded, start - 1):
        return "date"
    if mark == "/" and short and int(written) <= 31 and _DAY_MONTH.match(folded, after):
        return "date"
    if mark in ("-", "/") and _DOCUMENT.match(folded, after):
        return "document"
    if mark in ("h", "g") or folded.startswith((" h", " g"), after):
        return "time" if _CLOCK.match(folded, after) else None
    return None


def _labels_number(folded: str, kind: str, phrase: str, after: int, length: int) -> bool:
    """Whether the word before names the number: ``cấp 3``, but not ``cấp 1.200 giấy phép``."""
    if kind == "document":
        return "số" in phrase.split(" ") or _OF_DOCUMENT.match(folded, after) is not None
    if phrase == "mức":
        return length == 1
    if kind == "label" and phrase in ("cấp", "giải", "trái", "bàn", "chuẩn", "mã"):
        return length <= 2 and not folded[after + 1 : after + 2].isalpha()
    return length <= 4 or kind in ("age", "address", "label")
