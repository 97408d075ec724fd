"""The CMS families of the demo press: how each addresses, lists and marks up its articles."""

# ruff: noqa: E501 - markup is kept in whole lines

from __future__ import annotations

import json
import re
import unicodedata
from typing import ClassVar
from urllib.parse import parse_qs

from demo.article import Printed, escape, grid_html, weekday
from demo.http import NOT_FOUND, Request, Response
from demo.legacy import to_windows_1258
from demo.outlets import PAGE, SECRET, SECTIONS, Outlet

BLOCK_PAGE = (
    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Thông báo</title></head><body><h1>Thông báo từ chối truy cập</h1><p>Hệ "
    "thống bảo vệ cổng thông tin đã ngăn yêu cầu này. Mã sự kiện: 4410022931.</p></body></html>"
)  # fmt: skip


CENTRED = '<div class="quote center"><p>{}</p></div>'


def paragraphs_html(
    printed: Printed,
    *,
    lead: bool,
    picture: str,
    aside: str,
    css: str = "",
    skip_byline: bool = False,
    quote: str = "",
) -> str:
    """Body paragraphs with pictures, tables and the related block where they stand.

    ``quote`` is the template of a pull quote, which repeats a sentence of the text in some articles.
    ``picture`` is a template with ``{caption}`` and ``{stem}``; ``aside`` the related block's markup. With ``lead`` the
    first paragraph opens the body in bold.
    """
    parts: list[str] = []
    for place, text in enumerate(printed.paragraphs):
        if place == 0:
            if lead:
                parts.append(f"<p{css}><strong>{escape(text)}</strong></p>")
        else:
            parts.append(f"<p{css}>{escape(text)}</p>")
        for shown in printed.pictures:
            if shown.after == place:
                caption = escape(shown.caption + (f" Ảnh: {shown.credit}" if shown.credit else ""))
                parts.append(picture.format(caption=caption, stem=f"{printed.number}_{place}"))
        parts += [grid_html(grid) for grid in printed.grids if grid.after == place]
        if place == len(printed.paragraphs) // 2:
            parts.append(aside)
        if quote and place == 1 and printed.number % 4 == 1:
            parts.append(quote.format(escape(text.split(";")[0].split(". ")[0])))
    if printed.corrected:
        parts.append(f"<p{css}><em>(Bài viết đã được đính chính số liệu.)</em></p>")
    if printed.byline and not skip_byline:
        parts += [
            f'<p style="text-align: right;"><strong>{escape(line)}</strong></p>' for line in printed.byline.split("\n")
        ]
    return "\n".join(parts)


def teasers(printed: Printed, item: str) -> str:
    return "".join(
        item.format(title=escape(box.title), sapo=escape(box.sapo), path=box.path) for box in printed.related
    )


class ChannelOutlet(Outlet):
    """``/channel/{cat}/{YYYYMM}/{slug}-{7 digits}/``: everything in ``#content``, the lead its first paragraph."""

    family = "channel"
    first_number = 2_547_000
    categories: ClassVar[dict[str, str]] = {"kinh-te": "5085", "chinh-tri": "5086", "xa-hoi": "5087"}
    form = re.compile(r"/channel/\d+/\d{6}/[^/]+-(\d{7})/?")

    def path(self, number: int) -> str:
        day = self.moment(number)
        return f"/channel/5085/{day:%Y%m}/{self.slug(number)}-{self.first_number + number}/"

    def number(self, path: str) -> int | None:
        found = self.form.fullmatch(path)
        return int(found[1]) - self.first_number if found else None

    def section_path(self, key: str) -> str:
        return f"/channel/{self.categories[key]}/"

    def feed_paths(self) -> tuple[str, ...]:
        return ("/kinh-te/index.rss",)

    def listing(self, request: Request) -> Response | None:
        if request.path == "/kinh-te/index.rss":
            return self.rss(request)
        if request.path != "/" and request.path not in {self.section_path(key) for key in self.sections}:
            return None
        rows = "".join(
            f'<div class="story"><h2><a class="title" href="{path}">{escape(title)}</a></h2><p>{escape(lead)}</p></div>'
            for path, title, lead in map(self.headline, self.newest(1))
        )
        return Response(self.shell(self.identity.name, f'<div class="list">{rows}</div>').encode())

    def article_html(self, printed: Printed) -> str:
        stamp = printed.updated
        photo = (
            '<table class="image center"><tbody><tr><td><img src="/dataimages/'
            + f"{stamp:%Y%m}"
            + '/original/images{stem}.jpg" '
            'alt="{caption}"></td></tr><tr><td class="image_desc"><em>{caption}</em></td></tr></tbody></table>'
        )
        aside = '<table class="notification"><tbody><tr><td>Tin liên quan</td></tr>' + teasers(
            printed, '<tr><td><a href="{path}">{title}</a> {sapo}</td></tr>'
        ) + "</tbody></table>"  # fmt: skip
        content = paragraphs_html(printed, lead=True, picture=photo, aside=aside, quote=CENTRED)
        body = (
            f'<div class="content-detail"><h1 class="title">{escape(printed.title)}</h1>'
            f'<div id="date" class="date"><span>Cập nhật lúc{stamp:%H:%M}, {weekday(stamp)}, {stamp:%d/%m/%Y} (GMT+7)</span></div>'
            f'<div id="content">{content}</div>'
            f'<div class="tools"><a href="#">In bài này</a> <a href="#">Gửi bài này</a></div></div>'
        )
        return self.shell(printed.title, body)


