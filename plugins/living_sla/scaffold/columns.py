"""One column of a file that nobody has declared: which types, marks and formats fit all its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property

from msgspec import Struct, field

from living_sla.exports.cells.cell import is_naive
from living_sla.exports.cells.keys import SPACES, TOTALS
from living_sla.exports.cells.shown import hidden_character, is_nothing, reads_like_a_person
from living_sla.exports.cells.spellings import could_be_thousands
from living_sla.exports.formats.json_lines import Nested
from living_sla.exports.formats.table import Digits
from living_sla.model.agreement.source import ColumnSpec, ColumnType, Marks, day_comes_first
from living_sla.model.slug import slug_of
from living_sla.scaffold.candidates import PLAIN, ColumnCandidate, fitting, in_order
from living_sla.scaffold.header import LONGEST_NAME

_IDENTIFIER = re.compile(
    r"(^|[ _-])id$|番号$|编号$|編號$|^key$|^(issue|ticket|case|record)?[ _-]?(key|number|no\.?"
    r"|nr\.?)$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"date|time|stamp|(\b|_)(at|on|since|until)$|created|updated|modified|closed|datum|zeit|fecha|heure|日時"
    r"|時刻|时间",
    re.I,
)
_WORDS = frozenset(("yes", "no", "true", "false", "null", "on", "off", "y", "n"))
_CURRENCY = re.compile(
    r"-?(?:[A-Z]{3}|[€$£¥₹₽₩]) ?-?[0-9][0-9.,' \u00a0\u202f]*"
    r"|-?[0-9][0-9.,' \u00a0\u202f]*[ \u00a0]?(?:[A-Z]{3}|[€$£¥₹₽₩])"
)
_ANY = ColumnSpec.model_validate({"from": "any", "type": "text"})


def names_of(header: Sequence[str]) -> list[str]:
    """A short name of its own for each header, as columns of a source have them."""
    names: list[str] = []
    for number, text in enumerate(header, start=1):
        bare = text.removeprefix("(Do Not Modify) ")
        name = slug_of(bare).replace("-", "_")[:LONGEST_NAME].strip("_")
        if not name or name in _WORDS or not bare.isprintable():
            name = f"column_{number}"
        while name in names:
            name = f"{name}_{number}"
        names.append(name)
    return names


class GuessedColumn(Struct, frozen=True, eq=False, dict=True):
    """One column: its different cells, what fits all of them, and what fits all but a few."""

    header: str
    rows: int
    filled: int
    texts: Set[str]
    """Its different cells that are filled, in the order of the file."""
    nothings: Sequence[str]
    """Words for nothing that stand in it."""
    known_type: ColumnType | None = None
    """What the file itself says, where its format knows types."""
    is_nested: bool = False
    has_values: bool = False
    """Whether some cells hold numbers, in a format that tells them from texts."""
    _fitting: Sequence[ColumnCandidate] = ()
    _lines: Mapping[str, int] = field(default_factory=dict)
    """Where the cells stand that speak against what nearly fits."""

    @classmethod
    def of(
        cls, header: str, cells: Sequence[str], lines: Sequence[int], known_type: ColumnType | None = None
    ) -> GuessedColumn:
        """The column of these cells, each of which stands on one of `lines`."""
        texts = {text: None for text in dict.fromkeys(cells) if text.strip()}.keys()
        kinds = {type(text) for text in cells if isinstance(text, (Nested, Digits)) and text.strip()}
        words = [text for text in texts if is_nothing(text) and text == text.strip() and not text.startswith("#")]
        nothings = set(words)
        ways = fitting([(number, text) for number, text in enumerate(texts, start=1) if text not in nothings])
        against = {way.first_against for way in ways if way.against}
        return cls(
            header,
            rows=len(cells),
            filled=sum(text in texts for text in cells),
            texts=texts,
            nothings=words,
            known_type=known_type,
            is_nested=Nested in kinds,
            has_values=Digits in kinds,
            _fitting=ways,
            _lines={text: lines[cells.index(text)] for text in against},
        )

    # ------------------------------------------------------------ what it is

    @property
    def is_filled(self) -> bool:
        """Whether every cell is filled."""
        return 0 < self.filled == self.rows and not self.nothings

    @cached_property
    def is_distinct(self) -> bool:
        """Whether every cell is filled and different from the others, and is such as keys are."""
        may_be = self.is_filled and len(self.texts) == self.rows
        return may_be and all(_may_be_key(text, self.header) for text in self.texts)

    @property
    def is_identifier(self) -> bool:
        """Whether the header says that the cells identify something: a record, or what it belongs to."""
        return _IDENTIFIER.search(self.header) is not None

    def fitting(self, marks: Marks = PLAIN) -> Iterator[ColumnSpec]:
        """What fits every cell where numbers are written with these marks, the narrowest first."""
        marks = Marks(marks.decimal) if marks.thousands == "none" else marks
        for candidate in self._fitting:
            is_number = candidate.spec.type in ("integer", "number", "percent")
            if not candidate.against and (candidate.marks == marks if is_number else True):
                yield candidate.spec

    def is_number(self, marks: Marks) -> bool:
        """Whether every cell is a number that is written with these marks."""
        return self.texts > set(self.nothings) and any(
            spec.type in ("integer", "number", "percent") for spec in self.fitting(marks)
        )

    def marks_are_doubtful(self, marks: Marks) -> bool:
        """Whether the mark of every number could stand between thousands as well as before decimals."""
        spec = next((spec for spec in self.fitting(marks) if spec.type in ("number", "percent")), None)
        if spec is None or self.has_values:
            return False
        found = {could_be_thousands(text, spec, marks) for text in self.texts}
        return True in found and False not in found

    def marks_are_certain(self, marks: Marks) -> bool:
        """Whether some number has decimals that cannot be thousands."""
        spec = next((spec for spec in self.fitting(marks) if spec.type in ("number", "percent")), None)
        decimals = re.compile(rf"-?[0-9]*{re.escape(marks.decimal)}(?:[0-9]{{1,2}}|[0-9]{{4,}})(?: ?%)?")
        return spec is not None and any(decimals.fullmatch(text) for text in self.texts)

    def found(self, marks: Marks = PLAIN, day_first: bool | None = None) -> ColumnSpec:
        """How it is best declared; text where nothing fits, or where there is nothing to see.

        Args:
            marks: How numbers are written in this file.
            day_first: Whether the day stands before the month in this file; None where that is not known.
        """
        text = _ANY.model_copy(update={"headers": (self.header,)})
        if self.known_type not in (None, "text", "integer"):
            currency = "EUR" if self.known_type == "money" else None
            return text.model_copy(update={"type": self.known_type, "currency": currency})
        # Whole numbers fit many identifiers, until one begins with a zero.
        if self.is_identifier or self.known_type == "text" or not self.texts > set(self.nothings):
            return text
        fitting = [spec for spec in self.fitting(marks) if in_order(spec, day_first)]
        if self.has_values and any(not isinstance(one, Digits) and one not in self.nothings for one in self.texts):
            fitting = [spec for spec in fitting if spec.type not in ("integer", "number", "percent")]
        chosen = self._chosen(fitting)
        if chosen is None:
            return text
        more = {"empty": tuple(self.nothings)} if self.nothings else {}
        return chosen.model_copy(update={"headers": (self.header,), **more})

    def _chosen(self, fitting: Sequence[ColumnSpec]) -> ColumnSpec | None:
        by_type: dict[str, ColumnSpec] = {}
        for spec in fitting:
            by_type.setdefault(spec.type, spec)
        if self.known_type == "integer":
            counted = by_type.get("instant") if self._counts_since_1970(fitting) else None
            return counted or by_type.get("integer")
        if self.texts <= {"0", "1"}:
            return by_type.get("integer")
        if "integer" in by_type and _WHEN.search(self.header):
            counted = self._counts_since_1970(fitting)
            written = [spec for spec in fitting if spec.formats == ("%Y%m%d",)]
            return counted or (written[0] if written else by_type["integer"])
        order = ("boolean", "integer", "number", "percent", "date", "instant", "duration")
        chosen = next((by_type[kind] for kind in order if kind in by_type), None)
        return None if chosen is not None and chosen.formats[:1] in (("unix s",), ("unix ms",)) else chosen

    def _counts_since_1970(self, fitting: Iterable[ColumnSpec]) -> ColumnSpec | None:
        """The format in which whole numbers are instants of this century, where the header says that they may be."""
        lengths = {len(text) for text in self.texts}
        unit = "unix s" if lengths == {10} else "unix ms" if lengths == {13} else ""
        if not unit or not _WHEN.search(self.header):
            return None
        return next((spec for spec in fitting if spec.formats == (unit,)), None)

    def orders(self) -> set[bool]:
        """The orders of day and month in which all cells can be read: the day first, or not; none for other columns."""
        if self.found().type not in ("date", "instant") or self.known_type is not None:
            return set()
        written = (spec.formats[0] for spec in self.fitting() if spec.type in ("date", "instant") and spec.formats)
        return {order for form in written if (order := day_comes_first(form)) is not None}

    @property
    def names_noon(self) -> bool:
        """Whether hours are told with AM and PM."""
        return any(spec.formats and "%p" in spec.formats[0] for spec in self.fitting())

    def has_naive(self, spec: ColumnSpec) -> bool:
        """Whether an instant names no offset."""
        return any(is_naive(text, spec) for text in self.texts if text not in self.nothings)

    def doubt(self, found: ColumnSpec, marks: Marks = PLAIN, day_first: bool | None = None) -> str:
        """What a person has to decide about the column, where it is declared as `found`; the order, if certain."""
        if self.known_type and found.formats == ():
            return "the currency" if found.type == "money" else ""
        if found.type == "text":
            return "" if self.is_identifier else self._nearly(marks)
        if self.texts <= {"0", "1"}:
            return "or boolean: it holds 0 and 1 only"
        if found.formats and found.formats[0] in ("unix s", "unix ms", "%Y%m%d"):
            return "or integer, if it is a number"
        others = [
            f'"{spec.formats[0]}"'
            for spec in self.fitting(marks)
            if spec.type == found.type and spec.formats and spec.formats != found.formats and in_order(spec, day_first)
        ]
        if found.formats and others:
            return f"or {' or '.join(others[:3])}: all fit"
        return ""

    def _nearly(self, marks: Marks) -> str:
        """What all cells but a few are."""
        if self.filled and all(_CURRENCY.fullmatch(text.strip()) for text in self.texts):
            return "amounts with their currency are text: export numbers alone to add them up"
        near = [
            candidate
            for candidate in self._fitting
            if candidate.against and candidate.spec.type != "boolean" and candidate.marks in (PLAIN, marks)
            and candidate.spec.formats[:1] not in (("unix s",), ("unix ms",))
        ]  # fmt: skip
        enough = len(self.texts) - len(self.nothings) >= 4
        if not near or not enough:
            return ""
        best = min(near, key=lambda candidate: candidate.against)
        if best.against * 3 > len(self.texts):
            return ""
        cells = f"{best.against} different cells, the first" if best.against > 1 else "one"
        written = f' written as "{best.spec.formats[0]}"' if best.spec.formats else ""
        return (
            f"all are of type {best.spec.type}{written}, but for {cells} on line {self._lines[best.first_against]}: "
            "if it stands for nothing, list it under empty"
        )


def _may_be_key(text: str, header: str) -> bool:
    is_plain = text == text.strip(SPACES) and not hidden_character(text)
    return is_plain and not reads_like_a_person(text) and text not in TOTALS and text != header
