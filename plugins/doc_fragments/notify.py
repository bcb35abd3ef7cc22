# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  notify_urls:
    description:
      - Webhooks that are told what happens, by HTTP POST of JSON with C(text), C(kind), C(network), C(verb), C(plan_id)
        and C(at). Slack, Mattermost and the like show C(text).
      - They are told beside the work. One that does not answer holds nothing up, and the end of the task warns of it.
      - The URLs often are credentials themselves, so keep them in a vault or an AWX credential. They are not logged.
    type: list
    elements: str
    default: []
  notify_kinds:
    description:
      - What they are told. V(gate), what a wave waits for or what forbids it; V(start) and V(verdict) of each wave;
        V(failure), what went back or is ill; V(freeze), that one begins within three days; V(finish), how the task
        ended.
    type: list
    elements: str
    choices: [gate, start, verdict, failure, freeze, finish]
    default: [gate, start, verdict, failure, freeze, finish]
notes:
  - While it works, C(status.json) among the artifacts says where it stands, with the expected finish and the
    deadline.
"""
