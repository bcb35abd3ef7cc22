"""The constraints that Juniper publishes in its YANG models, by the statement that they are about.

A directory of ``conf-with-extensions`` modules (github.com/Juniper/yang has one for each release and family) is read
where a user points at it; nothing of it is part of this collection. What the models say is kept in the user's cache, as
reading those of a family takes a second or two.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..common.errors import InputError, Problem, Source
from .schema import cache_path
from .yang import DATA, Statement, parse_module

_FORMAT: Final = "1"
_DEEPEST: Final = 200
"""Groupings within groupings; what goes deeper uses itself."""
_PLACES: Final = ("{family}/conf-with-extensions", "{family}", "conf-with-extensions", ".")
_Record = list[Any]
"""Expressions with their messages, and the index of the record of each statement below by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """What must hold where a statement is; see ``constraint_expression``."""

    expression: str
    message: str


class ConstrainedStatement:
    """A statement of the models: its constraints, and those statements below that have some."""

    __slots__ = ("_below", "_model", "constraints")

    def __init__(self, model: ConstraintModel, record: _Record) -> None:
        self._model = model
        self._below: dict[str, int] = record[1]
        self.constraints = tuple(Constraint(expression=one, message=other) for one, other in record[0])

    def below(self, name: str) -> ConstrainedStatement | None:
        """The statement with an element name; None when nothing is said of it and all below it."""
        index = self._below.get(name)
        return None if index is None else self._model.statement(index)


class ConstraintModel:
    """The constraints of one family of devices; made by ``load_constraints``."""

    def __init__(self, records: list[_Record]) -> None:
        self._records = records
        self._made: dict[int, ConstrainedStatement] = {}

    @property
    def root(self) -> ConstrainedStatement:
        """The statement ``configuration``."""
        return self.statement(0)

    @property
    def size(self) -> int:
        """How many constraints there are."""
        return sum(len(record[0]) for record in self._records)

    def statement(self, index: int) -> ConstrainedStatement:
        """The one object for a record."""
        found = self._made.get(index)
        if found is None:
            found = self._made[index] = ConstrainedStatement(self, self._records[index])
        return found


def load_constraints(directory: Path, family: str) -> ConstraintModel:
    """The constraints of a family.

    Args:
        directory: With YANG modules, or with a directory for each family as in Juniper's repository.
        family: Such as ``junos-qfx``.

    Raises:
        InputError: There are no modules, one is no YANG, or none has a constraint.
    """
    files = _files(directory, family)
    cached = cache_path().with_name(f"constraints-{_fingerprint(files)}.json")
    try:
        return ConstraintModel(json.loads(cached.read_bytes()))
    except (OSError, ValueError):
        pass
    model = ConstraintModel(_Compiler(files).compile())
    if not model.size:
        expected = "modules with the extension junos:must: the directory conf-with-extensions of a release"
        raise InputError([_problem(directory, family, f"{len(files)} YANG modules without a constraint", expected)])
    _store(cached, model)
    return model


def _files(directory: Path, family: str) -> list[Path]:
    for place in _PLACES:
        found = sorted((directory / place.format(family=family)).glob("*.yang"))
        if found:
            return found
    places = ", ".join(place.format(family=family) for place in _PLACES)
    raise InputError([_problem(directory, family, "no YANG modules", f"files *.yang in one of {places}")])


def _problem(directory: Path, family: str, found: str, expected: str) -> Problem:
    return Problem(
        source=Source(str(directory)), subject=f"constraints of {family}", found=found, expected=expected,
        remedy="clone https://github.com/Juniper/yang and point at a release, such as 21.4/21.4R1",
    )


def _fingerprint(files: list[Path]) -> str:
    facts = [(str(file.resolve()), (state := file.stat()).st_size, state.st_mtime_ns) for file in files]
    return hashlib.sha256(repr((_FORMAT, facts)).encode()).hexdigest()[:16]


def _store(path: Path, model: ConstraintModel) -> None:
    # Without a writable cache every process reads the models again: slower, never wrong.
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".constraints-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(model._records, file, separators=(",", ":"))
        Path(name).replace(path)
    except OSError:
        return


