"""The crawl's own process: a Twisted reactor starts once in a process, so each crawl has one.

It is started by ``jobs.crawling`` and ends with the run that started it.
"""

from __future__ import annotations

import sys

from jobs.orphans import stop_with_parent

if __name__ == "__main__":
    stop_with_parent()
    from spiders.crawl import main

    sys.exit(main())
