"""Class of service from the phone to the data center and back: the same six classes on every box, each in its dialect.

Routers (MX) have priorities in between and mark labels; QFX10002 queues at the ingress and schedules per port; QFX5100
and EX4600 schedule sets of classes (enhanced transmission selection), with the strict one in a set of its own; EX have
two priorities. Where a table says "unverified", it is from memory of the platform and wants a look at a box.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from .cos_model import (
    ClassOfService,
    ClassSet,
    CodePoints,
    CodeTable,
    CosInterface,
    ForwardingClass,
    Scheduler,
    SchedulerMap,
)
from .replication import USUAL_GUARANTEE, guaranteed_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .context import Context
    from .model import DeviceModel, Interface

BEST_EFFORT, REPLICATION, CRITICAL, VIDEO, VOICE, CONTROL = (
    "best-effort", "replication", "critical", "video", "voice", "network-control",
)
CLASSES = (BEST_EFFORT, REPLICATION, CRITICAL, VIDEO, VOICE, CONTROL)
ROUTER_QUEUES = dict(zip(CLASSES, (0, 1, 2, 4, 5, 3), strict=True))
"""Network control has queue 3 by default on MX, where what the router itself sends goes."""
SWITCH_QUEUES = dict(zip(CLASSES, (0, 1, 2, 6, 5, 7), strict=True))
"""Queues 3 and 4 are lossless by default on QFX5100 and EX4600 (FCoE); network control has 7 by default."""
VOICE_CAP = "percent 15"
"""Of a link at most: strict priority starves all others otherwise, and a site's PC may mark what it likes."""
REPLICATION_SHARE = "percent 30"
"""Of a link at least, however busy the rest; more whenever the rest leaves it. The intent may say another share."""
_SET_REST = 50
"""Percent of a link that replication and best effort share where every queue has a rate (QFX5100, EX4600)."""

_DATA = (
    CodePoints(forwarding_class=VOICE, codes=("ef",)),
    CodePoints(forwarding_class=VIDEO, codes=("af41", "cs4")),
    CodePoints(forwarding_class=VIDEO, loss_priority="high", codes=("af42", "af43")),
    CodePoints(forwarding_class=CRITICAL, codes=("af31", "cs3", "af21", "cs2")),
)
_TRUSTED = (
    CodePoints(forwarding_class=CONTROL, codes=("cs6", "cs7")),
    *_DATA,
    CodePoints(forwarding_class=REPLICATION, loss_priority="high", codes=("af11", "cs1")),
    CodePoints(forwarding_class=BEST_EFFORT, codes=("be",)),
)
_UNTRUSTED = (*_DATA, CodePoints(forwarding_class=BEST_EFFORT, codes=("be", "cs1", "cs6", "cs7")))
"""From people's ports: nobody there speaks routing protocols or copies data centers."""
_LABELS = (
    CodePoints(forwarding_class=BEST_EFFORT, codes=("000",)),
    CodePoints(forwarding_class=REPLICATION, loss_priority="high", codes=("001",)),
    CodePoints(forwarding_class=CRITICAL, codes=("011",)),
    CodePoints(forwarding_class=VIDEO, codes=("100",)),
    CodePoints(forwarding_class=VOICE, codes=("101",)),
    CodePoints(forwarding_class=CONTROL, codes=("110", "111")),
)
_MARKS = tuple(
    CodePoints(forwarding_class=item.forwarding_class, loss_priority=loss, codes=item.codes[:1])
    for item in _LABELS
    for loss in ("low", "high")
)
"""Both loss priorities of a class get its mark, or the mark would stay what it was."""

