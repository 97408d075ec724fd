"""Page reading against trafilatura, on the same pages of every family of the demo press.

    python -m benchmarks.article [--articles 210] [--rounds 3] [--chrome 120]

The press prints little more than the article, where real pages are 165 KB on the mean: ``--chrome`` sets menus, lists
of teasers and scripts of about so many kilobytes around each (0: the page as printed).
Both read the same decoded text in one process, in turn; the best of the rounds counts. For each family: pages a second
of both, the ratio, and how much of the printed text each found (F1 of 4-word shingles). The last line is all pages
together. A family that misses the ratio of 4 makes the exit code 1.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from demo.press import Press
from etl.article import read_page
from etl.model import Article
from spiders.registry import Registry, load_registry

RATIO = 4.0
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """A page as the press prints it, and the text that stands on it."""

    family: str
    url: str
    html: str
    text: str


def pages(articles: int, sources: Path, chrome: int) -> Iterator[Page]:
    """Pages of every family, each within ``chrome`` KB of furniture; the source files are written to ``sources``."""
    with Press(seed=1, articles=articles) as press:
        press.write_sources(sources)
        for outlet, printed in press.articles():
            html = within_chrome(outlet.article_html(printed), chrome)
            yield Page(type(outlet).__name__.removesuffix("Outlet"), outlet.url(printed.path), html, printed.text)


def within_chrome(html: str, kilobytes: int) -> str:
    """The page with a site's furniture before and after it: a menu, lists of teasers, scripts."""
    teaser = (
        '<li class="box-item"><a class="box-link" href="/tin-{n}.html"><img src="/t/{n}.jpg" alt=""></a>'
        '<h3 class="box-title"><a href="/tin-{n}.html">Tiêu đề của một tin khác trong ngày, tin số {n}</a></h3>'
        '<p class="box-sapo">Đôi dòng giới thiệu của tin số {n}, như các trang vẫn đặt ở cột bên.</p></li>'
    )
    script = "<script>window.l=window.l||[];function view(n){{l.push({{event:'view',item:n}})}}view({n});</script>"
    share = kilobytes * 1024 // 2
    teasers = "".join(teaser.format(n=n) for n in range(share // len(teaser)))
    scripts = "".join(script.format(n=n) for n in range(share // len(script)))
    head = scripts if kilobytes else ""
    side = f'<aside class="sidebar"><ul class="box-list">{teasers}</ul></aside>' if kilobytes else ""
    return html.replace("</head>", head + "</head>", 1).replace("<footer>", side + "<footer>", 1)


def ours(registry: Registry) -> Callable[[Page], str]:
    def read(page: Page) -> str:
        reading = read_page(page.html, page.url, registry=registry)
        return reading.text if isinstance(reading, Article) else ""

    return read


def theirs(page: Page) -> str:
    """trafilatura with its date and author, which ``read_page`` gives too."""
    return trafilatura.extract(page.html, url=page.url, with_metadata=True, include_comments=False) or ""


def seconds(read: Callable[[Page], str], some: list[Page]) -> float:
    """Processor seconds, so that what else runs on the machine does not count."""
    start = time.process_time()
    for page in some:
        read(page)
    return time.process_time() - start


def f1(text: str, found: str) -> float:
    """Agreement of two texts in 4-word shingles."""
    one, other = _shingles(text), _shingles(found)
    common = len(one & other)
    return 2 * common / (len(one) + len(other)) if one or other else 1.0


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[index : index + 4]) for index in range(max(len(words) - 3, 0))}


def compare(name: str, some: list[Page], read: Callable[[Page], str], rounds: int) -> float:
    """Print one line for a family and return the ratio of the speeds."""
    best_ours = best_theirs = float("inf")
    for _ in range(rounds):
        best_ours = min(best_ours, seconds(read, some))
        best_theirs = min(best_theirs, seconds(theirs, some))
    agreement = [(f1(page.text, read(page)), f1(page.text, theirs(page))) for page in some]
    mine, other = (sum(column) / len(some) for column in zip(*agreement, strict=True))
    size = sum(len(page.html) for page in some) / len(some) / 1024
    print(
        f"{name:12} {len(some):5} pages of {size:5.1f} KB  ours {len(some) / best_ours:7.0f}/s F1 {mine:.3f}"
        f"  trafilatura {len(some) / best_theirs:7.0f}/s F1 {other:.3f}  ratio {best_theirs / best_ours:5.2f}"
    )
    return best_theirs / best_ours


def main() -> int:
    """Run the comparison; 1 where a family is slower than asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=210)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chrome", type=int, default=120)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        every = list(pages(options.articles, Path(folder), options.chrome))
        registry = load_registry([Path(folder)])
    families: dict[str, list[Page]] = defaultdict(list)
    for page in every:
        families[page.family].append(page)
    read = ours(registry)
    ratios = [compare(name, some, read, options.rounds) for name, some in families.items()]
    compare("all", every, read, options.rounds)
    return int(min(ratios) < RATIO)


if __name__ == "__main__":
    sys.exit(main())
