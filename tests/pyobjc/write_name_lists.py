"""Writes `urlsession_mock/bindings/pyobjc/name_lists/*.txt` from PyObjC's own metadata.

    python -m tests.pyobjc.write_name_lists FOLDER

FOLDER holds PyObjC's macOS wheel for Cocoa, unpacked. Only names and numbers are taken, which
are Apple's. Run it when a newer PyObjC knows more; the lists are part of the package.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import urlsession_mock
from tests.pyobjc.compiled import protocols
from tests.pyobjc.metadata import Metadata, Number, read
from urlsession_mock.foundation.formal_protocol import PROTOCOLS

NAMES: Final = Path(urlsession_mock.__file__).parent / "bindings" / "pyobjc" / "name_lists"
FRAMEWORKS: Final = ("CoreFoundation", "Foundation", "AppKit")
# In wheels of their own; written where FOLDER holds them too.
OTHERS: Final = ("CFNetwork", "Security", "SystemConfiguration")

# Classes of Foundation that its metadata does not mention, because all their methods are plain.
# Source: developer.apple.com/documentation/foundation, the lists of its topics.
FOUNDATION: Final = """
    NSAffineTransform NSAssertionHandler NSAutoreleasePool NSBlockOperation
    NSByteCountFormatter NSCachedURLResponse NSClassDescription NSCloneCommand NSCloseCommand
    NSComparisonPredicate NSCompoundPredicate NSCondition NSConditionLock NSConstantString
    NSCountCommand NSCountedSet NSCreateCommand NSDateComponents NSDateComponentsFormatter
    NSDateFormatter NSDateInterval NSDateIntervalFormatter NSDecimalNumber
    NSDecimalNumberHandler NSDeleteCommand NSDimension NSDirectoryEnumerator
    NSDistributedNotificationCenter NSEnergyFormatter NSEnumerator NSException NSExistsCommand
    NSExpression NSFileAccessIntent NSFileHandle NSFileSecurity NSFileVersion NSFileWrapper
    NSFormatter NSGetCommand NSHTTPCookie NSISO8601DateFormatter NSIndexPath NSIndexSet
    NSIndexSpecifier NSInvocation NSInvocationOperation NSItemProvider NSJSONSerialization
    NSKeyedArchiver NSKeyedUnarchiver NSLengthFormatter NSListFormatter NSLocale NSLock
    NSLogicalTest NSMassFormatter NSMeasurementFormatter NSMetadataItem NSMetadataQuery
    NSMethodSignature NSMiddleSpecifier NSMoveCommand NSMutableArray NSMutableAttributedString
    NSMutableCharacterSet NSMutableData NSMutableDictionary NSMutableIndexSet
    NSMutableOrderedSet NSMutableSet NSMutableString NSMutableURLRequest NSNameSpecifier
    NSNotification NSNotificationQueue NSNull NSNumberFormatter NSOperation NSOrderedSet
    NSOrthography NSOutputStream NSPersonNameComponents NSPersonNameComponentsFormatter NSPipe
    NSPointerArray NSPointerFunctions NSPort NSPortMessage NSPositionalSpecifier NSPredicate
    NSProcessInfo NSPropertySpecifier NSProtocolChecker NSProxy NSPurgeableData NSQuitCommand
    NSRandomSpecifier NSRangeSpecifier NSRecursiveLock NSRegularExpression
    NSRelativeDateTimeFormatter NSRelativeSpecifier NSScanner NSScriptClassDescription
    NSScriptCoercionHandler NSScriptCommand NSScriptExecutionContext NSScriptObjectSpecifier
    NSScriptSuiteRegistry NSScriptWhoseTest NSSecureUnarchiveFromDataTransformer NSSet
    NSSetCommand NSSimpleCString NSSocketPort NSSortDescriptor NSSpecifierTest NSSpellServer
    NSStream NSString NSTask NSTextCheckingResult NSThread NSTimeZone NSTimer NSUnitConverter
    NSUnitConverterLinear NSUniqueIDSpecifier NSUndoManager NSURLConnection NSURLCredential
    NSURLDownload NSURLHandle NSURLProtocol NSURLQueryItem NSUserNotification
    NSUserNotificationCenter NSUserScriptTask NSUserUnixTask NSUserAppleScriptTask
    NSUserAutomatorTask NSUserActivity NSValue NSValueTransformer NSWhoseSpecifier
    NSXMLDocument NSXMLDTD NSXMLDTDNode NSXMLElement NSXMLNode NSXMLParser NSXPCCoder
    NSXPCConnection NSXPCInterface NSXPCListener NSXPCListenerEndpoint NSGarbageCollector
    NSDistantObject NSDistantObjectRequest NSConnection NSArchiver NSUnarchiver NSPortCoder
    NSPortNameServer NSMachBootstrapServer NSMessagePortNameServer NSSocketPortNameServer
    NSCalendarDate NSHost NSMapTable NSHashTable NSMessagePort NSMachPort NSCoder NSData
    NSDate
