"""The schema of the keys that routers prove themselves with, and of when each begins to be used."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .fields import Moment, Record
from .secrets import SecretName  # noqa: TC001 - pydantic reads it


class RoutingKey(Record):
    """One key of a chain.

    Attributes:
        number: Travels with what is signed: a key keeps its number for as long as it is in use.
        secret: Its value.
        start: When routers begin to sign with it, in the time zone of the network; they sign with the latest that
            has begun, and for an hour before and after accept both.
    """

    number: Annotated[int, Field(ge=0, le=63)]
    secret: SecretName
    start: Moment


class KeyChains(Record):
    """Chains with more than one key, or with another than the first (``network.yml``).

    A chain that is not named has key 0 with the secret ``isis-key``, ``bgp-core-key`` or ``ldp-key``, if that exists.

    Attributes:
        isis: Hellos, LSPs and sequence number packets.
        bgp: Sessions within the core.
        ldp: Sessions between routers of a core whose labels come from LDP.
    """

    isis: tuple[RoutingKey, ...] = ()
    bgp: tuple[RoutingKey, ...] = ()
    ldp: tuple[RoutingKey, ...] = ()
