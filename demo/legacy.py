"""Old encodings of Vietnamese, written by the demo press as the editors of the nineties and noughties did."""

from __future__ import annotations

import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"


def to_windows_1258(text: str) -> bytes:
    """The text in windows-1258: vowels with their sign, the tone as a mark after them."""
    return "".join(_two_part(letter) for letter in text).encode("cp1258", "xmlcharrefreplace")


def _two_part(letter: str) -> str:
    """``ế`` as ê and an acute mark; letters that the code page has stay whole."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in TONES), "")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else letter
    return letter


_TCVN3_LETTERS = (
    "àảãáạ" "ăằẳẵắặ" "âầẩẫấậ" "đ" "èẻẽéẹ" "êềểễếệ" "ìỉĩíị" "òỏõóọ" "ôồổỗốộ" "ơờởỡớợ" "ùủũúụ" "ưừửữứự" "ỳỷỹýỵ" "ĂÂÊÔƠƯĐ"
)  # fmt: skip
_TCVN3_BYTES = bytes.fromhex(
    "b5b6b7b8b9" "a8bbbcbdbec6" "a9c7c8c9cacb" "ae" "cccecfd0d1" "aad2d3d4d5d6" "d7d8dcddde" "dfe1e2e3e4" "abe5e6e7e8e9"
    "aceaebecedee" "eff1f2f3f4" "adf5f6f7f8f9" "fafbfcfdfe" "a1a2a3a4a5a6a7"
)  # fmt: skip
TCVN3 = dict(zip(_TCVN3_LETTERS, _TCVN3_BYTES, strict=True))


def to_tcvn3(text: str) -> bytes:
    """The text as a page for the .VnTime fonts has it. Capitals with tones become small letters."""
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        code = TCVN3.get(letter) or TCVN3.get(letter.lower())
        out += bytes([code]) if code else letter.encode("latin-1", "xmlcharrefreplace")
    return bytes(out)
