"""Boxes: what could not be shown, and why."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from living_sla.pages.html import render


def box(kind: Literal["info", "warn", "fault"], title: str, text: str) -> Markup:
    """A box that stands out, with a title and one paragraph."""
    return render("box.html", kind=kind, title=title, text=text)
