"""What happens at a step: a kill, a cut, a fault of the twin, somebody else at work."""

from __future__ import annotations

import json
import os
import random
import signal
from typing import TYPE_CHECKING, Any

from ansible_collections.statenet.junos.plugins.module_utils.common.errors import StatenetError
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import JunosError, SessionLost
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.rollout.events import WaveStarted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.events import Event
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import TwinSpec

    from .steps import Injection

FOREIGN = "set system location building Annex"
"""What somebody else commits."""
UNDO_FOREIGN = "delete system location"
OWN = (
    "device_down", "reboot", "protocols_down", "re_switchover", "card_down", "site_power",
)
"""Faults of a whole device: while one stands, its own site may be without service whatever it runs."""
_UNLOCKED_ONLY = ("lock", "dirty")
"""The twin would let these happen under somebody's exclusive lock, which no device does."""
_RANDOM = (
    "commit_fail", "commit_warning", "device_down", "disk_full", "link_down", "pending_confirm", "re_switchover",
    "reboot", "session_cut", "wrong_cabling",
)


class Deeds:
    """Does what a scenario says; writes every deed down first, where it outlives the process.

    Args:
        control: The twin.
        spec: What it is.
        endpoint_of: Where its devices are reached.
        log: Where the deeds are written down, one line of JSON each.
        seed: Decides what the scenario leaves open.
    """

    def __init__(
        self, control: Control, spec: TwinSpec, endpoint_of: Callable[[str], Endpoint], log: Path, seed: int
    ) -> None:
        self._control = control
        self._spec = spec
        self._endpoint_of = endpoint_of
        self._log = log
        self._chooser = random.Random(seed)  # noqa: S311 -- to be repeated, not to be secret
        self._wave: tuple[str, ...] = ()
        self._site_of = {device.hostname: device.site for device in spec.devices}

    def on_event(self, event: Event) -> None:
        """Follow the rollout: some deeds are about the devices of the wave at hand."""
        if isinstance(event, WaveStarted):
            self._wave = event.hosts

    def __call__(self, injection: Injection, host: str) -> None:
        """Do it.

        Raises:
            SessionLost: The session of the request is cut.
        """
        if injection.deed == "kill":
            self._note(deed="kill", host=host)
            os.kill(os.getpid(), signal.SIGKILL)
        elif injection.deed == "cut":
            self._note(deed="cut", host=host)
            raise SessionLost(host, "the session was cut")
        elif injection.deed == "random_faults":
            arguments = {**injection.arguments, "kinds": list(_RANDOM)}
            self._network_deed("random_faults", lambda: self._control.random_faults(**arguments))
        elif injection.deed == "foreign_commit":
            self._foreign_commit(self._host(injection.arguments["host"], host))
        else:
            self._fault(dict(injection.arguments), host)

    def _fault(self, arguments: dict[str, Any], host: str) -> None:
        kind = arguments.pop("kind")
        target = self._host(arguments.pop("host"), host)
        if kind in _UNLOCKED_ONLY and target in self._control.status()["locked"]:
            self._note(deed=f"{kind} on {target}", refused="somebody holds the lock")
            return
        chosen = self._arguments(kind, target) | arguments
        told = " ".join([kind, *(f"{name}={value}" for name, value in chosen.items())])
        self._network_deed(told, lambda: self._control.fault(kind, **chosen))

    def _network_deed(self, told: str, work: Callable[[], Any]) -> None:
        """Who is without service at once is so because of the fault, not because of the rollout."""
        before = _down(self._control)
        self._note(deed=told, begun=True)
        try:
            found = work()
        except StatenetError as error:
            self._note(deed=told, refused=str(error))
            return
        gone = sorted(_down(self._control) - before)
        words = dict(word.split("=", 1) for word in told.split() if "=" in word)
        faults = found if isinstance(found, list) else [{"kind": told.split()[0], "arguments": words}]
        at = self._control.now().isoformat()
        self._note(deed=told, found=found, excused=gone, at=at, sites=self._own(faults), cables=self._cabled(faults))

    def _own(self, faults: list[dict[str, Any]]) -> list[str]:
        """Sites of which a device of their own is broken."""
        own = [fault["arguments"] for fault in faults if fault["kind"] in OWN]
        return sorted({str(item.get("site") or self._site_of.get(item.get("host", ""), "")) for item in own})

    def _cabled(self, faults: list[dict[str, Any]]) -> list[str]:
        """Sites at the ends of cables that are broken, or plugged in where they do not belong."""
        given = [fault["arguments"] for fault in faults if fault["kind"] in ("link_down", "wrong_cabling")]
        plugs = {(item["host"], item["interface"]) for item in given}
        plugs |= {(item["other_host"], item["other_interface"]) for item in given if "other_host" in item}
        ends = [end for cable in self._spec.cabling for end in (cable.a, cable.b)
                if plugs & {(cable.a.host, cable.a.interface), (cable.b.host, cable.b.interface)}]
        return sorted({self._site_of[end.host] for end in ends})

    def _foreign_commit(self, host: str) -> None:
        self._note(deed=f"foreign commit on {host}", begun=True)
        try:
            with connect(self._endpoint_of(host)) as session:
                session.load(FOREIGN, action="set", format="set")
                result = session.commit(comment="somebody else")
        except JunosError as error:
            self._note(deed=f"foreign commit on {host}", refused=str(error))
            return
        self._note(deed=f"foreign commit on {host}", foreign=host, outcome=result.outcome)

    def _host(self, wanted: str, host: str) -> str:
        everybody = [device.hostname for device in self._spec.devices]
        if wanted == "@host" and host:
            return host
        if wanted in ("@host", "@wave"):
            return self._chooser.choice(self._wave or everybody)
        return self._chooser.choice(everybody) if wanted == "@any" else wanted

    def _arguments(self, kind: str, host: str) -> dict[str, Any]:
        ends = [(cable.a, cable.b) for cable in self._spec.cabling]
        own = [pair for a, b in ends for pair in ((a, b), (b, a)) if pair[0].host == host]
        near, far = self._chooser.choice(own) if own else (ends[0][0], ends[0][1])
        other = self._chooser.choice([a for a, _ in ends if (a.host, a.interface) != (near.host, near.interface)])
        site = next(device.site for device in self._spec.devices if device.hostname == host)
        return {
            "link_down": {"host": near.host, "interface": near.interface},
            "bgp_down": {"host": host, "peer": far.host},
            "isis_down": {"host": near.host, "interface": f"{near.interface}.0"},
            "alarm": {"host": host, "description": "FPC 0 Major Errors"},
            "card_down": {"host": host, "slot": near.interface.partition("-")[2].partition("/")[0]},
            "reboot": {"host": host, "seconds": 300},
            "site_power": {"site": site},
            "wrong_cabling": {
                "host": near.host, "interface": near.interface,
                "other_host": other.host, "other_interface": other.interface,
            },
        }.get(kind, {"host": host})

    def _note(self, **detail: Any) -> None:
        note(self._log, **detail)


def note(log: Path, **detail: Any) -> None:
    """Write down what was done."""
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(detail) + "\n")


def _down(control: Control) -> set[tuple[str, str]]:
    return {(item["site"], item["service"]) for item in control.downtime()["down"]}
