"""The floors on the annotated articles beside the checkout (``../shared/gold/dev``), by the project's own scorer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from etl.indicators import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
FLOORS = {"quantity": 0.95, "catalogued": 0.95, "dated": 0.93, "full": 0.90}


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "gold" / "dev").exists(), reason="needs ../shared beside the checkout")
def test_floors(tmp_path: Path) -> None:
    gold = SHARED / "gold" / "dev"
    answers = tmp_path / "answers.jsonl"
    with answers.open("w", encoding="utf-8") as file:
        for path in sorted(gold.glob("dev-*.json")):
            one = json.loads(path.read_text(encoding="utf-8"))
            published = date.fromisoformat(one["published"][:10])
            found = read(one["text"], province=one["province"], published=published, title=one["title"])
            row = {"doc_id": one["doc_id"], "observations": [asdict(item) for item in found]}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    scorer = [sys.executable, str(SHARED / "gold" / "score.py"), str(gold), str(answers)]
    report = subprocess.run(scorer, capture_output=True, text=True, check=False).stdout
    reached = {name: float(value) for name, value in re.findall(r"^(\w+) +P .*F1 ([\d.]+)", report, re.M)}
    assert {name: reached[name] >= floor for name, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True), report
