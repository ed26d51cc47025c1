"""The pytest plugin, seen from a test that uses it and from a run around it."""
