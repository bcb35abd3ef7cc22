"""A change that cuts management off heals by itself on every platform: its timer takes it back.

By a filter before the routing engine, and by a way back that is gone. A wave is in ``verbs/test_lock_out.py``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.change import Change, apply_change
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import ConnectError
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.twin import process
from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock
from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import DeviceSpec, TwinSpec, write_spec
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILTER = (
    "set firewall family inet filter LOCKED-OUT term bgp from protocol tcp\n"
    "set firewall family inet filter LOCKED-OUT term bgp from port bgp\n"
    "set firewall family inet filter LOCKED-OUT term bgp then accept\n"
    "set interfaces lo0 unit 0 family inet filter input LOCKED-OUT"
)
OUT_OF_BAND = """
system {{ host-name {name}; management-instance; }}
interfaces {{
    {port} {{ unit 0 {{ family inet {{ address 10.2.0.2/24; }} }} }}
    lo0 {{ unit 0 {{ family inet {{ address 10.0.0.1/32; }} }} }}
}}
routing-instances {{ mgmt_junos {{ routing-options {{ static {{ route 0.0.0.0/0 next-hop 10.2.0.1; }} }} }} }}
"""
IN_BAND = """
system {{ host-name {name}; }}
interfaces {{
    {port} {{ unit 0 {{ family inet {{ address 10.16.0.75/31; }} }} }}
    lo0 {{ unit 0 {{ family inet {{ address 10.0.0.1/32; }} }} }}
}}
routing-options {{ static {{ route 0.0.0.0/0 next-hop 10.16.0.74; }} }}
"""
PLATFORMS = {
    "MX480": ("junos", OUT_OF_BAND, "fxp0"),
    "MX204": ("junos", OUT_OF_BAND, "fxp0"),
    "MX150": ("junos", OUT_OF_BAND, "fxp0"),
    "QFX10002-36Q": ("junos-qfx", OUT_OF_BAND, "em0"),
    "QFX5100-48S": ("junos-qfx", OUT_OF_BAND, "em0"),
    "EX4300-48P": ("junos-ex", IN_BAND, "xe-0/2/0"),
    "EX3400-24P": ("junos-ex", IN_BAND, "xe-0/2/0"),
    "EX2300-24P": ("junos-ex", IN_BAND, "xe-0/1/0"),
}
ROUTES = {OUT_OF_BAND: "delete routing-instances mgmt_junos", IN_BAND: "delete routing-options static"}
MINUTES = 5


@pytest.fixture(scope="module")
def artifacts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("platforms")
    devices = []
    for model, (family, text, port) in PLATFORMS.items():
        path = directory / f"{model}.conf"
        path.write_text(text.format(name=model.lower(), port=port))
        devices.append(DeviceSpec(hostname=model.lower(), model=model, family=family, configuration=str(path)))
    spec = TwinSpec(name="platforms", devices=tuple(devices), start=datetime.fromisoformat("2020-10-01T12:00:00Z"))
    write_spec(spec, directory / "spec.json")
    process.start(directory / "twin", directory / "spec.json")
    yield directory
    process.stop(directory / "twin")


@pytest.mark.parametrize("cut", ["filter", "route"])
@pytest.mark.parametrize("model", PLATFORMS)
def test_the_timer_lets_management_in_again(artifacts: Path, model: str, cut: str) -> None:
    _family, text, _port = PLATFORMS[model]
    endpoint: Any = twin_endpoints(artifacts)(model.lower())
    content = FILTER if cut == "filter" else ROUTES[text]
    with Control(artifacts / "twin") as control:
        with connect(endpoint) as session:
            before = session.get_configuration()
            change = Change(content=content, format="set", action="set", confirm_minutes=MINUTES)
            assert apply_change(session, change, clock=TwinClock(control)).outcome == "committed"
        assert model.lower() in control.status()["pending_confirms"]
        with pytest.raises(ConnectError):
            connect(endpoint)
        control.advance(MINUTES * 60 - 1)
        with pytest.raises(ConnectError):
            connect(endpoint)
        control.advance(1)
        with connect(endpoint) as session:
            assert session.pending_confirm() is None
            assert _without_date(session.get_configuration()) == _without_date(before)


def _without_date(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("##"))
