"""The set format and the commands of ``load set``."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos import setform
from ansible_collections.statenet.junos.plugins.module_utils.junos.lexer import ConfigSyntaxError
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from hypothesis import given

from . import samples


@samples.quick
@given(samples.commands())
def test_printed_commands_read_back(commands: list[str]) -> None:
    tree = setform.parse_set("\n".join(commands))
    assert setform.parse_set(setform.print_set(tree)) == tree


def test_the_commands_of_a_router() -> None:
    printed = setform.print_set(parse_text(samples.ROUTER)).splitlines()
    for line in (
        "set groups re0 system host-name okc-core1-re0",
        "set apply-groups re1",
        'set interfaces et-0/0/2 description "CORE: tul-core1 [100G]"',
        "set interfaces et-0/0/2 gigether-options 802.3ad ae10",
        "set interfaces et-0/0/2 unit 0 family iso",
        "set policy-options policy-statement CE-IN term sites from route-filter 10.110.0.0/16 upto /30",
        "set routing-instances PUBSAFE protocols bgp group CE import ( CE-IN && CE-FILTER )",
        "set routing-instances PUBSAFE route-distinguisher 10.0.255.11:101",
        "set protocols mpls label-switched-path okc-tul priority 6 6",
    ):
        assert line in printed
    place = printed.index("deactivate interfaces et-0/0/2 unit 0 family mpls")
    assert printed[place - 1] == "set interfaces et-0/0/2 unit 0 family mpls maximum-labels 5"


BASE = """\
set system host-name a
set system name-server 1.1.1.1
set system name-server 2.2.2.2
set system name-server 3.3.3.3
set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24
set protocols isis interface ge-0/0/0.0 point-to-point
set policy-options policy-statement P term a then accept
set policy-options policy-statement P term b then reject
set protocols bgp group G import [ x y z ]
"""


@pytest.mark.parametrize(
    ("command", "gone", "added"),
    [
        ("delete system host-name", ["set system host-name a"], []),
        ("delete system host-name a", ["set system host-name a"], []),
        ("delete system name-server", ["set system name-server 1.1.1.1", "set system name-server 2.2.2.2",
                                       "set system name-server 3.3.3.3"], []),
        ("delete protocols bgp group G import [ x z ]", ["set protocols bgp group G import x",
                                                         "set protocols bgp group G import z"], []),
        ("delete protocols bgp group G import", ["set protocols bgp group G import x",
                                                 "set protocols bgp group G import y",
                                                 "set protocols bgp group G import z"],
         ["set protocols bgp group G"]),
        ("delete protocols isis interface ge-0/0/0.0",
         ["set protocols isis interface ge-0/0/0.0 point-to-point"], []),
        ("delete interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24",
         ["set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24"],
         ["set interfaces ge-0/0/0 unit 0 family inet"]),
        ("deactivate interfaces ge-0/0/0", [], ["deactivate interfaces ge-0/0/0"]),
        ("protect system", [], ["protect system"]),
        ("rename policy-options policy-statement P term a to term c",
         ["set policy-options policy-statement P term a then accept"],
         ["set policy-options policy-statement P term c then accept"]),
        ("rename interfaces ge-0/0/0 to ge-0/0/1",
         ["set interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24"],
         ["set interfaces ge-0/0/1 unit 0 family inet address 10.0.0.1/24"]),
        ("copy interfaces ge-0/0/0 to ge-0/0/1", [],
         ["set interfaces ge-0/0/1 unit 0 family inet address 10.0.0.1/24"]),
        ("set policy-options policy-statement P term a then reject",
         ["set policy-options policy-statement P term a then accept"],
         ["set policy-options policy-statement P term a then reject"]),
        ("set system host-name b", ["set system host-name a"], ["set system host-name b"]),
        ("delete", BASE.splitlines(), []),
    ],
)
def test_commands(command: str, gone: list[str], added: list[str]) -> None:
    base = setform.parse_set(BASE)
    before = set(setform.print_set(base).splitlines())
    after = set(setform.print_set(setform.apply_set(base, [command])).splitlines())
    assert before - after == {line for line in before if line in _single(gone)}
    assert after - before == set(added)


def _single(lines: list[str]) -> set[str]:
    """Brackets of the base as they are printed: a line for each value."""
    return {line for line in setform.print_set(setform.parse_set("\n".join(lines))).splitlines() if line}


@pytest.mark.parametrize(
    ("command", "order"),
    [
        ("insert system name-server 3.3.3.3 before 1.1.1.1", ["3.3.3.3", "1.1.1.1", "2.2.2.2"]),
        ("insert system name-server 1.1.1.1 after name-server 2.2.2.2", ["2.2.2.2", "1.1.1.1", "3.3.3.3"]),
        ("insert system name-server 1.1.1.1 before 1.1.1.1", ["1.1.1.1", "2.2.2.2", "3.3.3.3"]),
    ],
)
def test_insert(command: str, order: list[str]) -> None:
    tree = setform.apply_set(setform.parse_set(BASE), [command])
    assert [name for name, _ in tree.children("system", "name-server")] == order


def test_activate_takes_the_mark_away() -> None:
    tree = setform.apply_set(setform.parse_set(BASE), ["deactivate system", "activate system"])
    assert tree == setform.parse_set(BASE)


def test_what_is_not_there_is_a_warning() -> None:
    tree, warnings = setform.apply_set_with_warnings(
        setform.parse_set(BASE),
        ["delete system domain-name", "deactivate interfaces ge-9/9/9", "delete system host-name b"],
    )
    assert warnings == (
        "statement not found: system domain-name",
        "statement not found: interfaces ge-9/9/9",
        "statement not found: system host-name b",
    )
    assert tree == setform.parse_set(BASE)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("set system hostname a", "1:(12) syntax error: hostname"),
        ("set system host-name", "1:(21) missing argument: "),
        ("set system name-server", "1:(23) missing argument: "),
        ("set", "1:(4) missing argument: "),
        ("configure system", "1:(1) syntax error: configure"),
        ("delete system bogus", "1:(15) syntax error: bogus"),
        ("set system host-name a b", "1:(24) syntax error: b"),
        ("insert system name-server 3.3.3.3 1.1.1.1", "1:(42) missing argument: "),
        ("rename interfaces ge-0/0/0 to ge-0/0/0", "1:(31) statement already exists: ge-0/0/0"),
    ],
)
def test_problems(line: str, message: str) -> None:
    with pytest.raises(ConfigSyntaxError) as caught:
        setform.apply_set(setform.parse_set(BASE), [line])
    assert [str(error) for error in caught.value.errors] == [message]


def test_all_lines_are_examined() -> None:
    with pytest.raises(ConfigSyntaxError) as caught:
        setform.parse_set("set system bogus\n# note\nset system host-name a\nset bogus\n")
    assert [error.line for error in caught.value.errors] == [1, 4]
