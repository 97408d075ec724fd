"""The word lists of ``vocabulary.yaml``, compiled."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def entries(name: str) -> Any:
    """A list (or text) of the vocabulary as it stands in the file."""
    return _vocabulary()[name]


@cache
def _vocabulary() -> dict[str, Any]:
    text = files("etl.article").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def names(name: str) -> re.Pattern[str]:
    """A list as one expression for parts of a class or id, bounded by blanks, hyphens or underscores."""
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(entries(name))})(?=$|[\s_-])")


@cache
def phrases(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A list as one expression for text, whatever its case; a blank of the list is any run of blanks."""
    text = "|".join(entries(name)).replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(f"{before}(?:{text}){after}", re.I)
