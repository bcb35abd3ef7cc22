# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  intent:
    description:
      - Directory of the intent; the inventory plugin P(statenet.junos.intent#inventory) sets C(statenet_intent) to it.
    type: path
    required: true
  artifacts:
    description:
      - Directory of the network's artifacts, from models to journal; the inventory plugin sets C(statenet_artifacts).
      - C(artifacts/<network>) in the present directory when unset.
    type: path
attributes:
  platform:
    description: Runs on the controller.
    platforms: posix
    support: full
notes:
  - Works on the whole network at once, on the controller. Give the task C(run_once=true).
  - With C(statenet_target=twin) the twin that runs below the artifacts plays the network; with C(live) (the default)
    sessions go to the devices themselves, as P(statenet.junos.config#module) says.
"""
