# Key-value coding for any object. Source: PyObjC's documentation, "PyObjCTools.KeyValueCoding".

from typing import Any

def getKey(obj: object, key: str) -> Any: ...  # whatever the object has
def setKey(obj: object, key: str, value: object) -> None: ...
def getKeyPath(obj: object, keypath: str) -> Any: ...  # as above
def setKeyPath(obj: object, keypath: str, value: object) -> None: ...
