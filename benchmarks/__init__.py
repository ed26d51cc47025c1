"""What urlsession-mock costs, measured beside its peers: `make bench`, `python -m benchmarks`.

Not a test: a machine under load says nothing true, so nothing fails unless `--check` asks
for it. One rule: whatever is compared was measured in the same run, turn by turn.
"""
