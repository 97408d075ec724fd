"""Running a crawl in its own process, as the product does, and reading what it left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from spiders.archive import ArchivedPage, iter_pages, segments

ROOT = Path(__file__).parents[2]


class Place:
    """A data directory with its configuration."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.data = directory / "data"
        self.sources = directory / "sources"
        self.runs = 0

    def config(self, **changes: Any) -> Path:
        self.runs += 1
        config = {
            "run_id": f"run-{self.runs:04d}",
            "data_dir": str(self.data),
            "extra_source_dirs": [str(self.sources)],
            "allow_loopback": True,
            "contact": "test@example.org",
            "limits": {"seconds": 60, "pages_per_list": 5},
            **changes,
        }
        path = self.directory / f"config-{self.runs}.json"
        path.write_text(json.dumps(config), "utf-8")
        return path

    def start(self, max_file: int | None = None, **changes: Any) -> subprocess.Popen[bytes]:
        """Start a crawl; ``max_file`` bytes is the longest file it can write, as on a disk that fills up."""
        command = [sys.executable, "-m", "spiders.crawl", "--config", str(self.config(**changes))]
        if max_file is not None:
            limit = f"import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({max_file},) * 2)"
            command = [sys.executable, "-c", f"{limit}; os.execv(sys.argv[1], sys.argv[1:])", *command]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])}
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def crawl(self, **changes: Any) -> dict[str, dict[str, Any]]:
        """Crawl to the end; each source's result by its id without the prefix."""
        process = self.start(**changes)
        self.out, err = process.communicate(timeout=120)
        self.err = err.decode()
        assert process.returncode == 0, self.err
        return self.results()

    @property
    def run_dir(self) -> Path:
        """What the last run left of itself."""
        return self.data / "state" / "runs" / f"run-{self.runs:04d}"

    def results(self) -> dict[str, dict[str, Any]]:
        result: dict[str, Any] = json.loads((self.run_dir / "crawl.json").read_text("utf-8"))
        return {source["source_id"].removeprefix("t-"): source for source in result["sources"]}

    def pages(self, roles: set[str] | None = None) -> list[ArchivedPage]:
        archive = self.data / "archive"
        wanted = {"article"} if roles is None else roles
        return [page for info in segments(archive) for page in iter_pages(archive, info.segment, roles=wanted)]

    def captures(self) -> Counter[tuple[str, str]]:
        """How often each (address, payload) stands in the archive in full."""
        return Counter((page.url, page.payload_digest) for page in self.pages())
