"""``audit``: who runs what was built for it, what differs, and who changed it; only reads."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..common.errors import StatenetError
from ..junos.text import canonical
from ..rollout.comparer import JunosComparer
from ..rollout.digest import configuration_digest, position_of
from .seeds import runs_seed
from .workspace import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from ..design.model import Stage
    from ..junos.history import CommitEntry
    from ..junos.session import Session
    from .artifacts import Artifacts
    from .workspace import Workspace

State = Literal["in line", "drift", "unreachable"]
OUR_LOG = "statenet "
"""How the log of every commit of a rollout begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was found about one device.

    Attributes:
        stage: The stage whose configuration it runs or, where it has drifted, the one that it differs least from.
        diff: What was changed on the device since, as ``show | compare`` prints it.
        foreign: Commits on top of the last one of a rollout, newest first.
        pending: A commit waits for its confirmation.
        reason: Why it could not be asked.
        seeded: It runs its seed: it waits for its first rollout.
    """

    host: str
    state: State
    stage: Stage | None = None
    diff: str = ""
    foreign: tuple[CommitEntry, ...] = ()
    pending: bool = False
    reason: str = ""
    seeded: bool = False

    @property
    def message(self) -> str:
        """The finding in a sentence."""
        if self.state == "unreachable":
            return self.reason
        pending = "; a commit waits for its confirmation" if self.pending else ""
        if self.seeded:
            return f"was bootstrapped and waits for its first rollout{pending}"
        if self.state == "in line":
            return f"runs its configuration of stage {self.stage}{pending}"
        people = ", ".join(dict.fromkeys(f"{entry.user} via {entry.client}" for entry in self.foreign))
        by = f", last changed by {people}" if people else ""
        return f"differs from stage {self.stage} in {_lines_of(self.diff)} lines{by}{pending}"


def audit(
    artifacts: Artifacts, hosts: Iterable[str], open_session: Callable[[str], Session], *, sessions: int
) -> tuple[Audit, ...]:
    """Compare what devices run with what was built for them.

    Args:
        artifacts: What was built.
        hosts: Whom to ask.
        open_session: Opens a session to a host.
        sessions: How many at once.
    """

    def look(host: str) -> Audit:
        try:
            with open_session(host) as session:
                return _judged(artifacts, host, session.get_configuration(), session.history())
        except StatenetError as error:
            return Audit(host=host, state="unreachable", reason=str(error))

    with ThreadPoolExecutor(sessions) as pool:
        return tuple(pool.map(look, hosts))


def write_audit(workspace: Workspace, found: Sequence[Audit]) -> Path:
    """Write ``audit.json`` and return its path."""
    path = workspace.root / "audit.json"
    document: list[dict[str, Any]] = [
        {
            "host": item.host,
            "state": item.state,
            "stage": item.stage,
            "message": item.message,
            "diff": item.diff,
            "commits": [
                {"at": entry.at.isoformat(), "user": entry.user, "client": entry.client, "log": entry.log}
                for entry in item.foreign
            ],
        }
        for item in found
    ]
    write_if_changed(path, json.dumps(document, indent=1) + "\n")
    return path


def _judged(artifacts: Artifacts, host: str, text: str, history: Sequence[CommitEntry]) -> Audit:
    stages = artifacts.stages[host]
    built = [artifacts.configuration(stage, host) for stage in stages]
    pending = bool(history) and history[0].pending_minutes is not None
    position = position_of(text, [configuration_digest(item) for item in built], canonical)
    if position is not None:
        return Audit(host=host, state="in line", stage=stages[position], pending=pending)
    if runs_seed(artifacts, host, text):
        return Audit(host=host, state="in line", stage=stages[0], pending=pending, seeded=True)
    comparer = JunosComparer()
    running = comparer.canonical(text)
    diffs = [comparer.compare(item, running) for item in built]
    nearest = min(range(len(diffs)), key=lambda index: (_lines_of(diffs[index]), -index))
    return Audit(
        host=host,
        state="drift",
        stage=stages[nearest],
        diff=diffs[nearest],
        foreign=_foreign(history),
        pending=pending,
    )


def _foreign(history: Sequence[CommitEntry]) -> tuple[CommitEntry, ...]:
    ours = next((index for index, entry in enumerate(history) if entry.log.startswith(OUR_LOG)), len(history))
    return tuple(history[:ours])


def _lines_of(diff: str) -> int:
    return sum(line[:1] in "+-" for line in diff.splitlines() if line)
