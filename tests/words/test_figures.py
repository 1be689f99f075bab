from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.agreement.kinds import Custom
from living_sla.model.quantity import parse_target
from living_sla.words import numbers
from living_sla.words.standing import figures
from living_sla.words.terms.sentences import commitment_sentence
from tests.factories import reports
from tests.factories.agreements import read

NOVEMBER = reports.month("2026-11")
OCTOBER = reports.month("2026-10")


def plain(text: str) -> str:
    return text.replace(numbers.NBSP, " ")


@pytest.mark.parametrize(
    ("share", "against", "said"),
    [
        (Fraction(36, 39), None, "92.3 %"),
        (Fraction(1), None, "100.0 %"),
        (Fraction(0), None, "0.0 %"),
        (Fraction(9996, 10000), None, "99.96 %"),
        (Fraction(99999, 100000), None, "99.999 %"),
        (Fraction(1, 10000), None, "0.01 %"),
        (Fraction(9496, 10000), "0.95", "94.96 %"),
        (Fraction(94996, 100000), "0.95", "94.996 %"),
        (Fraction(9496, 10000), "0.90", "95.0 %"),
        (Fraction(1004, 10000), "0.10", "10.04 %"),
        (Fraction(95, 100), "0.95", "95.0 %"),
        (Fraction(2, 3), "0.666", "66.7 %"),
    ],
)
def test_a_percentage_never_rounds_onto_an_edge_or_its_target(share, against, said):
    assert plain(figures.percent(share, against=Decimal(against) if against else None)) == said


@pytest.mark.parametrize(
    ("met", "missed", "pending", "said"),
    [
        (36, 3, 3, "92.3 % (36 of 39; 3 still open)"),
        (36, 3, 0, "92.3 % (36 of 39)"),
        (0, 0, 4, "no data"),
        (1500, 20, 0, "98.7 % (1,500 of 1,520)"),
    ],
)
def test_a_figure_carries_its_counts(met, missed, pending, said):
    assert (
        plain(figures.figure(reports.commitment("first-contact"), reports.share(NOVEMBER, met, missed, pending)))
        == said
    )


def test_bounds_are_said_while_records_are_open():
    assert (
        plain(figures.bounds(reports.share(NOVEMBER, 36, 3, 3)))
        == "85.7 % to 92.9 % for the records so far, once the 3 open ones are decided"
    )
    assert (
        plain(figures.bounds(reports.share(NOVEMBER, 36, 3, 1)))
        == "90.0 % to 92.5 % for the records so far, once the open one is decided"
    )
    assert figures.bounds(reports.share(NOVEMBER, 36, 3)) == ""


def test_open_records_that_cannot_move_a_figure_are_no_news():
    found = reports.share(NOVEMBER, 36, 3, 2)
    assert figures.bounds(replace(found, lower=Fraction(9230, 10000), upper=Fraction(9231, 10000))) == ""


@pytest.mark.parametrize(
    ("written", "said"),
    [("at least 95%", "at least 95 %"), ("at most 2.5%", "at most 2.5 %"), ("at least 1400", "at least 1,400"),
     ("at most 90 business minutes", "at most 90 business minutes"), ("at least 900000 EUR", "at least EUR 900,000"),
     ("at most 4.25", "at most 4.25"), ("at most 1200.5 EUR", "at most EUR 1,200.50")],
)  # fmt: skip
def test_a_target_is_said_as_it_was_agreed(written, said):
    assert plain(figures.target(parse_target(written))) == said


@pytest.mark.parametrize(
    ("amount", "against", "said"),
    [
        ("912400", "900000", "EUR 912,400"),
        ("912400.49", "900000", "EUR 912,400"),
        ("899999.87", "900000", "EUR 899,999.87"),
        ("899999.996", "900000", "EUR 899,999.996"),
        ("412.5", "900", "EUR 412.50"),
        ("0.004", "900", "EUR 0.004"),
        ("-1200", "900", "EUR −1,200"),
        ("-30.02", "900", "EUR −30.02"),
    ],
)
def test_money_stands_behind_its_currency_and_never_rounds_onto_its_target(amount, against, said):
    assert plain(figures.money(Fraction(amount), "EUR", against=Decimal(against))) == said


@pytest.mark.parametrize(
    ("length", "unit", "against", "said"),
    [
        ("85", "minutes", "90", "85 min"),
        ("90.3", "minutes", "90", "90.3 min"),
        ("125", "minutes", "90", "2 h 5 min"),
        ("85/60", "hours", "4", "1 h 25 min"),
        ("4", "hours", "4", "4 h"),
        ("4.005", "hours", "4", "4 h 0.3 min"),
        ("0.4", "hours", "4", "24 min"),
        ("0", "hours", "4", "0 min"),
        ("1/200", "hours", "4", "0.3 min"),
        ("1234", "hours", "4", "1,234 h"),
        ("38.21", "days", "45", "38.2 days"),
        ("45.01", "days", "45", "45.01 days"),
        ("45", "days", "45", "45 days"),
        ("1", "days", "45", "1 day"),
        ("2.5", "weeks", "3", "2.5 weeks"),
        ("-3", "minutes", "90", "−3 min"),
        ("-125", "minutes", "90", "−2 h 5 min"),
        ("-1/20", "hours", "4", "−3 min"),
        ("-38.21", "days", "45", "−38.2 days"),
    ],
)
def test_a_length_of_time_is_said_in_its_unit(length, unit, against, said):
    assert plain(figures.span(Fraction(length), unit, against=Decimal(against))) == said


