"""The bridges that Python speaks to Apple through, on a machine that has none.

Not here: any simulation; the modules that a bridge's users import are made of the doubles of
`urlsession_mock.foundation`. One rule: a binding is an outer layer, and nothing imports it.
"""
