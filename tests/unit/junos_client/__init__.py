"""The Junos client, from recorded replies and against a server over SSH."""
