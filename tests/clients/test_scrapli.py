"""scrapli-netconf at its ordinary work: reading, locking, editing, committing with confirmation, raw requests."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

driver = pytest.importorskip("scrapli_netconf.driver", reason="scrapli-netconf is not installed: make test-clients")
if shutil.which("ssh") is None:
    pytest.skip("scrapli's transport is the program ssh, which is not installed", allow_module_level=True)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import TwinStatus

LOCATION = (
    "<config><configuration><system><location><floor>{}</floor></location></system></configuration></config>"
)


@pytest.fixture(params=["okc-core1", "ada-agg1", "ada-library-sw1"])
def device(request: pytest.FixtureRequest, twin: TwinStatus) -> Iterator[Any]:
    with driver.NetconfDriver(
        host=twin.address, port=twin.devices[request.param], auth_username=twin.user,
        auth_private_key=twin.key_file, auth_strict_key=False, transport="system", timeout_ops=20,
    ) as found:
        yield found


def test_get_config(device: Any) -> None:
    reply = device.get_config(source="running")
    assert not reply.failed
    assert "<host-name>" in reply.result
    part = device.get_config(
        source="running", filter_="<configuration><system><host-name/></system></configuration>", filter_type="subtree"
    )
    assert "<interfaces>" not in part.result


def test_lock_edit_validate_commit_discard(device: Any) -> None:
    assert not device.lock(target="candidate").failed
    assert not device.edit_config(config=LOCATION.format(7), target="candidate").failed
    assert "<floor>7</floor>" in device.get_config(source="candidate").result
    assert not device.discard().failed
    assert "<floor>7</floor>" not in device.get_config(source="candidate").result
    assert not device.edit_config(config=LOCATION.format(8), target="candidate").failed
    assert not device.validate(source="candidate").failed
    assert not device.commit().failed
    assert not device.unlock(target="candidate").failed
    assert "<floor>8</floor>" in device.get_config(source="running").result


def test_commit_that_nobody_confirms(device: Any, control: Control) -> None:
    before = device.get_config(source="running").result
    device.edit_config(config=LOCATION.format(9), target="candidate")
    assert not device.commit(confirmed=True, timeout=120).failed
    assert "<floor>9</floor>" in device.get_config(source="running").result
    control.advance(121)
    assert "<floor>9</floor>" not in device.get_config(source="running").result
    assert "<floor>9</floor>" not in before


def test_rpc_and_refusal(device: Any) -> None:
    assert "21.4R1.12" in device.rpc(filter_="<get-software-information/>").result
    refused = device.edit_config(config="<config><configuration><systm/></configuration></config>", target="candidate")
    assert refused.failed
    assert "syntax error" in refused.result
