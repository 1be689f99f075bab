"""Which release of a library is installed."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec

_METADATA = ".dist-info"


@cache  # every agreement asks
def release(package: str) -> str:
    """Name and version of an installed package: ``tzdata 2026.2``; raises `ImportError` where it is not installed."""
    spec = find_spec(package)
    if spec is not None and spec.origin is not None:
        beside = os.listdir(os.path.dirname(os.path.dirname(spec.origin)))
        folders = [name for name in beside if name.startswith(f"{package}-") and name.endswith(_METADATA)]
        if len(folders) == 1:
            return folders[0].removesuffix(_METADATA).replace("-", " ", 1)
    # Imported late: to import it, and to ask it, is 0.03 of a warm `sla attain`.
    from importlib.metadata import version

    return f"{package} {version(package)}"


def table_releases() -> list[str]:
    """Name and version of the libraries whose tables figures depend on: holidays, then time zones."""
    return [release("holidays"), release("tzdata")]
