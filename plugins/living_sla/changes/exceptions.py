"""Changes of exceptions, needs and consequences: what holds for a time, what is needed, what follows a miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
            owing = _naming(after, new)
            yield from both.borne("exception-added", sentence, At(now=now), _eased(after, new), [after], concerns=owing)
        else:
            yield from _exception(both, Pair(before.exceptions[was], new, ("exceptions", was), now))
    for gone, position in positions.items():
        old = before.exceptions[position]
        sentence = f'The exception "{gone}" is dropped. It was: {exception_sentence(before, old)}'
        at = At(was=("exceptions", position))
        owing = _naming(before, old)
        yield from both.borne("exception-removed", sentence, at, _eased(before, old), [before], concerns=owing)


def _eased(terms: Terms, exception: ExceptionTerms) -> frozenset[str]:
    """The parties that an exception eases: who owes what it names. It takes records from a volume, and eases none."""
    return _owing(terms, (found for found in _named_by(terms, exception) if not found.measure.is_volume))


def _naming(terms: Terms, exception: ExceptionTerms) -> frozenset[str]:
    """The parties that owe what an exception names."""
    return _owing(terms, _named_by(terms, exception))


def _named_by(terms: Terms, exception: ExceptionTerms) -> list[Commitment]:
    return [found for found in terms.commitments if not exception.commitments or found.id in exception.commitments]


def _owing(terms: Terms, commitments: Iterable[Commitment]) -> frozenset[str]:
    return frozenset(party for commitment in commitments for party in owing_parties(terms, commitment))


def _exception(both: Comparison, pair: Pair[ExceptionTerms]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    terms = [both.before.terms, both.after.terms]
    what = f'The exception "{new.id}"'
    bearing = _eased(terms[0], old) | _eased(terms[1], new)
    concerns = _naming(terms[0], old) | _naming(terms[1], new)
    if pair.differs("from") or pair.differs("until"):
        rule = "exception-changed"
        if new.start <= old.start and old.end <= new.end:
            rule = "exception-widened"
        elif old.start <= new.start and new.end <= old.end:
            rule = "exception-narrowed"
        sentence = f"{what} holds {_window(new)}, no longer {_window(old)}."
        field = "from" if pair.differs("from") else "until"
        bears = bearing if rule != "exception-changed" else ()
        yield from both.borne(rule, sentence, pair.at(field), bears, terms, concerns=concerns)
    if pair.differs("commitments"):
        yield from _named(both, pair, what, bearing, concerns)
    if pair.differs("effect"):
        sentence = replaced(f'The effect of the exception "{new.id}"', quoted(old.effect), quoted(new.effect))
        yield both.change("exception-changed", sentence, pair.at("effect"), concerns=concerns)
    if pair.differs("reason"):
        sentence = replaced(f'The reason of the exception "{new.id}"', quoted(old.reason), quoted(new.reason))
        yield both.change("exception-changed", sentence, pair.at("reason"), concerns=())


def _window(exception: ExceptionTerms) -> str:
    return f"from {moment_words(exception.start)} to {moment_words(exception.end)}"


def _named(
    both: Comparison, pair: Pair[ExceptionTerms], what: str, bearing: frozenset[str], concerns: frozenset[str]
) -> Iterator[Change]:
    old, new = frozenset(pair.old.commitments), frozenset(pair.new.commitments)
    if old == new:
        sentence = f'The commitments of the exception "{pair.new.id}" are listed in another order.'
        yield both.change("order-changed", sentence, pair.at("commitments"))
        return
    rule = "exception-changed"
    if not new or (old and old < new):
        rule = "exception-widened"
    elif not old or new < old:
        rule = "exception-narrowed"
    sentence = f"{what} bears on {_list(pair.new.commitments)}, no longer on {_list(pair.old.commitments)}."
    terms = [both.before.terms, both.after.terms]
    bears = bearing if rule != "exception-changed" else ()
    yield from both.borne(rule, sentence, pair.at("commitments"), bears, terms, concerns=concerns)


def _list(ids: tuple[str, ...]) -> str:
    return listed([f'"{name}"' for name in ids]) if ids else "every commitment"


# ---------------------------------------------------------------- needs


def need_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the needs: the same one where party and what it needs are the same."""
    before, after = both.before.terms, both.after.terms
    found = match(before.needs, after.needs, in_normal_form, lambda need: (need.party, " ".join(need.what.split())))
    for position in found.added:
        sentence = f"A need is new: {need_sentence(after, after.needs[position])}"
        yield _needed(both, "need-added", sentence, after, after.needs[position], At(now=("needs", position)))
    for position in found.removed:
        sentence = f"A need is dropped. It was: {need_sentence(before, before.needs[position])}"
        yield _needed(both, "need-removed", sentence, before, before.needs[position], At(was=("needs", position)))
    for was, now in found.pairs:
        pair = Pair(before.needs[was], after.needs[now], ("needs", was), ("needs", now))
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
