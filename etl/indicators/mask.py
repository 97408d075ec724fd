"""Numerals that are no figures, by the shape of what stands around them: each gets a named class.

Classes: date, period, ordinal, document, age, phone, address, time, code, label, threshold, total, agenda.
"""

from __future__ import annotations

import re

_LEFT = re.compile(
    r"(?:(?P<document>(?:nghị quyết|quyết định|chỉ thị|công văn|thông tư|nghị định|kết luận|kế hoạch|thông báo|văn bản|công điện|hướng dẫn|"
    r"luật|pháp lệnh|tờ trình|báo cáo|quy định|đề án|thông tri|hiệp định)(?: trung ương| tw| hđnd)?(?: liên tịch)?(?: số)?:? )"
    r"|(?P<ordinal>(?:lần(?: thứ)?|kỳ họp(?: thứ)?|phiên(?: thứ)?|kỳ thứ|khóa|bão số|số|thứ tự|lớp|khối|đợt|vòng|tập|kỳ|bậc|loại|hạng|nhóm|top|tốp|mục|bước|pha|làn sóng|trạm|cơn bão số|đội|ca số|khu|giai đoạn|f|quý) )"
    r"|(?P<article>(?:điều|khoản|điểm|chương|mục|tiêu chí số|phụ lục|trang|chỉ tiêu số) )"
    r"|(?P<age>(?:sinh năm|sn) )"
    r"|(?P<address>(?:số nhà|quốc lộ|tỉnh lộ|đường tỉnh|ql\.?|đt\.?|km|đường số|đường vành đai|vành đai|cao tốc|khu phố|tổ|ấp|thôn|quận|phường|tổ dân phố|khu vực|ngõ|kiệt|hẻm|lô|cầu|tiểu khu|đội|xóm|vùng|chốt|cửa khẩu|mốc|khoảnh|kênh|trường sa|cảng|đường) ?)"
    r"|(?P<phone>(?:điện thoại|đt|hotline|số máy|liên hệ|tổng đài|đường dây nóng)[^.;]{0,20}$)"
    r"|(?P<label>(?:biển kiểm soát|biển số|bks|báo động|tỷ số|mũi|cấp độ|mức độ|covid|covid-|sars-cov-|vtv ?|kênh|ipc|loại|hạng|cấp|nhóm nợ|mã|iso|tiêu chuẩn|chuẩn|mốc son|biển số|số hiệu|a|b|g|h|pm|f|nhóm|th|cúp|trái|euro|mig|su|u|ct\.|giải|type|số báo danh|giá so sánh|so sánh|giá so sánh năm) ?)"
    r"|(?P<time>(?:lúc|hồi|vào lúc|từ lúc) ))$"
)
_RIGHT = re.compile(
    r" ?(?:(?P<document>(?:-|/)(?:\d+/)*[a-zđ]{1,}(?:-|/|\d|(?<=[a-z])(?![^\W_]))|/\d{4}/|-(?:nq|kl|ct|qđ|tb|hd|ctr|kh|bc|nđ|tt)\b)"
    r"|(?P<age>tuổi|năm tuổi|tuổi đời|tháng tuổi)(?![^\W_])"
    r"|(?P<time>(?:giờ|phút|giây|h\d*|g\d\d|ngày đêm|h(?![^\W_])))(?![^\W_])"
    r"|(?P<label>sao(?![^\W_])|(?:- \d )?sao|cấp(?! mới)(?![^\W_])|feet|inch|d(?![^\W_])|độ(?![^\W_])|con/kg|hạt(?![^\W_])|tầng|trục|chiều|mặt|làn|bánh|chỗ|gram|mm(?![^\W_])|cm(?![^\W_])|cc(?![^\W_])|ounce|carat|ngôi sao|chữ|không(?! (?:đạt|có))|tại chỗ|trong 1|trong một|nhà(?=[,)]))"
    r"|(?P<agenda>(?:nhóm (?:nhiệm vụ|giải pháp|vấn đề|nội dung|chỉ tiêu)|nhiệm vụ|giải pháp|khâu đột phá|đột phá|nội dung|vấn đề|khó khăn|điểm nghẽn|bước|phần|trụ cột|yếu tố|nguyên nhân|bài học|quan điểm|mục tiêu|chuyên đề|trung tâm|lý do|đặc điểm|mũi nhọn|trọng tâm|chữ|cấp|khâu|tiêu chí(?!/xã| (?:bình quân|ntm|nông thôn|đạt))|câu hỏi|thách thức|lĩnh vực|luật|nước|quốc gia|châu lục|quan hệ|chương trình mục tiêu|chương trình trọng tâm|phương án|kịch bản|ưu tiên|không gian|hành lang|vùng|tiểu vùng|cực|trục|đồng chí lãnh đạo|mùa|mặt trận|loại hình|hình thức|cụm thi đua|tháng cuối|năm qua|lần/|chỉ số thành phần)(?![^\W_])))"
)
_BIRTH = re.compile(r"\(\d{4}")
_PHONE = re.compile(r"0\d{2,4}[ .]?\d{3}[ .]?\d{3,4}|0\d{9,10}|1[89]00[ .]?\d{4,6}|0\d{3}\.\d{3,7}")
_EXPONENT = re.compile(r"(?:m|km|dm|cm)$")
_NTH = re.compile(r"(?<!đứng )(?<!xếp )(?<!hạng )(?<!trí )(?<!và )(?<!, )thứ \Z")
_PHONE_LIKE = re.compile(r"0\d|1\d{3}(?!\d)|\d{6,}")
_SCORE = re.compile(r"(?<![\d.,])\d{1,3}[-+]\Z")
_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)] ?[^\d\s]")
_ANNIVERSARY = re.compile(
    r"(?:kỷ niệm|tròn|dịp|mừng|sau|hơn|gần|trong|suốt|qua|bước sang|cách đây|trải qua|từng|đã|đúng) $"
)


