"""The operational state of the emulated network: a function of the running configurations, the cabling and faults.

Each module says where it is simpler than real devices. In short: everything converges at once; there is no
authentication, no timer, no traffic and no best path; IS-IS is level 2; configuration groups and interface ranges are
not expanded; only IPv4 addresses count; ports without a cable are down, and an IRB is up whatever the ports of its VLAN
do.
"""
