"""Arrow's types held against the declared ones: which fit, and how their values are taken or spelled."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from living_sla.errors import Fault, Place, SlaError
from living_sla.exports.cells.cell import in_marks
from living_sla.exports.cells.columns import filled_of
from living_sla.exports.cells.typed_columns import microseconds, whole_numbers
from living_sla.model.source import ColumnSpec, Marks

if TYPE_CHECKING:
    import pyarrow as pa

_EXPECTED = {
    "text": "string, or whole numbers",
    "integer": "int8 to int64",
    "number": "float, double, or whole numbers",
    "money": "decimal, or whole numbers",
    "percent": "float or double, as a share",
    "boolean": "bool",
    "date": "date32",
    "instant": "timestamp, or whole numbers with format: unix s or unix ms",
    "duration": "duration, or whole numbers with a format such as seconds",
}


def drift(schema: pa.Schema, spec: ColumnSpec, where: Place) -> Iterator[SlaError]:
    """The fault of a column whose type in the file is not the declared one; one that is missing is told elsewhere."""
    for position, header in enumerate(spec.headers):
        if schema.names.count(header) != 1:
            continue
        found = schema.field(header).type
        if len(spec.headers) > 1:
            fits, expected = _fits_part(found, position), ("date32 or string", "time or string")[position]
        else:
            fits, expected = _fits(found, spec), _EXPECTED[spec.type]
        if not fits:
            message = f'the column "{header}" holds {_said(found)}, declared is {spec.type}: {expected}'
            hint = "export it with that type, or declare the type that it has"
            yield SlaError(message, where=where, hint=hint, code=Fault.WRONG_COLUMN_TYPE)
        elif spec.formats and not (_is_counted(spec) or len(spec.headers) > 1):
            message = f'the column "{header}" holds {_said(found)}, and a format is stated'
            hint = "remove the format: Parquet knows what a date is"
            yield SlaError(message, where=where, hint=hint, code=Fault.WRONG_COLUMN_TYPE)


def _is_counted(spec: ColumnSpec) -> bool:
    """Whether the format says what whole numbers count: seconds, milliseconds."""
    return len(spec.formats) == 1 and (spec.type == "duration" or spec.formats[0].startswith("unix "))


def _fits_part(found: pa.DataType, position: int) -> bool:
    from pyarrow import types

    return bool(_is_string(found) or (types.is_date32(found) if position == 0 else types.is_time(found)))


def _fits(found: pa.DataType, spec: ColumnSpec) -> bool:
    from pyarrow import types

    whole = types.is_integer(found) and not types.is_uint64(found)
    if types.is_dictionary(found):
        return spec.type == "text" and _is_string(found.value_type)
    fitting = {
        "text": _is_string(found) or whole,
        "integer": whole,
        "number": types.is_float32(found) or types.is_float64(found) or whole,
        "money": types.is_decimal128(found) or whole,
        "percent": types.is_float32(found) or types.is_float64(found),
        "boolean": types.is_boolean(found),
        "date": types.is_date32(found),
        "instant": whole if _is_counted(spec) else types.is_timestamp(found),
        "duration": whole if _is_counted(spec) else types.is_duration(found),
    }
    return bool(types.is_null(found) or fitting[spec.type])


def _said(found: pa.DataType) -> str:
    """The type, without names of fields and zones of instants, which are texts of whoever wrote the file."""
    import pyarrow as pa

    if pa.types.is_timestamp(found):
        return f"timestamp[{found.unit}]{' with a zone' if found.tz else ''}"
    has_parts = pa.types.is_nested(found) or pa.types.is_dictionary(found) or pa.types.is_run_end_encoded(found)
    if has_parts or isinstance(found, pa.BaseExtensionType):
        return type(found).__name__.removesuffix("Type").lower()
    return str(found)


def _is_string(found: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_string(found) or types.is_large_string(found))


def _is_coded(array: pa.Array) -> bool:
    import pyarrow as pa

    coded = pa.types.is_dictionary(array.type) and _is_string(array.type.value_type)
    return coded and not array.dictionary.null_count


def as_wanted(array: pa.Array, wanted: pa.DataType) -> pa.Array:
    """Texts as they are wanted; everything else as it is, also where plain texts are wanted."""
    import pyarrow as pa

    if _is_coded(array) and pa.types.is_dictionary(wanted):
        # Not row by row: a dictionary may repeat one long text so often that no memory holds it written out.
        return array if array.type == wanted else _recoded(array)
    found = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    if not (_is_string(found.type) or pa.types.is_null(found.type) or pa.types.is_dictionary(wanted)):
        return found
    if pa.types.is_boolean(found.type):
        return found
    texts = found if found.type == pa.string() else found.cast(pa.string())
    return texts.dictionary_encode() if pa.types.is_dictionary(wanted) else texts


def _recoded(array: pa.DictionaryArray) -> pa.DictionaryArray:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(array.indices.cast(pa.int32()), array.dictionary.cast(pa.string()))


def values_of(array: pa.Array) -> list[Any]:
    """The values, one by one: instants and dates as texts in ISO 8601, for Python's own end in the year 9999."""
    import pyarrow as pa

    if pa.types.is_timestamp(array.type):
        offset = "Z" if array.type.tz else ""
        texts = _in_iso(array, microseconds(array), "us")
        return [text and f"{text.removesuffix('.000000')}{offset}" for text in texts]
    if pa.types.is_date32(array.type):
        return _in_iso(array, whole_numbers(array), "D")
    if pa.types.is_dictionary(array.type):
        # Made once each, however often they occur.
        words = [*array.dictionary.to_pylist(), None]
        return [words[-1 if code is None else code] for code in array.indices.to_pylist()]
    plain: list[Any] = array.to_pylist()
    return plain


def _in_iso(array: pa.Array, counts: npt.NDArray[np.int64], unit: Literal["us", "D"]) -> list[str | None]:
    """Each as text; what lies beyond the years of four digits as the last moment within them, which is none either."""
    first, last = (int(np.datetime64(end, unit).astype(np.int64)) for end in ("0001-01-01", "9999-12-31"))
    texts: list[str] = np.datetime_as_string(np.clip(counts, first, last).astype(f"datetime64[{unit}]")).tolist()
    return [text if filled else None for text, filled in zip(texts, filled_of(array).tolist(), strict=True)]


def cells_spelled(array: pa.Array, spec: ColumnSpec, marks: Marks) -> list[str]:
    """The values as cells of a text file: ISO 8601, plain digits, empty where they are null."""
    return [_spelled(value, spec, marks) for value in values_of(array)]


def _spelled(value: Any, spec: ColumnSpec, marks: Marks) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return in_marks(f"{Decimal(repr(value)):.18f}".rstrip("0").rstrip("."), spec, marks)
        case Decimal():
            return in_marks(f"{value:f}", spec, marks)
    return str(value)
