"""Reading segments, ours and other people's: archived pages with their bodies decoded.

One reader serves both. A record that cannot be read is skipped and counted, and reading goes on at the next record that
can; a record cut off by a torn end is never offered.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from fastwarc import ArchiveIterator, WarcRecordType
from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

from spiders.archive.records import HINT_PREFIX, ROLE_HEADER, SOURCE_HEADER
from spiders.archive.segments import OPEN, ArchiveError, segment_path

DEFAULT_MAX_BODY = 32 << 20
"""A page larger than this (bytes, before or after decoding) is not an article."""

ARTICLES = frozenset({"article"})

_RECORD_START = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]|WARC/1\.[01]\r\n")
_SCAN_CHUNK = 1 << 20
_OK = 200


@dataclass(slots=True)
class ReadTally:
    """What a reading passed over, for the operator: nothing is dropped without a count."""

    records: int = 0
    unreadable: int = 0
    too_large: int = 0
    foreign: int = 0
    torn: int = 0


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as archived: address, decoded body, and where its record stands.

    ``end`` is the offset at which reading goes on after this page: the next page's, or the end of a closed segment, so
    that consecutive pages cover the segment without a gap. ``http_headers`` are the stored ones in order.
    """

    url: str
    body: bytes
    content_type: str | None
    status: int
    fetched_at: datetime
    source_id: str
    segment: str
    offset: int
    record_id: str
    payload_digest: str
    hints: dict[str, str] = field(default_factory=dict)
    role: str = "article"
    end: int = 0
    http_headers: tuple[tuple[str, str], ...] = ()


def iter_pages(
    directory: Path,
    segment: str,
    start_offset: int = 0,
    *,
    hosts: Callable[[str], bool] | Collection[str] | None = None,
    roles: Collection[str] | None = ARTICLES,
    max_body: int = DEFAULT_MAX_BODY,
    tally: ReadTally | None = None,
) -> Iterator[ArchivedPage]:
    """Pages of a segment (HTTP answers with status 200, and resources) from a record's offset on.

    ``hosts`` keeps only pages of these hosts (with port where the address has one) and may be a predicate; ``roles``
    None offers lists, feeds and block pages too. A foreign WARC file is read by giving its folder and name.

    :raise FileNotFoundError: no such segment
    """
    wanted = _host_test(hosts)
    counts = tally if tally is not None else ReadTally()
    path = segment_path(directory, segment)
    with path.open("rb") as stream:
        held: ArchivedPage | None = None
        seen = start_offset
        for record in readable_records(stream, start_offset, counts):
            seen = record.stream_pos
            try:
                page = _page(record, segment, wanted, roles, max_body, counts)
            except (OSError, ValueError):
                counts.unreadable += 1
                continue
            if page is None:
                continue
            if held is not None:
                yield replace(held, end=page.offset)
            held = page
        if held is not None:
            yield replace(held, end=seen if path.suffix == OPEN else stream.seek(0, io.SEEK_END))


def read_page(directory: Path, segment: str, offset: int, *, max_body: int = DEFAULT_MAX_BODY) -> ArchivedPage:
    """The page whose record starts at ``offset``, whatever its role.

    :raise FileNotFoundError: no such segment
    :raise ArchiveError: no readable page at that offset
    """
    tally = ReadTally()
    page = next(iter_pages(directory, segment, offset, roles=None, max_body=max_body, tally=tally), None)
    if page is None or page.offset != offset:
        raise ArchiveError(f"no readable page at offset {offset} of {segment}")
    return page


def read_foreign(
    path: Path,
    *,
    hosts: Callable[[str], bool] | Collection[str] | None = None,
    max_body: int = DEFAULT_MAX_BODY,
    tally: ReadTally | None = None,
) -> Iterator[ArchivedPage]:
    """Pages of another crawl's WARC file (compressed or not), streaming; bad records are skipped and counted.

    :raise FileNotFoundError: no such file
    :raise ArchiveError: not one record could be read: it is no WARC file
    """
    counts = tally if tally is not None else ReadTally()
    yield from iter_pages(path.parent, path.name, hosts=hosts, max_body=max_body, tally=counts)
    if counts.records == 0:
        raise ArchiveError(f"{path}: no WARC record could be read in it")


def readable_records(stream: BinaryIO, start: int, tally: ReadTally) -> Iterator[Any]:
    """Records from ``start`` on; after one that breaks the reader, the next that can be read."""
    position: int | None = start
    while position is not None:
        stream.seek(position)
        last = position
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
                last = record.stream_pos
                tally.records += 1
                yield record
            return
        except (OSError, ValueError):
            tally.unreadable += 1
        position = _next_record_start(stream, last + 1)


def _next_record_start(stream: BinaryIO, after: int) -> int | None:
    """Offset of the next thing that looks like a record, at or after ``after``."""
    stream.seek(after)
    base, tail = after, b""
    while chunk := stream.read(_SCAN_CHUNK):
        window = tail + chunk
        if found := _RECORD_START.search(window):
            return base + found.start()
        tail = window[-16:]
        base += len(window) - len(tail)
    return None


