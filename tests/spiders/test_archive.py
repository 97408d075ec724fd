"""The raw archive: what is written comes back, and what is torn is cut or counted, never offered."""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spiders.archive import (
    ArchiveError,
    ArchiveWriter,
    Exchange,
    Original,
    ReadTally,
    RecordRef,
    captures,
    import_warc,
    iter_pages,
    prune,
    read_foreign,
    read_page,
    recover,
    segments,
    verify,
)
from spiders.archive.reader import BodyTooLarge, decode_body

WHEN = datetime(2026, 3, 1, 1, 2, 3, tzinfo=UTC)
HTML = [(b"Content-Type", b"text/html; charset=utf-8")]


def page(n: int, body: bytes | None = None, **changes: object) -> Exchange:
    fields: dict[str, object] = {
        "url": f"https://bao.example/kinh-te/bai-{n}.html",
        "status": 200,
        "headers": HTML,
        "body": body if body is not None else f"<p>Bài {n}</p>".encode(),
        "fetched_at": WHEN + timedelta(seconds=n),
        "source_id": "bao-example",
        "request_headers": [(b"User-Agent", b"solieu test")],
    }
    return Exchange(**{**fields, **changes})  # type: ignore[arg-type]


def write(directory: Path, *pages: Exchange, run_id: str = "run-1") -> list[RecordRef]:
    with ArchiveWriter(directory, run_id=run_id) as writer:
        return [writer.write_exchange(one) for one in pages]


def test_a_page_comes_back_as_it_was_archived(tmp_path: Path) -> None:
    hints = {"province": "36", "published": "2026-03-01T08:00:00+07:00", "title": "Nam Định đẩy mạnh\nxuất khẩu"}
    (ref,) = write(tmp_path, page(1, hints=hints))
    (found,) = iter_pages(tmp_path, ref.segment)
    assert (found.url, found.body) == ("https://bao.example/kinh-te/bai-1.html", "<p>Bài 1</p>".encode())
    assert found.content_type == "text/html; charset=utf-8"
    assert found.fetched_at == WHEN + timedelta(seconds=1)
    assert (found.source_id, found.status, found.offset) == ("bao-example", 200, ref.offset)
    assert (found.record_id, found.payload_digest) == (ref.record_id, ref.payload_digest)
    assert found.hints == {**hints, "title": "Nam Định đẩy mạnh xuất khẩu"}


def test_a_page_is_read_by_its_offset_and_reading_goes_on_at_its_end(tmp_path: Path) -> None:
    refs = write(tmp_path, *(page(n) for n in range(4)))
    pages = list(iter_pages(tmp_path, refs[0].segment))
    assert [one.offset for one in pages] == [ref.offset for ref in refs]
    assert read_page(tmp_path, refs[2].segment, refs[2].offset).url == pages[2].url
    rest = list(iter_pages(tmp_path, refs[0].segment, pages[1].end))
    assert [one.url for one in rest] == [one.url for one in pages[2:]]
    assert pages[-1].end == segments(tmp_path)[0].length


def test_an_offset_that_is_no_record_is_said_to_be_none(tmp_path: Path) -> None:
    (ref,) = write(tmp_path, page(1))
    with pytest.raises(ArchiveError, match="no readable page at offset"):
        read_page(tmp_path, ref.segment, ref.offset + 1)
    with pytest.raises(FileNotFoundError, match="no segment"):
        list(iter_pages(tmp_path, "missing.warc.gz"))


def test_a_body_is_stored_in_its_content_coding_and_offered_decoded(tmp_path: Path) -> None:
    body = "<p>Tổng sản phẩm</p>".encode() * 50
    headers = [*HTML, (b"Content-Encoding", b"gzip"), (b"Transfer-Encoding", b"chunked")]
    (ref,) = write(tmp_path, page(1, gzip.compress(body), headers=headers))
    assert next(iter_pages(tmp_path, ref.segment)).body == body
    assert verify(tmp_path)[0].ok


@pytest.mark.parametrize(
    ("coding", "encoded"),
    [
        ("gzip", gzip.compress(b"x" * 99)),
        ("x-gzip", gzip.compress(b"x" * 40) + gzip.compress(b"x" * 59)),
        ("deflate", zlib.compress(b"x" * 99)),
        ("deflate", zlib.compress(b"x" * 99, wbits=-15)),
        ("gzip", b"x" * 99),
        ("br", b"x" * 99),
        ("identity", b"x" * 99),
    ],
)
def test_codings_are_undone_and_false_labels_are_seen_through(coding: str, encoded: bytes) -> None:
    assert decode_body(encoded, (("Content-Encoding", coding),), 1000) == b"x" * 99


