"""What ``show | compare`` prints, loaded again with ``load patch``."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.compare import compare
from ansible_collections.statenet.junos.plugins.module_utils.junos.lexer import ConfigSyntaxError
from ansible_collections.statenet.junos.plugins.module_utils.junos.patch import load_patch
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set, parse_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from hypothesis import given, settings
from hypothesis import strategies as st

from . import samples


@settings(samples.quick, max_examples=150)
@given(samples.commands(), samples.commands())
def test_a_comparison_applied_to_the_old_gives_the_new(one: list[str], other: list[str]) -> None:
    old, new = parse_set("\n".join(one)), parse_set("\n".join(other))
    patched, warnings = load_patch(old, compare(old, new))
    assert warnings == ()
    assert patched == new


def test_what_an_earlier_line_displaced_is_not_missed() -> None:
    route = "set routing-options static route 10.1.0.0/16"
    old, new = parse_set(f"{route} discard"), parse_set(f"{route} next-hop 192.0.2.1")
    patched, warnings = load_patch(old, compare(old, new))
    assert warnings == ()
    assert patched == new
    assert load_patch(new, "[edit routing-options static]\n-    route 10.2.0.0/16 discard;\n")[1] != ()


@settings(samples.quick, max_examples=60)
@given(samples.commands())
def test_a_change_of_a_real_configuration(commands: list[str]) -> None:
    old = parse_text(samples.ROUTER)
    new = apply_set(old, commands)
    assert load_patch(old, compare(old, new))[0] == new
    assert load_patch(new, compare(new, old))[0] == old


@samples.quick
@given(st.permutations(["a", "b", "c", "d", "e"]), st.permutations(["a", "b", "c", "x", "y"]))
def test_the_order_of_entries_comes_over(one: list[str], other: list[str]) -> None:
    def policy(names: list[str]) -> str:
        return "\n".join(f"set policy-options policy-statement P term {name} then accept" for name in names)

    old, new = parse_set(policy(one)), parse_set(policy(other))
    assert load_patch(old, compare(old, new))[0] == new


@pytest.mark.parametrize(
    "change",
    [
        ["set protocols bgp group G import [ A B C ]"],
        ["deactivate interfaces et-0/0/2 unit 0 family iso"],
        ["activate interfaces et-0/0/2 unit 0 family mpls", "delete interfaces et-0/0/2 unit 0 family iso"],
        ["insert system name-server 192.0.2.54 before 192.0.2.53"],
        ["set protocols mpls label-switched-path okc-tul priority 7 7"],
        ["delete"],
    ],
)
def test_single_changes(change: list[str]) -> None:
    old = parse_text(samples.ROUTER)
    new = apply_set(old, change)
    assert compare(old, new)
    assert load_patch(old, compare(old, new))[0] == new
    assert load_patch(new, compare(new, old))[0] == old


def test_annotations_come_over() -> None:
    old, new = parse_text("system { /* old */ host-name a; }"), parse_text("system { /* why */ host-name a; }")
    assert load_patch(old, compare(old, new))[0] == new
    assert load_patch(new, compare(new, parse_text("system { host-name a; }")))[0] == parse_text(
        "system { host-name a; }"
    )


def test_what_is_not_there_is_a_warning() -> None:
    tree, warnings = load_patch(parse_set("set system host-name a"), "[edit system]\n-  domain-name x;\n")
    assert (print_text(tree), warnings) == ("system {\n    host-name a;\n}\n", ("statement not found: domain-name",))


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        ("+  host-name a;\n", "patch:1: [edit]: syntax error: '+' in column 1."),
        ("[edit systm]\n+  host-name a;\n", "patch:1: [edit]: syntax error: 'systm' in column 1."),
        ("[edit system]\n+  hostname a;\n", "patch:2: [edit]: syntax error: 'hostname' in column 1."),
        ("[edit system]\n+  services {\n+      ssh;\n", "missing closing brace"),
    ],
)
def test_what_makes_no_sense(patch: str, words: str) -> None:
    with pytest.raises(ConfigSyntaxError) as caught:
        load_patch(parse_set("set system location floor 2"), patch)
    assert words in str(caught.value)
