"""The files that are missing: each sign-off and waiver as it would be written, and the form of the forge for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.history.git.trusted_ref import pull_request_source
from living_sla.model.past.signoff import SignOffFile
from living_sla.model.proposals.file_to_add import FileToAdd
from living_sla.model.proposals.waiver import WAIVER_REASON, WaiverFile, waiver_path
from living_sla.model.time.zones import wall_time

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement
    from living_sla.model.forge import Forge
    from living_sla.model.proposals.finding import ProposalFinding
    from living_sla.model.proposals.gate import Signatory
    from living_sla.proposals.ground import ProposalGround

WAIVED_FOR = timedelta(days=90)
"""How long a waiver is proposed to hold; who writes it may say another day."""


class FilesToAdd(Struct, frozen=True):
    """How files are added to the branch of a proposal."""

    forge: Forge | None
    """With the branch of the proposal; None where the trusted ref names no forge, or no branch is known."""
    folder: str
    """Where the project lies in its repository: empty at its top, or ``sales/sla/``."""
    at: datetime

    def signoff(self, agreement: Agreement, signatory: Signatory, version: int) -> FileToAdd:
        """The sign-off of one signatory for exactly these terms."""
        file = SignOffFile.of(
            agreement=agreement.terms.id,
            digest=agreement.digest,
            version=version,
            signer=signatory.signer,
            party=signatory.party,
            on=wall_time(self.at, agreement.terms.coverage.timezone).date(),
        )
        return self._form(file.path, file.text, f"sla sign {agreement.terms.id} --as {signatory.signer}")

    def waiver(self, finding: ProposalFinding, proposed: Agreement, agreed: Agreement | None) -> FileToAdd | None:
        """A waiver of a finding, by the first of those who may answer for it; None where nobody may.

        `agreed` are the terms at the base. Its reason is for its owner to write.
        """
        signing = (agreed or proposed).terms.parties
        several = len(signing) > 1
        may = [
            key
            for key in signing
            if (finding.answers is None or key in finding.answers) and not (several and key == finding.party)
        ]
        owner = next((signer for key in may for signer in signing[key].signs), None)
        if owner is None:
            return None
        path = waiver_path(finding.name, finding.agreement, finding.commitment)
        file = WaiverFile(
            path,
            finding.name,
            finding.agreement,
            finding.commitment,
            proposed.digest,
            WAIVER_REASON,
            owner,
            (self.at + WAIVED_FOR).date(),
        )
        return self._form(path, file.text, "")

    def _form(self, path: str, text: str, command: str) -> FileToAdd:
        form = self.forge.new_file(f"{self.folder}{path}", text) if self.forge is not None else None
        return FileToAdd(path, text, form.address if form else "", form is not None and form.filled_in, command)


def files_to_add(ground: ProposalGround, at: datetime) -> FilesToAdd:
    """How files are added to what this folder proposes; the forge is the one that the trusted ref names."""
    history = ground.agreed.past.history
    checked_out = (history.repository.branch or "") if history.repository is not None else ""
    branch = pull_request_source() or checked_out.removeprefix("refs/heads/")
    named = ground.settings.forge
    return FilesToAdd(replace(named, branch=branch) if named is not None and branch else None, history.folder, at)
