"""Everything in the terms beside commitments, as plain sentences."""

from __future__ import annotations

from living_sla.model.counted import counted
from living_sla.model.terms import ExceptionTerms, Need, Party, Terms, Trigger
from living_sla.words.conditions import holding
from living_sla.words.hours import open_day_words, week_words
from living_sla.words.numbers import listed
from living_sla.words.people import owing
from living_sla.words.spelling import named, plural
from living_sla.words.times import plain_day as day

CHANNEL_WORDS = {
    "updates": "Updates are posted in {}.",
    "feedback": "Feedback goes to {}.",
    "problems": "Problems are reported to {}.",
    "meeting": "The parties meet: {}.",
}


def term_sentences(terms: Terms) -> dict[str, tuple[str, ...]]:
    """Sentences by field of the terms, in the order of the format; a field that says nothing has no entry."""
    sentences: dict[str, tuple[str, ...]] = {
        "term": _term(terms),
        "parties": tuple(party_sentence(party) for party in terms.parties.values()),
        "channels": tuple(
            words.format(said) for name, words in CHANNEL_WORDS.items() if (said := getattr(terms.channels, name))
        ),
        "coverage": _coverage(terms),
        "definitions": tuple(definition_sentence(terms, name) for name in terms.definitions),
        "personas": tuple(f"{persona.name}: {stopped(persona.means)}" for persona in terms.personas),
        "covers": (f"The agreement covers {_joined(terms.covers)}.",) if terms.covers else (),
        "excludes": (f"It does not cover {_joined(terms.excludes)}.",) if terms.excludes else (),
        "needs": tuple(need_sentence(terms, need) for need in terms.needs),
        "exceptions": tuple(exception_sentence(terms, exception) for exception in terms.exceptions),
        "contingency": tuple(trigger_sentence(terms, trigger) for trigger in terms.contingency),
        "cancellation": (f"Cancellation: {stopped(terms.cancellation)}",) if terms.cancellation else (),
    }
    return {field: said for field, said in sentences.items() if said}


def _term(terms: Terms) -> tuple[str, ...]:
    until = f" until {day(terms.until)}" if terms.until else ""
    said = [f"The agreement applies from {day(terms.effective)}{until}."]
    if terms.notice:
        said.append(f"Cancelling or revising it takes {terms.notice} of notice.")
    if terms.review:
        following = f", next on {day(terms.review.next)}" if terms.review.next else ""
        said.append(f"It is reviewed every {terms.review.every}{following}.")
    return tuple(said)


def party_sentence(party: Party) -> str:
    """Who speaks for a party."""
    deputy = f"; {party.deputy.name} ({party.deputy.email}) when away" if party.deputy else ""
    return f"{party.contact.name} ({party.contact.email}) speaks for {party.team}{deputy}."


def _coverage(terms: Terms) -> tuple[str, ...]:
    coverage = terms.coverage
    said = [f"Times are those of {coverage.timezone}."]
    if coverage.hours is not None:
        said.append(f"Business time is {week_words(coverage.hours)}.")
    if coverage.holidays:
        said.append(f"Public holidays of {coverage.holidays} are closed.")
    if coverage.closed:
        spans = [
            day(span.first) if span.first == span.last else f"{day(span.first)} to {day(span.last)}"
            for span in coverage.closed
        ]
        said.append(f"Also closed: {listed(spans)}.")
    if coverage.open:
        said.append(f"Also open: {listed([open_day_words(extra) for extra in coverage.open])}.")
    return tuple(said)


def definition_sentence(terms: Terms, name: str) -> str:
    """What a word means, and the records that it stands for."""
    found = terms.definitions[name]
    counted = f" It stands for records that {holding(found.where)}." if found.where is not None else ""
    word = named(name)
    return f"{word[0].upper()}{word[1:]}: {stopped(found.means)}{counted}"


def need_sentence(terms: Terms, need: Need) -> str:
    """What a party needs, and by when."""
    by = f", {need.by}" if need.by else ""
    return f"{terms.parties[need.party].team} needs {_lowered(need.what)}{by}."


def exception_sentence(terms: Terms, exception: ExceptionTerms) -> str:
    """When an exception holds, what it does to which commitments, and why."""
    window = f"From {moment_words(exception.start)} to {moment_words(exception.end)}"
    about = _commitments(terms, exception.commitments)
    what = "are left out of" if exception.effect == "exclude" else "stop the clock of"
    who = "records that start" if exception.effect == "exclude" else "hours"
    return f"{window}, {who} then {what} {about} ({exception.reason})."


def moment_words(at: object) -> str:
    """``2026-08-03 08:00``."""
    return f"{at:%Y-%m-%d %H:%M}"


def _commitments(terms: Terms, ids: tuple[str, ...]) -> str:
    return listed([f'"{terms.commitment(name).title}"' for name in ids]) if ids else "every commitment"


def trigger_sentence(terms: Terms, trigger: Trigger) -> str:
    """After which misses what happens."""
    if trigger.commitment is None:
        about, one = "a commitment", "period"
    else:
        commitment = terms.commitment(trigger.commitment)
        about, one = f'"{commitment.title}" of {owing(terms, commitment)}', commitment.per.noun
    many = one.replace("period of", "periods of", 1) if " " in one else plural(one)
    row = " in a row" if trigger.when.in_a_row else ""
    missed = counted(trigger.when.count, f"missed {one}", f"missed {many}")
    return f"After {missed}{row} of {about}: {stopped(trigger.do)}"


def _joined(texts: tuple[str, ...]) -> str:
    return listed([_lowered(text) for text in texts])


def _lowered(text: str) -> str:
    """Ready for the middle of a sentence; a name in capitals stays as it is."""
    first = text.split()[0]
    return text if len(first) > 1 and first.isupper() else text[0].lower() + text[1:]


def stopped(text: str) -> str:
    """The text as a sentence that ends."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
