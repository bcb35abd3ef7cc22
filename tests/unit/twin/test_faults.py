"""What goes wrong on the twin when somebody asks for it."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect as open_session
from ansible_collections.statenet.junos.plugins.module_utils.twin import process
from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
from ansible_collections.statenet.junos.plugins.module_utils.twin.errors import TwinError
from ansible_collections.statenet.junos.plugins.module_utils.twin.random_faults import KINDS
from jnpr.junos import Device
from jnpr.junos.exception import CommitError, ConnectError, LockError
from jnpr.junos.exception import PermissionError as RequestDenied
from jnpr.junos.utils.config import Config
from ncclient.transport import session as ncclient_session

from .fleet_files import write_fleet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CORE, AGG, ACCESS = "okc-core1", "ada-agg1", "adair-library-sw1"
CABLES = [
    {"a": {"host": CORE, "interface": "et-0/0/2"}, "b": {"host": AGG, "interface": "et-0/0/0"}, "speed": "100g"},
    {"a": {"host": AGG, "interface": "xe-0/1/0"}, "b": {"host": ACCESS, "interface": "xe-0/2/0"}, "speed": "10g"},
    {"a": {"host": AGG, "interface": "xe-0/1/1"}, "b": {"host": "enid-agg1", "interface": "xe-0/0/12"}, "speed": "10g"},
]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("faults")
    process.start(made / "run", write_fleet(made, cabling=CABLES))
    before, ncclient_session.TICK = ncclient_session.TICK, 0.002
    try:
        yield made / "run"
    finally:
        ncclient_session.TICK = before
        process.stop(made / "run")


@pytest.fixture
def control(directory: Path) -> Iterator[Control]:
    with Control(directory) as found:
        yield found
        found.clear_faults()


@pytest.fixture
def connect(control: Control) -> Iterator[Callable[..., Device]]:
    with contextlib.ExitStack() as stack:

        def open_device(hostname: str, user: str = "") -> Device:
            twin = control.twin
            device = Device(
                host=twin.address, port=twin.devices[hostname], user=user or twin.user,
                ssh_private_key_file=twin.key_file, ssh_config=None, gather_facts=False,
            )
            device.open()
            stack.callback(_close, device)
            return device

        yield open_device


def _close(device: Device) -> None:
    with contextlib.suppress(Exception):
        device.close()


def change(device: Device, floor: int, **options: Any) -> Config:
    config = Config(device)
    config.load(f"set system location floor {floor}", format="set")
    config.commit(**options)
    return config


@pytest.mark.parametrize("hostname", [CORE, AGG, ACCESS])
def test_a_commit_that_warns_is_carried_out(control: Control, hostname: str) -> None:
    control.fault("commit_warning", host=hostname, message="graceful-switchover is enabled")
    twin = control.twin
    endpoint = Endpoint(
        name=hostname, address=twin.address, tcp_port=twin.devices[hostname], username=twin.user,
        key_file=Path(twin.key_file), target="twin",
    )
    with open_session(endpoint) as session:
        session.lock()
        session.load("set system location floor 1", action="merge", format="set")
        result = session.commit()
        assert (result.outcome, [item.message for item in result.warnings]) == (
            "committed", ["graceful-switchover is enabled"],
        )
        assert session.commit(comment="again").warnings == ()
    assert "floor 1;" in control.configuration(hostname)


def test_commits_that_take_minutes_run_together(connect: Callable[..., Device], control: Control) -> None:
    for host in (CORE, AGG, ACCESS):
        control.fault("commit_time", host=host, seconds=240)
    devices = [connect(host) for host in (CORE, AGG, ACCESS)]
    start = control.now()
    threads = [threading.Thread(target=change, args=(device, 2)) for device in devices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert timedelta(seconds=240) <= control.now() - start <= timedelta(seconds=480)
    assert all("floor 2;" in control.configuration(host) for host in (CORE, AGG, ACCESS))


def test_a_full_disk(connect: Callable[..., Device], control: Control) -> None:
    control.fault("disk_full", host=AGG)
    device = connect(AGG)
    with pytest.raises(CommitError, match="No space left on device"):
        change(device, 3)
    Config(device).rollback()
    used = [item.text.strip() for item in device.rpc.get_system_storage().iter("used-percent")]
    assert "100" in used
    assert device.rpc.get_system_alarm_information().findtext(".//active-alarm-count") == "1"
    control.clear_faults()
    change(device, 3)


def test_somebody_elses_pending_confirm(connect: Callable[..., Device], control: Control) -> None:
    before = control.configuration(ACCESS)
    control.fault("pending_confirm", host=ACCESS, owner="maria", minutes=5)
    entry = connect(ACCESS).rpc.get_commit_information().find(".//commit-history")
    assert (entry.findtext("user"), entry.findtext("comment")) == ("maria", "commit confirmed, rollback in 5mins")
    assert control.status()["pending_confirms"] == [ACCESS]
    control.advance(301)
    assert control.configuration(ACCESS) == before
    with pytest.raises(TwinError, match="minutes 0; expected a whole number from 1"):
        control.fault("pending_confirm", host=ACCESS, minutes=0)


def test_a_reboot_ends_sessions_and_is_over_by_itself(connect: Callable[..., Device], control: Control) -> None:
    device = connect(AGG)
    Config(device).lock()
    control.fault("reboot", host=AGG, seconds=300)
    with pytest.raises(ConnectError):
        connect(AGG)
    assert control.status()["locked"] == []
    back = control.advance(300)
    again = connect(AGG)
    booted = again.rpc.get_system_uptime_information().find(".//system-booted-time/date-time")
    assert booted.get("seconds") == str(int(back.timestamp()))


def test_a_switchover_of_routing_engines(connect: Callable[..., Device], control: Control) -> None:
    device = connect(CORE)
    Config(device).lock()
    control.fault("re_switchover", host=CORE)
    assert control.status()["locked"] == []
    again = connect(CORE)
    engines = again.rpc.get_route_engine_information()
    assert [item.findtext("mastership-state") for item in engines.iter("route-engine")] == ["backup", "master"]
    assert any(timer["subject"] == f"{CORE}: protocols" for timer in control.timers())
    control.advance(60)
    assert not any(timer["subject"] == f"{CORE}: protocols" for timer in control.timers())


def test_a_clock_that_is_wrong(connect: Callable[..., Device], control: Control) -> None:
    control.fault("clock_skew", host=AGG, seconds=-120)
    device = connect(AGG)
    shown = device.rpc.get_system_uptime_information().find(".//current-time/date-time").get("seconds")
    assert int(shown) == int(control.now().timestamp()) - 120
    change(device, 4)
    entry = device.rpc.get_commit_information().find(".//date-time").get("seconds")
    assert int(entry) == int(control.now().timestamp()) - 120


def test_swapped_plugs(connect: Callable[..., Device], control: Control) -> None:
    def heard() -> dict[str, str]:
        found = connect(AGG).rpc.get_lldp_neighbors_information()
        return {item.findtext("lldp-local-port-id"): item.findtext("lldp-remote-system-name") for item in found}

    assert heard() == {"et-0/0/0": CORE, "xe-0/1/0": ACCESS, "xe-0/1/1": "enid-agg1"}
    control.fault(
        "wrong_cabling", host=AGG, interface="xe-0/1/0", other_host=AGG, other_interface="xe-0/1/1"
    )
    assert heard() == {"et-0/0/0": CORE, "xe-0/1/0": "enid-agg1", "xe-0/1/1": ACCESS}
    control.clear_faults()
    assert heard() == {"et-0/0/0": CORE, "xe-0/1/0": ACCESS, "xe-0/1/1": "enid-agg1"}


def test_a_card_that_fails(connect: Callable[..., Device], control: Control) -> None:
    control.fault("card_down", host=AGG, slot=0)
    found = connect(AGG).rpc.get_interface_information(terse=True)
    states = {item.findtext("name").strip(): item.findtext("oper-status").strip() for item in found}
    assert states["xe-0/1/0"] == states["et-0/0/0"] == "down"


def test_a_seed_breaks_the_same_things_again(control: Control) -> None:
    first = control.random_faults(11, count=4, kinds=["link_down", "wrong_cabling", "dirty", "lock", "disk_full"])
    control.clear_faults()
    again = control.random_faults(11, count=4, kinds=["link_down", "wrong_cabling", "dirty", "lock", "disk_full"])
    assert first == again
    assert len(first) == 4
    with pytest.raises(TwinError, match="no such random fault: quake"):
        control.random_faults(1, kinds=["quake"])


def test_a_class_that_only_reads(connect: Callable[..., Device]) -> None:
    config = Config(connect(AGG))
    config.load("set system login user viewer class read-only", format="set")
    config.commit()
    viewer = connect(AGG, user="viewer")
    assert viewer.rpc.get_software_information() is not None
    with pytest.raises(LockError, match="permission denied"):
        Config(viewer).lock()
    for request in ("load_configuration", "commit_configuration", "get_configuration"):
        with pytest.raises(RequestDenied):
            getattr(viewer.rpc, request)()
    config.load("delete system login user viewer", format="set")
    config.commit()


def test_every_random_fault_can_happen(control: Control) -> None:
    for kind in KINDS:
        for seed in range(3):
            (fault,) = control.random_faults(seed, kinds=[kind])
            assert fault["kind"] == kind
            control.clear_faults()
            control.advance(600)


def test_a_filter_that_locks_everybody_out_is_healed_by_the_confirmed_commit(
    connect: Callable[..., Device], control: Control
) -> None:
    before = control.configuration(AGG)
    term = "set firewall family inet filter RE term"
    config = Config(connect(AGG))
    config.load(
        f"{term} routing from port bgp\n{term} routing then accept\n{term} last then discard\n"
        "set interfaces lo0 unit 0 family inet filter input RE",
        format="set",
    )
    config.commit(confirm=5)
    # The session that committed hears nothing any more, and nobody comes in to confirm.
    with pytest.raises(Exception):  # noqa: B017, PT011 -- whatever PyEZ makes of a connection that is gone
        config.commit()
    with pytest.raises(ConnectError):
        connect(AGG)
    control.advance(301)
    assert control.configuration(AGG) == before
    assert connect(AGG).rpc.get_software_information() is not None
