"""Sign-offs that a change of terms has made stale: who signed which version, and what has changed since."""

from __future__ import annotations

from living_sla.changes import changes
from living_sla.model.revision import Version
from living_sla.model.signoff import SignOff
from living_sla.model.timeline import Stale, Timeline


def stale(found: Timeline) -> tuple[Stale, ...]:
    """The latest sign-off of each signer who has signed earlier terms and not the newest that landed.

    Oldest version first. Refused ones are left out: they never counted, so nothing made them stale.
    """
    landed = [standing for standing in found.versions if not standing.version.is_draft]
    if not landed:
        return ()
    newest = landed[-1].version
    latest: dict[tuple[str, str], tuple[SignOff, Version]] = {}
    for standing in landed:
        for signoff in standing.signoffs:
            if not signoff.refused and signoff.landed is not None:
                signer = (signoff.file.party, signoff.file.signer.casefold())
                latest.pop(signer, None)
                latest[signer] = (signoff, standing.version)
    return tuple(
        Stale(signoff, version.number, changes(version.agreement, newest.agreement))
        for signoff, version in latest.values()
        if version.digest != newest.digest
    )
