"""What sign-offs are made and judged with: ssh-keygen, gpgv, the keyring, the settings of git."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from living_sla.doctor.here import Here
from living_sla.doctor.private import shown_path
from living_sla.errors import Faults, SlaError
from living_sla.history.git.trouble import HistoryFault
from living_sla.history.signoffs.gpgv import OLDEST as OLDEST_GPGV
from living_sla.history.signoffs.gpgv import Gpgv, find_gpgv
from living_sla.history.signoffs.keyring import Keyring
from living_sla.history.signoffs.ssh_keygen import OLDEST, SshKeygen, find_ssh_keygen
from living_sla.history.signoffs.trusted import Trusted, trusted
from living_sla.model.counted import counted
from living_sla.model.observation import Observation, note, ok, problem
from living_sla.model.past.signoff import TrustLevel

_INSTALL = "apt-get install openssh-client"
_INSTALL_GPGV = "apt-get install gpgv"
_MOST_NAMED = 6


def ssh_keygen(here: Here) -> Iterator[Observation]:
    """Whether signatures can be verified here, and made."""
    found = find_ssh_keygen(here.root)
    if found is None:
        what = "not found outside the repository: no signature can be verified"
        if isinstance(here.settings, SlaError) or here.settings.trust.keyring:
            yield problem("ssh-keygen", what, _INSTALL)
        else:
            yield note("ssh-keygen", f"{what}, and the site asks for none", _INSTALL)
        return
    release = SshKeygen(found).release(here.root)
    told = f"{'.'.join(map(str, release)) if release else 'of an unknown release'}, {shown_path(found)}"
    oldest = ".".join(map(str, OLDEST))
    if release and release < OLDEST:
        yield problem("ssh-keygen", f"OpenSSH {told}, is older than {oldest}: it cannot verify", _INSTALL)
    elif release:
        yield ok("ssh-keygen", f"OpenSSH {told}")
    else:
        yield ok("ssh-keygen", f"{told}; {oldest} or newer is needed")


def gpgv(here: Here) -> Iterator[Observation]:
    """Whether what a forge signs with OpenPGP can be verified here, where the keyring lists such a key."""
    asked, found = _lists_openpgp(here), find_gpgv(here.root)
    if found is None and asked:
        what = "not found outside the repository: what the forge signs with its OpenPGP key is not verified"
        yield problem("gpgv", what, _INSTALL_GPGV)
    elif found is None:
        yield ok("gpgv", "not found, and the keyring lists no OpenPGP key of a forge")
    else:
        release, oldest = Gpgv(found).release, ".".join(map(str, OLDEST_GPGV))
        told = f"{'.'.join(map(str, release)) if release else 'of an unknown release'}, {shown_path(found)}"
        if release and release < OLDEST_GPGV:
            what = f"GnuPG {told}, is older than {oldest}: what it reads can write its answers"
            yield (problem if asked else note)("gpgv", what, _INSTALL_GPGV)
        else:
            yield ok("gpgv", f"GnuPG {told}")


def _lists_openpgp(here: Here) -> bool:
    if isinstance(here.repository, HistoryFault) or isinstance(here.settings, SlaError):
        return False
    try:
        keys = trusted(here.repository, here.settings, here.variables).keyring
    except (Faults, SlaError):  # the check of the keyring says so
        return False
    return keys is not None and keys.has_openpgp


def keyring(here: Here) -> Iterator[Observation]:
    """What sign-offs have to be, which keys are accepted, and who has none."""
    repository = here.repository
    if isinstance(repository, HistoryFault) or isinstance(here.settings, SlaError):
        return  # why is told elsewhere
    by = trusted(repository, here.settings, here.variables)
    level = f'a sign-off counts from "{by.trust.required.label}" on'
    for notice in by.notices:
        yield problem("keyring", notice.message, notice.hint or "sla verify")
    if by.keyring is None:
        if not by.notices:
            yield ok("keyring", f"{by.why_not}; {level}")
        return
    keys = len({entry.key for entry in by.keyring.entries})
    people = len({entry.principal for entry in by.keyring.entries})
    where = f"on {by.trust.ref}" if by.past else "outside the repository"
    yield ok("keyring", f"{counted(keys, 'key')} of {counted(people, 'person', 'people')}, {where}; {level}")
    yield from _ended(by.keyring)
    yield from _without_key(here, by, by.keyring)


def _ended(accepted: Keyring) -> Iterator[Observation]:
    now = datetime.now(UTC)
    still = {entry.principal for entry in accepted.entries if entry.valid_to is None or entry.valid_to >= now}
    gone = {entry.principal for entry in accepted.entries} - still
    if gone:
        what = f"{counted(len(gone), 'person has', 'people have')} keys that ended, and no other"
        yield note("keyring", what, "add a line for each new key; what was signed before stays good")


def _without_key(here: Here, by: Trusted, accepted: Keyring) -> Iterator[Observation]:
    """Who is to sign and is not in the keyring: told by the party, for an address is a person's."""
    missing = [
        f"{name} of {agreement.terms.id}"
        for agreement in here.agreements.read
        for name, party in agreement.terms.parties.items()
        if any(not accepted.of(address) for address in party.signs)
    ]
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        what = f"no key for somebody who signs for {', '.join(missing[:_MOST_NAMED])}{more}"
        remedy = f"add a line to {by.trust.keyring}: you@company.example ssh-ed25519 AAAA..."
        needed = by.trust.required is TrustLevel.VERIFIED
        yield (problem if needed else note)("keyring", what, remedy)


def identity(here: Here) -> Iterator[Observation]:
    """Whether git knows who commits here, and how it signs commits."""
    if not here.git_settings:  # there is no git; another check says so
        return
    if here.git_setting("user.email"):
        yield ok("identity", "git knows the address that commits are made with")
    else:
        remedy = 'git config user.name "Your Name"; git config user.email you@company.example'
        yield note("identity", "git knows no address here: a sign-off needs --as, and a commit is refused", remedy)
    form = here.git_setting("gpg.format") or "openpgp"
    signs = here.git_setting("commit.gpgsign").lower() in ("true", "1", "yes", "on")
    if signs and form != "ssh":
        what = f"git signs commits as {form}, and of people only SSH signatures are verified"
        yield note(
            "signed commits", what, "git config gpg.format ssh; git config user.signingkey ~/.ssh/id_ed25519.pub"
        )
    elif signs:
        yield ok("signed commits", "git signs them with an SSH key")
    else:
        yield ok("signed commits", "git does not sign them by itself; sla sign --key signs a sign-off")


CHECKS = {"ssh-keygen": ssh_keygen, "gpgv": gpgv, "keyring": keyring, "identity": identity}
