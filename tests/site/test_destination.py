"""Where a site may stand; the paths alone decide most of it."""

from __future__ import annotations

import json
from pathlib import PurePosixPath as Path

import pytest

from living_sla.errors import SlaError
from living_sla.site.publishing.destination import MARKER, located, mark, never, read_for, refuse_unsafe

PROJECT, HOME = Path("/srv/agreements"), Path("/people/ana")


def reason(site: str, *, project: Path = PROJECT) -> str:
    inputs = [project / "docs", project / "data", Path("/mnt/crm/data")]
    return never(Path(site), project=project, home=HOME, inputs=inputs)


def test_what_holds_everything_is_no_place_for_a_site():
    assert reason("/") == "this is the root of the file system"
    assert reason("/srv") == "the project lies inside"
    assert reason("/srv/agreements") == "this is the folder of the project"
    assert reason("/people/ana") == "this is a home folder"
    assert reason("/people") == "a home folder lies inside"


def test_what_is_read_is_no_place_for_a_site():
    assert reason("/srv/agreements/docs") == "this is docs/"
    assert reason("/srv/agreements/docs/site") == "this lies inside docs/"
    assert reason("/mnt/crm") == "data/ lies inside"
    assert reason("/srv/other/.git/hooks") == "this is part of a git repository's own files"


def test_a_folder_beside_what_is_read_is_one():
    assert reason("/srv/agreements/site") == ""
    assert reason("/srv/agreements/docs-site") == ""
    assert reason("/people/ana/site", project=HOME) == ""
    assert reason("/var/www/sla") == ""


def test_a_path_is_followed_to_the_folder_that_it_means(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "project")
    root = tmp_path / "project"
    assert located(tmp_path / "way" / "docs", root=root) == root / "docs"
    assert located(tmp_path / "way", root=root) == tmp_path / "way"
    assert located(root / "docs" / "..", root=root) == root
    assert located(tmp_path / "way" / "..", root=root) == tmp_path


def refused(site, root) -> str:
    with pytest.raises(SlaError) as found:
        refuse_unsafe(site, root=root, docs=root / "docs")
    return found.value.message


def test_a_home_folder_is_refused_though_it_is_empty(tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert refused(tmp_path / "home", tmp_path / "project") == "the site cannot stand here: this is a home folder"


def test_inputs_that_are_links_are_protected_where_they_lead(tmp_path):
    root = tmp_path / "project"
    (tmp_path / "crm" / "exports").mkdir(parents=True)
    root.mkdir()
    (root / "data").symlink_to(tmp_path / "crm")
    message = "the site cannot stand here: this lies inside crm/"
    assert refused(tmp_path / "crm" / "exports", root) == message


@pytest.mark.parametrize(
    "marker",
    [
        "",
        "[]",
        "{}",
        '{"product": "living-sla", "published": 1}',
        '{"product": "another", "published": []}',
        '"living-sla"',
    ],
)
def test_a_marker_of_somebody_else_is_no_marker(tmp_path, marker):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MARKER).write_text(marker)
    found = refused(tmp_path / "site", tmp_path / "project")
    assert found == "sla build did not make this folder, and it holds .sla-site"


def test_links_and_folders_that_were_added_are_seen(tmp_path):
    site = tmp_path / "site"
    (site / "agreements").mkdir(parents=True)
    (site / "agreements" / "index.html").write_text("ours")
    mark(site)
    refuse_unsafe(site, root=tmp_path / "project", docs=tmp_path / "project" / "docs")
    (site / "elsewhere").symlink_to(tmp_path)
    (site / ".git").mkdir()
    (site / ".git" / "HEAD").write_text("theirs")
    assert refused(site, tmp_path / "project") == (
        "this folder holds what the last build did not put there: .git/HEAD, elsewhere"
    )


def test_a_site_says_who_made_it_and_of_what_it_consists(tmp_path):
    (tmp_path / "agreements").mkdir()
    for name in ("index.html", "agreements/index.html"):
        (tmp_path / name).write_text("ours")
    for _ in range(2):
        mark(tmp_path, read=["leads: exports/leads.csv"])
    assert json.loads((tmp_path / MARKER).read_text()) == {
        "product": "living-sla",
        "published": ["agreements/index.html", "index.html"],
        "read": ["leads: exports/leads.csv"],
    }
    assert read_for(tmp_path) == {"leads"}, "by name: its path may be mistyped since"
    for damage in (b"", b"[]", b'{"product": 1}', b"\xff", b"[" * 100_000, b'{"product": "living-sla", "read": 3}'):
        (tmp_path / MARKER).write_bytes(damage)
        assert read_for(tmp_path) == frozenset()
