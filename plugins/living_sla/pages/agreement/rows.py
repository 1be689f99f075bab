"""A dense row for each commitment of an agreement, or of all of them, the worst first."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import WORST_FIRST, AgreementStanding, Report, Standing
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import State
from living_sla.pages.agreement.shown import order, without_age, worst_first
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.pages.spark import spark
from living_sla.words.layout import sentence
from living_sla.words.people import owing_words
from living_sla.words.standing import outlook


class CommitmentRow(Struct, frozen=True):
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
    agreement: str = ""
    """Title of the agreement; empty where the page is about one agreement."""
    state: State | Basis | None = None
    """Of the agreement, where it is not in force and the page is about several; None otherwise."""

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


def every_row(report: Report, links: Links) -> Markup:
    """The table of the commitments of all agreements."""
    several = len(report.agreements) > 1
    pairs = [(part, standing) for standing in report.agreements for part in standing.commitments]
    pairs.sort(key=lambda pair: (*order(pair[0]), pair[1].title, pair[0].title))
    rows = [_row(part, standing, links) for part, standing in pairs]
    if several:
        rows = [
            replace(row, agreement=standing.title, state=_unlike_in_force(standing))
            for row, (_, standing) in zip(rows, pairs, strict=True)
        ]
    return render("agreement-rows.html", rows=rows, label="All commitments, the worst first", named=False)


def _unlike_in_force(standing: AgreementStanding) -> State | Basis | None:
    lead = standing.timeline.leading if standing.timeline else None
    state = lead.state if lead else standing.basis
    return None if state == Basis.IN_FORCE else state


def _row(part: Standing, standing: AgreementStanding, links: Links) -> CommitmentRow:
    return CommitmentRow(
        commitment=part.commitment,
        href=links.commitment(standing.id, part.id),
        owed=owing_words(standing.terms, part.commitment),
        last=part.last_closed,
        now=part.now,
        phrase=_phrase(part, part.now),
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
