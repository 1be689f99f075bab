"""The sealed exports as a project of their own, declared as they were on that day."""

from __future__ import annotations

from pathlib import Path

from living_sla.agreements.project import Project
from living_sla.agreements.sources_file import DeclaredSources, read_sources
from living_sla.errors import SlaError
from living_sla.model.paths import SOURCES_FILE
from living_sla.model.reviews.record import ReviewRecord
from living_sla.reviews.differences.sealed_export import SealedFiles


def sealed_project(files: SealedFiles, today: Project, record: ReviewRecord, laid_out: Path, why: list[str]) -> Project:
    """A project with the sealed exports alone, declared as they were then; `why` grows by those that are nowhere."""
    declared = _declared(files, today, record, laid_out)
    sources = {}
    for source in record.sources:
        lost = [file.path for file in source.files if not files.lay_out(file, laid_out)]
        if source.name not in declared.sources or declared.sources[source.name].engine is not None or not source.files:
            why.append(f"the sealed export {source.name} is not read here, so its figures are not split")
        elif lost:
            why.append(f"the sealed export {', '.join(lost)} is not here any more, so its figures are not split")
        else:
            changes = {"as_of": source.as_of}
            sources[source.name] = declared.sources[source.name].model_copy(update=changes)
    return Project(laid_out, today.agreements, sources, declared.places)


def _declared(files: SealedFiles, today: Project, record: ReviewRecord, laid_out: Path) -> DeclaredSources:
    """How the sources were declared at the commit that the record names; as they are today, where nobody can tell."""
    content = files.sources_at(record.commit)
    if content is not None:
        path = laid_out / SOURCES_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        try:
            return read_sources(laid_out)
        except SlaError:  # it was allowed then
            pass
    return DeclaredSources(today.sources, today.source_places)
