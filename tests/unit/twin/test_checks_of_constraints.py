"""Constraints of YANG models at a commit check on the twin: who refuses first, and in which words."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.junos import constraint_model
from ansible_collections.statenet.junos.plugins.module_utils.junos.constraint_model import load_constraints
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set
from ansible_collections.statenet.junos.plugins.module_utils.twin.checks import check_configuration
from ansible_collections.statenet.junos.plugins.module_utils.twin.fleet import Fleet, load_models
from ansible_collections.statenet.junos.plugins.module_utils.twin.netconf import NetconfSession
from ansible_collections.statenet.junos.plugins.module_utils.twin.scheduler import VirtualScheduler
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import (
    DeviceSpec,
    TwinSpec,
    read_spec,
    write_spec,
)

MODELS = Path(__file__).parents[2] / "fixtures" / "yang"
BOTH = """set interfaces ge-0/0/1 unit 0 family ethernet-switching interface-mode access
set interfaces ge-0/0/1 unit 0 family inet
"""
MESSAGE = "mgd: Family ethernet-switching and rest of the families are mutually exclusive"
PATH = "[edit interfaces ge-0/0/1 unit 0 family]"
HELLO = b'<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities/></hello>]]>]]>'
CHECK = b'<rpc message-id="1"><commit-configuration><check/></commit-configuration></rpc>]]>]]>'


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constraint_model, "cache_path", lambda: tmp_path / "schema.json")


def test_the_management_daemon_refuses_before_the_others() -> None:
    model = load_constraints(MODELS, "junos-ex")
    lines = BOTH + "set protocols bgp group X neighbor 10.0.0.1 export NONE\n"
    found = check_configuration(parse_set(lines), "junos-ex", constraints=model)
    assert [(item.path, item.bad_element, item.message) for item in found] == [(PATH, "ethernet-switching", MESSAGE)]
    assert all("mgd" not in item.message for item in check_configuration(parse_set(lines), "junos-ex"))


def test_groups_and_ranges_are_expanded_before() -> None:
    model = load_constraints(MODELS, "junos-ex")
    lines = (
        "set groups PORTS interfaces <ge-*> unit 0 family inet\nset apply-groups PORTS\n"
        "set interfaces interface-range A member ge-0/0/1\n"
        "set interfaces interface-range A unit 0 family ethernet-switching\n"
        "set interfaces ge-0/0/1 description x\n"
    )
    found = check_configuration(parse_set(lines), "junos-ex", constraints=model)
    assert [(item.path, item.message) for item in found] == [(PATH, MESSAGE)]


def test_a_commit_check_is_answered_in_the_words_of_junos() -> None:
    spec = TwinSpec(
        name="one", constraints=str(MODELS),
        devices=(DeviceSpec(hostname="sw1", model="EX3400-24P", family="junos-ex", configuration="sw1.conf"),),
    )
    clock = VirtualScheduler(datetime(2026, 10, 1, tzinfo=UTC))
    fleet = Fleet(spec, {"sw1": parse_set("set system host-name sw1")}, scheduler=clock, constraints=load_models(spec))
    client = fleet.new_client("netops")
    fleet.devices["sw1"].database.put_candidate(client, parse_set(BOTH))
    sent = bytearray()
    loop = asyncio.new_event_loop()
    try:
        session = NetconfSession(
            fleet.devices["sw1"], fleet, state=None, client=client, loop=loop, write=sent.extend,
            close=list, abort=list,
        )
        session.start()
        session.feed(HELLO)
        del sent[:]
        session.feed(CHECK)
    finally:
        loop.close()
    assert sent.decode() == (
        '<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" '
        'xmlns:junos="http://xml.juniper.net/junos/21.4R0/junos" message-id="1">\n'
        "<commit-results>\n"
        '<routing-engine junos:style="normal">\n<name>fpc0</name>\n'
        "<rpc-error>\n<error-type>protocol</error-type>\n<error-tag>operation-failed</error-tag>\n"
        f"<error-severity>error</error-severity>\n<error-path>{PATH}</error-path>\n"
        f"<error-message>\n{MESSAGE}\n</error-message>\n"
        "<error-info>\n<bad-element>ethernet-switching</bad-element>\n</error-info>\n</rpc-error>\n"
        "<rpc-error>\n<error-type>application</error-type>\n<error-tag>operation-failed</error-tag>\n"
        "<error-severity>error</error-severity>\n"
        "<error-message>\nconfiguration check-out failed: (statements constraint check failed)\n</error-message>\n"
        "</rpc-error>\n"
        "</routing-engine>\n</commit-results>\n</rpc-reply>\n]]>]]>\n"
    )


def test_a_specification_names_the_directory_relative_to_itself(tmp_path: Path) -> None:
    device = DeviceSpec(hostname="r1", model="MX480", configuration="r1.conf")
    write_spec(TwinSpec(name="one", devices=(device,), constraints="models"), tmp_path / "spec.json")
    spec = read_spec(tmp_path / "spec.json")
    assert spec.constraints == str(tmp_path / "models")
    with pytest.raises(InputError, match="constraints of junos: no YANG modules"):
        load_models(spec)
