"""Checks derived from the device models, one class each."""
