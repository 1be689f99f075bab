"""Changes of the customer's way: its stages, who looks after them, and what sits on the hand-over points."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.changes.comparison import (
    At,
    Comparison,
    Pair,
    in_normal_form,
    in_order,
    match,
    quoted,
    replaced,
)
from living_sla.model.agreement.journey import Stage
from living_sla.model.notation import bare_name
from living_sla.model.past.change import Change
from living_sla.words.numbers import listed
from living_sla.words.terms.journey import stage_sentence
from living_sla.words.terms.spelling import named


def journey_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the stages: the same one where its name, or what brings a record there, is the same."""
    before, after = both.before.terms, both.after.terms
    found = match(before.journey, after.journey, in_normal_form, _name, _reached)
    for position in found.added:
        stage = after.journey[position]
        sentence = f"The stage {quoted(stage.stage)} is new: {stage_sentence(after, stage)}"
        yield both.change("stage-added", sentence, At(now=("journey", position)), party=stage.owner)
    for position in found.removed:
        stage = before.journey[position]
        sentence = f"The stage {quoted(stage.stage)} is dropped. It was: {stage_sentence(before, stage)}"
        yield both.change("stage-removed", sentence, At(was=("journey", position)), party=stage.owner)
    for was, now in found.pairs:
        pair = Pair(before.journey[was], after.journey[now], ("journey", was), ("journey", now))
        yield from _stage(both, pair)
    yield from in_order(both, found, "The stages of the journey", At(now=("journey",)))


def _name(stage: Stage) -> str:
    return bare_name(stage.stage)


def _reached(stage: Stage) -> tuple[str, str]:
    return stage.source, stage.at


def _stage(both: Comparison, pair: Pair[Stage]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    what = f"the stage {quoted(new.stage)}"
    if old.owner != new.owner:
        teams = both.after.terms.parties[new.owner].team, both.before.terms.parties[old.owner].team
        sentence = f"{teams[0]} looks after {what} instead of {teams[1]}."
        for rule, party in (("stage-taken-on", new.owner), ("stage-handed-off", old.owner)):
            yield both.change(rule, sentence, pair.at("owner"), party=party)
    texts = (
        ("stage", f"The name of {what}", quoted(old.stage), quoted(new.stage)),
        ("at", f"What brings a record into {what}", quoted(named(old.at)), quoted(named(new.at))),
        ("source", f"Where {what} is read from", quoted(old.source), quoted(new.source)),
        ("means", f"What {what} means", quoted(old.means), quoted(new.means)),
    )
    for field, about, was, now in texts:
        if pair.differs(field):
            yield both.change("stage-changed", replaced(about, was, now), pair.at(field))
    if pair.differs("commitments"):
        yield _commitments(both, pair, what)


def _commitments(both: Comparison, pair: Pair[Stage], what: str) -> Change:
    old, new = pair.old.commitments, pair.new.commitments
    if sorted(old) == sorted(new):
        sentence = f"The commitments of {what} are listed in another order."
        return both.change("order-changed", sentence, pair.at("commitments"))
    said = [listed([f'"{name}"' for name in names]) if names else None for names in (old, new)]
    return both.change("stage-changed", replaced(f"What is owed on the way into {what}", *said),
                       pair.at("commitments"))  # fmt: skip
