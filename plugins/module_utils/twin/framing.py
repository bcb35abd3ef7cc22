"""NETCONF framing: bytes of a session into messages and back (RFC 6242, section 4)."""

from __future__ import annotations

from .errors import FramingError

END_OF_MESSAGE = b"]]>]]>"
MAX_MESSAGE = 64 * 1024 * 1024
"""Bytes; a bigger message ends the session."""
_MAX_HEADER = 13  # LF, HASH, ten digits, LF


class Deframer:
    """Cuts a stream of bytes into messages.

    ``chunked`` may be switched on between two messages, as the hello exchange does.
    """

    def __init__(self) -> None:
        self.chunked = False
        self._buffer = bytearray()
        self._searched = 0
        self._chunks = bytearray()

    def feed(self, data: bytes) -> None:
        """Take in what arrived.

        Raises:
            FramingError: More is waiting than a message may have.
        """
        self._buffer += data
        if len(self._buffer) + len(self._chunks) > MAX_MESSAGE:
            message = f"message of more than {MAX_MESSAGE} bytes"
            raise FramingError(message)

    def next_message(self) -> bytes | None:
        """The next whole message; None while it is incomplete.

        Raises:
            FramingError: The bytes are no chunked framing.
        """
        return self._next_chunked() if self.chunked else self._next_delimited()

    def _next_delimited(self) -> bytes | None:
        end = self._buffer.find(END_OF_MESSAGE, self._searched)
        if end < 0:
            self._searched = max(0, len(self._buffer) - len(END_OF_MESSAGE) + 1)
            return None
        message = bytes(self._buffer[:end])
        del self._buffer[: end + len(END_OF_MESSAGE)]
        self._searched = 0
        return message

    def _next_chunked(self) -> bytes | None:
        while True:
            header = self._header()
            if header is None:
                return None
            size, length = header
            if size == 0:
                del self._buffer[:length]
                message = bytes(self._chunks)
                self._chunks.clear()
                return message
            if len(self._buffer) < length + size:
                return None
            self._chunks += self._buffer[length : length + size]
            del self._buffer[: length + size]

    def _header(self) -> tuple[int, int] | None:
        """Size of the chunk (0: end of chunks) and length of its header; None while incomplete."""
        if not b"\n#".startswith(self._buffer[:2]):
            message = "chunk header expected"
            raise FramingError(message)
        end = self._buffer.find(b"\n", 2, _MAX_HEADER)
        if end < 0:
            if len(self._buffer) >= _MAX_HEADER:
                message = "chunk header too long"
                raise FramingError(message)
            return None
        digits = bytes(self._buffer[2:end])
        if digits == b"#":
            if not self._chunks:
                message = "end of chunks without a chunk"
                raise FramingError(message)
            return 0, end + 1
        if not digits.isdigit() or digits.startswith(b"0"):
            message = "chunk size expected"
            raise FramingError(message)
        if int(digits) > MAX_MESSAGE:
            message = f"message of more than {MAX_MESSAGE} bytes"
            raise FramingError(message)
        return int(digits), end + 1


def frame(message: bytes, *, chunked: bool) -> bytes:
    """``message`` as it goes over the wire."""
    if not chunked:
        return message + b"\n" + END_OF_MESSAGE + b"\n"
    return b"\n#%d\n%b\n##\n" % (len(message), message)
