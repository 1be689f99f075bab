"""Addresses to which a token may go, and those that an answer names.

Stricter than any reader of addresses: what two readers could take for different hosts is not an address here.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from msgspec import Struct

from living_sla.errors import Unreadable

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?P<scheme>https?)://(?P<host>\[::1\]|{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[0-9]{{1,5}}))?"
    r"(?P<path>(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*)(?P<query>\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
_OF_THIS_MACHINE = re.compile(r"localhost|\[::1\]|127(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}")
_PLAIN_PATH = re.compile(r"(?:/(?!\.+(?:/|\Z))[A-Za-z0-9._-]+)*")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 8_000


class WebAddress(Struct, frozen=True):
    """One address of the web, without a user and without a fragment."""

    scheme: str
    host: str
    """In lower case."""
    port: int
    path: str
    """With its query."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """What has to be equal for a token to go there as well."""
        return self.scheme, self.host, self.port

    @property
    def is_of_this_machine(self) -> bool:
        """Whether the host is spelled as this machine, whatever a name server says."""
        return _OF_THIS_MACHINE.fullmatch(self.host) is not None

    def __str__(self) -> str:
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path}"

    def at(self, path: str) -> WebAddress:
        """The address of something below this one; `path` begins with a slash."""
        return WebAddress(self.scheme, self.host, self.port, self.path + path)

    def named_by(self, answer: str) -> WebAddress | None:
        """The address that an answer from here names, if it is of the same origin; None for any other."""
        try:
            found = read_web_address(urljoin(str(self), answer))
        except ValueError:
            return None
        return found if answer and found.origin == self.origin else None


def read_web_address(text: str) -> WebAddress:
    """The address; plain `http` only to this machine. Raises `Unreadable`, which does not quote it."""
    found = _ADDRESS.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or not 0 < (port := int(found["port"] or _PORTS[found["scheme"]])) < 65_536:
        raise Unreadable("it is not an address", "write https:// and a host, without a user and without #")
    address = WebAddress(found["scheme"], found["host"].lower(), port, found["path"] + (found["query"] or ""))
    if address.scheme == "http" and not address.is_of_this_machine:
        raise Unreadable("it is not https, and a token would be read on its way", "write https://")
    return address


def read_api_address(text: str) -> WebAddress:
    """The address of a programming interface, below which paths are put together. Raises `Unreadable`."""
    address = read_web_address(text.rstrip("/") if len(text) <= _LONGEST else text)
    if _PLAIN_PATH.fullmatch(address.path) is None:
        raise Unreadable("it is not the address of a programming interface", "write it as the forge's pages do")
    return address
