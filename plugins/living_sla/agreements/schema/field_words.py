"""What each field of an agreement or a source is for, in a sentence and an example.

One table serves the editor (JSON Schema), the hint at a missing field, and the reference for writers. A name alone
speaks for the field in every part that has it; ``Part.name`` speaks for it in one.
"""

from __future__ import annotations

from typing import NamedTuple


class FieldWords(NamedTuple):
    """A field in words: what it says, and how it is written."""

    means: str
    example: str


_WORDS: dict[str, tuple[str, str]] = {
    # the agreement
    "id": ("A stable name in lower-case letters, digits and hyphens; it survives renames.", "id: first-contact"),
    "Terms.id": ("The agreement's stable name; by default the name of the file.", "id: lead-handoff"),
    "title": ("What it is called on the page.", "title: First contact"),
    "summary": ("The spirit of the agreement in a few sentences.", "summary: Marketing hands over, Sales answers."),
    "effective": ("The first day on which it applies.", "effective: 2026-10-01"),
    "Terms.until": ("The last day on which it applies.", "until: 2027-09-30"),
    "notice": ("How long before it is cancelled or revised the other side hears of it.", "notice: 30 days"),
    "review": ("How often both sides review it, and when next.", "review: {every: quarter, next: 2027-01-12}"),
    "every": ("week, month, quarter or year.", "every: quarter"),
    "next": ("The day of the next review.", "next: 2027-01-12"),
    "parties": (
        "The teams that agree, two or more; the names given here are used below.",
        "parties: with two entries, for example marketing and sales",
    ),
    "team": ("The team's name.", "team: Demand Generation"),
    "contact": ("Who speaks for the team.", "contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}"),
    "deputy": ("Who does when the contact is away.", "deputy: {name: Tom Beck, email: tom.beck@northwind.example}"),
    "signs": ("Who signs, by e-mail address; nobody signs for two parties.", "signs: [ana.ruiz@northwind.example]"),
    "name": ("What they are called.", "name: Ana Ruiz"),
    "email": ("An e-mail address.", "email: ana.ruiz@northwind.example"),
    "channels": ("Where the parties talk about the agreement.", 'channels: {updates: "#lead-handoff"}'),
    "updates": ("Where news is posted.", 'updates: "#lead-handoff"'),
    "feedback": ("Where feedback goes.", "feedback: leads@northwind.example"),
    "problems": ("Where problems are reported.", "problems: leads@northwind.example"),
    "meeting": ("When the parties meet.", "meeting: every second Tuesday, 30 minutes"),
    "coverage": (
        "What business time is.",
        "coverage: {timezone: Europe/London, hours: {mon-fri: 09:00-17:30}}",
    ),
    "CoverageTerms.timezone": ("The zone of all times in the agreement, Area/City.", "timezone: Europe/London"),
    "hours": ("Working hours by day; several windows for a break; 24x7 for always.", "hours: {mon-fri: 09:00-17:30}"),
    "holidays": ("A country, or one of its subdivisions, whose public holidays are closed.", "holidays: GB-ENG"),
    "closed": ("Further days without hours.", "closed: [2026-12-24, 2026-12-28..2026-12-31]"),
    "open": ("Extra working days, with hours where their weekday has none.", "open: [2026-12-19 09:00-13:00]"),
    "definitions": ("What words mean here.", "definitions: {mql: {means: A person who asked for a demo}}"),
    "means": ("The meaning, in words.", "means: A person who asked for a demo."),
    "Definition.where": ("The records that the word stands for.", "where: {lifecycle: [mql, sql], score: at least 60}"),
    "personas": ("Who the agreement is about.", "personas: [{name: Head of Operations, means: Runs logistics}]"),
    "covers": ("What is covered.", "covers: [Leads from web forms and events]"),
    "excludes": ("What is not covered.", "excludes: [Partner referrals]"),
    "journey": (
        "The customer's way: its stages in order; where the owner changes, one team hands over to another.",
        "journey: [{stage: Lead, owner: marketing, at: created_at, source: leads}, "
        "{stage: MQL, owner: sales, at: mql_at, source: leads}]",
    ),
    "stage": ("What the stage is called.", "stage: MQL"),
    "Stage.owner": ("The party that looks after records in this stage.", "owner: sales"),
    "Stage.at": ("The column of the instant at which a record reaches the stage.", "at: mql_at"),
    "Stage.source": ("The entry of data/sources.yml that holds that column.", "source: leads"),
    "Stage.means": (
        "A definition: what the stage means, and which records count where it has a where.",
        "means: mql",
    ),
    "Stage.commitments": ("The commitments that sit on the hand-over into this stage.", "commitments: [first-contact]"),
    "commitments": ("What each side owes the other.", "commitments: with one entry for each thing owed"),
    "needs": ("What a party needs to be able to deliver.", "needs: [{party: marketing, what: A weekly list}]"),
    "exceptions": (
        "Windows in which commitments do not apply as usual.",
        "exceptions: with id, from, until, reason and effect in each",
    ),
    "contingency": ("What happens after a miss.", "contingency: [{when: 1 missed, do: Both contacts meet.}]"),
    "experiment": (
        "What the parties try, and what would convince them, agreed before it begins.",
        "experiment: {id: routing, hypothesis: Routing by region answers sooner, commitment: first-contact, "
        "from: 2026-11-02, until: 2027-01-31, convinces: 2 of 6 weeks outside the usual range}",
    ),
    "Experiment.id": ("Its stable name.", "id: routing"),
    "hypothesis": ("What the parties believe, in a sentence.", "hypothesis: Routing by region answers sooner"),
    "Experiment.commitment": ("The commitment whose figures decide.", "commitment: first-contact"),
    "Experiment.from": ("Its first day; the terms are signed before.", "from: 2026-11-02"),
    "Experiment.until": ("Its last day.", "until: 2027-01-31"),
    "convinces": (
        "How many of how many whole periods must lie outside the usual range.",
        "convinces: 2 of 6 weeks outside the usual range",
    ),
    "capacity": (
        "What a party can do; held against the volumes that are owed to it.",
        "capacity: {party: sales, people: 4, hours: 25 a week, minutes: 12 an attempt}",
    ),
    "Capacity.party": ("The party whose desk it is.", "party: sales"),
    "people": ("How many people work there; 3.5 where one is half there.", "people: 4"),
    "Capacity.hours": ("The hours of a week that each of them has for attempts.", "hours: 25 a week"),
    "minutes": ("How long one attempt takes, with what goes with it.", "minutes: 12 an attempt"),
    "cancellation": ("How the agreement ends.", "cancellation: Either party, in writing, with the notice above."),
    # a commitment
    "by": ("The party that owes it, or both.", "by: sales"),
    "to": ("The party it is owed to; by default the other one.", "to: marketing"),
    "category": ("goals, metrics, qualification, hand-off, nurturing or reporting.", "category: hand-off"),
    "measure": ("How it is measured.", "measure: {kind: count, source: leads, at: mql_at}"),
    "target": (
        "The number or limit to reach; where it changes by period, one for each period from which it differs.",
        "target: at least 95%",
    ),
    "warn": ("A running period worse than this is at risk.", "warn: 97%"),
    "per": (
        "The period it is judged over: day, week, month, quarter, year, week from sunday, 2 weeks from a date.",
        "per: month",
    ),
    "owner": ("A person who looks after it.", "owner: Ana Ruiz"),
    "by_segment": ("A text column to break the figures down by.", "by_segment: region"),
    "judged_by": ("Whether a record belongs to the period of its start, its due instant or its end.", "judged_by: due"),
    "basis": (
        "Where the number of a count comes from, as arithmetic that can be done again.",
        "basis: {quota: 3600000 EUR, per: year, share: 40%, deal: 30000 EUR, "
        "conversions: [{from: Lead, to: Opportunity, share: 8%}, {from: Opportunity, to: Deal, share: 25%}]}",
    ),
    "quota": ("What has to be won in the period `per`: a sum, or a number of deals.", "quota: 3600000 EUR"),
    "CountBasis.per": ("The period of the quota: month, quarter or year.", "per: year"),
    "CountBasis.share": ("The share of the quota that is owed here; by default all of it.", "share: 40%"),
    "deal": ("The sum of an average deal; where the quota is a sum.", "deal: 30000 EUR"),
    "conversions": (
        "How many of each stage become the next one, from what is counted to what is won.",
        "conversions: [{from: Lead, to: Opportunity, share: 8%}, {from: Opportunity, to: Deal, share: 25%}]",
    ),
    "Rise.from": ("What they are before.", "from: Opportunity"),
    "Rise.to": ("What they become.", "to: Deal"),
    "Rise.share": ("How many of them do.", "share: 25%"),
    "seasons": (
        "Months that are not like an average one, which is 100%: jan, feb, mar, and so on.",
        "seasons: {aug: 60%, dec: 50%}",
    ),
    "regions": ("The regions, and the share of the number that each brings; all of it together.",
                "regions: {EMEA: 60%, AMER: 40%}"),
    # a measure
    "kind": ("What is measured.", "kind: within"),
    "source": ("An entry of data/sources.yml.", "source: leads"),
    "where": ("Which records count: columns with what they hold, or a definition's name.", "where: mql"),
    "at": ("The column of the instant that puts a record into a period.", "at: mql_at"),
    "column": ("The column that is summed.", "column: amount"),
    "of": ("The column that the number is taken from.", "of: amount"),
    "from": ("The column of the instant at which the clock starts.", "from: mql_at"),
    "Conversion.to": ("The column of the instant at which the later stage is reached.", "to: opportunity_at"),
    "Within.to": ("The column of the instant that ends the clock.", "to: first_contacted_at"),
    "Gap.to": ("The column of the instant from which silence no longer counts.", "to: closed_at"),
    "Statistic.to": ("The column of the instant that ends the time.", "to: first_contacted_at"),
    "percentile": ("Which percentile, above 0 and below 100.", "percentile: 90"),
    "that": ("What a record must hold to count towards the share.", "that: {status: rejected}"),
    "fields": ("The columns that must be filled in.", "fields: [country, phone]"),
    "placeholders": ("Texts that count as empty.", "placeholders: [n/a, unknown]"),
    "limit": ("The time allowed.", "limit: 4 business hours"),
    "Within.due": ("The column of the deadline, where the CRM wrote it; instead of a limit.", "due: respond_by"),
    "Deliverable.for": ("The column of the due date that a delivery serves, where the log names it.", "for: due_on"),
    "Deliverable.due": ("When it is due.", "due: last working day of every month"),
    "due": ("When it is due.", "due: every Monday"),
    "Custom.name": ("The name of a measure that an installed package offers.", "name: quote-spread"),
    "with": ("What that measure is told: its columns and settings.", "with: {quoted: quoted_at}"),
    "first": (
        "The first event of another source, at or after the start where there is one.",
        "to: {first: {source: tasks, key: lead_id, at: done_at, where: {type: [call, meeting]}}}",
    ),
    "events": ("Where touches are logged.", "events: {source: calls, key: lead_id, at: called_at}"),
    "Events.key": ("The column that holds the record's key.", "key: lead_id"),
    "Events.at": ("The column of the event's instant.", "at: called_at"),
    "ends": ("What ends the work on a record early, so that no more events are owed.", "ends: {any: [reached_at]}"),
    "any": ("The columns of these instants; the first that comes counts.", "any: [reached_at, disqualified_at]"),
    "times": ("How many events at least.", "times: 5"),
    # the rest of the agreement
    "party": ("The party in need.", "party: marketing"),
    "what": ("What it needs.", "what: A weekly list of rejected leads"),
    "Need.by": ("By when.", "by: every Monday"),
    "ExceptionTerms.from": ("The local time at which it begins.", "from: 2026-08-03T08:00"),
    "until": ("The local time at which it ends.", "until: 2026-08-04T12:00"),
    "reason": ("Why.", "reason: CRM outage"),
    "ExceptionTerms.commitments": ("The commitments it is about; by default all.", "commitments: [first-contact]"),
    "effect": ("exclude leaves records out; pause stops the clock.", "effect: exclude"),
    "when": ("How many missed periods set it off.", "when: 3 missed in a row"),
    "commitment": ("The commitment it is about; by default any.", "commitment: first-contact"),
    "do": ("What happens then.", "do: Both contacts meet within 5 working days."),
    # presentation
    "tags": ("Words to find the page by.", "tags: [inbound]"),
    "icon": ("An icon of the theme.", "icon: material/handshake"),
    "hide": ("Parts of the page to leave out: navigation, toc, path, tags, footer.", "hide: [toc]"),
    "description": ("One sentence for search engines.", "description: How leads are handed over."),
    # a source
    "path": (
        "Below data/, with * for a part of the file name; with an engine, any path or table that it can read.",
        "path: exports/leads-*.csv",
    ),
    "engine": ("Who reads it, where one machine is too small: spark or dask.", "engine: spark"),
    "stored": ("What Spark finds at the path: parquet, csv, orc or table.", "stored: table"),
    "combine": ("Of several files: the one with the latest as-of, or the rows of all.", "combine: rows"),
    "profile": ("The exporter, where it is a known one.", "profile: hubspot"),
    "delimiter": ("What stands between two cells.", 'delimiter: ";"'),
    "decimal": ("What stands before decimals.", 'decimal: ","'),
    "thousands": ("What stands between thousands; none: nothing does.", 'thousands: "."'),
    "skip_lines": ("How many lines stand before the header.", "skip_lines: 2"),
    "absent": ("What a key means that an object of JSON lines lacks: refuse, or empty.", "absent: empty"),
    "exported_by": ("Who exports it, as a role: for the record.", "exported_by: Marketing operations"),
    "view": ("The view or report that it is exported from: for the record.", "view: All MQLs"),
    "encoding": ("How characters are stored.", "encoding: windows-1252"),
    "sheet": ("The sheet of a workbook, by its name.", "sheet: Leads"),
    "timezone": ("The zone of instants that name none.", "timezone: Europe/London"),
    "key": ("The column that identifies a record.", "key: id"),
    "duplicates": ("What to do with two rows of one key.", "duplicates: {newest_by: modified_at}"),
    "newest_by": ("The column whose latest instant wins.", "newest_by: modified_at"),
    "newest_of": ("The columns whose latest instant is the as-of.", "newest_of: [modified_at]"),
    "filename": ("How the as-of is written in the file name.", 'filename: "%Y-%m-%d"'),
    "as_of": ("The export's as-of.", "as_of: {newest_of: [modified_at]}"),
    "max_age": ("How old it may be.", "max_age: {warn: 2 days, fail: 7 days}"),
    "MaxAge.warn": ("Older than this: a warning.", "warn: 2 days"),
    "fail": ("Older than this: no verdict.", "fail: 7 days"),
    "max_unusable": ("The share of a period's records that may be unusable.", "max_unusable: 1%"),
    "clock_skew": ("By how much an end may lie before its start and count as at it.", "clock_skew: 2 minutes"),
    "columns": ("The columns that may be read.", "columns: {id: {from: Record ID, type: text}}"),
    "personal": ("Headers of columns about people: in no figure, page or message.", "personal: [Email, Phone]"),
    "Source.owner": ("The column that says who looks after a record.", "owner: owner_name"),
    "link": ("The address of a record in the CRM.", "link: https://crm.example/contacts/{id}"),
    "ColumnSpec.from": ("The header in the file, or those of the day and of the time.", "from: Record ID"),
    "type": ("text, integer, number, money, percent, boolean, date, instant or duration.", "type: text"),
    "format": (
        "How dates are written, in strptime's letters, or iso, unix s, unix ms; a list where cells differ.",
        'format: "%d/%m/%Y %H:%M"',
    ),
    "label": ("What readers see instead of the column's name.", "label: first contact"),
    "values": ("All that the column may hold.", "values: [EMEA, AMER, APAC]"),
    "values_separator": ("What stands between several values of one cell.", 'values_separator: ";"'),
    "empty": ("Texts that stand for nothing.", "empty: [n/a]"),
    "currency": ("The currency of a money column.", "currency: EUR"),
    # a sign-off
    "agreement": ("The id of the agreement whose terms are signed.", "agreement: lead-handoff"),
    "digest": (
        "The digest of these terms, 64 digits.",
        "digest: 3b1c9f0e5a7d2846c0f1b2a3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607",
    ),
    "version": ("The number of the version with these terms.", "version: 2"),
    "signer": ("Who signs, by e-mail address.", "signer: ana.ruiz@northwind.example"),
    "SignOffFields.party": ("For which party.", "party: marketing"),
    "on": ("The day of the signature, as the signer states it.", "on: 2026-10-14"),
    "remark": ("A sentence to go with it.", "remark: Agreed in the meeting of 12 October."),
    # a sign-off of a review
    "ReviewSignOffFields.review": ("The review that is accepted.", "review: 2026-Q3"),
    "seal": (
        "The seal of its record, 64 digits.",
        "seal: 5c4a9e75660fd0d02387a52322fe8f9ece19720da6b4985f6815b6f9938ff0c4",
    ),
    "ReviewSignOffFields.minutes": (
        "The SHA-256 of minutes.md as it is committed, 64 digits.",
        "minutes: 60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    ),
    "ReviewSignOffFields.agreements": ("The agreements for which its signer signs.", "agreements: [lead-handoff]"),
    "ReviewSignOffFields.party": ("For which party.", "party: sales"),
    "dissent": (
        "What the signer does not agree with, and signs all the same; up to 2,000 characters.",
        "dissent: The leads of the trade fair should not count.",
    ),
    # minutes of a review
    "held_on": ("The day of the meeting.", "held_on: 2026-10-14"),
    "present": ("Who was there, by name or role.", "present: [Ana Ruiz, Ben Okafor]"),
    "causes": (
        "Why commitments were missed, by agreement and commitment.",
        "causes: {lead-handoff/first-contact: The rota had a hole on Fridays.}",
    ),
    "decisions": ("What was decided, one sentence each.", "decisions: [Fridays get a second reader.]"),
    "actions": (
        "What somebody takes on; those that were open before stand here again, under the same ids.",
        "actions: [{id: friday-rota, what: Fill the rota, owner: Ben Okafor, due: 2026-11-02}]",
    ),
    "disputes": (
        "Figures that the parties do not agree about.",
        "disputes: [{commitment: lead-handoff/first-contact, what: Two leads were tests, by: sales}]",
    ),
    "ActionFields.id": ("Its name, which it keeps from review to review.", "id: friday-rota"),
    "ActionFields.what": ("What is to be done.", "what: Fill the rota of Fridays"),
    "ActionFields.owner": ("Who does it, by name or role.", "owner: Ben Okafor"),
    "ActionFields.due": ("By which day.", "due: 2026-11-02"),
    "ActionFields.done": ("The day on which it was done; left out until then.", "done: 2026-10-30"),
    "DisputeFields.commitment": ("The agreement and the commitment.", "commitment: lead-handoff/first-contact"),
    "DisputeFields.what": ("What is not agreed.", "what: Two of the leads were tests"),
    "DisputeFields.by": ("The party that disputes it.", "by: sales"),
}  # fmt: skip

FIELD_WORDS = {name: FieldWords(*words) for name, words in _WORDS.items()}


def words_for(part: str, name: str) -> FieldWords | None:
    """The words for a field of that part of the schema (a class name, such as ``Commitment``)."""
    return FIELD_WORDS.get(f"{part}.{name}") or FIELD_WORDS.get(name)


def example_of(name: str, part: str = "") -> str:
    """How the field is written; its bare name where nobody wrote an example."""
    found = words_for(part, name)
    return found.example if found else f"{name}: ..."
