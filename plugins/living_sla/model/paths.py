"""Where the files of a project lie, and what the path of a file says: relative to the project, with forward slashes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath

from living_sla.model.slug import slug_of

AGREEMENTS_FOLDER = "agreements"
SIGNOFFS_FOLDER = "agreements/signoffs"
WAIVERS_FOLDER = "agreements/waivers"
NOT_AGREEMENTS = (SIGNOFFS_FOLDER, WAIVERS_FOLDER)
"""Folders below that of agreements in which none is."""
SOURCES_FILE = "data/sources.yml"
PAGE = ".md"


@lru_cache(maxsize=4096)
def is_agreement(path: str) -> bool:
    """Whether an agreement is read from the file."""
    inside = path.startswith(f"{AGREEMENTS_FOLDER}/") and not path.startswith(tuple(f"{of}/" for of in NOT_AGREEMENTS))
    return inside and path.endswith(PAGE)


def is_page_of_folder(path: PurePosixPath) -> bool:
    """Whether a file is the page of its folder, whatever the capitals."""
    return path.stem.lower() in ("index", "readme")


@lru_cache(maxsize=4096)
def name_of_page(path: str) -> str:
    """What a file is called after: itself, or its folder where it is the page of the folder."""
    at = PurePosixPath(path)
    return at.parent.name if is_page_of_folder(at) and at.parent.name else at.stem


@lru_cache(maxsize=4096)
def id_of(path: str) -> str:
    """The id of an agreement whose file states none, made of `name_of_page`; that itself where no id can be."""
    name = name_of_page(path)
    return slug_of(name) or name
