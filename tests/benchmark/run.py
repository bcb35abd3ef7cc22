"""Measures, in one run, what the speed of a working day depends on, and prints a table; nothing is asserted.

    make bench

Each figure stands beside its cost per unit, and beside the time that the same Python takes for a million additions, so
that runs on different machines can be compared. Uses a temporary directory; a few minutes on two cores.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY / "tests" / "unit"), str(REPOSITORY)]

from ansible_collections.statenet.junos.plugins.module_utils.junos.compare import compare  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.junos.schema import load_schema  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.rollout.events import Silent  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import keep_plan, make_plan  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import rehearse, summary  # noqa: E402
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace  # noqa: E402
from rollout.fakes import Network, device, fast_journal, plan, policy, text, text_of  # noqa: E402

from tests.benchmark.build import SIZES, measure_generated  # noqa: E402
from tests.benchmark.twin_speed import SESSIONS, from_outside, measured_inside, spec_of  # noqa: E402
from tests.benchmark.wave import wave_cost  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

LINES = 1600
ENGINE_DEVICES = 600
FIRST_WAVE, WAVES = 28, 5
"""Of oklahoma: sites in waves of full size."""


@dataclass(frozen=True)
class Figure:
    """A row of the table."""

    what: str
    value: float
    unit: str = "s"
    count: int = 0
    per: str = ""


def timed(work: Callable[[], Any], *, repeat: int = 1, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the fastest of ``repeat`` runs; ``time.process_time`` tells those of the processor."""
    best = float("inf")
    for _ in range(repeat):
        began = clock()
        work()
        best = min(best, clock() - began)
    return best


def yardstick() -> float:
    """Seconds for a million additions."""

    def add() -> None:
        total = 0
        for number in range(1_000_000):
            total += number

    return timed(add, repeat=3)


def workspace_of(name: str, root: Path) -> Workspace:
    """The workspace of one of the example networks, with artifacts of its own."""
    intent = REPOSITORY / "inventories" / name / "intent"
    return open_workspace(intent_directory=intent, artifacts=root / name)


def building(workspace: Workspace) -> Iterator[Figure]:
    """The whole state designed, checked and rendered, into an empty directory, and once more with nothing to write."""
    found: list[Any] = []
    used = sum(os.times()[:4])
    seconds = timed(lambda: found.append(build(workspace)))
    used = sum(os.times()[:4]) - used
    count = found[0].configurations
    name = f"build oklahoma ({found[0].devices} devices; at most 10 s)"
    yield Figure(name, seconds, count=count, per="configuration")
    yield Figure("build oklahoma, time of all processors", used, count=count, per="configuration")
    yield Figure("build oklahoma, nothing new", timed(lambda: build(workspace)), count=count, per="configuration")


def growing() -> Iterator[Figure]:
    """Generated states: the time per device shall be the same whatever the size."""
    for size in SIZES:
        found = measure_generated(size)
        yield Figure(f"build {found.devices:,} generated devices", found.seconds, count=found.devices, per="device")
        used = found.processor_seconds
        yield Figure("time of all processors for them", used, count=found.devices, per="device")


def configuring(workspace: Workspace) -> Iterator[Figure]:
    """The configuration engine, on the built configuration that is nearest to the size asked for; processor time."""
    sizes = {path: len(path.read_text().splitlines()) for path in workspace.root.glob("configs/*/*.conf")}
    path = min(sizes, key=lambda candidate: (abs(sizes[candidate] - LINES), candidate))
    content, lines = path.read_text(), sizes[path]
    parsed = parse_text(content)
    one = parse_text(content.replace("mtu 9", "mtu 8"))
    other = parse_text(content.replace("10.", "11."))

    def figure(what: str, work: Callable[[], Any]) -> Figure:
        milliseconds = 1000 * timed(work, repeat=9, clock=time.process_time)
        return Figure(what, milliseconds, unit="ms", count=lines, per="line")

    where = f"{lines:,} lines"
    yield figure(f"parse {where} ({path.stem}; at most 10 ms)", lambda: parse_text(content))
    yield figure(f"print {where}", lambda: print_text(parsed))
    yield figure(f"compare {where}, MTUs differ (at most 15 ms)", lambda: compare(parsed, one))
    yield figure(f"compare {where}, every address differs", lambda: compare(parsed, other))


def emulating(workspace: Workspace, root: Path) -> Iterator[Figure]:
    """The twin of the whole state: from outside with the new network, from inside with both."""
    for stage, network in ((0, "as it is"), (-1, "to be")):
        spec = spec_of(workspace, stage=stage)
        found, count = from_outside(spec, root), len(spec.devices)
        yield Figure(f"twin of oklahoma {network}, up", found.up, count=count, per="device")
        yield Figure(f"twin of oklahoma {network}, up, processor", found.processor, count=count, per="device")
        yield Figure(f"twin of oklahoma {network}, resident", found.resident, unit="MB", count=count, per="device")
        yield Figure("  an answer, median", found.answer)
        yield Figure("  an answer, 95 of 100 within", found.slow_answer)
        yield Figure(f"  {SESSIONS} sessions opened and asked", found.sessions, count=SESSIONS, per="session")
        yield Figure(f"  resident with {SESSIONS} sessions", found.resident_with_sessions, unit="MB")
        inside = measured_inside(spec, root)
        yield Figure("  first state, processor", inside.state, count=count, per="device")
        yield Figure("  state after a commit, port disabled, median", inside.commit_port)
        yield Figure("  state after a commit, IS-IS overload, median", inside.commit_overload)