class HexOutlet(Outlet):
    """``/{section}/{YYYYMM}/{slug}-{7 hex}/`` with ``?paged=N`` lists; ids scattered, one page in decomposed Unicode."""

    family = "hexmonth"
    maps_always = False
    form = re.compile(r"/[a-z-]+/\d{6}/[^/]+-([0-9a-f]{7})/?")
    multiplier = 0x2C1B3C6D  # odd, so that it has an inverse modulo 2**28
    shift = 0x5A17E31
    modulus = 1 << 28

    def path(self, number: int) -> str:
        identity = (number * self.multiplier + self.shift) % self.modulus
        return f"/kinh-te/{self.moment(number):%Y%m}/{self.slug(number)}-{identity:07x}/"

    def number(self, path: str) -> int | None:
        found = self.form.fullmatch(path)
        if not found:
            return None
        return (int(found[1], 16) - self.shift) * pow(self.multiplier, -1, self.modulus) % self.modulus

    @property
    def decomposed(self) -> int:
        """Number of the article that is sent fully decomposed."""
        return self.articles // 3

    def encoded(self, number: int, page: str) -> tuple[bytes, str]:
        text = unicodedata.normalize("NFD", page) if number == self.decomposed else page
        return text.encode(), "text/html; charset=utf-8"

    def listing(self, request: Request) -> Response | None:
        if request.path != "/" and request.path not in {self.section_path(key) for key in self.sections}:
            return None
        asked = request.query.get("paged", "1")
        page = int(asked) if asked.isdigit() else 1
        # Past its end the list shows its last page again, with a link to the next: it never ends.
        shown = min(max(page, 1), self.last_page)
        rows = "".join(
            f'<div class="item"><a class="title{1 + place % 3}" href="{path}">{escape(title)}</a><div class="desc">{escape(lead)}</div></div>'
            for place, (path, title, lead) in enumerate(map(self.headline, self.newest(shown)))
        )
        if shown == 1:
            rows += f'<div class="item"><a class="title2" href="{self.removed}">Tin đã gỡ bỏ khỏi trang</a></div>'
            rows += f'<div class="item"><a class="title3" href="{SECRET}">Bản thảo chưa duyệt</a></div>'
        pager = f'<div class="pagination"><a class="next" href="?paged={page + 1}">Trang sau</a></div>'
        return Response(self.shell(self.identity.name, f'<div class="list">{rows}</div>{pager}').encode())

    @property
    def removed(self) -> str:
        """A listed address whose article is gone: 404."""
        return "/kinh-te/202212/bai-viet-da-go-bo-khoi-trang-0f0f0f0/"

    def article_html(self, printed: Printed) -> str:
        stamp = printed.updated
        photo = (
            '<table class="image center" width="500"><tbody><tr><td><img src="/file/4028eaa46735a26101673a4df345003c/'
            + f"{stamp:%m%Y}" + '/anh{stem}_20220101000000.jpg"></td></tr><tr><td class="image_desc">{caption}</td></tr></tbody></table>'
        )  # fmt: skip
        aside = '<div class="otherNews"><b>Các tin khác</b>' + teasers(
            printed, '<p><a href="{path}">{title}</a> - {sapo}</p>'
        ) + "</div>"  # fmt: skip
        content = paragraphs_html(printed, lead=True, picture=photo, aside=aside, quote=CENTRED)
        body = (
            f'<div class="content-detail"><div class="article_content"><h1 class="media-heading">{escape(printed.title)}</h1>'
            f'<div class="date">{stamp:%H:%M}, {stamp:%d/%m/%Y}</div><ul class="social"><li>Chia sẻ 12</li></ul>'
            f'<div id="content">{content}</div></div></div>'
        )
        return self.shell(printed.title, body)


