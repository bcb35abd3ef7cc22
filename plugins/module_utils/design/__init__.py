"""Intent and allocations to device models: pure functions, nothing left to decide."""
