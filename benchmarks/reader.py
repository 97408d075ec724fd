"""The indicator reader against one pass of a number regex, and against word segmentation, on the same articles.

    python -m benchmarks.reader [--articles 150] [--rounds 3] [--gold ../shared/gold/dev]

Articles are the demo press's, or the annotated ones of ``--gold``. Everything runs in one process on one core;
processor time of the best round counts. Printed: articles of 5,000 characters a second, milliseconds for 5,000
characters and the ratio to the floor, one compiled regex that finds numbers with their units and knows nothing else.
underthesea's ``word_tokenize`` is measured where it is installed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from demo.press import Press
from etl.indicators import read

SIZE = 5_000
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*(?: ?(?:nghìn|ngàn|triệu|tỷ|tỉ|vạn))*(?: ?(?:%|đồng|USD|tấn|ha|người|lượt|doanh nghiệp|dự án))?"
)


@dataclass(frozen=True)
class Text:
    """One article and what the reader is told about it."""

    text: str
    province: str
    published: date
    title: str


def of_gold(folder: Path) -> list[Text]:
    """The annotated articles of a folder."""
    raw = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("dev-*.json"))]
    return [Text(one["text"], one["province"], date.fromisoformat(one["published"][:10]), one["title"]) for one in raw]


def of_press(articles: int) -> list[Text]:
    """The articles of the demo press."""
    press = Press(seed=1, articles=articles)
    return [
        Text(printed.text, outlet.identity.province.code, printed.published.date(), printed.title)
        for outlet, printed in press.articles()
    ]


def best(task: Callable[[Text], object], texts: Sequence[Text], rounds: int) -> float:
    """Processor seconds for all texts in the best round; one round before it warms up."""
    times = []
    for _ in range(rounds + 1):
        begin = time.process_time()
        for text in texts:
            task(text)
        times.append(time.process_time() - begin)
    return min(times[1:])


def segmenter() -> Callable[[Text], object] | None:
    """underthesea's word segmentation, None where it is not installed."""
    try:
        from underthesea import word_tokenize  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    return lambda text: word_tokenize(text.text)


def main() -> int:
    """Print the comparison."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=150)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--gold", type=Path)
    chosen = options.parse_args()
    texts = of_gold(chosen.gold) if chosen.gold else of_press(chosen.articles)
    characters = sum(len(text.text) for text in texts)
    found = sum(len(read_one(text)) for text in texts)
    print(f"{len(texts)} articles, {characters:,} characters, {found / characters * SIZE:.0f} figures in {SIZE:,}")
    floor = best(lambda text: _NUMBER.findall(text.text), texts, chosen.rounds)
    show("number regex", floor, floor, characters)
    show("reader", best(read_one, texts, chosen.rounds), floor, characters)
    other = segmenter()
    if other is not None:
        show("underthesea", best(other, texts, 1), floor, characters)
    return 0


def read_one(text: Text) -> list[object]:
    """The readings of one article."""
    return list(read(text.text, province=text.province, published=text.published, title=text.title))


def show(name: str, seconds: float, floor: float, characters: int) -> None:
    """One line of the comparison."""
    each = seconds / characters * SIZE
    print(f"{name:14} {1 / each:10.0f} articles/s {each * 1000:8.3f} ms {seconds / floor:8.1f} x the regex")


if __name__ == "__main__":
    sys.exit(main())
