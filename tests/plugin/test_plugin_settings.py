"""What judges a test: arguments, markers and ini options, the nearest first."""

from __future__ import annotations

import pytest
import pytest_urlsession
from pytest_urlsession import BackgroundRelaunch, Device

import urlsession_mock
from tests.plugin.inner import Run, block
from tests.scripted import url

IDLE = "allowed, although nothing broke it: stored-handler-once"


class TestTheNearestWins:
    """For what can be said once: argument, parameter, function, class, module, ini."""

    @pytest.mark.urlsession(platform="macos-appkit", limit=2)
    def test_the_marker_of_a_test_makes_its_device(self, urlsession_mock: Device) -> None:
        assert urlsession_mock.options.platform == "macos-appkit"
        assert urlsession_mock.lanes.limit == 2

    def test_without_one_the_device_is_as_any(self, urlsession_mock: Device) -> None:
        assert urlsession_mock.options == pytest_urlsession.Device().options
        assert urlsession_mock.lanes.limit == pytest_urlsession.Device().lanes.limit

    @pytest.mark.urlsession(handovers="per-task", extension=True)
    def test_a_marker_takes_every_option_of_the_device(self, urlsession_mock: Device) -> None:
        assert urlsession_mock.options.handovers == "per-task"
        assert urlsession_mock.options.extension

    @pytest.mark.urlsession(platform="macos-appkit", limit=2)
    def test_an_argument_is_nearer_than_a_marker(
        self, urlsession_mock: Device, background_relaunch: BackgroundRelaunch
    ) -> None:
        background_relaunch(platform="ios", limit=3)

        assert urlsession_mock.options.platform == "ios"
        assert urlsession_mock.lanes.limit == 3

    def test_an_argument_for_the_device_must_come_before_anything_has_happened(
        self, background_relaunch: BackgroundRelaunch
    ) -> None:
        background_relaunch(identifier="first")

        with pytest.raises(urlsession_mock.NotPossibleNow, match="something has happened on it"):
            background_relaunch(identifier="second", limit=3)

    def test_parameter_function_class_module_and_ini_in_this_order(self, run: Run) -> None:
        result = run(
            """
            import pytest
            pytestmark = pytest.mark.urlsession(limit=2)
            def test_module(urlsession_mock):
                assert urlsession_mock.lanes.limit == 2
            @pytest.mark.urlsession(limit=3)
            class TestClass:
                def test_class(self, urlsession_mock):
                    assert urlsession_mock.lanes.limit == 3
                @pytest.mark.urlsession(limit=4)
                @pytest.mark.parametrize(
                    "limit", [4, pytest.param(5, marks=pytest.mark.urlsession(limit=5))]
                )
                def test_function(self, urlsession_mock, limit):
                    assert urlsession_mock.lanes.limit == limit
                @pytest.mark.urlsession(allow=[])
                def test_what_a_marker_does_not_say_it_leaves(self, urlsession_mock):
                    assert urlsession_mock.lanes.limit == 3
                    assert urlsession_mock.options.platform == "macos-appkit"
            """,
            "-ourlsession_limit=1",
            "-ourlsession_platform=macos-appkit",
        )

        result.assert_outcomes(passed=5)

    def test_the_ini_options_hold_where_nothing_is_nearer(self, run: Run) -> None:
        result = run(
            """
            def test_it(urlsession_mock):
                assert urlsession_mock.lanes.limit == 1.5
                assert urlsession_mock.options.platform == "macos-appkit"
            """,
            "-ourlsession_limit=1.5",
            "-ourlsession_platform=macos-appkit",
        )

        result.assert_outcomes(passed=1)


