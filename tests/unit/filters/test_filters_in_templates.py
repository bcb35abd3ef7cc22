"""The filters by their full names, as templates find them."""

from __future__ import annotations

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

REPLY = "<isis><adjacency><state>Up</state></adjacency></isis>"


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("'10.32.5.0/24' | statenet.junos.nth_host(1)", "10.32.5.1"),
        ("'10.32.0.0/13' | statenet.junos.nth_subnet(24, 5)", "10.32.5.0/24"),
        ("'10.0.255.11' | statenet.junos.iso_net", "49.0001.0100.0025.5011.00"),
        ("'10.0.255.11' | statenet.junos.rd(102)", "10.0.255.11:102"),
        ("64512 | statenet.junos.route_target(102)", "target:64512:102"),
        ("'system { host-name r1; }' | statenet.junos.to_set | trim", "set system host-name r1"),
        ("'set system host-name r1' | statenet.junos.to_text | trim", "system {\n    host-name r1;\n}"),
        (f"('{REPLY}' | statenet.junos.xml_to_data).isis.adjacency.state", "Up"),
    ],
)
def test_value(template: str, value: str) -> None:
    templar = Templar(loader=DataLoader(), variables={})
    assert templar.template(trust_as_template("{{ " + template + " }}")) == value
