"""Starting, finding, controlling and stopping a twin."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin import process
from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock
from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
from ansible_collections.statenet.junos.plugins.module_utils.twin.errors import TwinError
from ansible_collections.statenet.junos.plugins.module_utils.twin.runtime import is_owned

from .fleet_files import MODELS, START, write_fleet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "run"
    process.stop(tmp_path / "run")


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_start_status_stop(tmp_path: Path, directory: Path) -> None:
    found = process.start(directory, write_fleet(tmp_path))
    assert found == process.status(directory)
    assert (found.name, found.clock, found.user, found.address) == ("small", "virtual", "netops", "127.0.0.1")
    ports = list(found.devices.values())
    assert list(found.devices) == list(MODELS)
    assert ports == list(range(ports[0], ports[0] + len(ports)))
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    for name in ("twin.json", "id_ed25519", "host_ed25519", "control.sock"):
        assert stat.S_IMODE((directory / name).stat().st_mode) == 0o600
    assert process.stop(directory) is True
    assert not directory.exists()
    assert process.status(directory) is None
    assert process.stop(directory) is False
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((found.address, ports[0]))


def test_only_one_twin_per_directory(tmp_path: Path, directory: Path) -> None:
    spec = write_fleet(tmp_path)
    process.start(directory, spec)
    with pytest.raises(TwinError) as caught:
        process.start(directory, spec)
    assert str(caught.value) == f"a twin runs in {directory} already; stop it first"


def test_what_a_killed_twin_left_is_taken_over(tmp_path: Path, directory: Path) -> None:
    spec = write_fleet(tmp_path)
    first = process.start(directory, spec)
    os.kill(first.pid, signal.SIGKILL)
    wait_for(lambda: not is_owned(directory))
    assert (directory / "twin.json").exists()
    assert process.status(directory) is None
    second = process.start(directory, spec)
    assert second.pid != first.pid
    with Control(directory) as control:
        assert control.status()["devices"] == len(MODELS)


def test_a_terminated_twin_cleans_up_and_spares_what_is_not_its_own(tmp_path: Path, directory: Path) -> None:
    directory.mkdir()
    (directory / "notes.txt").write_text("mine")
    found = process.start(directory, write_fleet(tmp_path))
    os.kill(found.pid, signal.SIGTERM)
    wait_for(lambda: not is_owned(directory))
    assert [path.name for path in directory.iterdir()] == ["notes.txt"]


def test_a_twin_ends_with_its_parent(tmp_path: Path, directory: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    process.start(directory, write_fleet(tmp_path), parent=parent.pid)
    assert is_owned(directory)
    parent.communicate(b"\n")
    wait_for(lambda: not is_owned(directory))


def test_a_bad_configuration_stops_the_start_with_its_place(tmp_path: Path, directory: Path) -> None:
    spec = write_fleet(tmp_path)
    (tmp_path / "okc-core1.conf").write_text("system {\n    colour red;\n}\n")
    (tmp_path / "ada-agg1.conf").unlink()
    with pytest.raises(TwinError) as caught:
        process.start(directory, spec)
    words = str(caught.value)
    assert words.startswith(f"the twin in {directory} did not start:\n")
    assert f"{tmp_path / 'okc-core1.conf'}:2: okc-core1" in words
    assert "colour" in words
    assert f"{tmp_path / 'ada-agg1.conf'}: ada-agg1: cannot be read" in words
    assert "Traceback" not in words


def test_taken_ports_are_named(tmp_path: Path, directory: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        base = min(port, 65535 - len(MODELS))
        with pytest.raises(TwinError, match=f"ports {base} to {base + len(MODELS) - 1} of 127.0.0.1 are not all free"):
            process.start(directory, write_fleet(tmp_path, base_port=base))


def test_a_directory_with_a_very_long_path(tmp_path: Path) -> None:
    directory = tmp_path / ("d" * 120) / "run"
    found = process.start(directory, write_fleet(tmp_path))
    try:
        assert not found.control.startswith(str(directory))
        with Control(directory) as control:
            assert control.now() == datetime.fromisoformat(START)
    finally:
        process.stop(directory)
    assert not Path(found.control).parent.exists()


def test_two_twins_side_by_side(tmp_path: Path) -> None:
    spec = write_fleet(tmp_path)
    names = [tmp_path / "one", tmp_path / "two"]
    try:
        one, two = (process.start(name, spec) for name in names)
        assert not set(one.devices.values()) & set(two.devices.values())
    finally:
        for name in names:
            process.stop(name)


def test_a_twin_in_real_time(tmp_path: Path, directory: Path) -> None:
    process.start(directory, write_fleet(tmp_path, clock="real"))
    with Control(directory) as control:
        clock = TwinClock(control)
        before = clock.now()
        assert abs(datetime.now(UTC) - before) < timedelta(seconds=10)
        clock.sleep(0.05)
        assert clock.now() - before >= timedelta(seconds=0.05)
        with pytest.raises(TwinError, match="this twin runs in real time"):
            control.advance(1)


def test_the_clock_of_the_twin(control: Control) -> None:
    clock = TwinClock(control)
    before = clock.now()
    clock.sleep(90 * 86400)
    assert clock.now() - before == timedelta(days=90)
    clock.sleep(-5)
    assert clock.now() - before == timedelta(days=90)


@pytest.mark.parametrize(
    ("operation", "arguments", "words"),
    [
        ("coffee", {}, "no such operation: 'coffee'"),
        ("advance", {"seconds": -1}, "time cannot advance by -1 seconds"),
        ("advance", {"seconds": "soon"}, "bad request"),
        ("advance", {}, "bad request"),
        ("fault", {"kind": "commit_fail", "arguments": {"host": "nobody"}}, "no such device: 'nobody'"),
        ("fault", {"kind": "commit_fail", "arguments": {}}, "no such device: None"),
        ("fault", {"kind": "earthquake", "arguments": {}}, "earthquake"),
        ("fault", {"kind": "lock", "arguments": {"host": "okc-core1", "x": 1}}, "fault lock: unknown arguments: x"),
        (
            "fault",
            {"kind": "session_cut", "arguments": {"host": "okc-core1", "when": "later"}},
            "fault session_cut: when 'later'; expected one of before-commit, in-commit, after-commit",
        ),
        (
            "fault",
            {"kind": "commit_fail", "arguments": {"host": "okc-core1", "phase": "x"}},
            "fault commit_fail: phase 'x'; expected one of any, check, confirmed, confirm, commit",
        ),
        (
            "fault",
            {"kind": "commit_delay", "arguments": {"host": "okc-core1", "seconds": "long"}},
            "fault commit_delay: seconds 'long'; expected a number from 0 to 3600",
        ),
        ("configuration", {"hostname": "nobody"}, "no such device: 'nobody'"),
    ],
)
def test_what_the_control_socket_refuses(
    control: Control, operation: str, arguments: dict[str, object], words: str
) -> None:
    with pytest.raises(TwinError) as caught:
        control.call(operation, **arguments)
    assert words in str(caught.value)


@pytest.mark.parametrize("line", [b"\n", b"{\n", b"[]\n", b"{}\n", b'{"op": [], "arguments": 5}\n', b"\xff\xfe\n"])
def test_nonsense_on_the_control_socket_is_answered(control: Control, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(control.twin.control)
        raw.sendall(line)
        answer = json.loads(raw.makefile().readline())
    assert answer["ok"] is False
    assert "Traceback" not in answer["error"]
    assert control.now().tzinfo is not None


def test_threads_share_a_control(control: Control) -> None:
    before = control.now()
    threads = [threading.Thread(target=lambda: [control.advance(1) for _ in range(20)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert control.now() - before == timedelta(seconds=160)


def test_downtime_is_reported(control: Control) -> None:
    report = control.downtime()
    assert (report["downtime_seconds"], report["events"]) == (0, [])


def test_control_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(TwinError) as caught:
        Control(tmp_path)
    assert str(caught.value) == f"no twin runs in {tmp_path}"


def test_control_of_a_twin_that_went_away(tmp_path: Path, directory: Path) -> None:
    process.start(directory, write_fleet(tmp_path))
    control = Control(directory, timeout=5)
    process.stop(directory)
    with pytest.raises(TwinError, match="does not answer"):
        control.now()