class OneCmsOutlet(Outlet):
    """``/{slug}-{digits}.html`` at the root; lists go on through a JSON address by the smallest id shown."""

    family = "onecms"
    maps_always = False
    first_number = 410_000
    form = re.compile(r"/[^/]+-(\d{4,8})\.html")
    api = re.compile(r"/api/getMoreArticle/(\w+)_empty_(\d+)_0_0")

    def path(self, number: int) -> str:
        return f"/{self.slug(number)}-{self.first_number + number}.html"

    def number(self, path: str) -> int | None:
        found = self.form.fullmatch(path)
        return int(found[1]) - self.first_number if found else None

    def section_path(self, key: str) -> str:
        return f"/{key}"

    def feed_paths(self) -> tuple[str, ...]:
        return ("/rss/home.rss",)

    @property
    def shaky(self) -> int:
        """Number of the article whose first request fails with a 500."""
        return self.articles * 2 // 3

    def mischief(self, request: Request) -> Response | None:
        if self.number(request.path) != self.shaky or request.method != "GET":
            return None
        self.hits[request.path] = self.hits.get(request.path, 0) + 1
        if self.hits[request.path] > 1:
            return None
        return Response(b"<html><body><h1>500</h1></body></html>", status=500)

    def listing(self, request: Request) -> Response | None:
        if request.path == "/rss/home.rss":
            return self.rss(request)
        if more := self.api.fullmatch(request.path):
            return self.more(int(more[2]) - self.first_number)
        if request.path != "/" and request.path not in {self.section_path(key) for key in self.sections}:
            return None
        zone = request.path.strip("/").replace("-", "") or "home"
        rows = "".join(
            f'<li pid="{self.first_number + number}"><h3 class="b-grid__title"><a href="{path}">{escape(title)}</a></h3>'
            f'<div class="b-grid__desc">{escape(lead)}</div></li>'
            for number in self.newest(1)
            for path, title, lead in (self.headline(number),)
        )
        body = f'<ul class="b-grid" data-zone="{zone}">{rows}</ul><a class="loadmore" data-zone="{zone}">Xem thêm</a>'
        return Response(self.shell(self.identity.name, body).encode())

    def more(self, below: int) -> Response:
        """The next articles below an id, as a JSON array; an empty one at the end."""
        numbers = range(min(below, self.articles) - 1, max(min(below, self.articles) - 1 - PAGE, -1), -1)
        items = []
        for number in numbers:
            path, title, lead = self.headline(number)
            items.append({
                "id": self.first_number + number, "url": path, "title": title, "sapo": lead,
                "time": f"{self.moment(number):%d/%m/%Y %H:%M}", "thumbnail": f"/t/{number}.jpg",
            })  # fmt: skip
        return Response(json.dumps(items, ensure_ascii=False).encode(), content_type="application/json; charset=utf-8")

    def article_html(self, printed: Printed) -> str:
        stamp = printed.published
        photo = '<figure class="image"><img src="/2022/04/08/{stem}.jpg" alt="{caption}"><figcaption>{caption}</figcaption></figure>'
        aside = (
            '<div class="c-box"><div class="c-box__title"><span class="c-box__title__name">Bài liên quan</span></div>'
            + teasers(
                printed,
                '<div class="b-grid"><h3 class="b-grid__title"><a href="{path}">{title}</a></h3><p>{sapo}</p></div>',
            )
            + "</div>"
        )
        content = paragraphs_html(
            printed, lead=False, picture=photo, aside=aside, quote='<div class="quote"><p>{}</p></div>'
        )
        head = (
            f'<meta property="og:title" content="{escape(printed.title)}">'
            f'<meta property="article:section" content="{SECTIONS.get(printed.section, "Tin tức")}">'
            f'<meta property="article:published_time" content="{stamp.isoformat(timespec="minutes")}+07:00">'
            f'<meta property="article:modified_time" content="{printed.updated.isoformat(timespec="minutes")}+07:00">'
        )
        body = (
            f'<main class="l-content"><div class="c-detail-head"><h1 class="c-detail-head__title">{escape(printed.title)}</h1>'
            f'<span class="c-detail-head__time">{weekday(stamp)}, {stamp:%d/%m/%Y - %H:%M}</span></div>'
            f'<p class="block-sc-sapo">{escape(printed.paragraphs[0])}</p>'
            f'<div class="b-maincontent"><div class="entry">{content}</div></div></main>'
        )
        return self.shell(printed.title, body, head)


