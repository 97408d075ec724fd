"""The registry: what it loads, what it refuses and how it says so, and what an address means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from spiders.registry import Registry, load_registry, read_verified

GOOD = """\
id: bao-thu
name: Báo Thử
kind: party_newspaper
province: '37'
former_province: '36'
hosts: [127.0.0.1:8123]
home: http://127.0.0.1:8123/
families: [hexmonth]
"""


@pytest.fixture
def with_file(tmp_path: Path) -> Callable[[str], Registry]:
    def load(text: str) -> Registry:
        (tmp_path / "bao-thu.yaml").write_text(text, encoding="utf-8")
        return load_registry([tmp_path])

    return load


def test_packaged_files_have_no_problem(packaged: Registry) -> None:
    assert [str(problem) for problem in packaged.problems] == []


def test_an_extra_directory_adds_sources(with_file: Callable[[str], Registry]) -> None:
    registry = with_file(GOOD)
    assert registry.problems == []
    source = registry.source_for("http://127.0.0.1:8123/kinh-te/")
    assert source is not None
    assert source.id == "bao-thu"
    assert registry.source_for("http://127.0.0.1:8124/kinh-te/") is None


def test_a_directory_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "bao-thu.yaml").write_text(GOOD, encoding="utf-8")
    registry = load_registry([tmp_path, tmp_path / "." / ".." / tmp_path.name])
    assert registry.problems == []


def test_the_province_depends_on_the_day(with_file: Callable[[str], Registry]) -> None:
    source = with_file(GOOD).sources["bao-thu"]
    assert source.province_on(date(2025, 6, 30)) == "36"
    assert source.province_on(date(2025, 7, 1)) == "37"


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (("families: [hexmonth]", "families: [hexmoon]"), 8, "unknown family hexmoon"),
        (("province: '37'", "province: '36'"), 4, "unknown province code 36"),
        (("former_province: '36'", "former_province: '03'"), 5, "unknown province code 03"),
        (("province: '37'", "province: 02"), 4, "write it in quotes"),
        (("home:", "hoem:"), 7, "hoem: unknown key"),
        (("name: Báo Thử", "name: [Báo, Thử"), 3, "not YAML"),
        (("name: Báo Thử", "id: bao-hai"), 2, "key id stands here twice"),
        (("[127.0.0.1:8123]", "[127.0.0.1:8123, baothainguyen.vn]"), 6, "belongs to baothainguyen-vn"),
        (("id: bao-thu", "id: baothainguyen-vn"), 1, "is there already"),
        (("kind: party_newspaper", "kind: newspaper"), 3, "kind: Input should be"),
        (("home: http://127.0.0.1:8123/", "home: http://example.org/"), None, "on a host that hosts does not list"),
        (("families: [hexmonth]", "families: [hexmonth]\ndeny: ['(']"), 9, "bad regular expression"),
        (("families: [hexmonth]", "families: [hexmonth]\nenabled: true"), None, "needs verified"),
        (
            ("families: [hexmonth]", "families: [hexmonth]\nmerged_into: bao-xa\nstatus: merged"),
            9,
            "merged_into: no file describes",
        ),
        (
            ("families: [hexmonth]", "families: [hexmonth]\nselectors:\n  - id: a\n    selectors:\n      body: 'p['"),
            12,
            "bad CSS selector",
        ),
        (("families: [hexmonth]", "families: [hexmonth]\ntls: {legacy: true}"), 9, "needs its reason"),
        (("[127.0.0.1:8123]", "[127.0.0.1:8123, www.127.0.0.1:8123]"), None, "stands there twice"),
        (("families: [hexmonth]", "families: [hexmonth]\nlists: [{style: query_page}]"), 9, "needs parameter"),
        (
            ("families: [hexmonth]", "families: [hexmonth]\nlists: [{style: path_page, template: '{section}{self}'}]"),
            9,
            "bad template",
        ),
        (("families: [hexmonth]", "families: [hexmonth]\nhook: os:system"), 9, "String should match pattern"),
        (("families: [hexmonth]", "families: []"), 8, "at least 1 item"),
        (("home: http://127.0.0.1:8123/", "home: ftp://127.0.0.1:8123/"), 7, "bad address"),
        (("hosts: [127.0.0.1:8123]", "hosts: ['http://127.0.0.1:8123/']"), 6, "bad host"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    with_file: Callable[[str], Registry], change: tuple[str, str], line: int | None, reason: str
) -> None:
    registry = with_file(GOOD.replace(*change))
    assert any(reason in problem.reason for problem in registry.problems), registry.problems
    problem = next(problem for problem in registry.problems if reason in problem.reason)
    assert problem.file.name == "bao-thu.yaml"
    if line is not None:
        assert problem.line == line
    assert "baothainguyen-vn" in registry.sources


def test_a_huge_file_and_a_list_are_refused(with_file: Callable[[str], Registry]) -> None:
    assert "larger than" in with_file("#" * 300_000).problems[0].reason
    assert "mapping" in with_file("- a\n- b\n").problems[0].reason


def test_an_operator_replaces_a_packaged_source(with_file: Callable[[str], Registry], packaged: Registry) -> None:
    own = GOOD.replace("id: bao-thu", "id: baothainguyen-vn\nreplaces: true").replace(
        "127.0.0.1:8123", "baothainguyen.vn"
    )
    registry = with_file(own.replace("http:", "https:"))
    assert registry.problems == []
    assert registry.sources["baothainguyen-vn"].name == "Báo Thử"
    assert len(registry.sources) == len(packaged.sources)
    assert registry.source_for("https://baothainguyen.vn/") is registry.sources["baothainguyen-vn"]
    nothing = with_file(GOOD.replace("id: bao-thu", "id: bao-thu\nreplaces: true"))
    assert nothing.problems[0].reason == "there is no source bao-thu to replace"


def test_two_files_of_one_directory_do_not_replace_each_other(tmp_path: Path) -> None:
    text = GOOD.replace("id: bao-thu", "id: baothainguyen-vn\nreplaces: true")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    registry = load_registry([tmp_path])
    assert registry.files["baothainguyen-vn"].name == "a.yaml"
    assert [(problem.file.name, problem.line) for problem in registry.problems] == [("b.yaml", 1)]


def test_aliases_that_multiply_or_go_in_a_circle_end(with_file: Callable[[str], Registry]) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert with_file(GOOD + bomb).problems[0].reason == "a0: unknown key"
    assert with_file(GOOD + "notes: &n [*n]\n").problems
    assert with_file(GOOD + "notes: " + "[" * 20_000).problems


def test_days_of_checks_of_another_form_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "verified.json"
    for text in ("", "[]", '{"a": 1}', '{"a": {"verified": "hôm qua"}}', '{"a": {}}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=r"verified\.json"):
            read_verified(path)
