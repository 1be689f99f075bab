"""Text that can be shown to strangers: without addresses of people, passwords, tokens, and the user's own folders."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from living_sla.model.harmless import harmless

_LONGEST = 400
_USER_OF_URL = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^/\s@]*(?:@[^/\s@]*)*@", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@\"'<>(),;:/]+@(?![\w.-]*\.example\b)[\w.-]+")
_TOKEN = re.compile(r"\b(?:gh[pousr]_|github_pat_|glpat-|gl[a-z]{2,6}-)[\w-]{8,}")


def pasteable(text: str) -> str:
    """`text` on one line, as it can be pasted into a public issue.

    User information goes from URLs, e-mail addresses become ``(an address)`` but for those of examples, tokens of
    forges ``(a token)``; a home folder is shown as ``~``, and the name of the user in a path as ``USER``.
    """
    text = _USER_OF_URL.sub(r"\1", text)
    text = _TOKEN.sub("(a token)", _ADDRESS.sub("(an address)", text))
    for home in _homes():
        text = re.sub(rf"(?<![\w./\\-]){re.escape(home)}(?![\w.-])", "~", text)
    user = _user()
    if user:
        text = re.sub(rf"(?<=[/\\]){re.escape(user)}(?=[/\\]|\s|$)", "USER", text)
    return harmless(text, _LONGEST)


def shown_path(path: Path) -> str:
    """A path as it can be pasted, and typed again."""
    return pasteable(str(path))


def _homes() -> list[str]:
    """Every folder that is a home of whoever runs this, the longest first."""
    return _homes_of(tuple(os.environ.get(name, "") for name in ("HOME", "USERPROFILE")))


@lru_cache(maxsize=4)
def _homes_of(named: tuple[str, ...]) -> list[str]:
    found = {*named}
    try:
        import pwd  # imported late: Windows has none

        found.add(pwd.getpwuid(os.geteuid()).pw_dir)
    except (ImportError, KeyError, OSError):
        pass
    found = {home for home in found if os.path.isabs(home) and "\0" not in home}
    found |= {os.path.realpath(home) for home in found}
    return sorted({home.rstrip("/\\") for home in found if len(home.rstrip("/\\")) > 1}, key=len, reverse=True)


def _user() -> str:
    for name in ("USER", "LOGNAME", "USERNAME"):
        user = os.environ.get(name, "")
        if re.fullmatch(r"[\w.-]{2,}", user) and user != "root":
            return user
    return ""
