"""One page to one article: structured metadata, then the family's selectors, then the generic extractor.

Nothing is guessed: a field that the page does not state stays None, and ``how`` names the origin of each that it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from etl.article import authors, byline, content, furniture, heading, lead, moments, refusal, stamps, tables
from etl.article.blocks import Block, Reading, read_blocks
from etl.article.cleaning import Cleaned, clean
from etl.article.document import Document
from etl.article.family import recognise
from etl.article.metadata import Metadata, read_metadata
from etl.article.opening import MARKUP, open_page
from etl.article.tree import Element, class_id, select_any, text_of, tidy
from etl.encodings import repair_short
from etl.model import Article, Rejection
from spiders.registry import Family, FamilyMatch, FamilyVersion, Registry

_FRONT_PAGE = frozenset(("trang chủ", "trang nhất", "home"))
_VIETNAMESE = re.compile("[\u0103\u0102\u0111\u0110\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_SAMPLE = 1_000
"""Characters by which the language is told."""
_SHORTEST_BODY = 240
"""Characters below which a body stated in JSON-LD is not taken for one: it may be a teaser."""
_SMALL_BODY = 700
"""Characters below which a family's body is compared with what the generic extractor finds."""
_SHORTEST_PARAGRAPH = 30
"""Characters that one paragraph needs where a family's selector names the body."""


@dataclass(slots=True)
class _Found:
    """The body's container with its blocks, and which way it was found."""

    container: Element
    reading: Reading
    cleaned: Cleaned
    how: str
    version: FamilyVersion | None = None
    page_blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    document: Document
    url: str
    data: Metadata
    match: FamilyMatch | None
    family: Family | None
    """The family of the address, or else the one that the markup betrays."""
    sites: tuple[str, ...]
    stated_title: str | None
    """What the page's head calls it: a line of the body that says the same is no paragraph."""
    how: dict[str, str] = field(default_factory=dict)


def read_page(
    body: bytes | str,
    url: str,
    *,
    registry: Registry | None = None,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
) -> Article | Rejection:
    """The article on a page, or why there is none. Never raises on any input.

    ``body`` is bytes as fetched, or text already decoded. ``registry`` lets the address choose a family and, with
    ``fetched_at``, the generation of its markup.
    """
    opened = open_page(body, content_type)
    if isinstance(opened, Rejection):
        return opened
    document, encoding = opened
    data = read_metadata(document)
    address = url if _is_address(url) else ""
    match = registry.family_for(address, fetched_at) if registry and address else None
    family = match.family if match else recognise(document, registry) if registry else None
    sites = byline.house_names(address, data.site_name, data.publisher, match.source.name if match else None)
    named = data.headline or data.og_title or (data.html_title and heading.strip_site(data.html_title, sites))
    reading = _read(_Page(document, address, data, match, family, sites, named), encoding)
    if isinstance(reading, Article):
        reading.url = url
    return reading


def _is_address(url: str) -> bool:
    try:
        return bool(urlsplit(url).netloc)
    except ValueError:
        return False


def _read(page: _Page, encoding: str | None) -> Article | Rejection:
    found = _body(page)
    title, how, title_element = _title(page, found)
    prose = _prose(found) if found else 0
    unknown = found is None or page.match is None or found.version is None
    if unknown and (refused := refusal.blocked(page.document.root, title or page.data.html_title, prose)):
        return refused
    refused = _refused(page, found, title) if found is not None and unknown else None
    if found is None or refused:
        found = _stated_body(page)
    if found is None:
        return refused or Rejection("not_article", "the page holds no prose")
    if title is None:
        return Rejection("not_article", "the page has no title")
    page.how |= {"title": how, "body": found.how}
    article = _article(page, found, title, title_element, encoding)
    return article if article.text else Rejection("not_article", "the page's text is furniture only")


def _body(page: _Page) -> _Found | None:
    """The family's body, or the generic one where the family's selectors find none or a suspiciously small part.

    Most selectors of the registry have been seen in settings and not on pages of today: where they name a small box and
    the page holds an article many times as long, they are outdated.
    """
    found = _family_body(page)
    if found is not None and _is_plausible(page, _prose(found)):
        return found
    generic = _generic_body(page)
    if found is None or (generic is not None and _prose(generic) > max(3 * _prose(found), _SMALL_BODY)):
        return generic
    return found


def _is_plausible(page: _Page, prose: int) -> bool:
    return prose >= _SMALL_BODY or prose * 4 >= content.long_text(page.document.root)


