"""Files to values: agreements and the declaration of the sources, with every fault of every file at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from living_sla.agreements import front_matter
from living_sla.agreements.digest import digest
from living_sla.agreements.files import agreement_files, misnamed
from living_sla.agreements.markdown.body import body_findings
from living_sla.agreements.presentation import split_presentation
from living_sla.agreements.project import SOURCES_FILE, Project
from living_sla.agreements.rules import columns, lint
from living_sla.agreements.rules import sources as source_rules
from living_sla.agreements.rules import terms as rules
from living_sla.agreements.rules.breakdowns import breakdown_notices
from living_sla.agreements.rules.early import early_faults
from living_sla.agreements.schema_faults import faults_of
from living_sla.agreements.signoff_file import signoffs_of
from living_sla.agreements.yaml import nodes, strict_yaml, texts
from living_sla.agreements.yaml.characters import decode, refuse_control_characters
from living_sla.agreements.yaml.conflicts import refuse_conflict
from living_sla.agreements.yaml.nodes import Places, places_of
from living_sla.errors import Faults, Notice, Place, SlaError
from living_sla.files import bytes_of, is_there
from living_sla.model.agreement import Agreement
from living_sla.model.macros import MACRO_NAMES
from living_sla.model.slug import slug_of
from living_sla.model.source import Source, Sources
from living_sla.model.terms import Terms

Finding = SlaError | Notice

_UNNAMED = "unnamed"


@dataclass(frozen=True)
class DeclaredSources:
    """`data/sources.yml` as it was read, and where each part of it stands."""

    sources: Mapping[str, Source]
    places: Mapping[tuple[str | int, ...], Place]

    def place(self, *at: str | int) -> Place:
        """Where the part at `at` stands, or the nearest part around it that the file has."""
        around = (at[:length] for length in range(len(at), -1, -1))
        return next((self.places[found] for found in around if found in self.places), Place(SOURCES_FILE, 1))


def load_project(root: Path, *, macros: frozenset[str] = MACRO_NAMES, today: date | None = None) -> Project:
    """Everything below `root` that people declare, checked as a whole.

    `macros` are the names that the body of an agreement may call. `today` lets warnings speak of review dates that
    have passed; without it they do not. Raises `Faults` with all faults of all files.
    """
    agreements, notices, faults = _read_all(root, macros)
    declared = DeclaredSources({}, {})
    try:
        declared = read_sources(root)
    except Faults as several:
        faults += several.faults
    else:
        for agreement in agreements:
            faults += columns.check_columns(agreement, declared.sources)
    faults += rules.check_together(agreements)
    try:
        signoffs_of(root)
    except Faults as several:
        faults += several.faults
    if faults:
        raise Faults(faults)
    for agreement in agreements:
        notices += lint.lint(agreement, today=today)
    notices += breakdown_notices(agreements, declared.sources)
    notices.sort(key=lambda notice: (notice.where or Place(""), notice.name))
    by_id = tuple(sorted(agreements, key=lambda agreement: agreement.terms.id))
    return Project(root, by_id, declared.sources, declared.places, tuple(notices))


def _read_all(root: Path, macros: frozenset[str]) -> tuple[list[Agreement], list[Notice], list[SlaError]]:
    faults: list[SlaError] = list(misnamed(root))
    notices: list[Notice] = []
    agreements: list[Agreement] = []
    try:
        paths = agreement_files(root)
    except Faults as several:
        return [], [], [*faults, *several.faults]
    for path in paths:
        try:
            agreement, found = read_agreement(path, root, macros=macros)
        except Faults as several:
            faults += several.faults
        else:
            agreements.append(agreement)
            notices += found
    return agreements, notices, faults


def read_agreement(path: Path, root: Path, *, macros: frozenset[str] = MACRO_NAMES) -> tuple[Agreement, list[Notice]]:
    """One agreement file below `root`, and the warnings about it; raises `Faults` with all that is wrong in it."""
    name = path.relative_to(root).as_posix()
    return parse_agreement(bytes_of(path, root), path=name, macros=macros)


def parse_agreement(raw: bytes, *, path: str, macros: frozenset[str] = MACRO_NAMES) -> tuple[Agreement, list[Notice]]:
    """The agreement that the bytes of a file hold, and the warnings about it; `path` is what places name.

    Raises `Faults` with all that is wrong in it.
    """
    try:
        text = decode(raw, path=path)
        refuse_conflict(text, path=path, markdown=True)
        parts = front_matter.split(text, path=path)
    except SlaError as fault:
        raise Faults([fault]) from None
    findings: list[Finding] = body_findings(parts.body, path=path, first_line=parts.body_line, macros=macros)
    try:
        refuse_control_characters(parts.body, path=path, first_line=parts.body_line)
    except SlaError as fault:
        findings.append(fault)
    tree = _tree(parts, path, findings)
    if tree is not None:
        findings += texts.check_texts(tree, parts.front, first_line=parts.front_line)
    agreement = _agreement(parts, tree, path, findings)
    if agreement is not None:
        findings += rules.check_terms(agreement)
    faults = [finding for finding in findings if isinstance(finding, SlaError)]
    if faults or agreement is None:
        raise Faults(faults)
    return agreement, [finding for finding in findings if isinstance(finding, Notice)]


def parse_terms(parts: front_matter.Split, *, path: str) -> Agreement:
    """The agreement of a file, held to the schema and to the rules between fields; raises `Faults` where it is none."""
    findings: list[Finding] = []
    agreement = _agreement(parts, _tree(parts, path, findings), path, findings)
    if agreement is None:
        raise Faults([finding for finding in findings if isinstance(finding, SlaError)])
    if faults := rules.check_terms(agreement):
        raise Faults(faults)
    return agreement


def _tree(parts: front_matter.Split, path: str, findings: list[Finding]) -> nodes.Node | None:
    try:
        return strict_yaml.parse(parts.front, path=path, first_line=parts.front_line)
    except SlaError as fault:
        findings.append(fault)
        return None


def _agreement(
    parts: front_matter.Split, tree: nodes.Node | None, path: str, findings: list[Finding]
) -> Agreement | None:
    """The agreement, or None where its front matter cannot be one; what is found joins `findings`."""
    if tree is None:
        return None
    if not isinstance(tree, nodes.Mapping):
        empty = isinstance(tree, nodes.Scalar) and tree.text is None
        what = "the front matter is empty" if empty else "this is not a field"
        findings.append(SlaError(what, where=tree.where, hint="write fields: name: value", code="SLA-F014"))
        return None
    places = places_of(tree)
    presentation, raw, faults = split_presentation(nodes.plain(tree), places)
    findings += faults
    if "id" not in raw:
        raw["id"] = id_of(path)
        if not slug_of(raw["id"]):
            raw["id"] = _UNNAMED  # so that everything else is looked at as well
            where, hint = Place(path, parts.front_line), "add a field, for example id: lead-handoff"
            message = "the file states no id, and none can be made of its name"
            findings.append(SlaError(message, where=where, hint=hint, code="SLA-F012"))
    terms = _validated(Terms.model_validate, Terms, raw, places, findings)
    if terms is None:
        findings += early_faults(raw, places, [finding for finding in findings if isinstance(finding, SlaError)])
        return None
    return Agreement(path, terms, digest(terms), parts.body, parts.body_line, presentation, places.values)


@lru_cache(maxsize=4096)
def id_of(path: str) -> str:
    """The id of a file that states none: of its name, or that of its folder where the file is the folder's page.

    The name itself where no identifier can be made of it.
    """
    at = PurePosixPath(path)
    name = at.parent.name if at.stem.lower() in ("index", "readme") and at.parent.name else at.stem
    return slug_of(name) or name


def read_sources(root: Path) -> DeclaredSources:
    """The sources declared in `data/sources.yml`; a project without that file has none.

    Raises `Faults` with all that is wrong in it.
    """
    path = root / SOURCES_FILE
    declared = is_there(path, root)
    if is_there(path.with_suffix(".yaml"), root):
        where = Place(f"{SOURCES_FILE.removesuffix('.yml')}.yaml")
        hint = f"name it {SOURCES_FILE}, which is the only file that declares sources"
        raise Faults([SlaError("this file is not read", where=where, hint=hint, code="SLA-F010")])
    if not declared:
        return DeclaredSources({}, {})
    findings: list[Finding] = []
    try:
        text = decode(bytes_of(path, root), path=SOURCES_FILE)
        refuse_conflict(text, path=SOURCES_FILE)
        tree = strict_yaml.parse(text, path=SOURCES_FILE)
    except SlaError as fault:
        raise Faults([fault]) from None
    places = places_of(tree)
    raw = nodes.plain(tree)
    if raw is None:
        return DeclaredSources({}, places.values)
    if not isinstance(raw, dict):
        found = "a list" if isinstance(raw, list) else "text"
        hint = "give each source a name, and its fields below it: leads:, then path: exports/leads-*.csv"
        message = f"sources are fields by name, found {found}"
        raise Faults([SlaError(message, where=tree.where, hint=hint, code="SLA-F014")])
    sources = _validated(TypeAdapter(Sources).validate_python, Sources, raw, places, findings)
    if sources is not None:
        findings += source_rules.check_sources(sources, places)
    faults = [finding for finding in findings if isinstance(finding, SlaError)]
    if faults or sources is None:
        raise Faults(faults)
    return DeclaredSources(sources, places.values)


def _validated(validate: Any, model: Any, raw: Any, places: Places, findings: list[Finding]) -> Any:
    """What the schema makes of `raw`, or None where it refuses it and its findings join `findings`."""
    try:
        # By alias alone: `start` is a name of ours, the file says `from`.
        return validate(raw, by_alias=True, by_name=False)
    except ValidationError as found:
        findings += faults_of(found, raw, model, places)
        return None
