"""Allocations <-> their YAML: one line per object, sorted, so that a diff shows what was added and nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import yaml

from ..common.errors import InputError, Problem, Source
from .allocations import LINK_SECTIONS, NUMBER_SECTIONS, Allocations, LinkAllocation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_INTERFACE = re.compile(r"(ge|xe|et)-[0-9]+/[0-9]+/[0-9]+(:[0-9])?")
_HEADER = """\
# Numbers and ports that the network keeps for good. Written by `build`: it adds lines, it never changes one.
# The lines of an object that is gone keep its numbers from being used again; delete them to give the numbers back.
"""
_SHARED = (("legacy_site_links", "interconnects"),)
"""Sections that count in one pool."""
_SECTIONS = tuple(item.name for item in fields(Allocations) if item.name != "service_slots")


def load_allocations(path: Path) -> Allocations:
    """Reads the file; a missing one is an empty set of allocations.

    Raises:
        InputError: Unreadable, or lines that contradict each other; all problems, with their lines.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Allocations()
    except (OSError, UnicodeDecodeError) as error:
        found = Problem(source=Source(str(path)), subject="allocations", found=str(error), expected="a readable file")
        raise InputError([found]) from error
    return parse_allocations(text, path=str(path))


def parse_allocations(text: str, *, path: str = "intent/allocations.yml") -> Allocations:
    """Reads allocations from YAML.

    Args:
        text: The file's content.
        path: How the file is called in problems.

    Raises:
        InputError: No YAML, unknown sections, malformed lines, or one number given twice.
    """
    return _Reader(path).read(text)


def print_allocations(allocations: Allocations) -> str:
    """The YAML of the allocations: deterministic, one line per object."""
    lines = [_HEADER, f"service_slots: {allocations.service_slots}\n"]
    for section in _SECTIONS:
        entries = getattr(allocations, section)
        if entries:
            lines.append(f"\n{section}:\n")
            lines += [f"  {key}: {_line(value)}\n" for key, value in sorted(entries.items())]
    return "".join(lines)


def _line(value: int | str | LinkAllocation) -> str:
    if isinstance(value, LinkAllocation):
        return f"{{number: {value.number}, ports: [{', '.join(map(_quoted, value.ports))}]}}"
    return str(value) if isinstance(value, int) else _quoted(value)


def _quoted(port: str) -> str:
    """Quotes where YAML readers differ: a colon inside brackets."""
    return f'"{port}"' if ":" in port else port


class _Reader:
    """Walks the YAML nodes, which know their lines, and gathers problems instead of stopping at the first."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._problems: list[Problem] = []

    def read(self, text: str) -> Allocations:
        try:
            root = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            self._problem(line, "allocations", str(error.problem), "YAML")
            raise InputError(self._problems) from error
        values = dict(self._sections(root)) if root is not None else {}
        if self._problems:
            raise InputError(self._problems)
        return Allocations(**values)

    def _problem(self, line: int, subject: str, found: str, expected: str, remedy: str = "") -> None:
        self._problems.append(
            Problem(source=Source(self._path, line), subject=subject, found=found, expected=expected, remedy=remedy)
        )

    def _sections(self, root: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - PyYAML's nodes are not typed
        ports: dict[tuple[str, str], str] = {}
        numbers: dict[str, dict[int, str]] = defaultdict(dict)
        for name, line, node in self._entries(root, "allocations"):
            if name == "service_slots":
                yield name, self._number(name, node, least=1)
            elif name in NUMBER_SECTIONS:
                yield name, dict(self._numbers(name, node, numbers[name]))
            elif name in LINK_SECTIONS:
                shared = next((group[0] for group in _SHARED if name in group), name)
                yield name, dict(self._links(name, node, numbers[shared], ports))
            elif name == "servers":
                yield name, dict(self._servers(node, ports))
            else:
                self._problem(line, name, "unknown section", ", ".join(("service_slots", *_SECTIONS)))

    def _entries(self, node: Any, subject: str) -> Iterator[tuple[str, int, Any]]:  # noqa: ANN401
        if not isinstance(node, yaml.MappingNode):
            self._problem(node.start_mark.line + 1, subject, "not a mapping", "one `name: value` per line")
            return
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._problem(line, subject, "a key that is no name", "one `name: value` per line")
            elif key.value in seen:
                self._problem(line, key.value, f"listed twice, first in line {seen[key.value]}", "one line per object")
            else:
                seen[key.value] = line
                yield key.value, line, value

    def _number(self, subject: str, node: Any, *, least: int = 0) -> int:  # noqa: ANN401
        text = node.value if isinstance(node, yaml.ScalarNode) else ""
        if text.isascii() and text.isdigit() and int(text) >= least:
            return int(text)
        shown = repr(text) if text else "no number"
        self._problem(node.start_mark.line + 1, subject, shown, f"a whole number from {least}")
        return -1

    def _unique(self, section: str, key: str, number: int, line: int, taken: dict[int, str]) -> None:
        if number in taken:
            self._problem(
                line, f"{section} {key}", f"number {number} also belongs to {taken[number]}", "a number of its own",
                "delete the line that was added last and build again",
            )
        elif number >= 0:
            taken[number] = key

    def _numbers(self, section: str, node: Any, taken: dict[int, str]) -> Iterator[tuple[str, int]]:  # noqa: ANN401
        for key, line, value in self._entries(node, section):
            number = self._number(f"{section} {key}", value)
            self._unique(section, key, number, line, taken)
            yield key, number

    def _links(
        self,
        section: str,
        node: Any,  # noqa: ANN401
        taken: dict[int, str],
        ports: dict[tuple[str, str], str],
    ) -> Iterator[tuple[str, LinkAllocation]]:
        for key, line, value in self._entries(node, section):
            subject = f"{section} {key}"
            parts = {name: item for name, _, item in self._entries(value, subject)}
            ends = [end.value for end in getattr(parts.get("ports"), "value", ()) if isinstance(end, yaml.ScalarNode)]
            names = all(_INTERFACE.fullmatch(end) for end in ends)
            if set(parts) != {"number", "ports"} or len(ends) != 2 or not names or key.count("/") not in (1, 2):
                expected = "`<host>/<host>: {number: N, ports: [<interface>, <interface>]}`"
                self._problem(line, subject, "malformed line", expected)
                continue
            number = self._number(subject, parts["number"])
            self._unique(section, key, number, line, taken)
            # The far end may be a fixed port, which an old and a new line share after a site has moved.
            self._port(subject, key.partition("/")[0], ends[0], line, ports)
            yield key, LinkAllocation(number=number, ports=(ends[0], ends[1]))

    def _servers(self, node: Any, ports: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
        for key, line, value in self._entries(node, "servers"):
            text = value.value if isinstance(value, yaml.ScalarNode) else ""
            subject = f"servers {key}"
            if key.count("/") != 1 or not _INTERFACE.fullmatch(text):
                self._problem(line, subject, "malformed line", "`<leaf>/<server>: <interface>`")
            else:
                self._port(subject, key.partition("/")[0], text, line, ports)
                yield key, text

    def _port(self, subject: str, host: str, port: str, line: int, ports: dict[tuple[str, str], str]) -> None:
        if (host, port) in ports:
            found = f"port {port} of {host} also belongs to {ports[host, port]}"
            self._problem(line, subject, found, "a port of its own", "delete one of the lines and build again")
        else:
            ports[host, port] = subject
