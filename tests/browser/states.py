"""A site in which every state of an agreement has its page; its report is made by hand.

To look at it: `python -m tests.browser.states FOLDER` writes pictures of all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

from living_sla.model.figures.standing import Report
from living_sla.model.forge import Forge, ForgeKind
from living_sla.site.publishing.build import build
from tests.browser.serving import chromium, served
from tests.factories import page_states
from tests.factories.small_sites import write_project

GITHUB = Forge(ForgeKind.GITHUB, "https://github.com/northwind/agreements")
LOOKS = {"light": (1280, "light"), "dark": (1280, "dark"), "phone": (390, "light")}


def states(forge: Forge | None = GITHUB) -> Report:
    """The report: one agreement for each state."""
    return replace(page_states.every_state(), forge=forge)


@contextmanager
def _told(report: Report) -> Iterator[None]:
    with (
        mock.patch("living_sla.site.publishing.build.report_of", return_value=report),
        mock.patch("living_sla.site.shown_report.report_of", return_value=report),
    ):
        yield


def build_states(root: Path, report: Report | None = None) -> Path:
    """The folder of the built site."""
    with _told(report or states()):
        return build(write_project(root)).site


def main() -> None:
    """Pictures of home, of the changes and of every state, in light, in dark and on a phone."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    asked = sys.argv[2:] or ["", "changes", *(f"agreements/{state}" for state in page_states.STATES)]
    site = folder / "project"
    with served(site / "site" if site.exists() else build_states(site)) as address, chromium() as browser:
        for look, (width, scheme) in LOOKS.items():
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for path in asked:
                page.goto(f"{address}/{path}/" if path else address, wait_until="networkidle")
                page.screenshot(path=folder / f"{path.rpartition('/')[2] or 'home'}-{look}.png", full_page=True)
            page.close()


if __name__ == "__main__":
    main()
