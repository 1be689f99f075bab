"""A value of an agreement is changed at its own place, as the old one was written."""

from __future__ import annotations

import pytest

from living_sla.agreements.editing.edited import edited
from living_sla.agreements.editing.setting import read_setting
from living_sla.errors import Faults, SlaError
from tests.factories.pattern_project import HEAD

PATH = "agreements/handoff.md"
TOP = HEAD.removesuffix("commitments:\n")
FIRST = """\
  - id: first-contact
    title: First contact
    by: sales
    category: hand-off
    measure:
      kind: within
      source: leads
      from: mql_at
      to: called_at
      limit: 4 business hours
    target: at least 90%
    # agreed in May
    per: month
"""
TEXT = f"{TOP}commitments:\n{FIRST}---\nBody.\n"


def changed(text, *settings):
    found = edited(text.encode(), [read_setting(setting) for setting in settings], path=PATH)
    return found.content.decode()


def refused(text, *settings):
    with pytest.raises(SlaError) as error:
        changed(text, *settings)
    return str(error.value)


@pytest.mark.parametrize(
    ("old", "setting", "new"),
    [
        ("target: at least 90%", "first-contact.target=at least 95%", "target: at least 95%"),
        ("target:   'at least 90%'  # x", "first-contact.target=at least 95%", "target:   'at least 95%'  # x"),
        ('target: "at least 90%"   ', "first-contact.target=at least 95%", 'target: "at least 95%"   '),
        ("target: >\n      at\n      least 90%", "first-contact.target=at least 5%", "target: >\n      at least 5%"),
        ("title: First contact", "first-contact.title=it's: so", 'title: "it\'s: so"'),
        ("title: 'First contact'", "first-contact.title=it's: so", "title: 'it''s: so'"),
        ("title: First contact", "first-contact.title=a # b", 'title: "a # b"'),
        ("title: First contact", "first-contact.title=no", 'title: "no"'),
        ("title: First contact", "first-contact.title=2026", 'title: "2026"'),
        ("title: First contact", "first-contact.title=null", 'title: "null"'),
        ("title: First contact", "first-contact.title=*x", 'title: "*x"'),
        ("title: First\n      contact  # y", "first-contact.title=Answer", "title: Answer  # y"),
        ("title: 'First\n\n      contact'", "first-contact.title=Answer", "title: 'Answer'"),
        ("title: |-  # why\n      First\n", "first-contact.title=a #b", "title: |-  # why\n      a #b\n"),
        ("limit: 4 business hours", "first-contact.measure.limit=1 day", "limit: 1 day"),
        ("limit: 4 business hours", "commitments.first-contact.measure.limit=1 day", "limit: 1 day"),
        ("limit: 4 business hours", "commitments.1.measure.limit=1 day", "limit: 1 day"),
        ("effective: 2026-07-01", "effective=2026-08-01", "effective: 2026-08-01"),
        ("team: Demand Generation", "parties.marketing.team=Growth", "team: Growth"),
        ("{name: Ana Ruiz,", "parties.marketing.contact.name=Ruiz, Ana", '{name: "Ruiz, Ana",'),
        ("hours: {mon-fri: 09:00-17:00}", "coverage.hours.mon-fri=08:00-16:00", "hours: {mon-fri: 08:00-16:00}"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_the_old_one_was(old, setting, new):
    text = TEXT
    for name in ("target:", "title: First", "limit:", "effective:", "team: Demand"):
        if old.startswith(name.partition(":")[0]) and old not in text:
            (line,) = [line for line in text.split("\n") if line.strip().startswith(name)]
            text = text.replace(line.lstrip(), old, 1)
    assert text.count(old) == 1
    assert changed(text, setting) == text.replace(old, new)


def test_line_ends_and_the_byte_order_mark_stay():
    text = "\ufeff" + TEXT.replace("title: First contact", "title: >\n      First\n      contact").replace("\n", "\r\n")
    words = "An answer by a person, on the telephone or by a mail that was written for this one customer alone."
    head = "An answer by a person, on the telephone or by a mail\r\n      that was written for this one customer alone."
    wanted = text.replace("First\r\n      contact", head)
    assert changed(text, f"first-contact.title={words}") == wanted


def test_several_settings_are_written_together():
    text = changed(TEXT, "first-contact.target=at least 95%", "effective=2026-08-01", "title=Hand over")
    assert text == TEXT.replace("90%", "95%").replace("2026-07-01", "2026-08-01").replace("Hand-off", "Hand over")


def test_settings_that_hold_only_together_are_written_together():
    text = TEXT.replace("per: month", "warn: 92%\n    per: month")
    assert "SLA-F007" in refused(text, "first-contact.target=at least 95%")
    assert changed(text, "first-contact.target=at least 95%", "first-contact.warn=97%") == text.replace(
        "90%", "95%"
    ).replace("92%", "97%")


def test_a_value_that_the_field_has_already_leaves_the_file_alone():
    assert changed(TEXT, "first-contact.target=at least 90%") == TEXT


@pytest.mark.parametrize(
    ("setting", "after", "line"),
    [
        ("first-contact.warn=92%", "    target: at least 90%\n", "    warn: 92%\n"),
        ("first-contact.owner=Ben Okafor", "    per: month\n", "    owner: Ben Okafor\n"),
        ("first-contact.measure.where=hot", "      source: leads\n", "      where: hot\n"),
        ("until=2027-06-30", "effective: 2026-07-01\n", "until: 2027-06-30\n"),
        ("coverage.holidays=NL", "  hours: {mon-fri: 09:00-17:00}\n", "  holidays: NL\n"),
        ("cancellation=Either party: in writing", "    per: month\n", 'cancellation: "Either party: in writing"\n'),
    ],
)
def test_a_missing_field_is_written_where_the_format_has_it(setting, after, line):
    text = TEXT.replace("commitments:", "definitions:\n  hot: {means: Hot., where: {reason: x}}\ncommitments:")
    assert changed(text, setting) == text.replace(after, after + line)


def test_a_missing_field_joins_others_in_braces():
    text = TEXT.replace("coverage:", "review: {every: quarter}\ncoverage:")
    assert changed(text, "review.next=2027-01-12") == text.replace("quarter}", "quarter, next: 2027-01-12}")


def test_an_empty_field_gets_its_value():
    text = TEXT.replace(" Hand-off", "")
    assert changed(text, "title=Hand-off") == TEXT


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("first-contact.limit=1 day", "did you mean first-contact.measure.limit?"),
        ("first-contact.targte=at least 95%", 'did you mean "target"?'),
        ("timezone=UTC", "did you mean coverage.timezone?"),
        ("frist-contact.target=at least 95%", 'did you mean "first-contact"?'),
        ("commitments.2.target=at least 95%", 'commitments has no item "2"'),
        ("commitments.0.target=at least 95%", 'commitments has no item "0"'),
        ("coverage=UTC", "name one value: coverage.timezone, coverage.hours.mon-fri"),
        ("commitments=x", "commitments is a list of 1 item"),
        ("first-contact=x", "name one value: first-contact.id, first-contact.title"),
        ("parties.sales.deputy.name=Bob", "add it in an editor"),
        ("title.x=y", "title is one value, and has no fields"),
        ("first-contact.target=at last 95%", "is not a target"),
        ("first-contact.measure.kind=count", "SLA-F"),
        ("title={{ x }}", "template syntax"),
        ("icon=material/handshake", "add the field in an editor"),
    ],
)
def test_what_means_no_value_or_a_wrong_one_is_refused_with_the_next_step(setting, told):
    assert told in refused(TEXT, setting)


def test_all_or_none():
    assert "is not a target" in refused(TEXT, "effective=2026-08-01", "first-contact.target=x")


def test_one_field_is_set_once():
    assert "is set twice" in refused(TEXT, "title=A", "title=B")
    text = TEXT.replace("target:", "warn: 91%\n    target:")
    assert "is set twice" in refused(text, "first-contact.warn=92%", "commitments.1.warn=93%")


@pytest.mark.parametrize("text", ["", "=", "title", "=x", "a..b=x", ".a=x", "a.=x", 'a"b=x', "title=", "title= ",
                                  "title=a\nb", "title=a\tb", "title=a\u200bb", "title=\x1b[31m", '"="'])  # fmt: skip
def test_what_is_no_setting_is_refused(text):
    with pytest.raises(SlaError):
        read_setting(text)


def test_names_with_dots_stand_in_quotes():
    text = TEXT.replace("coverage:", "definitions:\n  v2.0 lead: {means: Hot.}\ncoverage:")
    assert 'write a name that holds a dot in quotes: "v2.0 lead"' in refused(text, "definitions.v2.0 lead.means=Warm.")
    assert changed(text, 'definitions."v2.0 lead".means=Warm.') == text.replace("Hot.", "Warm.")


def test_a_commitment_that_is_called_as_a_field_is_asked_for_in_full():
    text = TEXT.replace("id: first-contact", "id: notice").replace("coverage:", "notice: 30 days\ncoverage:")
    assert "commitments.notice.target" in refused(text, "notice.target=at least 95%")
    assert changed(text, "commitments.notice.target=at least 95%") == text.replace("90%", "95%")


@pytest.mark.parametrize("line", ["title: &a First contact", "title: *a", "title: !!str First", "<<: {title: x}"])
def test_a_file_in_which_one_text_may_be_read_as_two_is_refused(line):
    with pytest.raises(SlaError):
        changed(TEXT.replace("title: First contact", line), "first-contact.target=at least 95%")


def test_a_fault_can_be_fixed_by_its_setting():
    text = TEXT.replace("at least 90%", "90%")
    with pytest.raises(Faults):
        changed(text, "title=Another")
    assert changed(text, "first-contact.target=at least 90%") == TEXT
