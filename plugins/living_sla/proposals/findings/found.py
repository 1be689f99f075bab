"""Every finding about a proposal, weighed as the trusted ref says, the heaviest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from living_sla.errors import Place
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.finding_name import FindingName, FindingSeverity
from living_sla.proposals.findings import of_figures, of_people, of_records, of_terms
from living_sla.proposals.findings.looked_at import LookedAt, Noticed
from living_sla.words.proposals import findings as words

Weights = Mapping[FindingName, FindingSeverity | None]
"""How much each finding weighs; None for one that is not told."""
_LOOK: Mapping[FindingName, Callable[[LookedAt], Iterator[Noticed]]] = {
    FindingName.SIGNATORIES_REPLACED: of_people.replaced,
    FindingName.PARTY_CANNOT_SIGN: of_people.cannot_sign,
    FindingName.AGREEMENT_REMOVED: of_terms.removed,
    FindingName.RESCUES_RUNNING_PERIOD: of_figures.rescues,
    FindingName.LOOSENED_WHILE_AT_RISK: of_figures.loosened,
    FindingName.ASKS_RETROACTIVELY: of_terms.retroactive,
    FindingName.EXCEPTION_AFTER_THE_FACT: of_terms.excepted,
    FindingName.DEFINITION_NARROWED: of_records.narrowed,
    FindingName.NOTICE_NOT_KEPT: of_terms.short_notice,
    FindingName.ONE_MISS_BREAKS: of_records.one_miss,
    FindingName.WILL_USUALLY_MISS: of_figures.will_miss,
    FindingName.ONE_SIDED: of_terms.one_sided,
    FindingName.COMMITMENT_REMOVED: of_terms.dropped,
    FindingName.NO_CAPACITY: of_records.no_capacity,
}


def findings_of(
    looked_at: Iterable[LookedAt], lost: Mapping[str, str], weights: Weights
) -> tuple[ProposalFinding, ...]:
    """The findings of these agreements, and of files of the history that were `lost`, by path with what became of each.

    None of a name whose weight is None.
    """
    found = list(_of_files(lost, weights))
    for of in looked_at:
        for name, look in _LOOK.items():
            severity = weights[name]
            if severity is not None:
                found += [_finding(name, severity, of, each) for each in look(of)]
    return tuple(
        sorted(found, key=lambda each: (-each.severity.rank, each.agreement, list(FindingName).index(each.name)))
    )


def _of_files(lost: Mapping[str, str], weights: Weights) -> Iterator[ProposalFinding]:
    name = FindingName.HISTORY_REMOVED
    severity = weights[name]
    for path, what in sorted(lost.items()) if severity is not None else ():
        assert severity is not None
        yield ProposalFinding(name, severity, "", None, words.history_removed(path, what), Place(path))


def _finding(name: FindingName, severity: FindingSeverity, of: LookedAt, found: Noticed) -> ProposalFinding:
    return ProposalFinding(
        name, severity, of.proposed.id, found.commitment, found.sentence, found.place, found.gains, found.answers
    )
