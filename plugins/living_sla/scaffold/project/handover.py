"""Which columns of an export say that a lead was handed over, and that it was answered.

Names come first: those under which such columns are usually found, then words in their headers. Then what the rows
say: an answer does not come before its hand-over. No cell leaves this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from living_sla.errors import Fault, Place, SlaError, Unreadable
from living_sla.exports.cells.cell import read_cell
from living_sla.model.agreement.source import ColumnSpec
from living_sla.model.counted import counted
from living_sla.model.harmless import printable
from living_sla.model.suggestion import did_you_mean
from living_sla.scaffold.header import quoted
from living_sla.scaffold.patterns.library import NeededColumn, pattern

if TYPE_CHECKING:
    from living_sla.scaffold.guess import Looked

_LOOKED_AT = 4_000
"""Rows of which the instants are read."""
_MOST = 0.9
"""The share of answers that may not come before their hand-over."""
_HANDED = re.compile(
    r"hand.?(?:ed)?.?(?:over|off)|hand.?over|marketing.?qualified|\bmqls?\b|assigned|routed|übergeb|uebergeb|übergab"
    r"|zugewiesen|zugeteilt|assegnat|asignad|attribu|überstellt",
    re.IGNORECASE,
)
_CREATED = re.compile(
    r"creat|erstell|angelegt|erfasst|eingang|received|submitted|entered|cré|cread|criad|作成|创建|創建", re.I
)
_ANSWERED = re.compile(
    r"first.{0,12}(?:contact|touch|engag|activit|respon|repl|call|answer|reach|meeting)|contacted|answered|responded"
    r"|first.?(?:e-?mail|outreach)|(?:erst|first).?kontakt|erstkontakt|erstansprache|erste.{0,3}antwort|erstanruf|kontaktiert"
    r"|beantwortet|premier.{0,3}contact|primer.{0,3}contacto|primo.{0,3}contatto|初回",
    re.IGNORECASE,
)
_NOT_AN_ANSWER = re.compile(
    r"modif|updat|chang|sync|modstamp|geändert|geaendert|aktualis|mis à jour|\bdue\b|deadline|expect|expir|renew|birth"
    r"|event|target|fällig",
    re.IGNORECASE,
)


DAY_LIMIT = "1 business day"
"""The limit where answers are days: hours cannot be judged by them, and every answer of the next day would be early."""
_CAUTIONS = {
    "date of first engagement": "HubSpot counts what the present owner did: a lead that was passed on forgets who was "
    "late; `sla docs sources#which-column-holds-the-first-touch`",
}


_ABOUT_TIME = re.compile(r"date|time|datum|zeit|fecha|heure|日|時|(?:^|[\W_])(?:at|on|am|dt)$", re.IGNORECASE)
_SPELT = re.compile(r"\\n|<U\+[0-9A-F]{4,6}[^>]*>")
"""An unseen character, as headers are told."""
_TOLD = 8
"""Columns that are told to be unfit."""


class MomentColumn(Struct, frozen=True):
    """A column of instants or dates of an export."""

    name: str
    header: str
    type: str
    filled: int
    rows: int
    moments: Sequence[datetime | None]
    """In UTC, of the rows that were looked at, in their order; None where the cell is empty or says none."""

    def __repr__(self) -> str:
        """Without what stands in its cells."""
        return f"MomentColumn({self.name!r}, {self.header!r}, {self.type!r}, {self.filled} of {self.rows})"

    def shares_after(self, start: MomentColumn) -> tuple[int, int]:
        """How many of its moments are not before those of `start`, and how many rows have both.

        A date is compared by its last moment: it does not say when on that day.
        """
        both = [(began, ended) for began, ended in zip(start.moments, self.moments, strict=True) if began and ended]
        return sum(began <= ended for began, ended in both), len(both)

    def told(self, start: MomentColumn | None = None) -> str:
        """``Create Date: filled in 7,106 of 7,106 rows``, and how often it is not before `start`."""
        text = f"{printable(self.header)}: filled in {self.filled:,} of {counted(self.rows, 'row')}"
        if start is None or start is self:
            return text
        after, both = self.shares_after(start)
        share = (
            f"not before {printable(start.header)} in {after * 100 // both} % of the rows that have both"
            if both
            else "never beside it"
        )
        return f"{text}, {share}"


class Handover(Struct, frozen=True):
    """The two columns of a hand-over, and what is doubtful about them."""

    handed_over: MomentColumn
    answered: MomentColumn
    doubts: tuple[str, ...] = ()

    @property
    def limit(self) -> str | None:
        """The limit that such answers can be judged by; None: that of the pattern."""
        return DAY_LIMIT if self.answered.type == "date" else None

    @property
    def caution(self) -> str:
        """What a tool does with its column of the answer, where that is less than its name promises."""
        if self.answered.type == "date":
            days = f"{printable(self.answered.header)} holds days without a time"
            return f"{days}: an answer counts as given at the start of its day, so the limit is {DAY_LIMIT}"
        return _CAUTIONS.get(_folded(self.answered.header), "")


def moment_columns(looked: Looked, timezone: str) -> list[MomentColumn]:
    """The columns of instants and dates, in the order of the file; `timezone` is whose clock wrote local times."""
    step = max(1, -(-len(looked.rows) // _LOOKED_AT))
    rows = looked.rows[::step]
    found = []
    for name, spec in looked.guessed.specs.items():
        if spec.type not in ("instant", "date"):
            continue
        at = [looked.header.index(header) for header in spec.headers]
        texts = (" ".join(row.fields[number] for number in at).strip() for row in rows)
        moments = tuple(_moments(texts, spec, timezone))
        column = looked.guessed.columns[name]
        found.append(MomentColumn(name, spec.header, spec.type, column.filled, column.rows, moments))
    return found


def _moments(texts: Iterable[str], spec: ColumnSpec, timezone: str) -> Iterator[datetime | None]:
    local = ZoneInfo(timezone)

    @cache
    def moment(text: str) -> datetime | None:
        try:
            value = read_cell(text, spec, timezone_key=timezone)
        except Unreadable:
            return None
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time.max, tzinfo=local) if isinstance(value, date) else None

    return map(moment, texts)


# ---------------------------------------------------------------- which


def chosen(
    columns: Sequence[MomentColumn],
    crm: str,
    place: Place,
    *,
    handed_over: str = "",
    answered: str = "",
    unfit: Sequence[str] = (),
) -> Handover:
    """The hand-over and the answer: the columns that are named, else the best.

    Args:
        columns: Those of the file.
        crm: ``hubspot``, ``salesforce`` or another, for the names that are usual there.
        place: The file, for faults.
        handed_over: A header, or the name that the guess gives it.
        answered: The same.
        unfit: Why other columns cannot be one, for the fault where there are none.

    Raises:
        SlaError: No such column; none that could be one.
    """
    starts = starts_of(columns, crm)
    if len(columns) < 2 or not starts:
        raise _none(columns, place, unfit)
    named_start = named(handed_over, [one for one in columns if one.type == "instant"], place) if handed_over else None
    named_end = named(answered, [one for one in columns if one is not named_start], place) if answered else None
    pairs = [
        (start, end)
        for start in ([named_start] if named_start else starts)
        for end in ([named_end] if named_end else answers_of(columns, start, crm))
        if start is not end
    ]
    if not pairs:
        raise _none(columns, place, unfit)
    start, end = next((pair for pair in pairs if _is_plausible(*pair)), pairs[0])
    return Handover(start, end, tuple(_doubts(start, end, crm, is_asked=(bool(named_start), bool(named_end)))))


def _doubts(start: MomentColumn, end: MomentColumn, crm: str, *, is_asked: tuple[bool, bool]) -> Iterator[str]:
    if not is_asked[0] and not is_named_start(start, crm):
        yield f"no column is called like a hand-over; {quoted(start.header)} was taken"
    if not is_asked[1] and not is_named_answer(end, crm):
        yield f"no column is called like a first answer; {quoted(end.header)} was taken"
    after, both = end.shares_after(start)
    if after < both * _MOST:
        share = (both - after) * 100 // both
        yield f"{quoted(end.header)} is before {quoted(start.header)} in {share} % of the rows that have both"


def _is_plausible(start: MomentColumn, end: MomentColumn) -> bool:
    after, both = end.shares_after(start)
    return both > 0 and after >= both * _MOST


def starts_of(columns: Iterable[MomentColumn], crm: str) -> list[MomentColumn]:
    """What may be a hand-over, the best first."""
    need = pattern("first-contact").needs["from"]
    found = [one for one in columns if one.type == "instant" and one.filled and not _NOT_AN_ANSWER.search(one.header)]
    found = [one for one in found if not is_named_answer(one, crm)] or found

    def rank(one: MomentColumn) -> tuple[int, int]:
        usual = _usual(one.header, need, crm)
        created, handed = _CREATED.search(one.header), _HANDED.search(one.header)
        return (0, usual) if usual >= 0 and not created else (1, 0) if handed else (2, 0) if created else (3, 0)

    return sorted(found, key=rank)


def answers_of(columns: Iterable[MomentColumn], start: MomentColumn, crm: str) -> list[MomentColumn]:
    """What may be the answer to that hand-over, the best first."""
    need = pattern("first-contact").needs["to"]
    found = [
        one for one in columns if one is not start and one.filled and not _NOT_AN_ANSWER.search(one.header)
        and not (is_named_start(one, crm) and not is_named_answer(one, crm))
    ]  # fmt: skip

    def rank(one: MomentColumn) -> tuple[int, int, int, float]:
        usual = _usual(one.header, need, crm)
        named = 0 if usual >= 0 or _ANSWERED.search(one.header) else 1
        return named, usual if usual >= 0 else 99, one.type == "date", _typical_delay(start, one)

    return sorted(found, key=rank)


def is_named_start(one: MomentColumn, crm: str) -> bool:
    """Whether the name of a column says that it is a hand-over, or the creation of what is handed over."""
    need = pattern("first-contact").needs["from"]
    return bool(_usual(one.header, need, crm) >= 0 or _HANDED.search(one.header) or _CREATED.search(one.header))


def is_named_answer(one: MomentColumn, crm: str) -> bool:
    """Whether the name of a column says that it is an answer."""
    need = pattern("first-contact").needs["to"]
    return bool(_usual(one.header, need, crm) >= 0 or _ANSWERED.search(one.header))


def _usual(header: str, need: NeededColumn, crm: str) -> int:
    """The position among the names that are usual; -1 where it is none of them."""
    names = [_folded(name) for name in (*need.usual.get(crm, ()), *need.usual.get("generic", ()))]
    return names.index(_folded(header)) if _folded(header) in names else -1


def _folded(header: str) -> str:
    return re.sub(r"[\W_]+", " ", header).strip().casefold()


def _typical_delay(start: MomentColumn, end: MomentColumn) -> float:
    """The median time from one to the other in seconds; more than any other where it rather comes before."""
    both = [(a, b) for a, b in zip(start.moments, end.moments, strict=True) if a and b]
    delays = sorted((ended - began).total_seconds() for began, ended in both)
    if not _is_plausible(start, end):
        return float("inf")
    return delays[len(delays) // 2]


def unfit_columns(looked: Looked) -> list[str]:
    """Why columns whose names are about a hand-over, an answer or a time hold no moments, a sentence each."""
    guessed = looked.guessed
    told = [
        f"{name}: {re.split('[,;]', why)[0]}"
        for why, names in guessed.left_out.items()
        for name in names
        if _is_about_moments(name)
    ]
    about = dict.fromkeys(guessed.personal, "read as one about people")
    about |= {
        spec.header: f"its cells are {'numbers' if spec.type in ('integer', 'number') else 'text'}, not dates and times"
        for spec in guessed.specs.values()
        if spec.type not in ("instant", "date")
    }
    return [*told, *(f"{quoted(header)}: {why}" for header, why in about.items() if _is_about_moments(header))]


def _is_about_moments(header: str) -> bool:
    header = _SPELT.sub(" ", header)
    return any(kind.search(header) for kind in (_HANDED, _CREATED, _ANSWERED, _ABOUT_TIME))


def _none(columns: Sequence[MomentColumn], place: Place, unfit: Sequence[str]) -> SlaError:
    changed = [one for one in columns if _NOT_AN_ANSWER.search(one.header)]
    days = [one for one in columns if one.type == "date" and one not in changed]
    names = ", ".join(quoted(one.header) for one in columns if one.type != "date" and one not in changed)
    found = [f"of dates and times it has {names} alone"] if names else []
    found += [f"{quoted(one.header)}: a day without a time" for one in days]
    found += [f"{quoted(one.header)}: by its name another moment" for one in changed]
    found += unfit[:_TOLD]
    message = (
        "no two columns can be the hand-over of a lead and the answer to it: "
        f"{'; '.join(found) or 'it has no column of dates and times'}"
    )
    hint = "export when a lead was handed over and when somebody first answered it; or run sla init without the file"
    if len(columns) > 1 and all(one.type == "date" for one in columns):
        hint = "they hold days: export the hand-over with its time of day, for hours are counted from it"
    return SlaError(message, where=place, hint=hint, code=Fault.WRONG_COLUMNS)


def named(name: str, columns: Sequence[MomentColumn], place: Place) -> MomentColumn:
    """The column of that header, or of the name that the guess gives it; raises `SlaError` for none."""
    wanted = _folded(name)
    for one in columns:
        if wanted in (_folded(one.header), _folded(one.name)):
            return one
    known = [one.header for one in columns]
    hint = did_you_mean(name, known, f"its columns of that kind: {', '.join(map(quoted, known))}")
    raise SlaError(f'no column of dates and times is called "{name}"', where=place, hint=hint, code=Fault.UNKNOWN_NAME)
