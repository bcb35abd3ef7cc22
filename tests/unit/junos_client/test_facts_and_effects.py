"""Facts from two RPCs; which requests only read."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.classify import classify_command, classify_rpc
from ansible_collections.statenet.junos.plugins.module_utils.junos.facts import family_of, read_facts
from lxml import etree


def test_facts_of_two_routing_engines(open_session: Any) -> None:
    session, channel = open_session("software-dual-re", "chassis-inventory")
    facts = read_facts(session)
    assert channel.sent == ["<get-software-information/>", "<get-chassis-inventory/>"]
    assert facts.as_dict() == {
        "hostname": "okc-core1",
        "model": "MX480",
        "version": "21.4R1.12",
        "serial": "JN1234567AFA",
        "family": "junos",
        "description": "MX480",
        "versions": {"re0": "21.4R1.12", "re1": "21.4R1.12"},
    }


def test_version_of_an_old_release(open_session: Any) -> None:
    session, _channel = open_session("software-ex", "chassis-inventory")
    facts = read_facts(session)
    assert (facts.version, facts.family, facts.versions) == ("15.1X53-D59.4", "junos-ex", {})


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("MX204", "junos"),
        ("vmx", "junos"),
        ("MX150", "junos"),
        ("QFX10002-36Q", "junos-qfx"),
        ("EX4600-40F", "junos-qfx"),
        ("EX4300-48P", "junos-ex"),
        ("toaster", ""),
    ],
)
def test_family(model: Any, family: Any) -> None:
    assert family_of(model) == family


@pytest.mark.parametrize(
    ("name", "effect"),
    [
        ("get-interface-information", "read"),
        ("get_interface_information", "read"),
        ("get-configuration", "read"),
        ("get-config", "read"),
        ("file-show", "read"),
        ("request-reboot", "write"),
        ("clear-bgp-neighbor", "write"),
        ("load-configuration", "write"),
        ("commit-configuration", "write"),
        ("lock-configuration", "write"),
        ("kill-session", "write"),
        ("file-delete", "write"),
        ("ping", "write"),
        ("something-new", "write"),
        ("getaway", "write"),
    ],
)
def test_effect_of_rpcs(name: Any, effect: Any) -> None:
    assert classify_rpc(name) == effect


@pytest.mark.parametrize(
    ("command", "effect"),
    [
        ("show version", "read"),
        ("show interfaces terse | match et-", "read"),
        ("file list /var/tmp", "read"),
        ("show configuration | save /var/tmp/x", "write"),
        ("show log messages|append x", "write"),
        ("show version\nrequest system reboot", "write"),
        ("showcase", "write"),
        ("sh ver", "write"),
        ("request system reboot", "write"),
        ("clear bgp neighbor", "write"),
        ("configure", "write"),
        ("", "write"),
    ],
)
def test_effect_of_commands(command: Any, effect: Any) -> None:
    assert classify_command(command) == effect
    element = etree.Element("command")
    element.text = command
    assert classify_rpc(element) == effect


def test_effect_of_an_element_with_a_namespace() -> None:
    assert classify_rpc(etree.fromstring('<get-route-information xmlns="urn:x"/>')) == "read"
