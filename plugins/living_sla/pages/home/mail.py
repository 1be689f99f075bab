"""A message as a page for mail: tables, and styles on each element, because programs for mail know nothing else."""

from __future__ import annotations

from living_sla.pages.html import render
from living_sla.words.standing.message import Message


def mail(message: Message) -> str:
    """A whole HTML document, without a script, a picture or anything that would be loaded."""
    return str(render("home-mail.html", message=message))
