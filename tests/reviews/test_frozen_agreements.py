"""What a record tells of an agreement: the terms that judged, what was changed, excepted, set off and proposed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from living_sla import report
from living_sla.errors import Faults
from living_sla.history import past
from living_sla.model.figures.attainment import Status
from living_sla.model.past.basis import Basis
from living_sla.model.past.change import Direction
from living_sla.model.reviews.record import FrozenAgreement, FrozenChange, FrozenConsequence, FrozenException
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.freezing.freeze import freeze
from living_sla.reviews.record.contents import FrozenContents
from tests.factories.desks import desk_agreement
from tests.reviews.desk_reviews import COUNT, SHARE, Lead, commitment, export, project
from tests.reviews.frozen_projects import frozen_files

MORE = """\
exceptions:
  - {id: outage, from: 2026-07-06, until: 2026-07-08T12:00, reason: The CRM was down., effect: exclude}
  - {id: long-ago, from: 2026-02-02, until: 2026-02-03, reason: Moving house., effect: exclude}
contingency:
  - {when: 1 missed, commitment: answers, do: Both desks meet.}
"""
SMALLER_LIMIT = SHARE.replace("limit: 2 hours", "limit: 1 hour")
ANSWERS, VOLUME, ENDED = commitment("answers", SHARE), commitment("volume", COUNT), commitment("gone", SHARE)


def terms(commitments: str, effective: str, more: str = MORE) -> str:
    return desk_agreement(commitments, effective=effective, more=more)


def every_hour() -> list[Lead]:
    """A lead an hour from May on; each day they are answered later, and every tenth never."""
    start = datetime(2026, 5, 1)
    return [
        Lead(
            f"{at:05}",
            start + timedelta(hours=at),
            None if at % 10 == 3 else start + timedelta(hours=at, minutes=20 + 100 * (at % 9) // 9 + at // 96),
            ("AMER", "EMEA", "APAC")[at % 3],
        )
        for at in range(153 * 24)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Version 2 raises the target on 15 August and drops a commitment; version 3 is proposed from 2027 on."""
    folder = project(tmp_path_factory.mktemp("terms") / "desk", ANSWERS + VOLUME + ENDED, more=MORE)
    raised = (ANSWERS + VOLUME).replace("at least 60%", "at least 75%")
    folder.commit({"agreements/desk.md": terms(raised, "2026-08-15")}, at="2026-08-10T09:00:00+0000")
    words = terms(raised, "2026-08-15").replace("summary: Leads", "summary:  Leads") + "\nOther words.\n"
    folder.commit({"agreements/desk.md": words}, at="2026-09-01T09:00:00+0000")
    later = raised.replace(SHARE.replace("60%", "75%"), SMALLER_LIMIT.replace("60%", "75%"))
    assert later != raised
    folder.commit({"agreements/desk.md": terms(later, "2027-01-01")}, at="2026-09-20T09:00:00+0000")
    (folder.root / "data" / "exports" / "leads.csv").write_text(export(every_hour()), encoding="utf-8")
    return folder.root


@pytest.fixture(scope="module")
def contents(folder) -> FrozenContents:
    return frozen_files(folder, review_id("2026-Q3"), cache=False)


@pytest.fixture(scope="module")
def agreement(contents) -> FrozenAgreement:
    found: FrozenAgreement = contents.record.agreement("desk")
    return found


def test_the_versions_that_judged_are_told_with_their_spans(agreement):
    turn = datetime(2026, 8, 14, 23, tzinfo=UTC)
    assert [(of.number, of.basis, of.start, of.end) for of in agreement.versions] == [
        (1, Basis.IN_FORCE, datetime(2026, 1, 1, tzinfo=UTC), turn),
        (2, Basis.IN_FORCE, turn, datetime(2027, 1, 1, tzinfo=UTC)),
    ]