def test_days_of_business_are_called_so():
    assert plain(figures.span(Fraction(7, 2), "days", business=True)) == "3.5 business days"


@pytest.mark.parametrize(
    ("amount", "against", "said"),
    [("412", None, "412"), ("38.21", None, "38.2"), ("9999", None, "9,999"), ("87600", None, "87.6k"),
     ("912400", None, "912.4k"), ("899990", "900000", "899.99k"), ("1250000", None, "1.25M"), ("0", None, "0")],
)  # fmt: skip
def test_a_narrow_place_gets_a_short_number(amount, against, said):
    assert figures.compact(Fraction(amount), against=Decimal(against) if against else None) == said


def test_a_figure_says_which_statistic_of_how_many_records():
    """Records that are still open stand beside it."""
    median = reports.first_response(NOVEMBER, "85", 212, 3)
    assert plain(figures.figure(reports.commitment("first-response"), median)) == "85 min (median of 212; 3 still open)"
    average = reports.cycle(OCTOBER, "38.21", 41)
    assert plain(figures.figure(reports.commitment("cycle"), average)) == "38.2 days (90th percentile of 41)"


def test_a_measure_of_one_s_own_goes_by_its_name():
    own = Custom(kind="custom", name="quote-spread", source="leads", at="mql_at")
    commitment = reports.commitment("first-response").model_copy(update={"measure": own})
    figure = figures.figure(commitment, reports.first_response(NOVEMBER, "85", 12, 3))
    assert plain(figure) == "85 min (quote spread of 12; 3 still open)"


def test_a_running_volume_is_a_figure_so_far():
    pipeline, volume = reports.commitment("pipeline"), reports.commitment("mql-volume")
    running = reports.pipeline(NOVEMBER, "512400", elapsed=Fraction(2, 3), days_left=7)
    assert plain(figures.figure(pipeline, running)) == "EUR 512,400 (total of 31 so far)"
    assert plain(figures.figure(pipeline, reports.pipeline(OCTOBER, "612400"))) == "EUR 612,400 (total of 31)"
    assert figures.figure(volume, reports.volume(NOVEMBER, 272, days_left=8)) == "272 so far"
    assert figures.figure(volume, reports.volume(OCTOBER, 458)) == "458"


def test_a_plain_number_has_the_decimals_of_its_target():
    stars = replace(reports.cycle(OCTOBER, "4.2512", 41), unit="", target=parse_target("at least 4.25"))
    assert figures.value(stars, stars.value) == "4.251"
    assert figures.value(stars, Fraction("4.3")) == "4.30"
    assert figures.value(stars, Fraction(5)) == "5"


def test_open_records_can_move_a_percentile_without_limit():
    median = reports.first_response(NOVEMBER, "85", 212, 3)
    assert plain(figures.bounds(median)) == "80 min or more for the records so far, once the 3 open ones are decided"
    bounded = replace(median, upper=Fraction(91))
    assert plain(figures.bounds(bounded)) == "80 min to 91 min for the records so far, once the 3 open ones are decided"


def test_a_statistic_of_few_records_is_marked():
    median = reports.commitment("first-response")
    assert figures.few(median, reports.first_response(OCTOBER, "85", 19))
    assert not figures.few(median, reports.first_response(OCTOBER, "85", 20))
    assert not figures.few(reports.commitment("pipeline"), reports.pipeline(OCTOBER, "612400"))


OWED = read().terms
TARGETS = ("at least {}%", "at most {}%", "at least {} EUR", "at most {}", "at most {} business hours")


@given(text=st.sampled_from(TARGETS), amount=st.decimals(min_value=0, max_value=100, places=2))
@example(text="at least {}%", amount=Decimal(95))
@example(text="at least {} EUR", amount=Decimal("90.1"))
def test_a_target_in_words_has_one_spelling(text, amount):
    """The sentence of a commitment and the figures below it say its target alike."""
    target = parse_target(text.format(int(amount) + 1 if "hours" in text else amount))
    commitment = OWED.commitments[1].model_copy(update={"target": target})
    assert f" {figures.target(target)} of " in commitment_sentence(OWED, commitment)


@pytest.mark.parametrize(
    ("exact", "told"), [(Fraction(13, 16), "81.3"), (Fraction(15, 16), "93.8"), (Fraction(1, 16), "6.3")]
)
def test_half_of_a_digit_goes_up_as_in_a_spreadsheet(exact, told):
    assert figures.percent(exact) == f"{told}\N{NO-BREAK SPACE}%"


@given(st.fractions(-1000, 1000, max_denominator=400), st.integers(0, 3))
def test_a_rounded_number_is_the_nearest_and_mirrors_its_opposite(exact, digits):
    found = figures.rounded(exact, digits)
    assert abs(found - exact) <= Fraction(1, 2 * 10**digits)
    assert (found * 10**digits).denominator == 1
    assert figures.rounded(-exact, digits) == -found
