"""The crews of a night: what they have done counts, also when another process goes on with the rollout."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ansible_collections.statenet.junos.plugins.module_utils.intent.models import SiteWaves, Window
from ansible_collections.statenet.junos.plugins.module_utils.rollout.approval import approve
from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run

from .fakes import Network, as_is, fast_journal, plan, policy, text_of

if TYPE_CHECKING:
    from pathlib import Path

CHICAGO = ZoneInfo("America/Chicago")
RULES = policy(
    sites=SiteWaves(pilot=("s0",), sizes=(1,), max_percent=50),
    window=Window(devices=1),
    burn_in_days=0,
    soak_hours=0,
    soak_checks=1,
)


def test_a_night_that_is_full_pauses_the_rollout_until_the_next(tmp_path: Path) -> None:
    network, found = Network(as_is()), plan(rules=RULES)
    journal = fast_journal(tmp_path, network)
    approve(found, journal, by="bob", clock=network.clock, run="network")

    def go() -> tuple[str, list[int], datetime | None]:
        result = run(
            found, access=network.access, text_of=text_of, journal=journal, clock=network.clock, options=RunOptions()
        )
        return result.message, [wave.number for wave in result.waves], result.resume_at

    for night, number in ((7, 1), (8, 2), (9, 3)):
        message, waves, resume_at = go()
        assert (message, waves) == (f"wave {number + 1} waits for the crews", [number])
        assert resume_at == datetime(2020, 9, night, 22, tzinfo=CHICAGO)
        network.clock.sleep((resume_at - network.clock.now()).total_seconds())
