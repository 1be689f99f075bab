"""Where a reader signs and edits, also in a project that is a folder of a larger repository."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from html import unescape
from types import SimpleNamespace

import pytest

from living_sla import report
from living_sla.model.figures.standing import Report
from living_sla.model.forge import Forge, ForgeKind
from living_sla.site.publishing.build import build
from living_sla.site.safety import theme_settings
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import AGREEMENT, write_project
from tests.history.conftest import no_settings

__all__ = ["no_settings"]

GITHUB = Forge(ForgeKind.GITHUB, "https://github.com/northwind/mono", "trunk")
GITLAB = Forge(ForgeKind.GITLAB, "https://git.northwind.example/rev/mono")


@pytest.mark.parametrize(
    ("stated", "forge", "folder", "edit_uri"),
    [
        ({}, None, "", "edit/main/docs/"),
        ({}, GITHUB, "", "edit/trunk/docs/"),
        ({}, GITHUB, "ops/sla 1/", "edit/trunk/ops/sla%201/docs/"),
        ({}, GITLAB, "ops/", "-/edit/main/ops/docs/"),
        ({"edit_uri": "edit/x/docs/"}, GITHUB, "ops/", "edit/x/docs/"),
        ({"repo_url": None}, GITHUB, "ops/", None),
    ],
)
def test_a_site_that_states_no_way_to_edit_has_one_that_leads_to_its_pages(stated, forge, folder, edit_uri):
    settings = {"repo_url": "https://github.com/northwind/mono", **stated}
    config = SimpleNamespace(user_configs=[settings], **{"edit_uri": "edit/master/docs/", **settings})
    told = Report((), {}, (), datetime(2026, 1, 1, tzinfo=UTC), forge=forge, folder=folder)
    theme_settings.settle_edit_links(config, told, "docs")
    assert config.edit_uri == edit_uri


def test_a_project_in_a_folder_of_a_repository_is_signed_and_edited_there(tmp_path):
    folder = GitFolder.made(tmp_path / "mono")
    root = write_project(folder.root / "ops")
    signed_by = AGREEMENT.replace("example}\n", "example}\n    signs: [ana.ruiz@northwind.example]\n", 1)
    (root / "agreements/lead-handoff.md").write_text(signed_by, encoding="utf-8")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub("repo_url:.*", f"repo_url: {GITHUB.address}", re.sub("edit_uri:.*", "", config))
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (root / "pyproject.toml").write_text(f'[tool.living_sla]\nforge = "{GITHUB.address}"\n', encoding="utf-8")
    folder.commit()
    site = build(root).site
    page = unescape((site / "agreements/lead-handoff/index.html").read_text(encoding="utf-8"))
    assert f"{GITHUB.address}/new/main/ops/agreements/signoffs/lead-handoff?filename=" in page
    assert f'href="{GITHUB.address}/edit/main/ops/agreements/lead-handoff.md"' in page
    assert f'href="{GITHUB.address}/edit/main/ops/docs/index.md"' in (site / "index.html").read_text(encoding="utf-8")


def test_before_the_first_commit_links_lead_to_where_the_files_will_be(tmp_path):
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "mono")], check=True)
    root = write_project(tmp_path / "mono" / "ops")
    assert report.build(root).folder == "ops/"
    assert report.build(write_project(tmp_path / "alone")).folder == ""