def engine(root: Path, size: int) -> Iterator[Figure]:
    """The rollout engine by itself, in waves of a size: devices in memory that answer at once, a journal on disk."""
    root = root / f"waves-of-{size}"
    root.mkdir()
    devices = tuple(
        device(f"s{number}-sw1", "site_ex", "access", ("to-be",), site=f"s{number}", county="c")
        for number in range(ENGINE_DEVICES)
    )
    running = {item.hostname: text(item.hostname, "as-is") for item in devices}
    rules = policy(sessions=64)
    rules = rules.model_copy(update={"sites": rules.sites.model_copy(update={"sizes": (size,), "max_percent": 100})})
    found = plan(devices=devices, running=running, rules=rules)
    network = Network(running)
    options = RunOptions(run="bench", when_closed="wait", approval_required=False, keep_sessions=True)
    journal = fast_journal(root)

    def go() -> None:
        result = run(
            found,
            access=network.access,
            text_of=text_of,
            journal=journal,
            clock=network.clock,
            options=options,
            listener=Silent(),
        )
        if result.outcome != "complete":
            raise RuntimeError(result.message)

    seconds = timed(go)
    journal.close()
    what = f"rollout engine alone, {ENGINE_DEVICES} devices in waves of {size}"
    yield Figure(what, seconds, count=ENGINE_DEVICES, per="device")


def beyond(root: Path) -> Iterator[Figure]:
    """CPU of the process that rolls out, without SSH and without the devices: their replies are replayed."""
    changed, largest, seconds, models = wave_cost("oklahoma", root / "waves", first=FIRST_WAVE, count=WAVES)
    what = f"waves of up to {largest} beyond the answers, CPU"
    yield Figure(what, seconds, count=changed, per="device")
    yield Figure("of that, reading the models, CPU", models, count=changed, per="device")


def inventory() -> Iterator[Figure]:
    """What Ansible takes to know every host, and what it takes to start at all."""

    def load(source: str) -> None:
        command = ["ansible-inventory", "-i", source, "--list"]
        subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)

    empty = timed(lambda: load("localhost,"), repeat=2)
    whole = timed(lambda: load("inventories/oklahoma"), repeat=2)
    yield Figure("ansible-inventory, one host by name", empty)
    yield Figure("ansible-inventory, oklahoma", whole, count=616, per="device")


def rehearsing(workspace: Workspace) -> Iterator[Figure]:
    """The lab, from the old network to the new one on the twin, and once more with nothing to do."""
    build(workspace)
    artifacts = Artifacts(workspace)
    running = {host: artifacts.configuration(stages[0], host) for host, stages in artifacts.stages.items()}
    found = make_plan(workspace, artifacts, author="bench", running=running)
    keep_plan(found, workspace, artifacts, running)
    rehearsals: list[Any] = []
    seconds = timed(lambda: rehearsals.append(rehearse(found, workspace, artifacts, listener=Silent())))
    told = summary(rehearsals[0], workspace)
    name = f"rehearsal of the lab ({told['verdict']}, {told['downtime_seconds']:.0f} s of downtime)"
    yield Figure(name, seconds, count=told["changes"], per="change")


def row(figure: Figure, stick: float) -> str:
    """A figure as a line of the table."""
    each = ""
    if figure.count:
        small = replace(figure, value=figure.value / figure.count)
        each = f"{small.value * 1000:.3g} ms" if figure.unit == "s" else f"{small.value:.3g} {figure.unit}"
        each += f" / {figure.per}"
    ratio = f"{figure.value / stick:,.1f}" if figure.unit == "s" else ""
    return f"{figure.what:<52}  {figure.value:>9.3f} {figure.unit:<2}  {each:<26}  {ratio:>9}"


def main() -> None:
    """Measure and print."""
    stick = yardstick()
    say = sys.stdout.write
    say(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores")
    say(f", load {os.getloadavg()[0]:.1f}, yardstick {stick * 1000:.0f} ms\n\n")
    say(f"{'what':<52}  {'measured':>12}  {'each':<26}  {'yardsticks':>9}\n")
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="statenet-bench-") as directory:
        root = Path(directory)
        load_schema()  # cached by everything that follows
        oklahoma = workspace_of("oklahoma", root)
        parts = (
            building(oklahoma),
            growing(),
            configuring(oklahoma),
            emulating(oklahoma, root),
            engine(root, 40),
            engine(root, ENGINE_DEVICES),
            beyond(root),
            inventory(),
            rehearsing(workspace_of("lab", root)),
        )
        for part in parts:
            for figure in part:
                say(row(figure, stick) + "\n")
                sys.stdout.flush()
    say(f"\nin {time.perf_counter() - began:.0f} s\n")


if __name__ == "__main__":
    main()
