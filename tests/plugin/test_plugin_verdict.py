"""A broken rule fails the test in its call phase, in words, once, and after the test's own."""

from __future__ import annotations

import pytest

from tests.plugin.inner import Run, block, headings

HEADLINE = "the delegate broke 1 of * rules"

HASTY = """
    def test_it(background_relaunch):
        play(background_relaunch(identifier="sync", app=Hasty))
"""


def test_a_broken_rule_fails_the_call_phase_although_nothing_was_asserted(run: Run) -> None:
    result = run(HASTY)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"FAILED test_inner.py::test_it - Failed: {HEADLINE}"])


def test_a_faultless_delegate_passes(run: Run) -> None:
    result = run("""
        def test_it(background_relaunch):
            play(background_relaunch(identifier="sync", app=App))
    """)

    result.assert_outcomes(passed=1, warnings=0)


def test_the_failure_is_the_report_alone_with_no_frame_of_ours(run: Run) -> None:
    lines = block(run(HASTY).stdout.str(), "test_it")

    pytest.LineMatcher(lines).fnmatch_lines(
        [HEADLINE, "", "stored-handler-on-main-thread *"], consecutive=True
    )
    assert lines[0].startswith("the delegate broke")
    assert not [line for line in lines if "pytest_urlsession" in line or "traceback" in line]


def test_the_report_names_the_line_of_the_delegate(run: Run) -> None:
    lines = block(run(HASTY).stdout.str(), "test_it")

    assert any("downloads.py:" in line for line in lines)


def test_the_recording_is_a_section_of_the_failure(run: Run) -> None:
    output = run(HASTY).stdout.str()

    sections = headings(output)
    assert sections[sections.index("test_it") :][:3] == [
        "test_it",
        "Captured stdout call",
        "urlsession recording",
    ]
    assert "finish-events" in "\n".join(block(output, "urlsession recording"))


def test_a_test_that_passes_has_no_section(run: Run) -> None:
    result = run(
        """
        def test_it(background_relaunch):
            play(background_relaunch(identifier="sync", app=App))
        """,
        "-rA",
    )

    assert "took https://example.com/a" in result.stdout.str()
    assert "urlsession recording" not in result.stdout.str()


def test_the_device_comes_to_rest_before_it_is_judged(run: Run) -> None:
    result = run("""
        def test_it(urlsession_mock):
            urlsession_mock.network.get("https://example.com/a").respond(body=b"a")
            app = urlsession_mock.launch(App)
            from urlsession_mock.foundation import NSURL
            url = NSURL.URLWithString_("https://example.com/a")
            session("sync", app.delegate).downloadTaskWithURL_(url).resume()
            app.terminate()
            urlsession_mock.run()
            app._use(Hasty)
            urlsession_mock.wake("sync")
    """)

    result.assert_outcomes(failed=1)
    assert "took https://example.com/a" in block(result.stdout.str(), "Captured stdout call")


def test_a_block_that_raises_while_it_comes_to_rest_fails_with_its_own_line(run: Run) -> None:
    result = run("""
        def test_it(urlsession_mock):
            def block():
                raise KeyError("nothing there")
            NSOperationQueue.mainQueue().addOperationWithBlock_(block)
    """)

    assert block(result.stdout.str(), "test_it") == [
        "",
        "    def block():",
        '>       raise KeyError("nothing there")',
        "E       KeyError: 'nothing there'",
        "",
        "test_inner.py:5: KeyError",
    ]


class TestTheBody:
    """What the test itself says comes first."""

    FAILS = """
        def test_it(background_relaunch):
            play(background_relaunch(identifier="sync", app=Hasty))
            assert "the body" == "failed"
    """

    def test_a_failure_of_the_body_is_not_masked(self, run: Run) -> None:
        result = run(self.FAILS)

        result.assert_outcomes(failed=1)
        assert "E       AssertionError: assert 'the body' == 'failed'" in block(
            result.stdout.str(), "test_it"
        )

    def test_and_the_verdict_becomes_a_section(self, run: Run) -> None:
        output = run(self.FAILS).stdout.str()

        section = block(output, "urlsession verdict, as far as the test came")
        pytest.LineMatcher(section).fnmatch_lines([HEADLINE])
        assert output.count("the delegate broke") == 1

    def test_nothing_is_run_after_it_has_failed(self, run: Run) -> None:
        result = run("""
            def test_it(background_relaunch):
                relaunch = background_relaunch(identifier="sync", app=Hasty)
                relaunch.download("https://example.com/a", b"a")
                relaunch.wake()
                assert not "run"
        """)

        result.assert_outcomes(failed=1)
        assert "took" not in result.stdout.str()

    def test_a_skip_is_a_skip(self, run: Run) -> None:
        result = run("""
            import pytest
            def test_it(background_relaunch):
                play(background_relaunch(identifier="sync", app=Hasty))
                pytest.skip("not here")
        """)

        result.assert_outcomes(skipped=1)

    def test_an_expected_failure_may_be_a_broken_rule(self, run: Run) -> None:
        result = run("""
            import pytest
            @pytest.mark.xfail(strict=True)
            def test_broken(background_relaunch):
                play(background_relaunch(identifier="sync", app=Hasty))
            @pytest.mark.xfail(strict=True)
            def test_faultless(background_relaunch):
                play(background_relaunch(identifier="sync", app=App))
            @pytest.mark.xfail(raises=ValueError)
            def test_another_was_expected(background_relaunch):
                play(background_relaunch(identifier="sync", app=Hasty))
        """)

        result.assert_outcomes(xfailed=1, failed=2)
        result.stdout.fnmatch_lines_random(
            [
                "*test_faultless*",
                "*XPASS(strict)*",
                f"FAILED *::test_another_was_expected - Failed: {HEADLINE}",
            ]
        )

    def test_a_test_case_of_unittest_is_judged_like_a_function(self, run: Run) -> None:
        result = run("""
            import pytest, unittest
            @pytest.mark.usefixtures("urlsession_mock")
            class TestIt(unittest.TestCase):
                @pytest.fixture(autouse=True)
                def relaunch(self, background_relaunch):
                    self.relaunch = background_relaunch(identifier="sync", app=Hasty)
                def test_broken(self):
                    play(self.relaunch)
                def test_failed(self):
                    play(self.relaunch)
                    self.fail("the body")
                def test_skipped(self):
                    play(self.relaunch)
                    self.skipTest("not here")
                def test_nothing(self):
                    pass
        """)

        result.assert_outcomes(failed=2, skipped=1, passed=1)
        result.stdout.fnmatch_lines_random(
            [f"FAILED *::test_broken - Failed: {HEADLINE}", "E * AssertionError: the body"]
        )
        assert result.stdout.str().count("the delegate broke") == 3  # one of them a section

    def test_a_device_asked_for_in_the_body_is_judged_in_the_call_phase_too(self, run: Run) -> None:
        result = run("""
            def test_it(request):
                play(request.getfixturevalue("background_relaunch")(app=Hasty))
            def test_again(request):
                play(request.getfixturevalue("background_relaunch")(app=Hasty))
        """)

        result.assert_outcomes(failed=2)


