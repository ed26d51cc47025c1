"""The pytest plugin: fixtures, the marker, options and the report.

Wiring only: what is judged and how is decided in `urlsession_mock`. One rule:
a run that uses none of the fixtures never imports the core.
"""
