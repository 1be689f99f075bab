"""The files as the tools write them: HubSpot's export of contacts, Salesforce's reports of leads and activities."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from tools.demo.arrivals import BADGE_SCAN, CONTACT_REQUEST, DEMO_REQUEST, WEBINAR
from tools.demo.clock import Minute, wall
from tools.demo.company import AS_OF, PORTAL_ZONE, ZONES
from tools.demo.leads import Lead, leads
from tools.demo.tasks import Task, tasks_of

_NAMES = ("hubspot-contacts", "salesforce-leads-report", "salesforce-tasks-report")


def names(as_of: Minute) -> tuple[str, ...]:
    """What the exports of contacts, leads and activities are called that were written at that instant."""
    day = wall(as_of, PORTAL_ZONE).date()
    return tuple(f"{name}-{day}.csv" for name in _NAMES)


HUBSPOT_FILE, SALESFORCE_FILE, TASKS_FILE = names(AS_OF)


@cache
def files(as_of: Minute = AS_OF) -> Mapping[str, bytes]:
    """Every export as the tools wrote it at that instant, by file name."""
    known = leads(as_of)
    written = (hubspot_contacts(known), salesforce_report(known, as_of), salesforce_tasks(known, as_of))
    return dict(zip(names(as_of), written, strict=True))


def hubspot_contacts(leads: Iterable[Lead]) -> bytes:
    """HubSpot's CSV of contacts: property labels as headers, times to the minute in the portal's zone.

    Lifecycle stage, status, score and the dates of stages are HubSpot's own properties; `Region`, `Unqualified Reason`,
    `Sales Decision Date`, `Rejection Acknowledged Date` and `Event End Date` are custom ones of this company.
    """
    return _csv(map(_hubspot_row, leads), quoting=csv.QUOTE_MINIMAL)


def _hubspot_row(lead: Lead) -> Mapping[str, str]:
    return {
        "Record ID": hubspot_id(lead),
        "First Name": lead.person.first_name,
        "Last Name": lead.person.last_name,
        "Email": lead.person.email,
        "Phone Number": lead.person.phone,
        "Company name": lead.person.company,
        "Contact owner": lead.handling.owner,
        "Lifecycle Stage": lead.stage,
        "Lead Status": lead.status,
        "HubSpot Score": str(lead.score),
        "Region": lead.arrival.desk,
        "Original Source": lead.arrival.source,
        "Original Source Drill-Down 1": lead.arrival.campaign,
        "First Conversion": lead.arrival.conversion,
        "Event End Date": _hubspot_time(lead.arrival.event.ended if lead.arrival.event else None),
        "Create Date": _hubspot_time(lead.arrival.at),
        "Became a Marketing Qualified Lead Date": _hubspot_time(lead.qualified_at),
        "Date of first engagement": _hubspot_time(lead.handling.contacted_at),
        "Sales Decision Date": _hubspot_time(lead.handling.decided_at),
        "Unqualified Reason": lead.handling.reason,
        "Rejection Acknowledged Date": _hubspot_time(lead.handling.acknowledged_at),
        "Became an Opportunity Date": _hubspot_time(lead.handling.opportunity_at),
        "Became a Customer Date": _hubspot_time(lead.handling.customer_at),
        "Recent Deal Amount": "" if lead.handling.pounds is None else str(lead.handling.pounds),
        "Last Modified Date": _hubspot_time(lead.modified_at),
    }


def hubspot_id(lead: Lead) -> str:
    """The record id of a contact: rising, with gaps, as in a portal that has other contacts too."""
    return str(41_200_451 + 131 * lead.number + lead.number * lead.number % 89)


def _hubspot_time(at: Minute | None) -> str:
    return "" if at is None else wall(at, PORTAL_ZONE).isoformat(sep=" ", timespec="minutes")


def salesforce_report(leads: Iterable[Lead], as_of: Minute) -> bytes:
    """Salesforce's CSV of a lead report, run by a user in New York with the locale English (United States).

    It holds what the connector hands to the American desk: AMER leads that qualified. Every cell is quoted; `Created
    Date` is the arrival in Salesforce, which is the instant at which HubSpot qualified the lead. A footer of five
    lines follows after blank ones.
    """
    rows = map(_salesforce_row, _handed_over(leads))
    return _csv(rows, quoting=csv.QUOTE_ALL) + _footer("Leads of the Americas", as_of)


def salesforce_tasks(leads: Iterable[Lead], as_of: Minute) -> bytes:
    """Salesforce's CSV of a report of activities, by the same user: what was planned and done about the same leads.

    `Lead ID` is that of the lead. The reply that nobody wrote is a `List Email`; what was not done has no completion.
    """
    rows = []
    for lead in _handed_over(leads):
        rows += [_task_row(f"00TWd{4_310_022 + 17 * lead.number:09}{at}AAA", lead, task)
                 for at, task in enumerate(tasks_of(lead, as_of))]  # fmt: skip
    return _csv(rows, quoting=csv.QUOTE_ALL) + _footer("Activities of the Americas", as_of)


def _handed_over(leads: Iterable[Lead]) -> Iterator[Lead]:
    return (lead for lead in leads if lead.arrival.desk == "AMER" and lead.qualified_at is not None)


def _footer(report: str, as_of: Minute) -> bytes:
    local = wall(as_of, ZONES["AMER"])
    half = "AM" if local.hour < 12 else "PM"
    written = f"{local:%m/%d/%Y} {(local.hour + 11) % 12 + 1}:{local:%M} {half}"
    return _FOOTER.replace("REPORT", report).replace("WRITTEN", written).encode("utf-8")


_FOOTER = """

