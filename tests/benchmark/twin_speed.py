"""How fast the twin is: its start, its memory, its answers, the state after a commit; and how that grows.

``make bench`` prints the figures of Oklahoma. ``python -m tests.benchmark.twin_speed``, from the root of the
collection, builds generated states of 616 and of 5,000 devices and compares what a device costs in each.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set
from ansible_collections.statenet.junos.plugins.module_utils.twin.fleet import Fleet, load_trees
from ansible_collections.statenet.junos.plugins.module_utils.twin.operational import OperationalState
from ansible_collections.statenet.junos.plugins.module_utils.twin.process import start, stop
from ansible_collections.statenet.junos.plugins.module_utils.twin.scheduler import VirtualScheduler
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import read_spec, write_spec
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
from ansible_collections.statenet.junos.plugins.module_utils.verbs.emulate import twin_spec
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import Session
    from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import TwinStatus
    from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import TwinSpec
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

START = datetime(2020, 8, 25, 3, tzinfo=UTC)
ASKED = 60
SESSIONS = 600
COMMITS = 60
SIZES = (616, 5000)
REQUESTS = (
    "get-software-information", "get-interface-information", "get-bgp-summary-information",
    "get-isis-adjacency-information", "get-lldp-neighbors-information", "get-alarm-information",
    "get-system-uptime-information", "get-commit-information", "get-chassis-inventory", "get-environment-information",
)
"""What a health check and the facts of a client ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """A twin from outside; seconds and megabytes.

    Attributes:
        up: From the call to the last port open.
        processor: What the process used until then.
        answer: Median time between a request and its reply at the client.
        slow_answer: The time that 95 of 100 stay below.
        sessions: Time to open ``SESSIONS`` sessions, all open at once, and to ask something in each.
    """

    devices: int
    up: float
    processor: float
    resident: float
    answer: float
    slow_answer: float
    sessions: float
    resident_with_sessions: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """The same code in one process, in processor seconds: reading, first state, state after a commit (median)."""

    devices: int
    load: float
    state: float
    commit_port: float
    commit_overload: float
    resident: float


def spec_of(workspace: Workspace, *, stage: int) -> TwinSpec:
    """The fleet of a built workspace with the configurations of one stage."""
    artifacts = Artifacts(workspace)

    def configuration(host: str) -> Path:
        return workspace.config(artifacts.stages[host][stage], host)

    return twin_spec(artifacts.network, configuration, start_at=START)


def from_outside(spec: TwinSpec, directory: Path) -> Daemon:
    """Start a twin, ask it, and stop it."""
    file = directory / "bench-spec.json"
    write_spec(spec, file)
    began = time.perf_counter()
    status = start(directory / "bench-twin", file, parent=os.getpid())
    try:
        up = time.perf_counter() - began
        processor, megabytes = _processor(status.pid), _resident(status.pid)
        answers = _answers(status)
        seconds, crowded = _crowd(status)
    finally:
        stop(directory / "bench-twin")
    return Daemon(
        devices=len(spec.devices), up=up, processor=processor, resident=megabytes,
        answer=statistics.median(answers), slow_answer=statistics.quantiles(answers, n=20)[-1],
        sessions=seconds, resident_with_sessions=crowded,
    )


