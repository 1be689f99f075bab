"""The forge: where a project's repository can be read and edited in a browser."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import quote, urlencode

from msgspec import Struct

from living_sla.model.address import read_address


class ForgeKind(StrEnum):
    """Forges whose addresses we know how to write."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"
    """Forgejo too, whose addresses are the same."""
    BITBUCKET = "bitbucket"
    """That of Atlassian's cloud."""


class NewFile(Struct, frozen=True):
    """A form of the forge that makes a new file."""

    address: str
    filled_in: bool
    """Whether the form holds the text already; where not, only the name, and the text has to be pasted."""


_LONGEST_ADDRESS = 8_000
"""What servers take of an address, with room for what a login adds to it."""


class Forge(Struct, frozen=True):
    """One repository on a forge."""

    kind: ForgeKind
    address: str
    """Of the repository, without a slash at the end: ``https://github.com/northwind/agreements``."""
    branch: str = "main"
    """The branch that lands: new files are proposed for it."""

    def commit(self, object_id: str) -> str:
        """The page of one commit."""
        below = {ForgeKind.GITLAB: "-/commit", ForgeKind.BITBUCKET: "commits"}.get(self.kind, "commit")
        return f"{self.address}/{below}/{quote(object_id, safe='')}"

    def edit(self, path: str, line: int | None = None) -> str:
        """The editor of the file at `path`, at a line of it where the forge can open one there: GitHub and GitLab."""
        branch, file = quote(self.branch), quote(path)
        at = f"#L{line}" if line is not None else ""
        match self.kind:
            case ForgeKind.GITHUB:
                return f"{self.address}/edit/{branch}/{file}{at}"
            case ForgeKind.GITLAB:
                return f"{self.address}/-/edit/{branch}/{file}{at}"
            case ForgeKind.GITEA:
                return f"{self.address}/_edit/{branch}/{file}"
            case ForgeKind.BITBUCKET:
                return f"{self.address}/src/{branch}/{file}?{_asked(mode='edit', spa='0', at=self.branch)}"

    def edit_folder(self, path: str) -> str:
        """What the way to a file below the folder `path` goes behind, so that it leads to the file's editor.

        Relative to the address. Bitbucket asks for its editor behind the file, so there it is shown.
        """
        below = {ForgeKind.GITLAB: "-/edit", ForgeKind.GITEA: "_edit", ForgeKind.BITBUCKET: "src"}
        return f"{below.get(self.kind, 'edit')}/{quote(self.branch)}/{quote(path)}"

    def new_file(self, path: str, text: str) -> NewFile | None:
        """The form that makes the file at `path` with that text; None where the forge has no address for one.

        GitHub fills in both, as far as an address may be long. GitLab fills in the name; it takes a text as `content`,
        but its editor opens empty (gitlab-org/gitlab, work item 594214), so the text is not sent. Gitea knows the name
        alone.
        """
        folder, _, name = path.rpartition("/")
        branch = quote(self.branch)
        if self.kind is ForgeKind.GITHUB:
            form = f"{self.address}/new/{branch}/{quote(folder)}?{_asked(filename=name)}"
            filled = f"{form}&{_asked(value=text)}"
            is_short = len(filled) <= _LONGEST_ADDRESS
            return NewFile(filled if is_short else form, filled_in=is_short)
        if self.kind is ForgeKind.GITEA:
            return NewFile(f"{self.address}/_new/{branch}/{quote(folder)}?{_asked(filename=name)}", filled_in=False)
        if self.kind is ForgeKind.BITBUCKET:
            return None
        return NewFile(f"{self.address}/-/new/{branch}?{_asked(file_name=path)}", filled_in=False)


def _asked(**said: str) -> str:
    return urlencode(said, quote_via=quote, safe="")


_LONG = re.compile(r"(https?|ssh|git)://(?:[^/@]*@)?([\w.-]+)(:[0-9]+)?/(.+)", re.IGNORECASE)
_SHORT = re.compile(r"(?:[\w.-]+@)?([\w.-]{2,}):(?!/)(.+)")
_PARTS = re.compile(r"(?!\.+/)[\w.~+-]+(?:/(?!\.+(?:/|\Z))[\w.~+-]+)+")


_NAMED = {
    "github": ForgeKind.GITHUB,
    "gitlab": ForgeKind.GITLAB,
    "gitea": ForgeKind.GITEA,
    "forgejo": ForgeKind.GITEA,
    "codeberg": ForgeKind.GITEA,
}
"""Parts of the names of hosts that tell the forge."""
_CLOUD = "bitbucket.org"
"""A Bitbucket of one's own has other addresses."""


def web_address(remote: str) -> str:
    """The address in a browser of the repository that git fetches from `remote`, without a user; empty for a folder.

    ``git@github.com:northwind/agreements.git`` is ``https://github.com/northwind/agreements``.
    """
    if long := _LONG.fullmatch(remote):
        # The port of ssh is not that of its web pages.
        host, path = long[2] + (long[3] or "" if long[1].lower().startswith("http") else ""), long[4]
    elif short := _SHORT.fullmatch(remote):
        host, path = short[1], short[2]
    else:
        return ""
    path = path.strip("/").removesuffix(".git")
    address = f"https://{host.lower()}/{path}"
    return address if _PARTS.fullmatch(path) and read_address(address).is_web else ""


def kind_of(address: str) -> ForgeKind | None:
    """Which forge an address belongs to, by the name of its host; None where the name does not say."""
    host = read_address(address).host.partition(":")[0]
    named = (kind for name, kind in _NAMED.items() if name in host.split("."))
    return ForgeKind.BITBUCKET if host == _CLOUD else next(named, None)
