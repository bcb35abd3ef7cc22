"""The management plane: what every device gets, what follows from its place, and what the intent may leave out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.design.allocation_file import load_allocations
from ansible_collections.statenet.junos.plugins.module_utils.design.design import design
from ansible_collections.statenet.junos.plugins.module_utils.intent.loader import load_intent
from ansible_collections.statenet.junos.plugins.module_utils.intent.management import Management
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_token import uses_in
from ansible_collections.statenet.junos.plugins.module_utils.render.renderer import render

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.design.design import Design
    from ansible_collections.statenet.junos.plugins.module_utils.design.model import DeviceModel, Stage
    from ansible_collections.statenet.junos.plugins.module_utils.intent.models import Intent

LAB = Path(__file__).parents[3] / "inventories" / "lab" / "intent"
NEW = ("okc-core1", "el-reno-agg1", "okc-spine1", "okc-leaf1", "canadian-calumet-library-sw1")


def designed(intent: Intent) -> Design:
    """The laboratory's network from another intent."""
    return design(intent, load_allocations(LAB / "allocations.yml"))


def built(host: str, stage: Stage = "to-be", **changes: Any) -> DeviceModel:
    """A device of the laboratory, with another management section."""
    intent = load_intent(LAB)
    managed = intent.network.management.model_copy(update=changes)
    network = intent.network.model_copy(update={"management": managed})
    return designed(intent.model_copy(update={"network": network})).models[stage][host]


@pytest.mark.parametrize("host", NEW)
def test_every_new_device_is_hardened_and_monitored(host: str) -> None:
    system = built(host).system
    assert system.hardened
    assert [server.address for server in system.tacplus] == ["10.50.112.51"]
    assert [item.name for item in system.classes] == ["AUTOMATION", "NETENG", "NOC-RO"]
    assert [user.name for user in system.users] == ["netops", "breakglass", "remote", "remote-neteng"]
    assert system.snmp is not None
    assert system.snmp.engine == system.management_address.replace(".", "-")


def test_old_routers_are_left_as_they_are() -> None:
    system = built("legacy-okc", "as-is").system
    assert not system.hardened
    assert (system.tacplus, system.snmp, system.root_password, system.classes) == ((), None, "", ())
    assert not uses_in([render(built("legacy-okc", "as-is"))])


def test_engines_of_the_network_are_unique() -> None:
    models = designed(load_intent(LAB)).models["to-be"].values()
    engines = [model.system.snmp.engine for model in models if model.system.snmp]
    assert len(set(engines)) == len(engines) == 15


@pytest.mark.parametrize(
    ("host", "location"),
    [
        ("okc-core1", "Oklahoma City"),
        ("el-reno-agg1", "Canadian County, el-reno"),
        ("okc-spine1", "Oklahoma City, Oklahoma City data center"),
        ("canadian-calumet-library-sw1", "Canadian County, canadian-calumet-library"),
    ],
)
def test_location(host: str, location: str) -> None:
    snmp = built(host).system.snmp
    assert snmp is not None
    assert snmp.location == location


def test_servers_are_reached_through_the_instance_of_the_management() -> None:
    for host, instance in (("okc-core1", "mgmt_junos"), ("canadian-calumet-library-sw1", "MGMT")):
        # Name server, TACACS+, log host, NTP server and source, trap source and target.
        managed = render(built(host)).partition("\naccess {")[0]
        assert managed.count(f"routing-instance {instance}") == 7


def test_moving_the_port_to_its_instance_brings_the_default_route_along() -> None:
    text = render(built("okc-core1", "as-is"))
    assert "    management-instance;" in text
    assert "route 0.0.0.0/0 next-hop 10.2.0.1;" in text


def test_local_passwords_come_last() -> None:
    assert "authentication-order [ tacplus password ];" in render(built("okc-core1"))
    with_radius = Management.model_validate(
        {**load_intent(LAB).network.management.model_dump(), "radius": {"servers": ["192.0.2.9"]}}
    )
    text = render(built("okc-core1", radius=with_radius.radius))
    assert "authentication-order [ tacplus radius password ];" in text
    assert 'secret "$SECRET$radius-secret";' in text


def test_what_the_intent_leaves_out_is_not_configured() -> None:
    optional = ("root_password", "breakglass", "tacacs", "ntp_key", "snmp", "archive", "telemetry")
    nothing: dict[str, Any] = dict.fromkeys(optional)
    text = render(built("okc-core1", **nothing))
    for absent in ("tacplus", "snmp {", "authentication-order", "authentication-key 1", "breakglass", "archival"):
        assert absent not in text
    assert "server 10.50.112.11 prefer routing-instance mgmt_junos;" in text
    assert text.count("AAAAC3NzaC1lZDI1NTE5") == 2  # root and the automation


def test_archive() -> None:
    given = {**load_intent(LAB).network.management.model_dump()}
    given["archive"] = {"url": "scp://junos@192.0.2.30/configs", "password": "archive-password"}
    text = render(built("okc-core1", archive=Management.model_validate(given).archive))
    assert '"scp://junos@192.0.2.30/configs/okc-core1" password "$SECRET$archive-password";' in text
    site = render(built("canadian-calumet-library-sw1", archive=Management.model_validate(given).archive))
    assert "archival" not in site


def test_telemetry_on_the_port_of_the_management() -> None:
    given = {**load_intent(LAB).network.management.model_dump(), "telemetry": {"certificate": "telemetry"}}
    telemetry = Management.model_validate(given).telemetry
    text = render(built("okc-core1", telemetry=telemetry))
    grpc = " ".join(text.partition("grpc {")[2].partition("extension-service")[0].split())
    assert grpc.startswith(
        "ssl { address 10.2.0.2; port 32767; local-certificate telemetry; } max-connections 8; "
        "routing-instance mgmt_junos; }"
    )
    assert "grpc" not in render(built("canadian-calumet-library-sw1", telemetry=telemetry))


def test_users_have_the_numbers_that_junos_would_otherwise_invent() -> None:
    text = render(built("okc-core1"))
    users = text.partition("    login {")[2].partition("        password {")[0]
    numbers = [line.split()[1] for line in users.splitlines() if "uid" in line]
    assert numbers == ["2000;", "2100;", "2101;", "2102;"]


def test_the_automation_has_every_right_to_configure_and_no_shell() -> None:
    automation = built("okc-core1").system.classes[0]
    assert {"secret-control", "admin-control", "rollback", "configure"} <= set(automation.permissions)
    assert not {"all", "shell"} & set(automation.permissions)


def test_models_hold_names_of_secrets() -> None:
    names = {use.name for host in NEW for use in uses_in([render(built(host))])}
    assert {"root-password", "breakglass-password", "tacacs-key", "ntp-key", "snmp-auth-password"} <= names
    assert names <= set(load_intent(LAB).network.secrets)


def test_a_secret_that_is_named_but_not_declared(tmp_path: Path) -> None:
    for file in LAB.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "network.yml":
            text = text.replace("tacacs-key:          {env", "tacacs-kay:          {env")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_intent(tmp_path)
    assert [str(problem).partition("network.yml:")[2] for problem in caught.value.problems] == [
        "40: network: management.tacacs.secret names tacacs-key, which does not exist. Expected: the name of a secret "
        "(bgp-ce-key, bgp-core-key, bgp-fabric-key, breakglass-password, isis-key, macsec-cak, ntp-key, radius-secret "
        "and 4 more). Remedy: write tacacs-kay, or add tacacs-key."
    ]
