"""What sign-offs of reviews are worth, with real git and real keys: all of them in one repository, read in one pass."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from living_sla.history.git import process
from living_sla.history.git.log import main_line
from living_sla.history.past import agreements_here, read_past
from living_sla.model.past.signoff import TrustLevel
from living_sla.reviews.folder.layout import FOLDER
from living_sla.reviews.signing.signatures import STALE, signed_reviews, with_signoffs
from living_sla.settings import read_settings
from tests.factories.signed_repositories import Keys, Scene
from tests.reviews.signed import DESKS, played

pytestmark = pytest.mark.skipif(
    not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is not installed"
)
MOST_COMMANDS = 10


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("signed")
    (folder / "keys").mkdir()
    return played(Scene.first(folder / "project", Keys(folder / "keys")))


@pytest.fixture(scope="module")
def past(desks):
    root = next(iter(desks.values())).scene.root
    agreements = [file.agreement for file in agreements_here(root)]
    return read_past(root, agreements, read_settings(root), now=datetime.now(UTC))


@pytest.fixture(scope="module")
def signed(past):
    repository = past.history.repository
    return signed_reviews(repository.root, past, main_line(repository, FOLDER))


@pytest.mark.parametrize(("name", "level", "evidence", "refused"),
                         [(name, *told) for name, _, *told in DESKS], ids=[desk[0] for desk in DESKS])  # fmt: skip
def test_a_sign_off_is_worth_what_its_evidence_carries(name, level, evidence, refused, desks, signed):
    found = with_signoffs(desks[name].review, signed).signoffs
    if level is None:
        assert found == ()
        return
    last = found[-1]
    assert (last.level, last.evidence) == (level, evidence)
    assert last.refused.startswith(refused)
    assert bool(last.refused) == bool(refused)
    assert bool(last.stale) == (last.file.minutes != desks[name].minutes)


def test_an_edit_of_the_minutes_makes_every_sign_off_stale(desks, signed):
    desk = replace(desks["the_signer_signs_the_commit"], minutes="2" * 64)
    [signoff] = with_signoffs(desk.review, signed).signoffs
    assert (signoff.level, signoff.stale, signoff.refused, signoff.counts) == (TrustLevel.VERIFIED, STALE, "", False)
    [gone] = with_signoffs(replace(desk.review, minutes=None), signed).signoffs
    assert gone.stale


def test_the_older_of_two_is_stale_and_the_newer_counts(desks, signed):
    older, newer = with_signoffs(desks["the_minutes_changed_and_the_signer_signed_again"].review, signed).signoffs
    assert (older.stale, older.counts, newer.counts) == (STALE, False, True)


def test_nobody_signed_a_record_that_cannot_be_read(desks, signed):
    review = replace(desks["the_signer_commits_it"].review, record=None)
    assert [signoff.counts for signoff in with_signoffs(review, signed).signoffs] == [False]


def test_what_cannot_be_read_is_a_finding_that_breaks_nothing(desks, signed):
    review = with_signoffs(desks["it_is_named_for_somebody_else"].review, signed)
    [finding] = review.findings
    assert finding.file.endswith("/signoffs/sales.ben.okafor@northwind.example.yml")
    assert "the name does not agree with the content" in finding.what
    assert not finding.broken


def test_a_site_that_asks_for_more_is_not_content_with_a_commit(desks, signed):
    strict = replace(signed, required=TrustLevel.VERIFIED)
    [own] = with_signoffs(desks["the_signer_commits_it"].review, strict).signoffs
    assert own.refused == "this site asks for verified, and this is own commit"
    [verified] = with_signoffs(desks["the_signer_signs_the_commit"].review, strict).signoffs
    assert verified.counts


def test_all_reviews_are_read_in_one_pass_over_git(past, monkeypatch):
    """More reviews cost no more commands."""
    asked = []
    run = process.run
    monkeypatch.setattr(process, "run", lambda root, command, *rest: asked.append(command) or run(root, command, *rest))
    repository = past.history.repository
    signed = signed_reviews(repository.root, past, main_line(repository, FOLDER))
    assert sum(map(len, signed.proven.values())) > 40
    assert len(asked) <= MOST_COMMANDS, asked
