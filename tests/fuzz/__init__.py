"""Files nobody would write, in great number. Not collected by pytest; see `recordings.py`."""
