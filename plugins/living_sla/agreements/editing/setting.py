"""What somebody asks to be changed: ``first-contact.target=at least 95%``."""

from __future__ import annotations

import re

from msgspec import Struct

from living_sla.agreements.yaml.texts import shortened
from living_sla.errors import Fault, SlaError, name_of, shown

EXAMPLE = 'write for example first-contact.target="at least 95%"'
_PART = re.compile(r'"(?P<quoted>[^"]*)"|(?P<bare>[^.="]+)')


class Setting(Struct, frozen=True):
    """A value for one field of an agreement."""

    names: tuple[str, ...]
    """The way to the field: names of fields, ids, and numbers of list items, counted from 1."""
    value: str

    @property
    def spelled(self) -> str:
        """The way to the field, as it was or could have been typed."""
        return spelled(self.names)


def spelled(names: tuple[str, ...]) -> str:
    """The way to a field as it is typed: in quotes what holds a dot or an equals sign."""
    return ".".join(f'"{name}"' if re.search('[.="]', name) else name for name in names)


def read_setting(text: str) -> Setting:
    """What ``names=value`` asks; raises `SlaError` where it is something else, or cannot stand on one line."""
    names, at = [], 0
    while part := _PART.match(text, at):
        names.append(part["bare"].strip() if part["quoted"] is None else part["quoted"])
        at = part.end() + 1
        if text[part.end() : at] != ".":
            break
    if not names or not all(names) or text[at - 1 : at] != "=":
        what = "names no field and value" if "=" not in text else "names no field"
        raise SlaError(f'"{shortened(text)}" {what}', hint=EXAMPLE, code=Fault.INVALID_VALUE)
    value = text[at:]
    _require_one_line(value, spelled(tuple(names)))
    return Setting(tuple(names), value)


def _require_one_line(value: str, field: str) -> None:
    for letter in value:
        if letter in "\n\t" or shown(letter) != letter:
            message, hint = (
                f"{field}: the value holds {name_of(letter)}",
                "write it on one line, without unseen letters",
            )
            raise SlaError(message, hint=hint, code=Fault.INVISIBLE_CHARACTER)
    if not value.strip():
        hint = "sla set removes nothing: delete the field in an editor"
        raise SlaError(f"{field}: there is no value", hint=hint, code=Fault.INVALID_VALUE)
