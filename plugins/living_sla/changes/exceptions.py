"""Changes of exceptions, needs and consequences: what holds for a time, what is needed, what follows a miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from living_sla.changes.comparison import (
    At,
    Comparison,
    Pair,
    in_normal_form,
    in_order,
    match,
    owing_parties,
    quoted,
    replaced,
)
from living_sla.model.agreement.terms import Commitment, ExceptionTerms, Need, Terms, Trigger
from living_sla.model.past.change import Change
from living_sla.words.numbers import listed
from living_sla.words.terms.term_sentences import exception_sentence, moment_words, need_sentence, trigger_sentence

# ---------------------------------------------------------------- exceptions


def exception_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the exceptions, by their ids."""
    before, after = both.before.terms, both.after.terms
    positions = {exception.id: position for position, exception in enumerate(before.exceptions)}
    for position, new in enumerate(after.exceptions):
        now = ("exceptions", position)
        was = positions.pop(new.id, None)
        if was is None:
            sentence = f'The exception "{new.id}" is new: {exception_sentence(after, new)}'
            yield from _borne(both, "exception-added", sentence, At(now=now), after, held_by(after, new))
        else:
            yield from _exception(both, Pair(before.exceptions[was], new, ("exceptions", was), now))
    for gone, position in positions.items():
        old = before.exceptions[position]
        sentence = f'The exception "{gone}" is dropped. It was: {exception_sentence(before, old)}'
        at = At(was=("exceptions", position))
        yield from _borne(both, "exception-removed", sentence, at, before, held_by(before, old))


def held_by(terms: Terms, exception: ExceptionTerms) -> list[Commitment]:
    """The commitments that an exception holds for."""
    return [found for found in terms.commitments if not exception.commitments or found.id in exception.commitments]


def _borne(
    both: Comparison, rule: str, sentence: str, at: At, terms: Terms, commitments: Sequence[Commitment]
) -> Iterator[Change]:
    """For who owes these commitments. An exception takes records from a volume: nobody can tell whether that eases."""
    eased = owing_any(terms, (found for found in commitments if not found.measure.is_volume))
    all_terms = [both.before.terms, both.after.terms]
    yield from both.borne(rule, sentence, at, eased, all_terms, concerns=owing_any(terms, commitments))


def owing_any(terms: Terms, commitments: Iterable[Commitment]) -> frozenset[str]:
    """The parties that owe one of these commitments."""
    return frozenset(party for commitment in commitments for party in owing_parties(terms, commitment))


