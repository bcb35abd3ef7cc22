"""Out of the box: who gets which address and files, and why a device stays in its factory default."""

from __future__ import annotations

import copy
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import print_text
from ansible_collections.statenet.junos.plugins.module_utils.twin import process
from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
from ansible_collections.statenet.junos.plugins.module_utils.twin.errors import TwinError
from ansible_collections.statenet.junos.plugins.module_utils.twin.ztp.factory import (
    awaits_provisioning,
    factory_default,
    requests,
)
from ansible_collections.statenet.junos.plugins.module_utils.twin.ztp.kea_expression import matches
from ansible_collections.statenet.junos.plugins.module_utils.twin.ztp.kea_server import KeaServer
from ansible_collections.statenet.junos.plugins.module_utils.verbs.boot_trial import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERIAL, OTHER, STRANGER = "TA3719110042", "TA3719110043", "XX9999999999"
MAC = "02:00:5e:10:00:0c"
SEED = """system {
    host-name tx-leaf1;
    root-authentication {
        ssh-ed25519 "ssh-ed25519 AAAA netops";
    }
    services {
        netconf {
            ssh;
        }
    }
}
"""


def kea(*, file: str = "seeds/tx-leaf1.conf", serial: str = SERIAL, **vendor: str) -> dict[str, Any]:
    """A configuration as the verb writes it, with one device."""
    space = "vendor-encapsulated-options-space"
    told = {"junos-config-file": file, "junos-transfer-mode": "http"} | vendor
    codes = {"junos-image-file": 0, "junos-config-file": 1, "junos-transfer-mode": 3}
    return {
        "Dhcp4": {
            "option-def": [
                *({"name": name, "code": code, "type": "string", "space": space} for name, code in codes.items()),
                {"name": "file-server-address", "code": 150, "type": "ipv4-address", "array": True, "space": "dhcp4"},
            ],
            "client-classes": [
                {
                    "name": "tx-leaf1",
                    "test": f"substring(option[60].hex, -13, all) == '-{serial}' or pkt4.mac == 0x02005e10000c",
                    "option-data": [
                        {"name": "host-name", "data": "tx-leaf1"},
                        *({"name": name, "space": space, "data": data} for name, data in told.items()),
                    ],
                }
            ],
            "subnet4": [
                {
                    "subnet": "10.2.0.0/24",
                    "option-data": [{"name": "file-server-address", "data": "10.2.0.254"}],
                    "pools": [{"pool": "10.2.0.12/32", "client-class": "tx-leaf1"}],
                }
            ],
        }
    }


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("option[60].hex == 'Juniper-mx204-HZ098'", True),
        ("substring(option[60].hex, 0, 7) == 'Juniper'", True),
        ("substring(option[60].hex, -6, all) == '-HZ098'", True),
        ("substring(option[60].hex, -6, 6) == '-HZ099'", False),
        ("substring(option[60].hex, -60, all) == ''", True),
        ("substring(option[60].hex, 19, 1) == ''", True),
        ("option[61].hex == 'HZ098'", False),
        ("option[61].hex == 0x00485a303938", True),
        ("option[12].text == ''", True),
        ("pkt4.mac == 0x02005e10000c", True),
        ("pkt4.mac == 0x1", False),
        ("option[12].hex == 'x' or pkt4.mac == 0x02005e10000c", True),
        ("option[12].hex == 'x' and pkt4.mac == 0x02005e10000c", False),
        ("pkt4.mac == 0x00 and option[12].hex == '' or pkt4.mac == 0x02005e10000c", True),
        ("not (option[12].hex == '' or pkt4.mac == 0x00)", False),
    ],
)
def test_what_belongs_to_a_class(expression: str, *, expected: bool) -> None:
    options = {60: b"Juniper-mx204-HZ098", 61: b"\0HZ098"}
    assert matches(expression, options=options, mac=bytes.fromhex("02005e10000c")) is expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "kea: unexpected its end in test ''"),
        ("member('A')", "kea: unexpected member in test \"member('A')\""),
        ("option[60].hex", "kea: unexpected its end in test 'option[60].hex'"),
        ("option[60].hex == 'a' 'b'", "kea: unexpected 'b' in test \"option[60].hex == 'a' 'b'\""),
        ("substring('a', all, 1) == 'a'", "kea: unexpected all in test \"substring('a', all, 1) == 'a'\""),
        ("option[60].hex = 'a'", "kea: cannot read \"= 'a'\" in test \"option[60].hex = 'a'\""),
    ],
)
def test_what_is_beyond_the_twin_is_said_not_guessed(expression: str, message: str) -> None:
    with pytest.raises(TwinError) as caught:
        matches(expression, options={}, mac=b"")
    assert str(caught.value) == message


