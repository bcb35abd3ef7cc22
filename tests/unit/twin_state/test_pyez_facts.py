"""The facts of an unmodified PyEZ, gathered from the replies without a network between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.replies import handle
from jnpr.junos import Device
from jnpr.junos.exception import RpcError
from lxml import etree
from statewide import MODELS, coexistence

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState
    from lxml.etree import _Element


class Direct(Device):
    """A PyEZ device whose requests go straight to the replies; those about the configuration find nothing."""

    def __new__(cls, *_: Any, **__: Any) -> Direct:  # noqa: D102 -- PyEZ picks a class here
        return object.__new__(cls)

    def __init__(self, state: NetworkState, hostname: str) -> None:
        super().__init__(host="192.0.2.1", user="netops", gather_facts=False)
        self._state, self._emulated = state, state.fleet.devices[hostname]
        self.connected = True

    def execute(self, rpc_cmd: _Element, ignore_warning: bool = False, **_: Any) -> _Element | bool:
        """Answer one request as the twin does."""
        del ignore_warning
        if rpc_cmd.tag == "get-configuration":
            return etree.Element("configuration")
        answer = handle(self._state, self._emulated, rpc_cmd, rpc_cmd.get("format", "xml"))
        assert answer is not None, f"nobody answers {etree.tostring(rpc_cmd)!r}"
        if isinstance(answer, str):
            return etree.fromstring(f"<output>{answer}</output>")
        if answer.tag == "rpc-error":
            raise RpcError(cmd=rpc_cmd, rsp=answer)
        return answer


FACTS = {
    "site": {
        "model": "EX4300-48T", "2RE": False, "master": "RE0", "personality": "SWITCH", "ifd_style": "SWITCH",
        "switch_style": "VLAN_L2NG", "vc_capable": True, "vc_mode": "Enabled", "vc_master": "0",
        "current_re": ["master", "fpc0", "member0"],
    },
    "pe": {
        "model": "MX204", "2RE": False, "master": "RE0", "personality": "MX", "ifd_style": "CLASSIC",
        "switch_style": "BRIDGE_DOMAIN", "vc_capable": False, "current_re": ["re0", "master"],
    },
    "core": {"model": "MX480", "2RE": True, "master": "RE0", "version_RE0": "21.4R1.12", "version_RE1": "21.4R1.12"},
    "spine": {"model": "QFX10002-36Q", "2RE": False, "personality": "SWITCH", "vc_capable": False},
    "legacy": {"model": "MX240", "2RE": True, "personality": "MX"},
}


@pytest.mark.parametrize("host", sorted(FACTS))
def test_pyez_gathers_every_fact(host: str) -> None:
    state = coexistence()
    facts = dict(Direct(state, host).facts)
    expected = {**FACTS[host], "hostname": host, "version": "21.4R1.12", "HOME": "/var/home/admin", "vmhost": False}
    assert {name: facts[name] for name in expected} == expected
    assert facts["serialnumber"]
    assert facts["model"] == MODELS[host]
