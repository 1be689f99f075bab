"""Minutes: what people write is read as strictly as an agreement, and what is in it stays text."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.errors import Faults, Place, SlaError
from living_sla.model.reviews.minutes import Action, Dispute, Minutes
from living_sla.reviews.folder.minutes_file import read_minutes

PATH = "docs/reviews/2026-Q3/minutes.md"
MINUTES = """\
---
held_on: 2026-10-14
present: [Ana Ruiz, Ben Okafor]
causes:
  lead-handoff/first-contact: The rota had a hole on Fridays.
  lead-handoff/accepted-leads:
decisions:
  - Fridays get a second reader.
actions:
  - {id: friday-rota, what: Fill the rota, owner: Ben Okafor, due: 2026-11-02}
  - id: lead-source
    what: Ask for the source
disputes:
  - commitment: lead-handoff/first-contact
    what: Two of the leads were tests
    by: sales
---
The rest of the **meeting**.
"""


def changed(old: str, new: str) -> str:
    assert old in MINUTES
    return MINUTES.replace(old, new, 1)


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(Faults) as found:
        read_minutes(text.encode() if isinstance(text, str) else text, PATH)
    return [str(fault) for fault in found.value.faults]


def test_minutes_are_read_with_the_digest_of_their_bytes():
    assert read_minutes(MINUTES.encode(), PATH) == Minutes(
        path=PATH,
        digest=hashlib.sha256(MINUTES.encode()).hexdigest(),
        held_on=date(2026, 10, 14),
        present=("Ana Ruiz", "Ben Okafor"),
        causes={
            "lead-handoff/first-contact": "The rota had a hole on Fridays.",
            "lead-handoff/accepted-leads": "",
        },
        decisions=("Fridays get a second reader.",),
        actions=(
            Action("friday-rota", "Fill the rota", "Ben Okafor", date(2026, 11, 2), None, Place(PATH, 10, 5)),
            Action("lead-source", "Ask for the source", "", None, None, Place(PATH, 11, 5)),
        ),
        disputes=(Dispute("lead-handoff/first-contact", "Two of the leads were tests", "sales", Place(PATH, 14, 5)),),
        body="The rest of the **meeting**.\n",
    )


def test_a_cause_is_known_by_its_place():
    places = read_minutes(MINUTES.encode(), PATH).places
    assert places["lead-handoff/accepted-leads"] == Place(PATH, 6, 3)


@pytest.mark.parametrize(
    "front", ["", "held_on:\npresent:\ncauses:\ndecisions:\nactions:\ndisputes:\n", "causes: {}\n"]
)
def test_minutes_in_which_nobody_has_written_anything_are_minutes(front):
    found = read_minutes(f"---\n{front}---\n".encode(), PATH)
    assert (found.held_on, found.present, found.causes, found.actions, found.body) == (None, (), {}, (), "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("held_on:", "held_at:", '2:1: SLA-F010 unknown field "held_at"\n  hint: did you mean "held_on"?'),
        ("causes:", "causes :\n  a/b: x\ncauses:", 'stands here and on line 4'),
        ("2026-10-14", "14/10/2026", "2:10: SLA-F008"),
        ("2026-11-02", "2026-11-31", "10:68: SLA-F008"),
        ("lead-handoff/accepted-leads", "accepted-leads", '6:3: SLA-F012 "accepted-leads" does not name a commitment'),
        ("lead-handoff/accepted-leads", "a/b/c", '6:3: SLA-F012 "a/b/c" does not name a commitment'),
        ("id: lead-source", "id: Lead Source", '11:9: SLA-F012 "Lead Source" is not an identifier'),
        ("id: lead-source", "id: friday-rota", '11:9: SLA-F003 the action "friday-rota" stands here and on line 10'),
        ("    what: Ask for the source\n", "", '11:5: SLA-F014 "what" is missing in "lead-source"'),
        ("owner: Ben", "ovner: Ben", '10:44: SLA-F010 unknown field "ovner"\n  hint: did you mean "owner"?'),
        ("[Ana Ruiz, Ben Okafor]", "Ana Ruiz", '3:10: SLA-F014 "present" wants a list, found text'),
        ("  - Fridays", "  -\n  - Fridays", "8:4: SLA-F014 a value is missing"),
        ("by: sales", "by: *sales", "16:9: SLA-F016 an alias (*sales) is not allowed"),
        ("Ask for", "Ask\u202e for", "12:14: SLA-F018 the invisible character U+202E"),
        ("Ask for", '"Ask\\u200b for"', "SLA-F0"),
        ("The rest", "The\u202e rest", "18:4: SLA-F018 the invisible character U+202E"),
        ("The rest", "![x](https://elsewhere.example/x.png)", "18: SLA-F030 an image from another host"),
        ("The rest", "--8<-- 'secrets.txt'", "18: SLA-F028 an include"),
        ("The rest", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\nThe rest", "SLA-F137"),
        ("---\nThe", "The", "SLA-F0"),
        ("Fridays get", "x" * 2001, "a text of more than 2000 characters"),
        ("[Ana Ruiz, Ben Okafor]", f"[{', '.join('x' * 501)}]", "3:10: SLA-F017 501 entries, more than 500"),
        ("The rest", "x" * 66_000, "SLA-F029 too complex a page"),
        ("The rest", "x" * 300_000, "SLA-F017 larger than 256 KB"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(old, new, said):
    assert said in "\n".join(faults(changed(old, new)))


def test_everything_that_is_wrong_is_told_at_once():
    text = changed("held_on: 2026-10-14", "held_on: soon").replace("by: sales", "bye: sales") + "![x](//a.example/x)\n"
    told = faults(text)
    assert [fault.partition(" ")[0] for fault in told] == [f"{PATH}:2:10:", f"{PATH}:16:5:", f"{PATH}:19:"]


@pytest.mark.parametrize("text", ["{{ sla_review() }}", "{% raw %}", "{# x #}", "{{ 7 * 7 }}", "<script>x</script>"])
def test_template_code_and_html_stay_text(text):
    found = read_minutes(changed("Fill the rota", f"'{text}'").replace("The rest", text).encode(), PATH)
    assert found.actions[0].what == text
    assert text in found.body


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(MINUTES)), st.integers(0, 40))
def test_whatever_is_written_is_read_or_refused_at_a_place(noise, at, gone):
    content = MINUTES.encode()[:at] + noise + MINUTES.encode()[at + gone :]
    told: list[SlaError] = []
    try:
        assert read_minutes(content, PATH).digest == hashlib.sha256(content).hexdigest()
    except Faults as refused:
        told += refused.faults
    assert all(fault.where is not None and fault.code is not None for fault in told)
