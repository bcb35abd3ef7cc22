"""Faults that a seed chooses: the same seed breaks the same things of the same fleet."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from .errors import TwinError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .spec import TwinSpec

Chosen = tuple[str, dict[str, Any]]
"""Kind and arguments of a fault."""


def random_faults(spec: TwinSpec, seed: int, *, count: int = 1, kinds: Sequence[str] | None = None) -> list[Chosen]:
    """Choose faults for a fleet.

    Args:
        spec: The fleet.
        seed: What decides.
        count: How many.
        kinds: Kinds to choose among; all of ``KINDS`` when None.

    Raises:
        TwinError: There is no such kind, or nothing that it could happen to.
    """
    wanted = sorted(kinds if kinds is not None else KINDS)
    unknown = [kind for kind in wanted if kind not in KINDS]
    if unknown:
        message = f"no such random fault: {', '.join(unknown)}; known: {', '.join(sorted(KINDS))}"
        raise TwinError(message)
    possible = [kind for kind in wanted if kind not in _CABLED or len(spec.cabling) > 1]
    if not possible:
        message = f"nothing on {spec.name} for {', '.join(wanted)} to happen to"
        raise TwinError(message)
    chooser = random.Random(seed)  # noqa: S311 -- to be repeated, not to be secret
    return [(kind, KINDS[kind](spec, chooser)) for kind in chooser.choices(possible, k=count)]


def _device(spec: TwinSpec, chooser: random.Random) -> dict[str, Any]:
    return {"host": chooser.choice([device.hostname for device in spec.devices])}


def _link(spec: TwinSpec, chooser: random.Random) -> dict[str, Any]:
    cable = chooser.choice(spec.cabling)
    return {"host": cable.a.host, "interface": cable.a.interface}


def _swap(spec: TwinSpec, chooser: random.Random) -> dict[str, Any]:
    one, other = chooser.sample(spec.cabling, 2)
    return {
        "host": one.a.host, "interface": one.a.interface,
        "other_host": other.a.host, "other_interface": other.a.interface,
    }


def _with(**more: Any) -> Callable[[TwinSpec, random.Random], dict[str, Any]]:  # noqa: ANN401 -- JSON
    return lambda spec, chooser: _device(spec, chooser) | more


KINDS: dict[str, Callable[[TwinSpec, random.Random], dict[str, Any]]] = {
    "commit_fail": _device, "commit_warning": _device, "device_down": _device, "dirty": _device,
    "disk_full": _device, "link_down": _link, "lock": _device, "pending_confirm": _device,
    "re_switchover": _device, "reboot": _with(seconds=300), "session_cut": _device, "wrong_cabling": _swap,
}
"""Kinds that may be chosen, and how their arguments are."""
_CABLED = ("link_down", "wrong_cabling")
