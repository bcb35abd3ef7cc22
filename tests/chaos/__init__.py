"""Chaos: seeded runs in which the rollout is killed, cut off, slowed down and disturbed; what must hold after each."""
