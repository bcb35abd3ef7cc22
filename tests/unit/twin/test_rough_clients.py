"""Clients that do not play by the rules: the twin goes on, and does not grow."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jnpr.junos import Device
from jnpr.junos.exception import ConnectError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

LIMIT = 75
NOISE = random.Random(1).randbytes(20000)  # noqa: S311 -- to be repeated, not to be secret


def files_of(process: int) -> int:
    return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())


def memory_of(process: int) -> int:
    """Megabytes."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def works(control: Control, hostname: str) -> bool:
    twin = control.twin
    with Device(
        host=twin.address, port=twin.devices[hostname], user=twin.user, ssh_private_key_file=twin.key_file,
        ssh_config=None, gather_facts=False,
    ) as device:
        return device.rpc.get_software_information().findtext(".//host-name") == hostname


def takes_connections(control: Control, hostname: str) -> bool:
    try:
        return works(control, hostname)
    except ConnectError:
        return False


def is_closed(connection: socket.socket) -> bool:
    """Whether the far end has hung up, once everything that it said is read."""
    connection.settimeout(20)
    with contextlib.suppress(OSError):
        while connection.recv(4096):
            pass
    return True


def test_a_thousand_connections_that_say_nothing(control: Control) -> None:
    process = control.twin.pid
    control.now()  # the connection of the control stays
    files, memory = files_of(process), memory_of(process)
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            for port in control.twin.devices.values():
                stack.enter_context(socket.create_connection((control.twin.address, port), timeout=20))
        # Each device keeps as many as it has room for and drops the rest.
        wait_for(lambda: files_of(process) <= files + LIMIT * len(control.twin.devices))
        assert control.status()["sessions"] == 0
        assert memory_of(process) < memory + 200
    wait_for(lambda: files_of(process) <= files)
    assert all(works(control, hostname) for hostname in control.twin.devices)


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"SSH-2.0-rough\r\n" + NOISE[:5000],
        b"SSH-2.0-rough\r\n" + b"\xff\xff\xff\xff" * 64,
        NOISE,
        b"\0" * 100000,
    ],
)
def test_nonsense_instead_of_ssh(control: Control, said: bytes) -> None:
    port = control.twin.devices["ada-agg1"]
    with socket.create_connection((control.twin.address, port), timeout=20) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(said)
        assert is_closed(connection)
    assert works(control, "ada-agg1")


def test_connections_that_come_and_go_leave_nothing_behind(control: Control) -> None:
    process, address = control.twin.pid, (control.twin.address, control.twin.devices["okc-core1"])
    for _ in range(20):
        assert works(control, "okc-core1")
    files, memory = files_of(process), memory_of(process)
    for number in range(500):
        with socket.create_connection(address, timeout=20) as connection:
            if number % 2:
                connection.sendall(b"SSH-2.0-gone\r\n")
    wait_for(lambda: files_of(process) <= files)
    assert memory_of(process) < memory + 50
    wait_for(lambda: takes_connections(control, "okc-core1"))
