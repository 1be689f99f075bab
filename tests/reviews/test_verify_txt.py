"""`VERIFY.txt` is enough: its lines run where there is a shell, sha256sum, cat and ssh-keygen, and nothing of ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.folder.layout import FOLDER
from living_sla.reviews.folder.manifest import seal
from living_sla.reviews.freezing.freeze import freeze
from tests.factories.signed_repositories import ANA, BEN, SETTINGS, TOM, Keys, Scene, address, ssh_keygen
from tests.reviews.frozen_projects import AGREEMENT, EXPORT, HEADER, NOW, ROWS, SOURCES

TOOLS = ("sha256sum", "ssh-keygen", "sh", "cat")
pytestmark = pytest.mark.skipif(not all(map(shutil.which, (*TOOLS, "git"))), reason="one of the tools is missing")


def commands(folder: Path) -> list[str]:
    return [line.strip() for line in (folder / "VERIFY.txt").read_text().split("\n") if line.startswith("    ")]


def sign(folder: Path, keys: Keys, person: str, key: str, party: str, *, namespace: str = "sla-review") -> None:
    file = folder / "signoffs" / f"{party}.{address(person)}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"review: 2026-Q3\nseal: {seal((folder / 'SHA256SUMS').read_bytes())}\n")
    armored = ssh_keygen("-Y", "sign", "-q", "-n", namespace, "-f", str(keys.private(key)), stdin=file.read_bytes())
    file.with_name(f"{file.name}.sig").write_bytes(armored)


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def frozen(tmp_path_factory, keys) -> Path:
    """The folder of a review of a project with a keyring, of which one key has an end."""
    root = tmp_path_factory.mktemp("verified") / "project"
    keyring = f"# of the whole firm\n{keys.line(ANA, 'ana')}{keys.line(BEN, 'ben')}" + keys.line(
        TOM, "tom", 'valid-before="20260601"'
    )
    scene = Scene.first(root, keys, settings=SETTINGS, keyring=keyring)
    files = {"agreements/lead-handoff.md": AGREEMENT, "data/sources.yml": SOURCES, EXPORT: HEADER + ROWS}
    scene.commit(files, author=TOM)
    freeze(root, review_id("2026-Q3"), now=NOW, cache=False)
    return root / FOLDER / "2026-Q3"


@pytest.fixture
def folder(frozen, tmp_path) -> Path:
    shutil.copytree(frozen, tmp_path / "2026-Q3")
    return tmp_path / "2026-Q3"


@pytest.fixture(scope="module")
def tools(tmp_path_factory) -> Path:
    """A search path that has these tools and nothing else."""
    path = tmp_path_factory.mktemp("tools")
    for tool in TOOLS:
        (path / tool).symlink_to(shutil.which(tool))
    return path


def run(folder: Path, tools: Path) -> list[str]:
    """What each of the commands prints."""
    environment = {"PATH": str(tools), "TZ": "Pacific/Kiritimati"}
    sh = str(tools / "sh")
    done = [
        subprocess.run([sh, "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
        for line in commands(folder)
    ]
    return [each.stdout + each.stderr for each in done]


def test_it_has_ten_lines_that_fit_and_four_commands(folder):
    text = (folder / "VERIFY.txt").read_text()
    assert len(text.splitlines()) == 10
    assert text.isascii()
    assert len(commands(folder)) == 4
    assert all(len(line) <= 120 for line in text.splitlines() if not line.startswith("    "))


def test_its_commands_pass_on_a_machine_with_nothing_of_ours(folder, keys, tools):
    sign(folder, keys, ANA, "ana", "marketing")
    sign(folder, keys, BEN, "ben", "sales")
    (folder / "minutes.md").write_text("---\n---\n")
    sums, sealed, signatures, minutes = run(folder, tools)
    assert re.fullmatch(r"(?:[\w./-]+: OK\n){7}", sums)
    assert sealed == f"{seal((folder / 'SHA256SUMS').read_bytes())}  -\n"
    assert [line.partition(" with ")[0] for line in signatures.splitlines()] == [
        'Good "sla-review" signature for ana.ruiz@northwind.example',
        'Good "sla-review" signature for ben.okafor@northwind.example',
    ]
    assert minutes.endswith("  minutes.md\n")


def test_before_anybody_has_signed_it_says_nothing_of_signatures(folder, tools):
    assert run(folder, tools)[2] == ""


@pytest.mark.parametrize(
    ("person", "key", "party", "namespace"),
    [
        (ANA, "ben", "marketing", "sla-review"),
        (ANA, "ana", "marketing", "sla-signoff"),
        (ANA, "stranger", "marketing", "sla-review"),
    ],
    ids=["another's key", "another purpose", "a key that nobody knows"],
)
def test_a_signature_that_proves_nothing_is_told(folder, keys, tools, person, key, party, namespace):
    sign(folder, keys, person, key, party, namespace=namespace)
    assert "Good" not in run(folder, tools)[2]
    assert "NOT verified: signoffs/marketing.ana.ruiz@northwind.example.yml.sig" in run(folder, tools)[2]


def test_a_changed_byte_is_told(folder, tools):
    with open(folder / "figures.csv", "ab") as file:
        file.write(b" ")
    assert "figures.csv: FAILED" in run(folder, tools)[0]


def test_the_keys_are_written_as_they_were_understood(folder, keys):
    """Without remarks, which may hold anything, and with times that are read in UTC."""
    lines = (folder / "allowed_signers").read_text().splitlines()
    assert lines[0] == "# The keys that counted when this review was frozen; times are in UTC."
    assert lines[1:] == [
        f"{address(ANA)} {keys.public('ana')}",
        f"{address(BEN)} {keys.public('ben')}",
        f'{address(TOM)} valid-before="20260601000000" {keys.public("tom")}',
    ]