def test_chunks_are_joined() -> None:
    assert decode_body(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", (("Transfer-Encoding", "chunked"),), 100) == b"abcde"


def test_a_bomb_is_not_inflated_past_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    with pytest.raises(BodyTooLarge):
        decode_body(bomb, (("Content-Encoding", "gzip"),), 1_000_000)


def test_a_page_too_large_is_counted_not_offered(tmp_path: Path) -> None:
    bomb = page(1, gzip.compress(b"\0" * 500_000), headers=[*HTML, (b"Content-Encoding", b"gzip")])
    (first, *_) = write(tmp_path, bomb, page(2, b"y" * 200_000), page(3))
    tally = ReadTally()
    pages = list(iter_pages(tmp_path, first.segment, max_body=100_000, tally=tally))
    assert [one.url[-6:] for one in pages] == ["3.html"]
    assert tally.too_large == 2


@example(random.Random(1).randbytes(150_000))
@given(st.binary(max_size=5_000))
@settings(max_examples=40, deadline=None)
def test_what_came_compressed_is_stored_as_it_came(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    directory = tmp_path_factory.mktemp("packed")
    body = gzip.compress(content)
    headers = [*HTML, (b"Content-Encoding", b"gzip")]
    refs = write(directory, page(1, body, headers=headers), page(2))
    raw = (directory / refs[0].segment).read_bytes()
    assert zlib.decompress(raw[refs[0].offset :][: refs[0].length], wbits=31).endswith(body + b"\r\n\r\n")
    assert body in raw or len(body) > 65_535, "the bytes of the server, not those of a second compression"
    assert [one.body for one in iter_pages(directory, refs[0].segment)] == [content, page(2).body]
    assert all(report.ok for report in verify(directory))


def test_only_articles_with_status_200_are_offered(tmp_path: Path) -> None:
    pages = [page(1), page(2, role="list"), page(3, role="block"), page(4, status=404)]
    (ref, *_) = write(tmp_path, *pages)
    assert [one.url[-6:] for one in iter_pages(tmp_path, ref.segment)] == ["1.html"]
    assert [one.role for one in iter_pages(tmp_path, ref.segment, roles=None)] == ["article", "list", "block"]


def test_a_revisit_is_small_and_is_no_page(tmp_path: Path) -> None:
    body = random.Random(1).randbytes(50_000)
    with ArchiveWriter(tmp_path, run_id="r") as writer:
        first = writer.write_exchange(page(1, body))
        original = Original(page(1).url, WHEN, first.payload_digest)
        again = writer.write_revisit(page(1, b"", status=304), original)
        same = writer.write_revisit(page(1, body), original)
    assert again.length < 1000
    assert same.length < 1000
    assert len(list(iter_pages(tmp_path, first.segment))) == 1
    profiles = [
        record.headers["WARC-Profile"].rpartition("/")[2]
        for record in ArchiveIterator(str(tmp_path / first.segment))
        if record.headers["WARC-Type"] == "revisit"
    ]
    assert profiles == ["server-not-modified", "identical-payload-digest"]


def test_a_resource_keeps_what_the_importer_knows(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        ref = writer.write_resource(
            "file:///bai.txt", "Sáng 8-4 …".encode(), "text/plain", hints={"province": "36"}, source_id="import"
        )
    found = read_page(tmp_path, ref.segment, ref.offset)
    assert (found.body.decode(), found.content_type, found.hints) == ("Sáng 8-4 …", "text/plain", {"province": "36"})
    assert verify(tmp_path)[0].ok


def test_segments_roll_by_size_and_close_under_their_names(tmp_path: Path) -> None:
    noise = random.Random(7)
    writer = ArchiveWriter(tmp_path, run_id="r", max_bytes=50_000)
    refs = [writer.write_exchange(page(n, noise.randbytes(20_000))) for n in range(10)]
    assert len(list(tmp_path.glob("*.open"))) == 1
    writer.close()
    writer.close()
    assert not list(tmp_path.glob("*.open"))
    found = segments(tmp_path)
    assert len(found) == len({ref.segment for ref in refs}) > 2
    assert all(segment.closed and segment.length < 80_000 for segment in found)
    assert sum(len(list(iter_pages(tmp_path, segment.segment))) for segment in found) == 10


def test_a_run_that_fetched_nothing_leaves_nothing(tmp_path: Path) -> None:
    ArchiveWriter(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_two_runs_never_share_a_segment(tmp_path: Path) -> None:
    names = {write(tmp_path, page(n), run_id="same")[0].segment for n in range(3)}
    assert len(names) == 3


def test_one_writer_at_a_time_has_an_archive(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path), pytest.raises(ArchiveError, match="another process is writing"):
        recover(tmp_path, patience=0)
    assert recover(tmp_path, patience=0) == []


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        write(tmp_path, page(1, fetched_at=datetime(2026, 1, 1)))


def left_open(directory: Path, data: bytes) -> None:
    (directory / "solieu-20260101T000000Z-aaaaaaaa-00000.warc.gz.open").write_bytes(data)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[RecordRef]]:
    directory = tmp_path_factory.mktemp("whole")
    refs = write(directory, *(page(n, random.Random(n).randbytes(300)) for n in range(5)))
    return (directory / refs[0].segment).read_bytes(), refs


@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_torn_tail_is_cut_to_the_last_whole_record(
    data: st.DataObject, whole: tuple[bytes, list[RecordRef]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw, refs = whole
    cut = data.draw(st.integers(0, len(raw)))
    garbage = data.draw(st.sampled_from([b"", b"\0" * 64, b"\x1f\x8b\x08\x00", b"\xff" * 7]))
    directory = tmp_path_factory.mktemp("torn")
    torn = raw[:cut] + garbage
    left_open(directory, torn)
    (recovery,) = recover(directory)
    kept = [ref for ref in refs if torn.startswith(raw[: ref.offset + ref.length])]
    assert raw.startswith(torn[: recovery.kept])
    assert recovery.kept + recovery.cut == len(torn)
    assert not list(directory.glob("*.open"))
    pages = [one.offset for segment in segments(directory) for one in iter_pages(directory, segment.segment)]
    assert pages == [ref.offset for ref in kept]
    assert all(report.ok for report in verify(directory))
    assert recover(directory) == []


def test_reading_an_open_segment_stops_before_the_torn_record(
    whole: tuple[bytes, list[RecordRef]], tmp_path: Path
) -> None:
    raw, refs = whole
    left_open(tmp_path, raw[: refs[3].offset + refs[3].length - 20])
    (segment,) = segments(tmp_path)
    assert not segment.closed
    assert segment.length == refs[3].offset
    tally = ReadTally()
    assert len(list(iter_pages(tmp_path, segment.segment, tally=tally))) == 3
    assert tally.torn + tally.unreadable == 1


@pytest.mark.parametrize("where", [0, 2, 40, -6])
def test_a_record_with_a_flipped_bit_is_skipped_counted_and_reported(
    where: int, whole: tuple[bytes, list[RecordRef]], tmp_path: Path
) -> None:
    raw, refs = whole
    spoiled = bytearray(raw)
    spoiled[refs[2].offset + where % refs[2].length] ^= 0xFF
    (tmp_path / "a.warc.gz").write_bytes(spoiled)
    tally = ReadTally()
    found = [one.offset for one in iter_pages(tmp_path, "a.warc.gz", tally=tally)]
    assert found == [refs[n].offset for n in (0, 1, 3, 4)]
    assert tally.unreadable >= 1
    assert not verify(tmp_path)[0].ok


def test_verify_names_the_record_whose_digest_is_wrong(tmp_path: Path) -> None:
    (ref,) = write(tmp_path, page(1, b"the true body"))
    path = tmp_path / ref.segment
    raw = path.read_bytes()
    member = zlib.decompress(raw[ref.offset : ref.offset + ref.length], wbits=31)
    forged = zlib.compress(member.replace(b"true", b"fake"), wbits=31)
    path.write_bytes(raw[: ref.offset] + forged + raw[ref.offset + ref.length :])
    (report,) = verify(tmp_path)
    assert {problem.offset for problem in report.problems} == {ref.offset}
    assert "the payload does not match its digest" in [problem.reason for problem in report.problems]


def foreign_warc(compress: bool) -> bytes:
    """A file as another crawler writes it: WARC/1.0, no digests, two hosts, a broken record among them."""

    def record(url: str, block: bytes) -> bytes:
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{url[-1]}>\r\n"
            f"WARC-Date: 2019-05-06T07:08:09Z\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode() + block
        whole = head + b"\r\n\r\n"
        return gzip.compress(whole) if compress else whole

    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    broken = b"\x1f\x8b\x08\x00rubbish" if compress else b"WARC/1.0\r\nno colon here\r\n\r\n"
    return b"".join(
        [
            record("http://bao.example/1", http + b"one"),
            record("http://elsewhere.example/2", http + b"two"),
            broken,
            record("http://bao.example/3", http + b"three"),
            record("http://bao.example/4", b"not HTTP at all"),
            record("http://bao.example/5", b"HTTP/1.1 404 Not Found\r\n\r\ngone"),
            record("http://bao.example/6", http + b"six"),
        ]
    )


@pytest.mark.parametrize("compress", [True, False])
def test_other_peoples_files_are_filtered_by_host_and_bad_records_counted(tmp_path: Path, compress: bool) -> None:
    name = "CC-NEWS-20190506.warc.gz" if compress else "theirs.warc"
    (tmp_path / name).write_bytes(foreign_warc(compress))
    tally = ReadTally()
    pages = list(iter_pages(tmp_path, name, hosts={"bao.example"}, tally=tally))
    assert [one.body for one in pages] == [b"one", b"three", b"six"]
    assert pages[0].fetched_at == datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert tally.foreign == 1
    assert tally.unreadable >= 1


def test_import_keeps_the_date_of_the_other_crawl(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.warc.gz"
    theirs.write_bytes(foreign_warc(True))
    archive = tmp_path / "archive"
    with ArchiveWriter(archive, run_id="import") as writer:
        tally = import_warc(theirs, writer, lambda url: "bao" if "//bao.example/" in url else None)
    assert (tally.pages, tally.passed_over.foreign) == (3, 1)
    (segment,) = segments(archive)
    pages = list(iter_pages(archive, segment.segment))
    assert [(one.source_id, one.body) for one in pages] == [("bao", b"one"), ("bao", b"three"), ("bao", b"six")]
    assert {one.fetched_at.year for one in pages} == {2019}


def test_captures_of_an_address_are_found_across_segments(tmp_path: Path) -> None:
    write(tmp_path, *(page(n) for n in range(20)), run_id="one")
    (second,) = write(tmp_path, page(7, b"corrected", fetched_at=WHEN + timedelta(days=1)), run_id="two")
    found = captures(tmp_path, page(7).url)
    assert [entry.stamp for entry in found] == ["20260301010210", "20260302010203"]
    assert (found[1].segment, found[1].offset) == (second.segment, second.offset)
    assert read_page(tmp_path, found[1].segment, found[1].offset).body == b"corrected"
    assert captures(tmp_path, "https://bao.example/kinh-te/bai-") == []


def test_prune_removes_only_segments_that_are_old_throughout(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    old = tmp_path / "old.warc.gz"
    old.write_bytes(foreign_warc(True).replace(b"\x1f\x8b\x08\x00rubbish", b""))
    (ref,) = write(tmp_path, page(1, fetched_at=now))
    assert [segment.segment for segment in prune(tmp_path, now - timedelta(days=365))] == ["old.warc.gz"]
    assert [segment.segment for segment in segments(tmp_path)] == [ref.segment]


def test_the_standard_reader_agrees(tmp_path: Path) -> None:
    (ref,) = write(tmp_path, page(1))
    stream = io.BytesIO((tmp_path / ref.segment).read_bytes())
    kinds = [record.headers["WARC-Type"] for record in ArchiveIterator(stream, parse_http=False)]
    assert kinds == ["warcinfo", "response", "request"]


def test_a_repeated_import_adds_nothing(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.warc.gz"
    theirs.write_bytes(foreign_warc(True))
    archive = tmp_path / "archive"
    tallies = []
    for run_id in ("import-1", "import-2"):
        with ArchiveWriter(archive, run_id=run_id) as writer:
            tallies.append(import_warc(theirs, writer, lambda _: "bao"))
    assert [(tally.pages, tally.known) for tally in tallies] == [(4, 0), (0, 4)]
    assert len(segments(archive)) == 1


def test_a_file_that_is_no_warc_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "photo.warc.gz").write_bytes(b"\x89PNG not a WARC file")
    with pytest.raises(ArchiveError, match=r"photo\.warc\.gz: no WARC record"):
        list(read_foreign(tmp_path / "photo.warc.gz"))


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=80, deadline=None)
def test_spoiled_bytes_are_never_offered_as_a_page(
    whole: tuple[bytes, list[RecordRef]],
    tmp_path_factory: pytest.TempPathFactory,
    spoilt: list[tuple[int, int]],
) -> None:
    raw, refs = whole
    data = bytearray(raw)
    for at, value in spoilt:
        data[at % len(data)] = value
    directory = tmp_path_factory.mktemp("spoilt")
    (directory / "a.warc.gz").write_bytes(data)
    true = {(ref.offset, random.Random(n).randbytes(300)) for n, ref in enumerate(refs)}
    assert {(one.offset, one.body) for one in iter_pages(directory, "a.warc.gz")} <= true


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "x-unknown"]))
def test_any_bytes_under_any_label_are_decoded_or_kept(body: bytes, coding: str) -> None:
    headers = (("Content-Encoding", coding), ("Transfer-Encoding", "chunked"))
    with contextlib.suppress(BodyTooLarge):
        assert len(decode_body(body, headers, 1_000)) <= 1_000
