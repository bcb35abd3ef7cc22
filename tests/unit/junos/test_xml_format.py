"""The XML format: names, marks, foreign and hostile input."""

from __future__ import annotations

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos import xmlform
from ansible_collections.statenet.junos.plugins.module_utils.junos.lexer import ConfigSyntaxError
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from hypothesis import given

from . import samples


@samples.quick
@given(samples.commands())
def test_printed_xml_reads_back(commands: list[str]) -> None:
    tree = parse_set("\n".join(commands))
    assert xmlform.parse_xml(xmlform.print_xml(tree)) == tree


def test_a_router_survives() -> None:
    tree = parse_text(samples.ROUTER)
    assert print_text(xmlform.parse_xml(xmlform.print_xml(tree))) == samples.ROUTER


@pytest.mark.parametrize(
    ("line", "xml"),
    [
        ("system { host-name a; }", "<system><host-name>a</host-name></system>"),
        ("interfaces { ge-0/0/0 { disable; } }",
         "<interfaces><interface><name>ge-0/0/0</name><disable/></interface></interfaces>"),
        ("interfaces { ge-0/0/0 { gigether-options { 802.3ad ae0; } } }",
         "<interfaces><interface><name>ge-0/0/0</name><gigether-options><ieee-802.3ad><bundle>ae0</bundle>"
         "</ieee-802.3ad></gigether-options></interface></interfaces>"),
        ("system { inactive: host-name a; }", '<system><host-name inactive="inactive">a</host-name></system>'),
        ("policy-options { policy-statement P { then { community = C; } } }",
         "<policy-options><policy-statement><name>P</name><then><community><equal-literal/>"
         "<community-name>C</community-name></community></then></policy-statement></policy-options>"),
        ("policy-options { policy-statement P { from { route-filter 10.0.0.0/8 upto /9; } } }",
         "<policy-options><policy-statement><name>P</name><from><route-filter><address>10.0.0.0/8</address>"
         "<upto>/9</upto></route-filter></from></policy-statement></policy-options>"),
        ("apply-groups [ a b ];", "<apply-groups>a</apply-groups><apply-groups>b</apply-groups>"),
        ("groups { g { system { host-name a; } } }",
         "<groups><name>g</name><system><host-name>a</host-name></system></groups>"),
    ],
)
def test_elements(line: str, xml: str) -> None:
    tree = parse_text(line)
    printed = "".join(part.strip() for part in xmlform.print_xml(tree).splitlines())
    assert printed == f"<configuration>{xml}</configuration>"
    assert xmlform.parse_xml(printed) == tree


def test_replies_and_namespaces_are_unwrapped() -> None:
    xml = """<?xml version="1.0" encoding="us-ascii"?>
    <nc:rpc-reply xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"
        xmlns:junos="http://xml.juniper.net/junos/21.4R1/junos">
      <configuration xmlns="http://xml.juniper.net/xnm/1.1/xnm" junos:commit-seconds="1">
        <!-- by hand -->
        <system>
          <junos:comment>/* why */</junos:comment>
          <host-name>
            a
          </host-name>
          <undocumented><domain-name>example</domain-name></undocumented>
        </system>
      </configuration>
    </nc:rpc-reply>"""
    assert print_text(xmlform.parse_xml(xml)) == (
        "system {\n    /* why */\n    host-name a;\n    domain-name example;\n}\n"
    )


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<system><host-name operation="delete"/></system>', "delete: host-name;"),
        ('<system><host-name delete="delete">a</host-name></system>', "delete: host-name a;"),
        ('<system><name-server delete="delete"/></system>', "delete: name-server;"),
        ('<system><ntp replace="replace"><server><name>1.1.1.1</name></server></ntp></system>',
         "replace: ntp { server 1.1.1.1; }"),
        ('<system xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"><ntp nc:operation="replace"/></system>',
         "replace: ntp;"),
        ('<system><host-name active="active">a</host-name></system>', "active: host-name a;"),
    ],
)
def test_marks(xml: str, text: str) -> None:
    assert xmlform.parse_xml(f"<configuration>{xml}</configuration>") == parse_text(f"system {{ {text} }}")


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<configuration>\n<system>\n<bogus/></system></configuration>", "[edit system] 3:(1) syntax error: bogus"),
        ("<configuration><interfaces><interface><mtu>1</mtu></interface></interfaces></configuration>",
         "[edit interfaces] 1:(1) missing mandatory element <name>: interface"),
        ("<configuration><system><host-name><a/></host-name></system></configuration>",
         "[edit system] 1:(1) unexpected element: host-name"),
        ("<configuration><system><no-redirects>1</no-redirects></system></configuration>",
         "[edit system] 1:(1) syntax error: 1"),
        ("<rpc-reply/>", "[edit] 1:(1) no <configuration> element: rpc-reply"),
        ("<configuration>", "[edit] 1:(16) Premature end of data in tag configuration line 1: "),
        ('<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><configuration><system><host-name>&x;</host-name>'
         "</system></configuration>", "[edit] 1:(1) document type not allowed: <!DOCTYPE"),
        ("<configuration>" + "<undocumented>" * 1500 + "</undocumented>" * 1500 + "</configuration>",
         "[edit] 1:(1) nested too deeply: undocumented"),
    ],
)
def test_problems(xml: str, message: str) -> None:
    with pytest.raises(ConfigSyntaxError) as caught:
        xmlform.parse_xml(xml)
    assert [f"{error.path} {error}" for error in caught.value.errors] == [message]
