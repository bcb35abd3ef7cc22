"""Client and modules against a running twin."""
