"""The module twin, as Ansible runs it."""
