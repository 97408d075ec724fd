"""Titles: the printed form that is kept and the form in which two titles are compared."""

from __future__ import annotations

import re

from etl.text import clean, match_fold

# The site's name behind a bar, a dash or two colons: " - Báo Nam Định điện tử", " | Cổng thông tin điện tử tỉnh".
_FURNITURE = re.compile(
    r"\s*(?:\||::|»|\s[-–—]\s)\s*(?:trang chủ|trang tin|tin tức|báo và|báo [^|]{2,40}|đài [^|]{2,60}|"
    r"cổng (?:thông tin|ttđt)[^|]{0,60}|"
    r"trang thông tin[^|]{0,60}|[\w.-]+\.(?:com|gov|org|net)?\.?vn|[^|]{0,30}(?:online|điện tử))\s*$",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"^\s*[\[(]?(?:video|infographic|ảnh|photo|longform|e-?magazine|podcast|clip)s?[\])]?\s*[:|\-–]\s*", re.IGNORECASE
)
_HYPHENS = re.compile(r"\s*-\s*")
_MARKS = re.compile(r"[\"'.…:;!?]+")


def printed_form(title: str) -> str:
    """The title as printed, in NFC and one line, without the site's name behind it."""
    line = " ".join(clean(title).split())
    while (trimmed := _FURNITURE.sub("", line)) != line and trimmed:
        line = trimmed
    return line


def match_form(title: str) -> str:
    """The title for matching: lower case, modern tone marks, Đ for eth, no furniture, quotes or final marks.

    ``Hội nghị lần thứ 14 … khoá XX`` and ``HỘI NGHỊ LẦN THỨ 14 … KHÓA XX.`` have one match form.
    """
    folded = match_fold(_LABELS.sub("", printed_form(title)))
    return " ".join(_MARKS.sub(" ", _HYPHENS.sub("-", folded)).split())
