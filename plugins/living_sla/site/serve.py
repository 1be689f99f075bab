"""The site on this machine only, rebuilt as files change."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from living_sla.errors import EnvironmentFault, Faults, Place, SlaError
from living_sla.history.trusted_ref import TrustedRef
from living_sla.site.build import require_modules, require_settings
from living_sla.site.configured import Configured, configured
from living_sla.site.ground import CONFIG

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def serve(root: Path, *, port: int, settings_from: str | None = None) -> None:
    """Serve until interrupted; the address is this machine's own, so that nobody else sees a draft.

    Settings are judged anew whenever they are read: somebody may check out another branch meanwhile.

    Raises:
        Faults: The content cannot be used to begin with. Later faults are said, and the pages stay as they were.
        EnvironmentFault: There is no `mkdocs.yml`, or the port is taken.
    """
    require_settings(root)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")
    import mkdocs.commands.serve as generator
    from mkdocs.exceptions import Abort, MkDocsException

    root = root.resolve()
    good = configured(root, settings_from)
    require_modules(good)
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.INFO)
    for notice in good.differs:
        logging.warning("%s", notice)
    with good.folder() as folder:

        def load(config_file: str, **options: Any) -> MkDocsConfig:
            nonlocal good
            try:
                found = configured(root, settings_from)
                if _laid_out_from(found) != _laid_out_from(good):
                    hint = "stop, and start again"
                    raise Faults([SlaError("the settings come from elsewhere now", where=Place(CONFIG), hint=hint)])
                good = found
            except SlaError as fault:
                if len(good.used.files) > 1:  # those that it inherits would be read anew
                    raise Abort(str(fault)) from None
                logging.error("the settings cannot be used; those of before are\n%s", fault)
            return good.load(folder, **options)

        names = vars(generator)
        unchecked, names["load_config"] = names["load_config"], load
        try:
            generator.serve(config_file=str(root / CONFIG), dev_addr=f"127.0.0.1:{port}")
        except MkDocsException as stopped:
            raise Faults([SlaError(str(stopped), where=Place(CONFIG))]) from None
        except OSError as taken:
            hint = f"try another one: sla serve --port {port + 1 if port < 65535 else 8000}"
            raise EnvironmentFault(f"port {port} cannot be used: {taken.strerror}", hint=hint) from None
        finally:
            names["load_config"] = unchecked


def _laid_out_from(found: Configured) -> TrustedRef | None:
    return found.ground.ref if found.is_laid_out else None
