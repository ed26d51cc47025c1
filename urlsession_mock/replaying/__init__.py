"""Replaying: a recording's messages for another delegate, and where it behaves differently.

Not here: files of recordings (jsonl/), or a test's network that answers from one. One rule:
the delegate is called by the same engine, lanes and handlers as in any other run, so that all
rules judge what it does.
"""
