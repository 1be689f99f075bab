"""What two states of a project differ in: in lines for a terminal, as Markdown for a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from living_sla.errors import as_a_line, shown
from living_sla.model.counted import counted
from living_sla.model.past.change import AgreementChanges, Change
from living_sla.words.layout import in_markdown
from living_sla.words.numbers import plain_spaces
from living_sla.words.past.versions import burden


def _headline(compared: AgreementChanges) -> str:
    return {
        "added": "a new agreement",
        "removed": "the agreement is gone",
        "editorial": "the same terms; the words around them, or the place of the file, differ",
        "changed": f"{counted(len(compared.changes), 'change')} of the terms",
    }[compared.kind]


def change_lines(base: str, agreements: Sequence[AgreementChanges]) -> Iterator[str]:
    """One line a change, with its rule and place below it; `base` is what the project is compared with."""
    return map(as_a_line, _lines(base, agreements))


def _lines(base: str, agreements: Sequence[AgreementChanges]) -> Iterator[str]:
    if not agreements:
        yield f"nothing differs from {shown(base)}"
    for compared in agreements:
        yield f"{compared.agreement.terms.id}: {_headline(compared)}"
        for change in compared.changes:
            yield f"  {about(change)}{burden_of(compared, change)}: {plain_spaces(change.sentence)}"
            yield f"    {change.place} [{change.rule}]{_broken(change)}"
        if signing := _signing(compared):
            yield f"  {signing}"


def about(change: Change) -> str:
    """Which commitment a change stands in: ``first-contact, ``; empty where it is about the whole."""
    return f"{change.commitment}, " if change.commitment else ""


def burden_of(compared: AgreementChanges, change: Change) -> str:
    """Whom a change burdens, by the name of the team in whichever terms have it."""
    known = compared.before if change.party and change.party not in compared.agreement.terms.parties else compared.after
    assert known is not None
    return burden(change, known.terms)


def _broken(change: Change) -> str:
    return ": figures before and after do not compare" if change.breaks_series else ""


def _signing(compared: AgreementChanges) -> str:
    """Who has to sign before other terms can take force."""
    if compared.kind not in ("added", "changed"):
        return ""
    signers = [address for party in compared.agreement.terms.parties.values() for address in party.signs]
    return f"to be signed by {', '.join(signers)}" if signers else ""


def changes_in_markdown(base: str, agreements: Sequence[AgreementChanges]) -> Iterator[str]:
    """Fit for a comment on a pull request: nothing in it is read as markup of the agreements' own."""
    if not agreements:
        is_plain = base.isprintable() and "`" not in base
        yield f"No terms differ from {f'`{base}`' if is_plain else in_markdown(shown(base))}."
    for position, compared in enumerate(agreements):
        if position:
            yield ""
        yield f"### {in_markdown(compared.agreement.terms.title)}"
        yield ""
        yield f"{in_markdown(compared.agreement.path)}: {_headline(compared)}."
        if compared.changes:
            yield ""
            yield "| Commitment | What changes | For whom | Where | Rule |"
            yield "| --- | --- | --- | --- | --- |"
            yield from (_row(compared, change) for change in compared.changes)
        if signing := _signing(compared):
            yield ""
            yield f"{in_markdown(signing.capitalize())}."


def _row(compared: AgreementChanges, change: Change) -> str:
    where = f"{change.place.path}:{change.place.line}" if change.place.line else change.place.path
    sentence = change.sentence + (" Figures before and after do not compare." if change.breaks_series else "")
    cells = [change.commitment or "", sentence, burden_of(compared, change), where, change.rule]
    return f"| {' | '.join(in_markdown(cell) for cell in cells)} |"
