"""Pictures of the built site: `python -m tests.browser.screenshots`, or `make screenshots`.

Home and one agreement in light, in dark and on a phone, whole, in `build/screenshots/`; the one that the README
shows, `docs/assets/agreement-light.png`: the page of the README's own agreement, down to its rows; and those of
the tutorial, from the project of somebody who follows it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from living_sla.site.publishing.build import build
from tests.browser.png import repacked
from tests.browser.serving import CHROMIUM, FONTS, chromium, served
from tests.factories.git_folders import GitFolder
from tests.factories.readme_project import write_shown_project
from tests.guides.table import DOCS, PAGES
from tests.guides.walk import pictured

ROOT = Path(__file__).resolve().parents[2]
SITE, FOLDER, README = ROOT / "site", ROOT / "build" / "screenshots", ROOT / "docs" / "assets" / "agreement-light.png"
PAGES_OF = {"home": "", "agreement": "agreements/lead-handoff/"}
LOOKS = {"light": (1280, "light"), "dark": (1280, "dark"), "phone": (390, "light")}
ASSETS = README.parent
LARGEST = 150_000
TUTORIAL = {
    "tutorial-draft": ".sla-overview",
    "tutorial-proposed": ".sla-proposal",
    "tutorial-in-force": ".sla-overview",
}
"""Down to what each picture of the tutorial shows the page of its agreement."""


def main() -> int:
    """Take all pictures; returns an exit code."""
    if CHROMIUM is None or not SITE.is_dir():
        print("screenshots need Chromium and a built site: make build", file=sys.stderr)
        return 3
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served(SITE) as address, chromium() as browser:
        for look, (width, scheme) in LOOKS.items():
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for name, path in PAGES_OF.items():
                page.goto(f"{address}/{path}", wait_until="networkidle")
                page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=True)
            page.close()
    README.parent.mkdir(exist_ok=True)
    README.write_bytes(repacked(_page_of_the_readme()))
    _take_pictures_of_the_tutorial()
    sizes = {path: path.stat().st_size for path in (README, *sorted(ASSETS.glob("tutorial-*.png")))}
    for path, size in sizes.items():
        print(f"{path.relative_to(ROOT)}: {size / 1000:.0f} kB")
    return 1 if max(sizes.values()) > LARGEST else 0


def _page_of_the_readme() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        project = write_shown_project(Path(folder) / "project")
        GitFolder.made(project).commit(message="First terms", at="2025-04-28T10:00:00 +0000")
        with served(build(project).site) as address, chromium(fonts=FONTS) as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1800}, color_scheme="light")
            page.goto(f"{address}/{PAGES_OF['agreement']}", wait_until="networkidle")
            return page.screenshot(clip={"x": 0, "y": 0, "width": 1280, "height": _below(page, ".sla-overview")})


def _take_pictures_of_the_tutorial() -> None:
    page, followed = DOCS / "tutorial.md", PAGES["tutorial.md"]
    with tempfile.TemporaryDirectory() as folder, chromium(fonts=FONTS) as browser:
        for name in pictured(page, Path(folder) / "reader", at=followed.at, skipped=followed.skipped):
            site = build(Path.cwd(), site_dir=Path(folder) / name).site
            for scheme in ("light", "dark"):
                with served(site) as address:
                    view = browser.new_page(viewport={"width": 1000, "height": 1600}, color_scheme=scheme)
                    view.goto(f"{address}/{PAGES_OF['agreement']}", wait_until="networkidle")
                    shown = {"x": 0, "y": 0, "width": 1000, "height": _below(view, TUTORIAL[name])}
                    (ASSETS / f"{name}-{scheme}.png").write_bytes(repacked(view.screenshot(clip=shown)))
                    view.close()


def _below(page, shown: str) -> int:
    box = page.locator(shown).first.bounding_box()
    return round(box["y"] + box["height"] + 24)


if __name__ == "__main__":
    sys.exit(main())
