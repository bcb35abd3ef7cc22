"""CLI commands (``<command>``) that are about the configuration, as the requests they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ...junos.inherit import inherited
from ...junos.setform import print_set
from ...junos.text import print_text
from ..errors import RpcFailure
from .call import HANDLERS, Call
from .read import against
from .shape import difference, printed, shaped
from .subtree import at_path, chain_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...junos.tree import Node

_SHOW_CONFIGURATION = re.compile(r"show configuration(?P<path>( [^|]+?)?)(?P<pipes>( ?\| ?[^|]+)*)$")
_COMPARE = re.compile(r"compare(?: rollback (\d+))?$")
_DISPLAY = re.compile(r"display (set|xml|json)$")
_INHERITANCE = ("display inheritance", "display inheritance no-comments")
_REQUESTS = {
    "show system commit": ("get-commit-information", {}),
    "show system commit revision": ("get-commit-revision-information", {}),
    "show system commit revision detail": ("get-commit-revision-information", {"detail": ""}),
    "show system uptime": ("get-system-uptime-information", {}),
    "show system configuration rescue": ("get-rescue-information", {}),
    "request system configuration rescue save": ("request-save-rescue-configuration", {}),
    "request system configuration rescue delete": ("request-delete-rescue-configuration", {}),
}
_ROLLBACK = re.compile(r"show system rollback (\d+)(?: compare (\d+))?$")


def run_command(call: Call) -> str | None:
    """Carry out a command; None when it is not about the configuration."""
    words = " ".join((call.operation.text or "").split())
    if words in _REQUESTS:
        return _request(call, *_REQUESTS[words])
    if match := _ROLLBACK.match(words):
        arguments = {"rollback": match[1], **({"compare": match[2]} if match[2] else {})}
        return _request(call, "get-rollback-information", arguments)
    if words in ("show | compare", "show configuration | compare"):
        return difference(against(call, 0))
    match = _SHOW_CONFIGURATION.match(words)
    return _show(call, match["path"].split(), match["pipes"]) if match else None


def _request(call: Call, name: str, arguments: dict[str, str]) -> str:
    operation = etree.Element(name, {"format": call.format})
    for key, value in arguments.items():
        etree.SubElement(operation, key).text = value
    handler: Callable[[Call], str] = HANDLERS[name]
    return handler(Call(session=call.session, operation=operation))


def _show(call: Call, path: list[str], pipes: str) -> str:
    wanted, tree = call.format, call.database.running
    for pipe in filter(None, (part.strip() for part in pipes.split("|"))):
        if match := _COMPARE.match(pipe):
            return difference(against(call, int(match[1] or 0), committed=match[1] is not None))
        if match := _DISPLAY.match(pipe):
            wanted = match[1]
        elif pipe in _INHERITANCE:
            tree = inherited(tree)
        elif pipe != "no-more":
            message = "syntax error"
            raise RpcFailure(message, bad_element=pipe.split()[0])
    if wanted == "text":
        return printed(_text(tree, path))
    if path:
        tree = at_path(tree, path)
    return printed(print_set(tree)) if wanted == "set" else shaped(tree, wanted)


def _text(tree: Node, path: list[str]) -> str:
    """As the CLI prints it: what stands below the path, without the path."""
    printed_lines = print_text(at_path(tree, path)).splitlines()
    for _ in chain_to(tree, path)[1:]:
        if printed_lines and printed_lines[0].endswith("{") and printed_lines[-1] == "}":
            printed_lines = [line.removeprefix("    ") for line in printed_lines[1:-1]]
    return "".join(f"{line}\n" for line in printed_lines)
