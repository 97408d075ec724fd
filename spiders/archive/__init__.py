"""The raw archive: WARC 1.1 segments, each record one gzip member, with an index beside each closed segment."""

from spiders.archive.care import ImportTally, Problem, SegmentReport, import_warc, prunable, prune, verify
from spiders.archive.index import IndexEntry, build_index, captures
from spiders.archive.reader import ArchivedPage, ReadTally, iter_pages, read_foreign, read_page
from spiders.archive.records import Exchange, Original, RecordRef, digest
from spiders.archive.segments import ArchiveError, Recovery, SegmentInfo, recover, segments
from spiders.archive.writer import ArchiveWriter

__all__ = [
    "ArchiveError",
    "ArchiveWriter",
    "ArchivedPage",
    "Exchange",
    "ImportTally",
    "IndexEntry",
    "Original",
    "Problem",
    "ReadTally",
    "RecordRef",
    "Recovery",
    "SegmentInfo",
    "SegmentReport",
    "build_index",
    "captures",
    "digest",
    "import_warc",
    "iter_pages",
    "prunable",
    "prune",
    "read_foreign",
    "read_page",
    "recover",
    "segments",
    "verify",
]
