"""Where pages stand on a site: the Markdown file that each is made of, and the file that it is written to."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import PurePosixPath

_OF_ITS_FOLDER = ("index", "README")


@lru_cache(maxsize=4096)  # every page asks for those of the others
def folder_of(path: str) -> str:
    """Where the pages lie that belong to an agreement: ``agreements/handoff`` for ``agreements/handoff.md``."""
    at = PurePosixPath(path)
    return str(at.parent if at.stem in _OF_ITS_FOLDER else at.with_suffix(""))


_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
_OF_NO_PAGE = frozenset({"index", "readme", *_DEVICES})
"""Names that are the page of the folder, or no file on Windows."""
_TAKEN = _OF_NO_PAGE | {"history", "poster"}
"""Names below an agreement that are another page, too."""


def commitment_path(agreement: str, commitment: str) -> str:
    """The page of a commitment, from the path of its agreement: ``agreements/handoff/first-contact.md``.

    One whose id is a name that is taken has a line behind it, which no id has: ``agreements/handoff/history_.md``.
    """
    return f"{folder_of(agreement)}/{commitment}{'_' * (commitment in _TAKEN)}.md"


def history_path(agreement: str) -> str:
    """The page of an agreement's versions: ``agreements/handoff/history.md``."""
    return f"{folder_of(agreement)}/history.md"


def poster_path(agreement: str) -> str:
    """An agreement on one sheet of paper: ``agreements/handoff/poster.md``."""
    return f"{folder_of(agreement)}/poster.md"


def team_path(team: str) -> str:
    """The page of a team, from its id: ``teams/demand-generation.md``; of a team called Index ``teams/index_.md``."""
    return f"teams/{team}{'_' * (team in _OF_NO_PAGE)}.md"


PROPOSAL_PAGE = "proposal.md"
"""What the branch that is built proposes."""
REVIEWS = "reviews"
"""The folder of all reviews."""
REVIEWS_PAGE = f"{REVIEWS}/index.md"
"""The page of all of them."""


def review_path(review: str) -> str:
    """The page of a review, by its id: ``reviews/2026-Q3/index.md``."""
    return f"{REVIEWS}/{review}/index.md"


def review_file(review: str, path: str) -> str:
    """A file of the folder of a review: ``reviews/2026-Q3/SHA256SUMS``."""
    return f"{REVIEWS}/{review}/{path}"


def file_of(path: str, *, as_folders: bool) -> str:
    """The file that the page is written to: ``agreements/handoff/index.html``, or ``agreements/handoff.html``."""
    at = PurePosixPath(path)
    if at.stem in _OF_ITS_FOLDER:
        return str(at.with_name("index.html"))
    return str(at.with_suffix("") / "index.html" if as_folders else at.with_suffix(".html"))


def address_of(path: str, *, as_folders: bool) -> str:
    """The address of the page from the top of the site: ``agreements/handoff/``, or ``agreements/handoff.html``."""
    file = file_of(path, as_folders=as_folders)
    return f"{posixpath.dirname(file) or '.'}/" if as_folders and file.endswith("index.html") else file


# ---------------------------------------------------------------- files for programs

ATTAINMENT_FILE = "api/attainment.json"
"""Every figure, as `sla attain --format json` writes it."""
CHANGES_FILE = "api/changes.json"
"""What changed in all agreements, the newest first."""
ATTAINMENT_TABLE = "tables/attainment.csv"
COMMITMENTS_TABLE = "tables/commitments.csv"
CHANGES_TABLE = "tables/changes.csv"
EXPORTS_TABLE = "tables/exports.csv"
PROMISES_TABLE = "tables/promises.csv"
TEAMS_TABLE = "tables/teams.csv"
MATRIX_TABLE = "tables/matrix.csv"
JOURNEY_TABLE = "tables/journey.csv"
GOALS_TABLE = "tables/goals.csv"
EFFECTS_TABLE = "tables/effects.csv"
CALENDAR_TABLE = "tables/calendar.csv"


def _file(name: str) -> str:
    """An id as the name of a file or folder: a line behind it where Windows knows a device of that name."""
    return f"{name}{'_' * (name in _DEVICES)}"


def periods_table(agreement: str, commitment: str) -> str:
    """Periods and segments of a commitment, by the ids of both: ``tables/handoff/commitments/first-contact.csv``."""
    return f"tables/{_file(agreement)}/commitments/{_file(commitment)}.csv"


def durations_table(agreement: str, commitment: str) -> str:
    """How long the records of a commitment took, by period."""
    return f"tables/{_file(agreement)}/durations/{_file(commitment)}.csv"


def ages_table(agreement: str, commitment: str) -> str:
    """How old the open records of a commitment are."""
    return f"tables/{_file(agreement)}/ages/{_file(commitment)}.csv"


def commitments_table(agreement: str) -> str:
    """The commitments of the agreement of that id."""
    return f"tables/{_file(agreement)}/commitments.csv"


def signoffs_table(agreement: str) -> str:
    """Who signed which version of the agreement of that id."""
    return f"tables/{_file(agreement)}/signoffs.csv"


def versions_table(agreement: str) -> str:
    """The versions of the agreement of that id, and what each changed."""
    return f"tables/{_file(agreement)}/versions.csv"


def badge_file(agreement: str, commitment: str) -> str:
    """The badge of a commitment, by the ids of both: ``badges/handoff/first-contact.svg``."""
    return f"badges/{_file(agreement)}/{_file(commitment)}.svg"
