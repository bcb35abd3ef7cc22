"""A pool of blocks changes how fast configurations are read, never what they mean."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.blocks import Block, BlockPool, block_ends
from ansible_collections.statenet.junos.plugins.module_utils.junos.compare import compare
from ansible_collections.statenet.junos.plugins.module_utils.junos.lexer import ConfigSyntaxError
from ansible_collections.statenet.junos.plugins.module_utils.junos.load import load
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from hypothesis import given

from . import samples

NTP = "system {\n    ntp {\n        server 192.0.2.41;\n    }\n}\n"
PORT = "interfaces {\n    ge-0/0/1 {\n        unit 0 {\n            family inet;\n        }\n    }\n}\n"


def test_a_block_is_read_once() -> None:
    pool = BlockPool()
    one, other = parse_text(NTP, pool=pool), parse_text("system {\n    host-name b;\n}\n" + NTP, pool=pool)
    mine, theirs = one.get("system", "ntp"), other.get("system", "ntp")
    assert mine is not None
    assert theirs is not None
    assert isinstance(mine.below, Block)
    assert mine.below is theirs.below


@samples.quick
@given(samples.commands(), samples.commands())
def test_texts_mean_the_same_with_a_pool(one: list[str], other: list[str]) -> None:
    pool = BlockPool()
    for commands in (one, other, one + other, other + one):
        text = print_text(parse_set("\n".join(commands)))
        for _ in range(2):
            read = parse_text(text, pool=pool)
            assert read == parse_text(text)
            assert print_text(read) == print_text(read) == text


@samples.quick
@given(samples.commands(), samples.commands())
def test_a_statement_that_is_repeated_adds_to_a_shared_block(one: list[str], other: list[str]) -> None:
    pool = BlockPool()
    first, second = print_text(parse_set("\n".join(one))), print_text(parse_set("\n".join(other)))
    for text in (first, second, first + second, second + first, first + second + first):
        assert print_text(parse_text(text, pool=pool)) == print_text(parse_text(text))
    assert print_text(parse_text(first, pool=pool)) == first


def test_an_edit_leaves_shared_blocks_as_they_are() -> None:
    pool = BlockPool()
    one, other = parse_text(PORT, pool=pool), parse_text(PORT, pool=pool)
    changed = load(one, parse_text("interfaces {\n    ge-0/0/1 {\n        mtu 9000;\n    }\n}\n", pool=pool), "merge")
    assert print_text(other) == print_text(parse_text(PORT, pool=pool)) == PORT
    assert compare(other, changed) == "[edit interfaces ge-0/0/1]\n+   mtu 9000;\n"
    assert not compare(one, other)


def test_errors_stand_where_they_are_and_are_not_remembered() -> None:
    pool = BlockPool()
    text = NTP + "system {\n    ntp {\n        colour blue;\n    }\n}\n"
    for _ in range(2):
        with pytest.raises(ConfigSyntaxError) as caught:
            parse_text(text, pool=pool)
        assert [str(error) for error in caught.value.errors] == ["8:(9) syntax error: colour"]
        assert [error.path for error in caught.value.errors] == ["[edit system ntp]"]


def test_a_full_pool_starts_anew() -> None:
    pool = BlockPool(limit=len(NTP))
    for text in (NTP, PORT, NTP, PORT):
        assert print_text(parse_text(text, pool=pool)) == text


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("a {\n}\n", {2: 4}),
        ("a { b { } }", {2: 10, 6: 8}),
        ('a { b "}{"; }', {2: 12}),
        ('a { b "\\"}"; }', {2: 13}),
        ("a { /* } */ }", {}),
        ("a { # }\n }", {}),
        ("a { } }", {}),
        ("a { {", {}),
    ],
)
def test_braces_find_their_counterparts(text: str, ends: dict[int, int]) -> None:
    assert block_ends(text) == ends
