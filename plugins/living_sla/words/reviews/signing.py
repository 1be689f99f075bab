"""A sign-off of a review that was just written, in words for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.model.reviews.signoff import ReviewSignOffFile


def accept_message(files: Sequence[ReviewSignOffFile]) -> str:
    """The message of the commit: ``Accept 2026-Q3 for sales, with dissent``."""
    parties = " and ".join(file.party for file in files)
    dissent = ", with dissent" if any(file.dissent for file in files) else ""
    return f"Accept {files[0].review} for {parties}{dissent}"
