"""What a frozen figure is today, and how much of the difference each cause explains."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment
from living_sla.model.harmless import harmless
from living_sla.model.reviews.differences import Difference, FigureParts
from living_sla.model.reviews.record import FrozenCommitment, Releases, ReviewRecord
from living_sla.words import numbers, times
from living_sla.words.reviews.comparison import signed
from living_sla.words.reviews.naming import title_in
from living_sla.words.standing.figures import value

_LONGEST_KEY = 60
_NAMED = 2
CAUSES = ("product", "calendar", "data")
CAUSE_WORDS = {
    "product": "another release of the product or of the time zones",
    "calendar": "another calendar",
    "data": "another export",
}


def otherwise_words(record: ReviewRecord, others: Sequence[Difference]) -> list[str]:
    """What is told of a review that was not compared, whose figures a report has otherwise: some of `others` by name.

    A report judges by all terms that there are, those of a later exception too: nothing here says what a figure is.
    """
    later = f"was not compared by this build, which has much to compare: sla verify --figures {record.id} does that"
    if not others:
        return [later]
    told = [difference_words(record, of) for of in others[:_NAMED]]
    more = [f"and {counted(len(others) - _NAMED, 'more figure')}"] if len(others) > _NAMED else []
    return [f"has figures that today's report tells otherwise: {'; '.join([*told, *more])}", later]


def frozen_figure(record: ReviewRecord, found: Difference) -> tuple[FrozenCommitment, Attainment] | None:
    """The commitment and the figure of the record that a difference is about; None where it has no such figure."""
    owed = next(
        (
            each
            for agreement in record.agreements
            if agreement.id == found.agreement
            for each in agreement.commitments
            if each.id == found.commitment
        ),
        None,
    )
    figures = [] if owed is None else [*owed.series, *([owed.pooled] if owed.pooled else [])]
    figure = next((each for each in figures if each.period.label == found.period), None)
    return (owed, figure) if owed is not None and figure is not None else None


def difference_words(record: ReviewRecord, found: Difference) -> str:
    """``First contact in September 2026 was 95.8 %, is now 95.5 % (2 records)``."""
    known = frozen_figure(record, found)
    if known is None:
        where = f"{found.agreement}/{found.commitment} in {found.period}"
        return f"{where} is not what it was"
    owed, figure = known
    of = f" ({numbers.segment([found.segment])})" if found.segment is not None else ""
    was, now = value(figure, found.frozen.value), value(figure, found.now.value)
    if was == now:
        was, now = f"{was} ({_counts(found.frozen)})", f"{now} ({_counts(found.now)})"
    agreement = record.agreement(found.agreement)
    told = f"{title_in(record, agreement, owed)}{of} in {times.period_name(figure.period)} was {was}, is now {now}"
    return f"{told}{_records(found)}"


def cause_words(record: ReviewRecord, found: Difference) -> str:
    """What each cause explains: ``another export: −0.3 points``; why nothing is split, where it is not."""
    parts = {name: getattr(found, name) for name in CAUSES}
    if any(part is None for part in parts.values()):
        return "Nothing can be split: the sealed export is not there any more."
    known = frozen_figure(record, found)
    said = [f"{CAUSE_WORDS[name]}: {_moved(part, known)}" for name, part in parts.items() if _is_any(part)]
    return f"Of it, {numbers.listed(said)}." if said else ""


def _is_any(part: FigureParts) -> bool:
    return bool(part.value or part.met or part.missed or part.pending)


def _moved(part: FigureParts, known: tuple[FrozenCommitment, Attainment] | None) -> str:
    if part.value is None or not part.value or known is None:
        moved = {"met": part.met, "missed": part.missed, "open": part.pending}
        return numbers.listed(f"{amount:+,} {name}" for name, amount in moved.items() if amount) or "nothing"
    return signed(known[1], part.value)


def _counts(figure: FigureParts) -> str:
    return f"{numbers.number(figure.met)} of {numbers.number(figure.met + figure.missed)}"


def _records(found: Difference) -> str:
    changed = found.records
    if changed is None:
        return ""
    in_all = changed.added_in_all + changed.removed_in_all + changed.changed_in_all
    return f" ({counted(in_all, 'record')})" if in_all else ""


def record_words(found: Difference) -> list[tuple[str, str]]:
    """Which records differ: ``added`` and their keys, cut at a limit that is told; nothing where no keys are told."""
    changed = found.records
    if changed is None:
        return []
    groups = (
        ("added", changed.added, changed.added_in_all),
        ("removed", changed.removed, changed.removed_in_all),
        ("changed", changed.changed, changed.changed_in_all),
    )
    return [(f"{counted(in_all, 'record')} {name}", _listed(keys, in_all)) for name, keys, in_all in groups if keys]


def _listed(keys: Sequence[str], in_all: int) -> str:
    more = f" and {in_all - len(keys):,} more" if in_all > len(keys) else ""
    return f"{', '.join(harmless(key, _LONGEST_KEY) for key in keys)}{more}"


def release_words(record: ReviewRecord, today: Releases) -> str:
    """``was frozen with tzdata 2026.1, and is recomputed with tzdata 2026.3``; empty where no release differs."""
    then = (record.releases.product, record.releases.holidays, record.releases.zones)
    pairs = zip(then, (today.product, today.holidays, today.zones), strict=True)
    others = [(was, now) for was, now in pairs if was and was != now]
    if not others:
        return ""
    was, now = (numbers.listed(names) for names in zip(*others, strict=True))
    return f"was frozen with {was}, and is recomputed with {now}"
