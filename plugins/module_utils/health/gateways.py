"""VRRP: every group has one master, here or at the other router."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading import text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class VrrpGroups(Comparison):
    """State of the groups, wherever somebody has configured any: the design has none of its own."""

    id = "vrrp"
    description = "VRRP"
    noun = "VRRP group"
    passes = "every group has the state of before, master or backup"
    rpc = "get-vrrp-information"
    root = "vrrp-information"
    severity = "major"
    on_request = True

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """State by interface and group."""
        del model
        return {
            f"{text(entry, 'interface')} {text(entry, 'group')}": text(entry, "vrrp-state", "?")
            for entry in reply.root.iter("vrrp-interface")
        }
