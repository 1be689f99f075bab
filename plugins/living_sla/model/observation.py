"""What `sla doctor` sees on a machine and in a project: each with what to do about it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How much an observation matters."""

    OK = "ok"
    NOTE = "note"
    """Nothing is in the way; something could be better, or is not there and not needed by everybody."""
    PROBLEM = "problem"
    """Results differ from what they would be without it, or a command does not work."""


class Observation(Struct, frozen=True):
    """One thing that was looked at; whatever is not well has a remedy."""

    subject: str
    """What was looked at, in one to three words."""
    severity: Severity
    what: str
    """What was found, without a full stop."""
    remedy: str = ""
    """A command to type where that is possible, else what to do."""
    stops: bool = False
    """Whether the product cannot work here until it is remedied."""

    def __post_init__(self) -> None:
        if self.severity is not Severity.OK and not self.remedy:
            raise ValueError(f"{self.subject}: no remedy")


class Checkup(Struct, frozen=True):
    """Everything that was seen, by group, in the order in which it is told."""

    groups: tuple[tuple[str, tuple[Observation, ...]], ...]

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All of them, in order."""
        return tuple(seen for _, several in self.groups for seen in several)

    @property
    def exit_code(self) -> int:
        """0 where nothing is in the way, 1 where there are problems, 3 where the product cannot work here."""
        if any(seen.stops for seen in self.observations):
            return 3
        return int(any(seen.severity is Severity.PROBLEM for seen in self.observations))


def ok(subject: str, what: str) -> Observation:
    """Something that is well."""
    return Observation(subject, Severity.OK, what)


def note(subject: str, what: str, remedy: str) -> Observation:
    """Something that is in nobody's way."""
    return Observation(subject, Severity.NOTE, what, remedy)


def problem(subject: str, what: str, remedy: str, *, stops: bool = False) -> Observation:
    """Something that is in the way."""
    return Observation(subject, Severity.PROBLEM, what, remedy, stops)
