"""The version of the collection, part of every plan; the same as in ``galaxy.yml`` (a test compares them)."""

VERSION = "0.1.0"
