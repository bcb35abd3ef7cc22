"""``show ntp``: Junos has text for it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import leaf
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = (
    "     remote           refid      st t when poll reach   delay   offset  jitter\n"
    "=============================================================================="
)


@answers("get-ntp-associations-information", "show ntp associations")
def associations(request: Request) -> _Element:
    """Every configured server; the first one is followed. A clock that was set wrong shows in the offset."""
    servers = [name for name, _ in request.configuration.child("system", "ntp").items("server")]
    skew = request.state.faults.skew(request.host) * 1000
    rows = [
        f"{'*' if not number else '+'}{server:<15} .GNSS.           1 -   33   64  377    1.204 {skew:8.3f}   0.051"
        for number, server in enumerate(servers)
    ]
    return leaf("output", "\n".join(["", _HEAD, *rows, ""]))


@answers("get-ntp-status-information", "show ntp status")
def status(request: Request) -> _Element:
    """Whether a server is followed."""
    follows = bool(request.configuration.child("system", "ntp").items("server"))
    skew = request.state.faults.skew(request.host) * 1000
    said = "status=0615 leap_none, sync_ntp" if follows else "status=c011 sync_alarm, sync_unspec"
    return leaf("output", f"\n{said}, 1 event, event_clock_sync,\nstratum={2 if follows else 16}, offset={skew:.3f}\n")
