"""Rules that bind several fields of one entry of `data/sources.yml`, each with the place that breaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath

from msgspec import Struct

from living_sla.agreements.rules.conditions import At
from living_sla.agreements.rules.tested_columns import unknown_column
from living_sla.agreements.yaml.nodes import Places
from living_sla.errors import Fault, Place, SlaError, Unreadable
from living_sla.model.address import read_address
from living_sla.model.agreement.source import InFileName, NewestBy, NewestOf, Source, day_comes_first
from living_sla.model.quantity import Duration
from living_sla.model.time.moment import on_clock


class _Entry(Struct, frozen=True):
    """One source under its name, and where its parts stand."""

    name: str
    source: Source
    places: Places

    def place(self, *at: str | int) -> Place:
        return self.places.value((self.name, *at))

    def refused(self, message: str, hint: str, code: Fault | None, *at: str | int) -> SlaError:
        return SlaError(message, where=self.place(*at), hint=hint, code=code)


def check_sources(sources: Mapping[str, Source], places: Places) -> list[SlaError]:
    """Every rule that a source can break by itself, source by source, in the order of the rules."""
    rules = (
        _path,
        _engine,
        _written,
        _as_of,
        _named_columns,
        _headers,
        _labels,
        _columns,
        _one_order,
        _max_age,
        _clock_skew,
        _link,
    )
    entries = [_Entry(name, source, places) for name, source in sources.items()]
    return [fault for entry in entries for rule in rules for fault in rule(entry)]


def _path(entry: _Entry) -> Iterator[SlaError]:
    path = entry.source.path
    if entry.source.engine is not None:
        if ".." in path.split("/"):
            hint = "write where it lies, without .."
            yield entry.refused(f'"{path}" leads out of a folder', hint, Fault.OUTSIDE_FOLDER, "path")
    elif PurePosixPath(path).is_absolute() or ".." in path.split("/") or re.search(r"\\|:", path):
        hint = "write a path below data/, for example exports/leads-*.csv"
        yield entry.refused(f'"{path}" does not lie below data/', hint, Fault.OUTSIDE_FOLDER, "path")
    elif pattern := re.search(r"[\[\]?]", path):
        hint = "only * stands for a part of the file name, for example exports/leads-*.csv"
        yield entry.refused(f'"{path}" holds "{pattern[0]}"', hint, Fault.OUTSIDE_FOLDER, "path")


def _engine(entry: _Entry) -> Iterator[SlaError]:
    """What only one machine can do, or only an engine, or only Spark."""
    source = entry.source
    if source.stored is not None and source.engine != "spark":
        message = "only Spark is told how a path is stored"
        hint = (
            "remove stored: files say it by their endings" if source.engine else "add engine: spark, or remove stored"
        )
        yield entry.refused(message, hint, Fault.INVALID_VALUE, "stored")
    if source.engine is None:
        return
    if isinstance(source.as_of, InFileName):
        message = "an engine reads many files, which share no name"
        yield entry.refused(
            message, "write as_of: {newest_of: [modified_at]}, or an instant", Fault.UNCLEAR_NEWEST, "as_of"
        )
    if isinstance(source.duplicates, NewestBy):
        message = "an engine does not choose between two rows of one key"
        hint = "keep the newest row of each key where it is stored, in a table or a view"
        yield entry.refused(message, hint, Fault.DUPLICATE_RECORD, "duplicates")
    if "combine" in source.model_fields_set:
        hint = "remove combine; a path may name a folder, or hold a *"
        yield entry.refused("an engine reads all that lies at its path", hint, Fault.INVALID_VALUE, "combine")


def _written(entry: _Entry) -> Iterator[SlaError]:
    """How the file is written, as far as its kind has that."""
    source = entry.source
    kind = PurePosixPath(source.path.lower().removesuffix(".gz")).suffix
    if source.thousands == source.decimal:
        message = f'"{source.decimal}" cannot stand between thousands and before decimals'
        hint = f'add decimal: "{"," if source.decimal == "." else "."}", or leave one of the two out'
        yield entry.refused(message, hint, Fault.INVALID_VALUE, "thousands")
    if source.absent == "empty" and kind not in (".jsonl", ".ndjson"):
        hint = "remove absent: in other files every record has every column"
        yield entry.refused("only objects of JSON lines lack keys", hint, Fault.INVALID_VALUE, "absent")
    if source.skip_lines and kind in (".jsonl", ".ndjson", ".parquet"):
        hint = "remove skip_lines: such a file has nothing before its records"
        yield entry.refused(f"lines of {kind} cannot be skipped", hint, Fault.INVALID_VALUE, "skip_lines")


def _as_of(entry: _Entry) -> Iterator[SlaError]:
    """A stated as-of is one instant: no clock of the source skips it or shows it twice."""
    source = entry.source
    if not isinstance(source.as_of, datetime) or source.timezone is None:
        return
    try:
        on_clock(source.as_of, source.timezone)
    except Unreadable as found:
        yield entry.refused(found.message, found.hint, found.code, "as_of")


def _one_order(entry: _Entry) -> Iterator[SlaError]:
    """One tool writes one file, and one order of day and month: two of them mean that one is wrong."""
    first: dict[bool, tuple[str, str]] = {}
    for column, spec in entry.source.columns.items():
        for written in spec.formats:
            order = day_comes_first(written)
            if order is None:
                continue
            first.setdefault(order, (column, written))
            if (not order) not in first:
                continue
            other, format = first[not order]
            message = f'"{written}" and "{format}", in column {other}, have day and month in two orders'
            hint = "one file has one order: look for a date after the twelfth of a month"
            yield entry.refused(message, hint, Fault.AMBIGUOUS_TIME, "columns", column, "format")
            return


def _named_columns(entry: _Entry) -> Iterator[SlaError]:
    """The columns that the source itself names: its key, and where instants are wanted."""
    source = entry.source
    named: list[tuple[str, At, bool]] = [(source.key, ("key",), False)]
    if isinstance(source.as_of, NewestOf):
        columns = source.as_of.newest_of
        named += [(column, ("as_of", "newest_of", index), True) for index, column in enumerate(columns)]
    if isinstance(source.duplicates, NewestBy):
        named.append((source.duplicates.newest_by, ("duplicates", "newest_by"), True))
    if source.owner is not None:
        named.append((source.owner, ("owner",), False))
    for column, at, instant in named:
        if column not in source.columns:
            yield unknown_column(column, entry.name, source, entry.place(*at))
        elif instant and source.columns[column].type not in ("instant", "date"):
            message = f'"{column}" is of type {source.columns[column].type}, wanted here is instant'
            yield entry.refused(message, "name a column of instants", Fault.INVALID_VALUE, *at)
    yield from _owner(entry)


def _owner(entry: _Entry) -> Iterator[SlaError]:
    """Who looks after a record is a text of its own, and not the key, which pages show."""
    source = entry.source
    spec = source.columns.get(source.owner or "")
    if spec is not None and spec.type != "text":
        message = f'"{source.owner}" is of type {spec.type}, wanted here is text'
        yield entry.refused(message, "name a column of texts", Fault.INVALID_VALUE, "owner")
    elif spec is not None and source.owner == source.key:
        message = "the key names the owner, and pages show keys of records"
        yield entry.refused(message, "name another column", Fault.PERSONAL_DATA, "owner")


def _headers(entry: _Entry) -> Iterator[SlaError]:
    read_as: dict[str, str] = {}
    for column, spec in entry.source.columns.items():
        if len(spec.headers) > 1 and spec.type != "instant":
            message = f'"{column}" is of type {spec.type}, and only an instant is read from two columns'
            yield entry.refused(message, "write one header", Fault.INVALID_VALUE, "columns", column, "from")
        for header in spec.headers:
            first = read_as.setdefault(header, column)
            if first != column:
                line = entry.place("columns", first, "from").line
                message = f'"{header}" is also read as "{first}", on line {line}'
                hint = f'keep one of the two; several measures may use the same column, "{first}"'
                yield entry.refused(message, hint, Fault.WRONG_COLUMNS, "columns", column, "from")
            if header in entry.source.personal:
                hint = "remove it from columns, or from personal if it is not about people"
                message = f'"{header}" is personal and must not be read'
                yield entry.refused(message, hint, Fault.PERSONAL_DATA, "columns", column, "from")


def _labels(entry: _Entry) -> Iterator[SlaError]:
    """Readers see labels only: two columns of one label are one to them."""
    first: dict[str, str] = {}
    for column, spec in entry.source.columns.items():
        label = " ".join((spec.label or "").split())
        other = first.setdefault(label.casefold(), column) if label else column
        if other != column:
            message = f'"{other}" is called "{label}", too'
            yield entry.refused(
                message, "let readers tell the two apart", Fault.DUPLICATE_FIELD, "columns", column, "label"
            )


def _columns(entry: _Entry) -> Iterator[SlaError]:
    for column, spec in entry.source.columns.items():
        at = ("columns", column)
        if (spec.type == "money") != (spec.currency is not None):
            hint = "add currency: EUR" if spec.type == "money" else "remove currency, or use type: money"
            yield entry.refused(f'"{column}" is of type {spec.type}', hint, Fault.INVALID_VALUE, *at, "currency")
        if spec.values and spec.type != "text":
            yield entry.refused(
                "only a text column has a list of values", "remove values", Fault.INVALID_VALUE, *at, "values"
            )
        if spec.values_separator is None:
            continue
        if spec.type != "text" or column == entry.source.key:
            what = "the key is one value" if column == entry.source.key else "only a text column holds several values"
            yield entry.refused(what, "remove values_separator", Fault.INVALID_VALUE, *at, "values_separator")
        elif joined := next((value for value in spec.values if spec.values_separator in value), None):
            message = f'"{joined}" would be several values'
            hint = f'list the values one by one: "{spec.values_separator}" stands between them'
            yield entry.refused(message, hint, Fault.INVALID_VALUE, *at, "values")


def _max_age(entry: _Entry) -> Iterator[SlaError]:
    warn, fail = entry.source.max_age.warn, entry.source.max_age.fail
    if warn is not None and fail is not None and _minutes(warn) > _minutes(fail):
        message = f"an export is too old after {fail}, before the warning after {warn}"
        yield entry.refused(message, f"write {{warn: {fail}, fail: {warn}}}", Fault.CONTRADICTION, "max_age", "warn")


def _clock_skew(entry: _Entry) -> Iterator[SlaError]:
    skew = entry.source.clock_skew
    if skew is None:
        return
    if skew.business or skew.in_days or skew.minutes > _MOST_SKEW:
        message = f"clocks that differ by {skew} tell no order of events"
        yield entry.refused(
            message, "write minutes, up to an hour: clock_skew: 2 minutes", Fault.NUMBER_OUT_OF_RANGE, "clock_skew"
        )


_MOST_SKEW = 60
"""Minutes."""


def _minutes(age: Duration) -> float:
    """Elapsed time: an export knows no working hours."""
    return age.days * 24 * 60 if age.in_days else float(age.minutes)


def _link(entry: _Entry) -> Iterator[SlaError]:
    link, key = entry.source.link, entry.source.key
    if link is None:
        return
    example = f"for example https://crm.example/contacts/{{{key}}}"
    fields = re.findall(r"\{([^}]*)\}", link)
    address = read_address(link)
    if address.has_user:
        hint = f"remove it: readers sign in themselves, {example}"  # which is not shown: it may be a password
        yield entry.refused("the link names a user before its host", hint, Fault.INVALID_LINK, "link")
    elif not address.is_web or not re.fullmatch(r"https?://[^/?#{}]+[/?#]\S*", link, re.IGNORECASE):
        hint = f"begin with https:// and the name of a host, {example}"
        yield entry.refused(f'the link "{link}" is not the address of a page', hint, Fault.INVALID_LINK, "link")
    elif unknown := next((field for field in fields if field != key), None):
        message = f'the link holds "{{{unknown}}}", which is not the key'
        yield entry.refused(message, f"write {{{key}}}", Fault.UNKNOWN_NAME, "link")
    elif len(fields) != 1 or link.count("{") + link.count("}") != 2:
        message = f"the link does not hold the key {{{key}}} exactly once"
        yield entry.refused(message, example, Fault.INVALID_VALUE, "link")
