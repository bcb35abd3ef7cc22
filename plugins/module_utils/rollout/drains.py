"""Which changes of a plan are made on a drained device, and with which statements."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from ..junos.text import parse_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..design.drain_model import DrainPlan, DrainStep
    from ..junos.tree import Node
    from .plan import Change, PlannedWave

PROOFS = 5
"""How often a proof is looked for; in between the network gets its time to settle."""
Rule = Literal["never", "disruptive", "always"]

_DISRUPTIVE = re.compile(
    r"chassis (network-services|fpc|pic-mode|redundancy)"
    r"|routing-options( |$).*(autonomous-system|router-id|chained-composite|route-distinguisher-id)"
    r"|\b(autonomous-system|router-id|route-distinguisher|chained-composite-next-hop) "
    r"|protocols bgp .*\b(local-as|cluster|family|local-address|authentication-key)\b"
    r"|protocols isis .*\b(srgb|node-segment|point-to-point|level [12] disable)\b"
    r"|interfaces \S+ .*\b(mtu|speed|vlan-tagging|flexible-vlan-tagging|encapsulation)\b"
)
"""Statements whose change restarts sessions, adjacencies, ports or the forwarding plane."""
_DRAINABLE = ("core_mx", "dc_fabric")
"""A site has one switch, and the old network is retired, so neither is ever drained."""
_STEERING = ("graceful-shutdown", "disable", "overload", "preference", "metric")
"""Where the statements of a drain begin to differ from what is there: the path before has to exist."""


def disruptive(diff: str) -> bool:
    """Whether a change, in the patch format of Junos, restarts something that carries traffic.

    What stands inside a statement that comes or goes as a whole does not count: a neighbor that is no more is missed by
    nobody else.
    """
    place, depth = "", 0
    for line in diff.splitlines():
        if line.startswith("[edit"):
            place, depth = line.strip("[]").removeprefix("edit").strip(), 0
            continue
        indent = len(line[1:]) - len(line[1:].lstrip())
        depth = depth or indent
        if indent == depth and line[:1] in "+-!" and _DISRUPTIVE.search(f"{place} {line[1:].strip()}".strip()):
            return True
    return False


def with_drains(
    waves: Sequence[PlannedWave],
    serving: Iterable[str],
    *,
    rule: Rule,
    drain_of: Callable[[Change], DrainPlan],
    text_before: Callable[[Change], str],
) -> tuple[PlannedWave, ...]:
    """The waves with the drains that the policy asks for.

    Args:
        waves: As planned.
        serving: Hosts that are in service before the first wave.
        rule: The policy.
        drain_of: How a device is drained.
        text_before: What it runs before a change.
    """
    carrying, found = set(serving), []
    for wave in waves:
        changes = tuple(
            replace(change, drain=_steps(drain_of(change), text_before(change)))
            if change.host in carrying and _asks_for_it(change, rule)
            else change
            for change in wave.changes
        )
        found.append(replace(wave, changes=changes))
        carrying = carrying - set(wave.hosts) if wave.kind == "retire-legacy" else carrying | set(wave.hosts)
    return tuple(found)


def _asks_for_it(change: Change, rule: Rule) -> bool:
    if change.role not in _DRAINABLE:
        return False
    return rule == "always" or (rule == "disruptive" and disruptive(change.diff))


def _steps(plan: DrainPlan, text: str) -> tuple[DrainStep, ...]:
    """The steps as far as they are about what the device runs: its sessions may have had other names."""
    running = parse_text(text)
    steps = (_fitting(step, running) for step in plan.steps)
    return tuple(step for step in steps if step.statements)


def _fitting(step: DrainStep, running: Node) -> DrainStep:
    kept = [line for line in step.statements if _is_there(line, running)]
    undo = [line for line in step.undo if _is_there(line, running)]
    return replace(step, statements=tuple(kept), undo=tuple(undo))


def _is_there(line: str, running: Node) -> bool:
    words = line.split()[1:]
    cut = next((index for index, word in enumerate(words) if index and word in _STEERING), len(words))
    return running.exists(*words[:cut])