def _answers(status: TwinStatus) -> list[float]:
    """Seconds from request to reply, one device after the other."""
    hosts = list(status.devices)
    found = []
    for host in hosts[:: max(1, len(hosts) // ASKED)]:
        with connect(_endpoint(status, host)) as session:
            for name in REQUESTS:
                began = time.perf_counter()
                session.rpc(name)
                found.append(time.perf_counter() - began)
    return found


def _crowd(status: TwinStatus) -> tuple[float, float]:
    """Many sessions at once: how long it takes to open and use them, and what the twin weighs with them."""
    hosts = list(status.devices)
    wanted = [hosts[number % len(hosts)] for number in range(SESSIONS)]
    sessions: list[Session] = []
    began = time.perf_counter()
    try:
        with ThreadPoolExecutor(20) as pool:
            sessions.extend(pool.map(lambda host: connect(_endpoint(status, host)), wanted))
            list(pool.map(lambda session: session.rpc("get-software-information"), sessions))
        return time.perf_counter() - began, _resident(status.pid)
    finally:
        for session in sessions:
            session.close()


def _endpoint(status: TwinStatus, host: str) -> Endpoint:
    return Endpoint(
        name=host, address=status.address, tcp_port=status.devices[host], username=status.user,
        key_file=Path(status.key_file), target="twin",
    )


def from_inside(spec_file: Path) -> Inside:
    """Read a fleet, compute its state, and compute it again after commits on devices spread over the fleet."""
    began = time.process_time()
    spec = read_spec(spec_file)
    fleet = Fleet(spec, load_trees(spec), scheduler=VirtualScheduler(START))
    state = OperationalState(fleet)
    loaded = time.process_time()
    state.downtime()
    stated = time.process_time()
    cables = spec.cabling[:: max(1, len(spec.cabling) // COMMITS)]
    ports = [_commit(fleet, state, cable.a.host, f"set interfaces {cable.a.interface} disable") for cable in cables]
    hosts = [device.hostname for device in spec.devices if device.function != "access"]
    overloads = [
        _commit(fleet, state, host, "set protocols isis overload")
        for host in hosts[:: max(1, len(hosts) // COMMITS)]
    ]
    return Inside(
        devices=len(spec.devices), load=loaded - began, state=stated - loaded,
        commit_port=statistics.median(ports), commit_overload=statistics.median(overloads),
        resident=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _commit(fleet: Fleet, state: OperationalState, host: str, line: str) -> float:
    """Processor seconds from the commit to the state of the network after it, what the probes see included."""
    database, client = fleet.devices[host].database, fleet.new_client("bench")
    database.put_candidate(client, apply_set(database.running, [line]))
    began = time.process_time()
    database.commit(client)
    state.downtime()
    return time.process_time() - began


def _processor(pid: int) -> float:
    """Processor seconds of a process (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    """Resident memory of a process, in MB (proc(5))."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def measured_inside(spec: TwinSpec, directory: Path) -> Inside:
    """``from_inside`` in a process of its own, so that memory is that of one fleet."""
    file = directory / f"inside-{len(spec.devices)}.json"
    write_spec(spec, file)
    command = [sys.executable, "-c", _CHILD, str(file)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    values: dict[str, Any] = dict(item.split("=") for item in done.stdout.split())
    return Inside(devices=int(values.pop("devices")), **{name: float(value) for name, value in values.items()})


_CHILD = """
import dataclasses, pathlib, sys, twin_speed
found = twin_speed.from_inside(pathlib.Path(sys.argv[1]))
print(*(f"{name}={value}" for name, value in dataclasses.asdict(found).items()))
"""


def main() -> int:
    """Print what a device costs in a small and in a large generated state."""
    from tests.benchmark.state_generator import state_of_devices, write

    found = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            intent = write(state_of_devices(size), root / "intent")
            workspace = open_workspace(intent_directory=intent, artifacts=root / "artifacts")
            build(workspace)
            found.append(measured_inside(spec_of(workspace, stage=-1), root))
        one = found[-1]
        sys.stdout.write(
            f"{one.devices:>5} devices: read {one.load:6.2f} s, first state {one.state:6.2f} s "
            f"({1000 * _per_device(one):.2f} ms/device), after a commit: port "
            f"{1000 * one.commit_port:.1f} ms, overload {1000 * one.commit_overload:.1f} ms, {one.resident:.0f} MB\n"
        )
    small, large = found
    growth = _per_device(large) / _per_device(small)
    sys.stdout.write(f"{large.devices / small.devices:.1f} times the devices: {growth:.2f} times the cost per device\n")
    return 0


def _per_device(found: Inside) -> float:
    return (found.load + found.state) / found.devices


if __name__ == "__main__":
    sys.exit(main())
