"""What the words and shapes of the pages mean, for who sees them for the first time."""

from __future__ import annotations

from enum import StrEnum

from living_sla.model.figures.attainment import Status
from living_sla.model.figures.usual_range import Assurance, Variation
from living_sla.model.past.change import Direction
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.past.timeline import State
from living_sla.words.standing import status_icons as icons


class LegendPart(StrEnum):
    """What can be explained by itself."""

    STATUS = "status"
    BULLET = "bullet"
    SIGNALS = "signals"
    EFFECTS = "effects"
    TERMS = "terms"
    CHANGES = "changes"
    TRUST = "trust"


STATUS = {
    Status.MET: "The period is decided, and the target was met.",
    Status.MISSED: "The period is decided, and the target was not met.",
    Status.AT_RISK: "Still open: below the warning threshold, or behind pace.",
    Status.ON_TRACK: "Still open, and fine so far.",
    Status.NO_DATA: "Nothing can be said. That is never 0 % and never 100 %; the page says why.",
    Status.NOT_IN_FORCE: "No terms bound anybody in that period.",
}
TERMS = {
    State.IN_FORCE: "It binds, since the day that is named.",
    State.PROPOSED: "It waits for signatures or its first day. Figures show what it would have come to.",
    State.DRAFT: "Edits that the project's history has not recorded. Nobody can sign them yet.",
    State.SUPERSEDED: "Another version has taken its place.",
    State.LAPSED: "Its last day has passed, and nothing followed.",
}
CHANGES = {
    Direction.TIGHTENED: "For the team that is named: it owes more, or sooner, than before.",
    Direction.EASED: "For the team that is named: it owes less, or later.",
    Direction.UNCLEAR: "It may cut either way, so both have to look.",
    icons.BROKEN: "What is counted has changed: figures left and right of it do not compare.",
}
TRUST = {
    TrustLevel.CLAIMED: "Somebody else added the signature.",
    TrustLevel.OWN_COMMIT: "The signer's name is on it, unproven.",
    TrustLevel.FORGE_ATTESTED: "The forge vouches for who it was.",
    TrustLevel.VERIFIED: "Signed with the signer's own key.",
}
SIGNALS = {
    Variation.STEADY: "The latest figure lies where those before it usually lie: no news, whatever its colour.",
    Variation.BETTER: "It is news: better than chance explains. Ask what was done.",
    Variation.WORSE: "It is news: worse than chance explains. Ask what happened.",
    Assurance.WILL_MEET: "The whole usual range meets the target.",
    Assurance.HIT_OR_MISS: "The target lies inside the usual range: some periods meet it and some miss it by chance.",
    Assurance.WILL_MISS: "The whole usual range misses it. Effort alone will not do: it takes another way of working.",
}
EFFECTS = {
    icons.SEEN_BETTER: "After the change the figures left their usual range for the better.",
    icons.SEEN_WORSE: "After the change they left it for the worse.",
    icons.WITHIN_USUAL: "They stayed in it: too small to see, or no effect.",
    icons.TOO_EARLY: "Fewer than ten periods before it, or six after it, are closed.",
}
