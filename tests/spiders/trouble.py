"""Small sites on 127.0.0.1 that make every trouble a crawler meets, each with its source file."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

Answer = tuple[int, dict[str, str], bytes]
Route = Callable[["Visitor"], Answer | None]
"""Answers a request, or writes to the socket itself and gives None."""

HTML = {"Content-Type": "text/html; charset=utf-8"}


class Visitor(BaseHTTPRequestHandler):
    """One request; the site is its server's."""

    protocol_version = "HTTP/1.1"
    server: Site  # type: ignore[assignment]

    def do_GET(self) -> None:
        site = self.server
        with site.lock:
            site.hits[self.path] += 1
            site.times.append((self.path, time.monotonic()))
        answer = site.answer(self)
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    @property
    def page(self) -> int:
        """The number in ``?page=N``, 1 where there is none."""
        return int(parse_qs(urlsplit(self.path).query).get("page", ["1"])[0])

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


class Site(ThreadingHTTPServer):
    """One publisher of the ``fck`` family: a section of articles, and what it does to visitors."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, name: str, articles: int = 3, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Visitor)
        self.name = name
        self.articles = articles
        self.routes: dict[str, Route] = {}
        self.hits: Counter[str] = Counter()
        self.times: list[tuple[str, float]] = []
        self.lock = threading.Lock()
        self.bodies: dict[str, str] = {}
        self.facts: dict[str, Any] = {}
        self.scheme = "http"
        if tls is not None:
            self.scheme = "https"
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who hangs up is no news."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def path(self, n: int) -> str:
        return f"/tin-kinh-te-a{n}.html"

    def answer(self, visitor: Visitor) -> Answer | None:
        path = urlsplit(visitor.path).path
        if path in self.routes:
            return self.routes[path](visitor)
        if path == "/robots.txt":
            return 404, {}, b""
        if path == "/kinh-te/":
            return self.list_page([n for n in range(1, self.articles + 1) if visitor.page == 1])
        if path in (self.path(n) for n in range(1, self.articles + 1)):
            return self.article(visitor)
        return 404, HTML, b"<h1>404</h1>"

    def list_page(self, numbers: Iterable[int]) -> Answer:
        links = "".join(f'<p><a class="title" href="{self.path(n)}">Tin kinh tế {n}</a></p>' for n in numbers)
        return (
            200,
            HTML,
            f"<html><title>Kinh tế</title><body><h1>Kinh tế</h1>{links}{'lời ' * 40}</body></html>".encode(),
        )

    def article(self, visitor: Visitor) -> Answer:
        """An article with its validators; 304 for who has it."""
        path = urlsplit(visitor.path).path
        text = self.bodies.get(path, f"Công nghiệp của tỉnh {self.name} tăng trưởng khá, số bài {path}.")
        body = f'<title>Tin</title><div id="newscontents"><div class="content-fck"><p>{text}</p></div></div>'.encode()
        etag = f'"{hash(text) & 0xFFFFFF}"'
        if visitor.headers.get("If-None-Match") == etag:
            return 304, {"ETag": etag}, b""
        if "gzip" in visitor.headers.get("Accept-Encoding", ""):
            return 200, {**HTML, "ETag": etag, "Content-Encoding": "gzip"}, gzip.compress(body)
        return 200, {**HTML, "ETag": etag}, body

    def source(self) -> dict[str, Any]:
        """The facts of its source file."""
        facts: dict[str, Any] = {
            "id": f"t-{self.name}",
            "name": f"Báo {self.name}",
            "kind": "party_newspaper",
            "province": "37",
            "hosts": [f"127.0.0.1:{self.port}"],
            "home": self.url("/"),
            "sections": [self.url("/kinh-te/")],
            "families": ["fck"],
            "lists": [{"style": "query_page", "parameter": "page"}],
            "politeness": {"delay": 0, "concurrency": 4, "timeout": 1.5, "retries": 1},
            "verified": "2026-11-24",
            "enabled": True,
        }
        return {**facts, **self.facts}


@dataclass
class Sites:
    """All the sites of a test, by name."""

    by_name: dict[str, Site] = field(default_factory=dict)

    def add(self, name: str, articles: int = 3, tls: ssl.SSLContext | None = None, **facts: Any) -> Site:
        site = self.by_name[name] = Site(name, articles, tls)
        site.facts = facts
        return site

    def write_sources(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        for site in self.by_name.values():
            facts = site.source()
            (directory / f"{facts['id']}.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), "utf-8")

    def close(self) -> None:
        for site in self.by_name.values():
            site.shutdown()
            site.server_close()


def always(status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Route:
    return lambda visitor: (status, headers or {}, body)


def at_first(answer: Answer, site: Site, times: int = 1) -> Route:
    """``answer`` the first times, then what the site has."""

    def route(visitor: Visitor) -> Answer | None:
        return answer if site.hits[visitor.path] <= times else site.article(visitor)

    return route


def torn(visitor: Visitor) -> None:
    """Promises a thousand bytes and hangs up after ten."""
    visitor.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n0123456789")
    visitor.wfile.flush()
    visitor.connection.shutdown(socket.SHUT_RDWR)


def dribble(visitor: Visitor) -> None:
    """A byte now and then, for ever."""
    visitor.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(200):
        try:
            visitor.wfile.write(b"x")
            visitor.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


def huge(visitor: Visitor) -> None:
    """Announces 100 MB."""
    visitor.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 104857600\r\n\r\n")
    try:
        for _ in range(1600):
            visitor.wfile.write(b"x" * 65536)
    except OSError:
        return


def endless(visitor: Visitor) -> None:
    """A body without a length and without an end."""
    visitor.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    with suppress(OSError):
        while True:
            visitor.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def silent(visitor: Visitor) -> None:
    """Takes the request and says nothing."""
    visitor.connection.settimeout(20)
    with suppress(OSError):
        visitor.connection.recv(1)


def hangs_up(visitor: Visitor) -> None:
    """Takes the request and closes the connection."""
    visitor.connection.shutdown(socket.SHUT_RDWR)


def no_http(visitor: Visitor) -> None:
    """Answers in another protocol."""
    visitor.wfile.write(b"220 mail.example ESMTP ready\r\n" * 3)
    visitor.connection.shutdown(socket.SHUT_RDWR)


def all_headers(visitor: Visitor) -> None:
    """Headers, and never a body."""
    visitor.wfile.write(b"HTTP/1.1 200 OK\r\n")
    with suppress(OSError):
        for number in range(1_000_000):
            visitor.wfile.write(b"X-Filler-%d: %s\r\n" % (number, b"x" * 1000))


def self_signed(directory: Path) -> ssl.SSLContext:
    """A server's TLS context with a certificate that nobody signed."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "elsewhere.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = directory / "site.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
