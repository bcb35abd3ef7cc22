"""NETCONF framing."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin import framing
from ansible_collections.statenet.junos.plugins.module_utils.twin.errors import FramingError
from ansible_collections.statenet.junos.plugins.module_utils.twin.framing import Deframer, frame

MESSAGES = [b"<a/>", b"", b"<b>]]></b>", b"x" * 5000]


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000, 100000])
def test_messages_come_out_however_the_bytes_arrive(chunked: bool, size: int) -> None:
    messages = [message for message in MESSAGES if message or not chunked]
    stream = b"".join(frame(message, chunked=chunked) for message in messages)
    deframer = Deframer()
    deframer.chunked = chunked
    found = []
    for start in range(0, len(stream), size):
        deframer.feed(stream[start : start + size])
        while (message := deframer.next_message()) is not None:
            found.append(message.strip())
    assert found[: len(messages)] == messages


def test_a_message_of_several_chunks() -> None:
    deframer = Deframer()
    deframer.chunked = True
    deframer.feed(b"\n#4\n<rpc\n#2\n/>\n##\n")
    assert deframer.next_message() == b"<rpc/>"
    assert deframer.next_message() is None


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<rpc/>", "chunk header expected"),
        (b"\n##\n", "end of chunks without a chunk"),
        (b"\n#0\n", "chunk size expected"),
        (b"\n#-1\n", "chunk size expected"),
        (b"\n#9999999999\n", "message of more than 67108864 bytes"),
        (b"\n#12345678901234", "chunk header too long"),
    ],
)
def test_bad_chunks_are_refused(data: bytes, error: str) -> None:
    deframer = Deframer()
    deframer.chunked = True
    deframer.feed(data)
    with pytest.raises(FramingError) as caught:
        deframer.next_message()
    assert str(caught.value) == error


def test_a_message_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "MAX_MESSAGE", 1000)
    deframer = Deframer()
    deframer.feed(b"x" * 900)
    with pytest.raises(FramingError) as caught:
        deframer.feed(b"x" * 200)
    assert str(caught.value) == "message of more than 1000 bytes"
