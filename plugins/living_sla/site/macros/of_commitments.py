"""Macros about the commitments of one agreement: one of them, or all."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from living_sla.model.figures.standing import Standing
from living_sla.model.site_paths import ages_table, badge_file, commitment_path, durations_table, periods_table
from living_sla.pages import blocks as pages
from living_sla.pages.agreement import commitment as of_commitment
from living_sla.pages.charts.burn_up import burn_ups
from living_sla.pages.reviews.mention import mention
from living_sla.site.macros.asked import Asked


def sla_commitment(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """A commitment, or each of them: its sentence, the last period and the running one, the trend, the table."""
    standing = asked.agreement(agreement)
    parts = asked.parts(standing, commitment)
    if len(parts) == 1 and asked.source == commitment_path(standing.agreement.path, parts[0].id):
        files, review = _all_files(asked, parts[0]), mention(asked.reviews, asked.links, standing.id)
        return of_commitment.page(parts[0], standing, asked.report, asked.links, files, review)
    return "".join(
        of_commitment.block(part, standing, asked.links.commitment(standing.id, part.id)) + _files(asked, part)
        for part in parts
    )


def sla_attainment(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """The periods of a commitment, or of all of them: figure, target, by which version, in which parts."""
    standing = asked.agreement(agreement)
    zone = standing.terms.coverage.timezone
    return "".join(pages.attainment(part, zone) + _files(asked, part) for part in asked.parts(standing, commitment))


def sla_trend(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """The chart of a commitment, or of all of them."""
    standing = asked.agreement(agreement)
    return "".join(pages.trend(part) for part in asked.parts(standing, commitment))


def _files(asked: Asked, part: Standing) -> Markup:
    """The figures and the badge of a commitment as files."""
    return asked.downloads(*_figures(part))


def _all_files(asked: Asked, part: Standing) -> Markup:
    """The same, and how long records took."""
    if part.durations is None or part.durations.shown_by:
        return _files(asked, part)
    of = part.agreement, part.id
    return asked.downloads(
        *_figures(part),
        ("CSV of durations", durations_table(*of), f"CSV of durations of {part.title}"),
        ("CSV of open records", ages_table(*of), f"CSV of open records of {part.title}"),
    )


def _figures(part: Standing) -> Iterator[tuple[str, str, str]]:
    yield "CSV", periods_table(part.agreement, part.id), f"{part.title} as CSV"
    yield "Badge", badge_file(part.agreement, part.id), f"Badge of {part.title}"


def sla_pace(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """How far the running period of a volume is, where it would be on pace, and what it needs on each working day left.

    Of other commitments, and of a period that is decided, nothing.
    """
    standing = asked.agreement(agreement)
    return burn_ups([(part, "") for part in asked.parts(standing, commitment)])
