"""An outlet of the demo press: which article has which number, day and story, and what it answers to a request.

Nothing is kept a page: an article is written again from its number whenever it is asked for, so that a press of a
hundred thousand articles costs no more memory than one of a hundred.
"""

from __future__ import annotations

import functools
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from demo.article import Printed, Related, ascii_slug, escape
from demo.draft import Draft, House, digits
from demo.economy import PROVINCES, Economy, Province, stable_number, stable_rng
from demo.faults import FAULTS
from demo.http import NOT_FOUND, Request, Response, http_date
from demo.stories import agency, politics, reviews, society, soft, tables, topics

Story = Callable[[Draft], None]

TOPICS: tuple[Story, ...] = (*topics.TOPICS, *society.SOCIETY)
SOFT: tuple[Story, ...] = (soft.festival, soft.profile, soft.notice, soft.school)
ROTA = (
    *("review", "topic", "conference", "topic", "soft", "topic", "review", "topic", "table", "topic", "topic"),
    *(
        "conference",
        "soft",
        "topic",
        "review",
        "topic",
        "council",
        "topic",
        "soft",
        "topic",
        "review",
        "topic",
        "topic",
    ),
)
"""What a newsroom prints, in turn."""

SLUGS = {
    "review": "tình hình kinh tế xã hội",
    "conference": "hội nghị ban chấp hành đảng bộ tỉnh",
    "council": "kỳ họp hội đồng nhân dân tỉnh",
    "table": "một số chỉ tiêu kinh tế xã hội chủ yếu",
    "soft": "chuyện quê hương mình",
    "agency": "kinh tế cả nước xuất khẩu là điểm sáng",
    "budget": "thu ngân sách nhà nước trên địa bàn",
    "trade": "hoạt động xuất nhập khẩu",
    "tourism": "du lịch tín hiệu khởi sắc",
    "investment": "thu hút đầu tư chọn lọc",
    "public_investment": "giải ngân vốn đầu tư công",
    "consumer_prices": "chỉ số giá tiêu dùng",
    "crops": "tổng kết sản xuất vụ lúa",
    "livestock": "chăn nuôi thủy sản phát triển",
    "poverty": "kết quả giảm nghèo an sinh xã hội",
    "health": "chủ động phòng chống dịch bệnh",
    "road_safety": "tình hình trật tự an toàn giao thông",
    "countryside": "xây dựng nông thôn mới",
    "banking": "hoạt động ngân hàng tín dụng",
    "transport": "hoạt động vận tải",
    "retail": "thương mại dịch vụ sôi động",
    "industry": "sản xuất công nghiệp",
    "business": "doanh nghiệp thành lập mới",
    "education": "nhiệm vụ năm học ngành giáo dục",
    "order": "giữ vững an ninh trật tự",
    "clean_water": "nước sạch vệ sinh môi trường nông thôn",
    "procedures": "cải cách thủ tục hành chính",
    "discipline": "công tác kiểm tra giám sát của đảng",
    "policy_loans": "tín dụng chính sách xã hội",
    "labour": "lao động việc làm đào tạo nghề",
    "power": "bảo đảm cung ứng điện",
    "forests": "trồng rừng kinh tế rừng",
    "housing": "chung tay xóa nhà tạm",
    "rankings": "chỉ số cải cách hành chính năng lực cạnh tranh",
}
"""Words of an address by the kind of story."""

