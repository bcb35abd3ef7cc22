"""Measures the speed that the documentation claims, on states of any size."""
