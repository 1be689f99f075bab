"""What is due: one list, in one order, for whoever reminds people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from living_sla.model.due import DueKind, due
from tests.pages import history, values


def kinds(report, **options):
    return [found.kind.value for found in due(report, **options)]


def test_every_missing_signature_of_a_proposal_is_due_since_it_landed():
    standing = history.agreement_standing()
    found = [one for one in due(values.report(standing)) if one.kind is DueKind.SIGNATURE]
    missing = [(version.version.number, one.signer) for version in standing.timeline.ahead for one in version.waiting]
    assert missing
    assert [(one.version, one.signature.signer) for one in found] == missing


def test_an_agreement_that_everybody_signed_waits_for_nobody():
    assert "signature" not in kinds(values.report(values.agreement_standing()))


@pytest.mark.parametrize(("age", "due_"), [("fresh", []), ("stale", ["export"]), ("too old", ["export"])])
def test_an_export_that_is_not_fresh_comes_first(age, due_):
    assert [kind for kind in kinds(values.report(values.agreement_standing(), age=age)) if kind == "export"] == due_
    assert kinds(values.report(values.agreement_standing(), age=age))[: len(due_)] == due_


def test_what_lies_further_ahead_than_asked_is_left_out():
    report = values.report(values.agreement_standing())
    [review] = [found for found in due(report) if found.kind is DueKind.REVIEW]
    ahead = review.day - report.built_at.date()
    assert "review" in kinds(report, within=ahead)
    assert "review" not in kinds(report, within=ahead - timedelta(days=1))
