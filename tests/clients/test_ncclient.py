"""ncclient with its Junos handler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ncclient import manager
from ncclient.operations.rpc import RPCError
from ncclient.xml_ import to_ele

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import TwinStatus


def connect(twin: TwinStatus, host: str) -> Any:
    return manager.connect(
        host=twin.address, port=twin.devices[host], username=twin.user, key_filename=twin.key_file,
        hostkey_verify=False, look_for_keys=False, allow_agent=False, device_params={"name": "junos"}, timeout=20,
    )


@pytest.fixture(params=["okc-core1", "ada-agg1", "ada-library-sw1"])
def device(request: pytest.FixtureRequest, twin: TwinStatus) -> Iterator[Any]:
    with connect(twin, request.param) as found:
        yield found


def test_capabilities_and_reading(device: Any) -> None:
    assert ":candidate" in device.server_capabilities
    assert ":confirmed-commit" in device.server_capabilities
    assert device.get_config(source="running").xpath("//host-name")
    assert "set system host-name" in device.get_configuration(format="set").xpath("//configuration-set")[0].text
    assert device.command("show version", format="text").xpath("//output")[0].text
    assert device.rpc(to_ele("<get-bgp-summary-information/>")).xpath("//bgp-peer")


def test_locked_edit_and_commit(device: Any) -> None:
    with device.locked("candidate"):
        device.load_configuration(action="set", config=["set system location floor 5"])
        assert "floor 5" in device.compare_configuration().xpath("//configuration-output")[0].text
        device.validate()
        device.commit(comment="by ncclient")
    assert device.get_config(source="running").xpath("//floor")[0].text == "5"
    device.rollback(rollback=1)
    device.commit()


def test_confirmed_commit(device: Any, control: Control) -> None:
    device.load_configuration(action="set", config="set system location floor 6")
    # The Junos handler speaks commit-configuration, whose timeout is in minutes.
    device.commit(confirmed=True, timeout="2")
    assert device.get_config(source="running").xpath("//floor")[0].text == "6"
    control.advance(121)
    assert [item.text for item in device.get_config(source="running").xpath("//floor")] != ["6"]


def test_two_sessions(twin: TwinStatus) -> None:
    with connect(twin, "ada-agg1") as one, connect(twin, "ada-agg1") as other:
        one.lock("candidate")
        with pytest.raises(RPCError, match="configuration database locked by"):
            other.lock("candidate")
        one.unlock("candidate")
        other.lock("candidate")
        other.discard_changes()
        other.unlock("candidate")


def test_a_syntax_error(device: Any) -> None:
    with pytest.raises(RPCError, match="syntax error"):
        device.load_configuration(action="set", config="set systm host-name x")
