"""Are we keeping it? The headline of Home, and of one agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import Standing
from living_sla.pages.html import render
from living_sla.words import times
from living_sla.words.standing.headline import kept_words, running_words


@dataclass(frozen=True)
class Verdicts:
    """The two periods of a commitment that a headline asks for."""

    title: str
    href: str
    last: Attainment | None
    now: Attainment | None
    """The period that is not decided yet; None where the last one judged is also the last one."""
    waits: bool = False
    """Whether it has no period because an export has never come."""

    @property
    def lapsed(self) -> bool:
        """Whether nobody owes it any more."""
        return self.now is not None and self.now.status is Status.NOT_IN_FORCE


def verdicts(part: Standing, page: str = "") -> Verdicts:
    """The last judged and the running period of a commitment; `page` is the address of its agreement's page."""
    last, current = part.last_closed, part.current
    owed = part.commitment
    return Verdicts(owed.title, f"{page}#{owed.id}", last, current if current is not last else None, part.waits)


def headline(of: Sequence[Verdicts], *, proposed: bool, says_why: bool = True) -> Markup:
    """How many commitments were kept when they were last judged, which were not, and how the running ones do.

    Those that lapsed are left out while others are in force: nobody owes them any more. Why terms that are `proposed`
    only would have been kept is said where nothing else on the page does.
    """
    of = [commitment for commitment in of if not commitment.lapsed] or of
    judged = [commitment for commitment in of if commitment.last is not None]
    missed = [
        (commitment.title, commitment.href, times.period_name(commitment.last.period))
        for commitment in of
        if commitment.last is not None and commitment.last.status is Status.MISSED
    ]
    tone = "none" if not judged else "missed" if missed else "met"
    answer = kept_words(len(judged) - len(missed), len(judged), proposed=proposed)
    running = running_words(
        [commitment.now for commitment in of if commitment.now is not None],
        waiting=sum(commitment.waits for commitment in of),
    )
    return render("headline.html", answer=answer, tone=tone, missed=missed, now=running, proposed=proposed and says_why)
