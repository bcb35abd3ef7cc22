"""Replies by check, in the shapes that devices use: as it should be, sick, and what is said about the sick one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A check on one of the models of ``health_models``."""

    check: str
    model: str
    healthy: str
    sick: str
    messages: tuple[str, ...]

    def __str__(self) -> str:
        return self.check


def engines(*answers: tuple[str, str]) -> str:
    """An answer for each routing engine or member, in the envelope of Junos."""
    items = "".join(
        f"<multi-routing-engine-item><re-name>{name}</re-name>{answer}</multi-routing-engine-item>"
        for name, answer in answers
    )
    return f"<multi-routing-engine-results>{items}</multi-routing-engine-results>"


def leaves(tag: str, **fields: object) -> str:
    """An element with leaves; underscores stand for hyphens."""
    inner = "".join(f"<{name.replace('_', '-')}>{text}</{name.replace('_', '-')}>" for name, text in fields.items())
    return f"<{tag}>{inner}</{tag}>"


def around(tag: str, *items: str) -> str:
    """An element around others."""
    return f"<{tag}>{''.join(items)}</{tag}>"


def software(release: str) -> str:
    return leaves("software-information", host_name="core1", junos_version=release)


def booted(seconds: int) -> str:
    return (
        f"<system-uptime-information><system-booted-time><date-time seconds='{seconds}'>2020-09-01 03:00:00 CDT"
        "</date-time></system-booted-time></system-uptime-information>"
    )


def storage(used: int) -> str:
    entry = leaves("filesystem", filesystem_name="/dev/gpt/var", used_percent=used, mounted_on="/.mount/var")
    return around("system-storage-information", entry)


def ntp(line: str) -> str:
    return f"<output>\n     remote   refid  st t when poll reach  delay  offset  jitter\n{line}\n</output>"


def inventory(serial: str) -> str:
    return around(
        "chassis-inventory",
        around(
            "chassis", "<name>Chassis</name><serial-number>JN1</serial-number>",
            leaves("chassis-module", name="FPC 0", serial_number=serial),
            leaves("chassis-module", name="Midplane", serial_number="BUILTIN"),
        ),
    )


def engine(slot: int, state: str, idle: int = 90, memory: int = 22) -> str:
    return leaves(
        "route-engine", slot=slot, mastership_state=state, cpu_idle=idle, memory_buffer_utilization=memory
    )


def replication(gres: str, protocol: str) -> str:
    entry = leaves(
        "task-protocol-replication", task_protocol_replication_name="BGP", task_protocol_replication_state=protocol
    )
    return around("task-replication-state", f"<task-gres-state>{gres}</task-gres-state>", entry)


def member(number: int, status: str, serial: str, role: str) -> str:
    return leaves(
        "member", member_status=status, member_id=number, member_serial_number=serial, member_role=role
    )


def virtual_chassis(*members: str) -> str:
    return around("virtual-chassis-information", around("member-list", *members))


def fpc(slot: int, state: str, heap: int = 18) -> str:
    return leaves("fpc", slot=slot, state=state, memory_heap_utilization=heap)


def pic(slot: int, number: int, state: str) -> str:
    return around("fpc", f"<slot>{slot}</slot>", leaves("pic", pic_slot=number, pic_state=state))


def environment(*items: tuple[str, str]) -> str:
    return around(
        "environment-information", *(leaves("environment-item", name=name, status=status) for name, status in items)
    )


def port(name: str, *, oper: str = "up", errors: int = 0, carrier: int = 1) -> str:
    return around(
        "physical-interface",
        f"<name>{name}</name><admin-status>up</admin-status><oper-status>{oper}</oper-status>",
        leaves("input-error-list", input_errors=errors),
        leaves("output-error-list", carrier_transitions=carrier),
    )


def ports(*items: str) -> str:
    return around("interface-information", *items)


def light(*lanes: str) -> str:
    values = "".join(
        leaves("optics-diagnostics-lane-values", lane_index=index, laser_rx_optical_power_dbm=power)
        for index, power in enumerate(lanes)
    )
    limits = (
        "<laser-rx-power-low-warn-threshold-dbm>-14.40</laser-rx-power-low-warn-threshold-dbm>"
        "<laser-rx-power-high-warn-threshold-dbm>4.00</laser-rx-power-high-warn-threshold-dbm>"
    )
    return ports(
        around("physical-interface", "<name>et-0/0/2</name>", around("optics-diagnostics", limits, values))
    )


