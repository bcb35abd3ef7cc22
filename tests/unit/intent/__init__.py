"""Tests of the intent."""
