"""What measures of a first agreement stand on: an entry of `sources.yml`, and the names of the columns in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from living_sla.scaffold.entry import Decided
from living_sla.scaffold.header import quoted
from living_sla.scaffold.patterns.library import pattern
from living_sla.scaffold.project.answers import SOURCE, Answers

if TYPE_CHECKING:
    from living_sla.scaffold.guess import Looked
    from living_sla.scaffold.project.handover import Handover, MomentColumn

MAX_AGE = "{warn: 8 days}  # an export a week; without a new one, pages say how old it is"
_ABOUT_LEADS = re.compile(
    r"company(?! id)|account name|company / account|country|region|land$|industry|branche|lead.?source|original.?source"
    r"|^source$|herkunft|employees|mitarbeiter|company.?size|job.?title|^title$|^role$|conversion",
    re.IGNORECASE,
)
_FIELDS = 3
_FEW, _HALF = 20, 0.5


class FirstSource(Struct, frozen=True):
    """The source of a first agreement."""

    entry: str
    """Its text in `data/sources.yml`."""
    handed_over: str
    answered: str
    fields: tuple[str, ...]
    """Columns that every lead should have filled; empty where the export has none that are about that."""
    effective: date
    volume: int = 100
    """What Marketing could owe by the month, where nothing is known of fields."""
    limit: str | None = None
    """The time for an answer, where the usual one cannot be judged; None: the usual one."""


def of_export(looked: Looked, handover: Handover, answers: Answers, *, path: str, today: date) -> FirstSource:
    """The source of an export that lies at `path` below `data/`."""
    start, end = handover.handed_over, handover.answered
    taken = set(looked.guessed.specs) - {start.name, end.name}
    names = {start.name: _free(_name_of_start(start.header), taken), end.name: _free("first_contacted_at", taken)}
    decided = Decided(SOURCE, path, answers.timezone, names, MAX_AGE)
    by_month = _by_month(start, answers.timezone) or Counter({today.replace(day=1): 0})
    first, last = min(by_month), max(by_month)
    return FirstSource(
        looked.entry(decided),
        names[start.name],
        names[end.name],
        _fields(looked),
        max(first, last.replace(year=last.year - 1)),
        _volume(by_month),
        handover.limit,
    )


def _name_of_start(header: str) -> str:
    if re.search(r"marketing.?qualified|\bmql", header, re.IGNORECASE):
        return "mql_at"
    created = re.search(r"creat|erstell|angelegt", header, re.IGNORECASE)
    return "created_at" if created else "handed_over_at"


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"{name}_too"
    return name


def _by_month(start: MomentColumn, timezone: str) -> Counter[date]:
    """How many hand-overs each month has, by its first day; scaled up to all rows."""
    local = ZoneInfo(timezone)
    days = [at.astimezone(local).date().replace(day=1) for at in start.moments if at]
    scale = max(1, start.filled // max(1, len(days)))
    return Counter({day: count * scale for day, count in Counter(days).items()})


def _volume(by_month: Counter[date]) -> int:
    """Nine tenths of a usual month, in a round number; the last month may not be over."""
    whole = sorted(by_month.items())[1:-1] or list(by_month.items())
    usual = sum(count for _, count in whole) * 9 // (10 * len(whole))
    digits = max(0, len(str(usual)) - 2)
    step = int(10**digits)
    return max(1, usual // step * step)


def _fields(looked: Looked) -> tuple[str, ...]:
    """Columns about leads that most rows have filled."""
    found = [
        name
        for name, spec in looked.guessed.specs.items()
        if spec.type in ("text", "integer")
        and _ABOUT_LEADS.search(spec.header)
        and looked.guessed.columns[name].filled >= _HALF * len(looked.rows)
    ]
    return tuple(found[:_FIELDS])


# ---------------------------------------------------------------- without an export

_LAYOUTS = {
    "hubspot": (
        "exports/hubspot-contacts*.csv",
        "  profile: hubspot\n",
        "Record ID",
        "Last Modified Date",
        "",
        ("First Name", "Last Name", "Email", "Phone Number", "Contact owner"),
        (("company_name", "Company name"), ("original_source", "Original Source")),
    ),
    "salesforce": (
        "exports/salesforce-leads*.csv",
        "  profile: salesforce-report\n",
        "Lead ID",
        "Last Modified Date",
        ', format: "%m/%d/%Y, %I:%M %p"',
        ("First Name", "Last Name", "Email", "Phone", "Lead Owner"),
        (("company_account", "Company / Account"), ("lead_source", "Lead Source")),
    ),
    "other": (
        "exports/leads*.csv",
        "",
        "Lead ID",
        "Last modified at",
        "",
        ("First name", "Last name", "Email", "Phone"),
        (("company", "Company"), ("source", "Source")),
    ),
}


def usual_source(answers: Answers, today: date) -> FirstSource:
    """A source in the usual layout of the CRM, for an export that has not come yet."""
    path, profile, key, modified, form, personal, fields = _LAYOUTS[answers.crm]
    crm = answers.crm if answers.crm != "other" else "generic"
    needs = pattern("first-contact").needs
    columns = (
        f"id: {{from: {quoted(key)}, type: text}}",
        needs["from"].declarations(crm)[0].replace("}", f"{form}}}"),
        needs["to"].declarations(crm)[0].replace("}", f"{form}}}"),
        f"modified_at: {{from: {quoted(modified)}, type: instant{form}}}",
        *(f"{name}: {{from: {quoted(header)}, type: text}}" for name, header in fields),
    )
    entry = (
        f"# The usual layout. With an export, sla sources guess FILE prints what its own columns are.\n"
        f"{SOURCE}:\n"
        f"  path: {quoted(path)}\n"
        f"{profile}"
        f"  timezone: {answers.timezone}\n"
        f"  key: id\n"
        f"  as_of: {{newest_of: [modified_at]}}\n"
        f"  max_age: {MAX_AGE}\n"
        f"  columns:\n"
        + "".join(f"    {line}\n" for line in columns)
        + f"  personal: [{', '.join(map(quoted, personal))}]\n"
    )
    names: Sequence[str] = [name for name, _ in fields]
    return FirstSource(entry, needs["from"].name, needs["to"].name, tuple(names), today.replace(day=1))
