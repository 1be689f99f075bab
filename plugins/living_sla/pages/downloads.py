"""Quiet links to the files behind a block: the table as CSV, the badge of a commitment."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from living_sla.pages.html import render


class Download(Struct, frozen=True):
    """One file."""

    kind: str
    """What readers see: ``CSV``."""
    href: str
    of: str
    """What it is, for who hears the link alone: ``First contact as CSV``."""


def downloads(several: Sequence[Download]) -> Markup:
    """One line of links, which paper does not show; empty where there is none."""
    return render("downloads.html", downloads=several) if several else Markup("")
