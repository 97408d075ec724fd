"""The words of a report in its language (``labels.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

LANGUAGES = ("vi", "en")


class UnknownLanguage(ValueError):
    """A language that reports are not written in."""


@cache
def words(lang: str) -> dict[str, str]:
    """All labels of a language.

    Raises:
        UnknownLanguage: the language is neither ``vi`` nor ``en``.
    """
    if lang not in LANGUAGES:
        raise UnknownLanguage(f"no reports in language {lang!r}; accepted: {', '.join(LANGUAGES)}")
    text = resources.files("reports").joinpath("labels.yaml").read_text(encoding="utf-8")
    labels: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)[lang]
    return labels


def word(lang: str, prefix: str, code: str | None) -> str:
    """The label of a code of the data (a base, a status, a flag); the code itself where it has none."""
    return words(lang).get(f"{prefix}_{code or 'none'}", code or "")
