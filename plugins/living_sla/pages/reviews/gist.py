"""The agenda of the meeting at a glance: each part in one or two words, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from living_sla.model.counted import counted
from living_sla.model.reviews.completeness import GapKind, missing_from
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.series import news_of
from living_sla.pages.html import render
from living_sla.words.reviews.answer import all_owed, kept_of, missed_in

_NONE = "none"


def agenda(review: Review, names: tuple[str, ...]) -> Markup:
    """A link to each part under the ids `names`, with its gist; nothing where there is no record to show."""
    if review.record is None:
        return Markup("")
    return render("reviews-agenda.html", items=list(zip(names, _gists(review, review.record), strict=True)))


def _gists(review: Review, record: ReviewRecord) -> Iterator[tuple[str, str]]:
    minutes = review.minutes
    told = {action.id for action in minutes.actions if action.done} if minutes else set()
    done = sum(bool(action.done) or action.id in told for action in record.actions)
    owed = [each for _, each in all_owed(record)]
    signals, missed = sum(bool(news_of(each)) for each in owed), sum(bool(missed_in(each)) for each in owed)
    gaps = missing_from(minutes, record) if minutes else ()
    unwritten = sum(gap.kind is GapKind.CAUSE for gap in gaps) if minutes else missed
    versions = sum(bool(version.changes) for of in record.agreements for version in of.versions)
    exceptions = sum(len(of.exceptions) for of in record.agreements)
    disputes = len(minutes.disputes) if minutes else 0
    changed = _some((versions, "version"), (exceptions, "exception"), (disputes, "dispute"))
    open_ones = sum(not action.done for action in minutes.actions) if minutes else 0
    dissents = sum(bool(given.file.dissent) for given in review.signoffs)
    decided = _some(
        (len(minutes.decisions) if minutes else 0, "decision"), (open_ones, "action"), (dissents, "dissent")
    )
    proposals = sum(len(of.proposals) for of in record.agreements)
    signed = sum(not given.refused and not given.stale for given in review.signoffs)

    yield "Kept", kept_of(record)
    yield "Last time", f"{done} of {len(record.actions)} done" if record.actions else _NONE
    yield "Signals", str(signals) if signals else _NONE
    yield "Causes", f"{unwritten} to write" if unwritten else f"{missed} written" if missed else _NONE
    yield "Changes", changed
    yield "Proposals", f"{proposals} open" if proposals else _NONE
    yield "Decisions", decided if minutes else "no minutes yet"
    yield "Seal", counted(signed, "signature") if signed else "not signed"


def _some(*counts: tuple[int, str]) -> str:
    """``1 version, 2 exceptions``: what there is at all."""
    return ", ".join(counted(count, noun) for count, noun in counts if count) or _NONE
