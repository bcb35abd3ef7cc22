# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts and groups from the intent of a network."""

from __future__ import annotations

DOCUMENTATION = r"""
name: intent
author:
  - statenet.junos contributors (!UNKNOWN)
version_added: 0.1.0
short_description: Hosts and groups from the intent of a network
description:
  - Reads the intent (counties, sites, core, data centers, legacy network, rollout policy) and turns every device in it
    into a host. Nothing is asked of any device.
  - The whole intent is checked on the way. When something is wrong, the error names every problem with file and line.
  - Hosts carry a few small variables only. What a device runs goes through files, never through the inventory.
  - The file name has to be C(statenet.yml), C(statenet.yaml), or end in C(.statenet.yml) or C(.statenet.yaml).
notes:
  - When you name a directory as the inventory (C(-i inventories/oklahoma)), Ansible looks into its subdirectories, too.
    Keep it out of the intent with C(ignore_patterns = ^intent$) in the section C(inventory) of C(ansible.cfg), or name
    the file (C(-i inventories/oklahoma/statenet.yml)).
  - "Groups: C(statenet) with every host, and in it C(core_mx), C(dc_fabric), C(site_ex) and C(legacy) by role; then
    C(function_*), C(model_*), C(county_*), C(region_*), C(site_type_*), C(datacenter_*), C(hub_*) (its routers and the
    sites that hang off it) and C(wave_*) (the first wave in which the rollout changes the host)."
  - "Variables of hosts: C(statenet_role), C(statenet_function), C(statenet_model), C(statenet_county),
    C(statenet_region), C(statenet_site), C(statenet_site_kind), each left out where it does not apply, and
    C(ansible_host) as soon as C(allocations.yml) gives the host an address."
  - "Variables of group C(statenet): C(statenet_intent), the absolute path of the intent, C(statenet_network), its name,
    and C(statenet_artifacts), the directory of this network's artifacts."
options:
  plugin:
    description: Marks a file as meant for this plugin.
    type: str
    required: true
    choices: [statenet.junos.intent]
  intent:
    description: Directory of the intent; relative to the directory of this file.
    type: str
    default: intent
  artifacts:
    description:
      - Directory of this network's artifacts; relative to the directory of this file.
      - C(artifacts/<network>) in the working directory of Ansible when unset.
    type: str
  legacy:
    description: Whether the routers of the network that is being replaced become hosts, too.
    type: bool
    default: true
"""

EXAMPLES = r"""
# inventories/oklahoma/statenet.yml, beside a directory `intent`
plugin: statenet.junos.intent

# new devices only, intent and artifacts elsewhere
# plugin: statenet.junos.intent
# intent: ../../network/intent
# artifacts: /srv/statenet/oklahoma
# legacy: false
"""

import re
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin
from ansible.utils.display import Display

try:
    from ansible_collections.statenet.junos.plugins.module_utils.common.errors import StatenetError
    from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import load_allocations
    from ansible_collections.statenet.junos.plugins.module_utils.design.context import build_context
    from ansible_collections.statenet.junos.plugins.module_utils.design.system import in_band, out_of_band
    from ansible_collections.statenet.junos.plugins.module_utils.intent.devices import devices
    from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.topology import from_intent
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import assign, wave_of_host
except ImportError as error:
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

DISPLAY = Display()
NAMES = ("statenet.yml", "statenet.yaml")


