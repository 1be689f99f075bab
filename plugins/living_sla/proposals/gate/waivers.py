"""Waivers of findings: who wrote them is proven as with sign-offs, and each is for one finding of exactly these terms.

A waiver is a file that anybody on a branch can add. So it counts only where its owner added it, as far as the site
believes sign-offs; where the owner signs the agreement as it is agreed today; and where the finding is not about what
the owner's own party alone gains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field

from living_sla.agreements.waiver_file import read_waiver, waiver_at, waiver_paths
from living_sla.errors import Faults, Notice, Place, SlaError, WarningName
from living_sla.files import MAX_FILE_BYTES
from living_sla.history.signoffs.evidence import not_committed
from living_sla.history.signoffs.kind import SignedKind
from living_sla.history.signoffs.proven import Proven, proven_files
from living_sla.history.signoffs.refusals import parties_of_person
from living_sla.model.harmless import printable
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.model.paths import WAIVERS_FOLDER
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.waiver import ENDING, Waiver, WaiverFile
from living_sla.model.time.zones import wall_time

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement
    from living_sla.model.past.signoff import TrustLevel
    from living_sla.proposals.ground import ProposalGround

WAIVERS = SignedKind(
    WAIVERS_FOLDER,
    re.compile(rf"{WAIVERS_FOLDER}/[^/]+\.yml", re.DOTALL),
    "sla-waiver",
    "waiver",
    WarningName.UNREADABLE_WAIVER,
)


class ProvenWaivers(Struct, frozen=True):
    """Every waiver of the branch, and what it rests on."""

    proven: tuple[Proven[WaiverFile], ...] = ()
    required: TrustLevel | None = None
    notices: tuple[Notice, ...] = ()
    faults: tuple[SlaError, ...] = ()
    """What is wrong with files of the folder that the base does not have like that."""
    here: Mapping[str, WaiverFile] = field(default_factory=dict)
    """The waivers that lie in the folder now, by their paths."""

    def of(
        self, finding: ProposalFinding, proposed: Agreement, agreed: Agreement | None, at: datetime
    ) -> tuple[Waiver, ...]:
        """Those that name this finding of the proposed terms, counted or void, in the order of their paths.

        `agreed` are the terms at the base; None for a new agreement, whose own signatories then own its waivers.
        """
        today = wall_time(at, proposed.terms.coverage.timezone).date()
        about = (finding.name, finding.agreement, finding.commitment)
        return tuple(
            self._waiver(proven, finding, proposed, agreed or proposed, today)
            for proven in self.proven
            # One that was taken away does not lie there any more, and another may have come after it.
            if (proven.filed is None or proven.filed.removed is None)
            and (proven.file.finding, proven.file.agreement, proven.file.commitment) == about
        )

    def _edited(self, proven: Proven[WaiverFile]) -> str:
        """That a waiver is not what its owner committed, where it is not."""
        if proven.filed is not None and proven.filed.edited is not None:
            commit = proven.filed.edited.commit.id[:12]
            return f"it was edited afterwards in {commit}: remove it, and let its owner add it anew in another commit"
        if self.here.get(proven.file.path) != proven.file:
            return "it is edited or gone in this folder, and that is not committed"
        return ""

    def _waiver(
        self, proven: Proven[WaiverFile], finding: ProposalFinding, proposed: Agreement, agreed: Agreement, today: date
    ) -> Waiver:
        file = proven.file
        void = self._edited(proven) or _void(file, finding, proposed, agreed, today)
        if not void and self.required is not None:
            void = proven.short_of(self.required)
        return Waiver(file, void)


def _void(file: WaiverFile, finding: ProposalFinding, proposed: Agreement, agreed: Agreement, today: date) -> str:
    """Why a waiver does not count, whoever wrote it; empty where it may."""
    if file.digest != proposed.digest:
        return "it is for other terms"
    if file.expires < today:
        return f"it expired on {file.expires.isoformat()}"
    signing = [(key, party.signs) for key, party in agreed.terms.parties.items()]
    parties = parties_of_person(file.owner, signing)
    if not parties:
        return f"{file.owner} does not sign this agreement as it is agreed today"
    if len(parties) > 1:
        return f"{file.owner} signs for {' and for '.join(parties)}: one person cannot answer for both parties"
    if parties == [finding.party] and len(agreed.terms.parties) > 1:
        return f"{file.owner} signs for {finding.party}, which alone gains by it"
    if finding.answers is not None and parties[0] not in finding.answers:
        if not finding.answers:
            return "nobody can answer for this alone"
        return f"{file.owner} signs for {parties[0]}, and {' or '.join(finding.answers)} has to answer for it"
    return ""


def proven_waivers(ground: ProposalGround) -> ProvenWaivers:
    """Every waiver that the branch holds or that lies in the folder, with what it rests on.

    Raises `Faults` where keyring or settings of trust cannot be used.
    """
    past = ground.agreed.past
    repository, by = past.history.repository, past.trusted
    if repository is None or by is None:
        return ProvenWaivers()
    found = proven_files(repository, past.history.landings, by, WAIVERS, read_waiver, cache=past.cache)
    here, faults = _here(ground)
    new = [Proven(file, None, not_committed()) for path, file in here.items() if path not in found.paths]
    proven = tuple(sorted((*found.proven, *new), key=lambda of: of.file.path))
    return ProvenWaivers(proven, by.trust.required, found.notices, faults, here)


def _here(ground: ProposalGround) -> tuple[dict[str, WaiverFile], tuple[SlaError, ...]]:
    """The waivers that lie in the folder, and what is wrong with those that the base does not have as they are."""
    found: dict[str, WaiverFile] = {}
    faults: list[SlaError] = []
    for path in waiver_paths(ground.root):
        try:
            found[path] = waiver_at(ground.root, path)
        except Faults as refused:
            if path not in ground.signed_files or path in ground.lost:
                faults += refused.faults
    return found, tuple(faults)


def done_waivers(ground: ProposalGround, at: datetime) -> Iterator[tuple[str, str]]:
    """Each waiver of the base that has done its work, by its path, with why it may go.

    Who removes one takes nothing from the history.
    """
    repository = ground.past.history.repository
    waivers = {
        path: blob
        for path, blob in ground.signed_files.items()
        if path.startswith(f"{WAIVERS_FOLDER}/") and path.endswith(ENDING)
    }
    if repository is None:
        return
    for path, blob in zip(waivers, repository.objects(waivers.values(), max_bytes=MAX_FILE_BYTES), strict=True):
        try:
            file = read_waiver(blob.data, path=path)
        except Faults:
            yield path, "cannot be read"
            continue
        versions = ground.past.history.versions.get(file.agreement, ())
        if file.expires < at.date():
            yield path, f"expired on {file.expires.isoformat()}"
        elif not versions:
            yield path, "is about an agreement that is not there any more"
        elif any(version.digest == file.digest for version in versions):
            yield path, "has done its work: the terms that it is for have landed"


def of_waiver(path: str) -> str:
    """The waiver that a file belongs to: itself, or the one beside which it lies as a signature."""
    return path.removesuffix(SIGNATURE_ENDING)


def done_notices(ground: ProposalGround, done: dict[str, str]) -> Iterator[Notice]:
    """A notice for each waiver that may go and still lies in the folder."""
    for path, why in sorted(done.items()):
        if (ground.root / path).exists() and path not in ground.lost:
            where = Place(printable(path))
            yield Notice(WarningName.WAIVER_DONE, f"this waiver {why}", where, hint="remove the file")
