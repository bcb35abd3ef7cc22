"""A real Kea server with the generated configuration, asked over UDP on the loopback as a relay asks it."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.ztp.kea_server import KeaServer
from ansible_collections.statenet.junos.plugins.module_utils.verbs.kea_check import find_kea

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .lab import Lab

pytestmark = pytest.mark.slow
LOOPBACK, MANAGEMENT, BENCH = "127.0.0.1", "10.2.0.1", "10.3.0.1"
COOKIE = b"\x63\x82\x53\x63"
DISCOVER, OFFER = 1, 2
ASKED = bytes((3, 51, 1, 15, 6, 66, 67, 120, 44, 43, 150, 12, 7, 42))
"""The parameter request list of a Junos device, as a capture shows it."""
IMAGE = "images/jinstall-host-qfx-5-x86-64-21.4R3-S5.4-secure-signed.tgz"


@dataclass(frozen=True)
class Relay:
    """Where requests go in, and where answers come out."""

    endpoint: socket.socket
    server_port: int

    def ask(
        self, options: dict[int, bytes], *, network: str = MANAGEMENT, mac: str = "020000000001"
    ) -> tuple[str, dict[int, bytes]] | None:
        """Address and options that a client is offered; None when nobody answers."""
        everything = {53: bytes([DISCOVER]), 55: ASKED, **options, 82: _option(5, socket.inet_aton(network))}
        body = b"".join(_option(code, value) for code, value in everything.items())
        self.endpoint.sendto(_header(bytes.fromhex(mac)) + COOKIE + body + b"\xff", (LOOPBACK, self.server_port))
        try:
            answer = self.endpoint.recv(4096)
        except TimeoutError:
            return None
        return socket.inet_ntoa(answer[16:20]), _options(answer[240:])


def _header(mac: bytes) -> bytes:
    nowhere = bytes(4)
    return struct.pack(
        "!BBBBIHH4s4s4s4s16s64s128s",
        1, 1, 6, 1, 0x5EED, 0, 0, nowhere, nowhere, nowhere, socket.inet_aton(LOOPBACK), mac, b"", b"",
    )  # fmt: skip


def _option(code: int, value: bytes) -> bytes:
    return bytes((code, len(value))) + value


def _options(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while data and data[0] != 255:
        code, length = data[0], data[1]
        found[code] = found.get(code, b"") + data[2 : 2 + length]
        data = data[2 + length :]
    return found


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def document(built: Lab) -> dict[str, object]:
    """The configuration that the verb writes for the lab."""
    outcome = built.run("bootstrap")
    assert outcome.code == 0, outcome.output
    found: dict[str, object] = json.loads((built.artifacts / "bootstrap" / "kea-dhcp4.conf").read_text())
    return found


@pytest.fixture(scope="module")
def relay(document: dict[str, dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    program = find_kea()
    if program is None:
        pytest.skip("kea-dhcp4 is not installed (Debian: kea-dhcp4-server)")
    directory = tmp_path_factory.mktemp("kea")
    changed = {
        "interfaces-config": {"interfaces": ["lo"], "dhcp-socket-type": "udp"},
        "lease-database": {"type": "memfile", "persist": False},
    }
    (directory / "kea.conf").write_text(json.dumps({"Dhcp4": {**document["Dhcp4"], **changed}}))
    server_port, own_port = _free_port(), _free_port()
    environment = {**os.environ, "KEA_PIDFILE_DIR": str(directory), "KEA_LOCKFILE_DIR": str(directory)}
    command = [program, "-c", str(directory / "kea.conf"), "-p", str(server_port), "-P", str(own_port)]
    with (directory / "log").open("wb") as log, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as endpoint:
        endpoint.bind((LOOPBACK, own_port))
        endpoint.settimeout(2)
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(server, directory / "log")
            yield Relay(endpoint, server_port)
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait(server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while "DHCP4_STARTED" not in log.read_text():
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


@pytest.mark.parametrize(
    "options",
    [
        {60: b"Juniper-qfx5100-48s-6q-TA3719110042"},
        {60: b"Juniper-qfx5100-48s-6q", 61: b"TA3719110042"},
        {60: b"Juniper-qfx5100-48s-6q", 61: b"\0TA3719110042"},
    ],
    ids=["vendor class", "client identifier", "client identifier with a type"],
)
def test_a_serial_number_gets_its_address_and_its_files(relay: Relay, options: dict[int, bytes]) -> None:
    found = relay.ask(options)
    assert found is not None
    address, told = found
    assert (address, told[53], told[12]) == ("10.2.0.12", bytes([OFFER]), b"tx-leaf1")
    assert (told[3], told[150], told[66]) == (bytes((10, 2, 0, 1)), bytes((10, 2, 0, 254)), b"10.2.0.254")
    assert _options(told[43]) == {0: IMAGE.encode(), 1: b"seeds/tx-leaf1.conf", 3: b"http", 5: b"8080"}


def test_a_mac_address_will_do(relay: Relay) -> None:
    found = relay.ask({60: b"Juniper-qfx5100-48s-6q"}, mac="02005e10000c")
    assert found is not None
    assert found[0] == "10.2.0.12"


@pytest.mark.parametrize(
    "vendor", [b"Juniper-qfx5100-48s-6q-TA3719110043", b"Juniper-qfx5100-48s-6q-XTA3719110042", b""]
)
def test_nobody_else_gets_an_address_on_the_management_network(relay: Relay, vendor: bytes) -> None:
    assert relay.ask({60: vendor} if vendor else {}, mac="020000000099") is None


def test_any_member_of_a_virtual_chassis_at_the_bench(relay: Relay) -> None:
    found = relay.ask({60: b"Juniper-ex3400-48p-NX0219430102"}, network=BENCH, mac="020000000002")
    assert found is not None
    address, told = found
    assert address.startswith("10.3.0.")
    assert _options(told[43])[1] == b"seeds/canadian-el-reno-courthouse-sw1.conf"


def test_a_strange_switch_at_the_bench_gets_an_address_and_nothing_to_run(relay: Relay) -> None:
    found = relay.ask({60: b"Juniper-ex3400-48p-NX0000000000"}, network=BENCH, mac="020000000003")
    assert found is not None
    assert 43 not in found[1]


@pytest.mark.parametrize(
    ("vendor", "network"),
    [
        (b"Juniper-mx480-JN1268D81AFB", MANAGEMENT),
        (b"Juniper-qfx5100-48s-6q-TA3719110042", MANAGEMENT),
        (b"Juniper-qfx10002-36q-DA0219150001", MANAGEMENT),
        (b"Juniper-mx204-HZ098", MANAGEMENT),
        (b"Juniper-ex3400-48p-NX0219430101", BENCH),
    ],
)
def test_the_twin_answers_as_kea_does(relay: Relay, document: dict[str, object], vendor: bytes, network: str) -> None:
    twin = KeaServer(document).answer(options={60: vendor}, mac=bytes.fromhex("020000000004"))
    kea = relay.ask({60: vendor}, network=network, mac="020000000004")
    assert twin is not None
    assert kea is not None
    address, told = kea
    assert {code: data.encode() for code, data in twin.vendor.items()} == _options(told[43])
    assert (twin.options[12].encode(), socket.inet_aton(twin.server)) == (told[12], told[150])
    if network == MANAGEMENT:
        assert twin.address == address
