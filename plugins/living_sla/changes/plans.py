"""Changes of what is planned: experiments, what a desk can do, and where the number of a count comes from."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.changes.comparison import At, Comparison, Pair, Promise, quoted, replaced
from living_sla.model.agreement.capacity import Capacity
from living_sla.model.agreement.experiment import Experiment
from living_sla.model.notation import plain
from living_sla.model.past.change import Change
from living_sla.words.terms.plans import basis_sentence, capacity_sentence, experiment_sentence
from living_sla.words.times import plain_day as day


def experiment_changes(both: Comparison) -> Iterator[Change]:
    """What differs in the experiment; one of another id is another one."""
    old, new = both.before.terms.experiment, both.after.terms.experiment
    at = ("experiment",)
    if old is not None and new is not None and old.id == new.id:
        yield from _experiment(both, Pair(old, new, at, at))
        return
    if new is not None:
        sentence = f"The experiment {quoted(new.id)} is registered. {experiment_sentence(both.after.terms, new)}"
        yield both.change("experiment-added", sentence, At(now=at))
    if old is not None:
        sentence = f"The experiment {quoted(old.id)} is dropped. It was: {experiment_sentence(both.before.terms, old)}"
        yield both.change("experiment-removed", sentence, At(was=at))


def _experiment(both: Comparison, pair: Pair[Experiment]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    what = f"the experiment {quoted(new.id)}"
    texts = (
        ("hypothesis", f"The hypothesis of {what}", quoted(old.hypothesis), quoted(new.hypothesis)),
        ("commitment", f"The commitment of {what}", quoted(old.commitment), quoted(new.commitment)),
        ("from", f"The first day of {what}", day(old.start), day(new.start)),
        ("until", f"The last day of {what}", day(old.until), day(new.until)),
        ("convinces", f"What would convince in {what}", str(old.convinces), str(new.convinces)),
    )
    for field, about, was, now in texts:
        if pair.differs(field):
            yield both.change("experiment-changed", replaced(about, was, now), pair.at(field))


def capacity_changes(both: Comparison) -> Iterator[Change]:
    """What differs in the capacity: who states more of it has to provide more."""
    old, new = both.before.terms.capacity, both.after.terms.capacity
    at = ("capacity",)
    if old is not None and new is not None and old.party == new.party:
        yield from _capacity(both, Pair(old, new, at, at))
        return
    if new is not None:
        sentence = f"A capacity is stated: {capacity_sentence(both.after.terms, new)}"
        yield both.change("capacity-added", sentence, At(now=at), party=new.party)
    if old is not None:
        sentence = f"A capacity is no longer stated. It was: {capacity_sentence(both.before.terms, old)}"
        yield both.change("capacity-removed", sentence, At(was=at), party=old.party)


def _capacity(both: Comparison, pair: Pair[Capacity]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    team = both.after.terms.parties[new.party].team
    amounts = (
        ("people", f"The number of people of {team}", old.people, new.people),
        ("hours", f"The week of each person of {team}, in hours,", old.hours, new.hours),
    )
    for field, about, was, now in amounts:
        if was != now:
            verb, rule = ("rises", "capacity-raised") if now > was else ("falls", "capacity-lowered")
            sentence = f"{about} {verb} from {plain(was)} to {plain(now)}."
            yield both.change(rule, sentence, pair.at(field), party=new.party)
    if old.minutes != new.minutes:
        sentence = f"An attempt of {team} takes {plain(new.minutes)} minutes, no longer {plain(old.minutes)}."
        yield both.change("capacity-changed", sentence, pair.at("minutes"))


def basis_changes(promise: Promise) -> Iterator[Change]:
    """What differs in the basis of a count; it explains the target, and makes it neither harder nor easier."""
    old, new = promise.old.basis, promise.new.basis
    title = promise.new.title
    if old is None and new is not None:
        yield from promise.change("basis-added", f'The basis of "{title}" is new. {basis_sentence(new)}', "basis")
    elif new is None and old is not None:
        sentence = f'The basis of "{title}" is dropped. It was: {basis_sentence(old)}'
        yield from promise.change("basis-removed", sentence, "basis")
    elif old is not None and new is not None and promise.pair.differs("basis"):
        sentence = f'The basis of "{title}" changes. {basis_sentence(new)} It was: {basis_sentence(old)}'
        yield from promise.change("basis-changed", sentence, "basis")
