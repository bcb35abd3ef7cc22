"""Class of service, as part of the device model; names follow ``class-of-service`` of Junos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CodeType = Literal["dscp", "dscp-ipv6", "exp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardingClass:
    """A class and its queue."""

    name: str
    queue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePoints:
    """The marks of a class, with the loss priority that they mean."""

    forwarding_class: str
    loss_priority: Literal["low", "high"] = "low"
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTable:
    """A classifier, or the rewrite rule that is its reverse."""

    name: str
    type: CodeType
    entries: tuple[CodePoints, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    """What a queue gets; rates and buffers as in Junos, such as ``percent 30`` or ``remainder``.

    Attributes:
        shaping_rate: What it gets at most.
        drop_profile: Thins out packets of high loss priority before the buffer is full.
    """

    name: str
    priority: str
    transmit_rate: str = ""
    shaping_rate: str = ""
    buffer_size: str = ""
    drop_profile: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulerMap:
    """Which class is served by which scheduler: they have the same names here."""

    name: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSet:
    """A group of classes that share bandwidth on switches with enhanced transmission selection (IEEE 802.1Qaz).

    Attributes:
        rate: Statement of its traffic control profile, such as ``guaranteed-rate percent 85``.
    """

    name: str
    classes: tuple[str, ...]
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CosInterface:
    """A port, or all whose name begins so (``ge-*``).

    Attributes:
        class_sets: Sets that serve it, instead of the map.
        unit: Unit that the classifiers and rewrite rules hold for; ``*`` for all.
        fixed: Units that belong to one class as a whole: unit and class.
        shaping_rate: What leaves the port at most, such as ``500m``; empty for its speed.
    """

    name: str
    scheduler_map: str = ""
    shaping_rate: str = ""
    class_sets: tuple[str, ...] = ()
    unit: str = ""
    classifiers: tuple[tuple[str, ...], ...] = ()
    rewrites: tuple[tuple[str, ...], ...] = ()
    fixed: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOfService:
    """``class-of-service``.

    Attributes:
        instance_classifier: EXP classifier of all VRFs: with ``vrf-table-label`` packets are looked at once more.
        control_code: DSCP of what the device itself sends.
    """

    classes: tuple[ForwardingClass, ...]
    classifiers: tuple[CodeTable, ...]
    rewrites: tuple[CodeTable, ...] = ()
    schedulers: tuple[Scheduler, ...]
    maps: tuple[SchedulerMap, ...]
    sets: tuple[ClassSet, ...] = ()
    interfaces: tuple[CosInterface, ...]
    instance_classifier: str = ""
    control_code: str = ""