def test_only_a_version_that_took_force_in_the_period_tells_what_it_changed(agreement):
    first, second = agreement.versions
    assert first.changes == ()
    raised = "The target rises from at least 60\N{NO-BREAK SPACE}% to at least 75\N{NO-BREAK SPACE}%."
    assert FrozenChange(raised, Direction.TIGHTENED, "sales", "answers") in second.changes


def test_the_terms_of_a_version_are_those_of_its_last_revision(contents):
    assert sorted(path for path in contents.files if path.startswith("terms/")) == [
        "terms/desk.v1.md",
        "terms/desk.v2.md",
    ]
    assert contents.files["terms/desk.v2.md"].endswith(b"\nOther words.\n")


def test_a_commitment_that_ended_in_the_period_is_in_the_record(agreement):
    gone = next(of for of in agreement.commitments if of.id == "gone")
    assert [of.period.label for of in gone.reviewed] == ["2026-07", "2026-08", "2026-09"]
    assert [of.status for of in gone.reviewed][-1] is Status.NOT_IN_FORCE


def test_a_commitment_that_had_ended_before_the_period_is_not(folder):
    later = frozen_files(folder, review_id("2026-09"), cache=False).record.agreement("desk")
    assert [of.id for of in later.commitments] == ["answers", "volume"]


def test_exceptions_that_touch_the_period_are_told(agreement):
    start, end = datetime(2026, 7, 5, 23, tzinfo=UTC), datetime(2026, 7, 8, 11, tzinfo=UTC)
    assert agreement.exceptions == (FrozenException("outage", "The CRM was down.", start, end, "exclude", ()),)
    answers = agreement.commitments[0]
    assert answers.reviewed[0].counts.excluded == 60
    assert answers.reviewed[0].without_exceptions is not None


def test_consequences_that_the_verdicts_set_off_are_told(agreement):
    missed = [of.period.label for of in agreement.commitments[0].reviewed if of.status is Status.MISSED]
    assert missed[-1] == "2026-09"
    assert agreement.consequences == (FrozenConsequence("answers", "1 missed", "Both desks meet.", tuple(missed)),)


def test_a_proposal_is_tried_on_the_periods_of_the_review(agreement):
    """By hand: of the leads of September, those that were answered within an hour."""
    (proposal,) = agreement.proposals
    assert (proposal.version, proposal.effective) == (3, date(2027, 1, 1))
    months = proposal.backtest["answers"]
    assert [of.period.label for of in months] == ["2026-07", "2026-08", "2026-09"]
    first, after = datetime(2026, 9, 1), datetime(2026, 10, 1)
    inside = [of for of in every_hour() if first <= of.arrived < after]
    in_time = [of for of in inside if of.answered is not None and of.answered - of.arrived <= timedelta(hours=1)]
    assert (months[2].counts.records, months[2].counts.met) == (len(inside), len(in_time))
    assert proposal.backtest["volume"][2].counts == agreement.commitments[1].reviewed[2].counts


def test_what_a_proposal_would_have_come_to_takes_no_bar_of_durations_apart(agreement):
    """How many were answered within its limit is told, so a bar ends there, or none is told at all."""
    durations = agreement.commitments[0].durations
    assert durations is not None
    for of, tried in zip(durations.periods, agreement.proposals[0].backtest["answers"], strict=True):
        low, high = of.within(60)
        assert low == high == tried.counts.met


def test_a_period_that_terms_changed_in_tells_both_parts(agreement):
    august = agreement.commitments[0].reviewed[1]
    assert [(part.version, str(part.target)) for part in august.parts] == [(1, "at least 60%"), (2, "at least 75%")]
    assert all(part.misses == () for part in august.parts)


def test_pooled_figures_over_a_change_of_terms_are_those_of_both(agreement):
    answers = agreement.commitments[0]
    assert answers.pooled is not None
    assert answers.pooled.counts.records == sum(of.counts.records for of in answers.reviewed)
    assert {part.status for part in answers.pooled.parts} == {None}
    assert answers.before is not None
    assert answers.before.period.label == "2026-Q2"


