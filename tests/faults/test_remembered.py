"""What a branch brings where earlier releases remembered things: neither believed, nor written through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from living_sla import report
from living_sla.cache import cache_of
from living_sla.model.past.basis import Basis
from tests.factories.demonstration import needs_programs
from tests.factories.git_folders import GitFolder
from tests.factories.signed_repositories import Keys, Scene
from tests.factories.small_sites import AGREEMENT, SOURCES, leads

pytestmark = needs_programs

SIGNED = AGREEMENT.replace("example}\n  sales", "example}\n    signs: [ana.ruiz@northwind.example]\n  sales", 1)
SETTINGS = '[tool.living_sla]\ntrusted_ref = "main"\nkeyring = "keys/allowed_signers"\n'


@pytest.fixture
def scene(tmp_path) -> Scene:
    """A project below the top of its repository: a pull request can bring files beside it."""
    (tmp_path / "keys").mkdir()
    keys = Keys(tmp_path / "keys")
    top = GitFolder.made(tmp_path / "repository")
    scene = Scene(GitFolder(top.root / "team"), keys)
    scene.root.mkdir()
    (scene.root / "data" / "exports").mkdir(parents=True)
    (scene.root / "data" / "exports" / "leads.csv").write_text(leads())
    signers = f"ana.ruiz@northwind.example {keys.public('ana')}\n"
    scene.commit(
        {
            "agreements/lead-handoff.md": SIGNED,
            "data/sources.yml": SOURCES,
            "pyproject.toml": SETTINGS,
            "keys/allowed_signers": signers,
        }
    )
    return scene.known()


def basis(root: Path, *, cache: bool = True) -> Basis:
    return report.build(root, cache=cache).agreements[0].basis


@pytest.mark.parametrize("kind", ["link out", "link beside", "folder", "file"])
def test_a_cache_that_a_branch_brings_is_neither_read_nor_written(scene, tmp_path, kind):
    aside = {"link out": tmp_path / "elsewhere", "link beside": scene.root.parent / "cache"}.get(kind)
    old = scene.root / ".sla-cache"
    if aside:
        aside.mkdir()
        old.symlink_to(aside)
    elif kind == "folder":
        old.mkdir()
    else:
        old.write_text("not a folder")
    scene.commit({})
    report.check(scene.root)
    assert basis(scene.root) is basis(scene.root, cache=False)
    assert kind == "file" or not any((aside or old).iterdir())
    assert scene.git("status", "--porcelain") == ""


def test_an_answer_about_a_signature_cannot_be_brought_along(scene, tmp_path, monkeypatch):
    """Mallory has the signature of Ana over something else, and remembers at home that it is good."""
    file = scene.signed()
    scene.commit(
        {file.path: file.text, f"{file.path}.sig": scene.signature("something else", "ana")}, author="M <m@x.example>"
    )
    here = cache_of(scene.root)
    assert basis(scene.root) is Basis.PROPOSED
    answers = dict.fromkeys(json.loads(here.read("verdicts")), "good")
    assert answers
    at_home = cache_of(scene.root, tmp_path / "mallory")
    at_home.write("verdicts", json.dumps(answers).encode())
    forged = (at_home.folder / "verdicts").read_bytes()
    secret = (at_home.folder.parent / "secret").read_bytes()

    brought = {
        f"{folder}/{name}": forged
        for folder in (".sla-cache", "../cache", "../cache/living-sla")
        for name in ("verdicts", "verdicts-1.json")
    }
    for path, content in brought.items():
        scene.folder.write(path, content)
    scene.folder.write("../cache/living-sla/secret", secret)
    scene.folder.write(f"../cache/living-sla/{at_home.folder.name}/verdicts", forged)
    scene.commit({})
    assert basis(scene.root) is Basis.PROPOSED
    for named in (scene.root.parent / "cache", scene.root / ".sla-cache", scene.root.parent):
        monkeypatch.setenv("SLA_CACHE_DIR", str(named))
        assert basis(scene.root) is Basis.PROPOSED
    # Even into this machine's own cache it would have to be written with this machine's secret.
    (here.folder / "verdicts").write_bytes(forged)
    monkeypatch.setenv("SLA_CACHE_DIR", str(here.folder.parent.parent))
    assert basis(scene.root) is Basis.PROPOSED
    # The answers are what decides it: written by this machine itself, they are believed.
    here.write("verdicts", json.dumps(answers).encode())
    assert basis(scene.root) is Basis.IN_FORCE
