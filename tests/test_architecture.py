"""The rooms of `docs/architecture.md`: imports go down only, and one outside library has one door."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "plugins" / "living_sla"

# Lower rooms first; a room imports itself and what its line names.
MAY_IMPORT = {
    "fault": set(),
    "warning_name": set(),
    "unreadable": {"fault"},
    "errors": {"fault", "warning_name", "unreadable"},
    "programs": set(),
    "cache": set(),
    "unforeseen": {"errors"},
    "files": {"errors"},
    "locks": set(),
    "told": {"errors", "locks"},
    "model": {"fault", "unreadable", "errors"},
    "words": {"errors", "model"},
    "setting_name": set(),
    "settings": {"errors", "files", "model", "setting_name"},
    "agreements": {"errors", "files", "model", "words"},
    "changes": {"errors", "model", "words", "agreements"},
    "history": {"errors", "files", "programs", "cache", "model", "words", "settings", "agreements", "changes"},
    "exports": {"fault", "errors", "model"},
    "scaffold": {"errors", "files", "model", "words", "agreements", "exports"},
    "pages": {"errors", "model", "words"},
    "measures": {"errors", "model", "exports"},
    "engines": {"errors", "model", "exports", "measures"},
    "figures": {"errors", "cache", "model", "words", "agreements", "changes", "exports", "measures", "engines"},
    "report": {"errors", "cache", "model", "settings", "agreements", "history", "figures"},
    "explain": {"errors", "model", "words", "measures", "figures", "report"},
    "worklist": {"errors", "model", "exports", "measures", "figures", "report"},
    "reviews": {
        "errors",
        "locks",
        "files",
        "cache",
        "model",
        "words",
        "settings",
        "agreements",
        "history",
        "exports",
        "measures",
        "figures",
        "report",
        "documents",
    },
    "documents": {"errors", "model", "words"},
    "proposals": {
        "errors",
        "files",
        "cache",
        "model",
        "words",
        "settings",
        "agreements",
        "changes",
        "history",
        "exports",
        "figures",
        "report",
        "reviews",
    },
    "forges": {"errors", "files", "model", "words"},
    "demonstration": {"errors", "history"},
    "handbook": {"errors", "model"},
    "pack": {"errors", "programs", "model", "words", "pages", "documents"},
    "api": {"errors", "model", "report", "explain", "documents"},
    "site": {
        "errors",
        "locks",
        "unforeseen",
        "files",
        "programs",
        "cache",
        "model",
        "words",
        "settings",
        "agreements",
        "history",
        "pages",
        "documents",
        "report",
        "reviews",
        "proposals",
    },
    "doctor": {
        "errors",
        "unforeseen",
        "files",
        "programs",
        "cache",
        "model",
        "settings",
        "agreements",
        "exports",
        "history",
        "site",
    },
    "cli": {
        "errors",
        "doctor",
        "unforeseen",
        "programs",
        "told",
        "model",
        "words",
        "settings",
        "agreements",
        "changes",
        "exports",
        "scaffold",
        "pages",
        "report",
        "explain",
        "worklist",
        "reviews",
        "proposals",
        "forges",
        "pack",
        "files",
        "documents",
        "site",
        "demonstration",
        "handbook",
        "history",
    },
}
# Rooms inside a room: each imports itself, what stands beside it in the room, and the others that its line names.
INSIDE = {
    "site": {
        "settings": set(),
        "safety": set(),
        "content": {"settings", "safety"},
        "zensical": {"safety", "content"},
        "publishing": {"settings", "safety", "content", "zensical"},
    },
    "history": {"git": set(), "in_force": set(), "versions": {"git"}, "signoffs": {"git"}},
    "exports": {"cells": set(), "formats": {"cells"}},
    "scaffold": {"patterns": set(), "project": {"patterns"}, "spreadsheet": {"patterns", "project"}},
    "agreements": {
        "yaml": set(),
        "markdown": {"yaml"},
        "schema": {"yaml"},
        "rules": {"schema", "yaml"},
        "editing": {"schema", "yaml"},
    },
    # Terms say working hours, and time compiles them: each names a few classes of the other.
    "model": {
        "agreement": {"time"},
        "time": {"agreement"},
        "past": {"agreement"},
        # A report carries what its branch proposes, which is made of figures.
        "figures": {"agreement", "time", "past", "proposals"},
        "reviews": {"agreement", "figures", "time", "past"},
        "proposals": {"agreement", "figures", "time", "past"},
    },
    "proposals": {"impact": set(), "findings": set(), "gate": set()},
    "reviews": {
        "folder": set(),
        "personal": {"folder"},
        "checking": {"folder"},
        "signing": {"folder", "personal", "checking"},
        "shelf": {"folder", "checking", "signing"},
        "record": {"folder"},
        "freezing": {"folder", "personal", "shelf", "record"},
        "differences": {"folder", "record"},
    },
}
MOST_IMPORTS = 15
LONGEST_CHAIN = 15
DOORS = {
    "click": {"cli"},
    "pyarrow": {"exports"},
    "pyspark": {"engines"},
    "py4j": {"engines"},
    "dask": {"engines"},
    "distributed": {"engines"},
    "fsspec": {"engines"},
    "yaml": {"agreements", "site"},
    "rfc8785": {"agreements"},
    "pydantic": {"model", "agreements"},
    "holidays": {"model"},
    "jinja2": {"pages", "agreements", "site"},
    "nh3": {"site"},
    "selectolax": {"site"},
    "markdown": {"site"},
    "mkdocs": {"site"},
    "mkdocs_macros": {"site"},
    "pandas": {"api", "documents", "measures"},
    "git": {"history"},
    "packaging": {"doctor"},
    "segno": {"pages"},
    "scipy": {"model"},
    "xlsxwriter": {"pack"},
}
MODULES = sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "_version.py"})  # which the build writes


def room_of(module: Path) -> str:
    parts = module.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


@functools.cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


@functools.cache
def imports_of(module: Path) -> frozenset[str]:
    return frozenset(names_imported(tree_of(module), module))


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every statement below, without what only expressions hold."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr):
            yield child
            yield from statements(child)


def names_imported(tree: ast.Module, module: Path) -> Iterator[str]:
    for node in statements(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names if node.module == "living_sla")


def test_imports_go_down_only():
    wrong = {}
    for module in MODULES:
        if (room := room_of(module)) != "__init__":
            inside = {name.split(".")[1] for name in imports_of(module) if name.startswith("living_sla.")}
            wrong[name_of(module)] = inside - {room, "__version__"} - MAY_IMPORT[room]
    assert {module: rooms for module, rooms in wrong.items() if rooms} == {}


def test_rooms_inside_a_room_import_down_only():
    for room, inside in INSIDE.items():
        for name, lower in inside.items():
            modules = list((PACKAGE / room / name).rglob("*.py"))
            assert modules, f"there is no {room}/{name}"
            imported = {found for module in modules for found in imports_of(module)}
            others = {found.split(".")[2] for found in imported if found.startswith(f"living_sla.{room}.")}
            assert others & inside.keys() - {name} <= lower


def test_an_outside_library_has_one_door():
    wrong = {}
    for module in MODULES:
        outside = {name.split(".")[0] for name in imports_of(module)} & DOORS.keys()
        wrong[name_of(module)] = {library for library in outside if room_of(module) not in DOORS[library]}
    assert {module: libraries for module, libraries in wrong.items() if libraries} == {}


def test_a_value_is_a_struct():
    """Two are not: the program that reads workbooks has the standard library alone."""
    others = {module.relative_to(PACKAGE).as_posix() for module in MODULES if "dataclasses" in imports_of(module)}
    assert others == {"exports/formats/xlsx/number_formats.py", "exports/formats/xlsx/references.py"}


def test_other_programs_are_started_in_few_places():
    """Whoever wants to know what runs looks into these; git has one door, for reading and for writing."""
    starting = {module.relative_to(PACKAGE).as_posix() for module in MODULES if "subprocess" in imports_of(module)}
    assert starting == {
        "exports/formats/workbook.py",
        "history/git/process.py",
        "history/signoffs/gpgv.py",
        "history/signoffs/ssh_keygen.py",
        "pack/printing.py",
        "site/zensical/program.py",
    }


def test_the_network_has_one_door():
    """Whoever wants to know what leaves a machine looks into it; the other two listen, on this machine."""
    network = {"urllib.request", "http.client", "http.server", "socket", "socketserver", "ssl", "ftplib", "smtplib"}
    outside = {"requests", "httpx", "urllib3", "aiohttp", "asyncio"}
    talking = {}
    for module in MODULES:
        found = {name for name in imports_of(module) if name in network or name.split(".")[0] in outside}
        assert not {"urllib", "http"} & imports_of(module), f"{module}: name the module, import urllib.parse"
        if found:
            talking[module.relative_to(PACKAGE).as_posix()] = found
    assert talking == {
        "forges/http.py": {"http.client", "socket", "ssl", "urllib.request"},
        "site/publishing/serve.py": {"socket"},
    }


# ---------------------------------------------------------------- budgets


def name_of(module: Path) -> str:
    parts = ("living_sla", *module.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


NAMES = {name_of(module): module for module in MODULES}


def imported(statement: ast.stmt) -> set[str]:
    """Our modules that one import statement names."""
    names = []
    if isinstance(statement, ast.ImportFrom):
        names = [f"{statement.module}.{name.name}" for name in statement.names]
        names = [name if name in NAMES else name.rpartition(".")[0] for name in names]
    elif isinstance(statement, ast.Import):
        names = [name.name for name in statement.names]
    return {name for name in names if name in NAMES}


def imports_at_the_top(module: Path) -> set[str]:
    """Our modules that are loaded with this one; those that only type checkers read are not."""
    return {name for statement in tree_of(module).body for name in imported(statement)} - {name_of(module)}


def late_imports(node: ast.AST, *, inside: bool = False) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            continue
        if inside and isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        yield from late_imports(child, inside=inside or isinstance(child, ast.FunctionDef))


def test_a_module_imports_few_others():
    counts = {}
    for module in MODULES:
        late = {name for found in late_imports(tree_of(module)) for name in imported(found)}
        counts[name_of(module)] = len(imports_at_the_top(module) | late)
    assert {module: count for module, count in counts.items() if count > MOST_IMPORTS} == {}


def test_no_chain_of_imports_is_long():
    graph = {name: imports_at_the_top(module) for name, module in NAMES.items()}
    longest: dict[str, list[str]] = {}

    def chain(name: str) -> list[str]:
        if name not in longest:
            longest[name] = [name, *max((chain(below) for below in graph[name]), key=len, default=[])]
        return longest[name]

    found = max(map(chain, graph), key=len)
    assert len(found) <= LONGEST_CHAIN, " > ".join(found)


def test_the_name_of_a_class_stands_for_one_thing():
    classes = Counter(
        node.name for module in MODULES for node in statements(tree_of(module)) if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in classes.items() if count > 1] == []


def test_an_import_inside_a_function_has_its_reason():
    """On its line or above it, or once for the module; most save start-up, where nothing else of it is needed."""
    late = [module for module in MODULES if any(late_imports(tree_of(module)))]
    reason = re.compile(r"#.*\b[Ll]ate\b")
    assert [name_of(module) for module in late if not reason.search(module.read_text(encoding="utf-8"))] == []
