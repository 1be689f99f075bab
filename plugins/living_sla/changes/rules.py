"""The rules that find changes: one stable id a kind of change, and for each the rule that finds its undoing.

Whoever goes back to the terms before gets the mirrors: what was tightened is eased, what was added is removed.
"""

from __future__ import annotations

from msgspec import Struct

from living_sla.model.past.change import Direction


class Rule(Struct, frozen=True):
    """One kind of change."""

    id: str
    """Stable: people search for it, and programs depend on it."""
    mirror: str
    """The rule that finds the same change backwards; itself where there is no side to it."""
    tells: str
    """What it says about the terms, for the reference."""
    direction: Direction = Direction.UNCLEAR
    """Which way it goes for who bears it, where anybody can be told to bear it."""
    touches_duties: bool = False
    """Whether it may make something harder or easier, though nobody can tell which; titles and contacts do neither."""


def _one_way(tightened: str, eased: str, tells: tuple[str, str]) -> tuple[Rule, Rule]:
    return (
        Rule(tightened, eased, tells[0], Direction.TIGHTENED),
        Rule(eased, tightened, tells[1], Direction.EASED),
    )


def _two_sided(one: str, other: str, tells: tuple[str, str], *, touches: bool = False) -> tuple[Rule, Rule]:
    return (
        Rule(one, other, tells[0], touches_duties=touches),
        Rule(other, one, tells[1], touches_duties=touches),
    )


def _its_own(rule: str, tells: str, *, touches: bool = False) -> tuple[Rule]:
    return (Rule(rule, rule, tells, touches_duties=touches),)


