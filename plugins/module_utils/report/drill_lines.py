"""What a drill found, as people read it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..verbs.drill import Finding

SITES_SHOWN = 4


def drill_lines(findings: Sequence[Finding]) -> tuple[str, ...]:
    """One line per failure that cost a service, and the sum of all."""
    return tuple(_lines(findings))


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        if finding.lost:
            verdict = "only sites with one path" if finding.kept else "GUARANTEE BROKEN"
            sites = sorted({site for site, _service in finding.unexpected or finding.lost})
            shown = ", ".join(sites[:SITES_SHOWN]) + (", ..." if len(sites) > SITES_SHOWN else "")
            count = "1 site loses" if len(sites) == 1 else f"{len(sites)} sites lose"
            yield f"{finding.scenario.name}: {count} services ({shown}): {verdict}"
    broken = sum(not finding.kept for finding in findings)
    harmless = sum(not finding.lost for finding in findings)
    yield (
        f"{len(findings)} failures, one at a time: {harmless} cost nobody a service, "
        f"{len(findings) - harmless - broken} only sites with one path, {broken} broke the guarantee"
    )
