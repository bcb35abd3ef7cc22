"""What is recomputed after a change is what a fresh computation finds."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState
from network_builder import START, commit
from statewide import CONFIGURATIONS, GATEWAY, OLD, SERVICE, coexistence

IMPORT = "routing-instances K12 protocols bgp group"
EXTRA = {
    "core": [
        "set policy-options policy-statement IN from route-filter 10.110.0.0/16 orlonger",
        "set policy-options policy-statement IN then reject",
        f"set {IMPORT} CE neighbor 10.4.0.1 import IN",
        "set protocols bgp group CORE cluster 10.255.0.1",
        "set protocols isis overload",
    ],
    "pe": ["set policy-options policy-statement IN then reject", f"set {IMPORT} CE import IN"],
    "spine": ["set policy-options policy-statement IN then reject", f"set {IMPORT} WAN import IN"],
}
COMMANDS = [
    ("core", f"{IMPORT} CE neighbor 10.4.0.1 import"),
    ("core", "protocols bgp group CORE cluster"),
    ("pe", f"{IMPORT} CE import"),
    ("pe", f"{IMPORT} CE"),
    ("spine", f"{IMPORT} WAN import"),
    ("spine", f"{IMPORT} WAN export"),
    ("legacy", "protocols bgp group LEGACY export"),
    ("legacy-core", "routing-options static"),
    ("core", "protocols isis overload"),
    ("legacy-core", "protocols bgp group CORE export"),
    ("site", "routing-instances K12 protocols bgp"),
    ("site", "routing-instances K12 routing-options static"),
    ("site", "interfaces xe-0/2/0"),
    ("site", "interfaces ge-0/2/3"),
    ("pe", "protocols isis"),
    ("pe", "routing-instances K12"),
    ("pe", "interfaces lo0"),
    ("core", "interfaces et-0/0/0"),
    ("core", "interfaces et-0/1/2"),
    ("core", "interfaces xe-0/1/1:0"),
    ("core", "protocols bgp"),
    ("core", "routing-options autonomous-system"),
    ("spine", "interfaces irb"),
    ("spine", "policy-options policy-statement OUT term own"),
    ("legacy", "routing-options static"),
    ("legacy", "interfaces ge-1/0/0"),
    ("legacy-core", "protocols"),
]


def picture(state: NetworkState) -> dict[str, Any]:
    hosts = sorted(CONFIGURATIONS)
    return {
        "ports": {(host, port): state.port_status(host, port) for host in hosts for port in state.ports(host)},
        "lldp": {host: state.lldp_neighbours(host) for host in hosts},
        "isis": {host: state.adjacencies(host) for host in hosts},
        "bgp": {
            host: [replace(session, since=START, flaps=0) for session in state.sessions(host)] for host in hosts
        },
        "new": state.reaches(SERVICE, [GATEWAY]),
        "old": state.reaches(SERVICE, [OLD]),
    }


@pytest.mark.parametrize("seed", range(20))
def test_incremental_equals_fresh(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- reproducible on purpose
    state = coexistence()
    for host, commands in EXTRA.items():
        commit(state, host, *commands)
    picture(state)
    active = dict.fromkeys(COMMANDS, True)
    for _ in range(15):
        for host, path in dice.sample(COMMANDS, dice.randint(1, 3)):
            verb = "deactivate" if active[(host, path)] else "activate"
            active[(host, path)] = not active[(host, path)]
            commit(state, host, f"{verb} {path}")
        if dice.random() < 0.2:
            state.fault("device_down", host=dice.choice(sorted(CONFIGURATIONS)))
        elif dice.random() < 0.3:
            state.clear_faults()
        fresh = NetworkState(state.fleet)
        for kind, *arguments in state.faults.active():
            fresh.fault(kind, host=arguments[0])
        assert picture(state) == picture(fresh)
