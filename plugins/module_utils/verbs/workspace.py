"""Where a network's intent and artifacts are on disk."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..common.errors import StatenetError
from ..intent.loader import load
from ..rollout.ics import with_files

if TYPE_CHECKING:
    from ..intent.models import Intent
    from ..intent.sources import SourceMap


class ArtifactMissing(StatenetError):
    """An artifact that an earlier verb should have written is not there.

    Args:
        path: The file that was looked for.
        verb: The verb that writes it.
    """

    def __init__(self, path: Path, *, verb: str) -> None:
        remedy = f"Run `ansible-playbook statenet.junos.{verb}` with this inventory first."
        super().__init__(f"{path} does not exist. {remedy}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The files of one network.

    Attributes:
        intent_directory: Directory of the intent.
        intent: The intent, valid.
        root: Directory of the artifacts.
        sources: Where the values of the intent stand.
    """

    intent_directory: Path
    intent: Intent
    root: Path
    sources: SourceMap | None = None

    @property
    def network(self) -> Path:
        """Devices and cabling of the designed network."""
        return self.root / "network.json"

    @property
    def plans(self) -> Path:
        """Directory of the plans."""
        return self.root / "plans"

    @property
    def twin(self) -> Path:
        """Runtime directory of the twin; exists only while one is running."""
        return self.root / "twin"

    @property
    def summary(self) -> Path:
        """Figures of the last rehearsal."""
        return self.root / "summary.json"

    @property
    def status(self) -> Path:
        """Where the rollout or rollback that is at work stands, or the last one ended."""
        return self.root / "status.json"

    @property
    def journal(self) -> str:
        """URL of the default journal."""
        return f"sqlite:///{self.root / 'journal.sqlite'}"

    @property
    def rehearsals(self) -> Path:
        """Directory of the rehearsals, one directory per plan."""
        return self.root / "rehearsals"

    @property
    def reports(self) -> Path:
        """Directory of the reports."""
        return self.root / "reports"

    def verdict(self, plan_id: str) -> Path:
        """Figures of the last rehearsal of a plan; the journal has their hash."""
        return self.rehearsals / plan_id[:12] / "verdict.json"

    def running(self, host: str) -> Path:
        """What ``plan`` found running on ``host``, where it is none of the built configurations."""
        return self.root / "running" / f"{host}.conf"

    def model(self, stage: str, host: str) -> Path:
        """The device model of ``host`` at ``stage``."""
        return self.root / "models" / stage / f"{host}.yml"

    def config(self, stage: str, host: str) -> Path:
        """The configuration of ``host`` at ``stage``."""
        return self.root / "configs" / stage / f"{host}.conf"

    def drain(self, host: str) -> Path:
        """How ``host`` is taken out of service and brought back."""
        return self.root / "drain" / f"{host}.yml"


def write_if_changed(path: Path, text: str) -> bool:
    """Write a file atomically, only when its content differs.

    Returns:
        Whether it was written.
    """
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(path)
    return True


def read_json(path: Path, *, verb: str) -> Any:  # noqa: ANN401  # JSON has no narrower type
    """Content of a JSON artifact.

    Raises:
        ArtifactMissing: It has not been written yet by ``verb``.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ArtifactMissing(path, verb=verb) from error


def open_workspace(*, intent_directory: Path, artifacts: Path | None = None) -> Workspace:
    """The workspace of the network whose intent is in a directory.

    Args:
        intent_directory: Where the intent is.
        artifacts: Where the artifacts go; ``artifacts/<network>`` below the working directory when None.

    Raises:
        InputError: Everything that is wrong with the intent.
    """
    loaded = load(intent_directory)
    intent = loaded.intent
    if intent.calendar.files:
        intent = intent.model_copy(update={"calendar": with_files(intent.calendar, intent_directory)})
    root = artifacts or Path("artifacts") / intent.network.name
    return Workspace(
        intent_directory=intent_directory.absolute(), intent=intent, root=root.absolute(), sources=loaded.sources
    )
