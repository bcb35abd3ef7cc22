"""Checks of the network as a whole: what a single loss cuts off, what boxes hold, and where it stands in the intent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.allocator import allocate
from ansible_collections.statenet.junos.plugins.module_utils.design.budgets import (
    Budget,
    check_budgets,
    port_budgets,
    route_budgets,
)
from ansible_collections.statenet.junos.plugins.module_utils.design.bundle_checks import check_bundles, check_cards
from ansible_collections.statenet.junos.plugins.module_utils.design.checks import check_design
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.design.model import Interface, Peer
from ansible_collections.statenet.junos.plugins.module_utils.design.reachability import check_reachability, cuts
from ansible_collections.statenet.junos.plugins.module_utils.design.snapshot import snapshot
from ansible_collections.statenet.junos.plugins.module_utils.design.wanted import hardware_of
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocations import Allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

LAB = Path(__file__).parents[3] / "inventories" / "lab" / "intent"


def _without(network: Design, *keys: str) -> Design:
    return replace(network, links=tuple(link for link in network.links if link.key not in keys))


def test_losses_that_the_lab_admits(lab: Intent, lab_design: Design) -> None:
    assert [f"{cut.lost}: {', '.join(cut.separated)} ({cut.admitted})" for cut in cuts(lab, lab_design.links)] == [
        "tx-leaf1/server tx-store1: server tx-store1 (one leaf)",
        "tx-leaf1: server tx-store1 (one leaf)",
        "el-reno-agg1/canadian-calumet-library-sw1: canadian-calumet-library-sw1 (paths: 1)",
        "el-reno-agg1: canadian-calumet-library-sw1 (paths: 1)",
        "okc-leaf2/server okc-store1: server okc-store1 (one leaf)",
        "okc-leaf2: server okc-store1 (one leaf)",
        "okc-core1: data center okc (one router)",
        "tx-core1: data center tx (one router)",
    ]


def test_every_site_with_two_paths_survives_every_loss(oklahoma: Intent, oklahoma_design: Design) -> None:
    found = cuts(oklahoma, oklahoma_design.links)
    assert {cut.admitted for cut in found} == {"paths: 1", "one leaf"}
    alone = {name for cut in found if cut.admitted == "paths: 1" for name in cut.separated}
    assert alone == {f"{site.name}-sw1" for site in oklahoma.sites if site.paths == 1}


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        (
            ["tx-core1/el-reno-agg2"],
            ["models/el-reno-agg1.yml: el-reno-agg1: its loss alone cuts off canadian-el-reno-county-office-sw1, "
             "canadian-el-reno-courthouse-sw1, canadian-yukon-public-safety-sw1. Expected: a second way for everything "
             "that the intent does not give one way only (paths: 1). Remedy: add a link that does not share it."],
        ),
        (
            ["el-reno-agg2/canadian-yukon-public-safety-sw1"],
            ["models/el-reno-agg1.yml: el-reno-agg1 link to canadian-yukon-public-safety-sw1: its loss alone cuts off "
             "canadian-yukon-public-safety-sw1. Expected: a second way for everything that the intent "
             "does not give one "
             "way only (paths: 1). Remedy: add a link that does not share it.",
             "models/el-reno-agg1.yml: el-reno-agg1: its loss alone cuts off "
             "canadian-yukon-public-safety-sw1. Expected: "
             "a second way for everything that the intent does not give one way only (paths: 1). "
             "Remedy: add a link that does not share it."],
        ),
        (
            ["tx-core1/tx-spine1", "tx-core1/tx-spine2"],
            ["intent: network: no link leads to data center tx. Expected: a second way for everything that the intent "
             "does not give one way only (paths: 1). Remedy: add a link that does not share it."],
        ),
    ],
)
def test_a_way_that_is_missing(lab: Intent, lab_design: Design, lost: list[str], expected: list[str]) -> None:
    found = [str(problem) for problem in check_reachability(lab, _without(lab_design, *lost).links)]
    assert sorted(found)[: len(expected)] == sorted(expected)


def test_a_problem_names_both_lines_of_the_intent(
    lab_allocations: Allocations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(LAB.parent)
    loaded = load(Path("intent"))
    broken = replace(lab_allocations, nodes={**lab_allocations.nodes, "tx-core1": 1})
    found = [str(item) for item in check_design(loaded.intent, design(loaded.intent, broken), loaded.sources)]
    assert (
        "intent/core.yml:9: tx-core1 loopback: 10.0.0.1/32 is also the loopback of okc-core1 (intent/core.yml:3). "
        "Expected: a value of its own. Remedy: give one of them another number in intent/allocations.yml."
    ) in found


def test_a_problem_of_a_port_names_the_line_of_its_link(
    lab_allocations: Allocations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(LAB.parent)
    loaded = load(Path("intent"))
    link = lab_allocations.links["okc-core1/tx-core1"]
    links = {**lab_allocations.links, "okc-core1/tx-core1": replace(link, ports=("et-0/0/4", "et-0/0/2"))}
    found = check_design(
        loaded.intent, design(loaded.intent, replace(lab_allocations, links=links)), loaded.sources
    )
    assert str(found[0]) == (
        "intent/core.yml:15: okc-core1 et-0/0/4: 100g on a port that takes 40g or 4x10g. Expected: 100g on et-0/0/2, "
        "et-0/0/5, et-0/1/2, et-0/1/5, et-1/0/2, et-1/0/5, et-1/1/2, et-1/1/5. "
        "Remedy: delete the line of its link in intent/allocations.yml and build again."
    )


def test_links_of_one_card(oklahoma: Intent, oklahoma_design: Design) -> None:
    models = dict(snapshot(oklahoma_design, "to-be"))
    boxes = hardware_of(oklahoma)
    assert list(check_cards(models, boxes)) == []
    core = models["tx-core1"]
    names = iter(["et-0/0/2", "et-0/0/5", "et-0/1/2"])
    moved = tuple(
        replace(item, name=next(names)) if item.peer and "-core" in item.peer.host else item for item in core.interfaces
    )
    models["tx-core1"] = replace(core, interfaces=moved)
    assert [str(item) for item in check_cards(models, boxes)] == [
        "models/tx-core1.yml: tx-core1: all its links to other core routers are on card 0 (et-0/0/2, et-0/0/5, "
        "et-0/1/2). Expected: links on two cards at least. Remedy: delete the line of one of them in "
        "intent/allocations.yml and build again."
    ]


def test_members_of_one_aggregate_end_in_one(lab_design: Design) -> None:
    models = dict(snapshot(lab_design, "to-be"))
    for host, ends in {
        "okc-core1": [("a", "el-reno-agg1", "a"), ("b", "el-reno-agg2", "a")],
        "el-reno-agg1": [("a", "okc-core1", "a")],
        "el-reno-agg2": [("a", "okc-core1", "b")],
    }.items():
        ports = [
            Interface(name=f"xe-9/9/{name}", bundle="ae0", peer=Peer(host=peer, interface=f"xe-9/9/{port}"))
            for name, peer, port in ends
        ]
        models[host] = replace(models[host], interfaces=(*models[host].interfaces, *ports, Interface(name="ae0")))
    assert [str(item) for item in check_bundles(models)] == [
        "models/okc-core1.yml: okc-core1 ae0: its members end in el-reno-agg1 ae0 and el-reno-agg2 ae0. "
        "Expected: one aggregate, or one segment of two."
    ]


def test_routes_of_a_site(lab: Intent, lab_design: Design) -> None:
    models = snapshot(lab_design, "to-be")
    budgets = {item.host: item for item in route_budgets(models, hardware_of(lab))}
    site = budgets["canadian-calumet-library-sw1"]
    # Library, voice and management: a gateway and one uplink address each, counted as prefix and host route; a default
    # and two data centers. The same in IPv6, where each takes the room of two.
    assert (site.needed, site.available, site.verified) == (3 * (3 * 2 * 2 + 3 * 3), 14000, False)


def test_a_table_that_is_too_small(lab: Intent, lab_design: Design) -> None:
    models = snapshot(lab_design, "to-be")
    boxes = hardware_of(lab)
    host = "canadian-calumet-library-sw1"
    boxes[host] = replace(boxes[host], fib_ipv4=16)
    assert [str(item) for item in check_budgets(models, boxes)] == [
        f"models/{host}.yml: {host} routes: about 63 routes on an EX3400-24P, which holds 16. Expected: at most 80 "
        "percent of that. Remedy: use a larger model, or state what it holds in hardware.yml (fib_ipv4)."
    ]


def test_ports_in_use(lab: Intent, lab_design: Design) -> None:
    found = {(item.host, item.what): item for item in port_budgets(snapshot(lab_design, "to-be"), hardware_of(lab))}
    assert found["okc-core1", "100g ports"] == Budget(host="okc-core1", what="100g ports", needed=4, available=8)
    assert found["el-reno-agg1", "10g ports"] == Budget(host="el-reno-agg1", what="10g ports", needed=4, available=16)


def test_numbers_are_kept_when_the_intent_is_designed_again(lab: Intent, lab_allocations: Allocations) -> None:
    assert allocate(lab, lab_allocations) == lab_allocations
