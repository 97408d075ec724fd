"""Page reading against trafilatura, on the same pages of every family of the demo press.

    python -m benchmarks.article [--articles 160] [--rounds 5] [--chrome 160]

The press prints little more than the article, where real pages are 165 KB on the mean: ``--chrome`` sets menus, lists
of teasers, styles, drawings and scripts of about so many kilobytes around each (0: the page as printed).

For each family, pages a second of ours (one JSON line in, one out, as ``solieu article --jsonl`` does it) and of
trafilatura in three modes: with the date and author that ours gives too, without them, and its fastest (no fallback, no
tables). Processor time, the modes in turn within a round, the median of the rounds. F1 is of 4-word shingles, with the
text that is printed. The last line is two whole processes, start-up included. Where a family is less than 4 times as
fast as trafilatura with metadata, which is what ours answers, the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import trafilatura

from demo.article import Printed
from demo.press import Press
from etl.article import answer
from spiders.registry import Registry, load_registry

RATIO = 4.0
_TEASERS = 24
_WORD = re.compile(r"\w+")
_THEIRS = """
import json, sys, trafilatura
for line in sys.stdin.buffer:
    page = json.loads(line)
    text = trafilatura.extract(page["html"], url=page["url"], include_comments=False)
    print(json.dumps({"url": page["url"], "body": text}))
"""


@dataclass(frozen=True)
class Page:
    """A page as the press prints it, as a line of the pipe, and what was to be printed."""

    family: str
    url: str
    html: str
    line: str
    printed: Printed

    @property
    def text(self) -> str:
        return self.printed.text


Read = Callable[[Page], str]


def pages(articles: int, sources: Path, chrome: int) -> Iterator[Page]:
    """Pages of every family, each within ``chrome`` KB of furniture; the source files are written to ``sources``."""
    with Press(seed=1, articles=articles) as press:
        press.write_sources(sources)
        for outlet, printed in press.articles():
            html = within_chrome(outlet.article_html(printed), chrome)
            url = outlet.url(printed.path)
            line = json.dumps({"url": url, "html": html})
            yield Page(type(outlet).__name__.removesuffix("Outlet"), url, html, line, printed)


def within_chrome(html: str, kilobytes: int) -> str:
    """The page with a site's furniture before and after it: two dozen teasers of other articles, and styles, drawings
    and scripts in equal parts, which are three quarters of most real pages."""
    teaser = (
        '<li class="box-item"><a class="box-link" href="/tin-{n}.html"><img src="/t/{n}.jpg" alt=""></a>'
        '<h3 class="box-title"><a href="/tin-{n}.html">Tiêu đề của một tin khác trong ngày, tin số {n}</a></h3>'
        '<p class="box-sapo">Đôi dòng giới thiệu của tin số {n}, như các trang vẫn đặt ở cột bên.</p></li>'
    )
    style = ".box-item-{n}>a:hover{{color:#0{n};margin:0 {n}px;background:url(/s/{n}.png) no-repeat}}"
    drawing = f'<svg viewBox="0 0 24 24"><path d="{"M12 2L{n} 7l10 5-5-10z " * 30}" fill="none"/></svg>'
    script = "window.l=window.l||[];function view(n){{l.push({{event:'view',item:n,at:'{n}'}})}}view({n});"

    def filled(piece: str) -> str:
        return "".join(piece.format(n=n) for n in range(kilobytes * 1024 // 3 // len(piece)))

    teasers = "".join(teaser.format(n=n) for n in range(_TEASERS))
    head = f"<style>{filled(style)}</style><script>{filled(script)}</script>" if kilobytes else ""
    side = f'<aside class="sidebar">{filled(drawing)}<ul>{teasers}</ul></aside>' if kilobytes else ""
    return html.replace("</head>", head + "</head>", 1).replace("<footer>", side + "<footer>", 1)


def ours(registry: Registry) -> Read:
    def read(page: Page) -> str:
        return json.dumps(answer(json.loads(page.line), registry))

    return read


def with_metadata(page: Page) -> str:
    return trafilatura.extract(page.html, url=page.url, with_metadata=True, include_comments=False) or ""


def plain(page: Page) -> str:
    return trafilatura.extract(page.html, url=page.url, include_comments=False) or ""


def fastest(page: Page) -> str:
    return trafilatura.extract(page.html, fast=True, include_comments=False, include_tables=False) or ""


def seconds(read: Callable[[Page], object], some: list[Page]) -> float:
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


def compare(name: str, some: list[Page], readers: list[Read], rounds: int) -> float:
    """Print one line for a family and return the ratio to trafilatura with metadata."""
    taken = [[seconds(read, some) for read in readers] for _ in range(rounds)]
    mine, *others = (median(column) for column in zip(*taken, strict=True))
    agreement = mean(f1(page.text, json.loads(readers[0](page))["body"] or "") for page in some)
    theirs = mean(f1(page.text, plain(page)) for page in some)
    size = mean(len(page.html) for page in some) / 1024
    print(
        f"{name:12} {len(some):4} pages of {size:5.1f} KB  ours {len(some) / mine:4.0f}/s F1 {agreement:.3f}"
        f"  trafilatura {len(some) / others[0]:3.0f}/s F1 {theirs:.3f}"
        f"  ratio {others[0] / mine:5.2f} (without metadata {others[1] / mine:5.2f}, fastest {others[2] / mine:5.2f})",
        flush=True,
    )
    return float(others[0] / mine)


def processes(every: list[Page]) -> None:
    """Print what both cost as programs that read the same JSON lines, start-up included."""
    lines = "".join(page.line + "\n" for page in every).encode()
    mine = _program([sys.executable, "-m", "solieu", "article", "--jsonl"], lines)
    theirs = _program([sys.executable, "-c", _THEIRS], lines)
    print(f"as programs: ours {mine:.2f} s, trafilatura {theirs:.2f} s of processor time, ratio {theirs / mine:.2f}")


def _program(command: list[str], lines: bytes) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=lines, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> int:
    """Run the comparison; 1 where a family is slower than asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=160)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chrome", type=int, default=160)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        every = list(pages(options.articles, Path(folder), options.chrome))
        registry = load_registry([Path(folder)])
    families: dict[str, list[Page]] = defaultdict(list)
    for page in every:
        families[page.family].append(page)
    readers = [ours(registry), with_metadata, plain, fastest]
    ratios = [compare(name, some, readers, options.rounds) for name, some in families.items()]
    compare("all", every, readers, 1)
    processes(every)
    return int(min(ratios) < RATIO)


if __name__ == "__main__":
    sys.exit(main())
