"""Which function answers which request, and how its answer reads as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from lxml.etree import _Element

    from ..state.contract import Device
    from ..state.facts import DeviceFacts
    from ..state.network import NetworkState
    from ..state.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request.

    Attributes:
        arguments: Text of the children of the request by name; empty for flags such as ``terse``.
    """

    state: NetworkState
    device: Device
    arguments: Mapping[str, str]

    @property
    def host(self) -> str:
        """The device that was asked."""
        return self.device.hostname

    @property
    def facts(self) -> DeviceFacts:
        """What its configuration says."""
        return self.state.facts(self.host)

    @property
    def configuration(self) -> View:
        """Its configuration, with groups applied and interface ranges written out."""
        return self.state.configuration(self.host)

    @property
    def now(self) -> datetime:
        """The time on the device."""
        return self.state.fleet.clock.now()


ANSWERS: dict[str, Callable[[Request], _Element]] = {}
TEXTS: dict[str, Callable[[_Element], str]] = {}
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {}
"""Command to request name and the flags that it stands for."""


def answers(
    name: str, *commands: str, text: Callable[[_Element], str] | None = None
) -> Callable[[Callable[[Request], _Element]], Callable[[Request], _Element]]:
    """Register a function as the answer to a request and to commands.

    Args:
        name: Element name of the request.
        commands: What a person types for it; words after ``+`` are flags: ``show interfaces terse + terse``.
        text: Writes the answer as the command prints it; without it, as indented names and values.
    """

    def register(function: Callable[[Request], _Element]) -> Callable[[Request], _Element]:
        ANSWERS[name] = function
        if text is not None:
            TEXTS[name] = text
        for command in commands:
            words, _, flags = command.partition(" + ")
            COMMANDS[words] = name, tuple(flags.split())
        return function

    return register
