"""What a forge that does not do as it was asked is told as. Nothing of what it answered is quoted."""

from __future__ import annotations

from math import ceil

from living_sla.errors import EnvironmentFault, Fault, SlaError
from living_sla.model.counted import counted

_DAY = 86_400.0
_AGAIN = "run it again later; nothing was changed"


class MaybeDone(EnvironmentFault):
    """Nobody can tell whether what was asked was done: who asked has to look."""


def silent(forge: str, why: str) -> SlaError:
    """A forge that gives no answer, or none that is of use."""
    hint = f"see that this machine reaches it, and its proxy if it has one (HTTPS_PROXY, NO_PROXY); {_AGAIN}"
    return EnvironmentFault(f"{forge} cannot be asked: {why}", hint=hint, code=Fault.FORGE_SILENT)


def failing(forge: str, status: int) -> SlaError:
    """A forge that answers that it is in trouble, again and again."""
    message = f"{forge} is in trouble: it answers {status} each time"
    return EnvironmentFault(message, hint=_AGAIN, code=Fault.FORGE_SILENT)


def limited(forge: str, seconds: float) -> SlaError:
    """A forge of which too much was asked, and that is to be left alone for longer than anybody waits."""
    long = counted(ceil(seconds / 60), "minute") if seconds <= _DAY else "more than a day"
    message = f"{forge} takes no more requests for now: it asks to wait {long}"
    return EnvironmentFault(message, hint=_AGAIN, code=Fault.FORGE_SILENT)


def odd(forge: str, what: str) -> SlaError:
    """An answer that a forge does not give."""
    hint = "see that its address is that of the programming interface, and that nothing between answers in its place"
    return EnvironmentFault(f"{forge} answered {what}", hint=hint, code=Fault.FORGE_ODD)


def maybe_done(forge: str) -> MaybeDone:
    """A comment that may have been made, or not."""
    message = f"{forge} did not say whether the comment was made"
    return MaybeDone(message, hint="run it again: it looks first", code=Fault.FORGE_SILENT)