"""


def main(folder: Path, into: Path = NAMES) -> None:
    """Write each framework's list, and that of the protocols."""
    found = {name: read(folder / name / "_metadata.py") for name in FRAMEWORKS}
    for name in OTHERS:
        if (folder / name).is_dir():
            found[name] = read(folder / name / "_metadata.py")
    numbers: dict[str, Number] = {}
    for name, metadata in found.items():
        numbers |= metadata.values
        _write(name, metadata, numbers, folder, into)
    _write_protocols(folder, into)


def _write_protocols(folder: Path, into: Path) -> None:
    lines: list[str] = []
    for name in FRAMEWORKS:
        for library in sorted((folder / name).glob(f"_{name}*.so")):
            for protocol, found in sorted(protocols(library).items()):
                if protocol in PROTOCOLS:
                    continue  # the selector table has it
                lines.append(" ".join((protocol, *found.supers)))
                lines += [
                    f"{'+' if one.of_class else '-'}{'' if one.required else '?'} "
                    f"{selector} {one.types}"
                    for selector, one in sorted(found.methods.items())
                ]
    text = "".join(f"{line}\n" for line in lines)
    (into / "protocols.txt").write_text(text, encoding="utf-8")


def _write(
    name: str, metadata: Metadata, numbers: dict[str, Number], folder: Path, into: Path
) -> None:
    values = dict(metadata.values)
    constants = dict(metadata.constants)
    aliased: set[str] = set()
    for alias, target in metadata.aliases.items():
        seen = {alias}
        end = target
        while end in metadata.aliases and end not in seen:
            seen.add(end)
            end = metadata.aliases[end]
        if end in numbers:
            values[alias] = numbers[end]
        else:
            aliased.add(alias)
    for one, expression in metadata.expressions.items():
        parts = [part.strip() for part in expression.split("|")]
        if all(part in numbers for part in parts):
            value = 0
            for part in parts:
                value |= int(numbers[part])
            values[one] = value
        else:
            aliased.add(one)
    numbers |= values
    classes = {one for one in metadata.classes if one != "NSObject" or name == "Foundation"}
    if name == "Foundation":
        classes |= set(FOUNDATION.split())
    functions = metadata.functions | _inlined(folder / name)
    sections = {
        "value": [f"{one} {value}" for one, value in sorted(values.items())],
        "class": sorted(classes),
        "protocol": [f"{one} {of}" for one, of in sorted(metadata.protocols.items())],
        "function": sorted(functions),
        "constant": sorted({*constants, *aliased} - set(values)),
        "type": [f"{one} {base}" for one, base in sorted(metadata.types.items())],
        "structure": sorted(metadata.structs | metadata.opaque),
    }
    known: set[str] = set()
    lines: list[str] = []
    for kind, rows in sections.items():
        lines.append(f"[{kind}]")
        lines += [row for row in rows if row.split()[0] not in known]
        known.update(row.split()[0] for row in rows)
    text = "".join(f"{line}\n" for line in lines)
    (into / f"{name}.txt").write_text(text, encoding="utf-8")


def _inlined(folder: Path) -> set[str]:
    """Functions of the headers, and Python's own beside them: those that look like one."""
    names: set[str] = set()
    for library in [*folder.glob("_inlines*.so"), *folder.glob("_Security*.so")]:
        shown = subprocess.run(
            ["strings", "-n", "5", library], check=True, capture_output=True, text=True
        )
        pattern = r"(?:NS|CF|Sec|Authorization)[A-Z]\w+"
        names |= {line for line in shown.stdout.split() if re.fullmatch(pattern, line)}
    for path in folder.glob("_[a-z]*.py"):
        if path.name != "_metadata.py":
            text = path.read_text(encoding="utf-8")
            names |= set(re.findall(r"^ *def ((?:NS|CF)[A-Z]\w+|MIN|MAX)\(", text, re.MULTILINE))
    return names


if __name__ == "__main__":
    main(Path(sys.argv[1]))
