"""Segments: the files of the archive, their names, their whole length, recovery, and the index beside each.

A segment is written as ``<name>.open`` and gets its name in one rename when it is closed. What a killed run leaves
behind is cut to its last whole gzip member by :func:`recover`.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from spiders.archive.records import GZIP

SUFFIX = ".warc.gz"
OPEN = ".open"
CHUNK = 1 << 20

PATIENCE_SECONDS = 30.0
"""How long a process that is still writing is waited for."""
_POLL_SECONDS = 0.05


class ArchiveError(Exception):
    """The archive does not hold what was asked for; the message says what and where."""


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A segment on disk, by its closed name; ``length`` counts the bytes up to the end of its last whole record."""

    segment: str
    path: Path
    length: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Recovery:
    """What :func:`recover` did to a segment left open: bytes kept and bytes cut off."""

    segment: str
    kept: int
    cut: int


def segment_name(started: datetime, run_id: str, serial: int) -> str:
    """``solieu-20260101T000000Z-<run8>-00000.warc.gz``: sorts by time, then by serial."""
    run8 = "".join(mark for mark in run_id if mark.isalnum())[-8:].lower().rjust(8, "0")
    return f"solieu-{started.astimezone(UTC):%Y%m%dT%H%M%SZ}-{run8}-{serial:05d}{SUFFIX}"


def segments(directory: Path) -> list[SegmentInfo]:
    """Every segment in order of name. One still open is listed with the length that is whole at this moment."""
    found = [SegmentInfo(path.name, path, path.stat().st_size, True) for path in directory.glob(f"*{SUFFIX}")]
    found += [
        SegmentInfo(path.name.removesuffix(OPEN), path, whole_length(path), False)
        for path in directory.glob(f"*{SUFFIX}{OPEN}")
    ]
    return sorted(found, key=lambda info: info.segment)


def segment_path(directory: Path, segment: str) -> Path:
    """The file of a segment, closed or still open.

    :raise FileNotFoundError: no such segment
    """
    for path in (directory / segment, directory / f"{segment}{OPEN}"):
        if path.exists():
            return path
    raise FileNotFoundError(f"no segment {segment} in {directory}")


def whole_members(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Start and end of each whole gzip member from the stream's position on; ends before the first that is not whole.

    A member is whole when it inflates to its end and its checksum holds. Memory stays within a few chunks.
    """
    start = stream.tell()
    pending = b""
    while True:
        inflater = zlib.decompressobj(wbits=GZIP)
        taken = 0
        while not inflater.eof:
            data = pending or stream.read(CHUNK)
            if not data:
                return
            try:
                inflater.decompress(data, CHUNK)
            except zlib.error:
                return
            pending = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            taken += len(data) - len(pending)
        yield start, start + taken
        start += taken


def whole_length(path: Path) -> int:
    """Bytes up to the end of the last whole member, 0 if there is none."""
    with path.open("rb") as stream:
        return max((end for _, end in whole_members(stream)), default=0)


def hold(directory: Path, patience: float = PATIENCE_SECONDS) -> int:
    """The kernel's lock on an archive for whoever writes in it, as a file descriptor: closing it lets go.

    A killed run's store may still be closing its segment; so long it is waited for.

    :raise ArchiveError: another process writes in the archive, and goes on doing so
    """
    handle = os.open(directory, os.O_RDONLY)
    deadline = monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= deadline:
                os.close(handle)
                raise ArchiveError(f"{directory}: another process is writing in this archive") from None
            sleep(_POLL_SECONDS)
        else:
            return handle


def recover(directory: Path, patience: float = PATIENCE_SECONDS) -> list[Recovery]:
    """Close every segment that a killed run left open, cut to its last whole record. Idempotent.

    :raise ArchiveError: another process writes in the archive
    """
    lock = hold(directory, patience)
    try:
        return _recover(directory)
    finally:
        os.close(lock)


def _recover(directory: Path) -> list[Recovery]:
    done: list[Recovery] = []
    for path in sorted(directory.glob(f"*{SUFFIX}{OPEN}")):
        size, kept = path.stat().st_size, whole_length(path)
        name = path.name.removesuffix(OPEN)
        if kept == 0:
            path.unlink()
        else:
            _truncate(path, kept)
            publish(path, directory / name)
        done.append(Recovery(name, kept, size - kept))
    return done


def publish(path: Path, target: Path) -> None:
    """Rename a finished and synced file to its final name, and make the rename itself durable."""
    path.rename(target)
    sync_directory(target.parent)


def sync_directory(directory: Path) -> None:
    """Make renames and new files in a directory survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _truncate(path: Path, length: int) -> None:
    with path.open("r+b") as stream:
        stream.truncate(length)
        os.fsync(stream.fileno())
