"""What `pip install .` gives: the command and every data file, away from the checkout."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _unneeded(folder: str, names: list[str]) -> set[str]:
    """What stands at the top of a checkout and is no source of the build, and caches everywhere."""
    top = {"tests", "data", "demo-data", "build", "dist"} if Path(folder) == ROOT else set()
    return {
        name for name in names if name in top or name.startswith((".", "__pycache__")) or name.endswith(".egg-info")
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the built wheel unpacked; the dependencies come from the environment of the tests."""
    wheels, target = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    build = tmp_path_factory.mktemp("source") / "solieu"
    shutil.copytree(ROOT, build, ignore=_unneeded)
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(build)], check=True, timeout=240
    )
    (wheel,) = wheels.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True, timeout=240)
    return target


def _run(installed: Path, *command: str, text: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    return subprocess.run(
        command, cwd=installed.parent, env=environment, input=text, capture_output=True, text=True, timeout=120
    )


def test_the_command_and_its_modules_come_from_the_wheel(installed: Path) -> None:
    shown = _run(installed, sys.executable, str(installed / "bin" / "solieu"), "--help")
    assert shown.returncode == 0, shown.stderr
    assert "provincial news" in shown.stdout
    places = _run(installed, sys.executable, "-c", "import etl, solieu; print(etl.__file__, solieu.__file__)")
    assert places.stdout.count(str(installed)) == 2


def test_an_article_is_read_with_the_data_files_of_the_wheel(installed: Path) -> None:
    request = {
        "doc_id": "a",
        "province": "36",
        "published": "2022-04-08",
        "text": "Quý I-2022, chỉ số sản xuất công nghiệp của tỉnh ước tăng 9,87% so với cùng kỳ.",
    }
    answer = _run(
        installed,
        sys.executable,
        str(installed / "bin" / "solieu"),
        "extract",
        "--jsonl",
        text=json.dumps(request) + "\n",
    )
    (observation,) = json.loads(answer.stdout)["observations"]
    assert (observation["indicator"], observation["value"]) == ("iip", 9.87)


def test_sources_migrations_and_templates_are_packed(installed: Path) -> None:
    for pattern in (
        "spiders/**/*.yaml",
        "warehouse/**/*.sql",
        "etl/**/*.yaml",
        "etl/**/*.csv",
        "reports/**/*.yaml",
        "reports/templates/*",
        "jobs/*.toml",
    ):
        packed = {path.relative_to(installed) for path in installed.glob(pattern)}
        assert packed == {path.relative_to(ROOT) for path in ROOT.glob(pattern)}, pattern
        assert packed
