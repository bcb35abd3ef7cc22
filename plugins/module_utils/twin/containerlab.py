"""The same fleet for containerlab: a topology file with virtual devices of Juniper, their configurations, an inventory.

After the documentation of containerlab (topology definition file; kinds ``juniper_vjunosrouter``,
``juniper_vjunosswitch`` and ``juniper_crpd``) and its JSON schema, version 0.7x.
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from ..common.errors import InputError, Problem, Source
from .fleet import load_trees
from .lab_configuration import Kind, lab_configuration, port_names
from .spec import TwinSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ..junos.tree import Node
    from .spec import DeviceSpec

IMAGES: Mapping[Kind, str] = {
    "juniper_vjunosrouter": "vrnetlab/juniper_vjunos-router:latest",
    "juniper_vjunosswitch": "vrnetlab/juniper_vjunos-switch:latest",
    "juniper_crpd": "crpd:latest",
}
_ACCOUNTS: Mapping[Kind, tuple[str, str]] = {
    "juniper_vjunosrouter": ("admin", "admin@123"),
    "juniper_vjunosswitch": ("admin", "admin@123"),
    "juniper_crpd": ("root", "clab123"),
}
"""What containerlab documents as the account of each kind; for a laboratory on one machine, nothing else."""
_MANAGEMENT = ipaddress.IPv4Network("172.20.16.0/20")
_FIRST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedLab:
    """What was written.

    Attributes:
        topology: The topology file.
        inventory: Hosts file with the addresses of the nodes, to be used beside the inventory. It expects the nodes'
            host keys in ``known_hosts`` beside it.
        nodes: Number of nodes.
        links: Number of links.
    """

    topology: Path
    inventory: Path
    nodes: int
    links: int


def kind_of(model: str, kinds: Mapping[str, Kind]) -> Kind:
    """The kind of node that stands for a model: the longest beginning of its name that ``kinds`` has, or by default."""
    for length in range(len(model), 0, -1):
        if model[:length] in kinds:
            return kinds[model[:length]]
    return "juniper_vjunosrouter" if model.upper().startswith("MX") else "juniper_vjunosswitch"


def export_lab(
    spec: TwinSpec, directory: Path, *, hosts: Sequence[str] = (), kinds: Mapping[str, Kind] | None = None
) -> ExportedLab:
    """Write the fleet, or some of its devices with the cables between them, as a laboratory of containerlab.

    Args:
        spec: The fleet.
        directory: Made when it is missing; files of the same names are replaced.
        hosts: Devices to take; all when empty.
        kinds: Kinds of nodes by beginning of a model's name, where the default is not wanted.

    Raises:
        InputError: A host or kind is unknown, or a configuration cannot be read.
    """
    chosen = _chosen(spec, hosts, kinds or {})
    trees = load_trees(TwinSpec(name=spec.name, devices=tuple(chosen)))
    of = {device.hostname: kind_of(device.model, kinds or {}) for device in chosen}
    cables = [cable for cable in spec.cabling if cable.a.host in of and cable.b.host in of]
    cabled: dict[str, list[str]] = {host: [] for host in of}
    for cable in cables:
        for end in (cable.a, cable.b):
            cabled[end.host].append(end.interface)
    ports = {host: port_names(trees[host], cabled[host], of[host]) for host in of}
    ends = [[(end.host, ports[end.host].get(end.interface)) for end in (cable.a, cable.b)] for cable in cables]
    links = [[f"{host}:{port}" for host, port in pair] for pair in ends if all(port for _, port in pair)]
    addresses = {host: str(_MANAGEMENT[_FIRST + number]) for number, host in enumerate(of)}
    _write_configurations(directory, trees, ports, of)
    topology = directory / f"{spec.name}.clab.yml"
    topology.write_text(_yaml(_topology(spec.name, of, links, addresses)), encoding="utf-8")
    inventory = directory / "hosts.yml"
    inventory.write_text(_yaml(_inventory(of, addresses, str(directory.absolute() / "known_hosts"))), encoding="utf-8")
    (directory / "ports.json").write_text(json.dumps(ports, indent=1) + "\n", encoding="utf-8")
    return ExportedLab(topology=topology, inventory=inventory, nodes=len(of), links=len(links))


def _chosen(spec: TwinSpec, hosts: Sequence[str], kinds: Mapping[str, Kind]) -> list[DeviceSpec]:
    known = {device.hostname: device for device in spec.devices}
    place = Source("containerlab")
    problems = [
        Problem(source=place, subject="hosts", found=f"{host!r} is no device", expected="a device of the fleet")
        for host in hosts
        if host not in known
    ]
    problems += [
        Problem(source=place, subject=f"kinds.{model}", found=repr(kind), expected=", ".join(IMAGES))
        for model, kind in kinds.items()
        if kind not in IMAGES
    ]
    found = len(hosts or known)
    if found > _MANAGEMENT.num_addresses - _FIRST - 1:
        expected = f"as many as {_MANAGEMENT} has addresses; name some in hosts"
        problems.append(Problem(source=place, subject="hosts", found=f"{found} devices", expected=expected))
    if problems:
        raise InputError(problems)
    return [device for device in spec.devices if not hosts or device.hostname in hosts]


def _write_configurations(
    directory: Path, trees: Mapping[str, Node], ports: Mapping[str, dict[str, str]], of: Mapping[str, Kind]
) -> None:
    folder = directory / "configs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for host, kind in of.items():
        text = lab_configuration(trees[host], ports[host], kind)
        (folder / f"{host}.cfg").write_text(text, encoding="utf-8")


def _topology(
    name: str, of: Mapping[str, Kind], links: list[list[str]], addresses: Mapping[str, str]
) -> dict[str, Any]:
    nodes = {
        host: {"kind": kind, "startup-config": f"configs/{host}.cfg", "mgmt-ipv4": addresses[host]}
        for host, kind in of.items()
    }
    return {
        "name": name,
        "mgmt": {"network": f"{name}-mgmt", "ipv4-subnet": str(_MANAGEMENT)},
        "topology": {
            "kinds": {kind: {"image": IMAGES[kind]} for kind in sorted(set(of.values()))},
            "nodes": nodes,
            "links": [{"endpoints": ends} for ends in links],
        },
    }


def _inventory(of: Mapping[str, Kind], addresses: Mapping[str, str], known_hosts: str) -> dict[str, Any]:
    hosts = {
        host: {
            "ansible_host": addresses[host], "ansible_port": 830, "ansible_user": _ACCOUNTS[kind][0],
            "ansible_password": _ACCOUNTS[kind][1], "statenet_target": "live",
            "statenet_known_hosts": known_hosts,
        }
        for host, kind in of.items()
    }
    return {"all": {"hosts": hosts}}


def _yaml(document: dict[str, Any]) -> str:
    return yaml.safe_dump(document, sort_keys=False, default_flow_style=None, width=120)
