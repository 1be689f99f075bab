"""Which pattern a sentence of a sheet means, with the numbers that it says; or why it cannot be measured yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.model.notation import WEEKDAYS
from living_sla.scaffold.patterns.library import Pattern, pattern
from living_sla.scaffold.spreadsheet.numbers import Recognised, recognised

LONGEST = 500
"""Letters of a sentence that may be one commitment."""


class Meant(Struct, frozen=True):
    """The pattern that a sentence means, and what it says in place of the pattern's own numbers."""

    pattern: Pattern
    said: dict[str, str] = field(default_factory=dict)
    """Arguments of `Pattern.commitment`."""
    decide: tuple[str, ...] = ()
    """What the sentence leaves open."""


class Unmeasured(Struct, frozen=True):
    """Why a sentence is no commitment yet."""

    why: str


def _has(*words: str) -> Callable[[str], bool]:
    found = re.compile("|".join(words), re.IGNORECASE)
    return lambda sentence: found.search(sentence) is not None


_LEADS = _has(r"\bmqls?\b", r"\bleads?\b", r"\bcontacts?\b", r"\bprospects?\b")
_CONTACTED = _has(
    r"contact", r"\bcall", r"follow(ed|ing)?[- ]?up", r"\brespon[ds]", r"\breach", r"\btouch", r"\bwork(ed)?\b",
    r"\banswer", r"\brepl(y|ied)", r"outreach", r"\bengage",
)  # fmt: skip
_REJECTED = _has(
    r"reject", r"disqualif", r"unqualified", r"bad[- ]fit", r"\breturned", r"\bsent back", r"\brecycled?\b", r"junk"
)
_ACCEPTED = _has(r"\baccept", r"\bqualif(y|ied)\b", r"dispositi", r"\bdecid", r"\bverdict", r"\breject", r"convert or")
_ALL = _has(r"\ball\b", r"\bevery\b", r"\beach\b", r"\balways\b")
_FIELDS = _has(r"company", r"phone", r"e-?mail", r"country", r"\btitle\b", r"\brole\b", r"\bfields?\b", r"\bsource\b",
               r"information", r"\bdata\b", r"industry", r"employees")  # fmt: skip
_COMPLETE = _has(
    r"\bcarry", r"\bcomplete", r"\bcontain", r"\binclude", r"\bfilled", r"populated", r"\bhave\b", r"\bwith\b"
)
_DELIVERED = _has(
    r"\breport", r"\bdata\b", r"dashboard", r"newsletter", r"template", r"content", r"\blists?\b", r"\bdeck", r"\bsend",
    r"\bdeliver", r"\bshare", r"\bupdate", r"forecast", r"publish",
    r"campaign", r"enablement", r"\bprovide", r"summary",
)  # fmt: skip


def meaning(sentence: str, *, today: date) -> Meant | Unmeasured:
    """What the sentence promises."""
    if len(sentence) > LONGEST:
        return Unmeasured("it is too long to be one commitment")
    said = recognised(sentence)
    for rule in (_attempts, _conversion, _nurturing, _cycle, _response, _reasons, _feedback, _bad_fit, _completeness,
                 _verdict, _contact, _money, _volume, _delivery):  # fmt: skip
        if found := rule(sentence, said, today):
            return found
    if not any((said.share, said.limit, said.count, said.money, said.due, said.times)):
        return Unmeasured("it names no number, no limit and no due date")
    return Unmeasured("no pattern of the library measures this; sla new --list shows those that there are")


