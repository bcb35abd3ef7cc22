"""Unmodified clients against a running twin: PyEZ and ncclient."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jnpr.junos import Device
from jnpr.junos.exception import CommitError, ConfigLoadError, ConnectAuthError, LockError, RpcError, UnlockError
from jnpr.junos.utils.config import Config
from ncclient import manager
from ncclient.operations.rpc import RPCError
from ncclient.transport import session as ncclient_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from lxml.etree import _Element

CORE, AGG, SMALL_AGG, LEAF, ACCESS = "okc-core1", "ada-agg1", "enid-agg1", "okc-leaf1", "adair-library-sw1"
ALL = (CORE, AGG, SMALL_AGG, LEAF, ACCESS)
BUILDING = "set system location building {}"


@pytest.fixture(scope="module", autouse=True)
def _quick_client() -> Iterator[None]:
    """Ncclient looks at its queue ten times a second; the twin need not wait for that."""
    before = ncclient_session.TICK
    ncclient_session.TICK = 0.002
    yield
    ncclient_session.TICK = before


@pytest.fixture
def connect(control: Control) -> Iterator[Callable[[str], Device]]:
    with contextlib.ExitStack() as stack:

        def open_device(hostname: str) -> Device:
            twin = control.twin
            device = Device(
                host=twin.address,
                port=twin.devices[hostname],
                user=twin.user,
                ssh_private_key_file=twin.key_file,
                ssh_config=None,
            )
            device.open()
            stack.callback(device.close)
            return device

        yield open_device


@pytest.fixture
def ncclient_to(control: Control) -> Iterator[Callable[[str], manager.Manager]]:
    with contextlib.ExitStack() as stack:

        def open_manager(hostname: str) -> manager.Manager:
            twin = control.twin
            return stack.enter_context(
                manager.connect(
                    host=twin.address,
                    port=twin.devices[hostname],
                    username=twin.user,
                    key_filename=twin.key_file,
                    hostkey_verify=False,
                    allow_agent=False,
                    look_for_keys=False,
                    device_params={"name": "junos"},
                )
            )

        yield open_manager


def text(element: _Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def history(device: Device) -> list[dict[str, str]]:
    reply = device.rpc.get_commit_information()
    return [{item.tag: item.text or "" for item in entry} for entry in reply.findall("commit-history")]


def building(device: Device) -> str | None:
    reply = device.rpc.get_config(
        filter_xml="<configuration><system><location/></system></configuration>", options={"database": "committed"}
    )
    return reply.findtext("system/location/building")


@pytest.mark.parametrize("hostname", ALL)
def test_a_change_from_lock_to_unlock(connect: Callable[[str], Device], hostname: str) -> None:
    device = connect(hostname)
    config = Config(device)
    assert config.lock() is True
    assert config.diff() is None
    config.load(BUILDING.format("North"), format="set")
    assert config.diff() == "\n[edit system]\n+  location {\n+      building North;\n+  }\n"
    assert config.commit_check() is True
    assert config.commit(comment="change 4711") is True
    assert config.diff() is None
    assert config.unlock() is True
    assert building(device) == "North"
    entry = history(device)[0]
    assert (entry["user"], entry["client"], entry["log"]) == ("netops", "netconf", "change 4711")
    assert "comment" not in entry


@pytest.mark.parametrize(
    ("hostname", "engines"),
    [
        (CORE, ["re0", "re1", "re1", "re0"]),
        (AGG, []),
        (SMALL_AGG, ["re0"]),
        (LEAF, ["fpc0"]),
        (ACCESS, ["fpc0"]),
    ],
)
def test_commit_replies_differ_between_the_models(
    connect: Callable[[str], Device], hostname: str, engines: list[str]
) -> None:
    device = connect(hostname)
    reply = device.rpc.commit_configuration(log="same", synchronize=True)
    assert [name.text for name in reply.iter("name")] == engines
    assert (reply.tag == "ok") == (not engines)
    assert len(list(reply.iter("commit-success"))) == len(set(engines))


def test_a_confirmed_commit_rolls_back_in_virtual_time(connect: Callable[[str], Device], control: Control) -> None:
    device = connect(LEAF)
    config = Config(device)
    config.load(BUILDING.format("Trial"), format="set")
    reply = device.rpc.commit_configuration(confirmed=True, confirm_timeout="7", log="trial")
    assert text(reply, ".//output") == (
        "commit confirmed will be automatically rolled back in 7 minutes unless confirmed"
    )
    assert history(device)[0]["comment"] == "commit confirmed, rollback in 7mins"
    assert [timer["subject"] for timer in control.timers()] == [f"{LEAF}: commit confirmed"]
    control.advance(7 * 60 - 1)
    assert building(device) == "Trial"
    control.advance(1)
    assert building(device) != "Trial"
    entry = history(device)[0]
    assert (entry["user"], entry["client"]) == ("root", "other")
    assert control.timers() == []


def test_a_pending_commit_survives_its_session_and_is_confirmed_by_another(
    connect: Callable[[str], Device], control: Control
) -> None:
    first = connect(AGG)
    config = Config(first)
    config.load(BUILDING.format("Kept"), format="set")
    config.commit(confirm=5)
    first.close()
    second = connect(AGG)
    assert history(second)[0]["comment"] == "commit confirmed, rollback in 5mins"
    Config(second).commit(comment="confirmed")
    control.advance(3600)
    assert building(second) == "Kept"


def test_killing_the_session_of_a_pending_commit_rolls_it_back(
    connect: Callable[[str], Device],
) -> None:
    victim, killer = connect(ACCESS), connect(ACCESS)
    Config(victim).load(BUILDING.format("Killed"), format="set")
    Config(victim).commit(confirm=5)
    assert building(killer) == "Killed"
    killer.rpc.kill_session(session_id=victim._conn._session.id)
    assert building(killer) != "Killed"


def test_the_lock_names_its_owner(connect: Callable[[str], Device]) -> None:
    owner, other = connect(CORE), connect(CORE)
    Config(owner).lock()
    for attempt in (
        lambda: Config(other).lock(),
        lambda: Config(other).load(BUILDING.format("x"), format="set"),
        lambda: Config(other).commit(),
        lambda: Config(other).commit_check(),
    ):
        with pytest.raises((LockError, RpcError)) as caught:
            attempt()
        words = caught.value.rsp.xpath("string(.//*[local-name()='error-message'])")
        assert "configuration database locked by:\n  netops terminal p" in words
        assert f"(pid {owner._conn._session.id})" in words
        assert "exclusive [edit]" in words
    with pytest.raises(UnlockError):
        Config(other).unlock()
    Config(owner).unlock()
    assert Config(other).lock() is True


def test_closing_the_session_releases_lock_and_candidate(connect: Callable[[str], Device]) -> None:
    first, second = connect(CORE), connect(CORE)
    config = Config(first)
    config.lock()
    config.load(BUILDING.format("Dropped"), format="set")
    first.close()
    config = Config(second)
    config.lock()
    assert config.diff() is None


def test_somebody_elses_changes_and_locks(connect: Callable[[str], Device], control: Control) -> None:
    config = Config(connect(CORE))
    control.fault("dirty", host=CORE)
    with pytest.raises(LockError, match="configuration database modified"):
        config.lock()
    control.clear_faults()
    control.fault("lock", host=CORE, owner="maria")
    with pytest.raises(LockError, match="maria terminal"):
        config.lock()
    control.clear_faults()
    assert config.lock() is True


@pytest.mark.parametrize(
    ("load", "message", "bad"),
    [
        ({"format": "set", "content": "set system colour red"}, "syntax error", "colour"),
        ({"format": "text", "content": "system { colour red; }"}, "syntax error", "colour"),
        (
            {"format": "xml", "content": "<configuration><system><colour>red</colour></system></configuration>"},
            "syntax error",
            "colour",
        ),
    ],
)
def test_a_bad_load_is_refused_and_leaves_the_candidate_alone(
    connect: Callable[[str], Device], load: dict[str, str], message: str, bad: str
) -> None:
    config = Config(connect(AGG))
    config.lock()
    with pytest.raises(ConfigLoadError) as caught:
        config.load(load["content"], format=load["format"])
    assert message in str(caught.value)
    assert caught.value.rsp.findtext(".//bad-element") == bad
    assert config.diff() is None


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("system { location { building Text; } }", "text"),
        ("<configuration><system><location><building>Xml</building></location></system></configuration>", "xml"),
        ('{"configuration": {"system": {"location": {"building": "Json"}}}}', "json"),
    ],
)
def test_every_format_loads(connect: Callable[[str], Device], content: str, wanted: str) -> None:
    config = Config(connect(SMALL_AGG))
    config.lock()
    config.load(content, format=wanted, merge=True)
    assert f"building {wanted.capitalize()};" in config.diff()


def test_override_replaces_everything_and_rollback_brings_it_back(connect: Callable[[str], Device]) -> None:
    device = connect(SMALL_AGG)
    config = Config(device)
    config.lock()
    config.load("system { host-name only; }", format="text", overwrite=True)
    assert "-  lldp" in config.diff() or "- protocols" in config.diff() or "-  protocols" in config.diff()
    config.rollback(0)
    assert config.diff() is None
    config.load(BUILDING.format("One"), format="set")
    config.commit()
    config.load(BUILDING.format("Two"), format="set")
    config.commit()
    config.rollback(1)
    config.commit()
    assert building(device) == "One"
    assert config.diff(rb_id=1) == "\n[edit system location]\n-   building Two;\n+   building One;\n"


def test_a_missing_statement_is_a_warning(connect: Callable[[str], Device]) -> None:
    config = Config(connect(AGG))
    config.lock()
    with pytest.raises(ConfigLoadError, match="statement not found"):
        config.load("delete system location floor", format="set")
    assert config.load("delete system location floor", format="set", ignore_warning="statement not found") is not None


def test_a_refused_commit_says_why(connect: Callable[[str], Device], control: Control) -> None:
    device = connect(CORE)
    config = Config(device)
    config.lock()
    config.load("set protocols bgp group X export NONE", format="set")
    with pytest.raises(CommitError, match="referenced but not defined") as caught:
        config.commit_check()
    assert [error["message"] for error in caught.value.errs] == [
        'Policy error: Policy "NONE" referenced but not defined',
        "configuration check-out failed",
    ]
    config.rollback(0)
    control.fault("commit_fail", host=CORE, message="Out of memory")
    config.load(BUILDING.format("Failing"), format="set")
    assert config.commit_check() is True
    with pytest.raises(CommitError, match="Out of memory"):
        config.commit()
    assert building(device) != "Failing"
    assert config.commit() is True


@pytest.mark.parametrize(
    ("when", "done"), [("before-commit", False), ("in-commit", True), ("after-commit", True)]
)
def test_a_session_breaks_around_a_commit(
    connect: Callable[[str], Device], control: Control, when: str, done: bool
) -> None:
    config = Config(connect(LEAF))
    config.load(BUILDING.format(when), format="set")
    control.fault("session_cut", host=LEAF, when=when)
    if when == "after-commit":
        assert config.commit(comment=when) is True
    else:
        with pytest.raises(Exception, match=r"(?i)clos|session|connection"):
            config.commit(comment=when)
    device = connect(LEAF)
    assert (history(device)[0].get("log") == when) is done
    Config(device).rollback(0)


def test_a_refused_connection(connect: Callable[[str], Device], control: Control) -> None:
    control.fault("refuse_connection", host=AGG)
    with pytest.raises(Exception, match=r"Connect"):
        connect(AGG)
    control.clear_faults()
    assert connect(AGG).connected


def test_passwords_are_not_accepted(control: Control) -> None:
    twin = control.twin
    device = Device(host=twin.address, port=twin.devices[CORE], user=twin.user, passwd="netops", ssh_config=None)
    with pytest.raises(ConnectAuthError):
        device.open()


def test_another_user_is_not_known(control: Control) -> None:
    twin = control.twin
    device = Device(
        host=twin.address, port=twin.devices[CORE], user="root", ssh_private_key_file=twin.key_file, ssh_config=None
    )
    with pytest.raises(ConnectAuthError):
        device.open()


def test_the_host_key_is_the_known_one(control: Control) -> None:
    twin = control.twin
    with manager.connect(
        host=twin.address,
        port=twin.devices[CORE],
        username=twin.user,
        key_filename=twin.key_file,
        hostkey_verify=True,
        hostkey_b64=twin.host_key.split()[1],
        allow_agent=False,
        look_for_keys=False,
        device_params={"name": "junos"},
    ) as session:
        assert session.connected
    lines = Path(twin.known_hosts).read_text().splitlines()
    assert f"[{twin.address}]:{twin.devices[CORE]} {twin.host_key}" in lines


def test_every_format_reads(connect: Callable[[str], Device], control: Control) -> None:
    device = connect(CORE)
    as_text = device.rpc.get_config(options={"format": "text", "database": "committed"})
    assert as_text.tag == "configuration-text"
    head, body = as_text.text.strip().split("\n", 1)
    assert head.startswith("## Last commit: 2026-10-01 ")
    assert body.strip() == control.configuration(CORE).strip()
    as_set = device.rpc.get_config(options={"format": "set"})
    assert "set system host-name okc-core1" in as_set.text
    as_xml = device.rpc.get_config()
    assert (as_xml.tag, as_xml.findtext("system/host-name")) == ("configuration", CORE)
    assert as_xml.get("commit-user") in {"root", "netops"}
    raw = device.rpc.get_config(options={"format": "json"}, normalize=False)
    document = json.loads(raw.text) if not isinstance(raw, dict) else raw
    assert document["configuration"]["system"]["host-name"] == CORE


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ("system/services", "set system services netconf ssh"),
        ("system/host-name", "set system host-name okc-core1"),
        (
            "<configuration><interfaces><interface><name>lo0</name></interface></interfaces></configuration>",
            "set interfaces lo0 unit 0 family inet address 10.0.0.1/32",
        ),
        ("<configuration><interfaces><interface><name>lo1</name></interface></interfaces></configuration>", ""),
        ("interfaces/interface/unit/name", "set interfaces lo0 unit 0"),
        ("vlans", ""),
    ],
)
def test_a_filter_selects(connect: Callable[[str], Device], section: str, line: str) -> None:
    reply = connect(CORE).rpc.get_config(filter_xml=section, options={"format": "set"})
    lines = (reply.text or "").strip().splitlines()
    assert lines[0].startswith(line) if line else lines == []


def test_the_rescue_configuration(connect: Callable[[str], Device]) -> None:
    device = connect(LEAF)
    config = Config(device)
    assert config.rescue("get") is None
    assert config.rescue("reload") is False
    assert config.rescue("save") is True
    assert "host-name okc-leaf1;" in config.rescue("get")
    config.load(BUILDING.format("After"), format="set")
    config.rescue("reload")
    assert config.diff() is None
    assert config.rescue("delete") is True


def test_commit_revision_rollback_and_uptime(connect: Callable[[str], Device], control: Control) -> None:
    device = connect(ACCESS)
    Config(device).commit(comment="here")
    control.advance(3600)
    revision = device.rpc.get_commit_revision_information(detail=True)
    assert text(revision, "revision").startswith("fpc0-")
    assert revision.find("date-time").get("seconds").isdigit()
    rollback = device.rpc.get_rollback_information(rollback="0", compare="1")
    assert rollback.findtext("configuration-information/configuration-output") == "\n"
    uptime = device.rpc.get_system_uptime_information()
    now = int(uptime.find(".//current-time/date-time").get("seconds"))
    assert now == int(control.now().timestamp())
    assert int(uptime.find(".//last-configured-time/time-length").get("seconds")) == 3600


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("show configuration system services", "netconf"),
        ("show configuration | display set | no-more", "set system host-name okc-core1"),
        ("show configuration protocols lldp | display set", "set protocols lldp interface all"),
        ("show configuration system host-name", "host-name okc-core1;"),
        ("show version", "okc-core1"),
        ("show system commit", "via "),
        ("show system uptime", "Current time: 2026-10-0"),
    ],
)
def test_cli_commands(connect: Callable[[str], Device], command: str, words: str) -> None:
    assert words in connect(CORE).cli(command, warning=False)


def test_an_unknown_request_is_a_syntax_error(connect: Callable[[str], Device]) -> None:
    device = connect(CORE)
    with pytest.raises(RpcError) as caught:
        device.rpc.make_coffee()
    assert (caught.value.message, caught.value.rsp.findtext(".//bad-element")) == ("syntax error", "make-coffee")


def test_ncclient_speaks_the_rfc(ncclient_to: Callable[[str], manager.Manager]) -> None:
    session = ncclient_to(SMALL_AGG)
    with session.locked("candidate"):
        session.edit_config(
            target="candidate",
            config="<config><configuration><system><location><building>Rfc</building></location></system>"
            "</configuration></config>",
        )
        assert "building Rfc" in session.compare_configuration().tostring.decode()
        assert session.validate().tostring.decode().count("<ok/>") == 1
        session.commit()
        reply = session.get_config(
            source="running",
            filter=("subtree", "<configuration><system><location/></system></configuration>"),
        )
        assert "<building>Rfc</building>" in reply.tostring.decode()
        session.edit_config(
            target="candidate", config="<config><configuration><system><location/></system></configuration></config>"
        )
        session.discard_changes()
    with pytest.raises(RPCError, match="configuration database is not locked"):
        session.unlock()


def test_private_candidates(connect: Callable[[str], Device]) -> None:
    device = connect(ACCESS)
    with Config(device, mode="private") as config:
        config.load(BUILDING.format("Private"), format="set")
        assert Config(connect(ACCESS)).diff() is None
        config.commit()
    assert building(device) == "Private"


def test_an_unsupported_database_is_refused(connect: Callable[[str], Device]) -> None:
    with pytest.raises(RpcError, match="ephemeral: not supported"), Config(connect(CORE), mode="ephemeral"):
        pytest.fail("opened")


def test_thirty_sessions_at_once(connect: Callable[[str], Device], control: Control) -> None:
    devices: list[Any] = [connect(CORE) for _ in range(30)]
    assert control.status()["sessions"] >= 30
    assert {building(device) for device in devices} == {building(devices[0])}


@pytest.mark.parametrize(
    ("request_name", "top"),
    [
        ("get-system-uptime-information", "system-uptime-information"),
        ("get-commit-information", "commit-information"),
        ("get-commit-revision-information", "commit-revision-information"),
    ],
)
def test_what_the_management_daemon_tells_comes_as_json(
    connect: Callable[[str], Device], request_name: str, top: str
) -> None:
    raw = connect(CORE).execute(f'<{request_name} format="json"/>')
    answer = raw if isinstance(raw, dict) else json.loads(raw.text)
    assert list(answer) == [top]
    assert isinstance(answer[top][0], dict)
