"""Which pull request is commented on, with which token: by the environment of a job, and options of those names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from msgspec import Struct

from living_sla.errors import EnvironmentFault, Fault, SlaError, Unreadable
from living_sla.forges.address import WebAddress, read_api_address
from living_sla.forges.token import Token
from living_sla.model.forge import ForgeKind

_Value = TypeVar("_Value")
NAMES = {
    ForgeKind.GITHUB: ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_REF"),
    ForgeKind.GITLAB: ("CI_API_V4_URL", "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID"),
}
"""Variables of jobs, by forge: address of the interface, repository, pull request."""
TOKENS = {ForgeKind.GITHUB: "GITHUB_TOKEN", ForgeKind.GITLAB: "GITLAB_TOKEN"}
_REMEDIES = {
    "GITHUB_API_URL": "https://api.github.com",
    "GITHUB_REPOSITORY": "northwind/agreements",
    "GITHUB_REF": "refs/pull/7/merge",
    "CI_API_V4_URL": "https://gitlab.com/api/v4",
    "CI_PROJECT_ID": "4711",
    "CI_MERGE_REQUEST_IID": "7",
}
_NUMBER = (r"[1-9][0-9]{0,17}", "it is not the number of a project")
_FORMS = {
    "GITHUB_REPOSITORY": (
        r"(?!\.+/)[A-Za-z0-9._-]{1,100}/(?!\.+\Z)[A-Za-z0-9._-]{1,100}",
        "it is not an owner and a name with a slash between them",
    ),
    "GITHUB_REF": (r"refs/pull/([1-9][0-9]{0,9})/(?:merge|head)", "it is not the ref of a pull request"),
    "CI_PROJECT_ID": _NUMBER,
    "CI_MERGE_REQUEST_IID": _NUMBER,
}
"""How values are written, and what is said of others; of a ref its number counts."""


class PullRequest(Struct, frozen=True):
    """One pull request on a forge, or merge request, as GitLab says."""

    kind: ForgeKind
    address: WebAddress
    """Of the programming interface."""
    repository: str
    """Owner and name on GitHub, the number of the project on GitLab."""
    number: int


def option_of(name: str) -> str:
    """The option that says what a variable says: ``--github-ref``."""
    return "--" + name.lower().replace("_", "-")


def read_target(options: Mapping[str, str], variables: Mapping[str, str]) -> PullRequest:
    """The pull request that options name, by the names of variables; what they leave out, the environment names.

    Raises `SlaError`, which quotes no value: a variable may hold anything.
    """
    kind = _kind(options, variables)
    api, repository, number = NAMES[kind]
    return PullRequest(
        kind,
        _read(api, options, variables, read_api_address),
        _read(repository, options, variables, partial(_matched, repository)),
        int(_read(number, options, variables, partial(_matched, number))),
    )


def read_token(kind: ForgeKind, variables: Mapping[str, str], *, needed: bool = True) -> Token | None:
    """The token of the environment; there is no option, since others of the machine could read it."""
    name = TOKENS[kind]
    if not variables.get(name):
        if not needed:
            return None
        hint = f"hand it to this step alone, in the environment: {name}"
        raise EnvironmentFault(f"{name} is not set", hint=hint, code=Fault.NO_PULL_REQUEST)
    try:
        return Token(variables[name])
    except Unreadable as found:
        raise EnvironmentFault(f"{name}: {found.message}", hint=found.hint, code=Fault.NO_PULL_REQUEST) from None


def _kind(options: Mapping[str, str], variables: Mapping[str, str]) -> ForgeKind:
    by_option = [kind for kind in NAMES if any(name in options for name in NAMES[kind])]
    named = by_option or [kind for kind in NAMES if any(variables.get(name) for name in NAMES[kind][1:])]
    if len(named) > 1 and not by_option:
        named = [kind for kind in named if variables.get(TOKENS[kind])]
    if len(named) == 1:
        return named[0]
    what = "two forges are named" if named else "no pull request is named"
    ways = " or ".join(f"{option_of(names[2])} {_REMEDIES[names[2]]}" for names in NAMES.values())
    hint = f"run it in a job of a pull request, or name one: {ways}"
    raise EnvironmentFault(what, hint=hint, code=Fault.NO_PULL_REQUEST)


def _read(name: str, options: Mapping[str, str], variables: Mapping[str, str], read: Callable[[str], _Value]) -> _Value:
    is_option = name in options
    text = options[name] if is_option else variables.get(name, "")
    called = option_of(name) if is_option else name
    hint = f"for example {called}{' ' if is_option else '='}{_REMEDIES[name]}"
    kind = SlaError if is_option else EnvironmentFault
    if not text:
        raise kind(f"{called} is not set", hint=hint, code=Fault.NO_PULL_REQUEST)
    try:
        return read(text)
    except Unreadable as found:
        raise kind(f"{called}: {found.message}", hint=found.hint or hint, code=Fault.NO_PULL_REQUEST) from None


def _matched(name: str, text: str) -> str:
    form, wrong = _FORMS[name]
    found = re.fullmatch(form, text)
    if found is None:
        raise Unreadable(wrong)
    return found[found.lastindex or 0]
