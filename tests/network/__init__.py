"""Servers and what a transfer makes of them."""
