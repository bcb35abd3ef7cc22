"""Reads from every device whether it runs its final configuration: no lock, nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import StatenetError
from ..junos.errors import ConnectError
from .digest import position_of
from .result import DeviceResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .context import Context


def survey(context: Context) -> tuple[DeviceResult, ...]:
    """One result per device of the plan: ``unchanged`` where it is as the plan leaves it, else ``failed``."""
    plan = context.plan
    finals = {**plan.settled, **{host: targets[-1] for host, targets in plan.targets.items()}}
    message = "drift: it does not run the configuration that the plan has left it with. Remedy: make a new plan."
    return look_for(context, finals, otherwise=message)


def look_for(context: Context, wanted: Mapping[str, str], *, otherwise: str) -> tuple[DeviceResult, ...]:
    """Whether each host runs the configuration with the given digest.

    Args:
        context: The surroundings.
        wanted: Digests by host.
        otherwise: What to say of a host that runs something else.
    """

    def look(host: str) -> DeviceResult:
        try:
            session = context.access.connect(host)
            try:
                text = session.get_configuration(format="text", database="committed")
            finally:
                session.close()
            if position_of(text, (wanted[host],), context.access.canonical) is not None:
                return DeviceResult(host=host, outcome="unchanged")
        except ConnectError as error:
            return DeviceResult(host=host, outcome="unreachable", message=str(error))
        except StatenetError as error:
            return DeviceResult(host=host, outcome="failed", message=str(error))
        return DeviceResult(host=host, outcome="failed", message=otherwise)

    return tuple(context.each(look, sorted(wanted)))
