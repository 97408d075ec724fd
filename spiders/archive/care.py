"""Looking after an archive: verify, prune, and take in other people's WARC files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from fastwarc import ArchiveIterator, WarcRecordType

from spiders.archive.index import archived_payloads, index_path, payload_mark
from spiders.archive.reader import ArchivedPage, ReadTally, read_foreign, readable_records
from spiders.archive.records import Exchange, digest
from spiders.archive.segments import SegmentInfo, segments, whole_length
from spiders.archive.writer import ArchiveWriter


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a segment, with the offset of the record it is in."""

    offset: int
    reason: str


@dataclass(slots=True)
class SegmentReport:
    """What verification found in one segment."""

    segment: str
    bytes: int
    records: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(slots=True)
class ImportTally:
    """What an import of a foreign WARC file took and passed over."""

    pages: int = 0
    known: int = 0
    """Pages that the archive held already, byte for byte at the same address."""
    passed_over: ReadTally = field(default_factory=ReadTally)


def verify(directory: Path, only: str | None = None) -> list[SegmentReport]:
    """Read every record of every segment (or of one) and check structure, lengths and digests."""
    return [_verify_segment(info) for info in segments(directory) if only in (None, info.segment)]


def prunable(directory: Path, before: datetime) -> list[SegmentInfo]:
    """Closed segments whose records were all fetched before a moment: what :func:`prune` would remove."""
    closed = [info for info in segments(directory) if info.closed]
    return [info for info in closed if (newest := _newest_record(info.path)) is None or newest < before]


def prune(directory: Path, before: datetime) -> list[SegmentInfo]:
    """Delete the segments of :func:`prunable` and their indexes; figures read from them stay, their receipts do not."""
    removed = prunable(directory, before)
    for info in removed:
        info.path.unlink()
        index_path(directory, info.segment).unlink(missing_ok=True)
    return removed


def import_warc(
    path: Path,
    writer: ArchiveWriter,
    source_of: Callable[[str], str | None],
    *,
    on_page: Callable[[ArchivedPage], None] | None = None,
) -> ImportTally:
    """Copy the pages of owned hosts from another crawl's WARC file, streaming, at the date of that crawl.

    What the archive holds already is not copied again, so an import that was broken off may simply be repeated.
    ``source_of`` gives the source that owns an address, or None: then the page is passed over and counted.

    :raise FileNotFoundError: no such file
    :raise ArchiveError: not one record could be read: it is no WARC file
    """
    tally = ImportTally()
    archived = archived_payloads(writer.directory)
    for page in read_foreign(path, tally=tally.passed_over):
        source_id = source_of(page.url)
        if source_id is None:
            tally.passed_over.foreign += 1
            continue
        payload_digest = digest(page.body)
        mark = payload_mark(page.url, payload_digest)
        if mark in archived:
            tally.known += 1
            continue
        archived.add(mark)
        writer.write_exchange(_as_exchange(page, source_id), payload_digest)
        tally.pages += 1
        if on_page is not None:
            on_page(page)
    writer.sync()
    return tally


def _as_exchange(page: ArchivedPage, source_id: str) -> Exchange:
    """The page again with its codings undone, so its headers must not claim them."""
    undone = {"content-encoding", "transfer-encoding", "content-length"}
    headers = [(k.encode(), v.encode()) for k, v in page.http_headers if k.lower() not in undone]
    if not headers and page.content_type:
        headers = [(b"Content-Type", page.content_type.encode())]
    return Exchange(page.url, page.status, headers, page.body, page.fetched_at, source_id, hints=page.hints)


def _verify_segment(info: SegmentInfo) -> SegmentReport:
    report = SegmentReport(info.segment, info.path.stat().st_size)
    with info.path.open("rb") as stream:
        end = whole_length(info.path)
        if end < report.bytes:
            report.problems.append(Problem(end, f"{report.bytes - end} bytes after this are no whole record"))
        stream.seek(0)
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
                if record.stream_pos >= end:
                    break
                report.records[str(record.headers.get("WARC-Type"))] += 1
                report.problems.extend(Problem(record.stream_pos, reason) for reason in _faults(record))
        except (OSError, ValueError) as error:
            report.problems.append(Problem(end, f"unreadable: {error}"))
    return report


def _faults(record: Any) -> list[str]:
    headers = record.headers
    faults = []
    if headers.get("WARC-Block-Digest") and not record.verify_block_digest():
        faults.append("the block does not match its digest")
    if not headers.get("WARC-Payload-Digest"):
        return faults
    if record.record_type == WarcRecordType.response and record.is_http:
        record.parse_http()
        intact = record.verify_payload_digest()
    elif record.record_type == WarcRecordType.resource and headers["WARC-Payload-Digest"].startswith("sha1:"):
        intact = digest(record.reader.read()) == headers.get("WARC-Payload-Digest")
    else:
        return faults
    return faults if intact else [*faults, "the payload does not match its digest"]


def _newest_record(path: Path) -> datetime | None:
    newest: datetime | None = None
    with path.open("rb") as stream:
        for record in readable_records(stream, 0, ReadTally()):
            moment: datetime | None = record.record_date
            if moment is not None and (newest is None or moment > newest):
                newest = moment
    return newest
