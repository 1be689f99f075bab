"""A record as JSON values and back: exact, with fractions and decimals as texts and instants in ISO 8601.

What stands at its default is left out, so that a field which a later release adds changes no record that lacks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json
from msgspec.structs import replace

from living_sla.model import exact_json
from living_sla.model.quantity import Target
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.time.period import Period
from living_sla.unreadable import Unreadable

if TYPE_CHECKING:
    from pydantic import TypeAdapter


_SHARED: dict[str, type[Struct]] = {"period": Period, "target": Target}
"""What figures have alike, by the name that it has in them."""


def as_values(record: ReviewRecord) -> dict[str, Any]:
    """The record in values of JSON."""
    found: dict[str, Any] = exact_json.as_values(record, untold=(timedelta,))
    _spell_ages(found)
    return found


def _spell_ages(part: Any) -> None:
    """Spell in place how old the data of each figure was."""
    if isinstance(part, dict) and isinstance(part.get("age"), timedelta):
        part["age"] = _ages().dump_python(part["age"], mode="json")
    for inner in part.values() if isinstance(part, dict) else part:
        if isinstance(inner, dict | tuple):
            _spell_ages(inner)


@cache
def _ages() -> TypeAdapter[timedelta]:
    """Ages are spelled as pydantic spells them, in years of 365 days; msgspec has no years."""
    # Imported late: few records have an age.
    from pydantic import TypeAdapter

    return TypeAdapter(timedelta)


def brief_values(content: bytes) -> dict[str, Any]:
    """The values of a record without what only its page shows: figures of other periods, of segments, of durations.

    For whoever asks many records who signs, and what was missed: four fifths of the work are left out. `content` is
    read as JSON and no stricter. Raises `ValueError` where it is none, or holds no figures where a record has them.
    """
    return _changed(content, lambda owed: _LEFT_OUT | _last(owed, "series") | {"segments": []})


def compared_values(content: bytes) -> dict[str, Any]:
    """The same with the segments of the periods that are left: what is held against the figures of today."""
    return _changed(content, lambda owed: _LEFT_OUT | _last(owed, "series") | _last(owed, "segments"), segments=True)


def brief_of(compared: ReviewRecord) -> ReviewRecord:
    """The record of `brief_values`, from that of `compared_values`."""
    return replace(
        compared,
        agreements=tuple(
            replace(of, commitments=tuple(replace(owed, segments=()) for owed in of.commitments))
            for of in compared.agreements
        ),
    )


def shown_values(content: bytes) -> dict[str, Any]:
    """The values of a record without what its page leaves out: segments of single periods, and durations."""
    return _changed(content, lambda owed: {"segments": [], "durations": None})


def _changed(
    content: bytes, change: Callable[[dict[str, Any]], dict[str, Any]], *, segments: bool = False
) -> dict[str, Any]:
    """What is left of the values of a record by a change of each commitment, which asks no `segments` or the last."""
    try:
        return _read(_cut(content, segments), change)
    except ValueError:  # not in the form in which records are written, or no record at all
        return _read(content, change)


def _read(content: bytes, change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    found = json.decode(content)
    try:
        for owed in (owed for agreement in found["agreements"] for owed in agreement["commitments"]):
            owed |= change(owed)
    except (KeyError, TypeError, AttributeError):
        raise ValueError("no record") from None
    values: dict[str, Any] = found
    return values


def _cut(content: bytes, last: bool) -> bytes:
    """The JSON of a record without the figures of segments, or with those of the `last` periods alone.

    They are most of it, and making objects of them takes longest. In the one form of a record `sentence` follows them,
    and no text holds a quote that nothing escapes, so both keys are what they look like, and so is what is between the
    segments of two periods. A cut between two depths leaves what is no JSON.
    """
    kept, at = list[bytes](), 0
    while (start := content.find(_SEGMENTS, at)) >= 0:
        end = content.find(_SENTENCE, start)
        if end < 0 or content[end - 1 : end] != b"]" or content.find(_SEGMENTS, start + 1, end) >= 0:
            return content
        kept += (content[at:start], _SEGMENTS, *(_of_last_periods(content, at, start, end) if last else (b"]",)))
        at = end
    return b"".join((*kept, content[at:]))


def _of_last_periods(content: bytes, at: int, start: int, end: int) -> tuple[bytes, ...]:
    """What stands between `start` and `end` of the last periods, as many as are in the review; all where none tells."""
    count, first = content.rfind(_IN_REVIEW, at, start) + len(_IN_REVIEW), end
    number = content[count : content.find(b",", count, start)]
    for _ in range(int(number) if number.isdigit() and len(number) < 4 else 0):
        first = content.rfind(_BETWEEN, start, first)
    return (content[start + len(_SEGMENTS) : end],) if first in (-1, end) else (content[first + 2 : end],)


def _last(owed: dict[str, Any], name: str) -> dict[str, Any]:
    """What stands under that name of the periods of the review alone."""
    return {name: owed[name][max(0, len(owed[name]) - owed["in_review"]) :]}


_SEGMENTS, _SENTENCE, _IN_REVIEW = b',"segments":[', b',"sentence":', b',"in_review":'
_BETWEEN = b'],[{"'
_LEFT_OUT: dict[str, Any] = {
    "pooled_segments": [],
    "before_segments": [],
    **dict.fromkeys(("pooled", "before", "usual", "variation", "assurance", "durations")),
}


def as_record(values: dict[str, Any]) -> ReviewRecord:
    """The record that has these values; raises `Unreadable` for one that is missing, or that is not what it should be.

    The values are used up. Those that nobody asks for are passed over, and some are read in several spellings: whoever
    needs exactly what `as_values` makes compares.
    """
    try:
        _make_plain(values, {})
        return exact_json.from_values(ReviewRecord, values)
    except Unreadable:
        raise
    except exact_json.REFUSALS as wrong:
        raise Unreadable(f'the value at "{exact_json.place_of(wrong)}" is missing, or not what stands there') from None


# ---------------------------------------------------------------- texts that stand for something else

_DAY = r"(?:19|20|21)\d\d-\d\d-\d\d"
_INSTANT = re.compile(rf"{_DAY}T\d\d:\d\d:\d\d(?:\.\d{{1,6}})?Z")
_DATE = re.compile(_DAY)
_FRACTION = re.compile(r"-?\d{1,400}(?:/\d{1,400})?")
_DECIMAL = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:E[+-]?\d{1,2})?")
_SPELLED = {
    **dict.fromkeys(("as_of", "start", "end", "landed", "window"), _INSTANT),
    **dict.fromkeys(("first_on", "end_on", "on", "effective", "due", "done"), _DATE),
    **dict.fromkeys(
        ("value", "lower", "upper", "without_exceptions", "centre", "low", "high", "needed", "per_day", "elapsed"),
        _FRACTION,
    ),
    **dict.fromkeys(("expected", "warned"), _FRACTION),
    **dict.fromkeys(("amount", "warn", "percentile_of"), _DECIMAL),
}
"""How a text is spelled under a name. One that is long to read (``1e999999999``), or an instant without a zone, never
reaches whoever reads it."""
_NAMED_BY_PEOPLE = ("parties", "names", "signatories")
"""Lists by names that people choose, of texts that stand for themselves."""


def _make_plain(value: Any, known: dict[object, Any], *, named_by_people: bool = False) -> None:
    """Raise `Unreadable` for a text that is spelled otherwise; read once what thousands of figures have alike.

    Of a record of 2,500 figures reading all of it for each took 45 of 105 ms, and they were half as large again.
    """
    if isinstance(value, list):
        for inner in value:
            _make_plain(inner, known)
        return
    for name, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, str):
            spelled = None if named_by_people else _SPELLED.get(name)
            if spelled is _FRACTION and inner in known:
                value[name] = known[inner]
            elif spelled is not None:
                if spelled.fullmatch(inner) is None:
                    raise Unreadable(f'a text under "{name}" is not spelled as it is in a record')
                if spelled is _FRACTION:
                    value[name] = known[inner] = Fraction(inner)
            elif name == "age" and inner.startswith(("P", "-P")):
                value[name] = _age(inner)
        elif isinstance(inner, dict) and name in _SHARED and not named_by_people:
            value[name] = _shared(name, inner, known)
        elif isinstance(inner, dict | list) and name not in _NAMED_BY_PEOPLE:
            _make_plain(inner, known, named_by_people=name == "backtest")


def _age(text: str) -> timedelta | str:
    """The age that is spelled so; the text itself where it is none, which is said where it stands."""
    try:
        return _ages().validate_python(text)
    except ValueError:
        return text


def _shared(name: str, value: dict[str, Any], known: dict[object, Any]) -> Any:
    """What a period or a target says; the value itself where it is none, which is said where it stands."""
    key = (name, *value.items())
    try:
        if key not in known:
            _make_plain(value, known)
            known[key] = exact_json.from_values(_SHARED[name], value)
        return known[key]
    except Unreadable:
        raise
    except (TypeError, *exact_json.REFUSALS):
        return value
