"""An emulated copy of the network: NETCONF front end, configuration database, network state."""
