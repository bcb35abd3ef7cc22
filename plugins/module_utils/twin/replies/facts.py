"""What clients ask only to find out which kind of device they talk to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import element, rpc_error
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element


@answers("get-chassis-cluster-status", "show chassis cluster status")
def cluster_status(request: Request) -> _Element:
    """Chassis clusters are for firewalls."""
    return rpc_error(f"syntax error: {request.device.model} has no chassis cluster", bad_element="cluster")


@answers("get-jnu-satellites-information")
def satellites(request: Request) -> _Element:
    """Satellites came with later releases."""
    message = f"syntax error: {request.device.model} has no satellites"
    return rpc_error(message, bad_element="get-jnu-satellites-information")


@answers("show-bridge-mac-table-count", "show bridge mac-table count")
def bridge_mac_table_count(request: Request) -> _Element:
    """Bridge domains exist on MX only."""
    if request.device.family != "junos":
        return rpc_error("syntax error", bad_element="bridge")
    return element("l2ald-rtb-mac-count", ("rtb-mac-count", 0))