"REPORT"
"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
"Confidential Information - Do Not Distribute"
"Generated By:  Grace Lindholm  WRITTEN"
"Northwind Freight"
"""


def _salesforce_row(lead: Lead) -> Mapping[str, str]:
    return {
        "Lead ID": salesforce_id(lead),
        "HubSpot Contact ID": hubspot_id(lead),
        "First Name": lead.person.first_name,
        "Last Name": lead.person.last_name,
        "Company / Account": lead.person.company,
        "Lead Owner": lead.handling.owner,
        "Lead Source": _LEAD_SOURCES.get(lead.arrival.conversion, "Web"),
        "Lead Status": _LEAD_STATUSES[lead.status],
        "Rating": "Hot" if lead.arrival.conversion in _HOT else "Warm" if lead.score >= 75 else "Cold",
        "Created Date": _salesforce_time(lead.qualified_at),
        "First Activity Date": _salesforce_time(lead.handling.contacted_at),
        "Qualification Date": _salesforce_time(lead.handling.decided_at),
        "Converted Date": _salesforce_time(lead.handling.opportunity_at),
        "Opportunity Amount": "" if lead.handling.pounds is None else f"{_dollars(lead.handling.pounds)}.00",
        "Last Modified Date": _salesforce_time(lead.modified_at),
    }


def _task_row(identifier: str, lead: Lead, task: Task) -> Mapping[str, str]:
    return {
        "Activity ID": identifier,
        "Lead ID": salesforce_id(lead),
        "Assigned": task.assigned,
        "Subject": task.subject,
        "Type": task.type,
        "Status": task.status,
        "Created Date": _salesforce_time(task.created_at),
        "Completed Date/Time": _salesforce_time(task.completed_at),
    }


_HOT = (DEMO_REQUEST, CONTACT_REQUEST)
_LEAD_SOURCES = {BADGE_SCAN: "Trade Show", WEBINAR: "Webinar"}
_LEAD_STATUSES = {
    "New": "Open - Not Contacted",
    "In Progress": "Working - Contacted",
    "Connected": "Qualified",
    "Open Deal": "Closed - Converted",
    "Unqualified": "Closed - Not Converted",
}
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def salesforce_id(lead: Lead) -> str:
    """The 18 characters of a lead's id: 15 that tell upper from lower case, 3 that make it safe where case is lost."""
    number, digits = 1_862_417 + 47 * lead.number, ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    short = f"00QWd{digits:0>10}"
    upper = [sum(short[start + bit].isupper() << bit for bit in range(5)) for start in (0, 5, 10)]
    return short + "".join(_CHECK[bits] for bits in upper)


def _salesforce_time(at: Minute | None) -> str:
    if at is None:
        return ""
    local = wall(at, ZONES["AMER"])
    half = "AM" if local.hour < 12 else "PM"
    return f"{local.month}/{local.day}/{local.year}, {(local.hour + 11) % 12 + 1}:{local.minute:02} {half}"


def _dollars(pounds: int) -> int:
    return pounds * 127 // 100


def _csv(rows: Iterable[Mapping[str, str]], *, quoting: int) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    for position, row in enumerate(rows):
        if position == 0:
            writer.writerow(row.keys())
        writer.writerow(row.values())
    return text.getvalue().encode("utf-8")
