"""What is cut from a page before it is parsed, and what must never be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.article import document
from etl.article.markup import strip

TEXT = "<p>Thu ngân sách quý I đạt 1.204 tỷ đồng.</p>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<script>var a = '<p>x</p>' < 2;</script>", ""),
        ("<SCRIPT SRC=a.js></SCRIPT>", ""),
        ('<style media="print">p > b { color: red }</style >', ""),
        ('<svg viewBox="0 0 1 1"><path d="M0 0"/><style>p{}</style></svg>', ""),
        ("<!-- <p>cũ</p> -->", ""),
        ("<!-->", ""),
        ("<!--[if lt IE 9]><script src=a.js></script><![endif]-->", ""),
        ("<script><!--\nx = 1;\n//--></script>", ""),
        ("<script>document.write('<!-- ');</script>", ""),
        ("<script></script\n>", ""),
        ("<svg/>", "<svg/>"),
        ("<scripted>x</scripted>", "<scripted>x</scripted>"),
        ("<script>a('<script src=b></script>", "<script>a('<script src=b></script>"),
        ('<img alt="<svg><path/></svg>">', '<img alt="">'),
    ],
)
def test_what_is_cut(before: str, after: str) -> None:
    assert strip(f"{TEXT}{before}{TEXT}").text == f"{TEXT}{after}{TEXT}"


@pytest.mark.parametrize("opening", ["<script>", "<!-- ", "<style", "<svg>", "<script", '<div data-x="<script">'])
def test_an_element_that_is_not_closed_takes_no_text_with_it(opening: str) -> None:
    page = f"{TEXT}{opening}{TEXT}"
    assert strip(page).text == page


def test_text_between_a_mark_in_an_attribute_and_a_script_stays() -> None:
    page = f'<div data-x="<script>">{TEXT}</div><script>a()</script>{TEXT}'
    assert strip(page).text == page


def test_statements_are_handed_over() -> None:
    page = f"<script type='application/LD+JSON'>{{\"a\": 1}}</script>{TEXT}<script>b</script>"
    assert strip(page).statements == ['{"a": 1}']
    assert strip(page).text == TEXT


@given(
    st.lists(
        st.sampled_from(["<script>", "</script>", "<!--", "-->", "<svg>", "</svg>", "<style", ">", "a", "/", "<p>"])
    ).map("".join)
)
def test_only_whole_elements_go(page: str) -> None:
    text = strip(f"{TEXT}{page}").text
    assert text.startswith(TEXT)
    left = iter(TEXT + page)
    assert all(character in left for character in text), "what is left stands in the page in that order"


@pytest.mark.parametrize(
    ("selector", "ids"),
    [
        (".tin", ["a", "c"]),
        ("p.tin", ["c"]),
        ("#b", ["b"]),
        ("div#b", []),
        ("p", ["b", "c"]),
        (".tin > p", ["b"]),
        (".tin .khong", []),
        (".x.tin", ["a"]),
        (".x.tin[id=a]", ["a"]),
        (".x.tin[id=b]", []),
        ("p.tin:last-child", ["c"]),
        (".x > p:first-child", ["b"]),
        (".x > .tin", []),
        (".x #b", ["b"]),
        (".khong, p.tin", ["c"]),
        ("p:not(.khong)", ["b", "c"]),
        ("[id=a]", ["a"]),
        ("p[", []),
        (".ti", []),
    ],
)
def test_selectors(selector: str, ids: list[str]) -> None:
    page = document.read('<div id="a" class="x tin"><p id="b" class="tin-phu">1</p></div><p id="c" class="tin">2</p>')
    assert page is not None
    assert [element.get("id") for element in page.select(selector)] == ids
