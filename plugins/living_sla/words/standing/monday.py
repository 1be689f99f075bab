"""The first page in sentences, the same on Home and in the digest: what was kept, what wants a decision, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.monday import Cause, Judged, Monday, MondayRow
from living_sla.model.past.basis import Basis
from living_sla.model.time.period import months_later
from living_sla.words import times
from living_sla.words.layout import capital
from living_sla.words.numbers import how_many, listed, nth, number, segment
from living_sla.words.past.in_force import NOT_KNOWN
from living_sla.words.standing import figures, outlook
from living_sla.words.standing.signals import period_noun

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Commitment
    from living_sla.model.time.period import Period

_NAMED = 2
"""So many of the commitments that ask for a decision are told in the sentence; of more, only what they are called."""


def subject(of: Monday, now: datetime) -> str:
    """How many commitments were kept, in one sentence: ``5 of 7 commitments kept last week.``"""
    judged, kept = _judged(of), len(of.of(Judged.KEPT))
    if not of.rows:
        return "There is no commitment yet."
    if of.has_ended:
        return "No agreement is in force any more."
    binds = of.basis is Basis.IN_FORCE
    if not judged:
        return "No commitment has been judged yet." if binds else "Nothing is in force yet."
    when = _when(judged, now)
    if len(judged) == 1:
        verb = "was" if binds else "would have been"
        return (
            f"The one commitment {'judged so far ' * (len(of.rows) > 1)}{verb} {'kept' if kept else 'missed'} {when}."
        )
    which = "Both" if kept == len(judged) == 2 else f"All {len(judged)}" if kept == len(judged) else (
        f"{kept or 'None'} of {len(judged)}")  # fmt: skip
    return f"{which} commitments {'' if binds else 'would have been '}kept {when}."


def answer(of: Monday, now: datetime) -> list[str]:
    """The sentences at the top, the subject first: then decisions, what is at risk, what waits, what binds nobody yet.

    Their counts add up: kept and missed are those that were judged, and every other row waits or is not judged yet.
    """
    said = [subject(of, now)]
    if not of.rows:
        return said
    if not of.is_known:
        said.append(NOT_KNOWN)
    elif not of.has_ended and of.basis is not Basis.IN_FORCE:
        said.append("These terms are not in force: they bind nobody yet.")
    if of.decisions:
        said.append(_decisions(of))
    said += _not_decided(of)
    if of.ahead:
        ahead = len({row.agreement.id for row in of.ahead})
        said.append(f"{counted(ahead, 'agreement is', 'agreements are')} not in force yet.")
    return said


def _judged(of: Monday) -> list[Attainment]:
    return [row.last for row in of.rows if row.last is not None]


def _when(judged: Sequence[Attainment], now: datetime) -> str:
    """``last week``, ``in October 2026``; ``when last judged`` where the periods differ."""
    periods = {(found.period.kind, found.period.label): found.period for found in judged}
    if len(periods) > 1:
        return "when last judged"
    [period] = periods.values()
    if period.kind in _MONTHS and period.end <= now < period.end + _following(period):
        return f"last {period.kind}"
    return f"in {times.period_name(period)}"


_MONTHS = {"week": 0, "month": 1, "quarter": 3, "year": 12}


def _following(period: Period) -> timedelta:
    """How long the period after it is, but for a clock change."""
    if period.kind == "week":
        return timedelta(days=7)
    return months_later(period.end_on, _MONTHS[period.kind]) - period.end_on


def _not_decided(of: Monday) -> Iterator[str]:
    calm = sum(row.verdict is Judged.MISSED and row.cause is None for row in of.rows)
    if calm and of.basis is Basis.IN_FORCE and not of.has_ended:
        yield f"{counted(calm, 'miss is', 'misses are')} within the usual range."
    parts = [
        counted(sum(row.is_at_risk for row in of.rows), "is at risk now", "are at risk now"),
        counted(len(of.of(Judged.WAITING)), "waits for data", "wait for data"),
    ]
    if _judged(of):
        parts.append(counted(len(of.of(Judged.UNJUDGED)), "has not been judged yet", "have not been judged yet"))
    parts = [part for part in parts if not part.startswith("0 ")]
    if parts:
        yield f"{listed(parts)}."


# ---------------------------------------------------------------- what asks for a decision


def _decisions(of: Monday) -> str:
    rows = of.decisions
    names = names_of(of)
    count = how_many(len(rows))
    head = f"{capital(count)} {'needs' if len(rows) == 1 else 'need'} a decision: "
    if len(rows) <= _NAMED:
        return f"{head}{listed(f'{named(row, names)} {_because(row)}' for row in rows)}."
    shown = [named(row, names) for row in rows[:3]]
    more = [f"{number(len(rows) - 3)} more"] if len(rows) > 3 else []
    return f"{head}{listed([*shown, *more])}."


def names_of(of: Monday) -> Counter[str]:
    """How many commitments have one title."""
    return Counter(row.part.title for row in (*of.rows, *of.ahead))


def named(row: MondayRow, names: Counter[str]) -> str:
    """What a commitment is called in a sentence: with its agreement where another one has the same title."""
    return row.part.title if names[row.part.title] < 2 else f"{row.part.title} ({row.agreement.title})"


def with_limit(commitment: Commitment) -> str:
    """The title with the limit that it does not tell: ``First contact within 4 business hours``."""
    limit = getattr(commitment.measure, "limit", None)
    if limit is None or commitment.measure.kind not in ("within", "attempts", "conversion"):
        return commitment.title
    said = commitment.title.casefold()
    return commitment.title if "within" in said or str(limit) in said else f"{commitment.title} within {limit}"


def _because(row: MondayRow) -> str:
    """Why it needs a decision, after its name: ``in AMER is worse than usual for the third week``."""
    match row.cause:
        case Cause.CONSEQUENCE:
            return f"was missed{_so_often(row)}, and the agreement says what follows"
        case Cause.WORSE:
            return f"{where(row)}is {_worse(row)}"
        case Cause.LOST if row.now is not None:
            return f"is missed in {times.period_short(row.now.period)} already"
        case Cause.BEYOND_REACH:
            return "was missed, and going on as before will usually miss it"
        case _:
            return f"was missed{_in_last(row)}"


def _so_often(row: MondayRow) -> str:
    [first, *_] = row.consequences
    times_missed = len(first.periods)
    if times_missed == 1:
        return _in_last(row)
    in_a_row = " in a row" if first.trigger.when.in_a_row else ""
    return f" {'twice' if times_missed == 2 else f'{how_many(times_missed)} times'}{in_a_row}"


def _in_last(row: MondayRow) -> str:
    return f" in {times.period_short(row.last.period)}" if row.last is not None else ""


def where(row: MondayRow) -> str:
    """``in AMER `` or ``in 3 segments ``, with the space after it; empty where it is about all."""
    places = row.worse.segments if row.worse is not None else ()
    if not places:
        return ""
    return (
        f"in {listed(segment([name]) for name in places)} " if len(places) <= _NAMED else f"in {len(places)} segments "
    )


def _worse(row: MondayRow) -> str:
    """``worse than usual``, ``worse than usual for the third week``."""
    assert row.worse is not None
    periods = row.worse.periods
    if periods == 1:
        return "worse than usual"
    noun = period_noun(row.last) if row.last is not None else "period"
    return f"worse than usual for the {_ORDINALS.get(periods) or nth(Decimal(periods))} {noun}"


_ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth"}


# ---------------------------------------------------------------- one row


def phrase(row: MondayRow) -> str:
    """What there is to say of a row beside its figure, as sentences: why it is open, and how its other period does.

    Of one that waits for data, what stands after "waiting".
    """
    parts = [part.removesuffix(".") for part in _parts(row) if part][:2]
    return "".join(parts) if row.part.waits else " ".join(f"{capital(part)}." for part in parts)


def _parts(row: MondayRow) -> Iterable[str]:
    if row.verdict is Judged.WAITING:
        yield f"for data of {listed(row.part.waits_for)}"
        return
    for found in row.consequences[:1]:
        yield f"missed{_so_often(row)}: {found.trigger.do}"
    if row.worse is not None:
        yield f"{where(row)}{_worse(row)}"
    elif row.is_better:
        yield "better than usual"
    if row.cause is Cause.BEYOND_REACH:
        yield "going on as before will usually miss the target"
    elif row.verdict is Judged.MISSED and row.cause is None:
        yield "a miss within the usual range"
    if row.now is not None and row.shown is row.now:
        yield outlook.room(row.part.commitment, row.now) or outlook.why(row.part.commitment, row.now)
    yield _other_period(row)
    if row.shown is None and row.part.why_not:
        yield row.part.why_not


def _other_period(row: MondayRow) -> str:
    """How the period does that the figure is not about: ``November so far 96.1 %, on track``."""
    if row.now is None or row.last is None:
        return ""
    if row.shown is row.now:
        return f"{row.last.status} in {times.period_short(row.last.period)}"
    found, name = row.now, capital(times.period_short(row.now.period))
    if found.value is None or found.status in (None, Status.NO_DATA):
        return ""
    open_yet = " so far" if not found.ended else ""
    return f"{name}{open_yet} {figures.value(found, found.value)}, {found.status}"


def kept_line(rows: Sequence[MondayRow]) -> str:
    """The rows that ask for nothing, in one line: ``5 kept``, ``5 kept, 1 not judged yet``."""
    kept = sum(row.verdict is Judged.KEPT for row in rows)
    unjudged = len(rows) - kept
    parts = [f"{number(kept)} kept"] * bool(kept) + [f"{number(unjudged)} not judged yet"] * bool(unjudged)
    return ", ".join(parts)


def period_of(found: Attainment) -> str:
    """Which period a figure is of: ``October``, ``November so far``."""
    return f"{capital(times.period_short(found.period))}{'' if found.ended else ' so far'}"
