"""CLI commands (``<command>``) that are about the configuration, as the requests they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ..errors import RpcFailure
from .call import HANDLERS, Call
from .envelope import output
from .read import against, get_configuration

if TYPE_CHECKING:
    from collections.abc import Callable

_SHOW_CONFIGURATION = re.compile(r"show configuration(?P<path>( [^|]+?)?)(?P<pipes>( ?\| ?[^|]+)*)$")
_COMPARE = re.compile(r"compare(?: rollback (\d+))?$")
_DISPLAY = re.compile(r"display (set|xml|json)$")
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
        return output(against(call, 0))
    match = _SHOW_CONFIGURATION.match(words)
    return _show(call, match["path"].split(), match["pipes"]) if match else None


def _request(call: Call, name: str, arguments: dict[str, str]) -> str:
    operation = etree.Element(name, {"format": call.format})
    for key, value in arguments.items():
        etree.SubElement(operation, key).text = value
    handler: Callable[[Call], str] = HANDLERS[name]
    return handler(Call(session=call.session, operation=operation))


def _show(call: Call, path: list[str], pipes: str) -> str:
    wanted = call.operation.get("format", "text")
    for pipe in filter(None, (part.strip() for part in pipes.split("|"))):
        if pipe == "no-more":
            continue
        if match := _COMPARE.match(pipe):
            return output(against(call, int(match[1] or 0), committed=match[1] is not None))
        if match := _DISPLAY.match(pipe):
            wanted = match[1]
            continue
        message = "syntax error"
        raise RpcFailure(message, bad_element=pipe.split()[0])
    operation = etree.Element("get-configuration", {"database": "committed", "format": wanted})
    if path:
        operation.append(_filter(path))
    return get_configuration(Call(session=call.session, operation=operation))


def _filter(path: list[str]) -> etree._Element:
    """The subtree filter for a path of containers, such as ``protocols bgp``."""
    root = element = etree.Element("configuration")
    for word in path:
        try:
            element = etree.SubElement(element, word)
        except ValueError as error:
            message = "syntax error"
            raise RpcFailure(message, bad_element=word) from error
    return root
