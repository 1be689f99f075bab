"""A proposal as one JSON document, ``sla-proposal/1``: everything that terminal, comment and page tell."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from living_sla import __version__
from living_sla.documents.changes import change_fields
from living_sla.model.figures.attainment import Attainment
from living_sla.model.past.grade import grade
from living_sla.model.proposals.file_to_add import FileToAdd
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.gate import Gate, Signatory
from living_sla.model.proposals.impact import CommitmentImpact, PeriodPair
from living_sla.model.proposals.proposal import Proposal, ProposalEnd, ProposedAgreement
from living_sla.model.proposals.waiver import Waiver
from living_sla.words.numbers import plain_spaces
from living_sla.words.proposals.verdict import verdict

SCHEMA = "sla-proposal/1"


def proposal_document(proposal: Proposal) -> str:
    """The document, as `schemas/proposal.schema.json` describes it; shares are 0 to 1, instants in ISO 8601, UTC."""
    document = {
        "schema": SCHEMA,
        "computed_with": [f"living-sla {__version__}"],
        "at": _iso(proposal.at),
        "verdict": plain_spaces(verdict(proposal)),
        "base": _end(proposal.base),
        "head": _end(proposal.head),
        "changes_terms": proposal.changes_terms,
        "as_of": {source: _iso(as_of) for source, as_of in sorted(proposal.as_of.items())},
        "no_exports": proposal.no_exports,
        "sources": list(proposal.sources),
        "agreements": [_agreement(of) for of in proposal.agreements],
        "findings": [_finding(found) for found in proposal.findings],
        "gate": _gate(proposal.gate),
        "notices": [str(notice) for notice in proposal.notices],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _end(end: ProposalEnd) -> dict[str, Any]:
    return {"name": end.name, "commit": end.commit, "edited": end.is_edited}


def _agreement(of: ProposedAgreement) -> dict[str, Any]:
    graded = grade(of.compared)
    before, after = of.compared.before, of.compared.after
    return {
        "agreement": of.id,
        "title": of.compared.agreement.terms.title,
        "kind": of.compared.kind,
        "grade": "material" if graded.is_material else "editorial",
        "parties": {party: verdict_of.value for party, verdict_of in graded.parties},
        "digest": {"before": before.digest if before else None, "after": after.digest if after else None},
        "changes": [change_fields(change) for change in of.compared.changes],
        "impacts": [_impact(impact) for impact in of.impacts],
        "signatories": [_signatory(signatory) for signatory in of.signatories],
    }


def _impact(impact: CommitmentImpact) -> dict[str, Any]:
    kept, periods = impact.kept
    rescue = impact.rescue
    return {
        "commitment": impact.commitment,
        "title": impact.named.title,
        "party": impact.party,
        "from": "reviews" if impact.from_reviews else "exports",
        "flips": len(impact.flips),
        "closed": len(impact.closed),
        "kept_of_last": {"kept": kept, "periods": periods, "unchanged": impact.kept_unchanged},
        "assurance": impact.assurance.value if impact.assurance is not None else None,
        "why_not": impact.why_not,
        "redeclared": list(impact.redeclared),
        "running_if_in_force_now": {"before": _side(rescue.before), "after": _side(rescue.after)} if rescue else None,
        "periods": [_pair(pair) for pair in impact.periods],
    }


def _pair(pair: PeriodPair) -> dict[str, Any]:
    return {
        "period": pair.period.label,
        "start": _iso(pair.period.start),
        "end": _iso(pair.period.end),
        "ended": pair.ended,
        "flips": pair.flips,
        "before": _side(pair.before),
        "after": _side(pair.after),
        "why_not": pair.why_not,
    }


def _side(of: Attainment | None) -> dict[str, Any] | None:
    if of is None:
        return None
    return {
        "version": of.version,
        "target": str(of.target),
        "value": float(of.value) if of.value is not None else None,
        "withheld": of.withheld,
        "unit": of.unit,
        "status": of.status.value if of.status is not None else None,
        "met": of.counts.met,
        "missed": of.counts.missed,
        "pending": of.counts.pending,
        "excluded": of.counts.excluded,
        "unusable": of.counts.unusable,
    }


def _signatory(of: Signatory) -> dict[str, Any]:
    return {
        "party": of.party,
        "signer": of.signer,
        "state": of.state.value,
        "required": of.required.label,
        "level": of.signoff.level.label if of.signoff is not None else None,
        "why": of.why,
        "to_sign": _file(of.to_sign),
    }


def _finding(found: ProposalFinding) -> dict[str, Any]:
    return {
        "finding": found.name.value,
        "severity": found.severity.value,
        "agreement": found.agreement,
        "commitment": found.commitment,
        "gains": found.party,
        "sentence": plain_spaces(found.sentence),
        "place": {"path": found.place.path, "line": found.place.line, "column": found.place.column},
        "waived": found.waived,
        "waivers": [_waiver(waiver) for waiver in found.waivers],
        "to_waive": _file(found.to_waive),
    }


def _file(of: FileToAdd | None) -> dict[str, Any] | None:
    if of is None:
        return None
    return {"path": of.path, "text": of.text, "form": of.address}


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "path": waiver.file.path,
        "owner": waiver.file.owner,
        "reason": waiver.file.reason,
        "expires": waiver.file.expires.isoformat(),
        "void": waiver.void,
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "open": gate.is_open,
        "fail_on": gate.fail_on.value if gate.fail_on is not None else "never",
        "unsigned": [{"agreement": of.agreement, "party": of.party, "signer": of.signer} for of in gate.unsigned],
        "findings": list(dict.fromkeys(found.name.value for found in gate.findings)),
        "faults": [str(fault) for fault in gate.faults],
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
