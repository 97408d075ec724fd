"""What a source file and a family file may say: the models that check them at load.

A **source** is a publisher on the web (a newspaper, a portal); a **family** is a content management system that several
publishers share. A source says who it is and which families its addresses follow; the family says how its articles
are addressed, where an article keeps its parts and how its lists page. Unknown keys are refused, so that a slip of the
pen in a YAML file is an error with a line number and not a setting silently ignored.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import date
from functools import cached_property, lru_cache
from string import Formatter
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from spiders.addresses import SlashRule, canonical, host_key, query_values

REORGANISATION = date(2025, 7, 1)
"""From this day 34 units stand in place of 63, and seven two-digit codes belong to another unit (202/2025/QH15)."""


@lru_cache(maxsize=4096)
def _check_selector(selector: str) -> str:
    if selector.strip() != selector or not selector:
        raise ValueError(f"bad CSS selector {selector!r}: empty or with blanks around it")
    try:
        CSSSelector(selector, translator="html")
    except (SelectorError, SyntaxError) as error:
        raise ValueError(f"bad CSS selector {selector!r}: {error}") from None
    return selector


@lru_cache(maxsize=4096)
def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"bad regular expression {pattern!r}: {error}") from None
    return pattern


def _check_template(template: str, allowed: set[str]) -> None:
    try:
        names = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError as error:
        raise ValueError(f"bad template {template!r}: {error}") from None
    if strange := names - allowed:
        raise ValueError(f"bad template {template!r}: it may hold {sorted(allowed)}, not {sorted(strange)}")


def _check_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"bad address {url!r}: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or url != url.strip():
        raise ValueError(f"bad address {url!r}: an absolute http(s) address is needed")
    return url


def _check_host(host: str) -> str:
    if not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9-]+(?::\d{1,5})?", host):
        raise ValueError(f"bad host {host!r}: lower case, no scheme, no path; a port only where it is not 80 or 443")
    return host


def _check_code(code: Any) -> Any:
    if isinstance(code, int):
        raise ValueError(f"province code {code} is a number here: write it in quotes, as '{code:02d}'")
    return code


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Selector = Annotated[str, AfterValidator(_check_selector)]
Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_as_list)]
"""One or several CSS selectors, the most exact first: the first that finds something wins."""
Pattern = Annotated[str, AfterValidator(_check_pattern)]
Url = Annotated[str, AfterValidator(_check_url)]
Host = Annotated[str, AfterValidator(_check_host)]
ProvinceCode = Annotated[str, BeforeValidator(_check_code), Field(pattern=r"^(?:\d{2}|VN)$")]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Lines = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""One text or a list of texts."""


