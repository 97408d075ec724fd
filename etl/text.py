"""Unicode of Vietnamese news: the stored form, and the folded form that the scanners read.

Stored text is NFC and otherwise as printed. Scanners never read it directly: they read ``fold(text)``, which has the
**same length**, so that every offset found in the folded form is an offset of the stored text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

# Capital letters of Vietnamese: ranges of Unicode mix them with the small ones.
CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

# NFC leaves these alone, and all occur: Latin eth for Đ in copy of northern papers, blanks of every width, hyphens of
# every length, the mathematical minus, division-slash, typographic quotes, full-width and mathematical digits.
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def _digit_folds() -> dict[str, str]:
    """Every decimal digit of Unicode that NFKC turns into 0-9: full-width and the mathematical alphabets."""
    digits = [*range(0xFF10, 0xFF1A), *range(0x1D7CE, 0x1D800)]
    return {chr(code): str(unicodedata.digit(chr(code))) for code in digits}


_FOLDS: dict[str, str] = {
    **dict.fromkeys(_SPACES + _INVISIBLE, " "),
    **dict.fromkeys(_HYPHENS, "-"),
    **_digit_folds(),
    "Ð": "đ",
    "ð": "đ",
    "İ": "i",  # the only capital whose lower case has two code points
    "’": "'",
    "‘": "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "％": "%",
    "．": ".",
    "，": ",",
    "／": "/",
}
BEFORE_WORD = "[\x00-/:-@\\[-`{-\xbf\u2000-\u2bff\u3000-\u303f\ue000-\uf8ff\ufe00-\ufeff]"
"""A character that may stand before a word, as one set of the engine: scanners that start with it skip three letters
in four. Wider than ``\\W`` by a few signs (²), and without the categories of Unicode, which are slow to ask for."""

# Two sets, since one that mixes the planes is compiled to a list that is walked for every character.
_FOLDED = re.compile("[" + "".join(re.escape(char) for char in _FOLDS if char <= "\uffff") + "]")
_MATHS_DIGIT = re.compile("[\U0001d7ce-\U0001d7ff]")
_STRAY = re.compile("[" + _INVISIBLE + "]")
_BLANKS = re.compile("[" + _SPACES + " ]+")

# Old placement of the tone mark (hoà, khoé, thuý) against the modern one (hòa, khóe, thúy). Only an open syllable
# differs; after q the u belongs to the consonant, so quý and quỷ are the same in both.
_MODERN = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa"}
_MODERN |= {"oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe"}
_MODERN |= {"uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_MODERN |= {old.upper(): new.upper() for old, new in _MODERN.items()}
_MODERN |= {old[0].upper() + old[1]: new[0].upper() + new[1] for old, new in list(_MODERN.items()) if old.islower()}
_OLD_TONE = re.compile(r"[oOuU](?<![qQ].)(?:(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])[ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_])")


def branched(forms: Iterable[str]) -> str:
    """An alternation of ``forms`` as a tree of their letters, the longest form first: faster than a flat one.

    A form is literal text up to its first ``(``; from there it is one expression (``cả (?=năm|tháng)``).
    """
    return _branches([_atoms(form) for form in dict.fromkeys(forms)])


def _atoms(form: str) -> list[str]:
    head, bracket, tail = form.partition("(")
    return [*map(re.escape, head), *([bracket + tail] if bracket else [])]


def _branches(forms: list[list[str]]) -> str:
    tails: dict[str, list[list[str]]] = {}
    for atoms in forms:
        if atoms:
            tails.setdefault(atoms[0], []).append(atoms[1:])
    branches = [atom + _branches(found) for atom, found in tails.items()]
    if [] in forms:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def nfc(text: str) -> str:
    """The stored form: NFC. It repairs decomposed text and tones typed as combining marks; nothing else changes."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """NFC without invisible characters, with eth read as Đ and every run of blanks as one; line breaks are kept.

    For short fields (titles, names, captions). The length changes: never use it on text that offsets refer to.
    """
    tidy = _STRAY.sub("", nfc(text)).replace("Ð", "Đ").replace("ð", "đ")
    lines = (_BLANKS.sub(" ", line).strip() for line in tidy.splitlines())
    return "\n".join(lines).strip("\n")


def fold(text: str) -> str:
    """``text`` in lower case with blanks, hyphens, quotes, digits and Đ in one form each; the length never changes."""
    if _MATHS_DIGIT.search(text):
        text = _MATHS_DIGIT.sub(_folded, text)
    text = _FOLDED.sub(_folded, text).lower()
    if "\u0301" in text:
        text = text.replace("\u0301", "ì")  # ngh́n, b́nh: a converted ì
    return text.replace("qúy", "quý") if "qúy" in text else text  # a frequent slip of the keyboard: Qúy I


def _folded(match: re.Match[str]) -> str:
    return _FOLDS[match[0]]


def modern_tones(text: str) -> str:
    """Tone marks in the modern place (uỷ -> ủy, khoá -> khóa), for matching only; the length never changes."""
    return _OLD_TONE.sub(lambda match: _MODERN[match[0]], text)


def match_fold(text: str) -> str:
    """``fold`` with modern tone marks: the form in which names and titles are compared."""
    return modern_tones(fold(text))


_BLANKS = re.compile(r"[ \t\u00a0]{2,}")


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text with one blank for each run of blanks, and where its characters stood before."""

    text: str
    cuts: list[int]
    """Where blanks stand in ``text`` that were several, ascending."""
    gone: list[int]
    """How many characters were left out before the first cut, the second and so on."""

    @classmethod
    def of(cls, text: str) -> Squeezed:
        """Squeeze a text; one without such runs is itself."""
        runs = [match.span() for match in _BLANKS.finditer(text)]
        if not runs:
            return cls(text, [], [0])
        gone = [0, *accumulate(end - start - 1 for start, end in runs)]
        cuts = [start - before for (start, _), before in zip(runs, gone, strict=False)]
        return cls(_BLANKS.sub(" ", text), cuts, gone)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``start``..``end`` of the squeezed text stands in the text as given."""
        if not self.cuts:
            return start, end
        return self._at(start), self._at(end - 1) + 1

    def _at(self, position: int) -> int:
        return position + self.gone[bisect_left(self.cuts, position)]
