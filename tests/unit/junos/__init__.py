"""Tests of the configuration engine."""