class TestTheTeardown:
    """What breaks after the verdict is an error of the teardown."""

    LATE = """
        import pytest
        @pytest.fixture
        def relaunch(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=Hasty)
            yield relaunch
            play(relaunch)
        def test_it(relaunch):
            pass
    """

    def test_a_rule_broken_in_a_teardown_is_an_error_there(self, run: Run) -> None:
        result = run(self.LATE)

        result.assert_outcomes(passed=1, errors=1)
        lines = block(result.stdout.str(), "ERROR at teardown of test_it")
        pytest.LineMatcher(lines).fnmatch_lines(
            ["after the test's verdict, while it was torn down:", "", HEADLINE], consecutive=True
        )

    def test_and_has_the_recording(self, run: Run) -> None:
        assert "finish-events" in "\n".join(
            block(run(self.LATE).stdout.str(), "urlsession recording")
        )

    def test_what_the_verdict_said_is_not_said_again(self, run: Run) -> None:
        result = run("""
            import pytest
            @pytest.fixture
            def relaunch(background_relaunch):
                relaunch = background_relaunch(identifier="sync", app=Hasty)
                yield relaunch
                relaunch.device.app.suspend()
            def test_it(relaunch):
                play(relaunch)
        """)

        result.assert_outcomes(failed=1)

    def test_after_a_body_that_failed_nothing_is_judged(self, run: Run) -> None:
        result = run(self.LATE.replace("pass", "assert not 'the body'"))

        result.assert_outcomes(failed=1)

    def test_a_thread_that_cannot_be_ended_is_an_error(self, run: Run) -> None:
        result = run("""
            def test_it(urlsession_mock):
                close = urlsession_mock.close
                urlsession_mock.close = lambda: [*close(), "sync"]
        """)

        result.assert_outcomes(passed=1, errors=1)
        assert block(result.stdout.str(), "ERROR at teardown of test_it") == [
            "threads outlive the device: sync",
            "    code under test waits there for something that never comes; end the wait",
        ]


def test_a_lane_that_is_held_for_ever_fails_the_test_and_does_not_hang_it(run: Run) -> None:
    result = run("""
        import pytest, threading
        class Waits(App):
            def URLSession_task_didCompleteWithError_(self, session, task, error):
                threading.Event().wait()
        @pytest.mark.urlsession(limit=0.05)
        def test_it(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=Waits)
            relaunch.download("https://example.com/a", b"a")
            relaunch.wake()
    """)

    result.assert_outcomes(failed=1)
    assert "downloads.py" in result.stdout.str() or "test_inner.py:6" in result.stdout.str()


class TestWarnings:
    """A rule that warns is seen in pytest's summary, whatever the warning filters say."""

    LOST = """
        import pytest
        def lose_a_handler(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=App)
            relaunch.download("https://example.com/a", b"a")
            relaunch.wake()
            relaunch.device.app.suspend()
            relaunch.device.wake("sync")
        def test_it(background_relaunch):
            lose_a_handler(background_relaunch)
    """

    def test_it_is_a_warning_in_the_summary(self, run: Run) -> None:
        result = run(self.LOST)

        result.assert_outcomes(passed=1, warnings=1)
        lines = block(result.stdout.str(), "warnings summary")
        pytest.LineMatcher(lines).fnmatch_lines(
            [
                "test_inner.py::test_it",
                "  *.py:*: URLSessionWarning: stored-handler-not-overwritten: *",
            ],
            consecutive=True,
        )

    def test_a_filter_that_makes_errors_of_warnings_leaves_it_one(self, run: Run) -> None:
        result = run(self.LOST, "-Werror")

        result.assert_outcomes(passed=1, warnings=1)

    def test_required_it_fails_and_allowed_it_is_silent(self, run: Run) -> None:
        required = run(self.LOST, "-o", "urlsession_require=stored-handler-not-overwritten")
        allowed = run(self.LOST, "-o", "urlsession_allow=stored-handler-not-overwritten")

        required.assert_outcomes(failed=1, warnings=0)
        allowed.assert_outcomes(passed=1, warnings=0)
