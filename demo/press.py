"""The demo press: eight invented outlets on ports of this machine, their truth, and the article that is corrected.

with Press(seed=1, articles=150) as press:
    press.write_sources(directory)   # source files for the registry, with the ports of this run
    ...                              # crawl
    press.correct()                  # the second version of one article appears
    press.write_truth(path)          # what every page states, one JSON object a line
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml

from demo.article import Printed
from demo.draft import Fact, House
from demo.economy import PROVINCES, Economy
from demo.families import (
    ChannelOutlet,
    EpiOutlet,
    FckOutlet,
    HexOutlet,
    LiferayOutlet,
    OneCmsOutlet,
    PortalOutlet,
    SharePointOutlet,
)
from demo.http import Server
from demo.outlets import Identity, Outlet
from demo.stories.names import pen_name
from demo.trouble import ARTICLES, Appetite, TroubleOutlet

BEFORE = (date(2021, 1, 1), date(2025, 6, 30))
AFTER = (date(2025, 8, 1), date(2026, 10, 31))
"""Outlets of merged provinces start a month late: a report of July 2025 on the half-year still speaks of the 63."""


def house(dateline: str, *, southern: bool = False, old_tones: bool = False, billion: str = "tỷ") -> House:
    """A newsroom's way of writing, with its invented reporters."""
    return House(
        dateline=dateline,
        billion=billion,
        thousand="ngàn" if southern else "nghìn",
        pig="heo" if southern else "lợn",
        reporters=tuple(pen_name(dateline, billion, place) for place in range(6)),
        photographers=tuple(pen_name(dateline, billion, "camera", place) for place in range(3)),
        old_tones=old_tones,
        southern=southern,
    )


def identities() -> tuple[tuple[type[Outlet], Identity], ...]:
    """The outlets: invented names, real provinces of before and after 2025-07-01."""
    newspaper, portal = "party_newspaper", "provincial_portal"

    def before(source_id: str, name: str, code: str, today: str, style: House, wire: bool = False) -> Identity:
        first, last = BEFORE
        corrects, blunders = code == "36", code == "30"
        return Identity(
            source_id, name, newspaper, PROVINCES[code], today, first, last, style, wire, corrects, blunders
        )

    def after(source_id: str, name: str, code: str, style: House, kind: str = newspaper) -> Identity:
        return Identity(source_id, name, kind, PROVINCES[code], code, *AFTER, style)

    south = house("", southern=True, billion="tỉ")
    return (
        (
            ChannelOutlet,
            before("demo-song-day", "Báo Sông Đáy", "36", "37", house("", old_tones=True), wire=True),
        ),
        (HexOutlet, before("demo-chau-giang", "Báo Châu Giang Mới", "35", "37", house("(CGM) - "))),
        (OneCmsOutlet, before("demo-thanh-dong", "Báo Thành Đông Hạ", "30", "31", house(""), wire=True)),
        (FckOutlet, before("demo-tra-ly", "Báo Cửa Trà", "34", "33", house("CTĐT - "), wire=True)),
        (EpiOutlet, after("demo-trang-an", "Báo Núi Cánh Diều", "37", house(""))),
        (PortalOutlet, after("demo-dat-to", "Cổng thông tin Ngã Ba Hạc", "25", house(""), portal)),
        (LiferayOutlet, after("demo-eo-gio", "Cổng thông tin Eo Gió Mới", "52", house(""), portal)),
        (SharePointOutlet, after("demo-cua-tieu", "Cổng thông tin Cửa Tiểu", "82", south, portal)),
    )


def bad_day() -> Identity:
    """The outlet where everything goes wrong."""
    first, last = AFTER
    return Identity(
        "demo-song-gio", "Báo Sóng Gió", "party_newspaper", PROVINCES["24"], "24", first, last, house("(SG) - ")
    )


