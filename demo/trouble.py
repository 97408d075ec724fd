"""The outlet where everything goes wrong: what a collector must survive without hanging, swelling or losing its way.

Some of its articles arrive after all (late, in another encoding than announced, at the third attempt): they are part of
the truth. The other addresses hold no article; each is listed on the home page like any other.
"""

from __future__ import annotations

import asyncio
import functools
import gzip
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from demo.article import Printed, escape
from demo.economy import Economy
from demo.families import EpiOutlet
from demo.http import Request, Response
from demo.legacy import to_tcvn3
from demo.outlets import DISALLOWED, Identity

ARTICLES = 8
MISNAMED, TCVN3, LIMITED, SLOW, TWICE_DOWN = range(5)
"""Numbers of the articles that arrive in spite of something."""

PIECE = 64 * 1024
FILLER = b"<p>" + b"solieu " * ((PIECE - 7) // 7) + b"</p>"


@dataclass(frozen=True, slots=True)
class Appetite:
    """How nasty it gets. Sizes in bytes, times in seconds; a test may ask for 100 MB or for a minute."""

    large_bytes: int = 3_000_000
    bomb_bytes: int = 30_000_000
    """What the compressed page unpacks to."""
    slow_seconds: float = 1.5
    stall_seconds: float = 120.0
    """How long the page that stalls sends nothing."""
    depth: int = 20_000
    retry_after: int = 1
    refusals: int = 2


class TroubleOutlet(EpiOutlet):
    """An EPI newspaper on a bad day."""

    def __init__(self, identity: Identity, economy: Economy, articles: int, appetite: Appetite | None = None) -> None:
        super().__init__(identity, economy, articles)
        self.appetite = appetite or Appetite()
        self._troubles: dict[str, Callable[[Request], Response]] = {
            "/trang-qua-lon-khong-co-diem-dung-post901.html": self.large,
            "/bom-nen-phinh-to-khi-giai-nen-post902.html": self.bomb,
            "/the-long-nhau-qua-nhieu-tang-post903.html": self.nested,
            "/ket-noi-bi-ngat-giua-chung-post904.html": self.torn,
            "/may-chu-im-lang-giua-chung-post905.html": self.stalled,
            "/du-lieu-nen-bi-hong-o-cuoi-post906.html": self.bad_gzip,
            "/khong-co-kieu-noi-dung-gi-ca-post907.html": self.untyped,
            "/tep-nhi-phan-doi-ten-bai-viet-post908.html": self.binary,
            "/chuyen-huong-vao-vung-bi-cam-post909.html": self.redirect_to_forbidden,
            "/chuyen-huong-ra-cong-dong-kin-post910.html": self.redirect_to_closed_port,
            "/ky-tu-dieu-khien-va-byte-khong-post911.html": self.control_characters,
            "/sitemap-bom.xml": self.entity_bomb,
        }

    @property
    def troubles(self) -> list[str]:
        """The listed addresses that hold no article."""
        return [path for path in self._troubles if path.endswith(".html")]

    def source(self) -> dict[str, object]:
        """Its source file also names the sitemap whose entities explode."""
        facts = super().source()
        facts["sitemaps"] = [self.url("/sitemap.xml"), self.url("/sitemap-bom.xml")]
        return facts

    def mischief(self, request: Request) -> Response | None:
        path = request.path
        if (trouble := self._troubles.get(path)) is not None:
            self.hits[path] = self.hits.get(path, 0) + 1
            return trouble(request)
        if path == "/lich/":
            return self.endless_list(request)
        number = self.number(path)
        if number in (LIMITED, TWICE_DOWN) and request.method == "GET":
            return self.refusal(path, 429 if number == LIMITED else 503)
        if number == SLOW and request.method == "GET":
            return self.slow(number)
        return super().mischief(request)

    def refusal(self, path: str, status: int) -> Response | None:
        """The first requests are refused, with the time after which to come again."""
        self.hits[path] = self.hits.get(path, 0) + 1
        if self.hits[path] > self.appetite.refusals:
            return None
        return Response(
            "<h1>Quá nhiều yêu cầu</h1>".encode(), status, headers=(("Retry-After", str(self.appetite.retry_after)),)
        )

    def encoded(self, number: int, page: str) -> tuple[bytes, str]:
        if number == MISNAMED:
            return page.encode(), "text/html; charset=iso-8859-1"
        if number == TCVN3:
            return to_tcvn3(page.replace('<meta charset="utf-8">', "")), "text/html"
        return super().encoded(number, page)

    def article_html(self, printed: Printed) -> str:
        page = super().article_html(printed)
        return page.replace("<body>", '<body style="font-family: .VnTime">') if printed.number == TCVN3 else page

    def listing(self, request: Request) -> Response | None:
        listed = super().listing(request)
        if listed is None or request.path.startswith("/rss"):
            return listed
        links = "".join(
            f'<article class="story"><a class="cms-link" href="{path}">{escape(path[1:-5])}</a></article>'
            for path in self.troubles
        )
        links += '<a href="/lich/">Lịch</a>'
        return Response(listed.body.replace(b"<footer>", links.encode() + b"<footer>"))

    # --- the troubles ---

    def slow(self, number: int) -> Response:
        """A whole article, a little at a time."""
        answer = self.article_response(number)
        pause = self.appetite.slow_seconds / 10
        step = max(1, len(answer.body) // 10)

        async def trickle() -> AsyncIterator[bytes]:
            for start in range(0, len(answer.body), step):
                yield answer.body[start : start + step]
                await asyncio.sleep(pause)

        return Response(
            stream=trickle, length=len(answer.body), content_type=answer.content_type, modified=answer.modified
        )

    def large(self, request: Request) -> Response:
        """A page of ``large_bytes``, announced."""
        del request
        size = self.appetite.large_bytes

        async def pour() -> AsyncIterator[bytes]:
            for start in range(0, size, len(FILLER)):
                yield FILLER[: size - start]

        return Response(stream=pour, length=size)

    def bomb(self, request: Request) -> Response:
        """A small compressed page that unpacks to ``bomb_bytes``."""
        del request
        return Response(bomb_bytes(self.appetite.bomb_bytes), encoded="gzip")

    def nested(self, request: Request) -> Response:
        """Elements within elements, ``depth`` deep."""
        del request
        depth = self.appetite.depth
        body = "<div>" * depth + "Thu ngân sách" + "</div>" * depth
        return Response(
            f'<html><body><h1>Thẻ lồng nhau</h1><div class="article__body cms-body">{body}</div></body></html>'.encode()
        )

    def torn(self, request: Request) -> Response:
        """The connection is cut before the announced length."""
        del request

        async def start() -> AsyncIterator[bytes]:
            yield b"<html><body><h1>Ket noi bi ngat</h1><p>" + b"a" * 1_000
            await asyncio.sleep(0.05)

        return Response(stream=start, length=50_000, torn=True)

    def stalled(self, request: Request) -> Response:
        """Nothing comes after the first bytes."""
        del request
        wait = self.appetite.stall_seconds

        async def begin() -> AsyncIterator[bytes]:
            yield b"<html><body>"
            await asyncio.sleep(wait)

        return Response(stream=begin, length=50_000, torn=True)

    def bad_gzip(self, request: Request) -> Response:
        """Compressed data that ends too early."""
        del request
        packed = gzip.compress(FILLER * 4, mtime=0)
        return Response(packed[: len(packed) // 2], encoded="gzip")

    def untyped(self, request: Request) -> Response:
        del request
        return Response(b"", content_type="")

    def binary(self, request: Request) -> Response:
        """A picture under an article's address."""
        del request
        return Response(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, content_type="text/html")

    def redirect_to_forbidden(self, request: Request) -> Response:
        del request
        return Response(status=302, headers=(("Location", f"{DISALLOWED}ban-thao.html"),))

    def redirect_to_closed_port(self, request: Request) -> Response:
        """A redirect away from the source, to a port where nobody listens."""
        del request
        return Response(status=302, headers=(("Location", "http://127.0.0.1:9/khong-co-ai-tra-loi-post1.html"),))

    def control_characters(self, request: Request) -> Response:
        del request
        text = "Thu ngân sách\x00 nhà nước\x0b \ufffe\u200b đạt"
        return Response(f"<html><body><h1>{text}</h1><p>{text}</p></body></html>".encode())

    def entity_bomb(self, request: Request) -> Response:
        """A sitemap whose entities multiply to a gigabyte."""
        del request
        entities = "".join(f'<!ENTITY a{place} "{f"&a{place - 1};" * 10}">' for place in range(1, 9))
        declared = f'<!DOCTYPE urlset [<!ENTITY a0 "solieu solieu ">{entities}]>'
        text = f'<?xml version="1.0"?>{declared}<urlset><url><loc>&a8;</loc></url></urlset>'
        return Response(text.encode(), content_type="application/xml")

    def endless_list(self, request: Request) -> Response:
        """A calendar in which every page leads to another."""
        day = request.query.get("ngay", "0")
        page = int(day) if day.isdigit() else 0
        links = "".join(
            f'<li><a href="/lich/?ngay={page * 2 + step}">Ngày {page * 2 + step}</a></li>' for step in (1, 2)
        )
        return Response(self.shell("Lịch", f"<ul>{links}</ul>").encode())


@functools.lru_cache(maxsize=2)
def bomb_bytes(size: int) -> bytes:
    """A gzip member that unpacks to ``size`` bytes of a page, made without holding them."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(piece) for piece in pieces(size)), packer.flush()])


def pieces(size: int) -> Iterator[bytes]:
    for start in range(0, size, PIECE):
        yield b" " * min(PIECE, size - start)
