"""Bytes to text for Vietnamese pages of any age, and repair of text that was decoded wrongly before it reached us.

Besides Unicode there are three legacy encodings that Python does not know: TCVN3 (the .VnTime fonts), VNI (a base
letter and a second byte for its marks) and VISCII. Their text usually arrives as valid Latin-1, so no decoder
complains: it is recognised by reading it every way and counting which reading gives Vietnamese syllables.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice

_TCVN3_BYTES = bytes.fromhex(
    "b5b8b6b7b9a8bbbebcbdc6a9c7cac8c9cbaeccd0cecfd1aad2d5d3d4d6d7ddd8dcdedfe3e1e2e4abe5e8e6e7e9aceaedebeceeeff3f1f2f4"
    "adf5f8f6f7f9fafdfbfcfea1a2a7a3a4a5a6"
)
_TCVN3_TEXT = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"

# VISCII 1.1 (RFC 1456): the upper half in order, then the six control positions that it uses for capitals.
_VISCII_TEXT = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

# VNI for Windows: marks as a second byte, shown here as the Latin-1 characters they arrive as.
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_CIRCUMFLEX = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_BREVE = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_SINGLE = dict(zip("ñíìæóòîôö", "đíìỉĩịỵơư", strict=True))

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,30})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{2,30})", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,30})", re.I)
_NOT_ASCII = re.compile(r"[^\x00-\x7f\s“”‘’…–—][^\x00-@\[-`{-\x7f\s“”‘’…–—]*")
"""The part of a word from its first letter that is not ASCII."""
_SAMPLE_WORDS = 400
_FEWEST_WORDS = 5
_TELLING = 30
_MOST_BESIDE = 20

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_SYLLABLE = re.compile(
    rf"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[{_VOWELS}]{{1,3}}(?:ch|ng|nh|[cmnpt])?"
)


def decode(body: bytes, declared: str | None = None, *, mend: bool = True) -> tuple[str, str]:
    """The text of a page and the encoding it proved to be in. Never raises, on any bytes.

    Without ``mend``, text in a known charset comes as it stands there, to be given to ``repair`` when the parts that
    are no text have been cut from it.

    ``declared`` is the charset, or the whole content type, of the HTTP header. Order: byte order mark; UTF-8 where the
    bytes are valid in it (a wrong header is common, valid UTF-8 by accident is not); the declared encodings, header
    before meta; then Latin-1 read as whichever legacy encoding gives Vietnamese.
    """
    finished = _repaired if mend else _as_it_is
    for mark, name in _BOMS:
        if body.startswith(mark):
            return finished(body.decode(name, "replace"), "utf-8" if name == "utf-8-sig" else name)
    try:
        return finished(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    names = _declared(body, declared)
    if _nearly_utf8(body):
        return finished(body.decode("utf-8", "replace"), "utf-8")
    for name in names:
        if name not in ("utf-8", "latin-1", "cp1252", "ascii"):
            if name == "cp1258" and (text := _as_legacy(_latin(body))) is not None and text[1] != "cp1258":
                return text
            return finished(unicodedata.normalize("NFC", body.decode(name, "replace")), name)
    return _as_legacy(_latin(body)) or (unicodedata.normalize("NFC", _windows(body)), "cp1252")


def repair(text: str) -> tuple[str, str | None]:
    """Text that reached us decoded already: legacy letters and doubly encoded UTF-8 undone, and which it was.

    ``hÆ°á»›ng`` is UTF-8 read as cp1252; ``s¶n l­îng`` is TCVN3 read as Latin-1. Text that reads as Vietnamese, or that
    holds too little to tell, comes back as it was.
    """
    if text.isascii():
        return text, None
    if _holds_mojibake(text):
        mended = _MOJIBAKE_RUN.sub(_mended, text)
        if mended != text:
            return mended, "utf-8 as cp1252"
    if _may_be_legacy(text) and (found := _as_legacy(text)):
        return found
    return text, None


def repair_short(text: str, around: Callable[[], Iterable[str]]) -> str:
    """A name or the like, too short to tell by itself, converted as a longer text beside it has to be."""
    if _UNICODE_VIETNAMESE.search(text) or not _LEGACY_SIGN.search(text):
        return text
    beside = (other for other in around() if len(other) > _TELLING and _may_be_legacy(other))
    found = next((reading for other in islice(beside, _MOST_BESIDE) if (reading := _as_legacy(other))), None)
    convert = dict(_converters())[found[1]] if found else None
    return unicodedata.normalize("NFC", convert(text)) if convert else text


def without_controls(text: str) -> str:
    """The controls 80 to 9F as the quotation marks and dashes that cp1252 has there; browsers read them so."""
    return text.translate(_windows_table()) if _CONTROL.search(text) else text


def _holds_mojibake(text: str) -> bool:
    """Whether the first two bytes of ạ to ỹ, without which no Vietnamese is, stand there as two characters.

    The second one, which is rare, is sought alone: a search for one character costs a fiftieth of one for two.
    """
    for second in "\u00ba\u00bb":
        place = text.find(second)
        while place >= 0:
            if text[place - 1] == "\u00e1" and place:
                return True
            place = text.find(second, place + 1)
    return False


def _may_be_legacy(text: str) -> bool:
    """The cheap question first: signs of the legacy encodings, without (or, where parts of a page differ, beside) the
    letters of Vietnamese that only Unicode has."""
    if not _LEGACY_SIGN.search(text):
        return False
    if _UNICODE_VIETNAMESE.search(text) is None:
        return True
    return "\u00b5" in text and "\u00b8" in text and text.count("\u00b5") + text.count("\u00b8") > 40


_CONTROL = re.compile("[\x80-\x9f]")
_UNICODE_VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")
_MOJIBAKE_RUN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]+"
)
_LEGACY_SIGN = re.compile("[\u00a8-\u00ae\u00b5-\u00b9\u00bb-\u00be\u00c0-\u00ff]")


def _mended(match: re.Match[str]) -> str:
    run = match.group()
    try:
        return _bytes_of(run).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return run


def _bytes_of(text: str) -> bytes:
    """cp1252 bytes, with the five positions it leaves undefined taken as Latin-1 does."""
    return b"".join(
        character.encode("latin-1") if "\x80" <= character <= "\x9f" else character.encode("cp1252")
        for character in text
    )


def _repaired(text: str, name: str) -> tuple[str, str]:
    mended, how = repair(text)
    return mended, repaired_name(name, how)


def _as_it_is(text: str, name: str) -> tuple[str, str]:
    return text, name


def repaired_name(name: str, how: str | None) -> str:
    """How a page is encoded, of the charset it was decoded from and what ``repair`` found."""
    return f"{name}, {how}" if how and " as " in how else how or name


def _latin(body: bytes) -> str:
    return body.decode("latin-1")


def _windows(body: bytes) -> str:
    """cp1252, whose five undefined bytes stay the controls that they are in Latin-1."""
    return body.decode("latin-1").translate(_windows_table())


@cache
def _windows_table() -> dict[int, str]:
    pairs = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
    return {code: character for code, character in pairs.items() if character}


def _declared(body: bytes, declared: str | None) -> list[str]:
    """Python's names of the charsets that header and meta state, known ones only, header first."""
    stated: list[str] = []
    if declared:
        match = _CHARSET.search(declared)
        stated.append(match.group(1) if match else declared)
    head = body[:4096]
    stated += [found.group(1).decode("ascii") for pattern in (_XML, _META) if (found := pattern.search(head))]
    names: list[str] = []
    for label in stated:
        try:
            name = codecs.lookup(label.strip()).name
        except (LookupError, ValueError):
            continue
        if name in _TEXT_CODECS or name.startswith(
            ("cp", "iso8859", "utf", "mac", "koi8", "gb", "big5", "euc", "shift")
        ):
            names.append({"iso8859-1": "latin-1", "windows-1258": "cp1258"}.get(name, name))
    return names