class _Compiler:
    """From modules to records: groupings put in place, choices left out, statements without constraints dropped."""

    def __init__(self, files: list[Path]) -> None:
        self._modules: dict[str, Statement] = {}
        problems: list[Problem] = []
        for file in files:
            try:
                module = parse_module(file.read_text(encoding="utf-8"), name=str(file))
            except InputError as error:
                problems.extend(error.problems)
            except (OSError, UnicodeDecodeError) as error:
                problems.append(_problem(file, "a module", f"cannot be read ({error})", "a YANG module"))
            else:
                self._modules[module.argument] = module
        if problems:
            raise InputError(problems)
        self._prefixes = {name: _prefixes(module) for name, module in self._modules.items()}
        self._groupings = {name: dict(_groupings(module)) for name, module in self._modules.items()}
        self._records: list[_Record] = [[[], {}]]
        self._index: dict[int, int] = {}

    def compile(self) -> list[_Record]:
        """The records; the first is that of ``configuration``."""
        for name, module in self._modules.items():
            for top in module.named("container"):
                if top.argument == "configuration":
                    self._records[0][0] += _constraints(top)
                    self._fill(0, top, name)
        for name, module in self._modules.items():
            for augment in module.named("augment"):
                target = self._target(augment.argument)
                if target is not None:
                    self._fill(target, augment, name)
        return _pruned(self._records)

    def _target(self, path: str) -> int | None:
        """The record that an ``augment`` adds to; None when there is none."""
        top, *rest = [step.rpartition(":")[2] for step in path.strip("/").split("/")]
        if top != "configuration":
            return None
        index: int | None = 0
        for step in rest:
            index = None if index is None else self._records[index][1].get(step)
        return index

    def _fill(self, index: int, statement: Statement, module: str, depth: int = 0) -> None:
        """Add what hangs below a statement to a record."""
        for child in statement.below:
            if child.keyword in DATA:
                self._records[index][1][child.argument] = self._record(child, module)
            elif child.keyword in ("choice", "case"):
                self._fill(index, child, module, depth)
            elif child.keyword == "uses" and depth < _DEEPEST:
                used, home = self._grouping(child.argument, module)
                if used is not None:
                    self._fill(index, used, home, depth + 1)

    def _record(self, statement: Statement, module: str) -> int:
        known = self._index.get(id(statement))
        if known is None:
            known = self._index[id(statement)] = len(self._records)
            self._records.append([_constraints(statement), {}])
            self._fill(known, statement, module)
        return known

    def _grouping(self, name: str, module: str) -> tuple[Statement | None, str]:
        prefix, _, local = name.rpartition(":")
        home = self._prefixes[module].get(prefix, module) if prefix else module
        found = self._groupings.get(home, {}).get(local)
        if found is None and not prefix:
            for included in self._modules[module].named("include"):
                found = self._groupings.get(included.argument, {}).get(local)
                home = included.argument if found is not None else home
        return found, home


def _prefixes(module: Statement) -> dict[str, str]:
    own = {prefix.argument: module.argument for prefix in module.named("prefix")}
    return own | {
        prefix.argument: other.argument
        for keyword in ("import", "belongs-to")
        for other in module.named(keyword)
        for prefix in other.named("prefix")
    }


def _groupings(statement: Statement) -> list[tuple[str, Statement]]:
    found = []
    for child in statement.below:
        if child.keyword == "grouping":
            found.append((child.argument, child))
        found += _groupings(child)
    return found


def _constraints(statement: Statement) -> list[tuple[str, str]]:
    """Each expression with the message behind it."""
    found: list[tuple[str, str]] = []
    for child in statement.below:
        if child.keyword == ":must":
            found.append((child.argument, ""))
        elif child.keyword == ":must-message" and found:
            found[-1] = (found[-1][0], child.argument)
    return found


def _pruned(records: list[_Record]) -> list[_Record]:
    """Without references to statements that neither have a constraint nor lead to one."""
    above: dict[int, list[int]] = {}
    for index, (_, below) in enumerate(records):
        for child in below.values():
            above.setdefault(child, []).append(index)
    waiting = [index for index, (constraints, _) in enumerate(records) if constraints]
    wanted = set(waiting)
    while waiting:
        for parent in above.get(waiting.pop(), ()):
            if parent not in wanted:
                wanted.add(parent)
                waiting.append(parent)
    return [
        [constraints, {name: child for name, child in below.items() if child in wanted}]
        for constraints, below in records
    ]
