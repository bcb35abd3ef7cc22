"""Plays seeded runs, prints a line for each and a table of all, and ends with 1 when anything that must hold did not.

python tests/chaos/run.py --inventory lab --runs 300 --seed 1
python tests/chaos/run.py --inventory lab --runs 1 --seed 17 --verbose
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from chaos.attempt import attempt
from chaos.play import play
from chaos.scenario import KINDS, every_step, scenario_of
from chaos.stage import fresh, prepare

if TYPE_CHECKING:
    from chaos.play import Run
    from chaos.scenario import Scenario
    from chaos.stage import Base


def main() -> int:
    """Play the runs."""
    options = _parser().parse_args()
    directory = Path(tempfile.mkdtemp(prefix="chaos-"))
    began = time.monotonic()
    try:
        base = prepare(options.inventory, directory / "base")
        _say(f"{datetime.now(UTC):%Y-%m-%d}  {options.inventory}: {len(base.artifacts.stages)} devices, "
             f"{len(base.plan.waves)} waves")
        runs: list[Run] = []
        undisturbed: dict[int, tuple[dict[str, int], float]] = {}
        for seed in range(options.seed, options.seed + options.runs):
            first = first_of(seed, len(base.plan.waves), options.waves, places=options.places)
            if first not in undisturbed:
                undisturbed[first] = calm(base, directory / "calm", first, options.waves)
            scenario = _scenario(options, seed, *undisturbed[first])
            found = play(base, directory / str(seed), scenario, seed=seed, first=first, count=options.waves)
            runs.append(found)
            _say(line(found, verbose=options.verbose))
            for wrong in found.wrong:
                _say(f"      VIOLATION {wrong}")
            if found.wrong:
                _say(f"      again: {again(options, seed)}")
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    _say(table(runs))
    violated = sum(bool(run.wrong) for run in runs)
    _say(f"{len(runs)} runs, {violated} with a violation, in {time.monotonic() - began:.0f} s")
    return int(violated > 0)


def _scenario(options: argparse.Namespace, seed: int, counts: dict[str, int], seconds: float) -> Scenario:
    if options.every_step:
        steps = every_step(counts)
        return steps[seed % len(steps)]
    return scenario_of(seed, counts, ansible_every=options.ansible_every, seconds=seconds)


def first_of(seed: int, total: int, waves: int, *, places: int) -> int:
    """How many waves are taken as done: one of a few places, from the beginning of the plan to its end."""
    return (seed % places) * (total - waves) // (places - 1) if waves else 0


def calm(base: Base, directory: Path, first: int, waves: int) -> tuple[dict[str, int], float]:
    """An undisturbed run: how many steps of every kind it has, and how long it takes.

    Raises:
        RuntimeError: It fails: then there is nothing to disturb.
    """
    directory.mkdir()
    stage = fresh(base, directory, first=first, count=waves)
    try:
        found = attempt(stage)
    finally:
        stage.close()
    if found.how != "complete":
        message = f"{found.how}: {found.message}"
        raise RuntimeError(message)
    return found.counts, found.seconds


def line(run: Run, *, verbose: bool = False) -> str:
    """A run as a line."""
    verdict = "VIOLATED" if run.wrong else "ok"
    told = " > ".join(run.told) + (" (mended)" if run.mended else "")
    done = f" [{'; '.join(run.deeds)}]" if verbose else ""
    return f"{run.seed:>5}  {verdict:<8}  {run.seconds:>5.1f} s  {run.scenario.kind}: {run.scenario}{done}  =>  {told}"


def table(runs: list[Run]) -> str:
    """All runs by kind."""
    rows = [f"\n{'kind':<26}{'runs':>6}{'hit':>6}{'by itself':>11}{'mended':>8}{'violated':>10}"]
    by_kind: dict[str, list[Run]] = {kind: [run for run in runs if run.scenario.kind == kind] for kind in KINDS}
    for kind, found in [*by_kind.items(), ("all", runs)]:
        if found:
            hit = sum(bool(run.deeds) or "killed" in run.told for run in found)
            mended, wrong = sum(run.mended for run in found), sum(bool(run.wrong) for run in found)
            rows.append(f"{kind:<26}{len(found):>6}{hit:>6}{len(found) - mended:>11}{mended:>8}{wrong:>10}")
    ends = Counter(told for run in runs for told in run.told)
    rows.append("\nattempts by how they ended")
    rows += [f"{count:>6}  {told}" for told, count in ends.most_common()]
    return "\n".join(rows) + "\n"


def again(options: argparse.Namespace, seed: int) -> str:
    """The command that plays a seed once more."""
    chosen = f"--inventory {options.inventory} --runs 1 --seed {seed} --verbose"
    chosen += f" --waves {options.waves} --places {options.places}" if options.waves else ""
    chosen += f" --ansible-every {options.ansible_every}" if options.ansible_every else ""
    chosen += " --every-step" if options.every_step else ""
    return f"python tests/chaos/run.py {chosen}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inventory", default="lab", help="which of the example networks")
    parser.add_argument("--runs", type=int, default=20, help="how many runs")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first one; each next has the next")
    parser.add_argument("--waves", type=int, default=0, help="carry out only so many consecutive waves, chosen by seed")
    parser.add_argument("--places", type=int, default=7, help="from how many places in the plan those are taken")
    parser.add_argument("--ansible-every", type=int, default=0, help="every so many seeds run ansible-playbook itself")
    parser.add_argument("--every-step", action="store_true", help="no dice: a cut and a kill at every kind of step")
    parser.add_argument("--verbose", action="store_true", help="tell what was done to each run")
    return parser


if __name__ == "__main__":
    sys.exit(main())
