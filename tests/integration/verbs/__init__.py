"""The verbs, seen from the shell."""
