"""Rules that bind several agreements, and what could be wiser in a project as a whole."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from pathlib import PurePosixPath

from living_sla.agreements.rules.breakdowns import breakdown_notices
from living_sla.agreements.rules.lint import lint
from living_sla.errors import Fault, Notice, SlaError, WarningName
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.figures.goal_item import agrees, short_volume
from living_sla.model.figures.goals import goal_of
from living_sla.model.notation import plain
from living_sla.model.paths import is_page_of_folder
from living_sla.model.site_paths import commitment_path, history_path, poster_path
from living_sla.words.terms.plans import load_words


def check_together(agreements: Sequence[Agreement]) -> list[SlaError]:
    """Agreements that stand in each other's way: one id twice, or two files with one address on the site."""
    return [*_same_id(agreements), *_same_address(agreements), *_below_another(agreements)]


def what_could_be_wiser(
    agreements: Sequence[Agreement], sources: Mapping[str, Source], *, today: date | None
) -> list[Notice]:
    """Warnings about agreements without a fault; `today` lets them speak of dates that have passed."""
    by_itself = [notice for agreement in agreements for notice in lint(agreement, today=today)]
    reckoned = [notice for agreement in agreements for notice in reckoning_notices(agreement)]
    return [*by_itself, *reckoned, *breakdown_notices(agreements, sources)]


def _same_id(agreements: Iterable[Agreement]) -> Iterator[SlaError]:
    first: dict[str, Agreement] = {}
    for agreement in agreements:
        earlier = first.setdefault(agreement.terms.id, agreement)
        if earlier is not agreement:
            yield SlaError(
                f'"{agreement.terms.id}" is also the id of {earlier.path}',
                where=agreement.place("id"),
                hint="give each agreement an id of its own; an id survives renames",
                code=Fault.DUPLICATE_AGREEMENT,
            )


def _same_address(agreements: Iterable[Agreement]) -> Iterator[SlaError]:
    for address, several in itertools.groupby(sorted(agreements, key=_address), key=_address):
        one, *others = several
        for other in others:
            message = f"this page and {one.path} have the same address on the site, {address}/"
            hint = "rename one of the two; capitals make no difference"
            yield SlaError(message, where=other.place("id"), hint=hint, code=Fault.SAME_ADDRESS)


def _below_another(agreements: Sequence[Agreement]) -> Iterator[SlaError]:
    """Agreements that stand where a commitment, the history or the poster of another has its page."""
    taken = {_page(path): agreement for agreement in agreements for path in _pages_below(agreement)}
    for agreement in agreements:
        other = taken.get(_address(agreement))
        if other is not None:
            message = f"this page and one of the pages below {other.path} have the same address on the site, "
            hint = "rename this file; commitments, the history and the poster have pages below their agreement"
            yield SlaError(
                f"{message}{_address(agreement)}/", where=agreement.place("id"), hint=hint, code=Fault.SAME_ADDRESS
            )


def _pages_below(agreement: Agreement) -> Iterator[str]:
    path = agreement.path
    yield from (history_path(path), poster_path(path))
    yield from (commitment_path(path, commitment.id) for commitment in agreement.terms.commitments)


def _address(agreement: Agreement) -> str:
    return _page(agreement.path)


def _page(of: str) -> str:
    path = PurePosixPath(of)
    page = path.parent if is_page_of_folder(path) else path.with_suffix("")
    return str(page).casefold()


def reckoning_notices(agreement: Agreement) -> Iterator[Notice]:
    """What the numbers of an agreement say against each other."""
    for position, commitment in enumerate(agreement.terms.commitments):
        if commitment.basis is not None:
            yield from _basis(agreement, position, commitment)
    if agreement.terms.capacity is not None:
        yield from _capacity(agreement)


def _basis(agreement: Agreement, position: int, commitment: Commitment) -> Iterator[Notice]:
    assert commitment.basis is not None
    goal = goal_of(commitment.basis)
    for label, target in commitment.target.each:
        needed = goal.needed(commitment.per, label)
        if agrees(target.amount, needed):
            continue
        when = f" in {label}" if label and label != "otherwise" else ""
        message = (
            f'"{commitment.id}" asks for {plain(target.amount)} a {commitment.per.noun}{when}, '
            f"and its basis needs {ceil(needed)}"
        )
        where = agreement.place("commitments", position, "target", *filter(None, (label,)))
        hint = f"write target: at least {ceil(needed)}, or correct the basis; sla goals shows the way"
        yield Notice(WarningName.BASIS_DISAGREES, message, where, hint)
        return


# ---------------------------------------------------------------- the desk


def _capacity(agreement: Agreement) -> Iterator[Notice]:
    """One warning, about the volume that takes most."""
    short = short_volume(agreement.terms)
    if short is not None:
        hint = "agree on a smaller volume, fewer attempts or more people; sla goals shows the arithmetic"
        message = load_words(agreement.terms, short)
        yield Notice(WarningName.CAPACITY_SHORT, message, agreement.place("capacity"), hint)