_TABLE = (
    # what is promised
    *_one_way("commitment-added", "commitment-removed", ("a commitment is new", "a commitment is dropped")),
    *_one_way("duty-taken-on", "duty-handed-off", ("a party owes what it did not owe", "a party no longer owes it")),
    *_one_way("target-tightened", "target-eased", ("the target asks for more", "the target asks for less")),
    *_its_own("target-changed", "another target, which cannot be put beside the one before", touches=True),
    *_one_way("limit-tightened", "limit-eased", ("the time limit is shorter", "the time limit is longer")),
    *_its_own("limit-changed", "another time limit, on another clock, or the deadline of another column", touches=True),
    *_one_way("attempts-raised", "attempts-lowered", ("more attempts are owed", "fewer attempts are owed")),
    *_one_way("period-tightened", "period-eased", ("periods are harder to keep", "periods are easier to keep")),
    *_its_own("period-changed", "periods of another length", touches=True),
    # how it is measured
    *_its_own("measure-changed", "another kind of measure, source or column", touches=True),
    *_one_way("measure-tightened", "measure-eased", ("the measure asks for more", "the measure asks for less")),
    *_its_own("filter-changed", "other records count", touches=True),
    *_one_way("filter-tightened", "filter-eased", ("other records count, which is harder",
                                                   "other records count, which is easier")),
    *_its_own("counting-redefined", "a definition that decides which records count is another", touches=True),
    *_one_way("counting-tightened", "counting-eased", ("a definition counts other records, which is harder",
                                                       "a definition counts other records, which is easier")),
    *_its_own("due-dates-changed", "other due dates", touches=True),
    *_its_own("judged-by-changed", "records belong to the period of another instant", touches=True),
    # what goes with a commitment
    *_its_own("receiver-changed", "it is owed to another party"),
    *_its_own("warning-changed", "another threshold from which an open period is at risk"),
    *_its_own("segments-changed", "figures are broken down by another column, or by none"),
    *_its_own("commitment-renamed", "another title of a commitment"),
    *_its_own("category-changed", "another category"),
    *_its_own("owner-changed", "another person looks after it"),
    *_two_sided("basis-added", "basis-removed", ("a count says where its number comes from", "it no longer does")),
    *_its_own("basis-changed", "the number of a count comes from somewhere else"),
    # when time counts
    *_one_way("coverage-extended", "coverage-cut", ("more hours are business time", "fewer hours are business time")),
    *_its_own("coverage-changed", "other hours or holidays, neither more nor fewer for certain", touches=True),
    *_its_own("zone-changed", "another time zone", touches=True),
    # the customer's way
    *_one_way("stage-added", "stage-removed", ("a party looks after one stage more", "a stage is dropped")),
    *_one_way("stage-taken-on", "stage-handed-off", ("a party looks after a stage that it did not look after",
                                                     "a party no longer looks after a stage")),
    *_its_own("stage-changed", "a stage has another name, column, meaning or commitments"),
    # words
    *_two_sided("definition-added", "definition-removed", ("a definition is new", "a definition is dropped")),
    *_its_own("definition-changed", "a definition stands for other records"),
    *_its_own("definition-reworded", "a definition has other words", touches=True),
    # exceptions, needs, consequences
    Rule("exception-added", "exception-removed", "a commitment does not apply as usual for a time", Direction.EASED),
    Rule("exception-removed", "exception-added", "an exception is dropped", Direction.TIGHTENED),
    Rule("exception-widened", "exception-narrowed", "an exception holds longer, or for more", Direction.EASED),
    Rule("exception-narrowed", "exception-widened", "an exception holds shorter, or for less", Direction.TIGHTENED),
    *_its_own("exception-changed", "an exception has another window, effect or reason", touches=True),
    *_one_way("need-added", "need-removed", ("a party needs something more", "a party no longer needs it")),
    *_its_own("need-changed", "a party needs something else, or by another day"),
    *_two_sided("consequence-added", "consequence-removed", ("one more consequence of a miss", "one consequence less"),
               touches=True),
    *_its_own("consequence-changed", "something else happens after a miss, or after another number of them",
               touches=True),
    # what is planned
    *_two_sided("experiment-added", "experiment-removed", ("an experiment is registered", "an experiment is dropped")),
    *_its_own("experiment-changed", "an experiment has other days, or something else would convince"),
    *_one_way("capacity-added", "capacity-removed", ("a party states what it can do", "it no longer states it")),
    *_one_way("capacity-raised", "capacity-lowered", ("a party has more people or hours for it", "it has fewer")),
    *_its_own("capacity-changed", "an attempt takes another time"),
    # who
    *_two_sided("party-added", "party-removed", ("a party joins", "a party leaves")),
    *_two_sided("signatory-added", "signatory-removed", ("somebody more has to sign", "somebody no longer signs")),
    *_its_own("team-renamed", "another name of a team"),
    *_its_own("contact-changed", "somebody else speaks for a party"),
    *_its_own("deputy-changed", "somebody else speaks for it when the contact is away"),
    # what it is about
    *_two_sided("persona-added", "persona-removed", ("it is about somebody more", "it is no longer about somebody")),
    *_its_own("persona-changed", "a persona has other words"),
    *_two_sided("scope-added", "scope-removed", ("it covers something more", "it no longer covers something"),
               touches=True),
    *_two_sided("exclusion-added", "exclusion-removed", ("it excludes something more", "it no longer excludes it"),
               touches=True),
    # dates and the rest
    *_two_sided("starts-earlier", "starts-later", ("an earlier first day", "a later first day")),
    *_two_sided("ends-earlier", "ends-later", ("an earlier last day, or one at all", "a later last day, or none")),
    *_its_own("notice-changed", "another time of notice before it is cancelled or revised"),
    *_its_own("review-changed", "it is reviewed at other times"),
    *_its_own("cancellation-changed", "it is ended in another way"),
    *_its_own("channel-changed", "the parties talk about it elsewhere"),
    *_its_own("title-changed", "another title of the agreement"),
    *_its_own("summary-changed", "another summary"),
    *_its_own("id-changed", "another id of the agreement"),
    *_its_own("order-changed", "the same things, in another order, grouping or spelling"),
)  # fmt: skip

RULES = {rule.id: rule for rule in _TABLE}
"""Every rule by its id, in the order of the reference."""
