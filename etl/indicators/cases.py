"""Counts of cases: those that happened or came to light, not those that police and courts went on to handle."""

from __future__ import annotations

import re

_CRIMES = frozenset({"criminal_cases", "drug_cases", "traffic_accidents", "fires", "smuggling_fraud_cases"})
_COUNTED = _CRIMES | {"complaints_received"}
UNITS = frozenset({"case", "petition"})
_FILLER = (
    r"(?:[ ,]+(?:và|được|mới|xong|theo|hơn|trên|gần|khoảng|tổng số|tổng cộng|hành chính|điều tra|bị can|vụ án|"
    r"thành công|các|số|là|thêm|đối với|sơ thẩm|phúc thẩm|lưu động))* ?\Z"
)
# Khởi tố 160 vụ, 221 bị can; xử lý hành chính 25 vụ; tòa án thụ lý 1.367 vụ.
_HANDLED = re.compile(
    r"(?<![^\W_])(?:khởi tố|truy tố|xét xử|thụ lý|giải quyết|đình chỉ|phục hồi|kết thúc điều tra|xử lý khác|chuyển|"
    r"trả lại|xếp lưu|đang (?:tiếp tục )?(?:điều tra|xác minh|củng cố|xử lý|giải quyết)|củng cố hồ sơ)" + _FILLER
)
_PUNISHED = re.compile(
    r"(?<![^\W_])(?:xử lý hành chính|xử lý vi phạm hành chính|xử phạt|phạt tiền|phạt hành chính)" + _FILLER
)
_TAUGHT = re.compile(r"(?<![^\W_])(?:bồi dưỡng|tập huấn|mở lớp|học tập)(?!.{0,80}kết nạp)[^.;:\d]{0,70}\Z")
_CLEARED_BEHIND = re.compile(r"[^.;:,()\d]{0,60} được (?:điều tra|khám phá|làm rõ)(?![^\W_])")
_CLEARED = re.compile(r"(?<![^\W_])(?:điều tra|khám phá|làm rõ|phá)" + _FILLER)
_FOUND = re.compile(r"(?<![^\W_])(?:phát hiện|xảy ra|ghi nhận)[ ,][^.;\d]{0,20}\Z")
# Tàng trữ, mua bán, sử dụng trái phép chất ma túy: acts in any order.
_DRUG_ACTS = re.compile(
    r"[ ,]*(?:(?:có|với|về|hành vi|liên quan|đến|tới|các|các loại|tội|tội phạm|phạm tội|vi phạm|pháp luật|tàng trữ|"
    r"mua bán|vận chuyển|sản xuất|chứa chấp|tổ chức|sử dụng|trái phép|chất|và|hoặc)[ ,]+)+ma t(?:úy|uý)(?![^\W_])"
)
_USE = re.compile(r"(?<!tổ chức )sử dụng")
_DEALING = re.compile(r"tàng trữ|mua bán|vận chuyển|sản xuất|tổ chức|tội|vi phạm|liên quan")


def names_drugs(folded: str, position: int) -> bool:
    """Whether the words from ``position`` on name crimes of drugs; the use of drugs alone is none."""
    found = _DRUG_ACTS.match(folded, position, position + 140)
    if found is None:
        return False
    return _USE.search(found[0]) is None or _DEALING.search(found[0]) is not None


def is_taught(folded: str, position: int) -> bool:
    """Whether the words before a count of new members say that a course was held for them, not that they joined."""
    return _TAUGHT.search(folded, max(0, position - 90), position) is not None


def is_cleared(folded: str, code: str | None, after: int) -> bool:
    """Whether the words behind a count say that the cases were cleared: 51/61 vụ … được điều tra, khám phá."""
    return code == "criminal_cases" and _CLEARED_BEHIND.match(folded, after) is not None


def is_handled(folded: str, code: str | None, position: int) -> bool:
    """Whether the words before a count of cases say what was done about them, so that it is not ``code`` itself."""
    if code not in _COUNTED:
        return False
    begin = max(0, position - 70)
    if _HANDLED.search(folded, begin, position):
        return True
    if code in _CRIMES and code != "smuggling_fraud_cases" and _PUNISHED.search(folded, begin, position):
        return True
    if code != "criminal_cases":
        return False
    cleared = _CLEARED.search(folded, begin, position)
    return cleared is not None and not _FOUND.search(folded, begin, cleared.start())
