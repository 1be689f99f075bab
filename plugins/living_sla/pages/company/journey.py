"""The customer's way: its stages in order, who looks after each, what is owed at each hand-over, and how many go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.journey import StageFigures
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words import numbers, times
from living_sla.words.people import team_of
from living_sla.words.standing.figures import percent
from living_sla.words.terms.journey import stage_sentence

BAR = 200
"""The width of the longest bar."""


class OwedHere(Struct, frozen=True):
    """A commitment that sits on the way into a stage."""

    title: str
    href: str
    latest: Attainment | None


class JourneyStep(Struct, frozen=True):
    """One stage as it is shown."""

    name: str
    team: str
    handed_by: str
    """The team that hands over here; empty where the owner stays the same."""
    owed: tuple[OwedHere, ...]
    sentence: str
    count: str
    month: str
    """Empty where nothing could be counted."""
    bar: float
    """From 0 to `BAR`, the stage with most records being the longest."""
    went_on: str
    """``62.3 % went on (248 of 398)``; empty at the last stage."""


def journey(standings: Sequence[AgreementStanding], links: Links, *, titled: bool) -> Markup:
    """The ways of these agreements, those without a `journey` left out; `titled`: each below the agreement's title."""
    ways = [(of.title, links.agreement(of.id), list(steps(of, links))) for of in standings if of.journey]
    return render("company-journey.html", ways=ways, titled=titled, width=BAR)


def has_journeys(report: Report) -> bool:
    """Whether any agreement says what the customer's way is."""
    return any(standing.journey for standing in report.agreements)


def steps(standing: AgreementStanding, links: Links) -> Iterator[JourneyStep]:
    """The stages of one agreement, in order."""
    most = max((found.records for found in standing.journey), default=0)
    for before, found in pairwise((None, *standing.journey)):
        assert found is not None
        yield _step(before, found, standing, links, most)


def _step(
    before: StageFigures | None, found: StageFigures, standing: AgreementStanding, links: Links, most: int
) -> JourneyStep:
    terms, stage = standing.terms, found.stage
    handed = before is not None and before.stage.owner != stage.owner
    parts = {part.id: part for part in standing.commitments}
    owed = [parts[name] for name in stage.commitments if name in parts]
    return JourneyStep(
        name=stage.stage,
        team=team_of(terms, stage.owner),
        handed_by=team_of(terms, before.stage.owner) if before is not None and handed else "",
        owed=tuple(OwedHere(part.title, links.commitment(standing.id, part.id), part.last_closed) for part in owed),
        sentence=stage_sentence(terms, stage.model_copy(update={"commitments": ()})),  # those have a place of their own
        count=numbers.number(found.records) if found.period else "",
        month=times.period_name(found.period) if found.period else "",
        bar=BAR * found.records / most if most else 0,
        went_on=_went_on(found),
    )


def _went_on(found: StageFigures) -> str:
    if found.conversion is None or found.went_on is None:
        return ""
    of = f"{numbers.number(found.went_on)} of {numbers.number(found.records)}"
    return f"{percent(found.conversion)} went on ({of})"
