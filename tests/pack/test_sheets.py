"""What the sheets of a pack hold: every figure of the record, in numbers and in the words of its page."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from msgspec.structs import replace

from living_sla.pack.sheets import figures, sheets
from living_sla.words import numbers
from living_sla.words.standing import figures as words
from tests.reviews import examples


def table(sheet):
    """The rows as dicts of values, by the titles of the columns."""
    titles = [column.title for column in sheet.columns]
    return [dict(zip(titles, (cell.value for cell in row), strict=True)) for row in sheet.rows]


def of_commitment(title, record=None):
    return [row for row in table(figures(record or examples.record())) if row["Commitment"] == title]


def test_the_sheets_are_figures_actions_sources_and_seal():
    found = sheets(examples.accepted(), examples.record())
    assert [sheet.name for sheet in found] == ["Figures", "Actions", "Sources", "Seal"]


def test_every_figure_of_the_record_is_a_row():
    record = examples.record()
    expected = sum(
        len(owed.series)
        + sum(map(len, owed.segments))
        + sum(one is not None for one in (owed.pooled, owed.before))
        + len(owed.pooled_segments)
        + len(owed.before_segments)
        for of in record.agreements
        for owed in of.commitments
    )
    assert len(figures(record).rows) == expected


def test_a_figure_is_a_number_and_says_what_its_page_says():
    row = next(row for row in of_commitment("First contact") if (row["Period"], row["Of"]) == ("2026-08", "reviewed"))
    owed = examples.first_contact()
    august = owed.reviewed[1]
    assert row["Figure"] == float(august.value)
    assert row["In words"] == numbers.plain_spaces(words.figure(owed, august)) == "84.7 % (288 of 340)"
    assert (row["Met"], row["Missed"], row["Status"], row["Unit"]) == (288, 52, "missed", "%")


def test_the_shown_number_has_as_many_decimals_as_its_page():
    """99.96 % must not read 100.0 %, nor 94.97 % the target."""
    owed = examples.first_contact()
    august = owed.reviewed[1]
    for value, shown in (
        (Fraction(9996, 10_000), "0.00%"),
        (Fraction(9497, 10_000), "0.00%"),
        (Fraction(949, 1000), "0.0%"),
    ):
        one = replace(august, value=value)
        of = replace(
            owed,
            series=(one,),
            in_review=1,
            segments=((),),
            pooled=None,
            before=None,
            pooled_segments=(),
            before_segments=(),
        )
        record = examples.record(agreements=(examples.agreement(commitments=(of,)),))
        [row] = figures(record).rows
        assert row[6].shown == shown, words.figure(owed, one)


def test_what_a_row_is_of_is_said():
    found = [(row["Period"], row["Of"], row["Segment"]) for row in of_commitment("First contact")]
    assert found[0] == ("2025-07", "before the review", "all")
    assert found[14] == ("2026-09", "reviewed", "all")
    assert found[15:17] == [("2026-Q3", "the whole period", "all"), ("2026-Q3", "the whole period", "AMER")]
    assert found[-1] == ("2026-Q2", "the period before", "EMEA")


def test_a_segment_that_is_not_shown_by_itself_shows_no_number():
    owed = examples.first_contact()
    hidden = replace(owed.pooled_segments[0], withheld="fewer than five records", segment="AMER")
    of = replace(owed, pooled_segments=(hidden,))
    record = examples.record(agreements=(examples.agreement(commitments=(of,)),))
    [row] = [
        row
        for row in of_commitment("First contact", record)
        if row["Of"] == "the whole period" and row["Segment"] == "AMER"
    ]
    numbers_in = [value for value in row.values() if isinstance(value, int | float)]
    assert (row["In words"], numbers_in) == ("fewer than five records", [])


def test_a_figure_without_data_is_an_empty_cell():
    owed = examples.first_contact()
    empty = replace(owed.series[-1], value=None)
    record = examples.record(
        agreements=(examples.agreement(commitments=(replace(owed, series=(*owed.series[:-1], empty)),)),)
    )
    row = next(
        row for row in of_commitment("First contact", record) if (row["Period"], row["Of"]) == ("2026-09", "reviewed")
    )
    assert (row["Figure"], row["In words"]) == (None, "no data")


def test_actions_of_last_time_come_first_and_say_whether_they_were_late():
    late = replace(examples.record().actions[0], done=date(2026, 8, 20))
    record = examples.record(actions=(late, *examples.record().actions[1:]))
    rows = table(sheets(examples.accepted(record=record), record)[1])
    assert [(row["Decided in"], row["Action"], row["State"]) for row in rows] == [
        ("2026-Q2", "rota", "done late"),
        ("2026-Q2", "form", "open"),
        ("2026-Q3", "deputy", "open"),
    ]
    assert rows[0]["Due"] == date(2026, 8, 14)


def test_sources_name_each_file_with_its_digest():
    [row] = table(sheets(examples.accepted(), examples.record())[2])
    assert (row["File"], row["SHA-256"]) == ("data/exports/hubspot-contacts-2026-10-06.csv", "a94f" * 16)
    assert row["As of (UTC)"] == datetime(2026, 10, 6, 17, 30)


def test_the_seal_stands_there_whole_with_everybody_who_signed():
    review = examples.accepted()
    rows = [[cell.value for cell in row] for row in sheets(review, review.record)[3].rows]
    assert ["Seal", review.seal] in rows
    assert [row for row in rows if row[:1] == ["sales"]] == [
        [
            "sales",
            examples.BEN,
            "lead-handoff",
            "own commit",
            "yes",
            date(2026, 10, 14),
            "The leads of the trade fair should not count.",
        ]
    ]


def test_a_correction_says_what_it_restates_and_why():
    review = examples.correction()
    rows = {row[0].value: row[1].value for row in sheets(review, review.record)[3].rows if row}
    assert (rows["Restates"], rows["Seal of that"]) == ("2026-Q3", examples.seal_of("2026-Q3"))
    assert rows["Because"] == "The export of 6 October lacked two leads of EMEA."


def test_an_action_that_was_carried_over_has_one_row_which_says_where_it_began():
    last = examples.record().actions[0]
    done = replace(examples.minutes().actions[0], id=last.id, what=last.what, done=date(2026, 10, 2))
    rows = table(sheets(examples.accepted(minutes=examples.minutes(actions=(done,))), examples.record())[1])
    [row] = [row for row in rows if row["Action"] == last.id]
    assert row["Decided in"] == last.review
    assert row["Done"] is not None
    assert len(rows) == len(examples.record().actions)
