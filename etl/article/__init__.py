"""Pages to articles: title, times, byline, lead, body, captions and tables, each with its origin.

    reading = read_page(body, url, registry=registry)     # an Article, or a Rejection that says why

Structured metadata comes first, then the selectors of the page's CMS family, then a generic extractor. Bytes in any
encoding go in, text is NFC when it comes out. No input raises.
"""

from etl.article.page import read_page
from etl.article.pipe import answer

__all__ = ["answer", "read_page"]
