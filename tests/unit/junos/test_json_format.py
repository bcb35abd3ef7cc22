"""The JSON format and finding out a format."""

from __future__ import annotations

import json

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos import formats, jsonform, setform, xmlform
from ansible_collections.statenet.junos.plugins.module_utils.junos.lexer import ConfigSyntaxError
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from hypothesis import given

from . import samples


@samples.quick
@given(samples.commands())
def test_printed_json_reads_back(commands: list[str]) -> None:
    tree = setform.parse_set("\n".join(commands))
    assert jsonform.parse_json(jsonform.print_json(tree)) == tree


def test_a_router_survives() -> None:
    tree = parse_text(samples.ROUTER)
    assert print_text(jsonform.parse_json(jsonform.print_json(tree))) == samples.ROUTER


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("system { host-name a; no-redirects; }", {"system": {"host-name": "a", "no-redirects": [None]}}),
        ("apply-groups [ a b ];", {"apply-groups": ["a", "b"]}),
        ("interfaces { inactive: ge-0/0/0 { mtu 9000; } }",
         {"interfaces": {"interface": [{"@": {"inactive": True}, "name": "ge-0/0/0", "mtu": "9000"}]}}),
        ("system { inactive: host-name a; }", {"system": {"host-name": "a", "@host-name": {"inactive": True}}}),
        ("protocols { mpls; }", {"protocols": {"mpls": [None]}}),
        ("apply-groups a;\ninactive: apply-groups b;",
         {"apply-groups": ["a", "b"], "@apply-groups": [None, {"inactive": True}]}),
        ("policy-options { policy-statement P { from { route-filter 10.0.0.0/8 exact; } } }",
         {"policy-options": {"policy-statement": [
             {"name": "P", "from": {"route-filter": [{"address": "10.0.0.0/8", "exact": [None]}]}}]}}),
        ("/* why */ system { host-name a; }",
         {"system": {"@": {"comment": "/* why */"}, "host-name": "a"}}),
    ],
)
def test_objects(text: str, data: dict[str, object]) -> None:
    tree = parse_text(text)
    assert jsonform.to_json(tree) == {"configuration": data}
    assert jsonform.parse_json({"configuration": data}) == tree


def test_numbers_booleans_and_the_old_wrapping() -> None:
    data = {"configuration": [{"interfaces": [{"interface": [{"name": {"data": "x"}["data"], "mtu": 1500}]}]}]}
    assert jsonform.parse_json(json.dumps(data)) == parse_text("interfaces { x { mtu 1500; } }")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "1:(2) no JSON: "),
        ("[]", "1:(1) no object 'configuration': "),
        ('{"configuration": {"system": {"bogus": 1}}}', "0:(1) syntax error: bogus"),
        ('{"configuration": {"system": {"not a name": 1}}}', "0:(1) syntax error: not a name"),
        ('{"configuration": {"system": {"host-name": "\\u0000"}}}', "0:(1) syntax error: host-name"),
        ("[" * 100_000, "1:(1) no JSON: "),
    ],
)
def test_problems(text: str, message: str) -> None:
    with pytest.raises(ConfigSyntaxError) as caught:
        jsonform.parse_json(text)
    assert [str(error) for error in caught.value.errors] == [message]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("set system host-name a", "set"),
        ("# note\n\n  delete system", "set"),
        ("<configuration/>", "xml"),
        ('  {"configuration": {}}', "json"),
        ("system {\n", "text"),
        ("apply-groups a;", "text"),
        ("", "text"),
    ],
)
def test_formats_are_found_out(text: str, form: str) -> None:
    assert formats.detect(text) == form


def test_every_format_gives_the_same_tree() -> None:
    tree = parse_text("system { host-name a; }")
    for written in (print_text(tree), setform.print_set(tree), xmlform.print_xml(tree), jsonform.print_json(tree)):
        assert formats.parse(written) == tree
