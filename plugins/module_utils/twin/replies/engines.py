"""Routing engines by hardware, and the envelope that several of them, or a virtual chassis, put around answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import element

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from ..state.contract import Device

VERSION = "21.4R1.12"
_DUAL = ("MX240", "MX480", "MX960")
_MODELS = {"MX480": "RE-S-1800x4", "MX240": "RE-S-1800x4", "MX204": "RE-S-1600x8"}


def is_virtual_chassis(device: Device) -> bool:
    """Whether the device is a virtual chassis, if only of one member: EX and the smaller QFX are."""
    return device.model.startswith("EX") or device.model.startswith("QFX5")


def engine_names(device: Device) -> tuple[str, ...]:
    """Routing engines, the master first."""
    if device.model.startswith(_DUAL):
        return ("re0", "re1")
    return ("fpc0",) if is_virtual_chassis(device) else ("re0",)


def master(device: Device) -> int:
    """Slot of the routing engine that is master."""
    return 1 if getattr(device, "switched", False) else 0


def engine_model(device: Device) -> str:
    """Part name of a routing engine."""
    return _MODELS.get(device.model, f"RE-{device.model}" if device.model.startswith("MX") else device.model)


def per_engine(device: Device, make: Callable[[str], _Element]) -> _Element:
    """One answer for each routing engine, in the envelope of Junos."""
    return element(
        "multi-routing-engine-results",
        *(element("multi-routing-engine-item", ("re-name", name), make(name)) for name in engine_names(device)),
    )


def enveloped(device: Device, answer: _Element) -> _Element:
    """An answer as a virtual chassis gives it, from its only member; elsewhere the answer itself."""
    return per_engine(device, lambda _: answer) if is_virtual_chassis(device) else answer
