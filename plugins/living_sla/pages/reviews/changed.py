"""Parts 5 and 6: how the terms changed, what was left out, what is disputed, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.attainment import Attainment
from living_sla.model.harmless import harmless
from living_sla.model.past.change import Direction
from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.record import (
    FrozenAgreement,
    FrozenChange,
    FrozenCommitment,
    FrozenException,
    FrozenProposal,
    FrozenVersion,
    ReviewRecord,
)
from living_sla.model.time.zones import wall_time
from living_sla.pages.html import render
from living_sla.pages.reviews.actions import LONGEST
from living_sla.words import numbers, times
from living_sla.words.past.versions import FIRST_DAY, day_in, signers_named
from living_sla.words.reviews.answer import all_owed
from living_sla.words.reviews.naming import person, team, title_in
from living_sla.words.standing import figures


class _Burden(Struct, frozen=True):
    direction: Direction
    whom: str
    sentences: tuple[tuple[str, str], ...]
    """Each with the commitments that it is about; none for the agreement as a whole."""


class _Version(Struct, frozen=True):
    title: str
    signed: str
    burdens: tuple[_Burden, ...]


class _Without(Struct, frozen=True):
    """A figure with an exception, and without it."""

    title: str
    period: str
    figure: Attainment
    owed: FrozenCommitment
    left_out: str


def changes(record: ReviewRecord, minutes: Minutes | None) -> Markup:
    """Versions that took force in the period, exceptions and what the figures are without them, disputes."""
    return render(
        "reviews-changes.html",
        versions=[_version(of, version) for of in record.agreements for version in of.versions if version.changes],
        exceptions=[
            (found, _when(found, of.timezone), _about(found, of)) for of in record.agreements for found in of.exceptions
        ],
        without=[
            _Without(
                title_in(record, agreement, owed),
                times.period_name(figure.period),
                figure,
                owed,
                figures.left_out(figure),
            )
            for agreement, owed in all_owed(record)
            for figure in owed.reviewed
            if figure.counts.excluded or figure.without_exceptions is not None
        ],
        disputes=_disputes(record, minutes),
    )


def _version(agreement: FrozenAgreement, version: FrozenVersion) -> _Version:
    levels = [(person([agreement], given.signer), given.level) for given in version.signoffs if given.counted]
    basis = f"in force since {day_in(version.start, agreement.timezone)}"
    return _Version(
        f"{agreement.title}, version {version.number}, {basis}",
        signers_named(levels) if levels else "",
        burdens(agreement, version.changes),
    )


def burdens(agreement: FrozenAgreement, found: Iterable[FrozenChange]) -> tuple[_Burden, ...]:
    """Changes by whom they burden: what is tightened first; without that of the first day, which the title says."""
    groups: dict[tuple[Direction, str], dict[str, list[str]]] = {}
    titles = {owed.id: owed.title for owed in agreement.commitments}
    for change in found:
        if change.commitment is None and change.sentence.startswith(f"{FIRST_DAY} changes from "):
            continue
        whom = team(agreement, change.party) if change.party else "all parties"
        if change.direction is Direction.UNCLEAR:
            words = "Cannot tell"
        else:
            words = f"{'Tightened for' if change.direction is Direction.TIGHTENED else 'Eases'} {whom}"
        about = groups.setdefault((change.direction, words), {}).setdefault(change.sentence, [])
        if change.commitment:
            about.append(titles.get(change.commitment, change.commitment))
    order = list(Direction)
    return tuple(
        _Burden(direction, words, tuple((", ".join(about), text) for text, about in sentences.items()))
        for (direction, words), sentences in sorted(groups.items(), key=lambda item: order.index(item[0][0]))
    )


def _when(found: FrozenException, timezone: str) -> str:
    start, end = (wall_time(at, timezone).replace(tzinfo=None) for at in (found.start, found.end))
    return times.window(start, end)


def _about(found: FrozenException, agreement: FrozenAgreement) -> str:
    titles = {owed.id: owed.title for owed in agreement.commitments}
    return (
        numbers.listed(titles.get(name, name) for name in found.commitments)
        if found.commitments
        else "every commitment"
    )


def _disputes(record: ReviewRecord, minutes: Minutes | None) -> list[tuple[str, str, str]]:
    titles = {f"{agreement.id}/{owed.id}": (agreement, owed) for agreement, owed in all_owed(record)}
    found = []
    for dispute in minutes.disputes if minutes else ():
        known = titles.get(dispute.commitment)
        title = title_in(record, *known) if known else harmless(dispute.commitment)
        by = team(known[0], dispute.by) if known else harmless(dispute.by)
        found.append((title, harmless(dispute.what, LONGEST), by))
    return found


# ---------------------------------------------------------------- proposals

_TRIED = 24
"""Figures of a proposal that are shown."""


class _Tried(Struct, frozen=True):
    """One commitment in one period, as it was judged and as it would have been."""

    owed: FrozenCommitment
    period: str
    now: Attainment | None
    then: Attainment

    @property
    def differs(self) -> bool:
        """Whether the proposal makes another figure of it, another verdict, or judges by another target."""
        if self.now is None:
            return True
        sides = [(each.value, each.status, each.target, each.counts) for each in (self.now, self.then)]
        return sides[0] != sides[1]


class _Proposed(Struct, frozen=True):
    title: str
    waits: str
    burdens: tuple[_Burden, ...]
    tried: tuple[_Tried, ...]
    """Where it makes a difference."""
    more: int
    """Where it does too, and for which there is no room."""
    same: int
    """Figures that stay as they are, with their verdicts."""


def proposals(record: ReviewRecord) -> Markup:
    """Versions that were not in force yet: what they change, whom they wait for, what they would have come to."""
    found = [_proposed(of, proposal) for of in record.agreements for proposal in of.proposals]
    return render("reviews-proposals.html", proposals=found)


def _proposed(agreement: FrozenAgreement, proposal: FrozenProposal) -> _Proposed:
    owed = {each.id: each for each in agreement.commitments}
    tried = [
        _Tried(owed[name], times.period_name(then.period), _same(owed[name], then), then)
        for name, backtest in proposal.backtest.items()
        if name in owed
        for then in backtest
    ]
    waits = numbers.listed(person([agreement], email) for email in proposal.waits_for) if proposal.waits_for else ""
    title = f"{agreement.title}, version {proposal.version}, from {times.day(proposal.effective)}"
    differs = [each for each in tried if each.differs]
    same = len(tried) - len(differs)
    shown = tuple(differs[:_TRIED])
    return _Proposed(title, waits, burdens(agreement, proposal.changes), shown, len(differs) - len(shown), same)


def _same(owed: FrozenCommitment, then: Attainment) -> Attainment | None:
    return next((figure for figure in owed.reviewed if figure.period.label == then.period.label), None)
