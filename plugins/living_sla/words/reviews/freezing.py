"""What is said when a review was frozen: what was written, its seal, and what comes next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from living_sla.errors import Notice, WarningName
from living_sla.model.counted import counted
from living_sla.model.reviews.record import ReviewRecord


def frozen_lines(record: ReviewRecord, seal: str, folder: str, files: Sequence[str]) -> str:
    """The folder, what it holds, its seal and the next two commands."""
    commitments = sum(len(agreement.commitments) for agreement in record.agreements)
    held = f"{counted(commitments, 'commitment')} of {counted(len(record.agreements), 'agreement')}"
    lines = [
        f"{folder}/ holds {held}, as of {record.as_of:%Y-%m-%d %H:%M} UTC, in {counted(len(files), 'file')}",
        f"Seal: {seal[:12]}",
    ]
    if record.is_provisional:
        lines.append(f"It is provisional: {counted(record.pending, 'outcome')} pending.")
    if record.restates is not None:
        lines.append(f"It restates {record.restates.review.id}, which stays as it is.")
    add, message = shlex.quote(folder), shlex.quote(f"Freeze the review of {record.id}")
    lines += ["", "It is anchored when it is on the main line; then write the minutes:"]
    lines += [f"  git add --force {add} && git commit -m {message} -- {add}", f"  sla minutes {record.id}"]
    return "\n".join(lines)


def not_kept(paths: Sequence[str]) -> Iterator[Notice]:
    """That exports are not committed, where some are not."""
    if paths:
        shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
        are = "is" if len(paths) == 1 else "are"
        message = (
            f"{shown} {are} not committed as read: figures can be computed again only while somebody keeps such a file"
        )
        hint = "keep it where you keep exports; the record names it by its SHA-256"
        yield Notice(WarningName.EXPORT_NOT_KEPT, message, hint=hint)