_TEXT_CODECS = frozenset(("ascii", "latin-1", "tis-620", "hz", "johab"))


def _nearly_utf8(body: bytes) -> bool:
    """UTF-8 with broken bytes (a cut character, a foreign fragment) rather than another encoding, whose letters are
    next to never valid UTF-8.
    """
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text[:200_000] if character > "\x7f") - min(broken, 200_000)
    return broken * 3 < sound


def _as_legacy(latin: str) -> tuple[str, str] | None:
    """Text that was read as Latin-1, in the legacy encoding that makes Vietnamese of it, or None.

    Only distinct words that are not ASCII vote, and a letter alone is none (a dash or a quotation mark of cp1252 would
    pass for one). The winner must make syllables of most of them, and of many more than the text
    as it stands does.
    """
    words = _telling_words(latin)
    if len(words) < _FEWEST_WORDS:
        return None
    as_is = _share_of_syllables(words)
    readings: list[tuple[float, str, Callable[[str], str]]] = [
        (_share_of_syllables([convert(word) for word in words]), name, convert) for name, convert in _converters()
    ]
    share, name, convert = max(readings, key=lambda reading: reading[0])
    if share < 0.7 or share < as_is + 0.25:
        return None
    return unicodedata.normalize("NFC", convert(latin)), name


