"""The line between the crawl and its store: whole messages over a socket pair.

Both ends are processes of one crawl, so messages are pickled; nothing from outside ever comes this way.
"""

from __future__ import annotations

import pickle
import select
import socket
import struct
from collections import deque
from collections.abc import Iterator
from typing import Any

_LENGTH = struct.Struct("!Q")
_READ = 1 << 20


def pack(message: Any) -> bytes:
    """A message as it goes over the line: its length, then itself."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


class Unpacker:
    """Puts messages together from whatever pieces they arrive in."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """The messages that are whole with ``data``."""
        self._pending += data
        while len(self._pending) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._pending)
            end = _LENGTH.size + length
            if len(self._pending) < end:
                return
            message = pickle.loads(self._pending[_LENGTH.size : end])
            del self._pending[:end]
            yield message


class Inbox:
    """Messages from a socket, one at a time, for a process that may block."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._unpacker = Unpacker()
        self._messages: deque[Any] = deque()

    def get(self, timeout: float | None) -> Any:
        """The next message.

        :raise TimeoutError: none came in so many seconds
        :raise EOFError: the other end is gone; a message cut off half way is dropped
        """
        while not self._messages:
            if timeout is not None and not select.select([self._line], [], [], timeout)[0]:
                raise TimeoutError
            data = self._line.recv(_READ)
            if not data:
                raise EOFError("the other end of the line is gone")
            self._messages.extend(self._unpacker.feed(data))
        return self._messages.popleft()
