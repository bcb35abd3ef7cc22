"""The description of a state's network that people write: schema, loading, validation."""
