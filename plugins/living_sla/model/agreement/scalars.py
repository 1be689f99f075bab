"""The single values of an agreement file: what each kind of text means, how it is spelled back, how editors know it.

Every scalar arrives as the text that the writer wrote; the field decides what it means. So ``17:30``, ``NO`` and
``010`` are never turned into something else on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from living_sla.errors import on_one_line
from living_sla.fault import Fault
from living_sla.model import notation, quantity
from living_sla.model.agreement import condition
from living_sla.model.slug import slug_of
from living_sla.model.time import cadence, hours, schedule
from living_sla.unreadable import Unreadable

BOTH = "both"
"""The word under `by` of a commitment that all parties owe; no party may be called so."""


class Spelled(Struct, frozen=True, eq=False):
    """How a type is read from what a file says, spelled back, and described to editors.

    Written ``Annotated[Duration, Spelled(parse_duration, spell_duration, {...})]``. The schema of the type itself is
    never asked for, as pydantic's own annotations ask: building those took half of the time that a small project takes.
    """

    parse: Callable[[Any], Any]
    spell: Callable[[Any], Any] | None
    """The way back; None where a value is its own spelling."""
    schema: Mapping[str, Any]
    """The JSON Schema of the spelling."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """A call of `parse`, and one of `spell`."""
        spell = core_schema.plain_serializer_function_ser_schema(self.spell) if self.spell else None
        return core_schema.no_info_plain_validator_function(self.parse, serialization=spell)

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """`schema`, as it is."""
        return dict(self.schema)


def scalar(parse: Callable[[str], Any], spell: Callable[[Any], Any], schema: Mapping[str, Any]) -> Spelled:
    """A type that is read from one text by `parse`."""

    def read(raw: object) -> object:
        if isinstance(raw, str):
            return parse(raw)
        if isinstance(raw, dict | list):
            kind = "a mapping" if isinstance(raw, dict) else "a list"
            raise Unreadable(
                f"one value is wanted here, found {kind}", "write a single value", code=Fault.INVALID_VALUE
            )
        if raw is None:
            raise Unreadable("a value is missing", "write one, or leave the field out", code=Fault.INVALID_VALUE)
        return raw

    return Spelled(read, spell, schema)


def text_scalar(
    parse: Callable[[str], Any],
    title: str,
    pattern: str | None = None,
    *,
    spell: Callable[[Any], Any] = str,
    **more: Any,
) -> Spelled:
    """The same where editors see a text; `title` says what it is, and how it is written behind ``, for example``."""
    known = {"pattern": pattern} if pattern else {}
    return scalar(parse, spell, {"type": "string", "title": title, **known, **more})


def _parse_words(text: str) -> str:
    if not text.strip():
        raise Unreadable("a value is missing", "write one, or leave the field out", code=Fault.INVALID_VALUE)
    return text.strip()


def _parse_name(text: str) -> str:
    """What something is called is one line, wherever it is told; its spacing is no term."""
    return on_one_line(_parse_words(text))


def _parse_slug(text: str) -> str:
    if len(text) > 48:
        raise Unreadable(f'"{text[:20]}…" has {len(text)} characters', "use at most 48", code=Fault.INVALID_IDENTIFIER)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text):
        suggestion = slug_of(text)
        hint = "use lower-case letters, digits and single hyphens" + (f": {suggestion}" if suggestion else "")
        raise Unreadable(f'"{text}" is not an identifier', hint, code=Fault.INVALID_IDENTIFIER)
    return text


def _parse_column(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        hint = "columns are named in data/sources.yml with lower-case letters, digits and underscores"
        raise Unreadable(f'"{text}" is not the name of a column', hint, code=Fault.INVALID_IDENTIFIER)
    return text


def parse_email(text: str) -> str:
    """`text` if it is an e-mail address; raises `Unreadable`."""
    # Sign-offs are matched by address: two that look alike must not both be possible.
    if not text.isascii():
        hint = "type the address again; a letter of another alphabet may look the same"
        raise Unreadable(
            f'"{text}" holds a letter that no e-mail address here may have', hint, code=Fault.LOOKALIKE_CHARACTER
        )
    if not re.fullmatch(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+", text):
        raise Unreadable(f'"{text}" is not an e-mail address', "write for example ana.ruiz@company.example",
                         code=Fault.INVALID_VALUE)  # fmt: skip
    return text


def _parse_last_day(text: str) -> date:
    return notation.parse_day(text, later="leave until out: the agreement then has no end")


def _parse_percentile(text: str) -> Decimal:
    number = notation.parse_number(text.removesuffix("%"))
    if not 0 < number < 100:
        raise Unreadable(f'"{text}" is not between 0 and 100', "write for example 90", code=Fault.NUMBER_OUT_OF_RANGE)
    return number


def _parse_zone(text: str) -> str:
    # Imported late: zones load numpy, and names alone need no clock.
    from living_sla.model.time.zones import canonical_zone

    return canonical_zone(text)


def _parse_holidays(text: str) -> str:
    # Imported late: as the zones.
    from living_sla.model.time.calendar import known_holidays

    return known_holidays(text)


Words = Annotated[str, text_scalar(_parse_words, "Text")]
Name = Annotated[str, text_scalar(_parse_name, "Text")]
CellText = Annotated[str, text_scalar(_parse_words, "Text", spell=condition.Verbatim)]
Slug = Annotated[str, text_scalar(_parse_slug, "Identifier", "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", maxLength=48)]
ColumnName = Annotated[str, text_scalar(_parse_column, "Column of the source", "^[a-z][a-z0-9_]*$")]
Email = Annotated[str, text_scalar(parse_email, "E-mail address", "^[^@ ]+@[^@ ]+$")]
CadenceText = Annotated[
    cadence.Cadence,
    text_scalar(
        cadence.parse_cadence,
        "Period, for example month",
        r"^(day|week|month|quarter|year|week from [a-zA-Z]+|\d+ weeks from \d{4}-\d{2}-\d{2})$",
    ),
]
_DAY = "Date, YYYY-MM-DD", r"^\d{4}-\d{2}-\d{2}$"
Day = Annotated[date, text_scalar(notation.parse_day, *_DAY)]
LastDay = Annotated[date, text_scalar(_parse_last_day, *_DAY)]
Moment = Annotated[
    datetime,
    text_scalar(
        notation.parse_moment,
        "Local date and time",
        r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$",
        spell=lambda at: at.strftime("%Y-%m-%dT%H:%M"),
    ),
]
Whole = Annotated[int, scalar(notation.parse_whole_number, int, {"type": "integer", "minimum": 0})]
Share = Annotated[
    Decimal,
    scalar(
        notation.parse_share,
        notation.plain,
        {"type": ["string", "number"], "title": "Share, for example 95%"},
    ),
]
Percentile = Annotated[
    Decimal,
    scalar(
        _parse_percentile,
        notation.plain,
        {"type": ["number", "string"], "title": "Percentile, 0 to 100"},
    ),
]
Zone = Annotated[str, text_scalar(_parse_zone, "Time zone, Area/City", "^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$")]
HolidayRegion = Annotated[str, text_scalar(_parse_holidays, "Country or subdivision", "^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]


def _spell_duration(length: quantity.Duration) -> str:
    """Canonical: hours in minutes and weeks in days, so that spellings of one length have one digest."""
    if length.in_days:
        return f"{length.days} {'business ' * length.business}days"
    return f"{notation.plain(length.minutes)} {'business ' * length.business}minutes"


def _spell_targets(target: quantity.Target) -> str | dict[str, str]:
    """Canonical: a target that changes by period is a mapping of each."""
    return {name: _spell_target(of) for name, of in target.each} if target.by_period else _spell_target(target)


def _spell_target(target: quantity.Target) -> str:
    if target.is_duration:
        unit: Any = target.unit
        length = quantity.Duration(target.amount, unit, target.business)
        return f"{target.direction} {_spell_duration(length)}"
    if target.is_share:
        return f"{target.direction} {notation.plain(target.amount)} of 1"
    return str(target)


Duration = Annotated[
    quantity.Duration,
    text_scalar(
        quantity.parse_duration,
        "Duration, for example 4 business hours",
        r"^\d+(\.\d+)? *(business +)?(minutes?|min|m|hours?|h|days?|d|weeks?|w)$",
        spell=_spell_duration,
    ),
]
_ONE_TARGET = {"type": "string", "pattern": "^at (least|most) ", "title": "Target, for example at least 95%"}
_one_target = scalar(quantity.parse_target, _spell_target, _ONE_TARGET)
TargetText = Annotated[
    quantity.Target,
    Spelled(
        lambda raw: quantity.parse_targets(raw) if isinstance(raw, dict) else _one_target.parse(raw),
        _spell_targets,
        {
            "title": "Target",
            "anyOf": [
                _ONE_TARGET,
                {"type": "object", "minProperties": 1, "additionalProperties": _ONE_TARGET,
                 "title": "Targets by period, for example {2026-Q1: at least 50, 2026-Q2: at least 100}"},
            ],
        },
    ),
]  # fmt: skip
ScheduleText = Annotated[schedule.Schedule, text_scalar(schedule.parse_schedule, "Due dates, for example every Monday")]
DayRangeText = Annotated[
    hours.DayRange,
    text_scalar(hours.parse_day_range, "Date or range of dates", r"^\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?$"),
]
OpenDayText = Annotated[
    hours.OpenDay,
    text_scalar(
        hours.parse_open_day,
        "Date, with hours where it has none",
        r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}-\d{2}:\d{2})*$",
    ),
]

_WINDOWS_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
WeekHours = Annotated[
    hours.Week,
    Spelled(
        lambda raw: raw if isinstance(raw, tuple) else hours.parse_week(raw),
        hours.spell_week,
        {
            "title": "Working hours",
            "anyOf": [{"const": "24x7"}, {"type": "object", "additionalProperties": _WINDOWS_SCHEMA}],
        },
    ),
]
ConditionSpec = Annotated[
    condition.Condition,
    Spelled(
        lambda raw: condition.parse_condition(raw) if isinstance(raw, str | dict | list | None) else raw,
        condition.spell,
        {"title": "Condition", "anyOf": [{"type": "string"}, {"type": "object"}]},
    ),
]


TargetAmount = Annotated[
    Decimal,
    scalar(
        notation.parse_amount,
        notation.plain,
        {"type": ["string", "number"], "title": "Warning threshold, in the unit of the target"},
    ),
]
MissCount = Annotated[
    quantity.Misses,
    text_scalar(quantity.parse_misses, "For example: 3 missed in a row", r"^\d+ missed( in a row)?$"),
]


class Part(BaseModel):
    """A part of the terms: immutable, and closed to fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)
