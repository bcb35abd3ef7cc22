"""The key chains of the core: which keys, from when on, and which protocol has which chain."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from .routing_model import ChainKey, KeyChain

if TYPE_CHECKING:
    from datetime import datetime

    from .context import Context

Protocol = Literal["isis", "bgp", "ldp"]

CHAINS: dict[Protocol, tuple[str, str]] = {
    "isis": ("ISIS", "isis-key"),
    "bgp": ("IBGP", "bgp-core-key"),
    "ldp": ("LDP", "ldp-key"),
}
"""Name of the chain, and of the secret of its one key where the intent does not list keys."""


def key_chains(context: Context) -> tuple[KeyChain, ...]:
    """The chains that a router of the core needs; none for a protocol without keys."""
    chains = (
        KeyChain(name=name, keys=_keys(context, protocol), isis=protocol == "isis")
        for protocol, (name, _) in CHAINS.items()
        if chain_of(context, protocol)
    )
    return tuple(chains)


def chain_of(context: Context, protocol: Protocol) -> str:
    """The name of a protocol's chain; empty when it has no key, and for LDP where it does not run."""
    if protocol == "ldp" and context.intent.network.transport != "ldp":
        return ""
    return CHAINS[protocol][0] if _keys(context, protocol) else ""


def _keys(context: Context, protocol: Protocol) -> tuple[ChainKey, ...]:
    network = context.intent.network
    listed = getattr(network.key_chains, protocol)
    if listed:
        return tuple(
            ChainKey(secret=key.secret, number=key.number, start=_start(key.start, network.timezone)) for key in listed
        )
    secret = context.secret(CHAINS[protocol][1])
    return (ChainKey(secret=secret),) if secret else ()


def _start(moment: datetime, timezone: str) -> str:
    """A local time as Junos writes it: in UTC, without leading zeros in month and day."""
    at = moment.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)
    return f"{at.year}-{at.month}-{at.day}.{at:%H:%M:%S} +0000"
