"""The site on this machine only, rebuilt as files change."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from living_sla.errors import EnvironmentFault, Faults, Place, SlaError
from living_sla.site.build import CONFIG, require_settings


def serve(root: Path, *, port: int) -> None:
    """Serve until interrupted; the address is this machine's own, so that nobody else sees a draft.

    Raises:
        Faults: The content cannot be used to begin with. Later faults are said, and the pages stay as they were.
        EnvironmentFault: There is no `mkdocs.yml`, or the port is taken.
    """
    require_settings(root)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")
    from mkdocs.commands.serve import serve as watch
    from mkdocs.exceptions import MkDocsException

    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.INFO)
    try:
        watch(config_file=str(root / CONFIG), dev_addr=f"127.0.0.1:{port}", strict=False)
    except MkDocsException as stopped:
        raise Faults([SlaError(str(stopped), where=Place(CONFIG))]) from None
    except OSError as taken:
        hint = f"try another one: sla serve --port {port + 1 if port < 65535 else 8000}"
        raise EnvironmentFault(f"port {port} cannot be used: {taken.strerror}", hint=hint) from None
