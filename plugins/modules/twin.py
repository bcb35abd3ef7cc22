# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: twin
short_description: Start and stop an emulated copy of the network
version_added: 0.1.0
description:
  - The twin is one process on the controller that stands for every device of the network. Each device has a NETCONF
    server over SSH on a port of its own of the loopback address, with a configuration database as Junos has it
    (candidate, exclusive lock, commit, commit confirmed with automatic rollback, 50 rollbacks). Operational requests
    are answered from the state that the running configurations and the cables add up to.
  - Time on the twin is virtual. It stands still until somebody advances it, and timers such as those of
    C(commit confirmed) fire on the way.
  - With C(statenet_target=twin) every verb and module of this collection works on the twin instead of the real network.
    Other NETCONF clients can use it as well.
  - The twin outlives the playbook. It listens on the loopback address only, takes no passwords, and makes its keys anew
    at every start.
options:
  state:
    description:
      - V(started) starts the twin unless it runs already; a running one keeps its time and its configurations.
      - V(stopped) stops it; all that it was told is gone.
      - V(status) looks for it.
      - V(exported) starts nothing. It writes the same fleet as a laboratory of containerlab with virtual devices of
        Juniper, to rehearse on their software. The twin's guide says what differs from the real configurations.
    type: str
    choices: [started, stopped, status, exported]
    default: started
  artifacts:
    description:
      - Directory with what P(statenet.junos.build#module) wrote. Devices, cables and start configurations come from
        there.
      - The twin lives in C(twin) in it, unless O(directory) says otherwise.
    type: path
    default: artifacts
  intent:
    description: Directory of the intent; its rollout policy says when the virtual clock begins.
    type: path
  directory:
    description:
      - Runtime directory of the twin. Made when it is missing, for its owner alone; removed when the twin stops.
      - C(twin) in O(artifacts) when unset.
      - With O(state=exported), where the laboratory goes; C(containerlab) in O(artifacts) when unset.
    type: path
  spec:
    description:
      - A fleet of your own instead of the one in O(artifacts), as JSON. Its C(devices) need C(hostname), C(model) and
        C(configuration) (a file with Junos text); see the twin's guide.
    type: path
  stage:
    description:
      - Which configurations the devices start with. A device that does not have this stage starts with its last one.
    type: str
    choices: [as-is, coexistence, to-be]
    default: as-is
  start_at:
    description:
      - First moment of the virtual clock, in ISO 8601, such as V(2026-10-01T08:00:00-05:00); UTC without an offset.
      - When unset and O(intent) is set, the moment at which the rollout may begin. That is the present, or the start of
        the rollout policy when that is to come or when its deadline has passed already. Otherwise the present.
    type: str
  constraints:
    description:
      - Directory with Juniper's YANG models for the release that the devices run, such as a clone of
        U(https://github.com/Juniper/yang) down to C(21.4/21.4R1). Every commit and commit check on the twin must then
        meet the constraints that those models publish (C(junos:must)), in their wording.
      - Either C(*.yang) files, or a directory for each family with C(conf-with-extensions) in it. What they say is
        kept in the user's cache, so that only the first start reads them.
      - Without it these constraints are not evaluated. A O(spec) of your own names the directory in C(constraints).
    type: path
  hosts:
    description:
      - Devices that go into the laboratory, with the cables between them; all of them when empty.
      - Only for O(state=exported).
    type: list
    elements: str
    default: []
  kinds:
    description:
      - Kinds of containerlab by the beginning of a model's name, such as C(MX240=juniper_crpd).
      - Without it MX becomes C(juniper_vjunosrouter), everything else C(juniper_vjunosswitch).
      - Only for O(state=exported).
    type: dict
    default: {}
  start_within:
    description: Seconds that the start may take when O(spec) is given.
    type: int
    default: 120
attributes:
  check_mode:
    description: Nothing is started or stopped in check mode.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  platform:
    description: Runs on the controller.
    platforms: posix
    support: full
extends_documentation_fragment:
  - ansible.builtin.action_common_attributes
requirements:
  - asyncssh >= 2.20
  - junoscfg == 0.5.10
  - lxml >= 5.3
  - pydantic >= 2.10
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Emulate the network as it is before the rollout
  statenet.junos.twin:
    artifacts: artifacts/lab
  run_once: true

- name: Emulate a fleet of your own, from the first of October on
  statenet.junos.twin:
    spec: fleet.json
    directory: /tmp/fleet
  run_once: true
  register: fleet

- name: Show where a device listens
  ansible.builtin.debug:
    msg: "ssh -p {{ fleet.twin.devices['r1'] }} -i {{ fleet.twin.key_file }} {{ fleet.twin.user }}@127.0.0.1 -s netconf"

- name: Write two routers and the link between them as a laboratory of containerlab
  statenet.junos.twin:
    state: exported
    artifacts: artifacts/lab
    stage: to-be
    hosts: [okc-core1, okc-core2]
  run_once: true

- name: Stop it
  statenet.junos.twin:
    state: stopped
    directory: /tmp/fleet
  run_once: true
"""

RETURN = r"""
running:
  description: Whether the twin runs now.
  returned: always
  type: bool
  sample: true
msg:
  description: The same in a sentence.
  returned: always
  type: str
  sample: 17 devices of lab are up in /srv/statenet/artifacts/lab/twin
containerlab:
  description: What was written.
  returned: with O(state=exported)
  type: dict
  contains:
    topology:
      description: The topology file.
      type: str
      returned: always
      sample: /srv/statenet/artifacts/lab/containerlab/lab.clab.yml
    inventory:
      description: Hosts file with the addresses of the nodes.
      type: str
      returned: always
      sample: /srv/statenet/artifacts/lab/containerlab/hosts.yml
twin:
  description: How to reach the twin; the content of C(twin.json) in its directory.
  returned: when it runs
  type: dict
  contains:
    name:
      description: Name of the network.
      type: str
      returned: always
      sample: lab
    pid:
      description: Its process.
      type: int
      returned: always
      sample: 4711
    control:
      description: Path of the control socket (lines of JSON).
      type: str
      returned: always
      sample: /srv/statenet/artifacts/lab/twin/control.sock
    address:
      description: Address that all devices listen on.
      type: str
      returned: always
      sample: 127.0.0.1
    devices:
      description: TCP port of each device, by host name.
      type: dict
      returned: always
      sample: {okc-core1: 20000, okc-core2: 20001}
    user:
      description: Who may log in.
      type: str
      returned: always
      sample: netops
    key_file:
      description: Private key of that user.
      type: str
      returned: always
      sample: /srv/statenet/artifacts/lab/twin/id_ed25519
    known_hosts:
      description: File with the host key for every port.
      type: str
      returned: always
      sample: /srv/statenet/artifacts/lab/twin/known_hosts
    host_key:
      description: Type and public host key, the same for all devices.
      type: str
      returned: always
      sample: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ...
    clock:
      description: V(virtual) or V(real).
      type: str
      returned: always
      sample: virtual
    started:
      description: When it came up, on its own clock.
      type: str
      returned: always
      sample: "2026-10-01T08:00:00+00:00"
"""
