"""A dense row for each commitment of an agreement, the worst first."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import WORST_FIRST, AgreementStanding, Standing
from living_sla.pages.agreement.shown import without_age, worst_first
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.pages.spark import spark
from living_sla.words.people import owing_words
from living_sla.words.standing import outlook


@dataclass(frozen=True)
class CommitmentRow:
    """One commitment: where its page is, its two periods, and what there is to say."""

    commitment: Commitment
    href: str
    owed: str
    last: Attainment | None
    now: Attainment | None
    """The period that is not decided yet; None where the last one judged is also the last one."""
    phrase: str
    waits: bool
    """Whether it has no period because an export has never come."""
    spark: Markup

    @property
    def last_rank(self) -> int:
        """For sorting, worst first."""
        return _rank(self.last)

    @property
    def now_rank(self) -> int:
        """For sorting, worst first."""
        return _rank(self.now)


def _rank(found: Attainment | None) -> int:
    return WORST_FIRST.index(found.status or Status.NO_DATA if found else Status.NOT_IN_FORCE)


def rows(standing: AgreementStanding, links: Links, *, named: bool = False) -> Markup:
    """The table of all commitments; with `named`, a row has the id of its commitment, so that old links lead to it."""
    return render(
        "agreement-rows.html",
        rows=[_row(without_age(part), standing, links) for part in worst_first(standing)],
        label=f"Commitments of {standing.title}",
        named=named,
    )


def _row(part: Standing, standing: AgreementStanding, links: Links) -> CommitmentRow:
    last, current = part.last_closed, part.current
    now = current if current is not last else None
    return CommitmentRow(
        commitment=part.commitment,
        href=links.commitment(standing.id, part.id),
        owed=owing_words(standing.agreement.terms, part.commitment),
        last=last,
        now=now,
        phrase=_phrase(part, now),
        waits=part.waits,
        spark=spark(part.series),
    )


def _phrase(part: Standing, now: Attainment | None) -> str:
    """Why there is no period; or why the running one has its status, or else what it can still take or needs."""
    if not part.series:
        return sentence(outlook.why_none(part))
    if now is None:
        return ""
    return sentence(outlook.why(part.commitment, now)) or outlook.room(part.commitment, now)


def sentence(reason: str) -> str:
    """A reason as a sentence; empty where there is none."""
    return f"{reason[0].upper()}{reason[1:].rstrip('.')}." if reason else ""