def test_what_a_class_says_counts_before_what_its_subnet_says() -> None:
    document = kea()
    document["Dhcp4"]["client-classes"][0]["option-data"].append({"name": "file-server-address", "data": "10.9.9.9"})
    offer = KeaServer(document).answer(options={60: f"Juniper-qfx5100-48s-{SERIAL}".encode()}, mac=b"")
    assert offer is not None
    assert (offer.address, offer.server, offer.options[12]) == ("10.2.0.12", "10.9.9.9", "tx-leaf1")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda found: found.pop("Dhcp4"), "kea: this is no configuration of its DHCPv4 server: KeyError('Dhcp4')"),
        (
            lambda found: found["Dhcp4"]["option-def"].clear(),
            "kea: nobody defines option file-server-address of dhcp4",
        ),
    ],
)
def test_a_configuration_that_kea_would_not_take_either(spoil: Any, message: str) -> None:
    document = copy.deepcopy(kea())
    spoil(document)
    with pytest.raises(TwinError) as caught:
        KeaServer(document).answer(options={60: f"Juniper-qfx5100-48s-{SERIAL}".encode()}, mac=b"")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("model", "family", "interfaces", "vendor"),
    [
        ("MX480", "junos", ["fxp0.0"], "Juniper-mx480-SN123"),
        ("MX204", "junos", ["fxp0.0"], "Juniper-mx204-SN123"),
        ("QFX10002-36Q", "junos-qfx", ["em0.0"], "Juniper-qfx10002-36q-SN123"),
        ("EX4600-40F", "junos-qfx", ["em0.0"], "Juniper-ex4600-40f-SN123"),
        ("EX3400-48P", "junos-ex", ["me0.0", "vme.0", "irb.0"], "Juniper-ex3400-48p-SN123"),
        ("EX4400-48P", "junos-qfx", ["me0.0", "vme.0", "irb.0"], "Juniper-ex4400-48p-SN123"),
    ],
)
def test_factory_defaults(model: str, family: str, interfaces: list[str], vendor: str) -> None:
    tree = factory_default(model, family, "SN123")
    assert awaits_provisioning(tree)
    assert list(requests(tree)) == [(name, vendor) for name in interfaces]
    assert "host-name" not in print_text(tree)


class Box:
    """A twin with devices in their boxes, and the two servers."""

    def __init__(self, directory: Path, url: str, control: Control) -> None:
        self.directory = directory
        self.control = control
        self._url = url

    def put(self, name: str, content: str) -> None:
        """Lay a file on the server."""
        path = self.directory / "http" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    def provision(self, document: dict[str, Any], host: str = "leaf", url: str = "") -> dict[str, Any]:
        """Let a device look for its files."""
        path = self.directory / "kea-dhcp4.conf"
        path.write_text(json.dumps(document))
        return self.control.provision(host, kea=path, files=url or self._url)

    def boxed(self, host: str = "leaf") -> bool:
        """Whether a device still runs its factory default."""
        return "auto-image-upgrade" in self.control.configuration(host)

    @property
    def log(self) -> str:
        """What the twin says of itself."""
        return (self.directory / "run" / "twin.log").read_text()


BOXES = ("leaf", "by-serial", "with-image", "configured", "bad-0", "bad-1", "bad-2", "bad-3")
"""Devices that look the same to the server; a test that provisions one has it for itself."""


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    directory = tmp_path_factory.mktemp("boxes")
    common = {"model": "QFX5100-48S", "family": "junos-qfx"}
    devices = [
        *({"hostname": host, "serial": SERIAL, **common} for host in BOXES),
        {"hostname": "strange", "serial": STRANGER, **common},
        {"hostname": "mute", "mac": MAC, **common},
    ]
    (directory / "http").mkdir()
    (directory / "spec.json").write_text(json.dumps({"name": "boxes", "devices": devices}))
    process.start(directory / "run", directory / "spec.json")
    try:
        with served(directory / "http") as url, Control(directory / "run") as control:
            yield Box(directory, url, control)
    finally:
        process.stop(directory / "run")


@pytest.fixture
def box(boxes: Box) -> Box:
    """The same, with nothing on the server."""
    for path in (boxes.directory / "http").iterdir():
        shutil.rmtree(path)
    return boxes