class Facts(BaseModel):
    """Base of everything read from YAML: immutable, and refuses keys that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AddressForm(Facts):
    """One form of article address: ``path`` is a regular expression for the path, ``query`` for parameters.

    Both must match in full. Named groups mean: ``id`` (the article's number), ``slug``, ``cat`` (section number),
    ``site`` (sub-site), ``lang`` (other than Vietnamese), and ``ym`` ``date`` ``ts`` ``yts`` ``dmy`` (times, see
    :func:`spiders.addresses.stamp_of`).
    """

    id: Id
    path: Pattern
    query: dict[str, Pattern] = {}
    """Parameter name (any case) -> expression that its value must match in full, with the named groups."""
    key: tuple[str, ...] = ()
    """Groups that identify an article, joined by ``:``. Empty: ``id`` where the form has one, else the whole path."""
    fold_id: bool = True
    """Whether the id is the same in upper and lower case. False where ids are case-sensitive (``shortid``)."""
    counter: str = ""
    """Put before the id where this form's ids are counted apart from those of the family's other forms."""

    @cached_property
    def groups(self) -> frozenset[str]:
        patterns = [self.path, *self.query.values()]
        return frozenset(name for pattern in patterns for name in re.compile(pattern).groupindex)

    @model_validator(mode="after")
    def _key_groups_exist(self) -> Self:
        if missing := set(self.key) - self.groups:
            raise ValueError(f"address form {self.id}: key names groups that no expression has: {sorted(missing)}")
        return self

    @cached_property
    def _path(self) -> re.Pattern[str]:
        return re.compile(self.path)

    @cached_property
    def _query(self) -> dict[str, re.Pattern[str]]:
        return {name.lower(): re.compile(pattern) for name, pattern in self.query.items()}

    def match(self, url: str) -> dict[str, str] | None:
        """The named groups where ``url`` has this form, else None."""
        path = self._path.fullmatch(urlsplit(url).path)
        if path is None:
            return None
        groups = {name: value for name, value in path.groupdict().items() if value is not None}
        if not self.query:
            return groups
        values = query_values(url)
        for name, pattern in self._query.items():
            found = pattern.fullmatch(values.get(name, ""))
            if found is None:
                return None
            groups.update({group: value for group, value in found.groupdict().items() if value is not None})
        return groups

    def identity(self, url: str, groups: dict[str, str]) -> str:
        """What identifies the article among those of its publisher and family."""
        names = self.key or (("id",) if "id" in groups else ())
        values = [groups[name] for name in names if groups.get(name)]
        if not values:
            return urlsplit(url).path.rstrip("/") or "/"
        text = ":".join(value.strip("/") for value in values)
        return self.counter + (text.lower() if self.fold_id else text)


class ArticleSelectors(Facts):
    """Where an article keeps its parts: CSS selectors, for each field the most exact first."""

    article: Selectors = ()
    """The node that holds the whole article; empty: the whole page."""
    title: Selectors = ()
    published: Selectors = ()
    """The visible time stamp. It is often the last update: JSON-LD and metadata come first."""
    updated: Selectors = ()
    lead: Selectors = ()
    """The sapo. See ``lead_in_body``."""
    body: Selectors = ()
    author: Selectors = ()
    section: Selectors = ()
    tags: Selectors = ()
    captions: Selectors = ()
    """Captions inside the body: text to keep apart from it."""
    tables: Selectors = ()
    drop: Selectors = ()
    """Related items, advertisements, furniture and pull quotes inside the body: not text of the article."""


class FamilyVersion(Facts):
    """One generation of a family's markup. Dates are days of **fetch**, so that archived pages stay readable."""

    id: str
    forms: tuple[Id, ...] = ()
    """Address forms that this generation serves; empty: all of the family's."""
    fetched_from: date | None = None
    fetched_to: date | None = None
    selectors: ArticleSelectors = ArticleSelectors()
    lead_in_body: bool = False
    """The sapo is the first paragraph **inside** the body: taken apart from it, its figures would count twice."""
    stamp_is_update: bool = False
    """The visible stamp is known to be that of the last update."""
    stamp_may_be_clock: bool = False
    """The element can hold the clock of the visit: check it against the month in the address."""

    def serves(self, form: str) -> bool:
        return not self.forms or form in self.forms

    def days_off(self, day: date | None) -> int:
        """How many days ``day`` lies outside the days on which pages of this generation were fetched (0: within)."""
        if day is None:
            return 0
        if self.fetched_from and day < self.fetched_from:
            return (self.fetched_from - day).days
        if self.fetched_to and day > self.fetched_to:
            return (day - self.fetched_to).days
        return 0


ListKind = Literal[
    "single",
    "next_link",
    "query_page",
    "path_page",
    "suffix_page",
    "portlet_page",
    "json_pages",
    "post_fragment",
    "postback",
    "max_id",
]


class ListStyle(Facts):
    """How a section's list continues after its first page (the section's address itself).

    - ``single``: it does not.
    - ``next_link``: by the page's own link to the next one, below the section's path.
    - ``query_page``: ``?{parameter}=N``.
    - ``path_page``: ``template`` with ``{section}`` (with closing slash) and ``{page}``.
    - ``suffix_page``: the number is the last group of ``page_in`` within the address (``-c217-1.html``).
    - ``portlet_page``: the page's own next link, whose query holds a parameter ending in ``parameter`` (``_cur``).
    - ``json_pages``: an address found in the page (``endpoint`` expression), asked with ``{parameter}=N`` and
      answered in JSON (``items``, ``total``).
    - ``post_fragment``: a POST to ``template`` with fields read from the page; the answer is an HTML fragment.
    - ``postback``: the page's own form of ASP.NET, sent as its link to the next number would send it.
    - ``max_id``: ``template`` with ``{zone}``, ``{channel}`` and ``{max_id}``, the smallest id of the page before;
      JSON. ``endpoint`` finds zone and channel in the page, where it names them.
    """

    style: ListKind
    parameter: str | None = None
    template: str | None = None
    page_in: Pattern | None = None
    endpoint: Pattern | None = None
    first_page: int = 1
    """Number of the page that the section's own address shows."""
    page_size: int | None = Field(default=None, ge=1, le=200)
    size_parameter: str | None = None
    """JSON: the parameter that asks for ``page_size`` items."""
    read: tuple[str, ...] = ()
    """POST: fields whose values the first page holds, in a script, a form or data attributes."""
    read_if: tuple[str, ...] = ()
    """POST: fields sent along where the first page holds them."""
    send: dict[str, str] = {}
    """POST: fields with fixed values; ``{page_size}`` stands for the size of a page."""
    links: Selectors = ()
    """Title links in the list; empty: every link of the page that has an article's address form."""
    dates: Selectors = ()
    """Time stamps in the list, one an item, inside the same item as the link."""
    items: str | None = None
    """JSON: dotted path to the array of items (empty text: the answer is the array)."""
    total: str | None = None
    """JSON: dotted path to the number of pages."""
    fields: dict[str, Lines] = {}
    """JSON: our name (url, title, published, id) -> their names, the first that is there."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {
            "query_page": ("parameter",),
            "path_page": ("template",),
            "suffix_page": ("page_in",),
            "portlet_page": ("parameter",),
            "json_pages": ("endpoint", "parameter", "items", "fields"),
            "post_fragment": ("template",),
            "max_id": ("template", "fields"),
            "single": (),
            "next_link": (),
            "postback": (),
        }[self.style]
        if missing := [name for name in needed if getattr(self, name) in (None, {})]:
            raise ValueError(f"list style {self.style} needs {', '.join(missing)}")
        allowed = {"path_page": {"section", "page"}, "max_id": {"zone", "channel", "max_id"}}.get(self.style, set())
        _check_template(self.template or "", allowed)
        for value in self.send.values():
            _check_template(value, {"page_size"})
        return self


class Family(Facts):
    """A content management system that several publishers share."""

    id: Id
    name: str
    kind: Literal["newspaper", "portal", "statistics", "generic"] = "newspaper"
    forms: tuple[AddressForm, ...] = ()
    """Address forms, the newest first; the first that matches counts. Empty: no article's address was ever seen."""
    versions: tuple[FamilyVersion, ...] = ()
    """Generations of the markup, the newest first."""
    lists: tuple[ListStyle, ...] = ()
    """How lists page, the likeliest first; empty: unknown, treated as a single page."""
    slash: SlashRule = "keep"
    """Closing slash of the canonical address."""
    query_keep: tuple[str, ...] = ()
    """Parameters that belong to an article's canonical address; all others are noise there."""
    slug_counts: bool = False
    """False: only the id counts, and an address with a right slug and a wrong id is answered with another article."""
    stamp_in_address: Literal["none", "month", "day", "minute"] = "none"
    feeds: Lines = ()
    """Feed paths seen in this family, ``{section}`` for a section's name; ``solieu source new`` tries them and trusts
    those that answer."""
    media: tuple[Pattern, ...] = ()
    """Media addresses that betray the family when no article address is known."""
    generator: tuple[Pattern, ...] = ()
    """Values of ``<meta name=generator>``."""
    markup: Selectors = ()
    """Elements that betray the family."""
    notes: Lines = ()
    unknown: Lines = ()

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        forms = [form.id for form in self.forms]
        if len(set(forms)) != len(forms):
            raise ValueError(f"address form ids are not unique: {forms}")
        for feed in self.feeds:
            _check_template(feed, {"section"})
        for version in self.versions:
            if strange := set(version.forms) - set(forms):
                raise ValueError(f"version {version.id} names address forms that do not exist: {sorted(strange)}")
        return self

    def form_of(self, url: str) -> tuple[AddressForm, dict[str, str]] | None:
        """The address form of ``url`` in this family with its named groups, or None."""
        for form in self.forms:
            if (groups := form.match(url)) is not None:
                return form, groups
        return None

    def document_key(self, source_id: str, url: str) -> str | None:
        """``family:publisher:id`` of an article's address, the same for every spelling that the family folds.

        None where ``url`` has no address form of this family. A source with several hosts or its own address forms
        needs :meth:`spiders.registry.Registry.document_key`, which knows them.
        """
        found = self.form_of(url)
        return None if found is None else f"{self.id}:{source_id}:{found[0].identity(url, found[1])}"

    def canonical_url(self, url: str) -> str:
        """The canonical spelling of an article's address; scheme and ``www.`` stay: the publisher decides them."""
        return canonical(url, keep_query=self.query_keep, slash=self.slash)


class HostUse(Facts):
    """A host of the publisher and the days on which it was the publisher's."""

    host: Host
    """As it is canonical: with ``www.`` only where the publisher's links have it. Both spellings are owned."""
    since: date | None = None
    until: date | None = None
    same_ids: bool = False
    """An id means the same article here as on the first host, so that addresses of both are joined by id."""
    language: Literal["vi", "en", "zh", "fr", "ru", "lo", "km"] = "vi"
    notes: str | None = None


class FamilyUse(Facts):
    """A family that the source's addresses follow, perhaps in the source's own address form."""

    family: Id
    forms: tuple[AddressForm, ...] = ()
    """The source's own address forms; empty: the family's."""


class SelectorOverride(FamilyVersion):
    """Selectors of this one site, tried before the family's of the same time; fields left out are the family's."""

    families: tuple[Id, ...] = ()
    """Families it belongs to; empty: all of the source's."""


class Politeness(Facts):
    """How slowly to ask. robots.txt is always obeyed, and its crawl-delay counts where it is longer."""

    delay: float = Field(default=2.0, ge=0, le=300)
    """Seconds between two requests to the source."""
    concurrency: int = Field(default=1, ge=1, le=8)
    timeout: float = Field(default=30.0, gt=0, le=300)
    """Seconds until an answer counts as a time-out."""
    retries: int = Field(default=3, ge=0, le=6)


class Tls(Facts):
    """Exceptions to TLS as it should be: for this source only, each with its reason."""

    legacy: bool = False
    """Old ciphers and small DH keys (OpenSSL security level 1 or lower)."""
    verify: bool = True
    """False: accept a certificate whose chain is incomplete or whose name differs."""
    reason: str | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        if (self.legacy or not self.verify) and not self.reason:
            raise ValueError("a TLS exception needs its reason")
        return self


class Floors(Facts):
    """What a healthy run finds at least; less ends in another verdict than ok."""

    listed: int = Field(default=1, ge=0)
    """Article addresses that discovery finds in any run, known ones included. 0: an empty list is as expected."""
    stale_after_days: int | None = Field(default=21, ge=1)
    """The newest article is at most this old; None: the source publishes no more."""
    readable_share: float = Field(default=0.5, ge=0, le=1)
    """Share of new pages that look like an article of the family; below it the verdict is ``parse_drift``."""


Kind = Literal["party_newspaper", "provincial_portal", "statistics_office", "department", "broadcaster", "other"]


class Source(Facts):
    """A publisher: who, where, which province, how its addresses and lists look, and what is not known of it."""

    id: Id
    replaces: bool = False
    """This file, in a directory of the operator's, stands in place of the project's file of the same id."""
    name: str
    kind: Kind
    province: ProvinceCode
    """GSO code of the unit today; ``VN`` for a national publisher."""
    former_province: ProvinceCode | None = None
    """GSO code of the unit that the publisher served before 2025-07-01, where that was another unit or code."""
    status: Literal["active", "merged", "closed", "unclear"] = "active"
    merged_into: Id | None = None
    status_since: date | None = None
    hosts: tuple[HostUse, ...] = Field(min_length=1)
    """The canonical host of today first."""
    home: Url
    sections: tuple[Url, ...] = ()
    """List pages to watch: first pages."""
    feeds: tuple[Url, ...] = ()
    sitemaps: tuple[Url, ...] = ()
    lists: tuple[ListStyle, ...] = ()
    """How its lists page, where the families' styles do not fit."""
    shares_ids_with: Id | None = None
    """A source from whose site this one's grew: an id means the same article on both, and keys carry that name."""
    families: tuple[FamilyUse, ...] = Field(min_length=1)
    """The families of its addresses, today's first; the first whose address form matches counts."""
    selectors: tuple[SelectorOverride, ...] = ()
    deny: tuple[Pattern, ...] = ()
    """Paths (searched expressions) that hold no article to read, beyond those denied everywhere."""
    hook: str | None = Field(default=None, pattern=r"^(?:\w+\.)*hooks_\w+:\w+$")
    """``module:function`` for the odd site; see :func:`spiders.discovery.parse_list`."""
    politeness: Politeness = Politeness()
    tls: Tls = Tls()
    floors: Floors | None = None
    """None: by status, see :meth:`health_floors`."""
    encoding: str | None = None
    """Legacy encoding of (old) pages, where known: ``tcvn3``, ``vni``, ``windows-1258``, …"""
    bylines: Lines = ()
    dates: Lines = ()
    examples: tuple[Url, ...] = ()
    """Article addresses seen; facts that the tests hold the address forms against."""
    verified: date | Literal["never"] = "never"
    """The day on which ``solieu source check`` last passed, as far as this file knows."""
    enabled: bool = False
    """Crawled without being named. Needs ``verified``; a check that passed on this machine counts too."""
    confidence: Literal["high", "medium", "low"] = "low"
    notes: Lines = ()
    unknown: Lines = ()

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, data: Any) -> Any:
        """``families: [hexmonth]`` for ``families: [{family: hexmonth}]``, and likewise for hosts."""
        if not isinstance(data, dict):
            return data
        written = {"families": "family", "hosts": "host"}
        spelt = {
            key: [{name: item} if isinstance(item, str) else item for item in data[key]]
            for key, name in written.items()
            if isinstance(data.get(key), list)
        }
        return {**data, **spelt}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.status == "merged") != (self.merged_into is not None):
            raise ValueError("status merged and merged_into go together")
        if self.enabled and self.verified == "never":
            raise ValueError("enabled: true needs verified: <day>; what nobody has seen working is off")
        owned = {host_key(use.host) for use in self.hosts}
        if len(owned) < len(self.hosts):
            raise ValueError("hosts: a host stands there twice (www. makes no difference)")
        for url in (self.home, *self.sections, *self.feeds, *self.sitemaps, *self.examples):
            if host_key(url) not in owned:
                raise ValueError(f"{url} is on a host that hosts does not list")
        return self

    @cached_property
    def host_keys(self) -> dict[str, HostUse]:
        return {host_key(use.host): use for use in self.hosts}

    @cached_property
    def section_addresses(self) -> frozenset[str]:
        """Canonical addresses of the home page and the sections, which are no articles whatever they look like."""
        pages = (self.home, *self.sections)
        return frozenset(canonical(url, host=host_key(url), scheme="https", slash="drop") for url in pages)

    def owns(self, url: str) -> bool:
        """Whether ``url`` is on a host of this source."""
        return host_key(url) in self.host_keys

    def province_on(self, day: date) -> str:
        """GSO code, valid on ``day``, of the unit that this publisher serves on that day."""
        if self.former_province and day < REORGANISATION:
            return self.former_province
        return self.province

    @property
    def health_floors(self) -> Floors:
        """The floors of the file, or those that fit the status: a merged or closed source owes nothing new."""
        if self.floors:
            return self.floors
        if self.status == "active":
            return Floors()
        return Floors(listed=0, stale_after_days=None)

    def hook_function(self) -> Callable[..., Any] | None:
        """The function that ``hook`` names, imported on first use.

        :raises ImportError, AttributeError: it does not exist.
        """
        if self.hook is None:
            return None
        module, _, name = self.hook.partition(":")
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
        return function