class TestAllowing:
    """What is allowed adds up; what a test allows by itself must have been needed."""

    HASTY = """
        import pytest
        pytestmark = pytest.mark.urlsession(allow=["session-recreated"])
        @pytest.mark.urlsession(allow=["stored-handler-once"])
        class TestIt:
            {mark}
            def test_it(self, background_relaunch):
                play(background_relaunch(identifier="sync", app=Hasty, {argument}))
    """
    ALLOW = 'allow=["stored-handler-on-main-thread"]'

    def test_by_a_marker_an_argument_or_an_ini_option(self, run: Run) -> None:
        marker = run(self.HASTY.format(mark=f"@pytest.mark.urlsession({self.ALLOW})", argument=""))
        argument = run(self.HASTY.format(mark="", argument=self.ALLOW))
        option = run(
            self.HASTY.format(mark="", argument=""),
            "-ourlsession_allow=stored-handler-called stored-handler-on-main-thread",
        )

        for result in (marker, argument, option):
            result.assert_outcomes(passed=1)

    def test_what_a_test_allows_and_nothing_breaks_fails_it(self, run: Run) -> None:
        result = run("""
            import pytest
            @pytest.mark.urlsession(allow=["stored-handler-once"])
            def test_it(background_relaunch):
                play(background_relaunch(identifier="sync", app=App))
        """)

        result.assert_outcomes(failed=1)
        assert block(result.stdout.str(), "test_it") == [
            IDLE,
            "    take it out of allow=[...]: it would hide the next breach",
        ]

    def test_also_where_nothing_happened_at_all(self, run: Run) -> None:
        result = run("""
            import pytest
            @pytest.mark.urlsession(allow=["stored-handler-once"])
            def test_it(urlsession_mock):
                pass
        """)

        result.assert_outcomes(failed=1)

    def test_it_is_said_below_what_was_broken(self, run: Run) -> None:
        result = run("""
            import pytest
            @pytest.mark.urlsession(allow=["stored-handler-once"])
            def test_it(background_relaunch):
                play(background_relaunch(identifier="sync", app=Hasty))
        """)

        lines = block(result.stdout.str(), "test_it")
        pytest.LineMatcher(lines).fnmatch_lines(["the delegate broke 1 of * rules", IDLE])

    def test_what_many_tests_are_allowed_need_not_be_used_by_each(self, run: Run) -> None:
        result = run(
            """
            import pytest
            pytestmark = pytest.mark.urlsession(allow=["stored-handler-once"])
            def test_it(urlsession_mock):
                pass
            """,
            "-ourlsession_allow=stored-handler-called",
        )

        result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ('"stored-handler-once"', "takes keywords only, such as allow=[[]...], and got *"),
        ("alow=[]", "does not take alow=; did you mean allow=[?]"),
        (
            "zebra=1",
            "does not take zebra=; it takes allow, require, limit, live, explore, *",
        ),
        ('allow="stored-handler-once"', "allow= takes a list of rule ids, such as *"),
        (
            'allow=["stored-handler-twice"]',
            "allow=: 'stored-handler-twice' is not a rule; did you mean stored-handler-once[?]",
        ),
        ('require=["stored"]', "require=: 'stored' is not a rule; *"),
        ("limit=0", "limit= is a number of seconds above 0, not 0"),
        ('limit="2"', "limit= is a number of seconds above 0, not '2'"),
        (
            'platform="windows"',
            "platform='windows' is not an option; it takes 'ios' or 'macos-appkit'",
        ),
    ],
)
def test_a_marker_that_is_wrong_fails_the_setup_and_says_what_was_possible(
    run: Run, said: str, answer: str
) -> None:
    result = run(f"""
        import pytest
        @pytest.mark.urlsession({said})
        def test_it(urlsession_mock):
            pass
    """)

    result.assert_outcomes(errors=1)
    [line] = block(result.stdout.str(), "ERROR at setup of test_it")
    pytest.LineMatcher([line]).fnmatch_lines(
        [f"@pytest.mark.urlsession of test_inner.py::test_it*{answer}"]
    )


