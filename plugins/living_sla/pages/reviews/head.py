"""The head of a review's page: what it came to, how far it is, and whether it can be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.counted import counted
from living_sla.model.harmless import harmless
from living_sla.model.reviews.completeness import missing_from
from living_sla.model.reviews.review import Level, Review, ReviewState
from living_sla.model.reviews.state import corrections_of, restated_by, state_of, waiting_parties
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words import numbers, times
from living_sla.words.reviews.answer import all_owed, answer, may_turn, missed_in
from living_sla.words.reviews.minutes import gap_words
from living_sla.words.reviews.naming import about, review_name, team
from living_sla.words.reviews.restated import difference_words

_NAMED = 3
_LINES = 12


class ReviewNotice(Struct, frozen=True):
    """A box above the figures."""

    kind: str
    """``fault``, ``warn``, ``info``."""
    title: str
    lines: tuple[str, ...]
    href: str = ""
    """Where its title leads; empty where nowhere."""


def head(review: Review, shelf: Sequence[Review], links: Links) -> Markup:
    """State, seal and neighbours in a line; what it came to; then everything that a reader has to know first."""
    record = review.record
    at = [found.id for found in shelf].index(review.id) if review in shelf else -1
    before = shelf[at - 1] if at > 0 else None
    after = shelf[at + 1] if 0 <= at < len(shelf) - 1 else None
    return render(
        "reviews-head.html",
        review=review,
        record=record,
        state="unreliable" if review.broken or record is None else state_of(review),
        days=times.window_of(record.period) if record else "",
        answer=answer(record) if record else "",
        tone="missed" if record and any(missed_in(o) for a in record.agreements for o in a.commitments) else "met",
        notices=list(_notices(review, shelf, links)),
        next=_next(review) if record and not review.broken and restated_by(review, shelf) is None else "",
        before=(review_name(before.id), links.review(str(before.id))) if before else None,
        after=(review_name(after.id), links.review(str(after.id))) if after else None,
    )


def _notices(review: Review, shelf: Sequence[Review], links: Links) -> Iterator[ReviewNotice]:
    record = review.record
    if review.broken or record is None:
        told = [f"{each.file} {each.what}." for each in review.broken[:_LINES]]
        more = len(review.broken) - len(told)
        lines = told or [f"{review.folder}: the record cannot be read."]
        lines += [f"And {counted(more, 'more finding')}."] if more > 0 else []
        title = (
            "Broken: this record cannot be relied on" if record is not None else "Broken: this record cannot be read"
        )
        yield ReviewNotice("fault", title, tuple(harmless(line, 300) for line in lines))
    if record is None:
        return
    remarks = [
        f"{each.file} {each.what}." for each in review.findings if not each.broken and each.level is not Level.ANCHOR
    ]
    if remarks:
        yield ReviewNotice("warn", "To know", tuple(harmless(line, 300) for line in remarks[:_LINES]))
    if review.landed is None and not review.broken:
        told = [f"{each.file} {each.what}." for each in review.findings if each.level is Level.ANCHOR]
        text = "Whoever can write this folder can change it: commit it, and bring it to the main line."
        yield ReviewNotice("warn", "It can still be changed", (*told, text))
    for each in corrections_of(review, shelf):
        assert each.record is not None
        assert each.record.restates is not None
        why = harmless(each.record.restates.why, 300)
        title = f"Restated by the review of {about(str(each.id))}"
        yield ReviewNotice("warn", title, (why,), links.review(str(each.id)))
    if record.restates is not None:
        known = next((each for each in shelf if each.seal == record.restates.review.seal), None)
        title = f"Restates the review of {about(record.restates.review.id)}"
        href = links.review(str(known.id)) if known else ""
        yield ReviewNotice("info", title, (harmless(record.restates.why, 300),), href)
    if record.is_provisional:
        open_ones = counted(record.pending, "outcome was", "outcomes were")
        verdicts = "" if may_turn(record) else ", no verdict can"
        text = f"{open_ones} open when it was frozen: figures may still move{verdicts}."
        yield ReviewNotice("warn", "Provisional", (text,))
    if review.differences:
        lines = [f"{difference_words(record, each)}." for each in review.differences[:_NAMED]]
        more = len(review.differences) - _NAMED
        lines += [f"And {counted(more, 'more figure')}."] if more > 0 else []
        yield ReviewNotice("warn", "Restated since", tuple(lines), "#restated")


def _next(review: Review) -> str:
    """What to do next; empty where everything is done."""
    state = state_of(review)
    if review.minutes is None:
        todo = f"hold the meeting by this page, then write them with sla minutes {review.id}"
        return f"The minutes are missing. Next: {todo}."
    record = review.record
    assert record is not None
    if state is ReviewState.FROZEN:
        titles = {f"{agreement.id}/{owed.id}": owed.title for agreement, owed in all_owed(record)}
        gaps = [gap_words(replace(gap, of=titles.get(gap.of, gap.of))) for gap in missing_from(review.minutes, record)]
        more = f", and {counted(len(gaps) - _NAMED, 'more thing')}" if len(gaps) > _NAMED else ""
        return f"The minutes are not complete: {'; '.join(map(harmless, gaps[:_NAMED]))}{more}."
    if state is ReviewState.REVIEWED:
        waits = [team(record.agreement(each.agreement), each.party) for each in waiting_parties(review)]
        return f"Waits for {numbers.listed(dict.fromkeys(waits))}. Next: sla sign --review {review.id}."
    return ""