_TRUST, _ACCESS, _EXP = "DSCP-TRUST", "DSCP-ACCESS", "EXP-CORE"
_ROUTER_SCHEDULERS = (
    Scheduler(name=VOICE, priority="strict-high", transmit_rate="percent 10", shaping_rate=VOICE_CAP,
              buffer_size="temporal 10k"),
    Scheduler(name=CONTROL, priority="high", transmit_rate="percent 5", buffer_size="percent 5"),
    Scheduler(name=CRITICAL, priority="medium-high", transmit_rate="percent 20", buffer_size="percent 20"),
    Scheduler(name=VIDEO, priority="medium-low", transmit_rate="percent 15", buffer_size="percent 15"),
    Scheduler(name=REPLICATION, priority="low", transmit_rate=REPLICATION_SHARE, buffer_size="percent 30",
              drop_profile="EARLY"),
    Scheduler(name=BEST_EFFORT, priority="low", transmit_rate="remainder", buffer_size="remainder"),
)
_SWITCH_SCHEDULERS = (
    Scheduler(name=VOICE, priority="strict-high", shaping_rate=VOICE_CAP, buffer_size="percent 5"),
    Scheduler(name=CONTROL, priority="low", transmit_rate="percent 5", buffer_size="percent 5"),
    Scheduler(name=CRITICAL, priority="low", transmit_rate="percent 25", buffer_size="percent 20"),
    Scheduler(name=VIDEO, priority="low", transmit_rate="percent 20", buffer_size="percent 15"),
    Scheduler(name=REPLICATION, priority="low", transmit_rate=REPLICATION_SHARE, buffer_size="percent 30"),
    Scheduler(name=BEST_EFFORT, priority="low", transmit_rate="remainder", buffer_size="remainder"),
)
_SET_SCHEDULERS = (
    Scheduler(name=VOICE, priority="strict-high"),
    *_SWITCH_SCHEDULERS[1:-1],
    Scheduler(name=BEST_EFFORT, priority="low", transmit_rate="percent 20", buffer_size="percent 25"),
)
_SETS = (
    ClassSet(name="REALTIME", classes=(VOICE,), rate=f"shaping-rate {VOICE_CAP}"),
    ClassSet(
        name="DATA",
        classes=(BEST_EFFORT, REPLICATION, CRITICAL, VIDEO, CONTROL),
        rate="guaranteed-rate percent 85",
    ),
)


def class_of_service(context: Context, model: DeviceModel) -> ClassOfService | None:
    """The classes of a device that carries traffic; None for the old network and before a device's first change."""
    usual = _usual(context, model)
    percent = guaranteed_percent(context)
    return usual if usual is None or percent == USUAL_GUARANTEE else _with_guarantee(usual, percent)


def _with_guarantee(usual: ClassOfService, percent: int) -> ClassOfService:
    """Replication gets another share; best effort what that leaves of theirs, where it has a rate of its own."""
    rates = {REPLICATION: f"percent {percent}", BEST_EFFORT: f"percent {_SET_REST - percent}"}
    schedulers = (
        replace(item, transmit_rate=rates[item.name])
        if item.name in rates and item.transmit_rate.startswith("percent")
        else item
        for item in usual.schedulers
    )
    return replace(usual, schedulers=tuple(schedulers))


def _usual(context: Context, model: DeviceModel) -> ClassOfService | None:
    if model.role == "core_mx" and model.isis is not None:
        return _router(context, model)
    if model.function == "spine" and model.evpn is not None:
        return _spine()
    if model.function == "leaf" and model.evpn is not None:
        return _leaf()
    if model.role == "site_ex":
        uplinks = tuple(item.name for item in model.interfaces if item.peer)
        return _site(uplinks, _rate(context, model.hostname) if model.stage == "to-be" else "")
    return None


def _router(context: Context, model: DeviceModel) -> ClassOfService:
    bulk = {service.vlan for service in context.services.values() if service.kind == "replication"}
    return ClassOfService(
        classes=_queues(router=True),
        classifiers=(
            *_tables(_TRUST, _TRUSTED),
            CodeTable(name=_EXP, type="exp", entries=_LABELS),
        ),
        rewrites=(CodeTable(name=_EXP, type="exp", entries=_MARKS),),
        schedulers=_ROUTER_SCHEDULERS,
        maps=(SchedulerMap(name="NETWORK", classes=CLASSES),),
        interfaces=tuple(_router_ports(context, model, bulk)),
        instance_classifier=_EXP if model.instances else "",
        control_code="cs6",
    )