def queues(drops: int) -> str:
    queue = leaves(
        "queue", queue_number=5, forwarding_class_name="voice", queue_counters_tail_drop_packets=drops,
        queue_counters_red_packets=0,
    )
    return ports(around("physical-interface", "<name>et-0/0/2</name>", around("queue-counters", queue)))


def lacp(member: str, state: str) -> str:
    return around(
        "lacp-interface-information-list",
        around("lacp-interface-information", leaves("lag-lacp-protocol", name=member, lacp_mux_state=state)),
    )


def macsec(encryption: str, cipher: str, *states: str) -> str:
    common = leaves(
        "macsec-interface-common-information", interface_name="et-0/0/2", cipher_suite=cipher, encryption=encryption
    )
    channels = "".join(
        around("secure-channel", leaves("secure-association", association_number_status=state)) for state in states
    )
    return around("macsec-connection-information", common, channels)


def mka(state: str) -> str:
    return around(
        "mka-session-information", leaves("mka-session-entry", interface_name="et-0/0/2", interface_state=state)
    )


def overview(inner: str = "") -> str:
    return around("isis-overview-information", around("isis-overview", "<instance-name>master</instance-name>", inner))


def coverage(percent: str) -> str:
    entry = leaves("isis-backup-coverage", isis_topology_id="IPV4 Unicast", isis_node_coverage=percent)
    return around("isis-backup-coverage-information", entry)


def ldp(state: str) -> str:
    return around(
        "ldp-session-information", leaves("ldp-session", ldp_neighbor_address="10.0.0.2", ldp_session_state=state)
    )


def routes(*destinations: str, table: str = "inet.3") -> str:
    entries = "".join(leaves("rt", rt_destination=prefix) for prefix in destinations)
    return around("route-information", around("route-table", f"<table-name>{table}</table-name>", entries))


def bfd(link: str, session: str) -> str:
    return around(
        "bfd-session-information",
        leaves("bfd-session", session_neighbor="10.1.0.1", session_state=link, session_interface="et-0/0/2.0"),
        leaves("bfd-session", session_neighbor="10.0.0.2", session_state=session),
    )


def bgp(flaps: int = 0, accepted: int = 100, received: int = 3) -> str:
    def peer(address: str, rib: str, count: int, told: int) -> str:
        table = leaves("bgp-rib", name=rib, accepted_prefix_count=count, received_prefix_count=told)
        return around(
            "bgp-peer", f"<peer-address>{address}</peer-address><peer-state>Established</peer-state>"
            f"<flap-count>{flaps}</flap-count>", table,
        )

    return around(
        "bgp-information",
        peer("10.0.0.2+179", "bgp.l3vpn.0", accepted, accepted), peer("10.9.0.1", "K12.inet.0", 3, received),
    )


def summary(active: int, hidden: int = 0) -> str:
    table = leaves("route-table", table_name="inet.0", active_route_count=active, hidden_route_count=hidden)
    return around("route-summary-information", table)


def default(*hops: str) -> str:
    ways = "".join(around("rt-entry", leaves("nh", to=hop)) for hop in hops)
    entry = around("rt", "<rt-destination>0.0.0.0/0</rt-destination>", ways)
    table = around("route-table", "<table-name>GENGOV.inet.0</table-name>", entry)
    return around("route-information", table)


def kernel(length: int) -> str:
    entry = leaves("krt-queue", krtq_type="Routing table add queue", krtq_queue_length=length)
    return around("krt-queue-information", entry)


def forwarding(count: int) -> str:
    rows = leaves("route-table-summary", route_type="user", route_count=count)
    head = "<table-name>default</table-name><address-family>Internet</address-family>"
    return around("forwarding-table-information", around("route-table", head, rows))


def evpn(*neighbors: str, up: int = 1, segment: str = "Up/Forwarding", forwarder: str = "10.0.4.3") -> str:
    heard = "".join(leaves("evpn-neighbor", evpn_neighbor_address=address) for address in neighbors)
    esi = around(
        "evpn-esi", "<evpn-esi-value>00:00:00:fc:bd:00:00:00:00:01</evpn-esi-value>",
        leaves("evpn-esi-local-intf-information", evpn_esi_local_intf_status=segment),
        leaves("evpn-esi-df-information", esi_designated_forwarder=forwarder),
    )
    head = (
        "<evpn-instance-name>default-switch</evpn-instance-name><irb-interfaces>1</irb-interfaces>"
        f"<irb-interfaces-up>{up}</irb-interfaces-up>"
    )
    return around("evpn-instance-information", around("evpn-instance", head, heard, esi))


