"""How the verbs reach the devices: sessions, their health, and what they run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from ..health.catalogue import Selection
from ..health.drain_proofs import Drained, prove, traffic
from ..health.examine import examine, take_snapshot
from ..health.expectations import peers
from ..health.question import Answers
from ..intent.policy import HealthGate
from ..junos.errors import JunosError
from ..junos.session import connect
from ..junos.text import canonical
from ..rollout.comparer import JunosComparer
from ..rollout.contracts import NetworkAccess
from ..rollout.redundancy import Redundancy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..design.drain_model import DrainStep
    from ..design.model import DeviceModel, Stage
    from ..health.base import HealthReport
    from ..health.question import Question
    from ..health.snapshot import Snapshot
    from ..junos.device_secrets import DeviceSecrets
    from ..junos.endpoint import Endpoint
    from ..junos.reply import Reply
    from ..junos.session import Session
    from ..rollout.contracts import DeviceSession
    from ..rollout.plan import Change
    from .artifacts import Artifacts


def session_opener(
    endpoint_of: Callable[[str], Endpoint], secrets_of: Callable[[str], DeviceSecrets]
) -> Callable[[str], Session]:
    """The one way in which the verbs open sessions: values of secrets stay below, tokens are all that they see.

    Args:
        endpoint_of: Where a host is reached; raises ``InputError`` for one that is not.
        secrets_of: The secrets of a host.
    """
    return lambda host: connect(endpoint_of(host), secrets=secrets_of(host))


def network_access(
    artifacts: Artifacts, open_session: Callable[[str], Session], *, gate: HealthGate | None = None
) -> NetworkAccess:
    """The rollout's way to the devices.

    Args:
        artifacts: Holds the models that health is derived from.
        open_session: Opens a session to a host.
        gate: Which checks decide, by the policy of the plan; the defaults when None.
    """
    chosen = gate or HealthGate()
    selection = Selection(depth=chosen.depth, extra=chosen.extra, skip=chosen.skip, intended=True)
    remembered: dict[str, Snapshot] = {}

    def health(session: DeviceSession, host: str, stage: Stage, in_service: frozenset[str]) -> HealthReport:
        model = artifacts.model(stage, host)
        before = remembered.get(host)
        return examine(_real(session), model, in_service=in_service, selection=selection, before=before)

    def remember(session: DeviceSession, host: str, stage: Stage) -> None:
        if chosen.compare:
            remembered[host] = take_snapshot(_real(session), artifacts.model(stage, host), selection)

    return NetworkAccess(
        connect=open_session,
        examine=health,
        canonical=canonical,
        compare=compare_texts,
        remember=remember,
        forget=remembered.clear,
        traffic=lambda session: traffic(_asker(session)),
        prove=partial(_proven, artifacts, open_session),
    )


def _proven(
    artifacts: Artifacts,
    open_session: Callable[[str], Session],
    change: Change,
    step: DrainStep,
    in_service: frozenset[str],
    before: Mapping[str, float],
    drained: bool,  # noqa: FBT001 -- as the protocol has it
) -> HealthReport:
    """Ask whoever the proofs of a step name, over sessions that are closed again."""
    with ExitStack() as stack:
        opened: dict[str, Callable[[Question], Reply]] = {}

        def ask(host: str, question: Question) -> Reply:
            if host not in opened:
                opened[host] = _asker(stack.enter_context(open_session(host)))
            return opened[host](question)

        def model_of(host: str) -> DeviceModel:
            return artifacts.model(artifacts.stages[host][-1], host)

        stage = artifacts.stage_before(change)
        device = Drained(
            model=artifacts.model(stage, change.host), model_of=model_of, ask=ask, serving=in_service, before=before
        )
        return prove(device, step, drained=drained)


def _asker(session: DeviceSession) -> Callable[[Question], Reply]:
    """Asks anew every time: a proof is about this moment."""
    return lambda question: Answers(_real(session)).to(question)


def redundancy(artifacts: Artifacts) -> Redundancy:
    """Who stands in for whom in the designed network."""

    def expected_of(stage: Stage, host: str) -> frozenset[str]:
        return peers(artifacts.model(stage, host))

    groups = {device.hostname: device.groups for device in artifacts.devices}
    return Redundancy(groups=groups, stage_before=artifacts.stage_before, peers=expected_of)


def compare_texts(old: str, new: str) -> str:
    """What ``show | compare`` prints from one configuration to another."""
    return JunosComparer().compare(old, new)


def running_configurations(
    hosts: Iterable[str], open_session: Callable[[str], Session], *, sessions: int
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What every host runs now.

    Args:
        hosts: Whom to ask.
        open_session: Opens a session to a host.
        sessions: How many at once.

    Returns:
        The configurations by host, and for the hosts that could not be asked the reason.
    """

    def read(host: str) -> tuple[str, str, str]:
        try:
            with open_session(host) as session:
                return host, session.get_configuration(), ""
        except JunosError as error:
            return host, "", str(error)

    with ThreadPoolExecutor(sessions) as pool:
        found = list(pool.map(read, hosts))
    running = {host: text for host, text, reason in found if not reason}
    return running, {host: reason for host, _, reason in found if reason}


def _real(session: DeviceSession) -> Session:
    """The rollout opened it through ``open_session`` above, so it is one of the Junos layer."""
    return session  # type: ignore[return-value]
