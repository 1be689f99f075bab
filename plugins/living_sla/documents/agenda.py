"""The calendar of the company as iCalendar (RFC 5545): days without hours, and nobody's name or address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID, uuid5

from living_sla.model.figures.agenda import changed_at
from living_sla.model.figures.due import Due, DueKind
from living_sla.model.harmless import harmless
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing.agenda import KIND_WORDS, agenda_note, agenda_title

_OURS = UUID("0f0f4b0e-6a5a-5d0e-8b54-3d9d3a4ef5c2")
"""The name space of our identifiers: an entry keeps its own wherever the site is served."""
_OCTETS = 75
_NAMED_BY_ITS_DAY = (DueKind.DELIVERY,)
"""Of these there are several; of everything else one, whose day may be moved."""


def ics(items: Iterable[Due], *, name: str, address: Callable[[Due], str] | None = None) -> bytes:
    """The entries as a document in UTF-8, the same for the same terms whenever it is written.

    Args:
        items: What `agenda` tells.
        name: What the calendar is called.
        address: The absolute address of the page of an entry; None where nobody knows where the site is served.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Living SLA//Calendar of agreements//EN",
        "CALSCALE:GREGORIAN",
        _text("X-WR-CALNAME", name),
        _text("NAME", name),
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        *(line for item in items for line in _entry(item, address)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _entry(item: Due, address: Callable[[Due], str] | None) -> Iterator[str]:
    assert item.day is not None
    yield "BEGIN:VEVENT"
    yield f"UID:{_identity(item)}"
    yield f"DTSTAMP:{changed_at(item):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}"
    yield _text("SUMMARY", agenda_title(item))
    yield _text("DESCRIPTION", agenda_note(item))
    yield _text("CATEGORIES", KIND_WORDS[item.kind])
    if address is not None:
        yield f"URL:{address(item)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _identity(item: Due) -> str:
    """Of one entry in every build: a review that is moved stays the same entry."""
    if item.action is not None:
        return str(uuid5(_OURS, f"{item.kind.value} {item.action.id}"))
    assert item.agreement is not None
    parts = [item.kind.value, item.agreement.id]
    if item.period is not None:
        parts.append(item.period.label)
    if item.deliverable is not None:
        parts.append(item.deliverable.id)
    if item.version is not None:
        parts.append(str(item.version.version.number))
    if item.kind in _NAMED_BY_ITS_DAY:
        parts.append(str(item.day))
    return str(uuid5(_OURS, " ".join(parts)))


def _text(name: str, text: str) -> str:
    """A property whose value is text (RFC 5545, 3.3.11): what is not seen, or breaks a line, is not in it."""
    plain = harmless(plain_spaces(text), _MOST)
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return f"{name}:{escaped}"


_MOST = 1000


def folded(line: str) -> bytes:
    """A line in UTF-8, folded after 75 octets at most and never inside a character, with its end."""
    pieces, length = [b""], 0
    for character in line:
        octets = character.encode()
        if length + len(octets) > _OCTETS:
            pieces.append(b" ")
            length = 1
        pieces[-1] += octets
        length += len(octets)
    return b"\r\n".join(pieces) + b"\r\n"
