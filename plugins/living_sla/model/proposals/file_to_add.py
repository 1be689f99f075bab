"""A file by which somebody gives what a proposal lacks: a signature, or a waiver."""

from __future__ import annotations

from msgspec import Struct


class FileToAdd(Struct, frozen=True):
    """What is to be added, where, and the ways to do it."""

    path: str
    """Relative to the project."""
    text: str
    """What the file holds, its last line end included."""
    address: str = ""
    """The form of the forge that makes it on the branch of the proposal; empty where there is none."""
    filled_in: bool = False
    """Whether that form holds the text already."""
    command: str = ""
    """What writes it on somebody's own machine; empty where nothing does."""
