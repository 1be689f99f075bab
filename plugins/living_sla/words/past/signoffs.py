"""Sign-offs in lines: who signed what, how far it can be believed, who has to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from living_sla.model.past.signoff import MissingSignature, SignOff
from living_sla.words.layout import aligned


def signoff_lines(given: Sequence[SignOff], missing: Sequence[MissingSignature]) -> Iterator[str]:
    """One line each, by agreement and version."""
    if not given and not missing:
        yield "nobody has signed, and nobody has to"
    rows = [_cells(signature) for signature in given] + [_waiting(signature) for signature in missing]
    rows.sort(key=itemgetter(0))
    yield from aligned(rows)


def _cells(signoff: SignOff) -> tuple[str, ...]:
    file = signoff.file
    what = f"{file.agreement} version {file.version}"
    never = "counts no longer" if signoff.ended else "does not count"
    verdict = f"{never}: {signoff.refused}." if signoff.refused else "counts."
    return what, file.party, file.signer, signoff.level.label, f"{signoff.sentence} It {verdict}"


def _waiting(signature: MissingSignature) -> tuple[str, ...]:
    return (
        f"{signature.agreement} version {signature.version}",
        signature.party,
        signature.signer,
        "missing",
        "Has to sign.",
    )
