"""Whatever a server sends: an article or a reason, never an exception, in bounded work."""

# ruff: noqa: E501 (markup is written as pages have it)

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import encodings
from etl.article import answer, read_page, tables
from etl.model import Article, Rejection

URL = "https://bao.example/mot-bai-viet-123456.html"
SENTENCE = "Theo báo cáo, thu ngân sách quý I của tỉnh đạt 1.204 tỷ đồng, bằng 27,1% dự toán năm được giao."
HEAD = "<html><head><title>Thu ngân sách quý I đạt khá</title></head><body><h1>Thu ngân sách quý I đạt khá</h1>"
BODY = "".join(f"<p>{SENTENCE} Lần {n}.</p>" for n in range(6))

PAGES = {
    "empty": b"",
    "blanks": b" \n\t ",
    "zeros": b"\x00" * 5_000,
    "binary": bytes(range(256)) * 500,
    "pdf": b"%PDF-1.7 ...",
    "plain text": SENTENCE.encode(),
    "angle brackets": b"<" * 200_000,
    "comments never closed": b"<!--" * 50_000,
    "attribute never closed": b'<div class="' + b"x" * 300_000,
    "deep nesting": b"<html><body>" + b"<div>" * 100_000,
    "many attributes": b"<div " + b" ".join(b'a%d="x"' % n for n in range(60_000)) + b">",
    "JSON-LD nested": b'<script type="application/ld+json">' + b"[" * 50_000 + b"</script><p>x</p>",
    "JSON-LD torn": b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"' + b'\\"' * 50_000 + b"</script>",
    "digits and slashes": b"<p>" + b"1/" * 200_000 + b"</p>",
    "tables in tables": b"<table><tr><td>" * 2_000,
    "lone surrogate": "<p>\ud800</p>".encode("utf-8", "surrogatepass"),
    "bad charset": b'<meta charset="no-such-thing"><p>\xe1\xe9</p>',
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_nothing_raises(name: str) -> None:
    assert isinstance(read_page(PAGES[name], URL), Rejection)


def test_binary_is_named_as_such() -> None:
    pdf = read_page(PAGES["pdf"], URL)
    image = read_page(b"\x00\x01", URL, content_type="image/jpeg")
    assert isinstance(pdf, Rejection)
    assert isinstance(image, Rejection)
    assert (pdf.verdict, image.verdict) == ("not_html", "not_html")


def test_a_page_of_five_megabytes_is_read() -> None:
    body = f"<p>{SENTENCE}</p>" * 1_000 + f"<!-- {'x' * 4_500_000} -->"
    article = read_page(HEAD + body, URL)
    assert isinstance(article, Article)
    assert article.text.count("\n") == 999


@pytest.mark.parametrize(
    "body",
    [
        b"<p>x</p>" * 3_200_000,
        "<p>x</p>" * 1_600_000,
        HEAD + "<i a=1>x</i>" * 400_000,
        f"<p {'a=1 ' * 1_100_000}>{SENTENCE}</p>",
    ],
    ids=["25 MB of bytes", "12 million characters", "4 million of markup", "a million attributes"],
)
def test_what_is_too_large_for_an_article_is_not_parsed(body: bytes | str) -> None:
    reading = read_page(body, URL)
    assert isinstance(reading, Rejection)
    assert reading.verdict == "unreadable"
    assert "too large" in reading.reason


def test_zeros_between_and_inside_words_lose_nothing() -> None:
    page = (HEAD + BODY).replace("ngân sách", "ngân\0 sá\0ch").replace("<p>", "<p\0>")
    article = read_page(page.encode(), URL)
    assert isinstance(article, Article)
    assert article.text.split("\n")[0] == f"{SENTENCE} Lần 0."


def test_a_page_in_two_encodings_keeps_both() -> None:
    broken = "Chi ngân sách đạt 610 tỷ đồng, bằng 22,5% dự toán năm được giao cho tỉnh và các huyện trong năm nay."
    twice = broken.encode().decode("latin-1")
    article = read_page(f"{HEAD}<div>{BODY}<p>{twice}</p></div>".encode() + b"<p>\xe1\xff</p>", URL)
    assert isinstance(article, Article)
    assert article.text.split("\n")[-2:] == [f"{SENTENCE} Lần 5.", broken]


def test_tables_without_number_are_bounded() -> None:
    table = "<table><tr><td>Lúa</td><td>1,5</td></tr><tr><td>Ngô</td><td>2,5</td></tr></table>"
    article = read_page(f"{HEAD}<div>{BODY}{table * 600}</div>", URL)
    assert isinstance(article, Article)
    assert len(article.tables) == tables.MAX_TABLES
    assert article.text.split("\n")[:6] == [f"{SENTENCE} Lần {n}." for n in range(6)]


def test_tags_left_open_by_the_hundred_lose_no_sentence() -> None:
    body = "".join(f"<p><font face='Arial'><b>{SENTENCE} Lần {n}." for n in range(300))
    article = read_page(HEAD + body, URL)
    assert isinstance(article, Article)
    assert article.text.endswith("Lần 299.")


def test_broken_markup_keeps_every_paragraph() -> None:
    body = BODY.replace("</p>", "") + "</div></section></span>"
    article = read_page(HEAD + "<div id=content>" + body, URL)
    assert isinstance(article, Article)
    assert [line[-2:] for line in article.text.split("\n")] == [f"{n}." for n in range(6)]


def test_spans_and_rows_without_measure_are_bounded() -> None:
    row = '<tr><td rowspan="999999999" colspan="99999999">1</td><td>2,5</td></tr>'
    large = "<tr>" + "<td>12,5</td>" * 50 + "</tr>"
    for rows in (row * 40, large * 1_000):
        article = read_page(f"{HEAD}<div>{BODY}<table>{rows}</table></div>", URL)
        assert isinstance(article, Article)
        assert article.text.count("\n") == 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=600))
def test_any_bytes(body: bytes) -> None:
    read_page(body, URL)
    text, name = encodings.decode(body)
    assert isinstance(text, str)
    assert name


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "<ul><li>", "<br>", "<b>", "<a href=x>", "</a>", "<h1>", "</h1>",
     "<script>", "</script>", "<!--", "-->", "&#7855;", "&amp;", "<figure>", "<figcaption>", SENTENCE, "Tin liên quan",
     "Tin, ảnh: Lê Thử", "24/05/2026 06:00", '<img alt="x">', '<div class="related">', '<h2 class="sapo">']
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(_PIECES, max_size=40), st.sampled_from([URL, "", "not an address", "http://[::1", "https://bao.example/"])
)
def test_any_markup_at_any_address(pieces: list[str], url: str) -> None:
    reply = answer({"url": url, "html": "".join(pieces)})
    assert reply["url"] == url
    assert reply["body"] is None or reply["body"].strip()
