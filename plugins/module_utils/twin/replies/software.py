"""``show version``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .astext import cell
from .elements import element, rpc_error
from .engines import VERSION, enveloped, is_virtual_chassis, per_engine
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element


def _text(answer: _Element) -> str:
    blocks = []
    for item in answer.iter("software-information"):
        name = cell(item, "../re-name")
        lines = [f"{name}:", "-" * 74] if name else []
        lines += [
            f"Hostname: {cell(item, 'host-name')}",
            f"Model: {cell(item, 'product-model')}",
            f"Junos: {cell(item, 'junos-version')}",
            *(cell(package, "comment") for package in item.iter("package-information")),
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


@answers("get-software-information", "show version", text=_text)
def software_information(request: Request) -> _Element:
    """The software of the device; only node slicing knows ``all-servers``."""
    if "all-servers" in request.arguments:
        return rpc_error("syntax error", bad_element="all-servers")
    return enveloped(request.device, _software(request))


@answers("show-version-all-engines", "show version invoke-on all-routing-engines", text=_text)
def software_of_all_engines(request: Request) -> _Element:
    """The software of every routing engine; switches do not know the command."""
    if request.device.family != "junos":
        return rpc_error("syntax error", bad_element="invoke-on")
    return per_engine(request.device, lambda _: _software(request))


@answers("show-version-all-members", "show version all-members", text=_text)
def software_of_all_members(request: Request) -> _Element:
    """The software of every member of a virtual chassis."""
    if not is_virtual_chassis(request.device):
        return rpc_error("syntax error", bad_element="all-members")
    return per_engine(request.device, lambda _: _software(request))


def _software(request: Request) -> _Element:
    model = request.device.model.lower()
    package = f"JUNOS OS Kernel 64-bit [{VERSION}]"
    return element(
        "software-information",
        ("host-name", request.facts.hostname or request.host),
        ("product-model", model),
        ("product-name", model),
        ("junos-version", VERSION),
        element("package-information", ("name", "os-kernel"), ("comment", package)),
    )