def class_of(folded: str, start: int, end: int, after: int, line_start: int) -> str:
    """The class of a numeral that is no figure by its surroundings, else an empty string."""
    left = folded[max(0, start - 30) : start]
    if start == line_start and _HEADING.match(folded, start):
        return "ordinal"
    if _PHONE.match(folded, start):
        return "phone"
    if (_EXPONENT.search(left) and end - start == 1) or _SCORE.search(left):
        return "label"
    if left.endswith("thứ "):
        return "ordinal" if _NTH.search(left) else ""
    right = _RIGHT.match(folded, after)
    if right is not None:
        kind = right.lastgroup or ""
        if kind == "document" and "%" not in folded[after : after + 2]:
            return "document"
        if kind == "age" and "tuổi thọ" in folded[max(0, start - 60) : start]:
            return ""
        if kind in ("age", "time", "label", "agenda"):
            return kind
    match = _LEFT.search(left)
    if match is None:
        return ""
    kind = match.lastgroup or ""
    if kind == "phone" and not _PHONE_LIKE.match(folded, start):
        return ""
    if kind == "article":
        return "document"
    if kind in ("ordinal", "address", "label", "time", "document") and not _is_labelled(
        folded, match, after, start, kind
    ):
        return ""
    return kind


_UNIT_FOLLOWS = re.compile(
    r" ?(?:%|‰|đồng|usd|tấn|tạ|ha(?![^\W_])|kwh|triệu|tỷ|nghìn|ngàn|vạn|m3|km2|lượt|đô la|điểm phần|điểm %)"
)


def _is_labelled(folded: str, match: re.Match[str], after: int, start: int, kind: str) -> bool:
    """A number with a unit is a quantity even after such a word (``kế hoạch 12.000 tỷ đồng``); whole words only."""
    begin = max(0, start - 30) + match.start(kind)
    if begin and (folded[begin - 1].isalnum()):
        return False
    if _UNIT_FOLLOWS.match(folded, after):
        return False
    if kind == "document":
        return (
            not re.match(r" ?[a-zà-ỹ]", folded[after : after + 2])
            or "số" in match[0]
            or bool(re.match(r" (?:của|về|ngày|năm|/|và|,|\.)", folded[after : after + 6]))
        )
    if kind == "address":
        return not folded[start].isalpha()
    return True
