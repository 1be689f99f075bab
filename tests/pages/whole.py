"""The pages and blocks of one agreement as tests ask for them: with links as seen from its own page."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.pages.agreement import commitment as of_commitment
from living_sla.pages.agreement import history as of_history
from living_sla.pages.agreement.overview import overview
from living_sla.pages.agreement.revisions import revisions
from living_sla.pages.agreement.rows import rows
from living_sla.pages.agreement.signoffs import signoffs
from living_sla.pages.agreement.state import state as state_of
from living_sla.pages.links import Links, links_from

__all__ = ["agreement", "commitment", "commitments", "everything", "history", "revisions", "signoffs", "state"]

NOTHING = Markup("")


def links(report: Report, here: str = "agreements/lead-handoff") -> Links:
    """As seen from the overview."""
    return links_from(here, report)


def agreement(standing: AgreementStanding, report: Report, prose: Markup = NOTHING) -> Markup:
    """The overview."""
    return overview(standing, report, links(report), prose)


def state(standing: AgreementStanding, report: Report) -> Markup:
    """What `sla_state` shows."""
    return state_of(standing, report, links(report))


def commitments(standing: AgreementStanding) -> Markup:
    """The rows."""
    return rows(standing, links_from(f"agreements/{standing.id}", Report((standing,), {}, (), None)))


def commitment(part: Standing, standing: AgreementStanding, report: Report) -> Markup:
    """The page of a commitment."""
    return of_commitment.page(part, standing, report, links(report, f"agreements/lead-handoff/{part.id}"))


def history(standing: AgreementStanding, report: Report) -> Markup:
    """The page of its history."""
    return of_history.page(standing, report, links(report, "agreements/lead-handoff/history"))


def everything(standing: AgreementStanding, report: Report) -> Markup:
    """All its pages, one below the other."""
    parts = [commitment(part, standing, report) for part in standing.commitments]
    return Markup("").join([agreement(standing, report), *parts, history(standing, report)])
