# ruff: noqa: E501 (markup is written as pages have it)
"""What pages tell machines, in the broken forms in which they tell it."""

from __future__ import annotations

import json

import pytest

from etl.article import document, read_page
from etl.article.metadata import Metadata, read_metadata
from etl.model import Article

NODE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Thu ngân sách quý I của tỉnh đạt khá",
    "datePublished": "2026-04-03T09:05:00+07:00",
    "dateModified": "2026-04-03T10:00:00+07:00",
    "author": {"@type": "Person", "name": "Lê Thử"},
    "publisher": {"@type": "Organization", "name": "Báo Hòa Vang"},
    "articleSection": "Kinh tế",
}
PLAIN = json.dumps(NODE, ensure_ascii=False)


def read(script: str, head: str = "") -> Metadata:
    page = document.read(
        f'<html><head>{head}<script type="application/ld+json">{script}</script></head><body><p>x</p></body></html>'
    )
    assert page is not None
    return read_metadata(page)


@pytest.mark.parametrize(
    "script",
    [
        PLAIN,
        json.dumps(NODE),
        json.dumps([{"@type": "WebSite", "name": "Báo"}, NODE]),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "BreadcrumbList"}, NODE]}),
        json.dumps({"@type": "WebPage", "mainEntity": NODE}),
        json.dumps(NODE | {"@type": ["NewsArticle", "Article"]}),
        json.dumps(NODE | {"@type": "http://schema.org/NewsArticle"}),
        json.dumps(json.dumps(NODE)),
        PLAIN.replace('"', '\\"'),
        PLAIN.replace('"', "&quot;"),
        PLAIN[:-1] + ",}",
        PLAIN.replace("Thu ngân sách", "Thu\n\tngân sách"),
        "<!-- " + PLAIN + " -->",
        "//<![CDATA[\n" + PLAIN + "\n//]]>",
        PLAIN + ";",
        PLAIN.replace('"Kinh tế"', '"Kinh "tế""'),
    ],
    ids=["plain", "ascii", "list", "graph", "main entity", "two types", "type as address", "a string of JSON", "backslashes", "entities", "trailing comma", "raw newline", "comment", "cdata", "semicolon", "raw quotation marks"],
)  # fmt: skip
def test_json_ld(script: str) -> None:
    data = read(script)
    assert data.headline == "Thu ngân sách quý I của tỉnh đạt khá"
    assert data.published[0] == ("json-ld", "2026-04-03T09:05:00+07:00")
    assert data.updated[0] == ("json-ld", "2026-04-03T10:00:00+07:00")
    assert ("json-ld", "Lê Thử") in data.authors
    assert data.is_article


def test_a_list_of_articles_is_no_article() -> None:
    assert not read(json.dumps([NODE, NODE | {"headline": "Bài khác"}, NODE | {"headline": "Bài nữa"}])).is_article


def test_first_story_on_a_list_is_not_the_page() -> None:
    assert not read(
        PLAIN, '<meta property="og:title" content="Kinh tế - Báo Hòa Vang"><title>Kinh tế</title>'
    ).is_article


def test_metas_and_microdata() -> None:
    page = document.read(
        '<html lang="vi"><head><meta property="og:title" content="Tiêu đề &amp;#7841; bài"><meta name="pubdate" content="2026-04-03T09:05">'
        '<meta property="article:author" content="https://www.facebook.com/bao"><meta name="keywords" content="ngân sách, thuế">'
        '<link rel="canonical" href="https://bao.example/a.html"></head>'
        '<body itemscope itemtype="http://schema.org/NewsArticle"><span itemprop="datePublished" content="2026-04-03">3/4</span></body></html>'
    )
    assert page is not None
    data = read_metadata(page)
    assert data.og_title == "Tiêu đề ạ bài"
    assert [how for how, _ in data.published] == ["meta pubdate", "microdata"]
    assert data.tags == ["ngân sách", "thuế"]
    assert data.canonical == "https://bao.example/a.html"
    assert "newsarticle" in data.types


def test_the_section_is_the_last_step_of_the_breadcrumb() -> None:
    items = [
        {"name": "Trang chủ"},
        {"item": {"@id": "/kinh-te", "name": "Kinh tế"}},
        {"item": {"name": NODE["headline"]}},
    ]
    trail = json.dumps([{"@type": "BreadcrumbList", "itemListElement": items}])
    text = "Theo báo cáo, thu ngân sách quý I của tỉnh tăng 17,1% so với cùng kỳ năm trước, cao hơn dự toán."
    page = f'<html><head><title>{NODE["headline"]}</title><script type="application/ld+json">{trail}</script></head><body><h1>{NODE["headline"]}</h1><div><p>{text}</p><p>{text} Nay.</p></div></body></html>'
    article = read_page(page, "https://bao.example/thu-ngan-sach-quy-i-123456.html")
    assert isinstance(article, Article)
    assert (article.section, article.how["section"]) == ("Kinh tế", "breadcrumb")
