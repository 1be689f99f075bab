"""Minutes before anybody has written in them, and what they still lack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Status
from living_sla.model.harmless import harmless
from living_sla.model.reviews.completeness import GapKind, MinutesGap, missed_in
from living_sla.model.reviews.record import FrozenAction, FrozenCommitment, ReviewRecord
from living_sla.words import times
from living_sla.words.numbers import listed, plain_spaces

_MOST_EXPLAINED = 100
"""Of more misses the skeleton says no more than their names: it has to stay a file that is read."""
_GAPS = {
    GapKind.DAY: "the day of the meeting is missing: held_on",
    GapKind.CAUSE: "{} was missed, and no cause is given",
    GapKind.OWNER: 'the action "{}" has no owner',
    GapKind.DUE: 'the action "{}" has no date: due',
    GapKind.COMMITMENT: "the record has no commitment {}",
    GapKind.PARTY: 'the agreement has no party "{}"',
}


def gap_line(gap: MinutesGap) -> str:
    """What is missing, and where: ``docs/reviews/2026-Q3/minutes.md:6:3: the action "rota" has no owner``."""
    return f"{gap.place}: {gap_words(gap)}"


def gap_words(gap: MinutesGap) -> str:
    """What is missing: ``the action "rota" has no owner``."""
    return _GAPS[gap.kind].format(gap.of)


def skeleton(record: ReviewRecord, seal: str) -> str:
    """`minutes.md` of that record, to be filled in: its misses wait for a cause, last time's open actions stand there.

    `seal` is that of the record. The text is read as minutes as it is.
    """
    return "\n".join(["---", *_front(record, seal), "---", "", ""])


def _front(record: ReviewRecord, seal: str) -> Iterator[str]:
    yield f"# Minutes of the review of {record.id}, seal {seal[:12]}. `sla minutes {record.id}` says what is missing."
    yield "held_on:  # the day of the meeting, for example 2026-10-14"
    yield "present: []  # who was there, by name or role"
    missed = missed_in(record)
    if missed:
        yield "# Why each of these was missed, in a sentence or two:"
        yield "causes:"
    else:
        yield "causes: {}  # no commitment was missed"
    owed = {f"{of.id}/{each.id}": each for of in record.agreements for each in of.commitments}
    for name in missed:
        if len(missed) <= _MOST_EXPLAINED:
            yield f"  # {_when(owed[name])}"
        yield f"  {name}:"
    yield "decisions: []  # one sentence each, on a line of its own behind a -"
    before = [action for action in record.actions if action.done is None]
    if before:
        yield "# Last time's open actions: keep the id, move the date, or write when it was done; new ones below them."
        yield "actions:"
    else:
        yield "actions: []  # for example - {id: friday-rota, what: Fill the rota, owner: Sales lead, due: 2026-11-02}"
    for action in before:
        yield from _action(action)
    yield "disputes: []  # for example - {commitment: lead-handoff/first-contact, what: Two were tests, by: sales}"


def _when(owed: FrozenCommitment) -> str:
    periods = listed(times.period_name(found.period) for found in owed.reviewed if found.status is Status.MISSED)
    return plain_spaces(f"{harmless(owed.title)}: missed in {periods}")


def _action(action: FrozenAction) -> Iterator[str]:
    yield f"  - id: {action.id}"
    yield f"    what: {_quoted(action.what)}"
    yield f"    owner: {_quoted(action.owner)}" if action.owner else "    owner:"
    yield f"    due: {action.due}" if action.due else "    due:"
    yield "    done:"


def _quoted(text: str) -> str:
    """A JSON text is a YAML text."""
    return json.dumps(text, ensure_ascii=False)


def written_lines(path: str, record: ReviewRecord) -> str:
    """What was just written, and what comes next."""
    causes, open_ones = len(missed_in(record)), sum(action.done is None for action in record.actions)
    asked = listed([counted(causes, "cause") + " to give", counted(open_ones, "action") + " of last time"])
    return (
        f"{path}: {asked}\n"
        f"next: fill it in at the meeting; sla minutes {record.id} says what is missing; "
        f"then commit it, and both sign: sla sign --review {record.id}"
    )


def lacking(path: str, gaps: Sequence[MinutesGap]) -> str:
    """What minutes that are there lack, one line each."""
    if not gaps:
        return f"{path} is there already, and complete"
    return "\n".join([f"{path} is there already and stays as it is; it lacks:", *map(gap_line, gaps)])