def test_the_calendar_names_every_date_that_a_clock_may_have_used(contents):
    rows = contents.files["calendar.csv"].decode().splitlines()
    assert rows[0] == "agreement,version,timezone,date,weekday,hours,name"
    assert "desk,2,Europe/London,2026-09-07,mon,09:00-17:00," in rows
    assert "desk,2,Europe/London,2026-09-06,sun,," in rows
    assert "desk,1,Europe/London,2026-07-01,wed,09:00-17:00," in rows


def test_an_export_that_is_not_committed_has_no_object(contents):
    (source,) = contents.record.sources
    assert [file.blob for file in source.files] == [None]


def test_the_clock_of_the_machine_is_not_asked(contents, folder, monkeypatch):
    """What is due, old or in force is told at the end of the period and at the as-of."""

    class NoClock(datetime):
        @classmethod
        def now(cls, tz=None):
            raise AssertionError("asked for the time")

    for module in (report, past):
        monkeypatch.setattr(module, "datetime", NoClock)
    assert frozen_files(folder, review_id("2026-Q3"), cache=False).files == contents.files


def test_an_agreement_that_was_removed_in_the_period_is_in_the_record(tmp_path):
    """Until then it judged; its figures do not go with its file."""
    folder = project(tmp_path / "desk", ANSWERS, more=MORE)
    other = terms(VOLUME, "2026-01-01", "").replace("id: desk", "id: other")
    folder.commit({"agreements/other.md": other}, at="2026-01-05T09:00:00+0000")
    folder.commit({"agreements/other.md": None}, at="2026-08-20T09:00:00+0000")
    (folder.root / "data" / "exports" / "leads.csv").write_text(export(every_hour()), encoding="utf-8")
    found = frozen_files(folder.root, review_id("2026-Q3"), cache=False)
    assert [of.id for of in found.record.agreements] == ["desk", "other"]
    gone = found.record.agreement("other")
    assert [(of.number, of.end) for of in gone.versions] == [(1, datetime(2026, 8, 20, 9, tzinfo=UTC))]
    assert found.files["terms/other.v1.md"] == other.encode()
    assert [str(of.status) for of in gone.commitments[0].reviewed] == ["met", "met", "not in force"]
    later = frozen_files(folder.root, review_id("2026-10"), cache=False)
    assert [of.id for of in later.record.agreements] == ["desk"]


def test_periods_of_a_commitment_that_became_shorter_are_those_that_end_in_the_review(tmp_path):
    """
    judged      each year ------------------|15 August| each month
    2026-Q3     (the year ends later)                   2026-08  2026-09
    """
    folder = project(tmp_path / "desk", commitment("answers", SHARE, "year"), more=MORE)
    shorter = terms(ANSWERS, "2026-08-15")
    folder.commit({"agreements/desk.md": shorter}, at="2026-08-10T09:00:00+0000")
    (folder.root / "data" / "exports" / "leads.csv").write_text(export(every_hour()), encoding="utf-8")
    found = frozen_files(folder.root, review_id("2026-Q3"), cache=False).record
    answers = found.agreement("desk").commitments[0]
    assert [of.period.label for of in answers.reviewed] == ["2026-08", "2026-09"]
    assert [of.period.label for of in answers.series] == ["2026-08", "2026-09"]
    assert answers.pooled is not None
    assert answers.pooled.counts.records == 92 * 24
    assert answers.pooled_segments == () or {of.withheld for of in answers.pooled_segments} == {"not shown"}


def test_a_review_without_any_export_is_not_frozen(tmp_path):
    folder = project(tmp_path / "desk", ANSWERS, more=MORE)
    with pytest.raises(Faults) as found:
        freeze(folder.root, review_id("2026-Q3"), now=datetime(2026, 11, 12, tzinfo=UTC), cache=False)
    assert "SLA-F160 leads waits for data, as every source does: no file is called" in str(found.value)
    assert not (folder.root / "docs").exists()
