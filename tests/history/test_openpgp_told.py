"""What people read about a sign-off that a forge signed: by which key, and without `gpgv` that it is missing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape

import pytest
from click.testing import CliRunner

from living_sla.cli.build import command as build
from living_sla.cli.verify import command as verify
from living_sla.history.signoffs import judge
from tests.factories.forge_pages import Web
from tests.factories.openpgp_keys import MISSING, REASON, openpgp_keys
from tests.factories.signed_repositories import ANA, BEN, FORGE, address
from tests.factories.small_sites import AGREEMENT, write_project

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=REASON),
    pytest.mark.skipif(not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is missing"),
]
BLIND = "Committed by the signer. The signature of the commit could not be verified: gpgv is missing."


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> Iterator[Web]:
    """A site whose terms wait for two people; one signed on the pages of the forge."""
    folder = tmp_path_factory.mktemp("told")
    with openpgp_keys() as pgp:
        web = Web.first(folder, pgp)
        terms = AGREEMENT
        for person in (address(ANA), address(BEN)):
            terms = terms.replace(f"email: {person}}}\n", f"email: {person}}}\n    signs: [{person}]\n")
        shutil.copytree(write_project(folder / "site"), web.scene.root, dirs_exist_ok=True)
        web.scene.commit({"agreements/lead-handoff.md": terms})
        web.scene.known()
        file = web.scene.signed(version=2)
        web.scene.commit({file.path: file.text}, author=ANA, committer=FORGE)
        web.attach(web.sign())
        yield web


def attested(web: Web) -> str:
    key = web.pgp.id("forge")[-16:]
    return f"Committed by the signer through the forge, which signed the commit with its OpenPGP key {key}."


def told(web: Web, *options: str) -> tuple[str, str]:
    done = CliRunner().invoke(verify, ["--project", str(web.scene.root), *options], catch_exceptions=False)
    return done.stdout, done.stderr


def page(web: Web) -> str:
    site = web.scene.root.parent / "built"
    done = CliRunner().invoke(
        build, ["--project", str(web.scene.root), "--site-dir", str(site), "--no-strict"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    html = (site / "agreements" / "lead-handoff" / "history" / "index.html").read_text(encoding="utf-8")
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_verify_says_by_which_key(web):
    assert f"forge-attested  {attested(web)} It counts." in told(web)[0]
    [signoff] = json.loads(told(web, "--format", "json")[0])["signoffs"]
    assert (signoff["level"], signoff["evidence"]) == ("forge-attested", "forge-signature")


def test_verify_and_the_page_say_that_gpgv_is_missing(web, monkeypatch):
    monkeypatch.setattr(judge, "find_gpgv", lambda project: None)
    said, warned = told(web)
    assert f"own commit  {BLIND} It counts." in said
    assert "gpgv is missing: what the forge signed with its OpenPGP key is not verified" in warned
    assert BLIND in page(web)
