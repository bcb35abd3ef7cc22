"""Replication between two data centers: what the intent promises of it (``replication.yml``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import InstanceName, Name, Record, Text

Encryption = Literal["macsec", "storage", "transport", "none"]
"""Who encrypts. macsec: every link on the way. storage: the arrays or their replication software, end to end.
transport: the wavelength (OTN layer 1) or a gateway (IPsec) between the sites. none: nobody, for a reason."""


class Replication(Record):
    """How storage copies itself between two data centers.

    Attributes:
        datacenters: The two of them.
        service: The VRF that it has for itself.
        guaranteed_percent: Share of every link on the way that it always gets; more when there is more. At most 45, as
            the other classes are guaranteed 50.
        encryption: Who encrypts.
        evidence: Where that can be seen, or why nobody does; needed unless the network encrypts by itself (macsec).
        key: Name of the secret that is the key of MACsec; ``fallback_key`` that of the second one, with which the first
            can be changed without loss.
    """

    datacenters: Annotated[tuple[Name, Name], Field(description="the names of two data centers")]
    service: InstanceName
    guaranteed_percent: Annotated[int, Field(ge=5, le=45)]
    encryption: Encryption
    evidence: Text | None = None
    key: Name = "macsec-cak"
    fallback_key: Name | None = None