def _prose(found: _Found) -> int:
    return sum(len(block.text) for block in found.cleaned.paragraphs)


def _family_body(page: _Page) -> _Found | None:
    """The body by the family's selectors; the next generation of the markup is tried where one finds none."""
    if page.family is None:
        return None
    for version in page.match.candidates if page.match else page.family.versions:
        selectors = version.selectors
        for selector in selectors.body:
            elements = page.document.select(selector)
            if not elements:
                continue
            container = (
                max(elements, key=lambda element: sum(map(len, element.itertext())))
                if len(elements) > 1
                else elements[0]
            )
            found = _read_container(page, page.family, container, version)
            if any(len(block.text) >= _SHORTEST_PARAGRAPH for block in found.cleaned.paragraphs):
                return found
    return None


def _read_container(page: _Page, family: Family, container: Element, version: FamilyVersion) -> _Found:
    dropped = set(select_any(container, version.selectors.drop))
    captions = set(select_any(container, version.selectors.captions))
    general = content.unwanted_on(container)
    reading = read_blocks(container, lambda element: element in dropped or general(element), captions)
    return _Found(
        container,
        reading,
        clean(reading.blocks, page.stated_title),
        f"family {family.id}" if page.match else f"family {family.id}, by its markup",
        version,
    )


def _generic_body(page: _Page) -> _Found | None:
    chosen = content.find_content(page.document.root)
    if chosen is None:
        return None
    reading = Reading(chosen.blocks, [table for table in chosen.reading.tables if table])
    cleaned = clean(chosen.blocks, page.stated_title)
    return _Found(chosen.element, reading, cleaned, "generic", None, chosen.reading.blocks)


def _stated_body(page: _Page) -> _Found | None:
    """The body that JSON-LD states, for pages that are drawn in the browser; markup in it is read as a fragment."""
    text = page.data.body
    if not text or len(text) < _SHORTEST_BODY or not page.data.is_article:
        return None
    if "<" in text and MARKUP.search(text):
        text = tables.fragment(text).get_text("\n")
    lines = [line for raw in re.split(r"\n+|(?:\r\n)+", text) if (line := tidy(raw))]
    blocks = [Block(line, "paragraph", page.document.root) for line in lines]
    return _Found(page.document.root, Reading(blocks), Cleaned(blocks), "json-ld")


def _refused(page: _Page, found: _Found, title: str | None) -> Rejection | None:
    return refusal.listing(page.url, page.data, title, found.reading.blocks, found.page_blocks)


def _title(page: _Page, found: _Found | None) -> tuple[str | None, str, Element | None]:
    chosen = (
        [element for selector in found.version.selectors.title for element in page.document.select(selector)]
        if found and found.version
        else []
    )
    return heading.read_title(page.document.root, page.data, chosen[:6], page.sites)


def _article(page: _Page, found: _Found, title: str, title_element: Element | None, encoding: str | None) -> Article:
    noted = tables.repeated_titles([block.text for block in found.cleaned.paragraphs], found.reading.tables)
    paragraphs = [block for block in found.cleaned.paragraphs if block.text != title and block.text not in noted]
    credits, paragraphs = _credits(page, found, paragraphs, title_element)
    lead_text, paragraphs = _lead(page, found, paragraphs, title_element)
    lines = [block.text for block in paragraphs]
    if lead_text and lead_text not in lines[:3] and is_vietnamese("".join(lines) or lead_text):
        lines.insert(0, lead_text)
    published = _published(page, found, title_element)
    updated = _updated(page)
    article = Article(
        url=page.url,
        title=title,
        text="\n".join(lines),
        lead=lead_text,
        published=moments.local(published.moment) if published else None,
        published_precision=published.precision if published else None,
        updated=updated,
        author=credits.author,
        photographer=credits.photographer,
        agency=credits.agency,
        section=_section(page, found),
        canonical_url=_canonical(page),
        captions=_captions(found, lines),
        tags=list(page.data.tags),
        tables=found.reading.tables,
        family=page.family.id if page.family and (page.match or found.version) else None,
        family_version=found.version.id if found.version else None,
        encoding=encoding,
        how=page.how,
    )
    if published:
        article.how["published"] = published.how
    return article


def is_vietnamese(text: str) -> bool:
    """Whether a text is Vietnamese, by the letters of its beginning.

    There the sapo opens the article; elsewhere a standfirst is display copy that the article does not count as text.
    """
    sample = text[:_SAMPLE]
    return len(_VIETNAMESE.findall(sample)) * 50 >= len(sample)


