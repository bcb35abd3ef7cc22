"""Configurations for the tests of the engine: written for them, in the layout of devices."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

# A parser of this size is slow to draw examples for, not to run.
quick = settings(max_examples=40, deadline=None)

ROUTER = """\
groups {
    re0 {
        system {
            host-name okc-core1-re0;
        }
    }
}
apply-groups [ re0 re1 ];
system {
    host-name okc-core1;
    root-authentication {
        ssh-ed25519 "ssh-ed25519 AAAAC3Nza ops@example";
    }
    name-server {
        192.0.2.53;
        192.0.2.54 routing-instance mgmt_junos;
    }
    syslog {
        file messages {
            any notice;
            archive size 10m files 20;
        }
    }
    ntp {
        server 192.0.2.41 prefer;
    }
}
interfaces {
    /* to Tulsa */
    et-0/0/2 {
        description "CORE: tul-core1 [100G]";
        mtu 9192;
        hold-time up 3000 down 0;
        gigether-options {
            802.3ad ae10;
        }
        unit 0 {
            family inet {
                mtu 9000;
                address 10.0.0.0/31;
            }
            family iso;
            inactive: family mpls {
                maximum-labels 5;
            }
        }
    }
    inactive: xe-0/1/0 {
        vlan-tagging;
        unit 110 {
            vlan-id 110;
            family inet {
                filter {
                    input CE-IN;
                }
                address 10.110.0.0/31;
            }
        }
    }
}
policy-options {
    prefix-list LOOPBACKS {
        10.0.255.0/24;
        10.1.255.0/24;
    }
    policy-statement CE-IN {
        term sites {
            from {
                protocol bgp;
                route-filter 10.110.0.0/16 upto /30;
                route-filter 10.111.0.0/16 exact;
            }
            then {
                local-preference 200;
                community add SITE;
                accept;
            }
        }
        term last {
            then reject;
        }
    }
    community SITE members [ 65000:1101 65000:1102 ];
}
routing-instances {
    PUBSAFE {
        instance-type vrf;
        protocols {
            bgp {
                group CE {
                    type external;
                    import ( CE-IN && CE-FILTER );
                    neighbor 10.110.0.1 {
                        peer-as 65101;
                    }
                }
            }
        }
        interface xe-0/1/0.110;
        route-distinguisher 10.0.255.11:101;
        vrf-target target:65000:101;
    }
}
routing-options {
    router-id 10.0.255.11;
    autonomous-system 65000;
    static {
        route 0.0.0.0/0 next-hop 192.0.2.1;
        route 192.0.2.128/25 {
            discard;
            no-readvertise;
        }
    }
}
protocols {
    isis {
        interface et-0/0/2.0 {
            level 1 disable;
            level 2 metric 10;
            point-to-point;
        }
    }
    mpls {
        label-switched-path okc-tul {
            to 10.0.255.21;
            priority 6 6;
        }
    }
}
"""

_NAMES = st.sampled_from(["a", "b", "CE-IN", "two words", 'say "x"', "back\\slash", "$9$x", "(a|b) .*", "ä;{"])
_NUMBERS = st.integers(min_value=1, max_value=4)
_TEMPLATES = (
    "system host-name {name}",
    "system name-server 192.0.2.{number}",
    "system ntp server 192.0.2.{number} prefer",
    "system ntp server 192.0.2.{number} key {number}",
    "system login message {name}",
    "interfaces xe-0/0/{number} description {name}",
    "interfaces xe-0/0/{number} disable",
    "interfaces xe-0/0/{number} hold-time up {number}",
    "interfaces xe-0/0/{number} unit {number} family inet address 10.0.{number}.1/24",
    "interfaces xe-0/0/{number} unit {number} family inet filter input F{number}",
    "interfaces xe-0/0/{number} unit {number} family iso",
    "interfaces xe-0/0/{number} unit {number} vlan-id {number}",
    "policy-options policy-statement P{number} term t{number} from protocol [ bgp static ]",
    "policy-options policy-statement P{number} term t{number} from route-filter 10.{number}.0.0/16 upto /24",
    "policy-options policy-statement P{number} term t{number} from route-filter 10.{number}.0.0/16 exact",
    "policy-options policy-statement P{number} term t{number} then accept",
    "policy-options policy-statement P{number} term t{number} then reject",
    "policy-options policy-statement P{number} term t{number} then community add C{number}",
    "policy-options policy-statement P{number} term t{number} then metric {number}",
    "policy-options community C{number} members 65000:{number}",
    "policy-options prefix-list L{number} 10.{number}.0.0/16",
    "protocols bgp group G{number} import P{number}",
    "protocols bgp group G{number} neighbor 10.0.0.{number} peer-as 6500{number}",
    "protocols isis interface xe-0/0/{number}.0 level {number} metric {number}",
    "protocols mpls",
    "protocols mpls label-switched-path l{number} priority {number} {number}",
    "routing-options static route 10.{number}.0.0/16 next-hop 192.0.2.{number}",
    "routing-options static route 10.{number}.0.0/16 discard",
    "routing-instances R{number} route-distinguisher 1:{number}",
    "routing-instances R{number} interface xe-0/0/{number}.{number}",
    "apply-groups g{number}",
    "groups g{number} system host-name {name}",
)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def commands(draw: st.DrawFn) -> list[str]:
    """Commands that build a configuration and then take parts of it back, deactivate and protect them."""
    lines: list[str] = []
    for template in draw(st.lists(st.sampled_from(_TEMPLATES), max_size=16)):
        words = []
        for word in template.split():
            filled = word.replace("{name}", _quoted(draw(_NAMES)) if "{name}" in word else "")
            words.append(filled.replace("{number}", str(draw(_NUMBERS)) if "{number}" in word else ""))
        lines.append(f"set {' '.join(words)}")
    for line in draw(st.lists(st.sampled_from(lines), max_size=5)) if lines else []:
        words = line.split()
        depth = draw(st.integers(min_value=2, max_value=max(2, len(words))))
        if '"' not in line and "[" not in line:
            lines.append(" ".join([draw(st.sampled_from(["delete", "deactivate", "protect"])), *words[1:depth]]))
    return lines
