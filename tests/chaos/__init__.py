"""Chaos: seeded runs in which the rollout is killed, cut off, slowed down and disturbed, and what must hold after each."""
