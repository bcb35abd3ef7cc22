"""Who can be bootstrapped -> lines for a terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..design.bootstrap import BootImage, BootPlan
    from ..verbs.boot_trial import Trial

_NAMED = 5


def bootstrap_lines(
    plan: BootPlan, *, missing: Sequence[BootImage] = (), checked: bool, trials: Sequence[Trial] = ()
) -> tuple[str, ...]:
    """What the server is told, who has to wait for what, and what is left to do by hand; the verdict is last.

    Args:
        plan: Who boots where.
        missing: Images that are not on the server yet.
        checked: Whether Kea itself has accepted its configuration.
        trials: How the devices came up on the twin; empty when that was not tried.
    """
    waiting: dict[str, list[str]] = defaultdict(list)
    for host, reason in plan.waiting:
        waiting[reason].append(host)
    lines = [f"cannot be bootstrapped yet: {_named(hosts)}: {reason}" for reason, hosts in waiting.items()]
    lines += [f"put {image.file} ({image.release}) into http/images" for image in missing]
    lines += [f"{trial.host} {trial.event}" for trial in trials if not trial.manageable]
    booting = Counter(device.network for device in plan.devices)
    where = ", ".join(f"{booting[network.name]} on {network.name} {network.prefix}" for network in plan.networks)
    verdict = "accepted by Kea" if checked else "not checked by Kea, which is not installed here"
    lines.append(
        f"{len(plan.devices)} devices can be bootstrapped ({where}), {len(plan.waiting)} cannot yet; "
        f"configuration {verdict}{_tried(trials)}"
    )
    return tuple(lines)


def _tried(trials: Sequence[Trial]) -> str:
    if not trials:
        return ""
    return f"; {sum(trial.manageable for trial in trials)} of {len(trials)} came up manageable on the twin"


def _named(hosts: list[str]) -> str:
    more = f" and {len(hosts) - _NAMED} more" if len(hosts) > _NAMED else ""
    return f"{', '.join(hosts[:_NAMED])}{more}"
