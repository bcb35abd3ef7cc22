"""What ports of a box cannot do, alone or together: a commit takes all of this, and the port stays absent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .hardware import gbps, location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .hardware import Hardware, Place
    from .profile_data import Rules

CHANNELS = 4
"""A QSFP port makes four channels."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that the hardware cannot do, and what would be legal instead."""

    port: str
    found: str
    legal: str


@dataclass(frozen=True, slots=True)
class _Lane:
    """A physical port as it is used: at which speed, and how much that is with all its channels.

    Attributes:
        carries: A cable is in it; otherwise only a speed is configured.
    """

    place: Place
    speed: str
    channelized: bool
    carries: bool

    @property
    def total(self) -> int:
        return gbps(self.speed) * (CHANNELS if self.channelized else 1)

    @property
    def words(self) -> str:
        return f"{_text(self.place)} {'4x' if self.channelized else ''}{self.speed}"


@lru_cache(maxsize=4096)
def violations(
    box: Hardware,
    ports: tuple[tuple[str, str], ...],
    configured: tuple[tuple[int, int, int, str], ...] = (),
) -> tuple[Violation, ...]:
    """Everything that is wrong with how a box's ports are used.

    Args:
        box: With its cards.
        ports: Name and speed of every physical interface; the speed is empty where nothing says it.
        configured: FPC, PIC, port and speed of every ``chassis`` statement: these ports come up, used or not.
    """
    alone = [item for name, speed in ports for item in _alone(box, name, speed)]
    if alone:
        return tuple(alone)
    lanes = _lanes(box, ports, configured)
    return tuple(item for slot, rules in box.rules for item in _together(box, slot, rules, lanes))


def _alone(box: Hardware, name: str, speed: str) -> Iterator[Violation]:
    place = location(name)
    cage = box.cages.get(place)
    if cage is None:
        yield Violation(name, f"{box.title} has no such port", _known(box))
        return
    base, _, channel = name.partition(":")
    if channel:
        yield from _channel(box, name, speed, channel)
        return
    names = dict(cage.speeds)
    if speed and speed not in names:
        if speed in cage.channels:
            channels = f"xe-{_text(place)}:0 to xe-{_text(place)}:3"
            yield Violation(name, f"{speed} on a port that does {speed} in four channels only", channels)
        else:
            takes = _takes(box, place)
            yield Violation(name, f"{speed} on a port that takes {takes}", _legal(box, speed))
        return
    fitting = {label for known, label in names.items() if speed in ("", known)}
    if base not in fitting:
        at = f" at {speed}" if speed else ""
        yield Violation(name, f"a port of this kind is not called that{at}", " or ".join(sorted(fitting)))


def _channel(box: Hardware, name: str, speed: str, channel: str) -> Iterator[Violation]:
    place = location(name)
    cage = box.cages[place]
    if not cage.channels:
        names = dict.fromkeys(label for _, label in cage.speeds)
        yield Violation(name, "this port cannot be channelized", " or ".join(names))
    elif speed and speed not in cage.channels:
        whole = ", ".join(label for known, label in cage.speeds if known == speed)
        yield Violation(name, f"{speed} on a channel", whole or f"channels of {' or '.join(cage.channels)}")
    elif not (channel.isdigit() and int(channel) < CHANNELS and name.startswith("xe-")):
        yield Violation(name, "there is no such channel", f"xe-{_text(place)}:0 to xe-{_text(place)}:3")


def _takes(box: Hardware, place: Place) -> str:
    cage = box.cages[place]
    return " or ".join((*(speed for speed, _ in cage.speeds), *(f"4x{speed}" for speed in cage.channels)))


def _legal(box: Hardware, speed: str) -> str:
    ports = box.taking(speed)
    if ports:
        return f"{speed} on {_some(ports)}"
    most = max((known for cage in box.cages.values() for known, _ in cage.speeds), key=gbps)
    return f"at most {most}, no port of {box.title} does {speed}"


def _known(box: Hardware) -> str:
    pics: dict[tuple[int, int], list[int]] = defaultdict(list)
    for fpc, pic, port in sorted(box.cages):
        pics[fpc, pic].append(port)
    shown = [f"{fpc}/{pic}/{_range(ports)}" for (fpc, pic), ports in pics.items()]
    return f"a port of the hardware profile: {_some(shown)}" if shown else "a card: it has none"


def _range(ports: list[int]) -> str:
    return f"{ports[0]}-{ports[-1]}" if len(ports) > 1 else str(ports[0])


