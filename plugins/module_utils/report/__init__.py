"""Plan and journal to what people read."""
