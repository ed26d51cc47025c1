"""The stubs of Foundation and objc: what is in them, and that doubles and stubs agree.

Not here: what type checkers say of code that uses them (`tests/typing`).
"""
