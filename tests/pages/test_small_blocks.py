"""Blocks of a few lines, and the words below a figure: what each says of values made by hand."""

from __future__ import annotations

from msgspec.structs import replace

from living_sla.pages.agreement.people import parties
from living_sla.pages.agreement.terms import coverage, summary
from living_sla.pages.charts.burn_up import burn_ups
from living_sla.words.standing.counting import explain_command, sum_words
from tests.factories import full_terms, histories, page_states, reports
from tests.pages import whole
from tests.pages.reading import Reading
from tests.pages.test_terms_in_force import State, standing


def text(html) -> str:
    reading = Reading(html)
    assert (reading.open, reading.unbalanced) == ([], [])
    return reading.text


def test_every_record_is_in_the_sum():
    month = reports.month("2026-10")
    owed = reports.commitment("first-contact")
    assert sum_words(owed, reports.share(month, 371, 25, pending=3)) == "371 met + 25 missed + 3 open = 399 leads"
    assert sum_words(owed, reports.share(month, 5, 0)) == "5 met + 0 missed = 5 leads"
    found = reports.share(month, 5, 1)
    found = replace(found, counts=replace(found.counts, excluded=2, unusable=1))
    assert sum_words(owed, found) == "5 met + 1 missed + 2 left out by an exception + 1 unusable = 9 leads"


def test_a_volume_counts_and_misses_nothing():
    found = reports.volume(reports.month("2026-10"), 412)
    assert sum_words(reports.commitment("mql-volume"), found) == "412 counted = 412 leads"


def test_the_command_follows_the_newest_miss():
    part = reports.first_contact()
    newest = next(miss.key for found in reversed(part.series) for miss in found.misses)
    assert explain_command(part) == f"sla explain lead-handoff/first-contact {newest}"
    assert explain_command(replace(part, series=())) == "sla explain lead-handoff/first-contact RECORD"


def test_a_key_that_a_shell_would_read_is_quoted():
    part = reports.first_contact()
    for key, said in (("a b", "lead-handoff/first-contact 'a b'"), ("-x", "-- lead-handoff/first-contact -x")):
        found = part.series[-1]
        missed = replace(found, misses=(replace(reports.miss(found.period, 1), key=key),))
        assert explain_command(replace(part, series=(missed,))) == f"sla explain {said}"


def test_only_a_running_volume_has_a_pace():
    volume, other = reports.mql_volume(), reports.first_contact()
    assert burn_ups([(other, "")]) == ""
    assert "Qualified leads" in text(burn_ups([(volume, "x"), (other, "")]))
    assert burn_ups([(replace(volume, series=volume.series[:-1]), "")]) == ""


def test_the_summary_is_the_agreements_own_text_and_not_html():
    fields = full_terms.full() | {"summary": "Leads <b>that</b> Sales can work & answer."}
    assert text(summary(full_terms.agreement(fields))) == "Leads <b>that</b> Sales can work & answer."


def test_the_parties_have_contacts_deputies_signers_and_channels():
    of = standing(State.IN_FORCE)
    said = text(parties(of, reports.report()))
    for words in ("Demand Generation", "when away Tom Beck", "Signs: ", "They meet: every Tuesday UNSIGNED"):
        assert words.removesuffix(" UNSIGNED") in said


def test_the_working_time_names_hours_zone_and_holidays():
    said = text(coverage(histories.agreement_standing(), reports.report()))
    assert "London time (Europe/London)" in said
    assert "Working hours" in said


def test_the_page_of_a_commitment_is_light_and_answers_first():
    report = page_states.every_state()
    for of in report.agreements[:3]:
        for part in of.commitments:
            html = str(whole.commitment(part, of, report))
            assert len(html.encode()) < 100_000
            order = [
                html.find(mark) for mark in ("sla-sentence", "sla-cards", "sla-chart", "<table", 'id="provenance"')
            ]
            there = [at for at in order if at >= 0]
            assert there == sorted(there)
