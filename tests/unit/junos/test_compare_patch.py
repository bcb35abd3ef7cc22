"""The patch of ``show | compare``."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.compare import compare
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set, parse_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from hypothesis import given

from . import samples


@samples.quick
@given(samples.commands(), samples.commands())
def test_nothing_is_printed_exactly_when_nothing_differs(one: list[str], other: list[str]) -> None:
    old, new = parse_set("\n".join(one)), parse_set("\n".join(other))
    assert compare(old, parse_set("\n".join(one))) == ""
    assert (compare(old, new) == "") == (old == new)


@samples.quick
@given(samples.commands(), samples.commands())
def test_the_way_back_turns_the_signs(one: list[str], other: list[str]) -> None:
    old, new = parse_set("\n".join(one)), parse_set("\n".join(other))
    there = [line[1:] for line in compare(old, new).splitlines() if line.startswith("-")]
    back = [line[1:] for line in compare(new, old).splitlines() if line.startswith("+")]
    assert sorted(there) == sorted(back)


@pytest.mark.parametrize(
    ("commands", "patch"),
    [
        (["set system host-name b"], "[edit system]\n-  host-name okc-core1;\n+  host-name b;\n"),
        (["set snmp location x"], "[edit]\n+ snmp {\n+     location x;\n+ }\n"),
        (["set interfaces ge-0/0/0 mtu 9000"], "[edit interfaces]\n+   ge-0/0/0 {\n+       mtu 9000;\n+   }\n"),
        (["set interfaces et-0/0/2 mtu 1500"], "[edit interfaces et-0/0/2]\n-   mtu 9192;\n+   mtu 1500;\n"),
        (["set interfaces et-0/0/2 unit 0 family inet address 10.0.0.2/31"],
         "[edit interfaces et-0/0/2 unit 0 family inet]\n        address 10.0.0.0/31 { ... }\n"
         "+       address 10.0.0.2/31;\n"),
        (["delete interfaces et-0/0/2 unit 0 family iso"],
         "[edit interfaces et-0/0/2 unit 0]\n-     family iso;\n"),
        (["set system name-server 192.0.2.55"],
         "[edit system name-server]\n    192.0.2.54 { ... }\n+   192.0.2.55;\n"),
        (["delete system name-server"],
         "[edit system]\n-  name-server {\n-      192.0.2.53;\n-      192.0.2.54 routing-instance mgmt_junos;\n-  }\n"),
        (["insert system name-server 192.0.2.54 before 192.0.2.53"],
         "[edit system name-server]\n    192.0.2.54 { ... }\n!   192.0.2.53 { ... }\n"),
        (["delete apply-groups re1"], "[edit]\n- apply-groups [ re0 re1 ];\n+ apply-groups re0;\n"),
        (["deactivate protocols isis"], "[edit protocols]\n!  inactive: isis { ... }\n"),
        (["activate interfaces xe-0/1/0"], "[edit interfaces]\n!   active: xe-0/1/0 { ... }\n"),
        (["deactivate system host-name"], "[edit system]\n!  inactive: host-name okc-core1;\n"),
        (["set policy-options policy-statement CE-IN term sites then local-preference 300"],
         "[edit policy-options policy-statement CE-IN term sites then]\n"
         "-      local-preference 200;\n+      local-preference 300;\n"),
        (["set policy-options policy-statement CE-IN term last then accept"],
         "[edit policy-options policy-statement CE-IN term last then]\n+     accept;\n-     reject;\n"),
        (["set policy-options policy-statement CE-IN term new then reject",
          "insert policy-options policy-statement CE-IN term new before term last"],
         "[edit policy-options policy-statement CE-IN]\n     term sites { ... }\n"
         "+    term new {\n+        then reject;\n+    }\n"),
        (["set system ntp server 192.0.2.41 key 1"],
         "[edit system ntp]\n-    server 192.0.2.41 prefer;\n+    server 192.0.2.41 key 1 prefer;\n"),
        (["delete groups re0 system host-name", "set groups re0 system domain-name x"],
         "[edit groups re0 system]\n-    host-name okc-core1-re0;\n+    domain-name x;\n"),
        (["set protocols lldp interface all"], "[edit protocols]\n+  lldp {\n+      interface all;\n+  }\n"),
    ],
)
def test_patches(commands: list[str], patch: str) -> None:
    old = parse_text(samples.ROUTER)
    assert compare(old, apply_set(old, commands)) == patch


def test_an_annotation_is_a_difference() -> None:
    assert compare(parse_text("system { host-name a; }"), parse_text("system { /* why */ host-name a; }")) == (
        "[edit system]\n+  /* why */\n   host-name a;\n"
    )