def _page(
    record: Any,
    segment: str,
    wanted: Callable[[str], bool],
    roles: Collection[str] | None,
    max_body: int,
    tally: ReadTally,
) -> ArchivedPage | None:
    """The page of a record, or None if it holds none that is asked for."""
    kind = record.record_type
    if not record.headers.get("WARC-Type"):
        raise ValueError("a record without a type")
    if kind not in (WarcRecordType.response, WarcRecordType.resource):
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    role = record.headers.get(ROLE_HEADER) or "article"
    if roles is not None and role not in roles:
        return None
    if not url or not wanted(_host(url)):
        tally.foreign += 1
        return None
    http = kind == WarcRecordType.response
    if http:
        if not record.is_http:
            return None
        record.parse_http(quirks_mode=True)
        if record.http_headers.status_code != _OK:
            return None
    if record.content_length > max_body:
        tally.too_large += 1
        return None
    body = _whole_body(record, tally)
    if body is None:
        return None
    headers = tuple((str(name), str(value)) for name, value in record.http_headers.items()) if http else ()
    try:
        body = decode_body(body, headers, max_body)
    except BodyTooLarge:
        tally.too_large += 1
        return None
    return _built(record, segment, url, role, headers, body)


def _built(
    record: Any, segment: str, url: str, role: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> ArchivedPage:
    warc = record.headers
    content_type = _header(headers, "content-type") if headers else warc.get("Content-Type")
    return ArchivedPage(
        url=url,
        body=body,
        content_type=content_type,
        status=_OK,
        fetched_at=record.record_date,
        source_id=warc.get(SOURCE_HEADER) or "",
        segment=segment,
        offset=record.stream_pos,
        record_id=record.record_id,
        payload_digest=warc.get("WARC-Payload-Digest") or "",
        hints=_hints(warc),
        role=role,
        http_headers=headers,
    )


def _whole_body(record: Any, tally: ReadTally) -> bytes | None:
    """The record's payload, or None when the file ends inside it (the reader itself does not say so)."""
    expected = record.content_length
    body: bytes = record.reader.read()
    if len(body) < expected:
        tally.torn += 1
        return None
    return body


def _hints(warc: Mapping[str, str]) -> dict[str, str]:
    prefix = HINT_PREFIX.lower()
    return {
        name[len(prefix) :].lower().replace("-", "_"): value
        for name, value in warc.items()
        if name.lower().startswith(prefix)
    }


def _header(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _host_test(hosts: Callable[[str], bool] | Collection[str] | None) -> Callable[[str], bool]:
    if hosts is None:
        return lambda host: True
    if callable(hosts):
        return hosts
    names = frozenset(host.lower() for host in hosts)
    return lambda host: host in names


class BodyTooLarge(ValueError):
    """A body that decodes to more than the reader will hold."""


def decode_body(body: bytes, headers: tuple[tuple[str, str], ...], limit: int) -> bytes:
    """Undo transfer and content codings.

    Writers differ: some leave ``Content-Encoding: gzip`` over a body that they decoded. What does not decode as it is
    labelled is taken as it stands.

    :raise BodyTooLarge: the decoded body would exceed ``limit`` bytes
    """
    if "chunked" in (_header(headers, "transfer-encoding") or "").lower():
        body = _read_or_keep(ChunkedReader, body, limit)
    codings = (_header(headers, "content-encoding") or "").lower().split(",")
    for coding in reversed([coding.strip() for coding in codings]):
        if coding in ("gzip", "x-gzip"):
            body = _inflate_or_keep(body, zlib.MAX_WBITS | 32, limit)
        elif coding == "deflate":
            body = _inflate_or_keep(body, zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS, limit)
        elif coding == "br":
            body = _read_or_keep(BrotliReader, body, limit)
        elif coding == "zstd":
            body = _read_or_keep(ZstdReader, body, limit)
    return body


def _inflate_or_keep(body: bytes, wbits: int, limit: int) -> bytes:
    """Inflate every member in ``body``; what breaks off half way keeps what came before, as browsers do."""
    parts: list[bytes] = []
    size, rest = 0, body
    while rest:
        inflater = zlib.decompressobj(wbits=wbits)
        try:
            part = inflater.decompress(rest, limit - size + 1)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size > limit:
            raise BodyTooLarge
        rest = inflater.unused_data
    return b"".join(parts) if parts else body


def _read_or_keep(reader: Callable[[io.BytesIO], Any], body: bytes, limit: int) -> bytes:
    try:
        decoded: bytes = reader(io.BytesIO(body)).read(limit + 1)
    except (OSError, ValueError):
        return body
    if len(decoded) > limit:
        raise BodyTooLarge
    return decoded or body
