"""Pictures of the built site: `python -m tests.browser.screenshots`, or `make screenshots`.

Home and one agreement in light, in dark and on a phone, whole, in `build/screenshots/`; and the one that the README
shows, `docs/assets/agreement-light.png`: the page of the README's own agreement, down to its first chart.
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

ROOT = Path(__file__).resolve().parents[2]
SITE, FOLDER, README = ROOT / "site", ROOT / "build" / "screenshots", ROOT / "docs" / "assets" / "agreement-light.png"
PAGES = {"home": "", "agreement": "agreements/lead-handoff/"}
LOOKS = {"light": (1280, "light"), "dark": (1280, "dark"), "phone": (390, "light")}
LARGEST = 150_000


def main() -> int:
    """Take all pictures; returns an exit code."""
    if CHROMIUM is None or not SITE.is_dir():
        print("screenshots need Chromium and a built site: make build", file=sys.stderr)
        return 3
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served(SITE) as address, chromium() as browser:
        for look, (width, scheme) in LOOKS.items():
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for name, path in PAGES.items():
                page.goto(f"{address}/{path}", wait_until="networkidle")
                page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=True)
            page.close()
    README.parent.mkdir(exist_ok=True)
    README.write_bytes(repacked(_page_of_the_readme()))
    size = README.stat().st_size
    print(f"{README.relative_to(ROOT)}: {size / 1000:.0f} kB")
    return 1 if size > LARGEST else 0


def _page_of_the_readme() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        project = write_shown_project(Path(folder) / "project")
        GitFolder.made(project).commit(message="First terms", at="2025-04-28T10:00:00 +0000")
        with served(build(project).site) as address, chromium(fonts=FONTS) as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1800}, color_scheme="light")
            page.goto(f"{address}/{PAGES['agreement']}", wait_until="networkidle")
            return page.screenshot(clip={"x": 0, "y": 0, "width": 1280, "height": _below_first_chart(page)})


def _below_first_chart(page) -> int:
    box = page.locator(".sla-trend").first.bounding_box()
    return round(box["y"] + box["height"] + 24)


if __name__ == "__main__":
    sys.exit(main())
