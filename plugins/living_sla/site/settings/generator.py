"""What the generator brings along and a site of agreements does without."""

from __future__ import annotations

from typing import Any


def start_no_programs() -> None:
    """Keep the macros plugin from asking git about the project, each time that settings are read.

    It starts a plain `git log` in the folder one stands in, which runs what that repository's settings name: a
    program that verifies signatures, a pager, a file-system monitor. Templates see a repository that says nothing.
    """
    import mkdocs_macros.context

    mkdocs_macros.context.get_git_info = _no_answer


def _no_answer() -> dict[str, Any]:
    return {"status": False, "date": None, "diagnosis": "git is not asked; see sla_revisions"}
