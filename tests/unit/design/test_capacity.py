"""Capacity: every figure of the laboratory is what comes out by hand.

Sites had 1000, 100, 50 and 10 Mbps. Ten times that, at most the 10 Gbps of a path, is 10000, 1000, 500 and 100; ten per
cent of it in the busy hour are 1000, 100, 50 and 10 Mbps, together 1.16 Gbps. Calumet has one path, to agg1: so agg1
takes in (1000 + 100 + 50) / 2 + 10 = 585 Mbps, agg2 575. Half of each goes to each data center.

24,000 people at 2000 kbps with 15 per cent on top are 55.2 Gbps, 27.6 per data center, of which half goes on to the
other one: 13.8. Replication is guaranteed 30 Gbps.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.capacity import NOTHING, capacity
from ansible_collections.statenet.junos.plugins.module_utils.design.capacity_report import (
    capacity_document,
    print_capacity,
)
from ansible_collections.statenet.junos.plugins.module_utils.design.traffic import Demand, Graph, place
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import CapacityPlan, HardwareOverride

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent


def test_a_promised_rate_is_what_a_path_carries(lab: Intent, lab_design: Design) -> None:
    sites = tuple(site.model_copy(update={"access_mbps": 2000}) for site in lab.sites)
    found = capacity(lab.model_copy(update={"sites": sites}), lab_design.links).sites
    assert [(site.path_mbps, site.after_mbps, site.factor) for site in found] == [
        (2000, 4000, 2), (2000, 4000, 20), (2000, 4000, 40), (2000, 2000, 200),
    ]


def test_sites(lab: Intent, lab_design: Design) -> None:
    sites = capacity(lab, lab_design.links).sites
    assert [(site.before_mbps, site.path_mbps, site.after_mbps, site.factor, site.busy_mbps) for site in sites] == [
        (1000, 10000, 20000, 10, 1000),
        (100, 10000, 20000, 100, 100),
        (50, 10000, 20000, 200, 50),
        (10, 10000, 10000, 1000, 10),
    ]


def test_core_link(lab: Intent, lab_design: Design) -> None:
    """To Dallas: 30 + 13.8, and half of agg1's half (292.5 Mbps), which has two equal ways."""
    (link,) = capacity(lab, lab_design.links).core_links
    assert (link.after_gbps, link.cities_before_gbps, link.factor) == (100, 0, 0)
    assert link.steady_percent == pytest.approx(30 + 13.8 + 0.14625)
    assert (link.worst_loss, link.worst_percent) == (NOTHING, link.steady_percent)
    # Oklahoma City gone: all of agg1 goes to Dallas, half of it this way.
    assert link.center_lost_percent == pytest.approx(0.2925)


def test_data_centers(lab: Intent, lab_design: Design) -> None:
    table = capacity(lab, lab_design.links)
    for center, before in zip(table.centers, (10, 0), strict=True):
        assert (center.before_gbps, center.after_gbps, center.reduced_gbps) == (before, 200, 100)
        assert center.steady_gbps == pytest.approx(0.58 + 13.8 + 30)
        assert center.alone_gbps == pytest.approx(1.16 + 55.2)
        assert center.alone_percent == pytest.approx(28.18)
        assert center.alone_reduced_percent == pytest.approx(56.36)
    # With its only router, a data center loses everything that was meant for it.
    assert (table.stranded_loss, table.stranded_gbps) == ("okc-core1", pytest.approx(0.58 + 13.8 + 30))


def test_people_at_home(lab: Intent, lab_design: Design) -> None:
    found = {item.mode: item for item in capacity(lab, lab_design.links).remote if item.datacenter == "tx"}
    assert {mode: item.offered_gbps for mode, item in found.items()} == {
        "data": pytest.approx(8.28), "voice-desktop": pytest.approx(16.56), "full-tunnel": pytest.approx(55.2),
    }
    assert found["data"].people == 24000
    assert found["data"].handoff_percent == pytest.approx(100 * (8.28 + 1.16) / 200)


def test_replication(oklahoma: Intent, oklahoma_design: Design) -> None:
    """2600 TB are 20,800,000 Gb."""
    table = capacity(oklahoma, oklahoma_design.links)
    found = {item.at: (item.gbps, round(item.hours, 1)) for item in table.replication}
    assert found == {
        "line rate of the old core": (10, 577.8),
        "guaranteed rate": (30, 192.6),
        "line rate between data centers": (100, 57.8),
    }


