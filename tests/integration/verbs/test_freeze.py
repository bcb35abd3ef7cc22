"""Asking the calendar, and overriding it, seen from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .test_rollout import stages

if TYPE_CHECKING:
    from .lab import Lab

ASK = """
- hosts: localhost
  gather_facts: false
  vars:
    frozen_moment: "2020-11-03T12:00:00-06:00"
  tasks:
    - statenet.junos.freeze_info: {intent: "INTENT", at: "{{ frozen_moment }}"}
      register: asked
    - statenet.junos.freeze_info: {intent: "INTENT", at: "{{ frozen_moment }}", county: Tulsa}
      register: elsewhere
    - statenet.junos.freeze_info: {intent: /nowhere}
      register: unreadable
    - statenet.junos.freeze_info: {intent: "INTENT", at: "2020-11-03"}
      register: wrong
      ignore_errors: true
    - ansible.builtin.assert:
        that:
          - asked.state == 'closed' and asked.level == 'hard'
          - "asked.reason == 'freeze: Presidential election 2020 and Fair'"
          - "asked.next_transition_local == '2020-11-12 00:00 CST'"
          - "elsewhere.next_transition_local == '2020-11-10 00:00 CST'"
          - unreadable.state == 'closed' and 'which counts as a freeze' in unreadable.reason
          - "'has no UTC offset' in wrong.msg"
          - lookup('statenet.junos.freeze', 'INTENT', at='2020-10-01T00:00:00-05:00').open
          - (frozen_moment | statenet.junos.freeze_state('INTENT')).level == 'hard'
          - frozen_moment is statenet.junos.frozen('INTENT')
          - "'2020-10-01T00:00:00-05:00' is not statenet.junos.frozen('INTENT')"
          - "'' is statenet.junos.frozen('INTENT')"
"""
FAIR = "BEGIN:VEVENT\nUID:1\nSUMMARY:Fair\nDTSTAMP:20200101T000000Z\nDTSTART;VALUE=DATE:20201102\n" + (
    "DTEND;VALUE=DATE:20201112\nX-FREEZE-COUNTIES:Canadian\nEND:VEVENT\n"
)


def test_module_lookup_filter_and_test_say_the_same(lab: Lab) -> None:
    intent = lab.inventory / "intent"
    calendar = intent / "calendar.yml"
    calendar.write_text(calendar.read_text().replace("  freezes:", "  files: [fair.ics]\n  freezes:"))
    (intent / "fair.ics").write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{FAIR}END:VCALENDAR\n")
    play = lab.artifacts / "ask.yml"
    play.write_text(ASK.replace("INTENT", str(intent)))
    command = lab.command("build")
    command[-1] = str(play)
    outcome = lab.run_command(command)
    assert outcome.code == 0, outcome.output


@pytest.mark.slow
def test_two_people_carry_a_wave_through_the_freeze(lab: Lab) -> None:
    assert lab.run("twin", "-e", "statenet_twin_start=2020-11-01T22:30:00-06:00").code == 0
    lab.approved_plan()

    def speak(person: str, *arguments: str) -> str:
        outcome = lab.run(
            "override",
            *("-e", "statenet_plan_id=latest", "-e", f"statenet_approver={person}", "-e", "statenet_ticket=CHG0042"),
            *("-e", "statenet_reason='911 is down'", "-e", "statenet_waves=1,2", *arguments),
        )
        assert outcome.code == 0, outcome.output
        return outcome.output

    assert "dana overrides the freeze for wave 1, 2 of plan" in speak("dana")
    refused = lab.run("rollout")
    assert refused.code != 0
    assert "(overridden by dana under CHG0042, which takes 2 people for a hard freeze)" in refused.output
    assert set(stages(lab).values()) == {"as-is"}
    speak("erin")
    done = lab.run("rollout")
    assert done.code == 0, done.output
    assert "wave 3 waits for freeze: Presidential election 2020" in done.output
    found = stages(lab)
    assert found["tx-core1"] == "to-be"
    assert found["okc-spine1"] == "as-is"
    back = lab.run("rollback")
    assert back.code == 0, back.output
    assert set(stages(lab).values()) == {"as-is"}
