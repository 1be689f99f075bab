"""`sla digest`: what it prints, and that what was crossed is told once."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from living_sla.cli.digest import command
from living_sla.errors import SlaError
from tests.factories.mondays import agreement, commitment, report
from tests.words.test_monday import KEPT, SLIPPED


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The verb on a report made by hand: of a commitment that is kept, and of those that are named as well."""
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str, **more):
        parts = [commitment("a", KEPT), *(commitment(name, series) for name, series in more.items())]
        monkeypatch.setattr("living_sla.cli.digest.build", lambda _: report(agreement(*parts)))
        return CliRunner().invoke(command, list(arguments), catch_exceptions=False)

    return ran


def test_the_first_line_is_the_subject(run):
    assert run(b=SLIPPED).output.splitlines()[0] == "1 of 2 commitments kept last month."


@pytest.mark.parametrize("form", ["slack", "teams", "html"])
def test_every_format_tells_the_same_subject(run, form):
    said = run("--format", form, b=SLIPPED).output
    assert "1 of 2 commitments kept last month" in said
    assert form == "html" or json.loads(said)


def test_what_was_crossed_is_told_once_and_nothing_is_printed_where_nothing_is_new(run):
    first = run("--crossed", b=SLIPPED).output
    assert first.startswith("B was missed in October")
    assert run("--crossed", b=SLIPPED).output == ""
    assert run("--crossed", b=SLIPPED, c=SLIPPED).output.startswith("C was missed in October")
    assert run("--crossed", "--state", "other/state.json", b=SLIPPED).output == first


def test_what_could_not_be_printed_is_told_by_the_next_run(run, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("living_sla.cli.digest.click.echo", full)
        with pytest.raises(OSError, match="No space left"):
            run("--crossed", b=SLIPPED)
    assert run("--crossed", b=SLIPPED).output.startswith("B was missed in October")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--since", "soon"], "--since: "),
        (["--since", "2030-01-01"], "--since: that day has not come yet"),
        *[
            (["--address", bad], "--address: not the address of a site")
            for bad in (
                "javascript:alert(1)",
                "https://",
                "https://ana:secret@h.example",
                "https://h.example/\n\nx",
                'https://h.example"><script>',
                "https:h.example",
                "https://h.example/ x",
                "//h.example",
            )
        ],
    ],
)
def test_an_option_that_cannot_be_meant_is_a_fault(run, arguments, message):
    with pytest.raises(SlaError, match=message):
        run(*arguments)
