"""Loading into the candidate: ``load-configuration`` in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...junos.jsonform import parse_json
from ...junos.lexer import ConfigSyntaxError
from ...junos.load import Action, load
from ...junos.patch import load_patch
from ...junos.setform import apply_set, apply_set_with_warnings
from ...junos.text import parse_text
from ...junos.xmlform import parse_xml_with_moves
from ..errors import LoadFailure, RpcFailure
from .call import Call, handles
from .commits import index
from .envelope import OK, error
from .request import child

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ...junos.tree import Node

_ACTIONS: dict[str, Action] = {
    "": "merge",
    "merge": "merge",
    "replace": "replace",
    "override": "override",
    "overwrite": "override",
    "update": "update",
}


@handles("load-configuration")
def load_configuration(call: Call) -> str:
    """Load text, set lines, XML or JSON, or bring a former configuration into the candidate."""
    call.database.refuse_foreign_lock(call.client)
    attributes = call.operation.attrib
    warnings: tuple[str, ...] = ()
    if "rollback" in attributes:
        tree = call.database.history.rollback(index(str(attributes["rollback"]))).tree
    elif "rescue" in attributes:
        tree = _rescue(call)
    elif "url" in attributes:
        message = "load from a url: not supported"
        raise RpcFailure(message, tag="operation-not-supported", bad_element="url")
    else:
        tree, warnings = _loaded(call)
    call.database.put_candidate(call.client, tree)
    told = "".join(error(RpcFailure(warning, kind="application", severity="warning")) for warning in warnings)
    return f"<load-configuration-results>\n{told}{OK}</load-configuration-results>\n"


def failed(failure: LoadFailure) -> str:
    """The answer to a load with errors."""
    errors = "".join(map(error, failure.failures))
    count = len(failure.failures)
    return (
        f"<load-configuration-results>\n{errors}<load-error-count>{count}</load-error-count>\n"
        "</load-configuration-results>\n"
    )


def _rescue(call: Call) -> Node:
    if call.database.rescue is None:
        message = "could not open rescue configuration: No such file or directory"
        raise RpcFailure(message, kind="application")
    return call.database.rescue.tree


def _loaded(call: Call) -> tuple[Node, tuple[str, ...]]:
    candidate = call.database.candidate(call.client)
    action = call.operation.get("action", "")
    commands = child(call.operation, "configuration-set")
    lines = (commands.text or "").splitlines() if commands is not None else []
    try:
        if commands is not None:
            return apply_set_with_warnings(candidate, lines)
        if action == "patch":
            return load_patch(candidate, _text_of(call.operation, "configuration-patch", "configuration-text"))
        if action not in _ACTIONS:
            message = f"load {action}: not supported"
            raise RpcFailure(message, tag="operation-not-supported", bad_element="action")
        patch, moves = _patch(call.operation)
        return apply_set(load(candidate, patch, _ACTIONS[action]), moves), ()
    except ConfigSyntaxError as problem:
        _keep_good_lines(call, candidate, lines, bad={item.line for item in problem.errors})
        raise LoadFailure(
            tuple(
                RpcFailure(item.message, path=item.path, bad_element=item.token, kind="protocol")
                for item in problem.errors
            )
        ) from problem


def _keep_good_lines(call: Call, candidate: Node, lines: list[str], *, bad: set[int]) -> None:
    """Load the commands that are fine: Junos carries out each by itself and leaves a half-changed candidate."""
    good = [line for number, line in enumerate(lines, start=1) if line.strip() and number not in bad]
    if good:
        tree, _ = apply_set_with_warnings(candidate, good)
        call.database.put_candidate(call.client, tree)


def _patch(operation: _Element) -> tuple[Node, tuple[str, ...]]:
    """What is to be loaded, and what is to be moved or renamed then."""
    text = child(operation, "configuration-text")
    if text is not None:
        return parse_text(text.text or ""), ()
    document = child(operation, "configuration-json")
    if document is not None:
        return parse_json(document.text or ""), ()
    element = child(operation, "configuration")
    if element is not None:
        return parse_xml_with_moves(element)
    message = "missing configuration"
    raise RpcFailure(message, tag="missing-element", bad_element="configuration")


def _text_of(operation: _Element, *names: str) -> str:
    for name in names:
        found = child(operation, name)
        if found is not None:
            return found.text or ""
    message = f"missing {names[0]}"
    raise RpcFailure(message, tag="missing-element", bad_element=names[0])
