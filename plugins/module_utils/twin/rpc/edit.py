"""The RFC's ``edit-config`` on the candidate (RFC 6241, section 7.2), as far as Junos clients use it."""

from __future__ import annotations

from lxml import etree

from ..errors import LoadFailure, RpcFailure
from .call import Call, handles
from .envelope import OK
from .load import load_configuration
from .request import child, text

_ACTIONS = {"": "merge", "merge": "merge", "replace": "override"}


@handles("edit-config")
def edit_config(call: Call) -> str:
    """Load ``config`` (XML) or ``config-text`` into the candidate; an error leaves the candidate as it was."""
    target = child(call.operation, "target")
    if target is None or not len(target) or target[0].tag != "candidate":
        message = "only the candidate can be edited"
        raise RpcFailure(message, tag="operation-not-supported", bad_element="target")
    wanted = text(call.operation, "default-operation")
    if wanted not in _ACTIONS:
        message = f"{wanted}: not supported"
        raise RpcFailure(message, tag="operation-not-supported", bad_element="default-operation")
    operation = etree.Element("load-configuration", {"action": _ACTIONS[wanted]})
    inside = child(call.operation, "config")
    if inside is None:
        inside = child(call.operation, "config-text")
        operation.set("format", "text")
    if inside is None or not len(inside):
        message = "missing config"
        raise RpcFailure(message, tag="missing-element", bad_element="config")
    operation.append(inside[0])
    try:
        load_configuration(Call(session=call.session, operation=operation))
    except LoadFailure as failure:
        raise failure.failures[0] from failure
    return OK
