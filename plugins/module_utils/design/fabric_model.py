"""The device model of a fabric switch towards its servers, and of links that encrypt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopProbe:
    """``protocols loop-detect enhanced interface``: a logical interface and the VLAN that its probes are sent in."""

    interface: str
    vlan_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEdge:
    """What protects a fabric against what hangs off its server ports.

    Attributes:
        ports: Interfaces towards servers: an aggregate where there is one, else the port.
        storm_percent: Broadcast, multicast and unknown unicast that a port may bring, in percent of its speed.
        bpdu_timeout: Seconds until a port that was blocked because of a BPDU is tried again.
        probes: Where loops are looked for beyond spanning tree; empty when the release cannot.
    """

    ports: tuple[str, ...]
    storm_percent: int
    bpdu_timeout: int
    probes: tuple[LoopProbe, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Macsec:
    """``security macsec``: one connectivity association with static keys for a set of ports.

    Attributes:
        name: Of the connectivity association.
        cipher: An extended packet number (XPN) from 100G on: 32 bits of it wrap within minutes.
        key_name: CKN, hexadecimal digits; both ends have the same. It is sent in clear, so it is no secret.
        key: Name of the secret (CAK).
        fallback_name: CKN of the second key, with which the first can be changed without loss.
        fallback: Name of that secret; empty for none.
        replay_window: Frames that may arrive out of order, as they do on carrier circuits.
    """

    name: str
    cipher: Literal["gcm-aes-128", "gcm-aes-256", "gcm-aes-xpn-128", "gcm-aes-xpn-256"]
    interfaces: tuple[str, ...]
    key_name: str
    key: str
    fallback_name: str = ""
    fallback: str = ""
    replay_window: int = 128
