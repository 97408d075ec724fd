"""Pages that hold no article: block and error notices, home pages, lists."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from etl.article import vocabulary
from etl.article.blocks import Block
from etl.article.metadata import LIST_TYPES, Metadata
from etl.article.tree import Element, text_of
from etl.model import Rejection

_HOME = re.compile(r"^/?(?:index|default|home|trang-chu|trangchu|vi|vn|en)?(?:\.(?:html?|aspx?|php))?/?$", re.I)
_LIST_PATH = re.compile(
    r"/(?:tag|tags|chu-de|tim-kiem|search|category|chuyen-muc|author|tac-gia|topic|topics|page|trang)(?:/|$)|-tag\d+\.|[?&](?:page|trang|paged|currentpage|pageindex)=\d",
    re.I,
)
_MOST_NOTICE = 1_000
_SHORTEST_NEWS = 60


def blocked(root: Element, title: str | None, prose: int) -> Rejection | None:
    """The rejection of a block or error notice sent in a page's place.

    Only a page with little ``prose`` (characters) is one: articles too are headed with such words, and quote them.
    """
    if prose > _MOST_NOTICE:
        return None
    if title and vocabulary.phrases("blocks").search(title):
        return Rejection("block_page", f"the page's title is a block notice: {title[:120]}")
    if title and vocabulary.phrases("missing").search(title):
        return Rejection("not_article", f"the page's title is an error notice: {title[:120]}")
    text = visible_text(root)
    if len(text) > 3 * _MOST_NOTICE:
        return None
    if match := vocabulary.phrases("blocks").search(text):
        return Rejection(
            "block_page", f"a short page that says: {text[max(match.start() - 20, 0) : match.end() + 60].strip()}"
        )
    if match := vocabulary.phrases("missing").search(text[:400]):
        return Rejection("not_article", f"a short page that says: {match.group()}")
    return None


def is_home(url: str) -> bool:
    """Whether the address is a site's front page."""
    parts = urlsplit(url)
    return bool(parts.netloc) and bool(_HOME.match(parts.path)) and not parts.query


def listing(url: str, data: Metadata, title: str | None, body: list[Block], page: list[Block]) -> Rejection | None:
    """The rejection of a home page or a list, judged by address, by what it calls itself and by how it is built.

    ``body`` are the blocks that would be the article, ``page`` all blocks of the page. ``og:type`` proves nothing:
    Vietnamese sites say ``article`` on their lists too. What tells is the build: an article's paragraphs stand side by
    side in one element, a list's teasers each in an item of its own under a linked heading.
    """
    if is_home(url):
        return Rejection("not_article", "the address is the site's front page")
    if data.is_article:
        return None
    prose = [block for block in body if len(block.text) >= 60 and block.link_density < 0.3 and block.kind != "caption"]
    headlines = sum(1 for block in body if is_headline(block))
    around = sum(1 for block in page if is_headline(block))
    stated = bool(data.published)
    if not stated and headlines >= 4 and headlines >= 0.6 * len(prose) and _cohesion(prose) <= 0.34:
        return Rejection("not_article", f"{headlines} linked headings, each with its own teaser: a list")
    size = sum(len(block.text) for block in prose)
    if around >= 10 and size < (_SHORTEST_NEWS if _is_article_address(url) else 300):
        return Rejection("not_article", f"{around} linked headlines and no text of an article")
    if not stated and around >= 8 and (data.types & LIST_TYPES or _LIST_PATH.search(url)):
        return Rejection("not_article", "the page calls itself a list, or its address does")
    if not stated and around >= 8 and len((title or "").split()) <= 4 and not _is_article_address(url):
        return Rejection("not_article", f"{around} linked headlines under a section's name")
    return None


def is_headline(block: Block) -> bool:
    """A line that is a link and long enough for a headline."""
    return block.link_density > 0.8 and len(block.text) > 25


def _cohesion(prose: list[Block]) -> float:
    """Share of the paragraphs that stand side by side in one element."""
    counts: dict[Element, int] = {}
    for block in prose:
        parent = block.element if block.element in counts else block.element.getparent()
        counts[parent] = counts.get(parent, 0) + 1
    return max(counts.values(), default=0) / max(len(prose), 1)


def _is_article_address(url: str) -> bool:
    """A long slug or a number in the last part of the path: sections have neither."""
    last = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    return last.count("-") >= 4 or bool(re.search(r"\d{4,}", last))


def visible_text(root: Element) -> str:
    """The text of the page's body, for the short notices that are judged by it."""
    body = root.find("body")
    return text_of(root if body is None else body)
