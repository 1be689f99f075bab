"""`sla schema`: the JSON Schemas of the files that people write."""

from __future__ import annotations

import json

import click

from living_sla.agreements.schema.json_schema import agreement_schema, sources_schema


@click.command("schema", epilog="Example: sla schema sources")
@click.argument("kind", type=click.Choice(["agreement", "sources"]), default="agreement")
def command(kind: str) -> None:
    """Print the JSON Schema of an agreement's front matter, or of data/sources.yml.

    Editors use it to check and complete while one types:
    `# yaml-language-server: $schema=agreement.schema.json` as the first line of the front matter.
    """
    schema = agreement_schema() if kind == "agreement" else sources_schema()
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
