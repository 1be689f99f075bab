"""`sla schema`: the JSON Schemas of the files that people write, and of the documents that machines read."""

from __future__ import annotations

import json

import click

from living_sla.agreements.schema.json_schema import agreement_schema, sources_schema
from living_sla.documents.schemas import DOCUMENTS, document_schema


@click.command("schema", epilog="Example: sla schema sources")
@click.argument("kind", type=click.Choice(["agreement", "sources", *DOCUMENTS]), default="agreement")
def command(kind: str) -> None:
    """Print the JSON Schema of an agreement's front matter, of data/sources.yml, or of a document that a verb writes.

    Editors use the first two to check and complete while one types:
    `# yaml-language-server: $schema=agreement.schema.json` as the first line of the front matter.
    """
    if kind in DOCUMENTS:
        click.echo(document_schema(kind), nl=False)
    else:
        schema = agreement_schema() if kind == "agreement" else sources_schema()
        click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
