"""Addresses, read as browsers read them (WHATWG URL Standard): a backslash is a slash, and slashes may be missing.

What the RFC calls a path may be another host to a browser: ``/\\host``, ``https:host`` and ``/<tab>/host`` all are.
Whoever asks here gets the reading that leaves the site wherever one of the readings does.
"""

from __future__ import annotations

import re

from msgspec import Struct

LINKS = ("http", "https", "mailto", "tel")
"""What a link may begin with; anything else in it is a path of the site."""
_WEB = ("http", "https")
_WITH_HOSTS = (*_WEB, "file", "ftp", "ws", "wss")

_AT_THE_ENDS = "".join(map(chr, range(0x21)))
_ANYWHERE = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NETWORK = re.compile(r"[/\\]{2}")
_SLASHES = re.compile(r"[/\\]*")
_END_OF_HOST = re.compile(r"[/\\?#]")
_PLAIN_START = re.compile(r"https?://[^/\\?#]+(?:[/?#]|$)", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class Address(Struct, frozen=True):
    """One address, taken apart."""

    scheme: str
    """In lower case; empty where there is none."""
    authority: str | None
    """Host, port and user information as written; None where the address stays on the host of its page."""
    written: str
    """The whole address, without what browsers take out before they read it."""

    @property
    def host(self) -> str:
        """The host and port, in lower case; empty where there is none."""
        return (self.authority or "").rpartition("@")[2].lower()

    @property
    def has_user(self) -> bool:
        """Whether a name or a password stands before the host: ``https://bank.example@elsewhere.example``."""
        return "@" in (self.authority or "")

    @property
    def is_path(self) -> bool:
        """Whether it leads to a page or a file of the same site, whatever the page that holds it."""
        return not self.scheme and self.authority is None

    @property
    def is_web(self) -> bool:
        """Whether it is a page of the web: `http` or `https`, two slashes, a plain host, and nobody's name."""
        if self.scheme not in _WEB or self.has_user or not _PLAIN_START.match(self.written):
            return False
        return _HOST.fullmatch(self.host) is not None

    @property
    def is_link(self) -> bool:
        """Whether a reader may be sent there: a path, a page of the web, an e-mail address, a telephone number."""
        return self.is_path or self.is_web or (self.scheme in LINKS and self.scheme not in _WEB)


def read_address(text: str) -> Address:
    """`text` as a browser takes it where an attribute wants an address; its entities are resolved already."""
    written = text.strip(_AT_THE_ENDS).translate(_ANYWHERE)
    match = _SCHEME.match(written)
    if match is None:
        return Address("", _authority(written) if _NETWORK.match(written) else None, written)
    scheme, rest = match[1].lower(), written[match.end() :]
    named = scheme in _WITH_HOSTS or rest.startswith("//")
    return Address(scheme, _authority(rest) if named else None, written)


def _authority(rest: str) -> str:
    """What stands between the leading slashes, however many they are, and the path."""
    return _END_OF_HOST.split(_SLASHES.sub("", rest, count=1), maxsplit=1)[0]
