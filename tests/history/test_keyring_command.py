"""How somebody adds a key so that it counts, as they type it: `docs/signing.md` says the same."""

from __future__ import annotations

import shlex
import subprocess

import pytest

from living_sla.cli import main
from living_sla.model.past.signoff import TrustLevel
from tests.factories.demonstration import needs_programs
from tests.factories.signed_repositories import ANA, FORGE, KEYRING, SETTINGS, TOM, Keys, Scene
from tests.history.evidence_keys import everybody, joined

pytestmark = needs_programs


@pytest.fixture
def scene(tmp_path) -> Scene:
    (tmp_path / "keys").mkdir()
    return Scene.first(tmp_path / "project", Keys(tmp_path / "keys"))


@pytest.fixture
def sla(scene, capsys):
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--project", str(scene.root)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


def vouch(scene: Scene, name: str) -> tuple[str, ...]:
    return ("sign", "--keyring", "--key", str(scene.keys.private(name)))


def test_the_keyring_is_signed_committed_as_printed_and_counts(scene, sla):
    scene.folder.write(KEYRING, joined(scene))
    scene.git("config", "user.name", "Nobody")
    scene.git("config", "user.email", "nobody@elsewhere.example")
    code, out, err = sla(*vouch(scene, "tom"))
    assert (code, err) == (0, "")
    assert out == (
        f"{KEYRING}.sig\n"
        "\n"
        "Its lines count when both files are on the trusted ref:\n"
        f"  git add {KEYRING} {KEYRING}.sig\n"
        f"  git commit -m 'Vouch for the keyring' -- {KEYRING} {KEYRING}.sig\n"
    )
    for line in out.splitlines()[3:]:
        subprocess.run(shlex.split(line), cwd=scene.root, check=True, capture_output=True)
    assert scene.appraisal().notices == ()
    assert scene.appraised(scene.sign_off(key="stranger")).level is TrustLevel.VERIFIED


def test_openssh_alone_makes_the_same_signature(scene, sla):
    """`ssh-keygen -Y sign -n sla-keyring -f KEY FILE`, as the page says."""
    sla(*vouch(scene, "tom"))
    made = (scene.root / f"{KEYRING}.sig").read_bytes()
    key = scene.keys.private("tom")
    (scene.root / f"{KEYRING}.sig").unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "sla-keyring", "-f", str(key), KEYRING]
    subprocess.run(command, cwd=scene.root, check=True, capture_output=True)
    assert (scene.root / f"{KEYRING}.sig").read_bytes() == made


def test_an_old_signature_gives_way(scene, sla):
    scene.commit({f"{KEYRING}.sig": "old"}, author=TOM)
    scene.folder.write(KEYRING, joined(scene))
    assert sla(*vouch(scene, "ben"))[0] == 0
    scene.commit({}, author=TOM)
    assert scene.appraisal().notices == ()


@pytest.mark.parametrize("name", ["stranger", "forge"])
def test_a_key_that_does_not_count_vouches_for_nothing(scene, sla, name):
    scene.folder.write(KEYRING, joined(scene))
    code, out, err = sla(*vouch(scene, name))
    assert (code, out) == (2, "")
    assert f"{KEYRING}: SLA-F115 {name} is not a key that counts on main, so it vouches for nothing\n" in err
    assert not (scene.root / f"{KEYRING}.sig").exists()


def test_a_key_that_nobody_vouched_for_vouches_for_nothing(scene, sla):
    scene.keyring(joined(scene))
    assert "SLA-F115" in sla(*vouch(scene, "stranger"))[2]


@pytest.mark.parametrize(
    "arguments", [("sign",), ("sign", "--keyring"), ("sign", "lead-handoff", "--keyring", "--key", "pyproject.toml")]
)
def test_what_is_to_be_signed_has_to_be_said(scene, sla, monkeypatch, arguments):
    monkeypatch.chdir(scene.root)
    code, out, err = sla(*arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err


def test_a_keyring_that_is_elsewhere_is_not_signed(scene, sla, tmp_path):
    (tmp_path / "signers").write_text(everybody(scene))
    scene.commit({"pyproject.toml": SETTINGS.replace(KEYRING, str(tmp_path / "signers"))}, author=TOM)
    assert "so nobody has to vouch for its lines" in sla(*vouch(scene, "tom"))[2]


def test_a_keyring_that_is_not_checked_out_is_named(scene, sla):
    (scene.root / KEYRING).unlink()
    assert f"{KEYRING}: the keyring is not in this folder\n  hint: check out the branch" in sla(*vouch(scene, "tom"))[2]


def test_the_commands_of_the_page_add_a_key(scene):
    """As `docs/signing.md` says: edit the keyring, commit with a key that counts."""
    scene.folder.write(KEYRING, joined(scene))
    key = scene.keys.private("tom")
    scene.git("add", KEYRING)
    identity = ("-c", "user.name=Tom", "-c", "user.email=tom.beck@northwind.example")
    signing = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={key}")
    scene.git(*identity, *signing, "commit", "--quiet", "-S", "-m", "Ana has a new key")
    assert scene.appraised(scene.sign_off(key="stranger", author=ANA, committer=FORGE)).level is TrustLevel.VERIFIED
