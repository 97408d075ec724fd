"""``solieu article --jsonl``: one page a line in, its fields a line out."""

from __future__ import annotations

from functools import cache
from typing import Any

from etl.article.page import read_page
from etl.model import Article, Rejection
from spiders.registry import Registry, load_registry


@cache
def packaged_registry() -> Registry:
    """The registry of the package, read once."""
    return load_registry()


def answer(request: dict[str, Any], registry: Registry | None = None) -> dict[str, Any]:
    """The fields of the page in ``html``; ``body`` is null, with the reason, where it holds no article.

    ``registry`` knows the families; the packaged one serves where none is given.
    Raises ValueError where the request has no ``html`` text.
    """
    url, html = request.get("url") or "", request.get("html")
    if not isinstance(html, str) or not isinstance(url, str):
        raise ValueError("a request needs the texts 'url' and 'html'")
    reading = read_page(html, url, registry=registry or packaged_registry())
    return _rejected(url, reading) if isinstance(reading, Rejection) else _answered(url, reading)


def _rejected(url: str, rejection: Rejection) -> dict[str, Any]:
    return {
        "url": url,
        "title": None,
        "published": None,
        "author": None,
        "body": None,
        "how": {"body": rejection.verdict, "reason": rejection.reason},
    }


def _answered(url: str, article: Article) -> dict[str, Any]:
    return {
        "url": url,
        "title": article.title,
        "published": _stamp(article),
        "author": article.author,
        "body": article.text,
        "lead": article.lead,
        "updated": article.updated.isoformat(timespec="seconds") if article.updated else None,
        "section": article.section,
        "captions": article.captions,
        "photographer": article.photographer,
        "agency": article.agency,
        "tags": article.tags,
        "canonical_url": article.canonical_url,
        "family": article.family,
        "how": article.how,
    }


def _stamp(article: Article) -> str | None:
    """ISO with zone at the precision that the page states: to the minute, the day, or only the month."""
    if article.published is None:
        return None
    if article.published_precision == "minute":
        return article.published.isoformat(timespec="seconds")
    return (
        article.published.date().isoformat()
        if article.published_precision == "day"
        else article.published.strftime("%Y-%m")
    )
