"""Which agreement of a project a person means."""

from __future__ import annotations

from pathlib import Path

from living_sla.agreements.reader import files_or_none, read_agreement, readable_agreements
from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.terms import Agreement
from living_sla.model.paths import id_of
from living_sla.model.suggestion import did_you_mean


def agreement_called(root: Path, name: str | None) -> Agreement:
    """The agreement of that id, or the only one; raises `Faults` where its file has some, or where none is meant."""
    files = files_or_none(root)
    if name is None:
        if len(files) == 1:
            return read_agreement(files[0], root)[0]
        known = readable_agreements(root)
        if not files:
            raise SlaError("there is no agreement yet", hint="sla new agreement ID makes one", code=Fault.NO_AGREEMENT)
        raise SlaError(
            "there are several agreements",
            hint=f"name one of them with --agreement: {', '.join(agreement.terms.id for agreement in known)}",
        )
    known = readable_agreements(root)
    for agreement in known:
        if agreement.terms.id == name:
            return agreement
    for path in files:
        if id_of(path.relative_to(root).as_posix()) == name:
            return read_agreement(path, root)[0]
    hint = did_you_mean(name, [agreement.terms.id for agreement in known]) or "sla new agreement ID makes one"
    raise SlaError(f'there is no agreement "{name}"', hint=hint, code=Fault.UNKNOWN_NAME)
