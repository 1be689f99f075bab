"""Arrow, loaded when the first file is read: it takes 0.15 s, and where figures are remembered nothing is read."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import csv
    from pyarrow import parquet as pq
else:

    class _Loaded:
        """A module that is imported once somebody asks it for anything."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, attribute: str) -> Any:
            value = getattr(import_module(self._name), attribute)
            setattr(self, attribute, value)
            return value

    pa, csv, pq = map(_Loaded, ("pyarrow", "pyarrow.csv", "pyarrow.parquet"))

__all__ = ["csv", "is_text", "pa", "pq"]


def is_text(arrow_type: pa.DataType) -> bool:
    """Whether it is a type of texts, of either size."""
    return bool(pa.types.is_string(arrow_type) or pa.types.is_large_string(arrow_type))
