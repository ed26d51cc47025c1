"""Recordings as files: written, read, checked, imported."""
