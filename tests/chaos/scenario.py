"""What a seed means: which things happen at which steps of a run."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .steps import MOMENTS, POINTS, REQUESTS, Injection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Counts = Mapping[str, int]

COMMIT_PHASES = ("any", "check", "confirmed", "confirm")
NETWORK_FAULTS = (
    "link_down", "device_down", "bgp_down", "isis_down", "protocols_down", "alarm", "card_down", "reboot", "site_power",
    "re_switchover", "disk_full", "wrong_cabling",
)
STRANGERS = ("lock", "dirty", "pending_confirm", "foreign_commit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A run.

    Attributes:
        kind: What it is about, for the table.
        attempts: What happens in each attempt, in order; in later ones nothing does.
        kill_after: Real seconds after which the process of each attempt is killed from outside; 0 for never.
        commit_within: Real seconds after which a reply to a commit is given up.
        ansible: The attempts are the real ``ansible-playbook`` command.
        idle: Virtual seconds that pass between two attempts.
    """

    kind: str
    attempts: tuple[tuple[Injection, ...], ...] = ()
    kill_after: tuple[float, ...] = ()
    commit_within: float = 0.0
    ansible: bool = False
    idle: float = 0.0

    def __str__(self) -> str:
        told = [str(item) for attempt in self.attempts for item in attempt]
        told += [f"kill after {seconds:.2f} s" for seconds in self.kill_after]
        return "; ".join(told) or "nothing"


def scenario_of(seed: int, counts: Counts, *, ansible_every: int = 0, seconds: float = 3.0) -> Scenario:
    """The run that a seed means.

    Args:
        seed: What decides.
        counts: Steps of every kind in a run in which nothing happens.
        ansible_every: Every run of that many goes through ``ansible-playbook``; 0 for none.
        seconds: How long such a run takes.
    """
    chooser = random.Random(seed)  # noqa: S311 -- to be repeated, not to be secret
    idle = chooser.choice([0.0, 0.0, 60.0, 1200.0, 86400.0])
    if ansible_every and seed % ansible_every == 0:
        times = tuple(chooser.uniform(1.0, seconds + 2.0) for _ in range(chooser.choice([1, 1, 2])))
        return Scenario(kind="kill of ansible-playbook", kill_after=times, ansible=True, idle=idle)
    kind = chooser.choice([name for name, weight in _WEIGHTS.items() for _ in range(weight)])
    made = _MAKERS[kind](chooser, counts)
    if kind == "kill at a random time":
        return Scenario(kind=kind, kill_after=(chooser.uniform(0.2, seconds),), idle=idle)
    commit_within = chooser.choice([0.5, 1.0]) if kind == "slow commit" and chooser.random() < 0.5 else 0.0
    return Scenario(kind=kind, attempts=made, idle=idle, commit_within=commit_within)


