"""What could be promised: for each limit the target that nine of the last ten closed periods kept."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.durations import Durations
from living_sla.model.figures.pooled import PROMISED_OF, by_limit, kept_by_nine, percents, settled
from living_sla.model.figures.pooled import closed as closed_ones
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.pages.durations.took import bands
from living_sla.pages.fitting import fitting
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words.numbers import NBSP
from living_sla.words.standing import durations as words
from living_sla.words.standing.figures import target


class _Promise(Struct, frozen=True):
    limit: str
    kept: str
    percents: int
    agreed: bool


class _Curve(Struct, frozen=True):
    title: str
    name: str
    """The same with its agreement."""
    href: str
    agreed: str
    target: str
    """Percents at which the agreed target is marked beside what was kept; empty where it asks for less, not more."""
    rows: tuple[_Promise, ...]
    kept: str
    """What a share without a limit could promise."""
    why_not: str
    bands: Markup


def curve(report: Report, links: Links, only: Standing | None = None) -> Markup:
    """The bargaining curve of every commitment about a share, or of one."""
    agreements = [
        (standing.title, links.agreement(standing.id), curves)
        for standing in report.agreements
        if (curves := _curves(standing, links, only))
    ]

    def first(most: int) -> Markup:
        more = agreements[most:]
        return render("durations-curve.html", groups=agreements[:most], more=more, headed=only is None, of=PROMISED_OF)

    return fitting(first, max(1, len(agreements)))


def _curves(standing: AgreementStanding, links: Links, only: Standing | None) -> tuple[_Curve, ...]:
    return tuple(
        _curve(standing, part, links)
        for part in standing.commitments
        if part.commitment.measure.is_share and (only is None or part is only)
    )


def _curve(standing: AgreementStanding, part: Standing, links: Links) -> _Curve:
    durations = part.durations
    rows = _rows(durations) if durations is not None else ()
    agreed, share = part.commitment.target, kept_by_nine(part)
    if durations is not None or share is None:
        kept = ""
    else:
        kept = f"at most {ceil(share * 100)}{NBSP}%" if agreed.direction == "at most" else f"at least {_share(share)}"
    return _Curve(
        part.title,
        f"{standing.title}: {part.title}",
        links.commitment(standing.id, part.id),
        target(agreed),
        f"{float(agreed.plain.amount * 100):g}" if agreed.is_share and agreed.direction == "at least" else "",
        rows,
        kept,
        "" if rows or kept else _why_not(durations, len(settled(part))),
        bands(part, links),
    )


def _rows(durations: Durations) -> tuple[_Promise, ...]:
    scale = durations.scale
    return tuple(
        _Promise(
            words.length(edge, scale.unit, business=scale.business),
            f"at least {_share(share)}",
            percents(share),
            edge == scale.limit,
        )
        for edge, share in by_limit(durations)
    )


def _share(share: Fraction) -> str:
    """A whole percentage that was kept: rounded down."""
    return f"{percents(share)}{NBSP}%"


def _why_not(durations: Durations | None, closed: int) -> str:
    if durations is not None:
        if not durations.is_told:
            return ""
        told = len(closed_ones(durations, PROMISED_OF))
        if told < closed:
            return f"It takes {PROMISED_OF} closed periods of which durations are told; there are {told}."
        if told == PROMISED_OF:
            return f"Nine of the last {PROMISED_OF} closed periods kept less than 10{NBSP}% with every limit."
    return f"It takes {PROMISED_OF} closed periods to say this; there are {closed}."
