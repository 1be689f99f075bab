"""Arrow's types held against the declared ones: which fit, and how their values are taken or spelled."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.errors import Fault, Place, SlaError
from living_sla.exports.arrow import is_text, pa
from living_sla.model.agreement.source import ColumnSpec, ColumnType

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
        arrow_type = schema.field(header).type
        if len(spec.headers) > 1:
            fits, expected = _fits_part(arrow_type, position), ("date32 or string", "time or string")[position]
        else:
            fits, expected = _fits(arrow_type, spec), _EXPECTED[spec.type]
        if not fits:
            message = f'the column "{header}" holds {_described(arrow_type)}, declared is {spec.type}: {expected}'
            hint = "export it with that type, or declare the type that it has"
            yield SlaError(message, where=where, hint=hint, code=Fault.WRONG_COLUMN_TYPE)
        elif spec.formats and not (_is_counted(spec) or len(spec.headers) > 1):
            message = f'the column "{header}" holds {_described(arrow_type)}, and a format is stated'
            hint = "remove the format: Parquet knows what a date is"
            yield SlaError(message, where=where, hint=hint, code=Fault.WRONG_COLUMN_TYPE)


def _is_counted(spec: ColumnSpec) -> bool:
    """Whether the format says what whole numbers count: seconds, milliseconds."""
    return len(spec.formats) == 1 and (spec.type == "duration" or spec.formats[0].startswith("unix "))


def _fits_part(arrow_type: pa.DataType, position: int) -> bool:
    return bool(
        is_text(arrow_type) or (pa.types.is_date32(arrow_type) if position == 0 else pa.types.is_time(arrow_type))
    )


def _fits(arrow_type: pa.DataType, spec: ColumnSpec) -> bool:
    whole = pa.types.is_integer(arrow_type) and not pa.types.is_uint64(arrow_type)
    if pa.types.is_dictionary(arrow_type):
        return spec.type == "text" and is_text(arrow_type.value_type)
    fitting = {
        "text": is_text(arrow_type) or whole,
        "integer": whole,
        "number": pa.types.is_float32(arrow_type) or pa.types.is_float64(arrow_type) or whole,
        "money": pa.types.is_decimal128(arrow_type) or whole,
        "percent": pa.types.is_float32(arrow_type) or pa.types.is_float64(arrow_type),
        "boolean": pa.types.is_boolean(arrow_type),
        "date": pa.types.is_date32(arrow_type),
        "instant": whole if _is_counted(spec) else pa.types.is_timestamp(arrow_type),
        "duration": whole if _is_counted(spec) else pa.types.is_duration(arrow_type),
    }
    return bool(pa.types.is_null(arrow_type) or fitting[spec.type])


def _described(arrow_type: pa.DataType) -> str:
    """The type, without names of fields and zones of instants, which are texts of whoever wrote the file."""
    if pa.types.is_timestamp(arrow_type):
        return f"timestamp[{arrow_type.unit}]{' with a zone' if arrow_type.tz else ''}"
    has_parts = (
        pa.types.is_nested(arrow_type) or pa.types.is_dictionary(arrow_type) or pa.types.is_run_end_encoded(arrow_type)
    )
    if has_parts or isinstance(arrow_type, pa.BaseExtensionType):
        return type(arrow_type).__name__.removesuffix("Type").lower()
    return str(arrow_type)


def declarable(found: pa.DataType) -> ColumnType | None:
    """What a column of that type in the file may be declared as; None where it cannot be read."""
    if pa.types.is_dictionary(found):
        found = found.value_type
    fitting: list[tuple[bool, ColumnType]] = [
        (pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_null(found), "text"),
        (pa.types.is_integer(found) and not pa.types.is_uint64(found), "integer"),
        (pa.types.is_float32(found) or pa.types.is_float64(found), "number"),
        (pa.types.is_decimal128(found), "money"),
        (pa.types.is_boolean(found), "boolean"),
        (pa.types.is_date32(found), "date"),
        (pa.types.is_timestamp(found), "instant"),
        (pa.types.is_duration(found), "duration"),
    ]
    return next((kind for fits, kind in fitting if fits), None)
