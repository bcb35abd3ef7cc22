"""TwinSpec: which devices the emulated fleet has, how they are cabled and what it watches (a JSON file)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime  # noqa: TC003 -- pydantic reads the annotations when the program runs
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from ..common.errors import InputError, Problem, Source

if TYPE_CHECKING:
    from pathlib import Path

_STRICT = ConfigDict(extra="forbid")


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSpec:
    """One emulated device.

    Attributes:
        hostname: Its name, unique in the fleet.
        role: Who runs it (``core_mx``, ``dc_fabric``, ``site_ex``, ``legacy``).
        function: What it does (``core``, ``aggregation``, ``spine``, ``leaf``, ``access``, ``legacy``).
        model: Hardware model, such as ``MX480``.
        family: The YANG family its configuration is of, such as ``junos-qfx``.
        configuration: File with the configuration it starts with; relative to the spec's directory. Empty: it comes out
            of its box, in its factory default.
        groups: Redundancy groups that it belongs to.
        county: County that it stands in.
        region: Region that it belongs to.
        site: Site, hub or data center that it belongs to.
        serial: What it tells as its serial number when it asks for its first address; empty when it tells none.
        mac: Hardware address of its management port; empty when nobody asks for it.
    """

    hostname: str
    role: str = ""
    function: str = ""
    model: str
    family: str = "junos"
    configuration: str = ""
    groups: tuple[str, ...] = ()
    county: str = ""
    region: str = ""
    site: str = ""
    serial: str = ""
    mac: str = ""


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a cable."""

    host: str
    interface: str


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """A cable between two ports; ``speed`` in Junos notation."""

    a: End
    b: End
    speed: str = ""


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Somebody at a site who must reach the anchors of a service all the time."""

    site: str
    host: str
    instance: str


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a service is provided: a routing instance of a device (an empty one: its main instance)."""

    host: str
    instance: str = ""


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class TwinSpec:
    """The whole emulated fleet.

    Attributes:
        name: Name of the network.
        clock: ``virtual`` moves only when somebody advances it; ``real`` is the time of this machine.
        start: First moment of a virtual clock; the present when None.
        base_port: First TCP port of the devices, the others follow; 0 finds a free range.
        devices: The devices, in the order of their ports.
        cabling: The cables between them.
        probes: Whom to watch.
        anchors: What they must reach.
        constraints: Directory with YANG models whose constraints a commit must meet (see ``junos.constraint_model``);
            relative to the spec's directory. Empty: none are evaluated.
        chunked_framing: Offer NETCONF 1.1 framing, as Junos 24.4 and later do with ``rfc-compliant version-1.1``.
    """

    name: str
    clock: Literal["virtual", "real"] = "virtual"
    start: datetime | None = None
    base_port: int = 0
    devices: tuple[DeviceSpec, ...]
    cabling: tuple[Cable, ...] = ()
    probes: tuple[Probe, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    constraints: str = ""
    chunked_framing: bool = False


_ADAPTER = TypeAdapter(TwinSpec)


def read_spec(path: Path) -> TwinSpec:
    """Read a spec file; paths of configurations become absolute.

    Raises:
        InputError: The file cannot be read, is no such JSON, or contradicts itself.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(
            source=Source(str(path)), subject="twin spec", found=f"cannot be read ({error})", expected="a JSON file"
        )
        raise InputError([problem]) from error
    try:
        spec = _ADAPTER.validate_json(text)
    except ValidationError as error:
        raise InputError(_schema_problems(path, error)) from error
    problems = list(_contradictions(path, spec))
    if problems:
        raise InputError(problems)
    return _with_absolute_paths(spec, path.parent)


def write_spec(spec: TwinSpec, path: Path) -> None:
    """Write ``spec`` as JSON."""
    document = asdict(spec)
    document["start"] = spec.start.isoformat() if spec.start else None
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def _with_absolute_paths(spec: TwinSpec, base: Path) -> TwinSpec:
    values = {name: getattr(spec, name) for name in TwinSpec.__dataclass_fields__}
    devices = []
    for device in spec.devices:
        fields = {name: getattr(device, name) for name in DeviceSpec.__dataclass_fields__}
        file = str((base / device.configuration).resolve()) if device.configuration else ""
        devices.append(DeviceSpec(**{**fields, "configuration": file}))
    constraints = str((base / spec.constraints).resolve()) if spec.constraints else ""
    return TwinSpec(**{**values, "devices": tuple(devices), "constraints": constraints})


def _schema_problems(path: Path, error: ValidationError) -> list[Problem]:
    return [
        Problem(
            source=Source(str(path)),
            subject=".".join(str(part) for part in item["loc"]) or "the document",
            found=repr(item["input"])[:80],
            expected=item["msg"],
        )
        for item in error.errors()
    ]


def _contradictions(path: Path, spec: TwinSpec) -> list[Problem]:
    source = Source(str(path))
    names = [device.hostname for device in spec.devices]
    known = set(names)
    problems = [
        Problem(source=source, subject=f"device {name}", found="listed more than once", expected="unique host names")
        for name in sorted(name for name in known if names.count(name) > 1)
    ]
    if not names:
        problems.append(Problem(source=source, subject="devices", found="none", expected="at least one device"))
    for subject, host in _references(spec):
        if host not in known:
            problems.append(
                Problem(source=source, subject=subject, found=f"{host!r} is no device", expected="a host of devices")
            )
    last = spec.base_port + len(names) - 1
    if spec.base_port and not (spec.base_port >= 1024 and last <= 65535):
        problems.append(
            Problem(
                source=source,
                subject="base_port",
                found=f"ports {spec.base_port} to {last}",
                expected="ports between 1024 and 65535, or 0 for a free range",
            )
        )
    return problems


def _references(spec: TwinSpec) -> list[tuple[str, str]]:
    ends = [(f"cabling {index}", end.host) for index, cable in enumerate(spec.cabling) for end in (cable.a, cable.b)]
    probes = [(f"probes {index}", probe.host) for index, probe in enumerate(spec.probes)]
    anchors = [(f"anchors {index}", anchor.host) for index, anchor in enumerate(spec.anchors)]
    return ends + probes + anchors
