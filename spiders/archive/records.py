"""WARC 1.1 records as bytes: what is written, in which form.

Records are serialised here rather than by FastWARC's writer so that each is one gzip member whose offset and length are
known before it touches the disk. Bodies are stored in the content coding they were received in (``Content-Encoding``
stays true); the transfer coding is undone by the HTTP client, as WARC writers do.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import uuid
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

COMPRESSION_LEVEL = 2
"""zlib: 10 % larger than level 6 on news pages, at six times its speed. What came compressed is stored as it came."""

GZIP = 31
"""zlib's ``wbits`` for a gzip member with its own header and checksum."""

REVISIT_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
REVISIT_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

SOURCE_HEADER = "Solieu-Source"
ROLE_HEADER = "Solieu-Role"
HINT_PREFIX = "Solieu-Hint-"

NO_HINTS: Mapping[str, str] = {}

_END = b"\r\n\r\n"
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Headers = Sequence[tuple[bytes, bytes]]
"""Header lines of HTTP in the order received."""


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Where a record stands: segment (its closed name), byte offset of its gzip member, length of that member."""

    segment: str
    offset: int
    record_id: str
    payload_digest: str
    length: int = 0


class Exchange(NamedTuple):
    """One HTTP request and its answer, as the archive keeps it.

    ``role`` says what the page is to the crawl: ``article``, ``list``, ``feed``, ``sitemap``, ``home``, ``block`` or
    ``stub``; only articles are offered to readers. ``hints`` are facts known from elsewhere (province, published,
    title).
    """

    url: str
    status: int
    headers: Headers
    body: bytes
    fetched_at: datetime
    source_id: str = ""
    role: str = "article"
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    hints: Mapping[str, str] = NO_HINTS


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier capture that a revisit record points to."""

    url: str
    fetched_at: datetime
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record ready to be appended: its compressed member and what the index says of it."""

    member: bytes
    record_id: str
    payload_digest: str


def digest(data: bytes) -> str:
    """``sha1:`` and base32, the form that every WARC tool verifies."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def warc_date(moment: datetime) -> str:
    """UTC with microseconds; a moment without a zone is an error, since it could be anyone's clock."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone cannot date a record: {moment.isoformat()}")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def response_record(exchange: Exchange, payload_digest: str | None = None) -> Record:
    """The answer with its body; ``payload_digest`` is the body's, where it is known already."""
    payload_digest = payload_digest or digest(exchange.body)
    answer = _answer_head(exchange, length=len(exchange.body))
    head = [*_common("response", exchange), ("WARC-Payload-Digest", payload_digest), *_extensions(exchange)]
    body = exchange.body
    if any(name.lower() == b"content-encoding" for name, _ in exchange.headers):
        return _record(head, "application/http; msgtype=response", answer, payload_digest, packed=body)
    return _record(head, "application/http; msgtype=response", answer + body, payload_digest)


def revisit_record(exchange: Exchange, original: Original) -> Record:
    """An answer that repeats an earlier capture: the server said so (304), or the payload is the same byte for byte."""
    profile = REVISIT_NOT_MODIFIED if exchange.status == HTTPStatus.NOT_MODIFIED else REVISIT_SAME_PAYLOAD
    head = [
        *_common("revisit", exchange),
        ("WARC-Profile", profile),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", warc_date(original.fetched_at)),
        ("WARC-Payload-Digest", original.payload_digest),
        *_extensions(exchange),
    ]
    return _record(head, "application/http; msgtype=response", _answer_head(exchange), original.payload_digest)


def request_record(exchange: Exchange, answer_id: str) -> Record:
    """The request that brought the answer ``answer_id``."""
    head = [*_common("request", exchange), ("WARC-Concurrent-To", answer_id)]
    block = _request_head(exchange) + exchange.request_body
    return _record(head, "application/http; msgtype=request", block, "")


def resource_record(exchange: Exchange, content_type: str) -> Record:
    """A file that came without HTTP: the block is the file itself."""
    payload_digest = digest(exchange.body)
    head = [*_common("resource", exchange), ("WARC-Payload-Digest", payload_digest), *_extensions(exchange)]
    return _record(head, content_type, exchange.body, payload_digest)


