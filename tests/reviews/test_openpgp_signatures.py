"""What a forge signs with OpenPGP of a review is worth what it is worth of terms."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from living_sla.errors import EnvironmentFault
from living_sla.history.git.log import main_line
from living_sla.history.past import agreements_here, read_past
from living_sla.history.signoffs import judge
from living_sla.model.past.signoff import TrustLevel
from living_sla.reviews.folder.layout import FOLDER
from living_sla.reviews.freezing.beside import keys_of
from living_sla.reviews.signing.signatures import signed_reviews, with_signoffs
from living_sla.settings import read_settings
from tests.factories.forge_pages import WEB, Web
from tests.factories.openpgp_keys import MISSING, REASON, openpgp_keys
from tests.factories.signed_repositories import ANA, BEN, FORGE, address
from tests.reviews import examples
from tests.reviews.signed import Desk

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=REASON),
    pytest.mark.skipif(not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is missing"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[tuple[Desk, Web]]:
    """A review that Ana accepted on the pages of the forge, and Ben with the signature of another commit."""
    with openpgp_keys() as pgp:
        web = Web.first(tmp_path_factory.mktemp("desk"), pgp)
        [*_, version] = examples.agreement().versions
        version = replace(version, digest=web.scene.digest)
        signatories = {"marketing": (address(ANA),), "sales": (address(BEN),)}
        desk = Desk(web.scene, "2024-01", examples.agreement(versions=(version,), signatories=signatories))
        desk.add(desk.file(), committer=FORGE)
        made = web.sign()
        web.attach(made)
        desk.add(desk.file(BEN), BEN, committer=FORGE)
        web.attach(made)
        yield desk, web


def past(web: Web):
    agreements = [file.agreement for file in agreements_here(web.scene.root)]
    return read_past(web.scene.root, agreements, read_settings(web.scene.root), now=datetime.now(UTC))


def told(desk: Desk, web: Web) -> list[tuple[TrustLevel, str]]:
    repository = past(web).history.repository
    signed = signed_reviews(repository.root, past(web), main_line(repository, FOLDER))
    return [(signoff.level, signoff.evidence) for signoff in with_signoffs(desk.review, signed).signoffs]


def test_it_reaches_forge_attested_and_a_copied_signature_does_not(desk):
    assert told(*desk) == [(TrustLevel.FORGE_ATTESTED, "forge-signature"), (TrustLevel.CLAIMED, "bad-signature")]


def test_the_key_is_sealed_with_a_review_that_is_frozen(desk):
    _, web = desk
    assert f"{WEB} openpgp " in keys_of(past(web)).decode()


def test_without_gpgv_nothing_is_attested_and_no_review_is_frozen(desk, monkeypatch):
    monkeypatch.setattr(judge, "find_gpgv", lambda project: None)
    assert told(*desk) == [(TrustLevel.OWN_COMMIT, "gpgv-missing")] * 2
    with pytest.raises(EnvironmentFault) as refused:
        keys_of(past(desk[1]))
    why = "what the forge's signatures are worth would be frozen lower than it is"
    assert refused.value.message == f"gpgv is missing: {why}"
