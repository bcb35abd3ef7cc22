"""The software of a device: its release, since when it runs, what crashed, how full its disk is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import by_engine, located, number, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict

VAR_PERCENT = 80
"""How full /var may be: a commit and a core dump still have to fit."""


class SoftwareRelease(HealthCheck):
    """Release of every routing engine or member.

    Expected Results:
        Success: All run the release that the first one runs.
        Failure: One runs another.
        Inconclusive: The device tells no junos-version.
    """

    id = "software"
    description = "Junos release"
    passes = "every routing engine or member runs the same release"
    rpc = "get-software-information"
    root = "junos-version"
    origin = "constant"
    severity = "major"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every engine against the first."""
        del scope
        found = [(name, text(entry, "junos-version", "?")) for name, entry in by_engine(reply, "software-information")]
        for name, release in found:
            what = f"Junos release of {name}" if name else "Junos release"
            yield self.judge(model, name or "release", what=what, expected=found[0][1], actual=release)


class ReleaseAsBefore(Comparison):
    """No change of a configuration changes the release."""

    id = "software_as_before"
    description = "Junos release"
    passes = "every routing engine or member runs the release of before"
    rpc = "get-software-information"
    root = "junos-version"
    severity = "major"

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Release by engine."""
        del model
        return {name or "": text(entry, "junos-version") for name, entry in by_engine(reply, "software-information")}


class BootTime(Comparison):
    """A device that has booted meanwhile has lost everything that it forwarded for minutes."""

    id = "boot_time"
    description = "Boot time"
    passes = "the device has not booted since"
    rpc = "get-system-uptime-information"
    root = "system-booted-time"
    fast = True

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Boot time by engine, in seconds since 1970 where they are told."""
        del model
        found = {}
        for engine, entry in by_engine(reply, "system-booted-time"):
            moment = entry.find("date-time")
            seconds = moment.get("seconds") if moment is not None else None
            found[engine] = seconds or text(entry, "date-time")
        return found


class CoreDumps(Comparison):
    """A process that crashed leaves a file behind."""

    id = "core_dumps"
    description = "Core dumps"
    noun = "Number of core dumps"
    passes = "no process has crashed since"
    rpc = "get-system-core-dumps"
    root = "directory-list"
    rule = "not-more"
    severity = "major"
    fast = True

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """How many files there are, over all engines."""
        del model
        return {"": str(sum(1 for _ in reply.root.iter("file-information")))}


class Storage(HealthCheck):
    """Room on the disk.

    Expected Results:
        Success: /var of every engine is less than 80 % full.
        Failure: It is fuller: commits will be refused.
        Inconclusive: The device tells of no /var.
    """

    id = "storage"
    description = "Storage"
    passes = f"/var is at most {VAR_PERCENT} % full on every routing engine or member"
    rpc = "get-system-storage"
    root = "filesystem"
    origin = "constant"
    severity = "major"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every file system that /var is on."""
        del scope
        found = False
        for name, entry in located(reply, "filesystem", "mounted-on"):
            if not name.endswith("/var"):
                continue
            found = True
            used = number(entry, "used-percent")
            verdict: Verdict = "inconclusive" if used is None else "pass" if used <= VAR_PERCENT else "fail"
            yield self.result(
                model, name, verdict, what=f"Use of {name}", expected=f"at most {VAR_PERCENT} %",
                actual="not told" if used is None else f"{plain(used)} %",
            )
        if not found:
            yield self.inconclusive(model, "no file system for /var")
