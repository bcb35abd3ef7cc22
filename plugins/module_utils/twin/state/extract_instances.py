"""Routing instances and static routes of one configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import parse
from .facts import InstanceFacts, StaticFacts

if TYPE_CHECKING:
    from .view import View


def instances(root: View) -> dict[str, InstanceFacts]:
    """Every routing instance by name, and the main one under the empty name."""
    options = root.child("routing-options")
    found = {
        "": InstanceFacts(
            name="",
            asn=options.number("autonomous-system"),
            statics=_statics(options),
            statics6=_statics(options.child("rib", "inet6.0")),
        )
    }
    for name, entry in root.child("routing-instances").items():
        found[name] = _instance(name, entry, found[""].asn)
    return found


def _instance(name: str, entry: View, asn: int | None) -> InstanceFacts:
    options, target = entry.child("routing-options"), entry.child("vrf-target")
    both = set(target.values())
    prefixes = entry.child("protocols").child("evpn").child("ip-prefix-routes")
    return InstanceFacts(
        name=name,
        kind=entry.value("instance-type"),
        units=frozenset(unit for unit, _ in entry.items("interface")),
        route_distinguisher=entry.value("route-distinguisher"),
        import_targets=frozenset(both | set(target.values("import"))),
        export_targets=frozenset(both | set(target.values("export"))),
        vni=prefixes.number("vni"),
        type5_exports=prefixes.values("export"),
        asn=options.number("autonomous-system") or asn,
        statics=_statics(options),
        statics6=_statics(options.child("rib", f"{name}.inet6.0")),
    )


def _statics(options: View) -> tuple[StaticFacts, ...]:
    routes = options.child("static").items("route")
    return tuple(
        StaticFacts(
            prefix=prefix,
            next_hops=entry.values("next-hop"),
            preference=5 if (value := entry.number("preference")) is None else value,
            discard=entry.has("discard") or entry.has("reject"),
        )
        for text, entry in routes
        if (prefix := parse(text))
    )
