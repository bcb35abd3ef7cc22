"""The figures of a rehearsal on a terminal: the exact lines."""

from __future__ import annotations

from typing import Any

from ansible_collections.statenet.junos.plugins.module_utils.report.summary_lines import summary_lines


def figures(**kwargs: Any) -> dict[str, Any]:
    basis = {
        "plan_id": "45b5bb69d345964c",
        "verdict": "pass",
        "message": "every device runs its final configuration",
        "devices_changed": 17,
        "changes": 23,
        "waves_passed": 20,
        "waves": 20,
        "devices_healthy": 17,
        "downtime_seconds": 0.0,
        "downtime_per_family": {"inet": 0.0, "inet6": 0.0},
        "downtime_per_site": {},
        "sites": 4,
        "changed_when_run_again": 0,
        "started": "2020-08-24T22:00:00-05:00",
        "finished": "2020-09-01T10:01:00-05:00",
        "wall_seconds": 3.4,
        "journal_entries": 212,
        "artifacts": {"plan": "/srv/plan.json", "journal": "/srv/journal.sqlite"},
    }
    return basis | kwargs


def test_a_rehearsal_that_passed() -> None:
    assert summary_lines(figures()) == (
        "",
        "rehearsal of plan 45b5bb69d345: PASS (every device runs its final configuration)",
        "  devices changed   17 (23 changes)",
        "  waves passed      20 of 20",
        "  devices healthy   17",
        "  downtime          0 s over 4 sites (IPv4 0 s, IPv6 0 s)",
        "  run once more     0 devices changed",
        "  virtual time      2020-08-24 to 2020-09-01 (7 days)",
        "  wall time         3 s",
        "  journal           212 entries, chain intact",
        "  plan              /srv/plan.json",
        "  journal           /srv/journal.sqlite",
    )


def test_a_rehearsal_that_failed_was_not_run_again() -> None:
    found = summary_lines(figures(verdict="fail", message="wave 1 (core): a: bgp", changed_when_run_again=None))
    assert found[1] == "rehearsal of plan 45b5bb69d345: FAIL (wave 1 (core): a: bgp)"
    assert not any("run once more" in line for line in found)


def test_what_was_announced_stands_beside_what_was_seen() -> None:
    found = summary_lines(
        figures(
            announced_sites=2,
            announced_seconds=80,
            downtime_seconds=5.0,
            downtime_per_family={"inet": 5.0, "inet6": 0.0},
            downtime_per_site={"s0": {"VOICE": 5.0}},
        )
    )
    assert found[5:8] == (
        "  downtime          5 s over 4 sites (IPv4 5 s, IPv6 0 s)",
        "                      s0: 5 s (VOICE)",
        "  announced         at most 80 s over 2 sites with a single path",
    )


def test_the_sites_that_suffered_most_are_named() -> None:
    per_site = {f"s{number}": {"VOICE": 10.0, "MGMT": 20.0 + number} for number in range(7)}
    per_family = {"inet": 121.0, "inet6": 40.0}
    found = summary_lines(
        figures(downtime_seconds=161.0, downtime_per_family=per_family, downtime_per_site=per_site)
    )
    assert found[5:12] == (
        "  downtime          161 s over 4 sites (IPv4 121 s, IPv6 40 s)",
        "                      s0: 20 s (VOICE, MGMT)",
        "                      s1: 21 s (VOICE, MGMT)",
        "                      s2: 22 s (VOICE, MGMT)",
        "                      s3: 23 s (VOICE, MGMT)",
        "                      s4: 24 s (VOICE, MGMT)",
        "                      and 2 more sites (summary.json)",
    )
