"""Addresses of the pages and files of a site, as seen from the page that is written; and where terms are edited."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.site_paths import (
    REVIEWS_PAGE,
    address_of,
    commitment_path,
    history_path,
    poster_path,
    review_path,
    team_path,
)


class Links(Struct, frozen=True):
    """Every address that a block may hold; blocks build none themselves."""

    here: str
    """The folder of the page that is being written, below the site; empty at its root."""
    paths: Mapping[str, str]
    """The file of each agreement, by its id."""
    as_folders: bool = True
    """Whether a page is a folder with an `index.html`, as the settings of the generator say."""
    site_url: str = ""
    """Where the site is served; empty where the settings do not say."""

    def home(self) -> str:
        """The first page of the site."""
        return self._to("index.md")

    def agreement(self, agreement: str) -> str:
        """The overview of an agreement."""
        return self._to(self.paths[agreement])

    def commitment(self, agreement: str, commitment: str) -> str:
        """The page of a commitment."""
        return self._to(commitment_path(self.paths[agreement], commitment))

    def history(self, agreement: str) -> str:
        """The versions of an agreement, and who signed them."""
        return self._to(history_path(self.paths[agreement]))

    def poster(self, agreement: str) -> str:
        """An agreement on one sheet of paper."""
        return self._to(poster_path(self.paths[agreement]))

    def team(self, team: str) -> str:
        """The page of a team, by its id."""
        return self._to(team_path(team))

    def review(self, review: str) -> str:
        """The page of a review, by its id."""
        return self._to(review_path(review))

    def reviews(self) -> str:
        """The page of all reviews."""
        return self._to(REVIEWS_PAGE)

    def page(self, name: str) -> str:
        """A page of the whole site, by the name of its file: ``changes``, ``guide/how-to-read``."""
        return self._to(f"{name}.md")

    def file(self, path: str) -> str:
        """A file that is published as it is: ``changes.xml``."""
        return quote(posixpath.relpath(path, self.here or "."))

    def absolute(self, address: str) -> str:
        """The address of a page, as links from here have it, for paper and other programs; empty without `site_url`."""
        if not self.site_url:
            return ""
        place = posixpath.normpath(posixpath.join(self.here, address))
        place = "" if place == "." else place + "/" * address.endswith("/")
        return f"{self.site_url.rstrip('/')}/{place}"

    def _to(self, path: str) -> str:
        place = address_of(path, as_folders=self.as_folders)
        # Encoded, as MkDocs does it: a file may be called `javascript:x.md`, or hold a question mark.
        return quote(posixpath.relpath(place, self.here or ".")) + "/" * place.endswith("/")


def links_from(here: str, report: Report, *, as_folders: bool = True, site_url: str = "") -> Links:
    """The links of a page in that folder of the site."""
    paths = {standing.agreement.terms.id: standing.agreement.path for standing in report.agreements}
    return Links(here, paths, as_folders, site_url)


def editor_of(standing: AgreementStanding, report: Report, commitment: str | None = None) -> str:
    """The address of the editor, at the line of a commitment where one is named; empty where the site names no forge.

    It is that of the folder's file, which may hold what the page does not tell yet: whoever edits goes on from there.
    """
    if report.forge is None:
        return ""
    written = standing.agreement
    ids = [found.id for found in written.terms.commitments]
    line = written.place("commitments", ids.index(commitment)).line if commitment in ids else None
    return report.forge.edit(f"{report.folder}{written.path}", line)
