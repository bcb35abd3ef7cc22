"""Who can be bootstrapped -> lines for a terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..design.bootstrap import BootPlan

_NAMED = 5


def bootstrap_lines(plan: BootPlan, *, checked: bool) -> tuple[str, ...]:
    """What the server is told, who has to wait for what, and what is left to do by hand; the verdict is last."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for host, reason in plan.waiting:
        waiting[reason].append(host)
    lines = [f"cannot be bootstrapped yet: {_named(hosts)}: {reason}" for reason, hosts in waiting.items()]
    lines += [f"put {image.file} ({image.release}) into http/images" for image in plan.images]
    booting = Counter(device.network for device in plan.devices)
    where = ", ".join(f"{booting[network.name]} on {network.name} {network.prefix}" for network in plan.networks)
    verdict = "accepted by Kea" if checked else "not checked by Kea, which is not installed here"
    lines.append(
        f"{len(plan.devices)} devices can be bootstrapped ({where}), {len(plan.waiting)} cannot yet; "
        f"configuration {verdict}"
    )
    return tuple(lines)


def _named(hosts: list[str]) -> str:
    more = f" and {len(hosts) - _NAMED} more" if len(hosts) > _NAMED else ""
    return f"{', '.join(hosts[:_NAMED])}{more}"
