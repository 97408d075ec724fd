"""`solieu extract`: the reader alone, on a text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from jobs.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Request:
    """A text with what is known of it."""

    body: bytes
    province: str | None
    published: str | None
    title: str | None

    @property
    def text(self) -> str:
        """The text as the offsets count it."""
        from etl.encodings import decode

        return decode(self.body, None)[0]

    def as_line(self) -> dict[str, Any]:
        """The request of the pipe command (reference: the JSON-lines contract)."""
        _check_day(self.published)
        facts = {"province": self.province, "published": self.published, "title": self.title}
        return {"doc_id": None, "text": self.text, **facts}


def serve_jsonl(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer one article a line."""
    from etl.indicators import answer
    from jobs.pipe import serve

    serve(answer, "doc_id", source, sink)


def observations(request: Request) -> list[dict[str, Any]]:
    """The observations of a text as the pipe command gives them."""
    from etl.indicators import answer

    found: list[dict[str, Any]] = answer(request.as_line())["observations"]
    return found


def table(request: Request) -> str:
    """The observations as a table for a terminal, each with its numeral in its words."""
    rows = observations(request)
    if not rows:
        return "no observations"
    text = request.text
    lines = [_row(row, text) for row in rows]
    head = ("indicator", "measure", "value", "unit", "period", "base", "st", "area", "words")
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]])
        for line in [head, *lines]
    )


def explained(request: Request, *, as_json: bool) -> str:
    """How each numeral of a text was read: an observation, or a named class of non-observation, and by which rule."""
    from etl import indicators

    day = _check_day(request.published)
    reading = indicators.explain(request.text, province=request.province or "", published=day, title=request.title)
    if as_json:
        return json.dumps(reading.as_json(), ensure_ascii=False, indent=1)
    return str(reading)


def _check_day(published: str | None) -> date | None:
    if published is None:
        return None
    try:
        return datetime.fromisoformat(published).date()
    except ValueError:
        raise WrongUsage(f"--published {published}: not an ISO date or time") from None


def _row(row: dict[str, Any], text: str) -> tuple[str, ...]:
    start, end = row["period"]
    words = text[max(0, row["start"] - 30) : row["end"] + 12].replace("\n", " ")
    return (
        row["indicator"] or f"({row['subject']})"[:32],
        row["measure"],
        f"{row['value']:,.10g}",
        row["unit"],
        f"{start or ''}..{end or ''}",
        row["base"] or "",
        row["status"],
        row["area"] or "",
        words,
    )
