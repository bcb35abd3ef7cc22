"""A plan on a terminal: the exact lines."""

from __future__ import annotations

from ansible_collections.statenet.junos.plugins.module_utils.report.plan_table import plan_lines
from rollout.fakes import START, plan, policy, to_be


def test_waves_with_their_dates() -> None:
    found = plan()
    assert plan_lines(found, start=START) == (
        f"plan {found.plan_id[:12]}: 8 devices, 14 changes, 12 waves",
        "0 devices run their final configuration already",
        "wave  start             soaked            devices  name",
        "   1  2020-09-06 22:00  2020-09-06 22:14        1  core, 1 of 2",
        "   2  2020-09-06 22:14  2020-09-06 22:28        1  core, 2 of 2",
        "   3  2020-09-07 22:28  2020-09-08 04:42        1  interconnect",
        "   4  2020-09-08 04:42  2020-09-08 10:51        1  pilot",
        "   5  2020-09-08 22:00  2020-09-09 04:09        2  sites, 1 of 2",
        "   6  2020-09-09 04:09  2020-09-09 10:18        1  sites, 2 of 2",
        "   7  2020-09-13 22:00  2020-09-14 04:09        1  retire pilot",
        "   8  2020-09-14 04:09  2020-09-14 10:18        2  retire sites, 1 of 2",
        "   9  2020-09-14 22:00  2020-09-15 04:09        1  retire sites, 2 of 2",
        "  10  2020-09-15 04:09  2020-09-15 10:23        1  retire interconnect",
        "  11  2020-09-15 22:00  2020-09-16 04:14        1  retire legacy edge",
        "  12  2020-09-16 04:14  2020-09-16 10:28        1  retire legacy core",
        "finished 2020-09-16, deadline 2021-01-31",
    )


def test_what_a_wave_waited_for_is_named_when_it_is_not_the_window() -> None:
    found = plan(rules=policy(start="2020-10-28 22:00"))
    assert plan_lines(found)[3] == (
        "   1  2020-11-10 00:00  2020-11-10 00:14        1  core, 1 of 2 (after: freeze: Presidential election 2020)"
    )


def test_nothing_left_to_do() -> None:
    found = plan(running=to_be())
    assert plan_lines(found) == (
        f"plan {found.plan_id[:12]}: 0 devices, 0 changes, 0 waves",
        "8 devices run their final configuration already",
    )