@pytest.mark.parametrize(
    ("option", "answer"),
    [
        ("urlsession_allow=stored", "urlsession_allow in tox.ini: 'stored' is not a rule; *"),
        ("urlsession_require=stored", "urlsession_require in tox.ini: 'stored' is not a rule; *"),
        ("urlsession_platform=linux", "urlsession_platform in tox.ini: platform='linux' is no*"),
        ("urlsession_limit=soon", "urlsession_limit in tox.ini: could not convert * 'soon'"),
        ("urlsession_limit=-1", "urlsession_limit in tox.ini is a number of seconds above 0*"),
    ],
)
def test_an_ini_option_that_is_wrong_is_said_by_each_test_that_needs_it(
    run: Run, pytester: pytest.Pytester, option: str, answer: str
) -> None:
    pytester.makeini(f"[pytest]\n{option}")

    result = run("""
        def test_it(urlsession_mock):
            pass
        def test_other():
            pass
    """)

    result.assert_outcomes(passed=1, errors=1)
    [line] = block(result.stdout.str(), "ERROR at setup of test_it")
    pytest.LineMatcher([line]).fnmatch_lines([answer])


def test_an_argument_that_is_wrong_is_an_error_in_the_line_of_the_test(
    background_relaunch: BackgroundRelaunch,
) -> None:
    with pytest.raises(ValueError, match="background_relaunch: allow=: 'stored' is not a rule; "):
        background_relaunch(allow=["stored"])


class TestHelp:
    """pytest itself tells what there is."""

    def test_of_the_marker(self, run: Run) -> None:
        run("", "--markers").stdout.fnmatch_lines(
            ["@pytest.mark.urlsession(allow=[[]], require=[[]], platform=..., limit=..., *"]
        )

    def test_of_the_fixtures(self, run: Run) -> None:
        run("", "--fixtures").stdout.fnmatch_lines_random(
            [
                "urlsession_mock -- *",
                "    A simulated device, active during the test; *",
                "background_relaunch -- *",
                "    Make the scenario of an app that is relaunched *",
                "delegate_spy -- *",
                "    Spy on every method that a delegate implements, with pytest-mock.",
            ]
        )

    def test_of_the_ini_options(self, run: Run) -> None:
        run("", "--help").stdout.fnmatch_lines_random(
            [
                "  urlsession_allow (args)*",
                "  urlsession_require (args)*",
                "  urlsession_platform (string)*",
                "  urlsession_limit (*)*",
            ]
        )


class TestLive:
    """Which real servers a test may contact: none, unless it says so."""

    def test_without_a_marker_no_real_server_is_contacted(self, urlsession_mock: Device) -> None:
        assert not urlsession_mock.network.hosts

    @pytest.mark.urlsession(live=True)
    @pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]"])
    def test_true_means_this_machine(self, urlsession_mock: Device, host: str) -> None:
        assert urlsession_mock.network.hosts.find(url(f"http://{host}/a"))

    @pytest.mark.urlsession(live=True)
    def test_true_means_no_other_machine(self, urlsession_mock: Device) -> None:
        assert not urlsession_mock.network.hosts.find(url("http://192.0.2.1/"))

    @pytest.mark.urlsession(live=["*.example.com"])
    def test_a_list_names_the_hosts(self, urlsession_mock: Device) -> None:
        assert urlsession_mock.network.hosts.find(url("https://api.example.com/"))
        assert not urlsession_mock.network.hosts.find(url("https://127.0.0.1/"))

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ("'localhost'", "takes True, for servers on this machine, or a list of hosts"),
            ("['a b']", "names no host; write it as 127.0.0.1:8080"),
        ],
    )
    def test_what_names_no_host_fails_the_test(self, run: Run, said: str, why: str) -> None:
        result = run(
            f"""
            import pytest
            @pytest.mark.urlsession(live={said})
            def test_it(urlsession_mock):
                pass
            """
        )

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        assert "live=" in result.stdout.str()
        assert why in result.stdout.str()
