"""Articles kept as text lines: the byline at their end and the photo captions between their paragraphs.

Pages have their own rules (``etl.article``); here there is no markup, so a line is taken out of the body only where
its form leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

import yaml

from etl.text import match_fold

_LABEL = re.compile(
    r"^(?P<label>tin và ảnh|bài và ảnh|tin, ?ảnh|bài, ?ảnh|tin ?[-/] ?ảnh|bài ?[-/] ?ảnh|tin, bài|tin bài|tin|bài|"
    r"ảnh|tác giả|"
    r"người viết|thực hiện|phóng viên|nguồn|theo) ?(?P<colon>:)? ?(?P<name>\S.*)$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?:TTXVN|Vietnam\+|VOV|VGP|VTV|TTXVN/Vietnam\+|Nhân Dân|baochinhphu|Báo |Chinhphu|.*\.vn$)", re.IGNORECASE
)
_NAME_WORD = r"[A-ZĐÀ-ÝĂĨŨƠƯẠ-Ỹ][^\W\d_]*\.?"
_NAME = rf"(?:{_NAME_WORD}(?: {_NAME_WORD}){{0,4}}|[A-ZĐ](?:\.[A-ZĐ]){{1,3}}\.?)"
_BARE_BYLINE = re.compile(rf"^{_NAME}(?: ?[-–,] ?{_NAME}){{0,3}}$")
_GENERIC = re.compile(r"^(?:pv|p\.v|bbt|ctv|ban biên tập|admin|phóng viên|nhóm pv|nhóm phóng viên)\.?$", re.IGNORECASE)
_PHOTO_CREDIT = re.compile(r"\(?Ảnh ?: ?[^)\n]{2,40}\)?\.?$")
MAX_BYLINE = 130
MAX_CAPTION = 200


@dataclass(slots=True)
class Parts:
    """The lines of an article by what they are."""

    body: list[str]
    author: str | None = None
    photographer: str | None = None
    agency: str | None = None
    captions: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Openings:
    alone: tuple[str, ...]
    with_act: tuple[str, ...]
    acts: tuple[str, ...]


@lru_cache(maxsize=1)
def _openings() -> _Openings:
    raw = yaml.load(resources.files("etl").joinpath("data/captions.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return _Openings(tuple(raw["alone"]), tuple(raw["with_act"]), tuple(raw["acts"]))


def split_byline(lines: Sequence[str]) -> Parts:
    """Body paragraphs, byline and captions of an article's lines.

    Byline lines are the last ones, short, labelled (``Tin: …``, ``Ảnh: …``, ``Theo …``) or a bare name. Captions are
    short lines of one sentence between paragraphs that describe a picture.
    """
    rest = [line.strip() for line in lines if line.strip()]
    parts = Parts([])
    while len(rest) > 1 and _take_byline(rest[-1], parts):
        rest.pop()
    for at, line in enumerate(rest):
        kept = parts.captions if at > 0 and is_caption(line) else parts.body
        kept.append(line)
    return parts


def _take_byline(line: str, parts: Parts) -> bool:
    """Read one closing line into ``parts``; False where it is no byline."""
    if len(line) > MAX_BYLINE:
        return False
    labelled = _LABEL.match(line)
    if labelled and (labelled["colon"] or labelled["label"].lower() == "theo"):
        return _credit(labelled["label"].lower(), labelled["name"].strip(" ./"), parts)
    bare = line.strip(" ./()")
    if parts.author is None and _BARE_BYLINE.match(bare) and not line.rstrip("/").endswith("."):
        parts.author = None if _GENERIC.match(bare) else bare
        return True
    return parts.author is None and bool(_GENERIC.match(bare))


def _credit(label: str, name: str, parts: Parts) -> bool:
    if label == "theo" and not (_AGENCY.match(name) or _BARE_BYLINE.match(name)):
        return False  # "Theo Cục Thống kê, …" opens a sentence with figures
    if _AGENCY.match(name) or label == "nguồn":
        parts.agency = parts.agency or name
        return True
    if _GENERIC.match(name):
        return True
    if label == "ảnh":
        parts.photographer = parts.photographer or name
        return True
    parts.author = parts.author or name
    if "ảnh" in label:
        parts.photographer = parts.photographer or name
    return True


def is_caption(line: str) -> bool:
    """Whether a line of its own is the caption of a photo: one short sentence without figures, about a scene."""
    if len(line) > MAX_CAPTION or re.search(r"\d[.,]?\d*\s?(?:%|tỷ|triệu|nghìn|tấn|ha\b)", line):
        return False
    if re.search(r"[.;!?] \S", re.sub(r"\b(?:TP|TX|Tp|đ/c)\. ", "", line)):
        return False  # more than one sentence
    if _PHOTO_CREDIT.search(line):
        return True
    view = match_fold(line)
    openings = _openings()
    if view.startswith(openings.alone):
        return True
    return view.startswith(openings.with_act) and any(act in view for act in openings.acts)
