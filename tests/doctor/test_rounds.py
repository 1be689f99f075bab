"""Every check is made, whatever happens to the others, and whatever is not well has a remedy."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.doctor import rounds
from living_sla.doctor.rounds import GROUPS, examine
from living_sla.errors import EnvironmentFault, Faults, Place, SlaError
from living_sla.model.observation import Checkup, Observation, Severity, note, ok, problem


def first(here):
    yield ok("first", "fine")


def last(here):
    yield ok("last", "fine")


def rounds_of(monkeypatch, *checks) -> Checkup:
    named = {check.__name__: check for check in checks}
    monkeypatch.setattr(rounds, "GROUPS", {"machine": ("machine",)})
    monkeypatch.setattr(rounds.importlib, "import_module", lambda _: SimpleNamespace(CHECKS=named))
    return examine(rounds.Path.cwd())


@pytest.mark.parametrize(
    "trouble",
    [
        ValueError("ana.ruiz@northwind.test"),
        OSError(5, "broken", "/home/ana"),
        RecursionError(),
        MemoryError(),
        KeyError(),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
def test_a_check_that_fails_is_a_line_by_itself_and_says_nothing_of_what_was_read(monkeypatch, trouble):
    def middle(here):
        yield ok("middle", "half of it")
        raise trouble

    seen = rounds_of(monkeypatch, first, middle, last).observations
    assert [one.subject for one in seen] == ["first", "middle", "middle", "last"]
    assert seen[2].what.startswith(f"could not be looked at: {type(trouble).__name__} at ")
    assert seen[2].severity is Severity.NOTE
    assert "ana" not in seen[2].what


def test_a_fault_of_a_room_is_a_problem_with_its_own_hint(monkeypatch):
    def one(here):
        raise Faults(
            [SlaError("not so", where=Place("a.md", 3), hint="do so"), SlaError("nor so", where=Place("b.md"))]
        )

    def other(here):
        raise EnvironmentFault("no git", hint="install git")

    checkup = rounds_of(monkeypatch, one, other)
    assert checkup.observations == (
        Observation("one", Severity.PROBLEM, "a.md:3: not so, the first of 2 faults", "do so"),
        Observation("other", Severity.PROBLEM, "no git", "install git", stops=True),
    )
    assert checkup.exit_code == 3


def test_a_package_that_is_missing_takes_its_group_and_no_other(monkeypatch):
    real = rounds.importlib.import_module

    def without(name):
        if name.endswith(".signing"):
            raise ModuleNotFoundError("No module named 'pydantic'", name="pydantic")
        return real(name) if name.endswith(".packages") else SimpleNamespace(CHECKS={"last": last})

    monkeypatch.setattr(rounds.importlib, "import_module", without)
    checkup = examine(rounds.Path.cwd())
    assert [group for group, _ in checkup.groups] == list(GROUPS)
    [lost] = dict(checkup.groups)["signing"]
    assert (lost.what, lost.stops) == ("not looked at: the package pydantic is not installed", True)
    assert lost.remedy == "python -m pip install --force-reinstall living-sla"
    assert dict(checkup.groups)["data"] == (ok("last", "fine"),)


@given(st.sampled_from([Severity.NOTE, Severity.PROBLEM]), st.text())
def test_nothing_can_be_wrong_without_a_remedy(severity, what):
    with pytest.raises(ValueError, match="no remedy"):
        Observation("git", severity, what)


@given(
    st.lists(
        st.sampled_from([ok("a", "b"), note("a", "b", "c"), problem("a", "b", "c"), problem("a", "b", "c", stops=True)])
    )
)
def test_the_exit_code_is_that_of_the_worst(seen):
    code = Checkup((("machine", tuple(seen)),)).exit_code
    worst = max([3 if one.stops else int(one.severity is Severity.PROBLEM) for one in seen], default=0)
    assert code == worst


def test_what_keeps_several_checks_from_being_made_is_told_once(monkeypatch):
    def one(here):
        raise EnvironmentFault("the trusted ref is not here", hint="git fetch")

    def other(here):
        yield problem("other", "SLA-F113 the trusted ref is not here", "git fetch")
        yield problem("other", "something else", "do so")

    seen = rounds_of(monkeypatch, one, other, last).observations
    assert [(found.subject, found.what) for found in seen] == [
        ("one", "the trusted ref is not here"), ("other", "something else"), ("last", "fine"),
    ]  # fmt: skip
