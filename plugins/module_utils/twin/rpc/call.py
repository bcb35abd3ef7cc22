"""What the handler of a request gets to see, and the table of the handlers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from ..database import ConfigurationDatabase
    from ..device import EmulatedDevice
    from ..fleet import Fleet
    from ..holdings import Client
    from ..netconf import NetconfSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to carry out.

    Attributes:
        session: The session that asked.
        operation: The request, without namespaces.
    """

    session: NetconfSession
    operation: _Element

    @property
    def device(self) -> EmulatedDevice:
        """The device that was asked."""
        return self.session.device

    @property
    def fleet(self) -> Fleet:
        """The fleet that it is of."""
        return self.session.fleet

    @property
    def database(self) -> ConfigurationDatabase:
        """Its configuration database."""
        return self.session.device.database

    @property
    def client(self) -> Client:
        """Who asked."""
        return self.session.client

    @property
    def format(self) -> str:
        """The format that was asked for (``xml`` unless said otherwise)."""
        return self.operation.get("format", "xml").lower()


HANDLERS: dict[str, Callable[[Call], str]] = {}
"""Request name to handler; a handler returns the XML inside ``rpc-reply``."""


def handles(*names: str) -> Callable[[Callable[[Call], str]], Callable[[Call], str]]:
    """Register a function as the handler of the requests ``names``."""

    def register(handler: Callable[[Call], str]) -> Callable[[Call], str]:
        for name in names:
            HANDLERS[name] = handler
        return handler

    return register
