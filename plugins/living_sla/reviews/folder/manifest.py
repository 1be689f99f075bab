"""The manifest of a review's sealed files, as `sha256sum -c` reads it, and the seal over it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_DOMAIN = b"sla-snapshot/1\n"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\\\n\r]+)")


def manifest(files: Mapping[str, bytes]) -> bytes:
    """`SHA256SUMS` of sealed files by their paths in the folder: one line a file, in the order of the paths' bytes."""
    paths = sorted(files, key=str.encode)
    return "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in paths).encode()


def listed(content: bytes) -> Mapping[str, str] | None:
    """The digests that a manifest lists by path; None where it is not one that `manifest` writes."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    found = [_LINE.fullmatch(line) for line in text.removesuffix("\n").split("\n")]
    entries = {match[2]: match[1] for match in found if match is not None}
    again = "".join(f"{entries[path]}  {path}\n" for path in sorted(entries, key=str.encode))
    return entries if again == text else None


def seal(content: bytes) -> str:
    """The seal of a review: SHA-256 over a fixed line and the bytes of its manifest; 64 hexadecimal digits."""
    return hashlib.sha256(_DOMAIN + content).hexdigest()