SECTIONS = {
    "kinh-te": "Kinh tế",
    "chinh-tri": "Chính trị",
    "xa-hoi": "Xã hội",
    "van-hoa": "Văn hóa",
    "giao-duc": "Giáo dục",
    "y-te": "Y tế",
    "du-lich": "Du lịch",
    "thoi-su": "Thời sự",
}
BLUNDER = ROTA.index("review", 1)
"""Number of the article with the misprint that nobody corrects."""
PAGE = 12
"""Articles on one list page."""
SITEMAP_PAGE = 2_000
FEED = 20
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
WIRED = datetime(2023, 7, 3, 9, 30)
"""When the agency story that several outlets print was sent."""
SECRET = "/noi-bo/ban-thao-chua-duyet.html"
"""Linked from the lists, disallowed by robots.txt."""
DISALLOWED = "/noi-bo/"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an outlet is and when it published."""

    source_id: str
    name: str
    kind: str
    province: Province
    today: str
    """GSO code of the unit that it serves today."""
    first: date
    last: date
    house: House
    wire: bool = False
    """Whether it prints the agency story."""
    corrects: bool = False
    """Whether one of its articles is corrected later."""
    blunders: bool = False
    """Whether one of its articles prints a million as a billion."""


class Outlet(ABC):
    """One newspaper or portal; subclasses are the CMS families."""

    family: ClassVar[str]
    sections: ClassVar[tuple[str, ...]] = ("kinh-te", "chinh-tri", "xa-hoi")
    first_number: ClassVar[int] = 100_000
    loses_d: ClassVar[bool] = False
    """Whether addresses drop đ altogether (``au-tu`` for đầu tư)."""
    maps_always: ClassVar[bool] = True
    """False: its archive is reached by its lists alone, unless it is too large to be paged through."""
    lists_yaml: ClassVar[list[dict[str, object]] | None] = None
    """List styles for the source file, where the family's do not say how this outlet pages."""

    def __init__(self, identity: Identity, economy: Economy, articles: int) -> None:
        self.identity = identity
        self.economy = economy
        self.articles = articles
        self.corrected = False
        self.port = 0
        self.hits: dict[str, int] = {}
        """Requests for the addresses that make trouble, by path."""
        self._pages = functools.lru_cache(maxsize=256)(self._page)

    # --- the newsroom ---

    @property
    def source_id(self) -> str:
        return self.identity.source_id

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def correction(self) -> int | None:
        """Number of the article that is corrected later."""
        return self.articles // 2 + 1 if self.identity.corrects and self.articles > 3 else None

    @property
    def wire(self) -> int | None:
        """Number of the agency story."""
        return self.articles // 2 if self.identity.wire and self.articles > 3 else None

    @property
    def blunder(self) -> int | None:
        """Number of the review in which a million was printed as a billion."""
        return BLUNDER if self.identity.blunders else None

    def kind(self, number: int) -> str:
        """Which kind of story the article of that number is."""
        if number == self.correction:
            return "review"
        if number == self.wire:
            return "agency"
        return ROTA[number % len(ROTA)]

    def moment(self, number: int) -> datetime:
        """When the article of that number was published: the numbers run with time."""
        first, last = self.identity.first, self.identity.last
        span = (last.year - first.year) * 12 + last.month - first.month + 1
        month, rest = divmod(number * span, self.articles)
        minute = stable_number(self.economy.seed, self.source_id, "moment", number) % (15 * 60)
        day = 2 + rest * 25 // self.articles
        if number == self.wire:
            return WIRED + timedelta(minutes=20 + minute // 3)
        months = first.year * 12 + first.month - 1 + month
        if minute % 5 < 3 and self.kind(number) in ("review", "conference"):
            months = self.reporting_month(months)
        return datetime(months // 12, months % 12 + 1, day, 6 + minute // 60, minute % 60)

    def updated(self, number: int) -> datetime:
        """When the article of that number last changed: its publication, or its correction two days later."""
        published = self.moment(number)
        is_corrected = self.corrected and number == self.correction
        return published + timedelta(days=2, minutes=7) if is_corrected else published

    def reporting_month(self, months: int) -> int:
        """The nearest January, April, July or October in which the outlet publishes: reviews crowd there."""
        first, last = self.identity.first, self.identity.last
        near = months - (months % 3 == 1) + (months % 3 == 2)
        inside = first.year * 12 + first.month - 1 <= near <= last.year * 12 + last.month - 1
        return near if inside else months

    def draft(self, number: int, *, slip: bool) -> Draft:
        """Write the article of that number."""
        published = self.moment(number)
        rng = stable_rng(self.economy.seed, self.source_id, number)
        kind = self.kind(number)
        draft = Draft(rng, self.economy, self.identity.province, self.identity.house, published, slip=slip)
        draft.blunder = number == self.blunder
        if kind == "agency":
            agency.national(draft, WIRED)
        elif kind == "soft":
            SOFT[number % len(SOFT)](draft)
        elif kind == "topic":
            TOPICS[self._topic(number)](draft)
        else:
            {
                "review": reviews.review,
                "conference": politics.conference,
                "council": politics.council,
                "table": tables.table,
            }[kind](draft)
        return draft

    def article(self, number: int) -> Printed:
        """The article of that number as it is printed now."""
        if not 0 <= number < self.articles:
            raise IndexError(number)
        is_corrected = self.corrected and number == self.correction
        draft = self.draft(number, slip=number == self.correction and not self.corrected)
        return Printed(
            number=number,
            path=self.path(number),
            kind=self.kind(number),
            title=draft.title,
            published=draft.published,
            updated=self.updated(number),
            paragraphs=tuple(draft.paragraphs),
            pictures=tuple(draft.pictures),
            grids=tuple(draft.grids),
            byline=draft.byline,
            section=draft.section,
            related=self.related(number),
            facts=tuple(draft.facts),
            people=tuple(draft.people),
            documents=tuple(draft.documents),
            corrected=is_corrected,
        )

    def related(self, number: int) -> tuple[Related, ...]:
        """Two teasers with figures of other months, as the boxes inside the body show them."""
        rng = stable_rng(self.economy.seed, self.source_id, "related", number)
        found = []
        for _ in range(2):
            month, year = rng.randint(1, 12), rng.randint(2015, 2019)
            money, rise = digits(rng.randint(1_100, 9_900)), rng.randint(31, 96)
            found.append(
                Related(
                    f"Thu ngân sách tháng {month}/{year}",
                    f"Tháng {month}/{year}, thu ngân sách nhà nước trên địa bàn đạt {money} tỷ đồng, "
                    f"tăng {rise},{rise % 9 + 1}% so với cùng kỳ.",
                    self.path(rng.randint(0, max(0, self.articles - 1))),
                )
            )
        return tuple(found)

    # --- addresses ---

    @abstractmethod
    def path(self, number: int) -> str:
        """The address of an article."""

    @abstractmethod
    def number(self, path: str) -> int | None:
        """The number that an address asks for, or None where it has no article's form."""

    def slug(self, number: int) -> str:
        """The words of an address, from the kind of story and its month: they need no article to be written."""
        kind, day = self.kind(number), self.moment(number)
        topic = TOPICS[self._topic(number)].__name__ if kind == "topic" else kind
        return ascii_slug(f"{SLUGS[topic]} tháng {day.month} {day.year}", loses_d=self.loses_d)

    def _topic(self, number: int) -> int:
        """Which topic: outlets begin at different ones and take them in turn, so that all occur in a small press."""
        rounds, place = divmod(number, len(ROTA))
        before = rounds * ROTA.count("topic") + ROTA[:place].count("topic")
        return (before + 10 * list(PROVINCES).index(self.identity.province.code)) % len(TOPICS)

    # --- answers ---

    def respond(self, request: Request) -> Response:
        """The answer to a request."""
        path = request.path
        if path == "/robots.txt":
            return self.robots(request)
        if path.startswith(DISALLOWED):
            self.hits[path] = self.hits.get(path, 0) + 1
            return Response(self.shell("Bản thảo", "<p>Bản thảo chưa duyệt.</p>").encode())
        if (made := self.mischief(request)) is not None:
            return made
        if path == "/sitemap.xml" and self.has_sitemap:
            return self.sitemap_index(request)
        if path.startswith("/sitemap-") and path.endswith(".xml") and self.has_sitemap:
            return self.sitemap(request)
        if (number := self.number(path if not request.query else request.target)) is not None:
            return self.article_response(number)
        if (listed := self.listing(request)) is not None:
            return listed
        return NOT_FOUND

    @property
    def has_sitemap(self) -> bool:
        return self.maps_always or self.articles > SITEMAP_PAGE

    def robots(self, request: Request) -> Response:
        rules = f"User-agent: *\nDisallow: {DISALLOWED}\nCrawl-delay: 0.02\n"
        text = f"{rules}Sitemap: {self.absolute(request, '/sitemap.xml')}\n" if self.has_sitemap else rules
        return Response(text.encode(), content_type="text/plain; charset=utf-8")

    def mischief(self, request: Request) -> Response | None:
        """Trouble that this outlet makes at some addresses; None where it makes none."""
        del request
        return None

    def absolute(self, request: Request, path: str) -> str:
        return f"http://{request.host or f'127.0.0.1:{self.port}'}{path}"

    def article_response(self, number: int) -> Response:
        if not 0 <= number < self.articles:
            return NOT_FOUND
        body, modified, content_type = self._pages(number, self.corrected and number == self.correction)
        return Response(body, content_type=content_type, modified=modified)

    def _page(self, number: int, corrected: bool) -> tuple[bytes, str, str]:
        del corrected  # part of the cache's key
        printed = self.article(number)
        page = self.article_html(printed)
        if number % 5 == 2:
            page = FAULTS[self.family](page)
        body, content_type = self.encoded(number, page)
        return body, http_date(printed.updated), content_type

    def encoded(self, number: int, page: str) -> tuple[bytes, str]:
        """The page's bytes and content type."""
        del number
        return page.encode(), "text/html; charset=utf-8"

    @abstractmethod
    def article_html(self, printed: Printed) -> str:
        """The article in the family's markup."""

    @abstractmethod
    def listing(self, request: Request) -> Response | None:
        """A home, section or feed page; None for an unknown address."""

    def shell(self, title: str, body: str, head: str = "") -> str:
        """The page around a body: header, menu, footer with figures that belong to no article."""
        name = escape(self.identity.name)
        menu = "".join(f'<li><a href="{self.section_path(key)}">{SECTIONS[key]}</a></li>' for key in self.sections)
        return (
            f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)} - {name}</title>'
            f"{head}"
            f'</head><body><header><a href="/">{name}</a><ul class="menu">{menu}</ul></header>{body}<footer><p>{name}. '
            f"Giấy phép số 105/GP-TTĐT. Lượt truy cập: 1.284.377</p></footer></body></html>"
        )

    def section_path(self, key: str) -> str:
        return f"/{key}/"

    # --- lists ---

    def newest(self, page: int, size: int = PAGE) -> list[int]:
        """Numbers of the articles on a list page, newest first; pages count from 1."""
        top = self.articles - (page - 1) * size
        return list(range(top - 1, max(top - size, 0) - 1, -1)) if page > 0 and top > 0 else []

    @property
    def last_page(self) -> int:
        return max(1, -(-self.articles // PAGE))

    def headline(self, number: int) -> tuple[str, str, str]:
        """Address, title and lead of an article for a list."""
        return self._headlines(number)

    @functools.cached_property
    def _headlines(self) -> Callable[[int], tuple[str, str, str]]:
        @functools.lru_cache(maxsize=512)
        def headline(number: int) -> tuple[str, str, str]:
            draft = self.draft(number, slip=False)
            return self.path(number), draft.title, draft.paragraphs[0]

        return headline

    def rss(self, request: Request) -> Response:
        items = []
        for number in self.newest(1, FEED):
            path, title, lead = self.headline(number)
            link = self.absolute(request, path)
            items.append(
                f"<item><title>{escape(title)}</title><link>{link}</link><guid>{link}</guid>"
                f"<pubDate>{http_date(self.moment(number))}</pubDate><description><![CDATA[{lead}]]></description></item>"
            )
        head = f"<title>{escape(self.identity.name)}</title><link>{self.absolute(request, '/')}</link>"
        text = (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'
        )
        return Response(text.encode(), content_type="application/rss+xml; charset=utf-8")

    def sitemap_index(self, request: Request) -> Response:
        pages = -(-self.articles // SITEMAP_PAGE)
        places = (self.absolute(request, f"/sitemap-{page}.xml") for page in range(1, pages + 1))
        maps = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
        return xml(f'<sitemapindex xmlns="{SITEMAPS}">{maps}</sitemapindex>')

    def sitemap(self, request: Request) -> Response:
        page = int(request.path.removeprefix("/sitemap-").removesuffix(".xml") or 0)
        numbers = range((page - 1) * SITEMAP_PAGE, min(page * SITEMAP_PAGE, self.articles))
        if page < 1 or not numbers:
            return NOT_FOUND
        urls = "".join(self._sitemap_rows(request, numbers))
        return xml(f'<urlset xmlns="{SITEMAPS}">{urls}</urlset>')

    def _sitemap_rows(self, request: Request, numbers: range) -> Iterator[str]:
        for number in numbers:
            day = self.updated(number)
            yield (
                f"<url><loc>{self.absolute(request, self.path(number))}</loc>"
                f"<lastmod>{day.isoformat(timespec='minutes')}+07:00</lastmod></url>"
            )

    # --- the source file ---

    def source(self) -> dict[str, object]:
        """What the registry's source file says of this outlet."""
        identity = self.identity
        facts: dict[str, object] = {
            "id": identity.source_id,
            "name": identity.name,
            "kind": identity.kind,
            "province": identity.today,
            "hosts": [f"127.0.0.1:{self.port}"],
            "home": self.home,
            "sections": [self.url(self.section_path(key)) for key in self.sections],
            "sitemaps": [self.url("/sitemap.xml")] if self.has_sitemap else [],
            "feeds": [self.url(path) for path in self.feed_paths()],
            "families": [self.family],
            "politeness": {"delay": 0, "concurrency": 4, "timeout": 10, "retries": 2},
            "floors": {"listed": min(3, self.articles), "stale_after_days": None},
            "verified": date(2026, 11, 1),
            "enabled": True,
            "notes": "an invented outlet of the demo press",
        }
        if identity.province.code != identity.today:
            facts["former_province"] = identity.province.code
        if self.lists_yaml:
            facts["lists"] = self.lists_yaml
        return facts

    def feed_paths(self) -> tuple[str, ...]:
        return ()

    def json_ld(self, printed: Printed) -> str:
        """The article's metadata as JSON-LD, with addresses relative to the page's host."""
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": printed.title,
            "articleSection": SECTIONS.get(printed.section, "Tin tức"),
            "datePublished": f"{printed.published.isoformat(timespec='minutes')}+07:00",
            "dateModified": f"{printed.updated.isoformat(timespec='minutes')}+07:00",
            "publisher": {"@type": "Organization", "name": self.identity.name},
        }
        return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def xml(body: str) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode(), content_type="application/xml")
