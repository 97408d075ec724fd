"""Numerals that are no figures, by the words and marks around them: each gets a named class.

The words are data (``data/labels.yaml``); here are the shapes: document numbers, telephone numbers, scores, exponents.
"""

from __future__ import annotations

import re
from functools import lru_cache

from etl.indicators.catalogue import DATA, load_yaml
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
_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)] ?[^\d\s]")
_UNIT_FOLLOWS = re.compile(
    r" ?(?:%|‰|đồng|usd|tấn|tạ|ha(?![^\W_])|kwh|triệu|tỷ|nghìn|ngàn|vạn|m3|km2|lượt|đô la|điểm phần|điểm %)"
)
# Names with a number in them: the one million hectares project, two doses as a stage.
_PROGRAMME = re.compile(r"(?:đề án|mô hình|chương trình|phong trào|cuộc vận động|phát triển bền vững) \Z")
_PROGRAMME_NAME = re.compile(r" ?(?:ha|héc|hecta|cây xanh|vụ|cây)(?![^\W_])")
_EACH = re.compile(r"(?:(?<!hơn )trên|mỗi|/) ?\Z")
_EACH_UNIT = re.compile(r" ?(?:ha|héc ?ta|hecta|m2|người|kg|sào|lao động)(?![^\W_])")
_STAGE = re.compile(r"(?:đủ|cả|từ|ít nhất|tối thiểu|đầy đủ) \Z")
_STAGE_NAME = re.compile(r" (?:mũi|liều)(?![^\W_])")
_DAY_MONTH = re.compile(r"/(?:1[0-2]|0?[1-9])(?= ?(?:[.,;)\n]|\Z))")
_IN_ONE = re.compile(r"\d trong \Z")
_POINTS = re.compile(r"(?:điểm (?:chuẩn|nhận hồ sơ|trúng tuyển|sàn|xét tuyển)|: chuyên [^\W\d_]+ |lớp 10 )[^.\n]*\Z")
_DOTTED_DAY = re.compile(r"(?:[12]?\d|3[01])\.(?:1[0-2]|[1-9])")
_DAY_BEFORE = re.compile(r"(?<!\d)(?:[12]?\d|3[01])/\Z")
_OF_DOCUMENT = re.compile(
    r" (?:của|về|ngày|năm|và|khóa|\(|ban hành|nêu|quy định|do|thì|là|được)(?![^\W_])|[/,.;)]|\Z|\n"
)
_CUT = " ,.;:()\"'“”-/+"


@lru_cache(maxsize=1)
def _labels() -> tuple[dict[str, str], dict[str, str]]:
    raw = load_yaml(DATA / "labels.yaml")

    def table(side: str) -> dict[str, str]:
        return {match_fold(word): kind for kind, words in raw[side].items() for word in words}

    return table("before"), table("after")


def _longest(table: dict[str, str], words: list[str], *, behind: bool) -> tuple[str, str]:
    """The class of the longest phrase next to the number, and the phrase."""
    for size in range(min(4, len(words)), 0, -1):
        phrase = " ".join(words[:size] if behind else words[-size:])
        kind = table.get(phrase)
        if kind is not None:
            return kind, phrase
    return "", ""


def class_of(folded: str, start: int, end: int, after: int, line_start: int) -> str:
    """The class of a numeral that is no figure by its surroundings, else an empty string."""
    left = folded[max(line_start, start - 34) : start]
    shape = _shape(folded, left, start, end, after, line_start)
    if shape is not None:
        return shape
    before, behind = _labels()
    right = folded[after : after + 40].split("\n", 1)[0]
    if right.startswith(" "):
        words = [word.rstrip(_CUT) for word in right[1:].split(" ")[:4]]
        kind, phrase = _longest(behind, words, behind=True)
        if kind == "agenda" and ("," in folded[start:end] or folded[start - 1 : start] == "/"):
            return ""
        if kind and kind != "figure" and not (kind == "age" and "tuổi thọ" in folded[max(0, start - 60) : start]):
            return kind
    kind, phrase = _longest(before, left.rstrip(" :").replace("(", "").split(" ")[-4:], behind=False)
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
    first = folded[start]
    if (first in "01" and _PHONE.match(folded, start)) or (
        _PHONE_LIKE.match(folded, start) and _PHONE_WORD.search(folded, max(line_start, start - 60), start)
    ):
        return "phone"
    if left and not left.endswith(" "):
        if (end - start == 1 and _EXPONENT.search(left)) or _SCORE.search(left):
            return "label"
    elif left.endswith("thứ "):
        return "ordinal" if _NTH.search(left) else ""
    if _PROGRAMME.search(left) and _PROGRAMME_NAME.match(folded, after):
        return "label"
    if folded[start:end] == "1" and _EACH.search(left) and _EACH_UNIT.match(folded, after):
        return "unit"
    if end - start == 1 and _STAGE.search(left) and _STAGE_NAME.match(folded, after):
        return "label"
    if folded[start:end] == "1" and _IN_ONE.search(left):
        return "label"
    if end - start == 1 and folded[after : after + 1] == "g" and not folded[after + 1 : after + 2].isalnum():
        return "label"
    if _POINTS.search(folded, max(line_start, start - 90), start) and not _UNIT_FOLLOWS.match(folded, after):
        return "score"
    if _DOTTED_DAY.fullmatch(folded, start, end) and "ngày" in left and not _UNIT_FOLLOWS.match(folded, after):
        return "date"
    mark = folded[after : after + 1]
    if mark == "-" and folded[after + 1 : after + 2].isdigit() and end - start <= 2:
        return "score"
    if left.endswith("/") and _DAY_BEFORE.search(left) and _DAY_MONTH.match(folded, start - 1):
        return "date"
    if mark == "/" and end - start <= 2 and int(folded[start:end]) <= 31 and _DAY_MONTH.match(folded, after):
        return "date"
    if mark in ("-", "/") and _DOCUMENT.match(folded, after):
        return "document"
    if mark in ("h", "g") or folded[after : after + 2] in (" h", " g"):
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
