"""The suite: claims about the package, one file for each noun of the source.

A package so that tests can import their common parts as `tests.NAME`.
"""
