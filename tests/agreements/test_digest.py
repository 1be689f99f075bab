from __future__ import annotations

import json
import operator
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.agreements.digest import canonical, digest
from living_sla.agreements.yaml.nodes import plain
from living_sla.agreements.yaml.strict_yaml import parse
from living_sla.errors import Unreadable
from living_sla.model.agreement.condition import (
    AllOf,
    AnyOf,
    Between,
    ColumnIs,
    Compared,
    Condition,
    Filled,
    Not,
    OneOf,
    Test,
    parse_condition,
    spell,
)
from living_sla.model.agreement.terms import Terms
from tests.factories.agreements import AGREEMENT, changed, faults_in, read

# Whoever changes this line starts a new version of every agreement in the world.
GOLDEN = "902931bf68e3032d17ec7bab3af6a773f39102d5562ae71c4f196a9829aa7391"


def test_the_digest_of_a_known_agreement_never_changes():
    assert read().digest == GOLDEN


def test_the_canonical_form_says_what_is_promised_and_nothing_that_is_not():
    terms = json.loads(canonical(read().terms))
    assert list(terms) == sorted(terms)
    assert terms["commitments"]["first-contact"] == {
        "by": "sales",
        "by_segment": "region",
        "category": "hand-off",
        "id": "first-contact",
        "judged_by": "start",
        "measure": {
            "from": "mql_at",
            "kind": "within",
            "limit": "240 business minutes",
            "source": "leads",
            "to": "first_contacted_at",
            "where": "mql",
        },
        "owner": "Ben Okafor",
        "per": "month",
        "target": "at least 0.95 of 1",
        "title": "First contact",
        "to": "marketing",
        "warn": "0.97",
    }
    assert terms["notice"] == "30 days"
    assert "open" not in terms["coverage"]
    assert "tags" not in terms


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("limit: 4 business hours", "limit: 240 business minutes"),
        ("limit: 4 business hours", "limit:   4 business h"),
        ("notice: 30 days", "notice: 30d"),
        ("target: at least 95%", "target: at least 95.0%"),
        ("warn: 97%", "warn: 0.970"),
        ("target: at least 400", "target: 'at least 400.0'"),
        ("score: at least 60}", "score: at least 60.0}"),
        ("by: sales", "by: sales\n    to: marketing"),
        ("per: month", "per: month\n    judged_by: start"),
        ("mon-thu: 09:00-17:30", "mon-wed: 09:00-17:30, thu: [09:00-17:30]"),
        ("2026-12-24,", "2026-12-24..2026-12-24,"),
        ("open: []\n", ""),
        ("title: First contact", "title:   First   contact  # a comment"),
        ("title: First contact", 'title: "First contact"'),
        ("tags: [inbound]", "tags: [outbound]\nhide: [toc]"),
        ("Why we do this", "Why on earth we do this"),
        ("id: lead-handoff\n", ""),
        ("that: {status: rejected}", "that: {status: [rejected]}"),
        ("that: {status: rejected}", "that: {status: not not rejected}"),
        ("that: {status: rejected}", "that: {all: [{status: rejected}]}"),
        ("score: at least 60}", "score: not not at least 60}"),
        ("    by: sales\n    category: hand-off\n", "    category: hand-off\n    by: sales\n"),
    ],
)
def test_another_spelling_of_the_same_terms_keeps_the_digest(old, new):
    assert read(changed(old, new)).digest == read().digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: lead-handoff", "id: lead-hand-off"),
        ("target: at least 95%", "target: at least 94%"),
        ("limit: 4 business hours", "limit: 4 hours"),
        ("limit: 4 business hours", "limit: 5 business hours"),
        ("warn: 97%\n", "warn: 98%\n"),
        ("    warn: 97%\n", ""),
        ("per: month", "per: quarter"),
        ("fri: [09:00-12:00, 13:00-16:00]", "fri: [09:00-12:00, 13:00-16:30]"),
        ("holidays: GB-ENG", "holidays: GB-SCT"),
        ("score: at least 60", "score: above 60"),
        ("lifecycle: [mql, sql, customer]", "lifecycle: [mql, sql]"),
        ("that: {status: rejected}", "that: {status: not rejected}"),
        ("that: {status: rejected}", "that: {status: Rejected}"),
        ("effective: 2026-10-01", "effective: 2026-10-02"),
        ("owner: Ana Ruiz", "owner: Tom Beck"),
        ("effect: exclude", "effect: pause"),
        ("3 missed in a row", "3 missed"),
        ("title: First contact", "title: First contacts"),
        ("signs: [ben.okafor@northwind.example]", "signs: []"),
        ("excludes: [Partner referrals, Existing customers]", "excludes: [Existing customers, Partner referrals]"),
    ],
)
def test_another_meaning_has_another_digest(old, new):
    assert read(changed(old, new)).digest != read().digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{status: filled}", "{status: [filled]}"),
        ("{status: empty}", "{status: [empty]}"),
        ("{score: at least 60}", "{score: [at least 60]}"),
        ("{status: not rejected}", "{status: [not rejected]}"),
        ("{score: at most 90}", "{all: [{score: at least 60}, {score: at most 90}]}"),
        ("{all: [{score: at most 90}, {score: at least 60}]}", "{all: [{score: at least 60}, {score: at most 70}]}"),
        ("{status: on hold}", "{status: 'on  hold'}"),
        ("{status: [a, ' b']}", "{status: [a, b]}"),
        ("{status: caf\u00e9}", "{status: cafe\u0301}"),
        ("{status: includes a}", "{status: a}"),
        ("{status: includes a}", "{status: [includes a]}"),
        ("{status: includes a}", "{status: not includes a}"),
        ("{status: 'includes a b'}", "{status: 'includes a  b'}"),
        ("{status: not caf\u00e9}", "{status: not cafe\u0301}"),
    ],
)
def test_conditions_that_pass_other_records_have_other_digests(one, other):
    """F079: what a cell must hold is held against it as it stands, so its spelling is a term."""
    first, second = (read(changed("that: {status: rejected}", f"that: {that}")) for that in (one, other))
    assert first.digest != second.digest


