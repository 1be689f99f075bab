"""No value of a person gets into a review, however it is spelled; whom the terms name may stand there."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.errors import SlaError
from living_sla.reviews.personal.search import named_in, personal_faults
from living_sla.reviews.personal.spellings import folded
from tests.reviews.frozen_projects import AGREEMENT

KNOWN = named_in(
    {
        "terms/lead-handoff.v1.md": AGREEMENT.encode(),
        "allowed_signers": b"# of somebody@remark.example\nzoe@keys.example,tim@keys.example ssh-ed25519 AAAA\n",
    }
)
FIRST = ["Greta", "Zoë", "Jürgen", "Ángela", "Mary-Jane", "O'Brien", "Łukasz", "Siobhán", "Renée", "Bo"]
LAST = ["Sandoval", "Þórsdóttir", "Müller", "van der Berg", "D'Angelo", "Nguyễn", "Ellingsworth", "Straßer", "Ito-Hale"]


def canary(number: int) -> str:
    """What a CRM would hold of a person: names, numbers, addresses, and what tools make of them."""
    first, last = FIRST[number % len(FIRST)], LAST[number // 7 % len(LAST)]
    kinds = [
        f"{first} {last} {number}", f"{last}, {first} {number}", f"+44 20 7946 {number:05}", f"0049(170)55{number:05}",
        f"{first}.{last}{number}@private.example".replace(" ", ""), f"user{number}@sub.private.example",
        f"{first.upper()} {last.upper()} #{number}", f"https://social.example/in/{first}-{number}", f"77{number:06}01",
        f"{number} Harbour Road, SW1A {number}",
    ]  # fmt: skip
    return kinds[number % len(kinds)]


SPELLINGS = {
    "as it is": lambda text: text,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "wide": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "percent": lambda text: quote(text, safe=""),
    "percent, all of it": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "percent with plus": lambda text: quote(text, safe=" ").replace(" ", "+") if "+" not in text else quote(text),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "HTML": lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace").decode(),
    "HTML in numbers": lambda text: "".join(f"&#x{ord(c):x};" for c in text),
    "HTML twice": lambda text: html.escape("".join(f"&#{ord(c)};" for c in text)),
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON, all of it": lambda text: "".join(
        f"\\u{unit:04x}" for unit in memoryview(text.encode("utf-16-le")).cast("H").tolist()
    ),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "JSON of HTML": lambda text: json.dumps("".join(f"&#{ord(c)};" for c in text))[1:-1],
    "more space": lambda text: text.replace(" ", " \u00a0 "),
    "on two lines": lambda text: text.replace(" ", "\n", 1),
    "unseen letters": lambda text: "\u200b".join(text),
    "soft hyphens": lambda text: text[:3] + "\u00ad" + text[3:],
    "emphasis": lambda text: re.sub(r"(\w+)", r"**\1**", text, count=1),
    "Markdown escapes": lambda text: re.sub(r"([^\w\s])", r"\\\1", text) if text.isascii() else text,
    "tags": lambda text: text[:4] + "<b>" + text[4:] + "</b>",
}
AROUND = ["{}", "Call {} on Monday.", "See [{}](page.md), please", '"{}"', "({})", "- {}: no answer", "x={};y=1"]


def planted(text: str, number: int) -> dict[str, bytes]:
    """A file of a review that holds the text somewhere: a title, a label, a table, a sentence, the minutes."""
    inside = AROUND[number % len(AROUND)].format(text)
    kind = number % 5
    if kind == 0:
        return {"docs/reviews/2026-Q3/snapshot.json": json.dumps({"agreements": [{"title": inside}]}).encode()}
    if kind == 1:
        return {"docs/reviews/2026-Q3/snapshot.json": json.dumps({"labels": {inside: 1}}, ensure_ascii=False).encode()}
    if kind == 2:
        quoted = inside.replace('"', '""')
        return {"docs/reviews/2026-Q3/figures.csv": f'agreement,segment\nlead-handoff,"{quoted}"\n'.encode()}
    if kind == 3:
        return {"docs/reviews/2026-Q3/terms/a.v1.md": f"---\ntitle: {inside}\n---\n".encode()}
    return {"docs/reviews/2026-Q3/minutes.md": f"---\ndecisions:\n  - {inside}\n---\nThanks.\n".encode()}


def faults(texts: dict[str, bytes], cells: list[str]) -> list[SlaError]:
    return personal_faults(texts, KNOWN, [("leads", "Name", cells)])


def test_none_of_a_thousand_canaries_passes_and_no_message_says_one():
    canaries = [canary(number) for number in range(1000)]
    assert len(set(canaries)) == 1000
    spellings = list(SPELLINGS.values())
    passed, told = [], []
    for number, text in enumerate(canaries):
        spelled = spellings[number * 7 // 3 % len(spellings)](text)
        texts = planted(spelled, number)
        found = faults(texts, [text])
        if not found:
            passed.append((text, spelled))
        told += [fault for fault in found if folded(text) in folded(str(fault))]
    assert passed == []
    assert told == []


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("text", [canary(number) for number in range(10)])
def test_each_kind_is_found_in_each_spelling(text, spelling):
    spelled = SPELLINGS[spelling](text)
    assert faults({"minutes.md": f"- {spelled}, who called\n".encode()}, [text])


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_address_needs_no_column_to_be_found(spelling):
    spelled = SPELLINGS[spelling]("Greta.Müller@private.example")
    assert faults({"minutes.md": f"- write to {spelled} first\n".encode()}, [])


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")), min_size=1, max_size=12)


@given(
    cell=st.lists(LETTERS, min_size=1, max_size=3).map(" ".join).filter(lambda text: len(folded(text)) >= 6),
    spelling=st.sampled_from(sorted(SPELLINGS.keys() - {"more space", "emphasis", "Markdown escapes", "tags"})),
    around=st.sampled_from(["{}", " {} ", '"{}"', "({}).", "a\n{}\nb"]),
)
@settings(max_examples=60, deadline=None)
def test_any_cell_is_found_in_any_spelling(cell, spelling, around):
    """Cells that look like an escape themselves are read both ways, and found all the same."""
    spelled = SPELLINGS[spelling](cell)
    assert faults({"minutes.md": around.format(spelled).encode()}, [cell])


@pytest.mark.parametrize(
    "text",
    [
        "Ben Okafor and Ana Ruiz met.", "ask ben.okafor@northwind.example", "<leads@northwind.example>",
        "*ANA.RUIZ@northwind.example*", "mailto:zoe@keys.example", "Tim is tim@keys.example.",
        "`ana.ruiz@northwind.example`",
        json.dumps({"note": "First line\nben.okafor@northwind.example"}),
    ],
)  # fmt: skip
def test_whom_the_terms_or_the_keyring_name_may_stand_there(text):
    """Also where an export holds them: the owner of a lead is often a party's contact."""
    cells = ["Ben Okafor", "Ana Ruiz", "Okafor", "ben.okafor@northwind.example"]
    path = "snapshot.json" if text.startswith("{") else "minutes.md"
    assert faults({path: text.encode()}, cells) == []