def _rate(context: Context, host: str) -> str:
    """What the intent promises each path of a site, as the CLI writes it; empty for the speed of the port."""
    ref = context.by_host.get(host)
    rate = context.sites[ref.site].access_mbps if ref is not None and ref.site else 0
    return f"{rate}m" if rate else ""


def _router_ports(context: Context, model: DeviceModel, bulk: set[int]) -> Iterator[CosInterface]:
    both = _classifiers(_TRUST)
    for port in model.interfaces:
        if port.peer is None:
            continue
        if any(unit.mpls for unit in port.units):
            yield CosInterface(
                name=port.name, scheduler_map="NETWORK", unit="0", classifiers=(*both, ("exp", _EXP)),
                rewrites=(("exp", _EXP),),
            )
        else:
            yield CosInterface(
                name=port.name, scheduler_map="NETWORK", shaping_rate=_rate(context, port.peer.host), unit="*",
                classifiers=both, fixed=_fixed(port, bulk),
            )


def _fixed(port: Interface, bulk: set[int]) -> tuple[tuple[str, ...], ...]:
    """Units of replication are of that class as a whole, whatever the storage marks."""
    return tuple((str(unit.number), REPLICATION) for unit in port.units if unit.number in bulk)


@lru_cache(maxsize=1)
def _spine() -> ClassOfService:
    return ClassOfService(
        classes=_queues(router=False),
        classifiers=_tables(_TRUST, _TRUSTED),
        schedulers=_SWITCH_SCHEDULERS,
        maps=(SchedulerMap(name="NETWORK", classes=CLASSES),),
        interfaces=(
            CosInterface(name="et-*", scheduler_map="NETWORK", unit="*", classifiers=_classifiers(_TRUST)),
        ),
    )


@lru_cache(maxsize=1)
def _leaf() -> ClassOfService:
    sets = tuple(item.name for item in _SETS)
    trust = _classifiers(_TRUST)
    return ClassOfService(
        classes=_queues(router=False),
        classifiers=_tables(_TRUST, _TRUSTED),
        schedulers=_SET_SCHEDULERS,
        maps=tuple(SchedulerMap(name=item.name, classes=item.classes) for item in _SETS),
        sets=_SETS,
        interfaces=(
            CosInterface(name="et-*", class_sets=sets, unit="*", classifiers=trust),
            CosInterface(name="xe-*", class_sets=sets, unit="*", classifiers=trust),
            CosInterface(name="ae*", class_sets=sets, unit="*", classifiers=trust),
        ),
    )


@lru_cache(maxsize=256)
def _site(uplinks: tuple[str, ...], rate: str) -> ClassOfService:
    access = tuple(
        CosInterface(name=name, scheduler_map="NETWORK", unit="*", classifiers=_classifiers(_ACCESS))
        for name in ("ge-*", "mge-*")
    )
    network = tuple(
        CosInterface(
            name=name, scheduler_map="NETWORK", shaping_rate=rate, unit="*", classifiers=_classifiers(_TRUST)
        )
        for name in uplinks
    )
    return ClassOfService(
        classes=_queues(router=False),
        classifiers=(*_tables(_ACCESS, _UNTRUSTED), *_tables(_TRUST, _TRUSTED)),
        schedulers=_SWITCH_SCHEDULERS,
        maps=(SchedulerMap(name="NETWORK", classes=CLASSES),),
        interfaces=(*access, *network),
    )


def _tables(name: str, entries: tuple[CodePoints, ...]) -> tuple[CodeTable, ...]:
    """What the same marks mean in IPv4 and in IPv6: boxes classify each family by a table of its own."""
    return tuple(CodeTable(name=name, type=kind, entries=entries) for kind, _ in _classifiers(name))


def _classifiers(name: str) -> tuple[tuple[Literal["dscp", "dscp-ipv6"], str], ...]:
    return ("dscp", name), ("dscp-ipv6", name)


@lru_cache(maxsize=2)
def _queues(*, router: bool) -> tuple[ForwardingClass, ...]:
    queues = ROUTER_QUEUES if router else SWITCH_QUEUES
    return tuple(ForwardingClass(name=name, queue=queue) for name, queue in queues.items())
