from tools.demo.chance import Chance


def test_a_name_has_the_same_fortunes_on_every_python():
    chance = Chance("website", "2026-08-03", "EMEA")
    assert [chance.between(0, 999) for _ in range(6)] == [377, 74, 77, 684, 660, 599]


def test_streams_of_different_names_do_not_know_each_other():
    alone = Chance("b")
    Chance("a").between(0, 9)
    beside = Chance("b")
    assert [alone.between(0, 999) for _ in range(5)] == [beside.between(0, 999) for _ in range(5)]


def test_quantiles_stay_between_their_knots_and_follow_their_shares():
    chance = Chance("quantile")
    values = [chance.quantile(((0, 10), (0.5, 20), (1, 100))) for _ in range(4000)]
    assert 10 <= min(values) <= max(values) < 100
    assert abs(sum(value < 20 for value in values) / 4000 - 0.5) < 0.03


def test_weights_decide_how_often_a_choice_falls():
    chance = Chance("weights")
    falls = [chance.weighted((("often", 3), ("seldom", 1))) for _ in range(4000)]
    assert abs(falls.count("often") / 4000 - 0.75) < 0.03


def test_numbers_around_an_expectation_average_to_it():
    chance = Chance("around")
    values = [chance.around(3.4, 0.5) for _ in range(4000)]
    assert 1 <= min(values) <= max(values) <= 6
    assert abs(sum(values) / 4000 - 3.4) < 0.05
