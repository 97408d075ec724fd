"""Who wrote it, who photographed it, whose copy it is: the printed byline before what the page tells machines.

JSON-LD's author is mostly the site's own name, so a name counts only if it can be a person's. ``Theo`` is a label only
on a short final line; everywhere else it opens a sentence that holds figures.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from etl.article import vocabulary
from etl.article.blocks import Block

MAX_LINE = 130
"""A longer last line is a sentence of the article."""

_WRITER_LABEL = re.compile(
    r"^(?:(?:bài|tin|tin,?\s*bài|bài\s*viết|thơ|nội\s*dung)(?:\s*(?:,|và|-|–|/|&|\+)\s*(?:ảnh|clip|video|đồ\s*họa|tin|bài))*|tác\s*giả|người\s*viết|(?:nhóm\s+)?thực\s*hiện|"
    r"(?:nhóm\s+)?(?:phóng\s*viên|pv)|biên\s*tập|tổng\s*hợp|lược\s*dịch|biên\s*dịch|ghi\s*chép|bút\s*ký|by|author|written\s+by)\s*[:：]\s*(?P<name>.+)$",
    re.I,
)
_NO_LETTER = re.compile(r"[\W_]")
_EMAIL = re.compile(r"[(<\[]?\s*[\w.+-]+@[\w-]+\.[\w.]+\s*[)>\]]?")
_ADDRESS = re.compile(r"\w\.(?:vn|com|net|org|gov|edu|info)\b")
_BOTH = re.compile(r"\b(?:ảnh)\b", re.I)
_PHOTO_LABEL = re.compile(
    r"^(?:ảnh|clip|video|ảnh\s*,?\s*(?:clip|video)|photos?)(?:\s*minh\s*họa)?\s*[:：]\s*(?P<name>.+)$", re.I
)
_SOURCE_LABEL = re.compile(r"^(?:nguồn(?:\s+tin)?|source)\s*[:：]\s*(?P<name>.+)$|^(?:theo)\s+(?P<name2>.+)$", re.I)
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+(?P<name>[^,|]+)", re.I)
_TRAILER = re.compile(
    r"(?:\s*[(\[–-]\s*|\s+)(?:tổng\s*hợp|t/h|th|lược\s*dịch|biên\s*dịch|dịch|ghi|thực\s*hiện|sưu\s*tầm|lược\s*ghi)\s*[)\]]?\s*\.?$",
    re.I,
)
_THEO_INSIDE = re.compile(r"\s*[(\[–-]\s*theo\s+(?P<name>[^)\]]+)[)\]]?\s*$", re.I)
_BEFORE_PHOTO = re.compile(r"\s*[-–;|.]?\s+(?=(?:ảnh|video|clip)\s*:)", re.I)
_BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]*)[)\]]?\s*$")
_HOUSE = re.compile(r"\s*[-–]\s*[A-ZĐ]{2,6}$")
_SPLIT = re.compile(r"\s*(?:,|;|/|\s[-–—]\s|\s+và\s+|\s+and\s+|\s*&\s*|\s+\+\s+|\|)\s*", re.I)
_INITIALS = re.compile(r"^[A-ZĐ](?:\.\s?[A-ZĐÀ-Ỹ][a-zà-ỹ]{0,4})+\.?$|^[A-ZĐ]{1,3}\.[A-ZĐ]{1,3}\.?$")


@cache
def _agencies() -> re.Pattern[str]:
    return vocabulary.phrases("agencies", r"^\(?\s*", r"(?:\s*/\s*[\w+]+)?\s*\)?$")


@cache
def _generic() -> frozenset[str]:
    return frozenset(name for names in vocabulary.entries("generic_authors") for name in names)


@cache
def _papers() -> frozenset[str]:
    return frozenset(name for names in vocabulary.entries("papers") for name in names)


@cache
def _institutions() -> re.Pattern[str]:
    return vocabulary.phrases("institutions", "^", r"\b")


@dataclass(slots=True)
class Credits:
    """The names of a byline; None where it does not name one."""

    author: str | None = None
    photographer: str | None = None
    agency: str | None = None

    def __bool__(self) -> bool:
        return bool(self.author or self.photographer or self.agency)


def read_line(text: str) -> Credits | None:
    """The credits in a line that carries a label (``Tin, ảnh:``, ``Theo``, ``Nguồn:``), or None."""
    text = text.strip().strip("*•").strip()
    if not text or len(text) > MAX_LINE:
        return None
    inner = text[1:-1].strip() if text[:1] + text[-1:] in ("()", "[]") else text
    if _agencies().match(inner):
        return Credits(agency=inner)
    parts = _BEFORE_PHOTO.split(inner, maxsplit=1)
    if len(parts) == 2 and ":" in parts[0] and (writer := read_line(parts[0])):
        photo = read_line(parts[1])
        return Credits(writer.author, photo.photographer if photo else None, writer.agency)
    if match := _WRITER_LABEL.match(inner):
        names, agency = _split_names(match.group("name"))
        author = ", ".join(names) or None
        return Credits(author, author if _BOTH.search(inner[: match.start("name")]) else None, agency)
    if match := _PHOTO_LABEL.match(inner):
        names, agency = _split_names(match.group("name"))
        return Credits(photographer=", ".join(names) or agency)
    return _read_source(inner)


def _read_source(line: str) -> Credits | None:
    """``Theo TTXVN``, ``Nguồn: …``: whose copy it is. A sentence that opens with the same word is none."""
    match = _SOURCE_LABEL.match(line)
    if match is None or _is_sentence(line):
        return None
    name = (match.group("name") or match.group("name2")).strip(" .")
    if name.startswith(("http", "www.")):
        return Credits()
    return Credits(agency=name) if len(name.split()) <= 8 else None


def read_signature(block: Block, previous: str | None = None) -> Credits | None:
    """The credits in a last line that is only a name: ``Nguyễn Văn A``, ``T.H``, ``HẢI YẾN - MINH THU``, or None.

    A single word is a name only if it is set as one (right, bold, italic) or the paragraph before it (``previous``)
    closes the copy with ``./.``.
    """
    text = block.text.strip()
    if len(text) > 80 or text.endswith((":", "?", "!", "…")):
        return None
    names, agency = _split_names(text.strip("()[] "))
    if not all(looks_like_name(name) or _INITIALS.match(name) for name in names) or len(names) > 5:
        return None
    if not names:
        return Credits(agency=agency) if agency or fold(text.strip("()[] ")) in _generic() else None
    marked = block.align == "right" or block.is_bold or block.italic >= 0.9 * len(block.text)
    closed = previous is not None and previous.rstrip().endswith("./.")
    trailed = len(", ".join(names)) < len(text.strip(" ."))
    if all(" " not in name for name in names) and not (marked or closed or trailed or _INITIALS.match(names[0])):
        return None
    return Credits(", ".join(names), None, agency)


def _is_sentence(text: str) -> bool:
    """``Theo Cục Thống kê, …`` goes on as a sentence; a credit is a few words without a comma or a figure."""
    if text.rstrip().endswith((".", ":", ";")) and len(text) > 60:
        return True
    return "," in text or bool(re.search(r"\d{2}", text))


def _split_names(text: str) -> tuple[list[str], str | None]:
    """The single names of a byline without what is set around them, and the agency or paper among them.

    ``Thu Hà - Minh Anh (tổng hợp)``, ``Hoài An-BBL``, ``Thu Hà/TTXVN``, ``Minh Anh (Theo Tuổi Trẻ)``; generic ones
    (``PV``, ``CTV``) are left out.
    """
    agency = None
    text = _EMAIL.sub("", text)
    if match := _THEO_INSIDE.search(text):
        agency, text = match.group("name").strip(), text[: match.start()]
    text = _HOUSE.sub("", _TRAILER.sub("", text)).strip(" -–,*")
    if (match := _BRACKET.search(text)) and match.start():
        inside, text = match.group("inside").strip(), text[: match.start()]
        agency = agency or (inside if _is_house(inside) else None)
    names: list[str] = []
    for piece in _SPLIT.split(text):
        name = piece.strip() if _INITIALS.match(piece.strip()) else piece.strip(" .()")
        if _is_house(name):
            agency = agency or name
        elif name and fold(name) not in _generic():
            names.append(name)
    return list(dict.fromkeys(names)), agency


def _is_house(name: str) -> bool:
    return bool(_agencies().match(name)) or fold(name) in _papers()


def looks_like_name(text: str) -> bool:
    """One to five capitalised words without figures: what a person's or pen name looks like."""
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > 40 or any(character.isdigit() for character in text):
        return False
    if _institutions().match(text):
        return False
    return all(
        word[0].isupper()
        and word.strip(".’'").replace("’", "").replace("'", "").replace("-", "").replace(".", "").isalpha()
        for word in words
    )


