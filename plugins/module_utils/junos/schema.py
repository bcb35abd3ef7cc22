"""The grammar of a Junos configuration: which statements exist, what they take and how they are written.

The facts come from the structure tree inside the package ``junoscfg`` (its JSON file is read as data, its code is not
imported) and from ``schema_overlay.yml`` beside this file, which mends what that tree does not tell. Compiling both
takes a second or two; the result is kept in the user's cache directory and built into objects only where it is used.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import schema_build

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTAINER: Final = "container"
LIST: Final = "list"
LEAF: Final = "leaf"
LEAF_LIST: Final = "leaf-list"
EMPTY: Final = "empty"


class SchemaNode:
    """One statement of the grammar; shared by every place where the same statement occurs.

    Attributes:
        name: Element name in XML and JSON, such as ``ieee-802.3ad``.
        word: Keyword in the CLI, such as ``802.3ad``.
        kind: ``container``, ``list``, ``leaf``, ``leaf-list`` or ``empty`` (a statement without a value).
        hidden: The CLI leaves the keyword out: ``interfaces { et-0/0/0 {`` has no word ``interface``.
        secret: The value is a secret; the CLI always quotes it.
        keys: The keys of a list, in the order in which they are written.
        simple: The list has one key and nothing is written in front of it, as almost all lists.
        values: The only words that a leaf accepts; empty when any value goes.
        style: How the CLI folds the statement: ``""``, ``inline``, ``oneline``, ``brace`` or ``prefix``
            (see ``schema_overlay.yml``).
        flat: The device takes a list entry as one line, also when comparing (``server 10.0.0.1 prefer;``).
        block: The CLI writes the keyword of the list once, around all its entries.
        ordered: The order of the entries has a meaning (terms, policy chains).
        placed: New entries of the list have a place among the others, which ``show | compare`` tells.
        keep: An empty container stays when its last statement is deleted (``family inet;``).
        children: Statements below this one by element name.
        words: The same by CLI keyword, without those whose keyword is hidden.
        hidden_children: Those whose keyword is hidden.
        order: Position of each child in the print order.
        excludes: For each child, the siblings that it displaces (``accept`` displaces ``reject``).
    """

    __slots__ = (
        "_record", "_schema", "block", "children", "excludes", "flat", "hidden", "hidden_children", "keep", "keys",
        "kind", "name", "order", "ordered", "placed", "secret", "simple", "style", "values", "word", "words",
    )

    name: str
    word: str
    kind: str
    style: str
    hidden: bool
    secret: bool
    block: bool
    ordered: bool
    placed: bool
    keep: bool
    flat: bool
    simple: bool
    keys: tuple[Key, ...]
    values: frozenset[str]
    children: Mapping[str, SchemaNode]
    words: Mapping[str, SchemaNode]
    hidden_children: tuple[SchemaNode, ...]
    order: Mapping[str, int]
    excludes: Mapping[str, tuple[str, ...]]

    def __init__(self, schema: Schema, record: schema_build.Record) -> None:
        self._schema = schema
        self._record = record
        self.name, self.word, self.kind = record[0], record[1], record[2]
        marks = record[3]
        self.hidden, self.secret, self.block = "h" in marks, "s" in marks, "b" in marks
        self.placed = self.kind == LIST and "d" not in marks
        self.ordered, self.keep, self.flat = "u" in marks, "k" in marks, "f" in marks
        self.style = record[4]
        self.keys = tuple(Key(spec) for spec in record[5])
        self.simple = len(self.keys) == 1 and not self.keys[0].word and not self.keys[0].choices
        self.values = frozenset(record[6])

    def __getattr__(self, name: str) -> object:
        # Python calls this only for a slot that is not set yet: the first use of a node builds what hangs below it.
        if name not in ("children", "words", "hidden_children", "order", "excludes"):
            raise AttributeError(name)
        self._expand()
        return getattr(self, name)

    def _expand(self) -> None:
        children = {node.name: node for node in map(self._schema.node, self._record[7])}
        if self.kind in (CONTAINER, LIST):
            children |= self._schema.everywhere
        self.order = {name: position for position, name in enumerate(_print_order(children, root=self.name == ""))}
        self.excludes = schema_build.exclusions(children, self._record[8])
        self.hidden_children = tuple(node for node in children.values() if node.hidden)
        self.words = {node.word: node for node in children.values() if not node.hidden}
        self.children = children

    def __repr__(self) -> str:
        return f"<SchemaNode {self.kind} {self.name}>"


class Key:
    """One key of a list.

    Attributes:
        name: Element name; empty for a choice.
        word: Keyword written in front of the value; empty when there is none.
        choices: For a key that is a choice of words (``exact``, ``upto /24``): whether each word takes a value.
    """

    __slots__ = ("choices", "name", "word")

    def __init__(self, spec: str) -> None:
        self.choices: dict[str, bool] = {}
        self.name, self.word = spec, ""
        if "|" in spec:
            self.name = ""
            self.choices = {word.rstrip("+") or "+": word.endswith("+") and word != "+" for word in spec.split("|")}
        elif ":" in spec:
            self.word, self.name = spec.split(":")


class Schema:
    """The whole grammar; nodes are built when they are first asked for.

    Attributes:
        root: The node of ``configuration``.
        everywhere: Statements that every container and list accepts (``apply-groups``).
    """

    def __init__(self, records: list[schema_build.Record]) -> None:
        self._records = records
        self._nodes: list[SchemaNode | None] = [None] * len(records)
        self._lock = threading.Lock()
        self.everywhere: dict[str, SchemaNode] = {}
        self.everywhere = {node.name: node for node in map(self.node, records[-1][7])}
        self.root = self.node(len(records) - 2)

    def node(self, index: int) -> SchemaNode:
        """Returns the one object for a record, so that identity can be compared."""
        found = self._nodes[index]
        if found is None:
            with self._lock:
                found = self._nodes[index]
                if found is None:
                    found = self._nodes[index] = SchemaNode(self, self._records[index])
        return found


_loaded: Schema | None = None
_load_lock = threading.Lock()


def load_schema() -> Schema:
    """Returns the grammar; the first call of a process reads it from the cache or compiles it."""
    global _loaded
    if _loaded is None:
        with _load_lock:
            if _loaded is None:
                _loaded = Schema(_records())
    return _loaded


def _records() -> list[schema_build.Record]:
    try:
        path = cache_path()
    except RuntimeError:  # no home directory, as in a container under a foreign user number
        return schema_build.compile_records()
    try:
        records: list[schema_build.Record] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        records = schema_build.compile_records()
        _store(path, records)
    return records


def cache_path() -> Path:
    """Returns the cache file; its name changes with the package, the overlay and the format of the records."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    directory = Path(base) if base.startswith("/") else Path.home() / ".cache"
    return directory / "statenet.junos" / f"schema-{schema_build.fingerprint()}.json"


def _store(path: Path, records: list[schema_build.Record]) -> None:
    # Without a writable cache every process compiles the grammar again: slower, never wrong.
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".schema-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(records, file, separators=(",", ":"))
        Path(name).replace(path)
    except OSError:
        return


def _print_order(children: Mapping[str, SchemaNode], *, root: bool) -> list[str]:
    """Devices print ``apply-groups`` in front of the other statements, on the top level after ``groups``."""
    first = [name for name in ("version", "groups") if root and name in children]
    first += [name for name in ("apply-macro", "apply-groups", "apply-groups-except") if name in children]
    return first + [name for name in children if name not in first]
