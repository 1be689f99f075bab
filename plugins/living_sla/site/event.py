"""What our part in a build may raise: a generator prints a traceback of every exception that it does not know."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from mkdocs.exceptions import MkDocsException, PluginError

from living_sla.errors import SlaError
from living_sla.unforeseen import told

_P = ParamSpec("_P")
_R = TypeVar("_R")


def event(handler: Callable[_P, _R]) -> Callable[_P, _R]:
    """A handler of an event of MkDocs that raises nothing but what MkDocs says in words."""

    @functools.wraps(handler)
    def guarded(*arguments: _P.args, **named: _P.kwargs) -> _R:
        try:
            return handler(*arguments, **named)
        except MkDocsException:
            raise
        except SlaError as fault:
            raise PluginError(str(fault)) from None
        except Exception as problem:
            raise PluginError(str(told(problem, during="building the site"))) from None

    return guarded
