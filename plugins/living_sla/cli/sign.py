"""`sla sign`: a sign-off for the terms as they are committed; the signer makes the commit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from living_sla.cli.options import PROJECT
from living_sla.errors import SlaError
from living_sla.history.git.process import setting
from living_sla.history.git.state import find_repository
from living_sla.history.past import read_past_here
from living_sla.history.signoffs import signing
from living_sla.history.signoffs.signed_file import require_none_at, write_signed
from living_sla.history.signoffs.trusted import trusted
from living_sla.model.past.signoff import TrustLevel
from living_sla.reviews.shelf.all_reviews import reviews_of
from living_sla.reviews.signing import new_signoffs
from living_sla.reviews.signing.signable import require_nobody_named, review_to_sign
from living_sla.settings import read_settings
from living_sla.words.past.signing import (
    accept_message,
    keyring_to_commit,
    own_commit_warnings,
    sign_message,
    what_to_commit,
)


@click.command(epilog="Example: sla sign lead-handoff --as ben.okafor@northwind.example")
@click.argument("agreement", required=False)
@click.option("--as", "signer", metavar="EMAIL", help="Who signs; without it the address that git knows here.")
@click.option("--party", help="For whom; only needed to be sure.")
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An SSH key to sign with: the private key, or the .pub of one that an agent holds.",
)
@click.option("--remark", default="", help="A sentence to go with it.")
@click.option("--review", "reviewed", metavar="REVIEW", help="Accept a review instead: its record and its minutes.")
@click.option("--dissent", default="", metavar="TEXT", help="What you do not agree with in it, and sign all the same.")
@click.option("--keyring", is_flag=True, help="Sign the keyring instead, and vouch for every line of it; needs --key.")
@PROJECT
def command(
    agreement: str | None,
    signer: str | None,
    party: str | None,
    key: Path | None,
    remark: str,
    reviewed: str | None,
    dissent: str,
    keyring: bool,
    project: Path,
) -> int:
    """Sign the terms of AGREEMENT, or accept a review, as committed: writes a file, and says which commit to make."""
    if keyring:
        if agreement or signer or party or remark or reviewed or dissent or key is None:
            raise click.UsageError("--keyring goes with --key KEY, and with nothing else.")
        return _keyring(project, key)
    if reviewed is not None:
        if agreement or remark:
            raise click.UsageError("--review goes without an agreement, and has --dissent instead of --remark.")
        return _review(project, reviewed, signer, party, key, dissent)
    if dissent:
        raise click.UsageError("--dissent goes with --review.")
    if agreement is None:
        raise click.UsageError("Missing argument 'AGREEMENT'.")
    past = read_past_here(project)
    past.require()
    repository = past.history.repository
    assert repository is not None
    version = signing.current_version(past.history.versions, agreement)
    configured = setting(repository.root, "user.email")
    today = datetime.now(ZoneInfo(version.essentials.timezone)).date()
    file = signing.sign_off(
        version, signer=_known(signer or configured), party=party, on=today, remark=remark, configured=configured
    )
    require_none_at(project, file.path)
    by = past.trusted
    assert by is not None
    armored = signing.signature(project, file, key, by.keyring) if key else None
    click.echo(what_to_commit(write_signed(project, [(file, armored)]), sign_message(file)))
    if armored is None:
        _warn(by.trust.required, configured, file.signer)
    return 0


def _review(project: Path, name: str, signer: str | None, party: str | None, key: Path | None, dissent: str) -> int:
    past = read_past_here(project)
    past.require()
    repository, by = past.history.repository, past.trusted
    assert repository is not None
    assert by is not None
    review = review_to_sign(reviews_of(project, past), name, repository)
    assert review.record is not None
    configured = setting(repository.root, "user.email")
    today = datetime.now(ZoneInfo(next((of.timezone for of in review.record.agreements), "UTC"))).date()
    files = new_signoffs.sign_offs(
        review, past, project, signer=_known(signer or configured), party=party, on=today, dissent=dissent,
        configured=configured,
    )  # fmt: skip
    require_nobody_named(project, review, files)
    signed = [(file, new_signoffs.signature(project, review, file, key, by.keyring) if key else None) for file in files]
    click.echo(what_to_commit(write_signed(project, signed), accept_message(files)))
    if key is None:
        _warn(by.trust.required, configured, files[0].signer)
    return 0


def _known(signer: str) -> str:
    if not signer:
        raise SlaError("git knows no address here", hint="say who signs: --as ana.ruiz@company.example")
    return signer


def _warn(required: TrustLevel, configured: str, signer: str) -> None:
    for warning in own_commit_warnings(required, configured, signer):
        click.echo(warning, err=True)


def _keyring(project: Path, key: Path) -> int:
    paths = signing.sign_keyring(project, trusted(find_repository(project), read_settings(project)), key)
    click.echo(keyring_to_commit(paths))
    return 0
