"""NSUserDefaults: what the app remembers.

Not here: anything that works, for now. One rule: what is not simulated is refused by name.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["NSUserDefaults"]

# fmt: off
_REFUSED: Final = (
    "+resetStandardUserDefaults", "init", "initWithSuiteName:", "initWithUser:",
    "objectForKey:", "setObject:forKey:", "removeObjectForKey:", "stringForKey:",
    "arrayForKey:", "dictionaryForKey:", "dataForKey:", "stringArrayForKey:", "integerForKey:",
    "floatForKey:", "doubleForKey:", "boolForKey:", "URLForKey:", "setInteger:forKey:",
    "setFloat:forKey:", "setDouble:forKey:", "setBool:forKey:", "setURL:forKey:",
    "registerDefaults:", "addSuiteNamed:", "removeSuiteNamed:", "dictionaryRepresentation",
    "volatileDomainForName:", "setVolatileDomain:forName:", "removeVolatileDomainForName:",
    "persistentDomainNames", "persistentDomainForName:", "setPersistentDomain:forName:",
    "removePersistentDomainForName:", "synchronize", "objectIsForcedForKey:",
    "objectIsForcedForKey:inDomain:", "+standardUserDefaults", "volatileDomainNames",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSUserDefaults(NSObject):
    """What the app remembers. Source: developer.apple.com/documentation/foundation/userdefaults"""
