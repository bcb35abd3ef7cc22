"""``drill``: what survives when a data center, a router or a link fails, on the twin."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from ..common.errors import InputError, Problem, Source
from ..twin.control import Control
from ..twin.process import stop
from .emulate import start_twin, twin_spec
from .workspace import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ..design.model import Stage
    from .artifacts import Artifacts
    from .workspace import Workspace

Kind = Literal["datacenter", "router", "link"]
BACKBONE = ("core", "aggregation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One thing that fails.

    Attributes:
        name: Such as ``datacenter okc``, ``router okc-core1`` or ``link okc-core1 tul-core1``.
        faults: What the twin is told, one mapping of arguments per fault.
    """

    name: str
    kind: Kind
    faults: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a failure did.

    Attributes:
        lost: Site and service of everything that could not be reached while it lasted.
        unexpected: The part of it at sites that have a second path: these are guaranteed to survive one failure.
    """

    scenario: Scenario
    lost: tuple[tuple[str, str], ...]
    unexpected: tuple[tuple[str, str], ...]

    @property
    def kept(self) -> bool:
        """Whether the guarantee held."""
        return not self.unexpected


def scenarios(artifacts: Artifacts) -> tuple[Scenario, ...]:
    """Every single failure that the network is built to survive: data centers, routers, links between routers."""
    return tuple(_scenarios(artifacts))


def choose(found: Sequence[Scenario], wanted: Sequence[str]) -> tuple[Scenario, ...]:
    """The scenarios whose name is ``wanted`` or whose kind is; all of them when nothing is wanted.

    Raises:
        InputError: Nothing is called so; the error lists what there is.
    """
    if not wanted:
        return tuple(found)
    known = {scenario.name for scenario in found} | {scenario.kind for scenario in found}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        names = ", ".join(sorted(known))
        problems = [
            Problem(source=Source("drill"), subject=f"scenario {name}", found="no such scenario", expected=names)
            for name in unknown
        ]
        raise InputError(problems)
    return tuple(scenario for scenario in found if scenario.name in wanted or scenario.kind in wanted)


def drill(
    workspace: Workspace, artifacts: Artifacts, chosen: Sequence[Scenario], *, stage: Stage
) -> tuple[Finding, ...]:
    """Let things fail, one after the other, on a twin of their own.

    Args:
        workspace: Where everything is.
        artifacts: What was built.
        chosen: What fails.
        stage: Which configurations the devices run; a device without it runs its last one.

    Raises:
        TwinError: The twin does not come up.
    """
    directory = workspace.root / "drill"
    stop(directory / "twin")
    shutil.rmtree(directory, ignore_errors=True)

    def configuration(host: str) -> Path:
        stages = artifacts.stages[host]
        return workspace.config(stage if stage in stages else stages[-1], host)

    spec = twin_spec(artifacts.network, configuration, start_at=datetime.now(UTC).replace(microsecond=0))
    start_twin(directory / "twin", spec, parent=os.getpid())
    try:
        with Control(directory / "twin") as control:
            single = single_path_sites(artifacts)
            return tuple(_finding(control, scenario, single) for scenario in chosen)
    finally:
        stop(directory / "twin")
        shutil.rmtree(directory, ignore_errors=True)


def write_findings(workspace: Workspace, findings: Sequence[Finding]) -> Path:
    """Write ``drill.json`` and return its path."""
    path = workspace.root / "drill.json"
    document: list[dict[str, Any]] = [
        {
            "scenario": finding.scenario.name,
            "guarantee_kept": finding.kept,
            "lost": [{"site": site, "service": service} for site, service in finding.lost],
            "unexpected": [{"site": site, "service": service} for site, service in finding.unexpected],
        }
        for finding in findings
    ]
    write_if_changed(path, json.dumps(document, indent=1) + "\n")
    return path


def single_path_sites(artifacts: Artifacts) -> frozenset[str]:
    """Sites that reach only one aggregation router: a single failure may cut them off."""
    routers = {device.hostname for device in artifacts.devices if device.function == "aggregation"}
    sites = {device.hostname: device.site for device in artifacts.devices if device.function == "access"}
    reached: dict[str, set[str]] = {site: set() for site in sites.values()}
    for a, b in _cables(artifacts):
        for near, far in ((a, b), (b, a)):
            if near in sites and far in routers:
                reached[sites[near]].add(far)
    return frozenset(site for site, found in reached.items() if len(found) < 2)


def _finding(control: Control, scenario: Scenario, single: frozenset[str]) -> Finding:
    for fault in scenario.faults:
        control.fault(**fault)
    # The probes look at the network when time passes.
    control.advance(1)
    lost = tuple((item["site"], _service(item)) for item in control.downtime()["down"])
    control.clear_faults()
    control.advance(1)
    return Finding(
        scenario=scenario, lost=lost, unexpected=tuple((site, name) for site, name in lost if site not in single)
    )


def _scenarios(artifacts: Artifacts) -> Iterator[Scenario]:
    fabrics = sorted({device.fabric for device in artifacts.devices if device.fabric})
    for fabric in fabrics:
        hosts = [device.hostname for device in artifacts.devices if device.fabric == fabric]
        yield Scenario(name=f"datacenter {fabric}", kind="datacenter", faults=tuple(map(_down, hosts)))
    backbone = {device.hostname for device in artifacts.devices if device.function in BACKBONE}
    for host in sorted(backbone):
        yield Scenario(name=f"router {host}", kind="router", faults=(_down(host),))
    for cable in artifacts.network["cabling"]:
        a, b = cable["a"], cable["b"]
        if a["host"] in backbone and b["host"] in backbone:
            fault = {"kind": "link_down", "host": a["host"], "interface": a["interface"]}
            yield Scenario(name=f"link {a['host']} {b['host']}", kind="link", faults=(fault,))


def _cables(artifacts: Artifacts) -> Iterator[tuple[str, str]]:
    for cable in artifacts.network["cabling"]:
        yield cable["a"]["host"], cable["b"]["host"]


def _service(item: Mapping[str, str]) -> str:
    return item["service"] if item["family"] == "inet" else f"{item['service']} {item['family']}"


def _down(host: str) -> Mapping[str, str]:
    return {"kind": "device_down", "host": host}
