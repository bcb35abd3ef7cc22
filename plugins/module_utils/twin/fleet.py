"""The emulated fleet: its devices, its clock, and who wants to hear of commits."""

from __future__ import annotations

import itertools
import logging
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..common.errors import InputError, Problem, Source
from ..junos.blocks import BlockPool
from ..junos.constraint_model import load_constraints
from ..junos.device_secrets import DeviceSecrets
from ..junos.secret_token import uses_in
from ..junos.secret_values import DummyValues
from ..junos.setform import apply_set
from ..junos.text import parse_text
from .database import MAX_CONFIRM_MINUTES
from .device import EmulatedDevice
from .errors import CommitFailure, RpcFailure, TwinError
from .holdings import Client, Edit, Lock
from .ztp.factory import factory_default

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from ..junos.constraint_model import ConstraintModel
    from ..junos.tree import Node
    from .scheduler import Scheduler
    from .spec import DeviceSpec, TwinSpec

_LOG = logging.getLogger(__name__)
_FIRST_PROCESS = 10001
_OPERATOR = "operator"
_MINUTES = 10
_DIRTY = ('set system location building "Annex"',)


class Fleet:
    """All emulated devices.

    Args:
        spec: What the fleet is.
        trees: The configuration that each device starts with, by host name.
        scheduler: The clock.
        constraints: Published constraints by family; commits of a family that is missing are not checked for any.
    """

    def __init__(
        self,
        spec: TwinSpec,
        trees: dict[str, Node],
        *,
        scheduler: Scheduler,
        constraints: Mapping[str, ConstraintModel] = MappingProxyType({}),
    ) -> None:
        self.spec = spec
        self.clock = scheduler
        self._processes = itertools.count(_FIRST_PROCESS)
        self._listeners: list[Callable[[str, datetime], None]] = []
        self.devices = {
            device.hostname: EmulatedDevice(
                device, trees[device.hostname], scheduler=scheduler, on_change=self._notify,
                constraints=constraints.get(device.family),
            )
            for device in spec.devices
        }

    def on_commit(self, callback: Callable[[str, datetime], None]) -> None:
        """Call ``callback(hostname, when)`` after every change of an active configuration."""
        self._listeners.append(callback)

    def new_client(self, user: str, *, client: str = "netconf") -> Client:
        """Somebody who comes in now, with a process number of its own."""
        number = next(self._processes)
        terminal = f"p{number - _FIRST_PROCESS}"
        return Client(session_id=number, user=user, client=client, terminal=terminal, since=self.clock.now())

    def fault(self, kind: str, arguments: dict[str, Any]) -> None:
        """Inject a fault of the management plane (see ``faults``) on the device ``arguments["host"]``.

        Raises:
            TwinError: There is no such device or fault, or the arguments do not fit.
        """
        rest = dict(arguments)
        device = self.device(rest.pop("host", None))
        if kind == "lock":
            _only(kind, rest, {"owner"})
            owner = self.new_client(str(rest.get("owner", _OPERATOR)), client="cli")
            device.database.lock = Lock(owner=owner, since=self.clock.now())
        elif kind == "dirty":
            _only(kind, rest, {"owner", "lines"})
            author = self.new_client(str(rest.get("owner", _OPERATOR)), client="cli")
            lines = [str(line) for line in rest.get("lines", _DIRTY)]
            tree = apply_set(device.running, lines)
            device.database.edit = Edit(tree=tree, author=author, at=self.clock.now())
        elif kind == "pending_confirm":
            _only(kind, rest, {"owner", "lines", "minutes"})
            self._commit_for_somebody(device, rest)
        else:
            device.faults.inject(kind, rest)

    def _commit_for_somebody(self, device: EmulatedDevice, arguments: dict[str, Any]) -> None:
        """A commit confirmed that somebody else issued and has not confirmed yet."""
        author = self.new_client(str(arguments.get("owner", _OPERATOR)), client="cli")
        lines = [str(line) for line in arguments.get("lines", _DIRTY)]
        minutes = arguments.get("minutes", _MINUTES)
        if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= MAX_CONFIRM_MINUTES:
            message = f"fault pending_confirm: minutes {minutes!r}; expected a whole number from 1"
            raise TwinError(message)
        try:
            device.database.put_candidate(author, apply_set(device.running, lines))
            device.database.commit(author, confirm_minutes=minutes)
        except (RpcFailure, CommitFailure) as error:
            message = f"fault pending_confirm: {device.hostname}: {error}"
            raise TwinError(message) from error

    def clear_faults(self) -> None:
        """Undo every fault of the management plane that still stands."""
        for device in self.devices.values():
            device.faults.clear()
            database = device.database
            if database.lock is not None and database.lock.owner.client == "cli":
                database.lock = None
            if database.edit is not None and database.edit.author.client == "cli":
                database.edit = None
            if database.history.active.client == "cli":
                database.roll_back_pending()

    def device(self, hostname: object) -> EmulatedDevice:
        """The device called ``hostname``.

        Raises:
            TwinError: There is none.
        """
        if not isinstance(hostname, str) or hostname not in self.devices:
            message = f"no such device: {hostname!r}"
            raise TwinError(message)
        return self.devices[hostname]

    def _notify(self, device: EmulatedDevice) -> None:
        now = self.clock.now()
        for listener in self._listeners:
            try:
                listener(device.hostname, now)
            except Exception:  # noqa: BLE001 -- the commit has happened; who listens must not undo it
                _LOG.exception("%s: a listener failed", device.hostname)


def load_trees(spec: TwinSpec) -> dict[str, Node]:
    """Parse the configuration that each device starts with; made-up values stand in place of secrets.

    Raises:
        InputError: Naming every file that cannot be read or parsed.
    """
    trees: dict[str, Node] = {}
    problems: list[Problem] = []
    pool = BlockPool()
    for device in spec.devices:
        if not device.configuration:
            trees[device.hostname] = factory_default(device.model, device.family, device.serial)
            continue
        try:
            text = Path(device.configuration).read_text(encoding="utf-8")
            secrets = DeviceSecrets(device.hostname, DummyValues(), uses_in([text]))
            trees[device.hostname] = parse_text(secrets.reveal(text), pool=pool)
        except InputError as error:
            problems.extend(_in_file(device, problem) for problem in error.problems)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(
                Problem(
                    source=Source(device.configuration),
                    subject=device.hostname,
                    found=f"cannot be read ({error})",
                    expected="a Junos configuration",
                )
            )
    if problems:
        raise InputError(problems)
    return trees


def load_models(spec: TwinSpec) -> dict[str, ConstraintModel]:
    """The published constraints for the families of a fleet, when the specification points at models.

    Raises:
        InputError: They cannot be read.
    """
    if not spec.constraints:
        return {}
    families = sorted({device.family for device in spec.devices})
    return {family: load_constraints(Path(spec.constraints), family) for family in families}


def _in_file(device: DeviceSpec, problem: Problem) -> Problem:
    return Problem(
        source=Source(device.configuration, problem.source.line),
        subject=f"{device.hostname} {problem.subject}".strip(),
        found=problem.found,
        expected=problem.expected,
        remedy=problem.remedy,
    )


def _only(kind: str, arguments: dict[str, Any], known: set[str]) -> None:
    unknown = set(arguments) - known
    if unknown:
        message = f"fault {kind}: unknown arguments: {', '.join(sorted(unknown))}"
        raise TwinError(message)