def fold(text: str) -> str:
    """Case and blanks folded, for comparing names."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()).strip(" .")


def person(text: str | None, sites: tuple[str, ...] = ()) -> str | None:
    """The person or persons in an author's field, without label; None for the site, an institution or an account.

    ``sites`` are the names that the page gives its house (site name, publisher, host), folded.
    """
    if not text or len(text) > 160 or "http" in text:
        return None
    text = _EMAIL.sub("", text).strip(" \t-–|,.•")
    if (match := _WRITER_LABEL.match(text)) or (match := _BY.match(text)):
        text = match.group("name")
    names, _ = _split_names(re.sub(r"^theo\s+", "", text, flags=re.I))
    return ", ".join(name for name in names if _is_person(name, sites)) or None


def _is_person(name: str, sites: tuple[str, ...]) -> bool:
    if _ADDRESS.search(fold(name)) or _has_inner_capital(name) or not looks_like_name(name):
        return False
    # «Twitter Facebook»: the buttons beside the name.
    if all(fold(word) in _generic() for word in name.split()):
        return False
    squeezed = squeeze(name)
    return not any(_same_house(squeezed, site) for site in sites)


def _has_inner_capital(name: str) -> bool:
    """``VnExpress``: a capital after a small letter is a brand's."""
    return any(before.islower() and after.isupper() for before, after in pairwise(name))


