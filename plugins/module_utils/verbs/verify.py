"""``verify``: the health of the network against its models; only reads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..health.catalogue import FULL, Selection
from ..health.examine import examine, take_snapshot, unreachable
from ..health.expectations import peers
from ..junos.errors import JunosError
from ..junos.text import canonical
from ..rollout.digest import configuration_digest, position_of
from .access import running_configurations
from .seeds import runs_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..design.model import Stage
    from ..health.base import HealthReport
    from ..health.snapshot import Snapshot
    from ..junos.session import Session
    from .artifacts import Artifacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found about one device.

    Attributes:
        stage: The stage whose configuration it runs; None when it runs none of them.
        report: Its health; None when it is not known what should be expected of it.
        reason: Why there is no report.
        snapshot: What it measures now, where that was asked for.
    """

    host: str
    stage: Stage | None
    report: HealthReport | None
    reason: str = ""
    snapshot: Snapshot | None = None

    @property
    def ok(self) -> bool:
        """Whether every check passed that is about it."""
        return self.report is not None and (self.report.verdict == "pass" or not self.report.results)

    @property
    def message(self) -> str:
        """The verdict in a sentence, with every check that did not pass."""
        if self.report is None:
            return self.reason
        red = [f"{result.check}: {result.message}" for result in self.report.results if result.red]
        if not self.report.results:
            return f"none of the checks is about it at stage {self.stage}"
        return "; ".join(red) or f"{len(self.report.results)} checks passed at stage {self.stage}"


def verify(
    artifacts: Artifacts,
    hosts: Iterable[str],
    open_session: Callable[[str], Session],
    *,
    sessions: int,
    selection: Selection = FULL,
    before: Mapping[str, Snapshot] | None = None,
    measure: bool = False,
) -> tuple[Verification, ...]:
    """Examine devices against the models of the stages that they are at.

    The stages are read from the devices: what a device runs tells which models hold for it and for its neighbours.

    Args:
        artifacts: What was built.
        hosts: Whom to examine; what the others run is read, too, as their neighbours depend on it.
        open_session: Opens a session to a host.
        sessions: How many at once.
        selection: Which checks.
        before: Snapshots by host to compare with; a host without one is not compared.
        measure: Take a snapshot of every device that answers.
    """
    earlier = before or {}
    running, unread = running_configurations(artifacts.stages, open_session, sessions=sessions)
    stages = {host: _stage_of(artifacts, host, text) for host, text in running.items()}
    serving = _in_service(artifacts, stages)

    def mutual(host: str, stage: Stage) -> frozenset[str]:
        """Who is in service, without those that expect nothing back at the stage that they are at."""
        expected = peers(artifacts.model(stage, host)) & serving
        at = {peer: found for peer in expected if (found := stages[peer]) is not None}
        return serving - {peer for peer, found in at.items() if host not in peers(artifacts.model(found, peer))}

    def look(host: str) -> Verification:
        if host in unread:
            return Verification(host=host, stage=None, report=None, reason=unread[host])
        stage = stages[host]
        if stage is None:
            reason = "drift: it runs none of the configurations that were built for it"
            if runs_seed(artifacts, host, running[host]):
                reason = "it was bootstrapped and waits for its first rollout"
            return Verification(host=host, stage=None, report=None, reason=reason)
        try:
            with open_session(host) as session:
                model = artifacts.model(stage, host)
                report = examine(
                    session,
                    model,
                    in_service=mutual(host, stage),
                    selection=selection,
                    before=earlier.get(host),
                )
                snapshot = take_snapshot(session, model, selection) if measure else None
        except JunosError as error:
            return Verification(host=host, stage=stage, report=unreachable(host, error))
        return Verification(host=host, stage=stage, report=report, snapshot=snapshot)

    with ThreadPoolExecutor(sessions) as pool:
        return tuple(pool.map(look, hosts))


def _stage_of(artifacts: Artifacts, host: str, text: str) -> Stage | None:
    """The last stage whose configuration this is."""
    stages = artifacts.stages[host]
    digests = [configuration_digest(artifacts.configuration(stage, host)) for stage in stages]
    position = position_of(text, digests, canonical)
    return None if position is None else stages[position]


def _in_service(artifacts: Artifacts, stages: Mapping[str, Stage | None]) -> frozenset[str]:
    """Devices that links and sessions may be expected to: the new ones once built, the old ones until retired."""
    legacy = {device.hostname for device in artifacts.devices if device.role == "legacy"}
    built = {host for host, stage in stages.items() if stage not in (None, "as-is")}
    old = {host for host in legacy if stages.get(host) in ("as-is", "coexistence")}
    return frozenset((built - legacy) | old)
