"""Downtime is measured in virtual time, per site and service, with its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.statenet.junos.plugins.module_utils.twin.state.probes import Probes
from network_builder import commit
from statewide import coexistence

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.state.network import NetworkState

STATIC_ROUTE = "set routing-instances K12 routing-options static route 0.0.0.0/0 next-hop 10.2.0.0"


def watch(state: NetworkState) -> Probes:
    probes = Probes(state, state.fleet.spec)
    probes.sample(state.fleet.clock.now())
    return probes


def advance(state: NetworkState, probes: Probes, seconds: float) -> None:
    probes.sample(state.fleet.clock.now())
    state.fleet.clock.sleep(seconds)


def test_make_before_break_costs_nothing() -> None:
    state = coexistence()
    probes = watch(state)
    commit(state, "site", "delete routing-instances K12 routing-options static", "delete interfaces ge-0/2/3")
    advance(state, probes, 60)
    assert probes.report() == {
        "sites": 1, "downtime_seconds": 0, "per_family": {"inet": 0, "inet6": 0}, "per_site": {}, "down": [],
        "awaited": [], "events": [],
    }


def test_break_before_make_is_counted_and_explained() -> None:
    state = coexistence()
    probes = watch(state)
    commit(state, "site", "deactivate routing-instances K12 protocols bgp")
    advance(state, probes, 30)
    commit(state, "site", "delete routing-instances K12 routing-options static")
    advance(state, probes, 45)
    assert probes.report()["downtime_seconds"] == 45
    assert probes.report()["down"] == [{"site": "adair-library", "service": "K12", "family": "inet"}]
    commit(state, "pe", "set system domain-name example.org")
    commit(state, "site", STATIC_ROUTE)
    advance(state, probes, 100)
    report = probes.report()
    assert report["per_site"] == {"adair-library": {"K12": 45.0}}
    assert report["down"] == []
    assert [(event["time"], event["transition"], event["cause"]) for event in report["events"]] == [
        ("2020-09-01T12:00:30+00:00", "down", "site"),
        ("2020-09-01T12:01:15+00:00", "up", "site"),
    ]


def test_two_changes_at_one_moment_cost_nothing() -> None:
    state = coexistence()
    probes = watch(state)
    commit(state, "spine", "deactivate routing-instances K12")
    commit(state, "legacy-core", "deactivate protocols")
    commit(state, "legacy-core", "activate protocols")
    advance(state, probes, 10)
    assert probes.report()["downtime_seconds"] == 0


def test_retired_anchors_do_not_count() -> None:
    state = coexistence()
    probes = watch(state)
    commit(state, "spine", "delete interfaces irb")
    advance(state, probes, 5)
    assert probes.down() == []
    commit(state, "legacy-core", "delete protocols", "delete interfaces ge-0/0/0", "delete interfaces xe-1/0/0")
    advance(state, probes, 5)
    assert probes.down() == [("adair-library", "K12", "inet")]
    assert probes.report()["downtime_seconds"] == 5


def test_fault_is_noticed_and_its_end_too() -> None:
    state = coexistence()
    probes = watch(state)
    state.fault("site_power", site="adair-library")
    advance(state, probes, 600)
    state.clear_faults()
    advance(state, probes, 600)
    assert probes.report()["per_site"] == {"adair-library": {"K12": 600.0}}


def test_service_counts_from_the_moment_that_it_works_first() -> None:
    state = coexistence()
    commit(state, "site", "deactivate interfaces xe-0/2/0", "deactivate interfaces ge-0/2/3")
    probes = watch(state)
    advance(state, probes, 1000)
    assert probes.report()["awaited"] == [{"site": "adair-library", "service": "K12", "family": "inet"}]
    commit(state, "site", "activate interfaces xe-0/2/0")
    advance(state, probes, 1000)
    assert (probes.report()["awaited"], probes.report()["downtime_seconds"]) == ([], 0)
    commit(state, "site", "deactivate interfaces xe-0/2/0")
    advance(state, probes, 7)
    assert probes.report()["downtime_seconds"] == 7
