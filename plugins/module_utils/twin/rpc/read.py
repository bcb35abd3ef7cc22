"""Reading configurations: Junos' ``get-configuration`` and the RFC's ``get-config``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from ...junos.compare import compare
from ...junos.inherit import inherited
from ..errors import RpcFailure
from .call import Call, handles
from .commits import index
from .request import child
from .shape import difference, shaped
from .subtree import selected

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ...junos.tree import Node


@handles("get-configuration")
def get_configuration(call: Call) -> str:
    """The candidate or the committed configuration, or a comparison with a rollback."""
    wanted = call.operation.get("compare")
    if wanted is not None:
        return _comparison(call, wanted)
    committed = call.operation.get("database", "candidate") == "committed"
    section = child(call.operation, "configuration")
    inherit = call.operation.get("inherit", "") in ("inherit", "defaults")
    return read(call, committed=committed, section=section, wanted=call.format, inherit=inherit)


@handles("get-config")
def get_config(call: Call) -> str:
    """The RFC's form (RFC 6241, section 7.1): always XML, inside ``data``."""
    source = child(call.operation, "source")
    name = str(source[0].tag) if source is not None and len(source) else ""
    if name not in ("running", "candidate"):
        message = f"invalid source: {name}"
        raise RpcFailure(message, tag="invalid-value", bad_element="source")
    subtree = child(call.operation, "filter")
    section = child(subtree, "configuration") if subtree is not None else None
    return f"<data>\n{read(call, committed=name == 'running', section=section, wanted='xml')}</data>\n"


def read(call: Call, *, committed: bool, section: _Element | None, wanted: str, inherit: bool = False) -> str:
    """A configuration, or the part of it that ``section`` selects, in the format ``wanted``.

    With ``inherit`` it is the configuration with its groups applied.
    """
    tree = call.database.running if committed else call.database.candidate(call.client)
    if inherit:
        changed, tree = tree is not call.database.running, inherited(tree)
        part = tree if section is None or not len(section) else selected(tree, section)
        return _shaped(call, part, wanted, changed=changed)
    if section is not None and len(section):
        return _shaped(call, selected(tree, section), wanted, changed=tree is not call.database.running)
    if tree is call.database.running:
        return call.device.rendered(wanted, lambda: _shaped(call, tree, wanted, changed=False))
    return _shaped(call, tree, wanted, changed=True)


def against(call: Call, number: int, *, committed: bool = False) -> str:
    """What ``show | compare rollback number`` prints; empty when there is no difference."""
    older = call.database.history.rollback(number).tree
    newer = call.database.running if committed else call.database.candidate(call.client)
    return "" if older is newer else compare(older, newer)


def _comparison(call: Call, wanted: str) -> str:
    if wanted != "rollback":
        message = f"compare {wanted}: not supported"
        raise RpcFailure(message, tag="operation-not-supported", bad_element="compare")
    if call.operation.get("format", "text") != "text":
        message = "a comparison is available as text only"
        raise RpcFailure(message, tag="operation-not-supported", bad_element="format")
    committed = call.operation.get("database", "candidate") == "committed"
    return difference(against(call, index(call.operation.get("rollback", "0")), committed=committed))


def _shaped(call: Call, tree: Node, wanted: str, *, changed: bool) -> str:
    record, edit = call.database.history.active, call.database.edit
    if changed and edit is not None:
        head = f"## Last changed: {edit.at:%Y-%m-%d %H:%M:%S} UTC\n"
        attributes = (
            f' junos:changed-seconds="{int(edit.at.timestamp())}"'
            f' junos:changed-localtime="{edit.at:%Y-%m-%d %H:%M:%S} UTC"'
        )
    else:
        head = f"## Last commit: {record.at:%Y-%m-%d %H:%M:%S} UTC by {record.user}\n"
        attributes = (
            f' junos:commit-seconds="{int(record.at.timestamp())}"'
            f' junos:commit-localtime="{record.at:%Y-%m-%d %H:%M:%S} UTC"'
            f" junos:commit-user={quoteattr(record.user)}"
        )
    return shaped(tree, wanted, head=head, attributes=attributes)
