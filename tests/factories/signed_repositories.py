"""A repository in which people sign, with keys made on the spot: what the evidence table is played on."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct

from living_sla.agreements.reader import read_agreement
from living_sla.cache import Cache
from living_sla.history.past import agreements_here, read_past
from living_sla.history.signoffs.appraise import Appraisal
from living_sla.model.past.signoff import SignOff, SignOffFile
from living_sla.settings import read_settings
from tests.factories.agreements import AGREEMENT
from tests.factories.git_folders import FIRST, GitFolder

ANA = "Ana Ruiz <ana.ruiz@northwind.example>"
BEN = "Ben Okafor <ben.okafor@northwind.example>"
TOM = "Tom Beck <tom.beck@northwind.example>"
FORGE = "Forge <noreply@forge.northwind.example>"
NOBODY = "Nobody <nobody@elsewhere.example>"

PATH = "agreements/lead-handoff.md"
KEYRING = "keys/allowed_signers"
SETTINGS = f"""\
[tool.living_sla]
trusted_ref = "main"
keyring = "{KEYRING}"
forge_signer = "noreply@forge.northwind.example"
"""
DAY = 86_400
START = int(FIRST.timestamp())
SETTLED = 10
"""The day on which the terms land; sign-offs follow it."""


def address(person: str) -> str:
    return person.partition("<")[2].removesuffix(">")


class Keys:
    """One key for each name, made when first asked for; all in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def private(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            ssh_keygen("-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path))
        return path

    def public(self, name: str) -> str:
        return self.private(name).with_suffix(".pub").read_text().strip()

    def line(self, person: str, key: str, options: str = "") -> str:
        return f"{address(person)} {options + ' ' if options else ''}{self.public(key)}\n"


def ssh_keygen(*arguments: str, stdin: bytes = b"") -> bytes:
    done = subprocess.run(("ssh-keygen", *arguments), input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


class Scene(Struct):
    """One repository: the terms have landed, and every signer has a key of their own in the keyring of main."""

    folder: GitFolder
    keys: Keys
    day: int = SETTLED
    cache: Cache | None = None
    digest: str = ""

    @classmethod
    def first(
        cls, root: Path, keys: Keys, *options: str, settings: str = SETTINGS, keyring: str | None = None
    ) -> Scene:
        scene = cls(GitFolder.made(root, *options), keys)
        everybody = [(ANA, "ana"), (BEN, "ben"), (TOM, "tom"), (FORGE, "forge")]
        signers = "".join(keys.line(*one) for one in everybody) if keyring is None else keyring
        scene.commit({PATH: AGREEMENT, "pyproject.toml": settings, KEYRING: signers}, author=TOM)
        return scene.known()

    def known(self) -> Scene:
        self.digest = read_agreement(self.root / PATH, self.root)[0].digest
        return self

    def copy(self, root: Path) -> Scene:
        shutil.copytree(self.root, root, symlinks=True)
        return Scene(GitFolder(root), self.keys, self.day, digest=self.digest)

    @property
    def root(self) -> Path:
        return self.folder.root

    def git(self, *arguments: str, **environment: str) -> str:
        return self.folder.git(*arguments, **environment)

    def signed(self, person: str = ANA, **said: object) -> SignOffFile:
        """What that person would write; `said` is what the file says instead."""
        party = "sales" if person is BEN else "marketing"
        known = {
            "agreement": "lead-handoff",
            "digest": self.digest,
            "version": 1,
            "party": party,
            "on": date(2026, 1, 15),
        }
        return SignOffFile.of(**{**known, "signer": address(person), **said})  # type: ignore[arg-type]

    def commit(
        self,
        files: dict[str, str | bytes | None],
        *,
        author: str = ANA,
        committer: str | None = None,
        key: str | None = None,
        message: str = "A change",
        at: int | None = None,
        authored: int | None = None,
    ) -> str:
        """A commit one day after the one before, or on day `at`; `key` signs it."""
        for path, content in files.items():
            if content is None:
                (self.root / path).unlink()
            else:
                self.folder.write(path, content)
        self.git("add", "--all")
        self.as_person("commit", "--quiet", "--allow-empty", "--message", message, author=author, committer=committer,
                       key=key, at=at, authored=authored)  # fmt: skip
        return self.folder.head

    def as_person(
        self,
        command: str,
        *arguments: str,
        author: str = TOM,
        committer: str | None = None,
        key: str | None = None,
        at: int | None = None,
        authored: int | None = None,
    ) -> str:
        """A git command by somebody, who signs what it makes where `key` is given."""
        self.day = self.day + 1 if at is None else self.day
        day = self.day if at is None else at
        environment = {}
        for role, who, when in (("AUTHOR", author, authored), ("COMMITTER", committer or author, None)):
            name, _, mail = who.removesuffix(">").partition(" <")
            stamp = f"{START + (day if when is None else when) * DAY} +0000"
            environment |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": mail, f"GIT_{role}_DATE": stamp}
        signing = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={self.keys.private(key)}") if key else ()
        sign = {"commit": "-S", "merge": "-S", "tag": "-s", "cherry-pick": "-S", "rebase": "-S"}[command]
        # git takes the author of a commit that it copies from that commit, whoever asks.
        return self.git(*signing, command, *((sign,) if key else ()), *arguments, **environment)

    def sign_off(self, person: str = ANA, **how: object) -> SignOffFile:
        """The sign-off of a person in a commit of their own; `how` is that of `commit`."""
        file = self.signed(person)
        self.commit({file.path: file.text}, **{"author": person, **how})  # type: ignore[arg-type]
        return file

    def signature(self, content: str | bytes, key: str, namespace: str = "sla-signoff") -> bytes:
        raw = content if isinstance(content, bytes) else content.encode()
        return ssh_keygen("-q", "-Y", "sign", "-f", str(self.keys.private(key)), "-n", namespace, stdin=raw)

    def keyring(self, lines: str, **how: object) -> None:
        """The keyring of main from now on."""
        self.commit({KEYRING: lines}, **{"author": TOM, **how})  # type: ignore[arg-type]

    def branch(self, name: str = "proposal") -> None:
        self.git("switch", "--quiet", "--create", name)

    def back(self) -> None:
        self.git("switch", "--quiet", "main")

    def amend_object(self, old: bytes, new: bytes) -> str:
        """HEAD's commit with other bytes, as somebody would forge it; the branch then points to it."""
        raw = subprocess.run(
            ("git", "cat-file", "commit", "HEAD"), cwd=self.root, capture_output=True, check=True
        ).stdout
        assert old in raw
        made = self.folder.git(
            "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw.replace(old, new, 1)
        )
        self.git("update-ref", "HEAD", made)
        return made

    def appraisal(self) -> Appraisal:
        agreements = [file.agreement for file in agreements_here(self.root)]
        past = read_past(self.root, agreements, read_settings(self.root), now=datetime.now(UTC), cache=self.cache)
        return past.appraisal

    def appraised(self, file: SignOffFile) -> SignOff:
        """The last sign-off at the path of `file`."""
        return [signoff for signoff in self.appraisal().signoffs if signoff.file.path == file.path][-1]
