"""From a container's blocks to the paragraphs of the article: captions apart, related items and furniture out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from etl.article import furniture, stamps
from etl.article.blocks import Block
from etl.article.tree import Element, class_id

_ARROW = re.compile(r"^(?:>>+|»|->|→|►|▶|\[?(?:xem|đọc)\s+thêm\]?\s*[:：>])", re.I)
_ENDS_SENTENCE = re.compile(r"[.!?…][”\"'’)»\]]*$")
_CREDIT = re.compile(r"\(?\bẢnh(?:\s+(?:minh\s+họa|tư\s+liệu))?\s*:\s*[^:]{2,40}$", re.I)
_LONGEST_CAPTION = 400
_LONGEST_AUTHOR = 80
_SHORTEST_REPEAT = 30
_MOST_COMPARED = 400
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
    stream = _stream_of(blocks)
    seen = 0
    index = 0
    while index < len(blocks):
        block = blocks[index]
        seen += len(block.text)
        if furniture.heads_related(block.text) and _heads_links(blocks, index, stream):
            index = _after_related(blocks, index, stream, tail=seen > 0.6 * size)
            continue
        if block.kind == "caption" or _is_caption(block):
            _add_caption(result, block.text)
        elif not _is_noise(block, title, first=not result.paragraphs):
            result.paragraphs.append(block)
        index += 1
    result.paragraphs = _without_repeats(_without_link_runs(result.paragraphs), stream)
    return result


def _stream_of(blocks: list[Block]) -> Element | None:
    """The element in which most of the prose stands side by side."""
    sizes: dict[Element, int] = {}
    for block in blocks:
        if not block.linked and block.kind in ("paragraph", "quote"):
            parent = block.element.getparent()
            sizes[parent] = sizes.get(parent, 0) + len(block.text)
    return max(sizes, key=lambda element: sizes[element], default=None)


def _is_caption(block: Block) -> bool:
    """A line right after a picture that is centred, in italics, credited, or the picture's own description."""
    if not block.after_picture or len(block.text) > _LONGEST_CAPTION:
        return False
    if block.align == "center" or block.italic >= 0.9 * len(block.text) or _CREDIT.search(block.text):
        return True
    return bool(block.picture_text) and same_words(block.picture_text, block.text)


def _add_caption(result: Cleaned, text: str) -> None:
    if len(text) > 1 and text not in result.captions and not furniture.is_chrome(text):
        result.captions.append(text)


def _heads_links(blocks: list[Block], index: int, stream: Element | None) -> bool:
    """Whether a line like «Tin liên quan» has a box of its own, or links, items or nothing at all follow it."""
    box = _box_of(blocks[index].element, stream)
    if box is not None and box is not blocks[index].element:
        return True
    following = blocks[index + 1 : index + 4]
    return not following or any(
        block.linked or block.kind in ("item", "heading", "title", "cell") for block in following
    )


def _after_related(blocks: list[Block], index: int, stream: Element | None, *, tail: bool) -> int:
    """The index after a block of related items.

    That is all of the heading's own box, where it has one apart from the article's paragraphs, and links behind it;
    without a box, everything up to the next long sentence, which near the end must stand beside the article's others.
    """
    box = _box_of(blocks[index].element, stream)
    index += 1
    while index < len(blocks):
        block = blocks[index]
        if box is not None and not _stands_in(block.element, box) and not block.linked:
            return index
        sentence = not block.linked and len(block.text) > 80 and _ENDS_SENTENCE.search(block.text)
        if box is None and sentence and (not tail or block.element.getparent() is stream):
            return index
        index += 1
    return index


def _box_of(heading: Element, stream: Element | None) -> Element | None:
    """The largest element around a heading that holds none of the article's stream of paragraphs, if it is more than
    the heading's own line."""
    if stream is None:
        return None
    above = {stream, *stream.iterancestors()}
    box = None
    for element in (heading, *heading.iterancestors()):
        if element in above:
            break
        box = element
    return box


def _stands_in(element: Element, box: Element) -> bool:
    return element is box or any(ancestor is box for ancestor in element.iterancestors())


def _is_noise(block: Block, title: str | None, *, first: bool) -> bool:
    text = block.text
    if block.kind == "title" or furniture.is_chrome(text) or not _WORD.search(text):
        return True
    if len(text) < _LONGEST_AUTHOR and furniture.is_author(class_id(block.element)):
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


def _without_repeats(blocks: list[Block], stream: Element | None) -> list[Block]:
    """Blocks without pull quotes and boxes whose words another block has too: their figures would count twice."""
    if len(blocks) > _MOST_COMPARED:
        return blocks
    texts = [block.text.rstrip(' .…"”') for block in blocks]
    apart = [_is_set_apart(block, stream) for block in blocks]
    return [block for index, block in enumerate(blocks) if not (apart[index] and _is_repeat(index, texts, apart))]


def _is_set_apart(block: Block, stream: Element | None) -> bool:
    if block.kind in ("quote", "cell") or "quote" in class_id(block.element).lower():
        return True
    return stream is not None and block.element.getparent() is not stream


def _is_repeat(index: int, texts: list[str], apart: list[bool]) -> bool:
    """Whether the words stand in the article's own paragraphs, in a longer box, or in an equal one before."""
    text = texts[index]
    if len(text) < _SHORTEST_REPEAT:
        return False
    return any(
        text in other and (not apart[place] or len(other) > len(text) or place < index)
        for place, other in enumerate(texts)
        if place != index
    )


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
