"""The evidence table: what a sign-off is worth by what people did, never more than that."""

from __future__ import annotations

import shutil

import pytest

from living_sla.history.signoffs import judge
from living_sla.history.signoffs.trusted import TRUSTED_REF
from living_sla.model.past.signoff import TrustLevel
from tests.factories.signed_repositories import Keys, Scene
from tests.history import evidence_ends, evidence_keys, evidence_persons
from tests.history.evidence import SITUATIONS

pytestmark = pytest.mark.skipif(
    not (shutil.which("ssh-keygen") and shutil.which("git")), reason="ssh-keygen or git is not installed"
)


@pytest.fixture(scope="module")
def settled(tmp_path_factory) -> Scene:
    """The scene that every situation starts from; made once."""
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "keys").mkdir()
    return Scene.first(folder / "project", Keys(folder / "keys"))


@pytest.fixture
def scene(settled, tmp_path) -> Scene:
    return settled.copy(tmp_path / "project")


def test_the_table_has_at_least_two_hundred_situations():
    assert all((evidence_ends, evidence_keys, evidence_persons))
    assert len({situation.name for situation in SITUATIONS}) == len(SITUATIONS) >= 200


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)
def test_the_level_is_what_the_evidence_carries_and_never_more(situation, scene, monkeypatch):
    if "the_machine_knows_better" in situation.name:
        monkeypatch.setenv(TRUSTED_REF, "main")
    file = situation.play(scene)
    found = scene.appraised(file)
    assert (found.level, found.evidence) == (situation.level, situation.evidence), found.sentence
    assert found.refused.startswith(situation.refused), found.refused
    assert bool(found.refused) == bool(situation.refused), found.refused
    assert found.sentence.endswith(".")
    assert not (scene.root / "it-ran").exists()

    # Whatever a machine lacks, no sign-off is worth more for it: only a forgery that it cannot see through is worth
    # what the same commit would be without a signature.
    monkeypatch.setattr(judge, "find_ssh_keygen", lambda project: None)
    blind = scene.appraised(file)
    assert blind.level <= (TrustLevel.OWN_COMMIT if situation.evidence == "bad-signature" else situation.level)
    assert blind.level < TrustLevel.FORGE_ATTESTED
    assert blind.evidence != "bad-signature"
    if situation.level > TrustLevel.OWN_COMMIT:
        assert blind.evidence == "ssh-keygen-missing"
        assert blind.sentence.endswith(" could not be verified: ssh-keygen is missing.")
