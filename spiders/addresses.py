"""Addresses: the canonical spelling of a page's URL, and the day that some CMSs write into it.

Only the spelling is settled here (scheme, host, port, percent signs, tracking parameters). What else may be folded
(slug, query, closing slash, case of the id) differs by CMS family and is stated in the family's file.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

VIETNAM = timezone(timedelta(hours=7), "+07:00")
"""Vietnam has kept UTC+7 without summer time since 1975: a stamp without a zone is of this zone."""

SlashRule = Literal["keep", "add", "drop"]
Precision = Literal["minute", "day", "month"]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|gidzl|zarsrc|zalo_\w+|mc_[ce]id|igshid|_ga|gad_source|ref|spm|yclid|msclkid)", re.IGNORECASE
)
_PATH_SAFE = "/:@!$&'()*+,;=~-._"
_TWO_MINDED = re.compile(r"[\\@\s]")
"""What makes programs disagree about which host an address names."""
_NETLOC_END = re.compile(r"[/?#\\]")
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
"""A path in which nothing needs a second look: no escapes, no empty or dot segments."""
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_BLANKS = "".join(map(chr, range(0x21))) + "\u00a0\u200b\ufeff"
_REGISTRY_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


class Stamp(NamedTuple):
    """A time read from an address, in Vietnam's time, with the precision that the address has."""

    moment: datetime
    precision: Precision

    @property
    def latest(self) -> datetime:
        """The last moment that the stamp can mean: the end of its day or month."""
        if self.precision == "minute":
            return self.moment
        days = 1 if self.precision == "day" else monthrange(self.moment.year, self.moment.month)[1]
        return self.moment + timedelta(days=days, seconds=-1)


def host_key(url_or_netloc: str) -> str:
    """The host by which a source is found: lower case, no ``www.``, no user, the port only where it is no default one.

    >>> host_key("HTTPS://WWW.Baothanhhoa.vn:443/kinh-te")
    'baothanhhoa.vn'
    """
    scheme, slashes, rest = url_or_netloc.partition("://")
    if not slashes:
        return _host_key("", url_or_netloc)
    end = _NETLOC_END.search(rest)
    return _host_key(scheme, rest[: end.start()] if end else rest)


@lru_cache(maxsize=4096)
def _host_key(scheme: str, netloc: str) -> str:
    host, port = _split_port(netloc.rpartition("@")[2].lower())
    host = host.rstrip(".").removeprefix("www.")
    defaults = {str(_DEFAULT_PORTS[scheme.lower()])} if scheme.lower() in _DEFAULT_PORTS else {"80", "443"}
    return host if not port or port in defaults else f"{host}:{port}"


def _split_port(netloc: str) -> tuple[str, str]:
    host, colon, port = netloc.rpartition(":")
    return (host, port) if colon and (port.isdigit() or not port) else (netloc, "")


def absolute(base: str, link: str) -> str | None:
    """``link`` of a page at ``base`` as an http(s) address without fragment, or None where it leads to no page."""
    link = link.strip(_BLANKS)
    if not link or link.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        parts = urlsplit(urljoin(base, link))
        _ = parts.port
    except ValueError:  # "http://[" and the like, written by hand into a page
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or _TWO_MINDED.search(parts.netloc):
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))


def canonical(
    url: str,
    *,
    host: str | None = None,
    scheme: str | None = None,
    keep_query: Collection[str] | None = None,
    slash: SlashRule = "keep",
) -> str:
    """The canonical spelling of ``url``; the case of a path is never changed.

    ``host`` and ``scheme`` replace those of the address (the publisher's canonical ones); without them the host is
    only lower-cased. ``keep_query`` names the parameters that stay, in any case; None keeps all but tracking ones.
    What is no address at all comes back as it is.
    """
    try:
        parts = urlsplit(url.strip(_BLANKS))
    except ValueError:
        return url
    new_scheme = scheme or parts.scheme.lower()
    netloc = host or _netloc(parts.netloc, parts.scheme.lower())
    path = _path(parts.path, slash)
    query = urlencode(_kept(parts.query, keep_query), quote_via=quote, safe="-._~:/,") if parts.query else ""
    return urlunsplit((new_scheme, netloc, path, query, ""))


def _netloc(netloc: str, scheme: str) -> str:
    host, port = _split_port(netloc.rpartition("@")[2].lower())
    return host if not port or port == str(_DEFAULT_PORTS.get(scheme)) else f"{host}:{port}"


def _path(path: str, slash: SlashRule) -> str:
    if not path or not _PLAIN_PATH.fullmatch(path):
        path = quote(_ESCAPE.sub(_decode_plain, path), safe=_PATH_SAFE + "%") or "/"
        path = _without_dot_segments(re.sub(r"/{2,}", "/", path))
    if slash == "add" and not path.endswith("/"):
        return path + "/"
    return path.rstrip("/") or "/" if slash == "drop" else path


def _decode_plain(escape: re.Match[str]) -> str:
    """``%7E`` is ``~`` (RFC 3986 6.2.2.2); other escapes keep their meaning, their hex digits in upper case."""
    letter = unquote(escape[0], errors="replace")
    return letter if letter in _REGISTRY_LETTERS else escape[0].upper()


def _without_dot_segments(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept) or "/"


def _kept(query: str, keep: Collection[str] | None) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200) if query.count("&") < 200 else []
    if keep is None:
        return [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    wanted = {name.lower(): name for name in keep}
    by_name: dict[str, str] = {}
    for name, value in pairs:
        if name.lower() in wanted:
            by_name.setdefault(wanted[name.lower()], value)
    return [(name, by_name[name]) for name in keep if name in by_name]


def query_values(url: str) -> dict[str, str]:
    """The query's parameters by lower-case name, the first value of each."""
    query = urlsplit(url).query
    values: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True) if query.count("&") < 200 else []:
        values.setdefault(name.lower(), value)
    return values


def stamp_of(groups: dict[str, str]) -> Stamp | None:
    """The time that an address states, from its named groups; None where it states none or an impossible one.

    ``ts`` is ``YYYYMMDDHHMMSS`` with any digits of milliseconds after it, ``yts`` is ``YYMMDDHHMMSS``, ``date`` is
    ``2020-11-3`` without padding, ``dmy`` is ``DDMMYYYY``, ``ym`` is ``YYYYMM`` (its moment is the month's first day).
    """
    try:
        if ts := groups.get("ts"):
            return Stamp(datetime.strptime(ts[:14], "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM), "minute")
        if short := groups.get("yts"):
            return Stamp(datetime.strptime(short, "%y%m%d%H%M%S").replace(tzinfo=VIETNAM), "minute")
        if day := groups.get("date"):
            year, month, number = map(int, day.split("-"))
            return Stamp(datetime(year, month, number, tzinfo=VIETNAM), "day")
        if dmy := groups.get("dmy"):
            return Stamp(datetime.strptime(dmy, "%d%m%Y").replace(tzinfo=VIETNAM), "day")
        if ym := groups.get("ym"):
            return Stamp(datetime(int(ym[:4]), int(ym[4:6]), 1, tzinfo=VIETNAM), "month")
    except ValueError:
        return None
    return None
