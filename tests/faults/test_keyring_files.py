"""Fault 51 for keyrings and revoked keys: a regular file of bounded size, and nothing that waits or never ends."""

from __future__ import annotations

import base64
import contextlib
import os
import socket

import pytest

from living_sla.errors import Faults
from living_sla.files import MAX_FILE_BYTES
from tests.factories.demonstration import needs_programs
from tests.factories.signed_repositories import ANA, KEYRING, SETTINGS, TOM, Keys, Scene

pytestmark = [needs_programs, pytest.mark.skipif(os.name == "nt", reason="devices and pipes of Unix")]


@pytest.fixture
def scene(tmp_path) -> Scene:
    (tmp_path / "keys").mkdir()
    return Scene.first(tmp_path / "project", Keys(tmp_path / "keys"))


def _pipe(path):
    os.mkfifo(path)


def _socket(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def _folder(path):
    path.mkdir()


def _link_to_a_device(path):
    path.symlink_to("/dev/zero")


def _link_to_a_pipe(path):
    os.mkfifo(path.with_suffix(".pipe"))
    path.symlink_to(path.with_suffix(".pipe"))


def _large(path):
    with path.open("wb") as file:
        file.truncate(1 << 30)


def _a_byte_too_much(path):
    path.write_bytes(b"#" * (MAX_FILE_BYTES + 1))


def _loop(path):
    path.symlink_to(path)


NOT_A_FILE = "SLA-F051 not a regular file"
TOO_LARGE = f"SLA-F017 larger than {MAX_FILE_BYTES // 1024} KB"
KINDS = [
    (_pipe, NOT_A_FILE),
    (_socket, NOT_A_FILE),
    (_folder, NOT_A_FILE),
    (_link_to_a_device, NOT_A_FILE),
    (_link_to_a_pipe, NOT_A_FILE),
    (_large, TOO_LARGE),
    (_a_byte_too_much, TOO_LARGE),
]


def refused(scene: Scene, keyring: str, revoked: str = "") -> str:
    text = SETTINGS.replace(KEYRING, keyring) + (f'revoked_keys = "{revoked}"\n' if revoked else "")
    scene.commit({"pyproject.toml": text}, author=TOM)
    with pytest.raises(Faults) as found:
        scene.appraisal()
    return str(found.value.faults[0]).split("\n")[0]


@pytest.mark.parametrize(("made", "said"), KINDS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_keyring_that_is_no_file_is_refused(scene, tmp_path, made, said):
    made(tmp_path / "signers")
    assert refused(scene, f"{tmp_path}/signers") == f"{tmp_path}/signers: {said}"


@pytest.mark.parametrize(("made", "said"), KINDS, ids=lambda one: getattr(one, "__name__", ""))
def test_revoked_keys_that_are_no_file_are_refused(scene, tmp_path, made, said):
    (tmp_path / "signers").write_text(scene.keys.line(ANA, "ana"))
    made(tmp_path / "revoked")
    assert refused(scene, f"{tmp_path}/signers", f"{tmp_path}/revoked") == f"{tmp_path}/revoked: {said}"


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/random", "/dev/stdin", "/dev/tty", "/dev/full"])
def test_a_device_is_refused_before_it_is_opened(scene, path):
    text = SETTINGS.replace(KEYRING, path)
    scene.commit({"pyproject.toml": text}, author=TOM)
    if path == "/dev/tty":  # which this process may not have
        with contextlib.suppress(Faults):
            assert [notice.name for notice in scene.appraisal().notices] == ["keyring-missing"]
        return
    with pytest.raises(Faults, match="SLA-F051"):
        scene.appraisal()


def test_a_file_that_the_system_makes_up_is_read_as_far_as_a_keyring_may_be(scene):
    """It says that it is empty, and holds what no message may show."""
    said = refused(scene, "/proc/self/environ")
    assert said.startswith("/proc/self/environ")
    assert "PATH" not in said


@pytest.mark.parametrize("made", [_loop])
def test_a_loop_of_links_is_a_keyring_that_is_not_there(scene, tmp_path, made):
    made(tmp_path / "signers")
    scene.commit({"pyproject.toml": SETTINGS.replace(KEYRING, f"{tmp_path}/signers")}, author=TOM)
    assert [notice.name for notice in scene.appraisal().notices] == ["keyring-missing"]


def test_a_link_to_a_file_elsewhere_is_a_keyring(scene, tmp_path):
    """As machines that are set up by others have it."""
    (tmp_path / "really").write_text(scene.keys.line(ANA, "ana"))
    (tmp_path / "signers").symlink_to(tmp_path / "really")
    scene.commit({"pyproject.toml": SETTINGS.replace(KEYRING, f"{tmp_path}/signers")}, author=TOM)
    assert scene.appraised(scene.sign_off(key="ana")).level.label == "verified"


def test_a_keyring_on_the_trusted_ref_is_bounded_as_well(scene):
    from living_sla.errors import EnvironmentFault

    scene.keyring("#" * (MAX_FILE_BYTES + 1))
    with pytest.raises((Faults, EnvironmentFault), match="too large"):
        scene.appraisal()


def test_a_large_keyring_of_the_past_takes_no_time_and_gives_no_key(scene):
    scene.keyring((scene.root / KEYRING).read_text() + "#" * (MAX_FILE_BYTES + 1))
    scene.keyring(scene.keys.line(ANA, "ana"))
    assert scene.appraised(scene.sign_off(key="ana")).level.label == "verified"


def test_one_key_in_ever_more_lines_is_refused(scene):
    """Every pair of its windows would have to be compared, at every change."""
    key = scene.keys.public("stranger")
    line = f'ana.ruiz@northwind.example valid-before="2027{{:04}}" {key}\n'
    scene.keyring(scene.keys.line(ANA, "ana") + "".join(line.format(1200 + day) for day in range(1, 18)))
    with pytest.raises(Faults, match="main:keys/allowed_signers:18: SLA-F072 one key stands here for one address more"):
        scene.appraisal()


def test_a_keyring_as_large_as_may_be_is_read_in_no_time(scene):
    """Two thousand people, and a change of all their lines."""
    start = scene.keys.public("stranger").encode().partition(b" ")[2]
    key = base64.b64decode(start)
    lines = [
        f"p{number}@x.example ssh-ed25519 {base64.b64encode(key[:-4] + number.to_bytes(4, 'big')).decode()}\n"
        for number in range(2000)
    ]
    scene.keyring(scene.keys.line(ANA, "ana") + "".join(lines))
    scene.keyring(scene.keys.line(ANA, "ana") + "".join(reversed(lines)).replace(" ssh", ' namespaces="git" ssh'))
    assert scene.appraised(scene.sign_off(key="ana")).level.label == "verified"
