"""Which generator builds the site: MkDocs, or ProperDocs, which continues it under another name.

ProperDocs answers every `import mkdocs` with itself, so the plugin, the theme and all other plugins run in it as they
are. That has to be decided before anything of MkDocs is imported.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

from living_sla.errors import EnvironmentFault

PROPERDOCS = "properdocs"


def use_properdocs() -> None:
    """Let ProperDocs be what this process takes for MkDocs; raises `EnvironmentFault` where it is not installed."""
    if find_spec(PROPERDOCS) is None:
        hint = "pip install properdocs, into the environment that sla is in; or build without --with"
        raise EnvironmentFault("ProperDocs is not installed", hint=hint)
    if any(name.startswith("mkdocs.") and not _is_properdocs(name) for name in sys.modules):
        raise EnvironmentFault("MkDocs is at work in this process already", hint="build in a process of its own")
    import_module(PROPERDOCS)
    import_module(f"{PROPERDOCS}.replacement")


def _is_properdocs(name: str) -> bool:
    return sys.modules[name].__name__.startswith(f"{PROPERDOCS}.")
