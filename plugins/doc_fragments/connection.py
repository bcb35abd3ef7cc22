# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options: {}
attributes:
  platform:
    description: Any machine that Ansible runs on; the managed devices run Junos OS.
    platforms: junos
    support: full
requirements:
  - junos-eznc >= 2.8.2
  - lxml >= 5.3
  - jxmlease >= 1.0.3
notes:
  - Runs on the controller, over NETCONF; nothing is copied to the device. One session for each task.
  - Where the device is, these variables of the host say. C(statenet_target) is V(live) (the default) or V(twin).
  - With V(live), C(ansible_host), C(ansible_port) (830 when unset), C(ansible_user), and
    C(ansible_ssh_private_key_file) or C(ansible_password). The SSH host key must be a known one, in C(known_hosts) of
    the user who runs Ansible or in the file that C(statenet_known_hosts) names. Give an ed25519 or ECDSA key, as each
    session with an RSA key costs 0.1 s and more.
  - With V(twin), the emulated device of that name on the twin of the network that runs below C(statenet_artifacts)
    (C(artifacts/<statenet_network>) in the present directory when unset).
  - A task that may write asks the freeze calendar first, when the host has the variable C(statenet_intent) (the
    inventory plugin P(statenet.junos.intent#inventory) sets it). In a freeze, and with a calendar that cannot be read,
    it is refused.
"""