def warcinfo_record(segment: str, started: datetime, fields: Mapping[str, str]) -> Record:
    """The first record of a segment: who wrote it, with what, for which run."""
    block = b"".join(f"{name}: {_one_line(value)}\r\n".encode() for name, value in fields.items())
    head = [("WARC-Type", "warcinfo"), ("WARC-Date", warc_date(started)), ("WARC-Filename", segment)]
    return _record(head, "application/warc-fields", block, "")


def _common(kind: str, exchange: Exchange) -> list[tuple[str, str]]:
    return [("WARC-Type", kind), ("WARC-Date", warc_date(exchange.fetched_at)), ("WARC-Target-URI", exchange.url)]


def _extensions(exchange: Exchange) -> Iterable[tuple[str, str]]:
    if exchange.source_id:
        yield SOURCE_HEADER, exchange.source_id
    yield ROLE_HEADER, exchange.role
    for name, value in exchange.hints.items():
        yield HINT_PREFIX + name.replace("_", "-").title(), value


def _record(
    head: Sequence[tuple[str, str]], content_type: str, block: bytes, payload_digest: str, packed: bytes = b""
) -> Record:
    """The member of a record. A digest of the block would repeat the payload's work: gzip checks every byte anyway.

    ``packed`` is the rest of the block where the server has compressed it already: it is stored as it is.
    """
    record_id = f"<urn:uuid:{uuid.uuid4()}>"
    lines = [
        "WARC/1.1",
        *(f"{name}: {_one_line(value)}" for name, value in head),
        f"WARC-Record-ID: {record_id}",
        f"Content-Type: {_one_line(content_type)}",
        f"Content-Length: {len(block) + len(packed)}",
    ]
    start = "\r\n".join(lines).encode() + b"\r\n\r\n" + block
    member = _member_of_packed(start, packed) if packed else zlib.compress(start + _END, COMPRESSION_LEVEL, wbits=GZIP)
    return Record(member, record_id, payload_digest)


def _member_of_packed(start: bytes, packed: bytes) -> bytes:
    """One gzip member (RFC 1952) whose head is deflated and whose body stands in stored blocks (RFC 1951, 3.2.4)."""
    deflating = zlib.compressobj(COMPRESSION_LEVEL, wbits=-zlib.MAX_WBITS)
    storing = zlib.compressobj(0, wbits=-zlib.MAX_WBITS)
    size = len(start) + len(packed) + len(_END)
    checksum = zlib.crc32(_END, zlib.crc32(packed, zlib.crc32(start)))
    return b"".join(
        (
            _GZIP_HEADER,
            deflating.compress(start),
            deflating.flush(zlib.Z_SYNC_FLUSH),
            storing.compress(packed),
            storing.compress(_END),
            storing.flush(),
            struct.pack("<II", checksum, size & 0xFFFFFFFF),
        )
    )


def _answer_head(exchange: Exchange, length: int | None = None) -> bytes:
    """Status line and headers; framing headers that are no longer true are replaced by the stored length."""
    lines = [f"HTTP/1.1 {exchange.status} {_reason(exchange.status)}".encode()]
    for name, value in exchange.headers:
        if length is None or name.lower() not in (b"content-length", b"transfer-encoding"):
            lines.append(name + b": " + _one_line_bytes(value))
    if length is not None:
        lines.append(b"Content-Length: %d" % length)
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _request_head(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{exchange.method} {target} HTTP/1.1".encode(), b"Host: " + parts.netloc.encode()]
    lines += [name + b": " + _one_line_bytes(value) for name, value in exchange.request_headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _one_line(value: str) -> str:
    """A header value cannot hold a line break; a title from a feed may."""
    return " ".join(value.split()) if _CONTROL.search(value) else value


def _one_line_bytes(value: bytes) -> bytes:
    return value.replace(b"\r", b" ").replace(b"\n", b" ")
