"""Tests of the emulated fleet."""
