"""Documents that an article cites: ``Nghị quyết số 09-NQ/TU ngày 20-10-2016 của BCH Đảng bộ tỉnh khoá XIX``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from etl.model import Document
from etl.people import expand
from etl.periods import scan_periods

KINDS = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "NĐ": "Nghị định", "TT": "Thông tư", "CT": "Chỉ thị", "KL": "Kết luận",
    "KH": "Kế hoạch", "BC": "Báo cáo", "CV": "Công văn", "TB": "Thông báo", "HD": "Hướng dẫn", "TTr": "Tờ trình",
    "CĐ": "Công điện", "PL": "Pháp lệnh", "CTr": "Chương trình", "QH": "Luật", "QyĐ": "Quy định", "ĐA": "Đề án",
    "TTLT": "Thông tư liên tịch", "QC": "Quy chế", "GP": "Giấy phép", "HĐ": "Hợp đồng",
}  # fmt: skip
ISSUERS = {
    "CP": "Chính phủ", "TTG": "Thủ tướng Chính phủ", "QH": "Quốc hội", "TU": "Tỉnh ủy", "TW": "Trung ương Đảng",
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "VPCP": "Văn phòng Chính phủ",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "BTC": "Bộ Tài chính", "BYT": "Bộ Y tế", "BGDĐT": "Bộ Giáo dục và Đào tạo", "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BNV": "Bộ Nội vụ", "BCA": "Bộ Công an", "BCT": "Bộ Công Thương", "HU": "Huyện ủy", "ĐU": "Đảng ủy",
}  # fmt: skip
_KIND_WORDS = (
    r"Nghị quyết|Quyết định|Nghị định|Thông tư liên tịch|Thông tư|Chỉ thị|Kết luận|Quy định|Kế hoạch|Báo cáo|"
    r"Công văn|Thông báo|"
    r"Hướng dẫn|Tờ trình|Công điện|Pháp lệnh|Chương trình hành động|Chương trình|Đề án|Văn bản|Luật|Thông tri|"
    r"Quy chế|Giấy chứng nhận"
)
_LETTERS = "A-ZĐÐƯƠ"
_SYMBOL = rf"[{_LETTERS}][{_LETTERS}a-zđ&]{{0,9}}\d{{0,2}}"
_NUMBER = re.compile(
    rf"\d{{1,5}}[a-z]?(?:(?: ?/ ?(?:19|20)\d\d)? ?[-/–] ?(?P<symbols>{_SYMBOL}(?: ?[-–/.] ?{_SYMBOL}){{0,3}})"
    r"|/(?:19|20)\d\d(?![-/]))?(?![\w/])"
)
_KIND = re.compile(
    rf"(?<!\w)(?P<kind>{_KIND_WORDS})(?: \([^()]{{1,30}}\))?(?: liên tịch)?\s?(?:số ?:? ?)?\s?$", re.IGNORECASE
)
# What a kind word may leave before the digits: a cheap test before the search to the left.
_KIND_ENDS = ("số ", "ố: ", "số", ") ", *sorted({f"{word[-3:]} " for word in _KIND_WORDS.split("|")}))
_SYMBOLS = re.compile(rf"[{_LETTERS}][{_LETTERS}a-zđ]*")
_OF = re.compile(
    r"(?:,? (?:ban hành )?ngày (?P<day>\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}))?,?"
    r"(?: (?:của|do) (?P<issuer>(?:[^\s,;.:()“\"]+ ){0,13}[^\s,;.:()“\"]+))?"
    r"(?:,? (?:ban hành )?ngày (?P<late>\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}))?"
)
# The issuer ends before these words.
_ISSUER_END = re.compile(
    r" (?:về|ngày|đã|là|với|trong|để|nhằm|được|cho|quy định|ban hành|phê duyệt|có|và (?=[^\W\d_]*\b(?:các|những))|"
    r"đối với|tại|"
    r"theo|năm|giai đoạn|sửa đổi|hướng dẫn|gắn|trên|cũng|đến|bằng|sẽ|nêu|yêu cầu|đề ra|đi|vào|nên|thì|như|từ)(?: .*)?$"
)
_ISSUER_START = re.compile(
    r"(?:BCH|Ban|Bộ|Chính phủ|Thủ tướng|Quốc hội|UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Tỉnh|Thành|Huyện|Đảng|Trung ương|"
    r"Sở|Tổng|"
    r"Ủy|Uỷ|Thường|Đại hội|Hội nghị|Ngân hàng|Liên|Kiểm toán|Văn phòng|Cục|Chủ tịch|Đoàn|MTTQ|Công an|BTV|UBTV|Tòa|"
    r"Viện|TW|T.Ư)"
)


def read_documents(text: str) -> list[Document]:
    """The documents that ``text`` cites, one each; what a later mention adds (its day, its issuer) is filled in."""
    found: dict[str, Document] = {}
    for match in _NUMBER.finditer(text):
        document = _document(text, match)
        if document is None:
            continue
        known = found.get(document.number)
        found[document.number] = document if known is None else _filled(known, document)
    return list(found.values())


# Documents that are not cited by a bare number: Kế hoạch 5 năm, Báo cáo 6 tháng.
_NEEDS_SYMBOLS = ("Kế hoạch", "Báo cáo", "Chương trình", "Đề án", "Luật", "Kết luận", "Quy định", "Hướng dẫn")


def _document(text: str, match: re.Match[str]) -> Document | None:
    start = match.start()
    if start and (text[start - 1] in "/.," or text[start - 1].isalnum()):
        return None
    before = _KIND.search(text, max(0, start - 60), start) if text.endswith(_KIND_ENDS, 0, start) else None
    kind = before["kind"].capitalize() if before else None
    symbols = _SYMBOLS.findall(match["symbols"] or "")
    if not symbols and (before is None or kind in _NEEDS_SYMBOLS or not _is_cited_bare(text, match.end(), before[0])):
        return None
    if kind is None and not any(symbol in KINDS or symbol.upper() in ISSUERS for symbol in symbols):
        return None
    number = re.sub(r"\s*([-/–])\s*", r"\1", match[0]).replace("–", "-").replace("Ð", "Đ")
    behind = _OF.match(text, match.end())
    issued_on = _day(behind["day"] or behind["late"]) if behind else None
    issuer = _issuer(behind["issuer"]) if behind and behind["issuer"] else None
    kind = kind or next((KINDS[symbol] for symbol in symbols if symbol in KINDS), None)
    start = before.start() if before else start
    return Document(number, kind, issuer or _issuer_of(symbols), issued_on, start, match.end())


def _is_cited_bare(text: str, end: int, before: str) -> bool:
    """Whether ``Nghị quyết 68`` is a citation: ``số`` stands before it, or no counted noun behind it."""
    if "số" in before or not re.match(r" ?(?:%|[^\W\d_])", text[end : end + 2]):
        return True
    return re.match(r",? (?:ngày|của|về|năm)\b", text[end : end + 9]) is not None


def _day(written: str | None) -> date | None:
    if not written:
        return None
    mentions = scan_periods(f"ngày {written}", None)
    return mentions[0].period[1] if mentions and mentions[0].kind == "day" else None


def _issuer(written: str) -> str | None:
    """The issuer with its abbreviations expanded; None where the words behind ``của`` name no body."""
    if not _ISSUER_START.match(written):
        return None
    return expand(_ISSUER_END.sub("", written).rstrip(" ./"))


def _issuer_of(symbols: list[str]) -> str | None:
    """The issuer that the last symbol of the number stands for (``…/QĐ-TTg``)."""
    return ISSUERS.get(re.sub(r"\d", "", symbols[-1]).upper()) if symbols else None


def _filled(known: Document, other: Document) -> Document:
    longer = other.issuer if other.issuer and len(other.issuer) > len(known.issuer or "") else known.issuer
    return replace(known, kind=known.kind or other.kind, issuer=longer, issued_on=known.issued_on or other.issued_on)
