"""Classes of error: one short word for everything that can go wrong between a request and its answer."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from gzip import BadGzipFile
from ssl import SSLError

from OpenSSL.SSL import Error as OpenSSLError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost, DNSLookupError
from twisted.internet.error import TimeoutError as TwistedTimeout
from twisted.python.failure import Failure

from spiders.obstacles import Obstacle


class Offsite(IgnoreRequest):
    """A request to a host that the source does not own."""


class RobotsDenied(IgnoreRequest):
    """robots.txt forbids the address."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had, so everything counts as forbidden (RFC 9309, 2.3.1.4)."""

    def __init__(self, message: str, fault: str) -> None:
        super().__init__(message)
        self.fault = fault


class Stopping(IgnoreRequest):
    """The crawl is being stopped."""


_CLASSES: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((Stopping,), "stopped"),
    ((Offsite,), "offsite"),
    ((RobotsDenied,), "robots"),
    ((CannotResolveHostError, DNSLookupError), "dns"),
    ((DownloadTimeoutError, TwistedTimeout, TimeoutError), "timeout"),
    ((OpenSSLError, SSLError, VerificationError), "tls"),
    ((DownloadCancelledError,), "too_large"),
    ((ResponseDataLossError,), "torn"),
    ((BadGzipFile, EOFError, zlib.error), "bad_coding"),
    ((DownloadConnectionRefusedError, ConnectError, ConnectionLost, ConnectionDone, OSError), "connection"),
)


def fault_of(error: BaseException | None) -> str:
    """The class of an error, in one word.

    ``dns``, ``timeout``, ``tls``, ``connection``, ``torn``, ``bad_coding`` (it does not decode as it is labelled),
    ``too_large``, ``redirect_loop``, ``robots``, ``offsite``, ``stopped`` or, for what nobody foresaw, ``error``.
    """
    if error is None:
        return "error"
    if isinstance(error, RobotsUnreachable):
        return error.fault
    causes = list(_causes(error))
    for kinds, word in _CLASSES:
        if any(isinstance(cause, kinds) for cause in causes):
            return word
    if isinstance(error, IgnoreRequest):
        return _of_ignored(str(error))
    return "torn" if "DownloadFailed" in type(error).__name__ else "error"


def fault_of_obstacle(obstacle: Obstacle) -> str:
    """The class of an answer that is no page: ``block_page``, ``stub`` or ``empty_page``."""
    return {"block": "block_page", "stub": "stub", "empty": "empty_page"}[obstacle.kind]


def _of_ignored(message: str) -> str:
    """Scrapy's own middlewares tell these apart by their words alone."""
    if "redirections" in message:
        return "redirect_loop"
    return "too_large" if "MAXSIZE" in message else "ignored"


def _causes(error: BaseException, depth: int = 0) -> Iterator[BaseException]:
    """The error, what it was raised from, and the reasons that Twisted packs into it."""
    yield error
    if depth > 5:
        return
    for reason in getattr(error, "reasons", None) or ():
        cause = reason.value if isinstance(reason, Failure) else reason
        if isinstance(cause, BaseException):
            yield from _causes(cause, depth + 1)
    if error.__cause__ is not None:
        yield from _causes(error.__cause__, depth + 1)
