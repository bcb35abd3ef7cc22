"""Unmodified third-party clients at their ordinary work on the twin."""
