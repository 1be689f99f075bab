"""`sla schema`: the JSON Schemas of the files that people write, and of the documents that machines read."""

from __future__ import annotations

import click

from living_sla.agreements.schema.json_schema import agreement_schema, minutes_schema, schema_text, sources_schema
from living_sla.documents.schemas import DOCUMENTS, document_schema

_WRITTEN = {"agreement": agreement_schema, "sources": sources_schema, "minutes": minutes_schema}


@click.command("schema", epilog="Example: sla schema sources")
@click.argument("kind", type=click.Choice([*_WRITTEN, *DOCUMENTS]), default="agreement")
def command(kind: str) -> None:
    """Print the JSON Schema of what people write, or of a document that a verb writes.

    People write the front matter of agreements and of the minutes of reviews, and data/sources.yml. Editors use the
    first three to check and complete while one types:
    `# yaml-language-server: $schema=agreement.schema.json` as the first line of the front matter.
    """
    if kind in DOCUMENTS:
        click.echo(document_schema(kind), nl=False)
    else:
        click.echo(schema_text(_WRITTEN[kind]()), nl=False)