def _lead(
    page: _Page, found: _Found, paragraphs: list[Block], title_element: Element | None
) -> tuple[str | None, list[Block]]:
    """The lead, and the paragraphs without a second copy of it."""
    if found.how == "json-ld":
        return None, paragraphs
    element = _lead_element(page, found, title_element)
    if element is not None:
        text = text_of(element)
        index = lead.holds(paragraphs, text)
        page.how["lead"] = "family" if found.version and found.version.selectors.lead else "page"
        if index is not None:
            return paragraphs[index].text, paragraphs
        return text, paragraphs
    if paragraphs and _opens_as_lead(page, found, paragraphs[0]):
        page.how["lead"] = "first paragraph"
        return paragraphs[0].text, paragraphs
    return None, paragraphs


def _lead_element(page: _Page, found: _Found, title_element: Element | None) -> Element | None:
    if found.version is not None:
        for selector in found.version.selectors.lead:
            for element in page.document.select(selector):
                if text_of(element) and element is not found.container:
                    return element
        if found.version.lead_in_body:
            return None
    return lead.find_lead(page.document, title_element, found.container, page.data.description)


def _opens_as_lead(page: _Page, found: _Found, first: Block) -> bool:
    if len(first.text) < 40:
        return False
    return (
        first.is_bold
        or furniture.is_lead(class_id(first.element))
        or bool(found.version and found.version.lead_in_body)
        or bool(page.data.description and lead.says(page.data.description, first.text))
    )


def _captions(found: _Found, lines: list[str]) -> list[str]:
    kept = set(lines)
    return [caption for caption in found.cleaned.captions if caption not in kept]


def _section(page: _Page, found: _Found) -> str | None:
    if found.version is not None:
        for selector in found.version.selectors.section:
            for element in page.document.select(selector):
                if text := text_of(element):
                    page.how["section"] = "family"
                    return text
    if page.data.section:
        page.how["section"] = "metadata"
        return page.data.section
    for name in reversed(page.data.trail):
        if name.casefold() not in _FRONT_PAGE and heading.overlap(name, page.stated_title or "") < 0.8:
            page.how["section"] = "breadcrumb"
            return name
    return None


def _canonical(page: _Page) -> str | None:
    if page.match is not None:
        page.how["canonical_url"] = "family"
        return page.match.canonical_url
    if not page.data.canonical:
        return None
    page.how["canonical_url"] = "page"
    try:
        address = urljoin(page.url, page.data.canonical)
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _published(page: _Page, found: _Found, title_element: Element | None) -> moments.Moment | None:
    machine = moments.read_machine(page.data.published)
    visible: list[moments.Seen] = []
    if moments.needs_visible(machine):
        chosen = (
            [element for selector in found.version.selectors.published for element in page.document.select(selector)]
            if found.version
            else []
        )
        visible = moments.read_visible(page.document.root, title_element, found.container, chosen[:3])
    address = page.match.stamp if page.match else None
    stamp = stamps.Stamp(address.moment, address.precision) if address else None
    month = address.moment if address and address.precision == "month" else None
    vietnamese = is_vietnamese("".join(block.text for block in found.cleaned.paragraphs))
    return moments.decide(machine, visible, stamp, month, vietnamese=vietnamese)


def _updated(page: _Page) -> datetime | None:
    machine = moments.read_machine(page.data.updated)
    if not machine:
        return None
    how, stamp = machine[0]
    page.how["updated"] = how
    return moments.local(stamp.moment)


def _credits(
    page: _Page, found: _Found, paragraphs: list[Block], title_element: Element | None
) -> tuple[byline.Credits, list[Block]]:
    """The names of the byline, and the paragraphs without it."""
    shown = _shown_authors(page, found, title_element)
    credits, how, rest = authors.decide(paragraphs, shown, page.data.authors, page.sites)
    if how:
        page.how["author"] = how
    context = found.container.itertext
    credits.author = credits.author and repair_short(credits.author, context)
    credits.photographer = credits.photographer and repair_short(credits.photographer, context)
    return credits, rest


def _shown_authors(page: _Page, found: _Found, title_element: Element | None) -> Iterator[tuple[str, str]]:
    """Origin and text of the elements that name the author; sought only where no line of the body does."""
    for selector in found.version.selectors.author if found.version else ():
        yield from (("family", text_of(element)) for element in page.document.select(selector))
    yield from (("page", text) for text in authors.author_texts(page.document, title_element, found.container))
