"""How long a forge is waited for, and what it asks for itself in its headers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from msgspec import Struct

_NUMBER = re.compile("[0-9]{1,12}")
_LEAST_INSTANT = 1_000_000_000
"""A reset below it is a count of seconds, as drafts of the standard have it, and not an instant."""
_WITHOUT_HEADER = 60.0
"""Seconds: what GitHub asks for where a rate limit names none."""
_LIMITED = re.compile(rb"rate limit|abuse detection", re.IGNORECASE)
_PASSING = (500, 502, 503, 504)


class Patience(Struct):
    """The seconds that a whole command may spend on a forge."""

    seconds: float = 180.0
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    clock: Callable[[], float] = time.time
    """Seconds since 1970: some forges name the instant until which to wait."""
    _began: float = 0.0

    def __post_init__(self) -> None:
        self._began = self.monotonic()

    @property
    def left(self) -> float:
        """Seconds; 0 or less when it has run out."""
        return self.seconds - (self.monotonic() - self._began)

    def waits(self, seconds: float) -> bool:
        """Wait that long; False, at once, where that is longer than what is left."""
        if seconds >= self.left:
            return False
        self.sleep(seconds)
        return True


def is_limit(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether an answer says that too much was asked: then nothing was done, and it may be asked again later."""
    if status == 429:
        return True
    told = headers.get("Retry-After") or headers.get("X-RateLimit-Remaining") == "0"
    return status == 403 and bool(told or _LIMITED.search(body[:10_000]))


def wait_of(status: int, headers: Mapping[str, str], body: bytes, *, attempt: int, now: float) -> float | None:
    """The seconds to wait before asking again; None where asking again is of no use.

    `attempt` counts from 0. Documented by GitHub ("Best practices for using the REST API") and GitLab ("Rate limits").
    """
    if is_limit(status, headers, body):
        asked = _retry_after(headers, now)
        return _WITHOUT_HEADER * 2**attempt if asked is None else asked
    if status in _PASSING:
        asked = _retry_after(headers, now)
        return 2.0**attempt if asked is None else asked
    return None


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    if said := headers.get("Retry-After", "").strip():
        if _NUMBER.fullmatch(said):
            return float(said)
        try:
            at = parsedate_to_datetime(said)
            return max(0.0, (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now)
        except (ValueError, OverflowError):
            pass
    for name in ("X-RateLimit-Reset", "RateLimit-Reset"):
        if _NUMBER.fullmatch(said := headers.get(name, "").strip()) and headers.get(_left(name), "0").strip() == "0":
            reset = float(said)
            return max(0.0, reset - now) + 1 if reset >= _LEAST_INSTANT else reset
    return None


def _left(name: str) -> str:
    return name.removesuffix("Reset") + "Remaining"
