"""Tests of the Foundation doubles."""
