"""What to do with a sign-off that was just written: the commit to make, and what it may not be enough for."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from living_sla.model.past.signoff import SignOffFile, TrustLevel
from living_sla.model.reviews.signoff import ReviewSignOffFile


def sign_message(file: SignOffFile) -> str:
    """The message of the commit: ``Sign version 3 of lead-handoff for sales``."""
    return re.sub(r"[^\w .,-]", " ", f"Sign version {file.version} of {file.agreement} for {file.party}")


def accept_message(files: Sequence[ReviewSignOffFile]) -> str:
    """The message of the commit: ``Accept 2026-Q3 for sales, with dissent``."""
    parties = " and ".join(file.party for file in files)
    dissent = ", with dissent" if any(file.dissent for file in files) else ""
    return f"Accept {files[0].review} for {parties}{dissent}"


def what_to_commit(paths: Sequence[str], message: str) -> str:
    """The files that were written, and the commands that make a commit of them."""
    written = "\n".join(paths)
    return (
        f"{written}\n\nIt counts when it is committed and on the main line:\n{_commands(paths, shlex.quote(message))}"
    )


def keyring_to_commit(paths: Sequence[str]) -> str:
    """The same of a signature of the keyring, which is the second of the paths."""
    head = f"{paths[1]}\n\nIts lines count when both files are on the trusted ref:"
    return f"{head}\n{_commands(paths, shlex.quote('Vouch for the keyring'))}"


def _commands(paths: Sequence[str], message: str) -> str:
    spelt = " ".join(map(shlex.quote, paths))
    return f"  git add {spelt}\n  git commit -m {message} -- {spelt}"


def own_commit_warnings(required: TrustLevel, configured: str, signer: str) -> Iterator[str]:
    """Why a sign-off without a signature may not count: what the site asks for, else whose commit it will be.

    `configured` is the address that git knows here; empty where it knows none.
    """
    if required > TrustLevel.OWN_COMMIT:
        hint = "sign the commit with your key (git commit -S), or sign with --key"
        yield f"warning: this site asks for {required.label}\n  hint: {hint}"
    elif configured.casefold() != signer.casefold():
        known = f"git knows {configured} here" if configured else "git knows no address here"
        hint = "let the signer make the commit, or sign with --key"
        yield f"warning: {known}, so the commit will not be the signer's own\n  hint: {hint}"
