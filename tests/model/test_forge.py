"""Addresses of a forge: those that people would come to by clicking."""

from urllib.parse import parse_qs, urlsplit

import pytest

from living_sla.model.forge import Forge, ForgeKind, kind_of

GITHUB = Forge(ForgeKind.GITHUB, "https://github.com/northwind/agreements")
GITLAB = Forge(ForgeKind.GITLAB, "https://gitlab.northwind.example/sales/agreements", "trunk")
GITEA = Forge(ForgeKind.GITEA, "https://git.northwind.example/sales/agreements", "terms/2026")
BITBUCKET = Forge(ForgeKind.BITBUCKET, "https://bitbucket.org/northwind/agreements")
PATH = "agreements/signoffs/lead-handoff/3f1c3f1c3f1c.ana.ruiz@northwind.example.yml"
TEXT = "remark: 100% & more + #1\nversion: 2\n"


def test_github_opens_a_form_with_name_and_text():
    form = GITHUB.new_file(PATH, TEXT)
    found = urlsplit(form.address)
    assert form.filled_in
    assert found.path == "/northwind/agreements/new/main/agreements/signoffs/lead-handoff"
    assert parse_qs(found.query) == {
        "filename": ["3f1c3f1c3f1c.ana.ruiz@northwind.example.yml"],
        "value": [TEXT],
    }
    assert "+" not in found.query  # a plus is a space to some readers and a plus to others


def test_a_text_that_no_address_holds_has_to_be_pasted():
    form = GITHUB.new_file(PATH, "ü" * 1400)
    assert not form.filled_in
    assert parse_qs(urlsplit(form.address).query) == {"filename": ["3f1c3f1c3f1c.ana.ruiz@northwind.example.yml"]}
    assert len(GITHUB.new_file(PATH, "ü" * 1000).address) < 8_000


def test_gitlab_opens_a_form_with_the_name_and_says_that_the_text_is_missing():
    form = GITLAB.new_file(PATH, TEXT)
    found = urlsplit(form.address)
    assert not form.filled_in
    assert found.path == "/sales/agreements/-/new/trunk"
    assert parse_qs(found.query) == {"file_name": [PATH]}


def test_gitea_opens_a_form_with_the_name():
    form = GITEA.new_file(PATH, TEXT)
    found = urlsplit(form.address)
    assert not form.filled_in
    assert found.path == "/sales/agreements/_new/terms/2026/agreements/signoffs/lead-handoff"
    assert parse_qs(found.query) == {"filename": ["3f1c3f1c3f1c.ana.ruiz@northwind.example.yml"]}


def test_bitbucket_has_no_address_for_a_form():
    assert BITBUCKET.new_file(PATH, TEXT) is None


@pytest.mark.parametrize(
    ("forge", "address"),
    [
        (GITHUB, "https://github.com/northwind/agreements/edit/main/ops/%C3%BC%20%23.md#L12"),
        (GITLAB, "https://gitlab.northwind.example/sales/agreements/-/edit/trunk/ops/%C3%BC%20%23.md#L12"),
        (GITEA, "https://git.northwind.example/sales/agreements/_edit/terms/2026/ops/%C3%BC%20%23.md"),
        (BITBUCKET, "https://bitbucket.org/northwind/agreements/src/main/ops/%C3%BC%20%23.md?mode=edit&spa=0&at=main"),
    ],
)
def test_a_file_is_edited_at_its_line_where_the_forge_opens_one_there(forge, address):
    assert forge.edit("ops/ü #.md", 12) == address
    assert forge.edit("ops/ü #.md") == address.removesuffix("#L12")


def test_a_commit_has_a_page_everywhere():
    assert GITEA.commit("9b1f") == "https://git.northwind.example/sales/agreements/commit/9b1f"
    assert BITBUCKET.commit("9b1f") == "https://bitbucket.org/northwind/agreements/commits/9b1f"
    assert GITHUB.commit("9b1f") == "https://github.com/northwind/agreements/commit/9b1f"
    assert GITLAB.commit("9b1f") == "https://gitlab.northwind.example/sales/agreements/-/commit/9b1f"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://github.com/northwind/agreements", ForgeKind.GITHUB),
        ("https://gitlab.northwind.example/a/b", ForgeKind.GITLAB),
        ("https://github.northwind.example/a/b", ForgeKind.GITHUB),
        ("https://gitea.northwind.example/a/b", ForgeKind.GITEA),
        ("https://codeberg.org/a/b", ForgeKind.GITEA),
        ("https://bitbucket.org/a/b", ForgeKind.BITBUCKET),
        ("https://bitbucket.northwind.example/projects/a/repos/b", None),
        ("https://git.northwind.example/github/gitlab", None),
        ("https://notgithub.example/a/b", None),
    ],
)
def test_the_name_of_the_host_says_which_forge_it_is(address, kind):
    assert kind_of(address) is kind
