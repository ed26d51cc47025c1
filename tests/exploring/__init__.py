"""The explorer: what may be chosen, who chooses, what is told of it."""
