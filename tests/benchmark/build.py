"""How long ``build`` takes, and how that grows: a state of 616 devices against one of 5,000.

Run from the root of the collection: ``python -m tests.benchmark.build``.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

from .state_generator import state, state_of_devices, write

SIZES = (616, 5000)
OKLAHOMA = Path(__file__).parents[2] / "inventories" / "oklahoma" / "intent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One build: everything from reading the intent to the last written file.

    Attributes:
        processor_seconds: Of all processes together: what does not depend on what else the machine does.
    """

    name: str
    devices: int
    configurations: int
    seconds: float
    processor_seconds: float

    @property
    def milliseconds_per_device(self) -> float:
        """What a device takes of a processor."""
        return 1000 * self.processor_seconds / self.devices

    def __str__(self) -> str:
        return (
            f"{self.name:<12} {self.devices:>5} devices  {self.configurations:>6} configurations  "
            f"{self.seconds:7.2f} s  {self.processor_seconds:7.2f} s of processors  "
            f"{self.milliseconds_per_device:6.2f} ms/device"
        )


def measure(intent: Path, *, name: str) -> Measurement:
    """Builds an intent into an empty directory."""
    with tempfile.TemporaryDirectory() as directory:
        started, used = time.perf_counter(), _processor_seconds()
        workspace = open_workspace(intent_directory=intent, artifacts=Path(directory))
        found = build(workspace)
        seconds, used = time.perf_counter() - started, _processor_seconds() - used
    return Measurement(
        name=name, devices=found.devices, configurations=found.configurations, seconds=seconds, processor_seconds=used
    )


def _processor_seconds() -> float:
    """Of this process and its children that have ended."""
    return sum(os.times()[:4])


def measure_generated(devices: int) -> Measurement:
    """Builds a generated state of at most so many devices."""
    with tempfile.TemporaryDirectory() as directory:
        return measure(write(state_of_devices(devices), Path(directory) / "intent"), name="generated")


def growth(small: Measurement, large: Measurement) -> float:
    """Time per device of the large state over that of the small one: 1 when the time grows as the state does."""
    return large.milliseconds_per_device / small.milliseconds_per_device


def main() -> int:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as directory:
        # The first build reads schema and templates, whatever its size.
        measure(write(state(4), Path(directory) / "intent"), name="warm-up")
    sys.stdout.write(f"{measure(OKLAHOMA, name='oklahoma')}\n")
    small, large = (measure_generated(size) for size in SIZES)
    for found in (small, large):
        sys.stdout.write(f"{found}\n")
    sys.stdout.write(
        f"{large.devices / small.devices:.1f} times the devices take "
        f"{large.processor_seconds / small.processor_seconds:.1f} times the work "
        f"({growth(small, large):.2f} times per device)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