def test_a_placeholder_is_a_term_as_it_stands():
    measures = [
        "{kind: completeness, source: leads, at: mql_at, fields: [region], placeholders: ['n  a']}",
        "{kind: completeness, source: leads, at: mql_at, fields: [region], placeholders: [n a]}",
    ]
    old = "{kind: share, source: leads, at: mql_at, where: mql, that: {status: rejected}}\n    target: at most 10%"
    first, second = (read(changed(old, f"{measure}\n    target: at least 90%")) for measure in measures)
    assert first.digest != second.digest


@given(st.randoms(use_true_random=False))
def test_the_order_of_fields_and_of_commitments_is_no_term(random):
    """Keys of every mapping, and the order of things that have an id, in any order."""

    def shuffled(value: object) -> object:
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        if isinstance(value, list):
            items = [shuffled(item) for item in value]
            if items and all(isinstance(item, dict) and "id" in item for item in items):
                random.shuffle(items)
            return items
        return value

    assert digest(terms_of(shuffled(raw()))) == GOLDEN


@given(st.text(st.characters(categories=("L", "N", "P", "Zs", "M")), min_size=1, max_size=30).filter(str.strip))
def test_the_unicode_form_and_the_spacing_of_a_text_are_no_terms(text):
    spelt = [digest(titled(form)) for form in (
        text,
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFC", text),
        f"  {text} ",
        "\n".join(text.split(" ")) if text.split(" ") != [""] else text,
    )]  # fmt: skip
    assert len(set(spelt)) == 1


@given(st.lists(st.text("ab :{}\",[]\\'#", min_size=1, max_size=8).filter(str.strip), min_size=2, max_size=2))
def test_two_texts_have_one_digest_only_if_they_are_one(texts):
    folded = [" ".join(text.split()) for text in texts]
    assert (digest(titled(texts[0])) == digest(titled(texts[1]))) == (folded[0] == folded[1])


@given(st.text('ab,":{}', min_size=1, max_size=6), st.text('ab,":{}', min_size=1, max_size=6))
def test_no_text_moves_from_one_field_into_the_next(team, name):
    first = raw()
    first["parties"]["sales"]["team"], first["parties"]["sales"]["contact"]["name"] = team, name
    second = raw()
    second["parties"]["sales"]["team"], second["parties"]["sales"]["contact"]["name"] = name, team
    assert (digest(terms_of(first)) == digest(terms_of(second))) == (team == name)


