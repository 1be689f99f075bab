"""Addresses of a forge: those that people would come to by clicking."""

from urllib.parse import parse_qs, urlsplit

import pytest

from living_sla.model.forge import Forge, ForgeKind, kind_of

GITHUB = Forge(ForgeKind.GITHUB, "https://github.com/northwind/agreements")
GITLAB = Forge(ForgeKind.GITLAB, "https://gitlab.northwind.example/sales/agreements", "trunk")
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


def test_a_commit_has_a_page_on_both():
    assert GITHUB.commit("9b1f") == "https://github.com/northwind/agreements/commit/9b1f"
    assert GITLAB.commit("9b1f") == "https://gitlab.northwind.example/sales/agreements/-/commit/9b1f"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://github.com/northwind/agreements", ForgeKind.GITHUB),
        ("https://gitlab.northwind.example/a/b", ForgeKind.GITLAB),
        ("https://github.northwind.example/a/b", ForgeKind.GITHUB),
        ("https://git.northwind.example/github/gitlab", None),
        ("https://notgithub.example/a/b", None),
    ],
)
def test_the_name_of_the_host_says_which_forge_it_is(address, kind):
    assert kind_of(address) is kind
