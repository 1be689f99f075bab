"""Why a figure is what it is: what is counted, from when to when, by which clock, and what is left out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from living_sla.model.agreement.measured import Family, Moment, moment_label
from living_sla.model.agreement.terms import Commitment, Terms
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.standing import Standing
from living_sla.words import times
from living_sla.words.numbers import listed, number
from living_sla.words.terms.conditions import event, holding, records
from living_sla.words.terms.hours import week_words
from living_sla.words.terms.sentences import due_words
from living_sla.words.terms.spelling import Vocabulary, named, plural


def what_counts(part: Standing, terms: Terms) -> Iterator[tuple[str, str]]:
    """What makes the figure, each with its name: ``Clock starts``, ``becoming an MQL (mql_at)``."""
    commitment, measure = part.commitment, part.commitment.measure
    vocabulary = Vocabulary(tuple(terms.definitions), {measure.source: part.labels}, measure.source)
    if measure.schedule is not None:
        yield "Counted", f"the days on which it is due, {due_words(measure.schedule)}"
    else:
        which = records(measure.where, vocabulary)
        yield "Counted", f"{which}, from the export {measure.source}"
    if measure.dated_by is not None:
        yield ("Delivered" if measure.schedule is not None else "Dated by"), _at(measure.dated_by, vocabulary)
    if measure.clock_start is not None:
        yield "Clock starts", _at(measure.clock_start, vocabulary)
    if measure.clock_end is not None:
        yield "Clock ends", _at(measure.clock_end, vocabulary)
    if measure.followed is not None:
        followed = measure.followed
        which = records(followed.where, vocabulary.of(followed.source))
        yield "Followed", f"{which}, from the export {followed.source} ({followed.at})"
    yield from _limit(commitment, terms)
    if measure.met_where is not None:
        yield "Met", f"where they {holding(measure.met_where, vocabulary)}"
    yield "Period", _period(commitment)
    yield "Left out", _left_out(commitment, terms)


def _at(moment: Moment, vocabulary: Vocabulary) -> str:
    name = moment_label(moment)
    said = event(moment, vocabulary).being if isinstance(moment, str) else name
    return said if said == name else f"{said} ({name})"


def _limit(commitment: Commitment, terms: Terms) -> Iterator[tuple[str, str]]:
    measure = commitment.measure
    if measure.deadline is not None:
        yield "Due", f"by the instant in {measure.deadline}"
    limit = measure.time_limit
    if limit is not None and limit.business:
        hours = week_words(terms.coverage.hours) if terms.coverage.hours else "around the clock"
        holidays = f", without the holidays of {terms.coverage.holidays}" if terms.coverage.holidays else ""
        yield "Clock runs", f"{limit}: {hours}, {times.zone_words(terms.coverage.timezone)}{holidays}"
    elif limit is not None:
        yield "Clock runs", f"{limit}, around the clock"


def _period(commitment: Commitment) -> str:
    measure = commitment.measure
    if measure.schedule is not None:
        return "the one in which it is due"
    noun = commitment.per.noun
    by = {"due": "in which a record is due", "end": "in which its clock ends"}.get(commitment.judged_by)
    return f"the {noun} {by or ('of that date' if measure.clock_start is None else 'in which its clock starts')}"


def _left_out(commitment: Commitment, terms: Terms) -> str:
    exceptions = [found for found in terms.exceptions if not found.commitments or commitment.id in found.commitments]
    out = [f'"{found.reason}"' for found in exceptions if found.effect == "exclude"]
    paused = [f'"{found.reason}"' for found in exceptions if found.effect == "pause"]
    said = []
    if out:
        said.append(f"records that start in the exception {listed(out)}")
    if paused:
        said.append(f"the hours of the exception {listed(paused)}")
    return listed([*said, "records whose values cannot be used"])


# ---------------------------------------------------------------- how it adds up


def sum_words(commitment: Commitment, found: Attainment) -> str:
    """Every record by what it came to, adding up: ``371 met + 25 missed + 3 open = 399 records``."""
    counts, measure = found.counts, commitment.measure
    one_kind = measure.is_volume or measure.family in (Family.STATISTIC, Family.CUSTOM)
    parts = [(counts.met, "counted" if one_kind else "met")]
    parts += [(counts.missed, "missed")] if not one_kind or counts.missed else []
    parts += [(counts.pending, "open"), (counts.excluded, "left out by an exception"), (counts.unusable, "unusable")]
    shown = [f"{number(count)} {word}" for count, word in parts if count or word in ("met", "missed", "counted")]
    noun = "due dates" if measure.schedule is not None else plural(named(measure.source))
    return f"{' + '.join(shown)} = {number(counts.records)} {noun}"


def explain_command(part: Standing) -> str:
    """The command that follows one record through its arithmetic, the newest miss where there is one."""
    misses = [miss.key for found in reversed(part.series) for miss in found.misses]
    schedule = part.commitment.measure.schedule is not None
    key = shlex.quote(misses[0]) if misses else "DUE-DATE" if schedule else "RECORD"
    ends = "-- " if key.startswith("-") else ""
    return f"sla explain {ends}{part.agreement}/{part.id} {key}"