def test_the_promise_holds_in_oklahoma(oklahoma: Intent, oklahoma_design: Design) -> None:
    table = capacity(oklahoma, oklahoma_design.links)
    assert (table.core_before_gbps, table.core_after_gbps, table.scenarios) == (10, 900, 15)
    assert min(site.factor for site in table.sites if site.before_mbps) == 10
    assert sum(site.before_mbps == 0 for site in table.sites) == 5
    assert max(link.steady_percent for link in table.core_links) <= oklahoma.capacity.steady_percent
    assert table.worst_percent <= oklahoma.capacity.failure_percent
    between = {link.link: (link.cities_before_gbps, link.factor) for link in table.core_links}
    assert between["okc-core1/tul-core1"] == (10, 20)
    assert all(center.alone_reduced_percent < 100 for center in table.centers)


def test_only_sites_with_one_path_lose_their_way(oklahoma: Intent, oklahoma_design: Design) -> None:
    """No loss of a core link or router leaves traffic without a way."""
    assert capacity(oklahoma, oklahoma_design.links).stranded_gbps == 0


def test_assumptions_are_data(lab: Intent, lab_design: Design) -> None:
    plan = CapacityPlan(busy_hour_percent=100, remote_workers=0, replication_gbps=1)
    (link,) = capacity(lab.model_copy(update={"capacity": plan}), lab_design.links).core_links
    assert link.steady_percent == pytest.approx(1 + 1.4625)


def test_traffic_takes_every_equal_way() -> None:
    square = Graph(
        arcs={
            "a": (("b", 10, "ab"), ("c", 10, "ac")),
            "b": (("a", 10, "ab"), ("d", 10, "bd")),
            "c": (("a", 10, "ac"), ("d", 10, "cd")),
            "d": (("b", 10, "bd"), ("c", 10, "cd")),
        }
    )
    demand = Demand(sources={"a": 4.0, "b": 1.0}, sinks=("d",))
    loads = place(square, [demand])
    assert dict(loads.arcs) == {("ab", "a"): 2, ("ac", "a"): 2, ("bd", "b"): 3, ("cd", "c"): 2}
    assert dict(loads.sinks) == {"d": 5}
    alone = place(square.without(frozenset({"bd"})), [demand])
    assert dict(alone.arcs) == {("ab", "b"): 1, ("ac", "a"): 5, ("cd", "c"): 5}
    assert place(square.without(frozenset({"d"})), [demand]).stranded == 5


def test_document_and_text_are_the_same_every_time(lab: Intent, lab_design: Design) -> None:
    texts = {
        json.dumps(capacity_document(lab, lab_design, capacity(lab, tuple(reversed(lab_design.links)))))
        for _ in range(2)
    }
    assert len(texts) == 1
    document = capacity_document(lab, lab_design, capacity(lab, lab_design.links))
    assert print_capacity(document, title="a").splitlines()[8:12] == [
        "- Core, all links: 0 to 100 Gbps, new.",
        "- Sites: 4 of 4 have at least 10 times their old speed on one path alone, the lowest 10x; 0 had nothing "
        "before.",
        "- Busiest core link: 43.9 % with nothing lost, 43.9 % after the worst of 3 single losses (limits 45 and 90 %: "
        "kept).",
        "- The loss of okc-core1 leaves 44.38 Gbps without a way.",
    ]


def test_what_the_operator_states_is_said(lab: Intent, lab_design: Design) -> None:
    stated = HardwareOverride.model_validate({"name": "MX204", "source": "Port Checker, 2020-07-14", "bfd_ms": "150"})
    changed = lab.model_copy(update={"hardware": (stated,)})
    document = capacity_document(changed, lab_design, capacity(changed, lab_design.links))
    assert document["hardware"]["overridden"] == ["MX204 bfd_ms (Port Checker, 2020-07-14)"]
    assert "- MX204 bfd_ms (Port Checker, 2020-07-14)" in print_capacity(document, title="a")


def test_a_site_below_the_promise_is_named(lab: Intent, lab_design: Design) -> None:
    slow = tuple(replace(link, speed="1g") if link.kind == "site" else link for link in lab_design.links)
    document = capacity_document(lab, lab_design, capacity(lab, slow))
    assert document["summary"]["sites_below_the_promise"] == ["canadian-el-reno-county-office"]
    assert "- Below the promise: canadian-el-reno-county-office." in print_capacity(document, title="a")
