"""Measures that a user wrote: small classes, found by the entry points of installed packages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct

from living_sla.fault import Fault
from living_sla.model.agreement.scalars import Part
from living_sla.model.agreement.source import ColumnType
from living_sla.unreadable import Unreadable

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "living_sla.measures"
"""The group of entry points; the name of one is the name of its measure."""

Frame = Any
"""A pandas.DataFrame; this room does without pandas, a measure need not."""


class Figure(Struct, frozen=True):
    """What some records come to: a value, or only counts where the target is a share of records."""

    value: Any = None
    """A number in the unit of the target, a pandas.Timedelta for a target in hours or days; None: no data."""
    met: int = 0
    missed: int = 0
    pending: int = 0
    """Records that may still change the figure."""


class CustomMeasure(Part):
    """A measure of a user: a pydantic class whose fields are what an agreement says ``with:``.

    A field named in `takes` holds the name of a column. Every scalar arrives as the text that the writer wrote; the
    annotated types of `living_sla.model.agreement.scalars` (`ColumnName`, `Whole`, `Share`, `Duration`, `Words`) read
    it. A field that the class does not have is refused, as everywhere.
    """

    takes: ClassVar[Mapping[str, tuple[ColumnType, ...]]] = {}
    """The fields that name a column, each with the types that the column may have; none given: any type."""

    def figure(self, records: Frame) -> Figure:
        """What the records of one period, or of one segment of it, come to.

        Args:
            records: One row a record, ordered by `start` and `key`: `key` (text), `start` (an instant, UTC), and a
                column for each field in `takes`, by the field's name. Instants are UTC, dates days, texts str, integers
                Int64, money and numbers float64; what is blank is missing. Records that an exception excludes
                and records that begin after the as-of are left out, and later instants are missing: unseen as yet.
        """
        raise NotImplementedError


def custom_measure(name: str, settings: Mapping[str, Any]) -> CustomMeasure:
    """The user's measure of that name, with what the terms say of it.

    Raises `Unreadable` where no package offers it, or what it offers is not a measure; pydantic's `ValidationError`
    where the terms say something that it does not take.
    """
    return custom_class(name).model_validate(settings, by_alias=True, by_name=False)


@cache
def custom_class(name: str) -> type[CustomMeasure]:
    """The class of that name; imports the package that offers it. Raises `Unreadable`."""
    offered = installed()
    if name not in offered:
        known = f"installed are: {', '.join(sorted(offered))}" if offered else f"none is installed in the group {GROUP}"
        raise Unreadable(f'no installed package offers a measure "{name}"', known, code=Fault.UNKNOWN_NAME)
    entry_point = offered[name]
    try:
        offers = entry_point.load()
    except Exception as problem:  # code that is not ours may raise anything while it is imported
        hint = "install its package again, with everything that it needs, or report this to who wrote it"
        message = f'the measure "{name}" ({entry_point.value}) cannot be imported: {type(problem).__name__}'
        raise Unreadable(message, hint, code=Fault.UNKNOWN_NAME) from problem
    if not (isinstance(offers, type) and issubclass(offers, CustomMeasure)):
        hint = "let the entry point name a class that derives from living_sla.api.Measure"
        raise Unreadable(f'the measure "{name}" ({entry_point.value}) is not a measure', hint, code=Fault.INVALID_VALUE)
    strange = sorted(set(offers.takes) - set(offers.model_fields))
    if strange:
        hint = "annotate it as ColumnName"
        raise Unreadable(f'the measure "{name}" takes a column "{strange[0]}", which is not one of its fields', hint)
    return offers


def installed() -> dict[str, EntryPoint]:
    """The measures that installed packages offer, by name; nothing is imported."""
    from importlib.metadata import entry_points  # late: few agreements have such a measure

    return {entry_point.name: entry_point for entry_point in entry_points(group=GROUP)}


def columns_taken(own: CustomMeasure) -> dict[str, str]:
    """The columns that the measure takes, by its fields; one that the terms leave out has no entry."""
    return {field: column for field in own.takes if (column := getattr(own, field)) is not None}
