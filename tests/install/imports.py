"""What importing each module of the package does besides; a program, for an interpreter that nothing else has touched.

The outside libraries are there before. A module runs once in a process, so what it does is told with the first that
imports it. Prints a line for each effect: the module, and what it did.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import logging
import os
import signal
import sys
import threading
import warnings
from decimal import getcontext
from pathlib import Path

OUTSIDE = (
    "click git holidays jinja2 mkdocs mkdocs.plugins mkdocs.commands.build mkdocs_macros.plugin nh3 numpy pandas "
    "pyarrow pyarrow.csv pyarrow.parquet pydantic rfc8785 selectolax.lexbor yaml pyspark.sql dask dask.bag distributed"
)
WATCHED = (
    "socket.",
    "subprocess.",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.putenv",
    "os.unsetenv",
    "os.exec",
)
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGHUP, signal.SIGALRM]


def state() -> dict[str, object]:
    """What an import may not change."""
    root = logging.getLogger()
    return {
        "the environment": dict(os.environ),
        "the folder one stands in": os.getcwd(),
        "filters of warnings": list(warnings.filters),
        "handlers of logging": (list(root.handlers), root.level, logging.raiseExceptions, logging.root.manager.disable),
        "garbage collection": (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()),
        "signals": [signal.getsignal(number) for number in SIGNALS],
        "threads": [thread.name for thread in threading.enumerate()],
        "hooks": (sys.excepthook, sys.unraisablehook, threading.excepthook, sys.displayhook, sys.gettrace()),
        "the search for modules": (list(sys.path), list(sys.meta_path), list(sys.path_hooks)),
        "what runs at the end": atexit._ncallbacks(),  # type: ignore[attr-defined]
        "limits": (sys.getrecursionlimit(), sys.getswitchinterval(), getcontext().prec, getcontext().rounding),
        "streams": (sys.stdin, sys.stdout, sys.stderr),
    }


def main() -> None:
    sys.dont_write_bytecode = True
    for name in OUTSIDE.split():
        with contextlib.suppress(ImportError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module(name)
    package = Path(sys.argv[1])
    files = [file.relative_to(package.parent).with_suffix("") for file in sorted(package.rglob("*.py"))]
    found: list[str] = []
    sys.addaudithook(lambda event, arguments: found.extend(seen(event, arguments)))
    for file in files:
        if file.name != "__main__":
            name = ".".join(file.parts).removesuffix(".__init__")
            before = state()
            importlib.import_module(name)
            after = state()
            changed = [f"changes {what}" for what, was in before.items() if after[what] != was]
            for effect in (*found, *changed):
                print(f"{name}: {effect}")
            found.clear()


def seen(event: str, arguments: tuple[object, ...]) -> list[str]:
    """What an event of the interpreter says, where an import may not do it."""
    if event.startswith(WATCHED):
        return [f"{event} {arguments[:1]}"]
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return [f"writes {arguments[0]}"]
    return []


if __name__ == "__main__":
    main()
