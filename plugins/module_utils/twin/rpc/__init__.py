"""The requests that an emulated device answers by itself: those about its configuration and its sessions."""