class FckOutlet(Outlet):
    """``/{slug}-a{n}.html``: caption is the centred paragraph after the picture; one page in windows-1258, one empty."""

    family = "fck"
    first_number = 118_000
    form = re.compile(r"/(?:[^/]+/)*[^/]+-a(\d+)\.html")

    def path(self, number: int) -> str:
        return f"/{self.slug(number)}-a{self.first_number + number}.html"

    def number(self, path: str) -> int | None:
        found = self.form.fullmatch(path)
        return int(found[1]) - self.first_number if found else None

    @property
    def old_bytes(self) -> int:
        """Number of the article that is sent in windows-1258."""
        return self.articles // 4

    def encoded(self, number: int, page: str) -> tuple[bytes, str]:
        if number != self.old_bytes:
            return page.encode(), "text/html; charset=utf-8"
        return to_windows_1258(
            page.replace('charset="utf-8"', 'charset="windows-1258"')
        ), "text/html; charset=windows-1258"

    @property
    def empty(self) -> str:
        """A listed address that answers with nothing at all."""
        return f"/trang-trang-khong-co-noi-dung-a{self.first_number - 1}.html"

    def mischief(self, request: Request) -> Response | None:
        return Response(b"") if request.path == self.empty else None

    def feed_paths(self) -> tuple[str, ...]:
        return ("/rss/home.rss",)

    def listing(self, request: Request) -> Response | None:
        if request.path == "/rss/home.rss":
            return self.rss(request)
        if request.path != "/" and request.path not in {self.section_path(key) for key in self.sections}:
            return None
        rows = "".join(
            f'<div class="article-item"><a class="title" href="{path}">{escape(title)}</a><p>{escape(lead)}</p></div>'
            for path, title, lead in map(self.headline, self.newest(1))
        )
        rows += (
            f'<div class="article-item"><a class="title" href="{self.empty}">Trang trắng không có nội dung</a></div>'
        )
        return Response(self.shell(self.identity.name, rows).encode())

    def article_html(self, printed: Printed) -> str:
        stamp = printed.updated
        photo = (
            '<p style="text-align: center;"><img src="/image/fckeditor/upload/2022/20220408/images/{stem}.jpg" alt="{caption}"></p>'
            '<p class="note ignore" style="text-align: center;">{caption}</p>'
        )
        aside = '<div class="related"><p><strong>TIN LIÊN QUAN</strong></p>' + teasers(
            printed, '<p><a href="{path}">{title}</a>: {sapo}</p>'
        ) + "</div>"  # fmt: skip
        content = paragraphs_html(printed, lead=False, picture=photo, aside=aside, css=' style="text-align: justify;"')
        body = (
            f'<div id="contentNews"><h1 class="title">{escape(printed.title)}</h1><span class="pubdate">{stamp:%d/%m/%Y - %H:%M}</span>'
            f'<div class="detail-desc">{escape(printed.paragraphs[0])}</div>'
            f'<div id="newscontents"><div class="content-fck">{content}</div></div></div>'
        )
        return self.shell(printed.title, body)