def _same_house(name: str, site: str) -> bool:
    return bool(site) and (name == site or (len(name) >= 5 and name in site) or (len(site) >= 5 and site in name))


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """A name as bare ASCII letters and digits, for comparing houses: ``Báo Lào Cai`` is ``baolaocai``."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d")).encode("ascii", "ignore").decode("ascii")
    return _NO_LETTER.sub("", plain)


def house_names(url: str, *names: str | None) -> tuple[str, ...]:
    """The names of the page's house as bare letters: from its host and from what it calls itself."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = [label for label in host.split(".") if label not in ("com", "vn", "org", "gov", "net", "edu", "www", "m")]
    texts = [*labels, *(name for name in names if name)]
    return tuple(dict.fromkeys(squeezed for text in texts if len(squeezed := squeeze(text)) >= 3))


def take_credits(paragraphs: list[Block]) -> tuple[Credits, str | None, list[Block]]:
    """Credits on the body's last (and first) lines, a bare signature, and the paragraphs without those lines.

    The signature is apart from the credits because a name without a label is less certain than an author's element.
    """
    rest = list(paragraphs)
    credits = Credits()
    signed: str | None = None
    for _ in range(4):
        if len(rest) < 2:
            break
        found = read_line(rest[-1].text)
        if found is None and signed is None and credits.author is None:
            found = read_signature(rest[-1], rest[-2].text)
            if found is not None:
                signed, found = found.author, Credits(None, found.photographer, found.agency)
        if found is None:
            break
        _merge(credits, found)
        rest.pop()
    if (
        len(rest) > 1
        and len(rest[0].text) <= 80
        and (first := read_line(rest[0].text))
        and (first.author or first.photographer)
    ):
        _merge(credits, first)
        rest.pop(0)
    return credits, signed, rest


def _merge(credits: Credits, more: Credits) -> None:
    credits.author = credits.author or more.author
    credits.photographer = credits.photographer or more.photographer
    credits.agency = credits.agency or more.agency
