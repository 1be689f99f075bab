"""Whether a text that is to be kept for ever names anybody whom the terms do not name.

Two things are looked for, however they are spelled: e-mail addresses that neither the terms nor the keyring name, and
what a column of an export holds that is declared as personal. A message says where, and never what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath

from msgspec import Struct

from living_sla.agreements.past import parse_past
from living_sla.agreements.project import Project
from living_sla.errors import Fault, NoFile, Place, SlaError, raise_any
from living_sla.model.agreement.terms import Terms
from living_sla.model.paths import SOURCES_FILE
from living_sla.model.reviews.review import Review
from living_sla.reviews.folder.layout import KEYRING, MINUTES, TERMS, is_sealed
from living_sla.reviews.folder.work_tree import held
from living_sla.reviews.personal.placed_texts import PlacedText, placed_texts
from living_sla.reviews.personal.spellings import folded, readings

SHORTEST = 6
"""Characters of a cell that is looked for: shorter ones stand in any text."""
_PLAIN = 10
"""Letters from which a single word is looked for inside other words, too."""
_ADDRESS = re.compile(r"([^\s@<>()\[\]{},;:\"'|=?&#]+)@((?:[\w-]+\.)+[^\W\d_][\w-]+|\[[0-9a-f.:]+\])")
# Digests and public keys are long runs of what looks like anything; whoever has such a cell has all of it.
_RUN = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|aaaa[0-9a-z+/]{40,}={0,2})(?![0-9a-z+/=])")
_BETWEEN = "\n\0\n"
_TOLD = 3
"""Places of one kind that are told for a file."""
_DATE = re.compile(
    r"(?:\b[0-9]{1,2} )?\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r" (?:[0-9]{1,2},? )?[0-9]{4}\b"
)


def refuse_personal(
    project: Project,
    *,
    sealed: Mapping[str, bytes],
    texts: Mapping[str, bytes],
    folder: str,
    told: Iterable[Terms] = (),
) -> None:
    """Raise `Faults` where one of the texts of a review names somebody; `sealed` has its terms and its keyring.

    Args:
        project: Whose exports are asked; where only minutes are looked through, `load_sources` is enough.
        sealed: The sealed files of the review by their paths in its folder.
        texts: The files that are looked through, by their paths in its folder.
        folder: Of the review, relative to the project.
        told: Terms that are not sealed, and that the record says what was changed of or is proposed.
    """
    known = named_in(sealed, told)
    placed = {f"{folder}/{path}": content for path, content in texts.items()}
    raise_any(personal_faults(placed, known, _cells(project)))


def refuse_people(root: Path, review: Review, more: Mapping[str, bytes] | None = None) -> None:
    """The same of what people write beside a record when it is frozen: its minutes, and `more`, by paths in its folder.

    Whom its own terms and keyring name may stand there.
    """
    from living_sla.agreements.reader import load_sources  # late: only what is about to be signed needs it

    here = held(root, review.folder).files
    sealed = {path: content for path, content in here.items() if is_sealed(path)}
    texts = {MINUTES: here[MINUTES], **(more or {})}
    refuse_personal(load_sources(root), sealed=sealed, texts=texts, folder=review.folder)


def personal_faults(
    texts: Mapping[str, bytes], known: Iterable[str], cells: Iterable[tuple[str, str, Iterable[str]]]
) -> list[SlaError]:
    """A fault for each place of the texts, by their paths, that names somebody who is not `known`.

    `cells` are what personal columns hold: the name of the source, the header, and texts; a column may come in pieces.
    """
    looked = [_SearchedText(path, content, tuple(known)) for path, content in texts.items()]
    faults = [fault for text in looked for fault in text.addresses()]
    for source, header, of_column in cells:
        searched = [cell for raw in of_column for cell in _as_searched(raw)]
        for text in looked:
            faults += text.holding(searched, source, header)
    return list({str(fault): fault for fault in faults}.values())


# ---------------------------------------------------------------- whom the terms name


def named_in(sealed: Mapping[str, bytes], told: Iterable[Terms] = ()) -> tuple[str, ...]:
    """The people and addresses that terms and keyring name, folded, the longest first."""
    names = {name for terms in told for name in _of_terms(terms)}
    for path, content in sealed.items():
        if PurePosixPath(path).parts[0] == TERMS:
            names.update(_of_terms(parse_past(content, path=path).terms))
    for line in sealed.get(KEYRING, b"").decode("utf-8", "replace").split("\n"):
        if not line.startswith("#"):
            names.update(line.partition(" ")[0].split(","))
    names = {folded(name) for name in names if name.strip()}
    names |= {address for name in names for address in _addresses(name)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _of_terms(terms: Terms) -> Iterator[str]:
    for party in terms.parties.values():
        for person in (party.contact, party.deputy):
            if person is not None:
                yield from (person.name, person.email)
        yield from party.signs
    channels = terms.channels
    yield from (text for text in (channels.updates, channels.feedback, channels.problems, channels.meeting) if text)
    yield from (commitment.owner for commitment in terms.commitments if commitment.owner)


def _cells(project: Project) -> Iterator[tuple[str, str, set[str]]]:
    """The cells of every personal column of every source that is here, with the names of both."""
    # Imported late: a project without personal columns, and most of a signature, needs no reader of exports.
    from living_sla.exports.personal import personal_cells
    from living_sla.figures.scans import open_source

    for name, source in project.sources.items():
        if not source.personal:
            continue
        try:
            export = open_source(project, name, (source.key,))
        except NoFile:
            continue
        if not export.is_elsewhere:
            for header, cells in personal_cells(export.files, source):
                yield name, header, cells


# ---------------------------------------------------------------- one text


class ReadingOfText(Struct, frozen=True, dict=True):
    """A text in one way of reading it."""

    text: str
    """Without those whom the terms name, and without digests and keys."""
    runs: frozenset[str]
    """The digests and keys."""

    @classmethod
    def of(cls, reading: str, known: re.Pattern[str] | None) -> ReadingOfText:
        """A folded text, without what the pattern finds."""
        text = reading if known is None else known.sub("\0", reading)
        runs = frozenset(_RUN.findall(text))
        text = _DATE.sub("\0", _RUN.sub("\0", text))
        return cls(text, runs)

    @cached_property
    def starts(self) -> frozenset[str]:
        """Everything of the length of the shortest cell that stands in it."""
        return frozenset(self.text[at : at + SHORTEST] for at in range(len(self.text) - SHORTEST + 1))

    def holds(self, cell: str) -> bool:
        """Whether the folded cell stands in it; a short word or a number only where it does not go on."""
        if cell[:SHORTEST] not in self.starts or cell not in self.text:
            return cell in self.runs
        if cell.isdigit():
            return re.search(rf"(?<![0-9]){cell}(?![0-9])", self.text) is not None
        if cell.isalpha() and len(cell) < _PLAIN:
            return re.search(rf"(?<![^\W\d_]){re.escape(cell)}(?![^\W\d_])", self.text) is not None
        return True


class _SearchedText:
    """One file, in every way of reading it."""

    def __init__(self, path: str, content: bytes, known: tuple[str, ...]) -> None:
        self._parts = tuple(placed_texts(path, content))
        self._known = frozenset(known)
        names = "|".join(map(re.escape, known))
        self._pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else None
        between = _BETWEEN if path.endswith((".json", ".csv")) else "\n"  # what people write goes on over lines
        # A record says most of its texts thousands of times.
        texts = [part.text for part in self._parts]
        self._whole = PlacedText(Place(path), "", between.join(dict.fromkeys(texts) if between == _BETWEEN else texts))

    @cached_property
    def _readings(self) -> tuple[ReadingOfText, ...]:
        return tuple(ReadingOfText.of(reading, self._pattern) for reading in readings(self._whole.text))

    def addresses(self) -> Iterator[SlaError]:
        """The fault of each place with an e-mail address that nobody is known by."""
        what = "an e-mail address that neither the terms nor the keyring name"
        hint = "take it out of what this text is made of, or name the person in the terms"
        if self._names_a_stranger(self._whole):
            yield from self._faults(self._names_a_stranger, what, hint)

    def holding(self, cells: Iterable[str], source: str, header: str) -> Iterator[SlaError]:
        """The fault of each place that holds one of the folded cells of a personal column."""
        found = [cell for cell in cells if self._is_held(cell, self._readings)]
        what = f'what the personal column "{header}" of {source} holds'
        hint = (
            "take it out of what this text is made of; take the column out of personal in "
            f"{SOURCES_FILE} only if it is not about people"
        )

        def is_held(part: PlacedText) -> bool:
            of_part = [ReadingOfText.of(reading, self._pattern) for reading in readings(part.text)]
            return any(self._is_held(cell, of_part) for cell in found)

        if found:
            yield from self._faults(is_held, what, hint)

    def _is_held(self, cell: str, readings: Iterable[ReadingOfText]) -> bool:
        return cell not in self._known and any(reading.holds(cell) for reading in readings)

    def _names_a_stranger(self, part: PlacedText) -> bool:
        return any(address not in self._known for reading in readings(part.text) for address in _addresses(reading))

    def _faults(self, is_it: Callable[[PlacedText], bool], what: str, hint: str) -> Iterator[SlaError]:
        """A fault for each place that it stands in, up to some; one for the file where it goes over several places."""
        places = list(islice(filter(is_it, self._parts), _TOLD)) or [self._whole]
        for part in places:
            yield SlaError(f"{what}{part.inside}", where=part.place, hint=hint, code=Fault.PERSON_IN_REVIEW)


def _addresses(reading: str) -> Iterator[str]:
    """Every e-mail address of a folded text, without the marks of Markdown around it."""
    for local, domain in _ADDRESS.findall(reading):
        yield f"{local.lstrip('*_~`/!$%^+')}@{domain.rstrip('_-')}"


def _as_searched(raw: str) -> Iterator[str]:
    """A cell as it is looked for; nothing where it is too short to be anybody's alone."""
    written = readings(raw) if any(mark in raw for mark in "%&\\") else (folded(raw),)
    return (cell for cell in written if len(cell) >= SHORTEST)
