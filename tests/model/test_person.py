"""One person has many spellings of one address, and two people never share one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.model.past.person import mailbox, person_name, same_person


@pytest.mark.parametrize(
    "other",
    [
        "ana@firm.example",
        "ANA@Firm.Example",
        "ana+sales@firm.example",
        "Ana+@firm.example",
        "ana+a+b@firm.example",
        "ana@firm.example.",
        "ana@firm\u3002example",
        "ana@firm\uff0eexample",
        "\uff21\uff2e\uff21@firm.example",
        "ana@\uff46irm.example",
        "ana\u200b@firm.example",
        "\ufeffana@firm.example",
        '"ana"@firm.example',
        '"ana+x"@firm.example',
        "ana(sales)@firm.example",
        "ana@(sales)firm.example",
        " ana@firm.example ",
        "\u1d43na@firm.example",
    ],
)
def test_these_are_one_person(other):
    assert same_person("ana@firm.example", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana@m\xfcnchen.example", "ana@xn--mnchen-3ya.example"),
        ("ana@m\xfcnchen.example", "ana@mu\u0308nchen.example"),
        ("ana@M\xdcNCHEN.example", "ANA@XN--MNCHEN-3YA.example"),
        ("jos\xe9@firm.example", "jose\u0301@firm.example"),
        ("stra\xdfe@firm.example", "STRASSE@firm.example"),
        ("+sales@firm.example", "+SALES@firm.example"),
    ],
)
def test_so_are_other_forms_of_unicode_and_of_a_domain(one, other):
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana@firm.example", "ana@firm.test"),
        ("ana@firm.example", "ana@sub.firm.example"),
        ("ana@firm.example", "anna@firm.example"),
        ("ana.ruiz@firm.example", "anaruiz@firm.example"),
        ("ana-sales@firm.example", "ana@firm.example"),
        ("+a@firm.example", "+b@firm.example"),
        ("jose@firm.example", "jos\xe9@firm.example"),
        ("\u0430na@firm.example", "ana@firm.example"),
        ("ana@xn--.example", "ana@xn--a.example"),
        ("ana+firm.example", "ana"),
    ],
)
def test_these_are_not(one, other):
    assert not same_person(one, other)


LOCAL = st.text("abAB.-\xe9\xdf", min_size=1, max_size=6)
DOMAIN = st.lists(st.text("abXY\xfc-", min_size=1, max_size=5), min_size=1, max_size=3).map(".".join)


@given(LOCAL, DOMAIN, st.text("ab+.", max_size=4), st.booleans())
def test_a_tag_case_and_a_last_dot_never_make_another_person(local, domain, tag, dot):
    address = f"{local}@{domain}"
    spelt = f"{local.upper()}+{tag}@{domain.swapcase()}{'.' * dot}"
    assert same_person(address, spelt)


@given(st.text(max_size=12), st.text(max_size=12))
def test_it_holds_both_ways_and_of_the_spelling_that_is_compared(one, other):
    assert same_person(one, other) == same_person(other, one)
    assert same_person(one, one)
    assert mailbox(mailbox(one).casefold()) == mailbox(mailbox(one))


def test_a_name_is_one_however_it_is_typed():
    assert person_name("Ana  RUIZ") == person_name("\uff21na\tRuiz ") == "ana ruiz"
    assert person_name("Ana Ruiz") != person_name("Anna Ruiz")
    assert person_name(" \u200b") == ""
