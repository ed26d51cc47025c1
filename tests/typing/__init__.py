"""What type checkers say of delegates: right ones, wrong ones, and the test that compares.

Not here: what happens when they run. One rule: nothing in this folder is imported by
anything outside it.
"""
