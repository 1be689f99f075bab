"""What a macro is asked: about which page, in which report, for which agreement or commitment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from living_sla.errors import Fault, Place, SlaError
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.model.figures.teams import Team, team_key, teams
from living_sla.model.reviews.review import Review
from living_sla.model.site_paths import review_path
from living_sla.pages.downloads import Download, downloads
from living_sla.pages.links import Links
from living_sla.site.content.minutes_prose import notes_of
from living_sla.site.content.review_files import published


class UnknownName(SlaError):
    """A macro asks for something that is not there."""


class Asked(Struct, frozen=True):
    """What a macro answers from."""

    report: Report
    links: Links
    source: str
    """The file of the page that calls, from the folder of the project where it is an agreement."""
    feed: str
    """The address of the Atom feed as seen from that page; empty where nobody writes one."""
    place: Callable[[str | None], Place]
    """Where the page names what is not there."""
    reviews: tuple[Review, ...] = ()
    """All of the project, in the order of their names."""
    root: Path = Path()
    """The folder of the project."""

    def agreement(self, agreement: str | None) -> AgreementStanding:
        """The agreement of that id; without one, the agreement whose page this is. Raises `UnknownName`."""
        for standing in self.report.agreements:
            if agreement == standing.agreement.terms.id or (not agreement and self.is_page_of(standing)):
                return standing
        hint = _known("agreements", [standing.agreement.terms.id for standing in self.report.agreements])
        what = (
            f'there is no agreement "{agreement}"' if agreement else "this page does not say which agreement it shows"
        )
        raise self._unknown(what, hint, agreement)

    def parts(self, standing: AgreementStanding, commitment: str | None) -> Sequence[Standing]:
        """The commitment of that id, or all of the agreement. Raises `UnknownName`."""
        parts = [part for part in standing.commitments if commitment in (None, part.commitment.id)]
        if parts:
            return parts
        hint = _known("commitments", [part.commitment.id for part in standing.commitments])
        what = f'{standing.agreement.terms.id} has no commitment "{commitment}"'
        raise self._unknown(what, hint, commitment)

    def team(self, team: str) -> Team:
        """The team of that name, or with that id. Raises `UnknownName`."""
        known = teams(self.report)
        for found in known:
            if team == found.id or team_key(team) == team_key(found.name):
                return found
        raise self._unknown(f'there is no team "{team}"', _known("teams", [found.name for found in known]), team)

    def review(self, review: str | None) -> Review:
        """The review of that name; without one, the review in whose folder the page lies. Raises `UnknownName`."""
        for found in self.reviews:
            if review == str(found.id) or (not review and self.source == review_path(str(found.id))):
                return found
        what = f'there is no review "{review}"' if review else "this page does not say which review it shows"
        raise self._unknown(what, _known("reviews", [str(found.id) for found in self.reviews]), review)

    def notes_of(self, review: Review) -> Markup:
        """What else its minutes say, as safe HTML."""
        return notes_of(review.minutes)

    def files_of(self, review: Review) -> list[str]:
        """The files of its folder that are on the site."""
        return published(self.root, review)

    def downloads(self, *files: tuple[str, str, str]) -> Markup:
        """Links to files of the site: what kind each is, its path, what it is. None where nobody writes them."""
        if not self.feed:
            return Markup("")
        return downloads([Download(kind, self.links.file(path), of) for kind, path, of in files])

    def is_page_of(self, standing: AgreementStanding) -> bool:
        """Whether the page that calls is the agreement's own."""
        return standing.agreement.path == self.source

    def _unknown(self, what: str, hint: str, name: str | None) -> UnknownName:
        return UnknownName(what, where=self.place(name), hint=hint, code=Fault.MACRO_NOT_SHOWN)


def _known(what: str, names: list[str]) -> str:
    return f"{what}: {', '.join(names)}" if names else f"there are no {what} yet"
