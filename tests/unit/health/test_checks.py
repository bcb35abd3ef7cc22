"""Each check against hand-made replies: what passes, what fails, what was not told."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.design.model import (
    BgpGroup,
    BgpNeighbor,
    Chassis,
    DeviceModel,
    Instance,
    Interface,
    Isis,
    IsisInterface,
    Peer,
    System,
)
from ansible_collections.statenet.junos.plugins.module_utils.health.base import ExpectedCommit
from ansible_collections.statenet.junos.plugins.module_utils.health.catalogue import catalogue
from ansible_collections.statenet.junos.plugins.module_utils.health.examine import examine, unreachable
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import ConnectError, RpcTimeout
from ansible_collections.statenet.junos.plugins.module_utils.junos.reply import parse_reply

CHANGE = "statenet 4f2a9c1d77aa wave 3"
IN_SERVICE = {"okc-core2", "adair-agg1"}


def history(*, log: Any = CHANGE, comment: Any = "", user: Any = "automation", client: Any = "netconf") -> Any:
    return (
        "<commit-information><commit-history><sequence-number>0</sequence-number>"
        f"<user>{user}</user><client>{client}</client><date-time seconds='1'>x</date-time>"
        f"<comment>{comment}</comment><log>{log}</log></commit-history></commit-information>"
    )


PENDING = "commit confirmed, rollback in 10mins"
NO_ALARMS = "<alarm-information><alarm-summary><no-active-alarms/></alarm-summary></alarm-information>"


def alarm(kind: Any) -> Any:
    return (
        f"<alarm-information><alarm-detail><alarm-class>{kind}</alarm-class><alarm-description>PEM 1 Not OK"
        "</alarm-description></alarm-detail></alarm-information>"
    )


def port(name: Any = "et-0/0/2", admin: Any = "up", oper: Any = "up", speed: Any = "100Gbps") -> Any:
    return (
        f"<physical-interface><name>\n{name}\n</name><admin-status>{admin}</admin-status>"
        f"<oper-status>{oper}</oper-status><speed>{speed}</speed></physical-interface>"
    )


def interfaces(*ports: Any) -> Any:
    return f"<interface-information>{''.join(ports)}</interface-information>"


def neighbor(
    *,
    local: str = "et-0/0/2",
    system: str = "okc-core2",
    port_id: str = "et-1/0/2",
    description: str = "",
    tag: str = "lldp-local-port-id",
) -> str:
    return (
        f"<lldp-neighbors-information><lldp-neighbor-information><{tag}>{local}</{tag}>"
        f"<lldp-remote-port-id>{port_id}</lldp-remote-port-id>"
        f"<lldp-remote-port-description>{description}</lldp-remote-port-description>"
        f"<lldp-remote-system-name>{system}</lldp-remote-system-name></lldp-neighbor-information>"
        "</lldp-neighbors-information>"
    )


def adjacency(system: Any = "okc-core2", state: Any = "Up", level: Any = "2", interface: Any = "et-0/0/2.0") -> Any:
    return (
        f"<isis-adjacency-information><isis-adjacency><interface-name>{interface}</interface-name>"
        f"<system-name>{system}</system-name><level>{level}</level><adjacency-state>{state}</adjacency-state>"
        "</isis-adjacency></isis-adjacency-information>"
    )


def sessions(main: Any = "Established", instance: Any = "Established") -> Any:
    return (
        f"<bgp-information><bgp-peer><peer-address>10.0.0.2+179</peer-address><peer-state>{main}</peer-state></bgp-peer>"
        f"<bgp-peer><peer-address>10.9.0.1</peer-address><peer-state>{instance}</peer-state></bgp-peer>"
        "</bgp-information>"
    )


HEALTHY = {
    "get-commit-information": history(),
    "get-system-alarm-information": NO_ALARMS,
    "get-alarm-information": NO_ALARMS,
    "get-interface-information": interfaces(port()),
    "get-lldp-neighbors-information": neighbor(),
    "get-isis-adjacency-information": adjacency(),
    "get-isis-overview-information": "<isis-overview-information><isis-overview/></isis-overview-information>",
    "get-bgp-summary-information": sessions(),
}


class Answers:
    """A session that answers each RPC by its name; an exception is raised instead."""

    locked = False

    def __init__(self, **changed: object) -> None:
        self.replies = {**HEALTHY, **{name.replace("_", "-"): reply for name, reply in changed.items()}}

    def rpc(self, name: Any) -> Any:
        """The reply to the RPC of this name."""
        reply = self.replies[name]
        if isinstance(reply, Exception):
            raise reply
        return parse_reply(f"<rpc-reply>{reply}</rpc-reply>", device="okc-core1")


@pytest.fixture
def model() -> Any:
    def session(peer: Any, address: Any, instance: Any = "") -> Any:
        group = BgpGroup(
            name="g", type="internal", neighbors=(BgpNeighbor(address=address, peer=peer, description=instance),)
        )
        return (group,)

    return DeviceModel(
        hostname="okc-core1",
        role="core_mx",
        function="core",
        model="MX480",
        family="junos",
        stage="to-be",
        system=System(
            domain="ok.example",
            timezone="America/Chicago",
            ntp=(),
            syslog=(),
            dns=(),
            users=(),
            management_address="192.0.2.1",
            management_interface="fxp0",
        ),
        chassis=Chassis(),
        interfaces=(
            Interface(name="et-0/0/2", speed="100g", peer=Peer(host="okc-core2", interface="et-1/0/2")),
            Interface(name="et-0/0/5", speed="100g", peer=Peer(host="tul-core1", interface="et-0/0/2")),
            Interface(name="lo0"),
        ),
        isis=Isis(
            interfaces=(
                IsisInterface(name="et-0/0/2.0", peer="okc-core2"),
                IsisInterface(name="et-0/0/5.0", peer="tul-core1"),
                IsisInterface(name="lo0.0", passive=True),
            )
        ),
        bgp=session("okc-core2", "10.0.0.2") + session("tul-core1", "10.0.0.3"),
        instances=(Instance(name="K12", type="vrf", bgp=session("adair-agg1", "10.9.0.1")),),
    )


def test_healthy(model: Any) -> None:
    report = examine(Answers(), model, in_service=IN_SERVICE, commit=ExpectedCommit(change_id=CHANGE))
    assert report.verdict == "pass"
    assert report.ok
    assert [result.check for result in report.results] == [
        "commit",
        "commit",
        "system_alarms",
        "chassis_alarms",
        "interfaces",
        "lldp",
        "isis_adjacency",
        "isis_overload",
        "bgp_sessions",
        "bgp_sessions",
    ]
    assert report.as_dict()["results"][4] == {
        "check": "interfaces",
        "host": "okc-core1",
        "subject": "et-0/0/2",
        "verdict": "pass",
        "expected": "up/up 100000 Mbit/s",
        "actual": "up/up 100000 Mbit/s",
        "message": "Interface et-0/0/2 to okc-core2 et-1/0/2 - Expected: up/up 100000 Mbit/s "
        "Actual: up/up 100000 Mbit/s",
        "origin": "model",
        "severity": "critical",
    }


FAILURES = [
    (
        {"get_commit_information": history(log="", user="root", client="other")},
        f"Running commit - Expected: {CHANGE} Actual: a commit by root via other without log",
    ),
    (
        {"get_commit_information": "<commit-information/>"},
        f"Running commit - Expected: {CHANGE} Actual: no commit",
    ),
    (
        {"get_commit_information": history(comment=PENDING)},
        "Confirmation of the running commit - Expected: nothing pending Actual: pending",
    ),
    (
        {"get_system_alarm_information": alarm("Major")},
        "System alarms - Expected: no major alarm Actual: major alarm: PEM 1 Not OK",
    ),
    (
        {"get_alarm_information": alarm("Major")},
        "Chassis alarms - Expected: no major alarm Actual: major alarm: PEM 1 Not OK",
    ),
    (
        {"get_interface_information": interfaces(port(oper="down"))},
        "Interface et-0/0/2 to okc-core2 et-1/0/2 - Expected: up/up 100000 Mbit/s Actual: up/down",
    ),
    (
        {"get_interface_information": interfaces(port(speed="10Gbps"))},
        "Interface et-0/0/2 to okc-core2 et-1/0/2 - Expected: up/up 100000 Mbit/s Actual: up/up 10000 Mbit/s",
    ),
    (
        {"get_interface_information": interfaces(port(speed="Auto"))},
        "Interface et-0/0/2 to okc-core2 et-1/0/2 - Expected: up/up 100000 Mbit/s Actual: up/up speed Auto",
    ),
    (
        {"get_interface_information": interfaces()},
        "Interface et-0/0/2 to okc-core2 et-1/0/2 - Expected: up/up 100000 Mbit/s Actual: not there",
    ),
    (
        {"get_lldp_neighbors_information": neighbor(system="tul-core1")},
        "LLDP neighbor on et-0/0/2 - Expected: okc-core2 et-1/0/2 Actual: tul-core1 et-1/0/2",
    ),
    (
        {"get_lldp_neighbors_information": neighbor(port_id="et-1/0/5")},
        "LLDP neighbor on et-0/0/2 - Expected: okc-core2 et-1/0/2 Actual: okc-core2 et-1/0/5",
    ),
    (
        {"get_lldp_neighbors_information": "<lldp-neighbors-information/>"},
        "LLDP neighbor on et-0/0/2 - Expected: okc-core2 et-1/0/2 Actual: nothing",
    ),
    (
        {"get_isis_adjacency_information": adjacency(state="Down")},
        "IS-IS adjacency on et-0/0/2.0 - Expected: okc-core2 Up level 2 Actual: okc-core2 Down level 2",
    ),
    (
        {"get_isis_adjacency_information": adjacency(interface="et-0/0/9.0")},
        "IS-IS adjacency on et-0/0/2.0 - Expected: okc-core2 Up level 2 Actual: no adjacency",
    ),
    (
        {"get_bgp_summary_information": sessions(main="Active")},
        "BGP session to okc-core2 (10.0.0.2) - Expected: Established Actual: Active",
    ),
    (
        {"get_bgp_summary_information": sessions(instance="Idle")},
        "BGP session to adair-agg1 (10.9.0.1) in K12 - Expected: Established Actual: Idle",
    ),
    (
        {"get_bgp_summary_information": sessions().replace("10.9.0.1", "10.9.9.9")},
        "BGP session to adair-agg1 (10.9.0.1) in K12 - Expected: Established Actual: no such neighbor",
    ),
]


@pytest.mark.parametrize(("changed", "message"), FAILURES, ids=[message[:70] for _changed, message in FAILURES])
def test_failure(model: Any, changed: Any, message: Any) -> None:
    report = examine(Answers(**changed), model, in_service=IN_SERVICE, commit=ExpectedCommit(change_id=CHANGE))
    assert report.verdict == "fail"
    assert message in [result.message for result in report.red]


@pytest.mark.parametrize(
    "changed",
    [
        {"get_lldp_neighbors_information": neighbor(tag="lldp-local-interface", local="et-0/0/2.0")},
        {"get_lldp_neighbors_information": neighbor(system="okc-core2.ok.example")},
        {"get_lldp_neighbors_information": neighbor(port_id="531", description="et-1/0/2")},
        {"get_lldp_neighbors_information": neighbor(port_id="531", description="to okc-core1")},
        {"get_system_alarm_information": alarm("Minor")},
    ],
)
def test_variants_that_pass(model: Any, changed: Any) -> None:
    assert examine(Answers(**changed), model, in_service=IN_SERVICE).verdict == "pass"


def test_pending_is_right_when_it_is_expected(model: Any) -> None:
    expected = ExpectedCommit(change_id=CHANGE, pending=True)
    assert examine(Answers(), model, in_service=IN_SERVICE, commit=expected).verdict == "fail"
    answers = Answers(get_commit_information=history(comment=PENDING))
    assert examine(answers, model, in_service=IN_SERVICE, commit=expected).verdict == "pass"


def test_pending_under_our_own_lock_is_ours(model: Any) -> None:
    answers = Answers(get_commit_information=history(comment=PENDING))
    assert examine(answers, model, in_service=IN_SERVICE).verdict == "fail"
    answers.locked = True
    assert examine(answers, model, in_service=IN_SERVICE).verdict == "pass"


def test_nothing_is_expected_of_devices_that_are_not_in_service(model: Any) -> None:
    report = examine(Answers(get_bgp_summary_information="<bgp-information/>"), model, in_service=set())
    assert report.verdict == "pass"
    asked = {"commit", "system_alarms", "chassis_alarms", "isis_overload"}
    assert {result.check for result in report.results} == asked


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (
            RpcTimeout("okc-core1", "no reply to get-bgp-summary-information within 60 s"),
            "BGP sessions - Expected: <bgp-information> in the reply to get-bgp-summary-information Actual: okc-core1: "
            "no reply to get-bgp-summary-information within 60 s",
        ),
        (
            "<output>BGP is not running</output>",
            "BGP sessions - Expected: <bgp-information> in the reply to get-bgp-summary-information Actual: BGP is not "
            "running",
        ),
        (
            "",
            "BGP sessions - Expected: <bgp-information> in the reply to get-bgp-summary-information Actual: a reply "
            "without it",
        ),
    ],
)
def test_no_verdict_is_red(model: Any, reply: Any, message: Any) -> None:
    report = examine(Answers(get_bgp_summary_information=reply), model, in_service=IN_SERVICE)
    assert report.verdict == "inconclusive"
    assert not report.ok
    assert [result.message for result in report.red] == [message]


def test_history_that_cannot_be_read_is_red(model: Any) -> None:
    answers = Answers(get_commit_information=history().replace("<sequence-number>0", "<sequence-number>"))
    assert examine(answers, model, in_service=IN_SERVICE).verdict == "inconclusive"


def test_unreachable_device_is_red() -> None:
    report = unreachable("okc-core1", ConnectError("okc-core1", "no NETCONF session to 192.0.2.1 port 830"))
    assert report.verdict == "inconclusive"
    assert report.red[0].message == (
        "NETCONF session - Expected: a NETCONF session Actual: okc-core1: no NETCONF session to 192.0.2.1 port 830"
    )


def test_catalogue_follows_the_model(model: Any) -> None:
    fields = {name: getattr(model, name) for name in model.__dataclass_fields__}
    bare = DeviceModel(**{**fields, "interfaces": (), "isis": None, "bgp": (), "instances": ()})
    bare_checks = ["commit", "boot_time", "core_dumps", "system_alarms", "chassis_alarms"]
    assert [check.id for check in catalogue(bare)] == bare_checks
    assert len(catalogue(model)) == 10
