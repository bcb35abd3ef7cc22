"""How the verbs reach the devices: sessions, their health, and what they run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from ..health.examine import examine
from ..health.expectations import peers
from ..junos.errors import JunosError
from ..junos.session import connect
from ..junos.text import canonical
from ..rollout.comparer import JunosComparer
from ..rollout.contracts import NetworkAccess
from ..rollout.redundancy import Redundancy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..design.model import Stage
    from ..health.base import HealthReport
    from ..junos.device_secrets import DeviceSecrets
    from ..junos.endpoint import Endpoint
    from ..junos.session import Session
    from ..rollout.contracts import DeviceSession
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


def network_access(artifacts: Artifacts, open_session: Callable[[str], Session]) -> NetworkAccess:
    """The rollout's way to the devices.

    Args:
        artifacts: Holds the models that health is derived from.
        open_session: Opens a session to a host.
    """

    def health(session: DeviceSession, host: str, stage: Stage, in_service: frozenset[str]) -> HealthReport:
        return examine(_real(session), artifacts.model(stage, host), in_service=in_service)

    return NetworkAccess(connect=open_session, examine=health, canonical=canonical, compare=compare_texts)


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
