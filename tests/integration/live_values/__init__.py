"""Real values on the twin in place of the network."""
