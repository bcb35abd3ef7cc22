"""Virtual time and its timers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.twin.errors import TwinError
from ansible_collections.statenet.junos.plugins.module_utils.twin.scheduler import RealScheduler, VirtualScheduler

START = datetime(2026, 10, 1, 8, tzinfo=UTC)


def minute(number: float) -> datetime:
    return START + timedelta(minutes=number)


def test_timers_fire_in_order_and_at_their_moment() -> None:
    clock = VirtualScheduler(START)
    seen: list[tuple[str, datetime]] = []
    for name, when in (("b", 2), ("a", 1), ("late", 11), ("c", 2)):
        clock.call_at(minute(when), lambda name=name: seen.append((name, clock.now())), subject=name)
    assert clock.advance(600) == minute(10)
    assert seen == [("a", minute(1)), ("b", minute(2)), ("c", minute(2))]
    assert [timer.subject for timer in clock.pending()] == ["late"]


def test_a_timer_may_set_another_one_that_is_due_as_well() -> None:
    clock = VirtualScheduler(START)
    seen: list[datetime] = []

    def again() -> None:
        seen.append(clock.now())
        if len(seen) < 3:
            clock.call_at(clock.now() + timedelta(minutes=1), again, subject="again")

    clock.call_at(minute(1), again, subject="again")
    clock.advance(3600)
    assert seen == [minute(1), minute(2), minute(3)]


def test_a_cancelled_timer_does_not_fire() -> None:
    clock = VirtualScheduler(START)
    clock.call_at(minute(1), lambda: pytest.fail("fired"), subject="x").cancel()
    clock.advance(120)
    assert clock.pending() == []


def test_observers_see_the_moment_before_and_after_each_timer() -> None:
    clock = VirtualScheduler(START)
    state, seen = ["old"], []
    clock.observe(lambda now: seen.append((now, state[0])))
    clock.call_at(minute(1), lambda: state.__setitem__(0, "new"), subject="x")
    clock.advance(120)
    assert seen == [(START, "old"), (minute(1), "old"), (minute(1), "new"), (minute(2), "new")]


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), 1e300])
def test_time_only_goes_forward(seconds: float) -> None:
    clock = VirtualScheduler(START)
    with pytest.raises(TwinError) as caught:
        clock.advance(seconds)
    assert str(caught.value) == f"time cannot advance by {seconds} seconds"
    assert clock.now() == START


def test_real_time_fires_by_itself_and_cannot_be_advanced() -> None:
    async def run() -> list[str]:
        clock = RealScheduler(asyncio.get_running_loop())
        seen: list[str] = []
        fired = asyncio.Event()
        now = clock.now()
        clock.call_at(now + timedelta(hours=1), lambda: seen.append("late"), subject="late").cancel()
        clock.call_at(now, lambda: (seen.append("due"), fired.set()), subject="due")  # type: ignore[func-returns-value]
        await asyncio.wait_for(fired.wait(), 10)
        with pytest.raises(TwinError, match="real time"):
            clock.advance(1)
        assert clock.pending() == []
        return seen

    assert asyncio.run(run()) == ["due"]
