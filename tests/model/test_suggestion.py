from living_sla.model.suggestion import closest, did_you_mean

NAMES = ("keyring", "trusted_ref", "MQL")


def test_a_word_that_differs_by_capitals_alone_is_the_closest():
    assert (closest("Keyring", NAMES), closest("mql", NAMES), closest("MqL", NAMES)) == ("keyring", "MQL", "MQL")


def test_a_misspelt_word_is_told_the_known_one():
    assert did_you_mean("keyrnig", NAMES) == 'did you mean "keyring"?'


def test_where_nothing_is_close_all_names_are_told_or_what_the_caller_says():
    assert did_you_mean("zzz", NAMES) == "use one of: keyring, trusted_ref, MQL"
    assert did_you_mean("zzz", NAMES, "for example utf-8") == "for example utf-8"
    assert did_you_mean("zzz", ()) == ""
