"""What type checkers say of PyObjC code under the stubs of Foundation and objc.

Not here: what the stubs hold (`tests/stubs`). One rule: the files are as users write them,
`from Foundation import ...`, and are never run.
"""
