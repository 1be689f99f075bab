"""`mkdocs.yml` as data, read without running any of it: what it says, where it says so, and what it asks the machine.

The generator reads this file with a loader that calls any Python function that a tag names, and that puts any variable
of the environment where another tag asks for it. Here tags stay what they are: a name, and a value.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml
from msgspec import Struct

from living_sla.errors import Fault, Faults, Place, SlaError

CONFIG = "mkdocs.yml"
_DEEPEST = 8
_LARGEST = 50_000
_YAML = "tag:yaml.org,2002:"
_KINDS = ("null", "bool", "int", "float", "binary", "timestamp", "omap", "pairs", "set", "str", "seq", "map", "merge")
_NOT_CALLED = frozenset({"!ENV", "!relative", f"{_YAML}value", *(f"{_YAML}{kind}" for kind in _KINDS)})
_HINT = "see https://www.mkdocs.org/user-guide/configuration/"


class Tagged(Struct, frozen=True):
    """A value with a tag of which only the generator knows what it makes of it."""

    tag: str
    """As YAML writes it in full: ``tag:yaml.org,2002:python/name:os.system``, ``!ENV``."""
    value: Any = None


class Called(Struct, frozen=True):
    """A tag, wherever it stands: the generator acts on it before it knows which value of a key will hold."""

    tag: str
    value: str
    """As YAML writes it."""
    where: Place


class Variable(Struct, frozen=True):
    """A variable of the machine that the settings ask for."""

    name: str
    where: Place


class SettingsFile(Struct, frozen=True):
    """What the settings of a site say, those that they inherit included."""

    data: Mapping[str, Any]
    lines: Mapping[tuple[str, ...], Place]
    """Where keys stand, and entries of lists that are names; down to the third level."""
    called: tuple[Called, ...]
    """Every tag that is not one of YAML's own kinds of values."""
    variables: tuple[Variable, ...]
    files: Mapping[str, bytes]
    """Every file that was read, by its path from the folder of the project."""

    def where(self, *keys: str) -> Place:
        """Where the setting stands, or the nearest one around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, Place(CONFIG))


def read_settings_file(content: Callable[[str], bytes | None]) -> SettingsFile:
    """The settings of a site; `content` has the bytes of a file of the project, None where there is none.

    Raises `Faults` for what is not YAML, not a table, inherits from outside the project, or in a circle.
    """
    files: dict[str, bytes] = {}
    nodes: list[tuple[str, yaml.Node]] = []
    lines: dict[tuple[str, ...], Place] = {}
    data = _read(CONFIG, content, files, nodes, lines)
    called = (
        Called(node.tag, _written(node), _place(node, path)) for path, node in nodes if node.tag not in _NOT_CALLED
    )
    variables = (name for path, node in nodes if node.tag == "!ENV" for name in _variables(node, path))
    return SettingsFile(data, lines, tuple(called), tuple(variables), files)


def plugin_name(item: object) -> str:
    """The name of a plugin as its entry in the list says it, without what only says where it is looked for."""
    name = next(iter(item), "") if isinstance(item, Mapping) and len(item) == 1 else item
    return str(name).removeprefix("/").removeprefix("material/") if isinstance(name, str) else ""


def _read(
    path: str,
    content: Callable[[str], bytes | None],
    files: dict[str, bytes],
    nodes: list[tuple[str, yaml.Node]],
    lines: dict[tuple[str, ...], Place],
) -> Mapping[str, Any]:
    raw = content(path)
    if raw is None or path in files or len(files) >= _DEEPEST:
        what = "there is no such file" if raw is None else "settings inherit in a circle, or too deeply"
        raise Faults([SlaError(what, where=Place(path), hint="INHERIT names one file of the project")])
    files[path] = raw
    data, node = _parsed(raw, path)
    nodes += [(path, part) for part in _all_nodes(node)]
    mine = dict(_places(node, path, ()))
    lines.update({keys: place for keys, place in mine.items() if keys not in lines})
    above = data.pop("INHERIT", None)
    if above is None:
        return data
    parent = posixpath.normpath(posixpath.join(posixpath.dirname(path), above)) if isinstance(above, str) else ".."
    if parent.startswith(("..", "/")) or "\\" in parent:
        hint = "put the file into the project, and name it by a path from this one"
        where = mine.get(("INHERIT",), Place(path))
        raise Faults([SlaError("INHERIT leads out of the project", where=where, hint=hint, code=Fault.WRONG_SETUP)])
    return _merged(_read(parent, content, files, nodes, lines), data)


def _merged(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """As the generator merges: tables into each other, everything else in place of what was there."""
    merged = dict(parent)
    for key, value in child.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


class _Loader(yaml.SafeLoader):
    """The same YAML as the generator's loader, with every tag that it would act on kept as a tag."""


