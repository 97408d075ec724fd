"""Legacy Vietnamese encodings, recognised whatever the page says of itself."""

# ruff: noqa: E501 (tables of letters)

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.encodings import decode, repair, without_controls

TEXT = (
    "theo cục thống kê tỉnh, chỉ số sản xuất công nghiệp quý một ước tăng 10,23% so với cùng kỳ; thu ngân sách nhà nước "
    "đạt 4.870 tỷ đồng. xã hội ổn định, kỹ thuật mới được đưa vào đồng ruộng, người dân phấn khởi. khuỷu tay, nghĩa vụ."
)
TCVN3 = dict(
    zip(
        TCVN3_LETTERS := "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
        bytes.fromhex(
            "b5b8b6b7b9a8bbbebcbdc6a9c7cac8c9cbaeccd0cecfd1aad2d5d3d4d6d7ddd8dcdedfe3e1e2e4abe5e8e6e7e9aceaedebeceeeff3f1f2f4adf5f8f6f7f9fafdfbfcfe"
        ),
        strict=True,
    )
)
"""Written down a second time, from the standard's chart: a slip in the module's table would show."""


def as_tcvn3(text: str) -> bytes:
    return bytes(TCVN3.get(letter, ord(letter)) for letter in text)


def as_cp1258(text: str) -> bytes:
    """cp1258 as editors wrote it: the base letter with its hat or horn, then the tone."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = [mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
            hat = [mark for mark in parts[1:] if mark not in tone]
            out += unicodedata.normalize("NFC", parts[0] + "".join(hat)).encode("cp1258") + "".join(tone).encode(
                "cp1258"
            )
    return bytes(out)


VNI = {"á": "aù", "à": "aø", "ả": "aû", "ã": "aõ", "ạ": "aï", "ấ": "aá", "ầ": "aà", "ậ": "aä", "â": "aâ", "ă": "aê", "ắ": "aé",
       "đ": "ñ", "é": "eù", "ẹ": "eï", "ê": "eâ", "ế": "eá", "ề": "eà", "ệ": "eä", "ể": "eå", "í": "í", "ì": "ì", "ị": "ò", "ỉ": "æ", "ĩ": "ó",
       "ó": "où", "ò": "oø", "ọ": "oï", "ô": "oâ", "ố": "oá", "ồ": "oà", "ộ": "oä", "ơ": "ô", "ớ": "ôù", "ờ": "ôø", "ợ": "ôï", "ở": "ôû",
       "ú": "uù", "ù": "uø", "ụ": "uï", "ư": "ö", "ứ": "öù", "ừ": "öø", "ự": "öï", "ữ": "öõ", "ý": "yù", "ỳ": "yø", "ỷ": "yû", "ỹ": "yõ",
       "ổ": "oå", "ẩ": "aå", "ẫ": "aã", "ũ": "uõ", "ủ": "uû", "õ": "oõ", "ỏ": "oû", "ẽ": "eõ", "ẻ": "eû", "ễ": "eã", "ẵ": "aü", "ằ": "aè", "ặ": "aë",
       "ẳ": "aú", "ỗ": "oã", "ỡ": "ôõ", "ử": "öû", "ỵ": "î"}  # fmt: skip


def as_vni(text: str) -> bytes:
    return "".join(VNI.get(letter, letter) for letter in text).encode("latin-1")


@pytest.mark.parametrize("declared", [None, "text/html; charset=iso-8859-1", "windows-1252"])
@pytest.mark.parametrize(("encode", "name"), [(as_tcvn3, "tcvn3"), (as_vni, "vni"), (as_cp1258, "cp1258")])
def test_legacy_bytes(encode: object, name: str, declared: str | None) -> None:
    assert callable(encode)
    assert decode(encode(TEXT), declared) == (TEXT, name)


@pytest.mark.parametrize(("encode", "name"), [(as_tcvn3, "tcvn3"), (as_vni, "vni")])
def test_legacy_letters_that_come_as_latin_text(encode: object, name: str) -> None:
    assert callable(encode)
    latin = encode(TEXT).decode("latin-1")
    assert repair(latin) == (TEXT, name)
    assert decode(latin.encode("utf-8"), "utf-8")[0] == TEXT


def test_viscii() -> None:
    assert decode(bytes.fromhex("54F46920E47520E471"), None)[1] == "cp1252"  # too little to tell
    sample = "ðßþc m²t t¥ m¾i cüa ngß¶i dân v§n còn ðó, nhæng cánh ð°ng lúa trùng trùng ði®p ði®p, næm này qua næm khác"
    text, name = decode(sample.encode("latin-1"), None)
    assert name == "viscii"
    assert text.startswith("được")


def test_utf8_read_as_cp1252() -> None:
    wrong = TEXT.encode("utf-8").decode("latin-1")
    assert repair(wrong)[0] == TEXT
    once_more = "hÆ°á»›ng dáº«n"
    assert repair(once_more) == ("hướng dẫn", "utf-8 as cp1252")


@pytest.mark.parametrize(
    "declared", ["windows-1258", "iso-8859-1", "text/html; charset=ascii", "no-such-charset", None]
)
def test_valid_utf8_is_utf8_whatever_is_declared(declared: str | None) -> None:
    assert decode(TEXT.encode("utf-8"), declared) == (TEXT, "utf-8")


def test_marks_and_broken_bytes() -> None:
    assert decode(TEXT.encode("utf-8-sig"))[0] == TEXT
    assert decode(TEXT.encode("utf-16"))[0] == TEXT
    assert decode(TEXT.encode("utf-8") + b"\xff")[0].startswith(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "Le café était fermé à midi, très bientôt rouvert à côté de la forêt, près du château",
        "Das Mädchen läuft über die Straße mit großen Füßen und schönen Hüten für die Übung",
        "The “quoted” text — with dashes — isn’t Vietnamese … it’s English, it’s “plain”",
    ],
)
def test_other_languages_stay_as_they_are(text: str) -> None:
    assert decode(text.encode("cp1252"), None)[0] == text
    assert repair(text) == (text, None)
    assert without_controls(text.encode("cp1252").decode("latin-1")) == text


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=30)))
def test_no_bytes_raise(body: bytes, declared: str | None) -> None:
    text, name = decode(body, declared)
    assert isinstance(text, str)
    assert name


@given(st.text(max_size=300))
def test_any_text_survives_utf8(text: str) -> None:
    repair(text)