def _share(said: Recognised, sentence: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The target of a share that more is better of, and what is open about it."""
    if said.share:
        return {"target": f"at least {said.share}"}, ()
    told = "all: 100% breaks with a single miss" if _ALL(sentence) else "no share"
    return {}, (f"the sheet says {told}",)


def _timed(name: str, sentence: str, said: Recognised) -> Meant:
    target, open_ = _share(said, sentence)
    if said.limit and "business" not in said.limit:
        open_ = (*open_, f"{said.limit} of business time, or nights and weekends included?")
    return Meant(pattern(name), {"limit": said.limit, **_per(said), **target}, open_)


def _per(said: Recognised) -> dict[str, str]:
    return {"per": said.per} if said.per else {}


def _attempts(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not (said.times and said.limit and re.search(r"attempt|tries|touch|calls|times", sentence, re.I)):
        return None
    if "." in said.times or said.times == "0":
        return None
    timed = _timed("contact-attempts", sentence, said)
    return replace(timed, said=timed.said | {"times": said.times})


def _conversion(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not (
        said.share
        and re.search(r"\bbecome|conver[ts]", sentence, re.I)
        and re.search(r"opportunit|\bopps?\b", sentence, re.I)
    ):
        return None
    open_ = () if said.limit else ("within how many days? The sheet does not say it",)
    limit = {"limit": said.limit} if said.limit else {}
    return Meant(pattern("mql-to-opportunity"), {**limit, **_per(said), "target": f"at least {said.share}"}, open_)


def _nurturing(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not (
        said.limit
        and re.search(r"nurtur|recycled", sentence, re.I)
        and re.search(r"\bevery\b|at least", sentence, re.I)
    ):
        return None
    target, open_ = _share(said, "") if said.share else ({}, ("the sheet says no share",))
    return Meant(pattern("nurture-touches"), {"limit": said.limit, **target}, open_)


def _cycle(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not (said.limit and re.search(r"sales cycle|cycle (time|length)|time to close|deal cycle", sentence, re.I)):
        return None
    return Meant(pattern("sales-cycle"), {"target": f"at most {said.limit}", **_per(said)})


def _response(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not (said.limit and not said.share and re.search(r"\bmedian|\baverage|\bmean\b|typical|\bavg", sentence, re.I)):
        return None
    if not _CONTACTED(sentence):
        return None
    kind = "median" if re.search(r"median", sentence, re.I) else "average"
    open_ = () if "business" in said.limit else (f"{said.limit} of business time, or nights and weekends included?",)
    return Meant(pattern("first-response"), {"target": f"at most {said.limit}", "kind": kind, **_per(said)}, open_)


def _reasons(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not (re.search(r"\breasons?\b", sentence, re.I) and (_REJECTED(sentence) or _LEADS(sentence))) or said.limit:
        return None
    target, open_ = _share(said, sentence)
    return Meant(pattern("rejection-reasons"), {**target, **_per(said)}, open_)


def _feedback(sentence: str, said: Recognised, today: date) -> Meant | None:
    if (
        said.limit
        and re.search(r"feedback|rejected leads|returned leads", sentence, re.I)
        and re.search(r"acknowledg|answer|respon[ds]|repl(y|ied)|review", sentence, re.I)
    ):
        return _timed("feedback-answered", sentence, said)
    return None


def _bad_fit(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not (said.share and _REJECTED(sentence)) or said.limit:
        return None
    return Meant(pattern("bad-fit"), {"target": f"at {'most' if said.at_most else 'least'} {said.share}", **_per(said)},
                 () if said.at_most else ("at least, or at most?",))  # fmt: skip


def _completeness(sentence: str, said: Recognised, today: date) -> Meant | None:
    is_asked = said.share or _ALL(sentence)
    if not (is_asked and _COMPLETE(sentence) and _FIELDS(sentence) and _LEADS(sentence)) or said.limit or said.due:
        return None
    target, open_ = _share(said, sentence)
    return Meant(pattern("complete-leads"), {**target, **_per(said)}, open_)


def _verdict(sentence: str, said: Recognised, today: date) -> Meant | None:
    if (
        said.limit
        and _ACCEPTED(sentence)
        and _LEADS(sentence)
        and not re.search(r"\bcontact(ed)?\b(?!s)|\bcall", sentence, re.I)
    ):
        return _timed("verdict", sentence, said)
    return None


def _contact(sentence: str, said: Recognised, today: date) -> Meant | None:
    return _timed("first-contact", sentence, said) if said.limit and _CONTACTED(sentence) else None


def _money(sentence: str, said: Recognised, today: date) -> Meant | None:
    worth = said.money or said.amount
    if not (worth and re.search(r"pipeline", sentence, re.I)) or said.limit or said.count:
        return None
    open_ = () if said.per else ("a month, a quarter or a year?",)
    return Meant(pattern("pipeline-value"), {"target": f"at least {worth}", **_per(said)}, open_)


def _volume(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not (said.count and re.fullmatch(r"mqls?|leads?", said.of)) or said.limit or said.share or "." in said.count:
        return None
    open_ = () if said.per else ("a week, a month or a quarter?",)
    return Meant(pattern("lead-volume"), {"target": f"at least {said.count}", **_per(said)}, open_)


def _delivery(sentence: str, said: Recognised, today: date) -> Meant | None:
    if not said.due or said.share or not _DELIVERED(sentence) or re.search(r"\bmeet(ing)?s?\b", sentence, re.I):
        return None
    name = "monthly-delivery" if said.due.endswith(("month", "quarter", "year")) else "regular-report"
    if not said.due.startswith("every second"):
        return Meant(pattern(name), {"due": said.due})
    day = WEEKDAYS.index(said.due.rpartition(" ")[2].lower())
    first = today + timedelta(days=(day - today.weekday()) % 7)
    return Meant(pattern(name), {"due": f"{said.due} from {first}"}, ("which weeks? The first due date is a guess",))
