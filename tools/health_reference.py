"""Writes the table of docs/health.md: every health check, from the classes that make it.

Usage: python tools/health_reference.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from ansible_collections.statenet.junos.plugins.module_utils.health.catalogue import CHECKS

TARGET = Path(__file__).parents[1] / "docs" / "health.md"
BEGIN = "<!-- The table is written by tools/health_reference.py from the checks; do not edit. -->"
END = "<!-- End of the table. -->"
HEAD = ("check", "asked of", "passes when", "request", "expectation", "severity", "when")


def table() -> str:
    """The table, a row for each check in the order in which they run."""
    rows = [HEAD, ("---",) * len(HEAD)]
    for check in CHECKS:
        when = "on request" if check.on_request else "gate" if check.fast else "full"
        question = str(check().question).replace("<", "").replace(">", "")
        rows.append(
            (f"`{check.id}`", check.subject, check.passes, f"`{question}`", check.origin, check.severity, when)
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def page(present: str) -> str:
    """The page with its table made anew; what stands around it is kept."""
    before, _, rest = present.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table()}\n{END}{rest.partition(END)[2]}"


def main() -> int:
    """Write the page, or only tell whether it is the one that would be written."""
    present = TARGET.read_text(encoding="utf-8")
    wanted = page(present)
    if "--check" in sys.argv[1:]:
        return int(present != wanted)
    TARGET.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
