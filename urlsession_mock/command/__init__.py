"""The parts of the command `urlsession-mock`, one file for each thing it answers.

Not here: which part is asked (`__main__.py`). One rule: a part returns the exit status.
"""
