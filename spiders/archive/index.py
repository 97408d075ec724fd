"""The index beside each closed segment: CDXJ lines sorted by reversed host, so that an address is found by bisection.

It holds nothing that the segment does not; :func:`build_index` makes it again from the segment alone.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastwarc import WarcRecordType

from spiders.archive.reader import ReadTally, readable_records
from spiders.archive.records import ROLE_HEADER, SOURCE_HEADER
from spiders.archive.segments import SUFFIX, publish, segments

INDEX_SUFFIX = ".cdxj"
_INDEXED = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.revisit)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One capture of an address: when, with what status, and where its record stands."""

    url: str
    stamp: str
    kind: str
    status: int | None
    digest: str
    segment: str
    offset: int
    source_id: str
    role: str


def sort_key(url: str) -> str:
    """``vn,baonamdinh)/kinh-te/a-1.html``: the host reversed, so that a host's pages stand together."""
    parts = urlsplit(url)
    host, colon, port = parts.netloc.rpartition("@")[2].lower().partition(":")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"{','.join(reversed(host.split('.')))}{colon}{port}){path}".replace(" ", "%20")


def index_path(directory: Path, segment: str) -> Path:
    """The index file of a segment."""
    return directory / f"{segment.removesuffix(SUFFIX)}{INDEX_SUFFIX}"


def build_index(directory: Path, segment: str) -> Path:
    """Write a closed segment's index from its records, whole or not at all."""
    lines = sorted(_line(entry) for entry in _entries(directory / segment))
    target = index_path(directory, segment)
    draft = target.with_suffix(f"{INDEX_SUFFIX}.new")
    with draft.open("wb") as stream:
        stream.writelines(lines)
        stream.flush()
        os.fsync(stream.fileno())
    publish(draft, target)
    return target


def captures(directory: Path, url: str) -> list[IndexEntry]:
    """Every capture of an address in the closed segments, oldest first. Missing indexes are built on the way."""
    prefix = f"{sort_key(url)} ".encode()
    found: list[IndexEntry] = []
    for path in _indexes(directory):
        found.extend(_matching(path, prefix))
    return sorted(found, key=lambda entry: entry.stamp)


def archived_payloads(directory: Path) -> set[int]:
    """A mark (:func:`payload_mark`) for every page in the closed segments: some 60 bytes of memory a page."""
    marks: set[int] = set()
    for path in _indexes(directory):
        with path.open("rb") as lines:
            marks.update(payload_mark(entry.url, entry.digest) for entry in map(_entry, lines))
    return marks


def payload_mark(url: str, payload_digest: str) -> int:
    """Sixty-four bits that stand for this payload at this address."""
    return int.from_bytes(blake2b(f"{url} {payload_digest}".encode(), digest_size=8).digest(), "big")


def _indexes(directory: Path) -> Iterator[Path]:
    """The index of each closed segment; one that is missing is built."""
    for info in segments(directory):
        if not info.closed:
            continue
        path = index_path(directory, info.segment)
        yield path if path.exists() else build_index(directory, info.segment)


def _matching(path: Path, prefix: bytes) -> Iterator[IndexEntry]:
    if path.stat().st_size == 0:
        return
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        lines.seek(_first_at_least(lines, prefix))
        while (line := lines.readline()).startswith(prefix):
            yield _entry(line)


def _first_at_least(lines: mmap.mmap, prefix: bytes) -> int:
    """Offset of the first line that does not sort before ``prefix``."""
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = lines.rfind(b"\n", 0, middle) + 1
        end = lines.find(b"\n", middle)
        end = len(lines) if end < 0 else end + 1
        if lines[start:end] < prefix:
            low = end
        else:
            high = start
    return low


def _entries(path: Path) -> Iterator[IndexEntry]:
    with path.open("rb") as stream:
        for record in readable_records(stream, 0, ReadTally()):
            if record.record_type not in _INDEXED:
                continue
            yield IndexEntry(
                url=record.headers.get("WARC-Target-URI") or "",
                stamp=f"{record.record_date:%Y%m%d%H%M%S}",
                kind=str(record.headers.get("WARC-Type")),
                status=_status(record),
                digest=record.headers.get("WARC-Payload-Digest") or "",
                segment=path.name,
                offset=record.stream_pos,
                source_id=record.headers.get(SOURCE_HEADER) or "",
                role=record.headers.get(ROLE_HEADER) or "article",
            )


def _status(record: Any) -> int | None:
    if not record.is_http:
        return None
    try:
        record.parse_http(quirks_mode=True)
    except OSError:
        return None
    status: int | None = record.http_headers.status_code
    return status


def _line(entry: IndexEntry) -> bytes:
    fields = {
        "url": entry.url,
        "mime": "warc/revisit" if entry.kind == "revisit" else "",
        "status": entry.status,
        "digest": entry.digest,
        "filename": entry.segment,
        "offset": entry.offset,
        "type": entry.kind,
        "source": entry.source_id,
        "role": entry.role,
    }
    return f"{sort_key(entry.url)} {entry.stamp} {json.dumps(fields, ensure_ascii=False)}\n".encode()


def _entry(line: bytes) -> IndexEntry:
    _, stamp, text = line.decode().split(" ", 2)
    fields: dict[str, Any] = json.loads(text)
    return IndexEntry(
        url=fields["url"],
        stamp=stamp,
        kind=fields["type"],
        status=fields["status"],
        digest=fields["digest"],
        segment=fields["filename"],
        offset=fields["offset"],
        source_id=fields["source"],
        role=fields["role"],
    )