def database(count: int) -> str:
    entries = "".join(leaves("mac-entry", mac_address=f"00:00:5e:00:53:{n:02x}") for n in range(count))
    instance = around("evpn-database-instance", "<instance-name>default-switch</instance-name>", entries)
    return around("evpn-database-information", instance)


def tunnels(*addresses: str) -> str:
    found = "".join(leaves("vxlan-remote-vtep-information", remote_vtep_address=address) for address in addresses)
    return around("vxlan-source-vtep-information", found)


def context(vni: int) -> str:
    return around(
        "evpn-l3-context-information", leaves("evpn-l3-context", context_name="GENGOV", context_vni=vni)
    )


def prefixes(count: int) -> str:
    entries = "".join(leaves("evpn-pfxdb-evpn-ip-entry", entry_prefix=f"10.50.{n}.0/24") for n in range(count))
    table = around("evpn-pfxdb-evpn-ip-table", entries)
    body = around("evpn-pfxdb-l3-context", "<context-name>GENGOV</context-name>", table)
    return around("evpn-ip-prefix-database-information", body)


def spanning_tree(state: str) -> str:
    entry = leaves("stp-interface-entry", interface_name="xe-0/2/0", port_state=state)
    return around("stp-interface-information", around("stp-instance", around("stp-interfaces", entry)))


def switched(flags: str) -> str:
    entry = leaves(
        "l2ng-l2ald-iff-interface-entry", l2iff_interface_name="ge-0/0/3.0", l2iff_interface_flags=flags
    )
    return around("l2ng-l2ald-iff-interface-information", entry)


def addresses(count: int) -> str:
    return leaves("l2ng-l2ald-rtb-macdb", **{"l2ng-l2-total-mac-count": count})


def dot1x(count: int, vlan: str = "GENGOV") -> str:
    entries = "".join(
        leaves("interface", interface_name=f"ge-0/0/{n}.0", state="Authenticated", authenticated_vlan=vlan)
        for n in range(count)
    )
    return around("dot1x-interface-information", entries)


def powered(*states: str) -> str:
    entries = "".join(
        leaves("interface-information-detail", interface_name=f"ge-0/0/{n}", interface_status=state)
        for n, state in enumerate(states)
    )
    return around("poe", around("interface-information", entries))


def controller(used: str) -> str:
    entry = leaves(
        "controller-information", controller_index=0, controller_maxpower="600.0W",
        controller_power_consumption=used,
    )
    return around("poe", around("poe-controller-information", entry))


def bindings(count: int) -> str:
    entries = "".join(leaves("dhcp-security-entry", ip_address=f"10.64.1.{n}") for n in range(count))
    return around("dhcp-security-binding", around("dhcp-security-entries", entries))


def arp(*found: str) -> str:
    return around("arp-table-information", *(leaves("arp-table-entry", ip_address=address) for address in found))


def ddos(inner: str = "<packet-types-in-violation>0</packet-types-in-violation>") -> str:
    return around("ddos-protocols-information", "<mod-packet-types>220</mod-packet-types>", inner)


def counters(count: int) -> str:
    counter = leaves("counter", counter_name="re-discard", packet_count=count)
    name = "<filter-name>PROTECT-RE</filter-name>"
    return around("firewall-information", around("filter-information", name, counter))


def ping(loss: int) -> str:
    return around("ping-results", leaves("probe-results-summary", probes_sent=3, packet_loss=loss))


def probe(loss: str) -> str:
    results = around("probe-test-generic-results", leaves("probe-single-results", loss_percentage=loss))
    return around(
        "probe-results",
        around("probe-test-results", "<owner>DISPATCH</owner><test-name>cad</test-name>", results),
    )


def vrrp(state: str) -> str:
    return around("vrrp-information", leaves("vrrp-interface", interface="ge-0/0/1.10", group=1, vrrp_state=state))


