"""The table of a sheet as the draft of an agreement: what can be measured, what is defined, and all the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct, field

from living_sla.model.agreement.source import Source
from living_sla.model.slug import first_free
from living_sla.scaffold.header import quoted
from living_sla.scaffold.patterns.library import pattern
from living_sla.scaffold.patterns.matching import Fit, fit, starters
from living_sla.scaffold.patterns.sides import Sides
from living_sla.scaffold.spreadsheet.body import item
from living_sla.scaffold.spreadsheet.layout import BOTH, OWNER, Layout, SheetCell
from living_sla.scaffold.spreadsheet.meaning import Meant, Unmeasured, meaning
from living_sla.scaffold.spreadsheet.sentences import sentences_of, without_emails

_TEMPLATE = re.compile(r"\{[{%#]|[}%#]\}")
_LONGEST_TITLE, _LONGEST_TERM = 80, 1_000
_ROOM, _OF_AN_ITEM = 48 << 10, 700
"""Bytes of commitments and definitions, and of an item beside its sentences; a front matter may have 64 KB."""
_DEFINED = re.compile(
    r"(?:an? |the )?((?:[A-Z]{2,6}|marketing[- ]qualified lead|sales[- ]qualified lead|sales[- ]accepted lead|"
    r"qualified lead|ideal customer profile)s?)\s*(?:\([^()]{1,40}\)\s*)?(?::|=|means?\b|is defined as|are defined as|"
    r"is an?\b|is any\b|are\b)\s*(?=\S)",
    re.IGNORECASE,
)
_OF_DEFINITION = re.compile(r"\b(?:definitions?(?: of)?|criteria(?: for)?|defined)\b|[:(){}\[\]#%]", re.IGNORECASE)
_RESERVED = frozenset({"any", "all", "otherwise"})
_MEETING = re.compile(r"\b(?:meet(?:s|ing|ings)?|sync|stand-?up|check-?in)\b", re.IGNORECASE)
_LABELS = {"marketing": "Marketing", "sales": "Sales", BOTH: "both"}


class Draft(Struct):
    """What the sheet comes to; every sentence of it stands in one of these."""

    items: list[str] = field(default_factory=list)
    """Commitments as blocks of YAML, with comments above."""
    fits: list[Fit] = field(default_factory=list)
    """Of the commitments, in their order."""
    definitions: dict[str, list[str]] = field(default_factory=dict)
    meeting: str = ""
    unmeasured: list[str] = field(default_factory=list)
    """Items of the body."""
    people: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    """Ids of commitments."""

    size: int = 0
    """Bytes of what stands among the terms."""


def draft_of(layout: Layout, sources: Mapping[str, Source], sides: Sides, *, today: date) -> Draft:
    """The draft of a table, whose commitments are fitted to the sources and owed by the parties of `sides`."""
    draft = Draft()
    for cell in layout.cells:
        for sentence in map(without_emails, sentences_of(cell.text)):
            _place(draft, cell, sentence, sources, sides, today)
    for cell in layout.around:
        draft.others += (item(cell.place, without_emails(text)) for text in sentences_of(cell.text))
    if not draft.items:
        why = "not in the sheet, which has no commitment that can be measured yet: an agreement has one at least"
        for name in starters(sources):
            _commit(draft, _Chosen(Meant(pattern(name), decide=(why,)), sides.keys[pattern(name).by]), sources, sides)
    return draft


class _Chosen(Struct, frozen=True):
    """A commitment of the draft: what it means, who owes it, and what the sheet says beside that."""

    meant: Meant
    by: str
    comment: str = ""
    title: str = ""
    category: str = ""


def _place(
    draft: Draft, cell: SheetCell, sentence: str, sources: Mapping[str, Source], sides: Sides, today: date
) -> None:
    """Put one sentence where it belongs."""
    head = without_emails(f"{_LABELS[cell.side]}{f', {cell.label}' if cell.label else ''} ({cell.place})")
    if cell.category == OWNER:
        draft.people.append(item(head, sentence))
        return
    found: Meant | Unmeasured = meaning(sentence, today=today)
    fits_in = draft.size + 2 * len(sentence.encode()) + _OF_AN_ITEM < _ROOM
    name = _defines(cell, sentence)
    if fits_in:
        draft.size += 2 * len(sentence.encode()) + _OF_AN_ITEM
    if isinstance(found, Meant) and fits_in and not (name and _DEFINED.match(sentence)):
        title = sentence.rstrip(" .;")
        title = title if len(title) <= _LONGEST_TITLE and not _TEMPLATE.search(title) else ""
        chosen = _Chosen(found, sides.keys[cell.side], f"{head}: {sentence}", title, cell.category)
        _commit(draft, chosen, sources, sides)
    elif name and fits_in and _may_be_term(sentence):
        draft.definitions.setdefault(name, []).append(sentence)
    elif _MEETING.search(sentence) and not draft.meeting and fits_in and _may_be_term(sentence):
        draft.meeting = sentence
    else:
        why = found.why if isinstance(found, Unmeasured) else "the agreement has no room for more commitments"
        draft.unmeasured.append(item(head, sentence, f"Missing: {why}."))


def _may_be_term(sentence: str) -> bool:
    return len(sentence) <= _LONGEST_TERM and not _TEMPLATE.search(sentence)


def _defines(cell: SheetCell, sentence: str) -> str:
    """The word that a sentence defines: one that it names, or what its row is about; empty where it defines nothing."""
    if found := _DEFINED.match(sentence):
        return found[1].lower()
    if cell.category != "qualification":
        return ""
    bare = " ".join(_OF_DEFINITION.sub(" ", without_emails(cell.label)).lower().split())[:60].strip(" -.,;&")
    name = bare if any(letter.isalpha() for letter in bare) and bare not in _RESERVED else "qualified lead"
    return name if cell.side == BOTH else f"{name}, {_LABELS[cell.side]}"


def _commit(draft: Draft, chosen: _Chosen, sources: Mapping[str, Source], sides: Sides) -> None:
    """Add a commitment to the draft."""
    meant, by = chosen.meant, chosen.by
    fitted, said = fit(meant.pattern, sources), dict(meant.said)
    kind = said.pop("kind", meant.pattern.kind)
    currency = (fitted.target or "").rpartition(" ")[2]
    if currency.isalpha() and said.get("target", "x")[-1].isdigit():
        said["target"] = f"{said['target']} {currency}"
    id = first_free(meant.pattern.id, draft.taken)
    draft.taken.add(id)
    text = fitted.commitment(id=id, by=by, title=chosen.title or None, owner=sides.contacts.get(by), **said)
    text = text.replace(f"    kind: {meant.pattern.kind}\n", f"    kind: {kind}\n", 1)
    category = chosen.category or meant.pattern.category
    text = text.replace(f"  category: {meant.pattern.category}\n", f"  category: {category}\n", 1)
    above = [chosen.comment, *(f"decide: {one}" for one in meant.decide)]
    draft.items.append("".join(f"# {line}\n" for line in above if line) + text)
    draft.fits.append(fitted)


def terms_of(draft: Draft) -> str:
    """The fields of the front matter beside its commitments."""
    return "".join(_terms(draft))


def _terms(draft: Draft) -> Iterator[str]:
    if draft.meeting:
        yield f"channels:\n  meeting: {quoted(draft.meeting)}\n"
    if draft.definitions:
        yield "definitions:\n"
        for name, sentences in draft.definitions.items():
            *before, last = sentences
            means = " ".join([*(one if one[-1] in ".!?;:" else f"{one};" for one in before), last])
            yield f"  {quoted(name)}:\n    means: {quoted(means)}\n"


def body_of(draft: Draft, *, name: str, unread: Iterable[str]) -> str:
    """The text below the terms; `unread` says what could not be read."""
    parts = [
        ("Not measured yet", "What the sheet asks for, and nothing computes yet.", draft.unmeasured),
        ("People in the sheet", "", draft.people),
        ("Also in the sheet", "Titles, notes, and what stands beside the table.", draft.others),
        ("Not read", "", list(unread)),
    ]
    blocks = [f"\nThis is a draft, read from the spreadsheet {name}. Everything that binds stands above."]
    for title, about, items in parts:
        if items:
            blocks += [f"## {title}", *filter(None, (about,)), *items]
    return "\n\n".join(blocks) + "\n"
