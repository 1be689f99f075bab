"""A commitment more in an agreement of a project: a pattern, fitted to its sources and written into its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from living_sla.agreements.reader import read_agreement
from living_sla.agreements.sources_file import read_sources
from living_sla.errors import Fault, SlaError
from living_sla.files import bytes_of
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Agreement
from living_sla.model.slug import first_free
from living_sla.model.suggestion import did_you_mean
from living_sla.scaffold.patterns.appended import appended
from living_sla.scaffold.patterns.left import Added, to_decide, undeclared, unfitting
from living_sla.scaffold.patterns.library import Names, Pattern, pattern
from living_sla.scaffold.patterns.matching import fit
from living_sla.scaffold.patterns.sides import party_for
from living_sla.scaffold.written import write_over


def add_commitment(
    root: Path,
    found: Agreement,
    name: str,
    *,
    source: str | None = None,
    columns: Mapping[str, str] | None = None,
    **said: str | None,
) -> Added:
    """Add the pattern called `name` to an agreement of the project at `root`.

    `columns` are columns and values by the role that they play, several columns with commas; `said` is what a person
    says in place of the pattern, as `Pattern.commitment` takes it. Raises `SlaError` or `Faults`, and writes nothing,
    where the file would have a fault; `CannotAppend` where nothing can be added to it.
    """
    chosen = pattern(name)
    roles = _roles(chosen, columns or {})
    sources, terms = read_sources(root).sources, found.terms
    _require_source(source, sources)
    fitted = fit(chosen, sources, source=source, chosen=roles)
    by = said.get("by") or party_for(chosen.by, terms.parties)
    owner = said.get("owner") or (terms.parties[by].contact.name if by != BOTH and by in terms.parties else None)
    id = said.get("id") or first_free(chosen.id, {commitment.id for commitment in terms.commitments})
    item = fitted.commitment(**{**said, "id": id, "by": by, "owner": owner})
    path = root / found.path
    before = bytes_of(path, root)
    result = appended(before, item, path=found.path)
    write_over(path, root, before=before, after=result.content)
    now, _ = read_agreement(path, root)
    line = result.first_line
    decisions = to_decide(item, path=found.path, first_line=line, same_line=not result.in_block)
    missing = [*undeclared(fitted, sources), *unfitting(now, sources, [fitted])]
    return Added(found.path, line, (id,), now, tuple(missing), tuple(decisions))


def _roles(chosen: Pattern, columns: Mapping[str, str]) -> Names:
    """Columns and values by role; raises `SlaError` for a role that the pattern does not have."""
    found: dict[str, str | tuple[str, ...]] = {}
    for role, name in columns.items():
        need = chosen.needs.get(role)
        if need is None:
            told = ", ".join(f"{need.role} ({need.words})" for need in chosen.needs.values())
            raise SlaError(f'"{chosen.id}" needs no "{role}"', hint=f"name one of: {told}", code=Fault.UNKNOWN_NAME)
        found[role] = tuple(part.strip() for part in name.split(",") if part.strip()) if need.several else name
    return found


def _require_source(source: str | None, sources: Mapping[str, Source]) -> None:
    if source is not None and sources and source not in sources:
        hint = did_you_mean(source, sources, f"data/sources.yml declares: {', '.join(sources)}")
        raise SlaError(f'there is no source "{source}"', hint=hint, code=Fault.UNKNOWN_NAME)