def test_by_serial_number_and_by_mac_address(box: Box) -> None:
    box.put("seeds/tx-leaf1.conf", SEED)
    for host in ("by-serial", "mute"):
        assert box.provision(kea(), host) == {
            "host": host,
            "provisioned": True,
            "address": "10.2.0.12",
            "event": "runs seeds/tx-leaf1.conf with the address 10.2.0.12 offered",
        }
        assert box.control.configuration(host) == SEED
        assert f"ztp: {host}: runs seeds/tx-leaf1.conf" in box.log


def test_an_image_comes_first(box: Box) -> None:
    box.put("seeds/tx-leaf1.conf", SEED)
    document = kea(**{"junos-image-file": "images/jinstall.tgz"})
    assert box.provision(document, "with-image")["event"] == "images/jinstall.tgz cannot be fetched: 404 File not found"
    assert box.boxed("with-image")
    box.put("images/jinstall.tgz", "an image")
    assert box.provision(document, "with-image")["event"].endswith("offered, after images/jinstall.tgz")


@pytest.mark.parametrize(
    ("document", "host", "event"),
    [
        (kea(), "strange", "no address: no pool of Kea admits it"),
        (kea(serial=OTHER), "leaf", "no address: no pool of Kea admits it"),
        (kea(file=""), "leaf", "offered 10.2.0.12, but no configuration file (option 43, sub-option 1)"),
        (
            kea(**{"junos-transfer-mode": "tftp"}),
            "leaf",
            "offered a configuration file, but not where to fetch it by HTTP (sub-option 3, options 150 and 66)",
        ),
        (kea(), "leaf", "seeds/tx-leaf1.conf cannot be fetched: 404 File not found"),
    ],
    ids=["wrong serial number", "no class", "no file named", "no transfer mode", "missing file"],
)
def test_who_gets_no_file_stays_in_factory_default(box: Box, document: dict[str, Any], host: str, event: str) -> None:
    told = box.provision(document, host)
    assert (told["provisioned"], told["event"]) == (False, event)
    assert box.boxed(host)
    assert f"ztp: {host} stays in factory default: {event}" in box.log


@pytest.mark.parametrize(
    ("host", "seed", "event"),
    [
        ("bad-0", "system {\n    hostname x;\n}\n", "syntax error: 'hostname' in column 5"),
        ("bad-1", "system {\n    host-name x;\n}\n", "Missing mandatory statement: 'root-authentication'"),
        (
            "bad-2",
            SEED + "interfaces {\n    em0 {\n        unit 0 {\n            family inet {\n                filter {\n"
            "                    input NOWHERE;\n                }\n            }\n        }\n    }\n}\n",
            "NOWHERE",
        ),
        ("bad-3", "\N{SNOWMAN}", "syntax error"),
    ],
    ids=["no Junos", "no root", "refused by the daemons", "no configuration at all"],
)
def test_a_bad_seed_is_refused_and_a_good_one_taken_later(box: Box, host: str, seed: str, event: str) -> None:
    box.put("seeds/tx-leaf1.conf", seed)
    told = box.provision(kea(), host)
    assert not told["provisioned"]
    assert told["event"].startswith("seeds/tx-leaf1.conf is refused: ")
    assert event in told["event"]
    assert box.boxed(host)
    box.put("seeds/tx-leaf1.conf", SEED)
    assert box.provision(kea(), host)["provisioned"]


def test_a_server_that_is_not_there(box: Box) -> None:
    event = box.provision(kea(), url="http://127.0.0.1:9")["event"]
    assert event == "seeds/tx-leaf1.conf cannot be fetched: [Errno 111] Connection refused"


def test_only_http(box: Box) -> None:
    with pytest.raises(TwinError, match=r"files: file:///etc; expected: a URL that begins with http://"):
        box.provision(kea(), url="file:///etc")


def test_who_is_configured_looks_for_nothing(box: Box) -> None:
    box.put("seeds/tx-leaf1.conf", SEED)
    box.provision(kea(), "configured")
    with pytest.raises(TwinError, match="configured is configured: it looks for no files"):
        box.provision(kea(), "configured")


def test_a_file_that_is_no_configuration_of_kea(box: Box) -> None:
    with pytest.raises(TwinError, match=r"kea: .*kea-dhcp4.conf cannot be used"):
        box.control.provision("leaf", kea=box.directory / "nowhere" / "kea-dhcp4.conf", files="http://127.0.0.1:9")
