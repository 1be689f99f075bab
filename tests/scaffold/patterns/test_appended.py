"""A commitment is added to an agreement file as one piece of text: every other byte of the file stays."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.errors import Faults
from living_sla.scaffold.patterns.appended import CannotAppend, appended
from living_sla.scaffold.patterns.library import PATTERNS, pattern
from tests.factories.pattern_project import HEAD

TOP = HEAD.removesuffix("commitments:\n")
VOLUME = pattern("lead-volume").commitment({"at": "mql_at"})
CONTACT = pattern("first-contact").commitment({"from": "mql_at", "to": "called_at"})
FLOW = (
    "{id: volume, title: Leads, by: marketing, category: goals, "
    "measure: {kind: count, source: leads, at: mql_at}, target: at least 9, per: month}"
)


def indented(text, by=2):
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines())


def added(text, item=CONTACT):
    """The text with the item, which is one piece more than the text before."""
    raw = text.encode()
    found = appended(raw, item, path="agreements/handoff.md").content
    assert is_one_piece_more(raw, found)
    return found.decode()


def is_one_piece_more(before, after):
    length = len(after) - len(before)
    return any(after[:at] + after[at + length :] == before for at in range(len(before) + 1))


def test_an_item_joins_the_list_above_what_follows_it():
    follows = "# What each side needs.\nneeds:\n  - {party: sales, what: Help}\n"
    text = f"{TOP}commitments:\n{indented(VOLUME)}\n{follows}---\nBody.\n"
    assert added(text) == text.replace("\n# What", f"{indented(CONTACT)}\n# What", 1)


def test_a_comment_inside_of_the_list_stays_with_the_item_before_it():
    text = f"{TOP}commitments:\n{indented(VOLUME)}    # warn: 420\n  # More to come.\nneeds: []\n---\n"
    assert added(text) == text.replace("needs: []", f"{indented(CONTACT)}needs: []")


@pytest.mark.parametrize("by", [0, 1, 2, 6])
def test_an_item_is_indented_as_those_before_it(by):
    text = f"{TOP}commitments:\n{indented(VOLUME, by)}---\n"
    assert added(text) == text.removesuffix("---\n") + indented(CONTACT, by) + "---\n"


def test_line_ends_of_the_file_stay_those_of_the_file():
    text = f"{TOP}commitments:\n{indented(VOLUME)}---\nNo end".replace("\n", "\r\n")
    assert added(text) == text.replace("---\r\nNo end", indented(CONTACT).replace("\n", "\r\n") + "---\r\nNo end")


def test_a_byte_order_mark_stays():
    text = f"\ufeff{TOP}commitments:\n{indented(VOLUME)}---"
    assert added(text) == text.removesuffix("---") + indented(CONTACT) + "---"


ONE_LINE = (
    "{id: first-contact, title: First contact, by: sales, category: hand-off, measure: {kind: within, source: leads, "
    'from: mql_at, to: called_at, limit: "4 business hours"}, target: "at least 95%", per: month}'
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("commitments: [{0}]", "commitments: [{0}, {1}]"),
        ("commitments: [ {0}, ]", "commitments: [ {0}, {1}, ]"),
        ("commitments: [\n  {0}\n]", "commitments: [\n  {0},\n  {1}\n]"),
        ("commitments:\n  [\n  {0},\n  ]", "commitments:\n  [\n  {0},\n  {1},\n  ]"),
        ("commitments: [\n  {0}  # the first\n  ]", "commitments: [\n  {0}  # the first\n  , {1}\n  ]"),
        ("commitments: [\n  {0},  # the first\n  ]", "commitments: [\n  {0},  # the first\n  {1}\n  ]"),
        ("commitments: []", "commitments: [{1}]"),
        ("commitments: [\n  # none yet\n  ]", "commitments: [\n  # none yet\n  {1}]"),
        ("commitments:", "commitments:\n{2}"),
        ("commitments:  # none yet", "commitments:  # none yet\n{2}"),
        ("tags: [one]", "tags: [one]\ncommitments:\n{2}"),
    ],
)
@pytest.mark.parametrize("follows", ["", "cancellation: In writing.\n"])
def test_lists_in_brackets_and_empty_ones_are_added_to(before, after, follows):
    if "tags" in before and follows:
        pytest.skip("a list that is not there yet comes last")
    written = [text.replace("{0}", FLOW).replace("{1}", ONE_LINE).replace("{2}", indented(CONTACT).rstrip("\n"))
               for text in (before, after)]  # fmt: skip
    assert added(f"{TOP}{written[0]}\n{follows}---\n") == f"{TOP}{written[1]}\n{follows}---\n"


@pytest.mark.parametrize(
    "stated", ["commitments: ~\n", "{commitments: none}\n", "commitments: none\n", "commitments: {a: b}\n"]
)
def test_what_cannot_be_added_to_is_refused_with_the_text_to_paste(stated):
    with pytest.raises((CannotAppend, Faults)) as refused:
        appended(f"{TOP}{stated}---\n".encode(), CONTACT, path="agreements/handoff.md")
    if isinstance(refused.value, CannotAppend):
        assert refused.value.text == CONTACT
        assert str(refused.value).endswith("hint: paste the text above into the list yourself")


def test_a_file_with_faults_is_fixed_first():
    text = f"{TOP}commitments:\n{indented(VOLUME)}comitments: x\n---\n"
    with pytest.raises(Faults) as refused:
        appended(text.encode(), CONTACT, path="agreements/handoff.md")
    assert [(fault.where.line, fault.code) for fault in refused.value.faults] == [(28, "SLA-F010")]


def test_an_id_that_is_there_is_refused():
    with pytest.raises(Faults, match="lead-volume"):
        added(f"{TOP}commitments:\n{indented(VOLUME)}---\n", VOLUME)


# ---------------------------------------------------------------- the law

texts = st.text("abz éß#-:{}[]'\"|>,&*!%@ \n", min_size=1, max_size=30).filter(str.strip)
after_the_list = st.lists(
    st.sampled_from(
        ["", "# a comment\n", "  # indented\n", "    # deep\n", "\n", "   \n", "cancellation: In writing.\n"]
    ),
    max_size=5,
)
styles = st.sampled_from(["block", "block scalar", "kept scalar", "flow", "flow lines", "dash alone", "quoted"])


def one_item(style, position, title, indent):
    """An item with a title that may hold anything, in one of the ways that people write it."""
    measure = "measure: {kind: count, source: leads, at: mql_at}"
    rest = f"by: marketing\ncategory: goals\n{measure}\ntarget: at least 9\nper: month\n"
    quoted = yaml.safe_dump(" ".join(title.split()) + ".", default_style='"', width=10**6, allow_unicode=True).strip()
    if style in ("block scalar", "kept scalar"):
        mark = "|" if style == "block scalar" else "|+"
        lines = [line.strip() or "x" for line in title.splitlines()]
        body = "".join(f"    {line}\n" for line in lines) + "\n# x\n" * (style == "kept scalar")
        own = f"id: item-{position}\n{rest}title: {mark}\n{body}"
    else:
        own = f"id: item-{position}\ntitle: {quoted}\n{rest}"
    dash = "-\n" if style == "dash alone" else "- "
    first, *others = own.splitlines()
    lines = [
        f"{dash}{'  ' if dash == '-' else ''}{first}".replace("-\n", "-\n  "),
        *(f"  {line}" if line else "" for line in others),
    ]
    return "".join(f"{' ' * indent}{line}\n" if line else "\n" for text in lines for line in text.split("\n"))


@given(
    st.lists(st.tuples(styles, texts), min_size=1, max_size=3),
    st.sampled_from([0, 2, 4]),
    after_the_list,
    st.booleans(),
    st.booleans(),
    st.sampled_from(PATTERNS),
)
@settings(max_examples=60, deadline=None)
def test_whatever_the_file_is_like_one_piece_is_added_or_nothing(items, indent, after, crlf, bom, chosen):
    listed = "".join(one_item(style, at, title, indent) for at, (style, title) in enumerate(items))
    ends = "".join(dict.fromkeys(after)) if "cancellation: In writing.\n" in after else "".join(after)
    text = f"{TOP}commitments:\n{listed}{ends}---\nBody: *x*\n"
    text = text.replace("\n", "\r\n") if crlf else text
    raw = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    try:
        before, _ = parse_agreement(raw, path="agreements/handoff.md")
    except Faults:
        return  # what is refused as it is, is not added to
    try:
        found = appended(raw, chosen.commitment({}), path="agreements/handoff.md").content
    except CannotAppend:
        return
    assert is_one_piece_more(raw, found)
    now, _ = parse_agreement(found, path="agreements/handoff.md")
    assert now.terms.commitments[:-1] == before.terms.commitments
    assert now.terms.commitments[-1].id == chosen.id
    assert now.terms.model_copy(update={"commitments": ()}) == before.terms.model_copy(update={"commitments": ()})
    assert now.body == before.body
    assert (b"\r\n" in found) == crlf
    assert not re.search(rb"[^\r]\n", found) or not crlf
