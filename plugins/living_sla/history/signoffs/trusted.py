"""Where trust comes from: settings and keyring of a trusted ref, or a keyring outside the repository.

Never from the work tree, and never from the branch that is looked at: a branch must not be able to bring its own key,
or to lower what it is held to. Of a keyring on the trusted ref counts what `vouched.py` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.errors import EnvironmentFault, Fault, Faults, Notice, Place, SlaError, WarningName
from living_sla.files import bytes_of_outside
from living_sla.history.git.trusted_ref import TRUSTED_REF, TrustedRef, content_at, named_ref, settings_at, trusted_ref
from living_sla.history.signoffs.keyring import Keyring, read_keyring
from living_sla.history.signoffs.keyring_past import Elsewhere, KeyringPast
from living_sla.history.signoffs.openpgp_key import OPENPGP
from living_sla.history.signoffs.revoked_keys import check_revoked
from living_sla.model.harmless import harmless_bytes
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.settings import SETTINGS_FILE, KeysNamed, Settings, Trust

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository


class Trusted(Struct, frozen=True):
    """What sign-offs are judged by."""

    trust: Trust
    keyring: Keyring | None
    """None where the site names none, or where it cannot be read; `why_not` says which."""
    why_not: str = "the site has no keyring"
    """Completes "could not be verified: …"."""
    past: KeyringPast | None = None
    """None where the keyring is outside the repository: nobody who writes to the repository can have changed it."""
    chosen: KeyringPast | None = None
    """Of the default branch, where its settings choose the branch that holds the keys; that can change as well."""
    notices: tuple[Notice, ...] = ()


def trusted(repository: Repository, settings: Settings, environment: Mapping[str, str] | None = None) -> Trusted:
    """What the sign-offs of a repository are judged by; `settings` are those of the work tree.

    The settings of the trusted ref may name another branch, which holds the keys. Those of the work tree may not; where
    they name another, that is told.

    Raises `Faults` where settings or keyring cannot be used, and where the branch that is looked at names itself;
    `EnvironmentFault` as `trusted_ref` does. A keyring that is not on this machine is a state, and a notice.
    """
    base = trusted_ref(repository, environment)
    if base is None:
        return _nothing_trusted(settings)
    there = settings_at(repository, base)
    if base.by == TRUSTED_REF:
        return _told(repository, settings, _by_ref(repository, settings, base, there.trust), base)
    chooses = KeyringPast(
        replace(repository, head=base.commit, branch=None),
        KeysNamed(there.trust.keyring, there.trust.revoked_keys, there.trust.forge_signer, there.trust.ref),
        cache(partial(_keys_of, repository, base)),
    )
    ref = named_ref(repository, there.trust.ref, SETTINGS_FILE) if there.trust.ref else base
    if ref is None:
        name = there.trust.ref
        message = f"the trusted ref {name} is not in this clone: no signature is verified"
        missing = Notice(
            WarningName.TRUSTED_REF_MISSING, message, hint=f"git fetch origin {name.removeprefix('origin/')}"
        )
        return Trusted(there.trust, None, f"the trusted ref {name} is not in this clone", notices=(missing,))
    if ref.commit == base.commit:
        by = _by_ref(repository, settings, base, there.trust)
        return _told(repository, settings, replace(by, past=by.past and chooses), base)
    by = _by_ref(repository, settings, ref, settings_at(repository, ref).trust)
    if by.past:
        by = replace(by, chosen=replace(chooses, state=ref.commit))
    return _told(repository, settings, by, ref)


def _keys_of(repository: Repository, base: TrustedRef, name: str) -> Elsewhere | None:
    """The keyring that a branch holds now which settings of `base` name, or named once; None where that is `base`."""
    path = ""
    try:
        ref = named_ref(repository, name, SETTINGS_FILE)
        if ref is not None and ref.commit == base.commit:
            return None
        named = settings_at(repository, ref).trust.keyring if ref else ""
        path = _checked(named) if named and not _is_outside(named) else ""
    except Faults:
        ref = None
    if ref is None or not path:
        return Elsewhere(None, None)
    signature_path = f"{path}{SIGNATURE_ENDING}"
    return Elsewhere(content_at(repository, ref.commit, path), content_at(repository, ref.commit, signature_path))


def _nothing_trusted(settings: Settings) -> Trusted:
    """By what every site has, because nothing tells which branch is trusted."""
    if settings.trust == Trust():
        return Trusted(Trust(), None)
    message = f"nothing tells which branch is trusted, so {SETTINGS_FILE} of this folder is not asked"
    hint = f"{TRUSTED_REF}=NAME names it, or in this repository: git config init.defaultBranch NAME"
    untold = Notice(WarningName.NO_TRUSTED_REF, f"{message}: no signature is verified", hint=hint)
    return Trusted(Trust(), None, "nothing tells which branch is trusted", notices=(untold,))


def _told(repository: Repository, settings: Settings, by: Trusted, ref: TrustedRef) -> Trusted:
    """With a notice, or refused, where the work tree names another ref than the one that is trusted."""
    name = settings.trust.ref
    if not name:
        return by
    asked = named_ref(repository, name, SETTINGS_FILE)
    if asked is not None and asked.commit == ref.commit:
        return by
    what = f'{SETTINGS_FILE} of this folder names "{name}" as the trusted ref, and {ref.name} is: {_why(ref)}'
    hint = f"change it on {ref.name}, or let the machine name another: {TRUSTED_REF}"
    if ref.by != TRUSTED_REF and _is_looked_at(repository, name, asked):
        what = f'this branch names itself, "{name}", as the trusted ref, and {ref.name} is: {_why(ref)}'
        raise Faults([SlaError(what, where=Place(SETTINGS_FILE), hint=hint, code=Fault.SELF_TRUSTED_REF)])
    return replace(by, notices=(*by.notices, Notice(WarningName.TRUSTED_REF_NOT_ASKED, what, hint=hint)))


def _why(ref: TrustedRef) -> str:
    if ref.by == SETTINGS_FILE:
        return "the default branch names it"
    return f"it is {ref.by}" if ref.by.startswith("the ") else f"{ref.by} names it"


def _is_looked_at(repository: Repository, name: str, asked: TrustedRef | None) -> bool:
    """Whether a name means the branch that is checked out, or holds what is checked out."""
    here = (repository.branch or "").removeprefix("refs/heads/")
    if here and here == name.removeprefix("refs/heads/").removeprefix("origin/"):
        return True
    return asked is not None and repository.contains(asked.commit, ancestor=repository.head)


def _by_ref(repository: Repository, settings: Settings, trusted_ref: TrustedRef, trust: Trust) -> Trusted:
    name, ref = trusted_ref.name, replace(repository, head=trusted_ref.commit, branch=None)
    trust = replace(trust, ref=name)
    if not trust.keyring and settings.trust.keyring:
        message = f"{SETTINGS_FILE} on {name} names no keyring, and that of this folder is not asked"
        unasked = Notice(
            WarningName.KEYRING_NOT_TRUSTED, f"{message}: no signature is verified", hint=f"name it on {name}"
        )
        return Trusted(trust, None, f"{name} names no keyring", notices=(unasked,))
    if not trust.keyring or _is_outside(trust.keyring):
        return _outside(repository, trust)
    path = _checked(trust.keyring)
    content = content_at(repository, trusted_ref.commit, path)
    if content is None:
        raise _unprotected(f"{name} has no keyring {path}", "add it there before anybody signs with a key")
    revoked = _revoked(repository, trusted_ref, trust)
    past = KeyringPast(ref, KeysNamed(path, trust.revoked_keys, trust.forge_signer))
    return _with_keys(Trusted(trust, read_keyring(content, path=f"{name}:{path}", revoked=revoked), past=past))


def _with_keys(by: Trusted) -> Trusted:
    """Without the OpenPGP keys of anybody but the forge, and with a notice where there were some."""
    keyring, forge = by.keyring or Keyring(), by.trust.forge_signer
    others = [entry for entry in keyring.entries if entry.key_type == OPENPGP and entry.principal != forge]
    if not others:
        return by
    whose = ", ".join(dict.fromkeys(harmless_bytes(entry.principal.encode(), limit=80) for entry in others))
    message = f"an OpenPGP key counts for the forge alone, and the keyring lists one for {whose}"
    hint = f"name the address of the forge in {SETTINGS_FILE}: forge_signer; people sign with SSH keys"
    told = Notice(WarningName.OPENPGP_KEY_OF_NO_FORGE, message, Place(by.trust.keyring), hint)
    kept = tuple(entry for entry in keyring.entries if entry not in others)
    return replace(by, keyring=replace(keyring, entries=kept), notices=(*by.notices, told))


def _outside(repository: Repository, trust: Trust) -> Trusted:
    """By a keyring that is a file of this machine, or by none."""
    if not trust.keyring:
        return Trusted(trust, None)
    try:
        raw = _outside_file(repository, trust.keyring)
        revoked = _revoked(repository, None, trust)
    except EnvironmentFault as missing:
        notice = Notice(WarningName.KEYRING_MISSING, f"{missing.message}: no signature is verified", hint=missing.hint)
        return Trusted(trust, None, missing.message, notices=(notice,))
    return _with_keys(Trusted(trust, read_keyring(raw, path=trust.keyring, revoked=revoked)))


def _revoked(repository: Repository, ref: TrustedRef | None, trust: Trust) -> bytes:
    raw: bytes | None = b""
    if trust.revoked_keys and _is_outside(trust.revoked_keys):
        raw = _outside_file(repository, trust.revoked_keys)
    elif trust.revoked_keys:
        raw = content_at(repository, ref.commit, _checked(trust.revoked_keys)) if ref else None
    if raw is None:
        hint = "add the file on the trusted ref, one public key a line; it may be empty"
        raise _unprotected(f"there are no revoked keys at {trust.revoked_keys}", hint)
    check_revoked(raw, path=trust.revoked_keys)
    return raw


def _is_outside(path: str) -> bool:
    return Path(path).is_absolute() or path.startswith("~")


def _outside_file(repository: Repository, path: str) -> bytes:
    """The bytes of a file of this machine that no commit of the repository can change."""
    try:
        file = Path(path).expanduser().resolve()
        inside = file.is_relative_to(_top(repository))
    except (OSError, RuntimeError, ValueError) as problem:  # a NUL is a ValueError, no home a RuntimeError
        raise _not_here(path, getattr(problem, "strerror", None) or "it cannot be found") from None
    if inside:
        hint = 'move it out, or put it on a trusted ref: trusted_ref = "main", keyring = a relative path'
        raise _unprotected(f"{path} lies in the repository, where any branch can change it", hint)
    try:
        return bytes_of_outside(file, Place(path))
    except Faults as found:
        if isinstance(found.faults[0], EnvironmentFault):
            raise _not_here(path, found.faults[0].message.removeprefix("cannot be read: ")) from None
        raise


def _not_here(path: str, why: str) -> EnvironmentFault:
    hint = "put it there, or name another file: keyring = ... in [tool.living_sla]"
    return EnvironmentFault(f"the file {path} cannot be read ({why.lower()})", hint=hint)


def _top(repository: Repository) -> Path:
    """The folder of the whole repository, which may be above the project."""
    top = repository.root.resolve()
    for _ in PurePosixPath(repository.prefix).parts:
        top = top.parent
    return top


def _checked(path: str) -> str:
    pure = PurePosixPath(path)
    if ".." in pure.parts or "\\" in path:
        raise _unprotected(
            f"{path} leads out of the project", "write it from the folder of the project, with forward slashes"
        )
    return pure.as_posix()


def _unprotected(message: str, hint: str) -> Faults:
    return Faults([SlaError(message, where=Place(SETTINGS_FILE), hint=hint, code=Fault.UNPROTECTED_KEYRING)])
