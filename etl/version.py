"""Which rules read a page: a fingerprint of everything that decides what REFINE gives."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_RULE_FILES = ("*.py", "*.yaml", "*.yml", "*.csv", "*.json")


@lru_cache(maxsize=1)
def rule_version() -> str:
    """Twelve hex digits over the code and data of ``etl`` and the CMS families of the registry.

    The same files give the same version on every machine; any change of a rule gives a new one, and with it a new
    generation of observations over the whole archive.
    """
    etl = Path(__file__).parent
    families = etl.parent / "spiders" / "families"
    digest = hashlib.blake2b(digest_size=6)
    for root in (etl, families):
        for path in sorted(_rule_files(root), key=lambda path: path.relative_to(root).as_posix()):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _rule_files(root: Path) -> list[Path]:
    return [path for pattern in _RULE_FILES for path in root.rglob(pattern) if "__pycache__" not in path.parts]
