"""How an emulated device comes out of its box: factory default, an address from Kea's configuration, first files."""
