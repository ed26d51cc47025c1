"""NSObject: what every Foundation double and most PyObjC delegates inherit.

What it is: allocation, equality, asking and performing selectors, simple key-value coding.
What it is not: an archiver, key-value observing or scripting; those are refused.
Its one rule: it keeps no state, so a subclass may be laid out as it likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias, cast

from urlsession_mock.foundation.exporting import export, is_exported, ours
from urlsession_mock.foundation.formal_protocol import FormalProtocol, protocol_named
from urlsession_mock.foundation.key_values import KeyValueCoding
from urlsession_mock.foundation.method_views import MethodViews
from urlsession_mock.foundation.selector import selector_name
from urlsession_mock.not_simulated import not_simulated, python_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self

    from urlsession_mock.thread import NSThread

Selecting: TypeAlias = "str | bytes | Callable[..., Any]"
"""How code names a selector: `"take:"`, `b"take:"`, or the method itself."""

__all__ = ["NSObject", "Selecting", "method_name", "perform"]


# fmt: off
_REFUSED: Final = (
    # Coding, archiving and distributed objects.
    "replacementObjectForCoder:", "awakeAfterUsingCoder:", "classForCoder",
    "replacementObjectForKeyedArchiver:", "+classFallbacksForKeyedArchiver",
    "classForKeyedArchiver", "+classForKeyedUnarchiver", "replacementObjectForArchiver:",
    "classForArchiver", "replacementObjectForPortCoder:", "classForPortCoder",
    # The runtime.
    "+setVersion:", "+poseAsClass:", "autoContentAccessingProxy",
    "methodForSelector:", "methodSignatureForSelector:", "forwardInvocation:", "retainCount",
    # Old delegates of NSURL and NSFileManager, and error recovery.
    "URL:resourceDataDidBecomeAvailable:", "URLResourceDidFinishLoading:",
    "URLResourceDidCancelLoading:", "URL:resourceDidFailLoadingWithReason:",
    "fileManager:shouldProceedAfterError:", "fileManager:willProcessPath:",
    "attemptRecoveryFromError:optionIndex:delegate:didRecoverSelector:contextInfo:",
    "attemptRecoveryFromError:optionIndex:",
    # Key-value coding beyond getting and setting.
    "validateValue:forKey:error:", "validateValue:forKeyPath:error:", "mutableArrayValueForKey:",
    "mutableOrderedSetValueForKey:", "mutableSetValueForKey:", "mutableArrayValueForKeyPath:",
    "mutableOrderedSetValueForKeyPath:", "mutableSetValueForKeyPath:", "setNilValueForKey:",
    "+useStoredAccessor", "storedValueForKey:", "takeStoredValue:forKey:", "takeValue:forKey:",
    "takeValue:forKeyPath:", "handleQueryWithUnboundKey:", "handleTakeValue:forUnboundKey:",
    "unableToSetNilForKey:", "valuesForKeys:", "takeValuesFromDictionary:",
    # Key-value observing; nobody can observe, so telling of a change is free (see below).
    "observeValueForKeyPath:ofObject:change:context:", "addObserver:forKeyPath:options:context:",
    "removeObserver:forKeyPath:context:", "removeObserver:forKeyPath:",
    "willChange:valuesAtIndexes:forKey:", "didChange:valuesAtIndexes:forKey:",
    "willChangeValueForKey:withSetMutation:usingObjects:",
    "didChangeValueForKey:withSetMutation:usingObjects:",
    "+keyPathsForValuesAffectingValueForKey:", "+automaticallyNotifiesObserversForKey:",
    "observationInfo", "setObservationInfo:",
    "+setKeys:triggerChangeNotificationsForDependentKey:", "setSharedObservers:",
    # Class descriptions and scripting.
    "inverseForRelationshipKey:", "classDescription", "attributeKeys", "toOneRelationshipKeys",
    "toManyRelationshipKeys", "scriptingValueForSpecifier:",
    "copyScriptingValue:forKey:withProperties:",
    "newScriptingObjectOfClass:forValueForKey:withContentsValue:properties:",
    "scriptingProperties", "setScriptingProperties:", "classCode",
    "valueAtIndex:inPropertyWithKey:", "valueWithName:inPropertyWithKey:",
    "valueWithUniqueID:inPropertyWithKey:",
    "insertValue:atIndex:inPropertyWithKey:", "removeValueAtIndex:fromPropertyWithKey:",
    "replaceValueAtIndex:inPropertyWithKey:withValue:", "insertValue:inPropertyWithKey:",
    "coerceValue:forKey:", "indicesOfObjectsByEvaluatingObjectSpecifier:", "objectSpecifier",
    "isLessThanOrEqualTo:", "isLessThan:", "isGreaterThanOrEqualTo:", "isGreaterThan:",
    "doesContain:", "isLike:", "isCaseInsensitiveLike:", "scriptingIsEqualTo:",
    "scriptingIsLessThanOrEqualTo:", "scriptingIsLessThan:", "scriptingIsGreaterThanOrEqualTo:",
    "scriptingIsGreaterThan:", "scriptingBeginsWith:", "scriptingEndsWith:", "scriptingContains:",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSObject(KeyValueCoding):
    """The root class. Source: developer.apple.com/documentation/objectivec/nsobject-swift.class

    Calling a class is `alloc().init()`, as in PyObjC 10.3 and newer: without arguments, or with
    those of an init method by name, so that `X(path=p)` is `X.alloc().initWithPath_(p)`. An
    `__init__` is called after that. What PyObjC refuses in a class is refused when the
    class is made; see `exporting.py`.
    """

    __slots__ = ()
    __not_simulated__: ClassVar[tuple[str, ...]] = ()
    pyobjc_instanceMethods: ClassVar[MethodViews] = MethodViews(of_class=False)
    pyobjc_classMethods: ClassVar[MethodViews] = MethodViews(of_class=True)

    def __init_subclass__(cls, *, protocols: Iterable[object] = (), **options: Any) -> None:
        """Hold a class to PyObjC's rules; `protocols` are those that it adopts.

        Raises `objc.BadPrototypeError` for a method that cannot take its selector's arguments,
        TypeError where a required method of a protocol is missing.
        """
        __tracebackhide__ = True
        super().__init_subclass__(**options)
        if not ours(cls):
            export(cls, protocols, NSObject)

    def __new__(cls, *arguments: Any, **options: Any) -> Self:  # Any: its init methods say
        __tracebackhide__ = True
        if _is_made_as_python(cls):
            return object.__new__(cls)
        if arguments:
            raise TypeError(
                f"{cls.__name__}() does not accept positional arguments; use "
                f"{cls.__name__}.alloc() and one of its init methods, or give the class a __new__"
            )
        if not options:
            return cls.alloc().init()
        names = tuple(options)
        name = _initialisers(cls).get(names)
        if name is None:
            raise TypeError(
                f"{cls.__name__}() does not support keyword arguments {', '.join(map(repr, names))}"
            )
        made: Self = getattr(cls.alloc(), name)(*options.values())
        return made

    @classmethod
    def alloc(cls) -> Self:
        """A new object, to be followed by one of its init methods."""
        return object.__new__(cls)

    @classmethod
    def new(cls) -> Self:
        """The same as `alloc().init()`."""
        return cls.alloc().init()

    def init(self) -> Self:
        """Make the object ready; an override returns self, or another object in its place."""
        return self

    def performSelectorOnMainThread_withObject_waitUntilDone_(
        self, selector: Selecting, argument: object, wait: bool, /
    ) -> None:
        """Perform the selector on the main lane; at once where the caller waits and is there."""
        # later: lanes are built on these classes
        from urlsession_mock.operation_queue import perform_on_main

        perform_on_main(lambda: perform(self, selector, argument), wait=bool(wait))

    def performSelectorOnMainThread_withObject_waitUntilDone_modes_(
        self, selector: Selecting, argument: object, wait: bool, _modes: object, /
    ) -> None:
        """The same; a main lane has no run loop modes."""
        self.performSelectorOnMainThread_withObject_waitUntilDone_(selector, argument, wait)

    def performSelectorInBackground_withObject_(
        self, selector: Selecting, argument: object, /
    ) -> None:
        """Perform the selector on a new thread."""
        # later: as above
        from urlsession_mock.thread import NSThread

        NSThread.detachNewThreadWithBlock_(lambda: perform(self, selector, argument))

    def performSelector_withObject_afterDelay_(
        self, selector: Selecting, argument: object, delay: float, /
    ) -> None:
        """Perform the selector on the calling thread's run loop, so many seconds from now."""
        self.performSelector_withObject_afterDelay_inModes_(
            selector, argument, delay, ["kCFRunLoopDefaultMode"]
        )

    def performSelector_withObject_afterDelay_inModes_(
        self, selector: Selecting, argument: object, delay: float, modes: Iterable[str], /
    ) -> None:
        """The same, while the run loop runs in one of these modes."""
        # later: as above
        from urlsession_mock.performing import perform_later

        perform_later(self, selector, argument, delay, modes)

    @classmethod
    def cancelPreviousPerformRequestsWithTarget_(cls, target: NSObject, /) -> None:
        """Take back what the target was to perform later on the calling thread's run loop."""
        # later: as above
        from urlsession_mock.performing import cancel

        cancel(target)

    @classmethod
    def cancelPreviousPerformRequestsWithTarget_selector_object_(
        cls, target: NSObject, selector: Selecting, argument: object, /
    ) -> None:
        """The same for one selector, with an equal argument."""
        # later: as above
        from urlsession_mock.performing import cancel

        cancel(target, selector, argument)

    def performSelector_onThread_withObject_waitUntilDone_(
        self, selector: Selecting, thread: NSThread, argument: object, wait: bool, /
    ) -> None:
        """Perform the selector on another thread, when that next runs its run loop."""
        self.performSelector_onThread_withObject_waitUntilDone_modes_(
            selector, thread, argument, wait, ["kCFRunLoopCommonModes"]
        )

    def performSelector_onThread_withObject_waitUntilDone_modes_(
        self,
        selector: Selecting,
        thread: NSThread,
        argument: object,
        wait: bool,
        modes: Iterable[str],
        /,
    ) -> None:
        """The same, while that run loop runs in one of these modes.

        Raises `Deadlock` where it waits, and the other thread does not come to it.
        """
        # later: as above
        from urlsession_mock.performing import perform_on_thread

        perform_on_thread(self, selector, thread, argument, wait=bool(wait), modes=modes)

    def retain(self) -> Self:
        """Python counts references; this changes nothing."""
        return self

    def release(self) -> None:
        """Python counts references; this changes nothing."""

    def autorelease(self) -> Self:
        """Python counts references; this changes nothing."""
        return self

    def copy(self) -> NSObject:
        """What `copyWithZone_` returns; raises AttributeError where there is none, as on a Mac."""
        return _zone_copy(self, "copyWithZone_")

    def mutableCopy(self) -> NSObject:
        """What `mutableCopyWithZone_` returns; raises AttributeError where there is none."""
        return _zone_copy(self, "mutableCopyWithZone_")

    # Who am I?

    def self(self) -> Self:
        """The object itself."""
        return self

    def isProxy(self) -> bool:
        """No double is a proxy."""
        return False

    # Three that Objective-C has as class methods too, with the same answer.

    @classmethod
    def class__(cls) -> type[Self]:
        """The class; PyObjC spells `class` with two underscores."""
        return cls

    @classmethod
    def superclass(cls) -> type | None:
        """The class above this one, or above the object's own, or None."""
        above = cls.__mro__[1:]
        return next((base for base in above if issubclass(base, NSObject)), None)

    def className(self) -> str:
        """The name of the class."""
        return type(self).__name__

    def isKindOfClass_(self, cls: type, /) -> bool:
        """Whether the object is an instance of a class or of one that inherits it."""
        return isinstance(self, cls)

    def isMemberOfClass_(self, cls: type, /) -> bool:
        """Whether the object is an instance of exactly this class."""
        return type(self) is cls

    def description(self) -> str:
        """A text for people."""
        return repr(self)

    def debugDescription(self) -> str:
        """A text for developers."""
        return self.description()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {id(self):#x}>"

    # Equality. A value class defines `__eq__` and `__hash__`; these follow them.

    def hash(self) -> int:
        """A number that equal objects share."""
        return hash(self)

    def isEqual_(self, other: object, /) -> bool:
        """Whether this object and another have the same value."""
        return bool(self == other)

    def isEqualTo_(self, other: object, /) -> bool:
        """The scripting spelling of `isEqual_`."""
        return self.isEqual_(other)

    def isNotEqualTo_(self, other: object, /) -> bool:
        """The contrary of `isEqualTo_`."""
        return not self.isEqual_(other)

    # Selectors, as text ("a:b:") or as the bytes PyObjC also takes.

    def respondsToSelector_(self, selector: Selecting, /) -> bool:
        """Whether Objective-C sees such a method of the object's class.

        An attribute of the instance is not seen, nor is what `python_method` marks. True also for
        a method that is refused, because a Mac has it.
        """
        return is_exported(type(self), method_name(selector))

    @classmethod
    def instancesRespondToSelector_(cls, selector: Selecting, /) -> bool:
        """Whether Objective-C sees such a method in objects of this class."""
        return is_exported(cls, method_name(selector))

    @classmethod
    def conformsToProtocol_(cls, protocol: FormalProtocol | None, /) -> bool:
        """Whether the class, or one above it, says that it adopts the protocol."""
        return any(
            adopted.conformsTo_(protocol)
            for owner in cls.__mro__
            for adopted in _adopted(owner)
            if isinstance(adopted, FormalProtocol) and protocol is not None
        )

    def doesNotRecognizeSelector_(self, selector: Selecting, /) -> None:
        """Raise AttributeError, as PyObjC does for a selector nobody implements."""
        raise AttributeError(f"{type(self).__name__} has no {method_name(selector)}")

    def performSelector_(self, selector: Selecting, /) -> Any:  # the method's own result
        """Call a method without arguments and return what it returns."""
        return _method(self, selector)()

    def performSelector_withObject_(
        self, selector: Selecting, argument: object, /
    ) -> Any:  # the method's own result
        """Call a method with one argument and return what it returns."""
        return _method(self, selector)(argument)

    def performSelector_withObject_withObject_(
        self, selector: Selecting, first: object, second: object, /
    ) -> Any:  # the method's own result
        """Call a method with two arguments and return what it returns."""
        return _method(self, selector)(first, second)

    @classmethod
    def version(cls) -> int:
        """The archive version of the class; 0 unless set, and it cannot be set."""
        return 0


def _is_made_as_python(cls: type) -> bool:
    """A double with an `__init__` of its own; a user's class is made as PyObjC makes it."""
    for owner in cls.__mro__:
        if "__init__" in vars(owner) and not getattr(owner, "_is_protocol", False):
            return owner is not object and ours(owner)
    return False


def _initialisers(cls: type) -> dict[tuple[str, ...], str]:
    """The init methods of a class by the names of their arguments, as PyObjC 10.3 maps them."""
    found: dict[tuple[str, ...], str] = {}
    for name in dir(cls):
        if name.startswith("init") and name.endswith("_") and name[4:5].isupper():
            parts = name[4:].removeprefix("With").split("_")[:-1]
            if len(parts[0]) == 1 or not parts[0][1:2].isupper():
                parts[0] = parts[0][:1].lower() + parts[0][1:]
            found[tuple(parts)] = name
    return found


def _adopted(owner: type) -> tuple[object, ...]:
    if owner is NSObject:
        return (protocol_named("NSObject"),)
    return cast("tuple[object, ...]", vars(owner).get("__pyobjc_protocols__", ()))


def perform(target: NSObject, selector: Selecting, argument: object) -> object:
    """Call the method; one without a colon takes no argument."""
    method = _method(target, selector)
    return method(argument) if method_name(selector).endswith("_") else method()


def method_name(selector: object) -> str:
    """The method that a selector names."""
    return python_name(selector_name(selector))


def _method(owner: NSObject, selector: Selecting) -> Callable[..., Any]:  # any signature
    method = getattr(owner, method_name(selector), None)
    if not callable(method):
        owner.doesNotRecognizeSelector_(selector)
    return cast("Callable[..., Any]", method)  # just seen to be callable


def _zone_copy(owner: NSObject, name: str) -> NSObject:
    method = getattr(owner, name, None)
    if method is None:
        raise AttributeError(
            f"{type(owner).__name__} cannot be copied: it has no {name}; "
            f"define it, or keep the object itself"
        )
    return cast("NSObject", method(None))  # whatever the subclass says its copy is