WORKING = "Collecting distributing"
CASES = (
    Case(
        "software", "core", engines(("re0", software("21.4R1.12")), ("re1", software("21.4R1.12"))),
        engines(("re0", software("21.4R1.12")), ("re1", software("20.4R3.8"))),
        ("Junos release of re1 - Expected: 21.4R1.12 Actual: 20.4R3.8",),
    ),
    Case(
        "software_as_before", "core", software("21.4R1.12"), software("20.4R3.8"),
        ("Junos release - Expected: 21.4R1.12 as before Actual: 20.4R3.8",),
    ),
    Case(
        "boot_time", "core", booted(1598947200), booted(1598950800),
        ("Boot time - Expected: 1598947200 as before Actual: 1598950800",),
    ),
    Case(
        "core_dumps", "core", "<directory-list/>",
        around("directory-list", around("directory", leaves("file-information", file_name="rpd.core.0.gz"))),
        ("Number of core dumps - Expected: at most 0 as before Actual: 1",),
    ),
    Case(
        "storage", "core", storage(11), storage(93),
        ("Use of /.mount/var - Expected: at most 80 % Actual: 93 %",),
    ),
    Case(
        "ntp", "core", ntp("*10.50.112.11    .GNSS.   1 -   33   64  377    1.204    0.812   0.051"),
        ntp(" 10.50.112.11    .INIT.  16 -    -   64    0    0.000    0.000   0.000"),
        ("Clock - Expected: a server within 50 ms of 10.50.112.11 Actual: no server is followed",),
    ),
    Case(
        "inventory", "core", inventory("CA1"), inventory("CA2"),
        ("Serial number of FPC 0 - Expected: CA1 as before Actual: CA2",),
    ),
    Case(
        "routing_engine", "core", around("route-engine-information", engine(0, "master"), engine(1, "backup")),
        around("route-engine-information", engine(0, "master", idle=12)),
        (
            "Mastership - Expected: backup, master Actual: master",
            "Routing engine 0 - Expected: at least 60 % idle, at most 80 % of memory used Actual: 12 % idle, 22 % of "
            "memory used",
        ),
    ),
    Case(
        "task_replication", "core", replication("Enabled", "Complete"), replication("Enabled", "InProgress"),
        ("Replication of BGP - Expected: Complete Actual: InProgress",),
    ),
    Case(
        "switchover", "core", leaves("switchover-information", switchover_state="On"),
        leaves("switchover-information", switchover_state="Off"),
        ("Graceful switchover - Expected: On Actual: Off",),
    ),
    Case(
        "virtual_chassis", "site",
        virtual_chassis(member(0, "Prsnt", "NX1", "Master*"), member(1, "Prsnt", "NX2", "Backup")),
        virtual_chassis(member(0, "Prsnt", "NX1", "Master*"), member(1, "NotPrsnt", "NX2", "")),
        ("Member 1 - Expected: Prsnt NX2 Actual: NotPrsnt NX2",),
    ),
    Case(
        "line_cards", "core", around("fpc-information", fpc(0, "Online"), fpc(1, "Online"), fpc(2, "Empty")),
        around("fpc-information", fpc(0, "Online", heap=75), fpc(1, "Offline")),
        (
            "FPC 0 - Expected: Online Actual: Online, 75 % of heap used",
            "FPC 1 - Expected: Online Actual: Offline",
        ),
    ),
    Case(
        "pics", "core", around("fpc-information", pic(0, 0, "Online"), pic(1, 1, "Online")),
        around("fpc-information", pic(0, 0, "Online"), pic(1, 0, "Online")),
        ("PIC 1/1 - Expected: Online Actual: not there",),
    ),
    Case(
        "fabric_planes", "core",
        around("fm-state-information", leaves("fm-state-item", plane_slot=0, state="Online")),
        around("fm-state-information", leaves("fm-state-item", plane_slot=0, state="Fault")),
        ("Fabric plane 0 - Expected: Online or Spare Actual: Fault",),
    ),
    Case(
        "environment", "core", environment(("PSU 0", "OK"), ("PSU 1", "OK"), ("PSU 2", "Absent"), ("Fan 0", "OK")),
        environment(("PSU 0", "OK"), ("PSU 1", "Check"), ("Fan 0", "OK")),
        (
            "PSU 1 - Expected: OK Actual: Check",
            "Power supplies - Expected: at least 2 OK Actual: 1 OK",
        ),
    ),
    Case(
        "ports_as_before", "core", ports(port("et-0/0/2"), port("ge-2/0/0")),
        ports(port("et-0/0/2", oper="down"), port("ge-2/0/0", oper="down")),
        (
            "Port et-0/0/2 - Expected: up as before Actual: up/down",
            "Port ge-2/0/0 - Expected: up as before Actual: up/down",
        ),
    ),
    Case(
        "interface_errors", "core", ports(port("et-0/0/2", errors=7)), ports(port("et-0/0/2", errors=9)),
        ("Counter of et-0/0/2 input-errors - Expected: at most 7 as before Actual: 9",),
    ),
    Case(
        "optics", "core", light("-2.50", "-2.61"), light("-2.50", "- Inf"),
        ("Received light on et-0/0/2 - Expected: -14.40 to 4.00 dBm Actual: lane 1 - Inf dBm",),
    ),
    Case(
        "queue_drops", "core", queues(4), queues(5),
        ("Drops in et-0/0/2 voice - Expected: at most 4 as before Actual: 5",),
    ),
    Case(
        "lacp", "core", lacp("et-1/1/0", WORKING), lacp("et-1/1/0", "Detached"),
        ("LACP on et-1/1/0 of ae0 - Expected: Collecting distributing Actual: Detached",),
    ),
    Case(
        "lacp_as_before", "leaf", lacp("xe-0/0/0", WORKING), lacp("xe-0/0/0", "Waiting"),
        ("LACP on xe-0/0/0 - Expected: Collecting distributing as before Actual: not there",),
    ),
    Case(
        "macsec", "core", macsec("on", "GCM-AES-XPN-256", "inuse", "inuse"), macsec("off", "GCM-AES-128", "inuse"),
        (
            "MACsec on et-0/0/2 - Expected: encryption on, gcm-aes-xpn-256, in use Actual: encryption off, "
            "gcm-aes-128, not in use",
        ),
    ),
    Case(
        "mka", "core", mka("Secured - Primary"), mka("Init"),
        ("MKA session on et-0/0/2 - Expected: Secured Actual: Init",),
    ),
    Case(
        "isis_overload", "core", overview(), overview("<isis-overload-enabled/>"),
        ("IS-IS overload - Expected: not overloaded Actual: overloaded",),
    ),
    Case(
        "isis_backup_coverage", "core", coverage("97.77%"), coverage("61.00%"),
        ("IS-IS backup coverage IPV4 Unicast - Expected: at least 97.77 as before Actual: 61.00%",),
    ),
    Case(
        "ldp", "core", ldp("Operational"), "<ldp-session-information/>",
        ("LDP sessions - Expected: at least 1 Actual: 0",),
    ),
    Case(
        "labelled_paths", "core", routes("10.0.0.2/32"), routes("10.0.0.9/32"),
        ("Labelled path to core2 (10.0.0.2) - Expected: a route Actual: no route",),
    ),
    Case(
        "bfd", "core", bfd("Up", "Up"), bfd("Down", "Down"),
        (
            "BFD session to core2 on et-0/0/2.0 - Expected: Up Actual: Down",
            "BFD session to core2 (10.0.0.2) - Expected: Up Actual: Down",
        ),
    ),
    Case(
        "bgp_flaps", "core", bgp(flaps=1), bgp(flaps=2),
        (
            "Flaps of 10.0.0.2 - Expected: at most 1 as before Actual: 2",
            "Flaps of 10.9.0.1 - Expected: at most 1 as before Actual: 2",
        ),
    ),
    Case(
        "bgp_prefixes", "core", bgp(accepted=1000), bgp(accepted=900),
        ("Accepted prefixes of 10.0.0.2 bgp.l3vpn.0 - Expected: 980 to 1020 (1000 before) Actual: 900",),
    ),
    Case(
        "bgp_prefix_limits", "core", bgp(received=8), bgp(received=9),
        ("Prefixes of pe1 (10.9.0.1) - Expected: at most 8 of its limit of 10 Actual: 9",),
    ),
    Case(
        "route_counts", "core", summary(1000), summary(1021),
        ("Active routes of inet.0 - Expected: 980 to 1020 (1000 before) Actual: 1021",),
    ),
    Case(
        "hidden_routes", "core", summary(1000, hidden=2), summary(1000, hidden=3),
        ("Hidden routes of inet.0 - Expected: at most 2 as before Actual: 3",),
    ),
    Case(
        "default_routes", "site", default("10.16.0.64", "10.16.0.96"), default("10.16.0.96"),
        ("Default route of GENGOV - Expected: 10.16.0.64, 10.16.0.96 Actual: 10.16.0.96",),
    ),
    Case(
        "kernel_queue", "core", kernel(0), kernel(11),
        ("Kernel routing table queue - Expected: empty Actual: 11 in Routing table add queue",),
    ),
    Case(
        "forwarding_table", "core", forwarding(100), forwarding(50),
        ("Forwarding routes of default Internet - Expected: 98 to 102 (100 before) Actual: 50",),
    ),
    Case(
        "evpn_neighbors", "leaf", evpn("10.0.4.1", "10.0.4.2"), evpn("10.0.4.1"),
        ("EVPN neighbor spine2 (10.0.4.2) - Expected: a neighbor Actual: no neighbor",),
    ),
    Case(
        "evpn_gateways", "leaf", evpn(), evpn(up=0),
        ("Gateways of default-switch - Expected: 1 of 1 up Actual: 0 of 1 up",),
    ),
    Case(
        "evpn_segments", "leaf", evpn(), evpn(segment="Down"),
        (
            "Ethernet segment 00:00:00:fc:bd:00:00:00:00:01 - Expected: Up, with a designated forwarder as before "
            "Actual: not there",
        ),
    ),
    Case(
        "evpn_database", "leaf", database(100), database(90),
        ("Addresses of default-switch - Expected: 95 to 105 (100 before) Actual: 90",),
    ),
    Case(
        "evpn_duplicates", "leaf", database(0), database(1),
        ("Duplicate addresses - Expected: none Actual: 00:00:5e:00:53:00",),
    ),
    Case(
        "vxlan_tunnels", "leaf", tunnels("10.0.4.1", "10.0.4.2"), tunnels("10.0.4.2"),
        ("VXLAN tunnel to spine1 (10.0.4.1) - Expected: a tunnel Actual: no tunnel",),
    ),
    Case("evpn_contexts", "leaf", context(20010), context(20011), ("VNI of GENGOV - Expected: 20010 Actual: 20011",)),
    Case(
        "evpn_prefixes", "leaf", prefixes(10), prefixes(7),
        ("Type-5 prefixes of GENGOV - Expected: 9 to 11 (10 before) Actual: 7",),
    ),
    Case(
        "spanning_tree", "site", spanning_tree("FWD"), spanning_tree("BLK"),
        ("Blocked uplinks - Expected: none Actual: xe-0/2/0 BLK",),
    ),
    Case(
        "blocked_ports", "site", switched("UP,"), switched("UP,SCTL"),
        ("Blocked ports - Expected: none Actual: ge-0/0/3.0 by storm control",),
    ),
    Case(
        "mac_table", "leaf", addresses(200), addresses(150),
        ("Learned MAC addresses - Expected: 190 to 210 (200 before) Actual: 150",),
    ),
    Case(
        "vrrp", "core", vrrp("master"), vrrp("init"),
        ("VRRP group ge-0/0/1.10 1 - Expected: master as before Actual: init",),
    ),
    Case("dot1x", "site", dot1x(40), dot1x(30), ("Authenticated hosts - Expected: 38 to 42 (40 before) Actual: 30",)),
    Case(
        "quarantine", "site", dot1x(4), dot1x(4, "QUARANTINE"),
        ("802.1X quarantine - Expected: not everybody Actual: 4 of 4 hosts",),
    ),
    Case(
        "poe_ports", "site", powered("ON", "OFF"), powered("OFF", "OFF"),
        ("Power of ge-0/0/0 - Expected: on as before Actual: not there",),
    ),
    Case(
        "poe_budget", "site", controller("210.40W"), controller("555.00W"),
        ("Power of controller 0 - Expected: at most 540 W of 600 W Actual: 555 W",),
    ),
    Case(
        "dhcp_bindings", "site", bindings(20), bindings(10),
        ("DHCP bindings - Expected: 19 to 21 (20 before) Actual: 10",),
    ),
    Case(
        "arp", "site", arp("10.16.0.64", "10.16.0.96"), arp("10.16.0.64"),
        ("ARP entry of pe2 (10.16.0.96) - Expected: an entry Actual: no entry",),
    ),
    Case(
        "ddos", "core", ddos(),
        ddos(
            around(
                "ddos-protocol-group", "<group-name>BGP</group-name>", leaves("ddos-protocol", packet_type="aggregate")
            )
        ),
        ("Protocols in violation - Expected: none Actual: BGP aggregate",),
    ),
    Case(
        "filter_counters", "core", counters(0), counters(17),
        ("Discarded by PROTECT-RE re-discard - Expected: none as before Actual: not there",),
    ),
    Case(
        "path_mtu", "core", ping(0), ping(100),
        ("Ping of 8972 bytes to core2 (10.0.0.2) - Expected: 0 % lost Actual: 100 % lost",),
    ),
    Case(
        "service_probes", "core", probe("0"), probe("2.5"),
        ("Probe DISPATCH cad - Expected: less than 0.1 % lost Actual: 2.5 % lost",),
    ),
)
