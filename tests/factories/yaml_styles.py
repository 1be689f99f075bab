"""One tree written as many people write YAML: block and flow, quotes of all kinds, comments, blank lines, line ends."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w .;()%€&/+'\"@-]|:(?=\S)|#(?<=\S#))*[\w.;()%]", re.ASCII)
_COMMENTS = (
    "# decide: with both sides",
    "#agreed in May",
    "# target: at least 1%",
    '# "quoted" {and} [more]',
    "# é, 𝄞",
)


class Writer:
    """Writes a tree; what it draws decides how."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._step = random.choice((2, 2, 2, 4))
        self._dashes_in = random.choice((0, 2))
        self._busy = random.choice((0.0, 0.1, 0.3))
        """How often there are comments, blank lines and odd spaces."""

    def front(self, fields: dict[str, Any]) -> str:
        """The front matter of the fields, its lines ended by a line feed."""
        lines = ["# yaml-language-server: $schema=../agreement.schema.json"] if self._chance(0.5) else []
        return "".join(f"{line}\n" for line in (*lines, *self._mapping(fields, 0)))

    def file(self, fields: dict[str, Any]) -> bytes:
        """An agreement file of the fields."""
        end = self._random.choice(("\n", "\n", "\r\n"))
        body = self._random.choice(("", "\nIn our words.\n", "Text: a # b\n---\nno end"))
        text = f"---\n{self.front(fields)}---\n{body}".replace("\n", end)
        return (b"\xef\xbb\xbf" if self._chance(0.2) else b"") + text.encode("utf-8")

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _mapping(self, fields: dict[str, Any], indent: int) -> list[str]:
        lines = []
        for key, value in fields.items():
            if self._chance(self._busy):
                lines.append(self._random.choice(("", f"{' ' * indent}{self._random.choice(_COMMENTS)}")))
            name = json.dumps(key, ensure_ascii=False) if self._chance(0.1) else key
            lines += self._entry(f"{' ' * indent}{name}:", value, indent)
        return lines

    def _entry(self, head: str, value: Any, indent: int) -> list[str]:
        if isinstance(value, str):
            return self._scalar(f"{head}{' ' * self._random.choice((1, 1, 1, 3))}", value, indent + self._step)
        if not value or (indent and self._chance(0.3)):
            return self._flowing(f"{head} ", value, indent + 1)
        if isinstance(value, dict):
            return [f"{head}{self._tail()}", *self._mapping(value, indent + self._step)]
        return [f"{head}{self._tail()}", *self._items(value, indent + self._dashes_in)]

    def _items(self, values: list[Any], indent: int) -> list[str]:
        lines = []
        for value in values:
            dash = f"{' ' * indent}- "
            if isinstance(value, str):
                lines += self._scalar(dash, value, indent + 2)
            elif isinstance(value, list) or not value or self._chance(0.3):
                lines += self._flowing(dash, value, indent + 1)
            else:
                first, *rest = self._mapping(value, indent + 2)
                while not first.strip() or first.lstrip().startswith("#"):
                    lines.append(first)
                    first, *rest = rest
                lines += [dash + first.lstrip(" "), *rest]
        return lines

    def _tail(self) -> str:
        if not self._chance(self._busy):
            return ""
        return self._random.choice(("  ", f"  {self._random.choice(_COMMENTS)}", "   # x"))

    def _scalar(self, head: str, value: str, indent: int) -> list[str]:
        margin, words = " " * indent, value.split(" ")
        runs = len(words) > 1 and "" not in words
        if runs and self._chance(0.2):
            header = self._random.choice((">", ">-", "|-", "|")) + self._tail()
            cut = self._random.randrange(1, len(words))
            split = [" ".join(words[:cut]), " ".join(words[cut:])] if header[0] == ">" else [value]
            blank = [""] if self._chance(0.3) else []
            return [f"{head}{header}", *(f"{margin}{line}" for line in split), *blank]
        spelled = self._spelled(value, flow=False)
        # A line that begins so, or ends so, would be read as something else.
        if runs and len(words) > 2 and not re.search(r" [-#?:]|: ", value) and self._chance(0.2):
            first, _, rest = spelled.partition(" ")
            return [f"{head}{first}", f"{margin}{rest}{self._tail()}"]
        return [f"{head}{spelled}{self._tail()}"]

    def _spelled(self, value: str, *, flow: bool) -> str:
        ways = [json.dumps(value, ensure_ascii=False), "'" + value.replace("'", "''") + "'"]
        if (
            value != "null"
            and _PLAIN.fullmatch(value)
            and not re.search(r" #|: ", value)
            and not (flow and re.search(r"[,\[\]{}]", value))
        ):
            ways += [value] * 6
        return self._random.choice(ways)

    def _flow(self, value: Any) -> str:
        space = self._random.choice(("", "", " "))
        comma = self._random.choice((", ", ", ", " , "))
        if isinstance(value, str):
            return self._spelled(value, flow=True)
        if isinstance(value, list):
            return f"[{space}{comma.join(self._flow(item) for item in value)}{space}]"
        return f"{{{space}{comma.join(f'{key}: {self._flow(item)}' for key, item in value.items())}{space}}}"

    def _flowing(self, head: str, value: Any, indent: int) -> list[str]:
        """In brackets, now and then on several lines."""
        if not isinstance(value, dict) or len(value) < 2 or self._chance(0.6):
            return [f"{head}{self._flow(value)}{self._tail()}"]
        parts = [f"{key}: {self._flow(item)}" for key, item in value.items()]
        margin = " " * (indent + self._random.choice((1, 3)))
        return [
            f"{head}{{{parts[0]},",
            *(f"{margin}{part}," for part in parts[1:-1]),
            f"{margin}{parts[-1]}}}{self._tail()}",
        ]
