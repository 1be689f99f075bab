"""The digest says what Home says, and each threshold as a sentence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.documents.messages import text
from living_sla.model.figures.crossed import Threshold, crossed
from living_sla.model.figures.monday import monday
from living_sla.model.figures.news import monday_before
from living_sla.model.past.basis import Basis
from living_sla.words.standing.message import crossings, digest
from living_sla.words.standing.monday import answer
from tests.factories import histories, reports
from tests.factories.mondays import NOW, STEADY, agreement, commitment, of_months, report
from tests.words.test_monday import HOPELESS, KEPT, NOISE, SERIES, SLIPPED

AT_RISK = of_months(*STEADY, now=(40, 2))
LOST = of_months(*STEADY, now=(10, 90))


def found(*parts, basis=Basis.IN_FORCE, age="fresh"):
    made = report(
        agreement(*(commitment(name, series) for name, series in zip("abcdefgh", parts, strict=False)), basis=basis)
    )
    return replace(made, sources={"leads": reports.leads(age)})


def kinds(of) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.kind.value, item.about[1:]) for item in crossed(of, monday(of))]


def told(of) -> list[str]:
    message = crossings(of, crossed(of, monday(of)))
    return [sentence.replace("\u00a0", " ") for sentence in (message.subject, *message.sentences)]


def test_the_digest_of_a_project_in_full():
    standing = histories.agreement_standing()
    assert text(digest(reports.report(standing), monday_before(NOW, "Europe/London"), "https://sla.example/")) == (
        "2 of 3 commitments kept last month.\n\n"
        "One needs a decision: First contact was missed in October. 1 is at risk now. "
        "The rest: 2 kept, nothing to do.\n\n"
        "Needs a decision\n"
        "- First contact within 4 business hours: missed in October, 92.9 % (340 of 366), target at least 95 % "
        "(November so far 96.2 %, at risk)\n\n"
        "To do\n"
        "- Ben Okafor, Sales Development: sign version 4 of Inbound lead hand-off (waits 6 days)\n"
        "- Demand Generation and Sales Development: review Inbound lead hand-off (12 January 2027)\n\n"
        "Changed since 9 November 2026\n"
        "- Inbound lead hand-off: version 4 is proposed and waits for 1 signature (12 November 2026; "
        "First contact: The target rises from at least 90% to at least 95% (tightened for Sales Development))\n"
        "- Inbound lead hand-off: Ana Ruiz, Demand Generation, signed version 4 (13 November 2026)\n"
        "- Export leads: reaches to 18 November 2026, 17:30 London time\n\n"
        "Data: up to 18 November 2026, 17:30 London time, 2 hours old.\n"
        "https://sla.example/"
    )


def test_home_and_the_digest_have_one_subject():
    of = found(KEPT, SLIPPED, NOISE, HOPELESS, AT_RISK)
    message = digest(of, NOW)
    assert [message.subject, *message.sentences][: len(answer(monday(of), NOW))] == answer(monday(of), NOW)


def test_every_threshold_has_its_sentence():
    assert told(found(AT_RISK)) == [
        "A is at risk in November: 95.2 %, target at least 95 %. No late answer is left to spare; "
        "the next one can make November miss."
    ]
    assert told(found(LOST)) == [
        "A is at risk in November: 10.0 %, target at least 95 %. "
        "November is below its target; 1,700 more in a row without a miss would reach it."
    ]
    assert told(found(NOISE)) == ["A was missed in October: 94.0 %, target at least 95 %."]
    assert told(found(SLIPPED)) == [
        "A was missed in October: 88.0 %, target at least 95 %.", "A is worse than usual in October.",
    ]  # fmt: skip
    assert told(found(KEPT, age="stale"))[0].startswith("The data of leads is ")


def test_what_binds_nobody_crosses_nothing():
    assert kinds(found(SLIPPED, AT_RISK, basis=Basis.PROPOSED)) == []


def test_a_threshold_has_one_name_in_every_run_and_another_one_in_the_next_period():
    one, later = found(SLIPPED), found((*SLIPPED[1:-1], *of_months(12)))
    names = [item.key for item in crossed(one, monday(one))]
    assert names == [item.key for item in crossed(found(SLIPPED, KEPT), monday(found(SLIPPED, KEPT)))]
    assert len(set(names)) == len(names) == 2
    assert {kind for kind, _ in kinds(later)} <= {of.value for of in Threshold}


@given(st.lists(SERIES, min_size=1, max_size=6))
@settings(max_examples=40)
def test_no_two_thresholds_of_a_run_have_one_name(parts):
    of = found(*parts, age="stale")
    names = [item.key for item in crossed(of, monday(of))]
    assert len(set(names)) == len(names)
    assert all(sentence.endswith(".") for sentence in told(of))
