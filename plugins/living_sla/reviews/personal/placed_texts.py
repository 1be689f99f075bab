"""A file of a review as the texts that it consists of, each with its place."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from living_sla.errors import Place


class PlacedText(Struct, frozen=True):
    """One text of a file: a line, the fields of a row, or a value of a document."""

    place: Place
    inside: str
    """What a message says behind what it found, where a line says too little: ", in agreements.0.title"."""
    text: str


def placed_texts(path: str, content: bytes) -> Iterator[PlacedText]:
    """The texts of a file in their order; of JSON, keys and texts without the numbers."""
    text = content.decode("utf-8", "replace")
    if path.endswith(".json"):
        yield from _of_json(Place(path), "", json.loads(text))
    elif path.endswith(".csv"):
        rows = csv.reader(text.splitlines(keepends=True))
        for row in rows:
            yield PlacedText(Place(path, rows.line_num), "", "\n".join(row))
    else:
        for number, line in enumerate(text.split("\n"), start=1):
            yield PlacedText(Place(path, number), "", line)


_FIELD = re.compile("[a-z_]+")


def _of_json(place: Place, inside: str, value: Any) -> Iterator[PlacedText]:
    if isinstance(value, str):
        yield PlacedText(place, f", in {inside}" if inside else "", value)
    elif isinstance(value, list | dict):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            # What is no field of a record may be the very value that no message quotes.
            shown = key if isinstance(key, int) or _FIELD.fullmatch(key) else "…"
            if isinstance(key, str):
                yield PlacedText(place, f", in {inside or 'the document'}", key)
            yield from _of_json(place, f"{inside}.{shown}" if inside else str(shown), item)