@pytest.mark.parametrize(
    "text",
    [
        "carl.ben.okafor@northwind.example", "ben.okafor@northwind.example.evil.example",
        "ben.okafor@northwind.examples",
        "xben.okafor@northwind.example", "ben.okafor@elsewhere.example", "somebody@remark.example",
        "ana@[10.0.0.1]", "ana.ruiz+list@northwind.example", "ana.ruiz@northwind.example-x.example",
    ],
)  # fmt: skip
def test_an_address_that_only_resembles_a_known_one_is_found(text):
    assert faults({"minutes.md": f"to {text}\n".encode()}, [])


def test_a_colleague_of_the_same_surname_is_not_the_one_that_is_known():
    assert faults({"minutes.md": b"Dora Okafor called.\n"}, ["Dora Okafor"])
    assert faults({"minutes.md": b"Okafor called.\n"}, ["Okafor"])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("marketing and the market", "Marketi"), ("a seal 4690529b63b1", "052963"), ("1234567 leads", "123456"),
        ("from 1 August 2026 to 3 August 2026", "August"), ("short", "short"), ("Bo Ito", "Bo"),
        ("d" * 40 + " 123456" + "0" * 58 + "\n", "123456"),
    ],
)  # fmt: skip
def test_what_only_happens_to_stand_in_something_else_is_not_a_person(text, cell):
    assert faults({"minutes.md": text.encode()}, [cell]) == []