class EpiOutlet(Outlet):
    """``/{slug}-post{n}.html`` with JSON-LD, a feed at ``/rss/home.rss`` and an author element; one redirect loop."""

    family = "epi"
    first_number = 60_000
    form = re.compile(r"/[^/]+-post(\d+)\.html")

    def path(self, number: int) -> str:
        return f"/{self.slug(number)}-post{self.first_number + number}.html"

    def number(self, path: str) -> int | None:
        found = self.form.fullmatch(path)
        return int(found[1]) - self.first_number if found else None

    loop = ("/vong-lap-chuyen-huong-khong-dut-post1.html", "/vong-lap-chuyen-huong-khong-dut-post2.html")

    def mischief(self, request: Request) -> Response | None:
        if request.path not in self.loop:
            return None
        other = self.loop[1 - self.loop.index(request.path)]
        return Response(b"", status=302, headers=(("Location", other),))

    def feed_paths(self) -> tuple[str, ...]:
        return ("/rss/home.rss",)

    def listing(self, request: Request) -> Response | None:
        if request.path == "/rss/home.rss":
            return self.rss(request)
        if request.path != "/" and request.path not in {self.section_path(key) for key in self.sections}:
            return None
        rows = "".join(
            f'<article class="story"><h2 class="story__heading"><a class="cms-link" href="{path}">{escape(title)}</a></h2>'
            f'<div class="story__summary">{escape(lead)}</div></article>'
            for path, title, lead in map(self.headline, self.newest(1))
        )
        rows += f'<article class="story"><a class="cms-link" href="{self.loop[0]}">Vòng lặp chuyển hướng</a></article>'
        return Response(self.shell(self.identity.name, rows).encode())

    def article_html(self, printed: Printed) -> str:
        stamp = printed.published
        photo = '<table class="picture"><tr><td><img src="/images/{stem}.jpg"></td></tr><tr><td class="caption"><p>{caption}</p></td></tr></table>'
        aside = '<div class="article__related"><h3>Tin liên quan</h3>' + teasers(
            printed, '<div class="story"><a class="cms-link" href="{path}">{title}</a><div class="summary">{sapo}</div></div>'
        ) + "</div>"  # fmt: skip
        content = paragraphs_html(
            printed,
            lead=False,
            picture=photo,
            aside=aside,
            quote='<blockquote class="quote"><p>{}</p></blockquote>',
            skip_byline=True,
        )
        author = escape((printed.byline or "").replace("\n", " - "))
        body = (
            f'<div class="article"><h1 class="article__title cms-title">{escape(printed.title)}</h1><div class="article__meta">'
            f'<time class="time" datetime="{stamp.isoformat(timespec="seconds")}+0700">{stamp:%d/%m/%Y %H:%M}</time></div>'
            f'<div class="article__sapo cms-desc">{escape(printed.paragraphs[0])}</div>'
            f'<div class="article__body zce-content-body cms-body" itemprop="articleBody">{content}</div>'
            f'<div class="article__author"><span class="cms-author">{author}</span></div>'
            f'<div class="article__tag"><a href="/tinh-hinh-tag12.html">{SECTIONS.get(printed.section, "Tin tức")}</a></div></div>'
        )
        return self.shell(printed.title, body, self.json_ld(printed))


