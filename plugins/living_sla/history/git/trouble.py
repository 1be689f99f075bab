"""Why a history cannot be told."""

from __future__ import annotations

from enum import StrEnum

from living_sla.errors import EnvironmentFault, Fault


class Trouble(StrEnum):
    """Why there is no history to read, or not all of it."""

    NO_REPOSITORY = "no repository"
    NO_GIT = "no git"
    FOREIGN = "foreign owner"
    BARE = "bare"
    ELSEWHERE = "work tree elsewhere"
    EMPTY = "no commit"
    UNBORN = "no commit on this branch"
    SHALLOW = "shallow"
    PARTIAL = "partial"
    SPARSE = "sparse"
    DAMAGED = "damaged"


INCOMPLETE = (Trouble.SHALLOW, Trouble.PARTIAL, Trouble.SPARSE)
"""What was left out on purpose, and can be fetched."""


class HistoryFault(EnvironmentFault):
    """There is no history, or only part of it; says which command fixes that."""

    def __init__(self, trouble: Trouble, message: str, hint: str) -> None:
        code = Fault.INCOMPLETE_HISTORY if trouble in INCOMPLETE else Fault.UNUSABLE_REPOSITORY
        super().__init__(message, hint=hint, code=code)
        self.trouble = trouble

    @property
    def is_incomplete(self) -> bool:
        """Whether the clone lacks a part of the history that was left out on purpose."""
        return self.trouble in INCOMPLETE

    @property
    def is_absence(self) -> bool:
        """Whether there is no history at all: a project that is not in git yet is no fault, its terms are drafts."""
        return self.trouble in (Trouble.NO_REPOSITORY, Trouble.EMPTY)
