"""Tests of the rollout layer: every rule without a twin, on devices in memory."""
