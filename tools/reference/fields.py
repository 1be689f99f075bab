"""`docs/reference/fields.md`: every field of the files that people write, measures apart."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

from living_sla.agreements.schema.field_words import FIELD_WORDS
from living_sla.agreements.schema.presentation import PRESENTATION_KEYS
from living_sla.agreements.signoff_file import SignOffFields
from living_sla.model.agreement.kinds import Ends
from living_sla.model.agreement.measured import Events, First, Measured
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Terms
from living_sla.model.reviews.minutes_fields import MinutesFields
from living_sla.model.reviews.signoff import ReviewSignOffFields
from tools.reference.markdown import anchor_of, from_docs, heading, index, page, term
from tools.reference.schema import PartType, fields, parts_of

_ABOUT = """\
Four files are written by people: [agreements](#agreement), [`data/sources.yml`](#source),
[sign-offs](#sign-off), which `sla sign` writes, and the [minutes](#minutes) of reviews.
Here is every field of them but those of
[measures](measures.md). An agreement with all of them in one place: [the agreement file](../agreement-format.md)."""
_PRESENTATION = "These four are about the page and are no terms: changing them asks for no signature."
_TITLES = {
    "Terms": "Agreement",
    "CoverageTerms": "Coverage",
    "ExceptionTerms": "Exception",
    "CountBasis": "Basis of a count",
    "Rise": "Conversion of a basis",
    "Trigger": "Consequence",
    "ColumnSpec": "Column",
    "NewestBy": "Duplicates",
    "MaxAge": "Largest age",
    "NewestOf": "As-of of columns",
    "InFileName": "As-of of a file name",
    "SignOffFields": "Sign-off",
    "ReviewSignOffFields": "Sign-off of a review",
    "MinutesFields": "Minutes",
    "ActionFields": "Action",
    "DisputeFields": "Dispute",
}
_OF_MEASURES = (Events, First, Ends)
_FILES = (Terms, Source, SignOffFields, ReviewSignOffFields, MinutesFields)


def text() -> str:
    """The page."""
    parts = [part for file in _FILES for part in _parts(file)]
    contents = index((title_of(part.__name__), anchor_of(title_of(part.__name__))) for part in parts)
    return page(
        "Fields", _ABOUT, contents, *(block for file in _FILES for part in _parts(file) for block in _told(part))
    )


def _parts(file: PartType) -> list[PartType]:
    return [part for part in parts_of(file) if not issubclass(part, Measured) and part not in _OF_MEASURES]


def _told(part: PartType) -> Iterator[str]:
    title = title_of(part.__name__)
    yield heading(2 if part in _FILES else 3, title, anchor_of(title))
    yield from_docs(cleandoc(part.__doc__ or ""))
    yield from fields(part, links, anchor=anchor_of(title))
    if part is Terms:
        yield heading(3, "Its page", "its-page")
        yield _PRESENTATION
        for key in PRESENTATION_KEYS:
            words = FIELD_WORDS[key]
            yield term(f"`{key}`{{ #its-page-{key} }}", f"{words.means} `{words.example}`")


def title_of(name: str) -> str:
    """What a part is called."""
    return _TITLES.get(name, name)


def links(name: str) -> str:
    """A part as a link to where it is told."""
    if name == "Measure":
        return "[a measure](measures.md)"
    if name in {part.__name__ for part in _OF_MEASURES}:
        return f"[{name.lower()}](measures.md#{name.lower()}-fields)"
    return f"[{title_of(name).lower()}](#{anchor_of(title_of(name))})"
