"""``bootstrap``: what a server needs so that new devices come up manageable by themselves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..common.errors import InputError
from ..design.bootstrap import boot_plan
from ..render.kea import image_path, print_kea, seed_path
from ..render.kea_checks import check_kea
from .seeds import AS_IS, seed_of
from .workspace import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ..design.bootstrap import BootImage, BootPlan
    from .artifacts import Artifacts
    from .workspace import Workspace

KEA_FILE = "kea-dhcp4.conf"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class BootFile:
    """A file that the verb writes, changes or removes.

    Attributes:
        before: What it holds now; empty when there is none.
        after: What it is to hold; empty when it is to go.
    """

    path: Path
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BootResult:
    """What is to be on the server.

    Attributes:
        plan: Who boots where, and who has to wait.
        kea: Where the configuration of the server of addresses is written.
        text: That configuration.
        changes: The files that differ from what is there.
    """

    plan: BootPlan
    kea: Path
    text: str
    changes: tuple[BootFile, ...]

    @property
    def missing(self) -> tuple[BootImage, ...]:
        """Images that nobody has put on the server yet."""
        http = self.kea.parent / "http"
        return tuple(image for image in self.plan.images if not (http / image_path(image.file)).is_file())

    def write(self) -> None:
        """Bring the files about."""
        for change in self.changes:
            if change.after:
                write_if_changed(change.path, change.after)
            else:
                change.path.unlink()


def bootstrap(workspace: Workspace, artifacts: Artifacts) -> BootResult:
    """Make the configuration of Kea, the seeds, and what tells whether they arrived unharmed; writes nothing yet.

    Args:
        workspace: Where the intent is and the artifacts go.
        artifacts: What was built.

    Raises:
        InputError: The intent names no server, or two devices are told to use one address.
        ArtifactMissing: A device was not built yet.
    """
    root = workspace.root / "bootstrap"
    models = [artifacts.model(AS_IS, device["hostname"]) for device in artifacts.network["devices"] if not _old(device)]
    plan = boot_plan(workspace.intent, models, sources=str(workspace.intent_directory / "bootstrap.yml"))
    files = dict(_files(root, plan, artifacts))
    kea = root / KEA_FILE
    problems = tuple(check_kea(json.loads(files[kea]), path=str(kea)))
    if problems:
        raise InputError(problems)
    return BootResult(plan=plan, kea=kea, text=files[kea], changes=tuple(_changes(root, files)))


def _old(device: Mapping[str, Any]) -> bool:
    return bool(device["role"] == "legacy")


def _files(root: Path, plan: BootPlan, artifacts: Artifacts) -> Iterator[tuple[Path, str]]:
    seeds = {device.hostname: seed_of(artifacts, device.hostname) for device in plan.devices}
    sums = {host: hashlib.sha256(text.encode()).hexdigest() for host, text in seeds.items()}
    yield root / KEA_FILE, print_kea(plan)
    for host, text in seeds.items():
        yield root / "http" / seed_path(host), text
    yield root / "http" / SUMS, "".join(f"{sums[host]}  {seed_path(host)}\n" for host in sorted(sums))
    yield root / "index.json", json.dumps(_index(plan, sums), indent=1) + "\n"


def _index(plan: BootPlan, sums: Mapping[str, str]) -> dict[str, Any]:
    """What there is, for whoever runs the server: people and programs."""
    return {
        "network": plan.network,
        "url": f"http://{plan.server}:{plan.http_port}/",
        "devices": [
            {
                "host": device.hostname,
                "model": device.model,
                "serials": list(device.serials),
                "mac": device.mac,
                "network": device.network,
                "address": device.address,
                "seed": seed_path(device.hostname),
                "sha256": sums[device.hostname],
                "image": image_path(device.image.file) if device.image else "",
            }
            for device in plan.devices
        ],
        "images": [
            {"file": image_path(image.file), "release": image.release, "sha256": image.sha256} for image in plan.images
        ],
        "waiting": [{"host": host, "reason": reason} for host, reason in plan.waiting],
    }


def _changes(root: Path, files: Mapping[Path, str]) -> Iterator[BootFile]:
    """What differs, seeds of devices included that are no longer to be bootstrapped."""
    present = {path for path in (root / "http" / "seeds").glob("*.conf") if path not in files}
    for path in sorted({*files, *present}):
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = files.get(path, "")
        if before != after:
            yield BootFile(path=path, before=before, after=after)
