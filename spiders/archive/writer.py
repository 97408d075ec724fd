"""Writing segments: one open at a time, records appended whole, closed in one rename."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from spiders.archive import records
from spiders.archive.records import Exchange, Original, Record, RecordRef
from spiders.archive.segments import OPEN, hold, publish, segment_name, sync_directory

DEFAULT_SEGMENT_BYTES = 1 << 30


class ArchiveWriter:
    """Appends records to one open segment of ``directory`` and rolls it near ``max_bytes``.

    A segment comes into being with its first record, so a run that fetched nothing leaves nothing behind. One writer at
    a time has an archive, and one thread at a time the writer. After an :class:`OSError` (disk full) the segment is cut
    back to its last whole record.

    :raise ArchiveError: another process writes in the archive
    """

    def __init__(
        self,
        directory: Path,
        *,
        run_id: str = "",
        max_bytes: int = DEFAULT_SEGMENT_BYTES,
        info: Mapping[str, str] | None = None,
    ) -> None:
        self.directory = directory
        self.run_id = run_id
        self.max_bytes = max_bytes
        self._info = dict(info or {})
        self._started = datetime.now(UTC)
        self._serial = 0
        self._file: int | None = None
        self._segment = ""
        self._offset = 0
        directory.mkdir(parents=True, exist_ok=True)
        self._lock: int | None = hold(directory)

    def write_exchange(self, exchange: Exchange, payload_digest: str | None = None) -> RecordRef:
        """Archive an answer with its body, and the request that brought it.

        ``payload_digest`` is that of ``exchange.body``, where the caller has computed it already.
        """
        return self._write_pair(records.response_record(exchange, payload_digest), exchange)

    def write_revisit(self, exchange: Exchange, original: Original) -> RecordRef:
        """Archive that the page was looked at again and is what ``original`` was; the body is not stored again."""
        return self._write_pair(records.revisit_record(exchange, original), exchange)

    def write_resource(
        self,
        url: str,
        body: bytes,
        content_type: str,
        *,
        hints: Mapping[str, str] | None = None,
        source_id: str = "",
        fetched_at: datetime | None = None,
    ) -> RecordRef:
        """Archive a file that did not come over HTTP (``solieu import``)."""
        moment = fetched_at or datetime.now(UTC)
        exchange = Exchange(url, 0, (), body, moment, source_id=source_id, hints=hints or {})
        return self._append(records.resource_record(exchange, content_type))

    def sync(self) -> None:
        """Return when everything written so far is on the disk."""
        if self._file is not None:
            os.fsync(self._file)

    def close(self) -> None:
        """Sync the open segment, give it its final name and let go of the archive. Safe to call twice."""
        self._close_segment()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _close_segment(self) -> None:
        if self._file is None:
            return
        os.fsync(self._file)
        os.close(self._file)
        self._file = None
        publish(self.directory / f"{self._segment}{OPEN}", self.directory / self._segment)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write_pair(self, answer: Record, exchange: Exchange) -> RecordRef:
        if not exchange.request_headers:
            return self._append(answer)
        return self._append(answer, followed_by=records.request_record(exchange, answer.record_id).member)

    def _append(self, record: Record, followed_by: bytes = b"") -> RecordRef:
        self._make_room()
        ref = RecordRef(self._segment, self._offset, record.record_id, record.payload_digest, len(record.member))
        self._write(record.member + followed_by)
        return ref

    def _make_room(self) -> None:
        if self._file is not None and self._offset >= self.max_bytes:
            self._close_segment()
        if self._file is None:
            self._open()

    def _open(self) -> None:
        """Create the next segment under a name that nothing has yet, and write its warcinfo."""
        while True:
            self._segment = segment_name(self._started, self.run_id, self._serial)
            self._serial += 1
            if not (self.directory / self._segment).exists():
                break
        path = self.directory / f"{self._segment}{OPEN}"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        self._offset = 0
        sync_directory(self.directory)
        fields = {"software": "solieu", "format": "WARC File Format 1.1", "isPartOf": self.run_id, **self._info}
        self._write(records.warcinfo_record(self._segment, datetime.now(UTC), fields).member)

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            os.ftruncate(self._file, self._offset)
            os.lseek(self._file, self._offset, os.SEEK_SET)
            raise
        self._offset += len(data)