class Press:
    """All outlets of one seed and size. A context manager: inside it they are served.

    :param seed: the same seed prints the same pages.
    :param articles: number of articles of all outlets together.
    :param corrected: start with the corrected edition.
    :param trouble: add the outlet where everything goes wrong, as badly as ``appetite`` says.
    :param base_port: first of consecutive ports; 0 takes free ones.
    """

    def __init__(
        self,
        seed: int = 1,
        articles: int = 150,
        corrected: bool = False,
        *,
        trouble: bool = False,
        base_port: int = 0,
        appetite: Appetite | None = None,
    ) -> None:
        self.seed = seed
        self.economy = Economy(seed)
        chosen = identities()
        shares = [articles // len(chosen) + (place < articles % len(chosen)) for place in range(len(chosen))]
        self.outlets: list[Outlet] = [
            make(identity, self.economy, share) for (make, identity), share in zip(chosen, shares, strict=True)
        ]
        if trouble:
            self.outlets.append(TroubleOutlet(bad_day(), self.economy, ARTICLES, appetite))
        self.base_port = base_port
        self.server: Server | None = None
        """The server while the press is being served."""
        if corrected:
            self.correct()

    def serve(self) -> Press:
        """Open the ports; returns the press. Raises OSError where a fixed port is taken."""
        if self.server is not None:
            return self
        self.server = Server()
        self.server.start()
        for place, outlet in enumerate(self.outlets):
            outlet.port = self.server.listen(outlet.respond, self.base_port + place if self.base_port else 0)
        return self

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()
            self.server = None

    def __enter__(self) -> Press:
        return self.serve()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def correct(self) -> None:
        """From now on the corrected article shows its second version, with another figure and new validators."""
        for outlet in self.outlets:
            outlet.corrected = True

    def articles(self) -> Iterator[tuple[Outlet, Printed]]:
        """Every article of every outlet, written one at a time."""
        for outlet in self.outlets:
            for number in range(outlet.articles):
                yield outlet, outlet.article(number)

    def truth_rows(self) -> Iterator[dict[str, Any]]:
        """What the pages state, as they are now, one fact at a time."""
        for outlet, printed in self.articles():
            for fact in printed.facts:
                yield truth_row(outlet, printed, fact)

    def truth(self) -> list[dict[str, Any]]:
        return list(self.truth_rows())

    def write_truth(self, path: Path | str) -> int:
        """Write the truth as JSON lines; gives their number."""
        written, encode = 0, json.JSONEncoder(ensure_ascii=False).encode
        with Path(path).open("w", encoding="utf-8") as file:
            for row in self.truth_rows():
                file.write(encode(row) + "\n")
                written += 1
        return written

    def people_rows(self) -> Iterator[dict[str, Any]]:
        """The persons whom the pages name with their positions, abbreviations written out."""
        for outlet, printed in self.articles():
            for name, positions in printed.people:
                yield {"url": outlet.url(printed.path), "name": name, "positions": list(positions)}

    def write_gold(self, directory: Path | str) -> int:
        """Write each article with its facts as an annotated document (``gold/GUIDELINES.md``); gives their number.

        The reader of the figures alone can then be measured on the press, without a crawl. Figures in tables are not in
        the text and therefore not in these documents.
        """
        folder = Path(directory)
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        for outlet, printed in self.articles():
            document = gold_document(outlet, printed)
            path = folder / f"{document['doc_id']}.json"
            path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            written += 1
        return written

    def write_texts(self, directory: Path | str) -> int:
        """Write each article as a text file in the form of newspaper dumps; gives their number.

        The first line is `` date YYYY-MM Title``; captions and signatures stand among the paragraphs.
        """
        folder = Path(directory)
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        for outlet, printed in self.articles():
            path = folder / f"{outlet.source_id}-{printed.number:05d}.txt"
            path.write_text(text_file(printed), encoding="utf-8")
            written += 1
        return written

    def write_sources(self, directory: Path | str) -> list[Path]:
        """Write a source file for each outlet, with its port; the press must be serving.

        :raises RuntimeError: no port is open yet.
        """
        if self.server is None:
            raise RuntimeError("the press is not serving: its outlets have no ports yet")
        folder = Path(directory)
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for outlet in self.outlets:
            path = folder / f"{outlet.source_id}.yaml"
            path.write_text(yaml.safe_dump(outlet.source(), allow_unicode=True, sort_keys=False), encoding="utf-8")
            paths.append(path)
        return paths


def truth_row(outlet: Outlet, printed: Printed, fact: Fact) -> dict[str, Any]:
    """One fact as a JSON object in the vocabulary of the gold annotations."""
    return {
        "url": outlet.url(printed.path),
        "source_id": outlet.source_id,
        "path": printed.path,
        "kind": printed.kind,
        "indicator": fact.indicator,
        "breakdown": fact.breakdown,
        "measure": fact.measure,
        "value": number(fact.value),
        "unit": fact.unit,
        "period": list(fact.period),
        "base": fact.base,
        "status": fact.status,
        "bound": fact.bound,
        "area": fact.area,
        "numeral": fact.numeral,
        "start": fact.start if fact.start >= 0 else None,
        "end": fact.end if fact.end >= 0 else None,
    }


def text_file(printed: Printed) -> str:
    """One article as plain text: a header line, then paragraphs with blank lines between them."""
    parts = [f" date {printed.published:%Y-%m} {printed.title}"]
    for place, paragraph in enumerate(printed.paragraphs):
        parts.append(paragraph)
        parts += [picture.caption for picture in printed.pictures if picture.after == place]
    parts += (printed.byline or "").split("\n") if printed.byline else []
    return "\n\n".join(parts) + "\n"


def gold_document(outlet: Outlet, printed: Printed) -> dict[str, Any]:
    """One article in the form of the gold annotations."""
    kept = "indicator breakdown measure value unit period base status bound area start end".split()  # noqa: SIM905
    observations = []
    for fact in printed.facts:
        if fact.start < 0:
            continue
        row = truth_row(outlet, printed, fact)
        ends = {} if fact.low is None or fact.high is None else {"low": number(fact.low), "high": number(fact.high)}
        observations.append({name: row[name] for name in kept} | ends)
    return {
        "doc_id": f"{outlet.source_id}-{printed.number}",
        "province": outlet.identity.province.code,
        "published": printed.published.date().isoformat(),
        "title": printed.title,
        "text": printed.text,
        "observations": observations,
    }


def number(value: Any) -> int | float:
    """A decimal as a JSON number, whole where it is whole."""
    return int(value) if value == int(value) else float(value)
