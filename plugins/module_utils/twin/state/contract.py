"""What the state needs to know of the emulated fleet, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ...common.clock import Clock
    from ...junos.tree import Node
    from ..spec import TwinSpec


class Device(Protocol):
    """One emulated device."""

    @property
    def hostname(self) -> str:
        """Its name in the inventory."""
        ...

    @property
    def model(self) -> str:
        """Hardware, such as ``MX480``."""
        ...

    @property
    def family(self) -> str:
        """YANG family, such as ``junos-qfx``."""
        ...

    @property
    def running(self) -> Node:
        """The committed configuration."""
        ...

    @property
    def config_version(self) -> int:
        """Differs after each change of ``running``."""
        ...

    @property
    def started_at(self) -> datetime:
        """When it booted."""
        ...


class Fleet(Protocol):
    """All emulated devices, their specification and their clock."""

    @property
    def devices(self) -> Mapping[str, Device]:
        """By host name."""
        ...

    @property
    def spec(self) -> TwinSpec:
        """What the twin was started with."""
        ...

    @property
    def clock(self) -> Clock:
        """The time that the twin lives in."""
        ...
