"""The JSON-lines contract: in order, flushed after each answer, an error instead of a stop."""

import io
import json
from typing import Any

from jobs.pipe import serve


class _Flushes(io.BytesIO):
    def __init__(self) -> None:
        super().__init__()
        self.flushed: list[int] = []

    def flush(self) -> None:
        self.flushed.append(self.tell())


def _double(request: dict[str, Any]) -> dict[str, Any]:
    return {"id": request["id"], "double": 2 * request["value"]}


def _answers(lines: bytes) -> tuple[list[dict[str, Any]], _Flushes]:
    sink = _Flushes()
    serve(_double, "id", io.BytesIO(lines), sink)
    return [json.loads(line) for line in sink.getvalue().splitlines()], sink


def test_answers_come_in_order_and_are_flushed_one_by_one() -> None:
    answers, sink = _answers(b'{"id": 1, "value": 2}\n{"id": 2, "value": 3}\n')
    assert answers == [{"id": 1, "double": 4}, {"id": 2, "double": 6}]
    assert len(sink.flushed) == 2


def test_a_bad_line_is_answered_with_its_id_and_the_process_goes_on() -> None:
    answers, _ = _answers(b'{"id": "a"}\nnot json\n[1]\n\xff\xfe\n{"id": 3, "value": 1}\n')
    assert [answer["id"] for answer in answers] == ["a", None, None, None, 3]
    assert all(answer["error"] for answer in answers[:4])
    assert answers[4] == {"id": 3, "double": 2}


def test_the_last_line_needs_no_line_end() -> None:
    answers, _ = _answers(b'{"id": 1, "value": 2}')
    assert answers == [{"id": 1, "double": 4}]
