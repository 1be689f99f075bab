"""`sla sign`: a sign-off for the terms as they are committed; the signer makes the commit."""

from __future__ import annotations

import shlex
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
from living_sla.history.signoffs.trusted import trusted
from living_sla.model.signoff import TrustLevel
from living_sla.settings import read_settings


@click.command()
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
    configured = signing.configured_email(repository)
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
    paths = " ".join(shlex.quote(path) for path in written.paths)
    click.echo("\n".join(written.paths))
    click.echo(f"\nIt counts when it is committed and on the main line:\n  git add {paths}")
    click.echo(f"  git commit -m {shlex.quote(written.message)} -- {paths}")
    if armored is None and by.trust.required > TrustLevel.OWN_COMMIT:
        hint = "sign the commit with your key (git commit -S), or sign with --key"
        click.echo(f"warning: this site asks for {by.trust.required.label}\n  hint: {hint}", err=True)
    elif armored is None and configured.casefold() != file.signer.casefold():
        known = f"git knows {configured} here" if configured else "git knows no address here"
        hint = "let the signer make the commit, or sign with --key"
        click.echo(f"warning: {known}, so the commit will not be the signer's own\n  hint: {hint}", err=True)
    return 0


def _keyring(project: Path, key: Path) -> int:
    paths = sign_keyring(project, trusted(find_repository(project), read_settings(project)), key)
    spelt = " ".join(map(shlex.quote, paths))
    click.echo(f"{paths[1]}\n\nIts lines count when both files are on the trusted ref:\n  git add {spelt}")
    click.echo(f"  git commit -m 'Vouch for the keyring' -- {spelt}")
    return 0