def _telling_words(text: str) -> list[str]:
    """The first distinct words that are not ASCII, found from their first such letter backwards."""
    words: dict[str, None] = {}
    position = 0
    while len(words) < _SAMPLE_WORDS and (run := _NOT_ASCII.search(text, position)):
        start, end = run.span()
        while start > position and text[start - 1].isascii() and text[start - 1].isalpha():
            start -= 1
        if end - start > 1:
            words[text[start:end]] = None
        position = end
    return list(words)


def _share_of_syllables(words: list[str]) -> float:
    good = sum(
        1 for word in words if _SYLLABLE.fullmatch(unicodedata.normalize("NFC", word).lower()) and _case_is_plain(word)
    )
    return good / len(words)


def _case_is_plain(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


@cache
def _converters() -> tuple[tuple[str, Callable[[str], str]], ...]:
    return (
        ("cp1258", _cp1258),
        ("tcvn3", lambda text: text.translate(_tcvn3_table())),
        ("vni", _vni),
        ("viscii", lambda text: text.translate(_viscii_table())),
    )


def _cp1258(text: str) -> str:
    """Characters of Latin-1 or cp1252 read as cp1258; the tones come as combining marks."""
    try:
        return unicodedata.normalize("NFC", _bytes_of(text).decode("cp1258", "replace"))
    except UnicodeEncodeError:
        return text


@cache
def _tcvn3_table() -> dict[int, str]:
    return dict(zip(_TCVN3_BYTES, _TCVN3_TEXT, strict=True))


@cache
def _viscii_table() -> dict[int, str]:
    table = {0x80 + index: character for index, character in enumerate(_VISCII_TEXT)}
    # The bytes 80 to 9F arrive as the characters that cp1252 has there.
    table |= {ord(bytes([code]).decode("cp1252", "ignore") or chr(code)): table[code] for code in range(0x80, 0xA0)}
    return table | _VISCII_CONTROLS


@cache
def _vni_pairs() -> tuple[re.Pattern[str], dict[str, str]]:
    """Every VNI spelling of a letter, both cases, and one pattern for them, the longest first."""
    pairs: dict[str, str] = {}
    for base in "aeouy":
        pairs |= {base + mark: base + tone for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        pairs |= {base + mark: base + "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    for base, letter in (("ô", "ơ"), ("ö", "ư")):
        pairs |= {base + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    pairs |= _VNI_SINGLE
    lower = {spelling: unicodedata.normalize("NFC", letter) for spelling, letter in pairs.items()}
    both = lower | {spelling.upper(): letter.upper() for spelling, letter in lower.items()}
    both |= {
        spelling[0].upper() + spelling[1:]: letter.upper() for spelling, letter in lower.items() if len(spelling) == 2
    }
    pattern = re.compile("|".join(sorted(map(re.escape, both), key=len, reverse=True)))
    return pattern, both


def _vni(text: str) -> str:
    pattern, letters = _vni_pairs()
    return pattern.sub(lambda match: letters[match.group()], text)
