"""The seeds of a built network: what a device runs between its box and its first rollout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..junos.text import canonical
from ..render.seed import lacks_uplink, seed
from ..rollout.digest import configuration_digest, position_of

if TYPE_CHECKING:
    from ..design.model import Stage
    from .artifacts import Artifacts

AS_IS: Stage = "as-is"
TO_BE: Stage = "to-be"


def seed_of(artifacts: Artifacts, host: str) -> str:
    """The seed of a new device.

    Raises:
        ArtifactMissing: It was not built.
    """
    first = artifacts.model(AS_IS, host)
    final = (artifacts.model(TO_BE, host), artifacts.configuration(TO_BE, host)) if lacks_uplink(first) else None
    return seed(first, artifacts.configuration(AS_IS, host), final=final)


def runs_seed(artifacts: Artifacts, host: str, running: str) -> bool:
    """Whether a device runs its seed: it was bootstrapped and waits for its first rollout."""
    if artifacts.model(AS_IS, host).role == "legacy":
        return False
    return position_of(running, (configuration_digest(seed_of(artifacts, host)),), canonical) is not None
