"""One column of a file that nobody has declared: which types and formats fit all its cells, and what it may be for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from living_sla.errors import Unreadable
from living_sla.exports.cells import is_naive, read_cell
from living_sla.exports.unstated import DAYS, TIMES
from living_sla.model.source import ColumnSpec

_PERSONAL = re.compile(
    r"e-?mail|phone|mobile|\bfax|first.?name|last.?name|full.?name|surname|\bname$|contact|owner|assigned|salutation"
    r"|street|address|postal|zip|birth|linkedin|twitter|(created|modified).by|\brep\b|\bip\b|password|latitude|longitude"
    r"|(\b|_)(comments?|notes?|message|description|subject)$",
    re.IGNORECASE,
)
_NOT_PERSONAL = re.compile(
    r"(company|account|deal|campaign|product|file|stage|list|event|template|group).?name|date|number of|count$|reason$"
    r"|(\b|_)(at|f?ids?|vid|guid|on)$",
    re.IGNORECASE,
)
_WRITTEN_ASIDE = re.compile(r"^\(Do Not Modify\) |_+c$", re.IGNORECASE)
"""What a tool adds to the name of a column: Dynamics in front, Salesforce behind those of its customers."""
_IDENTIFIER = re.compile(r"(^|[ _-])id$", re.IGNORECASE)
_ISO = ("boolean", "integer", "number", "percent", "date", "instant")


def names_of(header: Sequence[str]) -> list[str]:
    """A short name of its own for each header, as columns of a source have them."""
    names: list[str] = []
    for number, text in enumerate(header, start=1):
        bare = text.removeprefix("(Do Not Modify) ")
        name = re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")[:40].strip("_")
        if not re.match("[a-z]", name):
            name = f"column_{number}"
        names.append(name if name not in names else f"{name}_{number}")
    return names


@dataclass
class GuessedColumn:
    """One column: which types and formats fit all cells so far."""

    spec: ColumnSpec
    known_type: str | None
    """What the file itself says, where its format knows types."""
    fitting: list[ColumnSpec] = field(default_factory=list)
    rows: int = 0
    filled: int = 0
    texts: set[str] = field(default_factory=set)
    has_naive: bool = False
    has_mail: bool = False

    def __post_init__(self) -> None:
        header = self.spec.header
        formats = [("date", day) for day in DAYS] + [("instant", day + time) for day in DAYS for time in TIMES]
        candidates = [(kind, None) for kind in _ISO] + formats
        self.fitting = [
            ColumnSpec.model_validate({"from": header, "type": kind, **({"format": form} if form else {})})
            for kind, form in candidates
        ]

    def take(self, text: str) -> None:
        """Hold what is left against one more cell."""
        self.rows += 1
        if not text.strip():
            return
        self.filled += 1
        if text in self.texts:
            return
        self.texts.add(text)
        self.has_mail = self.has_mail or "@" in text
        self.fitting = [spec for spec in self.fitting if self._fits(text, spec)]

    def _fits(self, text: str, spec: ColumnSpec) -> bool:
        try:
            read_cell(text, spec, timezone_key="UTC")
        except Unreadable:
            return False
        if spec.type == "instant" and is_naive(text, spec):
            self.has_naive = True
        return True

    @property
    def is_filled(self) -> bool:
        """Whether every cell is filled."""
        return 0 < self.filled == self.rows

    @property
    def is_distinct(self) -> bool:
        """Whether every cell is filled and different from the others, as those of a key are."""
        return self.is_filled and len(self.texts) == self.rows and self.found().type in ("text", "integer")

    @property
    def is_identifier(self) -> bool:
        """Whether the header says that the cells identify something: a record, or what it belongs to."""
        return _IDENTIFIER.search(self.spec.header) is not None

    @property
    def is_personal(self) -> bool:
        """Whether header or cells look as if they were about people."""
        bare = _WRITTEN_ASIDE.sub("", self.spec.header)
        named = _PERSONAL.search(bare) and not _NOT_PERSONAL.search(bare)
        return self.has_mail or (bool(named) and self.found().type != "boolean")

    def found(self) -> ColumnSpec:
        """The narrowest type that fits; text where none does, or where there is nothing to see."""
        if self.is_identifier and self.known_type in (None, "text", "integer"):
            # Whole numbers fit many identifiers, until one begins with a zero.
            return self.spec.model_copy(update={"type": "text"})
        if self.known_type:
            return self.spec
        if not self.fitting or not self.filled or (self.texts <= {"0", "1"} and self.fitting[0].type == "boolean"):
            return next((spec for spec in self.fitting[1:2] if self.filled), self.spec)
        return self.fitting[0]

    def doubt(self) -> str:
        """What a person has to decide about the column."""
        found = self.found()
        if self.known_type or found.type == "text":
            return ""
        if self.texts <= {"0", "1"}:
            return "or boolean: it holds 0 and 1 only"
        others = [f'"{spec.formats[0]}"' for spec in self.fitting if spec.type == found.type and spec is not found]
        if found.formats and others:
            return f"or {' or '.join(others)}: all fit"
        return ""
