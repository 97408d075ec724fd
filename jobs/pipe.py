"""JSON lines in, JSON lines out: one answer a line, in order, flushed after each."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, BinaryIO

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def serve(answer: Answer, id_field: str, source: BinaryIO, sink: BinaryIO) -> None:
    """Answer every line of ``source`` on ``sink`` until it ends.

    A line that cannot be answered is answered with its id (null where there is none to read) and ``error``.
    """
    for line in iter(source.readline, b""):
        reply = _reply(answer, id_field, line)
        sink.write(json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sink.flush()


def _reply(answer: Answer, id_field: str, line: bytes) -> dict[str, Any]:
    identity: Any = None
    try:
        request = json.loads(line)
        if not isinstance(request, dict):
            return {id_field: None, "error": "a JSON object is expected"}
        identity = request.get(id_field)
        return answer(request)
    except Exception as error:  # noqa: BLE001  the process must go on with the next line, whatever this one held
        return {id_field: identity, "error": f"{type(error).__name__}: {error}"}
