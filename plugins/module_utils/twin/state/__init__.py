"""The operational state of the emulated network: a function of the running configurations, the cabling and faults."""
