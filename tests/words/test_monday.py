"""The first page in sentences, by rules."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.errors import Notice
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.monday import Judged, monday
from living_sla.model.figures.standing import HISTORY_UNREAD
from living_sla.model.past.basis import Basis
from living_sla.words.standing.monday import answer, kept_line, phrase, with_limit
from tests.factories import reports
from tests.factories.mondays import NOW, STEADY, agreement, commitment, of_months, report


def said(*agreements, now=NOW):
    return " ".join(answer(monday(report(*agreements)), now)).replace("\u00a0", " ")


KEPT = of_months(*STEADY)
SLIPPED = of_months(4, 5, 3, 4, 5, 4, 3, 12, 13, 12)
"""Three bad months after seven steady ones."""
NOISE = of_months(4, 6, 3, 7, 4, 5, 4, 6, 3, 6)
"""A desk that keeps 95 % or not, as it comes."""
HOPELESS = of_months(12, 13, 12, 13, 12, 13, 12, 13, 12, 13)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([KEPT], "The one commitment was kept last month."),
        ([KEPT, KEPT], "Both commitments kept last month."),
        ([KEPT] * 3, "All 3 commitments kept last month."),
        ([KEPT, KEPT, NOISE], "2 of 3 commitments kept last month. 1 miss is within the usual range."),
        ([NOISE, NOISE], "None of 2 commitments kept last month. 2 misses are within the usual range."),
        ([()], "No commitment has been judged yet."),
        ([KEPT, ()], "The one commitment judged so far was kept last month. 1 has not been judged yet."),
        (
            [KEPT, SLIPPED],
            "1 of 2 commitments kept last month. "
            "One needs a decision: B is worse than usual for the third month.",
        ),
        (
            [KEPT, HOPELESS],
            "1 of 2 commitments kept last month. "
            "One needs a decision: B was missed, and going on as before will usually miss it.",
        ),
        (
            [KEPT, of_months(2, 9)],
            "1 of 2 commitments kept last month. One needs a decision: B was missed in October.",
        ),
        (
            [KEPT, SLIPPED, HOPELESS],
            "1 of 3 commitments kept last month. Two need a decision: B is worse than usual for the third month "
            "and C was missed, and going on as before will usually miss it.",
        ),
        ([SLIPPED] * 3, "None of 3 commitments kept last month. Three need a decision: A, B and C."),
        ([SLIPPED] * 5, "None of 5 commitments kept last month. Five need a decision: A, B, C and 2 more."),
        (
            [KEPT, of_months(*STEADY, now=(40, 2))],
            "Both commitments kept last month. 1 is at risk now.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_says_what_was_kept_then_what_asks_for_a_decision(parts, sentence):
    assert (
        said(agreement(*(commitment(name, series) for name, series in zip("abcde", parts, strict=False)))) == sentence
    )


def test_a_waiting_export_is_told_after_what_was_kept():
    waiting = commitment("calls", waits_for=("calls",), why_not="waits")
    assert said(agreement(commitment("a", KEPT), commitment("b", KEPT), waiting)) == (
        "Both commitments kept last month. 1 waits for data."
    )


def test_nothing_at_all():
    assert said() == "There is no commitment yet."


def test_terms_that_nobody_agreed_to_bind_nobody():
    standing = agreement(commitment("a", KEPT), commitment("b", SLIPPED), basis=Basis.PROPOSED)
    assert said(standing) == (
        "1 of 2 commitments would have been kept last month. These terms are not in force: they bind nobody yet."
    )


def test_where_the_history_cannot_be_read_nobody_claims_to_know_what_binds():
    of = replace(report(agreement(commitment("a", KEPT), basis=Basis.DRAFT)), history=Notice(HISTORY_UNREAD, "shallow"))
    assert answer(monday(of), NOW)[1].startswith("Which version is in force, and who signed it, is not known here.")


def test_proposed_terms_beside_those_in_force_are_not_counted():
    assert (
        said(agreement(commitment("a", KEPT)), agreement(commitment("b", SLIPPED), basis=Basis.DRAFT, name="pilot"))
        == "The one commitment was kept last month. 1 agreement is not in force yet."
    )


def test_what_has_ended_is_out_of_the_way():
    ended = (*KEPT[:-1], replace(KEPT[-1], status=Status.NOT_IN_FORCE, value=None))
    assert said(agreement(commitment("a", ended))) == "No agreement is in force any more."
    assert said(agreement(commitment("a", KEPT)), agreement(commitment("b", ended), name="old")) == (
        "The one commitment was kept last month."
    )


def test_a_consequence_of_the_agreement_comes_first():
    standing = agreement(commitment("a", SLIPPED), commitment("b", NOISE))
    terms = reports.terms(contingency=[{"when": "1 missed", "commitment": "first-contact", "do": "Both teams meet."}])
    [trigger] = terms.contingency
    from living_sla.model.figures.contingency import Triggered

    standing = replace(standing, triggered=(Triggered(trigger, "b", (reports.month("2026-10"),)),))
    assert said(standing) == (
        "None of 2 commitments kept last month. Two need a decision: B was missed in October, and the agreement says "
        "what follows and A is worse than usual for the third month."
    )
    row = monday(report(standing)).rows[0]
    assert phrase(row).startswith("Missed in October: Both teams meet")


def test_a_segment_says_where():
    """EMEA is as it always was, AMER has slipped for two months."""
    slipped = [4, 5, 3, 4, 5, 4, 3, 4, 14, 15]
    series = of_months(*(2 + bad for bad in slipped), of=200)
    segments = tuple(
        (
            reports.share(found.period, 100 - bad, bad, segment="AMER", as_of=NOW),
            reports.share(found.period, 98, 2, segment="EMEA", as_of=NOW),
        )
        for found, bad in zip(series, [*slipped, 0], strict=False)
    )
    assert "One needs a decision: A in AMER is worse than usual for the second month." in said(
        agreement(commitment("a", series, segments=segments), commitment("b", KEPT))
    )


def test_of_two_with_one_title_the_agreement_is_named():
    assert "Two need a decision: A (Inbound lead hand-off) is worse" in said(
        agreement(commitment("a", SLIPPED)), agreement(commitment("a", SLIPPED), name="pilot")
    )


@pytest.mark.parametrize(("as_of", "when"), [("2026-11-30", "last month"), ("2026-12-01", "in October 2026")])
def test_last_month_is_the_month_before_the_build(as_of, when):
    now = NOW.replace(month=int(as_of[5:7]), day=int(as_of[8:]))
    assert said(agreement(commitment("a", KEPT)), now=now) == f"The one commitment was kept {when}."


def test_periods_that_differ_have_no_common_name():
    assert (
        said(agreement(commitment("a", KEPT), commitment("b", KEPT[:-2]))) == "Both commitments kept when last judged."
    )


def test_a_title_tells_its_limit():
    assert with_limit(reports.commitment("first-contact")) == "First contact within 4 business hours"
    assert with_limit(reports.commitment("mql-volume")) == "Qualified leads"
    owed = reports.commitment("first-contact")
    assert with_limit(owed.model_copy(update={"title": "Within the day"})) == "Within the day"


# ---------------------------------------------------------------- laws

SERIES = st.sampled_from([KEPT, NOISE, SLIPPED, HOPELESS, of_months(2, 9), of_months(1), of_months(), (), KEPT[:-3],
                          of_months(*STEADY, now=(40, 2)), of_months(*STEADY, now=(10, 90))])  # fmt: skip
PARTS = st.lists(st.tuples(SERIES, st.booleans()), max_size=8)


@given(PARTS, st.sampled_from(list(Basis)))
@settings(max_examples=80)
def test_the_counts_of_the_sentence_add_up_to_the_rows(parts, basis):
    names = [f"c{position}" for position in range(len(parts))]
    waits = [("calls",) if waiting and not series else () for series, waiting in parts]
    made = [commitment(name, series, waits_for=of) for name, (series, _), of in zip(names, parts, waits, strict=True)]
    of = monday(report(agreement(*made, basis=basis)) if made else report())
    sentences = answer(of, NOW)
    judged = len(of.of(Judged.KEPT)) + len(of.of(Judged.MISSED))
    assert len(of.rows) == len(parts) == judged + len(of.of(Judged.WAITING)) + len(of.of(Judged.UNJUDGED))
    first = re.search(r"(?:All )?(\d+|None)(?: of (\d+))? commitments", sentences[0])
    if first:
        kept, of_all = first[1].replace("None", "0"), first[2] or first[1]
        assert (int(kept), int(of_all)) == (len(of.of(Judged.KEPT)), judged)
    rest = " ".join(sentences[1:])
    for verdict, words in ((Judged.WAITING, "waits? for data"), (Judged.UNJUDGED, "ha(?:s|ve) not been judged yet")):
        told = re.search(rf"(\d+) {words}", rest)
        if judged or verdict is Judged.WAITING:
            assert (int(told[1]) if told else 0) == len(of.of(verdict))
    folded = [row for row in of.rows if not row.is_open]
    kept_open = sum(row.verdict is Judged.KEPT and row.is_open for row in of.rows)
    told = re.match(r"(\d+) kept", kept_line(folded))
    assert (int(told[1]) if told else 0) + kept_open == len(of.of(Judged.KEPT))
    assert all(row.is_open for row in of.decisions)
    assert all(phrase(row) or not row.is_open for row in of.rows)
