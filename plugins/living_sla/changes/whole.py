"""Changes of the agreement as a whole: its parties, its words, its scope, its dates."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from living_sla.changes.comparison import (
    At,
    Comparison,
    Pair,
    ended,
    in_normal_form,
    in_order,
    match,
    quoted,
    replaced,
)
from living_sla.changes.conditions import same_meaning
from living_sla.model.agreement.terms import Channels, Definition, Party, Person, ReviewTerms
from living_sla.model.past.change import Change
from living_sla.words.past.versions import FIRST_DAY
from living_sla.words.terms.conditions import holding
from living_sla.words.terms.spelling import named
from living_sla.words.terms.term_sentences import definition_sentence, stopped
from living_sla.words.times import plain_day as day

# ---------------------------------------------------------------- parties and channels


def party_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the parties: who they are, who speaks and who signs for them."""
    before, after = both.before.terms.parties, both.after.terms.parties
    for key, new in after.items():
        at = ("parties", key)
        if key in before:
            yield from _party(both, Pair(before[key], new, at, at))
        else:
            yield both.change("party-added", f'{new.team} joins as "{key}". {_speaks(new)}', At(now=at))
    for key, old in before.items():
        if key not in after:
            yield both.change("party-removed", f'{old.team} leaves; it was "{key}".', At(was=("parties", key)))


def _speaks(party: Party) -> str:
    return f"{_person(party.contact)} speaks for it."