def every_step(counts: Counts) -> list[Scenario]:
    """A session cut and a kill at every kind of step and moment of the exchange, each in the middle of a run."""
    found = []
    for deed, points in (("cut", REQUESTS), ("kill", POINTS)):
        for point in points:
            for moment in MOMENTS if point not in ("connect", "journal") else MOMENTS[:1]:
                at = Injection(point=point, number=counts[point] // 2 + 1, moment=moment, deed=deed)  # type: ignore[arg-type]
                found.append(Scenario(kind=f"{deed} at every step", attempts=((at,),)))
    return found


def _at(
    chooser: random.Random,
    counts: Counts,
    deed: str,
    *,
    points: tuple[str, ...] = POINTS,
    moments: tuple[str, ...] = MOMENTS,
    **arguments: Any,
) -> Injection:
    point = chooser.choice([name for name in points if counts.get(name)])
    return Injection(
        point=point,
        number=chooser.randint(1, counts[point]),
        moment=chooser.choice(moments),  # type: ignore[arg-type]
        deed=deed,
        arguments=arguments,
    )


def _kill(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    return ((_at(chooser, counts, "kill"),),)


def _kills(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    # The later ones early in their attempts: they are to hit what takes up the ones before.
    first = _at(chooser, counts, "kill")
    near = {point: max(1, count // 12) for point, count in counts.items()}
    return ((first,), *((_at(chooser, near, "kill"),) for _ in range(chooser.choice([1, 2]))))


def _cuts(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    number = chooser.choice([1, 1, 2, 3])
    return (tuple(_at(chooser, counts, "cut", points=REQUESTS) for _ in range(number)),)


def _commit_fault(kind: str) -> Callable[[random.Random, Counts], tuple[tuple[Injection, ...], ...]]:
    def make(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
        found = _at(
            chooser, counts, "fault", points=("load", "compare", "check", "health"), moments=("before",),
            kind=kind, host="@host", phase=chooser.choice(COMMIT_PHASES),
        )
        return ((found,),)

    return make


def _slow(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    kind = chooser.choice(["commit_time", "commit_time", "commit_delay", "slow_session"])
    seconds = {"commit_time": chooser.uniform(30, 900), "commit_delay": chooser.uniform(1, 2.5)}.get(kind, 0.2)
    found = _at(
        chooser, counts, "fault", points=("connect", "load", "health"), moments=("before",),
        kind=kind, host="@host", seconds=round(seconds, 1),
    )
    return ((found,),)


def _lost(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    found = _at(
        chooser, counts, "fault", points=("load", "check", "health"), moments=("before",), kind="session_cut",
        host="@host", phase=chooser.choice(["confirmed", "confirm"]),
        when=chooser.choice(["before-commit", "in-commit", "after-commit"]),
    )
    return ((found,),)


def _soak(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    host = chooser.choice(["@wave", "@wave", "@any"])
    return ((_at(chooser, counts, "fault", points=("sleep",), kind=chooser.choice(NETWORK_FAULTS), host=host),),)


def _device(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    kind = chooser.choice(["reboot", "device_down", "re_switchover", "refuse_connection", "disk_full", "link_down"])
    return ((_at(chooser, counts, "fault", points=REQUESTS, kind=kind, host="@host"),),)


def _stranger(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    kind = chooser.choice([*STRANGERS, "foreign_commit"])
    host = chooser.choice(["@host", "@wave", "@any"])
    # Half of them while the wave's devices are not locked: under a lock nobody else gets far.
    points = chooser.choice([POINTS, ("connect", "sleep")])
    if kind == "foreign_commit":
        return ((_at(chooser, counts, "foreign_commit", points=points, host=host),),)
    return ((_at(chooser, counts, "fault", points=points, kind=kind, host=host),),)


def _random(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    seed, count = chooser.randrange(10**6), chooser.choice([1, 2, 3])
    return ((_at(chooser, counts, "random_faults", seed=seed, count=count),),)


def _mix(chooser: random.Random, counts: Counts) -> tuple[tuple[Injection, ...], ...]:
    makers = chooser.sample([_cuts, _lost, _soak, _device, _stranger, _slow], k=2)
    found = [item for maker in makers for attempt in maker(chooser, counts) for item in attempt]
    if chooser.random() < 0.6:
        found.append(_at(chooser, counts, "kill"))
    return (tuple(found),)


_MAKERS: dict[str, Callable[[random.Random, Counts], tuple[tuple[Injection, ...], ...]]] = {
    "kill at a step": _kill,
    "kill at a random time": lambda _chooser, _counts: (),
    "kill again and again": _kills,
    "session cut": _cuts,
    "failing commit": _commit_fault("commit_fail"),
    "warning commit": _commit_fault("commit_warning"),
    "slow commit": _slow,
    "lost commit": _lost,
    "fault during soak": _soak,
    "device fault": _device,
    "somebody else": _stranger,
    "random faults": _random,
    "several at once": _mix,
}
_WEIGHTS = {
    "kill at a step": 5, "kill at a random time": 2, "kill again and again": 3, "session cut": 5, "failing commit": 3,
    "warning commit": 1, "slow commit": 3, "lost commit": 3, "fault during soak": 4, "device fault": 3,
    "somebody else": 4, "random faults": 3, "several at once": 4,
}
KINDS = (*_MAKERS, "kill of ansible-playbook", "cut at every step", "kill at every step")
