"""The door to the network: one request to one origin, with a token that goes nowhere else.

`urllib` is given no handler that it could choose itself: no redirect, no file, no password, and no proxy but those that
the environment names, for https alone. Nothing that it or a forge says is quoted, since either may quote the token.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from threading import Thread
from urllib.error import URLError
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    getproxies_environment,
)

from msgspec import Struct

from living_sla import __version__
from living_sla.errors import SlaError
from living_sla.forges.address import WebAddress
from living_sla.forges.faults import failing, limited, maybe_done, odd, silent
from living_sla.forges.patience import Patience, is_limit, wait_of

_ATTEMPTS = 5
_SECONDS = 30.0
"""What one request may take, from looking up the name to the last byte."""
_LARGEST = 32 * 1024 * 1024
"""Bytes of one answer: a hundred of the longest comments of GitHub, with each character spelt as an escape."""
_REDIRECTS = {"GET": (301, 302, 303, 307, 308)}
_KEEPS_METHOD = (307, 308)
_MOST_REDIRECTS = 3
_PIECE = 64 * 1024


class Answer(Struct, frozen=True):
    """What a forge answered, whatever it was."""

    address: WebAddress
    """Which was asked last: links of the answer are relative to it."""
    status: int
    headers: Mapping[str, str]
    """By name, in any case; of several of one name the first."""
    body: bytes


class Http(Struct, frozen=True):
    """Requests to one forge."""

    forge: str
    """As messages call it."""
    headers: Mapping[str, str]
    """Of every request, the one with the token among them."""
    patience: Patience

    def __repr__(self) -> str:
        return f"Http({self.forge})"

    def get(self, address: WebAddress) -> Answer:
        """The answer to a question; asked again where that is of use."""
        return self._asked("GET", address, None, repeatable=True)

    def send(self, method: str, address: WebAddress, content: Mapping[str, str], *, repeatable: bool) -> Answer:
        """The answer to a change. Raises `MaybeDone` where one that is not `repeatable` may have been made or not."""
        return self._asked(method, address, json.dumps(content).encode("ascii"), repeatable=repeatable)

    def _asked(self, method: str, address: WebAddress, body: bytes | None, *, repeatable: bool) -> Answer:
        problem: SlaError | None = None
        for attempt in range(_ATTEMPTS):
            try:
                answer = self._through_redirects(method, address, body)
            except _NoAnswer as found:
                problem, wait = silent(self.forge, found.why), 2.0**attempt
                if not found.passes:
                    break
                is_done = found.may_be_done
            else:
                seen = answer.status, answer.headers, answer.body
                asked = wait_of(*seen, attempt=attempt, now=self.patience.clock())
                if asked is None:
                    return answer
                is_limited = is_limit(*seen)
                problem = limited(self.forge, asked) if is_limited else failing(self.forge, answer.status)
                wait, is_done = asked, not is_limited
            if is_done and not repeatable:
                self.patience.waits(wait)
                raise maybe_done(self.forge)
            if attempt == _ATTEMPTS - 1 or not self.patience.waits(wait):
                break
        assert problem is not None
        raise problem

    def _through_redirects(self, method: str, address: WebAddress, body: bytes | None) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._once(method, address, body)
            if answer.status not in (300, 301, 302, 303, 307, 308):
                return answer
            there = address.named_by(answer.headers.get("Location", ""))
            if there is None or answer.status not in _REDIRECTS.get(method, _KEEPS_METHOD):
                raise odd(self.forge, "with a redirect that no token follows: to another host, port or scheme")
            address = there
        raise odd(self.forge, "with one redirect after the other")

    def _once(self, method: str, address: WebAddress, body: bytes | None) -> Answer:
        headers = {"User-Agent": f"living-sla/{__version__}", "Accept-Encoding": "identity", **self.headers}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = Request(str(address), data=body, headers=headers, method=method)
        seconds = min(_SECONDS, self.patience.left)
        if seconds <= 0:
            raise _NoAnswer("the time for it is over", passes=False)
        answer = _within(seconds, lambda: _answered(request, address, seconds))
        if isinstance(answer, Answer):
            return answer
        if isinstance(answer, _TooLarge):
            raise odd(self.forge, f"more than {_LARGEST // 1024**2} MB")
        raise _told(answer, seconds, address) from None


class _NoAnswer(Exception):
    """Why there is no answer, whether that may pass, and whether what was asked may have been done all the same."""

    def __init__(self, why: str, *, passes: bool = True, may_be_done: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.passes = passes
        self.may_be_done = may_be_done


class _TooLarge(Exception):
    """An answer that nobody wants to read to its end."""


def _within(seconds: float, work: Callable[[], Answer]) -> Answer | Exception:
    """What comes of `work`, or what it raises, or `TimeoutError`: looking up a name ends by no time limit of its own.

    A thread that hangs is left behind, and ends with the process.
    """
    found: list[Answer | Exception] = []

    def run() -> None:
        try:
            found.append(work())
        except Exception as problem:
            found.append(problem)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    return found[0] if found else TimeoutError()


def _answered(request: Request, address: WebAddress, seconds: float) -> Answer:
    ends = time.monotonic() + seconds
    opened = _opener(address).open(request, timeout=seconds)
    if opened is None:  # a proxy of a kind that nothing here speaks to
        raise OSError
    with opened as response:
        pieces, size = [], 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST:
                raise _TooLarge
            if time.monotonic() > ends:
                raise TimeoutError
        return Answer(address, response.status, response.headers, b"".join(pieces))


def _opener(address: WebAddress) -> OpenerDirector:
    """What asks; it takes an answer of any status as it is, and follows none."""
    opener = OpenerDirector()
    if address.scheme == "https":
        opener.add_handler(ProxyHandler(getproxies_environment()))
        opener.add_handler(HTTPSHandler(context=ssl.create_default_context()))
    else:  # to this machine alone: a proxy would read the token
        opener.add_handler(HTTPHandler())
    return opener


def _told(problem: Exception, seconds: float, address: WebAddress) -> Exception:
    """What the system says of a request, in words of our own."""
    reason = problem.reason if isinstance(problem, URLError) else problem
    if isinstance(reason, ssl.SSLCertVerificationError):
        return _NoAnswer(f"the certificate of {address.host} is not believed", passes=False, may_be_done=False)
    if isinstance(reason, socket.gaierror):
        return _NoAnswer(f"the name {address.host} is not known", may_be_done=False)
    if isinstance(reason, ConnectionRefusedError):
        return _NoAnswer(f"{address.host} refuses the connection", may_be_done=False)
    if isinstance(reason, TimeoutError):
        return _NoAnswer(f"no whole answer came within {seconds:.0f} s")
    if isinstance(reason, OSError | HTTPException):
        return _NoAnswer("the connection broke, or what came is not HTTP")
    return problem
