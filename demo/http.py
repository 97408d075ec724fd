"""A small HTTP/1.1 server for the demo press: keep-alive, validators, gzip, and the ways in which servers misbehave."""

from __future__ import annotations

import asyncio
import email.utils
import gzip
import hashlib
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, unquote, urlsplit

VIETNAM = timezone(timedelta(hours=7))
MAX_HEAD = 64 * 1024
REASONS = {
    200: "OK", 302: "Found", 304: "Not Modified", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
    429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip


def http_date(moment: datetime) -> str:
    """A moment of Vietnam's clock as an HTTP date."""
    return email.utils.format_datetime(moment.replace(tzinfo=VIETNAM).astimezone(UTC), usegmt=True)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as an outlet sees it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}

    @property
    def host(self) -> str:
        return self.headers.get("host", "")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. ``stream`` takes the place of the body where it comes slowly, without end, or breaks off."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    modified: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    encoded: str | None = None
    """Content encoding of the body as given; such a body is sent as it is."""
    stream: Callable[[], AsyncIterator[bytes]] | None = field(default=None, compare=False)
    length: int | None = None
    """Announced length of a stream; None closes the connection at its end."""
    torn: bool = False
    """Cut the connection at the stream's end, whatever was announced."""

    @property
    def etag(self) -> str:
        return '"' + hashlib.blake2b(self.body, digest_size=8).hexdigest() + '"'


NOT_FOUND = Response(
    (
        "<!DOCTYPE html><html><head><title>Không tìm thấy trang</title></head><body><h1>404</h1>"
        "<p>Trang bạn tìm không tồn tại.</p></body></html>"
    ).encode(),
    status=404,
)

Handler = Callable[[Request], Response]


class Connection(asyncio.Protocol):
    """One client: requests are answered in order, several in one segment too."""

    def __init__(self, handler: Handler, open_ones: set[Connection]) -> None:
        self.handler = handler
        self.open_ones = open_ones
        self.buffer = bytearray()
        self.transport: asyncio.Transport | None = None
        self.busy: asyncio.Task[None] | None = None
        self.writable = asyncio.Event()
        self.writable.set()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.open_ones.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self.writable.set()
        self.open_ones.discard(self)
        if self.busy is not None:
            self.busy.cancel()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        self._answer_all()

    def _answer_all(self) -> None:
        while self.busy is None and self.transport is not None and (request := self._next()) is not None:
            self._answer(request)

    def _next(self) -> Request | None:
        """The next whole request of the buffer."""
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self.buffer) > MAX_HEAD and self.transport is not None:
                self.transport.close()
            return None
        head = self.buffer[:end].decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        length = int(headers.get("content-length", "0") or 0)
        if len(self.buffer) < end + 4 + length:
            return None
        body = bytes(self.buffer[end + 4 : end + 4 + length])
        del self.buffer[: end + 4 + length]
        method, _, rest = head[0].partition(" ")
        return Request(method, rest.partition(" ")[0] or "/", headers, body)

    def _answer(self, request: Request) -> None:
        assert self.transport is not None
        response = self.handler(request)
        close = request.headers.get("connection", "").lower() == "close"
        if response.stream is not None:
            self.busy = asyncio.get_running_loop().create_task(self._stream(request, response))
            return
        self.transport.write(whole(request, response))
        if close:
            self.transport.close()

    async def _stream(self, request: Request, response: Response) -> None:
        assert response.stream is not None and self.transport is not None
        length = (
            [("Content-Length", str(response.length))] if response.length is not None else [("Connection", "close")]
        )
        self.transport.write(head_bytes(response.status, [*base_headers(response), *length]))
        if request.method != "HEAD":
            async for piece in response.stream():
                if self.transport is None:
                    return
                self.transport.write(piece)
                await self.writable.wait()  # a slow reader must not swell this process
                await asyncio.sleep(0)
        self.busy = None
        if self.transport is None:
            return
        if response.torn:
            self.transport.abort()
        elif response.length is None:
            self.transport.close()
        else:
            self._answer_all()


def base_headers(response: Response) -> list[tuple[str, str]]:
    headers = [("Content-Type", response.content_type)] if response.content_type else []
    headers += [("Server", "demo-press"), *response.headers]
    if response.encoded:
        headers.append(("Content-Encoding", response.encoded))
    return headers


def head_bytes(status: int, headers: list[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def unchanged(request: Request, response: Response) -> bool:
    """Whether the client's validators show that it has this body."""
    if response.status != 200 or request.method not in ("GET", "HEAD"):
        return False
    if tags := request.headers.get("if-none-match"):
        return "*" in tags or response.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    since = request.headers.get("if-modified-since")
    return bool(since and response.modified) and not later(response.modified or "", since or "")


def later(modified: str, since: str) -> bool:
    try:
        return email.utils.parsedate_to_datetime(modified) > email.utils.parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return True


def whole(request: Request, response: Response) -> bytes:
    """Head and body of an answer that is not streamed."""
    validators = [("ETag", response.etag)] if response.status == 200 else []
    if response.modified:
        validators.append(("Last-Modified", response.modified))
    if unchanged(request, response):
        return head_bytes(304, [("Server", "demo-press"), *validators])
    body, extra = response.body, [*base_headers(response), *validators]
    zips = "gzip" in request.headers.get("accept-encoding", "") and not response.encoded
    if zips and len(body) > 20_000:
        body = gzip.compress(body, 5, mtime=0)
        extra += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    extra.append(("Content-Length", str(len(body))))
    head = head_bytes(response.status, extra)
    return head if request.method == "HEAD" else head + body


class Server:
    """All outlets' ports on one event loop in one thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, name="demo-press", daemon=True)
        self.servers: list[asyncio.Server] = []
        self.connections: set[Connection] = set()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def start(self) -> None:
        self.thread.start()

    def listen(self, handler: Handler, port: int = 0) -> int:
        """Serve a handler on a port of 127.0.0.1 (0: a free one) and give the port; OSError where it is taken."""
        return asyncio.run_coroutine_threadsafe(self._listen(handler, port), self.loop).result(30)

    async def _listen(self, handler: Handler, port: int) -> int:
        server = await self.loop.create_server(
            lambda: Connection(handler, self.connections), "127.0.0.1", port, backlog=512
        )
        self.servers.append(server)
        bound: int = server.sockets[0].getsockname()[1]
        return bound

    def stop(self) -> None:
        if not self.thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(30)
        self.loop.close()

    async def _stop(self) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.connections):
            if connection.transport is not None:
                connection.transport.abort()
        for task in asyncio.all_tasks(self.loop) - {asyncio.current_task()}:
            task.cancel()
