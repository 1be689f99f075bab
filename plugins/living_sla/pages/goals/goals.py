"""Goals as tables, and as a calculator where the page has a script: from the quota back to records, and on to hours."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.agreement.basis import Amount, CountBasis
from living_sla.model.figures.goal_item import GoalItem, goal_items
from living_sla.model.figures.standing import AgreementStanding, Standing
from living_sla.model.notation import MONTHS, plain
from living_sla.model.past.timeline import VersionStanding
from living_sla.pages.html import anchor, render
from living_sla.pages.links import Links
from living_sla.words.layout import capital
from living_sla.words.numbers import grouped
from living_sla.words.past.goals import changes_ahead, new_ahead, not_bound
from living_sla.words.standing import figures
from living_sla.words.terms.goals import PERIODS, cells
from living_sla.words.terms.plans import said

_NBSP = "\N{NO-BREAK SPACE}"


class _Given(Struct, frozen=True):
    """A number that the terms give, and that a reader may change."""

    name: str
    kind: str
    """What it may be: ``amount``, ``share``, ``weight``, ``people``, ``hours``, ``minutes``, ``attempts``."""
    value: str
    label: str
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """How it reads where no script runs."""
        number = grouped(Decimal(self.value))
        return f"{self.before}{_NBSP * bool(self.before)}{number}{_NBSP * bool(self.after)}{self.after}"


class _WayRow(Struct, frozen=True):
    """A row of the way back."""

    name: str
    given: _Given
    then: str
    """What the number says, behind it."""
    cell: str


def goals(standings: Sequence[AgreementStanding], links: Links, only: Standing | None = None) -> Markup:
    """The goals of these agreements, or that of one commitment; a sentence where there are none."""
    found = [
        _told(standing, item, links)
        for standing in standings
        for item in goal_items(standing.terms)
        if only is None or item.commitment.id == only.id
    ]
    return render("goals.html", goals=found, periods=PERIODS, ahead=[] if only else _new(standings, links))


def _new(standings: Sequence[AgreementStanding], links: Links) -> list[tuple[str, str, str]]:
    """The goals that only a version brings which is not in force: its agreement, where it stands, what it would do."""
    return [
        (standing.title, _version(standing, version, links), said)
        for standing in standings
        for version, said in new_ahead(goal_items(standing.terms), standing.timeline)
    ]


def _version(standing: AgreementStanding, version: VersionStanding, links: Links) -> str:
    return f"{links.history(standing.id)}#{anchor(standing.id, version.version.number)}"


def has_goals(standings: Sequence[AgreementStanding]) -> bool:
    """Whether there is anything to show."""
    return any(
        True for standing in standings for _ in (*goal_items(standing.terms), *goal_items(standing.agreement.terms))
    )


def _told(standing: AgreementStanding, item: GoalItem, links: Links) -> Mapping[str, object]:
    terms, commitment, basis = item.terms, item.commitment, item.commitment.basis
    counted = said(basis.conversions[0].start) if basis and basis.conversions else "records"
    return {
        "id": f"goal-{standing.id}-{commitment.id}",
        "title": commitment.title,
        "agreement": standing.title,
        "href": links.agreement(standing.id),
        "figures": links.commitment(standing.id, commitment.id),
        "not_bound": not_bound(standing.timeline),
        "ahead": [
            (_version(standing, version, links), text) for version, text in changes_ahead(item, standing.timeline)
        ],
        "target": f"{figures.target(commitment.target)} {commitment.per.each}",
        "data": json.dumps(_data(item), sort_keys=True),
        "cells": cells(item),
        "steps": _steps(basis) if basis else (),
        "months": _seasons(basis) if basis else (),
        "regions": _regions(basis) if basis else (),
        "desk": _desk(item) if item.desk else (),
        "team": terms.parties[terms.capacity.party].team if item.desk and terms.capacity else "",
        "counted": counted,
    }


def _data(item: GoalItem) -> dict[str, Any]:
    """What the script has to know beside the numbers that it reads from the page."""
    per, basis = item.commitment.per, item.commitment.basis
    found: dict[str, Any] = {
        "per": {"kind": per.kind, "weeks": per.weeks},
        "target": [[label, plain(target.amount)] for label, target in item.commitment.target.each],
        "desk": item.desk is not None,
    }
    if basis is not None:
        found |= {
            "quota": basis.per,
            "currency": basis.quota.currency,
            "deal": basis.deal is not None,
            "steps": len(basis.conversions),
            "regions": len(basis.regions),
        }
    return found


def _steps(basis: CountBasis) -> tuple[_WayRow, ...]:
    last = basis.conversions[-1].end if basis.conversions else "Deal"
    steps = [
        _WayRow("Quota", _amount("quota", basis.quota, f"Quota a {basis.per}"), f"a {basis.per}", "quota"),
        _WayRow("Owed here", _percent("share", basis.share, "Share of the quota, in percent"), "of it", "sum"),
    ]
    if basis.deal:
        given = _amount("deal", basis.deal, "Sum of a deal")
        steps.append(_WayRow(capital(said(last)), given, "each", "stage-0"))
    for position, rise in reversed(list(enumerate(basis.conversions))):
        label = f"{capital(said(rise.start))} that become {said(rise.end)}, in percent"
        given = _percent(f"step-{position}", rise.share, label)
        cell = f"stage-{len(basis.conversions) - position}"
        steps.append(_WayRow(capital(said(rise.start)), given, f"become {said(rise.end)}", cell))
    return tuple(steps)


def _amount(name: str, amount: Amount, label: str) -> _Given:
    return _Given(name, "amount", plain(amount.number), label, before=amount.currency)


def _percent(name: str, share: Decimal, label: str, kind: str = "share") -> _Given:
    return _Given(name, kind, plain(share * 100), label, after="%")


def _seasons(basis: CountBasis) -> tuple[tuple[int, str, _Given], ...]:
    """Each month by its number and name, with its weight."""
    return tuple(
        (number, name, _percent(f"season-{number}", weight, f"Weight of {name}, in percent", "weight"))
        for number, (name, weight) in enumerate(zip(MONTHS, basis.weights, strict=True), 1)
    )


def _regions(basis: CountBasis) -> tuple[tuple[str, _Given], ...]:
    return tuple(
        (name, _percent(f"region-{position}", share, f"Share of {name}, in percent"))
        for position, (name, share) in enumerate(basis.regions.items())
    )


def _desk(item: GoalItem) -> tuple[tuple[str, _Given], ...]:
    capacity = item.terms.capacity
    assert capacity is not None
    records = () if item.goal else (("Records a month", _Given("records", "amount", str(item.a_month), "Records")),)
    return (
        *records,
        ("People", _Given("people", "people", plain(capacity.people), "People")),
        ("Hours a week, each", _Given("hours", "hours", plain(capacity.hours), "Hours a week of each person")),
        ("Minutes an attempt", _Given("minutes", "minutes", plain(capacity.minutes), "Minutes an attempt")),
        ("Attempts each", _Given("attempts", "attempts", str(item.attempts), "Attempts on each record")),
    )
