"""A site in which every state of an agreement has its page; its report is made by hand.

`python -m tests.browser.states` writes the golden pictures, `python -m tests.browser.states FOLDER` whole pages of all.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from msgspec.structs import replace

from living_sla.model.figures.standing import Report
from living_sla.model.forge import Forge, ForgeKind
from living_sla.site.publishing.build import build
from tests.browser.png import repacked
from tests.browser.serving import FONTS, chromium, served
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


GOLDEN = Path(__file__).parent / "golden"
PICTURED = (
    "no-export", "one-waits", "nothing-judged", "old-data", "outside-git", "shallow", "drafted", "waiting",
    "nobody-signed", "retroactive", "lapsed", "expired", "five",
)  # fmt: skip
"""The states of which somebody looked at a picture: the first screen of the overview, at half its size."""


def main() -> None:
    """Pictures of `PICTURED` into the golden folder; or, with a folder, whole pages of every state in all looks."""
    with tempfile.TemporaryDirectory() as folder, chromium(fonts=FONTS) as browser:
        sites = [build_states(Path(folder) / "all"), build_states(Path(folder) / "shallow", page_states.shallow())]
        for site in sites:
            with served(site) as address:
                if len(sys.argv) > 1:
                    _whole_pages(browser, address, site, Path(sys.argv[1]))
                else:
                    _first_screens(browser, address, site)


def _first_screens(browser, address: str, site: Path) -> None:
    GOLDEN.mkdir(exist_ok=True)
    page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=0.5, color_scheme="light")
    for state in PICTURED:
        if (site / "agreements" / state).is_dir():
            page.goto(f"{address}/agreements/{state}/", wait_until="networkidle")
            (GOLDEN / f"{state}.png").write_bytes(repacked(page.screenshot()))
    page.close()


def _whole_pages(browser, address: str, site: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    paths = ["", "changes", *(f"agreements/{state.name}" for state in sorted((site / "agreements").iterdir()))]
    for look, (width, scheme) in LOOKS.items():
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in paths:
            page.goto(f"{address}/{path}/" if path else address, wait_until="networkidle")
            page.screenshot(path=folder / f"{path.rpartition('/')[2] or 'home'}-{look}.png", full_page=True)
        page.close()


if __name__ == "__main__":
    main()