def test_digests_and_keys_are_not_searched_for_parts_but_found_whole():
    digest = "4690529b63b106adca791b089c5b71340e1e68d2e37f9e3d8bd8fdbcb6d64fca"
    key = "AAAAC3NzaC1lZDI1NTE5AAAAIF8FwKRBdlss1/huglcyjFNCSFkEWrmSLE8i8B2dNIvU"
    text = {"SHA256SUMS": f"{digest}  figures.csv\n{key}\n".encode()}
    assert faults(text, ["b089c5b713", "lzdi1nte5a", "791b089c5b7134"]) == []
    assert len(faults(text, [digest.upper()])) == 1
    assert len(faults(text, [key])) == 1


def test_a_message_says_where_and_of_which_column_and_never_what():
    texts = {
        "docs/reviews/2026-Q3/minutes.md": b"---\ndecisions:\n  - Greta Sandoval pays\n---\nTo g@private.example\n",
        "docs/reviews/2026-Q3/snapshot.json": b'{"agreements":[{"title":"Leads of Greta Sandoval"}]}',
    }
    assert [str(fault) for fault in faults(texts, ["Greta Sandoval"])] == [
        "docs/reviews/2026-Q3/minutes.md:5: SLA-F090 an e-mail address that neither the terms nor the keyring name\n"
        "  hint: take it out of what this text is made of, or name the person in the terms",
        'docs/reviews/2026-Q3/minutes.md:3: SLA-F090 what the personal column "Name" of leads holds\n'
        "  hint: take it out of what this text is made of; take the column out of personal in data/sources.yml only if "
        "it is not about people",
        'docs/reviews/2026-Q3/snapshot.json: SLA-F090 what the personal column "Name" of leads holds, in '
        "agreements.0.title\n"
        "  hint: take it out of what this text is made of; take the column out of personal in data/sources.yml only if "
        "it is not about people",
    ]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("O’Brien-Marsh called", "O'Brien-Marsh"),
        ("Mary‑Jane Ito called", "Mary-Jane Ito"),
        ("title: 'D''Angelo Ito'", "D'Angelo Ito"),
        ('"Ida ""Bo"" Ito"', 'Ida "Bo" Ito'),
        ("Zoe Muller called", "Zoë Müller"),
        (r"\U0001F600 Ida Vane", "😀 Ida Vane"),
        ("greta_sandoval_2026", "greta_sandoval"),
        ("GretaSandoval2026", "gretasandoval"),
        ("Sandoval's leads", "Sandoval"),
        ("tel:+44(0)20-7946-0765", "+44(0)20-7946-0765"),
    ],
)
def test_what_people_type_in_its_place_is_found(text, cell):
    assert faults({"minutes.md": f"- {text}\n".encode()}, [cell])


def test_a_key_of_a_document_that_holds_somebody_is_not_quoted_as_the_place():
    [fault, *others] = faults(
        {"snapshot.json": b'{"names":{"Greta Sandoval":{"x":"Greta Sandoval"}}}'}, ["Greta Sandoval"]
    )
    assert fault.message == 'what the personal column "Name" of leads holds, in names'
    assert [other.message for other in others] == ['what the personal column "Name" of leads holds, in names.….x']
