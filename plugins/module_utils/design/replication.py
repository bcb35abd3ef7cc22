"""Replication between data centers: its guarantee, and MACsec where the intent wants it on the way."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from .fabric_model import Macsec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .context import Context
    from .topology import Link

USUAL_GUARANTEE = 30
"""Percent of a link that replication gets where the intent says nothing."""


def guaranteed_percent(context: Context) -> int:
    """Share of every link on the way that replication always gets."""
    replication = context.intent.replication
    return replication.guaranteed_percent if replication else USUAL_GUARANTEE


def on_the_way(context: Context, link: Link) -> bool:
    """Whether replication goes over a link, or may after a failure: hand-offs of its data centers, the core's links."""
    replication = context.intent.replication
    if replication is None or link.kind not in ("handoff", "core"):
        return False
    datacenters = {context.by_host[end.host].datacenter for end in (link.a, link.b)} - {""}
    return datacenters <= set(replication.datacenters)


def macsec(context: Context, host: str, links: Iterable[Link]) -> Macsec | None:
    """What encrypts the links of a host on the way; None when others than the network encrypt."""
    replication = context.intent.replication
    if replication is None or replication.encryption != "macsec":
        return None
    interfaces = tuple(link.here(host).interface for link in links if on_the_way(context, link))
    if not interfaces:
        return None
    fallback = replication.fallback_key or ""
    return Macsec(
        name="REPLICATION",
        cipher="gcm-aes-xpn-256",
        interfaces=interfaces,
        key_name=_key_name(context, replication.key),
        key=replication.key,
        fallback_name=_key_name(context, fallback) if fallback else "",
        fallback=fallback,
    )


def _key_name(context: Context, secret: str) -> str:
    """A CKN of 256 bits that follows from names alone, so that both ends have the same; it is no secret."""
    return sha256(f"{context.intent.network.name} {secret}".encode()).hexdigest()
