"""What is planned, in plain sentences: experiments, what a desk can do, and where the number of a count comes from."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from living_sla.model.agreement.basis import Amount, CountBasis
from living_sla.model.agreement.capacity import Capacity
from living_sla.model.agreement.experiment import Experiment
from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.goals import desk_of, goal_of
from living_sla.model.notation import MONTHS
from living_sla.words.numbers import grouped, listed, number
from living_sla.words.standing.figures import bare_percent, money
from living_sla.words.terms.spelling import plural, with_article
from living_sla.words.times import plain_day

if TYPE_CHECKING:
    from living_sla.model.figures.goal_item import ShortVolume

_WHOLE_FROM = 100
"""From here on what is needed is told without a decimal."""


def experiment_sentence(terms: Terms, experiment: Experiment) -> str:
    """What is believed, where and when it is tried, and what would convince."""
    try:
        about = terms.commitment(experiment.commitment)
    except KeyError:
        title, noun = experiment.commitment, "period"
    else:
        title, noun = about.title, about.per.noun
    convinces = experiment.convinces
    periods = noun if convinces.periods == 1 else noun.replace("period of", "periods of") if " " in noun else f"{noun}s"
    return (
        f'"{experiment.hypothesis.rstrip(".")}": tried on "{title}" from {plain_day(experiment.start)} to '
        f"{plain_day(experiment.until)}. It convinces where {convinces.outside} of {convinces.periods} {periods} lie "
        "outside the usual range."
    )


def capacity_sentence(terms: Terms, capacity: Capacity) -> str:
    """Who has how many people with how many hours, and what that comes to."""
    desk = desk_of(capacity)
    people = "1 person" if capacity.people == 1 else f"{grouped(capacity.people)} people"
    team = terms.parties[capacity.party].team
    each = "" if capacity.people == 1 else " each"
    return (
        f"{team} has {people} with {_many(capacity.hours, 'hour')} a week{each} for attempts of "
        f"{_many(capacity.minutes, 'minute')}: {number(floor(desk.attempts_a_week))} attempts a week."
    )


def _many(amount: object, noun: str) -> str:
    exact = Fraction(str(amount))
    return f"{number(exact)} {noun}{'s' * (exact != 1)}"


def basis_sentence(basis: CountBasis) -> str:
    """The arithmetic, in the order in which it is done: from the quota back to what is counted."""
    goal = goal_of(basis)
    quota = f"{amount(basis.quota)} a {basis.per}"
    share = "" if basis.share == 1 else f", {bare_percent(basis.share)} of it owed here"
    deal = f", at {amount(basis.deal)} {with_article(_lowered(goal.stages[0].name))}" if basis.deal else ""
    steps = [needed(goal.stages[0].a_year, goal.stages[0].name)]
    for rise, stage in zip(reversed(basis.conversions), goal.stages[1:], strict=True):
        become = f"{bare_percent(rise.share)} of {said(rise.start)} become {said(rise.end)}"
        steps.append(f"{become}: {needed(stage.a_year, stage.name)}")
    return f"A quota of {quota}{share}{deal}: {'. '.join(steps)} a year.{_seasons(basis)}{_regions(basis)}"


def amount(of: Amount) -> str:
    """``EUR 3,600,000``, or ``120`` where it counts."""
    return money(Fraction(of.number), of.currency) if of.currency else grouped(of.number)


def needed(value: Fraction, name: str) -> str:
    """``2,400 leads``, ``1.4 deals``: never less than it takes."""
    shown = up(value)
    return f"{number(shown)} {_lowered(name) if shown == 1 else said(name)}"


def up(value: Fraction) -> Fraction:
    """What is needed, rounded up: to whole numbers from a hundred on, to one decimal below."""
    return Fraction(ceil(value)) if value >= _WHOLE_FROM else Fraction(ceil(value * 10), 10)


def said(name: str) -> str:
    """Several of a stage, in the middle of a sentence: ``opportunities``, ``MQLs``."""
    return plural(_lowered(name))


def _lowered(name: str) -> str:
    """``opportunity`` of ``Opportunity``; ``MQL`` stays."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name


def _seasons(basis: CountBasis) -> str:
    odd = [
        f"{month} {bare_percent(weight)}" for month, weight in zip(MONTHS, basis.weights, strict=True) if weight != 1
    ]
    return f" Beside an average month, {listed(odd)}." if odd else ""


def _regions(basis: CountBasis) -> str:
    shares = [f"{name} {bare_percent(share)}" for name, share in basis.regions.items()]
    return f" By region: {listed(shares)}." if shares else ""


def load_words(terms: Terms, short: ShortVolume) -> str:
    """``"mql-volume" brings 400 a month, which of 6 attempts each take 480 hours, and sales has 433``."""
    assert terms.capacity is not None
    several = f" of {short.attempts} attempts each" if short.attempts > 1 else ""
    brings = "usually brings" if short.is_usual else "brings"
    return (
        f'"{short.commitment}" {brings} {short.load.records} a {terms.commitment(short.commitment).per.noun}, '
        f"which{several} take {short.load.hours} hours, and {terms.capacity.party} has {short.load.hours_there}"
    )
