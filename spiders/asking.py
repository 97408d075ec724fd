"""A few polite requests outside a crawl: for ``solieu source new`` and ``solieu source check``.

The same manners as a crawl (an honest user agent, robots.txt, a pause between requests, bounded size and time), one
request after the other, nothing kept.
"""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

from protego import Protego

from spiders.addresses import host_key
from spiders.feeds import DiscoveryError, inflate
from spiders.paging import ListRequest
from spiders.registry import Source, Tls

MAX_ANSWER = 16 * 1024 * 1024
_LOCAL_NAMES = ("localhost", "localhost.localdomain")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered, with the address that answered after redirects."""

    url: str
    status: int
    body: bytes
    content_type: str | None = None


class AskingError(Exception):
    """No answer came that can be read: what was asked and why it failed, for the operator."""


Ask = Callable[[ListRequest], Answer]
"""Asks one request; raises :class:`AskingError`."""


@dataclass
class Asker:
    """Asks hosts one request at a time.

    ``contact`` is the operator's mail or web address: without it only this machine is asked. ``source`` lends its
    TLS exceptions, pause and time limit, and keeps redirects on its hosts.
    """

    user_agent: str
    contact: str | None = None
    source: Source | None = None
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, Protego] = field(default_factory=dict)
    _asked: bool = False

    def __call__(self, request: ListRequest) -> Answer:
        """The answer to a request, whatever its status.

        :raises AskingError: robots.txt forbids it, no contact is set, no connection, too slow, too large.
        """
        if not self.contact and not is_local(request.url):
            raise AskingError(f"{request.url} is a real site: set contact (an e-mail or web address) first")
        if not self._allowed(request.url):
            raise AskingError(f"robots.txt forbids {request.url}")
        return self._ask(request)

    @property
    def _agent(self) -> str:
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            answer = self._ask(ListRequest(f"{root}/robots.txt"))
            if answer.status >= 500:
                raise AskingError(f"robots.txt of {root} answered {answer.status}, so that all is forbidden (RFC 9309)")
            text = answer.body[:512_000].decode("utf-8", "replace") if answer.status == 200 else ""
            self._robots[root] = Protego.parse(text)
        return bool(self._robots[root].can_fetch(url, self._agent))

    def robots_text(self, url: str) -> str:
        """robots.txt of the host of ``url``, empty where it has none."""
        parts = urlsplit(url)
        answer = self._ask(ListRequest(f"{parts.scheme}://{parts.netloc}/robots.txt"))
        return answer.body[:512_000].decode("utf-8", "replace") if answer.status == 200 else ""

    def _ask(self, request: ListRequest) -> Answer:
        self._pause()
        own = {"User-Agent": self._agent, "Accept-Language": "vi", "Accept-Encoding": "gzip"}
        headers = own | dict(request.headers)
        wire = urllib.request.Request(request.url, data=request.body, headers=headers, method=request.method)
        timeout = self.source.politeness.timeout if self.source else 30.0
        try:
            with self._opener(request.url).open(wire, timeout=timeout) as response:
                return _answer(response, response.status, response.headers, response.url)
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error, error.code, error.headers, error.url or request.url)
        except (OSError, http.client.HTTPException, DiscoveryError, zlib.error, ValueError) as error:
            raise AskingError(f"{request.url}: {error or type(error).__name__}") from None

    def _pause(self) -> None:
        if self._asked and self.source is not None and self.source.politeness.delay:
            self.sleep(self.source.politeness.delay)
        elif self._asked and self.source is None and self.contact:
            self.sleep(1.0)
        self._asked = True

    def _opener(self, url: str) -> urllib.request.OpenerDirector:
        context = _context(self.source.tls if self.source else Tls())
        handlers = [urllib.request.HTTPSHandler(context=context), _Redirects(self.source)]
        direct = [urllib.request.ProxyHandler({})] if is_local(url) else []
        return urllib.request.build_opener(*handlers, *direct)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects on the source's hosts only."""

    max_redirections = 5

    def __init__(self, source: Source | None) -> None:
        self.source = source

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        own = self.source.owns(newurl) if self.source else _same_site(req.full_url, newurl)
        if not own:
            raise OSError(f"redirects to another host: {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _same_site(old: str, new: str) -> bool:
    """Whether a redirect stays with the publisher as far as names tell: equal hosts, or one below the other."""
    a, b = host_key(old), host_key(new)
    return a == b or a.endswith(f".{b}") or b.endswith(f".{a}")


def _context(tls: Tls) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if tls.legacy:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
    if not tls.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _answer(stream: IO[bytes], status: int, headers: Message, url: str) -> Answer:
    body = stream.read(MAX_ANSWER + 1)
    if len(body) > MAX_ANSWER:
        raise DiscoveryError(f"larger than {MAX_ANSWER} bytes")
    if (headers.get("Content-Encoding") or "").lower() == "gzip":
        body = inflate(body, MAX_ANSWER)
    return Answer(url, status, body, headers.get("Content-Type"))


def is_local(url: str) -> bool:
    """Whether ``url`` is on this machine."""
    host = urlsplit(url).hostname or ""
    if host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
