"""`data/sources.yml` to the sources that it declares, with every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from pydantic import TypeAdapter

from living_sla.agreements.conflicts import refuse_conflict
from living_sla.agreements.rules.sources import check_sources
from living_sla.agreements.schema.faults import Finding, validated
from living_sla.agreements.yaml import nodes, strict_yaml
from living_sla.agreements.yaml.characters import decode
from living_sla.errors import Fault, Faults, Place, SlaError, as_faults
from living_sla.files import bytes_of, is_there
from living_sla.model.agreement.source import Source, Sources
from living_sla.model.paths import SOURCES_FILE


class DeclaredSources(Struct, frozen=True):
    """`data/sources.yml` as it was read, and where each part of it stands."""

    sources: Mapping[str, Source]
    places: Mapping[tuple[str | int, ...], Place]

    def place(self, *at: str | int) -> Place:
        """Where the part at `at` stands, or the nearest part around it that the file has."""
        around = (at[:length] for length in range(len(at), -1, -1))
        return next((self.places[found] for found in around if found in self.places), Place(SOURCES_FILE, 1))


def read_sources(root: Path) -> DeclaredSources:
    """The sources declared in `data/sources.yml`; a project without that file has none.

    Raises `Faults` with all that is wrong in it.
    """
    path = root / SOURCES_FILE
    declared = is_there(path, root)
    if is_there(path.with_suffix(".yaml"), root):
        where = Place(f"{SOURCES_FILE.removesuffix('.yml')}.yaml")
        hint = f"name it {SOURCES_FILE}, which is the only file that declares sources"
        raise Faults([SlaError("this file is not read", where=where, hint=hint, code=Fault.UNKNOWN_NAME)])
    if not declared:
        return DeclaredSources({}, {})
    try:
        raw = bytes_of(path, root)
    except SlaError as fault:
        raise Faults([fault]) from None
    return read_sources_in(raw)


def read_sources_in(content: bytes) -> DeclaredSources:
    """The sources that a file of this content declares; raises `Faults` with all that is wrong in it."""
    findings: list[Finding] = []
    with as_faults():
        text = decode(content, path=SOURCES_FILE)
        refuse_conflict(text, path=SOURCES_FILE)
        tree = strict_yaml.parse(text, path=SOURCES_FILE)
    places = nodes.places_of(tree)
    raw = nodes.plain(tree)
    if raw is None:
        return DeclaredSources({}, places.values)
    if not isinstance(raw, dict):
        found = "a list" if isinstance(raw, list) else "text"
        hint = "give each source a name, and its fields below it: leads:, then path: exports/leads-*.csv"
        message = f"sources are fields by name, found {found}"
        raise Faults([SlaError(message, where=tree.where, hint=hint, code=Fault.INVALID_VALUE)])
    sources = validated(TypeAdapter(Sources).validate_python, Sources, raw, places, findings)
    if sources is not None:
        findings += check_sources(sources, places)
    faults = [finding for finding in findings if isinstance(finding, SlaError)]
    if faults or sources is None:
        raise Faults(faults)
    return DeclaredSources(sources, places.values)