def _exception(both: Comparison, pair: Pair[ExceptionTerms]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    after = both.after.terms
    before_held = {found.id for found in held_by(both.before.terms, old)}
    held = [found for found in held_by(after, new) if found.id in before_held]
    if pair.differs("from") or pair.differs("until"):
        sentence = f'The exception "{new.id}" holds {_window(new)}, no longer {_window(old)}.'
        at = pair.at("from" if pair.differs("from") else "until")
        if new.start <= old.start and old.end <= new.end:
            yield from _borne(both, "exception-widened", sentence, at, after, held)
        elif old.start <= new.start and new.end <= old.end:
            yield from _borne(both, "exception-narrowed", sentence, at, after, held)
        else:
            yield both.change("exception-changed", sentence, at, concerns=owing_any(after, held))
    if pair.differs("commitments"):
        yield from _named(both, pair)
    texts = (("effect", old.effect, new.effect, owing_any(after, held)), ("reason", old.reason, new.reason, ()))
    for field, was, now, concerns in texts:
        if pair.differs(field):
            sentence = replaced(f'The {field} of the exception "{new.id}"', quoted(was), quoted(now))
            yield both.change("exception-changed", sentence, pair.at(field), concerns=concerns)


def _window(exception: ExceptionTerms) -> str:
    return f"from {moment_words(exception.start)} to {moment_words(exception.end)}"


def _named(both: Comparison, pair: Pair[ExceptionTerms]) -> Iterator[Change]:
    """What it holds for: who owes what is named now is eased, who owes what is no longer named is not any more."""
    old, new, at = pair.old, pair.new, pair.at("commitments")
    before, after = both.before.terms, both.after.terms
    if frozenset(old.commitments) == frozenset(new.commitments):
        sentence = f'The commitments of the exception "{new.id}" are listed in another order.'
        yield both.change("order-changed", sentence, at)
        return
    sentence = replaced(f'What the exception "{new.id}" holds for', _list(old.commitments), _list(new.commitments))
    # A commitment that only one version has comes or goes with its exception.
    kept = {found.id for found in before.commitments} & {found.id for found in after.commitments}
    held = {found.id for found in held_by(before, old)} & kept, {found.id for found in held_by(after, new)} & kept
    sides = (
        ("exception-widened", after, [found for found in after.commitments if found.id in held[1] - held[0]]),
        ("exception-narrowed", before, [found for found in before.commitments if found.id in held[0] - held[1]]),
    )
    for rule, terms, commitments in sides:
        if commitments:
            yield from _borne(both, rule, sentence, at, terms, commitments)
    if held[0] == held[1]:
        yield both.change("exception-changed", sentence, at, concerns=())


def _list(ids: tuple[str, ...]) -> str:
    return listed([f'"{name}"' for name in ids]) if ids else "every commitment"


# ---------------------------------------------------------------- needs


def need_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the needs: the same one where party and what it needs are the same."""
    before, after = both.before.terms, both.after.terms
    found = match(before.needs, after.needs, in_normal_form, lambda need: (need.party, " ".join(need.what.split())),
                  lambda need: (need.party, need.by))  # fmt: skip
    for position in found.added:
        sentence = f"A need is new: {need_sentence(after, after.needs[position])}"
        yield _needed(both, "need-added", sentence, after, after.needs[position], At(now=("needs", position)))
    for position in found.removed:
        sentence = f"A need is dropped. It was: {need_sentence(before, before.needs[position])}"
        yield _needed(both, "need-removed", sentence, before, before.needs[position], At(was=("needs", position)))
    for was, now in found.pairs:
        pair = Pair(before.needs[was], after.needs[now], ("needs", was), ("needs", now))
        if pair.differs("what"):
            sentence = replaced(
                f"What {after.parties[pair.new.party].team} needs", quoted(pair.old.what), quoted(pair.new.what)
            )
            yield both.change("need-changed", sentence, pair.at("what"), concerns=_others(after, pair.new))
        if pair.differs("by"):
            what = f'When "{pair.new.what}" is needed'
            sentence = replaced(what, quoted(pair.old.by), quoted(pair.new.by))
            yield both.change("need-changed", sentence, pair.at("by"), concerns=_others(after, pair.new))
    yield from in_order(both, found, "The needs", At(now=("needs",)))


def _needed(both: Comparison, rule: str, sentence: str, terms: Terms, need: Need, at: At) -> Change:
    """A need burdens the other party, where there is only one."""
    others = _others(terms, need)
    alone = others[0] if len(others) == 1 else None
    return both.change(rule, sentence, at, party=alone, unclear=alone is None, concerns=others)


def _others(terms: Terms, need: Need) -> list[str]:
    return [party for party in terms.parties if party != need.party]


# ---------------------------------------------------------------- consequences


def consequence_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the consequences: the same one where its trigger, or what is done, is the same."""
    before, after = both.before.terms, both.after.terms
    found = match(before.contingency, after.contingency, in_normal_form, _trigger, _deed)
    for position in found.added:
        sentence = f"A consequence is new: {trigger_sentence(after, after.contingency[position])}"
        yield both.change("consequence-added", sentence, At(now=("contingency", position)))
    for position in found.removed:
        sentence = f"A consequence is dropped. It was: {trigger_sentence(before, before.contingency[position])}"
        yield both.change("consequence-removed", sentence, At(was=("contingency", position)))
    for was, now in found.pairs:
        old, new = before.contingency[was], after.contingency[now]
        if in_normal_form(old) != in_normal_form(new):
            sentence = (
                f"A consequence is another: {trigger_sentence(after, new)} It was: {trigger_sentence(before, old)}"
            )
            yield both.change("consequence-changed", sentence, At(("contingency", now), ("contingency", was)))
    yield from in_order(both, found, "The consequences", At(now=("contingency",)))


def _trigger(trigger: Trigger) -> tuple[str, str | None]:
    return str(trigger.when), trigger.commitment


def _deed(trigger: Trigger) -> tuple[str | None, str]:
    return trigger.commitment, " ".join(trigger.do.split())