class InventoryModule(BaseInventoryPlugin):
    NAME = "statenet.junos.intent"
    # No value that becomes a variable can hold a template, the schema sees to that. Untrusted, each would come out of
    # ansible-inventory --list as {"__ansible_unsafe": ...}, and AWX would store it like that.
    trusted_by_default = True

    def verify_file(self, path: str) -> bool:
        name = Path(path).name
        return bool(super().verify_file(path)) and (name in NAMES or name.endswith(tuple(f".{end}" for end in NAMES)))

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:  # noqa: FBT001, FBT002
        super().parse(inventory, loader, path, cache)
        if IMPORT_ERROR is not None:
            message = (
                f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}. "
                "Install what the collection's requirements.txt lists."
            )
            raise AnsibleParserError(message)
        self._read_config_data(path)
        base = Path(path).resolve().parent
        directory = base / self.get_option("intent")
        try:
            intent = load_intent(shown(directory))
        except StatenetError as error:
            raise AnsibleParserError(str(error)) from None
        self._add_network(intent, directory.resolve(), base)
        addresses = management_addresses(intent, shown(directory))
        known = [device for device in devices(intent) if self.get_option("legacy") or not device.legacy]
        for device in known:
            self._add_device(device, addresses.get(device.hostname, ""))
        names = {device.hostname for device in known}
        for group, hosts in wave_groups(intent).items():
            for hostname in hosts:
                if hostname in names:
                    self._add_to_group(hostname, group)

    def _add_network(self, intent: Any, directory: Path, base: Path) -> None:
        self.inventory.add_group("statenet")
        self.inventory.set_variable("statenet", "statenet_intent", str(directory))
        self.inventory.set_variable("statenet", "statenet_network", intent.network.name)
        chosen = self.get_option("artifacts")
        artifacts = base / chosen if chosen else Path("artifacts").absolute() / intent.network.name
        self.inventory.set_variable("statenet", "statenet_artifacts", str(artifacts))
        for role in ("core_mx", "dc_fabric", "site_ex", "legacy"):
            self.inventory.add_group(role)
            self.inventory.add_child("statenet", role)

    def _add_device(self, device: Any, address: str) -> None:
        self.inventory.add_host(device.hostname, group=device.role)
        for group in device_groups(device):
            self._add_to_group(device.hostname, group)
        variables = {
            "ansible_host": address,
            "statenet_role": device.role,
            "statenet_function": device.function,
            "statenet_model": device.model,
            "statenet_county": device.county,
            "statenet_region": device.region,
            "statenet_site": device.site,
            "statenet_site_kind": device.site_kind,
        }
        for name, value in variables.items():
            if value:
                self.inventory.set_variable(device.hostname, name, value)

    def _add_to_group(self, hostname: str, group: str) -> None:
        self.inventory.add_group(group)
        self.inventory.add_child(group, hostname)


def shown(directory: Path) -> Path:
    """The directory as a person at this shell would write it."""
    here = Path.cwd()
    return directory.relative_to(here) if directory.is_relative_to(here) else directory


def device_groups(device: Any) -> list[str]:
    """Names of the groups that a device is in, beside that of its role."""
    named = {
        "function": device.function,
        "model": device.model,
        "county": device.county,
        "region": device.region,
        "site_type": device.site_kind,
        "datacenter": device.datacenter,
        "hub": device.hub,
    }
    return [group_name(prefix, value) for prefix, value in named.items() if value]


def group_name(prefix: str, value: str) -> str:
    """A name that Ansible takes for a group: lower case, underscores."""
    return f"{prefix}_{re.sub(r'[^a-z0-9]+', '_', value.lower())}"


def wave_groups(intent: Any) -> dict[str, list[str]]:
    """For every wave, the hosts that it is the first to change; ``wave_01`` and so on."""
    greenfield = frozenset(datacenter.name for datacenter in intent.datacenters if datacenter.greenfield)
    waves = assign(intent.policy, from_intent(intent), greenfield=greenfield)
    width = len(str(len(waves)))
    groups: dict[str, list[str]] = {}
    for hostname, number in sorted(wave_of_host(waves).items(), key=lambda item: item[1]):
        groups.setdefault(f"wave_{number:0{width}}", []).append(hostname)
    return groups


def management_addresses(intent: Any, directory: Path) -> dict[str, str]:
    """The address of every host; none before ``build`` has written the allocations of all devices."""
    path = directory / "allocations.yml"
    if not path.exists():
        return {}
    try:
        context = build_context(intent, load_allocations(path))
        systems = {
            ref.hostname: in_band(context, ref) if ref.site else out_of_band(context, ref)[0] for ref in context.refs
        }
    except StatenetError as error:
        DISPLAY.warning(f"No host has an address (ansible_host) until build is run again: {error}")
        return {}
    return {hostname: system.management_address for hostname, system in systems.items()}
