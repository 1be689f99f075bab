"""YAML as people may write it here: plain mappings, lists and text, each with its place in the file.

PyYAML's C parser reads the events; this module alone decides what they may be. Everything is text: what `17:30`,
`no` or `010` means is for the field that holds it to say. Whatever makes one file read in two ways (duplicate
keys, anchors, tags, merges) is refused at its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from living_sla.agreements.yaml.characters import refuse_hidden_characters
from living_sla.agreements.yaml.nodes import Mapping, Node, Position, Scalar, Sequence
from living_sla.agreements.yaml.syntax_errors import in_plain_words
from living_sla.errors import Fault, Place, SlaError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def parse(text: str, *, path: str, first_line: int = 1) -> Node:
    """The tree of one YAML document; `first_line` is the line of the file on which `text` begins.

    Raises `SlaError` at the first thing that is not allowed or cannot be read.
    """
    reader = _Reader(path, first_line)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise SlaError(
            f"more than {MAX_BYTES // 1024} KB between the --- lines" if first_line > 1 else "more than 64 KB",
            where=Place(path, first_line),
            hint="split it, or move long text below the closing ---",
            code=Fault.TOO_LARGE,
        )
    refuse_hidden_characters(text, path=path, first_line=first_line)
    refuse_tabs(text, path=path, first_line=first_line)
    try:
        # As `yaml.parse`, without its two calls an event.
        return reader.document(iter(yaml.CSafeLoader(text).get_event, None))
    except yaml.MarkedYAMLError as found:
        fault = in_plain_words(found, text, path=path, first_line=first_line)
        raise _at_its_open_quote(fault, reader.long_quote) from None


def _at_its_open_quote(fault: SlaError, long_quote: Scalar | None) -> SlaError:
    """The fault, or what caused it: a quote that was never closed runs to the next quote of the file."""
    if long_quote is None or fault.where is None:
        return fault
    closes, found = long_quote.end[0], fault.where.line or 0
    if not closes <= found <= closes + 1:  # what stood behind the next quote may be taken for a comment
        return fault
    message = f"a quote that opens here and closes only on line {closes}"
    return SlaError(
        message, where=long_quote.where, hint='close it at the end of its text: "..."', code=Fault.UNREADABLE_YAML
    )


def refuse_tabs(text: str, *, path: str, first_line: int) -> None:
    """Raise `SlaError` at the first tab: half of the editors show it as an indent of another depth."""
    at = text.find("\t")
    if at >= 0:
        where = Place(path, first_line + text.count("\n", 0, at), at - text.rfind("\n", 0, at))
        raise SlaError("a tab", where=where, hint="use spaces instead of tabs", code=Fault.UNREADABLE_YAML)


class _Reader:
    """Builds the tree from events, refusing at once what is not allowed: nothing is expanded, nothing is resolved."""

    def __init__(self, path: str, first_line: int) -> None:
        self._path = path
        self._first_line = first_line
        self.long_quote: Scalar | None = None
        """The last text in quotes that runs over several lines."""

    def document(self, events: Iterator[Any]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if event.version or event.tags:
                    raise self._refusal("a YAML directive", event, "leave lines that begin with % out")
                if root is not None:
                    raise self._refusal("a second document", event, "one file holds one document: remove the ---")
            elif not isinstance(event, yaml.StreamStartEvent | yaml.DocumentEndEvent | yaml.StreamEndEvent):
                root = self._node(event, events, depth=1)
        return root or Scalar(None, False, self._path, self._first_line, Position(0, 0), Position(0, 0))

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise SlaError(
                f"nested more than {MAX_DEPTH} deep", where=self._place(event), hint="flatten it", code=Fault.TOO_LARGE
            )
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        self._refuse_references(event)
        if kind is SequenceStartEvent:
            items: list[Node] = []
            while type(item := next(events)) is not SequenceEndEvent:
                items.append(self._node(item, events, depth + 1))
            return Sequence(tuple(items), self._place(event), bool(event.flow_style), _end(item))
        return self._mapping(event, events, depth)

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while type(event := next(events)) is not MappingEndEvent:
            key = self._key(event)
            assert key.text is not None
            if key.text in entries:
                first = entries[key.text][0].where
                raise SlaError(
                    f'"{key.text}" stands here and on line {first.line}',
                    where=key.where,
                    hint="keep one of the two",
                    code=Fault.DUPLICATE_FIELD,
                )
            entries[key.text] = (key, self._node(next(events), events, depth + 1))
        return Mapping(tuple(entries.values()), self._place(start), bool(start.flow_style), _end(event))

    def _key(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._refuse_references(event)
        if type(event) is not ScalarEvent:
            hint = "write a plain name before the :; a text that begins with { or [ needs quotes"
            raise self._refusal("a list or mapping as the name of a field", event, hint)
        if event.value == "<<" and not event.style:
            raise self._refusal("a merge (<<)", event, "write the fields out")
        if not event.value:
            raise SlaError(
                "a value without the name of a field",
                where=self._place(event),
                hint="write a name before the :",
                code=Fault.UNREADABLE_YAML,
            )
        scalar = self._scalar(event)
        return scalar if scalar.text is not None else scalar._replace(text=event.value)

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._refuse_references(event)
        value, style = event.value, event.style
        if style == '"':  # the only form that can spell a character which the text does not hold
            refuse_hidden_characters(value, path=self._path, at=self._place(event))
        text = None if not style and value in _NOTHING else value
        scalar = Scalar(text, not style, self._path, self._first_line, event.start_mark, event.end_mark)
        if style in ("'", '"') and scalar.ends.line > scalar.begins.line:
            self.long_quote = scalar
        return scalar

    def _refuse_references(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refusal(f"an alias (*{str(event.anchor)[:40]})", event, _QUOTE.format("*"))
        if event.anchor is not None:
            raise self._refusal(f"an anchor (&{str(event.anchor)[:40]})", event, _QUOTE.format("&"))
        if event.tag is not None:
            raise self._refusal(f"a tag ({str(event.tag)[:40]})", event, _QUOTE.format("!"))

    def _refusal(self, what: str, event: Any, hint: str) -> SlaError:
        return SlaError(f"{what} is not allowed", where=self._place(event), hint=hint, code=Fault.YAML_REFERENCE)

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._path, mark.line + self._first_line, mark.column + 1)


def _end(event: Any) -> Position:
    return Position(event.end_mark.line, event.end_mark.column)


_QUOTE = "write the value out; a text that begins with {} needs quotes"
