"""One delegate as a true Objective-C object: rubicon-objc on GNUstep's runtime.

Only for Linux, and only where its libraries are installed. Nothing of it is shipped. One rule:
what loads a runtime runs in a process of its own (`child.py`), for it may abort that.
"""
