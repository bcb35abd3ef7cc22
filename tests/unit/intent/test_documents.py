"""YAML with the line of every value."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.intent.documents import read_yaml


def test_values_stay_text() -> None:
    document = read_yaml(b"a: 010\nb: no\nc: 22:00\nd: ~\ne: ''\nf: 1e3\ng:\n", "x.yml")
    assert document.value == {"a": "010", "b": "no", "c": "22:00", "d": None, "e": "", "f": "1e3", "g": None}


def test_places() -> None:
    document = read_yaml(b"# comment\na:\n  - b: 1\n    c:\n      - x\n      - y\n", "x.yml")
    assert {path: source.line for path, source in document.places.items()} == {
        (): 1,
        ("a",): 2,
        ("a", 0): 3,
        ("a", 0, "b"): 3,
        ("a", 0, "c"): 4,
        ("a", 0, "c", 0): 5,
        ("a", 0, "c", 1): 6,
    }


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a: &x [*x]\n", "x.yml:1: file: an alias (*) stands for a value. "),
        (b"a: &x {b: 1}\nc:\n  <<: *x\n", "x.yml:3: file: an alias (*) stands for a value. "),
        (b"? [a, b]\n: 1\n", "x.yml:1: file: a list or mapping is used as a key. "),
        (b"a: !vault x\n", "x.yml:1: file: there is a tag !vault. "),
        (b"!x", "x.yml:1: file: there is a tag !x. "),
        (b"a: 1\n---\nb: 2\n", "x.yml:2: file: this is not YAML (but found another document) at '---'. "),
        (b"a: \x00\n", "x.yml: file: this is not YAML (unreadable character). "),
        (b"[" * 30 + b"]" * 30, "x.yml:1: file: values are nested more than 20 levels deep. "),
        (b"a: 'x\n", "x.yml:2: file: this is not YAML (found unexpected end of stream). "),
        (b"a: @x\n", "x.yml:1: file: this is not YAML (found character that cannot start any token) at 'a: @x'. "),
        (b"a: b: c\n", "x.yml:1: file: this is not YAML (mapping values are not allowed in this context) at "),
    ],
)
def test_refused(content: bytes, problem: str) -> None:
    assert [str(found)[: len(problem)] for found in read_yaml(content, "x.yml").problems] == [problem]


def test_deep_nesting_is_no_crash() -> None:
    document = read_yaml(b"[" * 5_000, "x.yml")
    assert len(document.problems) == 1
