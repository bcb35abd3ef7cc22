"""What must hold: every device old or approved, nothing pending, the journal whole, no downtime but the announced."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from ansible_collections.statenet.junos.plugins.module_utils.common.errors import StatenetError
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import canonical, parse_text, print_text
from ansible_collections.statenet.junos.plugins.module_utils.rollout.digest import position_of
from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Journal

from .deeds import UNDO_FOREIGN
from .stage import noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Entry
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

    from .attempt import Attempt
    from .stage import Stage

TIMER = "commit confirmed"
MARK = "building Annex;"


def at_rest(stage: Stage, control: Control, found: Attempt, waiting: set[str]) -> list[str]:
    """What is wrong after an attempt, however it ended; a killed one may leave commits whose timers run.

    Args:
        stage: The run.
        control: Its twin.
        found: What came of the attempt.
        waiting: Hosts of which an attempt has told that their timer takes a commit back; kept up to date here.
    """
    wrong = []
    if found.how in ("crashed", "hung"):
        wrong.append(f"the rollout {found.how}: {found.message}")
    status = control.status()
    running = {timer["subject"].partition(":")[0] for timer in control.timers() if TIMER in timer["subject"]}
    wrong += [f"{host}: a commit waits for its confirmation, and no timer runs"
              for host in sorted(set(status["pending_confirms"]) - running)]
    if found.how in ("complete", "failed", "paused"):
        waiting |= {host for host, message in found.failed.items() if "timer" in message}
        left = set(status["pending_confirms"]) - waiting - strangers(stage)
        wrong += [f"{host}: left with a commit that waits for its confirmation, and not told" for host in sorted(left)]
    waiting &= set(status["pending_confirms"])
    wrong += [f"{host}: what somebody else has committed was overwritten" for host in _overwritten(stage, control)]
    entries, broken = _entries(stage)
    wrong += broken
    return wrong + _configurations(stage, control, entries)


def at_the_end(stage: Stage, control: Control) -> list[str]:
    """What is wrong once the rollout has come to its end."""
    status = control.status()
    pending = set(status["pending_confirms"]) - strangers(stage)
    wrong = [f"{host}: a commit is left pending" for host in sorted(pending)]
    wrong += [f"{host}: a lock is left" for host in status["locked"] if host not in _locked_by_others(stage)]
    for host, chain in stage.plan.targets.items():
        if _position(stage, control, host, chain[-1:]) is None:
            wrong.append(f"{host}: does not run its final configuration")
    for site, service, seconds in missing(stage, control):
        wrong.append(f"{site}, {service}: {seconds:.0f} s without service")
    return wrong


def missing(stage: Stage, control: Control) -> list[tuple[str, str, float]]:
    """Service that was missing though no fault took it away and no plan announced it: site, service, seconds."""
    excused = {
        (str(deed["at"]), str(site), str(service))
        for deed in noted(stage)
        for site, service in _pairs(deed.get("excused"))
    }
    broken, unplugged = _broken(noted(stage), "sites"), _broken(noted(stage), "cables")
    site_of = {device.hostname: device.site for device in stage.spec.devices}
    now = control.now().isoformat()
    found = []
    for site, service, began, ended, cause in _intervals(control.downtime()["events"], now):
        seconds = (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds()
        own = any(place == site and since <= began < until for place, since, until in broken)
        # Its wave went back to the old configuration, which has one cable, and that one was cut meanwhile.
        back = site_of.get(cause) == site and any(p == site and since <= began < end for p, since, end in unplugged)
        announced = site in stage.plan.single_path
        if seconds > 0 and not (own or back or announced) and (began, site, service) not in excused:
            found.append((site, service, seconds))
    return found


def _broken(deeds: Iterable[dict[str, Any]], what: str) -> list[tuple[str, str, str]]:
    """Sites with a device of their own (or a cable) that is broken: from when, until when."""
    since: dict[str, str] = {}
    found = []
    for deed in deeds:
        for site in _pairs(deed.get(what)):
            since.setdefault(site, deed["at"])
        if deed["deed"] == "mended":
            found += [(site, began, str(deed["at"])) for site, began in since.items()]
            since = {}
    return found + [(site, began, "9999") for site, began in since.items()]


def strangers(stage: Stage) -> set[str]:
    """Hosts on which somebody else has committed."""
    found = {str(deed["foreign"]) for deed in noted(stage) if "foreign" in deed}
    for deed in noted(stage):
        told = str(deed["deed"]).split(" host=")
        if told[0] == "pending_confirm":
            found.add(told[1].split()[0])
        for item in _pairs(deed.get("found")):
            if isinstance(item, dict) and item["kind"] == "pending_confirm":
                found.add(item["arguments"]["host"])
    return found


def _locked_by_others(stage: Stage) -> set[str]:
    told = [str(deed["deed"]).split(" host=") for deed in noted(stage)]
    return {words[1].split()[0] for words in told if words[0] == "lock"}


def disturbed(stage: Stage, control: Control) -> list[str]:
    """Hosts that run what somebody else has committed, at present."""
    return [host for host in sorted(strangers(stage)) if MARK in control.configuration(host)]


def _overwritten(stage: Stage, control: Control) -> list[str]:
    committed: set[str] = set()
    for deed in noted(stage):
        if deed.get("outcome") == "committed":
            committed.add(str(deed["foreign"]))
        committed.discard(str(deed.get("undone", "")))
    return [host for host in sorted(committed) if MARK not in control.configuration(host)]


def _configurations(stage: Stage, control: Control, entries: Sequence[Entry]) -> list[str]:
    judged = {
        (entry.wave, entry.plan_id)
        for entry in entries
        if entry.kind == "verdict" and entry.detail["verdict"] == "pass"
    }
    pending, foreign = set(control.status()["pending_confirms"]), strangers(stage)
    wrong = []
    for host, chain in stage.plan.targets.items():
        changes = [(wave, change) for wave in stage.plan.waves for change in wave.changes if change.host == host]
        known = (changes[0][1].baseline, *chain)
        position = _position(stage, control, host, known, foreign=host in foreign)
        if position is None:
            wrong.append(f"{host}: runs neither its old nor an approved configuration")
        elif position and host not in pending and host not in foreign:
            wave = changes[position - 1][0]
            if (wave.number, stage.plan.plan_id) not in judged:
                wrong.append(f"{host}: wave {wave.number} is permanent though it was never judged healthy")
    return wrong


def _position(
    stage: Stage, control: Control, host: str, known: Sequence[str], *, foreign: bool = False
) -> int | None:
    text = stage.secrets_of(host).mask(control.configuration(host))
    found = _position_of(text, tuple(known))
    if found is None and foreign:
        found = position_of(print_text(apply_set(parse_text(text), [UNDO_FOREIGN])), known, canonical)
    return found


@cache
def _position_of(text: str, known: tuple[str, ...]) -> int | None:
    """Every run of a series ends with the same configurations."""
    return position_of(text, known, canonical)


def _entries(stage: Stage) -> tuple[Sequence[Entry], list[str]]:
    journal = Journal(stage.workspace.journal)
    try:
        journal.verify_chain()
        return journal.entries(), []
    except StatenetError as error:
        return (), [str(error)]
    finally:
        journal.close()


def _intervals(events: Iterable[dict[str, Any]], now: str) -> list[tuple[str, str, str, str, str]]:
    """Site, service, from when, until when, and whose change it was that took the service away."""
    since: dict[tuple[str, str], tuple[str, str]] = {}
    found = []
    for event in events:
        place = (event["site"], event["service"])
        if event["transition"] == "down":
            since.setdefault(place, (event["time"], event["cause"]))
        elif place in since:
            began, cause = since.pop(place)
            found.append((*place, began, event["time"], cause))
    return found + [(*place, began, now, cause) for place, (began, cause) in since.items()]


def _pairs(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
