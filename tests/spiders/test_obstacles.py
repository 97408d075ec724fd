"""Block pages, stubs and empty answers with status 200 are told from pages; pages are never taken for them."""

from __future__ import annotations

import unicodedata

import pytest

from spiders.glance import canonical_address, published_time
from spiders.obstacles import find_obstacle

ARTICLE = "<p>" + "Sản xuất công nghiệp của tỉnh tiếp tục tăng trưởng trong quý đầu năm. " * 40 + "</p>"


def page(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (page("Thông báo từ chối truy cập", ARTICLE), "block"),
        (page("THÔNG BÁO TỪ CHỐI TRUY CẬP", ""), "block"),
        (page(unicodedata.normalize("NFD", "Thông báo từ chối truy cập"), ""), "block"),
        (page("Cổng thông tin", "<h1>Hệ thống đang gặp vấn đề khi xử lý yêu cầu của bạn</h1>"), "block"),
        (page("Attention Required! | Cloudflare", "<p>Sorry</p>"), "block"),
        (b'<script>document.cookie="D1N=abc;path=/";window.location.reload(true);</script>', "block"),
        (page("Lỗi", "<p>Trang bạn yêu cầu không tồn tại hoặc đã chuyển đi.</p>"), "stub"),
        (page("Báo tỉnh", "Website đang bảo trì, mời bạn quay lại sau."), "stub"),
        (b"", "empty"),
        (b" \n ", "empty"),
        (page("", "<div></div><script>var a = 'x'.repeat(1000)</script>"), "empty"),
    ],
)
def test_obstacles_are_recognised(body: bytes, kind: str) -> None:
    found = find_obstacle(body, "text/html; charset=utf-8")
    assert found is not None
    assert found.kind == kind
    assert found.reason


@pytest.mark.parametrize(
    "body",
    [
        page("Kinh tế quý I tăng 7,2%", ARTICLE),
        page("Cảnh báo trang giả mạo", ARTICLE + "<p>Trang web hiện thông báo từ chối truy cập.</p>"),
        page("Bưu chính tăng doanh thu", f"<p>Truy cập bị từ chối là lỗi hay gặp.</p>{ARTICLE}"),
        page("Ngắn", "<p>Sáng 8-4, Tỉnh ủy tổ chức Hội nghị lần thứ 14 để đánh giá kết quả quý I.</p>"),
    ],
)
def test_articles_are_no_obstacles(body: bytes) -> None:
    assert find_obstacle(body, "text/html") is None


def test_what_is_no_markup_is_left_alone() -> None:
    assert find_obstacle(b"%PDF-1.7 access denied", "application/pdf") is None


def test_a_large_hostile_page_costs_little() -> None:
    assert find_obstacle(b"<title>" + b"<" * 5_000_000, "text/html") is None


def test_a_glance_reads_the_pages_own_address_and_time() -> None:
    head = (
        b'<link rel="alternate" href="/m"><link href="https://bao.example/a-1.html?x=1&amp;y=2" rel="canonical"/>'
        b'<meta property="article:published_time" content="2022-04-08T15:30:00+07:00">'
    )
    assert canonical_address(head) == "https://bao.example/a-1.html?x=1&y=2"
    assert str(published_time(head)) == "2022-04-08 15:30:00+07:00"
    assert str(published_time(b'{"@type":"NewsArticle","datePublished": "2022-04-08"}'))[:10] == "2022-04-08"
    assert canonical_address(b"<p>no head</p>") is None
    assert published_time(b"<p>no head</p>") is None