def _some(names: Iterable[str], most: int = 12) -> str:
    shown = list(names)
    rest = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + rest


def _lanes(
    box: Hardware, ports: Iterable[tuple[str, str]], configured: Iterable[tuple[int, int, int, str]]
) -> dict[Place, _Lane]:
    lanes: dict[Place, _Lane] = {}
    for fpc, pic, port, speed in configured:
        place = (fpc, pic, port)
        cage = box.cages.get(place)
        whole = cage is not None and any(known == speed for known, _ in cage.speeds)
        lanes[place] = _Lane(place, speed, not whole, carries=False)
    for name, speed in ports:
        place = location(name)
        cage = box.cages[place]
        known = speed or (cage.speeds[0][0] if cage.speeds else "1g")
        lanes[place] = _Lane(place, known, ":" in name, carries=True)
    return lanes


def _together(box: Hardware, slot: int | None, rules: Rules, lanes: Mapping[Place, _Lane]) -> Iterator[Violation]:
    mine = {place: lane for place, lane in lanes.items() if slot is None or place[0] == slot}
    if rules.pic_gbps:
        yield from _engines(rules.pic_gbps, mine.values())
    if rules.box_gbps:
        yield from _sum(f"{box.title}", rules.box_gbps, mine.values())
    yield from _clocks(rules, mine)
    yield from _all_fast(rules, mine)
    yield from _neighbours(rules, mine)
    logical = sum(CHANNELS if lane.channelized else 1 for lane in mine.values())
    if rules.logical_ports and logical > rules.logical_ports:
        last = max(mine)
        found = f"with it there are {logical} ports and channels"
        yield Violation(_text(last), found, f"at most {rules.logical_ports} on {box.title}; channelize fewer")


def _engines(most: int, lanes: Iterable[_Lane]) -> Iterator[Violation]:
    pics: dict[tuple[int, int], list[_Lane]] = defaultdict(list)
    for lane in lanes:
        pics[lane.place[:2]].append(lane)
    for (fpc, pic), found in sorted(pics.items()):
        yield from _sum(f"PIC {pic} of FPC {fpc}", most, found)


def _sum(what: str, most: int, lanes: Iterable[_Lane]) -> Iterator[Violation]:
    used = sorted(lanes, key=lambda lane: lane.place)
    total = sum(lane.total for lane in used)
    if total > most:
        found = f"{what} is asked for {total} Gbps ({_some(lane.words for lane in used)})"
        yield Violation(_text(used[-1].place), found, f"at most {most} Gbps in all")


def _clocks(rules: Rules, lanes: Mapping[Place, _Lane]) -> Iterator[Violation]:
    for first, second in rules.clock_pairs:
        pair = [lanes.get(location(f"x-{text}")) for text in (first, second)]
        speeds = [f"{lane.words}" for lane in pair if lane]
        if len({(lane.speed, lane.channelized) for lane in pair if lane}) > 1:
            yield Violation(
                first, f"it shares clocking with {second}, and they differ ({', '.join(speeds)})",
                "the same speed on both",
            )


def _all_fast(rules: Rules, lanes: Mapping[Place, _Lane]) -> Iterator[Violation]:
    for pic, places in rules.all_fast.items():
        fast = [lanes.get(location(f"x-{text}")) for text in places]
        if all(lane and lane.speed == "100g" for lane in fast):
            for place, lane in sorted(lanes.items()):
                if f"{place[0]}/{place[1]}" == pic:
                    yield Violation(
                        _text(lane.place), f"{_some(places)} run at 100g, which leaves no port of PIC {pic}",
                        "three ports at 100g at most, or PIC " + pic + " off (port profile P2)",
                    )


def _neighbours(rules: Rules, lanes: Mapping[Place, _Lane]) -> Iterator[Violation]:
    for port, killed in rules.disables.items():
        lane = lanes.get((0, 0, port))
        if lane and lane.speed == "100g":
            for other in killed:
                dead = lanes.get((0, 0, other))
                if dead and dead.carries:
                    yield Violation(
                        _text(dead.place), f"it is out of service, because port {_text(lane.place)} runs at 100g",
                        f"nothing on {' and '.join(f'0/0/{item}' for item in killed)}, or 40g on {_text(lane.place)}",
                    )


def _text(place: Place) -> str:
    return f"{place[0]}/{place[1]}/{place[2]}"
