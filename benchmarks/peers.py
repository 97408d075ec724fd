"""Page reading against other people's readers: news-please, newspaper4k and trafilatura, on the demo press's pages.

    python -m benchmarks.peers [--articles 64] [--chrome 0] [--rounds 3]

Each peer takes part if it is installed (``pip install news-please newspaper4k``; the project does not need them), else
a line says that it was left out. fundus is not among them: it reads only papers for which it has a parser of its own.

One line a reader: pages a second of processor time; F1 of the body in 4-word shingles; the shares of pages whose lead
is in the body, whose title is right, whose time of publication is right to the minute as the readers of the page see
it, and whose byline, where it names persons, was read as these. ``--chrome`` sets furniture around the pages, as in
``benchmarks.article``; by default they are read as the press prints them, which suits the peers best.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean, median
from typing import Any

import trafilatura

from etl.article import answer
from spiders.registry import Registry, load_registry

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.article import Page, f1, pages, seconds


@dataclass(frozen=True)
class Reading:
    """What a reader found on a page; the moment is the wall clock's, without its zone."""

    title: str | None
    published: datetime | None
    author: str | None
    body: str


Reader = Callable[[Page], Reading]


def solieu(registry: Registry) -> Reader:
    def read(page: Page) -> Reading:
        found = answer({"url": page.url, "html": page.html}, registry)
        return Reading(found["title"], _moment(found["published"]), found["author"], found["body"] or "")

    return read


def trafilatura_(page: Page) -> Reading:
    found = trafilatura.bare_extraction(page.html, url=page.url, with_metadata=True, include_comments=False)
    fields: dict[str, Any] = found.as_dict() if found is not None and not isinstance(found, dict) else found or {}
    return Reading(fields.get("title"), _moment(fields.get("date")), fields.get("author"), fields.get("text") or "")


def news_please(module: Any) -> Reader:
    def read(page: Page) -> Reading:
        found = module.NewsPlease.from_html(page.html, url=page.url, fetch_images=False)
        return Reading(found.title, found.date_publish, _names(found.authors), found.maintext or "")

    return read


def newspaper(module: Any) -> Reader:
    def read(page: Page) -> Reading:
        found = module.Article(page.url, language="vi", fetch_images=False)
        found.download(input_html=page.html)
        found.parse()
        moment = found.publish_date
        return Reading(
            found.title, moment.replace(tzinfo=None) if moment else None, _names(found.authors), found.text or ""
        )

    return read


PEERS: dict[str, tuple[str, Callable[[Any], Reader]]] = {
    "news-please": ("newsplease", news_please),
    "newspaper4k": ("newspaper", newspaper),
}


def _names(authors: Iterable[str] | None) -> str | None:
    return ", ".join(authors or ()) or None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=None) if text and len(text) > 7 else None


def installed() -> dict[str, Reader]:
    """The peers that can be imported here; for each of the others a line is printed."""
    readers: dict[str, Reader] = {}
    for name, (module, reader) in PEERS.items():
        try:
            readers[name] = reader(importlib.import_module(module))
        except ImportError as error:
            print(f"{name}: left out, not installed ({error})")
    return readers


def compare(name: str, read: Reader, some: list[Page], rounds: int) -> None:
    """Print one line for a reader; the speed is the median of the rounds behind a first one that warms up."""
    readings = [read(page) for page in some]
    speed = len(some) / median(seconds(read, some) for _ in range(rounds))
    pairs = list(zip(some, readings, strict=True))
    signed = [found for page, found in pairs if _persons(page)]
    print(
        f"{name:12} {speed:6.1f} pages/s  F1 {mean(f1(page.text, found.body) for page, found in pairs):.3f}"
        f"  lead {mean(_holds_lead(page, found) for page, found in pairs):.2f}"
        f"  title {mean(found.title == page.printed.title for page, found in pairs):.2f}"
        f"  minute {mean(_same_minute(page, found) for page, found in pairs):.2f}"
        f"  byline {mean(map(_is_signed, signed, (page for page in some if _persons(page)))):.2f}",
        flush=True,
    )


def _holds_lead(page: Page, found: Reading) -> bool:
    return " ".join(page.printed.paragraphs[0].split())[:60] in " ".join(found.body.split())


def _same_minute(page: Page, found: Reading) -> bool:
    wanted = page.printed.published.replace(tzinfo=None, second=0, microsecond=0)
    return found.published is not None and found.published.replace(tzinfo=None, second=0, microsecond=0) == wanted


def _persons(page: Page) -> bool:
    return bool(page.printed.byline) and "theo" not in (page.printed.byline or "").casefold()


def _is_signed(found: Reading, page: Page) -> bool:
    """Whether every name read stands in the printed byline, and one does."""
    names = [name.strip().casefold() for name in (found.author or "").replace(";", ",").split(",") if name.strip()]
    return bool(names) and all(name in (page.printed.byline or "").casefold() for name in names)


def main() -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=64)
    parser.add_argument("--chrome", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        every = list(pages(options.articles, Path(folder), options.chrome))
        registry = load_registry([Path(folder)])
    print(f"{len(every)} pages of {mean(len(page.html) for page in every) / 1024:.0f} KB")
    for name, read in {"solieu": solieu(registry), "trafilatura": trafilatura_, **installed()}.items():
        compare(name, read, every, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
