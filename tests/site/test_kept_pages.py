"""Pages that stay while somebody edits: the site is always what a build of everything would have written."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from living_sla.site.publishing.serve import _Preview
from living_sla.site.settings.configured import configured
from tests.factories.small_sites import write_project

# When it was built, by which script pages ask for a newer one, and how files are marked to be fetched anew.
_OF_ONE_BUILD = re.compile(r"Built [^.]*?, from|nonce-[0-9a-f]+|<lastmod>.*?</lastmod>")


class Edited:
    """A project, and the folder that a preview of it writes to."""

    def __init__(self, root: Path, site: Path) -> None:
        self.root, self.site = root, site
        self._preview, config = self._made(site)
        self._preview.build(config)

    def _made(self, site: Path):
        first = configured(self.root, ".")
        with first.folder() as folder:
            preview = _Preview(self.root, ".", first, folder, site, "http://127.0.0.1:1")
        config = preview.settings()
        config.plugins.on_startup(command="serve", dirty=False)
        return preview, config

    def change(self, path: str, change: Callable[[str], str]) -> None:
        """Edit a file and build again."""
        file = self.root / path
        file.write_text(change(file.read_text(encoding="utf-8") if file.exists() else ""), encoding="utf-8")
        self.build()

    def build(self) -> None:
        self._preview.build()

    @property
    def kept(self) -> set[str]:
        """The pages that the last build left as they were."""
        return self._preview._kept._kept

    def is_as_built_anew(self) -> bool:
        """Whether the folder holds what a build of everything writes."""
        fresh = self.site.parent / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        preview, config = self._made(fresh)
        preview.build(config)
        assert (fresh / "agreements" / "other" / "volume" / "index.html").is_file()
        assert texts(self.site) == texts(fresh)
        return True


def texts(site: Path) -> dict[str, str]:
    found = (path for path in site.rglob("*") if path.suffix in (".html", ".json", ".xml", ".css", ".js"))
    read = {
        path.relative_to(site).as_posix(): _OF_ONE_BUILD.sub("", path.read_text(encoding="utf-8")) for path in found
    }
    entries = json.loads(read.pop("search/search_index.json"))["docs"]
    return read | {"search": str(sorted(map(str, entries)))}


@pytest.fixture
def edited(tmp_path) -> Edited:
    root = write_project(tmp_path / "project")
    text = (root / "agreements" / "lead-handoff.md").read_text(encoding="utf-8")
    other = text.replace("Inbound lead hand-off", "The other").replace("id: lead-handoff", "id: other")
    (root / "agreements" / "other.md").write_text(other, encoding="utf-8")
    (tmp_path / "site").mkdir()
    return Edited(root, tmp_path / "site")


OTHER = {f"agreements/other{page}.md" for page in ("", "/first-contact", "/history", "/volume")}


def test_an_agreement_that_is_edited_leaves_the_pages_of_the_other_ones(edited):
    edited.change("agreements/lead-handoff.md", lambda text: text.replace("at least 30", "at least 70"))
    assert edited.kept >= {*OTHER, "glossary.md", "guide/reading.md"}
    assert not any(path.startswith("agreements/lead-handoff") or path == "index.md" for path in edited.kept)
    assert edited.is_as_built_anew()
    edited.change("agreements/lead-handoff.md", lambda text: text.replace("at least 70", "at least 30"))
    assert edited.kept >= OTHER
    assert edited.is_as_built_anew()


CHANGES_FOR_ALL: dict[str, tuple[str, Callable[[str], str]]] = {
    "a title": ("agreements/lead-handoff.md", lambda text: text.replace("Inbound lead hand-off", "Another title")),
    "a team": ("agreements/lead-handoff.md", lambda text: text.replace("Demand Generation", "Growth")),
    "an export": ("data/exports/leads.csv", lambda text: text + text.splitlines()[-1].replace("L0", "M0") + "\n"),
    "a page": ("docs/glossary.md", lambda text: text + "\nMore.\n"),
    "a new page": ("docs/new.md", lambda text: "# New\n"),
    "a setting": ("mkdocs.yml", lambda text: text.replace("site_name: Living SLA", "site_name: Another")),
}


@pytest.mark.parametrize(("path", "change"), CHANGES_FOR_ALL.values(), ids=CHANGES_FOR_ALL)
def test_what_all_pages_show_writes_all_pages(edited, path, change):
    edited.change(path, change)
    assert edited.kept == set()
    assert edited.is_as_built_anew()


def test_after_a_fault_everything_is_written_again(edited):
    edited.change("agreements/lead-handoff.md", lambda text: text.replace("commitments:", "comitments:"))
    assert "SLA-F010" in (edited.site / "agreements" / "other" / "index.html").read_text(encoding="utf-8")
    edited.change("agreements/lead-handoff.md", lambda text: text.replace("comitments:", "commitments:"))
    assert edited.kept == set()
    assert edited.is_as_built_anew()
