"""One agreement file to its value: strict YAML, schema, rules and body, with every fault at once."""

from __future__ import annotations

from living_sla.agreements import front_matter
from living_sla.agreements.digest import digest
from living_sla.agreements.markdown.body import body_findings
from living_sla.agreements.rules.early import early_faults
from living_sla.agreements.rules.terms import check_terms
from living_sla.agreements.schema.faults import Finding, validated
from living_sla.agreements.schema.presentation import split_presentation
from living_sla.agreements.yaml import nodes, strict_yaml, texts
from living_sla.errors import Fault, Faults, Notice, Place, SlaError, as_faults, raise_any
from living_sla.model.agreement.terms import Agreement, Terms
from living_sla.model.paths import id_of
from living_sla.model.slug import slug_of

_UNNAMED = "unnamed"


def parse_agreement(raw: bytes, *, path: str) -> tuple[Agreement, list[Notice]]:
    """The agreement that the bytes of a file hold, and the warnings about it; `path` is what places name.

    Raises `Faults` with all that is wrong in it.
    """
    with as_faults():
        parts = front_matter.parts_of(raw, path=path)
    findings: list[Finding] = body_findings(parts.body, path=path, first_line=parts.body_line)
    tree = _tree(parts, path, findings)
    if tree is not None:
        findings += texts.check_texts(tree, parts.front, first_line=parts.front_line)
    agreement = _agreement(parts, tree, path, findings)
    if agreement is not None:
        findings += check_terms(agreement)
    faults = [finding for finding in findings if isinstance(finding, SlaError)]
    if faults or agreement is None:
        raise Faults(faults)
    return agreement, [finding for finding in findings if isinstance(finding, Notice)]


def parse_terms(parts: front_matter.Split, *, path: str) -> Agreement:
    """The agreement of a file, held to the schema and to the rules between fields; raises `Faults` otherwise."""
    findings: list[Finding] = []
    agreement = _agreement(parts, _tree(parts, path, findings), path, findings)
    if agreement is None:
        raise Faults([finding for finding in findings if isinstance(finding, SlaError)])
    raise_any(check_terms(agreement))
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
        findings.append(SlaError(what, where=tree.where, hint="write fields: name: value", code=Fault.INVALID_VALUE))
        return None
    places = nodes.places_of(tree)
    presentation, raw, faults = split_presentation(nodes.plain(tree), places)
    findings += faults
    if "id" not in raw:
        raw["id"] = id_of(path)
        if not slug_of(raw["id"]):
            raw["id"] = _UNNAMED  # so that everything else is looked at as well
            where, hint = Place(path, parts.front_line), "add a field, for example id: lead-handoff"
            message = "the file states no id, and none can be made of its name"
            findings.append(SlaError(message, where=where, hint=hint, code=Fault.INVALID_IDENTIFIER))
    terms = validated(Terms.model_validate, Terms, raw, places, findings)
    if terms is None:
        findings += early_faults(raw, places, [finding for finding in findings if isinstance(finding, SlaError)])
        return None
    return Agreement(path, terms, digest(terms), parts.body, parts.body_line, presentation, places.values)
