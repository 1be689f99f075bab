"""Boxes: what could not be shown, and why."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from living_sla.pages.html import render


def box(kind: Literal["info", "warn", "fault"], title: str, *paragraphs: str) -> Markup:
    """A box that stands out, with a title and what it is about."""
    return render("box.html", kind=kind, title=title, paragraphs=paragraphs)
