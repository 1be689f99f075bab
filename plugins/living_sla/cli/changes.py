"""`sla changes`: what this folder changes in the terms against another commit, and whom each change burdens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from living_sla.cli.options import PROJECT
from living_sla.errors import shown
from living_sla.model.counted import counted
from living_sla.words.numbers import plain_spaces
from living_sla.words.tables import in_markdown

if TYPE_CHECKING:
    from living_sla.history.against import Compared
    from living_sla.model.change import Change


@click.command()
@click.argument("base", default="HEAD")
@click.option("--format", "form", type=click.Choice(["table", "markdown", "json"]), default="table", show_default=True)
@click.option("--fail-on", type=click.Choice(["any", "never"]), default="never", show_default=True,
              help="Exit with 1 where terms change.")  # fmt: skip
@PROJECT
def command(base: str, form: str, fail_on: str, project: Path) -> int:
    """Compare the terms in this folder with those at BASE, whatever git knows a commit by (by default HEAD)."""
    from living_sla.history.against import agreements_at, compared
    from living_sla.history.past import agreements_of
    from living_sla.history.repository import find_repository

    here = agreements_of(project)
    there = agreements_at(find_repository(project), base)
    for notice in there.notices:
        click.echo(str(notice), err=True)
    found = [one for one in compared(there.agreements, here) if one.kind != "same"]
    if form == "json":
        click.echo(_document(base, there.commit, found))
    elif form == "markdown":
        click.echo("\n".join(_markdown(base, found)))
    else:
        click.echo(plain_spaces("\n".join(_lines(base, found))))
    return 1 if fail_on == "any" and any(one.kind != "editorial" for one in found) else 0


def _headline(one: Compared) -> str:
    return {
        "added": "a new agreement",
        "removed": "the agreement is gone",
        "editorial": "the same terms; the words around them, or the place of the file, differ",
        "changed": f"{counted(len(one.changes), 'change')} of the terms",
    }[one.kind]


def _lines(base: str, found: Sequence[Compared]) -> Iterator[str]:
    if not found:
        yield f"nothing differs from {shown(base)}"
    for one in found:
        yield f"{one.agreement.terms.id}: {_headline(one)}"
        for change in one.changes:
            yield f"  {_about(change)}{_burden(one, change)}: {change.sentence}"
            yield f"    {change.place} [{change.rule}]{_broken(change)}"
        if signing := _signing(one):
            yield f"  {signing}"


def _about(change: Change) -> str:
    return f"{change.commitment}, " if change.commitment else ""


def _burden(one: Compared, change: Change) -> str:
    from living_sla.words.versions import burden

    known = one.before if change.party and change.party not in one.agreement.terms.parties else one.after
    assert known is not None
    return burden(change, known.terms)


def _broken(change: Change) -> str:
    return ": figures before and after do not compare" if change.breaks_series else ""


def _signing(one: Compared) -> str:
    """Who has to sign before other terms can take force."""
    if one.kind not in ("added", "changed"):
        return ""
    signers = [address for party in one.agreement.terms.parties.values() for address in party.signs]
    return f"to be signed by {', '.join(signers)}" if signers else ""


def _markdown(base: str, found: Sequence[Compared]) -> Iterator[str]:
    """Fit for a comment on a pull request: nothing in it is read as markup of the agreements' own."""
    if not found:
        is_plain = base.isprintable() and "`" not in base
        yield f"No terms differ from {f'`{base}`' if is_plain else in_markdown(shown(base))}."
    for position, one in enumerate(found):
        if position:
            yield ""
        yield f"### {in_markdown(one.agreement.terms.title)}"
        yield ""
        yield f"{in_markdown(one.agreement.path)}: {_headline(one)}."
        if one.changes:
            yield ""
            yield "| Commitment | What changes | For whom | Where | Rule |"
            yield "| --- | --- | --- | --- | --- |"
            yield from (_row(one, change) for change in one.changes)
        if signing := _signing(one):
            yield ""
            yield f"{in_markdown(signing.capitalize())}."


def _row(one: Compared, change: Change) -> str:
    where = f"{change.place.path}:{change.place.line}" if change.place.line else change.place.path
    sentence = change.sentence + (" Figures before and after do not compare." if change.breaks_series else "")
    cells = [change.commitment or "", sentence, _burden(one, change), where, change.rule]
    return f"| {' | '.join(in_markdown(cell) for cell in cells)} |"


def _document(base: str, commit: str, found: Sequence[Compared]) -> str:
    document = {
        "schema": "sla-changes/1",
        "base": {"name": base, "commit": commit},
        "agreements": [
            {
                "agreement": one.agreement.terms.id,
                "title": one.agreement.terms.title,
                "kind": one.kind,
                "digest": {
                    "before": one.before.digest if one.before else None,
                    "after": one.after.digest if one.after else None,
                },
                "changes": [change_fields(change) for change in one.changes],
            }
            for one in found
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def change_fields(change: Change) -> dict[str, Any]:
    """A change as the fields of a JSON document."""
    return {
        "rule": change.rule,
        "commitment": change.commitment,
        "direction": str(change.direction),
        "party": change.party,
        "sentence": plain_spaces(change.sentence),
        "breaks_series": change.breaks_series,
        "place": {"path": change.place.path, "line": change.place.line, "column": change.place.column},
    }
