"""When a rehearsal passes."""
