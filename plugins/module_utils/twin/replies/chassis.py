"""Hardware: inventory, routing engines, alarms, environment, virtual chassis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.facts import MemberFacts
from .astext import cell, table
from .elements import Item, digest, duration, element, flag, leaf, mac, moment, rpc_error
from .engines import engine_model, engine_names, enveloped, is_virtual_chassis, master
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

_CARDS = {"MX480": "MPC7E 3D MRATE-12xQSFPP-XGE-XLGE-CGE"}
_PREFIXES = {"MX480": "JN12", "MX240": "JN11", "MX204": "BK", "MX150": "DV", "QFX10002-36Q": "DN", "QFX5100-48S": "TA"}


def serial(hostname: str, model: str) -> str:
    """Serial number of a chassis: the same for a host name for ever."""
    return _PREFIXES.get(model, "PE") + digest(f"chassis {hostname}", 8)


def _hardware_text(answer: _Element) -> str:
    names = ("name", "version", "part-number", "serial-number", "description")
    rows = [[cell(item, name) for name in names] for item in answer.iter("chassis", "chassis-module")]
    return "Hardware inventory:\n" + table(["Item", "Version", "Part number", "Serial number", "Description"], rows)


@answers("get-chassis-inventory", "show chassis hardware", text=_hardware_text)
def inventory(request: Request) -> _Element:
    """The chassis with its routing engines and line cards (slots that ports are named after)."""
    device = request.device
    engines = [f"Routing Engine {slot}" for slot, _ in enumerate(engine_names(device))]
    modules = [_module(request, name, engine_model(device)) for name in engines]
    card = _CARDS.get(device.model, device.model)
    modules += [_module(request, f"FPC {slot}", card) for slot in line_cards(request)]
    return element(
        "chassis-inventory",
        element(
            "chassis", ("name", "Chassis"), ("serial-number", serial(request.host, device.model)),
            ("description", device.model), *modules, style="inventory",
        ),
    )


def line_cards(request: Request) -> list[int]:
    """Line cards: the first number of the names of its ports."""
    ports = request.state.ports(request.host)
    return sorted({int(port.partition("-")[2].partition("/")[0]) for port in ports if "/" in port}) or [0]


def _module(request: Request, name: str, description: str) -> _Element:
    return element(
        "chassis-module",
        ("name", name),
        ("version", "REV 01"),
        ("part-number", "750-" + str(int(digest(description, 6), 16) % 1000000).zfill(6)),
        ("serial-number", "CA" + digest(f"{name} {request.host}", 6)),
        ("description", description),
        ("model-number", description),
    )


@answers("get-route-engine-information", "show chassis routing-engine")
def route_engines(request: Request) -> _Element:
    """Both routing engines, or the only one; slot 0 is the master. In a virtual chassis every member has one."""
    members = [member.number for member in request.facts.members if not member.line_card]
    if is_virtual_chassis(request.device) and len(members) > 1:
        return element(
            "multi-routing-engine-results",
            *(
                element(
                    "multi-routing-engine-item", ("re-name", f"fpc{number}"),
                    element("route-engine-information", _engine(request, place)),
                )
                for place, number in enumerate(members)
            ),
        )
    names = engine_names(request.device)
    return enveloped(
        request.device,
        element("route-engine-information", *(_engine(request, slot) for slot, _ in enumerate(names))),
    )


def _engine(request: Request, slot: int) -> _Element:
    started = request.device.started_at
    return element(
        "route-engine",
        ("slot", slot),
        ("mastership-state", "master" if slot == master(request.device) else "backup"),
        ("mastership-priority", "backup (default)" if slot else "master (default)"),
        ("status", "OK"),
        leaf("temperature", "35 degrees C / 95 degrees F", celsius="35"),
        ("memory-dram-size", "16384 MB"),
        ("memory-buffer-utilization", 22),
        ("cpu-user", 4), ("cpu-background", 0), ("cpu-system", 5), ("cpu-interrupt", 1), ("cpu-idle", 90),
        ("model", engine_model(request.device)),
        ("serial-number", "9009" + digest(f"engine {slot} {request.host}", 6)),
        moment("start-time", started),
        duration("up-time", request.now - started),
        ("last-reboot-reason", "Router rebooted after a normal shutdown."),
        ("load-average-one", "0.10"), ("load-average-five", "0.10"), ("load-average-fifteen", "0.10"),
    )


def _alarm_text(answer: _Element) -> str:
    alarms = list(answer.iter("alarm-detail"))
    if not alarms:
        return "No alarms currently active"
    titles = ["Alarm time", "Class", "Description"]
    rows = [[cell(alarm, f"alarm-{name}") for name in ("time", "class", "description")] for alarm in alarms]
    return f"{len(alarms)} alarms currently active\n{table(titles, rows)}"


@answers("get-alarm-information", "show chassis alarms", text=_alarm_text)
def chassis_alarms(request: Request) -> _Element:
    """The alarms that were injected."""
    return enveloped(request.device, _alarms(request, request.state.faults.alarms(request.host)))


@answers("get-system-alarm-information", "show system alarms", text=_alarm_text)
def system_alarms(request: Request) -> _Element:
    """A full disk; the software raises no other."""
    full = request.state.faults.has("disk_full", request.host)
    return enveloped(request.device, _alarms(request, ["/var partition usage crossed critical threshold"] * full))


def _alarms(request: Request, descriptions: list[str]) -> _Element:
    if not descriptions:
        return element("alarm-information", element("alarm-summary", flag("no-active-alarms")))
    return element(
        "alarm-information",
        element("alarm-summary", ("active-alarm-count", len(descriptions))),
        *(
            element(
                "alarm-detail",
                moment("alarm-time", request.now), ("alarm-class", "Major"), ("alarm-description", text),
                ("alarm-short-description", text[:20]), ("alarm-type", "Chassis"),
            )
            for text in descriptions
        ),
    )


def _environment_text(answer: _Element) -> str:
    names = ("class", "name", "status", "temperature")
    rows = [[cell(item, name) for name in names] for item in answer.iter("environment-item")]
    return table(["Class", "Item", "Status", "Measurement"], rows)


@answers("get-environment-information", "show chassis environment", text=_environment_text)
def environment(request: Request) -> _Element:
    """Two power supplies, fans and routing engines, all well."""
    items = [("PSU 0", "Power"), ("PSU 1", "Power"), ("Fan Tray 0", "Fans")]
    items += [(f"Routing Engine {slot}", "Temp") for slot, _ in enumerate(engine_names(request.device))]
    return enveloped(
        request.device,
        element(
            "environment-information",
            *(
                element(
                    "environment-item", ("name", name), ("class", kind), ("status", "OK"),
                    leaf("temperature", "35 degrees C / 95 degrees F", celsius="35") if kind == "Temp" else None,
                )
                for name, kind in items
            ),
        ),
    )


@answers("get-fpc-information", "show chassis fpc")
def fpcs(request: Request) -> _Element:
    """Line cards, online."""
    items = [
        element(
            "fpc", ("slot", slot), ("state", "Online"),
            leaf("temperature", "35 degrees C / 95 degrees F", celsius="35"),
            ("cpu-total", 8), ("cpu-interrupt", 0), ("cpu-5min-avg", 8), ("memory-dram-size", 3072),
            ("memory-heap-utilization", 18), ("memory-buffer-utilization", 19),
        )
        for slot in line_cards(request)
    ]
    return enveloped(request.device, element("fpc-information", *items))


def _members_text(answer: _Element) -> str:
    rows = [
        [cell(item, f"member-{name}") for name in ("id", "status", "serial-number", "model", "priority", "role")]
        for item in answer.iter("member")
    ]
    titles = ["Member ID", "Status", "Serial No", "Model", "Prio", "Role"]
    return f"Virtual Chassis Mode: {cell(answer, './/virtual-chassis-mode')}\n{table(titles, rows)}"


@answers("get-virtual-chassis-information", "show virtual-chassis", text=_members_text)
def virtual_chassis(request: Request) -> _Element:
    """The members that the configuration names, all present, or the only one; other boxes do not run one."""
    device = request.device
    if not is_virtual_chassis(device):
        return rpc_error("error: the virtual-chassis subsystem is not running", kind="application")
    named = request.facts.members or (MemberFacts(number=0),)
    members = [element("member", *_member(request, place, member)) for place, member in enumerate(named)]
    preprovisioned = any(member.serial for member in named)
    identity = element(
        "preprovisioned-virtual-chassis-information" if preprovisioned else "virtual-chassis-id-information",
        ("virtual-chassis-id", mac(request.host).replace(":", "")[:4] + "." + mac(request.host).replace(":", "")[4:8]),
        ("virtual-chassis-mode", "Enabled"),
        style="non-fabric",
    )
    return element("virtual-chassis-information", identity, element("member-list", *members))


def _member(request: Request, place: int, member: MemberFacts) -> tuple[Item, ...]:
    model = request.device.model
    number = member.serial or serial(f"{request.host} member {member.number}" if member.number else request.host, model)
    role = "Linecard" if member.line_card else "Backup" if place else "Master*"
    return (
        ("member-status", "Prsnt"), ("member-id", member.number), ("fpc-slot", f"(FPC {member.number})"),
        ("member-serial-number", number), ("member-model", model.lower()),
        ("member-priority", member.priority), ("member-role", role),
    )
