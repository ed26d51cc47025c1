"""Faults that shipped, each as a delegate that has it and a twin that has not.

The faults and where they are known from stand in `tests/data/bugs.json`. Not here: the rules'
specimens, which break one rule each. One rule: a faulty class is the smallest
shape of the fault as real code wrote it, and knows nothing of the test.
"""
