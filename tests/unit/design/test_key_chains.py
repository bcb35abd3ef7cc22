"""Keys that take over from others without a session going down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.intent.key_chains import KeyChains
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import print_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

OLD = {"number": 0, "secret": "isis-key", "start": "2020-01-01 00:00"}
NEW = {"number": 1, "secret": "isis-key-2", "start": "2020-12-06 02:00"}


def _core(lab: Intent, allocations: Allocations, **changes: Any) -> DeviceModel:
    network = lab.network.model_copy(update=changes)
    return design(lab.model_copy(update={"network": network}), allocations).models["to-be"]["okc-core1"]


def _chains(model: DeviceModel) -> list[str]:
    lines = print_set(parse_text(render(model))).splitlines()
    start = "set security authentication-key-chains key-chain "
    return [line.removeprefix(start) for line in lines if line.startswith(start)]


def test_two_keys_stand_side_by_side(lab: Intent, lab_allocations: Allocations) -> None:
    chains = KeyChains.model_validate({"isis": [OLD, NEW]})
    found = _chains(_core(lab, lab_allocations, key_chains=chains))
    assert [line for line in found if line.startswith("ISIS")] == [
        "ISIS tolerance 3600",
        'ISIS key 0 secret "$SECRET$isis-key"',
        'ISIS key 0 start-time "2020-1-1.06:00:00 +0000"',
        "ISIS key 0 algorithm hmac-sha-1",
        "ISIS key 0 options isis-enhanced",
        'ISIS key 1 secret "$SECRET$isis-key-2"',
        'ISIS key 1 start-time "2020-12-6.08:00:00 +0000"',
        "ISIS key 1 algorithm hmac-sha-1",
        "ISIS key 1 options isis-enhanced",
    ]


def test_the_old_key_goes_and_the_new_one_keeps_its_number(lab: Intent, lab_allocations: Allocations) -> None:
    both, one = (
        _chains(_core(lab, lab_allocations, key_chains=KeyChains.model_validate({"isis": keys})))
        for keys in ([OLD, NEW], [NEW])
    )
    assert [line for line in both if not line.startswith("ISIS key 0 ")] == one


def test_other_chains_stay_as_they_are(lab: Intent, lab_allocations: Allocations) -> None:
    plain = _chains(_core(lab, lab_allocations))
    rolled = _chains(_core(lab, lab_allocations, key_chains=KeyChains.model_validate({"isis": [OLD, NEW]})))
    assert [line for line in plain if line.startswith("IBGP")] == [line for line in rolled if line.startswith("IBGP")]


def test_ldp_has_a_chain_where_it_runs_and_has_a_key(lab: Intent, lab_allocations: Allocations) -> None:
    secrets = {**lab.network.secrets, "ldp-key": lab.network.secrets["isis-key"]}
    model = _core(lab, lab_allocations, transport="ldp", secrets=secrets)
    assert [chain.name for chain in model.key_chains] == ["ISIS", "IBGP", "LDP"]
    lines = print_set(parse_text(render(model))).splitlines()
    assert [line for line in lines if " ldp session-group " in line] == [
        "set protocols ldp session-group 10.0.0.0/24 authentication-algorithm hmac-sha-1-96",
        "set protocols ldp session-group 10.0.0.0/24 authentication-key-chain LDP",
    ]
    assert [chain.name for chain in _core(lab, lab_allocations, secrets=secrets).key_chains] == ["ISIS", "IBGP"]
    assert "session-group" not in render(_core(lab, lab_allocations, transport="ldp"))
