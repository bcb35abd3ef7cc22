"""Reads the YAML of models: libyaml's events straight into plain data, a quarter of the time of ``yaml.load``.

PyYAML spends most of its time on nodes between events and data, and on eight patterns for every scalar. Models are
written by ``model_file`` in few of YAML's ways; whatever is written in another one is left to ``yaml.load``.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)$")
_CONSTANTS = {"true": True, "false": False, "null": None}
_OTHER_WORDS = frozenset({"yes", "no", "on", "off", "y", "n"})


class _Unfamiliar(Exception):  # not an error: yaml.load knows it
    pass


def read_yaml_data(text: str) -> Any:  # noqa: ANN401 - what YAML has
    """The plain data of a YAML document.

    Raises:
        yaml.MarkedYAMLError: It is none.
    """
    try:
        return _Reader(text).read()
    except _Unfamiliar:
        return yaml.load(text, Loader=yaml.CSafeLoader)


class _Reader:
    def __init__(self, text: str) -> None:
        self._next = yaml.CSafeLoader(text).get_event
        self._scalars: dict[str, Any] = {}

    def read(self) -> Any:  # noqa: ANN401
        self._next()  # the stream
        if isinstance(self._next(), StreamEndEvent):
            raise _Unfamiliar
        found = self._value(self._next())
        self._next()  # the document's end
        if not isinstance(self._next(), StreamEndEvent):
            raise _Unfamiliar
        return found

    def _value(self, event: Any) -> Any:  # noqa: ANN401
        kind = event.__class__
        if kind is ScalarEvent and event.tag is None and event.anchor is None:
            return self._scalar(event)
        if kind not in (MappingStartEvent, SequenceStartEvent) or event.tag is not None or event.anchor is not None:
            raise _Unfamiliar
        return self._mapping() if kind is MappingStartEvent else self._sequence()

    def _mapping(self) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        while True:
            event = self._next()
            if event.__class__ is MappingEndEvent:
                return found
            if event.__class__ is not ScalarEvent or event.value == "<<":
                raise _Unfamiliar
            key = self._value(event)
            found[key] = self._value(self._next())

    def _sequence(self) -> list[Any]:
        found: list[Any] = []
        while True:
            event = self._next()
            if event.__class__ is SequenceEndEvent:
                return found
            found.append(self._value(event))

    def _scalar(self, event: ScalarEvent) -> Any:  # noqa: ANN401
        text = event.value
        if not event.implicit[0]:
            return text
        if text not in self._scalars:
            self._scalars[text] = _plain(text)
        return self._scalars[text]


def _plain(text: str) -> Any:  # noqa: ANN401
    """The value of a scalar without quotes."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _WHOLE.match(text):
        return int(text)
    if not text[:1].isalpha() or text.lower() in _CONSTANTS or text.lower() in _OTHER_WORDS:
        raise _Unfamiliar
    return text
