"""Routing policy and authentication, as parts of the device model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFilter:
    """``route-filter`` of a policy term."""

    prefix: str
    match: str = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTerm:
    """A term of a policy statement.

    Attributes:
        communities: Names of communities, one of which the route must have.
    """

    name: str
    action: Literal["accept", "reject"]
    protocols: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    filters: tuple[RouteFilter, ...] = ()
    local_preference: int | None = None
    next_hop_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``policy-options policy-statement``."""

    name: str
    terms: tuple[PolicyTerm, ...] = ()
    load_balance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """``policy-options community``: a name for community values."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainKey:
    """A key of a chain.

    Attributes:
        secret: Name of the secret.
        start: When it begins to be used, as the CLI writes it.
    """

    secret: str
    number: int = 0
    start: str = "2020-1-1.00:00:00 +0000"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChain:
    """``security authentication-key-chains key-chain``.

    Attributes:
        keys: In the order in which they begin.
        isis: For IS-IS, in the format of RFC 5310.
    """

    name: str
    keys: tuple[ChainKey, ...]
    algorithm: Literal["hmac-sha-1", "md5"] = "hmac-sha-1"
    isis: bool = False
