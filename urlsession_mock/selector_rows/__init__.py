"""The rows of the selector table, one file per protocol.

Nothing is exported here: the table is `urlsession_mock.selectors`.
"""
