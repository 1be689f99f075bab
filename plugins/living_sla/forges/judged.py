"""What the status of an answer means, in words, and what to do about it."""

from __future__ import annotations

from living_sla.errors import EnvironmentFault, Fault, SlaError
from living_sla.forges.faults import odd
from living_sla.forges.http import Answer

LONGEST = 60_000
"""Characters of a comment: below the 65,536 of GitHub, which counts them in ways of its own."""


def judged(forge: str, answer: Answer, *, rights: str) -> Answer:
    """The answer, if the forge did what it was asked; raises a fault in words otherwise.

    `rights` is what the token needs, as a next step.
    """
    if answer.status in (200, 201):
        return answer
    raise _refusal(forge, answer, rights)


def _refusal(forge: str, answer: Answer, rights: str) -> SlaError:
    status = answer.status
    if status == 401:
        return _refused(f"{forge} does not know the token (401)", "store a new one: it expired or was revoked")
    if status == 403:
        return _refused(f"{forge} does not let the token do it (403)", rights)
    if status in (404, 410):
        hint = f"see that repository and number are right: what the token may not read does not exist for it; {rights}"
        return _refused(f"{forge} knows no such pull request or comment for this token ({status})", hint)
    if status == 413 or (status in (400, 422) and b"too long" in answer.body[:10_000].lower()):
        message = f"{forge} does not take a comment that long ({status})"
        hint = f"at most {LONGEST:,} characters: cut whole sections from its end, and name them"
        return SlaError(message, hint=hint, code=Fault.UNPOSTABLE_COMMENT)
    if status == 422:
        return _refused(f"{forge} does not take the comment (422)", "see whether the conversation is locked")
    return odd(forge, f"with the status {status}")


def _refused(message: str, hint: str) -> SlaError:
    return EnvironmentFault(message, hint=hint, code=Fault.FORGE_REFUSES)
