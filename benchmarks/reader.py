"""The indicator reader beside one pass of a number regex, and beside a peer that tokenises and tags the same articles.

    python -m benchmarks.reader [--articles 150] [--rounds 5] [--gold FOLDER]

The articles are the demo press's; with ``--gold`` also the annotated ones of a folder, side by side. Everything runs in
one process on one core. A round measures every row once, so that a busy moment of the machine hits all of them; the
best processor time of the rounds counts. Rows: one compiled regex that finds numbers with their units and knows nothing
else (the floor); the reader; the reader as ``solieu extract --jsonl`` runs it, a JSON line in and a JSON line out; and
underthesea's ``word_tokenize`` and ``pos_tag`` where it is installed (``pip install underthesea``; nothing else needs
it), over the first articles only, since it is slow. Columns: articles of 5,000 characters a second, milliseconds for
5,000 characters, and how often the regex would have passed over the text.
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
from functools import cached_property
from pathlib import Path

from demo.press import Press
from etl.indicators import answer, read

SIZE = 5_000
PEER_CHARACTERS = 40_000
"""Of each set as much as the peer is given: seconds, not minutes."""
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*(?: ?(?:nghìn|ngàn|triệu|tỷ|tỉ|vạn))*(?: ?(?:%|đồng|USD|tấn|ha|người|lượt|doanh nghiệp|dự án))?"
)
FLOOR = "number regex"


@dataclass(frozen=True)
class Text:
    """One article and what the reader is told about it."""

    text: str
    province: str
    published: date
    title: str

    @cached_property
    def line(self) -> str:
        """The article as a line of the pipe."""
        told = {"province": self.province, "published": self.published.isoformat(), "title": self.title}
        return json.dumps({"doc_id": None, "text": self.text, **told}, ensure_ascii=False)


@dataclass(frozen=True)
class Row:
    """One thing that is measured: ``task`` is run for every article; ``short``: for the first ones only."""

    name: str
    task: Callable[[Text], object]
    short: bool = False


def of_gold(folder: Path) -> list[Text]:
    """The annotated articles of a folder that hold their text."""
    raw = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    held = [one for one in raw if isinstance(one, dict) and "text" in one]
    return [Text(one["text"], one["province"], date.fromisoformat(one["published"][:10]), one["title"]) for one in held]


def of_press(articles: int) -> list[Text]:
    """The articles of the demo press."""
    press = Press(seed=1, articles=articles)
    return [
        Text(printed.text, outlet.identity.province.code, printed.published.date(), printed.title)
        for outlet, printed in press.articles()
    ]


def rows() -> list[Row]:
    """What is measured here."""
    own = [
        Row(FLOOR, lambda text: _NUMBER.findall(text.text)),
        Row("reader", read_one),
        Row("JSON lines", through_pipe),
    ]
    return own + peers()


def peers() -> list[Row]:
    """underthesea's word segmentation and tagging; none, with a line that says so, where it is not installed."""
    try:
        from underthesea import pos_tag, word_tokenize  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        print("underthesea is not installed: its rows are skipped (pip install underthesea)")
        return []
    return [
        Row("underthesea tokens", lambda text: word_tokenize(text.text), short=True),
        Row("underthesea tags", lambda text: pos_tag(text.text), short=True),
    ]


def read_one(text: Text) -> list[object]:
    """The readings of one article."""
    return list(read(text.text, province=text.province, published=text.published, title=text.title))


def through_pipe(text: Text) -> bytes:
    """One line of ``solieu extract --jsonl``, from its JSON to its JSON."""
    return json.dumps(answer(json.loads(text.line)), ensure_ascii=False).encode("utf-8")


def first(texts: Sequence[Text], characters: int) -> list[Text]:
    """The articles from the first on, until they hold so many characters."""
    kept: list[Text] = []
    for text in texts:
        if sum(len(one.text) for one in kept) >= characters:
            break
        kept.append(text)
    return kept


def measured(row: Row, texts: Sequence[Text]) -> float:
    """Processor seconds for 5,000 characters in one round."""
    chosen = first(texts, PEER_CHARACTERS) if row.short else texts
    begin = time.process_time()
    for text in chosen:
        row.task(text)
    return (time.process_time() - begin) / sum(len(text.text) for text in chosen) * SIZE


def compare(measures: Sequence[Row], sets: dict[str, list[Text]], rounds: int) -> dict[tuple[str, str], float]:
    """The best time of every row on every set; one round before them warms up."""
    best: dict[tuple[str, str], float] = {}
    for turn in range(rounds + 1):
        for name, texts in sets.items():
            for row in measures:
                if row.short and turn > 2:
                    continue
                seconds = measured(row, texts)
                if turn:
                    best[row.name, name] = min(seconds, best.get((row.name, name), seconds))
    return best


def show(measures: Sequence[Row], sets: dict[str, list[Text]], best: dict[tuple[str, str], float]) -> None:
    """The table: a line a row, a group of columns a set."""
    print(f"{'':20}" + "".join(f"{name:^42}" for name in sets))
    print(f"{'':20}" + f"{'articles/s':>14}{'ms':>12}{'x the regex':>14}  " * len(sets))
    for row in measures:
        cells = ""
        for name in sets:
            each = best[row.name, name]
            cells += f"{1 / each:14,.0f}{each * 1000:12.3f}{each / best[FLOOR, name]:14.1f}  "
        print(f"{row.name:20}{cells}".rstrip())


def main() -> int:
    """Print the comparison."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=150)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--gold", type=Path, help="a folder of annotated articles")
    chosen = options.parse_args()
    sets = {"demo press": of_press(chosen.articles)}
    if chosen.gold:
        sets["annotated"] = of_gold(chosen.gold)
    for name, texts in sets.items():
        characters = sum(len(text.text) for text in texts)
        found = sum(len(read_one(text)) for text in texts)
        dense = found / characters * SIZE
        print(f"{name}: {len(texts)} articles, {characters:,} characters, {dense:.0f} figures in {SIZE:,}")
    measures = rows()
    show(measures, sets, compare(measures, sets, chosen.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
