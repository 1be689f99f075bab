"""The record of a review as its file has it: canonical JSON, of which each value has one spelling.

A record is read by the reader of its schema, and then has to be what this release would write of it: so a key twice, a
number spelled otherwise, a space or a field that nobody knows cannot hide in it, and two files are one record only
where they are the same bytes. What stands at its default is not written; a field that a later release adds is left out
of the records before it, which therefore stay what they were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from living_sla.agreements.canonical_json import canonical_json
from living_sla.errors import Fault, Faults, Place, SlaError, Unreadable
from living_sla.model.reviews.kept_record import as_record, as_values, brief_values, compared_values, shown_values
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.whole_record import require_names, require_whole

SCHEMA = "sla-snapshot/1"
MOST_BYTES = 64 * 1024 * 1024
"""Of a record; that of a hundred commitments has two million."""
_HINT = "take the file as it was committed: git log -p on it shows who changed it"
_LARGEST = 2**53 - 1
"""Beyond it a program that reads numbers as JavaScript does sees another one."""

_LONG_NUMBER = re.compile(rb"[:,\[]-?[0-9]{16}")


def record_text(record: ReviewRecord) -> bytes:
    """What `snapshot.json` holds: the canonical JSON of the record, and nothing after it."""
    return canonical_json({**as_values(record), "schema": SCHEMA})


def read_record(content: bytes, path: str) -> ReviewRecord:
    """The record that a file holds; `path` is what faults name.

    Raises:
        Faults: It is not a record, or one of a schema that a later release writes.
    """
    if len(content) > MOST_BYTES:
        raise _fault(path, f"larger than {MOST_BYTES // 1024**2} MB")
    values = _values(content, path)
    schema = values.pop("schema", None)
    if schema != SCHEMA:
        _require_one_form({**values, "schema": schema}, content, path)
        _refuse_schema(schema, path)
    try:
        record = as_record(values)
        require_whole(record)
        if record_text(record) == content:
            return record
        why = "holds a value that no record has, or that is spelled otherwise there"
    except Unreadable as wrong:
        why = f"is not a record: {wrong.message}"
    except (ValueError, RecursionError):
        raise _fault(path, "is not the JSON of a record") from None
    # Asked last: it takes a fifth of the time, and what a record is written as is its one form.
    _require_one_form(_values(content, path), content, path)
    raise _fault(path, why)


def read_brief(content: bytes, path: str) -> ReviewRecord:
    """The record that a file holds, without what only its page shows: see `brief_values`.

    Whether it is written in the one form that a record has is not looked at: whoever asks knows its digest. Raises as
    `read_record`.
    """
    return _read_part(brief_values, content, path)


def read_compared(content: bytes, path: str) -> ReviewRecord:
    """The same with what is held against the figures of today: see `compared_values`."""
    return _read_part(compared_values, content, path)


def read_shown(content: bytes, path: str) -> ReviewRecord:
    """The same with everything that its page shows: see `shown_values`."""
    return _read_part(shown_values, content, path)


def _read_part(values_of: Callable[[bytes], dict[str, Any]], content: bytes, path: str) -> ReviewRecord:
    try:
        values = values_of(content)
        schema = values.pop("schema", None)
        if schema == SCHEMA:
            record = as_record(values)
            require_names(record)
            return record
    except Unreadable as wrong:
        raise _fault(path, wrong.message) from None
    except (ValueError, RecursionError, OverflowError):
        raise _fault(path, "is not the JSON of a record") from None
    _refuse_schema(schema, path)


def _values(content: bytes, path: str) -> dict[str, Any]:
    try:
        # Asked of each number, a function costs as much as all the rest; few files have one so long, or text like it.
        whole = _whole if _LONG_NUMBER.search(content) else None
        found = json.loads(content.decode("utf-8"), parse_int=whole, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _fault(path, "is not the JSON of a record") from None
    if not isinstance(found, dict):
        raise _fault(path, "is not the JSON of a record")
    return found


def _require_one_form(values: dict[str, Any], content: bytes, path: str) -> None:
    try:
        again = canonical_json(values)
    except (ValueError, RecursionError):
        raise _fault(path, "is not the JSON of a record") from None
    if again != content:
        raise _fault(path, "is not in the one form that a record has: somebody wrote it anew")


def _whole(text: str) -> int:
    if len(text) > len(str(_LARGEST)) + 1 or abs(int(text)) > _LARGEST:
        raise ValueError("a number that is too large")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError("a number with a point, or none at all")


def _refuse_schema(schema: object, path: str) -> NoReturn:
    name, slash, number = schema.rpartition("/") if isinstance(schema, str) else ("", "", "")
    if slash and name == SCHEMA.rpartition("/")[0] and number.isascii() and number.isdigit() and len(number) < 4:
        message = f"is a record of schema {number}, which this release does not know"
        raise _fault(path, message, "install a newer release of living-sla: pip install --upgrade living-sla")
    raise _fault(path, f"does not say that it is a record: there is no schema {SCHEMA}")


def _fault(path: str, message: str, hint: str = _HINT) -> Faults:
    return Faults([SlaError(message, where=Place(path), hint=hint, code=Fault.NOT_A_REVIEW_RECORD)])
