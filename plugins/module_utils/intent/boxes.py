"""Hardware as the intent means it: the collection's profiles with the facts that the operator has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.errors import InputError
from ..junos.hardware import hardware
from ..junos.profile_data import models as known_models
from ..junos.profile_data import profile
from . import models
from .wording import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..common.errors import Problem
    from ..junos.hardware import Facts, Hardware
    from .draft import Draft, Placed


def facts_by_model(overrides: Iterable[models.HardwareOverride]) -> dict[str, Facts]:
    """What the operator states, by model; cards that do not fit are left out, ``check_boxes`` complains of them."""
    return {override.name: tuple(_fitting(override)) for override in overrides if override.name in known_models()}


def _fitting(override: models.HardwareOverride) -> Iterator[tuple[str, object]]:
    for name, value in override.facts:
        if name != "cards" or not _wrong_cards(override):
            yield name, value


def _wrong_cards(override: models.HardwareOverride) -> dict[int, Problem]:
    """What is wrong with cards, by slot."""
    wrong: dict[int, Problem] = {}
    for slot, card in (override.cards or {}).items():
        try:
            hardware(override.name, ((slot, card),))
        except InputError as error:
            wrong[slot] = error.problems[0]
    return wrong


def box(
    facts: Mapping[str, Facts], model: str, cards: Mapping[int, str] | None = None, *, ports: str = ""
) -> Hardware:
    """A box of the network.

    Args:
        facts: What the operator states, by model.
        model: Such as ``MX204``.
        cards: By slot.
        ports: Name of its port profile.

    Raises:
        InputError: The model does not take these cards, or has no such port profile.
    """
    return hardware(model, tuple(sorted((cards or {}).items())), ports=ports, facts=facts.get(model, ()))


def overridden(overrides: Iterable[models.HardwareOverride]) -> tuple[str, ...]:
    """What the operator states in place of the collection, in a line each."""
    return tuple(
        f"{override.name} {name} ({override.source})" for override in overrides for name, _ in override.facts
    )


def check_boxes(draft: Draft) -> Iterator[Problem]:
    """Problems with what the intent says about hardware."""
    seen: dict[str, Placed[models.HardwareOverride]] = {}
    for override in draft.all(models.HardwareOverride):
        name = override.record.name
        first = seen.setdefault(name, override)
        if first is not override:
            yield draft.problem(
                override, "name", f"it stands twice (first in {draft.place(first, 'name')})", "each model once"
            )
        elif name not in known_models():
            similar = nearest(name, known_models())
            yield draft.problem(
                override, "name", f"there is no profile of a {name}", f"one of {listed(known_models(), most=30)}",
                f"write {similar}" if similar else "",
            )
        elif not override.record.facts:
            yield draft.problem(override, "name", "it overrides nothing", "at least one fact", "remove it")
        else:
            yield from _cards(draft, override)
    yield from _port_profiles(draft)


def _cards(draft: Draft, override: Placed[models.HardwareOverride]) -> Iterator[Problem]:
    for slot, problem in _wrong_cards(override.record).items():
        yield draft.problem(override, ("cards", str(slot)), problem.found, problem.expected)


def _port_profiles(draft: Draft) -> Iterator[Problem]:
    for hub in draft.all(models.Hub):
        named = profile(hub.record.model).profiles
        if hub.record.port_profile and hub.record.port_profile not in named:
            yield draft.problem(
                hub, "port_profile", f"port_profile {hub.record.port_profile} on an {hub.record.model}",
                f"one of {listed(named)}" if named else "none: it has one way to use its ports only",
                "remove it",
            )