def _tagged(loader: Any, suffix: str, node: yaml.Node) -> Tagged:
    return Tagged(node.tag, _plain(loader, node))


def _variables(node: yaml.Node, path: str) -> Iterator[Variable]:
    """Of a list, the last is the value where none of the variables is there; of one alone, the variable."""
    names = list(node.value) if isinstance(node, yaml.SequenceNode) else [node]
    yield from (Variable(str(name.value), _place(name, path)) for name in (names[:-1] if len(names) > 1 else names))


def _plain(loader: _Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_Loader.add_multi_constructor("", _tagged)


def _parsed(raw: bytes, path: str) -> tuple[dict[str, Any], Any]:
    try:
        loader = _Loader(raw)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else {}
    except (yaml.YAMLError, ValueError, TypeError, AttributeError) as broken:
        mark = getattr(broken, "problem_mark", None) or getattr(broken, "context_mark", None)
        where = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        what = getattr(broken, "problem", None) or type(broken).__name__
        raise Faults([SlaError(f"this is not YAML: {what}", where=where, hint=_HINT)]) from None
    except RecursionError:
        fault = SlaError("nested too deeply", where=Place(path), hint="write it flat", code=Fault.TOO_LARGE)
        raise Faults([fault]) from None
    if not isinstance(data, dict):
        raise Faults([SlaError("the settings are not a table", where=Place(path), hint=_HINT)])
    if _size(data, {}) > _LARGEST:
        fault = SlaError(
            "aliases make this too large", where=Place(path), hint="write values out", code=Fault.TOO_LARGE
        )
        raise Faults([fault])
    return data, node


def _all_nodes(node: Any) -> Iterator[yaml.Node]:
    """Every node, keys and values of keys that come twice included, each once."""
    seen: set[int] = set()
    waiting = [node] if node is not None else []
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, yaml.MappingNode):
            waiting += [part for pair in current.value for part in pair]
        elif isinstance(current, yaml.SequenceNode):
            waiting += current.value


def _written(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else str(yaml.serialize(node))


def _size(value: Any, known: dict[int, int]) -> int:
    """How many values there are when every alias is written out; more than any number where one holds itself."""
    if not isinstance(value, dict | list | tuple | Tagged):
        return 1
    if id(value) not in known:
        known[id(value)] = _LARGEST + 1  # what is found again on the way down holds itself
        inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        inner = [inner.value] if isinstance(inner, Tagged) else inner
        known[id(value)] = 1 + sum(_size(part, known) for part in inner)
    return known[id(value)]


def _places(node: Any, path: str, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Where the keys of a table stand, and the entries of a list that are a name or a table of one."""
    if len(above) > 2:
        return
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode):
                yield (*above, item.value), _place(item, path)
            else:
                yield from _places(item, path, above)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield (*above, key.value), _place(key, path)
                yield from _places(value, path, (*above, key.value))


def _place(node: yaml.Node, path: str) -> Place:
    return Place(path, node.start_mark.line + 1, node.start_mark.column + 1)
