"""The hardware of a device: its routing engines, cards, supplies, fabric; that it is the hardware of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import located, number, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import _Element

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict

IDLE_PERCENT = 60
MEMORY_PERCENT = 80
HEAP_PERCENT = 60
_FABRICS = ("MX240", "MX480", "MX960")
_SINGLE_SUPPLY = ("MX150",)
"""Small boxes that may come with one power supply."""
_ABSENT = ("Absent", "Empty", "Not Present")


class Inventory(Comparison):
    """Parts and their serial numbers."""

    id = "inventory"
    description = "Hardware inventory"
    noun = "Serial number of"
    passes = "every part has the serial number of before"
    rpc = "get-chassis-inventory"
    root = "chassis"
    severity = "major"

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Serial number by part; parts without one (backplanes, fans) are left out."""
        del model
        found: dict[str, str] = {}
        for tag in ("chassis", "chassis-module", "chassis-sub-module"):
            found.update({name: number for name, entry in located(reply, tag, "name") if (number := _serial(entry))})
        return found


class RoutingEngines(HealthCheck):
    """Load, memory and mastership of the routing engines.

    Expected Results:
        Success: One is master, a second one backup where the model has two; idle and with memory left.
        Failure: One is missing, busy or full.
        Inconclusive: The device tells no load or memory.
    """

    id = "routing_engine"
    description = "Routing engines"
    passes = f"master and backup as modelled, at least {IDLE_PERCENT} % idle, at most {MEMORY_PERCENT} % of memory used"
    rpc = "get-route-engine-information"
    root = "route-engine"
    origin = "constant"
    severity = "major"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every engine, and the set of them."""
        del scope
        found = list(located(reply, "route-engine", "slot"))
        if model.chassis.dual_re:
            states = sorted(text(entry, "mastership-state", "?") for _, entry in found)
            yield self.judge(
                model, "mastership", what="Mastership", expected="backup, master", actual=", ".join(states)
            )
        expected = f"at least {IDLE_PERCENT} % idle, at most {MEMORY_PERCENT} % of memory used"
        for slot, entry in found:
            idle, memory = number(entry, "cpu-idle"), number(entry, "memory-buffer-utilization")
            if idle is None or memory is None:
                yield self.inconclusive(model, f"no load or memory of routing engine {slot}".rstrip())
                continue
            well = idle >= IDLE_PERCENT and memory <= MEMORY_PERCENT
            yield self.result(
                model, slot or "0", "pass" if well else "fail", what=f"Routing engine {slot}".rstrip(),
                expected=expected, actual=f"{plain(idle)} % idle, {plain(memory)} % of memory used",
            )


class LineCards(HealthCheck):
    """Every card that has a modelled port is online, with memory left.

    Expected Results:
        Success: Online, heap at most 60 % used.
        Failure: Missing, in another state, or full.
        Inconclusive: The device tells no card.
    """

    id = "line_cards"
    description = "Line cards"
    subject = "devices with a cable"
    passes = f"every card with a modelled port is online, its heap at most {HEAP_PERCENT} % used"
    rpc = "get-fpc-information"
    root = "fpc"
    severity = "critical"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one cable."""
        return bool(_slots(model))

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every card of the model."""
        del scope
        found = {text(entry, "slot"): entry for entry in reply.root.iter("fpc")}
        for slot in _slots(model):
            entry = found.get(slot)
            heap = number(entry, "memory-heap-utilization")
            full = heap is not None and heap > HEAP_PERCENT
            actual = text(entry, "state", "not there") + (f", {plain(heap)} % of heap used" if full and heap else "")
            yield self.judge(model, slot, what=f"FPC {slot}", expected="Online", actual=actual)


class PortGroups(HealthCheck):
    """Every PIC that has a modelled port is online.

    Expected Results:
        Success: Online.
        Failure: Missing or in another state.
        Inconclusive: The device tells no PIC.
    """

    id = "pics"
    description = "PICs"
    subject = "devices with a cable"
    passes = "every PIC with a modelled port is online"
    rpc = "get-pic-information"
    root = "fpc"

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one cable."""
        return bool(_slots(model))

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every PIC of the model."""
        del scope
        found = {
            f"{text(card, 'slot')}/{text(pic, 'pic-slot')}": text(pic, "pic-state", "?")
            for card in reply.root.iter("fpc")
            for pic in card.iter("pic")
        }
        wanted = dict.fromkeys("/".join(port.split("/")[:2]) for port in _cabled(model))
        for place in wanted:
            actual = found.get(place, "not there")
            yield self.judge(model, place, what=f"PIC {place}", expected="Online", actual=actual)


class Environment(HealthCheck):
    """Power, fans and temperatures.

    Expected Results:
        Success: Everything that is there is OK; routers and fabric switches have two supplies.
        Failure: A part fails, or a supply is missing.
        Inconclusive: The device tells no environment-item.
    """

    id = "environment"
    description = "Environment"
    passes = "all that is there is OK; routers and fabric switches have two power supplies"
    rpc = "get-environment-information"
    root = "environment-item"
    origin = "constant"
    severity = "major"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every item, then count the supplies."""
        del scope
        items = [(name, text(entry, "status", "?")) for name, entry in located(reply, "environment-item", "name")]
        present = [(name, status) for name, status in items if status not in _ABSENT]
        for name, status in present:
            if status != "OK":
                yield self.judge(model, name, what=name, expected="OK", actual=status)
        if all(status == "OK" for _, status in present):
            told = f"{len(present)} items OK"
            yield self.result(model, "items", "pass", what=self.description, expected="all items OK", actual=told)
        if model.role in ("core_mx", "dc_fabric") and model.model not in _SINGLE_SUPPLY:
            supplies = sum(_is_supply(name) and status == "OK" for name, status in present)
            yield self.result(
                model, "power", "pass" if supplies >= 2 else "fail", what="Power supplies", expected="at least 2 OK",
                actual=f"{supplies} OK",
            )


class SwitchFabric(HealthCheck):
    """The planes between the cards of a chassis.

    Expected Results:
        Success: Every plane is online (or spare, where the model keeps one).
        Failure: A plane is in another state.
        Inconclusive: The device tells no plane.
    """

    id = "fabric_planes"
    description = "Switch fabric"
    subject = "chassis with switch fabric planes"
    passes = "every plane is online or spare"
    rpc = "get-fm-state-information"
    root = "state"
    origin = "constant"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Routers with cards."""
        return model.model in _FABRICS

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every plane; the element around it has had different names."""
        del scope
        for state in reply.root.iter("state"):
            plane = state.getparent()
            slot = text(plane, "plane-slot") or text(plane, "slot", "?")
            actual = (state.text or "").strip()
            verdict: Verdict = "pass" if actual in ("Online", "Spare") else "fail"
            yield self.result(
                model, slot, verdict, what=f"Fabric plane {slot}", expected="Online or Spare", actual=actual
            )


def _serial(entry: _Element) -> str:
    told = text(entry, "serial-number")
    return "" if told.upper() in ("", "BUILTIN", "N/A") else told


def _cabled(model: DeviceModel) -> list[str]:
    """The numbers of the ports with a cable: ``0/1/2`` of ``et-0/1/2``."""
    return [port.name.partition("-")[2] for port in model.interfaces if port.peer and "/" in port.name]


def _slots(model: DeviceModel) -> tuple[str, ...]:
    return tuple(dict.fromkeys(port.split("/")[0] for port in _cabled(model)))


def _is_supply(name: str) -> bool:
    return any(word in name for word in ("PSU", "PEM", "Power Supply", "PSM"))
