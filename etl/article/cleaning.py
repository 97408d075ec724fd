"""From a container's blocks to the paragraphs of the article: captions apart, related items and furniture out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from etl.article import furniture, stamps
from etl.article.blocks import Block

_ARROW = re.compile(r"^(?:>>+|»|->|→|►|▶|\[?(?:xem|đọc)\s+thêm\]?\s*[:：>])", re.I)
_ENDS_SENTENCE = re.compile(r"[.!?…][”\"'’)»\]]*$")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Cleaned:
    """Paragraphs in order, with the captions that stood between them."""

    paragraphs: list[Block] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


def clean(blocks: list[Block], title: str | None = None) -> Cleaned:
    """The prose among ``blocks``. Nothing that ends like a sentence and is not a link is dropped."""
    result = Cleaned()
    size = sum(len(block.text) for block in blocks) or 1
    seen = 0
    index = 0
    while index < len(blocks):
        block = blocks[index]
        seen += len(block.text)
        if furniture.heads_related(block.text) and _heads_links(blocks, index):
            index = _after_related(blocks, index, tail=seen > 0.6 * size)
            continue
        if block.kind == "caption":
            _add_caption(result, block.text)
        elif not _is_noise(block, title, first=not result.paragraphs):
            result.paragraphs.append(block)
        index += 1
    result.paragraphs = _without_link_runs(result.paragraphs)
    return result


def _add_caption(result: Cleaned, text: str) -> None:
    if len(text) > 1 and text not in result.captions and not furniture.is_chrome(text):
        result.captions.append(text)


def _heads_links(blocks: list[Block], index: int) -> bool:
    """Whether a line like «Tin liên quan» stands over links or at the end, and is not a sentence of the text."""
    following = blocks[index + 1 : index + 4]
    if not following:
        return True
    return any(
        block.link_density > 0.5 or block.kind in ("item", "heading", "title", "cell") for block in following
    ) or (blocks[index].kind == "heading" and len(blocks) - index < 12)


def _after_related(blocks: list[Block], index: int, *, tail: bool) -> int:
    """The index after a block of related items: its links and short lines, or, near the end, everything."""
    index += 1
    while index < len(blocks):
        block = blocks[index]
        plain = block.link_density < 0.3 and len(block.text) > 80 and _ENDS_SENTENCE.search(block.text)
        if plain and not tail:
            return index
        index += 1
    return index


def _is_noise(block: Block, title: str | None, *, first: bool) -> bool:
    text = block.text
    if block.kind == "title" or furniture.is_chrome(text) or not _WORD.search(text):
        return True
    if _ARROW.match(text) and (block.linked or len(text) < 200):
        return True
    if block.link_density > 0.75 and not (_ENDS_SENTENCE.search(text) and len(text) > 100):
        return True
    if first and title and same_words(text, title):
        return True
    return first and is_dateline(text)


def is_dateline(text: str) -> bool:
    """A line that is little more than a time stamp."""
    if len(text) > 90 or not any(character.isdigit() for character in text):
        return False
    stamp = stamps.find(text)
    return stamp is not None and (len(text) < 60 or stamp.precision == "minute")


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same words, whatever their case and punctuation."""
    return _WORD.findall(one.casefold()) == _WORD.findall(other.casefold())


def _without_link_runs(blocks: list[Block]) -> list[Block]:
    """Blocks without runs of list items that are mostly links."""
    kept: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and block.kind == "item":
            run.append(block)
            continue
        if run and sum(item.linked for item in run) <= 0.5 * sum(len(item.text) for item in run):
            kept.extend(run)
        run = []
        if block is not None:
            kept.append(block)
    return kept