class PortalOutlet(Outlet):
    """``/{section}/{slug}-{digits}``: a portal whose lists go on by POST; one article hides behind a block page."""

    family = "portal_articlecontent"
    maps_always = False
    sections = ("kinh-te", "chinh-tri")
    first_number = 231_000
    form = re.compile(r"/[a-z-]+/[^/]+-(\d{6,7})")
    loader = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"

    def path(self, number: int) -> str:
        return f"/kinh-te/{self.slug(number)}-{self.first_number + number}"

    def number(self, path: str) -> int | None:
        found = self.form.fullmatch(path)
        return int(found[1]) - self.first_number if found else None

    @property
    def blocked(self) -> str:
        """A listed address that answers with a block page and status 200."""
        return f"/kinh-te/bai-viet-bi-he-thong-chan-{self.first_number - 1}"

    def mischief(self, request: Request) -> Response | None:
        return Response(BLOCK_PAGE.encode()) if request.path == self.blocked else None

    def section_path(self, key: str) -> str:
        return f"/{key}"

    def rows(self, page: int) -> str:
        return "".join(
            f'<div class="ArticleInMenu"><a class="article-title" href="{path}">{escape(title)}</a><span class="date">({self.moment(number):%d/%m/%Y})'
            f"</span><div>{escape(lead)}</div></div>"
            for number in self.newest(page, 10)
            for path, title, lead in (self.headline(number),)
        )

    def listing(self, request: Request) -> Response | None:
        if request.path == self.loader:
            return self.fragment(request)
        if request.path != "/" and request.path not in {self.section_path(key) for key in self.sections}:
            return None
        hidden = "".join(
            f'<input type="hidden" id="{name}" name="{name}" value="{value}">'
            for name, value in (("article_category_id", "117"), ("site_id", "22"), ("page", "1"), ("page_size", "10"))
        )
        rows = (
            self.rows(1)
            + f'<div class="ArticleInMenu"><a class="article-title" href="{self.blocked}">Bài viết bị hệ thống chặn</a></div>'
        )
        body = f'{hidden}<div id="articleList">{rows}</div><a class="more" href="javascript:LoadArticle()">Xem thêm</a>'
        return Response(self.shell(self.identity.name, body).encode())

    def fragment(self, request: Request) -> Response:
        """The list's next page, asked for by POST with fields read from the first."""
        if request.method != "POST":
            return Response(b"", status=405)
        fields = posted(request)
        if fields.get("article_category_id") != "117" or fields.get("site_id") != "22":
            return NOT_FOUND
        page = fields.get("page", "1")
        return Response(self.rows(int(page) if page.isdigit() else 1).encode())

    def article_html(self, printed: Printed) -> str:
        stamp = printed.updated
        photo = '<figure><img src="/Uploads/{stem}.jpg" alt=""><figcaption>{caption}</figcaption></figure>'
        aside = '<div class="ArticleRelated"><b>Các tin khác</b>' + teasers(
            printed, '<div><a href="{path}">{title}</a> {sapo}</div>'
        ) + "</div>"  # fmt: skip
        content = paragraphs_html(printed, lead=False, picture=photo, aside=aside)
        body = (
            f'<div class="ArticleDetail"><h1 class="ArticleHeader">{escape(printed.title)}</h1><div class="PostDate">{stamp:%d/%m/%Y %H:%M}</div>'
            f'<div class="ArticleSummary">{escape(printed.paragraphs[0])}</div><div class="ArticleContent">{content}</div></div>'
        )
        return self.shell(printed.title, body)


def posted(request: Request) -> dict[str, str]:
    """The fields of a form or JSON body."""
    text = request.body.decode("utf-8", "replace")
    if "json" in request.headers.get("content-type", ""):
        try:
            data = json.loads(text or "{}")
        except ValueError:
            return {}
        return {name: str(value) for name, value in data.items()} if isinstance(data, dict) else {}
    return {name: values[0] for name, values in parse_qs(text).items()}


