"""The stub of Foundation is what its generator writes, and types all that the list has.

Not here: whether the types are right. One rule: what is read is the file that is installed.
"""

from __future__ import annotations

import ast

import pytest

from stubs.generate.__main__ import FILE
from stubs.generate.annotations import Annotations, Flow
from stubs.generate.constants import MORE
from stubs.generate.counting import Counts, count, read_stub
from stubs.generate.lines import folded
from stubs.generate.nullable import NULLABLE
from stubs.generate.render import Stub
from stubs.generate.surface import Surface, read_surface
from stubs.generate.types import Type, read_type
from stubs.generate.written import read_written


@pytest.fixture(scope="module")
def surface() -> Surface:
    """What Apple's headers declare."""
    return read_surface()


@pytest.fixture(scope="module")
def counts(surface: Surface) -> Counts:
    """What the stub has of it."""
    return count(surface, read_stub(FILE))


def test_the_committed_stub_is_what_the_generator_writes(surface: Surface) -> None:
    assert FILE.read_text("utf-8") == Stub(surface, read_written()).text()


def test_every_member_of_foundation_has_an_entry(counts: Counts) -> None:
    print(counts.text())

    assert counts.missing == ()
    assert counts.total["classes"] == 47


def test_any_is_said_only_where_the_header_says_id(counts: Counts) -> None:
    assert counts.unjustified == ()
    assert counts.justified


def test_the_table_of_nil_names_only_what_the_headers_declare(surface: Surface) -> None:
    owners = surface.classes | surface.protocols
    unknown = [
        f"{owner}.{selector}"
        for owner, rows in NULLABLE.items()
        for selector in rows.methods
        if selector.removeprefix("+") not in {each.selector for each in owners[owner].methods}
    ]
    unknown += [
        f"{owner}.{name}"
        for owner, rows in NULLABLE.items()
        for name in rows.properties.split()
        if name not in owners[owner].properties
    ]

    assert unknown == []


def test_the_table_of_nil_names_only_arguments_that_are_there(surface: Surface) -> None:
    owners = surface.classes | surface.protocols
    beyond = [
        f"{owner}.{selector} has no argument {place}"
        for owner, rows in NULLABLE.items()
        for selector, places in rows.methods.items()
        for place in places.split()
        if place != "r" and int(place) > selector.count(":")
    ]

    assert beyond == []
    assert set(NULLABLE) <= set(owners)


def test_no_constant_is_declared_twice(surface: Surface) -> None:
    names = [name for names in MORE.values() for name in names.split()]

    assert len(names) == len(set(names))
    assert set(names) & {*surface.enums, *surface.constants} == set()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NSString *", Type("NSString", pointers=1)),
        ("const void *", Type("void", pointers=1)),
        ("NSError * _Nullable *", Type("NSError", pointers=2)),
        ("NSURL * _Nullable", Type("NSURL", pointers=1, nullable=True)),
        ("NSData * _Nullable_result", Type("NSData", pointers=1, nullable=True)),
        ("NSArray<__kindof NSURLSessionTask *> *", Type(
            "NSArray", (Type("NSURLSessionTask", pointers=1),), 1
        )),
        ("void (^)(void)", Type("^", (Type("void"),))),
        ("BOOL (^)(NSURL * _Nonnull, BOOL)", Type(
            "^", (Type("BOOL"), Type("NSURL", pointers=1, nullable=False), Type("BOOL"))
        )),
        ("NSArray<void (^)(void)> *", Type("NSArray", (Type("^", (Type("void"),)),), 1)),
    ],
)  # fmt: skip
def test_a_type_is_read_as_the_header_writes_it(written: str, read: Type) -> None:
    assert read_type(written) == read


def test_a_type_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"'void \(\*\)\(int\)' is no Objective-C type"):
        read_type("void (*)(int)")


@pytest.mark.parametrize(
    ("written", "flow", "annotation"),
    [
        ("NSData *", Flow.GIVEN, "Buffer"),
        ("NSData *", Flow.GOT, "NSData"),
        ("NSDictionary<NSString *,id> *", Flow.GIVEN, "Mapping[str, object]"),
        ("NSDictionary *", Flow.GOT, "NSDictionary[Any, Any]"),
        # A block turns it round: what it takes comes from Foundation.
        ("void (^)(NSData * _Nullable)", Flow.GIVEN, "Callable[[NSData | None], None]"),
        ("void (^)(NSData * _Nullable)", Flow.GOT, "Callable[[Buffer | None], None]"),
        ("NSData * (^)(BOOL)", Flow.GIVEN, "Callable[[bool], Buffer]"),
    ],
)
def test_a_type_is_annotated_by_the_way_it_goes(written: str, flow: Flow, annotation: str) -> None:
    nothing = Annotations(frozenset(), frozenset(), frozenset())

    assert nothing.of(read_type(written), flow) == annotation


def test_a_name_that_no_table_has_is_an_error() -> None:
    nothing = Annotations(frozenset(), frozenset(), frozenset())

    with pytest.raises(KeyError, match="NSNonsense"):
        nothing.of(read_type("NSNonsense *"), Flow.GOT)


def test_a_line_that_is_too_long_is_folded_at_its_first_bracket() -> None:
    name = "a" * 60

    assert list(folded(f"    def {name}(self, one: int, two: str, /) -> None: ...")) == [
        f"    def {name}(",
        "        self, one: int, two: str, /",
        "    ) -> None: ...",
    ]


def test_a_member_without_an_entry_is_counted(surface: Surface) -> None:
    stub = dict(read_stub(FILE))
    members = stub["NSURLSession"]
    assert isinstance(members, dict)
    stub["NSURLSession"] = {name: each for name, each in members.items() if name != "delegate"}
    del stub["NSURLSessionTaskState"]

    assert set(count(surface, stub).missing) == {"NSURLSession.delegate", "NSURLSessionTaskState"}


@pytest.mark.parametrize(
    "entry",
    [
        "def statusCode(self) -> Any: ...",
        "def statusCode(self) -> dict[str, Any]: ...",
    ],
)
def test_an_any_where_the_header_says_more_is_counted(surface: Surface, entry: str) -> None:
    stub = dict(read_stub(FILE))
    members = stub["NSHTTPURLResponse"]
    assert isinstance(members, dict)
    stub["NSHTTPURLResponse"] = members | {"statusCode": ast.parse(entry).body[0]}

    assert count(surface, stub).unjustified == ("NSHTTPURLResponse.statusCode",)
