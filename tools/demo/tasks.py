"""The report of activities as Salesforce writes it: what was planned and done about each lead of the American desk."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tools.demo.chance import Chance, Knots
from tools.demo.clock import DAY, Minute
from tools.demo.handling import seen
from tools.demo.leads import Lead

# Minutes from one activity to the next.
_TO_NEXT: Knots = ((0, 30), (0.4, DAY), (0.9, 5 * DAY), (1, 14 * DAY))
_PLANNED = 20


class Task(Struct, frozen=True):
    """One activity; what was planned and not done has no completion."""

    subject: str
    type: str
    status: str
    assigned: str
    created_at: Minute
    completed_at: Minute | None = None


def tasks_of(lead: Lead, as_of: Minute) -> Iterator[Task]:
    """What was done about one lead up to the as-of: an automatic reply, plans, the first contact, and what followed."""
    assert lead.qualified_at is not None
    chance, owner, handed_over = Chance("tasks", lead.number), lead.handling.owner, lead.qualified_at
    yield Task("Thanks, we will be in touch", "List Email", "Completed", "Automation", handed_over, handed_over)
    if chance.happens(0.3):
        yield Task("Call back", "Call", "Not Started", owner, handed_over)
    done = lead.handling.contacted_at
    for _ in range(chance.between(1, 2)):
        if done is None:
            return
        kind = chance.weighted((("Call", 6), ("Email", 4)))
        planned = max(done - _PLANNED, 0)
        yield Task("Call" if kind == "Call" else "Email: Your request", kind, "Completed", owner, planned, done)
        done = seen(done + chance.quantile(_TO_NEXT), as_of)
