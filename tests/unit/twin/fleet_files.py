"""Writes the spec and the configurations of a small fleet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MODELS = {
    "okc-core1": ("MX480", "junos", "core"),
    "ada-agg1": ("MX204", "junos", "aggregation"),
    "enid-agg1": ("MX150", "junos", "aggregation"),
    "okc-leaf1": ("QFX5100-48S", "junos-qfx", "leaf"),
    "adair-library-sw1": ("EX3400-24P", "junos-ex", "access"),
}
START = "2026-10-01T08:00:00+00:00"


def configuration(hostname: str) -> str:
    return f"""system {{
    host-name {hostname};
    services {{
        netconf {{
            ssh;
        }}
    }}
}}
interfaces {{
    lo0 {{
        unit 0 {{
            family inet {{
                address 10.0.0.1/32;
            }}
        }}
    }}
}}
protocols {{
    lldp {{
        interface all;
    }}
}}
"""


def write_fleet(directory: Path, **overrides: Any) -> Path:
    devices = []
    for hostname, (model, family, function) in MODELS.items():
        (directory / f"{hostname}.conf").write_text(configuration(hostname))
        devices.append(
            {
                "hostname": hostname,
                "role": "core_mx",
                "function": function,
                "model": model,
                "family": family,
                "configuration": f"{hostname}.conf",
                "site": hostname.rpartition("-")[0],
            }
        )
    document = {"name": "small", "clock": "virtual", "start": START, "devices": devices} | overrides
    path = directory / "spec.json"
    path.write_text(json.dumps(document))
    return path
