"""Sign-offs in lines: who signed what, how far it can be believed, who has to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from living_sla.model.signoff import MissingSignature, SignOff
from living_sla.words.layout import aligned


def signoff_lines(given: Sequence[SignOff], missing: Sequence[MissingSignature]) -> Iterator[str]:
    """One line each, by agreement and version."""
    if not given and not missing:
        yield "nobody has signed, and nobody has to"
    rows = [_cells(one) for one in given] + [_waiting(one) for one in missing]
    rows.sort(key=itemgetter(0))
    yield from aligned(rows)


def _cells(one: SignOff) -> tuple[str, ...]:
    file = one.file
    what = f"{file.agreement} version {file.version}"
    never = "counts no longer" if one.ended else "does not count"
    verdict = f"{never}: {one.refused}." if one.refused else "counts."
    return what, file.party, file.signer, one.level.label, f"{one.sentence} It {verdict}"


def _waiting(one: MissingSignature) -> tuple[str, ...]:
    return f"{one.agreement} version {one.version}", one.party, one.signer, "missing", "Has to sign."
