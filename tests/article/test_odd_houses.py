"""Habits of single houses: ``<html>`` closed before the body begins, text enciphered for a script."""

from __future__ import annotations

from etl.article import read_page
from etl.model import Article
from spiders.registry import load_registry


def test_what_stands_behind_an_early_closing_tag_is_read() -> None:
    sentences = [
        f"Chỉ số sản xuất công nghiệp của tỉnh trong tháng {n} tăng {n},5% so với cùng kỳ năm trước."
        for n in range(1, 9)
    ]
    page = (
        '<!DOCTYPE html><html lang="vi"></html><head><title>Kinh tế của tỉnh tăng trưởng khá</title></head><body>'
        '<h1 class="title">Kinh tế của tỉnh tăng trưởng khá</h1><span class="pubdate">24/05/2026 06:00</span>'
        f'<div id="newscontents"><div class="content-fck"><p>{"</p><p>".join(sentences)}</p></div></div></body></html>'
    )
    article = read_page(page.encode(), "https://www.baotayninh.vn/kinh-te-cua-tinh-tang-truong-kha-a12345.html")
    assert isinstance(article, Article)
    assert article.title == "Kinh tế của tỉnh tăng trưởng khá"
    assert all(sentence in article.text for sentence in sentences)


def test_enciphered_text_is_no_text() -> None:
    cipher = "\n".join(["QWJjRGVmR2hp" * 9] * 30)
    page = (
        "<html><head><title>Kinh tế của tỉnh tăng trưởng khá</title></head><body>"
        "<h1>Kinh tế của tỉnh tăng trưởng khá</h1>"
        '<p class="sapo">Quý I, kinh tế của tỉnh tăng 8,5% so với cùng kỳ năm trước.</p>'
        f'<div id="dcontent"><p>{cipher}</p>'
        "<p>Theo Cục Thống kê, chỉ số sản xuất tăng 5% so với cùng kỳ.</p></div></body></html>"
    )
    article = read_page(page.encode(), "https://baothanhhoa.vn/kinh-te-cua-tinh-253559.htm", registry=load_registry())
    assert isinstance(article, Article)
    assert "QWJj" not in article.text
    assert "Theo Cục Thống kê, chỉ số sản xuất tăng 5% so với cùng kỳ." in article.text
