"""Dataclasses of the design <-> plain dicts, lists and scalars, for ``models/<host>.yml`` and ``network.json``.

A field that has its default value is left out, so that a model shows what is said about a device and nothing else.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from ..common.errors import InputError, Problem, Source
from .model import DeviceModel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..intent.models import Intent
    from .design import Design

Plain = Any
"""What YAML and JSON have: dicts, lists, text, numbers, booleans, null."""


def to_dict(value: Any) -> dict[str, Plain]:  # noqa: ANN401 - any dataclass of the design
    """A dataclass as a plain dict, in the order of its fields, without fields that have their default."""
    found: dict[str, Plain] = {}
    defaults, items = _reader(value.__class__)
    for (name, default), item in zip(defaults, items(value), strict=True):
        if item is not default and item != default:
            found[name] = item if item.__class__ in _SCALARS else _plain(item)
    return found


def model_from_dict(data: Mapping[str, Plain], *, path: str) -> DeviceModel:
    """The inverse of ``to_dict`` for a device model.

    Args:
        data: What the file holds.
        path: The file, for the error.

    Raises:
        InputError: An unknown or missing key, or a value of the wrong type.
    """
    try:
        built = _builder(DeviceModel)(data, "")
    except _MismatchError as error:
        problem = Problem(
            source=Source(path),
            subject=str(data.get("hostname", "device model")) if isinstance(data, dict) else "device model",
            found=error.found,
            expected=error.expected,
            remedy="run build, which writes the models anew",
        )
        raise InputError([problem]) from error
    return cast("DeviceModel", built)


def network_document(intent: Intent, design: Design) -> dict[str, Plain]:
    """The content of ``network.json``: who is in the network, and what is plugged into what."""
    return {
        "name": intent.network.name,
        "devices": [_device(model, design) for model in design.models["to-be"].values()],
        "cabling": [
            {
                "a": {"host": cable.a.host, "interface": cable.a.interface},
                "b": {"host": cable.b.host, "interface": cable.b.interface},
                "speed": cable.speed,
            }
            for cable in design.cabling
        ],
        "probes": [
            {"site": probe.site, "host": probe.host, "instance": probe.instance} for probe in design.probes
        ],
        "anchors": [{"host": anchor.host, "instance": anchor.instance} for anchor in design.anchors],
    }


def _device(model: DeviceModel, design: Design) -> dict[str, Plain]:
    return {
        "hostname": model.hostname,
        "role": model.role,
        "function": model.function,
        "model": model.model,
        "family": model.family,
        "county": model.county,
        "region": model.region,
        "site": model.site,
        "site_kind": model.site_kind,
        "management_address": model.system.management_address,
        "groups": list(model.groups),
        "stages": list(design.stages(model.hostname)),
        "links": {stage: _neighbours(design.models[stage][model.hostname]) for stage in design.stages(model.hostname)},
    }


def _neighbours(model: DeviceModel) -> list[Plain]:
    """The devices at the other ends of its cables."""
    return sorted({interface.peer.host for interface in model.interfaces if interface.peer is not None})


_WORDS = {str: "text", int: "a number", bool: "true or false"}


class _MismatchError(Exception):
    """A value that does not fit; turned into an InputError where the file is known."""

    def __init__(self, *, found: str, expected: str) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected


_SCALARS = frozenset({str, int, bool, NoneType})


def _plain(value: Plain) -> Plain:
    if value.__class__ in _SCALARS:
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return to_dict(value)


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:  # noqa: ANN401
    return tuple((item.name, _default(item)) for item in fields(kind))


@cache
def _reader(kind: Any) -> tuple[tuple[tuple[str, Any], ...], Callable[[Any], tuple[Any, ...]]]:  # noqa: ANN401
    """Names and defaults of the fields, and what reads all of them at once."""
    defaults = _defaults(kind)
    if len(defaults) > 1:
        return defaults, attrgetter(*[name for name, _ in defaults])
    return defaults, lambda value: tuple([getattr(value, name) for name, _ in defaults])


def _default(item: Field[Any]) -> Any:  # noqa: ANN401
    return item.default if item.default_factory is MISSING else item.default_factory()


@cache
def _builder(kind: Any) -> Callable[[Any, str], Any]:  # noqa: ANN401
    """A function that reads one kind of value; made once per kind."""
    if is_dataclass(kind):
        return _dataclass_builder(kind)
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple_builder(_builder(args[0]))
    if origin in (Union, UnionType):
        return _optional_builder(_builder(next(arg for arg in args if arg is not NoneType)))
    if origin is Literal:
        return _literal_builder(args)
    return _scalar_builder(kind)


def _dataclass_builder(kind: Any) -> Callable[[Any, str], Any]:  # noqa: ANN401
    hints = get_type_hints(kind)
    readers = {item.name: _builder(hints[item.name]) for item in fields(kind)}
    required = [name for name, default in _defaults(kind) if default is MISSING]

    def read(value: Any, where: str) -> Any:  # noqa: ANN401
        if not isinstance(value, dict):
            raise _MismatchError(found=f"{where or kind.__name__}: {value!r}", expected="a mapping")
        unknown = [key for key in value if key not in readers]
        missing = [name for name in required if name not in value]
        if unknown:
            raise _MismatchError(found=f"{where}unknown key {unknown[0]}", expected=f"keys among {', '.join(readers)}")
        if missing:
            raise _MismatchError(found=f"{where}no key {missing[0]}", expected=f"keys {', '.join(required)}")
        return kind(**{key: readers[key](item, f"{where}{key}: ") for key, item in value.items()})

    return read


def _tuple_builder(inner: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def read(value: Any, where: str) -> Any:  # noqa: ANN401
        if not isinstance(value, list):
            raise _MismatchError(found=f"{where}{value!r}", expected="a list")
        return tuple([inner(item, where) for item in value])

    return read


def _optional_builder(inner: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    return lambda value, where: None if value is None else inner(value, where)


def _literal_builder(choices: tuple[Any, ...]) -> Callable[[Any, str], Any]:
    def read(value: Any, where: str) -> Any:  # noqa: ANN401
        if value not in choices:
            raise _MismatchError(found=f"{where}{value!r}", expected=f"one of {', '.join(map(repr, choices))}")
        return value

    return read


def _scalar_builder(kind: type) -> Callable[[Any, str], Any]:
    def read(value: Any, where: str) -> Any:  # noqa: ANN401
        if type(value) is not kind:
            raise _MismatchError(found=f"{where}{value!r}", expected=_WORDS[kind])
        return value

    return read
