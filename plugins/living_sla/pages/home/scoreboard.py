"""The scoreboard: every commitment of every agreement in one table, the worst first, below the answer of Monday."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.monday import monday
from living_sla.model.figures.standing import Report
from living_sla.pages.agreement.rows import every_row
from living_sla.pages.home.lists import to_do
from living_sla.pages.home.monday import head
from living_sla.pages.html import render
from living_sla.pages.links import Links


def scoreboard(report: Report, links: Links) -> Markup:
    """The answer, the age of the data, all commitments, and who has to do what by when."""
    if not report.agreements:
        return render("empty.html")
    return head(monday(report), report) + every_row(report, links) + to_do(report, links)