def _party(both: Comparison, pair: Pair[Party]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    if pair.differs("team"):
        yield both.change("team-renamed", f"{old.team} is now called {ended(new.team)}", pair.at("team"))
    people = (("contact", "contact-changed", "The contact"), ("deputy", "deputy-changed", "The deputy"))
    for field, rule, what in people:
        if pair.differs(field):
            said = _person(getattr(old, field)), _person(getattr(new, field))
            yield both.change(rule, replaced(f"{what} of {new.team}", *said), pair.at(field))
    found = match(old.signs, new.signs, str)
    for position in found.added:
        sentence = f"{new.signs[position]} signs for {new.team}."
        yield both.change("signatory-added", sentence, At(now=(*pair.now, "signs", position)))
    for position in found.removed:
        sentence = f"{old.signs[position]} no longer signs for {new.team}."
        yield both.change("signatory-removed", sentence, At(was=(*pair.was, "signs", position)))
    yield from in_order(both, found, f"Those who sign for {new.team}", pair.at("signs"))


def _person(person: Person | None) -> str | None:
    return None if person is None else f"{person.name} ({person.email})"


_CHANNELS = {
    "updates": "The channel for updates",
    "feedback": "The channel for feedback",
    "problems": "The channel for problems",
    "meeting": "The meeting of the parties",
}


def channel_changes(both: Comparison) -> Iterator[Change]:
    """What differs in where the parties talk."""
    pair: Pair[Channels] = Pair(both.before.terms.channels, both.after.terms.channels, ("channels",), ("channels",))
    for field, what in _CHANNELS.items():
        if pair.differs(field):
            said = quoted(getattr(pair.old, field)), quoted(getattr(pair.new, field))
            yield both.change("channel-changed", replaced(what, *said), pair.at(field))


# ---------------------------------------------------------------- definitions, personas, scope


def definition_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the definitions; a commitment that counts by one has a change of its own."""
    before, after = both.before.terms, both.after.terms
    old_names = {_folded(name): name for name in before.definitions}
    for name in after.definitions:
        at = ("definitions", name)
        old = old_names.pop(_folded(name), None)
        if old is None:
            sentence = f"A definition is new. {definition_sentence(after, name)}"
            yield both.change("definition-added", sentence, At(now=at))
        else:
            yield from _definition(
                both, name, Pair(before.definitions[old], after.definitions[name], ("definitions", old), at)
            )
    for name in old_names.values():
        sentence = f"A definition is dropped. It was: {definition_sentence(before, name)}"
        yield both.change("definition-removed", sentence, At(was=("definitions", name)))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _definition(both: Comparison, name: str, pair: Pair[Definition]) -> Iterator[Change]:
    word = f'"{named(name)}"'
    if pair.differs("means"):
        sentence = replaced(f"The meaning of {word}", quoted(pair.old.means), quoted(pair.new.means))
        yield both.change("definition-reworded", sentence, pair.at("means"))
    if pair.differs("where"):
        wheres = (pair.old.where, pair.new.where)
        said = [f"records that {holding(where)}" if where is not None else None for where in wheres]
        reordered = wheres[0] is not None and wheres[1] is not None and same_meaning(wheres[0], wheres[1])
        rule = "order-changed" if reordered else "definition-changed"
        yield both.change(rule, replaced(f"What {word} stands for", *said), pair.at("where"))


def persona_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the personas, by their names."""
    before, after = both.before.terms.personas, both.after.terms.personas
    found = match(before, after, in_normal_form, lambda persona: _folded(persona.name))
    for position in found.added:
        persona = after[position]
        sentence = f"A persona is new. {persona.name}: {stopped(persona.means)}"
        yield both.change("persona-added", sentence, At(now=("personas", position)))
    for position in found.removed:
        persona = before[position]
        sentence = f"A persona is dropped. It was {persona.name}: {stopped(persona.means)}"
        yield both.change("persona-removed", sentence, At(was=("personas", position)))
    for was, now in found.pairs:
        pair = Pair(before[was], after[now], ("personas", was), ("personas", now))
        if pair.differs("means"):
            sentence = replaced(f'What "{pair.new.name}" means', quoted(pair.old.means), quoted(pair.new.means))
            yield both.change("persona-changed", sentence, pair.at("means"))
    yield from in_order(both, found, "The personas", At(now=("personas",)))


def scope_changes(both: Comparison) -> Iterator[Change]:
    """What differs in what is covered, and what is not."""
    before, after = both.before.terms, both.after.terms
    lists = (
        ("covers", before.covers, after.covers, "scope", ("It covers {}", "It no longer covers {}")),
        ("excludes", before.excludes, after.excludes, "exclusion", ("It excludes {}", "It no longer excludes {}")),
    )
    for field, old, new, rule, (gained, lost) in lists:
        found = match(old, new, _folded)
        for position in found.added:
            yield both.change(f"{rule}-added", ended(gained.format(quoted(new[position]))), At(now=(field, position)))
        for position in found.removed:
            yield both.change(f"{rule}-removed", ended(lost.format(quoted(old[position]))), At(was=(field, position)))
        yield from in_order(both, found, f"The things that it {field}", At(now=(field,)))


# ---------------------------------------------------------------- dates and words


def date_changes(both: Comparison) -> Iterator[Change]:
    """What differs in first and last day, notice and review."""
    pair = both.whole
    old, new = pair.old, pair.new
    if old.effective != new.effective:
        rule = "starts-earlier" if new.effective < old.effective else "starts-later"
        sentence = replaced(FIRST_DAY, day(old.effective), day(new.effective))
        yield both.change(rule, sentence, pair.at("effective"))
    if old.until != new.until:
        # Without a last day it ends later than with any.
        earlier = old.until is None or (new.until is not None and new.until < old.until)
        days = [day(until) if until else None for until in (old.until, new.until)]
        rule = "ends-earlier" if earlier else "ends-later"
        yield both.change(rule, replaced("The last day", *days), pair.at("until"))
    if pair.differs("notice"):
        notices = [str(notice) if notice else None for notice in (old.notice, new.notice)]
        yield both.change("notice-changed", replaced("The notice", *notices), pair.at("notice"))
    if pair.differs("review"):
        reviews = _review(old.review), _review(new.review)
        yield both.change("review-changed", replaced("The review", *reviews), pair.at("review"))


def _review(review: ReviewTerms | None) -> str | None:
    if review is None:
        return None
    return f"every {review.every}" + (f", next on {day(review.next)}" if review.next else "")


def word_changes(both: Comparison) -> Iterator[Change]:
    """What differs in its name, and in words that bind without a number."""
    pair = both.whole
    texts = (
        ("cancellation", "cancellation-changed", "The rule of cancellation"),
        ("title", "title-changed", "The title"),
        ("summary", "summary-changed", "The summary"),
        ("id", "id-changed", "The id of the agreement"),
    )
    for field, rule, what in texts:
        if pair.differs(field):
            said = quoted(getattr(pair.old, field)), quoted(getattr(pair.new, field))
            yield both.change(rule, replaced(what, *said), pair.at(field))
