"""`sla sign`: a sign-off for the terms as they are committed; the signer makes the commit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from living_sla.cli.options import PROJECT
from living_sla.errors import SlaError
from living_sla.history.git.state import find_repository
from living_sla.history.past import read_past_here
from living_sla.history.signoffs import signing
from living_sla.history.signoffs.keyring_signing import sign_keyring
from living_sla.history.signoffs.signed_file import configured_email
from living_sla.history.signoffs.trusted import trusted
from living_sla.settings import read_settings
from living_sla.words.past.signing import keyring_to_commit, own_commit_warnings, what_to_commit


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
@click.option("--keyring", is_flag=True, help="Sign the keyring instead, and vouch for every line of it; needs --key.")
@PROJECT
def command(
    agreement: str | None,
    signer: str | None,
    party: str | None,
    key: Path | None,
    remark: str,
    keyring: bool,
    project: Path,
) -> int:
    """Sign the terms of AGREEMENT as they are committed: writes a file, and says which commit to make of it."""
    if keyring:
        if agreement or signer or party or remark or key is None:
            raise click.UsageError("--keyring goes with --key KEY, and with nothing else.")
        return _keyring(project, key)
    if agreement is None:
        raise click.UsageError("Missing argument 'AGREEMENT'.")
    past = read_past_here(project)
    past.require()
    repository = past.history.repository
    assert repository is not None
    version = signing.current_version(past.history.versions, agreement)
    configured = configured_email(repository)
    if not (signer or configured):
        raise SlaError("git knows no address here", hint="say who signs: --as ana.ruiz@company.example")
    today = datetime.now(ZoneInfo(version.essentials.timezone)).date()
    file = signing.sign_off(
        version, signer=signer or configured, party=party, on=today, remark=remark, configured=configured
    )
    signing.require_unsigned(project, file)
    by = trusted(repository, past.settings)
    armored = signing.signature(project, file, key, by.keyring) if key else None
    written = signing.write(project, file, armored)
    click.echo(what_to_commit(written.paths, written.message))
    if armored is None:
        for warning in own_commit_warnings(by.trust.required, configured, file.signer):
            click.echo(warning, err=True)
    return 0


def _keyring(project: Path, key: Path) -> int:
    paths = sign_keyring(project, trusted(find_repository(project), read_settings(project)), key)
    click.echo(keyring_to_commit(paths))
    return 0
