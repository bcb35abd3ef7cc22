"""CSV as spreadsheets write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.tables import read_table

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.intent.documents import Document

TWO_ROWS = [{"name": "a", "hub": "x"}, {"name": "b", "hub": "y, z"}]


def read(content: bytes) -> Document:
    return read_table(content, "sites.csv", columns=["name", "hub", "legacy"], required=["name", "hub"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'name,hub\na,x\nb,"y, z"\n', id="plain"),
        pytest.param(b'\xef\xbb\xbfname,hub\r\na,x\r\nb,"y, z"\r\n', id="byte order mark and CRLF"),
        pytest.param(b"name;hub;;\na;x;;\nb;y, z;;\n;;;\n", id="semicolons and empty columns and rows"),
        pytest.param(b"name\thub\na\tx\nb\ty, z\n", id="tabs"),
        pytest.param(b'Name , HUB\n a , x \n b , "y, z"\n', id="spaces and capitals"),
        pytest.param(b'# sites\n\nname,hub\n\n  # Adair\na,x\n\nb,"y, z"', id="comments, blank lines, no end of line"),
        pytest.param(b'name,hub,legacy\na,x,\nb,"y, z",\n', id="empty cells"),
        pytest.param(b'"name","hub"\n"a","x"\n"b","y, z"\n', id="everything quoted"),
    ],
)
def test_tolerated(content: bytes) -> None:
    document = read(content)
    assert document.problems == []
    assert document.value == TWO_ROWS


def test_lines_count_comments_and_values_over_several_lines() -> None:
    document = read(b'# one\nname,hub\n\n"a","x\nx"\nb,y\n')
    assert document.value == [{"name": "a", "hub": "x\nx"}, {"name": "b", "hub": "y"}]
    assert [str(document.places[path]) for path in ((), (0,), (1,))] == ["sites.csv:2", "sites.csv:4", "sites.csv:6"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "sites.csv: file: there is no header. Expected: a first line name,hub,legacy."),
        (
            b"name,hub\na,\xff\n",
            "sites.csv:2: file: byte 0xff is not UTF-8 text. Expected: text in UTF-8. Remedy: save the file with the "
            "encoding UTF-8.",
        ),
        (
            "name,hub\n".encode("utf-16"),
            "sites.csv:1: file: byte 0xff is not UTF-8 text. Expected: text in UTF-8. Remedy: save the file with the "
            "encoding UTF-8.",
        ),
        (
            b"name,hub,note\na,x,new\n",
            "sites.csv:1: header: unknown column note. Expected: the columns name, hub, legacy. Remedy: remove the "
            "column.",
        ),
        (
            b'name,hub\na,"x"y\n',
            "sites.csv:2: file: quotes are not closed or stand inside a value. Expected: values without quotes, or in "
            "a pair of quotes. Remedy: remove the quotes.",
        ),
    ],
)
def test_refused(content: bytes, problem: str) -> None:
    document = read(content)
    assert [str(found) for found in document.problems] == [problem]
    assert not document.readable
