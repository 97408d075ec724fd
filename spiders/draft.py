"""A first source file for a site that nobody described: ``solieu source new URL``.

It looks at the home page (and feeds, and one section), guesses the family from address forms, media paths, generator
and markup, and writes what it saw as YAML. What it cannot see stands under ``unknown`` or as ``'??'``, which the
registry refuses: a person has to fill it in.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from lxml import html as lxml_html

from spiders.addresses import absolute, canonical, host_key
from spiders.discovery import Autodiscovered, autodiscover
from spiders.feeds import DiscoveryError, parse_feed, sitemaps_of_robots
from spiders.lists import denied
from spiders.markup import base_of, parse_html, select
from spiders.registry import Family, Registry

_PROVINCES = Path(__file__).parent.parent / "etl" / "data" / "provinces.csv"
_EVE = "2025-06-30"
"""Last day of the 63 units."""
_EXAMPLES = 5
_FEEDS = 8

Get = Callable[[str], bytes | None]
"""Fetches an address; None where it gave no page (the reason is the caller's to print)."""


@dataclass(frozen=True, slots=True)
class Guess:
    """How well a family fits a page: the number of signs, and what they were."""

    family: str
    score: float
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A source file to be completed by a person."""

    source_id: str
    text: str
    """The YAML."""
    guesses: tuple[Guess, ...]
    examples: tuple[str, ...]


def draft_source(url: str, home: bytes, registry: Registry, get: Get = lambda _: None, robots: str = "") -> Draft:
    """A draft for the site whose home page is ``home``, fetched from ``url``.

    ``get`` fetches the few further pages that are worth a look (feeds, one section); without it the draft is offline.
    """
    tree = parse_html(home)
    links = _own_links(tree, url) if tree is not None else []
    guesses = guess_family(home, url, links, registry)
    family = registry.families[guesses[0].family if guesses else "generic"]
    found = autodiscover(home, url, lambda link: family.form_of(canonical(link)) is not None)
    section = get(found.sections[0]) if found.sections else None
    if section is not None and (section_tree := parse_html(section)) is not None:
        links = list(dict.fromkeys([*links, *_own_links(section_tree, found.sections[0])]))
    feeds = [feed for feed in _likely_feeds(url, family, found, get) if _answers(feed, get)][:_FEEDS]
    examples = tuple(_examples(links, family))[:_EXAMPLES]
    sitemaps = list(dict.fromkeys([*sitemaps_of_robots(robots, url), *found.sitemaps]))
    facts = _facts(url, tree, guesses, found, feeds, sitemaps, examples)
    return Draft(_source_id(url), _yaml(facts, guesses), guesses, examples)


def guess_family(body: bytes, url: str, links: Sequence[str], registry: Registry) -> tuple[Guess, ...]:
    """The families that fit a page at ``url`` whose own links are ``links``, the likeliest first."""
    tree = parse_html(body)
    if tree is None:
        return ()
    media = [node.get("src") or node.get("data-src") or "" for node in tree.iter("img", "source")]
    metas = [node for node in tree.iter("meta") if (node.get("name") or "").lower() == "generator"]
    generators = [node.get("content") or "" for node in metas]
    guesses = [_guess(family, tree, links, media, generators) for family in registry.families.values()]
    return tuple(sorted((guess for guess in guesses if guess.score > 0), key=lambda guess: -guess.score))


def _guess(
    family: Family, tree: lxml_html.HtmlElement, links: Sequence[str], media: Sequence[str], generators: Sequence[str]
) -> Guess:
    """One point a link of an exact form, less for forms that fit much; ten for each other sign."""
    matched = [link for link in links if family.form_of(canonical(link)) is not None]
    exact = 0.05 if family.kind == "generic" else 0.3 if family.slug_counts else 1.0
    score, signs = exact * min(len(matched), 40), []
    if matched:
        signs.append(f"{len(matched)} of {len(links)} links have its form")
    seen = [pattern for pattern in family.media if any(re.search(pattern, source) for source in media)]
    named = [pattern for pattern in family.generator if any(re.search(pattern, text, re.I) for text in generators)]
    marked = [selector for selector in family.markup if select(tree, selector)]
    signs += [f"media path {pattern}" for pattern in seen] + [f"generator {pattern}" for pattern in named]
    signs += [f"element {selector}" for selector in marked]
    return Guess(family.id, score + 10 * (len(seen) + len(marked)) + 20 * len(named), tuple(signs))


def _own_links(tree: lxml_html.HtmlElement, url: str) -> list[str]:
    base = base_of(tree, url)
    links = (absolute(base, node.get("href") or "") for node in tree.iter("a"))
    return list(dict.fromkeys(link for link in links if link and host_key(link) == host_key(url)))


def _examples(links: Sequence[str], family: Family) -> list[str]:
    return [link for link in links if family.form_of(canonical(link)) and not denied(urlsplit(link).path)]


def _likely_feeds(url: str, family: Family, found: Autodiscovered, get: Get) -> list[str]:
    """Feeds that the home page names, those that a page of feeds names, and those usual in the family."""
    named = list(found.feeds)
    if not named and found.feed_pages and (page := get(found.feed_pages[0])) is not None:
        named += autodiscover(page, found.feed_pages[0]).feeds
    paths = [urlsplit(section).path.strip("/") for section in found.sections[:2]]
    slugs = [path.rpartition("/")[2].removesuffix(".html") for path in paths]
    usual = [path.format(section=slug) for path in family.feeds for slug in (slugs if "{" in path else ["-"])]
    return list(dict.fromkeys([*named[:8], *(link for path in usual if (link := absolute(url, path)))]))


def _answers(feed: str, get: Get) -> bool:
    body = get(feed)
    try:
        return body is not None and bool(parse_feed(body, feed))
    except DiscoveryError:
        return False


def _facts(
    url: str,
    tree: lxml_html.HtmlElement | None,
    guesses: Sequence[Guess],
    found: Autodiscovered,
    feeds: Sequence[str],
    sitemaps: Sequence[str],
    examples: Sequence[str],
) -> dict[str, object]:
    host = urlsplit(url).netloc.lower()
    units = province_of_host(host)
    unknown = [
        *([] if units else ["province (two digits of the General Statistics Office)"]),
        *([] if guesses else ["CMS family"]),
        *([] if found.sections else ["sections"]),
        *([] if feeds else ["feeds"]),
        *([] if sitemaps else ["sitemap"]),
        *([] if examples else ["address of an article"]),
        "terms of use",
    ]
    facts: dict[str, object] = {
        "id": _source_id(url),
        "name": _name(tree) or "??",
        "kind": _kind(host),
        "province": units[0] if units else "??",
        "former_province": units[1] if units else None,
        "hosts": [host],
        "home": canonical(url),
        "sections": list(found.sections[:8]),
        "feeds": list(feeds),
        "sitemaps": list(sitemaps[:4]),
        "families": [guesses[0].family if guesses else "generic"],
        "examples": list(examples),
        "verified": "never",
        "enabled": False,
        "unknown": unknown,
    }
    return {name: value for name, value in facts.items() if value not in ([], None)}


def _source_id(url: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", host_key(url)).strip("-")


def _yaml(facts: dict[str, object], guesses: Sequence[Guess]) -> str:
    signs = "".join(f"# family {guess.family}: {', '.join(guess.signs)}\n" for guess in guesses[:3])
    head = "# A draft: look at every line, fill in what says ??, then run `solieu source check`.\n"
    return head + signs + yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=118)


def _name(tree: lxml_html.HtmlElement | None) -> str | None:
    if tree is None:
        return None
    for node in tree.iter("meta"):
        if node.get("property") == "og:site_name" and node.get("content"):
            return " ".join((node.get("content") or "").split())[:120]
    title = next(tree.iter("title"), None)
    return (" ".join("".join(map(str, title.itertext())).split())[:120] or None) if title is not None else None


def _kind(host: str) -> str:
    if host.endswith(".nso.gov.vn") or "thongke" in host:
        return "statistics_office"
    if host.endswith(".gov.vn"):
        return "department" if host.removeprefix("www.").count(".") > 2 else "provincial_portal"
    return "party_newspaper" if "bao" in host else "other"


def province_of_host(host: str) -> tuple[str, str | None] | None:
    """Codes of today and, where it differs, of before 2025-07-01, of the one unit whose name stands in the host.

    Today's names come first (``laocai`` is 15, formerly 10), then those that ended (``quangnam`` is 48, formerly 49);
    None where no name or more than one fits. A host is only a hint: the draft is there to be looked at.
    """
    letters = re.sub(r"[^a-z]", "", host_key(host).partition(".")[0].lower())
    with _PROVINCES.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["slug"].replace("-", "") in letters]
    today = {row["gso_code"] for row in rows if not row["valid_to"]}
    ended = {(row["successor_gso_code"], row["gso_code"]) for row in rows if row["valid_to"] == _EVE}
    codes = today or {new for new, _ in ended}
    former = {old for _, old in ended}
    if len(codes) != 1 or len(former) > 1:
        return None
    code, old = codes.pop(), next(iter(former), None)
    return code, old if old != code else None
