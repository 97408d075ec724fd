"""The command as its users type it: help with examples, pipes, and errors in one line."""

import json
from collections.abc import Iterator

import click
import pytest

import solieu
from tests.e2e.conftest import Command

TEXT = "Quý I-2022, chỉ số sản xuất công nghiệp của tỉnh ước tăng 9,87% so với cùng kỳ.\n"


def _verbs(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _verbs(command, (*path, name))
        else:
            yield (*path, name), command


VERBS = dict(_verbs(solieu.cli))


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_helps_with_an_example(verb: tuple[str, ...]) -> None:
    command = VERBS[verb]
    text = command.get_help(click.Context(command, info_name="solieu"))
    example = getattr(command, "example", "")
    assert "Example:" in text
    assert f"solieu {' '.join(verb)}" in example
    assert command.help


def test_the_verbs_of_the_main_job_are_there() -> None:
    main = "init run crawl refine load publish report import extract normalize article sql show status schedule demo"
    assert {verb[0] for verb in VERBS} >= set(main.split())


def test_extract_as_table_json_and_explanation(solieu: Command) -> None:
    arguments = ("extract", "--province", "36", "--published", "2022-04-08")
    table = solieu(*arguments, "-", text=TEXT).stdout
    assert "iip" in table
    assert "9.87" in table
    (row,) = json.loads(solieu(*arguments, "--json", "-", text=TEXT).stdout)
    assert (row["indicator"], row["value"], row["area"]) == ("iip", 9.87, "36")
    explained = solieu(*arguments, "--explain", "-", text=TEXT).stdout
    assert "no figure (period)" in explained
    assert "iip" in explained


def test_extract_jsonl_keeps_order_and_answers_every_line(solieu: Command) -> None:
    lines = [
        json.dumps({"doc_id": "a", "province": "36", "published": "2022-04-08", "text": TEXT}),
        "no json",
        json.dumps({"doc_id": "b", "province": "36", "published": "2022-04-08", "text": ""}),
    ]
    answers = [
        json.loads(line) for line in solieu("extract", "--jsonl", text="\n".join(lines) + "\n").stdout.splitlines()
    ]
    assert [answer["doc_id"] for answer in answers] == ["a", None, "b"]
    fields = (
        "start end subject indicator breakdown measure value unit period base status bound area confidence rule flags"
    )
    assert set(answers[0]["observations"][0]) >= set(fields.split())
    assert answers[1]["error"]
    assert answers[2]["observations"] == []


def test_normalize_jsonl(solieu: Command) -> None:
    lines = [
        {"id": 1, "phrase": "quý I-2022", "reference": "2022-04-08", "kind": "interval"},
        {"id": 2, "phrase": "8.634,8 tỷ đồng", "reference": None},
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    first, second = (json.loads(line) for line in solieu("normalize", "--jsonl", text=text).stdout.splitlines())
    assert (first["id"], first["start"], first["end"]) == (1, "2022-01-01", "2022-03-31")
    assert (second["value"], second["unit"]) == (8634800000000, "VND")


def test_article_jsonl(solieu: Command) -> None:
    body = (
        "<p>Sáng 8-4, lãnh đạo tỉnh dự lễ khởi công. Công trình do người dân góp công sức dựng lên trong ba năm.</p>"
        * 6
    )
    page = f"<html><body><article><h1>Khởi công nhà văn hóa</h1>{body}</article></body></html>"
    lines = [
        {"url": "https://example.vn/khoi-cong-nha-van-hoa-a1.html", "html": page},
        {"url": "https://example.vn/", "html": ""},
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    first, second = (json.loads(line) for line in solieu("article", "--jsonl", text=text).stdout.splitlines())
    assert first["title"] == "Khởi công nhà văn hóa"
    assert "góp công sức" in first["body"]
    assert second["body"] is None


def test_init_writes_a_configuration_once(solieu: Command) -> None:
    solieu("init")
    again = solieu("init", code=2)
    assert "is there already" in again.stderr
    solieu("status")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("sql", "select 1"), 3, "nothing is published yet"),
        (("show", "abc"), 3, "nothing is published yet"),
        (("search", "iip"), 3, "nothing is published yet"),
        (("report", "2022-Q1"), 3, "nothing is published yet"),
        (("--config", "absent.toml", "run"), 2, "no such configuration file"),
        (("import", "absent.txt"), 3, "absent.txt"),
        (("import", "absent.txt", "--province", "00"), 2, "no GSO code"),
        (("import", "absent.txt", "--published", "yesterday"), 2, "not an ISO date"),
        (("import", "absent.txt", "--source", "nobody"), 2, "no such source"),
        (("source", "show", "nobody"), 2, "no such source"),
        (("source", "check"), 2, "name a source"),
        (("warehouse", "generations"), 3, "no warehouse yet"),
        (("archive", "extract", "none.warc.gz", "0"), 2, "none.warc.gz"),
        (("run",), 3, "no source is enabled"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_errors_are_a_line_and_a_code(solieu: Command, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = (
        solieu("--data", "empty", *arguments, code=code)
        if arguments[0] != "--config"
        else solieu(*arguments, code=code)
    )
    assert said in done.stderr
    assert "Traceback" not in done.stderr