def raw() -> dict:
    found = plain(parse(AGREEMENT.split("---\n")[1], path="f.md"))
    del found["tags"]
    return found


def terms_of(found: object) -> Terms:
    return Terms.model_validate(found, by_alias=True, by_name=False)


def titled(title: str) -> Terms:
    return terms_of(raw() | {"title": title})


TESTS = st.sampled_from(
    ["a", "filled", "empty", "not a", "not filled", "not empty", "not not a", "at least 5", "below 7", "not above 6",
     "between 5 and 6", ["a"], ["a", "b"], ["filled"], ["not a"], ["at least 5"], ["5", "6"], [" a"], ["a  b"]]
)  # fmt: skip
CONDITIONS = st.recursive(
    st.dictionaries(st.sampled_from(["x", "y"]), TESTS, min_size=1),
    lambda inner: st.builds(
        lambda key, parts: {key: parts}, st.sampled_from(["any", "all"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=4,
)
CELLS = st.sampled_from(["", "a", "b", " a", "a  b", "a b", "filled", "not a", "at least 5", "5", "6", "7"])


@given(CONDITIONS, CELLS, CELLS)
def test_a_condition_that_is_spelled_and_read_again_passes_the_same_records(raw_condition, x, y):
    condition = parse_condition(raw_condition)
    again = parse_condition(json.loads(json.dumps(spell(condition))))
    assert holds(again, {"x": x, "y": y}) == holds(condition, {"x": x, "y": y})


@pytest.mark.parametrize(
    "spelled",
    ["after 2026-01-31", "on or after 2026-01-31T08:00", "before mql_at", "not on or before 2026-01-31", "above budget",
     "at least budget", "between 2026-01-01 and 2026-01-31", "before 2026-01-31T00:00",
     "includes a b", "not includes a", "includes"],
)  # fmt: skip
def test_a_comparison_of_dates_and_columns_is_spelled_as_it_was_read(spelled):
    assert spell(parse_condition({"x": spelled})) == {"x": spelled}


@pytest.mark.parametrize(
    "spelled", ["after 2026-02-30", "before 31.01.2026", "between 2026-02-01 and 2026-01-01", "on or after"]
)
def test_a_comparison_that_names_no_day_is_refused(spelled):
    with pytest.raises(Unreadable):
        parse_condition({"x": spelled})


def holds(condition: Condition, record: dict[str, str]) -> bool:
    """Whether a record of texts passes, said as plainly as the format says it."""
    match condition:
        case AllOf(parts):
            return all(holds(part, record) for part in parts)
        case AnyOf(parts):
            return any(holds(part, record) for part in parts)
        case ColumnIs(column, test):
            return passes_test(test, record[column])
        case other:
            raise AssertionError(other)


def passes_test(test: Test, cell: str) -> bool:
    number = Decimal(cell) if cell.isdigit() else None
    match test:
        case Not(inner):
            return not passes_test(inner, cell)
        case Filled():
            return cell != ""
        case OneOf(values):
            return cell in values
        case Between(low, high):
            return number is not None and low <= number <= high
        case Compared(bound, limit):
            kept = {"at least": operator.ge, "at most": operator.le, "above": operator.gt, "below": operator.lt}[bound]
            return number is not None and kept(number, limit)


def test_a_name_in_two_unicode_forms_is_one_name():
    spelt = ["caf\u00e9", "cafe\u0301"]
    found = changed(
        "  first contact:", f"  {spelt[0]}: {{means: A place.}}\n  {spelt[1]}: {{means: A place.}}\n  first:"
    )
    assert [line.split(": ", 1)[1] for line in faults_in(found)] == [
        f'SLA-F003 "{spelt[1]}" and "{spelt[0]}" are one name\n  hint: keep one of the two'
    ]


@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), min_size=2))
@settings(max_examples=200)
def test_the_canonical_form_is_that_of_rfc_8785_whatever_the_letters(words):
    """The fast way and the library write the same bytes; beyond the basic plane the library decides the order."""
    import rfc8785

    personas = [{"name": word, "means": word} for word in words]
    definitions = {word: {"means": word} for word in words}
    terms = terms_of(raw() | {"personas": personas, "definitions": definitions})
    assert canonical(terms) == rfc8785.dumps(json.loads(canonical(terms)))
