"""What the generator says while it builds: every warning and error, and the ways in which it gives up."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from living_sla.errors import Faults, Place, SlaError
from living_sla.site.generator import PROPERDOCS
from living_sla.site.settings.mkdocs_yml import CONFIG
from living_sla.unforeseen import told

# The macros plugin says in colours that it is the macros plugin.
_ORIGIN = re.compile(r"^(?:\x1b\[\d+m)?\[macros\](?:\x1b\[\d+m)? - ERROR(?:\x1b\[\d+m)? ")


class Messages(logging.Handler):
    """Every warning and error of the generator, once, in order."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what a record says, unless it was said before."""
        # The generator puts tracebacks of extensions into its messages.
        message = _ORIGIN.sub("", re.split(r"\n(?:Traceback |  File \")", record.getMessage(), maxsplit=1)[0])
        if message not in self.said:
            self.said.append(message)


@contextmanager
def listening() -> Iterator[Messages]:
    """Listen to the generator while this lasts, whatever level its loggers were set to."""
    messages = Messages()
    loggers = [logging.getLogger(name) for name in ("mkdocs", PROPERDOCS)]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(messages)
        logger.setLevel(logging.INFO)
    try:
        yield messages
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(messages)
            logger.setLevel(level)


@contextmanager
def as_faults(messages: Messages) -> Iterator[None]:
    """Turn the ways in which the generator, its theme and its plugins give up into what they said before."""
    # Imported late: as in build.py.
    from mkdocs.exceptions import MkDocsException

    try:
        yield
    except (MkDocsException, SystemExit) as stopped:
        faults = [SlaError(message) for message in messages.said]
        words = str(stopped) if isinstance(stopped, MkDocsException) else "a plugin ended the build and did not say why"
        raise Faults(faults or [SlaError(words, where=Place(CONFIG))]) from None
    except (SlaError, OSError):
        raise
    except Exception as problem:
        faults = [SlaError(message) for message in messages.said]
        raise Faults([*faults, told(problem, during="building the site")]) from None
