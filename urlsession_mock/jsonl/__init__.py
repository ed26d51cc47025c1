"""Recordings as files: JSON Lines, one event a line; see docs/recording-format.md.

Not here: what an event means (events.py), or playing one (replay). One rule: a file is data.
Whatever is wrong with it is one `BadRecording` that names the line.

Nothing is imported here: the parts need msgspec, the extra `recordings`.
"""