class SharePointOutlet(Outlet):
    """``/Pages/tin-tuc.aspx?nid=N``: a portal whose query carries the id, with ``?PageIndex=N`` lists."""

    family = "sharepoint"
    maps_always = False
    sections = ("kinh-te", "chinh-tri")
    first_number = 7_000
    form = re.compile(r"/[\w/-]+\.aspx\?(?:.*&)?nid=(\d+)(?:&.*)?", re.IGNORECASE)

    def path(self, number: int) -> str:
        return f"/tin-tuc/Pages/{self.slug(number)}.aspx?nid={self.first_number + number}"

    def number(self, path: str) -> int | None:
        found = self.form.fullmatch(path)
        return int(found[1]) - self.first_number if found else None

    def section_path(self, key: str) -> str:
        return f"/{key}/Pages/default.aspx"

    def listing(self, request: Request) -> Response | None:
        if request.path != "/" and request.path not in {self.section_path(key) for key in self.sections}:
            return None
        asked = request.query.get("PageIndex", "1")
        page = int(asked) if asked.isdigit() else 1
        rows = "".join(
            f'<div class="tandan-item"><a class="tandan-title" href="{path}">{escape(title)}</a><span>({self.moment(number):%d/%m/%Y})</span></div>'
            for number in self.newest(page)
            for path, title, _ in (self.headline(number),)
        )
        following = f'<a class="next" href="?PageIndex={page + 1}">Sau</a>' if page < self.last_page else ""
        return Response(self.shell(self.identity.name, rows + following).encode())

    def article_html(self, printed: Printed) -> str:
        stamp = printed.updated
        photo = '<figure><img src="/PublishingImages/{stem}.jpg"><figcaption>{caption}</figcaption></figure>'
        aside = '<div class="tandan-related"><b>Tin liên quan</b>' + teasers(
            printed, '<p><a href="{path}">{title}</a> {sapo}</p>'
        ) + "</div>"  # fmt: skip
        content = paragraphs_html(printed, lead=False, picture=photo, aside=aside)
        body = (
            f'<h1 class="tandan-p-article-news-title">{escape(printed.title)}</h1>'
            f'<span class="tandan-span-date-publish">{stamp:%d/%m/%Y %H:%M}</span>'
            f'<p class="tandan-p-article-news-summary">{escape(printed.paragraphs[0])}</p>'
            f'<div class="ms-rtestate-field">{content}</div>'
        )
        return self.shell(printed.title, body, '<meta name="GENERATOR" content="Microsoft SharePoint">')


class LiferayOutlet(Outlet):
    """``/vi/w/{slug}``: no id, slugs that lose đ, and lists whose next link is a long portlet address ending in ``_cur``."""

    family = "liferay"
    maps_always = False
    loses_d = True
    sections = ("kinh-te", "chinh-tri")
    form = re.compile(r"/vi/w/[a-z0-9-]+-(\d+)")
    portlet = "p_p_id=asset_INSTANCE_q7Tx&p_p_lifecycle=0&_asset_INSTANCE_q7Tx_delta=12&_asset_INSTANCE_q7Tx_cur="

    def path(self, number: int) -> str:
        return f"/vi/w/{self.slug(number)}-{number + 1}"

    def number(self, path: str) -> int | None:
        found = self.form.fullmatch(path)
        number = int(found[1]) - 1 if found else -1
        # The slug counts here: another one with the same end is no article.
        return number if 0 <= number < self.articles and self.path(number) == path else None

    def section_path(self, key: str) -> str:
        return f"/vi/{key}"

    def listing(self, request: Request) -> Response | None:
        if request.path != "/" and request.path not in {self.section_path(key) for key in self.sections}:
            return None
        asked = request.query.get("_asset_INSTANCE_q7Tx_cur", "1")
        page = int(asked) if asked.isdigit() else 1
        rows = "".join(
            f'<div class="asset-abstract"><h3><a href="{path}">{escape(title)}</a></h3><span>{self.moment(number):%d/%m/%Y}</span></div>'
            for number in self.newest(page)
            for path, title, _ in (self.headline(number),)
        )
        if page < self.last_page:
            rows += f'<ul class="pagination"><li><a href="{request.path}?{escape(self.portlet)}{page + 1}">Tiếp theo</a></li></ul>'
        return Response(self.shell(self.identity.name, f'<div class="portlet-asset-publisher">{rows}</div>').encode())

    def article_html(self, printed: Printed) -> str:
        stamp = printed.updated
        photo = '<figure><img src="/documents/20181/0/{stem}.jpg" alt="{caption}"><figcaption>{caption}</figcaption></figure>'
        aside = '<div class="related-assets"><b>Tin liên quan</b>' + teasers(
            printed, '<p><a href="{path}">{title}</a> {sapo}</p>'
        ) + "</div>"  # fmt: skip
        content = paragraphs_html(printed, lead=False, picture=photo, aside=aside)
        body = (
            f'<div class="journal-content-article"><h1 id="contentDetailTitleId">{escape(printed.title)}</h1>'
            f'<span class="publish-date">{stamp:%d/%m/%Y %H:%M}</span><div id="sapoDetailId">{escape(printed.paragraphs[0])}</div>'
            f'<div id="contentDetail">{content}</div></div>'
        )
        return self.shell(printed.title, body, '<meta name="generator" content="Liferay Portal">')
