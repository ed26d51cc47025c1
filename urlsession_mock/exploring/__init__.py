"""The explorer: every order, and every mishap, that the system may legally make of a play.

The face is `urlsession_mock.explorer`. Read `kinds.py` for what may be chosen, `steering.py` for
who asks, `steered.py` for the loop that asks, `exhaustive.py` for what is tried next.
"""
