"""What ``load`` does with a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.load import load
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import (
    apply_set,
    apply_set_with_warnings,
    parse_set,
    print_set,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from ansible_collections.statenet.junos.plugins.module_utils.junos.xmlform import parse_xml_with_moves
from hypothesis import given

from . import samples

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.load import Action

BASE = """\
system {
    host-name a;
    name-server {
        1.1.1.1;
        2.2.2.2;
    }
    ntp {
        server 1.1.1.1 prefer;
    }
}
protocols {
    bgp {
        group G {
            import [ x y ];
            neighbor 10.0.0.1;
            neighbor 10.0.0.2;
        }
    }
}
"""


@pytest.mark.parametrize(
    ("action", "patch", "gone", "added"),
    [
        ("merge", "system { host-name b; }", ["set system host-name a"], ["set system host-name b"]),
        ("merge", "system { name-server { 3.3.3.3; } }", [], ["set system name-server 3.3.3.3"]),
        ("merge", "system { replace: ntp { server 2.2.2.2; } }", [], ["set system ntp server 2.2.2.2"]),
        ("replace", "system { replace: ntp { server 2.2.2.2; } }", ["set system ntp server 1.1.1.1 prefer"],
         ["set system ntp server 2.2.2.2"]),
        ("replace", "protocols { bgp { group G { replace: import [ z ]; } } }",
         ["set protocols bgp group G import x", "set protocols bgp group G import y"],
         ["set protocols bgp group G import z"]),
        ("replace", "protocols { bgp { group G { replace: neighbor 10.0.0.2 { peer-as 1; } } } }",
         ["set protocols bgp group G neighbor 10.0.0.2"], ["set protocols bgp group G neighbor 10.0.0.2 peer-as 1"]),
        ("replace", "system { host-name b; }", ["set system host-name a"], ["set system host-name b"]),
        ("merge", "system { delete: host-name; }", ["set system host-name a"], []),
        ("merge", "system { delete: name-server; }",
         ["set system name-server 1.1.1.1", "set system name-server 2.2.2.2"], []),
        ("merge", "system { name-server { delete: 1.1.1.1; } }", ["set system name-server 1.1.1.1"], []),
        ("merge", "protocols { bgp { delete: group G; } }",
         ["set protocols bgp group G import x", "set protocols bgp group G import y",
          "set protocols bgp group G neighbor 10.0.0.1", "set protocols bgp group G neighbor 10.0.0.2"],
         ["set protocols bgp"]),
        ("merge", "inactive: system { host-name a; }", [], ["deactivate system"]),
        ("override", "system { host-name b; delete: domain-name x; }",
         ["set system host-name a", "set system name-server 1.1.1.1", "set system name-server 2.2.2.2",
          "set system ntp server 1.1.1.1 prefer", "set protocols bgp group G import x",
          "set protocols bgp group G import y", "set protocols bgp group G neighbor 10.0.0.1",
          "set protocols bgp group G neighbor 10.0.0.2"], ["set system host-name b"]),
    ],
)
def test_actions(action: Action, patch: str, gone: list[str], added: list[str]) -> None:
    base = parse_text(BASE)
    result = load(base, parse_text(patch), action)
    before, after = set(print_set(base).splitlines()), set(print_set(result).splitlines())
    assert before - after == set(gone)
    assert after - before == set(added)
    assert print_text(base) == BASE


def test_active_takes_the_mark_away() -> None:
    candidate = parse_text("inactive: system { host-name a; }")
    assert load(candidate, parse_text("active: system { host-name a; }"), "merge") == parse_text("system host-name a;")


def test_an_annotation_stays_unless_it_is_replaced() -> None:
    candidate = parse_text("system { /* old */ host-name a; }")
    changed = load(candidate, parse_text("system host-name b;"), "merge")
    assert changed == parse_text("system { /* old */ host-name b; }")
    assert load(candidate, parse_text("system { /* new */ host-name a; }"), "merge") == parse_text(
        "system { /* new */ host-name a; }"
    )


def test_a_replaced_entry_keeps_its_place() -> None:
    candidate = parse_text(BASE)
    patch = parse_text("protocols { bgp { group G { replace: neighbor 10.0.0.1 { peer-as 1; } } } }")
    result = load(candidate, patch, "replace")
    assert [name for name, _ in result.children("protocols", "bgp", "group", "G", "neighbor")] == [
        "10.0.0.1", "10.0.0.2"
    ]


def test_update_shares_what_is_equal() -> None:
    old = parse_text(BASE)
    new = parse_text(BASE.replace("host-name a", "host-name b"))
    result = load(old, new, "update")
    assert result == new
    assert result.get("protocols") is old.get("protocols")
    assert load(old, parse_text(BASE), "override") is old


@samples.quick
@given(samples.commands(), samples.commands())
def test_laws(one: list[str], other: list[str]) -> None:
    old, new = parse_set("\n".join(one)), parse_set("\n".join(other))
    before = print_set(old), print_set(new)
    assert load(old, new, "override") == new
    assert load(old, new, "update") == new
    merged = load(old, new, "merge")
    assert load(merged, new, "merge") == merged
    assert load(old, new, "replace") == merged
    assert parse_text(print_text(merged)) == merged
    assert (print_set(old), print_set(new)) == before


@samples.quick
@given(samples.commands(), samples.commands())
def test_update_is_override_in_effect(one: list[str], other: list[str]) -> None:
    old, new = parse_set("\n".join(one)), parse_set("\n".join(other))
    assert load(old, new, "update") == load(old, new, "override") == new


@pytest.mark.parametrize(
    ("command", "left"),
    [
        ("wildcard delete interfaces xe-0/0/*", {"ge-0/0/0"}),
        ('wildcard delete interfaces ".e-0/0/[01]"', {"xe-0/0/2"}),
        ("wildcard delete interfaces nothing.*", {"xe-0/0/1", "xe-0/0/2", "ge-0/0/0"}),
    ],
)
def test_wildcard_delete(command: str, left: set[str]) -> None:
    ports = ("xe-0/0/1", "xe-0/0/2", "ge-0/0/0")
    tree = parse_set("\n".join(f"set interfaces {name} mtu 9000" for name in ports))
    after, warnings = apply_set_with_warnings(tree, [command])
    assert {name for name, _ in after.children("interfaces")} == left
    assert bool(warnings) == (left == set(ports))


def test_wildcard_delete_of_entries_of_a_list() -> None:
    tree = parse_set("\n".join(f"set protocols bgp group G neighbor 10.0.0.{n} peer-as 65001" for n in range(3)))
    after = apply_set(tree, ['wildcard delete protocols bgp group G neighbor "10.0.0.[12]"'])
    assert [node.key for node in after.entries("protocols", "bgp", "group", "G", "neighbor")] == ["10.0.0.0"]


def test_insert_and_rename_in_xml() -> None:
    tree = parse_set("\n".join(f"set policy-options policy-statement P term {name} then accept" for name in "abc"))
    patch, moves = parse_xml_with_moves(
        "<configuration><policy-options><policy-statement><name>P</name>"
        '<term insert="before" name="a"><name>c</name></term>'
        '<term rename="rename" name="z"><name>b</name></term>'
        "</policy-statement></policy-options></configuration>"
    )
    after = apply_set(load(tree, patch, "merge"), moves)
    assert [node.key for node in after.entries("policy-options", "policy-statement", "P", "term")] == ["c", "a", "z"]
