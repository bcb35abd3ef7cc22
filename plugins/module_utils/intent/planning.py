"""Optional files of the intent: what the operator knows better about hardware, and what capacity is planned with.

Nothing here is measured: every default is a planning value, and the capacity table says so.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import Record, Text

Speed = Literal["1g", "10g", "25g", "40g", "100g"]
Percent = Annotated[int, Field(ge=0, le=100)]
PortNumber = Annotated[int, Field(ge=0, le=127)]


class OverriddenPorts(Record):
    """Ports that the design may give out, instead of those of the profile; names with ranges in brackets."""

    names: Annotated[
        str,
        Field(
            pattern=r"^(ge|mge|xe|et)-[0-9\[\],-]+/[0-9\[\],-]+/[0-9\[\],-]+(:[0-3\[\],-]+)?$",
            description="port names such as xe-0/1/[0-7]",
        ),
    ]
    speed: Speed
    uses: Annotated[
        tuple[Literal["network", "uplink", "peer", "edge", "fabric", "border", "legacy", "access"], ...],
        Field(min_length=1),
    ]


class HardwareOverride(Record):
    """Facts about a model that the operator has confirmed (``hardware.yml``), in place of those of the collection.

    Attributes:
        name: The model.
        source: Where they were confirmed: Port Checker, a box in the lab, a data sheet.
        fast_ports: Ports that take 100G, and the neighbours that each disables.
        cards: Uplink modules that every box of the model carries, by slot.
        ports: Ports that the design gives out.
    """

    name: Text
    source: Text
    bfd_ms: Annotated[int, Field(ge=50, le=5000)] | None = None
    aggregates: Annotated[int, Field(ge=0, le=4096)] | None = None
    macsec: tuple[Speed, ...] | None = None
    evpn: Literal["none", "l2", "l3"] | None = None
    fib_ipv4: Annotated[int, Field(ge=1, le=100000000)] | None = None
    poe_watts: Annotated[int, Field(ge=0, le=10000)] | None = None
    poe_port_watts: Annotated[int, Field(ge=0, le=100)] | None = None
    virtual_chassis: Annotated[int, Field(ge=1, le=10)] | None = None
    bgp: bool | None = None
    fast_ports: dict[PortNumber, tuple[PortNumber, ...]] | None = None
    cards: dict[PortNumber, Text] | None = None
    ports: tuple[OverriddenPorts, ...] | None = None

    @property
    def facts(self) -> tuple[tuple[str, object], ...]:
        """What is overridden, hashable, by name of the fact."""
        found: list[tuple[str, object]] = []
        for name in sorted(self.model_fields_set - {"name", "source"}):
            value = getattr(self, name)
            if isinstance(value, dict):
                value = tuple(sorted(value.items()))
            elif name == "ports" and value is not None:
                value = tuple(tuple(sorted(item.model_dump().items())) for item in value)
            if value is not None:
                found.append((name, value))
        return tuple(found)


class WorkMode(Record):
    """A way of working at home, and what a person takes in the busy hour."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", description="a short name in lower case")]
    title: Text
    kbps: Annotated[int, Field(ge=1, le=1000000)]


_MODES = (
    WorkMode(name="data", title="split tunnel, data only", kbps=300),
    WorkMode(name="voice-desktop", title="split tunnel, voice and virtual desktop", kbps=600),
    WorkMode(name="full-tunnel", title="full tunnel with video", kbps=2000),
)


class CapacityPlan(Record):
    """Values that capacity is planned with (``capacity.yml``); all of them are assumptions.

    Attributes:
        promise: Factor over the old network that was promised.
        busy_hour_percent: Share of what sites were promised that they take at the same time in the busy hour.
        new_site_mbps: What stands in for the old speed of a site that had none.
        legacy_dc_gbps: What the old data center hung off the old core with.
        remote_workers: People at home.
        remote_concurrency_percent: Share of them that works at the same time.
        tunnel_overhead_percent: What encryption adds.
        remote_crossing_percent: Share of their traffic that goes on to the other data center.
        replication_terabytes: What has to be copied once.
        replication_gbps: What the replication class is guaranteed between the data centers; None for the share that
            ``replication.yml`` states of the slowest link on the way.
        steady_percent: The most that a core link should carry with everything up.
        failure_percent: The most that it should carry after any single failure.
    """

    promise: Annotated[int, Field(ge=1, le=1000)] = 10
    busy_hour_percent: Percent = 10
    new_site_mbps: Annotated[int, Field(ge=1, le=100000)] = 100
    legacy_dc_gbps: Annotated[int, Field(ge=0, le=10000)] = 10
    remote_workers: Annotated[int, Field(ge=0, le=10000000)] = 30000
    remote_concurrency_percent: Percent = 80
    tunnel_overhead_percent: Percent = 15
    remote_crossing_percent: Percent = 50
    remote_modes: Annotated[tuple[WorkMode, ...], Field(min_length=1)] = _MODES
    replication_terabytes: Annotated[int, Field(ge=0, le=10000000)] = 2600
    replication_gbps: Annotated[int, Field(ge=1, le=10000)] | None = None
    steady_percent: Percent = 45
    failure_percent: Percent = 90
